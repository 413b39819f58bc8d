"""The rules of scoring: scores fit weight, rule and result; weights add up; lost points are explained."""

from __future__ import annotations

from collections.abc import Iterator

from generator.data.report import Group
from generator.figures.scoring import band_of, within
from generator.problems import Problem, Severity
from generator.quantity import Comparison, Quantity, sum_of_known
from generator.rules.case import EvaluationCase, given, of_evaluation
from generator.rules.indicators.measures import cannot_be_judged, explained_in_full


@of_evaluation
def scores_follow_the_rule(case: EvaluationCase) -> Iterator[Problem]:
    """SCORE-OVER, SCORE-RULE, SCORE-RESULT, SCORE-BAND: a typed score fits the weight, the rule and the result."""
    scoring = case.profile.scoring
    for indicator, row in case.rows():
        score, weight, node = indicator.score, indicator.weight, indicator.node
        band = band_of(scoring, indicator.result) if indicator.result else None
        if indicator.result and band is None:
            words = "、".join(band.result for band in scoring.bands)
            yield Problem(
                "SCORE-RESULT", node.at("result").place, f"没有「{indicator.result}」这一档", f"可用的有：{words}"
            )
        if not score or not weight:
            continue
        if score > weight:
            message = f"得分 {score.digits()} 分超过分值 {weight.digits()} 分"
            yield Problem("SCORE-OVER", node.at("score").place, message, "核对得分和分值")
            continue
        if band and not within(band, score, weight):
            message = f"得分 {score.digits()} 分不在「{band.result}」的区间 {band.lowest}%—{band.highest}% 之内"
            yield Problem("SCORE-BAND", node.at("score").place, message, "核对得分或档次", f"分值 {weight.digits()} 分")
        due = row["rule"]
        if due and not given(indicator.reason) and score.compare(due) is Comparison.DIFFERENT:
            assert indicator.target and indicator.actual
            message = f"得分 {score.digits()} 分，按规则应得 {due.digits()} 分"
            remedy = "删去得分由程序计算；确需另评的，写明 reason（偏差原因）"
            target, actual = indicator.target.text.source, indicator.actual.text.source
            working = f"分值 {weight.digits()} 分，指标值 {target}，完成值 {actual}"
            yield Problem("SCORE-RULE", node.at("score").place, message, remedy, working)


@of_evaluation
def scores_complete(case: EvaluationCase) -> Iterator[Problem]:
    """SCORE-TWICE, SCORE-BLANK, SCORE-OVER: the indicators' score is stated, once, and within its weight."""
    evaluation, score = case.evaluation, case.branch["score"]
    rows = [*case.rows()]
    if evaluation.indicator_score is not None:
        if any(row["score"] for _, row in rows if row["scored"]):
            place = evaluation.node.at("indicator_score").place
            yield Problem("SCORE-TWICE", place, "各项指标已有得分，合计由程序计算", "删去 indicator_score")
    else:
        for indicator, row in rows:
            if row["score"] or row["completion"] or cannot_be_judged(indicator):
                continue  # what is measured and has no score is told otherwise
            if indicator.weight and row["scored"]:
                what = "完成值" if not indicator.actual else "得分"
                message = f"指标「{indicator.name}」没有{what}，不计算总分"
                place = indicator.node.at("name").place
                yield Problem("SCORE-BLANK", place, message, f"补填{what}", severity=Severity.WARNING)
    reached, weight = score["indicators"], score["indicators_weight"]
    if reached and reached > weight:
        stated = "indicator_score" if evaluation.indicator_score else ""
        key = stated or ("indicators" if evaluation.indicators else "goals")
        message = f"指标得分合计 {reached.digits()} 分，超过绩效指标分值 {weight.digits()} 分"
        yield Problem("SCORE-OVER", evaluation.node.keys[key], message, "核对得分")


@of_evaluation
def lost_points_explained(case: EvaluationCase) -> Iterator[Problem]:
    """SCORE-REASON, SCORE-SPARE: a reason is given where points were lost, and only there."""
    for indicator, row in case.rows():
        score, weight, due = row["score"], row["weight"], row["rule"]
        judged = bool(indicator.score and due and indicator.score.compare(due) is Comparison.DIFFERENT)
        if not score or not weight or judged or not row["scored"]:
            continue  # a typed score other than the rule's needs its reason anyway (SCORE-RULE)
        seen = indicator.score is not None or score.digits() != weight.digits()
        if score < weight and seen and not given(indicator.reason):  # else it is MEASURE-SHORT
            message = f"指标「{indicator.name}」得 {score.digits()} 分，分值 {weight.digits()} 分，没有写扣分的原因"
            place = (indicator.node.at("score") if indicator.score else indicator.node.at("name")).place
            remedy, working = "加一行 reason，写明偏差原因和改进措施", ""
            target, actual = (measure and measure.target for measure in (indicator.target, indicator.actual))
            if due and not indicator.score and target and actual:
                sign = target.comparator.removeprefix("=")
                working = f"指标值 {sign}{target.quantity.written}，完成值 {actual.quantity.written}"
                said = "" if target.exact else f"的「{target.comparator}」"
                remedy = f"先核对指标值{said}和完成值有没有写错；确实没有达到的，{remedy}"
            yield Problem("SCORE-REASON", place, message, remedy, working)
        elif (
            score.value == weight.value
            and given(indicator.reason)
            and weight.value
            and not explained_in_full(indicator, case.profile.scoring)
        ):
            message = f"指标「{indicator.name}」得了满分，却写着偏差原因"
            place = indicator.node.at("reason").place
            yield Problem("SCORE-SPARE", place, message, "核对得分；没有扣分的删去 reason", severity=Severity.WARNING)


