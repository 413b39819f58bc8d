"""Computes the figures of an evaluation: its indicators with their scores, its goals, its total and grade."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, cast

from generator.data.record import Measure
from generator.data.report import Evaluation, Goal, Group, Indicator, Profile, Signature
from generator.figures.funds import funds_branch
from generator.figures.printed import printed
from generator.figures.scoring import execution_score, score_by_rule, settled
from generator.frozen import replace
from generator.namespace import Finder, Tree
from generator.problems import Place, Problem
from generator.quantity import ABOUT, RANGE, Operation, Quantity, Target, Word, sum_of_known
from generator.text.renderer import Writer

if TYPE_CHECKING:
    from generator.branches import (
        AnnexPrinted,
        ChoiceBranch,
        EvaluationDraft,
        EvaluationPrinted,
        GoalDraft,
        GoalPrinted,
        IndicatorBranch,
        IndicatorDraft,
        IndicatorPrinted,
        LevelBranch,
        MemberPrinted,
        ScoreBranch,
        SignaturePrinted,
        WorkingGroupPrinted,
    )

# ≥{{ funds.actual|万元 }}, {{ funds.rate }}; groups: comparator and path. Not {{ facts.甲 }}, for indicators refer to
# funds only.
_REFERENCE = r"([≥≤=><]?)\s*\{\{\s*(funds\.[^\s|{}]+)\s*(?:\|[^{}]*)?\}\}"
_Find = Callable[[str], object]  # the value at a path of the funds; KeyError if there is none


def evaluation_draft(
    evaluation: Evaluation, unit: str, profile: Profile, writer: Writer
) -> tuple[EvaluationDraft, list[Problem]]:
    """The figures of an evaluation but for its base table, whose formulas may refer to any evaluation."""
    funds, problems = funds_branch(evaluation.funds, profile, writer)
    find = partial(Finder().resolve, {"funds": funds})
    goals = [_goal(goal, number, find, profile) for number, goal in enumerate(evaluation.goals, 1)]
    rows = [row for goal in goals for row in goal["indicators"]] + [*_rows(evaluation.indicators, find, profile)]
    group, signature = evaluation.working_group, evaluation.signature or Signature(node=evaluation.node)
    draft: EvaluationDraft = {
        **cast("EvaluationPrinted", printed(evaluation)),
        "issued_by": evaluation.issued_by or unit,
        "funds": funds,
        "goals": goals,
        "indicators": rows,
        "indicators_count": _count(rows, "个", "绩效指标数", evaluation.node.place),
        "bands": [
            {"result": band.result, "lowest": str(band.lowest), "highest": str(band.highest)}
            for band in profile.scoring.bands
        ],
        "choices": {name: _choices(names, evaluation.choices.get(name)) for name, names in profile.choices.items()},
        "score": _score(evaluation, profile, funds["rate"], [row["score"] for row in rows]),
        "working_group": None
        if group is None
        else {
            **cast("WorkingGroupPrinted", printed(group)),
            "size": _count(group.members, "人", "工作组人数", group.node.at("members").place),
            "members": [cast("MemberPrinted", printed(member)) for member in group.members],
        },
        "signature": cast("SignaturePrinted", printed(signature)),
        "annexes": [
            {**cast("AnnexPrinted", printed(annex)), "number": number}
            for number, annex in enumerate(evaluation.annexes, 1)
        ],
        "annexes_count": _count(evaluation.annexes, "件", "附件数", evaluation.node.at("annexes").place),
    }
    if evaluation.base_table is None:
        draft["base_table"] = None
    return draft, problems


def _count(things: Sequence[object], unit: str, label: str, place: Place) -> Quantity:
    count = Quantity.parse(f"{len(things)}{unit}", label, place)
    assert count is not None
    return count


def _goal(goal: Goal, number: int, find: _Find, profile: Profile) -> GoalDraft:
    """A goal with its own indicators, if they are listed by goal, and the score they reach."""
    label = f"年度目标{number}"
    rows = [*_rows(goal.indicators, find, profile, goal=goal.id or label)]
    return {
        **cast("GoalPrinted", printed(goal)),
        "id": goal.id or label,
        "number": number,
        "weight": goal.weight and goal.weight.named(f"{label}分值"),
        "score": sum_of_known([row["score"] for row in rows], f"{label}得分"),
        "indicators": rows,
    }


def _choices(names: Sequence[str], chosen: str | None) -> list[ChoiceBranch]:
    return [{"id": name, "name": name, "mark": "☑" if name == chosen else "□"} for name in names]


def _rows(
    groups: Sequence[Group], find: _Find, profile: Profile, levels: tuple[LevelBranch, ...] = (), goal: str = ""
) -> Iterator[IndicatorDraft]:
    """One row per indicator; `level1`, `level2`, … are its groups from the top, `goal` the goal they belong to."""
    for group in groups:
        above = levels[-1]["id"] if levels else goal
        path = (*levels, _level(group, f"{above}/{group.name}" if above else group.name))
        for indicator in group.items:
            yield _row(indicator, find, profile, path)
        yield from _rows(group.groups, find, profile, path)


def levels_of(row: IndicatorBranch) -> list[LevelBranch]:
    """The groups of an indicator from the top."""
    return [cast("LevelBranch", level) for name, level in row.items() if name.startswith("level")]


def _level(group: Group, identifier: str) -> LevelBranch:
    """A group with its weight, declared or added up, as its heading in the sheet shows it."""
    weight = group.weight or sum_of_known([indicator.weight for indicator in group.all_indicators()], group.name)
    digits = weight and weight.digits("", 6)
    return {
        "id": identifier,
        "name": group.name,
        "weight": weight and weight.named(f"{group.name}分值"),
        "heading": f"{group.name}（{digits}分）" if digits else group.name,
    }


def _row(indicator: Indicator, find: _Find, profile: Profile, levels: Sequence[LevelBranch]) -> IndicatorDraft:
    """An indicator with its score: the typed one, else what the rule gives; None if neither is known.

    A target or actual value that is no figure is a text, which is yet to be rendered.
    """
    target, actual = (_quantified(measure, find) for measure in (indicator.target, indicator.actual))
    weight = indicator.weight and indicator.weight.named(f"{indicator.name}分值")
    rule = _rule_score(weight, target, actual, profile)
    score = settled(indicator.score, profile.scoring, profile.decimals["分"]) if indicator.score else rule
    row: IndicatorDraft = {
        **cast("IndicatorPrinted", printed(indicator)),
        "id": indicator.id or indicator.name,
        "comparator": target.comparator if target else "",
        "nature": "定量" if target else "定性",
        "unit": target.quantity.unit if target else "",
        "weight": weight,
        "scored": weight is None or bool(weight.value),
        "rule": rule and rule.named(f"{indicator.name}按规则得分"),
        "score": score and score.named(f"{indicator.name}得分"),
        "level1": levels[0],
    }
    if indicator.target is None or indicator.target.target:
        row["target"] = measured(indicator.target, f"{indicator.name}指标值") if indicator.target else None
    if indicator.actual is None or indicator.actual.target:
        row["actual"] = measured(indicator.actual, f"{indicator.name}完成值") if indicator.actual else None
    for depth, level in enumerate(levels[1:], 2):
        cast("Tree", row)[f"level{depth}"] = level  # whatever the depth
    return row


def _quantified(measure: Measure | None, find: _Find) -> Target | None:
    """The quantity of a target or actual value, be it typed or a reference to an amount of the funds."""
    if measure is None:
        return None
    if measure.target is not None:
        return measure.target
    reference = re.fullmatch(_REFERENCE, measure.text.source.strip())
    try:
        figure = find(reference[2]) if reference else None
    except KeyError:
        return None
    return Target(reference[1] or "=", figure) if reference and isinstance(figure, Quantity) else None


def _rule_score(
    weight: Quantity | None, target: Target | None, actual: Target | None, profile: Profile
) -> Quantity | None:
    """The score by the rule, rounded as it enters sums; None unless the actual value can be judged by the target."""
    if not weight or not comparable(target, actual):
        return None
    assert target and actual
    score = score_by_rule(weight, target, actual.quantity, profile.scoring)
    return settled(score, profile.scoring, profile.decimals["分"])


def comparable(target: Target | None, actual: Target | None) -> bool:
    """Whether an actual value can be judged by a target: it is no bound, of the target's unit, and both are defined."""
    if not target or not actual or actual.comparator != "=" or target.quantity.unit != actual.quantity.unit:
        return False
    return target.quantity.value is not None and actual.quantity.value is not None


