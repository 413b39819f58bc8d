"""Checks a node tree against a JSON Schema and words every violation in Chinese at the offending node.

A compiled validator says yes or no; only what it refuses goes through jsonschema, whose errors are worded here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from jsonschema_rs import Draft202012Validator

from generator.data.reader import Node, Refused
from generator.problems import LONGEST_SLIP, MOST_ADVISED, Place, Problem, nearest
from generator.program import SCHEMAS

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator as WordyValidator
    from jsonschema import ValidationError


Schema = dict[str, Any]

# "pattern": "…", "x-canonical-pattern": or "type": […], "x-canonical-type": with the first value, which is for editors;
# "x-canonical-format":, where editors take any. Group 1 is the keyword.
_CANONICAL = r'(?:"\w+": (?:"[^"]*"|\[[^\]]*\]),\s+(?="x-canonical-(?:pattern|type)"))?"x-canonical-(\w+)":'
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_UNIT = "万元"
_AMOUNT = "金额连同单位（元、万元、亿元）写在一起，中间不空格"
_TYPES = {
    "object": "一组「名称: 内容」",
    "array": "列表（每项以「- 」开头）",
    "string": "文字",
    "number": "数（不带单位）",
    "integer": "整数",
    "boolean": "true 或 false",
    "null": "空",
}


def _source(name: str) -> str:
    """The text of a schema, with the patterns and types of figures and dates that have come through the door."""
    text = (SCHEMAS / f"{name}.schema.json").read_text("utf-8")
    return re.sub(_CANONICAL, r'"\1":', text) if "x-canonical" in text else text


@cache
def schema(name: str) -> Schema:
    """The JSON Schema `schema/<name>.schema.json`, with its patterns adapted to Python."""
    import json

    loaded: Schema = json.loads(_source(name), object_hook=_anchored)
    return loaded


def _anchored(part: Schema) -> Schema:
    """A part of a schema whose pattern ends where the text does: in Python, `$` also matches before a last line end."""
    if isinstance(pattern := part.get("pattern"), str):
        part["pattern"] = re.sub(r"\$(?=$|[|)])", r"\\Z", pattern)
    return part


def is_date(text: object) -> bool:
    """Whether a text is a calendar day, 2022-05-23; values of other types are left to other rules."""
    try:
        return not isinstance(text, str) or bool(_DAY.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False


def is_day_or_month(text: object) -> bool:
    """Whether a text is a calendar day or a month: 2022-05-23, 2022-05."""
    return is_date(f"{text}-01" if isinstance(text, str) and len(text) == len("2022-05") else text)


_FORMATS = {"date": is_date, "day-or-month": is_day_or_month}


@cache
def _validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(_source(name), formats=_FORMATS, validate_formats=True)


def is_valid(value: object, name: str) -> bool:
    """Whether a bare value fits the schema `name`."""
    return _validator(name).is_valid(value)


def validate(root: Node, name: str) -> list[Problem]:
    """All violations of the schema `name`, each at its line and column, without those of what is refused already."""
    value = root.plain()
    if is_valid(value, name):
        return []
    return [problem for error in violations(value, name) for problem in _problems(root, error, schema(name))]


def violations(value: object, name: str) -> Iterator[ValidationError]:
    """What jsonschema finds wrong with a bare value."""
    return _wordy(schema(name)).iter_errors(value)


def fits(value: object, part: Schema, top: Schema) -> bool:
    """Whether a bare value fits a part of a schema."""
    return _wordy({"$defs": top["$defs"], **part}).is_valid(value)


def _wordy(given: Schema) -> WordyValidator:
    """jsonschema's validator of a schema, whose errors say what is wrong, with our formats."""
    from jsonschema import Draft202012Validator, FormatChecker

    formats = FormatChecker([])
    for form, holds in _FORMATS.items():
        formats.checks(form)(holds)
    return Draft202012Validator(given, format_checker=formats)


