"""The rules of a report as pure functions from a report and its figures to problems."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.environment import Tree
from generator.model import Evaluation, Profile, Record, Report
from generator.problems import Problem
from generator.quantity import Comparison, Quantity, total, trimmed


@dataclass(frozen=True, slots=True)
class Case:
    """One evaluation under check, with its profile and its branch of the namespace."""

    evaluation: Evaluation
    profile: Profile
    branch: Tree


def check(report: Report, profile: Profile, tree: Tree) -> list[Problem]:
    """The problems that the rules find in a report."""
    problems = [*_unique(report.evaluations, [evaluation.id for evaluation in report.evaluations], "自评标识")]
    for evaluation, branch in zip(report.evaluations, tree["evaluations"], strict=True):
        case = Case(evaluation, profile, branch)
        for rule in RULES:
            problems += rule(case)
    return problems


def items_add_up(case: Case) -> Iterator[Problem]:
    """FUNDS-SUM: the items' budgets and spending come to the totals, but for rounding."""
    funds, node = case.branch["funds"], case.evaluation.funds.node
    for key, whole, owner in (
        ("budget", funds["annual_budget"], "annual_budget" if "annual_budget" in node.keys else "initial_budget"),
        ("actual", funds["actual"], "actual"),
    ):
        parts = funds["items_total"][key]
        if parts.compare(whole) is Comparison.DIFFERENT:
            terms = " + ".join(_digits(item[key]) for item in funds["items"])
            yield Problem(
                "FUNDS-SUM",
                node.at(owner).place,
                f"{whole.label}是 {_digits(whole)}元，支出明细合计 {_digits(parts)}元，相差 {_apart(parts, whole)}元",
                "核对总数和各项明细，改正写错的一处",
                f"{terms} = {_digits(parts)}元",
            )


def sources_add_up(case: Case) -> Iterator[Problem]:
    """FUNDS-SOURCE: at most one source leaves its amounts to be computed, and all come to the totals."""
    sources, funds = case.evaluation.funds.sources, case.branch["funds"]
    open_sources = [source for source in sources if source.budget is None]
    for source in open_sources[1:]:
        yield Problem(
            "FUNDS-SOURCE",
            source.node.place,
            f"资金来源「{source.name}」没有金额，只有一个来源可以不填",
            "填写 budget 和 actual",
        )
    if not sources or open_sources:
        return
    for key, whole in (("budget", funds["annual_budget"]), ("actual", funds["actual"])):
        parts = total((source[key] for source in funds["sources"]), "")
        if parts.compare(whole) is Comparison.DIFFERENT:
            yield Problem(
                "FUNDS-SOURCE",
                case.evaluation.funds.node.keys["sources"],
                f"各资金来源合计 {_digits(parts)}元，{whole.label}是 {_digits(whole)}元",
                "核对各来源的金额，或者把最后一个来源的金额留空由程序计算",
                " + ".join(_digits(source[key]) for source in funds["sources"]) + f" = {_digits(parts)}元",
            )


def not_overspent(case: Case) -> Iterator[Problem]:
    """FUNDS-OVER: spending does not exceed the budget, in total and by item."""
    funds, node = case.branch["funds"], case.evaluation.funds.node
    entries: list[tuple[Tree, Record]] = [(funds, case.evaluation.funds)]
    entries += zip(funds["items"], case.evaluation.funds.items, strict=True)
    for entry, record in entries:
        budget = entry["annual_budget"] if entry is funds else entry["budget"]
        actual: Quantity = entry["actual"]
        if actual.value is not None and budget.value is not None and actual.value > budget.value:
            yield Problem(
                "FUNDS-OVER",
                (node if entry is funds else record.node).at("actual").place,
                f"{actual.label} {_digits(actual)}元，超过预算 {_digits(budget)}元",
                "核对金额和单位（元、万元）；预算有调整的填写 annual_budget",
            )


def scores_within_weights(case: Case) -> Iterator[Problem]:
    """SCORE-OVER: no score exceeds its weight; SCORE-TWICE, SCORE-PARTIAL: one way to state the indicators' score."""
    evaluation, score = case.evaluation, case.branch["score"]
    indicators = [*evaluation.all_indicators()]
    for indicator in indicators:
        if indicator.score and indicator.weight and (indicator.score.value or 0) > (indicator.weight.value or 0):
            message = f"得分 {_digits(indicator.score)} 分超过分值 {_digits(indicator.weight)} 分"
            yield Problem("SCORE-OVER", indicator.node.at("score").place, message, "核对得分和分值")
    scored = [indicator for indicator in indicators if indicator.score is not None]
    if scored and len(scored) < len(indicators):
        missing = next(indicator for indicator in indicators if indicator.score is None)
        message = f"指标「{missing.name}」没有得分，其他指标有"
        yield Problem("SCORE-PARTIAL", missing.node.at("name").place, message, "补上得分；来源没有披露的，各项都不填")
    if scored and evaluation.indicator_score is not None:
        place = evaluation.node.at("indicator_score").place
        yield Problem("SCORE-TWICE", place, "各项指标已有得分，合计由程序计算", "删去 indicator_score")
    reached: Quantity | None = score["indicators"]
    weight: Quantity = score["indicators_weight"]
    if reached and (reached.value or 0) > (weight.value or 0):
        key = "indicators" if scored else "indicator_score"
        message = f"指标得分合计 {_digits(reached)} 分，超过绩效指标分值 {_digits(weight)} 分"
        yield Problem("SCORE-OVER", evaluation.node.keys[key], message, "核对得分")


def units_match(case: Case) -> Iterator[Problem]:
    """INDICATOR-UNIT: target and actual are of one unit."""
    for indicator in case.evaluation.all_indicators():
        target, actual = (measure and measure.target for measure in (indicator.target, indicator.actual))
        if target and actual and target.quantity.unit != actual.quantity.unit:
            message = f"指标值的单位是「{target.quantity.unit}」，完成值的单位是「{actual.quantity.unit}」"
            yield Problem("INDICATOR-UNIT", indicator.node.at("actual").place, message, "改成同一个单位")


def names_unique(case: Case) -> Iterator[Problem]:
    """DUPLICATE-NAME: what a figure's path names stands once in its list."""
    evaluation = case.evaluation
    indicators = [*evaluation.all_indicators()]
    lists: list[tuple[Sequence[Record], list[str], str]] = [
        (evaluation.funds.items, [item.id or item.name for item in evaluation.funds.items], "支出明细"),
        (evaluation.funds.sources, [source.id or source.name for source in evaluation.funds.sources], "资金来源"),
        (indicators, [indicator.id or indicator.name for indicator in indicators], "绩效指标"),
    ]
    for records, names, kind in lists:
        yield from _unique(records, names, kind)


def _unique(records: Sequence[Record], names: Iterable[str], kind: str) -> Iterator[Problem]:
    seen: dict[str, Record] = {}
    for record, name in zip(records, names, strict=True):
        if name in seen:
            node = record.node.at("id" if "id" in record.node.keys else "name")
            message = f"{kind}「{name}」重复，第 {seen[name].node.place.line} 行已有"
            yield Problem("DUPLICATE-NAME", node.place, message, "确是两项的，各加一行不同的 id")
        seen.setdefault(name, record)


def _digits(figure: Quantity) -> str:
    return trimmed(figure.number("", 2))


def _apart(one: Quantity, other: Quantity) -> str:
    return _digits(one - other).removeprefix("-")


RULES: tuple[Callable[[Case], Iterator[Problem]], ...] = (
    items_add_up,
    sources_add_up,
    not_overspent,
    scores_within_weights,
    units_match,
    names_unique,
)
