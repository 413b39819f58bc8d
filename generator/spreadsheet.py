"""Reads an Excel workbook (.xlsx) into grids of cells that know their places; refuses what could hurt or mislead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml import etree

from generator.files import UnfitFileError, contents
from generator.package import RELATIONSHIPS, Format, Package, RefusedError, check_xml, content_types, links, unpacked
from generator.problems import Place, Problem
from generator.reader import FORBIDDEN
from generator.sheets import letters

EXCEL = Format("Excel", "工作簿", ".xlsx", ".xls 或 .et", "删去表里的图片，另存一份")
MAX_BYTES = 1 << 23
MAX_CELLS = 40_000
MAX_ROWS, MAX_COLUMNS = 1_000, 256
MAX_MERGED = 40_000
MAX_SHEETS = 100

_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_SHRINK = "只留要导入的表，复制到一个新的工作簿里再导入"
_SAVE = "在 Excel 或 WPS 里打开，保存一次，再导入"


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows: a number exactly as typed, a text, or nothing; `fault` says why it cannot be used."""

    value: Decimal | str | None
    place: Place
    row: int
    column: int
    percent: bool = False
    fault: str = ""
    remedy: str = ""

    @property
    def text(self) -> str:
        """The value as text, empty where there is none."""
        return "" if self.value is None else str(self.value)


@dataclass(frozen=True, slots=True)
class Grid:
    """One worksheet: rows of cells from A1 on, a merged cell standing wherever it covers."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    place: Place


@dataclass(slots=True)
class _Sheet:
    """What a look at a worksheet's XML tells before it is opened."""

    name: str
    hidden: bool
    rows: int = 0
    columns: int = 0
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    unsaved: set[str] = field(default_factory=set)


def read_workbook(path: Path, name: str) -> tuple[list[Grid], list[Problem]]:
    """The worksheets of a file; `name` stands in the messages. With any problem there are no grids."""
    try:
        data = contents(path, name, MAX_BYTES, following=True)
    except UnfitFileError as unfit:
        return [], [_refused(name, str(unfit), _SHRINK if unfit.too_large else unfit.remedy)]
    return parse_workbook(data, name)


def parse_workbook(data: bytes, name: str) -> tuple[list[Grid], list[Problem]]:
    """As `read_workbook`, from bytes; time and memory are bounded whatever the bytes are."""
    try:
        package = unpacked(data, EXCEL)
        check_xml(package, EXCEL)
        sheets = [*_inspect(package)]
    except RefusedError as refusal:
        return [], [_refused(f"{name}!{refusal.part}" if refusal.part else name, str(refusal), refusal.remedy)]
    grids: list[Grid] = []
    problems: list[Problem] = []
    try:
        for sheet, worksheet in zip(sheets, _worksheets(data), strict=True):
            grid = _grid(sheet, worksheet, name)
            grids.append(grid)
            problems += _hidden(sheet, grid)
    except Exception:  # openpyxl raises whatever the part it stumbles over makes it raise
        return [], [_refused(name, "打不开，内容不完整", f"{_SAVE}；还不行就把表复制到新的工作簿")]
    return ([], problems) if problems else (grids, [])


def _refused(path: str, message: str, remedy: str) -> Problem:
    return Problem("XLSX-FILE", Place(path), message, remedy)


def _worksheets(data: bytes) -> list[Any]:
    from openpyxl import load_workbook

    return list(load_workbook(BytesIO(data), data_only=True, keep_links=False).worksheets)