@of_evaluation
def lost_goals_explained(case: EvaluationCase) -> Iterator[Problem]:
    """SCORE-REASON: points that a goal lost are explained at an indicator or in `deviation`."""
    if given(case.evaluation.deviation):
        return
    for goal, entry in zip(case.evaluation.goals, case.branch["goals"], strict=True):
        if any(given(indicator.reason) for group in goal.indicators for indicator in group.all_indicators()):
            continue
        reached = entry["score"]
        if goal.weight and reached and reached < goal.weight:
            scores = f"得 {reached.digits()} 分，分值 {goal.weight.digits()} 分"
            message = f"年度目标{entry['number']}{scores}，没有写扣分的原因"
            remedy = "填写 deviation，或者各项指标的 reason"
            yield Problem("SCORE-REASON", goal.node.at("weight").place, message, remedy)


@of_evaluation
def weights_add_up(case: EvaluationCase) -> Iterator[Problem]:
    """WEIGHT-GROUP, WEIGHT-TOTAL: weights add up to those of the group, of the profile's group, and in total."""
    weights = case.profile.weights
    for group in case.evaluation.groups():
        yield from _group_weights(group)
    for group in case.evaluation.indicators:
        if weights.groups and group.name not in weights.groups:
            names = "、".join(weights.groups)
            message = f"地区格式里没有「{group.name}」这一类指标"
            yield Problem("WEIGHT-GROUP", group.node.at("name").place, message, f"可用的有：{names}")
        elif (
            weights.groups
            and (group_weight := _weight_of(group))
            and group_weight.value != weights.groups[group.name].value
        ):
            due = weights.groups[group.name]
            message = f"{group.name}的分值合计 {group_weight.digits()} 分，地区格式规定 {due.digits()} 分"
            yield Problem("WEIGHT-GROUP", group.node.at("name").place, message, "核对各项指标的分值")
    known = [_weight_of(group) for group in case.evaluation.groups()]
    whole = sum_of_known(known, "")
    if whole and whole.value != weights.indicators.value:
        message = f"各项指标的分值合计 {whole.digits()} 分，应为 {weights.indicators.digits()} 分"
        node = case.evaluation.node
        place = node.keys["indicators" if case.evaluation.indicators else "goals"]
        working = " + ".join(weight.digits() for weight in known if weight) + f" = {whole.digits()} 分"
        yield Problem("WEIGHT-TOTAL", place, message, "核对各项指标的分值", working)


@of_evaluation
def goals_add_up(case: EvaluationCase) -> Iterator[Problem]:
    """GOAL-WEIGHT: the weights of goals that list their own indicators add up to the weight of all indicators.

    The weights of a goal's indicators add up to the goal's own, which their scores do not exceed.
    """
    goals = [*zip(case.evaluation.goals, case.branch["goals"], strict=True)]
    for goal, entry in goals:
        if goal.weight is None or not entry["indicators"]:
            continue
        scored = [row for row in entry["indicators"] if row["scored"]]
        reached, weights = (sum_of_known([row[key] for row in scored], "") for key in ("score", "weight"))
        place, goal_text = goal.node.at("weight").place, f"目标分值 {goal.weight.digits()} 分"
        if weights and weights.value != goal.weight.value:
            message = f"年度目标{entry['number']}的指标分值合计 {weights.digits()} 分，{goal_text}"
            yield Problem("GOAL-WEIGHT", place, message, "核对目标的分值和各项指标的分值")
        elif reached and reached > goal.weight:
            message = f"年度目标{entry['number']}的指标得分合计 {reached.digits()} 分，{goal_text}"
            yield Problem("GOAL-WEIGHT", place, message, "核对目标的分值和各项指标的得分")
    whole = sum_of_known([goal.weight for goal, entry in goals if entry["indicators"]], "")
    due = case.profile.weights.indicators
    if whole and whole.value != due.value:
        message = f"各年度目标的分值合计 {whole.digits()} 分，应为 {due.digits()} 分"
        yield Problem("GOAL-WEIGHT", case.evaluation.node.keys["goals"], message, "核对各年度目标的分值")


def _group_weights(group: Group) -> Iterator[Problem]:
    items_weight = _weight_of(group)
    if group.weight and items_weight and items_weight.value != group.weight.value:
        message = f"{group.name}的分值是 {group.weight.digits()} 分，下面各项合计 {items_weight.digits()} 分"
        yield Problem("WEIGHT-GROUP", group.node.at("weight").place, message, "核对这一类的分值和各项的分值")
    for below in group.groups:
        yield from _group_weights(below)


def _weight_of(group: Group) -> Quantity | None:
    """The sum of the weights of a group's indicators; None if one is not given."""
    return sum_of_known([indicator.weight for indicator in group.all_indicators()], "")
