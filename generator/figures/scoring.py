"""The scoring rules: what an indicator earns by its target and its actual value, and what a result allows."""

from __future__ import annotations

from fractions import Fraction

from generator.data.report import Band, Scoring
from generator.frozen import replace
from generator.quantity import ABOUT, RANGE, Operation, Quantity, Target

SHARED = "按比例"
"""The comparator of a target that earns by its share, also where it is exceeded."""
_READINGS = {"at_least": "≥", "at_most": "≤", "equal": "=", "share": SHARED}


def read_as(target: Target, compare: str | None, scoring: Scoring) -> Target:
    """A target with what it is compared by: its comparator, else the indicator's `compare`, else the profile's `bare`.

    A bare zero is a limit (≤) unless `compare` says otherwise, for nothing falls short of it. A written `=` earns by
    its share where the profile says so. Source: the profile.
    """
    if target.comparator == "=" and scoring.equal == "share":
        return replace(target, comparator=SHARED)
    if target.comparator:
        return target
    bare = "at_most" if target.quantity.value == 0 else scoring.bare
    return replace(target, comparator=_READINGS[compare or bare])


def score_by_rule(weight: Quantity, target: Target, actual: Quantity, scoring: Scoring) -> Quantity:
    """What a quantitative indicator earns (定量指标计分原则), from zero to its weight, before rounding.

    The target is one that `read_as` has given its comparator; it and the actual value are of one unit. Met, it earns
    the weight. Missed, `≥` and `>` earn weight × actual ÷ target, `≤` and `<` weight × target ÷ actual, `=` nothing. A
    range (`90%—95%`) is missed below its lower end, and earns weight × actual ÷ that; 约 is met within the profile's
    percentage of the target, else earns weight × actual ÷ target. What misses a target of zero or below earns
    nothing, for a share of it says nothing. What only equals a strict bound has missed it, by a share of nothing.
    Source: the notes under Hubei's self-evaluation sheets.
    """
    wanted = target.quantity
    assert wanted.value is not None and actual.value is not None
    if is_met(target, actual, scoring):
        return replace(weight, origin=Operation(_met(target, actual, scoring), (weight, wanted, actual)), written="")
    if wanted.value <= 0 or target.comparator == "=":
        missed = Operation("没有达到，不得分", (weight, wanted, actual))
        return replace(weight, value=Fraction(0), origin=missed, written="")
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
        SHARED: reached == wanted,
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
