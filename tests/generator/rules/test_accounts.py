from __future__ import annotations

import pytest

from generator.problems import Problem
from generator.reports.workspace import Workspace
from tests.support.accounts import SOURCES
from tests.support.rules import STATED
from tests.support.rules import problems_of_accounts as found

EXPLAINED = ("total", "grant_total", "general_spending")
REST = "      basic: 其余\n"
FUND_BASIC = "      basic: 1.20万元\n"


def codes(workspace: Workspace, *changes: tuple[str, str]) -> list[tuple[str, str]]:
    return [(problem.code, problem.place.excerpt.strip()) for problem in found(workspace, *changes)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        # rounding: the functional items may lie off the economic ones by the half steps of all of them, not by more
        (REST, "      basic: 226.39万元\n", []),
        (REST, "      basic: 226.40万元\n", [("ACCOUNTS-BASIC", "economic:")]),
        ("      opening: 5.00万元\n", "      opening: 5.00万元\n      grant: 40.00万元\n", []),
        ("      opening: 5.00万元\n", "      opening: 5.00万元\n      grant: 400001元\n", []),
        ("      opening: 5.00万元\n", "      opening: 5.00万元\n      grant: 40.03万元\n", [("ACCOUNTS-GRANT", "grant: 40.03万元")]),
        (STATED, STATED + "    - {table: 1, row: 60, column: 2, amount: 1085.69万元}\n", []),
        (STATED, STATED + "    - {table: 6, row: 301, column: 1, amount: 444.8万元}\n", []),
        (STATED, STATED + "    - {table: 1, row: 36, column: 2, amount: 0.00万元}\n", []),
        ("  initial_budget:\n", "  initial_budget:\n    total: 1054.64万元\n", []),
        ("  initial_budget:\n", "  initial_budget:\n    total: 1054.69万元\n", [("ACCOUNTS-BUDGET", "total: 1054.69万元")]),
        # what is equal to its limit does not exceed it
        ("    sme_goods: 96.08万元\n", "    sme_goods: 141.08万元\n", []),
        ("    micro: 60万元\n", "    micro: 257.53万元\n", []),
        ("    reference: 12人\n", "    reference: 38人\n", []),
        ("    30217: 1.05万元\n", "    30217: 1.35万元\n", []),
        # an exact agreement needs no reason
        ("    operating_cost: 30.55万元\n    reason: 上年度一次性项目完工\n    three_public_reason: 减少公务接待。\n    operating_cost_reason: 压减办公支出\n", "    operating_cost: 28.40万元\n    reason: 完工\n    three_public_reason: 减少公务接待。\n", []),
        ("{budget: 1万元, actual: 1.35万元, batches: 21批次, people: 168人次, reason: 承办全省现场会}", "{budget: 1.35万元, actual: 1.35万元}", []),
        ("    reason: 上年度一次性项目完工\n", "    reason: 完工\n    grant_reason: 完工\n", []),
        # another fund or another unit's money is another line
        ("    - {code: 2050201, basic: 8.12万元}\n", "    - {code: 2050201, basic: 8.12万元}\n    - {code: 2050201, fund: own-income, basic: 1元, other_income: 1元}\n", []),
    ],
)  # fmt: skip
def test_a_rule_stops_at_its_limit(workspace: Workspace, old: str, new: str, expected: list[tuple[str, str]]) -> None:
    assert codes(workspace, (old, new)) == expected


def test_the_rest_belongs_to_the_general_budget(workspace: Workspace) -> None:
    (problem,) = found(workspace, (REST, "      basic: 226.13万元\n"), (FUND_BASIC, REST))
    assert (problem.code, problem.message) == ("ACCOUNTS-REST", "只有一般公共预算的科目可以写「其余」")


def test_there_is_no_rest_without_economic_items(workspace: Workspace) -> None:
    text = SOURCES["example"].read_text("utf-8")
    economic = text[text.index("  economic:\n") : text.index("  initial_budget:\n")]
    problems = found(workspace, (economic, ""))
    assert ("ACCOUNTS-REST", "没有基本支出经济科目，算不出「其余」") in [(p.code, p.message) for p in problems]


def test_typed_basic_expenditure_needs_no_economic_items(workspace: Workspace) -> None:
    text = SOURCES["example"].read_text("utf-8")
    economic = text[text.index("  economic:\n") : text.index("  initial_budget:\n")]
    assert found(workspace, (economic, ""), (REST, "      basic: 226.13万元\n")) == []


@pytest.mark.parametrize(
    ("change", "computation"),
    [
        (("      opening: 5.00万元\n", "      opening: 5.00万元\n      grant: 45.00万元\n"), "支出和年末结转 42.7 + 2.3 − 年初结转 5 = 40 万元"),
        (("      fund: state-capital\n", "      fund: state-capital\n      grant: 16万元\n"), "支出和年末结转 15 = 15 万元"),
    ],
)  # fmt: skip
def test_a_wrong_grant_shows_how_it_was_computed(
    workspace: Workspace, change: tuple[str, str], computation: str
) -> None:
    (problem,) = found(workspace, change)
    assert (problem.code, problem.computation) == ("ACCOUNTS-GRANT", computation)


def test_money_of_ones_own_hides_no_grant_below(workspace: Workspace) -> None:
    line, fund = "    - {code: 2050201, basic: 8.12万元}\n", "      fund: state-capital\n"
    own = "    - {code: 2050201, fund: own-income, basic: 1元, other_income: 1元}\n"
    assert codes(workspace, (line, own + line), (fund, f"{fund}      grant: 16万元\n")) == [
        ("ACCOUNTS-GRANT", "grant: 16万元")
    ]


