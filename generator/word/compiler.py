"""Compiles a Word template: its parts become Jinja sources, which are compiled once; its charts are bound."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from generator.archive import deflate
from generator.opc import Package, links, member_order
from generator.problems import Place, Problem
from generator.text.balance import is_balanced
from generator.text.faults import NotationError
from generator.text.grammar import Parsed, given_names, parse
from generator.text.lookalikes import Names
from generator.text.notation import syntax_advice
from generator.text.sandbox import Environment, Program
from generator.text.translation import program
from generator.word.binding.notes import without_comments
from generator.word.compiled import Chart, Compiled, Tag
from generator.word.names import DOCUMENT, TEXT, TEXT_PARTS
from generator.word.outside.diagrams import without_stale_drawings
from generator.word.outside.loops import shared_in_loops
from generator.word.outside.parts import OutsidePart, outside_parts
from generator.word.part import Part
from generator.word.review.look_alikes import Reviewed, other_look_alikes, review_part
from generator.word.review.tag_faults import tag_faults
from generator.word.structure.finishing import finishing, with_unique_ids
from generator.word.styles import Styles
from generator.word.tags import SERIES

if TYPE_CHECKING:
    from jinja2 import nodes

_HALF = "没有成对"  # in the messages about half a tag, which looks like one
_WORD = re.compile(r"\w+")


def compile_template(
    package: Package,
    name: str,
    environment: Environment,
    inputs: bytes = b"",
    names: Names = frozenset,
    trees: list[tuple[str, nodes.Template]] | None = None,
) -> tuple[Compiled | None, list[Problem]]:
    """The compiled template, or None with every fault of its tags; `name` is for the messages.

    `names` gives the names that tags can begin with, by which single braces are known to be meant for a tag. The tree
    of each part is added to `trees`, with its member.
    """
    problems: list[Problem] = []
    parsed_parts = [] if trees is None else trees
    programs: dict[str, Program] = {}
    balanced: set[str] = set()
    lines: dict[tuple[str, int], tuple[str, str]] = {}
    charts: list[Chart] = []
    package = with_unique_ids(without_comments(package))
    to_finish: dict[str, frozenset[str]] = {}
    governed: dict[str, frozenset[str]] = {}
    settled: Package = {}
    bold = Styles(package).identifiers.get("Strong", "Strong")
    package = without_stale_drawings(package)
    outside = [*outside_parts(package, name)]
    problems += [shared.problem for shared in shared_in_loops(package, name, outside)]
    for member, data in package.items():
        if not TEXT_PARTS.fullmatch(member):
            continue
        reviewed = review_part(f"{name}!{member}", data, environment.notation, names)
        part = Part(f"{name}!{member}", reviewed.data, bold, environment.printer.drawn)
        source = part.source()
        problems += [*reviewed.problems, *map(reviewed.as_written, part.problems)]
        to_finish |= {} if part.faults is None else {member: part.faults}
        governed[member] = part.governed
        for identifier, tag in part.charts.items():
            # Brings a writer of workbooks, which most templates do not need.
            from generator.word.charts import undrawable

            chart = _chart(package, member, identifier, tag)
            if chart is None:
                message, remedy = "图表没有内嵌的数据表", "在 Word 里用「插入—图表」重做"
                problems.append(Problem("TEMPLATE-CHART", tag.place, message, remedy))
            elif message := undrawable(package[chart.part]):
                remedy = "在 Word 里用「插入—图表」重做，选柱形图、折线图或者饼图，至少留一个系列"
                problems.append(Problem("TEMPLATE-CHART", tag.place, message, remedy))
            elif any(other.part == chart.part and other.series != chart.series for other in charts):
                message, remedy = "这张图在别处画的是另一组数据", "在 Word 里另做一张图"
                problems.append(Problem("TEMPLATE-CHART", tag.place, message, remedy))
            else:
                charts.append(chart)
        lines |= {(member, line): (tag.source, tag.place.excerpt) for line, tag in part.lines.items()}
        parsed, faults = _parsed(part, source, environment, reviewed, names)
        problems += faults
        if parsed is not None:
            programs[member] = program(parsed)
            parsed_parts.append((member, parsed.tree))
            balanced |= {member} if is_balanced(parsed.tree, TEXT) else set()
        elif part.settled:
            settled[member] = source.encode()
    alike = [*other_look_alikes(package, name, environment.notation, names)]
    halves = {problem.place.path for problem in alike if _HALF in problem.message}
    for beside in outside:
        parsed, faults = _parsed_outside(beside, environment)
        problems += [fault for fault in faults if _HALF not in fault.message or fault.place.path not in halves]
        lines |= {(beside.member, line): (tag.source, tag.place.excerpt) for line, tag in beside.lines.items()}
        if parsed is not None:
            programs[beside.member] = program(parsed)
            parsed_parts.append((beside.member, parsed.tree))
    problems += alike
    if problems:
        return None, problems
    package = package | settled
    members = {member: deflate([package[member]]) for member in member_order(package)}
    words = frozenset(word for source, _ in lines.values() for word in _WORD.findall(source))
    contents = b"instrText" in package[DOCUMENT]
    printed = (programs, frozenset(balanced), lines, tuple(charts))
    return Compiled(name, members, *printed, words, contents, inputs, finishing(package, to_finish, governed)), []


def _parsed(
    part: Part, source: str, environment: Environment, reviewed: Reviewed, names: Names
) -> tuple[Parsed | None, list[Problem]]:
    """The tree of the source of a part, if it has tags, or the faults of their notation, as far as they are its own."""
    whole: list[Problem] = []
    if not (reviewed.problems or part.problems):
        parsed, whole = _tree(part, source, environment)
        if parsed is not None and (hidden := [*_hidden(part, parsed, names)]):
            return None, hidden
        if not whole:
            return parsed, []
    return None, tag_faults(reviewed.tags(part.name), environment) or whole


def _hidden(part: Part, parsed: Parsed, names: Names) -> Iterator[Problem]:
    """Each `set` that gives a value of the template's own to a name of the data, which has one home."""
    if parsed.whole:
        for name, line in given_names(parsed.tree):
            if name in names():
                tag = part.lines.get(line, Tag("", Place(part.name)))
                message = f"{tag.source}：「{name}」已经是数据的名称，set 不能用它"
                yield Problem("TEMPLATE-TAG", tag.place, message, "另取一个名称")


