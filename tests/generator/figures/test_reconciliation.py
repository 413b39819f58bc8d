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


@pytest.mark.parametrize(
    ("value", "computed", "kind"),
    [
        ("1922所以上", "≥1922所", "一致"),
        ("≥1900所", "≥1922所", "不符"),
        ("≤1922所", "≥1922所", "不符"),
        ("1922所", "1922所", "一致"),
    ],
)
def test_beside_a_bound_stands_the_bound_that_was_typed(
    workspace: Workspace, value: str, computed: str, kind: str
) -> None:
    target = f"{E}.indicators.督促信息化基础设施建设的中小学校.target"
    edit(workspace, ("target: 1922所", "target: ≥1922所"), (LAST, entry(target, value)))
    row = derived(workspace)["reconciliation"]["rows"][-1]
    assert (row["published"], row["computed"], row["kind"]) == (value, computed, kind)


def test_a_figure_that_was_cut_off_differs(workspace: Workspace) -> None:
    values = (f"{E}.score.total", "87.2分"), (f"{E}.score.total", "87.3分"), (f"{E}.funds.rate", "72.5%")
    edit(workspace, (LAST, "".join(entry(*value) for value in values)))
    cut, rounded, rate = derived(workspace)["reconciliation"]["rows"][-3:]
    assert (cut["computed"], cut["difference"], cut["kind"]) == ("87.25分", "-0.05分", "不符")
    assert (rounded["computed"], rounded["difference"], rounded["kind"]) == ("87.25分", "+0.05分", "尾差")
    assert (rate["computed"], rate["kind"]) == ("72.51%", "一致")


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
        (f"{E}.funds.actual", "2.18", "PUBLISHED-UNIT", "照原文连单位写，如 2.18万元"),
        (f"{E}.funds.actual", "21754", "PUBLISHED-UNIT", "照原文连单位写，如 21754元"),
        (f"{E}.funds.actual", '"3"', "PUBLISHED-UNIT", "照原文连单位写，如 3元、3万元"),
        (f"{E}.funds.rate", "72.51", "PUBLISHED-UNIT", "照原文连单位写，如 72.51%"),
        (f"{E}.score.total", "87.25", "PUBLISHED-UNIT", "照原文连单位写，如 87.25分"),
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
        "先核对公布数和第 24、25、94 行填写的数，录错的改正；确实不符的，查明后在这一项写 cause（不符原因）"
    ]


def test_the_nearest_figure_is_named_for_the_first_hundred_that_are_wrong(workspace: Workspace) -> None:
    wrong = "".join(entry(f"{E}.funds.actua{number}", "1万元") for number in range(101))
    edit(workspace, (LAST, wrong))
    found = [one for one in load(workspace, "hechi", "2022").problems if one.code == "PUBLISHED-FIGURE"]
    assert [one.remedy for one in found] == [f"是不是「{E}.funds.actual」"] * 100 + [
        "用 evaluations.标识.funds.actual 这样的路径"
    ]


def test_what_is_wrong_with_one_entry_hides_nothing_of_those_behind_it(workspace: Workspace) -> None:
    entries = entry(f"{E}.funds.actua", "1万元") + entry(f"{E}.funds", "1万元") + entry(f"{E}.funds.balance", "1分")
    edit(workspace, (LAST, entries + entry(f"{E}.funds.balance", "0.9万元")))
    found = [one for one in load(workspace, "hechi", "2022").problems if one.code.startswith("PUBLISHED")]
    assert [(one.code, one.place.excerpt.strip()) for one in found] == [
        ("PUBLISHED-FIGURE", f"- figure: {E}.funds.actua"),
        ("PUBLISHED-FIGURE", f"- figure: {E}.funds"),
        ("PUBLISHED-UNIT", "value: 1分"),
        ("PUBLISHED-CAUSE", "value: 0.9万元"),
    ]
    assert found[1].remedy.startswith("写到底，如再加上 document、allocated_on、")
    assert found[3].message == "结余数公布为 0.9万元，计算为 0.8246万元"


@pytest.mark.parametrize(
    ("value", "computed", "kind"),
    [
        ("—", "—", "一致"),
        ("——", "—", "一致"),
        ('"-"', "—", "一致"),
        ("/", "—", "一致"),
        ("0%", "—", "不符"),
    ],
)
def test_a_rate_on_a_zero_budget_is_published_as_a_dash(
    workspace: Workspace, value: str, computed: str, kind: str
) -> None:
    edit(workspace, (LAST, entry(f"{E}.funds.rate", value)), ("initial_budget: 3万元", "initial_budget: 0元"))
    row = derived(workspace)["reconciliation"]["rows"][-1]
    assert (row["published"], row["computed"], row["difference"], row["kind"]) == (
        value.strip('"'),
        computed,
        "—",
        kind,
    )


