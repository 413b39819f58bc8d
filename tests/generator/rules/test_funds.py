from __future__ import annotations

from pathlib import Path

import pytest

from generator.reports.workspace import Workspace
from tests.support.reports import problems
from tests.support.rules import demo_problems, errors, finds


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("actual: 0.46万元", "actual: 0.64万元", ("FUNDS-SUM", "actual: 21754元")),
        ("          budget: 0.5万元\n          actual: 0.22万元", "          budget: 0.6万元\n          actual: 0.22万元", ("FUNDS-SUM", "initial_budget: 3万元")),
        ("actual: 0.46万元", "actual: 0.47万元", None),
        ("      sources:\n", "      sources:\n        - name: 其他资金\n", ("FUNDS-SOURCE", "- name: 市本级财政预算安排")),
        ("        - name: 市本级财政预算安排\n", "        - name: 市本级\n          budget: 3万元\n          actual: 2万元\n", ("FUNDS-SOURCE", "sources:")),
        ("        - name: 市本级财政预算安排\n", "        - name: 市本级\n          budget: 3万元\n          actual: 2.18万元\n", None),
    ],
)  # fmt: skip
def test_parts_add_up_to_their_whole_but_for_rounding(
    workspace: Workspace, old: str, new: str, expected: tuple[str, str] | None
) -> None:
    assert finds(workspace, (old, new), expected)


def test_a_sum_shows_how_it_was_computed(workspace: Workspace) -> None:
    (problem,) = [p for p in problems(workspace, ("actual: 0.46万元", "actual: 0.64万元")) if p.code == "FUNDS-SUM"]
    assert problem.message == "全年执行数是 21754元，明细合计 23600元，相差 1846元"
    assert problem.computation == "10000 + 6400 + 2200 + 5000 = 23600元"


def test_overspending_is_found_in_total_and_by_item(workspace: Workspace) -> None:
    found = errors(workspace, ("actual: 0.22万元", "actual: 5.2万元"), ("actual: 21754元", "actual: 7.16万元"))
    assert found == [("FUNDS-OVER", "actual: 7.16万元"), ("FUNDS-OVER", "actual: 5.2万元")]


@pytest.mark.parametrize(
    ("actual", "demanded", "severity"),
    [
        ("44万元", True, "错误"),
        ("44万元", False, ""),
        ("25万元", False, ""),
        ("24.99万元", False, "警告"),
        ("0元", False, "警告"),
        ("49元", False, "错误"),
    ],
)
def test_a_low_execution_rate_is_explained_where_one_is_demanded_and_doubted_elsewhere(
    demo: Path, actual: str, demanded: bool, severity: str
) -> None:
    profile = demo.parents[2] / "templates" / "national" / "profile.yaml"
    if demanded:
        profile.write_text(profile.read_text("utf-8") + "\nexecution_requirement: 90\n", "utf-8")
    found = demo_problems(demo, ("actual: 490000元", f"actual: {actual}"))
    assert [one.severity.value for one in found if one.code == "RATE-REASON"] == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("old", "new", "code", "begins"),
    [
        (
            "actual: 29.5万元",
            "actual: 295000万元",
            "FUNDS-OVER",
            "核对单位：这一行是不是多了「万」，或者预算少了「万」；",
        ),
        ("budget: 30万元", "budget: 30元", "FUNDS-OVER", "核对单位：这一行是不是多了「万」，或者预算少了「万」；"),
        ("actual: 29.5万元", "actual: 31万元", "FUNDS-OVER", "核对金额和单位（元、万元）；"),
        (
            "actual: 490000元",
            "actual: 49元",
            "RATE-REASON",
            "先核对单位：这一行是不是少了「万」，或者预算多了「万」；确实这样低的，",
        ),
        ("actual: 490000元", "actual: 20万元", "RATE-REASON", "在 funds 下加一行 reason"),
        ("actual: 490000元", "actual: 0元", "RATE-REASON", "在 funds 下加一行 reason"),
    ],
)
def test_an_amount_ten_thousand_times_off_is_asked_for_its_unit(
    demo: Path, old: str, new: str, code: str, begins: str
) -> None:
    (problem,) = (one for one in demo_problems(demo, (old, new)) if one.code == code)
    assert problem.remedy.startswith(begins)
    assert problem.place.excerpt.strip().startswith("actual:")
