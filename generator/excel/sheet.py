"""Worksheets as plain data: which figure or text is in which cell, and the formulas of computed figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from generator.frozen import Frozen
from generator.quantity import MONEY, Operation, Quantity

WAN = Fraction(10_000)  # every amount of a workbook is in 万元, so that formulas need no factor
_PROFILE = "profile.yaml"
# A reference to a cell: B3.
_REFERENCE = re.compile(r"[A-Z][0-9]")
_LONGEST = 8_000  # Excel takes formulas of 8192 characters


class Put(Frozen):
    """A cell, merged over `height` rows and `width` columns; rows and columns count from 0."""

    row: int
    column: int
    value: Quantity | str | int | None
    style: str = "text"
    height: int = 1
    width: int = 1


@dataclass(slots=True)
class Sheet:
    """A worksheet: its cells, the width of its columns in characters, and the rows of its heading."""

    name: str
    widths: tuple[float, ...]
    cells: list[Put] = field(default_factory=list)
    heading: tuple[int, int] | None = None
    portrait: bool = False

    def put(
        self,
        row: int,
        column: int,
        value: Quantity | str | int | None,
        style: str = "text",
        height: int = 1,
        width: int = 1,
    ) -> None:
        """Puts a value into a cell, which is merged over `height` rows and `width` columns."""
        self.cells.append(Put(row, column, value, style, height, width))

    def line(self, row: int, values: Sequence[Quantity | str | int | None], style: str, first: int = 0) -> None:
        """Puts values into adjacent cells of a row, from column `first` on."""
        for column, value in enumerate(values, first):
            self.put(row, column, value, style)

    def head(self, title: str, left: str, unit: str = "单位：万元") -> None:
        """The title, and below it the unit's name and the unit of the amounts."""
        last = len(self.widths)
        self.put(0, 0, title, "title", width=last)
        half = max(last // 2, 1)
        self.put(1, 0, left, "left", width=half)
        self.put(1, half, unit, "right", width=last - half)


def number(figure: Quantity) -> Fraction | None:
    """The figure as its cell holds it: money in 万元, rates as bare ratios."""
    if figure.value is None:
        return None
    return figure.value / WAN if figure.unit == MONEY else figure.value


def decimal(value: Fraction) -> Decimal | None:
    """The exact decimal of a fraction; None if its decimals do not end."""
    rest, places = value.denominator, 0
    while rest % 10 == 0:
        rest, places = rest // 10, places + 1
    for prime in (2, 5):
        while rest % prime == 0:
            rest, places = rest // prime, places + 1
    if rest != 1:
        return None
    digits = value * 10**places
    return Decimal(digits.numerator).scaleb(-places) if digits.denominator == 1 else None


class Formulas:
    """Writes the formulas of computed figures: each refers to the cells of its operands.

    A figure knows how it was computed; a formula is that computation with every operand that has a cell replaced by a
    reference to it, so that a reviewer can follow it down to what was typed.
    """

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self._homes: dict[object, tuple[Sheet, Put]] = {}
        # How many terms the sums that have a cell add up, by the first of these terms.
        self._sums: dict[Quantity, set[int]] = {}
        self._near: dict[tuple[str, object, str | None], tuple[Sheet, Put]] = {}
        for sheet in sheets:
            for cell in sheet.cells:
                if isinstance(cell.value, Quantity) and (key := _key(cell.value)) is not None:
                    self._homes.setdefault(key, (sheet, cell))
                    if isinstance(key, Operation) and key.name == "+":
                        self._sums.setdefault(key.operands[0], set()).add(len(key.operands))
                    for label in (None, cell.value.label):
                        self._near.setdefault((sheet.name, key, label), (sheet, cell))

    def of(self, sheet: Sheet, cell: Put) -> str | None:
        """The formula of a cell, or None if its figure was typed there or has no formula."""
        figure = cell.value
        if not isinstance(figure, Quantity):
            return None
        for home in (self._home(figure, sheet), None if _prescribed(figure) else self._homes.get(_key(figure))):
            if home is not None and home[1] is not cell:
                return f"={_reference(home, sheet)}"
        if not isinstance(figure.origin, Operation):
            return None
        text = self._expanded(figure, sheet)
        return f"={text}" if text is not None and len(text) < _LONGEST and _REFERENCE.search(text) else None

    def _home(self, figure: Quantity, sheet: Sheet) -> tuple[Sheet, Put] | None:
        """The cell of a figure: on the same sheet if possible, preferably under its label; else the first.

        Figures of the profile are repeated on each sheet, so a cell of another sheet is not used for them.
        """
        key = _key(figure)
        for label in (figure.label, None):
            if near := self._near.get((sheet.name, key, label)):
                return near
        return None if _prescribed(figure) else self._homes.get(key)

    def _operand(self, figure: Quantity, sheet: Sheet) -> str | None:
        if figure.value is None:
            return None
        home = self._home(figure, sheet)
        if home is not None:
            return _reference(home, sheet)
        if isinstance(figure.origin, Operation):
            text = self._expanded(figure, sheet)
            return text and f"({text})"
        value = number(figure)
        exact = None if value is None else decimal(value)
        return None if exact is None else format(exact, "f")

    def _expanded(self, figure: Quantity, sheet: Sheet) -> str | None:
        operation = figure.origin
        assert isinstance(operation, Operation)
        if operation.name == "+":
            return self._sum([*self._terms(figure, top=True)], sheet)
        parts = [self._operand(operand, sheet) for operand in operation.operands]
        if any(part is None for part in parts):
            return None
        match operation.name:
            case "−":
                return f"{parts[0]}-{parts[1]}"
            case "×":
                return f"{parts[0]}*{parts[1]}"
            case "÷":
                return f"{parts[0]}/{parts[1]}"
            case "封顶":
                return f"MIN({parts[0]},{parts[1]})"
            case "不低于零":
                return f"MAX({parts[0]},0)"
            case "完成目标，得满分":
                return parts[0]
            case "四舍五入" if figure.step and figure.unit != MONEY:
                return f"ROUND({parts[0]},{len(str(figure.step.denominator)) - 1})"
        return None

    def _terms(self, figure: Quantity, *, top: bool = False) -> list[Quantity]:
        """The terms of a sum of sums, as far as those in between, or their first terms together, have no cell."""
        operation = figure.origin
        if not isinstance(operation, Operation) or operation.name != "+" or (not top and _key(figure) in self._homes):
            return [figure]
        count, begun = self._begun(operation.operands)
        return [*begun, *(term for operand in operation.operands[count:] for term in self._terms(operand))]

    def _begun(self, terms: tuple[Quantity, ...]) -> tuple[int, list[Quantity]]:
        """How many of the first terms, though not all, have their sum in a cell, the most; and the figure there."""
        for count in sorted(self._sums.get(terms[0], ()), reverse=True):
            if 1 < count < len(terms) and (home := self._homes.get(Operation("+", terms[:count]))):
                assert isinstance(home[1].value, Quantity)
                return count, [home[1].value]
        return 0, []

    def _sum(self, terms: Sequence[Quantity], sheet: Sheet) -> str | None:
        runs: list[list[tuple[Sheet, Put]]] = []
        others: list[str] = []
        for term in terms:
            home = self._home(term, sheet)
            if home is None:
                text = self._operand(term, sheet)
                if text is None:
                    return None
                others.append(text)
            elif runs and _follows(runs[-1][-1], home):
                runs[-1].append(home)
            else:
                runs.append([home])
        texts = [_reference(run[0], sheet, run[-1][1] if len(run) > 1 else None) for run in runs] + others
        return "+".join(texts) if len(texts) == len(terms) < 3 else f"SUM({','.join(texts)})"


def _key(figure: Quantity) -> object:
    """What identifies a figure whatever its label: its origin."""
    return figure.origin


def _prescribed(figure: Quantity) -> bool:
    """Whether a figure follows from the profile alone."""
    if isinstance(figure.origin, Operation):
        return all(map(_prescribed, figure.origin.operands))
    return figure.origin is not None and figure.origin.path.endswith(_PROFILE)


def _follows(home: tuple[Sheet, Put], next_home: tuple[Sheet, Put]) -> bool:
    (sheet, above), (same, below) = home, next_home
    return sheet is same and above.column == below.column and above.row + above.height == below.row


def _reference(home: tuple[Sheet, Put], seen_from: Sheet, last: Put | None = None) -> str:
    sheet, cell = home
    text = address(cell.row, cell.column) + (f":{address(last.row, last.column)}" if last else "")
    return text if sheet is seen_from else f"'{sheet.name}'!{text}"


def address(row: int, column: int) -> str:
    """The name of a cell by its row and column from 0."""
    return f"{letters(column + 1)}{row + 1}"


def letters(column: int) -> str:
    """The letters of a column counted from 1."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text
