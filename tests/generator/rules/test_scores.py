from __future__ import annotations

from typing import Any

import pytest

from generator.namespace import resolve
from generator.reports.workspace import Workspace
from tests.support.accounts import edited, tree_of
from tests.support.reports import problems
from tests.support.rules import finds, of_qiaokou


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
        ("weight: 10\nscore: 10.5", ("SCORE-OVER", "得分 10.5 分超过分值 10 分")),
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
