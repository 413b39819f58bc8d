from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from generator.namespace import resolve
from generator.reports.workspace import Workspace
from tests.support.accounts import edited, tree_of
from tests.support.reports import problems
from tests.support.rules import demo_problems, finds, of_qiaokou


def test_a_score_in_total_beside_the_indicators_is_one_too_many(workspace: Workspace) -> None:
    change = (
        "              - name: 验收绩效目标完成率\n",
        "              - name: 验收绩效目标完成率\n                score: 5\n",
    )
    assert finds(workspace, change, ("SCORE-TWICE", "indicator_score: 80.00"))


def test_an_indicator_without_score_leaves_no_total_and_says_so(workspace: Workspace) -> None:
    weight = (
        "              - name: 验收绩效目标完成率\n",
        "              - name: 验收绩效目标完成率\n                weight: 5\n",
    )
    found = problems(workspace, weight, ("    indicator_score: 80.00\n", ""))
    (blank,) = [problem for problem in found if problem.code == "SCORE-BLANK"]
    assert (blank.severity.value, blank.message) == ("警告", "指标「验收绩效目标完成率」没有得分，不计算总分")


ITEM = "              - name: 验收绩效目标完成率\n"


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("target: ≥90%\nactual: 81%\nweight: 10\nscore: 10", ("SCORE-RULE", "得分 10 分，按规则应得 9 分")),
        ("target: ≥90%\nactual: 81%\nweight: 10\nscore: 10\nreason: 受疫情影响", None),
        ("target: ≥90%\nactual: 81%\nweight: 10\nscore: 9", None),
        ("target: 提高\nactual: 提高\nweight: 10\nresult: 达成预期\nscore: 8", None),
        (
            "target: 提高\nactual: 提高\nweight: 10\nresult: 达成预期\nscore: 7",
            ("SCORE-BAND", "得分 7 分不在「达成预期」的区间 80%—100% 之内"),
        ),
        ("target: 提高\nactual: 提高\nweight: 10\nresult: 很好\nscore: 9", ("SCORE-RESULT", "没有「很好」这一档")),
        (
            "target: ≤{{ funds.annual_budget|万元 }}\nactual: '{{ funds.actual|万元 }}'\nweight: 10\nscore: 6",
            ("SCORE-RULE", "得分 6 分，按规则应得 10 分"),
        ),
        (
            "target: ≤{{ funds.items.办公费.budget }}\nactual: '{{ funds.annual_budget }}'\nweight: 10\nscore: 1.67",
            None,
        ),
        ("target: ≤{{ funds.rate|百分比 }}\nactual: '{{ funds.actual|万元 }}'\nweight: 10\nscore: 6", None),
        ("actual: 提高\nweight: 10\nscore: 10.5", ("SCORE-OVER", "得分 10.5 分超过分值 10 分")),
    ],
)
def test_a_typed_score_agrees_with_rule_and_result(
    workspace: Workspace, item: str, expected: tuple[str, str] | None
) -> None:
    lines = "".join(f"                {line}\n" for line in item.split("\n"))
    found = problems(
        workspace, (ITEM + "                actual: 100%\n", ITEM + lines), ("    indicator_score: 80.00\n", "")
    )
    own = [
        (p.code, p.message)
        for p in found
        if p.code.startswith("SCORE") and p.code not in ("SCORE-BLANK", "SCORE-REASON")
    ]
    assert own == ([expected] if expected else [])


def test_weights_come_to_their_group_and_to_the_whole(workspace: Workspace) -> None:
    text = workspace.report("hechi", "2022").read_text("utf-8")
    start, end = text.index("      - name: 产出指标\n"), text.index("    # 公布的总分")
    groups = """\
      - name: 产出指标
        weight: 50
        groups:
          - name: 数量指标
            weight: 30
            items:
              - {name: 甲, weight: 20}
              - {name: 乙, weight: 15}
      - name: 效益指标
        items:
          - {name: 丙, weight: 40}
"""
    found = problems(workspace, (text[start:end], groups))
    weights = [(p.code, p.place.excerpt.strip(), p.message) for p in found if p.code.startswith("WEIGHT")]
    assert weights == [
        ("WEIGHT-TOTAL", "indicators:", "各项指标的分值合计 75 分，应为 90 分"),
        ("WEIGHT-GROUP", "weight: 50", "产出指标的分值是 50 分，下面各项合计 35 分"),
        ("WEIGHT-GROUP", "weight: 30", "数量指标的分值是 30 分，下面各项合计 35 分"),
    ]


