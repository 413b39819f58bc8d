"""The cells of a worksheet as the file says them, with what is merged, hidden and formatted by conditions."""

from __future__ import annotations

import re
from typing import NamedTuple

from generator.excel.sheet import letters
from generator.excel.xlsx.shared_texts import Runs
from generator.excel.xlsx.xml_scan import (
    MAX_CHARACTERS,
    SAVE_AS,
    SHRINK,
    TRUE,
    Attributes,
    Budget,
    Scan,
    unescaped,
    whole,
)
from generator.opc import RefusedError

MAX_ROWS, MAX_COLUMNS = 1_000, 256
MAX_MERGED = 40_000
MAX_CONDITIONAL = 4_000
"""Ranges of conditional formats that are looked at; a sheet has a handful."""

_TYPES = {"n", "s", "str", "inlineStr", "b", "e", "d"}
# B3, $B$3; groups: the letters and the number.
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_NUMBER = re.compile("[0-9]{1,8}")


class Raw(NamedTuple):
    """What the file says of a cell.

    `type` is the file's own letter (n, s, str, inlineStr, b, e, d), `text` the value as written (for type s
    the number of a shared text), empty if a formula was never computed; `style` is the number of its format.
    """

    type: str
    text: str
    style: int


class Merged(NamedTuple):
    """A merged range, from its first row and column to its last."""

    top: int
    left: int
    bottom: int
    right: int


