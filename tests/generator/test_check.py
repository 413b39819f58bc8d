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
    assert problem.message == "全年执行数是 21754元，支出明细合计 23600元，相差 1846元"
    assert problem.computation == "10000 + 6400 + 2200 + 5000 = 23600元"


def test_overspending_is_found_in_total_and_by_item(workspace: Workspace) -> None:
    found = errors(workspace, ("actual: 0.22万元", "actual: 5.2万元"), ("actual: 21754元", "actual: 7.16万元"))
    assert found == [("FUNDS-OVER", "actual: 7.16万元"), ("FUNDS-OVER", "actual: 5.2万元")]


def test_scores_are_all_given_or_none(workspace: Workspace) -> None:
    score = (
        "              - name: 验收绩效目标完成率\n",
        "              - name: 验收绩效目标完成率\n                weight: 5\n                score: 6\n",
    )
    found = errors(workspace, score, ("    indicator_score: 80.00\n", ""))
    assert ("SCORE-PARTIAL", "- name: 组织师生参加信息技术竞赛活动") in found
    assert ("SCORE-OVER", "score: 6") in found


def test_two_evaluations_need_two_identifiers(workspace: Workspace) -> None:
    text = workspace.report("hechi", "2022").read_text("utf-8")
    start, end = text.index("  - id: xiaoxiaotong"), text.index("# 已公开的自评报告")
    found = errors(workspace, (text[start:end], text[start:end] * 2))
    assert ("DUPLICATE-NAME", "- id: xiaoxiaotong") in found
