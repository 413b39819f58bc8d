from __future__ import annotations

from fractions import Fraction

import pytest

from generator.data.accounts import Accounts
from generator.data.classification import economic_codes, functional_codes
from generator.data.record import build
from generator.figures.accounts.ledger import (
    FUNDS,
    GENERAL,
    INCOME,
    OWN_INCOME,
    REST,
    SPENDING,
    Ledger,
    change,
    known,
    ledger_of,
    sum_of,
)
from generator.quantity import Operation, Quantity
from tests.support.reports import good


def ledger(functions: str, *economic: str) -> Ledger:
    """The ledger of some functional items and amounts of economic items, each a line of YAML."""
    lines = ["functions:", *functions.strip().splitlines(), "economic:" if economic else "", *economic]
    accounts = build(Accounts, good("\n".join(lines)))
    return ledger_of(accounts, functional_codes(2021), economic_codes(2021))


def amounts(found: Ledger, column: str) -> list[Fraction | None]:
    return [line.amounts[column].value if column in line.amounts else None for line in found.lines]


def money(text: str) -> Quantity:
    found = Quantity.parse(text)
    assert found is not None
    return found


def test_funds_and_columns_are_called_what_the_forms_of_the_final_accounts_call_them() -> None:
    assert [*FUNDS.values()] == ["一般公共预算", "政府性基金预算", "国有资本经营预算", "非财政拨款"]
    assert [*INCOME.values()] == [
        "财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入"
    ]  # fmt: skip
    assert [*SPENDING.values()] == ["基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"]
    assert REST == "其余"


def test_the_rest_is_what_the_other_items_leave_of_the_economic_total() -> None:
    found = ledger(
        "- {code: 2050199, basic: 其余}\n- {code: 2080505, basic: 4.18万元}\n- {code: 2210201, basic: 5元}",
        "  30101: 10万元",
        "  30201: 2万元",
    )
    assert amounts(found, "basic") == [120000 - 41800 - 5, 41800, 5]


def test_the_rest_is_the_whole_where_no_other_item_has_basic_expenditure() -> None:
    found = ledger(
        "- {code: 2050199, basic: 其余}\n- {code: 2050102, projects: [{name: 甲, amount: 1万元}]}", "  30101: 10万元"
    )
    assert amounts(found, "basic") == [100000, None]


def test_the_rest_leaves_other_funds_alone() -> None:
    other = "- {code: 2296004, fund: government-fund, basic: 1万元}\n- {code: 2050199, fund: own-income, basic: 2万元}"
    found = ledger(f"- {{code: 2050199, basic: 其余}}\n{other}", "  30101: 10万元")
    assert amounts(found, "basic") == [100000, 10000, 20000]


def test_there_is_no_rest_of_nothing() -> None:
    assert amounts(ledger("- {code: 2050199, basic: 其余}"), "basic") == [None]


def test_the_rest_carries_the_tolerance_of_what_it_was_computed_from() -> None:
    found = ledger("- {code: 2050199, basic: 其余}\n- {code: 2080505, basic: 4.18万元}", "  30101: 10.00万元")
    assert found.lines[0].amounts["basic"].slack == 100


@pytest.mark.parametrize("fund", ["general-budget", "government-fund", "state-capital"])
@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ("basic: 4.18万元", 41800),
        ("basic: 4万元, projects: [{name: 甲, amount: 1万元}, {name: 乙, amount: 2万元}]", 70000),
        ("basic: 4万元, closing: 1万元", 50000),
        ("basic: 4万元, opening: 3万元", 10000),
        ("basic: 4万元, opening: 3万元, closing: 1万元", 20000),
        ("opening: 3万元, closing: 3万元", 0),
        ("closing: 3万元", 30000),
        ("basic: 1万元, opening: 3万元", -20000),
        ("basic: 4万元, grant: 5万元", 40000),
        ("opening: 1万元", -10000),
    ],
)
def test_a_grant_is_what_was_spent_and_carried_over_less_what_was_brought_forward(
    fund: str, entries: str, expected: int
) -> None:
    assert amounts(ledger(f"- {{code: 2050199, fund: {fund}, {entries}}}"), "grant") == [expected]


