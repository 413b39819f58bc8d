"""Rolls the evaluations of several units up into one (汇总): completion is aggregated first and scored after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from generator.data.report import Profile, Rollup
from generator.figures.report import totals
from generator.figures.scoring import score_by_rule, settled
from generator.namespace import Tree
from generator.problems import Problem
from generator.quantity import MONEY, PERCENT, Quantity, Target, total

ADDED, AVERAGED, SCORED, LEFT_OUT = "累加", "按资金加权平均", "得分按资金加权平均", "不汇总"


@dataclass(frozen=True, slots=True)
class _Share:
    """One unit's evaluation and its share of all the money."""

    row: Tree
    share: Quantity


def roll_up(rollup: Rollup, branches: Mapping[str, tuple[str, Tree]], profile: Profile) -> tuple[Tree, list[Problem]]:
    """The department's evaluation. `branches` has the name and the figures of each unit, by `unit.evaluation`.

    Absolute values add; rates and the scores of qualitative indicators average weighted by the annual budget; what
    is aggregated is then scored by the rule. The groups that `leave_out` names (满意度指标) count neither weight nor
    score. Source: notes 2 to 4 under Hubei's self-evaluation sheets.
    """
    units = [
        {"id": code, "unit": name, "budget": branch["funds"]["annual_budget"], "actual": branch["funds"]["actual"]}
        | {"rate": branch["funds"]["rate"], "score": branch["score"]["total"], "grade": branch["score"]["grade"]}
        for code, (name, branch) in branches.items()
    ]
    budget = total([unit["budget"] for unit in units], "全年预算数合计")
    actual = total([unit["actual"] for unit in units], "全年执行数合计")
    rate = (actual / budget).named("汇总预算执行率")
    shares = {unit["id"]: (unit["budget"] / budget).named(f"{unit['unit']}资金占比") for unit in units}
    rows: list[Tree] = []
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


def _key(row: Tree) -> tuple[str, ...]:
    """What identifies an indicator in all units: its lowest group and its own id."""
    levels = [row[level]["id"] for level in sorted(row) if level.startswith("level")]
    return (levels[-1], row["id"])


def _weight(part: _Share) -> object:
    weight = part.row["weight"]
    return weight and weight.value


def _row(parts: Sequence[_Share], rollup: Rollup, profile: Profile) -> Tree:
    """One indicator over all units: its completion aggregated, and its score."""
    first = parts[0].row
    row = first | {"reason": "", "rule": None}
    pairs = [(part.row["target"], part.row["actual"]) for part in parts]
    figures = [figure for pair in pairs for figure in pair if isinstance(figure, Quantity)]
    same_unit = len(figures) == 2 * len(parts) and len({figure.unit for figure in figures}) == 1
    if first["level1"]["name"] in rollup.leave_out:
        return row | {"method": LEFT_OUT, "weight": None, "score": None}
    if not same_unit:
        scores = [part.row["score"] for part in parts]
        score = None if None in scores else _average([(part.row["score"], part.share) for part in parts])
        return row | {"method": SCORED, "score": _settled(score, profile)}
    if first["target"].unit == PERCENT:
        method = AVERAGED
        target, actual = (_average([(part.row[name], part.share) for part in parts]) for name in ("target", "actual"))
    else:
        method = ADDED
        target, actual = (total([part.row[name] for part in parts], "") for name in ("target", "actual"))
    name, comparator = first["name"], first["comparator"].removeprefix("=")
    target = replace(target, label=f"{name}指标值", written=comparator + _written(target))
    actual = replace(actual, label=f"{name}完成值", written=_written(actual))
    score = first["weight"] and score_by_rule(
        first["weight"], Target(first["comparator"], target), actual, profile.scoring.equal
    )
    return row | {"method": method, "target": target, "actual": actual, "score": _settled(score, profile)}


def _written(figure: Quantity) -> str:
    """An aggregated figure with its unit: money in 万元, and no more than two decimals."""
    return figure.with_unit(2, "万" if figure.unit == MONEY else "")


def _average(figures: Sequence[tuple[Quantity, Quantity]]) -> Quantity:
    """The average of figures, each weighted by its share of the money."""
    return total([figure * share for figure, share in figures], "加权平均")


def _settled(score: Quantity | None, profile: Profile) -> Quantity | None:
    return score and settled(score, profile.scoring, profile.decimals["分"]).named("得分")


def _score(rows: Sequence[Tree], rate: Quantity, profile: Profile) -> Tree:
    """The total over what is rolled up, out of the weights that count; graded only if none is left out."""
    counted = [row for row in rows if row["method"] != LEFT_OUT]
    weights = [row["weight"] for row in counted if row["weight"]]
    scores = [row["score"] for row in counted if row["score"]]
    whole = total(weights, "绩效指标分值") if weights else profile.weights.indicators
    indicators = total(scores, "绩效指标得分") if scores and len(scores) == len(counted) else None
    score = {"disclosed": indicators is not None} | totals(rate, indicators, whole, profile)
    return score | ({} if whole.value == profile.weights.indicators.value else {"grade": None})
