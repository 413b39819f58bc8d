"""Fills a compiled template with figures: one Jinja render, one well-formedness check, one zip."""

from __future__ import annotations

import traceback
from collections.abc import Iterator

from jinja2 import Template
from lxml import etree
from markupsafe import Markup, escape

from generator.contents import fill_contents
from generator.environment import FAULTS, Environment, in_chinese
from generator.namespace import Tree, resolve
from generator.package import DOCUMENT, Package, properties, serialise, write_package
from generator.printer import LimitError, Printer
from generator.problems import Place, Problem
from generator.template import Chart, Compiled, Merges, Tag

_BREAK = Markup('</w:t><w:br/><w:t xml:space="preserve">')


def template_environment(printer: Printer) -> Environment:
    """The environment of templates: every value is escaped for XML, and its line ends become Word's."""

    def printed(value: object) -> Markup:
        if isinstance(value, Markup):
            return value
        return escape(printer.text(value)).replace("\n", _BREAK)

    environment = Environment(printer, printed, autoescape=True, generated=True)
    environment.filters["正文"] = _paragraphs
    return environment


def _paragraphs(value: object) -> list[Tree]:
    if not isinstance(value, list) or not all(isinstance(block, dict) and "runs" in block for block in value):
        raise TypeError("{{p … }} 只能引用正文的段落")
    return value


def render(
    template: Compiled, context: Tree, title: str, author: str, subject: str, provenance: dict[str, str]
) -> tuple[bytes | None, list[Problem]]:
    """The bytes of one document, or None with what the template asks for and the report does not have."""
    package, problems = fill(template, context)
    if package is None:
        return None, problems
    return write_package(package | properties(title, author, subject, provenance)), []


def fill(template: Compiled, context: Tree) -> tuple[Package | None, list[Problem]]:
    """The parts of one document with everything filled in but its properties, or None with the problems."""
    names = context | {"_merge": Merges()}
    package: Package = {}
    roots: dict[str, etree._Element] = {}
    for name, member in template.members.items():
        if not isinstance(member, Template):
            package[name] = member
            continue
        environment = member.environment
        assert isinstance(environment, Environment)
        environment.begin(part=bool(roots))
        try:
            package[name] = member.render(names).encode()
        except FAULTS as error:
            return None, [_fault(template, name, error)]
        try:
            roots[name] = etree.fromstring(package[name])
        except etree.XMLSyntaxError:
            message = "填好的内容不是完整的 XML"
            place = Place(f"{template.name}!{name}")
            return None, [Problem("RENDER-XML", place, message, "检查模板里成对的标记是否跨越了段落、表格或单元格")]
    problems = [problem for chart in template.charts for problem in _draw(chart, context, package)]
    if DOCUMENT in roots and (changed := fill_contents(roots[DOCUMENT], package)):
        package |= changed | {DOCUMENT: serialise(roots[DOCUMENT])}
    return (None if problems else package), problems


def _draw(chart: Chart, context: Tree, package: Package) -> Iterator[Problem]:
    """Puts a chart's series into its part and its workbook; an empty series would be a blank, so it is a problem."""
    from generator.charts import draw, is_empty

    series = resolve(context, chart.series)
    assert isinstance(series, dict)
    if is_empty(series):
        message = f"图「{series['title']}」没有数可画"
        yield Problem("CHART-EMPTY", chart.tag.place, message, "填写它所画的金额；没有这类数据的，从模板里删去这张图")
    else:
        package[chart.part], package[chart.workbook] = draw(package[chart.part], series, chart.printer)


def _fault(template: Compiled, member: str, error: Exception) -> Problem:
    """The problem of a tag that cannot be printed, found by the line that Jinja was at."""
    lines = [frame.lineno or 0 for frame in traceback.extract_tb(error.__traceback__) if frame.filename == "<template>"]
    before = [line for part, line in template.tags if part == member and line <= (lines[-1] if lines else 0)]
    tag = template.tags.get((member, max(before, default=0)), Tag("", Place(f"{template.name}!{member}")))
    code, remedy = "TEMPLATE-NAME", "核对标记里的名称和印法"
    if isinstance(error, LimitError):
        code, remedy = "TEMPLATE-TAG", "减少循环里的循环；内容确实这么多的，分成几份文档"
    return Problem(code, tag.place, f"{tag.source}：{in_chinese(error)}", remedy)
