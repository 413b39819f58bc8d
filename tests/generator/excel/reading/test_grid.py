"""Workbooks are read into cells that know their places, however they are decorated."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule, Rule
from openpyxl.styles import Color, Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.worksheet.datavalidation import DataValidation

from generator.excel.reading.grid import parse_workbook
from generator.excel.sheet import letters
from generator.excel.xlsx import parts, sheet_xml, xml_scan
from generator.opc import unpacked, write_package
from generator.tables.grid import LINKED, STALE, UNCOMPUTED, Grid
from tests.support.hostile_books import book as book_of
from tests.support.hostile_books import sheet as sheet_of


def saved(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def read(book: Workbook) -> Grid:
    grids, problems = parse_workbook(saved(book), "book.xlsx")
    assert problems == []
    return grids[0]


def cell_is(operator: str, value: float, **look: Any) -> Any:
    rule: Any = CellIsRule  # untyped in its library
    return rule(operator=operator, formula=[str(value)], **look)


def test_cells_hold_exact_numbers_and_texts_and_know_their_places() -> None:
    book = Workbook()
    page: Any = book.active
    page.title = "资 金"
    page.append(["名称", 0.1, 50.0, None, True, " 文字 "])
    cells = read(book).rows[0]
    assert [cell.value for cell in cells] == ["名称", Decimal("0.1"), Decimal(50), None, "TRUE", "文字"]
    assert (cells[1].place.path, cells[1].row, cells[1].column) == ("book.xlsx!资 金!B1", 1, 2)
    assert cells[1].place.excerpt == "名称 │ 0.1 │ 50 │ TRUE │  文字 "


def test_a_merged_cell_stands_wherever_it_covers() -> None:
    book = Workbook()
    page: Any = book.active
    page["B2"], page["D3"] = "甲", "乙"
    page.merge_cells("B2:C3")
    rows = read(book).rows
    assert rows[1][1] is rows[1][2] is rows[2][1] is rows[2][2]
    assert rows[2][2].place.path == "book.xlsx!Sheet!B2"


def test_comments_filters_and_formats_do_no_harm() -> None:
    book = Workbook()
    page: Any = book.active
    page.append(["名称", "数"])
    page.append(["甲", 1])
    page["A1"].comment = Comment("批注", "某人")
    page["A1"].hyperlink = "https://example.com"
    page.auto_filter.ref = "A1:B2"
    page.add_data_validation(DataValidation(type="list", formula1='"甲,乙"', sqref="A2:A900000"))
    page.conditional_formatting.add("B1:B900000", cell_is("lessThan", 0))
    page.row_dimensions[900].height = 30
    page["Z999"].number_format = "0.00"
    grid = read(book)
    assert (len(grid.rows), len(grid.rows[0])) == (2, 2)


def test_a_chart_on_a_sheet_of_its_own_is_passed_over() -> None:
    book = Workbook()
    page: Any = book.active
    page.append(["甲", 1])
    chart = BarChart()
    chart.add_data(Reference(page, min_col=2, min_row=1))
    book.create_chartsheet("图").add_chart(chart)
    grids, problems = parse_workbook(saved(book), "book.xlsx")
    assert ([grid.name for grid in grids], problems) == (["Sheet"], [])


@pytest.mark.parametrize(
    ("member", "old", "new", "words"),
    [
        ("xl/workbook.xml", b"spreadsheetml/2006/main", b"spreadsheetml/2006/other", "不是通用的 .xlsx 格式"),
        ("xl/worksheets/sheet1.xml", b'r="A1"', b'r="1A"', "没有写明位置"),
        ("xl/worksheets/sheet1.xml", b'ref="A2:B2"', b'ref="A2"', "合并单元格写错了位置"),
        ("xl/worksheets/sheet1.xml", b"<v>1</v>", b"<v>x</v>", "打不开，内容不完整：这个单元格应是数，写着「x」"),
        ("xl/worksheets/sheet1.xml", b"<v>1</v>", b"<v>1<a/></v>", "夹着别的标记"),
        ("xl/worksheets/sheet1.xml", b'r="A2"', b'r="A1"', "第 2 行有单元格没有写明位置"),
        ("xl/worksheets/sheet1.xml", b'<row r="2"', b'<row r="0"', "有一行没有写明位置"),
        ("xl/worksheets/sheet1.xml", b't="n"', b't="x"', "的类型、格式或者文字的序号写错了"),
        ("xl/worksheets/sheet1.xml", b't="n"', b't="b" s="x"', "的类型、格式或者文字的序号写错了"),
        ("xl/worksheets/sheet1.xml", b't="n"', b't="n" s="9"', "没有这个单元格的格式（第 9 种）"),
        ("xl/worksheets/sheet1.xml", b"<worksheet", b"<!DOCTYPE a><worksheet", "DOCTYPE"),
        ("xl/styles.xml", b"<styleSheet", b'<?xml version="1.0" encoding="gbk"?><styleSheet', "编码是 GBK"),
        ("xl/styles.xml", b"<styleSheet", b"<styles", ""),
    ],
)
def test_damaged_workbooks_are_refused(member: str, old: bytes, new: bytes, words: str) -> None:
    book = Workbook()
    page: Any = book.active
    page.append([1])
    page.append(["甲"])
    page.merge_cells("A2:B2")
    package = unpacked(saved(book))
    assert old in package[member]
    package[member] = package[member].replace(old, new)
    grids, problems = parse_workbook(write_package(package), "book.xlsx")
    assert grids == []
    assert [one.code for one in problems] == ["XLSX-FILE"] and words in problems[0].message


@pytest.mark.parametrize(
    "limit",
    [
        "MAX_CELLS",
        "MAX_TEXT",
        "MAX_NODES",
        "MAX_ROWS",
        "MAX_COLUMNS",
        "MAX_MERGED",
        "MAX_SHEETS",
        "MAX_AREA",
        "MAX_NAME",
    ],
)
def test_limits_are_kept(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    book = Workbook()
    page: Any = book.active
    for _ in range(3):
        page.append(["甲", "乙", "丙"])
    page.merge_cells("D1:F1")
    for merged in ("D2:F2", "D3:F3"):
        page.merge_cells(merged)
    book.create_sheet("二")
    book.create_sheet("三")
    monkeypatch.setattr(next(one for one in (xml_scan, sheet_xml, parts) if hasattr(one, limit)), limit, 2)
    problems = parse_workbook(saved(book), "book.xlsx")[1]
    assert [one.code for one in problems] == ["XLSX-FILE"] and "超过" in problems[0].message


def test_names_of_sheets_do_not_act_on_the_terminal() -> None:
    book = Workbook()
    page: Any = book.active
    page.append(["甲"])
    package = unpacked(saved(book))
    package["xl/workbook.xml"] = package["xl/workbook.xml"].replace(b'name="Sheet"', 'name="\x9b31m表"'.encode())
    grids, _ = parse_workbook(write_package(package), "book.xlsx")
    assert [grid.name for grid in grids] == [" 31m表"]


def test_letters_of_columns() -> None:
    assert [letters(number) for number in (1, 26, 27, 702, 703, 16384)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]


@pytest.mark.parametrize(
    ("rule", "hidden"),
    [
        ({"font": Font(color="FFFFFF")}, True),
        ({"font": Font(color="FFFFFF"), "fill": PatternFill(bgColor="C00000")}, False),
        ({"font": Font(color="C00000"), "fill": PatternFill(bgColor="C00000")}, True),
        ({"font": Font(color="C00000")}, False),
        ({"fill": PatternFill(bgColor="C00000")}, False),
    ],
)
def test_what_a_conditional_format_may_hide_is_a_fault(rule: dict[str, Any], hidden: bool) -> None:
    book = Workbook()
    page: Any = book.active
    page.append(["名称", 3, 4])
    page.conditional_formatting.add("B1:B9", cell_is("equal", 3, **rule))
    cells = read(book).rows[0]
    assert [bool(cell.fault) for cell in cells] == [False, hidden, False]
    assert ("条件格式" in cells[1].fault) is hidden


def test_a_number_format_of_a_conditional_format_may_hide_too() -> None:
    book = Workbook()
    page: Any = book.active
    page.append(["名称", 3, 4])
    hiding = DifferentialStyle(numFmt=NumberFormat(numFmtId=164, formatCode=";;;"))
    page.conditional_formatting.add("C1", Rule(type="expression", formula=["TRUE"], dxf=hiding))
    assert [bool(cell.fault) for cell in read(book).rows[0]] == [False, False, True]


def test_the_fonts_of_conditional_formats_are_no_fonts_of_cells() -> None:
    book = Workbook()
    page: Any = book.active
    page.append(["名称", 3])
    page["B1"].font = Font(color="112233")
    page.conditional_formatting.add("Z9", cell_is("equal", 0, font=Font(strike=True, size=1)))
    assert [cell.fault for cell in read(book).rows[0]] == ["", ""]


def computed(*results: str, whole: bool = True) -> list[str]:
    """The faults of cells with formulas, of which these results are stored."""
    book = Workbook()
    page: Any = book.active
    page.append(["=1+1" for _ in results])
    members = unpacked(saved(book))
    sheet, main = "xl/worksheets/sheet1.xml", "xl/workbook.xml"
    for result in results:
        members[sheet] = members[sheet].replace(b"<v></v>", b"<v />").replace(b"<v />", f"<v>{result}</v>".encode(), 1)
    if not whole:
        members[main] = members[main].replace(b'fullCalcOnLoad="1"', b"")
    assert f"<v>{results[-1]}</v>".encode() in members[sheet]
    grids, problems = parse_workbook(write_package(members), "book.xlsx")
    assert problems == []
    return [cell.fault for cell in grids[0].rows[0]]


def test_zeros_of_formulas_that_nothing_computed_are_none() -> None:
    assert computed("0", "0") == [UNCOMPUTED, UNCOMPUTED]
    assert computed("0", "2") == ["", ""]
    assert computed("0", "0", whole=False) == ["", ""]


def test_a_picture_in_a_cell_is_neither_a_number_nor_a_text() -> None:
    book = Workbook()
    page: Any = book.active
    page.append(["名称", "x"])
    page["B1"].value, page["B1"].data_type = '=DISPIMG("ID_1",1)', "s"
    assert ["图片" in cell.fault for cell in read(book).rows[0]] == [False, True]


def test_a_text_that_its_format_does_not_show_is_a_fault() -> None:
    book = Workbook()
    page: Any = book.active
    page.append(["名称", "甲", "乙"])
    page["B1"].number_format, page["C1"].number_format = ";;;", ";;;@"
    assert ["不显示" in cell.fault for cell in read(book).rows[0]] == [False, True, False]


def test_a_text_of_which_a_run_is_not_seen_is_a_fault() -> None:
    book = Workbook()
    page: Any = book.active
    white, red = (InlineFont(color=Color(rgb=color)) for color in ("FFFFFFFF", "FFC00000"))
    page.append(
        [CellRichText("差旅费", TextBlock(white, "（含借款）")), CellRichText("差旅费", TextBlock(red, "（含借款）"))]
    )
    assert [bool(cell.fault) for cell in read(book).rows[0]] == [True, False]


def test_white_on_the_dark_fill_of_a_heading_is_read() -> None:
    book = Workbook()
    page: Any = book.active
    page.append(["名称"])
    page["A1"].font, page["A1"].fill = Font(color=Color(theme=0)), PatternFill("solid", start_color=Color(theme=4))
    assert read(book).rows[0][0].value == "名称"


@pytest.mark.parametrize("same", [True, False])
def test_what_a_merge_covers_is_told_at_its_cell(same: bool) -> None:
    book = Workbook()
    page: Any = book.active
    page.append(["甲", "甲" if same else 5])
    page.merged_cells.add("A1:B1")
    _, problems = parse_workbook(saved(book), "book.xlsx")
    told = [(one.code, one.place.path, one.message) for one in problems]
    message = "这里的内容「5」被合并的单元格遮住，看不见"
    assert told == ([] if same else [("XLSX-HIDDEN", "book.xlsx!Sheet!B1", message)])


@pytest.mark.parametrize(
    ("row", "filtered", "words"),
    [
        ({"hidden": True}, False, ("是隐藏的", "取消隐藏")),
        ({"hidden": True}, True, ("被筛选隐藏", "清除筛选")),
        ({"hidden": True, "outlineLevel": 1}, False, ("被分组隐藏", "展开分组")),
        ({"height": 1}, False, ("太矮", "调高这一行")),
    ],
)
def test_the_advice_fits_why_a_row_is_not_seen(row: dict[str, Any], filtered: bool, words: tuple[str, str]) -> None:
    book = Workbook()
    page: Any = book.active
    page.append(["名称"])
    page.append(["甲"])
    for key, value in row.items():
        setattr(page.row_dimensions[2], key, value)
    if filtered:
        page.auto_filter.ref = "A1:A2"
        page.auto_filter.add_filter_column(0, ["乙"])
    _, (problem,) = parse_workbook(saved(book), "book.xlsx")
    assert (problem.code, problem.place.path) == ("XLSX-HIDDEN", "book.xlsx!Sheet!A2")
    assert words[0] in problem.message and words[1] in problem.remedy


def test_values_of_other_workbooks_and_of_formulas_that_are_not_computed_are_doubted() -> None:
    lines = (
        '<row r="1"><c r="A1"><f>[1]S!A1</f><v>1</v></c><c r="B1"><f>A1*2</f><v>2</v></c><c r="C1"><v>3</v></c></row>'
    )
    main, computing = "xl/workbook.xml", '<calcPr calcMode="manual" calcOnSave="0"/>'
    grids, problems = parse_workbook(
        book_of(sheet_of(lines + '<row r="2"><c r="A2"><f>C1</f><v>3</v></c></row>'), names=computing), main
    )
    assert problems == []
    assert [cell.doubt for cell in grids[0].rows[0]] == [LINKED, LINKED, None]
    assert (grids[0].rows[1][0].doubt, grids[0].rows[1][0].value) == (STALE, Decimal(3))
