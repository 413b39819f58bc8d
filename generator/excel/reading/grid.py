"""Reads an Excel workbook (.xlsx) into grids of cells with their places; refuses what is dangerous or misleading."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from generator.data.syntax.encoding import forbidden
from generator.excel.sheet import letters
from generator.excel.xlsx.cell_styles import StylesScan
from generator.excel.xlsx.conditional import COVERED, Rule
from generator.excel.xlsx.number_formats import Display, Shown
from generator.excel.xlsx.parts import EXCEL, Parts, printable, read_parts
from generator.excel.xlsx.shared_texts import Fonts, SharedScan
from generator.excel.xlsx.sheet_xml import Cause, Raw, SheetScan
from generator.excel.xlsx.xml_scan import MAX_CHARACTERS
from generator.frozen import replace
from generator.opc import Members, RefusedError
from generator.problems import Place, Problem
from generator.tables.grid import FORMULA_FAULT, LINKED, STALE, UNCOMPUTED, Cell, Grid

MAX_BYTES = 1 << 23

# 12, -1.5, 1E-05.
_NUMBER = re.compile(r"[-+]?(?:[0-9]{1,400}\.?[0-9]{0,400}|\.[0-9]{1,400})(?:[eE][-+]?[0-9]{1,9})?")
_BOOLEANS = {"1": "TRUE", "true": "TRUE", "0": "FALSE", "false": "FALSE"}
_EXCERPT = 200
_LAST_DAY = 109_574  # 2199-12-31
# What nobody sees and pasting brings: zero width blanks and joiners, marks of direction, soft hyphens.
_UNSEEN = dict.fromkeys([0xAD, *range(0x200B, 0x2010), 0x2060, 0xFEFF])
_SAVE = "在 Excel 或 WPS 里打开，保存一次，再导入"
_PICTURES = ("=DISPIMG(", "=_xlfn.DISPIMG(")  # what WPS stores for a picture in a cell
_DATE, _AS_TEXT = "被 Excel 当成了日期", "把单元格的格式改成「文本」，重新填写"


_CAUSES = {
    Cause.HIDDEN: ("是隐藏的", "取消隐藏"),
    Cause.GROUPED: ("被分组隐藏", "在「数据」里展开分组"),
    Cause.FILTERED: ("被筛选隐藏", "在「数据」里清除筛选"),
    Cause.THIN: ("太矮、太窄，看不见", "调高这一行、调宽这一列"),
}


def parse_workbook(
    data: bytes, name: str, tell: Callable[[str], object] = lambda _: None
) -> tuple[list[Grid], list[Problem]]:
    """The worksheets of a workbook; `name` is for the messages. With any problem there are no grids.

    Time and memory are bounded whatever the bytes are; `tell` is given a line for each sheet.

    Only the parts that say what cells show are unpacked, one after the other, and no tree is made of them.
    """
    grids: list[Grid] = []
    problems: list[Problem] = []
    try:
        parts = read_parts(Members(data, EXCEL), tell)
        for hidden, sheet in parts.sheets:
            rows = _rows(sheet, parts, name)
            covered = _spread(sheet, rows)
            grid = Grid(sheet.name, tuple(map(tuple, rows)), Place(f"{name}!{sheet.name}"))
            grids.append(grid)
            problems += [*_hidden(hidden, sheet, grid), *covered]
    except RefusedError as refusal:
        return [], [_refused(f"{name}!{refusal.part}" if refusal.part else name, str(refusal), refusal.remedy)]
    return ([], problems) if problems else (grids, [])


def _refused(path: str, message: str, remedy: str) -> Problem:
    return Problem("XLSX-FILE", Place(path), message, remedy)


def _rows(sheet: SheetScan, parts: Parts, name: str) -> list[list[Cell]]:
    columns = [(column, letters(column)) for column in range(1, sheet.columns + 1)]
    rows: list[list[Cell]] = []
    for row in range(1, sheet.rows + 1):
        rules = [(rule, area) for rule in sheet.rules for area in rule.areas if area.top <= row <= area.bottom]
        contents = {}
        for column, letter in columns:
            if raw := sheet.cells.get((row, column)):
                content = _content(raw, f"{sheet.name}!{letter}{row}", parts.styles, parts.shared)
                fonts = sheet.fonts.get((row, column))
                over = [rule for rule, area in rules if area.left <= column <= area.right]
                contents[column] = _seen(content, raw, parts, fonts, over)
        excerpt = printable(" │ ".join(content.shown[:_EXCERPT] for content in contents.values())[:_EXCERPT])
        cells = []
        for column, letter in columns:
            place = Place(f"{name}!{sheet.name}!{letter}{row}", excerpt=excerpt)
            cell = _cell(contents.get(column, _EMPTY), place, row, column)
            doubt = _doubt((row, column), sheet, parts)
            cells.append(replace(cell, doubt=doubt) if doubt else cell)
        rows.append(cells)
    return rows


def _doubt(where: tuple[int, int], sheet: SheetScan, parts: Parts) -> tuple[str, str] | None:
    if where in parts.linked[sheet.name]:
        return LINKED
    return STALE if parts.stale and where in sheet.formulas else None


def _spread(sheet: SheetScan, rows: list[list[Cell]]) -> list[Problem]:
    """Repeats the first cell of each merged range over the range; a problem for each that covers something else.

    Raises:
        RefusedError: two of them overlap, which Excel does not allow.
    """
    taken = [bytearray(sheet.columns) for _ in rows]
    problems: list[Problem] = []
    for merged in sheet.merged:
        left, right = merged.left - 1, min(merged.right, sheet.columns)
        covered: list[Cell] = []
        for row in range(merged.top - 1, min(merged.bottom, len(rows)) if left < right else 0):
            if (overlap := taken[row].find(1, left, right)) >= 0:
                where = f"{sheet.name}!{letters(overlap + 1)}{row + 1}"
                raise RefusedError("这个单元格在两处合并单元格里", where, "取消这里的合并，重新合并")
            taken[row][left:right] = b"\1" * (right - left)
            first = rows[merged.top - 1][left]
            covered += [cell for cell in rows[row][left:right] if _holds_other(cell, first)]
            rows[row][left:right] = [first] * (right - left)
        for cell in covered[:1]:
            content = f"内容「{printable(cell.text[:40])}」" if cell.text else "内容"
            message = f"这里的{content}被合并的单元格遮住，看不见"
            remedy = "取消合并，核对以后删去多出的内容，再合并"
            problems.append(Problem("XLSX-HIDDEN", cell.place, message, remedy))
    return problems


def _holds_other(cell: Cell, first: Cell) -> bool:
    """Whether a cell that is merged with another holds something, and not the same."""
    content = cell.value, cell.fault
    return content != (None, "") and content != (first.value, first.fault)


class _Content(NamedTuple):
    """The content of a cell, and how an excerpt of its row shows it (`shown`)."""

    shown: str
    value: Decimal | str | None = None
    percent: bool = False
    fault: str = ""
    remedy: str = ""
    before: str = ""
    after: str = ""


_EMPTY = _Content("")


def _cell(content: _Content, place: Place, row: int, column: int) -> Cell:
    shown = content.before, content.after
    return Cell(content.value, place, row, column, content.percent, content.fault, content.remedy, *shown)


def _content(raw: Raw, where: str, styles: StylesScan, shared: SharedScan) -> _Content:
    """The content of a cell, by its type.

    Raises:
        RefusedError: the file contradicts itself.
    """
    if not raw.text:
        return _Content("", fault=UNCOMPUTED, remedy=_SAVE)
    if raw.type == "n":
        return _number(raw, where, styles)
    if raw.type == "b":
        if (value := _BOOLEANS.get(raw.text)) is None:
            raise _contradiction(where, raw.text)
        return _Content(value, value)
    if raw.type == "e":
        return _Content(
            raw.text, fault=f"{FORMULA_FAULT}，显示 {printable(raw.text[:40])}", remedy="改正公式，或者直接填写数字"
        )
    if raw.type == "d":
        return _Content(raw.text, fault=_DATE, remedy=_AS_TEXT)
    text = raw.text
    if raw.type == "s":
        if (number := int(raw.text)) not in shared.shared:
            raise RefusedError(f"文件里没有这个单元格的文字（第 {number} 条）", where, _SAVE)
        text = shared.shared[number]
    if len(text) > MAX_CHARACTERS:
        raise RefusedError(f"文字超过 Excel 一格的上限 {MAX_CHARACTERS} 个字", where, "只留要填报的文字")
    if text.startswith(_PICTURES):
        return _Content(text, fault="是一张图片，不是数，也不是文字", remedy="删去图片，填写要导入的内容")
    text = text.translate(_UNSEEN)
    if any(forbidden(text.replace("\r", ""))):
        return _Content(text, fault="有看不见的控制字符", remedy="删去这个字符，或者重新填写")
    if fault := styles.text_fault(raw.style):
        return _Content(text, None, False, *fault)
    return _Content(text, text.strip() or None)


def _seen(content: _Content, raw: Raw, parts: Parts, fonts: Fonts | None, rules: Sequence[Rule]) -> _Content:
    """A content that nobody sees, that is struck out, or that a conditional format may hide, is a fault."""
    if content.value is None:
        return content
    if fonts is None and raw.type == "s":
        fonts = parts.shared.fonts.get(int(raw.text))
    unseen = parts.styles.unseen(raw.style, fonts or (None,))
    if unseen is None and any(rule.hides(parts.styles, raw.style, content.value) for rule in rules):
        unseen = COVERED
    return content if unseen is None else _Content(content.shown, None, False, *unseen)


def _number(raw: Raw, where: str, styles: StylesScan) -> _Content:
    if not _NUMBER.fullmatch(raw.text):
        raise _contradiction(where, raw.text)
    # The shortest decimal that the stored number can have been typed as; 50 is stored as 50.0 by some.
    whole = raw.text.lstrip("+-").isdigit()
    value = Decimal(raw.text) if whole else Decimal(repr(float(raw.text)).removesuffix(".0"))
    shown = styles.format(raw.style, value)
    if shown is None:
        raise RefusedError(f"文件里没有这个单元格的格式（第 {raw.style} 种）", where, _SAVE)
    if shown.kind is Shown.DATE:
        words = _in_words(value, shown.date, styles.first_day)
        return _Content(words, words) if words else _Content(raw.text, fault=_DATE, remedy=_AS_TEXT)
    if shown.fault:
        return _Content(raw.text, None, False, *shown.fault)
    return _Content(_as_shown(value, shown), value, shown.kind is Shown.PERCENT, before=shown.before, after=shown.after)


def _in_words(value: Decimal, parts: str, first_day: date) -> str:
    """A day that is shown in words, 2022年12月31日; empty if it is not, or is none."""
    if not parts or value != int(value) or not 61 <= value <= _LAST_DAY:  # before, Excel counts a day that never was
        return ""
    day = first_day + timedelta(days=int(value))
    return f"{day.year}年{day.month}月" + (f"{day.day}日" if "日" in parts else "")


def _as_shown(value: Decimal, shown: Display) -> str:
    return f"{shown.before}{value}{shown.after}"


def _contradiction(where: str, text: str) -> RefusedError:
    return RefusedError(f"打不开，内容不完整：这个单元格应是数，写着「{printable(text[:40])}」", where, _SAVE)


def _hidden(hidden: bool, sheet: SheetScan, grid: Grid) -> Iterator[Problem]:
    """A problem for a hidden sheet that is not empty, else for each such hidden row or column."""

    def problem(cell: Cell, what: str, cause: Cause) -> Problem:
        how, undo = _CAUSES[cause]
        return Problem("XLSX-HIDDEN", cell.place, f"{what}{how}，却有内容", f"{undo}，核对以后再导入；不要的删去{what}")

    filled = [cell for row in grid.rows for cell in row if cell.value is not None or cell.fault]
    if hidden:
        if filled:
            yield problem(filled[0], f"工作表「{sheet.name}」", Cause.HIDDEN)
        return
    seen: set[str] = set()
    for cell in filled:
        where, cause = f"第 {cell.row} 行", sheet.hidden_rows.get(cell.row)
        if of_column := sheet.hidden_columns[cell.column]:
            where, cause = f"{letters(cell.column)} 列", Cause(of_column)
        if cause and where not in seen:
            seen.add(where)
            yield problem(cell, where, cause)
