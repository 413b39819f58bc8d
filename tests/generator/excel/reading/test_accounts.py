"""Rows of the tables of the accounts find their entries by code and fund; sums over codes are only checked."""

from __future__ import annotations

import pytest

from generator.data.edit import END
from generator.excel.reading.accounts import place_classes, place_economic, place_functions, place_other
from generator.excel.reading.slots import Figures, Placing
from tests.support.grids import table
from tests.support.reports import good

REPORT = """\
accounts:
  functions:
    - {code: "2050199", basic: 10万元, projects: [{name: 专网, amount: 1万元}]}
    - {code: "2050299", basic: 3万元, fund: government-fund}
    - {code: "2050299", basic: 2万元}
  economic: {"30101": 5万元}
  initial_budget: {classes: [{code: "205", amount: 9万元}]}
"""
HEAD = "单位：万元\n科目编码 | 科目名称 | 资金性质 | 财政拨款收入 | 基本支出 | 项目名称 | 项目支出\n"
LINES = ("accounts", "functions")


def functions(rows: str) -> Placing:
    placing = Placing(Figures(good(REPORT)))
    place_functions(table(HEAD + rows), placing)
    return placing


def paths(placing: Placing) -> dict[str, object]:
    return {slot.label: slot.path for slot in placing.slots}


def told(placing: Placing) -> list[tuple[str, str]]:
    return [(one.code, one.place.path.rpartition("!")[2]) for one in placing.problems]


def test_a_line_is_found_by_its_code_and_fund() -> None:
    both = functions("2050299 | 甲 | 政府性基金预算 | | 3 | |\n2050299 | 甲 | 一般公共预算 | | 2 | |").slots
    assert [slot.path for slot in both] == [(*LINES, 1, "basic"), (*LINES, 2, "basic")]


def test_the_grant_of_a_fiscal_fund_is_computed_and_never_put_in() -> None:
    assert paths(functions("2050199 | 甲 | | 11 | 10 | |"))["科目 2050199 的财政拨款收入"] is None


def test_a_row_without_a_code_is_a_further_project_of_the_one_above() -> None:
    placing = functions("2050199 | 甲 | | | 10 | 专网 | 1\n | | | | | 机房 | 2")
    assert paths(placing)["项目「专网」的支出"] == (*LINES, 0, "projects", 0, "amount")
    assert [(one.path, one.entry) for one in placing.added] == [
        ((*LINES, 0, "projects", END), {"name": "机房", "amount": "0元"})
    ]


def test_sums_over_codes_are_computed() -> None:
    found = paths(functions("205 | 教育 | | | 15 | |\n合计 | | | | 15 | |"))
    assert found == {"205的基本支出": None, "合计的基本支出": None}
    assert paths(functions(" | 合计 | | | 15 | |")) == {"合计的基本支出": None}


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ("2050 | 甲 | | | 1 | |", ("IMPORT-ROW", "A3")),
        ("2050199 | 甲 | 彩票 | | 1 | |", ("XLSX-CELL", "C3")),
        ("2050199 | 甲 | | | 10 | | 1", ("IMPORT-ROW", "F3")),
    ],
)
def test_a_row_that_cannot_be_placed_is_refused_and_the_next_is_read(rows: str, problem: tuple[str, str]) -> None:
    placing = functions(f"{rows}\n2050299 | 乙 | 一般公共预算 | | 2 | |")
    assert told(placing)[0] == problem
    assert paths(placing)["科目 2050299 的基本支出"] == (*LINES, 2, "basic")


def test_a_new_code_is_added_unless_its_amounts_are_zero() -> None:
    placing = functions("2080505 | 养老 | 政府性基金预算 | | 4 | |\n2210201 | 公积金 | | | 0 | |")
    assert [(one.path, one.entry) for one in placing.added] == [
        ((*LINES, END), {"code": "2080505", "fund": "government-fund"})
    ]


def test_lines_that_have_no_row_are_told() -> None:
    (left,) = functions("2050199 | 甲 | | | 10 | |").problems
    assert left.code == "IMPORT-LEFT" and "「2050299」、「2050299」（2 项）" in left.message


def test_economic_items_are_put_in_and_their_classes_checked() -> None:
    placing = Placing(Figures(good(REPORT)))
    head = "单位：万元\n经济分类科目编码 | 科目名称 | 决算数\n"
    place_economic(table(head + "301 | 工资 | 5\n30101 | 基本工资 | 5\n3010 | 错 | 1\n30102 | 津贴 | 2"), placing)
    assert paths(placing) == {
        "经济科目 301": None,
        "经济科目 30101": ("accounts", "economic", "30101"),
        "经济科目 30102": ("accounts", "economic", "30102"),
    }
    assert told(placing) == [("IMPORT-ROW", "A5")]
    assert placing.slots[-1].keys == ("30101", "30102")


def test_a_class_of_the_initial_budget_is_found_or_added() -> None:
    placing = Placing(Figures(good(REPORT)))
    head = "单位：万元\n科目编码 | 科目名称 | 年初预算数\n"
    place_classes(table(head + "205 | 教育 | 9\n208 | 社保 | 3\n210 | 卫生 | 0\n合计 | | 12"), placing)
    budget = ("accounts", "initial_budget")
    assert paths(placing) == {"科目 205 的年初预算数": (*budget, "classes", 0, "amount"), "年初预算合计": None}
    assert [one.entry for one in placing.added] == [{"code": "208", "amount": "0元"}]


def test_other_figures_are_found_by_their_names() -> None:
    placing = Placing(Figures(good(REPORT)))
    place_other(
        table("数据项 | 数值 | 计量单位\n天气 | 1 | 人\n人员构成·退休人员 | 5 | 人\n年初预算·总计 | 1 | 元"), placing
    )
    assert told(placing)[0] == ("IMPORT-ROW", "A2")
    assert paths(placing)["人员构成·退休人员"] == ("accounts", "staff", "retired")
    assert placing.slots[0].value.text == "5人"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("2050199 | 甲 | | | 10 | |\n | | | | 10 | |", [("IMPORT-ROW", "A4")]),
        (" | | | | 10 | |\n2050199 | 甲 | | | 10 | |", [("IMPORT-ROW", "A3")]),
        ("2050199 | 甲 | | | 10 | |\n | | | | 0 | |", []),
        ("2050199 | 甲 | | | 10 | |\n | 栏次 | | 1 | 2 | | ", []),
    ],
)
def test_a_sum_without_a_code_or_a_name_is_refused(rows: str, expected: list[tuple[str, str]]) -> None:
    assert [one for one in told(functions(rows)) if one[0] != "IMPORT-LEFT"] == expected


def test_a_sum_without_a_code_or_a_name_is_refused_in_the_other_tables_too() -> None:
    for place, head in (
        (place_economic, "经济分类科目编码 | 科目名称 | 决算数"),
        (place_classes, "科目编码 | 科目名称 | 年初预算数"),
    ):
        placing = Placing(Figures(good(REPORT)))
        place(table(f"单位：万元\n{head}\n | | 5\n | 人员经费合计 | 5\n | | 0"), placing)
        assert told(placing) == [("IMPORT-ROW", "A3")]
