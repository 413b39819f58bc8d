"""Rolls the evaluations of several units up into one (汇总): completion is aggregated first and scored after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from generator.data.report import Criterion, Profile, Rollup
from generator.figures.criteria import Judged, completion, score_by
from generator.figures.evaluation import levels_of
from generator.figures.parts import parts_of
from generator.figures.scoring import settled
from generator.figures.totals import totals
from generator.frozen import Frozen, replace
from generator.problems import Problem
from generator.quantity import MONEY, PERCENT, Quantity, Target, total

if TYPE_CHECKING:
    from generator.branches import EvaluationBranch, IndicatorBranch, RollupBranch, RollupUnitBranch, ScoreBranch

ADDED, AVERAGED, SCORED, LEFT_OUT = "累加", "按资金加权平均", "得分按资金加权平均", "不汇总"


class _Share(Frozen):
    """One unit's evaluation and its share of all the money."""

    row: IndicatorBranch
    share: Quantity


def roll_up(
    rollup: Rollup, branches: Mapping[str, tuple[str, EvaluationBranch]], profile: Profile
) -> tuple[RollupBranch, list[Problem]]:
    """The department's evaluation. `branches` has the name and the figures of each unit, by `unit.evaluation`.

    Absolute values add; rates and the scores of qualitative indicators average weighted by the annual budget; what
    is aggregated is then scored by the rule. The groups that `leave_out` names (满意度指标) count neither weight nor
    score. Source: notes 2 to 4 under Hubei's self-evaluation sheets.
    """
    units: list[RollupUnitBranch] = [
        {
            "id": code,
            "unit": name,
            "budget": branch["funds"]["annual_budget"],
            "actual": branch["funds"]["actual"],
            "rate": branch["funds"]["rate"],
            "score": branch["score"]["total"],
            "grade": branch["score"]["grade"],
        }
        for code, (name, branch) in branches.items()
    ]
    budget = total([unit["budget"] for unit in units], "全年预算数合计")
    actual = total([unit["actual"] for unit in units], "全年执行数合计")
    rate = (actual / budget).named("汇总预算执行率")
    shares = {unit["id"]: (unit["budget"] / budget).named(f"{unit['unit']}资金占比") for unit in units}
    rows: list[IndicatorBranch] = []
    problems: list[Problem] = []
    rows_by_unit = {
        code: {_key(row): row for row in reversed(branch["indicators"])} for code, (_, branch) in branches.items()
    }
    for key in dict.fromkeys(_key(row) for _, branch in branches.values() for row in branch["indicators"]):
        parts: list[_Share] = []
        for code, (name, _) in branches.items():
            row = rows_by_unit[code].get(key)
            if row is None:
                message = f"{name}没有指标「{key[-1]}」，不能汇总"
                problems.append(Problem("ROLLUP-INDICATOR", rollup.node.place, message, "各单位用同一套指标"))
            else:
                parts.append(_Share(row, shares[code]))
        if len(parts) == len(branches):
            rows.append(_row(parts, rollup, profile))
            if any(_weight(part) != _weight(parts[0]) for part in parts):
                message = f"指标「{key[-1]}」在各单位的分值不同"
                problems.append(Problem("ROLLUP-WEIGHT", rollup.node.place, message, "统一各单位的分值"))
    return {
        "name": rollup.name,
        "units": units,
        "budget": budget,
        "actual": actual,
        "rate": rate,
        "indicators": rows,
        "score": _score(rows, rate, profile),
    }, problems


def _key(row: IndicatorBranch) -> tuple[str, ...]:
    """What identifies an indicator in all units: its lowest group and its own id."""
    return (levels_of(row)[-1]["id"], row["id"])


def _weight(part: _Share) -> object:
    weight = part.row["weight"]
    return weight and weight.value


def _row(parts: Sequence[_Share], rollup: Rollup, profile: Profile) -> IndicatorBranch:
    """One indicator over all units: its completion aggregated, and its score."""
    first = parts[0].row
    if first["level1"]["name"] in rollup.leave_out:
        return {
            **first,
            "reason": "",
            "rule": None,
            "method": LEFT_OUT,
            "weight": None,
            "score": None,
            "completion": None,
        }
    measured = [
        (target, actual, part.share)
        for part in parts
        if isinstance(target := part.row["target"], Quantity) and isinstance(actual := part.row["actual"], Quantity)
    ]
    units = {figure.unit for target, actual, _ in measured for figure in (target, actual)}
    scored = all(part.row["rule"] for part in parts if part.row["weight"])
    if len(measured) < len(parts) or len(units) > 1 or not scored:
        scores = [(score, part.share) for part in parts if (score := part.row["score"])]
        average = _settled(_average(scores), profile) if len(scores) == len(parts) else None
        return {**first, "reason": "", "rule": None, "method": SCORED, "score": average, "completion": None}
    if units == {PERCENT}:
        method = AVERAGED
        target = _average([(target, share) for target, _, share in measured])
        actual = _average([(actual, share) for _, actual, share in measured])
    else:
        method = ADDED
        target = total([target for target, _, _ in measured], "")
        actual = total([actual for _, actual, _ in measured], "")
    name = first["name"]
    target = replace(target, label=f"{name}指标值", written=first["comparator"] + _written(target))
    actual = replace(actual, label=f"{name}完成值", written=_written(actual))
    weight = first["weight"]
    judged = Judged(target=Target(first["compared"], target), actual=actual, scoring=profile.scoring)
    score = score_by(_criterion(first, profile), weight, judged) if weight else None
    return {
        **first,
        "target": target,
        "actual": actual,
        "target_parts": parts_of(target),
        "actual_parts": parts_of(actual),
        "reason": "",
        "rule": None,
        "method": method,
        "completion": completion(judged).named(f"{name}完成率"),
        "score": score and _settled(score, profile),
    }


def _criterion(row: IndicatorBranch, profile: Profile) -> Criterion | None:
    """The criterion of an indicator, by the name or the text that is printed for it."""
    criteria = profile.scoring.criteria.items()
    return next((criterion for name, criterion in criteria if row["criterion"] == (criterion.text or name)), None)


def _written(figure: Quantity) -> str:
    """An aggregated figure with its unit: money in 万元, and no more than two decimals."""
    return figure.with_unit(2, "万" if figure.unit == MONEY else "")


def _average(figures: Sequence[tuple[Quantity, Quantity]]) -> Quantity:
    """The average of figures, each weighted by its share of the money."""
    return total([figure * share for figure, share in figures], "加权平均")


def _settled(score: Quantity, profile: Profile) -> Quantity:
    return settled(score, profile.scoring, profile.decimals["分"]).named("得分")


def _score(rows: Sequence[IndicatorBranch], rate: Quantity, profile: Profile) -> ScoreBranch:
    """The total over what is rolled up, out of the weights that count; graded only if none is left out."""
    counted = [row for row in rows if row["method"] != LEFT_OUT]
    weights = [row["weight"] for row in counted if row["weight"]]
    scores = [row["score"] for row in counted if row["score"]]
    whole = total(weights, "绩效指标分值") if weights else profile.weights.indicators
    indicators = total(scores, "绩效指标得分") if scores and len(scores) == len(counted) else None
    score = totals(rate, indicators, whole, profile, disclosed=indicators is not None, rows=counted)
    return score if whole.value == profile.weights.indicators.value else {**score, "grade": None}
