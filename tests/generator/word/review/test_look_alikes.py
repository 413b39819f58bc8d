"""Look-alikes wherever people put tags: nothing of them is printed, each is told once with the right form beside."""

from __future__ import annotations

import pytest

from generator.opc import Link, Package, with_links
from generator.problems import Problem
from generator.text.printer import Printer
from generator.word.compiler import compile_template
from generator.word.names import DOCUMENT
from generator.word.package import read_package
from generator.word.render import template_environment
from generator.word.review.look_alikes import review_part
from tests.support.charts import chart_package, chart_part
from tests.support.docx import p, package_of, table
from tests.support.paths import PROJECT

BOX = '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" id="a" alt="{}"><v:textbox><w:txbxContent>{}'
BOX += "</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def faults(printer: Printer, package: Package) -> list[Problem]:
    compiled, problems = compile_template(
        package, "t.docx", template_environment(printer), names=lambda: {"unit", "year"}
    )
    assert (compiled is None) == bool(problems)
    return problems


def one(printer: Printer, package: Package) -> tuple[str, str, str]:
    """The part of the only problem, its text, and what to write."""
    (problem,) = faults(printer, package)
    assert problem.code == "TEMPLATE-TAG"
    return problem.place.path.partition("!")[2], problem.place.excerpt, problem.remedy


@pytest.mark.parametrize("text", ["｛｛ unit ｝｝", "{ unit }", "{ { unit } }", "{{{ unit }}}"])
def test_a_look_alike_is_told_wherever_it_is_cut(printer: Printer, text: str) -> None:
    for cut in range(1, len(text)):
        package = package_of(p("甲" + text[:cut], text[cut:] + "乙") + p("{{ year }}"))
        assert one(printer, package) == (DOCUMENT, f"甲{text}乙", one(printer, package)[2])
        assert "{{ unit }}" in one(printer, package)[2]


def test_a_look_alike_in_a_text_box_and_in_its_description_is_told(printer: Printer) -> None:
    assert one(printer, package_of(BOX.format("图", p("｛｛ unit ｝｝"))))[:2] == (DOCUMENT, "｛｛ unit ｝｝")
    assert one(printer, package_of(BOX.format("｛｛ unit ｝｝", p("甲"))))[:2] == (DOCUMENT, "｛｛ unit ｝｝")
    both = package_of(BOX.format("图", p("{ unit }")) * 2)  # as Choice and Fallback hold the same text
    assert len(set(faults(printer, both))) == 1


def test_a_look_alike_in_a_header_is_told(printer: Printer) -> None:
    package, _ = read_package(PROJECT / "templates" / "national" / "report.docx", "t.docx")
    assert package is not None
    member = next(name for name in package if name.startswith("word/footer"))
    package |= {member: package[member].replace(b"</w:p>", "<w:r><w:t>｛｛ unit ｝｝</w:t></w:r></w:p>".encode(), 1)}
    assert one(printer, package)[::2] == (member, "写成 {{ unit }}")


def test_a_look_alike_in_a_chart_is_told_in_its_title_and_its_description(printer: Printer) -> None:
    package = chart_package()
    part = chart_part(package)
    title = (
        '<c:title><c:tx><c:rich><a:p xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:r><a:t>｛｛ '
    )
    title += "year</a:t></a:r><a:r><a:t> ｝｝年</a:t></a:r></a:p></c:rich></c:tx></c:title>"
    package[part] = package[part].replace(b"<c:chart>", b"<c:chart>" + title.encode(), 1)
    assert one(printer, package) == (part, "｛｛ year ｝｝年", "写成 {{ year }}")
    assert one(printer, chart_package(text="｛｛ accounts.series.totals ｝｝")) == (
        DOCUMENT,
        "｛｛ accounts.series.totals ｝｝",
        "写成 {{ accounts.series.totals }}",
    )


def test_a_look_alike_in_an_address_and_in_a_property_is_told(printer: Printer) -> None:
    link = Link("rId99", HYPERLINK, "https://a.gov.cn/%EF%BD%9B%EF%BD%9B%20year%20%EF%BD%9D%EF%BD%9D", external=True)
    assert one(printer, with_links(package_of(p("甲")), DOCUMENT, [link]))[1] == "https://a.gov.cn/｛｛ year ｝｝"
    package = package_of(p("甲")) | {"docProps/core.xml": "<a><title>{ unit }总结</title></a>".encode()}
    assert one(printer, package) == ("docProps/core.xml", "{ unit }总结", "写成 {{ unit }}")


def test_names_of_loops_are_known_in_single_braces(printer: Printer) -> None:
    rows = table(("{%tr for 甲 in rows %}",), ("{ 甲.name }",), ("{%tr endfor %}",))
    assert one(printer, package_of(rows))[1] == "{ 甲.name }"
    assert faults(printer, package_of(table(("{ 甲.name }",)))) == []


def test_what_is_meant_is_read_on_so_that_nothing_else_is_blamed(printer: Printer) -> None:
    source = p("{％p if unit ％}") + p("甲") + p("{%p endif %}") + p("{%p for x in rows") + p("乙") + p("{%p endfor %}")
    assert [problem.place.excerpt for problem in faults(printer, package_of(source))] == [
        "{％p if unit ％}",
        "{%p for x in rows",
    ]


def test_a_fault_beside_a_look_alike_shows_the_paragraph_as_it_stands(printer: Printer) -> None:
    found = faults(printer, package_of(p("｛｛ unit ｝｝{{ year|万 }}")))
    assert [(problem.place.excerpt, problem.message.partition("：")[2][:4]) for problem in found] == [
        ("｛｛ unit ｝｝{{ year|万 }}", ""),
        ("｛｛ unit ｝｝{{ year|万 }}", "没有名为"),
    ]


def test_a_part_without_look_alikes_is_the_same_bytes() -> None:
    data = package_of(p("{{ unit }}{1, 2}") + p("{%p if a %}") + p("{%p endif %}"))[DOCUMENT]
    assert review_part("t.docx", data, (), frozenset).data is data