def _inspect(package: Package) -> Iterator[_Sheet]:
    """The worksheets in their order.

    Raises:
        RefusedError: the package is no plain workbook, or one too large.
    """
    if RELATIONSHIPS not in package:
        raise RefusedError("不是 Excel 工作簿（.xlsx）", form=EXCEL)
    main = next((link.target for link in links(package, "") if link.type.endswith("/officeDocument")), "")
    kind = content_types(package).get(main, "")
    macro = any(member.casefold().endswith("vbaproject.bin") for member in package)
    if "macroenabled" in kind.casefold() or macro:
        raise RefusedError("是启用宏的工作簿（.xlsm），宏会在电脑上运行程序", remedy="另存为「Excel 工作簿（*.xlsx）」")
    if kind != _MAIN or main not in package:
        raise RefusedError("不是 Excel 工作簿（.xlsx）", remedy="用原来的程序打开，另存为「Excel 工作簿（*.xlsx）」")
    if any(member.casefold().startswith("xl/externallinks/") for member in package):
        remedy = "在「数据」里的「编辑链接」里断开链接，保存以后再导入"
        raise RefusedError("引用了别的工作簿，数会随别的文件变动", remedy=remedy)
    root = etree.fromstring(package[main])
    targets = {link.id: link.target for link in links(package, main)}
    entries = [*root.iter(f"{_NS}sheet")]
    if root.tag != f"{_NS}workbook" or not entries:
        raise RefusedError("不是通用的 .xlsx 格式（如 Strict Open XML）", main, form=EXCEL)
    if len(entries) > MAX_SHEETS:
        raise RefusedError(f"有 {len(entries)} 张工作表，超过上限 {MAX_SHEETS} 张", remedy=_SHRINK)
    cells = 0
    for entry in entries:
        part = targets.get(str(entry.get(_ID)), "")
        if part not in package:
            raise RefusedError(f"工作表「{entry.get('name')}」不在文件里", main, form=EXCEL)
        if (tree := etree.fromstring(package[part])).tag != f"{_NS}worksheet":
            continue  # a chart on a sheet of its own, which openpyxl lists elsewhere
        sheet = _Sheet(_shown(str(entry.get("name"))), entry.get("state", "visible") != "visible")
        cells += _measure(tree, sheet)
        if cells > MAX_CELLS:
            raise RefusedError(f"单元格超过上限 {MAX_CELLS} 个", part, _SHRINK)
        yield sheet


def _measure(tree: etree._Element, sheet: _Sheet) -> int:
    """The number of cells of a worksheet; notes how far its values reach and what is hidden.

    Raises:
        RefusedError: the values or the merged cells reach too far.
    """
    count = 0
    for row in tree.iter(f"{_NS}row"):
        if row.get("hidden") in ("1", "true") or _flat(row.get("ht")):
            sheet.hidden_rows.add(_number(row.get("r")))
        for cell in row.iter(f"{_NS}c"):
            count += 1
            found = _CELL.fullmatch(cell.get("r", ""))
            if found is None:
                raise RefusedError(f"工作表「{sheet.name}」的单元格没有写明位置", form=EXCEL)
            if len(cell):
                sheet.rows = max(sheet.rows, int(found[2]))
                sheet.columns = max(sheet.columns, _column(found[1]))
                value = cell.find(f"{_NS}v")
                if cell.find(f"{_NS}f") is not None and (value is None or not (value.text or cell.get("t") == "str")):
                    sheet.unsaved.add(found[0])
    if sheet.rows > MAX_ROWS or sheet.columns > MAX_COLUMNS:
        message = f"工作表「{sheet.name}」有 {sheet.rows} 行 {sheet.columns} 列，超过 {MAX_ROWS} 行 {MAX_COLUMNS} 列"
        raise RefusedError(message, remedy=_SHRINK)
    covered = 0
    for merged in tree.iter(f"{_NS}mergeCell"):
        ends = [_CELL.fullmatch(end) for end in merged.get("ref", "").split(":")]
        if not all(ends) or len(ends) != 2:
            raise RefusedError(f"工作表「{sheet.name}」的合并单元格写错了位置", form=EXCEL)
        rows, columns = ([int(end[2]) for end in ends if end], [_column(end[1]) for end in ends if end])
        covered += (abs(rows[1] - rows[0]) + 1) * (abs(columns[1] - columns[0]) + 1)
    if covered > MAX_MERGED:
        raise RefusedError(f"工作表「{sheet.name}」的合并单元格超过上限 {MAX_MERGED} 格", remedy=_SHRINK)
    for column in tree.iter(f"{_NS}col"):
        if column.get("hidden") in ("1", "true") or _flat(column.get("width")):
            sheet.hidden_columns.append((_number(column.get("min")), _number(column.get("max"))))
    return count