def _problems(root: Node, error: ValidationError, top: Schema) -> Iterator[Problem]:
    path = list(error.absolute_path)
    node = root.at(*path)
    if isinstance(node, Refused):
        return
    title, example = _property(error, top)
    given = error.schema if isinstance(error.schema, dict) else {}
    keyword = str(error.validator)
    rule: Any = error.validator_value
    shown = f"「{_short(error.instance)}」"

    place = node.keys.get(str(error.instance), node.place)  # at the key, if that is what is wrong

    def problem(code: str, message: str, remedy: str) -> Problem:
        return Problem(f"SCHEMA-{code}", place, message, remedy)

    if keyword == "additionalProperties":
        yield from _unknown_keys(node, title, given, top)
    elif keyword == "required":
        key = error.message.split("'")[1]
        if key not in meant_names(node, given).values():
            place = root.at(*path[:-1]).keys.get(str(path[-1]), node.place) if path else node.place
            yield Problem("SCHEMA-REQUIRED", place, f"{title}缺少{_named(key, given)}", f"加上一行「{key}: …」")
    elif keyword in ("anyOf", "oneOf"):
        choices = "或".join(_named(choice["required"][0], given) for choice in rule)
        yield problem("REQUIRED", f"{title}要有{choices}", "补上其中一项")
    elif error.instance is None or (isinstance(error.instance, str) and not error.instance.strip()):
        yield problem("BLANK", f"{_whose(root, path)}{title}没有填写", f"填上内容{example}；没有的整行删去")
    elif keyword == "type" and (told := _other_kind(node, path, given, example, top)):
        words, remedy, at = told
        yield Problem("SCHEMA-TYPE", at, f"{title}{words}", remedy)
    elif keyword == "not":
        message = f"「{_short(error.instance)}」不是一项，合计由程序相加"
        yield problem("CHOICE", message, "删去这一整项；留着它，合计就多算了一遍")
    elif keyword == "type":
        kinds = "或".join(_TYPES[kind] for kind in (rule if isinstance(rule, list) else [rule]))
        actual = _kind(error.instance)
        yield problem(
            "TYPE",
            f"{title}应是{kinds}，现在是{actual}",
            _text_advice(error.instance, rule, given) or f"改写{example}",
        )
    elif keyword == "enum":
        near = nearest(str(error.instance), map(str, rule))
        choices = "、".join(map(str, rule)) + (f"；{near}" if near else "")
        yield problem("CHOICE", f"{title}不能是{shown}", f"从中选一个：{choices}")
    elif keyword in ("pattern", "format"):
        yield problem("FORMAT", f"{title}{shown}格式不对", _format_advice(str(error.instance), given, example))
    elif keyword in ("minimum", "maximum"):
        limit = "小于" if keyword == "minimum" else "大于"
        yield problem("RANGE", f"{title}是 {error.instance}，不能{limit} {rule}", "核对这个数")
    elif keyword == "minItems":
        yield problem("BLANK", f"{title}至少要有 {rule} 项", "补上一项；没有的整段删去")
    else:
        yield problem("RULE", f"{title}不符合数据格式的「{keyword}」要求", f"对照数据格式改写{example}")


def _other_kind(
    node: Node, path: list[str | int], given: Schema, example: str, top: Schema
) -> tuple[str, str, Place] | None:
    from generator.data.refusal.wording import other_kind

    key = next((step for step in reversed(path) if isinstance(step, str)), "")
    return other_kind(node, key, given, example, top) if "$defs" in top else None


def _whose(root: Node, path: list[str | int]) -> str:
    """The name of the record that a value belongs to, if it has one: without it all blanks of a list look alike."""
    for depth in range(len(path) - 1, 0, -1):
        record = root.at(*path[:depth]).value
        named = record if isinstance(record, dict) else {}
        for key in ("name", "title", "code"):
            if key in named and isinstance(name := named[key].value, str | int) and path[depth:] != [key]:
                return f"「{_short(name)}」的"
    return ""


