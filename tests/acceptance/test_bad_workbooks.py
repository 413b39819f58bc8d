"""Bad workbooks give problems at their sheet and cell, never a traceback, and leave the report untouched."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.utils.exceptions import IllegalCharacterError

from generator.data.reader import parse
from generator.data.schema import validate
from generator.opc import unpacked, write_package
from generator.problems import has_errors
from generator.reports.importing import import_workbook
from generator.reports.workspace import Workspace
from tests.support.books import by_openpyxl, copied, exported
from tests.support.hostile import FRAGMENTS
from tests.support.paths import PROJECT

Edit = Callable[[Any], object]
SCORING, FUNDS = "自评表", "资金"
GOOD = by_openpyxl(exported(Workspace(PROJECT), "hechi", "2022"))


def edited(edit: Edit) -> bytes:
    book = load_workbook(BytesIO(GOOD))
    edit(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def put(sheet: str, **cells: object) -> Edit:
    def edit(book: Any) -> None:
        for where, value in cells.items():
            book[sheet][where] = value

    return edit


def formatted(sheet: str, cell: str, value: object, form: str) -> Edit:
    def edit(book: Any) -> None:
        book[sheet][cell] = value
        book[sheet][cell].number_format = form

    return edit


def deleted(sheet: str, column: int) -> Edit:
    def edit(book: Any) -> None:
        for row in book[sheet].iter_rows(min_col=column, max_col=column):
            if not isinstance(row[0], MergedCell):
                row[0].value = None

    return edit


def members(**changed: bytes | None) -> bytes:
    package = unpacked(GOOD)
    for name, data in changed.items():
        if data is None:
            del package[name]
        else:
            package[name] = data
    return write_package(package)


def replaced(member: str, old: bytes, new: bytes) -> bytes:
    package = unpacked(GOOD)
    assert old in package[member]
    package[member] = package[member].replace(old, new, 1)
    return write_package(package)


def moved_heading(book: Any) -> None:
    sheet = book[FUNDS]
    heads = [cell.value for cell in sheet[3]]
    for column, value in enumerate(heads, 1):
        sheet.cell(3, column).value = None
        sheet.cell(20, column).value = value


def hidden(what: str) -> Edit:
    def edit(book: Any) -> None:
        sheet = book[FUNDS]
        if what == "row":
            sheet.row_dimensions[8].hidden = True
        elif what == "column":
            sheet.column_dimensions["E"].hidden = True
        else:
            sheet.sheet_state = what

    return edit


def appended(*rows: list[object]) -> Edit:
    def edit(book: Any) -> None:
        sheet = book[FUNDS]
        for merged in ("A11:B11", "A12:B12"):
            sheet.unmerge_cells(merged)
        sheet.insert_rows(11, len(rows))
        for number, row in enumerate(rows, 11):
            for column, value in enumerate(row, 1):
                sheet.cell(number, column).value = value

    return edit


def bomb(size: int) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(GOOD)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("xl/media/image1.bin", b"\0" * size)
    return out.getvalue()


def only(rows: list[list[object]], name: str = "Sheet1") -> bytes:
    book = Workbook()
    sheet: Any = book.active
    sheet.title = name
    for row in rows:
        sheet.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


HEAD: list[object] = ["序号", "支出内容", "年初预算数", "全年预算数", "全年执行数"]
UNIT: list[object] = ["单位：万元"]
SHEET_XML = "xl/worksheets/sheet2.xml"
_MAIN = b"spreadsheetml.sheet.main+xml"
_MACRO = b"sheet.macroEnabled.main+xml"
CASES: dict[str, tuple[bytes, str, str]] = {
    # Files that are no workbook, or one that could hurt.
    "empty file": (b"", "XLSX-FILE", "book.xlsx"),
    "text": ("项目,金额\n差旅费,1\n".encode("gb18030"), "XLSX-FILE", "book.xlsx"),
    "old xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "XLSX-FILE", "book.xlsx"),
    "password": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "XLSX-FILE",
        "book.xlsx",
    ),
    "cut off": (GOOD[: len(GOOD) // 2], "XLSX-FILE", "book.xlsx"),
    "zip bomb": (bomb(1 << 27), "XLSX-FILE", "book.xlsx"),
    "macros": (members(**{"xl/vbaProject.bin": b"x"}), "XLSX-FILE", "book.xlsx"),
    "macro type": (replaced("[Content_Types].xml", _MAIN, _MACRO), "XLSX-FILE", "book.xlsx"),
    "entities": (
        replaced("xl/workbook.xml", b"<workbook", b'<!DOCTYPE a [<!ENTITY b "c">]><workbook'),
        "XLSX-FILE",
        "book.xlsx!xl/workbook.xml",
    ),
    "word document": (
        (PROJECT / "templates" / "national" / "funds.docx").read_bytes(),
        "XLSX-FILE",
        "book.xlsx",
    ),
    "lost sheet": (members(**{SHEET_XML: None}), "XLSX-FILE", "book.xlsx!xl/workbook.xml"),
    "huge merged cell": (replaced(SHEET_XML, b"A4:H4", b"A4:XFD1048576"), "XLSX-FILE", f"book.xlsx!{FUNDS}!A11"),
    "a million rows": (edited(put(FUNDS, A1048576="x")), "XLSX-FILE", f"book.xlsx!{FUNDS}!A1048576"),
    # What a reader of the sheet does not see.
    "hidden row": (edited(hidden("row")), "XLSX-HIDDEN", f"book.xlsx!{FUNDS}!A8"),
    "row of no height": (
        replaced(SHEET_XML, b'<row r="8"', b'<row r="8" ht="0.0"'),
        "XLSX-HIDDEN",
        f"book.xlsx!{FUNDS}!A8",
    ),
    "hidden column": (edited(hidden("column")), "XLSX-HIDDEN", f"book.xlsx!{FUNDS}!E2"),
    "hidden sheet": (edited(hidden("hidden")), "XLSX-HIDDEN", f"book.xlsx!{FUNDS}!A1"),
    "very hidden sheet": (edited(hidden("veryHidden")), "XLSX-HIDDEN", f"book.xlsx!{FUNDS}!A1"),
    # Headings.
    "no table": (only([["甲", "乙"], ["丙", 1]]), "IMPORT-TABLE", "book.xlsx"),
    "moved heading": (edited(moved_heading), "IMPORT-TABLE", f"book.xlsx!{FUNDS}!A20"),
    "missing column": (edited(deleted(FUNDS, 5)), "IMPORT-COLUMN", f"book.xlsx!{FUNDS}!A3"),
    "missing name column": (edited(put(SCORING, D10=None)), "IMPORT-COLUMN", f"book.xlsx!{SCORING}!A10"),
    "two columns of one name": (edited(put(FUNDS, F3="支出数")), "IMPORT-COLUMN", f"book.xlsx!{FUNDS}!F3"),
    "no unit": (only([HEAD, [1, "差旅费", None, 1, 1]]), "IMPORT-UNIT", "book.xlsx!Sheet1!A1"),
    "two units": (edited(put(FUNDS, E3="支出数（元）")), "IMPORT-UNIT", f"book.xlsx!{FUNDS}!E2"),
    "yuan for ten thousand": (
        only([UNIT, HEAD, [1, "差旅费", None, 10000, 10000]]),
        "IMPORT-UNIT",
        "book.xlsx!Sheet1!D3",
    ),
    "another year's column": (edited(put(FUNDS, F3="2019年支出数")), "IMPORT-WHICH", f"book.xlsx!{FUNDS}!F3"),
    "another year": (edited(put(FUNDS, A1="2019年度资金使用情况表")), "IMPORT-WHICH", f"book.xlsx!{FUNDS}!A1"),
    "another unit": (edited(put(FUNDS, A2="单位名称：某某学校")), "IMPORT-WHICH", f"book.xlsx!{FUNDS}!A2"),
    "accounts where there are none": (
        only([UNIT, ["科目编码", "科目名称", "基本支出", "项目支出"], ["2050199", "其他", 1, 2]]),
        "IMPORT-WHICH",
        "book.xlsx!Sheet1!A2",
    ),
    "base table where there is none": (
        only([["编制数", "2022年实际在职人数", "控制率"], [3, 3, 1]]),
        "IMPORT-WHICH",
        "book.xlsx!Sheet1!A1",
    ),
    # Cells.
    "text for a number": (edited(put(FUNDS, E8="约1万")), "XLSX-CELL", f"book.xlsx!{FUNDS}!E8"),
    "two numbers": (edited(put(FUNDS, E8="1、2")), "XLSX-CELL", f"book.xlsx!{FUNDS}!E8"),
    "wrong separators": (edited(put(FUNDS, E8="1,0000")), "XLSX-CELL", f"book.xlsx!{FUNDS}!E8"),
    "percentage for an amount": (edited(put(FUNDS, E8="46%")), "XLSX-CELL", f"book.xlsx!{FUNDS}!E8"),
    "error value": (edited(put(FUNDS, E8="#REF!")), "XLSX-CELL", f"book.xlsx!{FUNDS}!E8"),
    "date": (edited(put(FUNDS, E8=datetime(2022, 1, 1))), "XLSX-CELL", f"book.xlsx!{FUNDS}!E8"),
    "too many decimals": (edited(put(FUNDS, E8=1 / 3)), "XLSX-CELL", f"book.xlsx!{FUNDS}!E8"),
    "too large": (edited(put(FUNDS, E8=1e20)), "XLSX-CELL", f"book.xlsx!{FUNDS}!E8"),
    "value of another workbook": (
        replaced(SHEET_XML, b"<v>0.46</v>", b"<f>[1]S!A1</f><v>0.47</v>"),
        "XLSX-CELL",
        f"book.xlsx!{FUNDS}!E8",
    ),
    "infinite": (replaced(SHEET_XML, b"<v>0.46</v>", b"<v>1e999</v>"), "XLSX-CELL", f"book.xlsx!{FUNDS}!E8"),
    "many digits": (edited(put(FUNDS, E8="9" * 5000)), "XLSX-CELL", f"book.xlsx!{FUNDS}!E8"),
    "text for a weight": (edited(put(SCORING, G11="五分")), "XLSX-CELL", f"book.xlsx!{SCORING}!G11"),
    "date for a target": (edited(put(SCORING, E11=datetime(2022, 6, 1))), "XLSX-CELL", f"book.xlsx!{SCORING}!E11"),
    # Rows.
    "amount without a name": (edited(appended([5, None, None, 1, 1])), "IMPORT-ROW", f"book.xlsx!{FUNDS}!B11"),
    "row twice": (edited(appended([5, "办公费", None, 1, 1])), "IMPORT-ROW", f"book.xlsx!{FUNDS}!B11"),
    "number without its parent": (
        edited(appended(["7.1", "新项", None, 1, 1])),
        "IMPORT-ROW",
        f"book.xlsx!{FUNDS}!A11",
    ),
    "indicator without a name": (edited(put(SCORING, D12=None)), "IMPORT-ROW", f"book.xlsx!{SCORING}!D12"),
    # Figures.
    "two sheets disagree": (edited(put(FUNDS, C5=4)), "IMPORT-TWICE", f"book.xlsx!{FUNDS}!C5"),
    "total is not the sum": (edited(put(FUNDS, E11=2.5)), "IMPORT-COMPUTED", f"book.xlsx!{FUNDS}!E11"),
    "rate is not the rate": (
        edited(formatted(FUNDS, "G12", 0.9, "0.00%")),
        "IMPORT-COMPUTED",
        f"book.xlsx!{FUNDS}!G12",
    ),
    "score is not the score": (edited(put(SCORING, J6=9)), "IMPORT-COMPUTED", f"book.xlsx!{SCORING}!J6"),
    "text that refers to figures": (edited(put(SCORING, F18="9万元")), "IMPORT-COMPUTED", f"book.xlsx!{SCORING}!F18"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_bad_workbook_is_refused_at_its_place(case: str, tmp_path: Path) -> None:
    data, code, place = CASES[case]
    workspace = copied(tmp_path / "root", PROJECT)
    book = tmp_path / "book.xlsx"
    book.write_bytes(data)
    report = workspace.report("hechi", "2022")
    before = report.read_bytes()
    found = import_workbook(workspace, "hechi", "2022", book, "book.xlsx")
    errors = [problem for problem in found.problems if has_errors([problem])]
    assert (code, place) in [(one.code, one.place.path) for one in errors], [
        (one.code, one.place.path, one.message) for one in found.problems
    ]
    assert {one.code for one in errors} == {code}
    assert all(one.message and one.remedy for one in found.problems)
    assert not found.ready
    assert report.read_bytes() == before == found.after or not found.after


HOSTILE: list[Any] = [text for kind in FRAGMENTS.values() for text in kind]
HOSTILE += [None, 0, -1, 1e15, 12345678901234567890, True, datetime(2020, 1, 1), "1,000", "合计", "—", "1.1", "5分"]
HOSTILE += [
    "一、按资金来源",
    "年初预算数",
    "科目编码",
    "单位：元",
    "2019年度",
    "年度目标3（5分）",
    "=1+1",
    "#REF!",
    "2050199",
]


def disordered(chance: Random) -> bytes:
    """The workbook with cells overwritten, rows and columns put in and taken out, cells no longer merged."""
    book: Any = load_workbook(BytesIO(GOOD))
    for _ in range(chance.randint(1, 6)):
        sheet = chance.choice(book.worksheets)
        row, column = chance.randint(1, sheet.max_row), chance.randint(1, sheet.max_column)
        kind = chance.randrange(9)
        if kind == 0:
            sheet.insert_rows(row)
        elif kind == 1:
            sheet.delete_rows(row)
        elif kind == 2:
            sheet.delete_cols(column)
        elif kind == 3 and sheet.merged_cells.ranges:
            sheet.unmerge_cells(sorted(merged.coord for merged in sheet.merged_cells.ranges)[0])
        elif not isinstance(sheet.cell(row, column), MergedCell):
            with suppress(IllegalCharacterError):
                sheet.cell(row, column).value = chance.choice(HOSTILE)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.heavy
@pytest.mark.parametrize("seed", range(40))
def test_a_workbook_in_disorder_gives_problems_or_a_report_that_reads(seed: int, tmp_path: Path) -> None:
    workspace = copied(tmp_path / "root", PROJECT)
    book = tmp_path / "book.xlsx"
    try:
        book.write_bytes(disordered(Random(seed)))
    except (UnicodeEncodeError, ValueError):
        return  # openpyxl does not write what XML cannot hold
    found = import_workbook(workspace, "hechi", "2022", book, "book.xlsx")
    assert all(one.place.path.startswith("book.xlsx") for one in found.problems if has_errors([one]))
    if found.ready:
        root, problems = parse(found.after, "report.yaml")
        assert root is not None and problems == [] and validate(root, "report") == []