@pytest.mark.parametrize(
    ("value", "code", "why"),
    [
        ("72.51%", None, ""),
        ("72.5%", None, ""),
        ("72%", "RATE-TRUNCATED", "：没有四舍五入，尾数被截去"),
        ("73%", None, ""),
        ("74%", "PUBLISHED-CAUSE", ""),
    ],
)
def test_a_rate_that_was_cut_off_is_told_from_other_differences(
    workspace: Workspace, value: str, code: str | None, why: str
) -> None:
    edit(workspace, (LAST, entry(f"{E}.funds.rate", value)))
    found = [one for one in load(workspace, "hechi", "2022").problems if one.code.startswith(("PUBL", "RATE"))]
    remedy = "查明后在这一项写 cause（不符原因）"
    if code == "PUBLISHED-CAUSE":
        remedy = f"先核对公布数和第 24、25 行填写的数，录错的改正；确实不符的，{remedy}"
    expected = [(code, f"预算执行率公布为 {value}，计算为 72.51%{why}", remedy)] if code else []
    assert [(one.code, one.message, one.remedy) for one in found] == expected


def test_a_figure_is_printed_in_the_scale_of_the_published_one(workspace: Workspace) -> None:
    edit(
        workspace,
        (LAST, "".join(entry(f"{E}.funds.actual", value) for value in ("21754元", "0.0002亿元", "2.1754万元"))),
    )
    rows = derived(workspace)["reconciliation"]["rows"][-3:]
    assert [(row["computed"], row["difference"], row["kind"]) for row in rows] == [
        ("21754元", "0", "一致"),
        ("0.0002亿元", "-1754元", "尾差"),
        ("2.1754万元", "0", "一致"),
    ]


@pytest.mark.parametrize(("spent", "computed"), [("21754.01元", "2.175401万元"), ("217.54元", "0.021754万元")])
def test_a_figure_is_printed_whole_if_it_ends_within_six_decimals(
    workspace: Workspace, spent: str, computed: str
) -> None:
    edit(workspace, ("actual: 21754元", f"actual: {spent}"), (LAST, entry(f"{E}.funds.actual", "2.42万元")))
    assert derived(workspace)["reconciliation"]["rows"][-1]["computed"] == computed


def test_a_grade_that_differs_without_a_cause_is_told(workspace: Workspace) -> None:
    edit(workspace, (LAST, entry(f"{E}.score.grade", "一等")))
    (found,) = [one for one in load(workspace, "hechi", "2022").problems if one.code.startswith("PUBL")]
    assert (found.code, found.message) == ("PUBLISHED-CAUSE", "评价等级公布为 一等，计算为 二等")


def test_a_cause_and_a_note_stand_together(workspace: Workspace) -> None:
    own = entry(f"{E}.funds.balance", "0.9万元") + "    cause: 抄错\n    note: 已更正\n"
    edit(workspace, (LAST, own))
    row = derived(workspace)["reconciliation"]["rows"][-1]
    assert (row["id"], row["label"], row["where"], row["cause"]) == (
        f"{E}.funds.balance",
        "结余数",
        "某处",
        "抄错；已更正",
    )


@pytest.mark.parametrize(
    ("figure", "value", "code", "message", "remedy"),
    [
        (
            f"{E}.funds.actual",
            "2.38万元",
            "PUBLISHED-CAUSE",
            "全年执行数公布为 2.38万元，第 25 行填写的是 21754元",
            "先核对公布数和第 25 行填写的数，录错的改正；确实不符的，查明后在这一项写 cause（不符原因）",
        ),
        (
            f"{E}.funds.actual",
            "2.18元",
            "PUBLISHED-CAUSE",
            "全年执行数公布为 2.18元，第 25 行填写的是 21754元：相差一万倍，核对两处单位里的「万」",
            "先核对公布数和第 25 行填写的数，录错的改正；确实不符的，查明后在这一项写 cause（不符原因）",
        ),
        (
            f"{E}.funds.actual",
            "21754万元",
            "PUBLISHED-CAUSE",
            "全年执行数公布为 21754万元，第 25 行填写的是 21754元：相差一万倍，核对两处单位里的「万」",
            "先核对公布数和第 25 行填写的数，录错的改正；确实不符的，查明后在这一项写 cause（不符原因）",
        ),
        (
            "facts.网点",
            "12个",
            "PUBLISHED-UNIT",
            "公布数「12个」与第 9 行填写的「12」单位不同",
            "核对两处的单位：第 9 行漏写的补上，公布数照原文连单位写",
        ),
    ],
)
def test_the_line_that_was_typed_is_named_before_a_cause_is_asked_for(
    workspace: Workspace, figure: str, value: str, code: str, message: str, remedy: str
) -> None:
    edit(workspace, ("facts:\n  项目总投资: 800多万元\n", "facts:\n  网点: 12\n  项目总投资: 800多万元\n"))
    if not figure.startswith("facts"):
        edit(workspace, ("facts:\n  网点: 12\n", "facts:\n"))
    edit(workspace, (LAST, entry(figure, value)))
    (problem,) = (one for one in load(workspace, "hechi", "2022").problems if one.code.startswith("PUBL"))
    assert (problem.code, problem.message, problem.remedy) == (code, message, remedy)


def test_what_agrees_though_a_cause_is_given_may_have_been_mistyped_since(workspace: Workspace) -> None:
    edit(workspace, (LAST, entry(f"{E}.score.total", "87.25分") + "    cause: 原文前后不一\n"))
    (problem,) = load(workspace, "hechi", "2022").problems
    assert (problem.code, problem.remedy) == (
        "PUBLISHED-SPARE",
        "核对公布数和第 24、25、94 行填写的数，看有没有后来改错；确实一致的，把 cause 改成 note（备注）",
    )