def _parsed_outside(part: OutsidePart, environment: Environment) -> tuple[Parsed | None, list[Problem]]:
    """The tree of the source of a part without paragraphs, if it has tags, or its faults."""
    tags = [Tag(tag.source, Place(part.name, excerpt=tag.excerpt)) for tag in part.tags()]
    source = part.source()
    if part.problems:
        return None, part.problems
    parsed, whole = _tree(part, source, environment)
    return parsed, (tag_faults(tags, environment) or whole) if whole else []


def _tree(part: Part | OutsidePart, source: str, environment: Environment) -> tuple[Parsed | None, list[Problem]]:
    """The tree of a source, None for one without tags, or the first fault of its notation."""
    try:
        return (parse(environment, source) if part.lines else None), []
    except NotationError as error:
        message, remedy = syntax_advice(error.message, environment)
        tag = part.lines.get(error.line, Tag("", Place(part.name)))
        return None, [Problem("TEMPLATE-TAG", tag.place, f"{tag.source}：{message}", remedy)]


def _chart(package: Package, member: str, identifier: str, tag: Tag) -> Chart | None:
    """The chart that a drawing refers to by a relationship, bound to the series that its tag names."""
    part = next((link.target for link in links(package, member) if link.id == identifier), "")
    workbooks = [link.target for link in links(package, part) if link.type.endswith("/package") and not link.external]
    match = SERIES.fullmatch(tag.source)
    return Chart(member, part, workbooks[0], match[1], tag.source) if workbooks and match else None
