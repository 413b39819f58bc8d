"""Tables found by their headings, with the unit of each column; what cannot be told apart is refused."""

from __future__ import annotations

import pytest

from generator.tables.finding import find_tables
from tests.support.grids import grid, table

FUNDS = "单位：万元\n序号 | 支出内容 | 预算数 | 支出数\n1 | 差旅费 | 1 | 1"


def told(text: str) -> list[tuple[str, str]]:
    """The problems of a worksheet, each with its place."""
    return [(one.code, one.place.path.rpartition("!")[2]) for one in find_tables(grid(text), 2022)[1]]


def test_a_table_has_its_columns_its_unit_and_the_rows_below() -> None:
    found = table(FUNDS)
    assert (found.kind.name, found.columns) == ("funds", {"number": 0, "name": 1, "budget": 2, "actual": 3})
    assert found.units == {"budget": "万元", "actual": "万元"}
    assert [[cell.text for cell in row] for row in found.rows] == [["1", "差旅费", "1", "1"]]
    assert found.above == ["表", "单位：万元"]
    assert found.cell(found.rows[0], "initial") is None


def test_two_tables_of_a_sheet_each_have_their_own_rows() -> None:
    below = "\n指标表\n一级指标 | 三级指标 | 指标值\n产出指标 | 覆盖率 | ≥95%"
    tables, problems = find_tables(grid(FUNDS + below), 2022)
    assert problems == [] and [one.kind.name for one in tables] == ["funds", "indicators"]
    assert [len(one.rows) for one in tables] == [2, 1]


@pytest.mark.parametrize(
    ("head", "units"),
    [
        ("支出内容 | 预算数（元） | 支出数（万元）", ["元", "万元"]),
        ("支出内容（元） | 预算数 | 支出数", ["元", "元"]),
        ("金额单位：亿元\n支出内容 | 预算数 | 支出数", ["亿元", "亿元"]),
        ("单位：元\n单位：万元\n支出内容 | 预算数 | 支出数", ["万元", "万元"]),
    ],
)
def test_an_amount_has_the_unit_of_its_column_its_head_or_above(head: str, units: list[str]) -> None:
    assert [*table(f"{head}\n差旅费 | 1 | 1").units.values()] == units


def test_of_two_columns_that_differ_by_unit_the_one_in_yuan_is_read() -> None:
    found = table("支出内容 | 预算数（万元） | 预算数（元） | 支出数（元）\n差旅费 | 1 | 10000 | 1")
    assert (found.columns["budget"], found.units["budget"]) == (2, "元")


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("支出内容 | 预算数 | 支出数\n差旅费 | 1 | 1", [("IMPORT-UNIT", "A1")]),
        ("单位：万元\n支出内容 | 预算数（元） | 支出数\n甲 | 1 | 1", [("IMPORT-UNIT", "A1")]),
        ("单位：元\n支出内容 | 预算数 | 预算数 | 支出数\n甲 | 1 | 1 | 1", [("IMPORT-COLUMN", "C2")]),
        ("一级指标 | 指标值 | 完成值\n产出 | 1 | 1", [("IMPORT-COLUMN", "A1")]),
        ("单位：元\n支出内容 | 2020年预算数 | 预算数 | 支出数\n甲 | 1 | 1 | 1", [("IMPORT-WHICH", "B2")]),
        ("单位：元\n支出内容 | 预算数 | 支出数 | 天气\n甲 | 1 | 1 | 晴", [("IMPORT-SKIPPED", "D2")]),
    ],
)
def test_what_cannot_be_told_is_a_problem_at_its_cell(text: str, problems: list[tuple[str, str]]) -> None:
    assert told(text) == problems


def test_a_column_that_follows_from_others_is_left_without_a_word() -> None:
    assert told("单位：元\n科目编码 | 科目名称 | 本年支出合计 | 基本支出\n2050199 | 甲 | 1 | 1") == []


def test_the_year_in_a_heading_says_which_column_it_is() -> None:
    found = table("单位：元\n项目 | 2021年决算数 | 2022年预算数 | 2022年决算数\n三公经费 | 1 | 2 | 3")
    assert (found.kind.name, found.columns["last_year"], found.columns["actual"]) == ("costs", 1, 3)


def test_no_sheet_has_more_than_fifty_headings() -> None:
    assert told("\n".join(["一级指标 | 三级指标"] * 50)) == []
    assert told("\n".join(["一级指标 | 三级指标"] * 51)) == [("IMPORT-TABLE", "表")]
