"""Reads a text with separators (.csv, .txt) into a grid: in the encodings that offices use, and nothing is guessed.

What a program for spreadsheets would make of a cell is left alone: 0012 and 98% stay texts, =1+1 is no formula, 1-2 no
date. Only a number written in plain digits is one.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from io import StringIO
from itertools import islice
from pathlib import PurePath

from generator.data.syntax.encoding import forbidden
from generator.excel.sheet import letters
from generator.excel.xlsx.parts import MAX_AREA
from generator.excel.xlsx.sheet_xml import MAX_COLUMNS, MAX_ROWS
from generator.excel.xlsx.xml_scan import MAX_CELLS, MAX_CHARACTERS, MAX_TEXT, SHRINK
from generator.opc import RefusedError
from generator.problems import Place
from generator.tables.grid import FORMULA_FAULT, Cell, Grid

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_SEPARATORS = ("\t", ";", ",")
_BLANK = "".join(_SEPARATORS) + "\r\n "  # rows at the end that only have a format are written as these
_LAST_COLUMN = 16_384
_NAMED = {"\t": "制表符", ";": "分号", ",": "逗号"}
_DECLARED = re.compile(r"sep=([,;\t])\r?\n?", re.IGNORECASE)  # sep=; as the first line, by which Excel knows
# 12, -1.5; not 0012, which is a code, nor +5 and 1,922, which are texts that show a number.
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_SCIENTIFIC = re.compile(r"-?[0-9](?:\.[0-9]+)?E[-+][0-9]+", re.IGNORECASE)
_ERROR = re.compile(r"#(?:REF!|DIV/0!|N/A|NAME\?|VALUE!|NUM!|NULL!|SPILL!|CALC!)", re.IGNORECASE)
_NARROW = re.compile("#{2,}")
_EXCERPT = 200
_SAVE_UTF_8 = "在 Excel 里另存为「CSV UTF-8（逗号分隔）」，或者另存为 .xlsx"
_MOST_BROKEN = 10  # one letter in so many that is not UTF-8 is a slip in such a text; more, and it is none


def parse_delimited(data: bytes, name: str) -> Grid:
    """The cells of a text, placed as Excel places them; `name` is for the messages.

    Raises:
        RefusedError: it is in no known encoding, a line cannot be parted into cells, or there is too much of it.
    """
    text = decoded(data)
    lines = _rows(text.rstrip(_BLANK))
    columns = max(map(len, lines), default=0)
    _check_size(lines, columns)
    rows = [_row([*line, *[""] * columns][:columns], number, name) for number, line in enumerate(lines, 1)]
    return Grid(PurePath(name).stem, tuple(rows), Place(name))


def decoded(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or GB18030, without a byte order mark.

    Raises:
        RefusedError: it is in none of these, or part of it is not.
    """
    mark, encoding = next(((mark, encoding) for mark, encoding in _BOMS if data.startswith(mark)), (b"", ""))
    body = data.removeprefix(mark)
    if not encoding and b"\0" in data:
        # The digits and separators of a table have their zero on one side.
        encoding = "utf-16-le" if data[1::2].count(0) > data[::2].count(0) else "utf-16-be"
    try:
        return body.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        first = error
    read = body.decode("utf-8", "replace")
    broken = read.count("\ufffd")
    whole = sum(char > "\x7f" for char in read) - broken
    if not encoding and whole <= broken * _MOST_BROKEN:
        try:
            return body.decode("gb18030")
        except UnicodeDecodeError as error:
            message = f"第 {_line(body, error)} 行的字读不出来：既不是 UTF-8，也不是 GB18030"
            raise RefusedError(message, remedy=_SAVE_UTF_8) from error
    shown = encoding.upper().removesuffix("-LE").removesuffix("-BE") or "UTF-8"
    message = f"第 {_line(body, first)} 行的字读不出来：文件是 {shown} 编码，这里不是，或者缺了一截"
    raise RefusedError(message, remedy=_SAVE_UTF_8)


def _line(data: bytes, error: UnicodeDecodeError) -> int:
    return data[: error.start].decode(error.encoding, "replace").count("\n") + 1


def _rows(text: str) -> list[list[str]]:
    """The lines of a text, parted by the separator that it uses, each up to its last cell that is not blank.

    Raises:
        RefusedError: a line cannot be parted, or its figures cannot be told apart from the separators.
    """
    if declared := _DECLARED.match(text):
        separator, text, first = declared[1], text[declared.end() :], 2
    else:
        separator, first = _separator(text), 1
    widest = 0
    rows: list[list[str]] = []
    for line, row in _parted(text, separator, first):
        cells = [cell.strip() for cell in row]
        if len(row) > max(widest, 1) > 1 and any(map(_NUMBER.fullmatch, cells)):
            message = f"第 {line} 行比前面各行多出 {len(row) - widest} 栏，数可能错了位"
            raise RefusedError(message, remedy=f"数、名称里有{_NAMED[separator]}的，把那一格加上双引号")
        widest = max(widest, len(row))
        while cells and not cells[-1]:
            cells.pop()
        if len(rows) == MAX_ROWS:
            raise RefusedError(f"内容超过 {MAX_ROWS} 行", remedy=SHRINK)
        if len(cells) > MAX_COLUMNS:
            raise _too_wide()
        rows.append(row[: len(cells)])
    return rows


