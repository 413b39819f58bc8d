from __future__ import annotations

import pytest
from lxml import etree

from generator.word.names import W
from generator.word.structure.tables import cells_of, rows_of
from tests.support.docx import p
from tests.support.filling import cell, control, grid, row


def parsed(source: str) -> etree._Element:
    return etree.fromstring(f'<x xmlns:w="{W[1:-1]}">{source}</x>')[0]


def test_rows_are_found_in_whatever_they_are_wrapped_in_but_not_in_nested_tables() -> None:
    nested = row(grid(row(p(""))) + p(""))
    assert len([*rows_of(parsed(grid(row(p("")), control(nested), control(control(row(p("")))))))]) == 3


@pytest.mark.parametrize(("before", "first"), [("", 0), ('<w:trPr><w:gridBefore w:val="2"/></w:trPr>', 2)])
def test_cells_take_columns_one_after_the_other(before: str, first: int) -> None:
    wide = cell(p(""), '<w:gridSpan w:val="3"/>')
    found = parsed(f"<w:tr>{before}{cell(p(''))}{control(wide)}{cell(p(''))}</w:tr>")
    assert [column for _, column in cells_of(found)] == [(first, 1), (first + 1, 3), (first + 4, 1)]
