from __future__ import annotations

from typing import Any

import pytest

from generator.reports.load import load
from generator.reports.workspace import Workspace
from tests.support.reports import derived, edit

E = "evaluations.xiaoxiaotong"
LAST = "  - figure: evaluations.xiaoxiaotong.score.grade\n    value: 二等\n    where: 三（二）绩效分析\n"


def entry(figure: str, value: str) -> str:
    return f"  - figure: {figure}\n    value: {value}\n    where: 某处\n"


def test_each_published_figure_stands_beside_the_computed_one(workspace: Workspace) -> None:
    reconciliation: Any = derived(workspace)["reconciliation"]
    rows = {(row["label"], row["published"]): row for row in reconciliation["rows"]}
    assert len(rows) == 12
    row = rows["全年执行数", "2.42万元"]
    assert (row["computed"], row["difference"], row["kind"]) == ("2.1754万元", "+2446元", "不符")
    assert (row["where"], bool(row["cause"])) == ("三（一）4.产出成本", True)
    row = rows["全年执行数", "2.18万元"]
    assert (row["computed"], row["difference"], row["kind"]) == ("2.1754万元", "+46元", "尾差")
    row = rows["预算执行率", "72.51%"]
    assert (row["computed"], row["difference"], row["kind"]) == ("72.51%", "0", "一致")
    row = rows["预算执行率是否达到要求", "达到"]
    assert (row["computed"], row["difference"], row["kind"]) == ("未达到", "—", "不符")
    assert (reconciliation["equal"], reconciliation["rounding"], reconciliation["different"]) == (8, 1, 3)


@pytest.mark.parametrize(
    ("figure", "value", "computed", "difference"),
    [
        (f"{E}.funds.rate", "72.67%", "72.51%", "+0.16个百分点"),
        (f"{E}.score.total", "94分", "87.25分", "+6.75分"),
        (f"{E}.funds.balance", "0.8万元", "0.8246万元", "-246元"),
        (f"{E}.working_group.size", "5人", "4人", "+1人"),
        (f"{E}.funds.balance", "0.8246000万元", "0.824600万元", "0"),
    ],
)
def test_differences_carry_sign_and_unit(
    workspace: Workspace, figure: str, value: str, computed: str, difference: str
) -> None:
    edit(workspace, (LAST, entry(figure, value)))
    row = derived(workspace)["reconciliation"]["rows"][-1]
    assert (row["computed"], row["difference"]) == (computed, difference)


def test_a_difference_without_a_cause_is_a_warning(workspace: Workspace) -> None:
    edit(workspace, (LAST, entry(f"{E}.score.total", "94分")))
    (problem,) = load(workspace, "hechi", "2022").problems
    assert (problem.code, problem.severity.value) == ("PUBLISHED-CAUSE", "警告")


@pytest.mark.parametrize(
    ("figure", "value", "code", "remedy"),
    [
        (f"{E}.funds.actaul", "1元", "PUBLISHED-FIGURE", f"是不是「{E}.funds.actual」"),
        ("天气", "1元", "PUBLISHED-FIGURE", "用 evaluations.标识.funds.actual 这样的路径"),
        (f"{E}.funds", "1元", "PUBLISHED-FIGURE", "写到底，如再加上 document、"),
        (f"{E}.name", "x", "PUBLISHED-FIGURE", ""),
        (f"{E}.indicators.验收绩效目标完成率.target", "1%", "PUBLISHED-FIGURE", "先填写算出它的数据"),
        (f"{E}.funds.actual", "72.51%", "PUBLISHED-UNIT", "照原文连单位写"),
        (f"{E}.funds.actual", "很多", "PUBLISHED-UNIT", "照原文连单位写"),
    ],
)
def test_an_entry_that_fits_no_figure_is_a_problem(
    workspace: Workspace, figure: str, value: str, code: str, remedy: str
) -> None:
    edit(workspace, (LAST, entry(figure, value)))
    (problem,) = load(workspace, "hechi", "2022").problems
    assert problem.code == code
    assert problem.remedy.startswith(remedy)


def test_a_published_rate_on_a_zero_base_differs(workspace: Workspace) -> None:
    edit(workspace, ("initial_budget: 3万元", "initial_budget: 0元"), (LAST, entry(f"{E}.funds.rate", "0.0%")))
    row = derived(workspace)["reconciliation"]["rows"][-1]
    assert (row["computed"], row["difference"], row["kind"]) == ("—", "—", "不符")


def test_entries_that_fit_no_figure_hide_none_of_those_below(workspace: Workspace) -> None:
    wrong = [
        entry("天气", "1元"),
        entry(f"{E}.funds.actual", "很多"),
        entry("气候", "1元"),
        entry(f"{E}.funds.actual", "9分"),
    ]
    edit(workspace, (LAST, "".join([*wrong, entry(f"{E}.score.total", "94分")])))
    found = load(workspace, "hechi", "2022").problems
    assert [problem.code for problem in found] == [
        *("PUBLISHED-FIGURE", "PUBLISHED-UNIT", "PUBLISHED-FIGURE", "PUBLISHED-UNIT", "PUBLISHED-CAUSE")
    ]
    assert [problem.remedy for problem in found if problem.code == "PUBLISHED-CAUSE"] == [
        "查明后在这一项写 cause（不符原因）"
    ]