def test_groups_are_those_of_the_profile(workspace: Workspace) -> None:
    profile = workspace.templates / "guangxi-hechi" / "profile.yaml"
    weights = "weights:\n  execution: 10\n  indicators: 90\n  groups: {产出指标: 60, 满意度指标: 30}\n"
    profile.write_text(profile.read_text("utf-8") + weights, "utf-8")
    text = workspace.report("hechi", "2022").read_text("utf-8")
    start, end = text.index("      - name: 产出指标\n"), text.index("    # 公布的总分")
    groups = "      - name: 产出指标\n        items:\n          - {name: 甲, weight: 50}\n      - name: 效果指标\n        items:\n          - {name: 丙, weight: 40}\n"
    found = problems(workspace, (text[start:end], groups))
    assert [(p.message) for p in found if p.code == "WEIGHT-GROUP"] == [
        "产出指标的分值合计 50 分，地区格式规定 60 分",
        "地区格式里没有「效果指标」这一类指标",
    ]


GOAL = "      - id: wangluo\n        expected: 局机关的有线网络、无线网络全年通畅无误。\n        weight: 30\n"


UNSCORED = "                    weight: 0\n                    score: 0\n"


STAFF_GOAL = "        weight: 50\n        indicators:\n          - name: 产出指标\n            groups:\n              - name: 数量指标\n                items:\n                  - name: 网络安全"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([], []),
        ([(GOAL, GOAL.replace("30", "20"))], [
            ("goals:", "各年度目标的分值合计 70 分，应为 80 分"),
            ("weight: 20", "年度目标1的指标得分合计 30 分，目标分值 20 分"),
        ]),
        ([(STAFF_GOAL, STAFF_GOAL.replace("50", "60", 1))], [("goals:", "各年度目标的分值合计 90 分，应为 80 分")]),
        ([(GOAL, GOAL.replace("        weight: 30\n", ""))], []),
        ([("                    score: 2.5\n", "                    score: 8.5\n")], [("weight: 50", "年度目标2的指标得分合计 53.5 分，目标分值 50 分")]),
        ([(GOAL, GOAL.replace("        weight: 30\n", "")), ("                    score: 2.5\n", "                    score: 8.5\n")], [("weight: 50", "年度目标2的指标得分合计 53.5 分，目标分值 50 分")]),
    ],
)  # fmt: skip
def test_the_goals_come_to_the_weight_of_the_indicators_and_score_no_more(
    workspace: Workspace, changes: list[tuple[str, str]], expected: list[tuple[str, str]]
) -> None:
    goals = [problem for problem in of_qiaokou(workspace, *changes) if problem.code == "GOAL-WEIGHT"]
    assert [(problem.place.excerpt.strip(), problem.message) for problem in goals] == expected


DEVIATION = (f"    deviation: {edited('qiaokou').split('    deviation: ')[2].splitlines()[0]}\n", "")
LOST = [("weight: 50", "年度目标2得 47.5 分，分值 50 分，没有写扣分的原因")]
FULL, HALF = "                    actual: 200M\n                    score: 5\n", "                    score: 2.5\n"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param([DEVIATION], LOST, id="the other goal has all its points"),
        pytest.param([], [], id="deviation"),
        pytest.param([DEVIATION, (HALF, f"{HALF}                    reason: 个别故障\n")], [], id="its own reason"),
        pytest.param([DEVIATION, (GOAL, GOAL.replace("        weight: 30\n", ""))], LOST, id="the other has no weight"),
        pytest.param([DEVIATION, (HALF, "")], [], id="a score is missing"),
        pytest.param([DEVIATION, (FULL, f"{FULL}                    reason: 已扩容\n")], LOST, id="another's reason"),
    ],
)
def test_points_that_a_goal_lost_are_explained(
    workspace: Workspace, changes: list[tuple[str, str]], expected: list[tuple[str, str]]
) -> None:
    found = [problem for problem in of_qiaokou(workspace, *changes) if problem.code == "SCORE-REASON"]
    assert [(problem.place.excerpt.strip(), problem.message) for problem in found] == expected
    assert {problem.remedy for problem in found} <= {"填写 deviation，或者各项指标的 reason"}


def test_the_indicators_of_a_goal_weigh_what_the_goal_weighs(workspace: Workspace) -> None:
    text = edited("qiaokou")
    start = text.index(GOAL)
    own = text[start : text.index("      - id: jiankong\n        expected")]
    weighed = own.replace("score: 5", "weight: 5").replace("score: 3", "weight: 3").replace("score: 2", "weight: 1")
    weighed = weighed.replace(
        "                    weight: 0\n                    score: 0\n", "                    weight: 0\n"
    )
    goals = [problem for problem in of_qiaokou(workspace, (own, weighed)) if problem.code == "GOAL-WEIGHT"]
    assert [problem.message for problem in goals] == ["年度目标1的指标分值合计 29 分，目标分值 30 分"]


