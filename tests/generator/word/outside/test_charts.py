"""Tags in a chart: its titles and labels, and the texts that it keeps of its workbook's cells."""

from __future__ import annotations

import pytest
from lxml import etree

from generator.opc import Link, Package, with_links, with_part
from generator.text.printer import Printer
from generator.word.names import DOCUMENT, A, C
from tests.support.charts import COLUMNS, chart_package, chart_part, series, titled
from tests.support.docx import package_of
from tests.support.outside import OFFICE, filled, paragraph

SHOWN = {"x": series(["甲", "乙"], ("金额", ["1万元", "2万元"])), "year": 2023, "unit": "A & B"}
RICH = f"<c:tx><c:rich><a:bodyPr/>{paragraph('{{ ye', 'ar }}', '年{{ unit }}收入')}</c:rich></c:tx>"
TITLE = f"<c:title>{RICH}<c:overlay val='0'/></c:title>"
CELL = (
    '<c:tx><c:strRef><c:f>Sheet1!$A$1</c:f><c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{{ year }}年</c:v></c:pt>'
    "</c:strCache></c:strRef></c:tx>"
)
FORMAT = '<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="900"/></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'


def with_text(old: str, new: str, alternative: str = "{{ x }}") -> Package:
    """A document with columns of a series, of whose chart one text is another."""
    package = chart_package(COLUMNS, alternative)
    part = chart_part(package)
    text = package[part].decode()
    assert old in text
    return package | {part: text.replace(old, new, 1).encode()}


def chart_of(printer: Printer, package: Package) -> etree._Element:
    members, problems = filled(printer, package, SHOWN)
    assert problems == []
    return etree.fromstring(members[chart_part(package)])


def text_of(element: etree._Element, path: str) -> list[str]:
    return ["".join(text.text or "" for text in found.iter(f"{A}t")) for found in element.iterfind(path)]


def test_a_title_is_filled_however_word_cut_it_and_the_figures_are_drawn(printer: Printer) -> None:
    chart = chart_of(printer, with_text("<c:chart>", f"<c:chart>{TITLE}"))
    assert text_of(chart, f"{C}chart/{C}title") == ["2023年A & B收入"]
    assert [value.text for value in chart.iterfind(f".//{C}val//{C}v")] == ["1.00", "2.00"]


def test_the_title_of_an_axis_and_a_label_are_filled(printer: Printer) -> None:
    chart = chart_of(printer, with_text('<c:axPos val="b"/>', f'<c:axPos val="b"/>{TITLE}'))
    assert text_of(chart, f".//{C}catAx/{C}title") == ["2023年A & B收入"]
    label = f'<c:dLbls><c:dLbl><c:idx val="0"/>{RICH}<c:showVal val="1"/></c:dLbl>'
    chart = chart_of(printer, with_text("<c:dLbls>", label))
    assert text_of(chart, f".//{C}dLbl") == ["2023年A & B收入"]


def test_a_title_that_comes_from_a_cell_becomes_the_chart_s_own_in_its_format(printer: Printer) -> None:
    title = f"<c:title>{CELL}<c:overlay val='0'/>{FORMAT}</c:title>"
    chart = chart_of(printer, with_text("<c:chart>", f"<c:chart>{title}"))
    (found,) = chart.iterfind(f"{C}chart/{C}title")
    assert [etree.QName(child).localname for child in found] == ["tx", "overlay"]
    assert text_of(chart, f"{C}chart/{C}title/{C}tx/{C}rich/{A}p") == ["2023年"]
    assert [etree.QName(child).localname for child in next(found.iter(f"{A}p"))] == ["pPr", "r", "endParaRPr"]


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("2020年度", "{{ year }}年", f".//{C}ser/{C}tx/{C}v"),
        ("收入总计", "{{ year }}年", f".//{C}ser/{C}cat/{C}strLit/{C}pt/{C}v"),
    ],
)
def test_texts_of_cells_are_filled_where_no_figures_are_drawn(printer: Printer, old: str, new: str, path: str) -> None:
    chart = chart_of(printer, with_text(old, new, "装饰"))
    assert next(value.text for value in chart.iterfind(path)) == "2023年"


@pytest.mark.parametrize(
    ("tag", "message", "code"),
    [
        ("{% if year %}a{% endif %}", "图表标题里用不了 {% if year %}", "TEMPLATE-TAG"),
        ("{%p for a in b %}", "图表标题里用不了 {%p for a in b %}", "TEMPLATE-TAG"),
        ("{{ yaer }}", "{{ yaer }}：没有名为「yaer」的数据", "TEMPLATE-NAME"),
    ],
)
def test_a_fault_in_a_title_is_told_with_its_place(printer: Printer, tag: str, message: str, code: str) -> None:
    title = TITLE.replace("{{ ye", tag).replace("ar }}", "")
    package = with_text("<c:chart>", f"<c:chart>{title}")
    _, (problem,) = filled(printer, package, SHOWN)
    assert (problem.code, problem.message) == (code, message)
    assert problem.place.path == f"t.docx!{chart_part(package)}"
    assert problem.place.excerpt == f"图表标题：{tag}年{{{{ unit }}}}收入"


def test_half_a_tag_in_a_title_is_told_once(printer: Printer) -> None:
    _, problems = filled(printer, titled("{{ year"), SHOWN)
    assert [problem.message for problem in problems] == ["「{{」没有成对：{{ year"]


def test_a_chart_without_tags_keeps_the_text_of_its_cells() -> None:
    package = chart_package()
    assert b"{" not in package[chart_part(package)] and b"{{ x }}" in package[DOCUMENT]


def test_a_text_box_within_a_chart_is_filled(printer: Printer) -> None:
    package = chart_package(COLUMNS)
    shapes = (
        f'<c:userShapes xmlns:c="{C[1:-1]}" xmlns:a="{A[1:-1]}" xmlns:cdr="urn:cdr"><cdr:sp><cdr:txBody>'
        f"{paragraph('{{ un', 'it }}')}</cdr:txBody></cdr:sp></c:userShapes>"
    )
    kind = "application/vnd.openxmlformats-officedocument.drawingml.chartshapes+xml"
    package = with_part(package, "word/drawings/drawing1.xml", shapes.encode(), kind)
    below = Link("rShapes", f"{OFFICE}/chartUserShapes", "word/drawings/drawing1.xml", external=False)
    members, problems = filled(printer, with_links(package, chart_part(package), [below]), SHOWN)
    assert problems == []
    assert text_of(etree.fromstring(members["word/drawings/drawing1.xml"]), f".//{A}p") == ["A & B"]


def test_a_text_of_a_drawing_in_the_document_is_filled(printer: Printer) -> None:
    canvas = f'<w:p><w:r><w:drawing xmlns:a="{A[1:-1]}"><a:txBody>{paragraph("{{ un", "it }}")}</a:txBody></w:drawing></w:r></w:p>'
    members, problems = filled(printer, package_of(canvas), SHOWN)
    assert problems == []
    assert text_of(etree.fromstring(members[DOCUMENT]), f".//{A}p") == ["A & B"]
