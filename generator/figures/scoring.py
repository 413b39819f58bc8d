"""The scoring rules: what an indicator earns by its target and its actual value, and what a result allows."""

from __future__ import annotations

from fractions import Fraction

from generator.data.report import Band, Scoring
from generator.frozen import replace
from generator.quantity import ABOUT, PERCENT, RANGE, Operation, Quantity, Target


def score_by_rule(weight: Quantity, target: Target, actual: Quantity, scoring: Scoring) -> Quantity:
    """What a quantitative indicator earns (定量指标计分原则), from zero to its weight, before rounding.

    A target that is met earns the weight. Missed, `≥` and `>` earn weight × actual ÷ target, `≤` and `<` weight ×
    target ÷ actual; a target without comparator earns nothing or, where the profile says `share`, weight × actual ÷
    target. A range (`90%—95%`) is missed below its lower end, and earns weight × actual ÷ that; 约 is met within the
    profile's percentage of the target, else earns weight × actual ÷ target. What misses a target of zero or
    below earns nothing, for a share of it says nothing. Target and actual must be of one unit.
    Source: the notes under Hubei's self-evaluation sheets; for targets without comparator, the profile.
    """
    wanted = target.quantity
    assert wanted.value is not None and actual.value is not None
    if is_met(target, actual, scoring):
        return replace(weight, origin=Operation(_met(target, actual, scoring), (weight, wanted, actual)), written="")
    if wanted.value <= 0 or (target.comparator == "=" and scoring.equal == "met"):
        return weight * Quantity(Fraction(0), PERCENT, label="未完成")
    share = wanted / actual if target.comparator in "≤<" else actual / wanted
    return (weight * share).at_least_zero().at_most(weight)


def is_met(target: Target, actual: Quantity, scoring: Scoring) -> bool:
    """Whether an actual value of the target's unit meets it; both have a value. What exceeds a range meets it."""
    wanted, reached = target.quantity.value, actual.value
    assert wanted is not None and reached is not None
    return {
        "≥": reached >= wanted,
        ">": reached > wanted,
        "≤": reached <= wanted,
        "<": reached < wanted,
        "=": reached == wanted,
        RANGE: reached >= wanted,
        ABOUT: abs(reached - wanted) * 100 <= abs(wanted) * scoring.about,
    }[target.comparator]


def above_range(target: Target, actual: Quantity) -> bool:
    """Whether an actual value lies above a range that is its target."""
    return target.upper is not None and target.upper.unit == actual.unit and actual > target.upper


def _met(target: Target, actual: Quantity, scoring: Scoring) -> str:
    """How a target was met, as an explanation says it."""
    if target.comparator == ABOUT:
        return f"与指标值相差不超过 {scoring.about}%，得满分"
    if target.comparator == RANGE:
        return "高于区间的上限，得满分" if above_range(target, actual) else "在区间以内，得满分"
    return "完成目标，得满分"


def execution_score(weight: Quantity, rate: Quantity) -> Quantity:
    """Weight × execution rate (预算执行率), from zero to the weight, before rounding; undefined on a zero budget."""
    return (weight * rate).at_least_zero().at_most(weight)


def settled(score: Quantity, scoring: Scoring, decimals: int) -> Quantity:
    """A score as it enters sums: rounded if the profile rounds each item, else exact."""
    return score.rounded(decimals) if scoring.rounding == "each" else score


def band_of(scoring: Scoring, result: str) -> Band | None:
    """The band of a qualitative result; None if the profile has no such result."""
    return next((band for band in scoring.bands if band.result == result), None)


def within(band: Band, score: Quantity, weight: Quantity) -> bool:
    """Whether a typed score is within the share of the weight that a result allows, both ends included."""
    assert score.value is not None and weight.value is not None
    lowest, highest = (weight.value * Fraction(share) / 100 for share in (band.lowest, band.highest))
    return lowest <= score.value <= highest
