"""The grid of a table whose columns are made by its data: {%tc for … %}, {% colspan … %}, {% hm %}."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from lxml import etree

from generator.word.names import MOST_COLUMNS, W
from generator.word.structure.identifiers import target_of
from generator.word.structure.pieces import Pieces
from generator.word.structure.preparing import remove
from generator.word.structure.tables import cells_of, number_of, rows_of

FITTED = "fitted"
"""A processing instruction in a table whose grid is to follow the columns that are made."""
_SHOWN = 40  # characters of a row that is told
_OTHERWISE = 1000  # twips of a column of which nothing says how wide it is


def mark_fitted(pieces: Pieces) -> bool:
    """Marks the tables of a part of which tags make columns; whether there are any.

    One whose cells are only spanned has as many columns as its author gave it at most, which the mark says.
    """
    for table, grows in pieces.fitted.items():
        own = max(len(table.findall(f"{W}tblGrid/{W}gridCol")), *map(_end, rows_of(table)))
        table.insert(0, etree.ProcessingInstruction(FITTED, "" if grows else str(own)))
    return bool(pieces.fitted)


def fit_columns(root: etree._Element) -> list[str]:
    """Has the grids of the marked tables follow their rows; returns what Word would not open, in English."""
    faults = []
    for instruction in [one for one in root.iter(etree.PI) if target_of(one) == FITTED]:
        table = instruction.getparent()
        remove(instruction)
        if table is None:
            continue
        for row in [*rows_of(table)]:
            if next(cells_of(row), None) is None:
                remove(row)
        columns = max(map(_end, rows_of(table)), default=0)
        most = int(instruction.text or columns)
        if columns > MOST_COLUMNS:
            faults.append(f"tbl: has {columns} columns, of which Word takes {MOST_COLUMNS}")
        elif columns > most:
            widest = max(rows_of(table), key=_end)
            words = " ".join(text.text or "" for text in widest.iter(f"{W}t"))
            faults.append(f"tbl: has {columns} columns, not {most}: {words[:_SHOWN]}")
        elif columns:
            _fit(table, columns)
    return faults


def _end(row: etree._Element) -> int:
    """The columns that a row takes, with those that it leaves out at its ends."""
    end = max((column + span for _, (column, span) in cells_of(row)), default=0)
    return end + number_of(row.find(f"{W}trPr/{W}gridAfter"), 0)


def _fit(table: etree._Element, columns: int) -> None:
    """Writes the grid and the widths of the cells; the table stays as wide as its author made it."""
    grid = table.find(f"{W}tblGrid")
    if grid is None:
        grid = etree.Element(f"{W}tblGrid")
        properties = table.find(f"{W}tblPr")
        table.insert(0, grid) if properties is None else properties.addnext(grid)
    old = [number_of(column, 0, "w") for column in grid.findall(f"{W}gridCol")]
    widths = _scaled(_widths(table, columns, old), sum(old))
    for outdated in grid.findall(f"{W}gridCol"):
        grid.remove(outdated)
    for number, width in enumerate(widths):
        grid.insert(number, etree.Element(f"{W}gridCol", {f"{W}w": str(width)}))
    for row in rows_of(table):
        for cell, (column, span) in cells_of(row):
            if (measure := _measure(cell)) is not None:
                measure.set(f"{W}w", str(sum(widths[column : column + span])))
        if _end(row) < columns:
            _leave_free(row, widths)


def _leave_free(row: etree._Element, widths: Sequence[int]) -> None:
    """Says of a row that is shorter than others that it leaves columns free behind it."""
    properties = row.find(f"{W}trPr")
    if properties is None:
        properties = etree.Element(f"{W}trPr")
        exceptions = row.find(f"{W}tblPrEx")
        row.insert(0, properties) if exceptions is None else exceptions.addnext(properties)
    for name in ("gridAfter", "wAfter"):
        for old in properties.findall(f"{W}{name}"):
            properties.remove(old)
    end = _end(row)
    free = etree.Element(f"{W}gridAfter", {f"{W}val": str(len(widths) - end)})
    width = etree.Element(f"{W}wAfter", {f"{W}w": str(sum(widths[end:])), f"{W}type": "dxa"})
    place = len(properties.findall(f"{W}cnfStyle")) + len(properties.findall(f"{W}gridBefore"))
    properties[place:place] = [free, width]


def _widths(table: etree._Element, columns: int, old: Sequence[int]) -> list[int]:
    """How wide each column is by its cells: by one that takes it alone, else by the narrowest share of one."""
    alone: dict[int, int] = {}
    shared: dict[int, int] = {}
    for row in rows_of(table):
        full = _end(row) == columns
        for cell, (column, span) in cells_of(row):
            measure = _measure(cell)
            width = 0 if measure is None else number_of(measure, 0, "w")
            if width and full and span == 1:
                alone.setdefault(column, width)
            elif width and full:
                for one in range(column, column + span):
                    shared[one] = min(width // span, shared.get(one, width))
    usual = sum(old) // columns or _OTHERWISE
    return [alone.get(column) or shared.get(column) or usual for column in range(columns)]


def _scaled(widths: Sequence[int], whole: int) -> list[int]:
    """The widths in proportion, as wide together as the whole; unchanged where that is not known."""
    total = sum(widths)
    if not whole or total == whole:
        return [*widths]
    edges = [whole * sum(widths[:number]) // total for number in range(len(widths) + 1)]
    return [max(end - begin, 1) for begin, end in pairwise(edges)]


def _measure(cell: etree._Element) -> etree._Element | None:
    """The width of a cell, if it is a length."""
    measure = cell.find(f"{W}tcPr/{W}tcW")
    return measure if measure is not None and measure.get(f"{W}type", "dxa") == "dxa" else None
