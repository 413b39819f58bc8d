"""Makes the file of a unit that has none yet: every field that its locality's documents print, blank and explained."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from generator.data.classification import economic_codes
from generator.data.fields import resolved
from generator.data.formats import newest
from generator.data.kinds import PROJECT, WHOLE_UNIT
from generator.data.profile import Forms
from generator.data.report import Document
from generator.data.schema import Schema, schema
from generator.word.outside.parts import all_tags
from generator.word.package import read_template

TYPES = {PROJECT: "项目支出", WHOLE_UNIT: "单位整体支出"}

Shape = dict[str, Any]
"""The content of a mapping by key: None for a blank, a text or number, a mapping, or a list of mappings."""

_HEAD = """\
# yaml-language-server: $schema=../../schema/report.schema.json
# {year} 年度{what}绩效自评数据，格式：{profile}。
# 冒号后面空着的都要填；没有的整行删去。金额连同单位写（3万元、21754元），能算出来的不填。
# 「#」开头的是说明；「# 名称:」是可填可不填的，要填就删去「#」和后面一个空格。填完的说明可以删去。
# 还有哪些没填：make check UNIT={unit} YEAR={year}"""
# A key that needs no quotes: 单位, a-b. Not a: b or {a.
_PLAIN = re.compile(r"[^\W_][^\s:#'\"{}\[\],&*!|>%@`]*|[“（][^\s:#'\"{}\[\],&*!|>%@`]*")
# for row in goal.indicators, for row in indicators; the group is whose they are.
_LISTED = re.compile(r"\bin\s+(?:(\w+)\.)?indicators\b")
# The names in a tag: funds.actual gives funds and actual; funds.items.公用经费 gives funds and items.公用经费.
_NAME = re.compile(r"(?<=funds\.)items\.\w+|\w+")
_ITEM_DIGITS = 5  # of an economic item (款)
_ALWAYS = {"id", "type", "name", "funds", "narrative"}
# Fields without a hint: whoever needs them knows them, or they are written out for localities that have them.
_NO_HINT = {
    ("", "published"),
    ("", "accepted"),
    ("evaluation", "choices"),
    ("evaluation", "indicator_score"),
    ("funds", "adjustment"),
}
_APART = {"unit", "accounts", "evaluations", "funds", "goals", "indicators", "narrative"}
_INDICATOR: Shape = {"name": None, "target": None, "actual": None, "weight": None}
_ACCOUNTS: Shape = {
    "duties": None,
    "composition": None,
    "staff": {"institutional": None},
    "functions": [{"code": None, "basic": None, "projects": [{"name": None, "amount": None, "effect": None}]}],
    "economic": None,
    "initial_budget": {"classes": [{"code": None, "amount": None, "reason": None}]},
    "last_year": {"total": None, "grant_total": None, "general_spending": None, "reason": None},
    "performance": {"work": None, "unit_result": None, "project_result": None, "use": None},
    "key_work": [{"title": None, "text": None, "target": None, "result": None}],
    "inquiry_phone": None,
}


def skeleton(forms: Forms, name: str, unit: str, year: int, kind: str) -> str:
    """The text of a new file for a profile that is called `name`, with one evaluation of a kind.

    Nothing but its blanks is a problem: it has every section of the outline, what the outline inserts, and the fields
    that the templates read.
    """
    shape: Shape = {"format": newest("report"), "unit": None, "year": year, "profile": name}
    if any(document.each == "accounts" for document in forms.profile.documents):
        first = next(code for code, _ in _economic(year))
        shape["accounts"] = {key: {first: None} if key == "economic" else below for key, below in _ACCOUNTS.items()}
    shape["evaluations"] = [_evaluation(forms, kind)]
    head = _HEAD.format(year=year, what=TYPES[kind], profile=forms.profile.name, unit=unit)
    writer = _Writer(forms, kind, year)
    return "\n".join([head, *writer.mapping(shape, "", schema("report"), 0), ""])


