"""What the copies of a loop share cannot read the loop's names: it would show the same, or nothing, in each copy."""

from __future__ import annotations

import pytest

from generator.opc import Package
from generator.text.printer import Printer
from tests.support.charts import chart_package
from tests.support.docx import p, package_of, table
from tests.support.outside import filled, paragraph, with_diagram, with_link

LINK = '<w:p><w:hyperlink r:id="rLink"><w:r><w:t>通知</w:t></w:r></w:hyperlink></w:p>'
ROWS = {"rows": [{"name": "甲"}, {"name": "乙"}], "name": "外", "r": {"name": "外"}, "x": {}}
ADDRESS = "https://a.cn/{{ r.name }}"
FOR, END = p("{%p for r in rows %}"), p("{%p endfor %}")
INLINE = "<w:p><w:r><w:t>{% for r in rows %}</w:t></w:r>%s<w:r><w:t>{% endfor %}</w:t></w:r></w:p>"
SET = p("{%p for evaluation in rows %}") + p("{%p set name = evaluation.name %}")
CELL = table(("{%tr for r in rows %}",), ("甲",), ("{%tr endfor %}",)).replace(
    "甲", "</w:t></w:r></w:p>" + LINK + "<w:p><w:r><w:t>"
)


@pytest.mark.parametrize(
    "body",
    [FOR + LINK + END, CELL, INLINE.replace("%s", LINK[5:-6]), FOR + p("{%p for q in rows %}") + LINK + END + END],
)
def test_an_address_in_a_loop_cannot_read_the_loop_s_names(printer: Printer, body: str) -> None:
    members, (problem,) = filled(printer, with_link(ADDRESS, body), ROWS)
    assert (members, problem.code, problem.place.path) == ({}, "TEMPLATE-TAG", "t.docx!word/document.xml")
    assert problem.message == "{{ r.name }}：链接「通知」在循环里，用不了循环里的「r」"
    assert (problem.place.excerpt, problem.remedy[:6]) == (f"链接「通知」：{ADDRESS}", "循环里的超链")


@pytest.mark.parametrize(
    ("address", "body"),
    [
        ("https://a.cn/{{ name }}", FOR + LINK + END),
        ("https://a.cn/{{ x.r }}", FOR.replace("r in", "q in") + LINK + END),
        (ADDRESS, FOR + p("甲") + END + LINK),
        (ADDRESS, LINK + FOR + END),
        ('https://a.cn/{{ "r" }}', FOR + LINK + END),
    ],
)
def test_an_address_reads_what_is_outside_of_loops(printer: Printer, address: str, body: str) -> None:
    _, problems = filled(printer, with_link(address, body), ROWS | {"x": {"r": "值"}})
    assert problems == []


def test_what_the_program_sets_in_a_loop_is_a_name_of_the_loop(printer: Printer) -> None:
    _, (problem,) = filled(printer, with_link("https://a.cn/{{ name }}", SET + LINK + END), ROWS)
    assert "用不了循环里的「name」" in problem.message


def chart_in_loop(series: str) -> Package:
    package = chart_package(0, series)
    text = package["word/document.xml"].decode()
    start, end = text.index("<w:p"), text.index("</w:p>") + len("</w:p>")
    return package | {"word/document.xml": (text[:start] + FOR + text[start:end] + END + text[end:]).encode()}


def test_a_chart_in_a_loop_is_told_once(printer: Printer) -> None:
    _, problems = filled(printer, chart_in_loop("{{ r.series }}"), ROWS)
    assert [problem.message for problem in problems] == ["图表写在循环 {%p for r in rows %} 里"]


def test_a_smartart_in_a_loop_cannot_read_the_loop_s_names(printer: Printer) -> None:
    package = with_diagram(paragraph("{{ r.name }}"), None, around=(FOR, END))
    _, (problem,) = filled(printer, package, ROWS)
    assert problem.message == "{{ r.name }}：SmartArt在循环里，用不了循环里的「r」"
    assert problem.place.path == "t.docx!word/diagrams/d1.xml"


def test_a_title_in_a_loop_is_that_of_its_chart(printer: Printer) -> None:
    assert filled(printer, package_of(FOR + p("{{ r.name }}") + END), ROWS)[1] == []
