"""The rules of money: parts add up to totals, spending stays within the budget, a low execution rate is explained."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from generator.data.reader import Node
from generator.data.report import Cost
from generator.figures.funds import pairs
from generator.namespace import Tree
from generator.problems import Problem
from generator.quantity import Comparison, Quantity, sum_of_known
from generator.rules.case import EvaluationCase, given, of_evaluation


@of_evaluation
def items_add_up(case: EvaluationCase) -> Iterator[Problem]:
    """FUNDS-SUM: items add up to the totals, and parts to the items that state an amount, but for rounding."""
    funds, record = case.branch["funds"], case.evaluation.funds
    budget_key = "annual_budget" if record.annual_budget else "initial_budget"
    yield from _adds_up(funds["annual_budget"], record.node.at(budget_key), funds["items"], "budget")
    if record.actual:
        yield from _adds_up(funds["actual"], record.node.at("actual"), funds["items"], "actual")
    for item, entry in pairs(record.items, funds["items"]):
        for key, stated in (("budget", item.budget), ("actual", item.actual)):
            if stated and item.items:
                yield from _adds_up(entry[key], item.node.at(key), entry["items"], key)


def _adds_up(whole: Quantity, node: Node, entries: Sequence[Tree], key: str) -> Iterator[Problem]:
    parts = sum_of_known([entry[key] for entry in entries], "")
    if parts and parts.compare(whole) is Comparison.DIFFERENT:
        yield Problem(
            "FUNDS-SUM",
            node.place,
            f"{whole.label}是 {whole.digits()}元，明细合计 {parts.digits()}元，相差 {parts.apart(whole)}元",
            "核对总数和各项明细，改正写错的一处",
            " + ".join(entry[key].digits() for entry in entries) + f" = {parts.digits()}元",
        )


@of_evaluation
def spending_stated(case: EvaluationCase) -> Iterator[Problem]:
    """FUNDS-ACTUAL, FUNDS-BUDGET: spending and budget are stated in total or by every item."""
    if case.branch["funds"]["actual"].value is None:
        place = case.evaluation.node.keys["funds"]
        yield Problem("FUNDS-ACTUAL", place, "没有全年执行数", "填写 actual，或者填齐每项支出明细的 actual")
    if case.branch["funds"]["annual_budget"].value is None:
        place = case.evaluation.node.keys["funds"]
        remedy = "填写 initial_budget 或 annual_budget，或者填齐每项支出明细的 budget"
        yield Problem("FUNDS-BUDGET", place, "没有全年预算数", remedy)


@of_evaluation
def sources_add_up(case: EvaluationCase) -> Iterator[Problem]:
    """FUNDS-SOURCE: at most one source leaves its amounts to be computed, and all add up to the totals."""
    sources, funds = case.evaluation.funds.sources, case.branch["funds"]
    open_sources = [source for source in sources if source.budget is None and source.actual is None]
    for source in open_sources[1:]:
        message = f"资金来源「{source.name}」没有金额，只有一个来源可以不填"
        yield Problem("FUNDS-SOURCE", source.node.place, message, "填写 budget 和 actual")
    if not sources or open_sources:
        return
    wholes = [("budget", funds["annual_budget"]), ("actual", funds["actual"])]
    if funds["initial_budget"]:
        wholes.insert(0, ("initial", funds["initial_budget"]))
    for key, whole in wholes:
        parts = sum_of_known([source[key] for source in funds["sources"]], "")
        if parts and whole.value is not None and parts.compare(whole) is Comparison.DIFFERENT:
            yield Problem(
                "FUNDS-SOURCE",
                case.evaluation.funds.node.keys["sources"],
                f"各资金来源合计 {parts.digits()}元，{whole.label}是 {whole.digits()}元",
                "核对各来源的金额，或者把最后一个来源的金额留空由程序计算",
                " + ".join(source[key].digits() for source in funds["sources"]) + f" = {parts.digits()}元",
            )


@of_evaluation
def not_overspent(case: EvaluationCase) -> Iterator[Problem]:
    """FUNDS-OVER: spending does not exceed the budget, in total and by item, not even by a rounding difference."""
    funds, record = case.branch["funds"], case.evaluation.funds
    entries = [(funds["annual_budget"], funds["actual"], record.node)]
    entries += [(entry["budget"], entry["actual"], item.node) for item, entry in pairs(record.items, funds["items"])]
    for budget, actual, node in entries:
        if budget and actual and None not in (budget.value, actual.value) and actual.value > budget.value:
            message = f"{actual.label} {actual.digits()}元，超过预算 {budget.digits()}元"
            remedy = "核对金额和单位（元、万元）；预算有调整的填写 annual_budget"
            yield Problem("FUNDS-OVER", node.at("actual").place, message, remedy)


@of_evaluation
def execution_explained(case: EvaluationCase) -> Iterator[Problem]:
    """RATE-REASON: an execution rate below what the locality demands is explained. The rate is compared unrounded."""
    funds, evaluation = case.branch["funds"], case.evaluation
    rate: Quantity = funds["rate"]
    required = Fraction(case.profile.execution_requirement) / 100
    if rate.value is None or rate.value >= required or given(evaluation.funds.reason) or given(evaluation.deviation):
        return
    rate_text = f"{rate.number('%', 2 if rate.value < required - Fraction(1, 10000) else 6)}%"
    message = f"预算执行率 {rate_text}，低于 {case.profile.execution_requirement}%，没有写原因"
    working = f"{funds['actual'].digits()} ÷ {funds['annual_budget'].digits()} = {rate_text}"
    node = evaluation.funds.node
    place = node.at("actual").place if evaluation.funds.actual else evaluation.node.keys["funds"]
    yield Problem("RATE-REASON", place, message, "在 funds 下加一行 reason，写明原因和改进措施", working)


@of_evaluation
def adjustment_agrees(case: EvaluationCase) -> Iterator[Problem]:
    """BUDGET-ADJUST: the initial budget and the stated adjustment add up to the annual budget, but for rounding."""
    funds, record = case.branch["funds"], case.evaluation.funds
    stated: Quantity | None = funds["stated_adjustment"]
    if stated is None or funds["adjustment"] is None or stated.compare(funds["adjustment"]) is not Comparison.DIFFERENT:
        return
    initial, annual = funds["initial_budget"].digits(), funds["annual_budget"].digits()
    message = f"预算调整数是 {stated.digits()}元，年初预算到全年预算相差 {funds['adjustment'].digits()}元"
    place = record.node.at("adjustment").place
    yield Problem("BUDGET-ADJUST", place, message, "核对年初预算、调整数和全年预算", f"{annual} − {initial}")


@of_evaluation
def base_table_adds_up(case: EvaluationCase) -> Iterator[Problem]:
    """COST-SUM: parts of a row of the base table add up to the amounts that the row states, but for rounding."""
    if case.evaluation.base_table:
        yield from _costs_add_up(case.evaluation.base_table.costs, case.branch["base_table"]["costs"])


def _costs_add_up(costs: Sequence[Cost], entries: Sequence[Tree]) -> Iterator[Problem]:
    for cost, entry in zip(costs, entries, strict=True):
        for key in ("last_year", "budget", "actual"):
            parts = sum_of_known([part[key] for part in entry["items"]], "")
            if entry[key] and parts and parts.compare(entry[key]) is Comparison.DIFFERENT:
                message = f"{entry[key].label}是 {entry[key].digits()}元，组成合计 {parts.digits()}元"
                remedy = "删去这一行的金额由程序相加，或者核对各项组成"
                yield Problem("COST-SUM", cost.node.at(key).place, message, remedy)
        yield from _costs_add_up(cost.items, entry["items"])
        yield from _costs_add_up(cost.including, entry["including"])
