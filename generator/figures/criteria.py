"""Scores by the criteria that a locality states itself (评分标准): shares, met or not, bands and deductions."""

from __future__ import annotations

from fractions import Fraction

from generator.data.report import Criterion, CriterionBand, Scoring
from generator.figures.scoring import is_met, score_by_rule
from generator.frozen import Frozen, replace
from generator.quantity import ABOUT, PERCENT, RANGE, Operation, Quantity, Target

_POINT_UNITS = ("个百分点", "百分点")
_WHOLE = Fraction(1)


class Judged(Frozen):
    """What a criterion judges: a target that `read_as` has read, and an actual value of its unit; both are defined."""

    target: Target
    actual: Quantity
    scoring: Scoring


def score_by(criterion: Criterion | None, weight: Quantity, judged: Judged) -> Quantity | None:
    """What an indicator earns by a criterion, from zero to its weight, before rounding; by the general rule if None.

    share      weight × completion, nothing below `none_below`, the whole weight from `full_from` on
    met        the whole weight if the target is met, else nothing
    bands      what the first band earns that holds the completion, the actual value or the gap; nothing outside all
    deduction  weight − `deduct` for each `every` of the gap beyond `free`

    None if a bound of the criterion has a unit that it cannot be compared in. Source: the profile.
    """
    if criterion is None:
        return score_by_rule(weight, judged.target, judged.actual, judged.scoring)
    return _KINDS[criterion.kind](criterion, weight, judged)


def execution_score(weight: Quantity, rate: Quantity, scoring: Scoring) -> Quantity:
    """Weight × execution rate (预算执行率), or what the profile's criterion gives; from zero to the weight, unrounded.

    Undefined on a zero budget.
    """
    criterion = scoring.criteria.get(scoring.execution or "")
    if criterion and rate.value is not None:
        whole = Quantity(_WHOLE, PERCENT, label="应执行")
        score = score_by(criterion, weight, Judged(target=Target("≥", whole), actual=rate, scoring=scoring))
        if score is not None:
            return score
    return (weight * rate).at_least_zero().at_most(weight)


def completion(judged: Judged) -> Quantity:
    """How much of a target was reached, at least zero, as a rate: actual ÷ target, of a limit target ÷ actual.

    A limit that is kept, what lies within a range or near enough to 约, is reached by 100 %; a target of zero or below
    by 100 % or nothing.
    """
    target, actual = judged.target, judged.actual
    wanted = target.quantity
    assert wanted.value is not None and actual.value is not None
    met = is_met(target, actual, judged.scoring)
    if wanted.value <= 0 or (met and target.comparator in ("≤", "<", RANGE, ABOUT)):
        return _rate(_WHOLE if met else Fraction(0), (wanted, actual))
    share = wanted / actual if target.comparator in ("≤", "<") else actual / wanted
    return share.at_least_zero().named("完成率")


def gap(judged: Judged) -> Quantity:
    """By how much an actual value is worse than its target, in their unit; zero if the target is met."""
    target, actual = judged.target, judged.actual
    wanted = target.quantity
    if is_met(target, actual, judged.scoring):
        return replace(wanted, value=Fraction(0), label="差距", origin=Operation("达到", (wanted, actual)), written="")
    worse = actual - wanted if target.comparator in ("≤", "<") else wanted - actual
    if target.comparator == "=" and worse.value is not None and worse.value < 0:
        worse = actual - wanted
    return worse.at_least_zero().named("差距")


def _share(criterion: Criterion, weight: Quantity, judged: Judged) -> Quantity:
    reached = completion(judged)
    assert reached.value is not None
    percent = reached.value * 100
    if percent >= (100 if criterion.full_from is None else Fraction(criterion.full_from)):
        return _full(weight, f"完成率不低于 {criterion.full_from or 100}%，得满分", reached)
    if percent < Fraction(criterion.none_below or 0):
        return _earned(weight, Fraction(0), f"完成率低于 {criterion.none_below}%，不得分", reached)
    return (weight * reached).at_most(weight)


