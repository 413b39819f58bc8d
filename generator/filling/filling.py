"""Fills a template with the data of a file, and tells what is missing in the data at its place there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from generator.data.reader import Node
from generator.filling.data import Data
from generator.filling.unread import passed_over
from generator.problems import Place, Problem, Severity, nearest
from generator.word.engine.template import Template

if TYPE_CHECKING:
    from generator.word.engine.naming import Naming, Read

_MOST = 100  # problems of a kind that are told
_MISSING = "：没有名为「"  # in the message about a tag that reads what is not there
_BLANK_REMEDY = "填上它；确实没有的，删去这一项，模板里写 {{ 名称|default('') }}，或者加 --lenient 印成空白"


def fill(template: Template, data: Data, pictures: Path | None = None) -> tuple[bytes | None, list[Problem]]:
    """The document of a template with these data, or None with all problems, in the order of the template.

    Where a name is missing, every other that the template reads in any case and the data lack is told as well, unless
    these are left blank. Nulls that were printed are warned of. `pictures` is the folder of the image files.
    """
    filled = template.filled(data.values, pictures)
    if filled.document is not None:
        warnings = _blanks(template, data, filled.nothing) if filled.nothing else ()
        return filled.document, [*template.notice(filled.blank), *warnings, *passed_over(template, data)]
    naming = template.naming()
    missing: list[Problem] = []
    if not template.lenient and any(_MISSING in problem.message for problem in filled.problems):
        missing = template.placed([*_missing(template, naming, data)])
    told = {(problem.place, problem.message.partition(_MISSING)[0]) for problem in missing}
    others = [
        _with_data(template, naming, data, problem)
        for problem in filled.problems
        if (problem.place, problem.message.partition(_MISSING)[0]) not in told
    ]
    return None, template.placed([*missing, *others])


def _missing(template: Template, naming: Naming, data: Data) -> Iterator[Problem]:
    """TEMPLATE-NAME: each name that the template reads in any case and the data lack."""
    count = 0
    for read in naming.every():
        if read.demanded is None or read.optional or (name := read.path[-1]) is None:
            continue
        holders = data.nodes(read.path[:-1])
        lacking = [node for node in holders if isinstance(node.value, dict) and name not in node.value]
        if not lacking or (count := count + 1) > _MOST:
            continue
        tag = template.compiled.tag(*read.demanded)
        where = f"（{lacking[0].place} 这一项里没有{_others(lacking)}）" if len(read.path) > 1 else ""
        remedy = _hyphened(tag.source, lacking[0]) or nearest(name, lacking[0].keys, _otherwise(tag.source), cutoff=0.5)
        yield Problem("TEMPLATE-NAME", tag.place, f"{tag.source}{_MISSING}{name}」的数据{where}", remedy)


def _otherwise(tag: str) -> str:
    """What to do about a name that a tag reads and the data lack."""
    if re.match(r"\{%\w*\s*(?:el)?if\s", tag):
        return "在数据里补上；可以没有的，写成 {% if 名称 is defined and … %}"
    return "在数据里补上；可以没有的，写成 {{ 名称|default('') }}"


def _hyphened(tag: str, holder: Node) -> str:
    """What to do about a tag that means a name with a hyphen, which there is a minus; empty for any other."""
    found = next((name for name in holder.keys if "-" in name and re.search(rf"\b{re.escape(name)}\b", tag)), "")
    new = found.replace("-", "_")
    return f"标记里「-」是减号：数据和模板里都把「{found}」改成「{new}」" if found else ""


def _others(nodes: list[Node]) -> str:
    return f"，这样的共 {len(nodes)} 项" if len(nodes) > 1 else ""


def _blanks(template: Template, data: Data, nothing: list[tuple[str, int]]) -> Iterator[Problem]:
    """The warnings about nulls that were printed, at their places in the data; at the tag where it reads no data."""
    naming = template.naming()
    told: set[Place] = set()
    for line in dict.fromkeys(nothing):
        source = template.compiled.tag(*line).source
        found = [node for read in naming.at.get(line, ()) for node in data.nodes(read.path) if node.value is None]
        if not found:
            yield template.warning(*line)
        for node in found:
            if node.place not in told and len(told) < _MOST:
                told.add(node.place)
                message = f"这里没有值（null），模板里的 {source} 印成了 None"
                yield Problem("TEMPLATE-NAME", node.place, message, _BLANK_REMEDY, severity=Severity.WARNING)


def _with_data(template: Template, naming: Naming, data: Data, problem: Problem) -> Problem:
    """A problem of a tag, with the place of what it reads in the data, where that is one value."""
    from generator.frozen import replace

    lines = [
        (member, line)
        for (member, line), (source, excerpt) in template.compiled.lines.items()
        if excerpt == problem.place.excerpt and problem.message.startswith(f"{source}：")
    ]
    reads = [read for line in lines for read in naming.at.get(line, ())]
    deepest = max(reads, key=_depth, default=None)
    found = data.nodes(deepest.path) if deepest else []
    return replace(problem, message=f"{problem.message}（数据在 {found[0].place}）") if len(found) == 1 else problem


def _depth(read: Read) -> int:
    return len(read.path)
