"""The rules of measurement: what an evaluation reports about its indicators is in fact a measurement."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from typing import TYPE_CHECKING

from generator.data.record import Measure
from generator.data.report import Indicator, Scoring
from generator.figures.evaluation import comparable, levels_of
from generator.figures.scoring import SHARED, above_range, band_of, is_met, read_as
from generator.problems import LONGEST_SLIP, Problem, Severity
from generator.quantity import ABOUT, MONEY, PERCENT, RANGE, Quantity, Target
from generator.rules.case import Case, EvaluationCase, given, of_evaluation
from generator.spelling.words import ROUNDING_BEFORE, ROUNDING_WITHIN

if TYPE_CHECKING:
    from generator.branches import IndicatorBranch

OVER_FULFILLED = Fraction(13, 10)  # of the target, above which it was too low
_MOST_COMPARED = 300  # indicators of an evaluation, each with all before it
_ALIKE = 0.86  # the ratio of matching characters from which two names count as one
_COMPARATORS = ("≥", "≤", ">", "<")
_AT_LEAST = ("≥", ">", "=", SHARED)
_TIMES = "倍"
_NOT = ("未", "没有", "尚未", "未能", "暂未", "不")
# 完成6次, 建成12所。, 12所，全部验收; group 1: the figure. Not 2022年12月, 培训3期60人.
_WORDED = re.compile(r"[^0-9{}]{0,20}([0-9][0-9,.]{0,15}(?:%|万?[\u4e00-\u9fff]{1,4}))(?:[。，；、,;（(].*)?")
_FULL = 100  # percent of the weight, to which the best result reaches
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
        target, actual = figures_of(indicator)
        if target and actual and target.quantity.unit != actual.quantity.unit:
            message = f"指标值的单位是「{target.quantity.unit}」，完成值的单位是「{actual.quantity.unit}」"
            if not target.quantity.unit:
                message = f"指标值「{target.quantity.written}」没有单位，完成值的单位是「{actual.quantity.unit}」"
            elif not actual.quantity.unit:
                message = f"指标值的单位是「{target.quantity.unit}」，完成值「{actual.quantity.written}」没有单位"
            remedy = _in_the_unit_of(target.quantity, actual.quantity)
            yield Problem("INDICATOR-UNIT", indicator.node.at("actual").place, message, remedy)


def _in_the_unit_of(wanted: Quantity, reached: Quantity) -> str:
    """How an actual value without a unit is written in that of its target, if it can be meant so."""
    if not wanted.unit:
        scale = next((scale for scale in "万亿" if scale in reached.written and scale not in wanted.written), "")
        if reached.unit == PERCENT and wanted.value is not None and abs(wanted.value) <= 1:  # as Excel holds a rate
            return f"指标值连单位写，如 {wanted.digits(PERCENT, 4)}%"
        return f"指标值连单位写，如 {wanted.written}{scale}{reached.unit}"
    if reached.unit not in ("", _TIMES) or not reached.value or (reached.unit and wanted.unit != PERCENT):
        return "改成同一个单位"
    if wanted.unit == MONEY:
        scale = next((scale for scale in "万亿" if scale in wanted.written), "")
        return f"连单位写，如 {reached.written}{scale}{MONEY}"
    # 0.96 is how Excel holds 96%, and 1.5倍 of something is 150% of it; but 96 is 96%.
    share = wanted.unit == PERCENT and (reached.unit or abs(reached.value) <= 1)
    digits = reached.digits(PERCENT if share else "", 6)
    return f"连单位写，如 {digits}{wanted.unit}"


@of_evaluation
def actual_measures(case: EvaluationCase) -> Iterator[Problem]:
    """MEASURE-REPEAT, MEASURE-ROUGH: an actual value that scores is measured, neither a bound nor a rounded figure."""
    for indicator, row in case.rows():
        if indicator.actual is None or not row["scored"]:
            continue
        source, place = indicator.actual.text.source, indicator.actual.text.node.place
        if source.startswith(_COMPARATORS):
            message = f"完成值「{source}」带着比较符，不是实际测得的数"
            yield Problem("MEASURE-REPEAT", place, message, "填写实际完成的数", severity=Severity.WARNING)
        elif indicator.target and indicator.target.target and _is_rough(indicator.actual):
            message = f"完成值「{source}」不是准确数，不能和指标值「{indicator.target.text.source}」比较"
            yield Problem("MEASURE-ROUGH", place, message, "填写实际完成的准确数", severity=Severity.WARNING)


def cannot_be_judged(indicator: Indicator) -> bool:
    """Whether an actual value is a figure that its target is not comparable with: of another unit, a bound, rounded."""
    target, actual = figures_of(indicator)
    if not target or indicator.actual is None:
        return False
    return not comparable(target, actual) if actual else _is_rough(indicator.actual)


def _is_rough(actual: Measure) -> bool:
    """Whether a value is a figure with a rounding word, or a range: 近5000名, 5000余名, 约97%, 3—5人."""
    if actual.target:
        return actual.target.comparator in (ABOUT, RANGE)
    text = actual.text.source
    exact = [text.removeprefix(word) for word in ROUNDING_BEFORE] + [text.replace(w, "", 1) for w in ROUNDING_WITHIN]
    return any(figure != text and Quantity.parse(figure) for figure in exact)


@of_evaluation
def quantities_are_counts(case: EvaluationCase) -> Iterator[Problem]:
    """MEASURE-QUANTITY, MEASURE-MONEY: a target under 数量指标 is a number of things, neither a word nor money."""
    for indicator, row in case.rows():
        group = groups_of(row)[-1]
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
        groups = groups_of(row)
        for word, names, wanted in _CLASSES:
            if not any(word in group for group in groups) and any(name in indicator.name for name in names):
                message = f"指标「{indicator.name}」列在「{groups[-1]}」下"
                place = indicator.node.at("name").place
                yield Problem("MEASURE-CLASS", place, message, f"移到{wanted}下", severity=Severity.WARNING)


@of_evaluation
def targets_high_enough(case: EvaluationCase) -> Iterator[Problem]:
    """RATE-OVER: completion above 130 % of a target (not of a limit, ≤) has a reason: the target was too low."""
    for indicator, _ in case.rows():
        judged = judged_by(indicator, case.profile.scoring)
        if judged is None or judged[0].comparator not in _AT_LEAST or given(indicator.reason):
            continue
        target, actual = judged
        if exceeded(indicator, case.profile.scoring):
            share = (actual / target.quantity).number("%", 2)
            message = f"指标「{indicator.name}」完成 {share}%，超过 130%，没有写原因"
            remedy = "加一行 reason，说明指标值为什么偏低、下年怎样调整"
            assert indicator.actual is not None
            place = indicator.actual.text.node.place
            yield Problem("RATE-OVER", place, message, remedy, severity=Severity.WARNING)


@of_evaluation
def targets_reached(case: EvaluationCase) -> Iterator[Problem]:
    """MEASURE-SHORT, MEASURE-ABOVE: what misses its target, or lies above its range, without loss of points."""
    for indicator, row in case.rows():
        judged, weight = judged_by(indicator, case.profile.scoring), row["weight"]
        if judged is None or given(indicator.reason):
            continue
        target, actual = judged
        assert indicator.target and indicator.actual
        aimed, place = indicator.target.text.source, indicator.actual.text.node.place
        told = f"完成值「{indicator.actual.text.source}」"
        full = not weight or (row["rule"] is not None and row["rule"].digits() == weight.digits())
        if full and _missed(target, actual, case.profile.scoring):
            strict = (
                f"（「{target.comparator}」不含 {actual.written}）" if actual.value == target.quantity.value else ""
            )
            message = f"{told}没有达到指标值「{aimed}」{strict}，没有写原因"
            remedy = "核对指标值和完成值；确实没有达到的加一行 reason"
            yield Problem("MEASURE-SHORT", place, message, remedy, severity=Severity.WARNING)
        elif above_range(target, actual):
            remedy = "核对指标值和完成值；越多越好的，指标值写成 ≥；确实超过的加一行 reason"
            message = f"{told}高于指标值「{aimed}」的上限，没有写原因"
            yield Problem("MEASURE-ABOVE", place, message, remedy, severity=Severity.WARNING)


def figures_of(indicator: Indicator) -> tuple[Target | None, Target | None]:
    """The figures of an indicator's target and actual value."""
    target = indicator.target.target if indicator.target else None
    return target, indicator.actual.target if indicator.actual else None


