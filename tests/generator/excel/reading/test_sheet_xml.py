"""The XML of a workbook read as a stream: cells as the file says them, limits, and what no program writes."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from generator.excel.reading import sheet_xml
from generator.excel.reading.number_formats import Shown
from generator.excel.reading.sheet_xml import BookScan, Budget, Merged, Raw, SharedScan, SheetScan, StylesScan
from generator.opc import RefusedError

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def part(root: str, inner: str) -> bytes:
    return f'<{root} xmlns="{MAIN}" xmlns:r="{REL}">{inner}</{root}>'.encode()


def sheet(rows: str, before: str = "", after: str = "", budget: Budget | None = None) -> SheetScan:
    scan = SheetScan("xl/sheet1.xml", "表", budget or Budget())
    scan.run(part("worksheet", f"{before}<sheetData>{rows}</sheetData>{after}"))
    return scan


def refused(rows: str, after: str = "") -> str:
    with pytest.raises(RefusedError) as error:
        sheet(rows, after=after)
    return str(error.value)


def test_cells_are_kept_by_their_place_with_type_and_style() -> None:
    scan = sheet(
        '<row r="2"><c r="B2" s="3"><v> 1.50 </v></c><c t="s"><v>0</v></c><c r="F2" t="str"><f>A1</f><v>甲 </v></c></row>'
        '<row><c t="inlineStr"><is><r><t>乙</t></r><r><t>丙</t></r><rPh><t>读</t></rPh></is></c><c><f>1/0</f></c><c s="1"/></row>'
    )
    assert scan.cells == {
        (2, 2): Raw("n", "1.50", 3),
        (2, 3): Raw("s", "0", 0),
        (2, 6): Raw("str", "甲 ", 0),
        (3, 1): Raw("inlineStr", "乙丙", 0),
        (3, 2): Raw("n", "", 0),
    }
    assert (scan.rows, scan.columns) == (3, 6)


def test_what_is_merged_and_hidden_is_noted() -> None:
    scan = sheet(
        '<row r="1" hidden="1"/><row r="2" ht="0"/><row r="3" ht="10"/>',
        '<cols><col min="2" max="3" hidden="1"/><col min="5" max="5" width="0"/><col min="6" max="6" width="9"/></cols>',
        '<mergeCells><mergeCell ref="$B$4:A2"/></mergeCells>',
    )
    assert scan.hidden_rows == {1, 2}
    assert [column for column in range(257) if scan.hidden_columns[column]] == [2, 3, 5]
    assert scan.merged == [Merged(2, 1, 4, 2)]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ('<row r="1"><c r="A2"><v>1</v></c></row>', "工作表「表」第 1 行有单元格没有写明位置"),
        ('<row r="0"/>', "工作表「表」有一行没有写明位置"),
        (
            '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
            "文件里有两个单元格都在这个位置，分不清用哪一个",
        ),
        ('<row r="1"><c t="x"><v>1</v></c></row>', "单元格的类型、格式或者文字的序号写错了"),
        ('<row r="1"><c t="s"><v>-1</v></c></row>', "单元格的类型、格式或者文字的序号写错了"),
        ('<row r="1001"><c><v>1</v></c></row>', "工作表「表」的内容超过 1000 行 256 列"),
        ('<row r="1"><c><v>1<b/></v></c></row>', "这个部件的文字里夹着别的标记"),
        ('<row r="1">', "这个部件不是完整的 XML，或者编码不是 UTF-8、UTF-16"),
    ],
)
def test_what_no_program_writes_is_refused(rows: str, message: str) -> None:
    assert refused(rows) == message


@pytest.mark.parametrize("ref", ["A1", "A1:B2:C3", "A1:?", ""])
def test_a_merged_range_needs_two_corners(ref: str) -> None:
    assert refused("", f'<mergeCells><mergeCell ref="{ref}"/></mergeCells>') == "工作表「表」的合并单元格写错了位置"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            b'<!DOCTYPE worksheet><worksheet xmlns="%s"/>' % MAIN.encode(),
            "这个部件带有 DOCTYPE 声明，Excel 工作簿里不会有",
        ),
        (b'<?xml version="1.0" encoding="gbk"?><worksheet/>', "这个部件的编码是 GBK，Excel 工作簿里只有 UTF-8、UTF-16"),
        (b"<html/>", "不是通用的 .xlsx 格式"),
    ],
)
def test_another_kind_of_part_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(RefusedError) as error:
        SheetScan("xl/sheet1.xml", "表", Budget()).run(data)
    assert str(error.value) == message


def test_sheets_are_listed_with_those_that_are_hidden() -> None:
    scan = BookScan("xl/workbook.xml")
    scan.run(
        part("workbook", '<sheets><sheet name="甲" r:id="rId1"/><sheet name="乙" r:id="rId2" state="hidden"/></sheets>')
    )
    assert [tuple(one) for one in scan.entries] == [("甲", "rId1", False), ("乙", "rId2", True)]


def test_a_style_shows_by_its_own_code_or_by_the_number_of_its_format() -> None:
    scan = StylesScan("xl/styles.xml")
    formats = '<numFmts><numFmt numFmtId="164" formatCode="0.0%"/></numFmts>'
    scan.run(part("styleSheet", formats + '<cellXfs><xf numFmtId="164"/><xf numFmtId="14"/><xf/></cellXfs>'))
    shown = [scan.format(style, Decimal(1)) for style in range(4)]
    assert [one and one.kind for one in shown] == [Shown.PERCENT, Shown.DATE, Shown.NUMBER, None]


@pytest.mark.parametrize(
    ("font", "fill", "unseen"),
    [
        ('<color rgb="FFFFFFFF"/>', "", True),
        ('<color rgb="FFF8F8F8"/>', "", True),
        ('<color theme="0"/>', "", True),
        ('<color indexed="9"/>', "", True),
        ('<color rgb="FFFF0000"/>', '<patternFill patternType="solid"><fgColor rgb="FFFF0000"/></patternFill>', True),
        ('<color theme="0"/>', '<patternFill patternType="solid"><fgColor rgb="FF003366"/></patternFill>', False),
        ('<color theme="0" tint="-0.5"/>', "", False),
        ('<color theme="0"/>', '<patternFill patternType="gray125"/>', False),
        ('<color rgb="FF000000"/>', "", False),
        ("", "", False),
        ('<sz val="1"/>', "", True),
        ('<sz val="11"/>', "", False),
        ("<strike/>", "", True),
        ('<strike val="0"/>', "", False),
    ],
)
def test_what_nobody_sees_is_known_by_its_font_and_fill(font: str, fill: str, unseen: bool) -> None:
    scan = StylesScan("xl/styles.xml")
    body = f"<fonts><font>{font}</font></fonts><fills><fill>{fill}</fill></fills>"
    scan.run(part("styleSheet", body + '<cellXfs><xf fontId="0" fillId="0"/></cellXfs>'))
    assert (scan.unseen(0) is not None) is unseen
    assert scan.unseen(1) is None or unseen


def test_a_text_of_which_a_run_is_struck_out_is_known() -> None:
    scan = SharedScan("xl/sharedStrings.xml", Counter({0: 1, 1: 1}), Budget())
    scan.run(part("sst", "<si><t>甲</t></si><si><r><t>乙</t></r><r><rPr><strike/></rPr><t>丙</t></r></si>"))
    assert scan.struck == {1}


def test_only_the_shared_texts_that_cells_show_are_kept_and_each_is_counted_as_often() -> None:
    budget = Budget()
    scan = SharedScan("xl/sharedStrings.xml", Counter({1: 3}), budget)
    scan.run(part("sst", "<si><t>甲</t></si><si><r><t>乙_x000A_</t></r><r><t>丙</t></r><rPh><t>读</t></rPh></si>"))
    assert scan.shared == {1: "乙\n丙"}
    assert budget.text == 3 * len("乙_x000A_丙")


def test_the_budget_holds_for_all_parts_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_xml, "MAX_CELLS", 2)
    budget = Budget()
    cell = '<row r="1"><c><v>1</v></c></row>'
    sheet(cell, budget=budget)
    sheet(cell, budget=budget)
    with pytest.raises(RefusedError, match="有内容的单元格超过上限 2 个"):
        sheet(cell, budget=budget)
    monkeypatch.setattr(sheet_xml, "MAX_TEXT", 2)
    with pytest.raises(RefusedError, match="文字一共超过上限 2 个字"):
        Budget(text=2).take_text(1)