def _evaluation(forms: Forms, kind: str) -> Shape:
    """An evaluation with the fields that the documents of the profile read."""
    profile = forms.profile
    tags = [*_tags(forms)]
    read = _read(tags)
    inserted = {section.insert for section in profile.sections(kind) if section.insert}
    named = [name[6:] for name in read if name.startswith("items.")] if kind == WHOLE_UNIT else []
    names: list[str | None] = [*sorted(named)] or [None]
    items: list[Shape] = [{"name": name, "budget": None, "actual": None} for name in names]
    if "projects" in inserted:
        items[0]["use"] = None
    levels = {name: profile.levels.get(name, ()) for name in profile.weights.groups} or profile.levels
    weights = profile.weights.groups
    groups = [_group(first, seconds, weights.get(first)) for first, seconds in levels.items()]
    below_goals = _below_goals(tags)
    goal: Shape = {"expected": None, "actual": None} | ({"weight": None, "indicators": groups} if below_goals else {})
    shape: Shape = {
        "id": kind,
        "type": kind,
        "name": TYPES[kind] if kind == WHOLE_UNIT else None,
        "department": None,
        "issued_on": None,
        "funds": {
            **({"document": None, "allocated_on": None} if "allocated_on" in read else {}),
            "initial_budget": None,
            "actual": None,
            "reason": None,
            "sources": [{"name": None}],
            "items": items,
        },
        "goals": [goal],
        "indicators": [] if below_goals else groups,
        "choices": dict.fromkeys(profile.choices) if kind == PROJECT else {},
        "base_table": {
            "authorised_staff": None,
            "actual_staff": None,
            "costs": [{"name": None, "last_year": None, "budget": None, "actual": None}],
            "austerity": None,
        },
        "annexes": [{"title": None, "document": one.name} for one in _annexes(forms)],
        "working_group": {
            "established": None,
            "office": None,
            "members": [{"role": role, "name": None, "post": None} for role in ("组长", "成员")],
        },
        "deviation": None,
        "improvement": None,
        "signature": {"prepared_by": None, "date": None, "phone": None},
        "narrative": dict.fromkeys(
            section.title for section in profile.text_sections(kind) if section.holds_text == "required"
        ),
    }
    if "reason" not in read:
        del shape["funds"]["reason"]
    wanted = _ALWAYS | inserted | (read - {"annexes", "working_group"})
    return {key: value for key, value in shape.items() if key in wanted and value not in ({}, [])}


def _group(name: str, below: tuple[str, ...], weight: Any) -> Shape:
    """A class of indicators with the classes below it, each with one indicator."""
    group: Shape = {"name": name}
    if weight is not None:
        group["weight"] = int(weight.value) if weight.value.denominator == 1 else float(weight.value)
    if below:
        return group | {"groups": [{"name": second, "items": [_INDICATOR]} for second in below]}
    return group | {"items": [_INDICATOR]}


def _read(tags: Iterable[str]) -> set[str]:
    """Every name in the tags of the templates of evaluations, and as `items.名称` the items that they read by name."""
    return {name for expression in tags for name in _NAME.findall(expression)}


def _tags(forms: Forms) -> Iterator[str]:
    """The expressions of the tags of the templates of evaluations."""
    for file in dict.fromkeys(file for document in forms.profile.documents for file in _files(document)):
        path = forms.template(file)
        package, _ = read_template(path, file) if path else (None, [])
        for tag in all_tags(package) if package else ():
            yield tag.expression


def _below_goals(tags: Iterable[str]) -> bool:
    """Whether the templates of evaluations print the indicators of goals, and no others."""
    whose = {match for expression in tags for match in _LISTED.findall(expression)}
    return bool(whose) and whose.isdisjoint(("", "evaluation"))


def _files(document: Document) -> tuple[str, ...]:
    if document.each != "evaluation":
        return document.evaluation_parts
    return document.parts or (document.template or "",)


