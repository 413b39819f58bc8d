"""Computes the figures of an evaluation: its indicators with their scores, its goals, its total and grade."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, cast

from generator.data.record import Measure
from generator.data.report import Evaluation, Goal, Group, Indicator, Profile, Signature
from generator.figures.criteria import Judged, completion, score_by
from generator.figures.funds import funds_branch
from generator.figures.printed import printed
from generator.figures.scoring import read_as, settled
from generator.figures.totals import totals
from generator.frozen import replace
from generator.namespace import Finder, Tree
from generator.problems import Place, Problem
from generator.quantity import ABOUT, POINTS, RANGE, Operation, Quantity, Target, sum_of_known
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
        "score": _score(evaluation, profile, funds["rate"], rows),
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
        "score": sum_of_known([row["score"] for row in rows if row["scored"]], f"{label}得分"),
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
    written = target.comparator if target else ""
    target = target and read_as(target, indicator.compare, profile.scoring)
    weight = indicator.weight and indicator.weight.named(f"{indicator.name}分值")
    applies = indicator.inapplicable is None
    scored = applies and (weight is None or bool(weight.value))
    criterion = profile.scoring.criteria.get(indicator.criterion or "")
    judged = rule = None
    if target and actual and comparable(target, actual):
        judged = Judged(target=target, actual=actual.quantity, scoring=profile.scoring)
    if judged and weight and scored and (rule := score_by(criterion, weight, judged)):
        rule = settled(rule, profile.scoring, profile.decimals["分"])
    score = settled(indicator.score, profile.scoring, profile.decimals["分"]) if indicator.score else rule
    if weight and not scored:
        why = "只列示，不计分" if applies else "不适用，不考核"
        score = Quantity(weight.value if applies else None, POINTS, origin=Operation(why, (weight,)))
    row: IndicatorDraft = {
        **cast("IndicatorPrinted", printed(indicator)),
        "id": indicator.id or indicator.name,
        "comparator": written,
        "compared": target.comparator if target else "",
        "nature": "定量" if target else "定性",
        "unit": target.quantity.unit if target else "",
        "weight": weight,
        "scored": scored,
        "completion": completion(judged).named(f"{indicator.name}完成率") if judged else None,
        "criterion": (criterion.text or indicator.criterion or "") if criterion else "",
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
    return Target(reference[1], figure) if reference and isinstance(figure, Quantity) else None


def comparable(target: Target | None, actual: Target | None) -> bool:
    """Whether an actual value can be judged by a target: it is no bound, of the target's unit, and both are defined."""
    if not target or not actual or not actual.exact or target.quantity.unit != actual.quantity.unit:
        return False
    return target.quantity.value is not None and actual.quantity.value is not None


def measured(measure: Measure, label: str) -> Quantity | str:
    """The figure of a fact, target or actual value, to be printed as written; the text if it is no one figure."""
    target = measure.target
    if target is None or target.comparator in (RANGE, ABOUT):
        return measure.text.source
    return replace(target.quantity, label=label, written=measure.text.source)


def _score(evaluation: Evaluation, profile: Profile, rate: Quantity, rows: Sequence[IndicatorDraft]) -> ScoreBranch:
    """The score of the execution rate, of the indicators where it is known, and their total with its grade."""
    disclosed = sum_of_known([row["score"] for row in rows if row["scored"]], "绩效指标得分")
    indicators = disclosed or (evaluation.indicator_score and evaluation.indicator_score.named("绩效指标得分"))
    weight = profile.weights.indicators.named("绩效指标分值")
    return totals(rate, indicators, weight, profile, disclosed=disclosed is not None, rows=rows)
