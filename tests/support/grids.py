"""Worksheets written as text, as they are when they have been read."""

from __future__ import annotations

import re
from decimal import Decimal

from generator.excel.sheet import address
from generator.problems import Place
from generator.tables.finding import Table, find_tables
from generator.tables.grid import Cell, Grid


def grid(text: str, name: str = "表") -> Grid:
    """A worksheet with a row for each line and `|` between cells; what looks like a number is one."""
    lines = [[part.strip() for part in line.split("|")] for line in text.splitlines()]
    width = max(map(len, lines))
    rows = tuple(
        tuple(
            Cell(
                Decimal(part) if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", part) else part or None,
                Place(f"book.xlsx!{name}!{address(row, column)}"),
                row + 1,
                column + 1,
            )
            for column, part in enumerate([*line, *[""] * (width - len(line))])
        )
        for row, line in enumerate(lines)
    )
    return Grid(name, rows, Place(f"book.xlsx!{name}"))


def table(text: str) -> Table:
    """The only table of a worksheet of 2022."""
    (found,), problems = find_tables(grid(text), 2022)
    assert problems == []
    return found


def row_of(*texts: str) -> tuple[Cell, ...]:
    """Cells side by side that hold these texts; an empty text is a blank cell."""
    return tuple(
        Cell(text or None, Place(f"book.xlsx!表!{address(0, column)}"), 1, column + 1)
        for column, text in enumerate(texts)
    )
