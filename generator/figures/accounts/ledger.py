"""Gathers the typed amounts of the final accounts: one line for each functional item and fund."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

from generator.data.accounts import Accounts, Function
from generator.data.classification import Codes
from generator.frozen import Frozen
from generator.quantity import MONEY, Operation, Quantity, Word, total

if TYPE_CHECKING:
    from generator.branches import ChangeBranch

REST = "其余"
GENERAL, GOVERNMENT_FUND, STATE_CAPITAL, OWN_INCOME = "general-budget", "government-fund", "state-capital", "own-income"
FISCAL = {GENERAL: "一般公共预算", GOVERNMENT_FUND: "政府性基金预算", STATE_CAPITAL: "国有资本经营预算"}
FUNDS = FISCAL | {OWN_INCOME: "非财政拨款"}
INCOME = {
    "grant": "财政拨款收入",
    "superior_grant": "上级补助收入",
    "business_income": "事业收入",
    "operating_income": "经营收入",
    "affiliated_income": "附属单位上缴收入",
    "other_income": "其他收入",
}
SPENDING = {
    "basic": "基本支出",
    "project": "项目支出",
    "turned_over": "上缴上级支出",
    "operating_spending": "经营支出",
    "subsidies": "对附属单位补助支出",
}


class LedgerLine(Frozen):
    """What one functional item received and spent from one fund; `amounts` holds only the columns that it has."""

    record: Function
    amounts: dict[str, Quantity]

    def sum(self, columns: Iterable[str]) -> Quantity | None:
        """The sum of the given columns; None if the line has none of them."""
        return sum_of(self.amounts.get(column) for column in columns)


class Ledger(Frozen):
    """All lines of a unit's year with the lists that name their codes."""

    accounts: Accounts
    functional: Codes
    economic: Codes
    lines: tuple[LedgerLine, ...]

    def of(self, *funds: str) -> list[LedgerLine]:
        """The lines of the given funds, in the order of the file."""
        return [line for line in self.lines if line.record.fund in funds]

    def spent(self, economic_code: str) -> Quantity | None:
        """The basic expenditure of an economic item, or of all items of a class (3 digits); None if there is none."""
        return sum_of(amount for code, amount in self.accounts.economic.items() if code.startswith(economic_code))


def ledger_of(accounts: Accounts, functional: Codes, economic: Codes) -> Ledger:
    """The lines of the accounts, each with the amounts that follow from those typed.

    Basic expenditure written 「其余」 is the economic items' total less the other lines'. The grant of a fiscal fund is
    what was spent and carried over, less what was brought forward: a fiscal fund has no other income.
    """
    whole = sum_of(accounts.economic.values())
    typed = [
        function.basic.target.quantity
        for function in accounts.functions
        if function.fund == GENERAL and function.basic and function.basic.target
    ]
    others = sum_of(typed)
    rest = whole - others if whole and others else whole
    return Ledger(accounts, functional, economic, tuple(_line(function, rest) for function in accounts.functions))


def typed_amounts(function: Function) -> dict[str, Quantity | None]:
    """The income of a functional item and its spending beside basic and project expenditure, by column, as typed."""
    return {
        "grant": function.grant,
        "superior_grant": function.superior_grant,
        "business_income": function.business_income,
        "operating_income": function.operating_income,
        "affiliated_income": function.affiliated_income,
        "other_income": function.other_income,
        "turned_over": function.turned_over,
        "operating_spending": function.operating_spending,
        "subsidies": function.subsidies,
    }


def _line(function: Function, rest: Quantity | None) -> LedgerLine:
    basic = None
    if function.basic:
        basic = function.basic.target.quantity if function.basic.target else rest
    amounts = {
        "opening": function.opening,
        "closing": function.closing,
        "basic": basic,
        "project": sum_of(project.amount for project in function.projects),
        **typed_amounts(function),
    }
    line = LedgerLine(function, {name: amount for name, amount in amounts.items() if amount is not None})
    due = line.sum([*SPENDING, "closing"])
    if function.fund in FISCAL and (due or function.opening):
        due = due or nothing()
        line.amounts["grant"] = due - function.opening if function.opening else due
    return line


def sum_of(amounts: Iterable[Quantity | None]) -> Quantity | None:
    """The sum of those amounts that are not None; None if all are."""
    known = [amount for amount in amounts if amount is not None]
    return total(known, "") if known else None


def nothing(label: str = "") -> Quantity:
    """The exact amount of zero 元."""
    return Quantity(Fraction(0), MONEY, label=label)


def known(amount: Quantity | None, label: str) -> Quantity:
    """The amount under its label; an exact zero for None."""
    return (amount or nothing()).named(label)


def change(now: Quantity, before: Quantity | None, label: str) -> ChangeBranch | None:
    """How an amount differs from an earlier or planned one (`before`); None if either is unknown.

    `amount` is the absolute difference; `rate` is that over `before`, undefined where `before` is zero; `direction` is
    增加, 减少 or 持平, `comparison` 大于, 小于 or 等于.
    """
    if before is None or now.value is None or before.value is None:
        return None
    difference = now - before if now.value >= before.value else before - now
    sign = (now.value > before.value) - (now.value < before.value)
    compared = Operation("比较", (now, before))
    return {
        "before": before,
        "amount": difference.named(f"{label}增减额"),
        "rate": (difference / before).named(f"{label}增减率"),
        "direction": Word(("持平", "增加", "减少")[sign], f"{label}增减", compared),
        "comparison": Word(("等于", "大于", "小于")[sign], f"{label}比较", compared),
    }