def _flat(size: str | None) -> bool:
    """Whether a height or width is written as zero."""
    return size is not None and not size.strip("0.")


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _grid(sheet: _Sheet, worksheet: Any, name: str) -> Grid:
    path = f"{name}!{sheet.name}"
    rows: list[list[Cell]] = []
    for number in range(1, sheet.rows + 1):
        raw = [worksheet.cell(number, column) for column in range(1, sheet.columns + 1)]
        excerpt = " │ ".join(str(cell.value) for cell in raw if cell.value is not None)[:200]
        rows.append([_cell(cell, Place(f"{path}!{cell.coordinate}", excerpt=_shown(excerpt)), sheet) for cell in raw])
    for merged in worksheet.merged_cells.ranges:
        for row in rows[merged.min_row - 1 : merged.max_row]:
            for column in range(merged.min_col - 1, min(merged.max_col, len(row))):
                row[column] = rows[merged.min_row - 1][merged.min_col - 1]
    return Grid(sheet.name, tuple(map(tuple, rows)), Place(path))


def _shown(text: str) -> str:
    """A text as a terminal may show it, on one line and without what acts on the terminal."""
    return "".join(char if char.isprintable() else " " for char in text)


def _cell(raw: Any, place: Place, sheet: _Sheet) -> Cell:
    value, fault, remedy = raw.value, "", ""
    if raw.coordinate in sheet.unsaved:
        fault, remedy = "公式没有算出的值", _SAVE
    elif raw.data_type == "e":
        fault, remedy = f"公式出错，显示 {value}", "改正公式，或者直接填写数字"
    elif isinstance(value, str) and FORBIDDEN.search(value.replace("\r", "")):
        fault, remedy = "有看不见的控制字符", "删去这个字符，或者重新填写"
    elif isinstance(value, datetime | date | time | timedelta):
        fault, remedy = "被 Excel 当成了日期", "把单元格的格式改成「文本」，重新填写"
    if fault:
        return Cell(None, place, raw.row, raw.column, fault=fault, remedy=remedy)
    percent = "%" in str(raw.number_format) and not isinstance(value, str)
    if isinstance(value, bool):
        value = str(value).upper()
    elif isinstance(value, int | float):
        # The shortest decimal that the stored number can have been typed as; 50 is stored as 50.0 by some.
        value = Decimal(repr(value).removesuffix(".0"))
    elif value is not None:
        value = str(value).strip() or None
    return Cell(value, place, raw.row, raw.column, percent)


def _hidden(sheet: _Sheet, grid: Grid) -> Iterator[Problem]:
    """A problem for a hidden sheet, and for each hidden row or column, that holds anything."""

    def problem(cell: Cell, what: str) -> Problem:
        return Problem(
            "XLSX-HIDDEN", cell.place, f"{what}是隐藏的，却有内容", f"取消隐藏，核对以后再导入；不要的删去{what}"
        )

    filled = [cell for row in grid.rows for cell in row if cell.value is not None or cell.fault]
    if sheet.hidden:
        if filled:
            yield problem(filled[0], f"工作表「{sheet.name}」")
        return
    seen: set[str] = set()
    for cell in filled:
        where = f"第 {cell.row} 行" if cell.row in sheet.hidden_rows else ""
        if any(first <= cell.column <= last for first, last in sheet.hidden_columns):
            where = f"{letters(cell.column)} 列"
        if where and where not in seen:
            seen.add(where)
            yield problem(cell, where)