def _unknown_keys(node: Node, title: str, given: Schema, top: Schema) -> Iterator[Problem]:
    from generator.data.refusal.wording import unknown

    allowed: Schema = given.get("properties", {})
    meant = meant_names(node, given)
    for key, place in node.keys.items():
        if key not in allowed:
            near = meant.get(key, "")
            one = not isinstance(node.at(key).value, dict | list | None)
            if near and one and allowed[near].get("type") in ("array", "object"):
                near = ""  # no list was meant by one value
            remedy = f"是不是{_named(near, given)}" if near else f"可用的有：{'、'.join(allowed)}"
            words, line = unknown(key, node, near, top) or ("", "")
            advice = f"{remedy}，{line}" if near and line and not words else line or remedy
            yield Problem("SCHEMA-UNKNOWN", place, words or f"{title}里没有「{key}」这一项", advice)


def meant_names(node: Node, given: Schema) -> dict[str, str]:
    """The allowed key that each unknown key of a mapping resembles, by name or by title."""
    from difflib import get_close_matches

    from generator.spelling.folding import fold

    allowed: Schema = given.get("properties", {})
    names = {name: name for name in allowed} | {part.get("title", name): name for name, part in allowed.items()}
    unknown = islice((key for key in node.keys if key not in allowed), MOST_ADVISED)
    near = {key: get_close_matches(fold(key).text, names, n=1) for key in unknown if len(key) <= LONGEST_SLIP}
    return {key: names[found[0]] for key, found in near.items() if found}


def _named(key: str, given: Schema) -> str:
    title = given.get("properties", {}).get(key, {}).get("title", "")
    return f"「{key}」（{title}）" if title else f"「{key}」"


def _property(error: ValidationError, top: Schema) -> tuple[str, str]:
    """The title and the examples of the property at fault: the last on the path through the schema."""
    here: Any = top
    title = example = ""
    for step in [*error.absolute_schema_path, None]:
        if isinstance(here, dict):
            title = here["title"] if isinstance(here.get("title"), str) else title
            example = _example(here) or example
            if step not in here and "$ref" in here:
                here = _resolve(here, top)
                example = _example(here) or example
        here = None if step is None else here[step]
        if step == "properties":
            example = ""
    key = next((step for step in reversed(error.absolute_path) if isinstance(step, str)), "")
    return (f"{title}（{key}）" if key else "文件"), example


def _resolve(here: Schema, top: Schema) -> Any:
    definition: Any = top
    for step in here["$ref"].removeprefix("#/").split("/"):
        definition = definition[step]
    return definition


def _example(given: Schema) -> str:
    examples = [example for example in given.get("examples", []) if not isinstance(example, dict | list)]
    return f"，如 {'、'.join(map(str, examples))}" if examples else ""


def _format_advice(text: str, given: Schema, example: str) -> str:
    advice = []
    if any(0xFF01 <= ord(char) <= 0xFF5E for char in text):
        advice.append("数字和小数点用半角")
    if "," in text or "，" in text:
        advice.append("不写千分位逗号")
    if _UNIT in given.get("pattern", ""):
        advice.append(_AMOUNT)
    if not advice and (said := given.get("errorMessage")):
        return str(said)
    return ("；".join(advice) or "改写") + example


def _text_advice(value: object, rule: object, given: Schema) -> str:
    """The remedy for a bare number in place of text, which has a unit where the text has a pattern."""
    if rule != "string" or isinstance(value, dict | list):
        return ""
    return str(given["errorMessage"]) if "pattern" in given and "errorMessage" in given else "给它加引号"


def _kind(value: object) -> str:
    if isinstance(value, dict):
        return _TYPES["object"]
    if isinstance(value, list):
        return _TYPES["array"]
    return f"「{_short(value)}」"


def _short(value: object) -> str:
    text = {True: "true", False: "false"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    return text if len(text) <= 30 else text[:30] + "…"