class SheetScan(Scan):
    """The cells of a worksheet that hold something, by row and column, with what is merged and hidden."""

    def __init__(self, part: str, name: str, budget: Budget) -> None:
        starts = {
            "sheetData/row": self._begin_row,
            "sheetData/row/c": self._begin_cell,
            "sheetData/row/c/f": self._begin_formula,
            "mergeCells/mergeCell": self._merge,
            "cols/col": self._hide,
            "autoFilter": self._filter,
            "sheetData/row/c/is/r/rPr/strike": self._strike,
            "conditionalFormatting": self._begin_conditional,
            "conditionalFormatting/cfRule": self._add_conditional,
        }
        ends = {
            "sheetData/row/c/v": self._end_value,
            "sheetData/row/c/is/t": self._add_run,
            "sheetData/row/c/is/r/t": self._add_run,
            "sheetData/row/c/is": self._end_inline,
            "sheetData/row/c": self._end_cell,
        }
        super().__init__(
            part, "worksheet", starts, ends, ("sheetData/row/c/v", "sheetData/row/c/is/t", "sheetData/row/c/is/r/t")
        )
        self.name = name
        self.cells: dict[tuple[int, int], Raw] = {}
        self.rows = self.columns = 0
        """The last row and column with a cell that holds something."""
        self.merged: list[Merged] = []
        self.hidden_rows: set[int] = set()
        self.grouped_rows: set[int] = set()
        self.filtered = False
        self.struck: set[tuple[int, int]] = set()
        """The cells in which a run of a text is struck out."""
        self.hidden_columns = bytearray(MAX_COLUMNS + 1)
        self.formulas: dict[tuple[int, int], str] = {}
        """What each formula gives, as it is stored."""
        self.conditional: list[tuple[Merged, int]] = []
        """Ranges with the number of a conditional format that they may have."""
        self._ranges: list[Merged] = []
        self._budget = budget
        self._row = self._column = 0
        self._type, self._style, self._formula = "n", "0", False
        self._value: str | None = None
        self._runs = Runs()

    def _begin_conditional(self, attributes: Attributes) -> None:
        areas = attributes.get("sqref", "")[:MAX_CHARACTERS].split()[:MAX_ROWS]
        self._ranges = [area for area in map(_area, areas) if area]

    def _add_conditional(self, attributes: Attributes) -> None:
        if "dxfId" in attributes and len(self.conditional) + len(self._ranges) <= MAX_CONDITIONAL:
            self.conditional += [(area, whole(attributes["dxfId"])) for area in self._ranges]

    def _begin_row(self, attributes: Attributes) -> None:
        self._row = whole(attributes["r"]) if "r" in attributes else self._row + 1
        if not 1 <= self._row <= _LAST_ROW:
            raise self.refused(f"工作表「{self.name}」有一行没有写明位置")
        self._column = 0
        if self._row <= MAX_ROWS and (attributes.get("hidden") in TRUE or _flat(attributes.get("ht"))):
            self.hidden_rows.add(self._row)
            if whole(attributes.get("outlineLevel")):
                self.grouped_rows.add(self._row)

    def _filter(self, _attributes: Attributes) -> None:
        self.filtered = True

    def _strike(self, attributes: Attributes) -> None:
        if attributes.get("val", "1") in TRUE:
            self.struck.add((self._row, self._column))

    def _begin_cell(self, attributes: Attributes) -> None:
        self._column += 1
        if "r" in attributes:
            address = _CELL.fullmatch(attributes["r"])
            row, self._column = (int(address[2]), _column(address[1])) if address else (0, 0)
            if row != self._row:
                raise self.refused(f"工作表「{self.name}」第 {self._row} 行有单元格没有写明位置")
        if self._column > _LAST_COLUMN:
            raise self.refused(f"工作表「{self.name}」第 {self._row} 行有单元格没有写明位置")
        self._type, self._style = attributes.get("t", "n"), attributes.get("s", "0")
        self._formula, self._value, self._runs = False, None, Runs()

    def _begin_formula(self, _attributes: Attributes) -> None:
        self._formula = True

    def _end_value(self, text: str) -> None:
        self._value = text

    def _add_run(self, text: str) -> None:
        self._runs.add(text)

    def _end_inline(self, _text: str) -> None:
        self._type, self._value = "inlineStr", self._runs.text

    def _end_cell(self, _text: str) -> None:
        is_text = self._type in ("str", "inlineStr")
        written = self._value or "" if is_text else (self._value or "").strip()
        computed = self._formula and not (self._type == "str" and self._value is not None)
        if not written and not computed:
            return
        where = f"{self.name}!{letters(self._column)}{self._row}"
        if self._row > MAX_ROWS or self._column > MAX_COLUMNS:
            message = f"工作表「{self.name}」的内容超过 {MAX_ROWS} 行 {MAX_COLUMNS} 列"
            raise RefusedError(message, where, SHRINK)
        numbers = [self._style, written] if self._type == "s" and written else [self._style]
        if self._type not in _TYPES or not all(_NUMBER.fullmatch(number) for number in numbers):
            raise RefusedError("单元格的类型、格式或者文字的序号写错了", where, SAVE_AS)
        if (self._row, self._column) in self.cells:
            raise RefusedError("文件里有两个单元格都在这个位置，分不清用哪一个", where, SAVE_AS)
        self._budget.take_cell(self.name)
        self._budget.take_text(0 if self._type == "s" else len(written))
        text = unescaped(written) if is_text else written
        if self._formula:
            self.formulas[self._row, self._column] = text
        self.rows, self.columns = max(self.rows, self._row), max(self.columns, self._column)
        self.cells[self._row, self._column] = Raw(self._type, text, int(self._style))

    def _merge(self, attributes: Attributes) -> None:
        reference = attributes.get("ref", "")
        area = _area(reference) if ":" in reference else None
        if area is None:
            raise self.refused(f"工作表「{self.name}」的合并单元格写错了位置")
        if len(self.merged) == MAX_MERGED:
            raise RefusedError(f"工作表「{self.name}」的合并单元格超过上限 {MAX_MERGED} 处", self.name, SHRINK)
        self.merged.append(area)

    def _hide(self, attributes: Attributes) -> None:
        if attributes.get("hidden") in TRUE or _flat(attributes.get("width")):
            first, last = max(whole(attributes.get("min")), 1), min(whole(attributes.get("max")), MAX_COLUMNS)
            self.hidden_columns[first : last + 1] = b"\1" * (last + 1 - first)


def _area(reference: str) -> Merged | None:
    """A range, A1:C3, or one cell; None for anything else."""
    ends = [_CELL.fullmatch(end) for end in reference[:40].split(":")]
    rows, columns = sorted(int(end[2]) for end in ends if end), sorted(_column(end[1]) for end in ends if end)
    if len(ends) > 2 or len(rows) != len(ends):
        return None
    return Merged(rows[0], columns[0], rows[-1], columns[-1])


def _flat(size: str | None) -> bool:
    """Whether a height or width is written as zero."""
    return size is not None and not size.strip("0.")


def _column(name: str) -> int:
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
