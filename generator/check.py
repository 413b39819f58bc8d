"""The rules of a report as pure functions from a report and its figures to problems."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.amounts import pairs
from generator.environment import Tree
from generator.model import Cost, Evaluation, Group, Item, Profile, Record, Report
from generator.problems import Problem, Severity
from generator.quantity import Comparison, Quantity, sum_of_known, trimmed
from generator.reader import Node
from generator.scoring import band_of, within


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
    """FUNDS-SUM: items come to the totals, and parts to the items that state an amount, but for rounding."""
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
            f"{whole.label}是 {_digits(whole)}元，明细合计 {_digits(parts)}元，相差 {_apart(parts, whole)}元",
            "核对总数和各项明细，改正写错的一处",
            " + ".join(_digits(entry[key]) for entry in entries) + f" = {_digits(parts)}元",
        )


def spending_stated(case: Case) -> Iterator[Problem]:
    """FUNDS-ACTUAL: spending is stated in total or by every item."""
    if case.branch["funds"]["actual"].value is None:
        place = case.evaluation.node.keys["funds"]
        yield Problem("FUNDS-ACTUAL", place, "没有全年执行数", "填写 actual，或者填齐每项支出明细的 actual")


def sources_add_up(case: Case) -> Iterator[Problem]:
    """FUNDS-SOURCE: at most one source leaves its amounts to be computed, and all come to the totals."""
    sources, funds = case.evaluation.funds.sources, case.branch["funds"]
    open_sources = [source for source in sources if source.budget is None and source.actual is None]
    for source in open_sources[1:]:
        message = f"资金来源「{source.name}」没有金额，只有一个来源可以不填"
        yield Problem("FUNDS-SOURCE", source.node.place, message, "填写 budget 和 actual")
    if not sources or open_sources:
        return
    for key, whole in (("budget", funds["annual_budget"]), ("actual", funds["actual"])):
        parts = sum_of_known([source[key] for source in funds["sources"]], "")
        if parts and parts.compare(whole) is Comparison.DIFFERENT:
            yield Problem(
                "FUNDS-SOURCE",
                case.evaluation.funds.node.keys["sources"],
                f"各资金来源合计 {_digits(parts)}元，{whole.label}是 {_digits(whole)}元",
                "核对各来源的金额，或者把最后一个来源的金额留空由程序计算",
                " + ".join(_digits(source[key]) for source in funds["sources"]) + f" = {_digits(parts)}元",
            )


def not_overspent(case: Case) -> Iterator[Problem]:
    """FUNDS-OVER: spending does not exceed the budget, in total and by item."""
    funds, record = case.branch["funds"], case.evaluation.funds
    entries = [(funds["annual_budget"], funds["actual"], record.node)]
    entries += [(entry["budget"], entry["actual"], item.node) for item, entry in pairs(record.items, funds["items"])]
    for budget, actual, node in entries:
        if budget and actual and budget.value is not None and (actual.value or 0) > budget.value:
            message = f"{actual.label} {_digits(actual)}元，超过预算 {_digits(budget)}元"
            remedy = "核对金额和单位（元、万元）；预算有调整的填写 annual_budget"
            yield Problem("FUNDS-OVER", node.at("actual").place, message, remedy)


def base_table_adds_up(case: Case) -> Iterator[Problem]:
    """COST-SUM: parts of a row of the base table come to the amounts that the row states, but for rounding."""
    if case.evaluation.base_table:
        yield from _costs_add_up(case.evaluation.base_table.costs, case.branch["base_table"]["costs"])


def _costs_add_up(costs: Sequence[Cost], entries: Sequence[Tree]) -> Iterator[Problem]:
    for cost, entry in zip(costs, entries, strict=True):
        for key in ("last_year", "budget", "actual"):
            parts = sum_of_known([part[key] for part in entry["items"]], "")
            if entry[key] and parts and parts.compare(entry[key]) is Comparison.DIFFERENT:
                message = f"{entry[key].label}是 {_digits(entry[key])}元，组成合计 {_digits(parts)}元"
                remedy = "删去这一行的金额由程序相加，或者核对各项组成"
                yield Problem("COST-SUM", cost.node.at(key).place, message, remedy)
        yield from _costs_add_up(cost.items, entry["items"])
        yield from _costs_add_up(cost.including, entry["including"])


def annexes_exist(case: Case) -> Iterator[Problem]:
    """ANNEX-MISSING: every announced annex is a document that is made."""
    made = [document.name for document in case.profile.documents]
    for annex in case.evaluation.annexes:
        if annex.document not in made:
            message = f"附件「{annex.title}」对应的文档「{annex.document}」并不生成"
            yield Problem("ANNEX-MISSING", annex.node.at("document").place, message, f"可用的有：{'、'.join(made)}")


def scores_follow_the_rule(case: Case) -> Iterator[Problem]:
    """SCORE-OVER, SCORE-RULE, SCORE-RESULT, SCORE-BAND: a typed score agrees with weight, rule and result."""
    scoring = case.profile.scoring
    for indicator, row in zip(case.evaluation.all_indicators(), case.branch["indicators"], strict=True):
        score, weight, node = indicator.score, indicator.weight, indicator.node
        band = band_of(scoring, indicator.result) if indicator.result else None
        if indicator.result and band is None:
            words = "、".join(band.result for band in scoring.bands)
            yield Problem(
                "SCORE-RESULT", node.at("result").place, f"没有「{indicator.result}」这一档", f"可用的有：{words}"
            )
        if not score or not weight:
            continue
        if (score.value or 0) > (weight.value or 0):
            message = f"得分 {_digits(score)} 分超过分值 {_digits(weight)} 分"
            yield Problem("SCORE-OVER", node.at("score").place, message, "核对得分和分值")
            continue
        if band and not within(band, score, weight):
            message = f"得分 {_digits(score)} 分不在「{band.result}」的区间 {band.lowest}%—{band.highest}% 之内"
            yield Problem("SCORE-BAND", node.at("score").place, message, "核对得分或档次", f"分值 {_digits(weight)} 分")
        due: Quantity | None = row["rule"]
        if due and not indicator.reason and score.compare(due) is Comparison.DIFFERENT:
            assert indicator.target and indicator.actual
            message = f"得分 {_digits(score)} 分，按规则应得 {_digits(due)} 分"
            remedy = "删去得分由程序计算；确需另评的，写明 reason（偏差原因）"
            target, actual = indicator.target.text.source, indicator.actual.text.source
            working = f"分值 {_digits(weight)} 分，指标值 {target}，完成值 {actual}"
            yield Problem("SCORE-RULE", node.at("score").place, message, remedy, working)


def scores_complete(case: Case) -> Iterator[Problem]:
    """SCORE-TWICE: the indicators' score is stated once; SCORE-BLANK: one indicator without score leaves no total."""
    evaluation, score = case.evaluation, case.branch["score"]
    rows = [*zip(evaluation.all_indicators(), case.branch["indicators"], strict=True)]
    if evaluation.indicator_score is not None:
        if any(row["score"] for _, row in rows):
            place = evaluation.node.at("indicator_score").place
            yield Problem("SCORE-TWICE", place, "各项指标已有得分，合计由程序计算", "删去 indicator_score")
    else:
        for indicator, row in rows:
            if indicator.weight and not row["score"]:
                what = "完成值" if not indicator.actual else "得分"
                message = f"指标「{indicator.name}」没有{what}，不计算总分"
                place = indicator.node.at("name").place
                yield Problem("SCORE-BLANK", place, message, f"补填{what}", severity=Severity.WARNING)
    reached: Quantity | None = score["indicators"]
    weight: Quantity = score["indicators_weight"]
    if reached and (reached.value or 0) > (weight.value or 0):
        key = "indicator_score" if evaluation.indicator_score else "indicators"
        message = f"指标得分合计 {_digits(reached)} 分，超过绩效指标分值 {_digits(weight)} 分"
        yield Problem("SCORE-OVER", evaluation.node.keys[key], message, "核对得分")


