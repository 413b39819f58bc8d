from __future__ import annotations

from lxml import etree

from generator.word.names import W
from generator.word.structure.blocks import blocks_of, last_block, neighbour
from tests.support.docx import p
from tests.support.filling import control, grid, mark, row


def parsed(source: str) -> etree._Element:
    return etree.fromstring(f'<x xmlns:w="{W[1:-1]}">{source}</x>')


def names(elements: list[etree._Element | None]) -> list[str | None]:
    return [None if element is None else str(element.tag).removeprefix(W) for element in elements]


def test_blocks_are_found_in_whatever_they_are_wrapped_in() -> None:
    root = parsed("<w:tcPr/>" + p("a") + control(p("b") + control(grid(row(p("c"))))) + mark("bookmark", "x", 1))
    assert names([*blocks_of(root)]) == ["p", "p", "tbl"]
    assert names([last_block(root), last_block(parsed(mark("bookmark", "x", 1)))]) == ["tbl", None]


def test_a_neighbour_is_found_out_of_and_into_wrappers() -> None:
    root = parsed(control(p("a") + mark("bookmark", "x", 1)) + control(control(grid(row(p("c"))))) + p("d"))
    first, table, last = blocks_of(root)
    assert [neighbour(table, before=True), neighbour(table, before=False)] == [first, last]
    assert [neighbour(first, before=True), neighbour(last, before=False)] == [None, None]