def _met(_criterion: Criterion, weight: Quantity, judged: Judged) -> Quantity:
    compared = judged.target.quantity, judged.actual
    if is_met(judged.target, judged.actual, judged.scoring):
        return _full(weight, "完成目标，得满分", *compared)
    return _earned(weight, Fraction(0), "没有达到，不得分", *compared)


def _bands(criterion: Criterion, weight: Quantity, judged: Judged) -> Quantity | None:
    bounds = [bound for band in criterion.bands for bound in (band.at_least, band.at_most) if bound]
    measured = _measured(criterion.of, bounds[0] if bounds else None, judged)
    if any(_plain(bound).unit != measured.unit for bound in bounds):
        return None
    for band in criterion.bands:
        if _holds(band, measured):
            earned = weight * _rate(Fraction(band.share or 0) / 100) if band.points is None else band.points
            return replace(
                earned.at_most(weight),
                label="",
                origin=Operation(f"{measured.label}在{_said(band)}一档", (weight, measured)),
                written="",
            )
    return _earned(weight, Fraction(0), f"{measured.label}不在任何一档，不得分", measured)


def _deduction(criterion: Criterion, weight: Quantity, judged: Judged) -> Quantity | None:
    every, deduct = criterion.every and _plain(criterion.every), criterion.deduct
    assert every and every.value and deduct
    free = criterion.free and _plain(criterion.free)
    worse = _measured("gap", every, judged)
    if worse.unit != every.unit or (free and free.unit != every.unit):
        return None
    assert worse.value is not None and deduct.value is not None and weight.value is not None
    times = max(worse.value - ((free and free.value) or 0), Fraction(0)) / every.value
    if criterion.part != "share":
        times = Fraction(-(-times // 1) if criterion.part == "whole" else times // 1)
    lost = min(times * deduct.value, weight.value)
    said = f"每差 {every.written} 扣 {deduct.digits()} 分"
    if free:
        said = f"超过 {free.written} 的部分{said}"
    return _earned(weight, weight.value - lost, said, worse)


_KINDS = {"share": _share, "met": _met, "bands": _bands, "deduction": _deduction}


def _measured(of: str, bound: Quantity | None, judged: Judged) -> Quantity:
    """What bands or deductions are counted by; a gap is a share of the target if the bound is, and the target not."""
    if of == "actual":
        return judged.actual.named("完成值")
    if of == "completion":
        return completion(judged)
    if bound is not None and _plain(bound).unit == PERCENT and judged.target.quantity.unit != PERCENT:
        reached = completion(judged)
        return (_rate(_WHOLE) - reached.at_most(_rate(_WHOLE))).named("差距")
    return gap(judged)


def _holds(band: CriterionBand, measured: Quantity) -> bool:
    low, high = band.at_least and _plain(band.at_least), band.at_most and _plain(band.at_most)
    return (low is None or measured >= low) and (high is None or measured <= high)


def _said(band: CriterionBand) -> str:
    low, high = band.at_least and band.at_least.written, band.at_most and band.at_most.written
    if low and high:
        return f"「{low}—{high}」"
    return f"「不低于 {low}」" if low else f"「不超过 {high}」" if high else "「其余」"


def _plain(bound: Quantity) -> Quantity:
    """A bound as figures are compared: 1个百分点 is 1 %."""
    if bound.unit not in _POINT_UNITS or bound.value is None:
        return bound
    return replace(bound, value=bound.value / 100, unit=PERCENT)


def _rate(value: Fraction, operands: tuple[Quantity, ...] = ()) -> Quantity:
    return Quantity(value, PERCENT, label="完成率", origin=Operation("完成率", operands))


def _full(weight: Quantity, why: str, *operands: Quantity) -> Quantity:
    return replace(weight, origin=Operation(why, (weight, *operands)), written="")


def _earned(weight: Quantity, value: Fraction, why: str, *operands: Quantity) -> Quantity:
    return replace(weight, value=value, origin=Operation(why, (weight, *operands)), written="")
