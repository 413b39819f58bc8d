from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from pathlib import Path

import pytest
from lxml import etree

from generator.opc import Link, Package, links, serialise, with_links
from generator.reports.documents import make_documents
from generator.reports.load import load
from generator.reports.workspace import Workspace
from generator.word.lines import DocumentCell, DocumentLine, read_lines
from generator.word.names import DOCUMENT, STYLES
from generator.word.package import parse_package, read_package
from generator.word.textconv import lay_out, text_form
from tests.support.charts import chart_package, chart_part
from tests.support.docx import p, package_of, table
from tests.support.office import saved_by_libreoffice
from tests.support.paths import PROJECT
from tests.support.reports import made

MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
WP = 'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
PIC = 'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
VML = 'xmlns:v="urn:schemas-microsoft-com:vml"'
BEGIN, SEPARATE, END = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))


def lines_of(body: str) -> list[DocumentLine]:
    """The lines of a document with this body; the house template's footers are left out."""
    return [line for line in read_lines(package_of(body)) if "footer" not in line.part]


def texts_of(body: str) -> list[str]:
    return [line.text for line in lines_of(body)]


def run(inner: str) -> str:
    return f"<w:r>{inner}</w:r>"


def t(text: str) -> str:
    return run(f'<w:t xml:space="preserve">{text}</w:t>')


def field(instruction: str, result: str) -> str:
    return f"{BEGIN}{run(f'<w:instrText>{instruction}</w:instrText>')}{SEPARATE}{result}{END}"