def _annexes(forms: Forms) -> list[Document]:
    """The documents that a report can have as annexes: those made for each evaluation, except the first, the report."""
    return [document for document in forms.profile.documents if document.each == "evaluation" and document.template][1:]


class _Writer:
    """Writes shapes as YAML, each field explained from the schema where it first occurs."""

    def __init__(self, forms: Forms, kind: str, year: int) -> None:
        self._profile, self._kind, self._year = forms.profile, kind, year
        self._top = schema("report")
        self._told: set[tuple[str, str]] = set()

    def mapping(self, shape: Shape, owner: str, part: Schema, depth: int, *, listed: bool = False) -> list[str]:
        """The lines of a mapping; if it is `listed`, an element of a list, its first key follows the dash."""
        pad = " " * depth
        lines: list[str] = []
        for position, (key, value) in enumerate(shape.items()):
            below = part.get("properties", {}).get(key) or part["additionalProperties"]
            name, field = resolved(below, self._top)
            dash = listed and position == 0
            lead = pad[:-2] + "- " if dash else pad
            if key in _APART and (owner, key) not in self._told and owner in ("", "evaluation"):
                lines.append("")
            lines += self._explained(owner, key, field, pad[:-2] if dash else pad)
            if isinstance(value, dict):
                lines += [f"{lead}{_quoted(key)}:", *self.mapping(value, name or f"{owner}.{key}", field, depth + 2)]
            elif isinstance(value, list):
                kind, element = resolved(field["items"], self._top)
                lines.append(f"{lead}{_quoted(key)}:")
                for element_shape in value:
                    lines += self.mapping(element_shape, kind, element, depth + 4, listed=True)
            else:
                lines.append(f"{lead}{_quoted(key)}:" + ("" if value is None else f" {value}"))
        return [*lines, *self._others(shape, owner, part, pad)]

    def _explained(self, owner: str, key: str, part: Schema, pad: str) -> Iterator[str]:
        """The comment on a field: the schema's description, or the options of a field that the locality defines."""
        if owner == "evaluation.choices":
            yield f"{pad}# 从中选一个：{'、'.join(self._profile.choices[key])}"
        elif owner == "accounts.economic":
            yield f"{pad}# {economic_codes(self._year).name(key)}"
        elif (owner, key) not in self._told and "title" in part and "description" in part:
            self._told.add((owner, key))
            examples = [str(one) for one in part.get("examples", ()) if not isinstance(one, dict | list)]
            sample = f"如 {'、'.join(examples)}。" if examples else ""
            yield f"{pad}# {part['title']}：{part['description']}{sample}"

    def _others(self, shape: Shape, owner: str, part: Schema, pad: str) -> Iterator[str]:
        """The other fields that the mapping can have, as comments, once."""
        if owner == "accounts.economic":
            for code, name in islice(_economic(self._year), 1, None):
                yield f"{pad}# {code}:  # {name}"
        if owner == "evaluation.narrative":
            for section in self._profile.text_sections(self._kind):
                if section.holds_text == "optional":
                    yield f"{pad}# {_quoted(section.title)}:"
        for key, below in part.get("properties", {}).items():
            field = resolved(below, self._top)[1]
            if key in shape or (owner, key) in self._told or (owner, key) in _NO_HINT or key == "id":
                continue
            self._told.add((owner, key))
            if owner == "accounts" or ("items" not in field and "properties" not in field):
                yield f"{pad}# {key}:  # {field['title']}：{field['description']}"


def _economic(year: int) -> Iterator[tuple[str, str]]:
    """The economic items (款) that a year has, with their names; the first is written out, the others hinted at."""
    codes = economic_codes(year)
    for code in sorted(codes.entries):
        if len(code) == _ITEM_DIGITS and (name := codes.name(code)):
            yield code, name


def _quoted(key: str) -> str:
    """A key in YAML notation, quoted if necessary."""
    if key.isdecimal() or not _PLAIN.fullmatch(key):
        return key if key.isdecimal() else "'" + key.replace("'", "''") + "'"
    return key
