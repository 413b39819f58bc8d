"""Worksheets read as a stream: cells as the file says them, and what no program writes."""

from __future__ import annotations

import pytest

from generator.excel.xlsx.areas import Area
from generator.excel.xlsx.cell_styles import Font
from generator.excel.xlsx.colours import Colour
from generator.excel.xlsx.formulas import Formula
from generator.excel.xlsx.sheet_xml import Cause, Raw, SheetScan
from generator.excel.xlsx.xml_scan import Budget
from generator.opc import RefusedError
from tests.support.sheet_parts import part


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
    assert scan.hidden_rows == {1: Cause.HIDDEN, 2: Cause.THIN}
    assert [column for column in range(257) if scan.hidden_columns[column]] == [2, 3, 5]
    assert scan.merged == [Area(2, 1, 4, 2)]


@pytest.mark.parametrize(
    ("row", "after", "cause"),
    [
        ('hidden="1"', "", Cause.HIDDEN),
        ('hidden="true" outlineLevel="1"', "", Cause.GROUPED),
        ('outlineLevel="1"', "", None),
        ('ht="1.5"', "", Cause.THIN),
        ('ht=".75"', "", Cause.THIN),
        ('ht="2"', "", None),
        ('ht="x"', "", None),
        ('hidden="1"', '<autoFilter ref="A1:B9"><filterColumn colId="0"/></autoFilter>', Cause.FILTERED),
        ('hidden="1"', '<autoFilter ref="A1:B9"/>', Cause.HIDDEN),
        ('hidden="1"', '<autoFilter ref="A1:B2"><filterColumn colId="0"/></autoFilter>', Cause.HIDDEN),
    ],
)
def test_why_a_row_is_not_seen_is_noted(row: str, after: str, cause: Cause | None) -> None:
    assert sheet(f'<row r="3" {row}/>', after=after).hidden_rows.get(3) == cause


@pytest.mark.parametrize(
    ("column", "cause"),
    [('hidden="1"', 1), ('hidden="1" outlineLevel="2"', 2), ('width="0.29"', 4), ('width="0.3"', 0)],
)
def test_why_a_column_is_not_seen_is_noted(column: str, cause: int) -> None:
    assert sheet("", f'<cols><col min="3" max="3" {column}/></cols>').hidden_columns[3] == cause


def test_formulas_are_kept_with_those_that_cells_share() -> None:
    scan = sheet(
        '<row r="1"><c><f>B1*2</f><v>4</v></c><c r="C1"><f t="shared" ref="C1:C2" si="0">A1+1</f><v>5</v></c></row>'
        '<row r="2"><c r="C2"><f t="shared" si="0"/><v>1</v></c><c r="E2"><f t="array" ref="E2:F2">A1:B1</f><v>1</v></c>'
        '<c r="F2"><v>2</v></c></row>'
    )
    assert scan.formulas == {
        (1, 1): Formula("B1*2"),
        (1, 3): Formula("A1+1"),
        (2, 3): Formula("A1+1", 1, 0),
        (2, 5): Formula("A1:B1"),
        (2, 6): Formula("A1:B1"),
    }


def test_the_fonts_of_runs_are_kept_where_a_cell_holds_its_text_itself() -> None:
    run = '<r><rPr><color rgb="FFFFFFFF"/></rPr><t>乙</t></r>'
    scan = sheet(
        f'<row r="1"><c t="inlineStr"><is><r><t>甲</t></r>{run}</is></c><c t="inlineStr"><is><t>丙</t></is></c></row>'
    )
    assert scan.fonts == {(1, 1): (None, Font(Colour("FFFFFF")))}


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