def test_a_grant_of_which_nothing_was_spent_or_carried_over_is_found_where_it_stands(workspace: Workspace) -> None:
    line = "    - {code: 2050201, basic: 8.12万元}\n"
    problems = found(workspace, (line, line + "    - {code: 2050205, grant: 5万元}\n"))
    assert [(p.code, p.place.excerpt.strip()) for p in problems if p.code == "ACCOUNTS-GRANT"] == [
        ("ACCOUNTS-GRANT", "- {code: 2050205, grant: 5万元}")
    ]


@pytest.mark.parametrize("code", ["30905", "31101", "31302"])
def test_an_economic_item_that_is_no_basic_expenditure_is_found(workspace: Workspace, code: str) -> None:
    """Table 6 has no place for it, so that it would come to less than the basic expenditure of table 5."""
    problems = found(workspace, ("    31002: 4.75万元\n", f"    {code}: 4.75万元\n"))
    assert f"{code}: 4.75万元" in [problem.place.excerpt.strip() for problem in problems]


@pytest.mark.parametrize(
    ("identifier", "expected"), [("", ["项目「设备采购」重复，第 39 行已有"]), ("id: another, ", [])]
)
def test_projects_without_an_id_are_told_apart_by_name(
    workspace: Workspace, identifier: str, expected: list[str]
) -> None:
    project = "        - {name: 教育费附加安排的装备采购, amount: 45.00万元, effect: 装备按期到货}\n"
    two = "        - {name: 设备采购, amount: 40万元, effect: 到货}\n"
    two += f"        - {{name: 设备采购, {identifier}amount: 5万元, effect: 到货}}\n"
    assert [problem.message for problem in found(workspace, (project, two))] == expected


def test_an_item_without_any_amount_is_found(workspace: Workspace) -> None:
    problems = found(workspace, ("    - {code: 2210203, basic: 11.75万元}\n", "    - {code: 2210203}\n"))
    assert "- {code: 2210203}" in [problem.place.excerpt.strip() for problem in problems]


def test_a_formula_that_fails_is_the_only_problem(workspace: Workspace) -> None:
    (problem,) = found(workspace, ("=accounts.projects.zhuanwang.amount", "=accounts.projects.zhuanwan.amount"))
    assert (problem.code, problem.remedy) == ("PROSE-REFERENCE", "是不是「zhuanwang」")


def test_a_formula_may_not_refer_to_what_is_computed_after_it(workspace: Workspace) -> None:
    (problem,) = found(workspace, ("    total: 1600万元\n", "    total: =accounts.changes.total.amount\n"))
    assert (problem.code, problem.place.excerpt.strip()) == ("PROSE-REFERENCE", "total: =accounts.changes.total.amount")


def test_every_change_that_shares_a_reason_asks_for_it(workspace: Workspace) -> None:
    problems = found(workspace, ("    reason: 上年度一次性项目完工\n", ""))
    assert [problem.place.excerpt.strip().split(":")[0] for problem in problems] == [*EXPLAINED]
    assert {(problem.code, problem.remedy) for problem in problems} == {
        ("ACCOUNTS-REASON", "在 last_year 下加一行 reason")
    }


@pytest.mark.parametrize(
    ("key", "left"), [("grant", ["total", "general_spending"]), ("general", ["total", "grant_total"])]
)
def test_a_change_with_a_reason_of_its_own_does_not_ask_for_another(
    workspace: Workspace, key: str, left: list[str]
) -> None:
    problems = found(workspace, ("    reason: 上年度一次性项目完工\n", f"    {key}_reason: 完工\n"))
    assert [problem.place.excerpt.strip().split(":")[0] for problem in problems] == left


def test_each_of_the_three_public_expenses_stays_within_table_7(workspace: Workspace) -> None:
    text = SOURCES["example"].read_text("utf-8")
    three = text[text.index("  three_public:\n") : text.index("  operating_cost: 28.40万元")]
    stated = "    - {table: 7, row: 合计, column: 7, amount: 7.95万元}\n"
    vehicle = ("    31002: 4.75万元\n", "    31013: 4.75万元\n")
    problems = found(workspace, (three, ""), (stated, ""), vehicle)
    assert [(problem.place.excerpt.strip(), problem.message.split("，")[1]) for problem in problems] == [
        ("30212: 2.00万元", "超过表7合计行第8栏 0.00万元"),
        ("30217: 1.05万元", "超过表7合计行第12栏 0.00万元"),
        ("30231: 3.80万元", "超过表7合计行第11栏 0.00万元"),
        ("31013: 4.75万元", "超过表7合计行第10栏 0.00万元"),
    ]


def only(workspace: Workspace, accounts: str) -> list[Problem]:
    """The problems of a report that has nothing but these accounts."""
    head = "unit: 示例市教育技术中心\nyear: 2021\nprofile: hubei-wuhan\naccounts:\n"
    return found(workspace, (SOURCES["example"].read_text("utf-8"), head + accounts))


def test_accounts_may_consist_of_functional_items_alone(workspace: Workspace) -> None:
    assert only(workspace, "  functions:\n    - {code: 2050199, basic: 1万元}\n") == []


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ("basic: 1万元", "表1第30行总计没有数：全部科目都没有填写收入"),
        ("other_income: 1万元", "表1第60行总计没有数：全部科目都没有填写支出"),
    ],
)
def test_a_side_of_table_1_without_any_amount_is_found(workspace: Workspace, entries: str, message: str) -> None:
    line = f"    - {{code: 2050199, fund: own-income, {entries}}}\n"
    (problem,) = only(workspace, f"  functions:\n{line}")
    assert (problem.code, problem.message) == ("ACCOUNTS-BALANCE", message)