def test_an_item_without_amounts_has_no_grant() -> None:
    assert amounts(ledger("- code: 2050199"), "grant") == [None]


def test_own_income_has_its_income_as_typed_and_no_grant() -> None:
    (line,) = ledger(
        "- {code: 2050199, fund: own-income, basic: 4万元, opening: 1万元, business_income: 2万元, other_income: 1万元}"
    ).lines
    assert "grant" not in line.amounts
    income = line.sum(["business_income", "other_income", "superior_grant"])
    assert income is not None and income.value == 30000


def test_projects_of_an_item_add_up() -> None:
    found = ledger("- {code: 2050199, projects: [{name: 甲, amount: 22万元}, {name: 乙, amount: 66.5万元}]}")
    assert amounts(found, "project") == [885000]


def test_lines_are_found_by_fund() -> None:
    found = ledger("- {code: 2050199, basic: 1元}\n- {code: 2050199, fund: own-income, basic: 2元}")
    assert [line.amounts["basic"].value for line in found.of(GENERAL)] == [1]
    assert [line.amounts["basic"].value for line in found.of(GENERAL, OWN_INCOME)] == [1, 2]


def test_spending_is_found_by_item_and_by_class() -> None:
    found = ledger("- code: 2050199", "  30101: 1万元", "  30102: 2万元", "  30201: 4万元")
    spent = {code: amount and amount.value for code in ("30102", "301", "302", "310") for amount in [found.spent(code)]}
    assert spent == {"30102": 20000, "301": 30000, "302": 40000, "310": None}


def test_a_sum_of_nothing_is_none_and_known_as_an_exact_zero() -> None:
    assert sum_of([None, None]) is None
    zero = known(None, "结余")
    assert zero.value == zero.slack == 0
    assert zero.label == "结余"
    assert known(money("3万元"), "结余") == money("3万元").named("结余")
    one = sum_of([None, money("1万元"), money("2万元")])
    assert one is not None and one.value == 30000


@pytest.mark.parametrize(
    ("now", "before", "amount", "rate", "direction", "comparison"),
    [
        ("157.11万元", "141.12万元", 159900, Fraction(1599, 14112), "增加", "大于"),
        ("1085.69万元", "1600万元", 5143100, Fraction(51431, 160000), "减少", "小于"),
        ("4.18万元", "41800元", 0, 0, "持平", "等于"),
        ("3万元", "0元", 30000, None, "增加", "大于"),
        ("0元", "3万元", 30000, 1, "减少", "小于"),
        ("0元", "0万元", 0, None, "持平", "等于"),
    ],
)
def test_a_change_is_worded_by_its_sign_and_has_no_rate_on_zero(
    now: str, before: str, amount: int, rate: Fraction | None, direction: str, comparison: str
) -> None:
    found = change(money(now), money(before), "收入")
    assert found is not None
    assert [found["amount"].value, found["rate"].value] == [amount, rate]
    assert (found["direction"].text, found["comparison"].text) == (direction, comparison)
    assert (found["amount"].label, found["rate"].label) == ("收入增减额", "收入增减率")
    assert (found["direction"].label, found["comparison"].label) == ("收入增减", "收入比较")
    higher, lower = (before, now) if comparison == "小于" else (now, before)
    assert found["amount"].origin == Operation("−", (money(higher), money(lower)))
    assert found["before"] == money(before)
    assert {found["direction"].origin, found["comparison"].origin} == {Operation("比较", (money(now), money(before)))}


def test_there_is_no_change_against_what_is_not_disclosed() -> None:
    assert change(money("3万元"), None, "收入") is None
    undefined = money("0元") / money("0元")
    assert change(undefined, money("3%"), "比率") is None
    assert change(money("3%"), undefined, "比率") is None
