"""Loads the names that templates can read, and checks every template against them.

They stand in `schema/namespace.yaml`; those of fields that are printed as they were typed, in `report.schema.json`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from generator.data.fields import resolved
from generator.data.profile import Forms, load_forms, profile_names, template_files
from generator.data.reader import read
from generator.data.report import Section
from generator.data.schema import schema, validate
from generator.files import read_file
from generator.problems import Place, Problem, Severity, nearest, sorted_problems
from generator.program import SCHEMAS
from generator.quantity import MONEY, PERCENT, POINTS
from generator.reports.workspace import included
from generator.store import digest_of
from generator.text.comparison import typed_figure
from generator.text.sandbox import PICTURE
from generator.word.binding.including import Folder, Whole, nowhere, with_included
from generator.word.contract import Contract
from generator.word.package import parse_template, read_template
from generator.word.review.kinds import Kind, Vocabulary
from generator.word.review.spots import at_their_parts
from generator.word.store import unless_known
from generator.word.tags import written_tags

NAMESPACE = SCHEMAS / "namespace.yaml"
# A tag that reads what a section of the outline inserts, and a text in quotes in it; group 1 is the text.
_INSERT = re.compile(r"\.insert\b|\[.insert.\]")
_QUOTED = re.compile(r"[\"'](?!insert[\"'])(\w+)[\"']")
_UNITS = {"money": MONEY, "rate": PERCENT, "points": POINTS}


def _reads(kind: str, text: str) -> bool:
    """Whether a text writes a figure of a kind."""
    typed = typed_figure(text)
    if typed is None:
        return False
    return typed.unit == _UNITS[kind] if kind in _UNITS else typed.unit not in ("", *_UNITS.values())


VOCABULARY = Vocabulary(
    kinds={
        "money": "金额",
        "rate": "比率",
        "points": "分值",
        "count": "数量",
        "figure": "数",
        "word": "文字",
        "text": "文字",
        "date": "日期",
        "number": "序号",
        "bool": "是否",
        "prose": "正文",
        "image": "图片",
    },
    filters={
        **dict.fromkeys(("万元", "元", "万元数", "万元空", "元数"), "money"),
        "百分比": "rate",
        **dict.fromkeys(("分", "得分", "分值"), "points"),
        "日期": "date",
        "增减": "change",
        "图说": "series",
        PICTURE: "picture",
    },
    either={"figure": ("money", "rate", "points", "count")},
    ordered=(("number",), ("text", "date", "word"), ("money",), ("rate",), ("points",), ("count",)),
    ratio="rate",
    paragraphs="prose",
    drawn="series",
    drawn_from="accounts.series",
    examples=dict.fromkeys(("change", "series"), "accounts.changes.total") | {"picture": "pictures.名称"},
    typed={"points": "'80分'", "money": "'2万元'", "rate": "'100%'", "count": "'12人'", "figure": "'6次'"},
    reads=_reads,
    computed=("word",),
    counted=("count", "figure"),
)
"""The kinds of what reports say, and the filters that print each."""


def load_contract(path: Path = NAMESPACE) -> tuple[Contract | None, list[Problem]]:
    """The contract from its file, or None with the problems."""
    root, problems = read(path, f"{path.parent.name}/{path.name}")
    if root is None:
        return None, problems
    problems = validate(root, "namespace")
    if problems:
        return None, problems
    written: Any = root.plain()
    groups: Any = _unmarked(with_printed(written))
    known = {*groups, *VOCABULARY.kinds}
    for kind in _names(groups):
        if kind not in known:
            problems.append(
                Problem("SCHEMA-CHOICE", root.find(kind), f"没有名为「{kind}」的种类", nearest(kind, known))
            )
    return (None if problems else Contract(groups, VOCABULARY)), problems


def with_printed(groups: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """The groups of `namespace.yaml` together with the fields that are printed as they were typed.

    These say so in the schema of reports by their kind, `"x-printed": "date"`; they belong to the group that has the
    name of their definition. A text that may hold references is complete only once these are filled in.
    """
    top = schema("report")
    whole: dict[str, dict[str, Any]] = {}
    for name, part in {"report": top, **top["$defs"]}.items():
        for key, field in part.get("properties", {}).items():
            if kind := field.get("x-printed"):
                _, definition = resolved(field, top)
                is_text = definition.get("x-record") == "Text"
                missing = "?" if is_text or key not in part.get("required", []) else ""
                whole.setdefault(name, {})[f"+{key}" if is_text else key] = kind + missing
    for name, entries in groups.items():
        whole.setdefault(name, {}).update(entries)
    return whole


def _unmarked(kind: Any) -> Kind:
    """A kind without the marks of what may be missing, which templates need not know."""
    if isinstance(kind, dict):
        return {name.strip("+?"): _unmarked(child) for name, child in kind.items()}
    return [*map(_unmarked, kind)] if isinstance(kind, list) else str(kind).removesuffix("?")


def _names(kind: Kind) -> Iterator[str]:
    if isinstance(kind, str):
        yield kind
    else:
        for child in kind.values() if isinstance(kind, dict) else kind:
            yield from _names(child)


def scope(contract: Contract, each: str) -> dict[str, Kind]:
    """The names that a document can use without a path, by what it is made for: `report`, `evaluation`, …"""
    if each == "summary":
        return {"year": "number", "summary": "summary"}
    report = contract.groups["report"]
    return (
        report | contract.groups["evaluation"] | {"evaluation": "evaluation"} if each == "evaluation" else dict(report)
    )


@cache
def optional_names() -> frozenset[str]:
    """The names of entries that need not be there: a question mark stands behind them."""
    root, _ = read(NAMESPACE, NAMESPACE.name)
    return frozenset(_marked(root.plain())) if root else frozenset()


def _marked(groups: Any) -> Iterator[str]:
    for name, entries in groups.items() if isinstance(groups, dict) else ():
        if name.endswith("?"):
            yield name.strip("+?")
        yield from _marked(entries)


@cache
def known_names() -> frozenset[str]:
    """The names that tags can begin with, whatever their document is made for."""
    contract, _ = load_contract()
    if contract is None:
        return frozenset()
    return frozenset(name for each in ("report", "evaluation", "summary") for name in scope(contract, each))


def uses(templates: Path) -> tuple[dict[Path, list[tuple[Forms, str]]], bool]:
    """The profiles that use each template, each with what the document is made for; False if one cannot be read."""
    used: dict[Path, list[tuple[Forms, str]]] = {}
    whole = True
    for name in profile_names(templates):
        forms, _ = load_forms(templates, name, Place(name))
        whole = whole and forms is not None
        if forms is not None:
            for path, each in forms.used(forms.profile.documents):
                used.setdefault(path, []).append((forms, each))
    return used, whole


def misnamed(templates: Iterable[tuple[str, str, bytes]], folder: Folder = nowhere) -> list[Problem]:
    """The faults of the names in templates, of which each has a name, what it is filled for and the bytes of its file.

    One that cannot be read has none; compiling it says so. `folder` gives what they include.
    """
    contract, problems = load_contract()
    for name, each, data in templates if contract else ():
        package, _ = parse_template(data, name)
        if package and contract:
            problems += _misnamed(contract, with_included(name, package, folder)[0], each)
    return problems


def _misnamed(contract: Contract, whole: Whole, each: str) -> list[Problem]:
    """The faults of the names in a template and in what it includes, each at its own file."""
    first, *others = whole.parts
    names = scope(contract, each)

    def found() -> list[Problem]:
        faults = [*contract.faults(whole.package, first.name, names)]
        if not others:
            return faults
        own = {*contract.faults(first.alone, first.name, names)}
        packages = [(part.name, part.package) for part in (*others, first)]
        return [it for it in faults if it in own] + at_their_parts(packages, [it for it in faults if it not in own])

    return unless_known("names", (digest_of(sorted(whole.package.items())), contract.groups, each), found)


def inclusions(
    templates: Path, used: Mapping[Path, Iterable[tuple[Forms, str]]]
) -> dict[Path, list[tuple[Forms, str]]]:
    """The templates that others include, with the profiles that these are used by and what for, as `uses` tells it."""
    found: dict[Path, list[tuple[Forms, str]]] = {}
    for path, users in used.items():
        name = path.relative_to(templates.parent).as_posix()
        package, _ = read_template(path, name)
        for forms, each in users if package else ():
            whole, _ = with_included(name, package or {}, partial(included, templates, forms))
            for file in whole.files:
                if below := forms.template(file):
                    found.setdefault(below, []).append((forms, each))
    return found


def lint_names(templates: Path, contract: Contract | None = None) -> list[Problem]:
    """The faults of the names in every template of every profile, as each document that uses it would read them.

    A template that no document uses, and none that one uses includes, gets a warning (TEMPLATE-UNUSED).
    """
    problems: list[Problem] = []
    if contract is None:
        contract, problems = load_contract()
    used, whole = uses(templates)
    below = inclusions(templates, used)
    for path in template_files(templates, "*"):
        name = path.relative_to(templates.parent).as_posix()
        package, _ = read_template(path, name)
        if package and whole and path not in used and path not in below:
            message, remedy = "没有一份文档用到这个模板", "在 profile.yaml 的 documents 里写上它，或者删去文件"
            problems.append(Problem("TEMPLATE-UNUSED", Place(name), message, remedy, severity=Severity.WARNING))
        for each, forms in _ways(used.get(path, ())) if package and contract else ():
            together, _ = with_included(name, package or {}, partial(included, templates, forms))
            problems += _misnamed(contract, together, each) if contract else []
    for profile in profile_names(templates):
        found, _ = load_forms(templates, profile, Place(profile))
        if found is not None:
            folder = partial(included, templates, found)
            problems += unprinted(lambda path: path.relative_to(templates.parent).as_posix(), folder, found)
    return sorted_problems(dict.fromkeys(problems))


def unprinted(name: Callable[[Path], str], folder: Folder, forms: Forms) -> list[Problem]:
    """TEMPLATE-INSERT: each thing that the outline of a profile inserts and that none of its templates prints.

    `name` gives a file's name in messages, `folder` what templates include.
    """
    wanted = [section for section in _all(forms.profile.outline) if section.insert]
    if not wanted:
        return []
    files = {path: read_file(path, name(path))[0] or b"" for path, _ in forms.used(forms.profile.documents)}

    def found() -> list[Problem]:
        packages = [parse_template(data, name(path))[0] for path, data in files.items()]
        if not all(packages):  # why one cannot be read is told elsewhere
            return []
        wholes = [with_included("", package, folder)[0].package for package in packages if package]
        asked = [tag.source for whole in wholes for part in written_tags(whole) for tag in part.tags]
        asked = [tag for tag in asked if _INSERT.search(tag)]
        if any(not _QUOTED.search(tag) for tag in asked):  # it is looked up, whatever it is
            return []
        printed = {quoted[1] for tag in asked for quoted in _QUOTED.finditer(tag)}
        return [_unprinted(section) for section in wanted if section.insert not in printed]

    read = [(name(path), sha256(data).hexdigest()) for path, data in sorted(files.items())]
    return unless_known("inserts", (read, [(section.insert, repr(section.node.place)) for section in wanted]), found)


def _unprinted(section: Section) -> Problem:
    message = f"「{section.title}」一节要插入 {section.insert}，没有一份模板印它"
    remedy = f'正文模板在这一节里写 {{%p if section.insert == "{section.insert}" %}} 和要印的内容，或者删去这一行'
    return Problem("TEMPLATE-INSERT", section.node.at("insert").place, message, remedy)


def _all(sections: Iterable[Section]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from _all(section.sections)


def _ways(users: Iterable[tuple[Forms, str]]) -> Iterator[tuple[str, Forms]]:
    """What a template is filled for, with each profile that may have another file of a name that it includes."""
    ways = {(each, forms.folders): forms for forms, each in users}
    yield from ((each, ways[each, folders]) for each, folders in sorted(ways))
