"""Compiles a Word template: its parts become Jinja sources, which are compiled once; its charts are bound."""

from __future__ import annotations

import re
from copy import copy

from generator.archive import deflate
from generator.opc import Package, links, member_order
from generator.problems import Place, Problem
from generator.text.balance import is_balanced
from generator.text.faults import NotationError
from generator.text.grammar import Parsed, parse
from generator.text.notation import syntax_advice
from generator.text.sandbox import Environment, Program
from generator.text.translation import program
from generator.word.compiled import Chart, Compiled, Tag
from generator.word.names import DOCUMENT, TEXT, TEXT_PARTS
from generator.word.part import Part
from generator.word.styles import Styles
from generator.word.tags import SERIES

# Jinja's message: No filter named '万'; group 1 is the name.
_NO_FILTER = re.compile(r"No filter named '(.*?)'")
_WORD = re.compile(r"\w+")


def compile_template(
    package: Package, name: str, environment: Environment, inputs: bytes = b""
) -> tuple[Compiled | None, list[Problem]]:
    """The compiled template, or None with every fault of its tags; `name` is for the messages."""
    problems: list[Problem] = []
    programs: dict[str, Program] = {}
    balanced: set[str] = set()
    lines: dict[tuple[str, int], tuple[str, str]] = {}
    charts: list[Chart] = []
    bold = Styles(package).identifiers.get("Strong", "Strong")
    for member, data in package.items():
        if not TEXT_PARTS.fullmatch(member):
            continue
        part = Part(f"{name}!{member}", data, bold)
        source = part.source()
        problems += part.problems
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
            else:
                charts.append(chart)
        lines |= {(member, line): (tag.source, tag.place.excerpt) for line, tag in part.lines.items()}
        if part.lines and not part.problems:
            parsed, faults = _parsed(part, source, environment)
            problems += faults
            if parsed is not None:
                programs[member] = program(parsed)
                balanced |= {member} if is_balanced(parsed.tree, TEXT) else set()
    if problems:
        return None, problems
    members = {member: deflate([package[member]]) for member in member_order(package)}
    words = frozenset(word for source, _ in lines.values() for word in _WORD.findall(source))
    contents = b"instrText" in package[DOCUMENT]
    return Compiled(name, members, programs, frozenset(balanced), lines, tuple(charts), words, contents, inputs), []


def _parsed(part: Part, source: str, environment: Environment) -> tuple[Parsed | None, list[Problem]]:
    """The tree of the source of a part, or its faults: every unknown filter, but only the first of any other kind."""
    problems: list[Problem] = []
    attempt = environment
    unknown: set[str] = set()
    while True:
        try:
            parsed = parse(attempt, source, unknown)
        except NotationError as error:
            message, remedy = syntax_advice(error.message, environment)
            tag = part.lines.get(error.line, Tag("", Place(part.name)))
            problems.append(Problem("TEMPLATE-TAG", tag.place, f"{tag.source}：{message}", remedy))
            filter_name = _NO_FILTER.match(error.message)
            if filter_name is None:
                return None, problems
            unknown.add(filter_name[1])
            attempt = copy(attempt)  # the attempts after the first do not count for other templates
        else:
            return None if problems else parsed, problems


def _chart(package: Package, member: str, identifier: str, tag: Tag) -> Chart | None:
    """The chart that a drawing refers to by a relationship, bound to the series that its tag names."""
    part = next((link.target for link in links(package, member) if link.id == identifier), "")
    workbooks = [link.target for link in links(package, part) if link.type.endswith("/package") and not link.external]
    match = SERIES.fullmatch(tag.source)
    return Chart(member, part, workbooks[0], match[1], tag.source) if workbooks and match else None