def weights_add_up(case: Case) -> Iterator[Problem]:
    """WEIGHT-GROUP, WEIGHT-TOTAL: weights come to those of their group, of the profile's group, and of the whole."""
    weights = case.profile.weights
    for group in case.evaluation.indicators:
        yield from _group_weights(group)
        if weights.groups and group.name not in weights.groups:
            names = "、".join(weights.groups)
            message = f"地区格式里没有「{group.name}」这一类指标"
            yield Problem("WEIGHT-GROUP", group.node.at("name").place, message, f"可用的有：{names}")
        elif weights.groups and (own := _weight_of(group)) and own.value != weights.groups[group.name].value:
            due = weights.groups[group.name]
            message = f"{group.name}的分值合计 {_digits(own)} 分，地区格式规定 {_digits(due)} 分"
            yield Problem("WEIGHT-GROUP", group.node.at("name").place, message, "核对各项指标的分值")
    known = [_weight_of(group) for group in case.evaluation.indicators]
    whole = sum_of_known(known, "")
    if whole and whole.value != weights.indicators.value:
        message = f"各项指标的分值合计 {_digits(whole)} 分，应为 {_digits(weights.indicators)} 分"
        place = case.evaluation.node.keys["indicators"]
        working = " + ".join(_digits(weight) for weight in known if weight) + f" = {_digits(whole)} 分"
        yield Problem("WEIGHT-TOTAL", place, message, "核对各项指标的分值", working)


def _group_weights(group: Group) -> Iterator[Problem]:
    own = _weight_of(group)
    if group.weight and own and own.value != group.weight.value:
        message = f"{group.name}的分值是 {_digits(group.weight)} 分，下面各项合计 {_digits(own)} 分"
        yield Problem("WEIGHT-GROUP", group.node.at("weight").place, message, "核对这一类的分值和各项的分值")
    for below in group.groups:
        yield from _group_weights(below)


def _weight_of(group: Group) -> Quantity | None:
    """The sum of a group's item weights, where all are given."""
    return sum_of_known([indicator.weight for indicator in group.all_indicators()], "")


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
        *_item_lists(evaluation.funds.items),
        (evaluation.funds.sources, [source.id or source.name for source in evaluation.funds.sources], "资金来源"),
        (indicators, [indicator.id or indicator.name for indicator in indicators], "绩效指标"),
    ]
    for records, names, kind in lists:
        yield from _unique(records, names, kind)


def _item_lists(items: Sequence[Item]) -> Iterator[tuple[Sequence[Record], list[str], str]]:
    yield items, [item.id or item.name for item in items], "支出明细"
    for item in items:
        yield from _item_lists(item.items)


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
    spending_stated,
    base_table_adds_up,
    annexes_exist,
    scores_follow_the_rule,
    scores_complete,
    weights_add_up,
    units_match,
    names_unique,
)