def measured(measure: Measure, label: str) -> Quantity | str:
    """The figure of a fact, target or actual value, to be printed as written; the text if it is no one figure."""
    target = measure.target
    if target is None or target.comparator in (RANGE, ABOUT):
        return measure.text.source
    return replace(target.quantity, label=label, written=measure.text.source)


def _score(evaluation: Evaluation, profile: Profile, rate: Quantity, scores: Sequence[Quantity | None]) -> ScoreBranch:
    """The score of the execution rate, of the indicators where it is known, and their total with its grade."""
    disclosed = sum_of_known(scores, "绩效指标得分")
    indicators = disclosed or (evaluation.indicator_score and evaluation.indicator_score.named("绩效指标得分"))
    weight = profile.weights.indicators.named("绩效指标分值")
    return totals(rate, indicators, weight, profile, disclosed=disclosed is not None)


def totals(
    rate: Quantity, indicators: Quantity | None, indicators_weight: Quantity, profile: Profile, *, disclosed: bool
) -> ScoreBranch:
    """The scores (分) of an evaluation's two parts, their total, what was lost, and the grade.

    Without the indicators' score, what follows from it is None; `disclosed` says whether it is the sum of theirs.
    """
    execution_weight = profile.weights.execution.named("预算执行率分值")
    execution = execution_score(execution_weight, rate)
    execution = settled(execution, profile.scoring, profile.decimals["分"]).named("预算执行率得分")
    full = (execution_weight + indicators_weight).named("总分值")
    score = (execution + indicators).named("自评总分") if indicators else None
    met = indicators is not None and indicators.value == indicators_weight.value
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
            Operation("比较", (indicators, indicators_weight)),
        ),
        "total_weight": full,
        "total": score,
        "lost": score and (full - score).named("失分"),
        "grade": _grade(score, profile) if score else None,
    }


def _grade(score: Quantity, profile: Profile) -> Word | None:
    """The word of the highest band that the printed score reaches: no page may show 90.00 beside a lower band."""
    if score.value is None:
        return None
    printed = Quantity.parse(score.number("", profile.decimals["分"]) + score.unit, score.label)
    assert printed is not None and printed.value is not None
    band = next(grade for grade in profile.grades if printed.value >= (grade.lowest.value or 0))
    return Word(band.word, "评价等级", Operation("分档", (score, band.lowest.named(f"{band.word}起点"))))
