"""The rules of consistency: what is stated at two places of a report, a fact or a date, agrees."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.problems import Problem
from generator.quantity import Comparison, Quantity
from generator.rules.case import Case


def facts_agree(case: Case) -> Iterator[Problem]:
    """FACT-DIFFERS: a fact under the name of an indicator, item or project has that one's value."""
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
            what, other = named[name]
            if figure.unit == other.unit and figure.compare(other) is Comparison.DIFFERENT:
                own, others = (one.written or one.with_unit(2) for one in (figure, other))
                message = f"事实「{name}」是 {own}，同名{what}是 {others}"
                yield Problem(
                    "FACT-DIFFERS", fact.text.node.place, message, "同一个数只写一处；不是同一个数的换一个名称"
                )


def dates_in_order(case: Case) -> Iterator[Problem]:
    """DATE-ORDER: reports are dated after the year, on one year; funds come in the year of their document."""
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
        number = re.search(r"〔([0-9]{4})〕", funds.document or "")
        if number and funds.allocated_on and funds.allocated_on[:4] != number[1]:
            line = funds.node.at("document").place.line
            message = f"下达日期 {funds.allocated_on} 与第 {line} 行的文号 {funds.document} 不在同一年"
            yield Problem("DATE-ORDER", funds.node.at("allocated_on").place, message, "核对日期和文号的年份")
