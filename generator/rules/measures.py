"""The rules of measurement: whether what an evaluation reports about its indicators measures anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from fractions import Fraction
from itertools import islice

from generator.data.report import Indicator
from generator.namespace import Tree
from generator.problems import LONGEST_SLIP, Problem, Severity
from generator.quantity import MONEY, Comparison, Quantity
from generator.rules.case import Case, Rule, digits, given

OVER_FULFILLED = Fraction(13, 10)
_MOST_COMPARED = 300  # indicators of an evaluation, each with all before it
_ALIKE = 0.86
# The start of a bound: ≥95%, ＞3.
_COMPARED = re.compile(r"\s*[≥≤><＞＜≧≦]")
# What two names of one indicator may differ in: “校校通”项目 and 校校通项目.
_PUNCTUATION = re.compile(r"[\s，。、；：（）()“”\"'《》]")
_CLASSES = (
    ("满意", re.compile(r"满意度|满意率"), "满意度指标"),
    ("时效", re.compile(r"及时率|及时性|时效性|按时完成率|按期完成率"), "时效指标"),
)


def execution_explained(case: Case) -> Iterator[Problem]:
    """RATE-REASON: an execution rate below what the locality demands has its reason."""
    funds, evaluation = case.branch["funds"], case.evaluation
    rate: Quantity = funds["rate"]
    required = Fraction(case.profile.execution_requirement) / 100
    if rate.value is None or rate.value >= required or given(evaluation.funds.reason) or given(evaluation.deviation):
        return
    shown = f"{rate.number('%', 2 if rate.value < required - Fraction(1, 10000) else 6)}%"
    message = f"预算执行率 {shown}，低于 {case.profile.execution_requirement}%，没有写原因"
    working = f"{digits(funds['actual'])} ÷ {digits(funds['annual_budget'])} = {shown}"
    node = evaluation.funds.node
    place = node.at("actual").place if evaluation.funds.actual else evaluation.node.keys["funds"]
    yield Problem("RATE-REASON", place, message, "在 funds 下加一行 reason，写明原因和改进措施", working)


def adjustment_agrees(case: Case) -> Iterator[Problem]:
    """BUDGET-ADJUST: the initial budget and the stated adjustment add up to the annual budget."""
    funds, record = case.branch["funds"], case.evaluation.funds
    stated: Quantity | None = funds["stated_adjustment"]
    if stated is None or funds["adjustment"] is None or stated.compare(funds["adjustment"]) is not Comparison.DIFFERENT:
        return
    initial, annual = digits(funds["initial_budget"]), digits(funds["annual_budget"])
    message = f"预算调整数是 {digits(stated)}元，年初预算到全年预算相差 {digits(funds['adjustment'])}元"
    place = record.node.at("adjustment").place
    yield Problem("BUDGET-ADJUST", place, message, "核对年初预算、调整数和全年预算", f"{annual} − {initial}")


def actual_measures(case: Case) -> Iterator[Problem]:
    """MEASURE-REPEAT: an actual value is what was measured, not a bound that repeats the target."""
    for indicator in case.evaluation.all_indicators():
        if indicator.actual and _COMPARED.match(indicator.actual.text.source):
            message = f"完成值「{indicator.actual.text.source}」带着比较符，不是实际测得的数"
            place = indicator.actual.text.node.place
            yield Problem("MEASURE-REPEAT", place, message, "填写实际完成的数", severity=Severity.WARNING)


def quantities_are_counts(case: Case) -> Iterator[Problem]:
    """MEASURE-QUANTITY, MEASURE-MONEY: a target under 数量指标 is a number of things, neither a word nor money."""
    for indicator, row in case.rows():
        group = _groups(row)[-1]
        if "数量" not in group or indicator.target is None:
            continue
        node = indicator.target.text.node
        if indicator.target.target is None and not re.search("[0-9{]", indicator.target.text.source):
            message = f"数量指标的指标值「{indicator.target.text.source}」没有数量"
            remedy = "写成数和单位，如 6次；定性的移到质量指标或效益指标"
            yield Problem("MEASURE-QUANTITY", node.place, message, remedy, severity=Severity.WARNING)
        elif indicator.target.target and indicator.target.target.quantity.unit == MONEY:
            message = f"数量指标的指标值「{indicator.target.text.source}」是金额"
            yield Problem("MEASURE-MONEY", node.place, message, "金额移到成本指标", severity=Severity.WARNING)


def indicators_once(case: Case) -> Iterator[Problem]:
    """MEASURE-TWICE: no two indicators measure the same under names that hardly differ."""
    seen: list[tuple[str, Indicator]] = []
    for indicator in islice(case.evaluation.all_indicators(), _MOST_COMPARED):
        plain = _PUNCTUATION.sub("", indicator.name)
        for other, first in seen:
            if _alike(plain, other):
                message = f"指标「{indicator.name}」与第 {first.node.at('name').place.line} 行「{first.name}」重复"
                place = indicator.node.at("name").place
                remedy = "只留一项，或者写清两项各衡量什么"
                yield Problem("MEASURE-TWICE", place, message, remedy, severity=Severity.WARNING)
                break
        seen.append((plain, indicator))


def _alike(one: str, other: str) -> bool:
    if one == other or max(len(one), len(other)) > LONGEST_SLIP:
        return one == other
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return min(len(one), len(other)) >= 6 and matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def indicators_in_class(case: Case) -> Iterator[Problem]:
    """MEASURE-CLASS: satisfaction and timeliness are listed under their own classes of indicators."""
    for indicator, row in case.rows():
        groups = "/".join(_groups(row))
        for word, pattern, wanted in _CLASSES:
            if pattern.search(indicator.name) and word not in groups:
                message = f"指标「{indicator.name}」列在「{_groups(row)[-1]}」下"
                place = indicator.node.at("name").place
                yield Problem("MEASURE-CLASS", place, message, f"移到{wanted}下", severity=Severity.WARNING)


def targets_high_enough(case: Case) -> Iterator[Problem]:
    """RATE-OVER: completion above 130 % is explained, for the target was too low."""
    for indicator, _ in case.rows():
        target, actual = (measure and measure.target for measure in (indicator.target, indicator.actual))
        if not target or not actual or target.comparator not in "≥>=" or given(indicator.reason):
            continue
        wanted, reached = target.quantity, actual.quantity
        if _exceeded(indicator):
            share = (reached / wanted).number("%", 2)
            message = f"指标「{indicator.name}」完成 {share}%，超过 130%，没有写原因"
            remedy = "加一行 reason，说明指标值为什么偏低、下年怎样调整"
            assert indicator.actual is not None
            place = indicator.actual.text.node.place
            yield Problem("RATE-OVER", place, message, remedy, severity=Severity.WARNING)


def targets_reached(case: Case) -> Iterator[Problem]:
    """MEASURE-SHORT: an actual value that falls short of its target has a reason, also without disclosed points."""
    for indicator, row in case.rows():
        target, actual = (measure and measure.target for measure in (indicator.target, indicator.actual))
        if not target or not actual or row["weight"] or given(indicator.reason):
            continue
        wanted, reached = target.quantity, actual.quantity
        if wanted.unit != reached.unit or wanted.value is None or reached.value is None:
            continue
        short = reached.value > wanted.value if target.comparator in "≤<" else reached.value < wanted.value
        if short and indicator.actual:
            aimed = indicator.target.text.source if indicator.target else ""
            message = f"完成值「{indicator.actual.text.source}」没有达到指标值「{aimed}」，没有写原因"
            place = indicator.actual.text.node.place
            remedy = "核对指标值和完成值；确实没有达到的加一行 reason"
            yield Problem("MEASURE-SHORT", place, message, remedy, severity=Severity.WARNING)


def _exceeded(indicator: Indicator) -> bool:
    """Whether an indicator was completed to more than 130 %."""
    target, actual = (measure and measure.target for measure in (indicator.target, indicator.actual))
    if not target or not actual or target.quantity.unit != actual.quantity.unit or not target.quantity.value:
        return False
    return (actual.quantity.value or 0) / target.quantity.value > OVER_FULFILLED


def lost_points_explained(case: Case) -> Iterator[Problem]:
    """SCORE-REASON, SCORE-SPARE: a reason is given where points were lost, and only there."""
    for indicator, row in case.rows():
        score, weight, due = row["score"], row["weight"], row["rule"]
        judged = bool(indicator.score and due and indicator.score.compare(due) is Comparison.DIFFERENT)
        if not score or not weight or score.value is None or judged:
            continue  # a typed score other than the rule's needs its reason anyway (SCORE-RULE)
        if score.value < weight.value and not given(indicator.reason):
            message = f"指标「{indicator.name}」得 {digits(score)} 分，分值 {digits(weight)} 分，没有写扣分的原因"
            place = (indicator.node.at("score") if indicator.score else indicator.node.at("name")).place
            yield Problem("SCORE-REASON", place, message, "加一行 reason，写明偏差原因和改进措施")
        elif score.value == weight.value and given(indicator.reason) and weight.value and not _exceeded(indicator):
            message = f"指标「{indicator.name}」得了满分，却写着偏差原因"
            place = indicator.node.at("reason").place
            yield Problem("SCORE-SPARE", place, message, "核对得分；没有扣分的删去 reason", severity=Severity.WARNING)


def lost_goals_explained(case: Case) -> Iterator[Problem]:
    """SCORE-REASON: points that a goal lost without saying on which indicator are explained in `deviation`."""
    if given(case.evaluation.deviation):
        return
    for goal, entry in zip(case.evaluation.goals, case.branch["goals"], strict=True):
        if any(given(one.reason) for group in goal.indicators for one in group.all_indicators()):
            continue
        reached = entry["score"]
        if goal.weight and reached and (reached.value or 0) < (goal.weight.value or 0):
            scores = f"得 {digits(reached)} 分，分值 {digits(goal.weight)} 分"
            message = f"年度目标{entry['number']}{scores}，没有写扣分的原因"
            remedy = "填写 deviation，或者各项指标的 reason"
            yield Problem("SCORE-REASON", goal.node.at("weight").place, message, remedy)


def _groups(row: Tree) -> list[str]:
    """The names of an indicator's groups from the top."""
    levels = [level for key, level in row.items() if re.fullmatch(r"level\d", key)]
    return [level["name"] for level in levels if isinstance(level, dict)]


RULES: tuple[Rule, ...] = (
    execution_explained,
    adjustment_agrees,
    actual_measures,
    quantities_are_counts,
    indicators_once,
    indicators_in_class,
    targets_high_enough,
    targets_reached,
    lost_points_explained,
    lost_goals_explained,
)
