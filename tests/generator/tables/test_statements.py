from __future__ import annotations

from typing import Any

import pytest

from generator.tables.finding import _keys
from generator.tables.statements import About, money_unit, statements, title_statements, without_code, without_unit
from tests.support.grids import row_of
from tests.support.workbook_cases import CASES

NAMES = {About.OWNER: "owner", About.YEAR: "year", About.MONEY: "unit"}


@pytest.mark.parametrize("case", CASES["stated"], ids=lambda case: "".join(case["cells"])[:40])
def test_the_owner_the_year_and_the_unit_are_read_in_the_usual_forms(case: dict[str, Any]) -> None:
    found: dict[str, set[str]] = {}
    for one in statements(row_of(*case["cells"])):
        found.setdefault(NAMES[one.about], set()).add(one.value)
    assert found == {name: {value} for name, value in case["states"].items()}


@pytest.mark.parametrize(
    ("cells", "about", "values"),
    [
        (["填报单位：甲学校", "填报单位：乙学校"], About.OWNER, {"甲学校", "乙学校"}),
        (["单位：万元", "金额单位：元"], About.MONEY, {"万元", "元"}),
    ],
)
def test_two_statements_are_both_told(cells: list[str], about: About, values: set[str]) -> None:
    assert {one.value for one in statements(row_of(*cells)) if one.about is about} == values


@pytest.mark.parametrize(
    ("name", "year"), [("2021年资金表", "2021"), ("Sheet1 (2)", ""), ("资金", ""), ("21年度", "2021")]
)
def test_the_name_of_a_worksheet_may_state_a_year(name: str, year: str) -> None:
    (cell,) = row_of(name)
    assert [one.value for one in title_statements(cell, name)] == ([year] if year else [])


@pytest.mark.parametrize("case", CASES["columns"], ids=lambda case: case["heading"])
def test_a_heading_states_the_unit_of_its_column(case: dict[str, str]) -> None:
    assert money_unit(case["heading"]) == case["unit"]
    assert not case["unit"] or without_unit(case["heading"]) in ("预算数", "预算金额", "项目资金", "预算执行情况")


@pytest.mark.parametrize("case", CASES["heads"], ids=lambda case: case["heading"])
def test_a_heading_heads_the_column_that_it_means_and_no_other(case: dict[str, str]) -> None:
    assert _keys(case["heading"], 2022).get(case["kind"], "") == case["column"]


def test_a_code_before_a_name_is_no_part_of_it() -> None:
    assert without_code("219001-棠溪镇人民政府") == without_code("[219001]棠溪镇人民政府") == "棠溪镇人民政府"
    assert without_code("3号站") == "3号站"
