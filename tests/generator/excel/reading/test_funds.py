"""Rows of funds and costs find their entries by name and number; what cannot be placed is refused at its cell."""

from __future__ import annotations

import pytest

from generator.data.edit import END
from generator.excel.reading.funds import place_costs, place_funds, place_staff
from generator.excel.reading.slots import Figures, Placing
from tests.support.grids import table
from tests.support.reports import good

REPORT = """\
evaluations:
  - id: a
    funds:
      annual_budget: 3万元
      sources: [{name: 市级财政, budget: 3万元}]
      items:
        - {name: 差旅费, budget: 1万元}
        - name: 项目支出
          items: [{name: 设备, budget: 1万元}, {name: 其他, budget: 1万元}]
        - {name: 其他, budget: 0元}
    base_table:
      costs: [{name: 三公经费, items: [{name: 公务接待, actual: 1万元}]}]
"""
FUNDS = ("evaluations", 0, "funds")
COSTS = ("evaluations", 0, "base_table", "costs")


def funds(rows: str, head: str = "序号 | 支出内容 | 预算数 | 支出数") -> Placing:
    placing = Placing(Figures(good(REPORT)))
    place_funds(table(f"单位：万元\n{head}\n{rows}"), 0, placing)
    return placing


def paths(placing: Placing) -> dict[str, object]:
    return {slot.label: slot.path for slot in placing.slots}


def told(placing: Placing) -> list[tuple[str, str]]:
    return [(one.code, one.place.path.rpartition("!")[2]) for one in placing.problems if one.code != "IMPORT-LEFT"]


def test_an_item_is_found_below_the_row_whose_number_begins_its_own() -> None:
    found = paths(funds("2 | 项目支出 | 2 |\n2.1 | 设备 | 1 |\n2.2 | 其他 | 0.5 |\n3 | 差旅费 | 1 |"))
    assert found == {
        "「项目支出」预算数": None,  # its parts are typed
        "「设备」预算数": (*FUNDS, "items", 1, "items", 0, "budget"),
        "「其他」预算数": (*FUNDS, "items", 1, "items", 1, "budget"),
        "「差旅费」预算数": (*FUNDS, "items", 0, "budget"),
    }


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ("4.1 | 设备 | 1 |", ("IMPORT-ROW", "A3")),
        (" | | 1 |", ("IMPORT-ROW", "B3")),
        ("1 | 差旅费 | 1 |\n2 | 差旅费 | 1 |", ("IMPORT-ROW", "B4")),
    ],
)
def test_a_row_that_cannot_be_placed_is_refused_and_the_next_is_read(rows: str, problem: tuple[str, str]) -> None:
    placing = funds(f"{rows}\n5 | 项目支出 | 2 |")
    assert told(placing) == [problem]
    assert "「项目支出」预算数" in paths(placing)


def test_a_name_that_several_entries_below_others_have_needs_a_number() -> None:
    placing = Placing(
        Figures(good(REPORT.replace("- {name: 其他, budget: 0元}", "- {name: 设备费, items: [{name: 其他}]}")))
    )
    place_funds(table("单位：万元\n支出内容 | 预算数 | 支出数\n其他 | 1 |"), 0, placing)
    assert told(placing) == [("IMPORT-ROW", "A3")]


def test_a_new_item_is_added_where_its_number_says_unless_it_has_no_amount() -> None:
    placing = funds("2 | 项目支出 | |\n2.3 | 软件 | 1 |\n7 | 无金额 | |")
    assert [(one.path, one.entry) for one in placing.added] == [((*FUNDS, "items", 1, "items", END), {"name": "软件"})]


def test_entries_without_a_row_are_told_where_items_were_listed() -> None:
    left = [one.message for one in funds("1 | 差旅费 | 1 |").problems if one.code == "IMPORT-LEFT"]
    assert len(left) == 1 and "「设备」" in left[0] and "「差旅费」" not in left[0]
    assert funds("合计 | | 3 |").problems == []


def test_below_a_total_stand_sources_and_totals_are_compared_stage_by_stage() -> None:
    head = "资金来源 | 年初预算数 | 全年预算数 | 全年执行数"
    placing = funds("年度资金总额 | 3 | 3 | 2\n其中：市级财政 | 3 | 3 | 2\n上级补助 | | 1 | 1", head)
    assert [(slot.label, slot.stage) for slot in placing.slots if slot.path == (*FUNDS, "annual_budget")] == [
        ("年度资金总额预算数", 2)
    ]
    assert paths(placing)["「市级财政」支出数"] == (*FUNDS, "sources", 0, "actual")
    assert [(one.path, one.entry) for one in placing.added] == [((*FUNDS, "sources", END), {"name": "上级补助"})]


def test_a_source_that_has_two_rows_is_refused() -> None:
    head = "资金来源 | 年初预算数 | 全年预算数 | 全年执行数"
    assert told(funds("年度资金总额 | 3 | 3 | 2\n市级财政 | 3 | 3 | 2\n市级财政 | 1 | 1 | 1", head)) == [
        ("IMPORT-ROW", "A5")
    ]


def test_a_note_ends_the_rows() -> None:
    assert paths(funds("1 | 差旅费 | 1 |\n | 注：以下不读 | |\n2 | 项目支出 | 2 |")).keys() == {"「差旅费」预算数"}


def test_costs_are_matched_by_their_numbers_and_a_new_one_needs_one() -> None:
    head = "单位：万元\n序号 | 经费控制情况 | 2021年决算数 | 2022年预算数 | 2022年决算数\n"
    placing = Placing(Figures(good(REPORT)))
    place_costs(
        table(head + "1 | 三公经费 | | |\n1.1 | 公务接待 | | | 2\n | 会议费 | | | 1\n1.2 | 出国 | | | 3"), 0, placing
    )
    assert paths(placing) == {"「公务接待」本年决算数": (*COSTS, 0, "items", 0, "actual")}
    assert told(placing) == [("IMPORT-ROW", "B5")]
    assert [(one.path, one.entry) for one in placing.added] == [((*COSTS, 0, "items", END), {"name": "出国"})]


def test_the_staff_are_read_from_the_first_row_and_their_rate_is_computed() -> None:
    placing = Placing(Figures(good(REPORT)))
    place_staff(table("编制数 | 实际在职人数 | 控制率 | 退休人数\n20 | 18 | 90% | 3\n1 | 1 | 1% | 1"), 0, placing)
    assert [(slot.label, slot.value.text, slot.path) for slot in placing.slots] == [
        ("编制数", "20人", (*COSTS[:-1], "authorised_staff")),
        ("实际在职人数", "18人", (*COSTS[:-1], "actual_staff")),
        ("退休人数", "3人", (*COSTS[:-1], "retired_staff")),
        ("控制率", "90%", None),
    ]


@pytest.mark.parametrize(
    ("row", "words"),
    [("| | 4 |", "是上面各行的合计"), ("| | 5 |", "没有名称"), ("| | 0 | 0", ""), ("| | |", "")],
)
def test_a_sum_without_a_name_is_no_item(row: str, words: str) -> None:
    found = funds(f"3 | 差旅费 | 1 |\n4 | 办公费 | 3 |\n{row}")
    problems = [one for one in found.problems if one.code == "IMPORT-ROW"]
    assert [one.place.path.rpartition("!")[2] for one in problems] == (["B5"] if words else [])
    assert all(words in one.message for one in problems)
    assert len(found.added) == 1