@of_evaluation
def what_was_not_done_loses_points(case: EvaluationCase) -> Iterator[Problem]:
    """MEASURE-UNDONE: an actual value that denies its target does not have its full score, or the best result."""
    for indicator, row in case.rows():
        target, actual = indicator.target, indicator.actual
        if (
            not target
            or not actual
            or actual.text.source.rstrip("。") not in [f"{no}{target.text.source}" for no in _NOT]
        ):
            continue
        band = band_of(case.profile.scoring, indicator.result or "")
        score, weight = row["score"], row["weight"]
        if (band and band.highest == _FULL) or (score and weight and weight.value and score.value == weight.value):
            message = f"完成值「{actual.text.source}」说没有达到指标值「{target.text.source}」，却按完成评定"
            place, remedy = actual.text.node.place, "核对完成值、档次（result）和得分"
            yield Problem("MEASURE-UNDONE", place, message, remedy, severity=Severity.WARNING)


@of_evaluation
def worded_figures_agree(case: EvaluationCase) -> Iterator[Problem]:
    """MEASURE-WORDED: a figure among words (完成6次), which nothing compares, is that of the other value."""
    for indicator in case.evaluation.all_indicators():
        target, actual = indicator.target, indicator.actual
        if not target or not actual or (target.target and actual.target) or given(indicator.reason):
            continue
        aimed, reached = _among_words(target), _among_words(actual)
        if aimed and reached and aimed.unit == reached.unit and aimed.value != reached.value:
            message = f"指标值「{target.text.source}」和完成值「{actual.text.source}」里的数不同，夹着别的字不能比较"
            remedy = "核对两处的数；无误的只写比较符、数和单位，如 ≥98%、≤5小时、6次，别的字写进指标的名称"
            yield Problem("MEASURE-WORDED", actual.text.node.place, message, remedy, severity=Severity.WARNING)


