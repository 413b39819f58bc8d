"""Formulas of a workbook: which of their values come from another workbook or the network."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from generator.excel.xlsx.areas import Area, column_of

MAX_FORMULA = 8_192
"""Characters of a formula; Excel writes no more."""
_MOST_STEPS = 2_000_000
_LAST = 1_048_576
_LITERAL = re.compile('"[^"]*"')
# [1]Sheet1!A1, '[1]Sheet 1'!A1, [1]!Name, [Book2.xlsx]Sheet1!A1; no column of a table, 表1[2021], 表1[[#All],[2021]].
_OTHER_BOOK = re.compile(r"(?<![\w\])])\[[0-9]{1,4}\](?=[^\],:])|\.(?:xls[xmb]?|et|ods)\]", re.IGNORECASE)
_NETWORK = re.compile(r"(?:WEBSERVICE|IMPORT(?:RANGE|DATA|HTML|XML|FEED)|RTD|GOOGLEFINANCE)\s*\(", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d][\w.]*")
# Sheet1!$A1, 'Sheet 1'!A1:B$2, A:C; groups: the sheet, quoted or not, and each end's column and row with their $.
_REFERENCE = re.compile(
    r"(?:(?:'((?:[^']|''){1,70})'|([^\W\d][\w.]{0,70}))!)?(?<![\w.$])(\$?[A-Z]{1,3})(\$?[0-9]{1,7})?"
    r"(?::(\$?[A-Z]{1,3})(\$?[0-9]{1,7})?)?(?![\w(!.])"
)


class Formula(NamedTuple):
    """A formula as the file holds it; one that cells share is moved by so many rows and columns from its first cell."""

    text: str
    rows: int = 0
    columns: int = 0


Formulas = Mapping[tuple[int, int], Formula]


def from_outside(text: str) -> bool:
    """Whether a formula itself takes a value from another workbook or the network."""
    return bool(_NETWORK.search(text) or _OTHER_BOOK.search(_LITERAL.sub("", text)))


def linked(sheets: Mapping[str, Formulas], defined: Sequence[tuple[str, str]]) -> dict[str, set[tuple[int, int]]]:
    """The cells of each sheet whose formulas depend on other workbooks or the network, through others too.

    `defined` are the workbook's names with what they stand for. Where following them all takes too long, all formulas
    count as such.
    """
    names: dict[str, list[str]] = {}
    for name, text in defined:
        names.setdefault(name.casefold(), []).append(text)
    foreign = {name for name, texts in names.items() if any(map(from_outside, texts))}
    found = {
        sheet: {cell for cell, one in formulas.items() if from_outside(one.text) or foreign & _words(one.text, foreign)}
        for sheet, formulas in sheets.items()
    }
    if any(found.values()):
        try:
            _follow(sheets, names, found)
        except OverflowError:
            return {sheet: {*formulas} for sheet, formulas in sheets.items()}
    return found


def _follow(
    sheets: Mapping[str, Formulas], names: Mapping[str, Sequence[str]], found: dict[str, set[tuple[int, int]]]
) -> None:
    """Adds the formulas that depend on those found.

    Raises:
        OverflowError: it takes too many steps.
    """
    of_names = {name: [one for text in texts for one in _areas("", Formula(text))] for name, texts in names.items()}
    left: dict[tuple[str, tuple[int, int]], list[tuple[str, Area]]] = {}
    steps = 0
    for sheet, formulas in sheets.items():
        for cell, formula in formulas.items():
            taken = [*_areas(sheet, formula)]
            taken += [one for word in _words(formula.text, of_names) for one in of_names[word]]
            left[sheet, cell] = taken
            steps = _within(steps + len(taken))
    grown = True
    while grown:
        grown = False
        for (sheet, cell), taken in left.items():
            if cell in found[sheet]:
                continue
            steps = _within(steps + 1 + sum(len(found.get(other, ())) for other, _ in taken))
            if any(area.holds(*one) for other, area in taken for one in found.get(other, ())):
                found[sheet].add(cell)
                grown = True


def _within(steps: int) -> int:
    if steps > _MOST_STEPS:
        raise OverflowError
    return steps


def _words(text: str, names: Collection[str]) -> set[str]:
    """The names that a formula uses."""
    return {word for word in map(str.casefold, _WORD.findall(text)) if word in names} if names else set()


def _areas(sheet: str, formula: Formula) -> Iterator[tuple[str, Area]]:
    """The areas that a formula takes values from, each with its sheet."""
    for match in _REFERENCE.finditer(_LITERAL.sub("", formula.text)):
        quoted, plain, left, top, right, bottom = match.groups()
        if top is None and right is None:
            continue  # a name
        columns = sorted(_moved(column, formula.columns) for column in (left, right or left))
        rows = sorted(_moved(row, formula.rows) for row in (top, bottom or top) if row) or [1, _LAST]
        yield (quoted or plain or sheet).replace("''", "'"), Area(rows[0], columns[0], rows[-1], columns[-1])


def _moved(place: str, by: int) -> int:
    """A row or column of a reference, moved unless it is fixed by $."""
    bare = place.removeprefix("$")
    number = int(bare) if bare.isdigit() else column_of(bare)
    return number if bare != place else number + by