def test_an_indicator_that_does_not_score_does_not_count_in_its_goal(workspace: Workspace) -> None:
    assert of_qiaokou(workspace) == []
    problems = of_qiaokou(workspace, (UNSCORED, "                    weight: 1\n                    score: 1\n"))
    assert "年度目标1的指标得分合计 31 分，目标分值 30 分" in [problem.message for problem in problems]


def test_an_indicator_that_does_not_score_needs_no_score(workspace: Workspace) -> None:
    own = "                    target: 3年以上\n                    actual: 3年以上\n"
    text = "                    target: 长期使用\n                    actual: 长期使用\n                    weight: 0\n"
    assert of_qiaokou(workspace, (own + UNSCORED, text)) == []


def test_the_tables_of_indicators_number_them_over_all_goals() -> None:
    tables: Any = resolve(tree_of("qiaokou"), "evaluations.zhengti.indicator_tables")
    assert [(table["name"], len(table["rows"])) for table in tables] == [
        ("产出指标", 23),
        ("效益指标", 6),
        ("满意度指标", 2),
    ]
    headings = [row["heading"] for row in tables[0]["rows"]]
    assert headings[:11] == [f"数量指标{number}" for number in range(1, 12)]
    assert headings[11:] == [
        *(f"质量指标{number}" for number in range(1, 9)),
        *(f"时效指标{number}" for number in range(1, 4)),
        "成本指标",
    ]
    by_name = {row["name"]: row for row in tables[0]["rows"]}
    assert by_name["视频监控单位数量"]["heading"] == "数量指标8"
    assert by_name["学生参加各类信息技术比赛获奖"]["actual"] == "省级65人次"
    assert by_name["各项经费拨付及时"]["target"] == "2021年内"


def told(demo: Path, *changes: tuple[str, str]) -> list[tuple[str, str, str, str, str]]:
    """What the rules of scoring tell of the invented report after changes: words at the place, message and advice."""
    return [
        (
            one.code,
            one.place.excerpt[one.place.column - 1 :][: one.place.width],
            one.message,
            one.remedy,
            one.computation,
        )
        for one in demo_problems(demo, *changes)
        if one.code.startswith(("SCORE", "WEIGHT", "GOAL", "PROGRAM"))
    ]


FIRST = "                actual: 120所\n                weight: 20\n"
LAST = "                actual: 93%\n                weight: 10\n"
JUDGED = "                result: 达成预期\n                score: 27\n                reason: 部分学校应用不多，下年加强培训。\n"
WHY = "                reason: 部分学校应用不多，下年加强培训。\n"
OVER = "核对得分和分值"


def scored(lines: str, score: str) -> tuple[str, str]:
    return lines, f"{lines}                score: {score}\n"


def test_each_score_over_its_weight_is_told_behind_others_and_without_weight(demo: Path) -> None:
    found = told(demo, scored(FIRST, "20.5"), scored(LAST, "11"))
    assert [one for one in found if "合计" not in one[2]] == [
        ("SCORE-OVER", "20.5", "得分 20.5 分超过分值 20 分", OVER, ""),
        ("SCORE-OVER", "11", "得分 11 分超过分值 10 分", OVER, ""),
    ]
    unweighed = FIRST.replace("                weight: 20\n", "                score: 5\n")
    found = told(demo, (FIRST, unweighed), scored(LAST, "11"))
    assert ("SCORE-OVER", "11", "得分 11 分超过分值 10 分", OVER, "") in found
    nothing = FIRST.replace("weight: 20", "weight: 0\n                score: 0.5")
    assert ("SCORE-OVER", "0.5", "得分 0.5 分超过分值 0 分", OVER, "") in told(demo, (FIRST, nothing))


@pytest.mark.parametrize(
    ("result", "score", "band"),
    [
        ("达成预期", "24", None),
        ("达成预期", "23.99", "80%—100%"),
        ("部分达成", "24", None),
        ("部分达成", "24.01", "60%—80%"),
        ("未达成", "0", None),
    ],
)
def test_a_band_holds_both_its_ends(demo: Path, result: str, score: str, band: str | None) -> None:
    changed = JUDGED.replace("达成预期", result).replace("score: 27", f"score: {score}")
    message = f"得分 {score} 分不在「{result}」的区间 {band} 之内"
    expected = ("SCORE-BAND", score, message, "核对得分或档次", "分值 30 分")
    assert told(demo, (JUDGED, changed)) == ([expected] if band else [])


