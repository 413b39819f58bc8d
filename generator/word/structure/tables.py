"""The rows and cells of a table, whatever they are wrapped in, and the columns of the grid that cells take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from generator.word.names import MOST_COLUMNS, W
from generator.word.structure.pieces import SHELL, STATEMENT
from generator.word.tags import ROW_WRAPPERS

Column = tuple[int, int]
"""The first column of the grid that a cell takes, from 0, and how many it takes."""


def rows_of(table: etree._Element) -> Iterator[etree._Element]:
    """The rows of a table in their order, and the shells of the tags between them."""
    return _within(table, f"{W}tr")


def cells_of(row: etree._Element) -> Iterator[tuple[etree._Element, Column]]:
    """The cells of a row with their columns."""
    column = columns(row.find(f"{W}trPr/{W}gridBefore"), 0)
    for cell in _within(row, f"{W}tc"):
        if cell.tag == SHELL:
            continue
        span = max(columns(cell.find(f"{W}tcPr/{W}gridSpan"), 1), 1)
        yield cell, (column, span)
        column += span


@dataclass(slots=True)
class Governed:
    """What the tags between the cells of rows govern, each row looked through once."""

    _known: dict[etree._Element, dict[etree._Element, tuple[int, int]]] = field(default_factory=dict)

    def open_at(self, cell: etree._Element) -> tuple[int, int]:
        """How many loops and conditions a cell is in within its row, and how many loops.

        The cell comes with what is wrapped around it alone.
        """
        row = cell.getparent()
        assert row is not None
        if row not in self._known:
            opened: list[str] = []
            self._known[row] = {}
            for child in row.iterchildren(etree.Element):
                statement = str(child.get(STATEMENT)) if child.tag == SHELL else ""
                if statement in ("for", "if"):
                    opened.append(statement)
                elif statement in ("endfor", "endif"):
                    opened[-1:] = []
                elif not statement:
                    self._known[row][child] = len(opened), opened.count("for")
        return self._known[row][cell]


def loose_merges(table: etree._Element) -> Iterator[etree._Element]:
    """The merges of cells that continue one whose beginning is not there.

    Where tags decide what stands above a row, or where its cells are, nothing is said of it.
    """
    above: dict[int, int] | None = {}
    tagged = next(table.iter(SHELL), None) is not None  # no more once it is filled
    for row in rows_of(table):
        if tagged and any(one.tag == SHELL for one in (row, *_within(row, f"{W}tc"))):
            above = None
            continue
        here: dict[int, int] = {}
        for cell, (column, span) in cells_of(row):
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            if merge is not None:
                if merge.get(f"{W}val") != "restart" and above is not None and above.get(column) != span:
                    yield merge
                here[column] = span
        above = here


def _within(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    for child in element.iterchildren(etree.Element):
        if child.tag in (tag, SHELL):
            yield child
        elif child.tag in ROW_WRAPPERS:
            yield from _within(child, tag)


def columns(element: etree._Element | None, otherwise: int) -> int:
    """What an element of a row or cell counts: columns, at most 63; `otherwise` where it is not there or no number."""
    return min(number_of(element, otherwise), MOST_COLUMNS)


def number_of(element: etree._Element | None, otherwise: int, name: str = "val") -> int:
    """The whole number that an attribute of an element gives, such as its columns; `otherwise` where it gives none."""
    value = "" if element is None else str(element.get(f"{W}{name}", ""))
    return int(value) if value.isdecimal() and len(value) < 6 else otherwise