def _separator(text: str) -> str:
    """The separator that parts most lines, and parts them most often."""

    def parts(separator: str) -> tuple[int, int]:
        lengths = []
        with suppress(RefusedError):  # told of the one that is chosen
            for _, row in islice(_parted(text, separator), MAX_ROWS):
                if len(row) > 1:
                    lengths.append(len(row))
        return len(lengths), sum(lengths)

    return max(_SEPARATORS[::-1], key=parts)


def _parted(text: str, separator: str, first: int = 1) -> Iterator[tuple[int, list[str]]]:
    """Each row with the number of its first line, counted from `first`.

    Raises:
        RefusedError: its quotes are wrong, or a cell is too long.
    """
    reader = csv.reader(_lines(text, separator), delimiter=separator, strict=True)
    line = first
    try:
        for row in reader:
            yield line, row
            line = reader.line_num + first
    except csv.Error as error:
        if "limit" in str(error):
            message = f"第 {line} 行有一格的文字超过 Excel 一格的上限 {MAX_CHARACTERS} 个字"
            raise RefusedError(message, remedy="只留要填报的文字") from error
        remedy = "一格里的双引号写成两个，整格再用双引号括起来；或者用 Excel 打开，另存为 .xlsx"
        raise RefusedError(f"第 {line} 行的双引号没有配对，分不清各格", remedy=remedy) from error


def _lines(text: str, separator: str) -> Iterator[str]:
    """The lines of a text with their ends.

    Raises:
        RefusedError: one has more cells than a worksheet of Excel.
    """
    for line in StringIO(text, newline=""):
        if line.count(separator) >= _LAST_COLUMN:
            raise _too_wide()
        yield line


def _too_wide() -> RefusedError:
    return RefusedError(f"内容超过 {MAX_COLUMNS} 列", remedy=SHRINK)


def _check_size(rows: list[list[str]], columns: int) -> None:
    """Holds a text to the limits of a workbook.

    Raises:
        RefusedError: it passes one.
    """
    filled = [cell for row in rows for cell in row if cell.strip()]
    for passed, message in (
        (len(filled) > MAX_CELLS, f"有内容的单元格超过上限 {MAX_CELLS} 个"),
        (sum(map(len, filled)) > MAX_TEXT, f"单元格里的文字一共超过上限 {MAX_TEXT} 个字"),
        (len(rows) * columns > MAX_AREA, f"从左上角到最后一个有内容的单元格，连同空格一共超过上限 {MAX_AREA} 格"),
    ):
        if passed:
            raise RefusedError(message, remedy=SHRINK)


def _row(texts: list[str], number: int, name: str) -> tuple[Cell, ...]:
    written = " │ ".join(text[:_EXCERPT] for text in texts if text.strip())[:_EXCERPT]
    excerpt = "".join(char if char.isprintable() else " " for char in written)
    return tuple(
        _cell(text, Place(f"{name}!{letters(column)}{number}", excerpt=excerpt), number, column)
        for column, text in enumerate(texts, 1)
    )


def _cell(written: str, place: Place, row: int, column: int) -> Cell:
    text = written.strip()
    fault = remedy = ""
    if _NUMBER.fullmatch(text):
        return Cell(Decimal(text), place, row, column)
    if _ERROR.fullmatch(text):
        fault, remedy = f"{FORMULA_FAULT}，显示 {text}", "改正公式，或者直接填写数字"
    elif _NARROW.fullmatch(text):
        fault, remedy = "存成文字时列太窄，数没有存下来", "在 Excel 里把这一列拉宽，重新另存"
    elif _SCIENTIFIC.fullmatch(text):
        fault, remedy = (
            "存成文字时写成了科学记数，后面的数字没有存下来",
            "在 Excel 里把格式改成「文本」或者「数值」，重新另存",
        )
    elif len(text) > MAX_CHARACTERS:
        fault, remedy = f"文字超过 Excel 一格的上限 {MAX_CHARACTERS} 个字", "只留要填报的文字"
    elif any(forbidden(text.replace("\r", ""))):
        fault, remedy = "有看不见的控制字符", "删去这个字符，或者重新填写"
    return Cell(text or None, place, row, column, fault=fault, remedy=remedy)
