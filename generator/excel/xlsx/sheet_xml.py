"""The cells of a worksheet as the file says them, with what is merged, hidden and formatted by conditions."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import IntEnum
from typing import NamedTuple

from generator.excel.sheet import letters
from generator.excel.xlsx.areas import Area, area_at, cell_at
from generator.excel.xlsx.cell_styles import Look, Starts
from generator.excel.xlsx.conditional import Rules
from generator.excel.xlsx.formulas import MAX_FORMULA, Formula
from generator.excel.xlsx.shared_texts import Fonts, Runs
from generator.excel.xlsx.xml_scan import SAVE_AS, SHRINK, TRUE, Attributes, Budget, Scan, unescaped, whole
from generator.opc import RefusedError

MAX_ROWS, MAX_COLUMNS = 1_000, 256
MAX_MERGED = 40_000
MAX_ARRAYS = 400_000
"""Cells of formulas that give several values."""

_TYPES = {"n", "s", "str", "inlineStr", "b", "e", "d"}
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_NUMBER = re.compile("[0-9]{1,8}")
_SIZE = re.compile(r"[0-9]{1,5}(?:\.[0-9]*)?|\.[0-9]+")
_LOW, _NARROW = 2.0, 0.3  # of a row in points, and of a column in characters: less is not seen


class Raw(NamedTuple):
    """What the file says of a cell.

    `type` is the file's own letter (n, s, str, inlineStr, b, e, d), `text` the value as written (for type s
    the number of a shared text), empty if a formula was never computed; `style` is the number of its format.
    """

    type: str
    text: str
    style: int


class Cause(IntEnum):
    """Why a row or a column is not seen."""

    HIDDEN = 1
    GROUPED = 2
    FILTERED = 3
    THIN = 4


class SheetScan(Scan):
    """The cells of a worksheet that hold something, by row and column, with what is merged and hidden."""

    def __init__(self, part: str, name: str, budget: Budget, looks: list[Look] | None = None) -> None:
        rules = Rules(name, looks or [])
        starts: Starts = {
            "sheetData/row": self._begin_row,
            "sheetData/row/c": self._begin_cell,
            "sheetData/row/c/f": self._begin_formula,
            "mergeCells/mergeCell": self._merge,
            "cols/col": self._hide,
            "autoFilter": self._begin_filter,
            "autoFilter/filterColumn": self._filter,
            **Runs.starts("sheetData/row/c/is", lambda: self._runs),
            **rules.starts,
        }
        ends: dict[str, Callable[[str], None]] = {
            "sheetData/row/c/f": self._end_formula,
            "sheetData/row/c/v": self._end_value,
            "sheetData/row/c/is/t": self._add_run,
            "sheetData/row/c/is/r/t": self._add_run,
            "sheetData/row/c/is": self._end_inline,
            "sheetData/row/c": self._end_cell,
            "sheetData": self._spread_formulas,
            **rules.ends,
        }
        texts = [f"sheetData/row/c/{name}" for name in ("f", "v", "is/t", "is/r/t")]
        super().__init__(part, "worksheet", starts, ends, (*texts, *rules.texts))
        self.rules = rules.found
        self.name = name
        self.cells: dict[tuple[int, int], Raw] = {}
        self.rows = self.columns = 0
        """The last row and column with a cell that holds something."""
        self.merged: list[Area] = []
        self.hidden_rows: dict[int, Cause] = {}
        self.hidden_columns = bytearray(MAX_COLUMNS + 1)
        """The cause for each column, zero where it is seen."""
        self.fonts: dict[tuple[int, int], Fonts] = {}
        """The fonts of texts that cells hold themselves, in runs of their own fonts."""
        self.formulas: dict[tuple[int, int], Formula] = {}
        self._shared: dict[str, tuple[int, int, str]] = {}
        self._arrays: list[tuple[Area, Formula]] = []
        self._array: Area | None = None
        self._filter_area: Area | None = None
        self._budget = budget
        self._row = self._column = 0
        self._type, self._style = "n", "0"
        self._formula: Formula | None = None
        self._formula_number = ""
        self._value: str | None = None
        self._runs = Runs()

    def _begin_row(self, attributes: Attributes) -> None:
        self._row = whole(attributes["r"]) if "r" in attributes else self._row + 1
        if not 1 <= self._row <= _LAST_ROW:
            raise self.refused(f"工作表「{self.name}」有一行没有写明位置")
        self._column = 0
        if self._row <= MAX_ROWS and (cause := _cause(attributes, "ht", _LOW)):
            self.hidden_rows[self._row] = cause

    def _begin_filter(self, attributes: Attributes) -> None:
        self._filter_area = area_at(attributes.get("ref", ""))

    def _filter(self, _attributes: Attributes) -> None:
        if area := self._filter_area:
            rows = [row for row in self.hidden_rows if area.top <= row <= area.bottom]
            self.hidden_rows |= dict.fromkeys(rows, Cause.FILTERED)
            self._filter_area = None

    def _begin_cell(self, attributes: Attributes) -> None:
        self._column += 1
        if "r" in attributes:
            row, self._column = cell_at(attributes["r"]) or (0, 0)
            if row != self._row:
                raise self.refused(f"工作表「{self.name}」第 {self._row} 行有单元格没有写明位置")
        if self._column > _LAST_COLUMN:
            raise self.refused(f"工作表「{self.name}」第 {self._row} 行有单元格没有写明位置")
        self._type, self._style = attributes.get("t", "n"), attributes.get("s", "0")
        self._formula, self._value, self._runs = None, None, Runs()

    def _begin_formula(self, attributes: Attributes) -> None:
        self._formula_number = attributes.get("si", "") if attributes.get("t") == "shared" else ""
        self._array = area_at(attributes.get("ref", "")) if attributes.get("t") in ("array", "dataTable") else None

    def _end_formula(self, text: str) -> None:
        self._formula = Formula(text[:MAX_FORMULA])
        if self._array is not None:
            self._arrays.append((self._array, self._formula))
        if self._formula_number and text:
            self._shared[self._formula_number] = self._row, self._column, self._formula.text
        elif self._formula_number in self._shared:
            row, column, shared = self._shared[self._formula_number]
            self._formula = Formula(shared, self._row - row, self._column - column)

    def _end_value(self, text: str) -> None:
        self._value = text

    def _add_run(self, text: str) -> None:
        self._runs.add(text)

    def _end_inline(self, _text: str) -> None:
        self._type, self._value = "inlineStr", self._runs.text

    def _end_cell(self, _text: str) -> None:
        is_text = self._type in ("str", "inlineStr")
        written = self._value or "" if is_text else (self._value or "").strip()
        computed = self._formula is not None and not (self._type == "str" and self._value is not None)
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
        if self._formula is not None:
            self.formulas[self._row, self._column] = self._formula
        if self._type == "inlineStr" and self._runs.fonts not in ((), (None,)):
            self.fonts[self._row, self._column] = self._runs.fonts
        self.rows, self.columns = max(self.rows, self._row), max(self.columns, self._column)
        self.cells[self._row, self._column] = Raw(self._type, text, int(self._style))

    def _spread_formulas(self, _text: str) -> None:
        """A formula of several cells stands in the first of them only."""
        steps = 0
        for area, formula in self._arrays:
            rows = range(area.top, min(area.bottom, self.rows) + 1)
            columns = range(area.left, min(area.right, self.columns) + 1)
            steps += len(rows) * len(columns)
            if steps > MAX_ARRAYS:
                message = f"工作表「{self.name}」的数组公式太多"
                raise RefusedError(message, self.name, "把公式复制、粘贴为数值，再导入")
            self.formulas |= {
                (row, column): formula for row in rows for column in columns if (row, column) in self.cells
            }

    def _merge(self, attributes: Attributes) -> None:
        reference = attributes.get("ref", "")
        area = area_at(reference) if ":" in reference else None
        if area is None:
            raise self.refused(f"工作表「{self.name}」的合并单元格写错了位置")
        if len(self.merged) == MAX_MERGED:
            raise RefusedError(f"工作表「{self.name}」的合并单元格超过上限 {MAX_MERGED} 处", self.name, SHRINK)
        self.merged.append(area)

    def _hide(self, attributes: Attributes) -> None:
        if cause := _cause(attributes, "width", _NARROW):
            first, last = max(whole(attributes.get("min")), 1), min(whole(attributes.get("max")), MAX_COLUMNS)
            self.hidden_columns[first : last + 1] = bytes([cause]) * (last + 1 - first)


def _cause(attributes: Attributes, size: str, least: float) -> Cause | None:
    """Why a row or column is not seen; None if it is."""
    if attributes.get("hidden") in TRUE:
        return Cause.GROUPED if whole(attributes.get("outlineLevel")) else Cause.HIDDEN
    written = attributes.get(size, "")
    return Cause.THIN if _SIZE.fullmatch(written) and float(written) < least else None