def test_a_result_that_the_form_does_not_have_is_told_with_those_it_has(demo: Path) -> None:
    assert told(demo, ("result: 达成预期", "result: 很好")) == [
        ("SCORE-RESULT", "很好", "没有「很好」这一档", "可用的有：达成预期、部分达成、未达成", "")
    ]
    unscored = ("                result: 达成预期\n                score: 27\n", "                result: 很好\n")
    assert [code for code, *_ in told(demo, unscored)] == ["SCORE-BLANK", "SCORE-RESULT"]


def test_a_score_other_than_the_rules_says_how_the_rule_comes_to_its_own(demo: Path) -> None:
    assert told(demo, scored(FIRST, "18")) == [
        (
            "SCORE-RULE",
            "18",
            "得分 18 分，按规则应得 20 分",
            "删去得分由程序计算；确需另评的，写明 reason（偏差原因）",
            "分值 20 分，指标值 ≥110所，完成值 120所",
        )
    ]
    none, reasoned = (
        scored(FIRST, "18\n                reason: 无")[1],
        scored(FIRST, "18\n                reason: 停用")[1],
    )
    assert [code for code, *_ in told(demo, (FIRST, none))] == ["SCORE-RULE"]
    assert told(demo, (FIRST, reasoned)) == []


@pytest.mark.parametrize(
    ("old", "new", "name", "what"),
    [
        ("                actual: 93%\n", "", "师生满意度", "完成值"),
        ("                result: 达成预期\n                score: 27\n", "", "教学应用水平", "得分"),
    ],
)
def test_a_missing_score_says_what_is_to_be_filled_in(demo: Path, old: str, new: str, name: str, what: str) -> None:
    assert told(demo, (old, new)) == [("SCORE-BLANK", name, f"指标「{name}」没有{what}，不计算总分", f"补填{what}", "")]


def test_a_missing_score_is_told_behind_those_that_are_there_and_not_where_nothing_is_scored(demo: Path) -> None:
    two = ("                actual: 93%\n", ""), ("                actual: 99.5%\n", "")
    assert [(code, words) for code, words, *_ in told(demo, *two)] == [
        ("SCORE-BLANK", "专网可用率"),
        ("SCORE-BLANK", "师生满意度"),
    ]
    unscored = LAST.replace("                actual: 93%\n", "").replace("weight: 10", "weight: 0")
    assert "SCORE-BLANK" not in [code for code, *_ in told(demo, (LAST, unscored))]


TOTAL = ("    annexes:\n", "    indicator_score: {}\n    annexes:\n")


def test_a_total_beside_scores_is_one_too_many_and_is_told_where_it_stands(demo: Path) -> None:
    assert told(demo, (TOTAL[0], TOTAL[1].format("87"))) == [
        ("SCORE-TWICE", "87", "各项指标已有得分，合计由程序计算", "删去 indicator_score", "")
    ]


def test_a_total_over_the_weight_is_told_where_it_stands(demo: Path, workspace: Workspace) -> None:
    raised = (
        "                weight: 20\n          - name: 质量指标",
        "                weight: 24\n          - name: 质量指标",
    )
    over = [one for one in told(demo, raised) if one[0] == "SCORE-OVER"]
    assert over == [("SCORE-OVER", "indicators", "指标得分合计 91 分，超过绩效指标分值 90 分", "核对得分", "")]
    exact = (
        "                weight: 20\n          - name: 质量指标",
        "                weight: 23\n          - name: 质量指标",
    )
    assert [one for one in told(demo, exact) if one[0] == "SCORE-OVER"] == []
    stated = problems(workspace, ("indicator_score: 80.00", "indicator_score: 90.01"))
    assert [(one.place.excerpt.strip(), one.place.width) for one in stated if one.code == "SCORE-OVER"] == [
        ("indicator_score: 90.01", len("indicator_score"))
    ]


GOALS = """\
    goals:
      - expected: 专网覆盖全部学校，运行稳定。
        actual: 专网覆盖{{ facts.联网学校 }}，运行稳定。

    indicators:
"""


def by_goal(weight: int) -> tuple[str, str]:
    """The change that lists the indicators under the only goal, which has a weight."""
    lines = GOALS.replace("\n\n    indicators:\n", f"\n        weight: {weight}\n        indicators:\n")
    return GOALS, lines.replace("      - ", "    - ").replace("        ", "      ")


