"""Cells in rows, as a table of any file shows them; each knows its place."""

from __future__ import annotations

from decimal import Decimal

from generator.frozen import Frozen
from generator.problems import Place

UNCOMPUTED = "公式没有算出的值"
"""The fault of a cell with a formula that no program has computed: those that only write files leave them so."""

FORMULA_FAULT = "公式出错"
"""What the fault of a cell with the error of a formula begins with."""

LINKED = (
    "公式引用别的工作簿或者网上的数据，看到的数不一定是现在的数",
    "核对以后，把这一格复制、粘贴为数值，再导入",
)
"""Why a value that is from outside the workbook is not taken, and what to do."""
STALE = (
    "工作簿设成手动计算，保存时没有重新计算，公式的值可能是旧的",
    "在「公式」里的「计算选项」设成自动，保存以后再导入",
)
"""Why a value that no program may have computed is not taken, and what to do."""


class Cell(Frozen):
    """What a cell shows: a number exactly as typed, a text, or nothing; `fault` says why it cannot be used.

    `before` and `after` are the words that its format shows round a number: ≥, 万元.
    """

    value: Decimal | str | None
    place: Place
    row: int
    column: int
    percent: bool = False
    fault: str = ""
    remedy: str = ""
    before: str = ""
    after: str = ""
    doubt: tuple[str, str] | None = None
    """Why it is not taken over, only compared: nobody knows whether it is still right; and what to do."""

    @property
    def text(self) -> str:
        """The value as text; empty if there is none."""
        return "" if self.value is None else str(self.value)


class Grid(Frozen):
    """One worksheet: rows of cells from A1 on, a merged cell repeated over its whole range."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    place: Place
