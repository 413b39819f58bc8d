"""The rules of money: parts add up to totals, spending stays within the budget, a low execution rate is explained."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from generator.data.reader import Node
from generator.data.report import Cost, Source
from generator.figures.funds import pairs
from generator.problems import Place, Problem, Severity
from generator.quantity import Comparison, Quantity, sum_of_known
from generator.rules.case import EvaluationCase, given, of_evaluation

if TYPE_CHECKING:
    from generator.branches import CostBranch, SourceBranch

_WAN = 10_000
_SLIPPED = _WAN // 10
"""How many times two amounts are apart at least where the unit of one was mistyped, 元 for 万元."""
_DOUBTFUL = Fraction(1, 2)  # an execution rate below it, where a locality demands none
_COSTS: Final = ("last_year", "budget", "actual")
_COST_WORDS = {"last_year": "上年决算数", "budget": "本年预算数", "actual": "本年决算数"}


@of_evaluation
def items_add_up(case: EvaluationCase) -> Iterator[Problem]:
    """FUNDS-SUM: items add up to the totals, and parts to the items that state an amount, but for rounding."""
    funds, record = case.branch["funds"], case.evaluation.funds
    budget_key = "annual_budget" if record.annual_budget else "initial_budget"
    items = funds["items"]
    yield from _adds_up(funds["annual_budget"], record.node.at(budget_key), [item["budget"] for item in items])
    if record.actual:
        yield from _adds_up(funds["actual"], record.node.at("actual"), [item["actual"] for item in items])
    for item, entry in pairs(record.items, items):
        if item.budget and item.items:
            yield from _adds_up(entry["budget"], item.node.at("budget"), [part["budget"] for part in entry["items"]])
        if item.actual and item.items:
            yield from _adds_up(entry["actual"], item.node.at("actual"), [part["actual"] for part in entry["items"]])


def _adds_up(whole: Quantity | None, node: Node, amounts: Sequence[Quantity | None]) -> Iterator[Problem]:
    parts = sum_of_known(amounts, "")
    if whole and parts and parts.compare(whole) is Comparison.DIFFERENT:
        yield Problem(
            "FUNDS-SUM",
            node.place,
            f"{whole.label}是 {whole.digits()}元，明细合计 {parts.digits()}元，相差 {parts.apart(whole)}元",
            "核对总数和各项明细，改正写错的一处",
            " + ".join(amount.digits() for amount in amounts if amount) + f" = {parts.digits()}元",
        )


@of_evaluation
def spending_not_negative(case: EvaluationCase) -> Iterator[Problem]:
    """FUNDS-NEGATIVE: no typed spending is below zero."""
    record, funds = case.evaluation.funds, case.branch["funds"]
    typed: list[tuple[Node, Quantity | None]] = [(record.node, funds["actual"])]
    typed += [(item.node, entry["actual"]) for item, entry in pairs(record.items, funds["items"])]
    for node, actual in typed:
        if "actual" in node.keys and actual and actual.value is not None and actual.value < 0:
            message = f"{actual.label}是 {actual.digits()}元，支出是负数"
            remedy = "核对正负号；退回、冲减的从对应的支出里减去"
            yield Problem("FUNDS-NEGATIVE", node.at("actual").place, message, remedy, severity=Severity.WARNING)


@of_evaluation
def spending_stated(case: EvaluationCase) -> Iterator[Problem]:
    """FUNDS-ACTUAL, FUNDS-BUDGET, FUNDS-ZERO: spending and budget are stated in total or by every item."""
    if case.branch["funds"]["actual"].value is None:
        place = case.evaluation.node.keys["funds"]
        yield Problem("FUNDS-ACTUAL", place, "没有全年执行数", "填写 actual，或者填齐每项支出明细的 actual")
    if case.branch["funds"]["annual_budget"].value is None:
        place = case.evaluation.node.keys["funds"]
        remedy = "填写 initial_budget 或 annual_budget，或者填齐每项支出明细的 budget"
        yield Problem("FUNDS-BUDGET", place, "没有全年预算数", remedy)
    if not case.branch["funds"]["has_budget"]:
        record = case.evaluation.funds
        key = next((key for key in ("annual_budget", "initial_budget") if key in record.node.keys), "")
        place = record.node.at(key).place if key else case.evaluation.node.keys["funds"]
        remedy = "核对预算数；确实没有安排预算的不用改，文档里说明执行率不计分"
        message = "全年预算数是零，预算执行率没有意义，不计分，也没有总分"
        yield Problem("FUNDS-ZERO", place, message, remedy, severity=Severity.WARNING)


@of_evaluation
def sources_add_up(case: EvaluationCase) -> Iterator[Problem]:
    """FUNDS-SOURCE: at most one source leaves its amounts to be computed, which leaves something, and all add up.

    So do the sources that one consists of.
    """
    record, funds = case.evaluation.funds, case.branch["funds"]
    wholes = funds["initial_budget"], funds["annual_budget"], funds["actual"]
    if record.sources:
        yield from _sources_add_up(record.sources, funds["sources"], wholes, record.node.keys["sources"])


def _sources_add_up(
    sources: Sequence[Source],
    entries: Sequence[SourceBranch],
    wholes: tuple[Quantity | None, Quantity | None, Quantity | None],
    listed: Place,
) -> Iterator[Problem]:
    uncertain = [
        (source, entry)
        for source, entry in zip(sources, entries, strict=True)
        if source.budget is None and source.actual is None and not source.sources
    ]
    for source, _ in uncertain[1:]:
        message = f"资金来源「{source.name}」没有金额，只有一个来源可以不填"
        yield Problem("FUNDS-SOURCE", source.node.place, message, "填写 budget 和 actual")
    for source, entry in uncertain[:1]:
        for key, whole in (("budget", wholes[1]), ("actual", wholes[2])):
            left = entry[key]  # type: ignore[literal-required]
            if whole and left and left.value is not None and left.value < 0:
                more = left.digits().removeprefix("-")
                message = f"资金来源「{source.name}」没有填金额，其他来源合计比{whole.label}多 {more}元"
                remedy = f"核对{whole.label}和其他来源的金额，改正写错的一处"
                yield Problem("FUNDS-SOURCE", source.node.place, message, remedy)
    for key, whole in zip(("initial", "budget", "actual"), wholes, strict=True) if not uncertain else ():
        amounts = [entry[key] for entry in entries]  # type: ignore[literal-required]
        parts = sum_of_known(amounts, "")
        if whole and parts and whole.value is not None and parts.compare(whole) is Comparison.DIFFERENT:
            yield Problem(
                "FUNDS-SOURCE",
                listed,
                f"各资金来源合计 {parts.digits()}元，{whole.label}是 {whole.digits()}元",
                f"核对各来源的金额和{whole.label}，改正写错的一处",
                " + ".join(amount.digits() for amount in amounts if amount) + f" = {parts.digits()}元",
            )
    for source, entry in zip(sources, entries, strict=True):
        if source.sources:
            own = entry["initial"], entry["budget"], entry["actual"]
            yield from _sources_add_up(source.sources, entry["sources"], own, source.node.keys["sources"])


@of_evaluation
def not_overspent(case: EvaluationCase) -> Iterator[Problem]:
    """FUNDS-OVER: spending does not exceed the budget, in total and by item, not even by a rounding difference."""
    funds, record = case.branch["funds"], case.evaluation.funds
    entries: list[tuple[Quantity | None, Quantity | None, Node]] = [
        (funds["annual_budget"], funds["actual"], record.node)
    ]
    entries += [(entry["budget"], entry["actual"], item.node) for item, entry in pairs(record.items, funds["items"])]
    for budget, actual, node in entries:
        if budget is None or actual is None or budget.value is None or actual.value is None:
            continue
        if actual.value > budget.value:
            over = actual.apart(budget)
            message = f"{actual.label}是 {actual.digits()}元，预算是 {budget.digits()}元，多了 {over}元"
            remedy = "核对金额和单位（元、万元）；预算有调整的填写 annual_budget"
            if actual.value >= budget.value * _SLIPPED and actual.value <= budget.value * _WAN:
                remedy = "核对单位：这一行是不是多了「万」，或者预算少了「万」；预算有调整的填写 annual_budget"
            yield Problem("FUNDS-OVER", node.at("actual").place, message, remedy)


@of_evaluation
def execution_explained(case: EvaluationCase) -> Iterator[Problem]:
    """RATE-REASON: an execution rate below what the locality demands is explained. The rate is compared unrounded.

    Where nothing is demanded, one below a half is a doubt, and one that looks like a slip of the unit an error.
    """
    funds, evaluation = case.branch["funds"], case.evaluation
    rate = funds["rate"]
    demanded = case.profile.execution_requirement
    required = _DOUBTFUL if demanded is None else Fraction(demanded) / 100
    if rate.value is None or rate.value >= required or given(evaluation.funds.reason) or given(evaluation.deviation):
        return
    rate_text = f"{rate.number('%', 2 if rate.value < required - Fraction(1, 10000) else 6)}%"
    message = f"预算执行率 {rate_text}，{'不到一半' if demanded is None else f'低于 {demanded}%'}，没有写原因"
    working = f"{funds['actual'].digits()} ÷ {funds['annual_budget'].digits()} = {rate_text}"
    node = evaluation.funds.node
    place = node.at("actual").place if evaluation.funds.actual else evaluation.node.keys["funds"]
    remedy = "在 funds 下加一行 reason，写明原因和改进措施"
    slipped = 0 < rate.value * _SLIPPED <= 1
    if slipped:
        remedy = f"先核对单位：这一行是不是少了「万」，或者预算多了「万」；确实这样低的，{remedy}"
    severity = Severity.WARNING if demanded is None and not slipped else Severity.ERROR
    yield Problem("RATE-REASON", place, message, remedy, working, severity)


@of_evaluation
def adjustment_agrees(case: EvaluationCase) -> Iterator[Problem]:
    """BUDGET-ADJUST: the initial budget, what was carried over and the stated adjustment add up to the annual budget.

    Rounding differences are none.
    """
    funds, record = case.branch["funds"], case.evaluation.funds
    stated, due, initial = funds["stated_adjustment"], funds["adjustment"], funds["initial_budget"]
    if stated and due and initial and stated.compare(due) is Comparison.DIFFERENT:
        message = f"预算调整数是 {stated.digits()}元，年初预算到全年预算相差 {due.digits()}元"
        place = record.node.at("adjustment").place
        working, remedy = f"{funds['annual_budget'].digits()} − {initial.digits()}", "核对年初预算、调整数和全年预算"
        if carried := funds["carry_over"]:
            message = f"预算调整数是 {stated.digits()}元，年初预算和上年结转到全年预算相差 {due.digits()}元"
            working, remedy = f"{working} − {carried.digits()}", "核对年初预算、上年结转、调整数和全年预算"
        else:
            remedy += "；相差的是上年结转的，填写 carry_over"
        yield Problem("BUDGET-ADJUST", place, message, remedy, working)


@of_evaluation
def base_table_adds_up(case: EvaluationCase) -> Iterator[Problem]:
    """COST-SUM, COST-BLANK: parts of a row of the base table add up to the amounts that the row states.

    What it is said to include is not more than it; rounding differences are none. A sum that lacks a part names the
    cell that is blank.
    """
    record, table = case.evaluation.base_table, case.branch["base_table"]
    if record and table:
        yield from _costs_add_up(record.costs, table["costs"])


def _costs_add_up(costs: Sequence[Cost], entries: Sequence[CostBranch]) -> Iterator[Problem]:
    for cost, entry in zip(costs, entries, strict=True):
        for key in _COSTS:
            whole, parts = entry[key], sum_of_known([part[key] for part in entry["items"]], "")
            if whole and parts and parts.compare(whole) is Comparison.DIFFERENT:
                message = f"{whole.label}是 {whole.digits()}元，组成合计 {parts.digits()}元"
                remedy = "删去这一行的金额由程序相加，或者核对各项组成"
                yield Problem("COST-SUM", cost.node.at(key).place, message, remedy)
            known = [part[key] for part in entry["including"] if part[key]]
            within = sum_of_known(known, "")
            if whole and within and within > whole and within.compare(whole) is Comparison.DIFFERENT:
                message = f"{whole.label}是 {whole.digits()}元，其中各项合计 {within.digits()}元"
                place = cost.node.at(key).place if key in cost.node.keys else cost.node.at("name").place
                yield Problem("COST-SUM", place, message, "核对这一行和其中各项，改正写错的一处")
            blank = [part for part, one in zip(cost.items, entry["items"], strict=True) if not one[key]]
            if not whole and 0 < len(blank) < len(cost.items):
                word = _COST_WORDS[key]
                message = f"「{blank[0].name}」没有填{word}，「{cost.name}」的{word}加不出来"
                remedy = f"填写 {key}；没有发生的填 0元，没有披露的删去同级各项的 {key}"
                place = blank[0].node.at("name").place
                yield Problem("COST-BLANK", place, message, remedy, severity=Severity.WARNING)
        yield from _costs_add_up(cost.items, entry["items"])
        yield from _costs_add_up(cost.including, entry["including"])
