"""What becomes of the cells of an import: left, put in, put off, or contradicted by what the report computes."""

from __future__ import annotations

from typing import Any

import pytest

from generator.data.reader import parse
from generator.excel.reading.settle import settle
from generator.excel.reading.slots import Figures, Slot, at
from generator.frozen import replace
from generator.problems import Place, Problem
from generator.quantity import Quantity
from generator.tables.grid import LINKED, STALE, Cell
from generator.tables.values import Value

TEXT = "a: 2.1754万元\nb: 1万元\nc: =a + b\nword: 甲\n"


def compute(text: str) -> tuple[Figures | None, list[Problem]]:
    """A report of amounts a and b; c is their sum unless it is typed."""
    root, _ = parse(text.encode(), "a.yaml")
    if root is None:
        return None, []
    plain: Any = root.plain()
    tree: Any = {key: Quantity.parse(str(value)) or value for key, value in plain.items()}
    if str(tree.get("c", "=")).startswith("="):
        tree["c"] = tree["a"] + tree["b"] if "b" in tree else None
    return Figures(root, None, tree), []


def slot(key: str, text: str, *, path: bool = True, cell: str = "A1", **more: Any) -> Slot:
    value = Value(text, Quantity.parse(text))
    return Slot(Cell(text, Place(f"x.xlsx!表!{cell}"), 1, 1), key, value, (key,) if path else None, at(key), **more)


def settled(*slots: Slot, text: str = TEXT) -> tuple[str, list[Problem]]:
    return settle(text, slots, compute)


def codes(*slots: Slot, text: str = TEXT) -> list[str]:
    return [problem.code for problem in settled(*slots, text=text)[1]]


def test_a_new_amount_and_a_new_word_are_put_in_and_everything_else_stays() -> None:
    text, problems = settled(slot("b", "3万元"), slot("word", "乙"), slot("a", "21754元"))
    assert (text, problems) == (TEXT.replace("b: 1万元", "b: 3万元").replace("甲", "乙"), [])


def test_an_amount_that_is_only_rounded_is_kept_with_a_notice() -> None:
    text, (notice,) = settled(slot("a", "2.18万元"))
    assert (text, notice.code, notice.place.path) == (TEXT, "IMPORT-SKIPPED", "x.xlsx!表!A1")
    assert notice.message == "a：表里的 2.18万元 是数据里 2.1754万元 四舍五入的数，没有改动"
    assert notice.remedy == "确实要改的，在表里写到同样的位数，或者直接改数据文件"
    assert settled(slot("a", "2.18万元", lenient=True)) == (TEXT, [])


@pytest.mark.parametrize("given", ["1元", "10000万元"])
def test_an_amount_ten_thousand_times_another_is_a_unit_mixed_up(given: str) -> None:
    text, problems = settled(slot("b", given))
    assert text == TEXT and problems[0].code == "IMPORT-UNIT"
    assert problems[0].remedy == "核对表头写的单位，元和万元可能写反了"


def test_a_computed_figure_that_a_cell_contradicts_is_a_problem_that_names_where_to_change_it() -> None:
    _, (problem,) = settled(slot("c", "5万元"))
    assert (problem.code, problem.message) == ("IMPORT-COMPUTED", "c：表里是 5万元，程序算得 3.1754万元")
    assert problem.remedy == "数据文件第 3 行写的是算式或者引用（=a + b），在那里改"
    (computed,) = settled(slot("c", "5万元", path=False))[1]
    assert computed.remedy.startswith("这个数由程序从别的数算出")


def test_a_cell_is_compared_with_what_the_report_says_after_the_import() -> None:
    text, problems = settled(slot("b", "3万元"), slot("c", "5.1754万元", cell="A2"))
    assert "b: 3万元" in text and problems == []
    assert codes(slot("b", "3万元"), slot("c", "3.1754万元", cell="A2")) == ["IMPORT-COMPUTED"]


def test_the_number_in_a_text_may_be_that_of_before() -> None:
    assert codes(slot("b", "3万元"), slot("c", "3.1754万元", path=False, cell="A2", worded=True)) == []


def test_two_cells_for_one_entry_must_agree_and_the_more_exact_is_taken() -> None:
    text, problems = settled(slot("b", "3.00万元"), slot("b", "3.0012万元", cell="A2"))
    assert "b: 3.0012万元" in text and problems == []
    text, (problem,) = settled(slot("b", "3万元"), slot("b", "4万元", cell="A2"))
    assert (text, problem.code) == (TEXT, "IMPORT-TWICE")
    assert problem.message == "b：这里是 4万元，表 A1却是 3万元"


def test_a_later_stage_is_put_in_only_where_it_does_not_follow() -> None:
    without = TEXT.replace("c: =a + b\n", "").replace("b: 1万元\n", "")
    both = (slot("b", "1万元"), slot("c", "3.1754万元", cell="A2", stage=1, follows=True))
    assert settled(*both, text=without)[0] == without + "b: 1万元\n"
    alone = settled(slot("c", "3.1754万元", stage=1, follows=True), text=without)[0]
    assert alone == without + "c: 3.1754万元\n"


def test_an_absent_entry_that_counts_as_zero_is_not_put_in_for_a_zero() -> None:
    assert settled(slot("z", "0元", zero=True)) == (TEXT, [])
    assert settled(slot("z", "0元"))[0] == TEXT + "z: 0元\n"


def doubted(key: str, text: str, cell: str, doubt: tuple[str, str]) -> Slot:
    made = slot(key, text, cell=cell)
    return replace(made, cell=replace(made.cell, doubt=doubt))


def test_a_doubted_figure_is_compared_and_never_put_in() -> None:
    assert settled(doubted("b", "1万元", "B1", LINKED)) == (TEXT, [])
    text, problems = settled(doubted("b", "3万元", "B1", LINKED), doubted("word", "乙", "C1", LINKED))
    assert text == TEXT
    assert [(one.code, one.place.path[-2:], one.message, one.remedy) for one in problems] == [
        ("XLSX-CELL", "B1", *LINKED),
        ("XLSX-CELL", "C1", *LINKED),
    ]


def test_formulas_that_are_computed_on_demand_are_told_once() -> None:
    _, problems = settled(doubted("b", "3万元", "B1", STALE), doubted("word", "乙", "C1", STALE))
    assert [(one.place.path[-2:], one.message) for one in problems] == [("B1", STALE[0])]


def test_of_two_cells_the_one_that_is_not_doubted_is_taken() -> None:
    text, problems = settled(doubted("b", "3万元", "B1", LINKED), slot("b", "3万元", cell="C1"))
    assert (text, problems) == (TEXT.replace("b: 1万元", "b: 3万元"), [])
