"""Addresses of cells: A1, $B$3, and areas of them, A1:C3."""

from __future__ import annotations

import re
from typing import NamedTuple

# B3, $B$3; groups: the letters and the number.
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")


class Area(NamedTuple):
    """An area of cells, from its first row and column to its last."""

    top: int
    left: int
    bottom: int
    right: int

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell is in it."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right


def cell_at(address: str) -> tuple[int, int] | None:
    """The row and column of a cell, B3 or $B$3; None for anything else."""
    match = _CELL.fullmatch(address)
    return (int(match[2]), column_of(match[1])) if match else None


def area_at(reference: str) -> Area | None:
    """A range, A1:C3, or one cell; None for anything else."""
    ends = [cell_at(end) for end in reference[:40].split(":")]
    rows, columns = sorted(end[0] for end in ends if end), sorted(end[1] for end in ends if end)
    if len(ends) > 2 or len(rows) != len(ends):
        return None
    return Area(rows[0], columns[0], rows[-1], columns[-1])


def column_of(letters: str) -> int:
    """The number of a column by its letters: A is 1, AA 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
