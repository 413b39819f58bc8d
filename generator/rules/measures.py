"""The rules of measurement: what an evaluation reports about its indicators is in fact a measurement."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from typing import TYPE_CHECKING

from generator.data.report import Indicator
from generator.figures.evaluation import levels_of
from generator.problems import LONGEST_SLIP, Problem, Severity
from generator.quantity import MONEY
from generator.rules.case import Case, EvaluationCase, given, of_evaluation

if TYPE_CHECKING:
    from generator.branches import IndicatorBranch

OVER_FULFILLED = Fraction(13, 10)  # of the target, above which it was too low
_MOST_COMPARED = 300  # indicators of an evaluation, each with all before it
_ALIKE = 0.86  # the ratio of matching characters from which two names count as one
_COMPARATORS = ("≥", "≤", ">", "<", "＞", "＜", "≧", "≦")
_PUNCTUATION = str.maketrans(dict.fromkeys("，。、；：（）()“”\"'《》", ""))
"""What two names of one indicator may differ in, beside blanks: “校校通”项目 and 校校通项目."""
# Words of names that belong in a class: 群众满意度, 资金支付及时率.
_CLASSES = (
    ("满意", ("满意度", "满意率"), "满意度指标"),
    ("时效", ("及时率", "及时性", "时效性", "按时完成率", "按期完成率"), "时效指标"),
)


@of_evaluation
def units_match(case: EvaluationCase) -> Iterator[Problem]:
    """INDICATOR-UNIT: target and actual are of one unit."""
    for indicator in case.evaluation.all_indicators():
        target, actual = (measure and measure.target for measure in (indicator.target, indicator.actual))
        if target and actual and target.quantity.unit != actual.quantity.unit:
            message = f"指标值的单位是「{target.quantity.unit}」，完成值的单位是「{actual.quantity.unit}」"
            yield Problem("INDICATOR-UNIT", indicator.node.at("actual").place, message, "改成同一个单位")


@of_evaluation
def actual_measures(case: EvaluationCase) -> Iterator[Problem]:
    """MEASURE-REPEAT: an actual value is what was measured, not a bound that repeats the target."""
    for indicator in case.evaluation.all_indicators():
        if indicator.actual and indicator.actual.text.source.lstrip().startswith(_COMPARATORS):
            message = f"完成值「{indicator.actual.text.source}」带着比较符，不是实际测得的数"
            place = indicator.actual.text.node.place
            yield Problem("MEASURE-REPEAT", place, message, "填写实际完成的数", severity=Severity.WARNING)


@of_evaluation
def quantities_are_counts(case: EvaluationCase) -> Iterator[Problem]:
    """MEASURE-QUANTITY, MEASURE-MONEY: a target under 数量指标 is a number of things, neither a word nor money."""
    for indicator, row in case.rows():
        group = _groups(row)[-1]
        if "数量" not in group or indicator.target is None:
            continue
        node = indicator.target.text.node
        # 约3次 and {{ facts.次数 }} hold a number; 若干次 does not.
        if indicator.target.target is None and not re.search("[0-9{]", indicator.target.text.source):
            message = f"数量指标的指标值「{indicator.target.text.source}」没有数量"
            remedy = "写成数和单位，如 6次；定性的移到质量指标或效益指标"
            yield Problem("MEASURE-QUANTITY", node.place, message, remedy, severity=Severity.WARNING)
        elif indicator.target.target and indicator.target.target.quantity.unit == MONEY:
            message = f"数量指标的指标值「{indicator.target.text.source}」是金额"
            yield Problem("MEASURE-MONEY", node.place, message, "金额移到成本指标", severity=Severity.WARNING)


@of_evaluation
def indicators_once(case: EvaluationCase) -> Iterator[Problem]:
    """MEASURE-TWICE: no two indicators of an evaluation have names that hardly differ."""
    seen: list[tuple[str, Indicator]] = []
    for indicator in islice(case.evaluation.all_indicators(), _MOST_COMPARED):
        plain = "".join(indicator.name.translate(_PUNCTUATION).split())
        for earlier, first in seen:
            if _alike(plain, earlier):
                message = f"指标「{indicator.name}」与第 {first.node.at('name').place.line} 行「{first.name}」重复"
                place = indicator.node.at("name").place
                remedy = "只留一项，或者写清两项各衡量什么"
                yield Problem("MEASURE-TWICE", place, message, remedy, severity=Severity.WARNING)
                break
        seen.append((plain, indicator))


def _alike(left: str, right: str) -> bool:
    """Whether two names are equal, or long and nearly so; names of more than `LONGEST_SLIP` must be equal."""
    if left == right or max(len(left), len(right)) > LONGEST_SLIP:
        return left == right
    # The characters that both have bound the ratio, whatever their order, so that unlike names need no difflib.
    both = (Counter(left) & Counter(right)).total()
    if min(len(left), len(right)) < 6 or 2 * both / (len(left) + len(right)) < _ALIKE:
        return False
    from difflib import SequenceMatcher

    return SequenceMatcher(None, left, right).ratio() >= _ALIKE


@of_evaluation
def indicators_in_class(case: EvaluationCase) -> Iterator[Problem]:
    """MEASURE-CLASS: satisfaction and timeliness are listed under their own classes of indicators."""
    for indicator, row in case.rows():
        groups = _groups(row)
        for word, names, wanted in _CLASSES:
            if not any(word in group for group in groups) and any(name in indicator.name for name in names):
                message = f"指标「{indicator.name}」列在「{groups[-1]}」下"
                place = indicator.node.at("name").place
                yield Problem("MEASURE-CLASS", place, message, f"移到{wanted}下", severity=Severity.WARNING)


@of_evaluation
def targets_high_enough(case: EvaluationCase) -> Iterator[Problem]:
    """RATE-OVER: completion above 130 % of a target (not of a limit, ≤) has a reason: the target was too low."""
    for indicator, _ in case.rows():
        target, actual = (measure and measure.target for measure in (indicator.target, indicator.actual))
        if not target or not actual or target.comparator not in "≥>=" or given(indicator.reason):
            continue
        wanted, reached = target.quantity, actual.quantity
        if exceeded(indicator):
            share = (reached / wanted).number("%", 2)
            message = f"指标「{indicator.name}」完成 {share}%，超过 130%，没有写原因"
            remedy = "加一行 reason，说明指标值为什么偏低、下年怎样调整"
            assert indicator.actual is not None
            place = indicator.actual.text.node.place
            yield Problem("RATE-OVER", place, message, remedy, severity=Severity.WARNING)


@of_evaluation
def targets_reached(case: EvaluationCase) -> Iterator[Problem]:
    """MEASURE-SHORT: an actual value that misses its target has a reason even where no points are disclosed."""
    for indicator, row in case.rows():
        target, actual = (measure and measure.target for measure in (indicator.target, indicator.actual))
        if not target or not actual or row["weight"] or given(indicator.reason):
            continue
        wanted, reached = target.quantity, actual.quantity
        if wanted.unit != reached.unit:
            continue
        if reached > wanted if target.comparator in "≤<" else reached < wanted:
            assert indicator.target and indicator.actual
            aimed = indicator.target.text.source
            message = f"完成值「{indicator.actual.text.source}」没有达到指标值「{aimed}」，没有写原因"
            place = indicator.actual.text.node.place
            remedy = "核对指标值和完成值；确实没有达到的加一行 reason"
            yield Problem("MEASURE-SHORT", place, message, remedy, severity=Severity.WARNING)


def indicators_agree(case: Case) -> Iterator[Problem]:
    """MEASURE-DIFFERS: an indicator that is in several evaluations has the same target and actual value in each."""
    seen: dict[str, Indicator] = {}
    for evaluation in case.report.evaluations:
        for indicator in evaluation.all_indicators():
            first = seen.setdefault(indicator.name, indicator)
            for word, measure, earlier in (
                ("指标值", indicator.target, first.target),
                ("完成值", indicator.actual, first.actual),
            ):
                if measure and earlier and measure.text.source != earlier.text.source:
                    line = earlier.text.node.place.line
                    message = f"{word}「{measure.text.source}」与第 {line} 行同名指标的「{earlier.text.source}」不同"
                    remedy = "改成同一个数；确是两个指标的，用不同的名称"
                    place = measure.text.node.place
                    yield Problem("MEASURE-DIFFERS", place, message, remedy, severity=Severity.WARNING)


def exceeded(indicator: Indicator) -> bool:
    """Whether an indicator was completed to more than 130 %; False if that cannot be computed."""
    target, actual = (measure and measure.target for measure in (indicator.target, indicator.actual))
    if not target or not actual or target.quantity.unit != actual.quantity.unit:
        return False
    share = (actual.quantity / target.quantity).value
    return share is not None and share > OVER_FULFILLED


def _groups(row: IndicatorBranch) -> list[str]:
    """The names of an indicator's groups from the top."""
    return [level["name"] for level in levels_of(row)]
