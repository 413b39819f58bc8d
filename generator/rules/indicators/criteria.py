"""The rules of criteria: what a target is compared and scored by is said, and a score has a measurement behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from generator.data.report import Indicator
from generator.problems import Problem
from generator.quantity import MONEY
from generator.rules.case import EvaluationCase, of_evaluation
from generator.rules.indicators.measures import cannot_be_judged, figures_of, groups_of, judged_by

if TYPE_CHECKING:
    from generator.branches import IndicatorBranch

_DURATIONS = ("天", "日", "工作日", "个工作日", "小时", "分钟", "秒")
# Names of what there should be little of: 投诉件数, 故障率. Not 投诉办结率, 故障处理及时率. Group 1: the word.
_UNWANTED = re.compile(
    "(投诉|信访|上访|举报|事故|差错|违规|违纪|故障|偏差|超支|负债|能耗)(?:发生)?(?:[件次起人]?数|数量|率|量|额|时长)?"
)


@of_evaluation
def comparisons_stated(case: EvaluationCase) -> Iterator[Problem]:
    """MEASURE-COMPARE: what a target is compared by is said once, and where more of it is worse and the score needs it.

    Where the actual value is that of the target, every reading gives the same score.
    """
    for indicator, row in case.rows():
        if indicator.compare and (row["nature"] != "定量" or row["comparator"]):
            place, remedy = indicator.node.at("compare").place, "删去 compare；指标值不对的，改正指标值"
            what = "已经写明怎样比较" if row["comparator"] else "不是一个数"
            message = f"指标值「{_aimed(indicator)}」{what}，不用写 compare"
            yield Problem("MEASURE-COMPARE", place, message, remedy)
        elif _is_bare(indicator, row) and (why := _worse_when_more(indicator, row)):
            message = f"{why}的指标值「{_aimed(indicator)}」没有写比较符，不知道是越多越好还是越少越好"
            forms = f"不能超过的写「≤{_aimed(indicator)}」，要达到的写「≥{_aimed(indicator)}」"
            remedy = f"{forms}；要照原样印出的，另加一行 compare: at_most 或 compare: at_least"
            yield Problem("MEASURE-COMPARE", indicator.node.at("target").place, message, remedy)


def _is_bare(indicator: Indicator, row: IndicatorBranch) -> bool:
    """Whether a target that scores says in no way what it is compared by; a bare zero is a limit."""
    if indicator.compare or row["nature"] != "定量" or row["comparator"] or not (row["scored"] and row["weight"]):
        return False
    target, reached = figures_of(indicator)[0], row["completion"]
    return bool(reached and reached.value != 1) and (target is None or bool(target.quantity.value))


def _aimed(indicator: Indicator) -> str:
    return indicator.target.text.source if indicator.target else ""


def _worse_when_more(indicator: Indicator, row: IndicatorBranch) -> str:
    """Why more of an indicator may be worse, as a message begins; empty if nothing says so."""
    if any("成本" in group for group in groups_of(row)):
        return "成本指标"
    if row["unit"].split("/")[0] == MONEY:
        return "金额"
    if row["unit"] in _DURATIONS:
        return "时间"
    match = _UNWANTED.search(indicator.name)
    return f"「{match[1]}」一类指标" if match and match.end() == len(indicator.name) else ""


@of_evaluation
def criteria_known(case: EvaluationCase) -> Iterator[Problem]:
    """SCORE-CRITERION: the criterion of an indicator is one of the profile's, and can judge what is measured.

    An indicator that does not apply has a weight, and the profile says what becomes of that.
    """
    scoring = case.profile.scoring
    for indicator, row in case.rows():
        if indicator.criterion is not None:
            place = indicator.node.at("criterion").place
            if indicator.criterion not in scoring.criteria:
                names = "、".join(scoring.criteria)
                message = f"地区格式里没有名为「{indicator.criterion}」的评分标准"
                remedy = f"可用的有：{names}" if names else "删去这一行；要用的先写进地区格式的 scoring.criteria"
                yield Problem("SCORE-CRITERION", place, message, remedy)
            elif row["scored"] and row["weight"] and not row["rule"] and judged_by(indicator, scoring):
                message = f"评分标准「{indicator.criterion}」的单位和指标值「{_aimed(indicator)}」的不同，不能计分"
                yield Problem("SCORE-CRITERION", place, message, "换一个评分标准，或者在地区格式里把界限写成同一单位")
        if indicator.inapplicable is not None:
            message = remedy = ""
            if not (scoring.total and scoring.total.inapplicable):
                message = "地区格式没有写明不适用的指标怎么办"
                remedy = "删去这一行；确有规定的，在地区格式的 scoring.total 里写 inapplicable: scaled"
            elif indicator.score is not None:
                message, remedy = "不适用的指标写着得分", "不适用的删去 score；要考核的删去 inapplicable"
            elif not row["weight"]:
                message, remedy = "不适用的指标没有写分值，不能折算", "加一行 weight"
            if message:
                yield Problem("SCORE-CRITERION", indicator.node.at("inapplicable").place, message, remedy)


@of_evaluation
def scores_measured(case: EvaluationCase) -> Iterator[Problem]:
    """SCORE-UNMEASURED: a typed score has an actual value behind it, a quantity where the target is one."""
    for indicator, row in case.rows():
        if indicator.score is None or not row["scored"]:
            continue
        target, actual = figures_of(indicator)
        place = indicator.node.at("score").place
        if indicator.actual is None:
            message = f"指标「{indicator.name}」写了得分，没有完成值"
            yield Problem("SCORE-UNMEASURED", place, message, "填写 actual；没有数据的删去 score")
        elif target and not actual and not cannot_be_judged(indicator):
            message = f"指标值「{_aimed(indicator)}」是数，完成值「{indicator.actual.text.source}」不是，得分没有依据"
            remedy = "完成值写成数和单位，得分由程序计算；本来就是定性的，指标值改写成文字"
            yield Problem("SCORE-UNMEASURED", place, message, remedy)
