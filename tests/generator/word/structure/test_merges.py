"""Cells that merge while a value stays the same, wherever their table and they themselves stand."""

from __future__ import annotations

import pytest

from generator.text.printer import Printer
from generator.word.names import W
from tests.support.docx import body, p
from tests.support.filling import DATA, cell, control, filled, grid, messages, par, pict, refused, row, run

FOR_ROWS, END = row(p("{%tr for r in rows %}"), p("")), row(p("{%tr endfor %}"), p(""))
VM = row(p("{% vm r.g %}{{ r.g }}"), p("{{ r.name }}"))
ON, OFF = "restart", "continue"


def column(data: bytes, number: int = 0) -> list[tuple[str, str]]:
    """The text and merge of the cells of a column."""
    found = []
    for one in body(data).iter(f"{W}tr"):
        inner = [*one.iter(f"{W}tc")][number]
        merge = inner.find(f"{W}tcPr/{W}vMerge")
        state = "" if merge is None else str(merge.get(f"{W}val"))
        found.append(("".join(part.text or "" for part in inner.iter(f"{W}t")), state))
    return found


WHOLE = [("组一", ON), ("", OFF), ("组二", ON)]


@pytest.mark.parametrize(
    "merged",
    [
        row(control(p("{% vm r.g %}{{ r.g }}")), p("{{ r.name }}")),
        f"<w:tr>{control(cell(p('{% vm r.g %}{{ r.g }}')))}{cell(p('{{ r.name }}'))}</w:tr>",
        control(VM),
        row(par(control(run("<w:t>{% vm r.g %}{{ r.g }}</w:t>"))), p("{{ r.name }}")),
    ],
    ids=["block", "cell", "row", "run"],
)
def test_cells_in_content_controls_merge(printer: Printer, merged: str) -> None:
    assert column(filled(printer, grid(FOR_ROWS, merged, END))) == WHOLE


def test_cells_of_a_table_in_a_text_box_merge(printer: Printer) -> None:
    assert column(filled(printer, par(run(pict(grid(FOR_ROWS, VM, END) + p("")))))) == WHOLE


def test_a_row_without_a_merged_cell_ends_the_merge(printer: Printer) -> None:
    total = row(p("小计"), p("x"))
    data = filled(
        printer, grid(FOR_ROWS, VM, END, total, FOR_ROWS, VM, END), DATA | {"rows": [{"g": "组一", "name": "甲"}]}
    )
    assert column(data) == [("组一", ON), ("小计", ""), ("组一", ON)]
    assert column(filled(printer, grid(FOR_ROWS, VM, row(p("x"), p("")), END))) == [
        pair for label in ("组一", "组一", "组二") for pair in ((label, ON), ("x", ""))
    ]


def test_rows_with_other_merged_cells_end_the_merge_of_the_rest(printer: Printer) -> None:
    other = row(p("x"), p("{% vm r.g %}{{ r.g }}"))
    data = filled(printer, grid(FOR_ROWS, VM, other, END))
    assert column(data) == [pair for label in ("组一", "组一", "组二") for pair in ((label, ON), ("x", ""))]
    assert [state for _, state in column(data, 1)] == ["", ON] * 3


def test_cells_merge_where_they_take_the_same_columns_only(printer: Printer) -> None:
    wide = "<w:tr>" + cell(p("{% vm r.g %}{{ r.g }}"), '<w:gridSpan w:val="2"/>') + "</w:tr>"
    data = filled(printer, grid(FOR_ROWS, VM, wide, END))
    assert column(data) == [(label, ON) for label in ("组一", "组一", "组一", "组一", "组二", "组二")]
    again = filled(printer, grid(FOR_ROWS, VM, VM, END))
    assert [state for _, state in column(again)] == [ON, OFF, OFF, OFF, ON, OFF]


def test_a_right_cell_splits_with_the_left(printer: Printer) -> None:
    both = row(p("{% vm r.a %}{{ r.a }}"), p("{% vm r.b %}{{ r.b }}"))
    rows = [{"a": a, "b": b} for a, b in (("甲", "x"), ("甲", "x"), ("乙", "x"), ("乙", ""), ("", ""), (" ", ""))]
    data = filled(printer, grid(FOR_ROWS, both, END), DATA | {"rows": rows})
    assert column(data) == [("甲", ON), ("", OFF), ("乙", ON), ("", OFF), ("", ON), (" ", ON)]
    assert [state for _, state in column(data, 1)] == [ON, OFF, ON, ON, ON, ON]


def test_the_label_of_a_group_stands_in_its_first_printed_row(printer: Printer) -> None:
    only, fi = row(p("{%tr if r.n > 1 %}"), p("")), row(p("{%tr endif %}"), p(""))
    assert column(filled(printer, grid(FOR_ROWS, only, VM, fi, END))) == [("组一", ON), ("组二", ON)]


def test_merges_go_neither_from_table_to_table_nor_into_a_nested_one(printer: Printer) -> None:
    table = grid(FOR_ROWS, VM, END)
    one = DATA | {"rows": [{"g": "组一", "name": "甲"}]}
    assert column(filled(printer, table + p("") + table, one)) == [("组一", ON), ("组一", ON)]
    outer = row(p("{% vm r.g %}{{ r.g }}"), grid(row(p("{% vm r.name %}{{ r.name }}"), p(""))) + p(""))
    data = filled(printer, grid(FOR_ROWS, outer, END))
    tables = [*body(data).iter(f"{W}tbl")]
    outer_cells = [one.find(f"{W}tc/{W}tcPr/{W}vMerge") for one in tables[0].iterchildren(f"{W}tr")]
    assert [item.get(f"{W}val") for item in outer_cells if item is not None] == [ON, OFF, ON]
    assert [item.get(f"{W}val") for table in tables[1:] for item in table.iter(f"{W}vMerge")] == [ON] * 3


def test_a_merge_outside_of_cells_and_two_in_one_are_refused(printer: Printer) -> None:
    assert messages(refused(printer, p("{% vm unit %}甲"))) == [
        ("{% vm unit %} 不在表格的单元格里", "写在要合并的单元格里", "{% vm unit %}甲")
    ]
    (problem,) = refused(printer, grid(row(p("{% vm unit %}{% vm year %}"), p(""))))
    assert problem.message == "一个单元格里有两个 vm"
