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


SOURCES = """\
        - name: 财政拨款
          budget: 45万元
          actual: 44万元
        - name: 其他资金
          budget: 5万元
          actual: 5万元
"""


@pytest.mark.parametrize(
    ("sources", "told"),
    [
        ("{name: 拨款, sources: [{name: 中央, budget: 30万元, actual: 29万元}, {name: 县级, budget: 20万元, actual: 20万元}]}", ""),
        ("{name: 拨款, budget: 50万元, actual: 49万元, sources: [{name: 中央, budget: 30万元, actual: 29万元}, {name: 县级}]}", ""),
        ("{name: 拨款, sources: [{name: 中央, budget: 30万元, actual: 29万元}, {name: 县级}]}, {name: 其他, budget: 1万元, actual: 1万元}", ""),
        ("{name: 拨款, budget: 50万元, actual: 49万元, sources: [{name: 中央, budget: 30万元, actual: 29万元}, {name: 县级, budget: 19万元, actual: 20万元}]}", "各资金来源合计 490000元，拨款预算数是 500000元"),
        ("{name: 拨款, budget: 50万元, actual: 49万元, sources: [{name: 中央}, {name: 县级}]}", "资金来源「县级」没有金额，只有一个来源可以不填"),
        ("{name: 拨款}, {name: 其他, budget: 52万元, actual: 3万元}", "资金来源「拨款」没有填金额，其他来源合计比全年预算数多 20000元"),
        ("{name: 拨款}, {name: 其他, budget: 2万元, actual: 49.5万元}", "资金来源「拨款」没有填金额，其他来源合计比全年执行数多 5000元"),
        ("{name: 拨款}, {name: 其他, budget: 50万元, actual: 49万元}", ""),
        ("{name: 拨款, initial: 30万元, budget: 45万元, actual: 44万元}, {name: 其他, initial: 5万元, budget: 5万元, actual: 5万元}", "各资金来源合计 350000元，年初预算数是 400000元"),
    ],
)  # fmt: skip
def test_sources_add_up_at_every_level_and_leave_no_less_than_nothing(demo: Path, sources: str, told: str) -> None:
    found = demo_problems(demo, (SOURCES, f"        [{sources}]\n"))
    messages = [one.message for one in found if one.code == "FUNDS-SOURCE"]
    assert [message[: len(told)] for message in messages] == ([told] if told else [])


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("carry_over: 7万元\n      adjustment: 3万元", ""),
        (
            "carry_over: 7万元\n      adjustment: 10万元",
            "预算调整数是 100000元，年初预算和上年结转到全年预算相差 30000元",
        ),
        ("adjustment: 3万元", "预算调整数是 30000元，年初预算到全年预算相差 100000元"),
    ],
)
def test_what_was_carried_over_is_no_adjustment(demo: Path, lines: str, told: str) -> None:
    found = [one for one in demo_problems(demo, ("adjustment: 10万元", lines)) if one.code == "BUDGET-ADJUST"]
    assert [one.message for one in found] == ([told] if told else [])
    assert all("carry_over" in one.remedy or "上年结转" in one.remedy for one in found)


def test_a_sheet_may_be_without_items_of_spending(demo: Path) -> None:
    text = demo.read_text("utf-8")
    start, end = text.index("      items:\n"), text.index("    goals:\n")
    assert [one.code for one in demo_problems(demo, (text[start:end], "\n"))] == []


TABLE = """\
    base_table:
      authorised_staff: 13人
      actual_staff: 12人
      costs:
        - name: 三公经费
          items:
            - {name: 车辆, budget: 1万元, actual: 0.96万元}
            - {name: 接待, CELL}
        - name: 公用经费
          actual: 29.55万元
          including:
            - {name: 办公经费, actual: WITHIN}
    annexes:
"""


@pytest.mark.parametrize(
    ("cell", "within", "told"),
    [
        ("budget: 0元, actual: 0.04万元", "29.55万元", []),
        (
            "actual: 0.04万元",
            "29.55万元",
            [("COST-BLANK", "「接待」没有填本年预算数，「三公经费」的本年预算数加不出来")],
        ),
        ("budget: 1万元", "29.55万元", [("COST-BLANK", "「接待」没有填本年决算数，「三公经费」的本年决算数加不出来")]),
        (
            "budget: 0元, actual: 0.04万元",
            "32.50万元",
            [("COST-SUM", "公用经费决算数是 295500元，其中各项合计 325000元")],
        ),
        ("budget: 0元, actual: 0.04万元", "295501元", []),  # within rounding
    ],
)
def test_a_row_of_the_base_table_has_all_its_parts_and_no_more(
    demo: Path, cell: str, within: str, told: list[tuple[str, str]]
) -> None:
    table = TABLE.replace("CELL", cell).replace("WITHIN", within)
    found = demo_problems(demo, ("    annexes:\n", table))
    assert [(one.code, one.message) for one in found if one.code.startswith("COST")] == told
