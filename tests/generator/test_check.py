from __future__ import annotations

import pytest

from generator.build import Workspace
from generator.problems import has_errors
from tests.generator.test_derive import problems


def errors(workspace: Workspace, *changes: tuple[str, str]) -> list[tuple[str, str]]:
    return [(p.code, p.place.excerpt.strip()) for p in problems(workspace, *changes) if has_errors([p])]


def test_the_published_report_passes(workspace: Workspace) -> None:
    assert problems(workspace) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("actual: 0.46万元", "actual: 0.64万元", ("FUNDS-SUM", "actual: 21754元")),
        ("          budget: 0.5万元\n          actual: 0.22万元", "          budget: 0.6万元\n          actual: 0.22万元", ("FUNDS-SUM", "initial_budget: 3万元")),
        ("actual: 0.46万元", "actual: 0.47万元", None),
        ("      sources:\n", "      sources:\n        - name: 其他资金\n", ("FUNDS-SOURCE", "- name: 市本级财政预算安排")),
        ("        - name: 市本级财政预算安排\n", "        - name: 市本级\n          budget: 3万元\n          actual: 2万元\n", ("FUNDS-SOURCE", "sources:")),
        ("        - name: 市本级财政预算安排\n", "        - name: 市本级\n          budget: 3万元\n          actual: 2.18万元\n", None),
        ("                target: 1922所\n                actual: 1922所\n", "                target: 1922所\n                actual: 1922人\n", ("INDICATOR-UNIT", "actual: 1922人")),
        ("              - name: 验收绩效目标完成率\n", "              - name: 验收绩效目标完成率\n                score: 5\n", ("SCORE-TWICE", "indicator_score: 80.00")),
        ("              - name: 师生信息技术应用能力\n", "              - name: 网络多媒体教室覆盖率\n", ("DUPLICATE-NAME", "- name: 网络多媒体教室覆盖率")),
        ("              - name: 师生信息技术应用能力\n", "              - name: 网络多媒体教室覆盖率\n                id: second\n", None),
    ],
)  # fmt: skip
def test_a_rule_finds_its_mistake_and_nothing_else(
    workspace: Workspace, old: str, new: str, expected: tuple[str, str] | None
) -> None:
    found = errors(workspace, (old, new))
    if expected is None:
        assert found == []
    else:
        assert expected in found


def test_a_sum_shows_how_it_was_computed(workspace: Workspace) -> None:
    (problem,) = [p for p in problems(workspace, ("actual: 0.46万元", "actual: 0.64万元")) if p.code == "FUNDS-SUM"]
    assert problem.message == "全年执行数是 21754元，明细合计 23600元，相差 1846元"
    assert problem.computation == "10000 + 6400 + 2200 + 5000 = 23600元"


def test_overspending_is_found_in_total_and_by_item(workspace: Workspace) -> None:
    found = errors(workspace, ("actual: 0.22万元", "actual: 5.2万元"), ("actual: 21754元", "actual: 7.16万元"))
    assert found == [("FUNDS-OVER", "actual: 7.16万元"), ("FUNDS-OVER", "actual: 5.2万元")]


def test_an_indicator_without_score_leaves_no_total_and_says_so(workspace: Workspace) -> None:
    weight = (
        "              - name: 验收绩效目标完成率\n",
        "              - name: 验收绩效目标完成率\n                weight: 5\n",
    )
    found = problems(workspace, weight, ("    indicator_score: 80.00\n", ""))
    (blank,) = [problem for problem in found if problem.code == "SCORE-BLANK"]
    assert (blank.severity.value, blank.message) == ("警告", "指标「验收绩效目标完成率」没有得分，不计算总分")


def test_two_evaluations_need_two_identifiers(workspace: Workspace) -> None:
    text = workspace.report("hechi", "2022").read_text("utf-8")
    start, end = text.index("  - id: xiaoxiaotong"), text.index("# 已公开的自评报告")
    found = errors(workspace, (text[start:end], text[start:end] * 2))
    assert ("DUPLICATE-NAME", "- id: xiaoxiaotong") in found


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
    own = [(p.code, p.message) for p in found if p.code.startswith("SCORE") and p.code != "SCORE-BLANK"]
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
