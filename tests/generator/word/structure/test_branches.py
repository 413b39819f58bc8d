"""Branches: what is printed with what."""

from __future__ import annotations

import pytest
from lxml import etree

from generator.text.printer import Printer
from generator.word.names import DOCUMENT, W
from generator.word.structure.branches import Branch, branches
from generator.word.structure.governing import restructure
from generator.word.structure.marking import mark_tags
from generator.word.structure.merges import merge_cells
from generator.word.structure.pieces import Pieces
from tests.support.docx import p, package_of
from tests.support.filling import FI, FOR, IF_NO, ROF, grid, refused, row
from tests.support.parts import cells, told


def placed(source: str) -> dict[str, Branch]:
    """The branch of each text."""
    root, pieces = etree.fromstring(package_of(source)[DOCUMENT]), Pieces("t.docx")
    for paragraph in [*root.iter(f"{W}p")]:
        mark_tags(pieces, paragraph)
    for paragraph in [*root.iter(f"{W}p")]:
        restructure(pieces, paragraph, "Strong")
    merge_cells(pieces, root)
    assert pieces.problems == []
    return {element.text or "": branch for element, branch in branches(root, pieces) if element.tag == f"{W}t"}


def kinds(branch: Branch) -> list[str]:
    found = []
    now: Branch | None = branch
    while now is not None and now.around is not None:
        found.append(f"{now.kind}{now.number or ''}")
        now = now.around
    return found[::-1]


def test_each_element_is_in_the_branches_that_are_open_there() -> None:
    found = placed(p("a") + FOR + p("b") + IF_NO + p("c") + p("{%p else %}") + p("d") + FI + p("e") + ROF + p("f"))
    assert {name: kinds(branch) for name, branch in found.items()} == {
        "a": [],
        "b": ["for"],
        "c": ["for", "if"],
        "d": ["for", "if1"],
        "e": ["for"],
        "f": [],
    }
    assert found["b"] is found["e"] and found["a"] is found["f"]
    assert found["c"].within(found["b"]) and not found["b"].within(found["c"])
    assert [loop.shown for loop in found["d"].loops] == ["{%p for r in rows %}"]


def test_what_stands_for_an_empty_list_is_in_no_loop() -> None:
    found = placed(FOR + p("b") + p("{%p else %}") + p("c") + ROF)
    assert ([*found["b"].loops] != [], [*found["c"].loops]) == (True, [])


def test_the_content_of_a_merged_cell_is_a_branch() -> None:
    found = placed(grid(row(p("{% vm unit %}a"), p("b"))) + p("c"))
    assert {name: kinds(branch) for name, branch in found.items()} == {"a": ["cell"], "b": [], "c": []}


PAIR = "for 与 endfor、if 与 endif 一一成对，先开始的后结束"
END = p("{%p endif %}")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (p("{%p if a %}"), [("{%p if a %}", "{%p if a %} 没有结束", "在后面另起一段写 {%p endif %}")]),
        (cells((p("{%tr for a in b %}"),)), [("{%tr for a in b %}", "{%tr for a in b %} 没有结束", "在后面另起一行写 {%tr endfor %}")]),
        (END, [("{%p endif %}", "{%p endif %} 前面没有与它成对的 if", PAIR)]),
        (p("{%p endfor %}"), [("{%p endfor %}", "{%p endfor %} 前面没有与它成对的 for", PAIR)]),
        (p("{%p else %}"), [("{%p else %}", "{%p else %} 前面没有与它成对的 if", PAIR)]),
        (p("{%p for a in b %}") + END + p("{%p endfor %}"), [("{%p endif %}", "{%p endif %} 前面没有与它成对的 if", PAIR)]),
        (p("{%p if a %}") + p("{%p endfor %}"), [("{%p endfor %}", "{%p endfor %} 前面没有与它成对的 for", PAIR)]),
        (p("{%p for a in b %}") + p("{%p if c %}") + p("{%p endfor %}") + END, [
            ("{%p endfor %}", "{%p endfor %} 前面没有与它成对的 for", PAIR),
            ("{%p for a in b %}", "{%p for a in b %} 没有结束", "在后面另起一段写 {%p endfor %}"),
        ]),
        (p("{%p if a %}") + cells((END,)), [("{%p endif %}", "{%p if a %} 和 {%p endif %} 不在同一处", "成对的标记都放在正文里，或都放在同一个单元格里，或都放在同一个表格的行里")]),
    ],
)  # fmt: skip
def test_a_tag_without_its_partner_in_the_same_place_is_told_with_what_to_do(
    body: str, expected: list[tuple[str, str, str]]
) -> None:
    assert told(body) == expected


@pytest.mark.parametrize(
    ("source", "remedy"),
    [
        (
            grid(row(FOR, p("")), row(p("甲"), p("乙")), row(ROF, p(""))),
            "管的是表格的行：写成 {%tr for … %} 和 {%tr endfor %}，各独占一行",
        ),
        (
            grid(row(FOR, p("甲"), ROF)),
            "管整行的写成 {%tr for … %} 和 {%tr endfor %}，各独占一行；只管格里文字的，每格里各写一对",
        ),
        (
            grid(row(FOR, p(""))) + p("甲") + grid(row(ROF, p(""))),
            "成对的标记都放在正文里，或都放在同一个单元格里，或都放在同一个表格的行里",
        ),
    ],
    ids=["rows", "cells", "tables"],
)
def test_a_block_over_rows_is_told_to_govern_rows(printer: Printer, source: str, remedy: str) -> None:
    (problem,) = refused(printer, source)
    assert problem.remedy == remedy
