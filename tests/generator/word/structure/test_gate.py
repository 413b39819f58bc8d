"""The rules of the form of one part; tests/support/test_gate.py plants faults in whole documents."""

from __future__ import annotations

import pytest
from lxml import etree

from generator.word.names import DOCUMENT, W
from generator.word.structure.gate import form_faults
from tests.support.docx import p, package_of
from tests.support.filling import cell, control, field, grid, mark, par, picture, row, run, text_box

ONE = row(p("x"), p("y"))


def found(source: str) -> list[str]:
    return form_faults(etree.fromstring(package_of(source)[DOCUMENT]))


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        (grid(ONE) + grid(ONE), "tbl: touches another"),
        (grid(ONE) + control(grid(ONE)), "tbl: touches another"),
        (grid(), "tbl: has no rows"),
        (grid(row("", p("x"))), "tc: does not end in a paragraph"),
        (grid(row(grid(ONE), p("x"))), "tc: does not end in a paragraph"),
        (par(text_box("")), "txbxContent: does not end in a paragraph"),
        (p("x") + "<w:sdt><w:sdtContent/></w:sdt>", "sdt: is empty"),
        (par(picture(1)) * 2, "docPr id 1 stands twice"),
        (control(p("x")) * 2, "control 5 stands twice"),
        (par(mark("perm", "", 1)) * 2, "permission 1 stands twice"),
        (par(properties='<w:rPr><w:ins w:id="3" w:author="x"/></w:rPr>') * 2, "tracked change 3 stands twice"),
        (par(run('<w:commentReference w:id="1"/>')) * 2, "comment 1 stands twice"),
        (par(mark("bookmark", "a", 1)) + par(mark("bookmark", "A", 2)), "bookmark name a stands twice"),
        (par("".join(field(" REF a "))), "link to bookmark 'a', which is not there"),
        (grid("<w:tr>" + cell(p("x"), "<w:vMerge/>") + "</w:tr>"), "tc: vMerge continues nothing"),
    ],
)
def test_a_fault_is_found(source: str, fault: str) -> None:
    assert fault in found(source)


@pytest.mark.parametrize(
    "source",
    [
        par(text_box(par(mark("bookmark", "a", 1)))),
        grid(control(ONE), ONE),
        grid(row(control(p("x")), p("y") + mark("bookmark", "a", 1))),
        grid(ONE) + p("") + grid(ONE),
        par(mark("bookmark", "a", 1), "".join(field(' PAGEREF "A" \\h '))),
        grid('<w:tr><w:trPr><w:gridAfter w:val="x"/></w:trPr>' + cell(p("x")) + "</w:tr>"),
    ],
)
def test_what_word_writes_is_no_fault(source: str) -> None:
    assert found(source) == []


def test_settings_name_the_notes_of_separators_without_their_texts() -> None:
    notes = '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
    assert form_faults(etree.fromstring(f'<w:settings xmlns:w="{W[1:-1]}">{notes}</w:settings>')) == []