def _among_words(measure: Measure) -> Quantity | None:
    """The figure of a value, also of one that has it among words; None if there is no exact one."""
    if measure.target:
        return None if measure.target.comparator == RANGE else measure.target.quantity
    match = _WORDED.fullmatch(measure.text.source)
    return Quantity.parse(match[1]) if match and not _is_rough(measure) else None


def judged_by(indicator: Indicator, scoring: Scoring) -> tuple[Target, Quantity] | None:
    """The target of an indicator, as it is read, and the actual value judged by it; None if there is none."""
    target, actual = figures_of(indicator)
    if not target or not actual or not comparable(target, actual):
        return None
    return read_as(target, indicator.compare, scoring), actual.quantity


def _missed(target: Target, actual: Quantity, scoring: Scoring) -> bool:
    """Whether an actual value is worse than its target; one without comparator, or with 约, may be exceeded."""
    if target.comparator in ("=", SHARED, ABOUT):
        return actual < target.quantity and not is_met(target, actual, scoring)
    return not is_met(target, actual, scoring)


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


def exceeded(indicator: Indicator, scoring: Scoring) -> bool:
    """Whether an indicator was completed to more than 130 %; False if that cannot be computed."""
    if (judged := judged_by(indicator, scoring)) is None:
        return False
    target, actual = judged
    share = (actual / target.quantity).value
    return share is not None and share > OVER_FULFILLED


def explained_in_full(indicator: Indicator, scoring: Scoring) -> bool:
    """Whether a full score may have a reason: of what was exceeded, or missed without a loss that can be seen."""
    if (judged := judged_by(indicator, scoring)) is None:
        return False
    target, actual = judged
    return exceeded(indicator, scoring) or above_range(target, actual) or _missed(target, actual, scoring)


def groups_of(row: IndicatorBranch) -> list[str]:
    """The names of an indicator's groups from the top."""
    return [level["name"] for level in levels_of(row)]
