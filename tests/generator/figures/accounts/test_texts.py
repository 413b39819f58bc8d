from __future__ import annotations

from typing import Any

import pytest

from generator.namespace import Tree, resolve
from generator.reports.workspace import Workspace
from tests.support.accounts import edited, put, tree_from, tree_of


def accounts(unit: str, *changes: tuple[str, str]) -> Tree:
    found = tree_of(unit, *changes)["accounts"]
    assert isinstance(found, dict)
    return found


def text_of(blocks: Any) -> list[str]:
    return ["".join(run["text"] for run in block["runs"]) for block in blocks]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("projects.zhuangbei.effect", "更新了一批老旧设备"),
        ("projects.zhuanwang.effect", "专网全年稳定运行"),
        ("projects.gaizhi.effect", None),
        ("classes.205.reason", "年中追加装备更新资金"),
        ("classes.210.reason", None),
        ("changes.total.reason", "上年度一次性项目完工"),
        ("changes.grant.reason", "上年度一次性项目完工"),
        ("changes.general.reason", "上年度一次性项目完工"),
        ("changes.three_public.reason", "减少公务接待"),
        ("changes.operating_cost.reason", "压减办公支出"),
        ("three_public.lines.reception.reason", "承办全省现场会"),
        ("three_public.lines.total.reason", None),
        ("three_public.lines.vehicles.reason", None),
    ],
)
def test_a_reason_is_printed_without_its_full_stop(path: str, expected: str | None) -> None:
    assert resolve(accounts("example"), path) == expected


def test_the_grant_and_the_general_budget_may_have_reasons_of_their_own() -> None:
    own = ("    reason: 上年度一次性项目完工\n", "    reason: 甲\n    grant_reason: 乙。\n    general_reason: 丙\n")
    changes: Any = accounts("example", own)["changes"]
    assert [changes[key]["reason"] for key in ("total", "grant", "general")] == ["甲", "乙", "丙"]


def test_a_reason_of_last_year_is_not_the_reason_of_the_three_public_expenses() -> None:
    changes: Any = accounts("example", ("    three_public_reason: 减少公务接待。\n", ""))["changes"]
    assert changes["three_public"]["reason"] is None


def test_a_reason_may_refer_to_figures() -> None:
    reason = ("reason: 压减用车", "reason: '压减用车，预算{{ accounts.table7.budget.vehicles|万元 }}'")
    line = resolve(accounts("example", reason), "three_public.lines.vehicle_running.reason")
    assert line == "压减用车，预算5.00万元"


def test_a_reason_that_refers_to_nothing_is_a_problem_at_its_place(workspace: Workspace) -> None:
    loaded = put(workspace, "example", ("reason: 压减用车", "reason: '压减用车{{ accounts.three_publik }}'"))
    (problem,) = loaded.problems
    assert (problem.code, problem.place.line) == ("PROSE-REFERENCE", 143)
    assert problem.message == "引用「accounts.three_publik」里没有「three_publik」"


def test_an_amount_typed_into_a_reason_is_a_problem(workspace: Workspace) -> None:
    loaded = put(workspace, "example", ("reason: 年中追加装备更新资金", "reason: 追加专网运维218.75万元"))
    (problem,) = loaded.problems
    assert problem.code == "PROSE-FIGURE"
    assert "{{ accounts.projects.zhuanwang.amount|万元 }}" in problem.remedy


def test_duties_are_a_numbered_list() -> None:
    assert text_of(accounts("example")["duties"]) == ["1.管理全市教育技术装备；", "2.建设和运行教育专网。"]
    assert text_of(accounts("qiaokou")["composition"]) == [
        "武汉市硚口区教育局信息技术中心没有下属的独立核算单位，部门决算就是单位本级的决算。"
    ]


def test_key_work_is_numbered_and_takes_its_figures_from_the_evaluations() -> None:
    work: Any = accounts("qiaokou")["key_work"]
    assert [one["heading"] for one in work] == [
        "一、智慧教育环境提升行动",
        "二、信息素养提升行动",
        "三、推进中小学课堂教育教学模式变革",
        "四、实施资源供给模式创新行动",
        "五、数据驱动评价行动",
    ]
    assert work[0]["result"] == "市级智慧校园报送8个，任务完成质量好"
    assert work[0]["target"].startswith("2020年的智慧校园项目通过验收；2021年的")
    assert "上报优课合计152节。" in text_of(work[2]["text"])[0]
    assert len(work[0]["text"]) == 3


def test_performance_counts_the_evaluated_projects_and_their_share() -> None:
    performance: Any = accounts("qiaokou")["performance"]
    assert (performance["count"].value, performance["amount"].value, performance["share"].value) == (1, 885000, 1)
    assert "接入视频3197路" in text_of(performance["project_result"])[1]


def test_without_evaluated_projects_performance_is_nothing_of_something() -> None:
    performance: Any = accounts("example")["performance"]
    assert (performance["count"].value, performance["amount"].value, performance["share"].value) == (0, 0, 0)
    assert performance["work"] == []


def test_without_project_expenditure_there_is_no_share_of_it() -> None:
    text = edited("example")
    functions = text[text.index("    - code: 2050101\n") : text.index("  surplus_used:")]
    formula = "=accounts.projects.zhuanwang.amount"
    changed = text.replace(functions, "    - {code: 2050199, basic: 其余}\n").replace(formula, "1万元")
    assert tree_from(changed)["accounts"]["performance"]["share"].value is None


def test_a_text_may_refer_to_those_before_it() -> None:
    said = ("operating_cost_reason: 压减办公支出", "operating_cost_reason: '{{ accounts.projects.zhuangbei.effect }}'")
    assert resolve(accounts("example", said), "changes.operating_cost.reason") == "更新了一批老旧设备"


def test_a_text_that_comes_later_is_missed_and_not_left_blank(workspace: Workspace) -> None:
    said = ("reason: 上年度一次性项目完工\n", "reason: '{{ accounts.changes.operating_cost.reason }}'\n")
    found = [one.message for one in put(workspace, "example", said).problems if one.code == "PROSE-REFERENCE"]
    assert found[0] == "引用「accounts.changes.operating_cost.reason」里没有「reason」"
