"""Workbooks made to exhaust their reader, and workbooks as other programs write them: read right, or refused at a place."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from generator.excel.reading.grid import parse_workbook
from generator.opc import unpacked, write_package
from generator.problems import Severity
from generator.reports.importing import MAX_ADDED, Imported, import_workbook
from generator.reports.workspace import Workspace
from generator.tables.grid import Cell
from tests.support.growth import assert_linear
from tests.support.hostile_books import MAIN, READ, REFUSED, ROWS, TYPE, book, cell, rows, sheet, wrap
from tests.support.paths import PROJECT

STATUS = Path("/proc/self/status")
MEGABYTES = 200
READER = """
import json, sys
from pathlib import Path
from generator.reports.workspace import Workspace
from generator.reports.importing import import_workbook
for line in sys.stdin:
    found = import_workbook(Workspace(Path(sys.argv[1])), "hechi", "2022", Path(line.strip()), "book.xlsx")
    peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
    problems = [(one.code, one.severity.name, one.place.path, one.message) for one in found.problems]
    print(json.dumps([problems, len(found.changes), int(peak) >> 10]), flush=True)
"""

Found = tuple[list[tuple[str, str, str, str]], int, int]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes], Found]:
    """Imports a workbook in a process of its own; problems, changes, and the most megabytes that it ever took."""
    if not STATUS.is_file():
        pytest.skip("memory is measured on Linux only")

    def run(data: bytes) -> Found:
        path = tmp_path_factory.mktemp("book") / "book.xlsx"
        path.write_bytes(data)
        command = [sys.executable, "-c", READER, str(PROJECT)]
        done = subprocess.run(command, input=f"{path}\n", capture_output=True, text=True, cwd=PROJECT, timeout=120)
        assert done.returncode == 0, done.stderr
        problems, changes, peak = json.loads(done.stdout)
        return [tuple(one) for one in problems], changes, peak

    return run


@pytest.mark.parametrize("name", READ)
def test_what_is_not_of_the_table_is_passed_over_in_little_memory(name: str, read: Callable[[bytes], Found]) -> None:
    make, size = READ[name]
    problems, changes, peak = read(make(size))
    assert (problems, changes) == ([], 0)
    assert peak < MEGABYTES


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_too_much_is_refused_at_its_place_in_little_memory(name: str, read: Callable[[bytes], Found]) -> None:
    make, place, words = REFUSED[name]
    problems, _, peak = read(make())
    assert [(code, where) for code, _, where, _ in problems] == [("XLSX-FILE", place)]
    assert words in problems[0][3] and len(problems[0][3]) < 200
    assert peak < MEGABYTES


GROWING: dict[str, Callable[[int], bytes]] = {
    "styles": READ["styles of cells"][0],
    "texts": lambda n: book(rows([[f"文{one}" for one in range(start, start + 40)] for start in range(0, n, 40)])),
    "headings": lambda n: book(rows([["支出内容"] * 40] * (n // 40))),
    "hidden": lambda n: book(rows([[1] * 40] * (n // 40), wrap("cols", '<col min="1" max="9" hidden="1"/>' * n))),
}


@pytest.mark.parametrize("name", GROWING)
def test_work_grows_with_the_workbook(name: str, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"

    def work(data: bytes) -> None:
        path.write_bytes(data)
        import_workbook(Workspace(PROJECT), "hechi", "2022", path, "book.xlsx")

    assert_linear(work, GROWING[name], 10_000)


def imported(data: bytes, folder: Path) -> Imported:
    path = folder / "book.xlsx"
    path.write_bytes(data)
    return import_workbook(Workspace(PROJECT), "hechi", "2022", path, "book.xlsx")


def test_more_new_entries_than_a_report_can_have_are_refused_at_their_table(tmp_path: Path) -> None:
    def lines(name: str) -> list[list[str | int | float]]:
        return [[f"{name}{number}", 1, 1] for number in range(MAX_ADDED // 2)]

    sheets = [rows([*ROWS[:2], *lines(name)]) for name in "甲乙丙"]
    found = imported(book(*sheets), tmp_path)
    errors = [one for one in found.problems if one.severity is Severity.ERROR]
    assert [(one.code, one.place.path) for one in errors] == [("IMPORT-TABLE", "book.xlsx!表3!A2")]


def changed(member: str, *edits: tuple[str, str], data: bytes = book()) -> bytes:
    package = unpacked(data)
    text = package[member].decode()
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    package[member] = text.encode()
    return write_package(package)


SHEET, BOOK, LINKS = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"


def prefixed() -> bytes:
    text = sheet().replace("</", "</x:").replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')
    for name in ("worksheet", "sheetData", "row", "c", "v", "is", "t"):
        text = text.replace(f"<{name} ", f"<x:{name} ").replace(f"<{name}>", f"<x:{name}>")
    return changed(SHEET, (sheet(), text))


def utf16() -> bytes:
    package = unpacked(book())
    package[SHEET] = ('<?xml version="1.0" encoding="UTF-16"?>' + sheet()).encode("utf-16")
    return write_package(package)


def moved() -> bytes:
    package = unpacked(changed(LINKS, ("worksheets/sheet1.xml", "/xl/Other/Table.xml")))
    return write_package({("xl/other/table.xml" if name == SHEET else name): part for name, part in package.items()})


OTHERS: dict[str, Callable[[], bytes]] = {
    "no places": lambda: book(
        sheet("".join(wrap("row", "".join(cell("", one) for one in row)) for row in ROWS)).replace(' r=""', "")
    ),
    "prefixes": prefixed,
    "UTF-16": utf16,
    "an absolute target in another case": moved,
    "Strict Open XML": lambda: changed(SHEET, (MAIN, STRICT), data=changed(BOOK, (MAIN, STRICT))),
    "other elements beside the cells": lambda: changed(
        SHEET, ("</c>", '<extLst><ext><c xmlns="u:x"><v>9</v></c></ext></extLst></c>')
    ),
    "spoken": lambda: changed(SHEET, ("<t>差旅费</t>", "<r><t>差旅</t></r><r><t>费</t></r><rPh><t>chai</t></rPh>")),
}


@pytest.mark.parametrize("name", OTHERS)
def test_a_workbook_of_another_program_reads_as_the_same(name: str, tmp_path: Path) -> None:
    found = imported(OTHERS[name](), tmp_path)
    assert (found.problems, found.changes) == ([], [])


@cache
def styles() -> str:
    ids = [0, 10, 31, 200, 201, 202, 203]
    codes = {200: "0.0_ ;[Red]\\-0.0%", 201: 'yyyy"年"', 202: '0"%"', 203: "[h]:mm"}
    formats = "".join(
        wrap("numFmt", "", numFmtId=str(key), formatCode=code.replace('"', "&quot;")) for key, code in codes.items()
    )
    return wrap("numFmts", formats) + wrap("cellXfs", "".join(wrap("xf", "", numFmtId=str(one)) for one in ids))


CELLS: dict[str, tuple[object, bool, str]] = {
    "<c><v>21754.12</v></c>": (Decimal("21754.12"), False, ""),
    "<c><v>0.28999999999999998</v></c>": (Decimal("0.29"), False, ""),
    "<c><v>0.30000000000000004</v></c>": (Decimal("0.30000000000000004"), False, ""),
    "<c><v>1234567890123.45</v></c>": (Decimal("1234567890123.45"), False, ""),
    "<c><v>12345678901234567</v></c>": (Decimal("12345678901234567"), False, ""),
    "<c><v>1E5</v></c>": (Decimal(100000), False, ""),
    "<c><v> 7.50 </v></c>": (Decimal("7.5"), False, ""),
    '<c t="str"><f>A1</f><v>0123</v></c>': ("0123", False, ""),
    '<c t="str"><f>A1</f><v></v></c>': (None, False, ""),
    '<c t="inlineStr"><is><t>甲_x000D_\n乙_x4E59_</t></is></c>': ("甲\r\n乙乙", False, ""),
    '<c t="str"><v>甲_x0007_</v></c>': (None, False, "有看不见的控制字符"),
    '<c t="str"><v>甲_xD800_</v></c>': (None, False, "有看不见的控制字符"),
    '<c t="b"><v>1</v></c>': ("TRUE", False, ""),
    '<c t="e"><v>#REF!</v></c>': (None, False, "公式出错，显示 #REF!"),
    "<c><f>1+1</f></c>": (None, False, "公式没有算出的值"),
    "<c><f>1+1</f><v/></c>": (None, False, "公式没有算出的值"),
    '<c t="d"><v>2022-01-01</v></c>': (None, False, "被 Excel 当成了日期"),
    '<c s="1"><v>0.5</v></c>': (Decimal("0.5"), True, ""),
    '<c s="2"><v>44562</v></c>': ("2022年1月1日", False, ""),
    '<c s="3"><v>0.5</v></c>': (Decimal("0.5"), False, ""),
    '<c s="3"><v>-0.5</v></c>': (Decimal("-0.5"), True, ""),
    '<c s="4"><v>44562</v></c>': (None, False, "被 Excel 当成了日期"),
    '<c s="5"><v>46</v></c>': (Decimal(46), False, ""),
    '<c s="6"><v>0.5</v></c>': (None, False, "被 Excel 当成了日期"),
}


@pytest.mark.parametrize("written", CELLS)
def test_a_cell_is_read_as_it_is_shown(written: str) -> None:
    grids, problems = parse_workbook(
        book(sheet(f'<row>{written}<c r="B1"><v>1</v></c></row>'), styles=styles()), "book.xlsx"
    )
    assert problems == []
    found: Cell = grids[0].rows[0][0]
    assert (found.value, found.percent, found.fault) == CELLS[written]
    assert bool(found.remedy) == bool(found.fault)


FILES: dict[str, tuple[bytes, str]] = {
    "xlsb": (
        changed(
            "[Content_Types].xml", (f"{TYPE}.sheet.main+xml", "application/vnd.ms-excel.sheet.binary.macroEnabled.main")
        ),
        "是二进制工作簿（.xlsb）",
    ),
    "macro sheet": (changed(LINKS, ("/worksheet", "/xlMacrosheet")), "启用宏"),
    "links of another name": (changed(LINKS, ("/worksheet", "/externalLink")), "「表1」不是工作表"),
    "two cells in a place": (changed(SHEET, ('r="B2"', 'r="A2"')), "两个单元格都在这个位置"),
    "no such text": (book(sheet('<row><c t="s"><v>7</v></c></row>')), "没有这个单元格的文字（第 7 条）"),
    "no text's number": (book(sheet('<row><c t="s"><v>x</v></c></row>')), "序号写错了"),
    "no such truth": (book(sheet('<row><c t="b"><v>x</v></c></row>')), "应是数，写着「x」"),
    "no sheets": (changed(BOOK, ('<sheet name="表1" sheetId="1" r:id="r1"/>', "")), "没有工作表"),
    "OpenDocument": (
        write_package({"mimetype": b"", "content.xml": b"<a/>", "[Content_Types].xml": b"", "_rels/.rels": b""}),
        "",
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_contradicts_itself_is_refused(name: str) -> None:
    data, words = FILES[name]
    grids, problems = parse_workbook(data, "book.xlsx")
    assert grids == [] and [one.code for one in problems] == ["XLSX-FILE"]
    assert words in problems[0].message and problems[0].remedy
