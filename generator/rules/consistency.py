"""The rules of consistency: a fact or date that is stated in two places of a report is the same in both."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.problems import Problem
from generator.quantity import Comparison, Quantity
from generator.rules.case import Case


def facts_agree(case: Case) -> Iterator[Problem]:
    """FACT-DIFFERS: a fact with the name of an indicator or an item of spending has its value, but for rounding."""
    named: dict[str, tuple[str, Quantity]] = {}
    for evaluation in case.tree["evaluations"]:
        for row in evaluation["indicators"]:
            if isinstance(row["actual"], Quantity):
                named[row["name"]] = ("指标的完成值", row["actual"])
        for item in evaluation["funds"]["items"]:
            if item["actual"]:
                named[item["name"]] = ("支出明细的支出数", item["actual"])
    for name, fact in case.report.facts.items():
        figure = case.tree["facts"].get(name)
        if name in named and isinstance(figure, Quantity) and figure.value is not None:
            what, namesake = named[name]
            if figure.unit == namesake.unit and figure.compare(namesake) is Comparison.DIFFERENT:
                fact_text, other_text = (amount.written or amount.with_unit(2) for amount in (figure, namesake))
                message = f"事实「{name}」是 {fact_text}，同名{what}是 {other_text}"
                yield Problem(
                    "FACT-DIFFERS", fact.text.node.place, message, "同一个数只写一处；不是同一个数的换一个名称"
                )


def dates_in_order(case: Case) -> Iterator[Problem]:
    """DATE-ORDER: reports are dated at the end of the year or later, in one year; funds in their document's year."""
    year = case.report.year
    for evaluation in case.report.evaluations:
        dated = [(evaluation.issued_on, evaluation.node.at("issued_on"))]
        if evaluation.signature:
            dated.append((evaluation.signature.date, evaluation.signature.node.at("date")))
        known = [(date, node) for date, node in dated if date]
        for date, node in known:
            if date[:7] < f"{year}-12":
                message = f"日期 {date} 早于 {year} 年年末，{year} 年度的自评不会在这以前完成"
                yield Problem("DATE-ORDER", node.place, message, "核对日期的年份")
        if len({date[:4] for date, _ in known}) > 1:
            (first, _), (second, node) = known
            message = f"填报日期 {second} 与发文日期 {first} 不在同一年"
            yield Problem("DATE-ORDER", node.place, message, "核对两个日期的年份")
        funds = evaluation.funds
        # The year of 河财预〔2022〕15号; group 1 is 2022.
        number = re.search(r"〔([0-9]{4})〕", funds.document or "")
        if number and funds.allocated_on and funds.allocated_on[:4] != number[1]:
            line = funds.node.at("document").place.line
            message = f"下达日期 {funds.allocated_on} 与第 {line} 行的文号 {funds.document} 不在同一年"
            yield Problem("DATE-ORDER", funds.node.at("allocated_on").place, message, "核对日期和文号的年份")