def test_what_is_listed_by_goal_is_told_at_the_goals(demo: Path) -> None:
    raised = (
        "                weight: 20\n          - name: 质量指标",
        "                weight: 24\n          - name: 质量指标",
    )
    assert told(demo, by_goal(90)) == []
    assert [(code, words, message) for code, words, message, *_ in told(demo, by_goal(90), raised)] == [
        ("SCORE-OVER", "goals", "指标得分合计 91 分，超过绩效指标分值 90 分"),
        ("WEIGHT-TOTAL", "goals", "各项指标的分值合计 94 分，应为 90 分"),
        ("GOAL-WEIGHT", "90", "年度目标1的指标分值合计 94 分，目标分值 90 分"),
        ("WEIGHT-GROUP", "50", "产出指标的分值是 50 分，下面各项合计 54 分"),
    ]
    assert [one[2] for one in told(demo, by_goal(90), (WHY, ""))] == [
        "年度目标1得 87 分，分值 90 分，没有写扣分的原因",
        "指标「教学应用水平」得 27 分，分值 30 分，没有写扣分的原因",
    ]
    assert [one[1:4] for one in told(demo, by_goal(80))] == [
        ("goals", "各年度目标的分值合计 80 分，应为 90 分", "核对各年度目标的分值"),
        ("80", "年度目标1的指标分值合计 90 分，目标分值 80 分", "核对目标的分值和各项指标的分值"),
    ]


def test_lost_points_are_told_at_the_typed_score_or_at_the_name(demo: Path) -> None:
    advice = "加一行 reason，写明偏差原因和改进措施"
    missed = ("                actual: 93%\n", "                actual: 89%\n")
    assert told(demo, (WHY, ""), missed) == [
        ("SCORE-REASON", "27", "指标「教学应用水平」得 27 分，分值 30 分，没有写扣分的原因", advice, ""),
        (
            "SCORE-REASON",
            "师生满意度",
            "指标「师生满意度」得 9.89 分，分值 10 分，没有写扣分的原因",
            f"先核对指标值的「≥」和完成值有没有写错；确实没有达到的，{advice}",
            "指标值 ≥90%，完成值 89%",
        ),
    ]
    judged = scored(FIRST, "18\n                reason: 无")[1]
    assert [(code, words) for code, words, *_ in told(demo, (FIRST, judged), (WHY, ""))] == [
        ("SCORE-RULE", "18"),
        ("SCORE-REASON", "27"),
    ]


def test_a_reason_beside_all_points_is_told_unless_the_target_was_too_low(demo: Path) -> None:
    reason = "                reason: 设备先到。\n"
    assert told(demo, (LAST, LAST + reason)) == [
        (
            "SCORE-SPARE",
            "设备先到。",
            "指标「师生满意度」得了满分，却写着偏差原因",
            "核对得分；没有扣分的删去 reason",
            "",
        )
    ]
    assert told(demo, (FIRST, FIRST.replace("120所", "150所") + reason)) == []
    unscored = LAST.replace("weight: 10", "weight: 0\n                score: 0") + reason
    assert "SCORE-SPARE" not in [code for code, *_ in told(demo, (LAST, unscored))]


def test_weights_that_do_not_come_to_the_whole_show_the_sum(demo: Path) -> None:
    light = ("                weight: 10\n\n    annexes:", "                weight: 9\n\n    annexes:")
    assert told(demo, light) == [
        (
            "WEIGHT-TOTAL",
            "indicators",
            "各项指标的分值合计 89 分，应为 90 分",
            "核对各项指标的分值",
            "50 + 30 + 9 = 89 分",
        ),
        ("WEIGHT-GROUP", "10", "满意度指标的分值是 10 分，下面各项合计 9 分", "核对这一类的分值和各项的分值", ""),
    ]


def test_groups_of_the_profile_are_told_with_what_it_asks_for(demo: Path) -> None:
    profile = demo.parents[2] / "templates" / "national" / "profile.yaml"
    groups = "indicators: 90\n  groups: {产出指标: 40, 效益指标: 40, 满意度指标: 10}"
    profile.write_text(profile.read_text("utf-8").replace("indicators: 90", groups), "utf-8")
    assert told(demo) == [
        ("WEIGHT-GROUP", "产出指标", "产出指标的分值合计 50 分，地区格式规定 40 分", "核对各项指标的分值", ""),
        ("WEIGHT-GROUP", "效益指标", "效益指标的分值合计 30 分，地区格式规定 40 分", "核对各项指标的分值", ""),
    ]
    named = told(demo, ("      - name: 产出指标", "      - name: 产量指标"))
    assert named[0] == (
        "WEIGHT-GROUP",
        "产量指标",
        "地区格式里没有「产量指标」这一类指标",
        "可用的有：产出指标、效益指标、满意度指标",
        "",
    )
