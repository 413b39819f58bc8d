"""The total of an evaluation with its grade, and the rules that a locality has for totals."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from generator.data.report import Profile
from generator.figures.criteria import execution_score
from generator.figures.scoring import settled
from generator.frozen import replace
from generator.quantity import Operation, Quantity, Word, total

if TYPE_CHECKING:
    from generator.branches import AdjustmentBranch, IndicatorBranch, IndicatorDraft, ScoreBranch

    Row = IndicatorDraft | IndicatorBranch

_MORE_IS_BETTER = ("≥", ">")


def totals(
    rate: Quantity,
    indicators: Quantity | None,
    indicators_weight: Quantity,
    profile: Profile,
    *,
    disclosed: bool,
    rows: Sequence[Row] = (),
) -> ScoreBranch:
    """The scores (分) of an evaluation's two parts, their total by the profile's rules, what was lost, and the grade.

    Without the indicators' score, what follows from it is None; `disclosed` says whether it is the sum of theirs.
    """
    execution_weight = profile.weights.execution.named("预算执行率分值")
    execution = execution_score(execution_weight, rate, profile.scoring)
    execution = settled(execution, profile.scoring, profile.decimals["分"]).named("预算执行率得分")
    full = (execution_weight + indicators_weight).named("总分值")
    left_out = _left_out(rows)
    score: Quantity | None = None
    adjustments: list[AdjustmentBranch] = []
    if indicators:
        score, adjustments = _adjusted(execution + indicators, full, left_out, rate, rows, profile)
        score = score.named("自评总分")
    due = indicators_weight - left_out if left_out else indicators_weight
    met = indicators is not None and indicators.value == due.value
    return {
        "disclosed": disclosed,
        "execution_weight": execution_weight,
        "execution": execution,
        "indicators_weight": indicators_weight,
        "indicators": indicators,
        "indicators_met": None
        if indicators is None
        else Word(
            profile.words["met" if met else "unmet"],
            "各项指标是否均达到",
            Operation("比较", (indicators, due)),
        ),
        "adjustments": adjustments,
        "total_weight": full,
        "total": score,
        "lost": score and (full - score).named("失分"),
        "grade": _grade(score, profile) if score else None,
    }


def _left_out(rows: Sequence[Row]) -> Quantity | None:
    """The weight of the indicators that do not apply; None if all do."""
    weights = [weight for row in rows if not row["scored"] and (weight := row["weight"]) and weight.value]
    return total(weights, "不适用指标的分值") if weights else None


def _adjusted(
    score: Quantity,
    full: Quantity,
    left_out: Quantity | None,
    rate: Quantity,
    rows: Sequence[Row],
    profile: Profile,
) -> tuple[Quantity, list[AdjustmentBranch]]:
    """A total by the profile's rules, in this order: scaled, less what was exceeded, capped; with what each changed."""
    rules, decimals = profile.scoring.total, profile.decimals["分"]
    adjustments: list[AdjustmentBranch] = []

    def take(reason: str, after: Quantity) -> Quantity:
        number = str(len(adjustments) + 1)
        before, named = score.named(f"第{number}次调整前总分"), after.named(f"第{number}次调整后总分")
        adjustments.append({"id": number, "reason": reason, "before": before, "after": named})
        return after

    if left_out and full.value != left_out.value:
        scaled = settled(score * (full / (full - left_out)), profile.scoring, decimals)
        score = take(f"不适用的指标 {left_out.digits()} 分不考核，其余按百分制折算", scaled)
    if rules and rules.exceeded:
        by, deduct = rules.exceeded.by, rules.exceeded.deduct
        far = [row for row in rows if row["scored"] and _exceeds(row, Fraction(by) / 100)]
        if far and deduct.value:
            names = "、".join(row["name"] for row in far)
            reason = f"完成值超过指标值 {by}% 及以上的指标每项减 {deduct.digits()} 分：{names}"
            score = take(reason, (score - deduct * len(far)).at_least_zero())
    if rules and rate.value is not None:
        under = [cap for cap in rules.caps if rate.value * 100 < Fraction(cap.below)]
        cap = min(under, key=lambda cap: cap.most.value or 0, default=None)
        if cap and score > cap.most:
            reason = f"预算执行率低于 {cap.below}%，总分不超过 {cap.most.digits()} 分"
            capped = replace(cap.most, origin=Operation(reason, (score, rate)), written="")
            score = take(reason, capped)
    return score, adjustments


def _exceeds(row: Row, by: Fraction) -> bool:
    """Whether an indicator of which more is better was completed to its target and that share of it more."""
    reached = row["completion"]
    return row["compared"] in _MORE_IS_BETTER and bool(reached and reached.value and reached.value >= 1 + by)


def _grade(score: Quantity, profile: Profile) -> Word | None:
    """The word of the highest band that the printed score reaches: no page may show 90.00 beside a lower band."""
    if score.value is None:
        return None
    printed = Quantity.parse(score.number("", profile.decimals["分"]) + score.unit, score.label)
    assert printed is not None and printed.value is not None
    band = next(grade for grade in profile.grades if printed.value >= (grade.lowest.value or 0))
    return Word(band.word, "评价等级", Operation("分档", (score, band.lowest.named(f"{band.word}起点"))))