def cell(inner: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def grid(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def sdt(inner: str) -> str:
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>"


def test_a_paragraph_is_a_line_and_an_empty_one_is_none() -> None:
    lines = lines_of(p("甲", "乙") + p("") + p("  ") + p(" 丙  丁 "))
    assert lines == [
        DocumentLine(DOCUMENT, (DocumentCell("甲乙", 0, 1),), False, 0, 0),
        DocumentLine(DOCUMENT, (DocumentCell("丙  丁", 0, 1),), False, 0, 0),
    ]


def test_a_row_is_a_line_of_cells_under_the_number_of_its_table() -> None:
    lines = lines_of(table(("甲", "乙"), ("", "")) + p("中") + table(("丙",)))
    assert [(line.text, line.in_table, line.table) for line in lines] == [
        ("甲 │ 乙", True, 1),
        (" │ ", True, 1),
        ("中", False, 0),
        ("丙", True, 2),
    ]


def test_tabs_breaks_hyphens_and_symbols_are_text() -> None:
    inner = t("甲") + run("<w:tab/>") + t("乙") + run("<w:br/>") + t("丙") + run("<w:noBreakHyphen/>")
    symbol = '<w:sym w:font="Wingdings" w:char="2611"/><w:sym w:char="D800"/>'
    tabs = "<w:pPr><w:tabs><w:tab w:val='left' w:pos='100'/></w:tabs></w:pPr>"
    assert texts_of(f"<w:p>{tabs}{inner}{run(symbol)}</w:p>") == ["甲 乙\n丙\u2011☑\ufffd"]


def test_tags_of_templates_stand_as_text() -> None:
    package, problems = read_package(PROJECT / "templates" / "national" / "report.docx", "report.docx")
    assert package is not None, problems
    text = text_form(package)
    assert "\n{%p for section in outline %}\n" in text
    assert "\n# {{ section.heading }}\n" in text
    assert "\n{{ loop.index }} │ {{ item.name }}  │ {{ item.actual|元数 }}\n" in text


@pytest.mark.parametrize(
    "instruction", ["PAGE", " PAGE \\* MERGEFORMAT", "PAGEREF _Toc1 \\h", "NUMPAGES", "date", "TIME"]
)
def test_results_that_change_on_opening_are_left_out(instruction: str) -> None:
    simple = f'<w:fldSimple w:instr="{instruction}">{t("7")}</w:fldSimple>'
    nested = field(instruction, field("QUOTE 1", t("8")))
    assert texts_of(f"<w:p>{t('第')}{simple}{nested}{t('页')}</w:p>") == ["第页"]


def test_other_results_stay_even_where_they_span_paragraphs() -> None:
    number = field("PAGEREF _Toc1", t("3"))
    link = f"<w:hyperlink>{t('一、概况')}{run('<w:tab/>')}{number}</w:hyperlink>"
    begin = BEGIN + run("<w:instrText>TO</w:instrText>") + run("<w:instrText>C \\o</w:instrText>") + SEPARATE
    contents = f"<w:p>{begin}{link}</w:p>{p('二、收入')}<w:p>{END}</w:p>"
    title = f'<w:p><w:fldSimple w:instr="TITLE">{t("标题")}</w:fldSimple></w:p>'
    assert texts_of(contents + title) == ["一、概况", "二、收入", "标题"]


def test_a_field_that_never_ends_hides_nothing_below_its_paragraph() -> None:
    page = run("<w:instrText>PAGE</w:instrText>")
    assert texts_of(f"<w:p>{t('甲')}{BEGIN}{page}{SEPARATE}{t('1')}</w:p>{p('乙')}") == ["甲", "乙"]
    assert texts_of(f"<w:p>{END}{SEPARATE}{page}{t('丙')}</w:p>") == ["丙"]


def test_tracked_changes_read_as_if_accepted() -> None:
    deleted = f"<w:del>{run('<w:delText>旧</w:delText>')}</w:del><w:moveFrom>{t('移走')}</w:moveFrom>"
    inserted = f"<w:ins>{t('新')}</w:ins><w:moveTo>{t('移来')}</w:moveTo>"
    assert texts_of(f"<w:p>{deleted}{inserted}</w:p>") == ["新移来"]
    assert texts_of(grid(row(cell(p("旧行")), properties="<w:del/>"), row(cell(p("新行"))))) == ["新行"]


def test_a_text_box_is_read_once_and_after_its_anchor() -> None:
    box = f"<w:txbxContent>{p('框一')}{table(('框', '表'))}</w:txbxContent>"
    both = (
        f"<mc:AlternateContent {MC}><mc:Choice Requires='wps'>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    )
    lines = lines_of(f"<w:p>{t('前')}{run(both)}{t('后')}</w:p>")
    assert [(line.text, line.in_table) for line in lines] == [("前后", False), ("框一", False), ("框 │ 表", True)]


def test_wrappers_are_walked_through() -> None:
    wrapped = f"<w:p>{sdt(t('甲'))}<w:smartTag><w:customXml>{t('乙')}</w:customXml></w:smartTag></w:p>"
    rows = grid(sdt(row(sdt(cell(sdt(p("丙")))))))
    assert texts_of(sdt(wrapped) + f"<w:customXml>{rows}</w:customXml>") == ["甲乙", "丙"]


def test_pictures_and_watermarks_stand_as_their_alternative_text() -> None:
    def picture(name: str) -> str:
        return run(f"<w:drawing><wp:docPr {WP} {name}/><pic:pic {PIC}/></w:drawing>")

    old = run(f'<w:pict><v:shape {VML} alt="旧图"><v:imagedata/></v:shape></w:pict>')
    watermark = run(f'<w:pict><v:shape {VML}><v:textpath string="草稿"/></v:shape></w:pict>')
    inner = picture('name="图1" descr="校园"') + picture('name="图2"') + old + watermark
    assert texts_of(f"<w:p>{inner}</w:p>") == ["[图：校园][图：图2][图：旧图]草稿"]


def test_the_values_of_a_chart_follow_the_paragraph_or_table_that_shows_it() -> None:
    package = chart_package(text="收支")
    part = chart_part(package)
    lines = read_lines(package)
    assert [line.text for line in lines[:2]] == ["[图：收支]", " │ 2020年度 │ 2021年度"]
    assert {(line.part, line.in_table) for line in lines[1:4]} == {(part, True)}
    root = etree.fromstring(package[DOCUMENT])
    paragraph = etree.tostring(root[0][0], encoding="unicode")
    inside = package_of(grid(row(cell(paragraph)), row(cell(p("末行")))))
    link = next(link for link in links(package, DOCUMENT) if link.target == part)
    inside = with_links(inside, DOCUMENT, [link]) | {part: package[part]}
    assert [line.text for line in read_lines(inside)][:3] == ["[图：收支]", "末行", " │ 2020年度 │ 2021年度"]


def test_a_changed_chart_value_shows_and_another_spelling_of_it_does_not() -> None:
    package = chart_package()
    part = chart_part(package)
    root = etree.fromstring(package[part])
    value = next(value for value in root.iter("{*}v") if value.getparent().getparent().tag.endswith("numCache"))  # type: ignore[union-attr]

    def values(text: str) -> list[str]:
        value.text = text
        return [line.text for line in read_lines(package | {part: serialise(root)}) if line.part == part]

    assert values("88.50") == values("88.5") == values("88.49999999999999999")
    assert values("88.50") != values("88.51")
    assert "无" in values("无")[1]


def test_headings_have_the_level_of_their_paragraph_or_style() -> None:
    def heading(style: str, own: str = "") -> str:
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{own}</w:pPr>{t("题")}</w:p>'

    styles = """<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
        <w:style w:styleId="a"><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
        <w:style w:styleId="b"><w:basedOn w:val="a"/></w:style>
        <w:style w:styleId="c"><w:basedOn w:val="d"/></w:style>
        <w:style w:styleId="d"><w:basedOn w:val="c"/></w:style></w:styles>"""
    body = heading("a") + heading("b") + heading("c") + heading("none")
    body += heading("b", '<w:outlineLvl w:val="0"/>') + heading("b", '<w:outlineLvl w:val="9"/>')
    package = package_of(body) | {STYLES: styles.encode()}
    assert [line.level for line in read_lines(package)][:6] == [2, 2, 0, 0, 1, 0]
    assert text_form(package).startswith("## 题\n## 题\n题\n题\n# 题\n题\n")
    del package[STYLES]
    assert read_lines(package)[0].level == 0


def test_a_cell_that_continues_a_merge_has_no_text() -> None:
    restart, on, across = '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:hMerge w:val="continue"/>'
    lines = lines_of(
        grid(
            row(cell(p("合"), restart), cell(p("甲"))),
            row(cell(p("看不见"), on), cell(p("乙"))),
            row(cell(p("通栏"), '<w:hMerge w:val="restart"/>'), cell(p("看不见"), across)),
            row(cell(p("无头"), on), cell(p("丙"), '<w:gridSpan w:val="3"/>')),
            row(cell(p("缩进")), properties='<w:gridBefore w:val="1"/>'),
        )
    )
    assert [line.cells for line in lines] == [
        (DocumentCell("合", 0, 1), DocumentCell("甲", 1, 1)),
        (DocumentCell("", 0, 1), DocumentCell("乙", 1, 1)),
        (DocumentCell("通栏", 0, 2),),
        (DocumentCell("无头", 0, 1), DocumentCell("丙", 1, 3)),
        (DocumentCell("缩进", 1, 1),),
    ]


def test_a_nested_table_is_flattened_into_its_cell() -> None:
    lines = lines_of(
        grid(row(cell(p("前") + table(("甲", "乙"), ("", "丙")) + p("后")), cell(p("丁")))) + table(("戊",))
    )
    assert [(line.text, line.in_table) for line in lines] == [("前\n甲 / 乙\n丙\n后 │ 丁", True), ("戊", True)]


@pytest.mark.parametrize(
    "body",
    [
        "<w:tbl/>",
        "<w:tbl><w:tr/></w:tbl>",
        "<!-- c --><?pi?><w:p><!-- c --></w:p>",
        f"<mc:AlternateContent {MC}/>",
        "<w:p><w:r><w:drawing/><w:pict/></w:r></w:p>",
        '<w:p><w:pPr><w:pStyle/><w:outlineLvl w:val="x"/></w:pPr></w:p>',
        '<w:p><w:r><w:fldChar/><w:instrText/></w:r><w:fldSimple w:instr="PAGE"/></w:p>',
        "<w:txbxContent/><w:sdt/>",
    ],
)
def test_odd_structures_do_no_harm(body: str) -> None:
    assert texts_of(body + p("甲")) == ["甲"]


def test_odd_cells_and_spans_do_no_harm() -> None:
    wide = cell("", '<w:gridSpan w:val="99999999999"/><w:vMerge/>') + cell(p("甲"), '<w:gridSpan w:val="-2"/>')
    (line,) = lines_of(grid(row("<w:tc/>", wide)))
    assert [cell.text for cell in line.cells] == ["", "", "甲"]
    assert lay_out([line]) == [["         │          │ 甲"]]


def test_a_chart_that_leads_nowhere_does_no_harm() -> None:
    package = chart_package(text="图")
    assert [line.text for line in read_lines(package | {chart_part(package): b"<a/>"})][:2] == ["[图：图]", "—  —"]
    del package[chart_part(package)]
    assert read_lines(package)[0].text == "[图：图]"


def test_other_parts_follow_the_document_each_text_once() -> None:
    def part(name: str, text: str) -> dict[str, bytes]:
        root = name.split("/")[-1].split(".")[0].rstrip("0123456789")
        inner = f'<w:{root} xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{p(text)}</w:{root}>'
        return {name: inner.encode()}

    package = package_of(p("正文"))
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    added = ["footnotes.xml", "header10.xml", "header9.xml", "header11.xml", "endnotes.xml"]
    for number, name in enumerate(added):
        found = Link(f"x{number}", f"{kind}/{name.split('.')[0].rstrip('0123456789')}", f"word/{name}", external=False)
        package = with_links(package, DOCUMENT, [found])
    for name, text in zip(added, ["脚注文", "乙", "甲", "乙"], strict=False):
        package |= part(f"word/{name}", text)
    assert [key for key, _ in groupby(read_lines(package), key=lambda line: line.part)] == [
        DOCUMENT,
        "word/header9.xml",
        "word/header10.xml",
        "word/footer1.xml",
        "word/footnotes.xml",
    ]
    assert text_form(package).startswith(
        "正文\n\n—— 页眉 word/header9.xml ——\n甲\n\n—— 页眉 word/header10.xml ——\n乙\n\n"
    )


def test_the_text_of_a_whole_volume_is_found() -> None:
    workspace = Workspace(PROJECT)
    files, problems = make_documents(workspace, load(workspace, "qiaokou", "2021"))
    assert problems == []
    text = text_form(package_from(files["full.docx"]))
    assert "\n## 一、部门主要职能\n" in text
    assert "\n功能分类科目编码               │ 科目名称 " in text
    assert "\n类       │ 款       │ 项       │ 栏次 " in text
    assert "\n基本支出 │ 68.61\n" in text


def package_from(data: bytes) -> Package:
    package, problems = parse_package(data, "x.docx")
    assert package is not None, problems
    return package


@pytest.mark.heavy
def test_libreoffice_leaves_the_text_as_it_is(workspace: Workspace, tmp_path: Path, tool: Callable[[str], str]) -> None:
    documents = made(workspace)
    saved = saved_by_libreoffice(tool("soffice"), tmp_path, documents)
    for name, data in documents.items():
        before, after = (
            [(line.text, line.level) for line in read_lines(package_from(one))] for one in (data, saved[name])
        )
        assert before == after
