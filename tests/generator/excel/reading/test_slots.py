"""Rows of a workbook find their entries in the report: by name, number, level, code and fund."""

from __future__ import annotations

from difflib import unified_diff
from pathlib import Path

import pytest

from generator.problems import Severity
from generator.reports.importing import Imported, import_workbook
from generator.reports.workspace import Workspace
from tests.support.books import copied, from_text
from tests.support.paths import PROJECT

pytestmark = pytest.mark.slow  # whole reports and templates


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return copied(tmp_path_factory.mktemp("reports"), PROJECT)


def imported(workspace: Workspace, report: str, text: str) -> Imported:
    unit, year = report.split()
    path = workspace.root / "book.xlsx"
    path.write_bytes(from_text(text))
    return import_workbook(workspace, unit, year, path, "book.xlsx")


def added(found: Imported) -> list[str]:
    """The lines that an import adds; none may be lost."""
    assert [(one.code, one.place.path, one.message) for one in found.problems if one.severity is Severity.ERROR] == []
    old, new = (text.decode().splitlines() for text in (found.before, found.after))
    lines = [line for line in unified_diff(old, new, lineterm="", n=0) if not line.startswith(("---", "+++", "@@"))]
    assert not [line for line in lines if line.startswith("-")]
    return [line[1:].strip() for line in lines]


def refused(found: Imported) -> list[tuple[str, str]]:
    assert found.after == found.before
    return [(one.code, one.place.path.split("!", 1)[-1]) for one in found.problems if one.severity is Severity.ERROR]


def test_new_items_stand_below_the_row_whose_number_begins_theirs(reports: Workspace) -> None:
    text = "# 资金\n单位：万元\n序号 | 支出内容 | 预算数 | 支出数\n1 | 差旅费 | 1 | 1\n5 | 新增 |  |\n"
    text += "6 | 设备 | 0 | 0\n"
    lines = added(imported(reports, "hechi 2022", text))
    assert lines == ["- name: 设备", "budget: 0万元", "actual: 0万元"]
    nested = "# 资金\n单位：元\n序号 | 支出内容 | 预算数 | 支出数\n2 | 项目支出 |  |\n2.7 | 新项目 | | 0\n2.2 | 教育网络管理和维护项目 | |\n2.2.9 | 下级：“甲” | | 0"
    assert added(imported(reports, "zhuzhou 2024", nested)) == [
        "- name: 下级：“甲”",
        "actual: 0元",
        "- name: 新项目",
        "actual: 0元",
    ]


def test_a_new_source(reports: Workspace) -> None:
    text = "# 资金\n单位：万元\n资金来源 | 年初预算数 | 全年预算数 | 全年执行数\n年度资金总额 | 3 | 3 | 2.1754\n其中：上级补助 | | 0 | 0"
    assert added(imported(reports, "hechi 2022", text)) == ["- name: 上级补助", "budget: 0万元", "actual: 0万元"]


def test_new_indicators_bring_the_groups_they_need(reports: Workspace) -> None:
    text = "# 指标\n一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 偏差原因\n"
    text += "产出指标 | 质量指标 | 合格率 | ≥90% | 95% |\n产出指标 | 生态指标 | 甲 | 1次 | 1次 | 无\n"
    text += "成本指标（20分） | 经济成本 | 乙 | ≤3万元 | 2万元 |\n成本指标（20分） | 经济成本 | 丙: 丁 | 提升 | 提升 | 因为\n"
    text += "新一级 | | 戊 | 1 | 1 |"
    assert added(imported(reports, "hechi 2022", text)) == [
        *("- name: 合格率", "target: ≥90%", "actual: 95%"),
        *("- name: 生态指标", "items:", "- name: 甲", "target: 1次", "actual: 1次"),
        *("- name: 成本指标", "weight: 20", "groups:", "- name: 经济成本", "items:"),
        *("- name: 乙", "target: ≤3万元", "actual: 2万元"),
        *('- name: "丙: 丁"', "target: 提升", "actual: 提升", "reason: 因为"),
        *("- name: 新一级", "items:", "- name: 戊", "target: 1", "actual: 1"),
    ]


def test_a_weight_in_a_heading_may_lag_behind_those_it_adds_up(tmp_path: Path) -> None:
    workspace = copied(tmp_path / "root", PROJECT)
    path = workspace.report("yiyang", "2021")
    path.write_text(path.read_text("utf-8").replace("        weight: 50\n", "", 1), "utf-8")
    text = "# 指标\n一级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值\n产出指标（{}分） | 线上教学研讨会 | 1次 | 1次 | 6"
    for weight in ("50", "51"):
        found = imported(workspace, "yiyang 2021", text.format(weight))
        assert [change.after for change in found.changes] == ["6"]
    assert refused(imported(workspace, "yiyang 2021", text.format("52"))) == [("IMPORT-COMPUTED", "指标!A2")]


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ("| | 没有一级 | 1次 | 1次", "指标!C2"),
        (
            "产出指标 | 数量指标 | 网络多媒体教室覆盖率 | 100% | 100%\n产出指标 | 数量指标 | 网络多媒体教室覆盖率 | 1 | 1",
            "指标!C3",
        ),
        ("年度目标9 产出指标 | 甲 | | 1次 | 1次", "指标!C2"),
    ],
)
def test_indicators_that_cannot_be_placed(reports: Workspace, rows: str, place: str) -> None:
    text = f"# 指标\n一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值\n{rows}"
    assert refused(imported(reports, "hechi 2022", text)) == [("IMPORT-ROW", place)]


def test_a_goal_that_the_report_does_not_have(reports: Workspace) -> None:
    text = "# zhengti\n年度目标 | 一级指标 | 三级指标 | 年度指标值 | 实际完成值\n年度目标7 | 产出指标 | 新 | 1次 | 1次"
    assert refused(imported(reports, "qiaokou 2021", text)) == [("IMPORT-ROW", "zhengti!C2")]


def test_which_evaluation_must_be_said(reports: Workspace) -> None:
    text = "# 指标\n一级指标 | 三级指标 | 年度指标值 | 实际完成值\n产出指标 | 新 | 1次 | 1次"
    assert refused(imported(reports, "qiaokou 2021", text)) == [("IMPORT-WHICH", "指标!A1")]
    named = text.replace("# 指标\n", "# 指标\n信息化运行维护项目绩效自评表\n")
    assert refused(imported(reports, "qiaokou 2021", named)) == [("IMPORT-ROW", "指标!B3")]  # of which goal?
    found = imported(reports, "qiaokou 2021", named.replace("新 |", "有线和无线宽带容量 |"))
    assert [change.name for change in found.changes] == [
        "evaluations.xinxihua.indicators.有线和无线宽带容量.target",
        "evaluations.xinxihua.indicators.有线和无线宽带容量.actual",
    ]


def test_functional_items_of_several_funds_and_projects(reports: Workspace) -> None:
    head = "# 科目\n单位：元\n科目编码 | 科目名称 | 资金性质 | 基本支出 | 项目名称 | 项目支出 | 年末结转和结余\n"
    rows = "2050199 | 其他 | 一般公共预算 | | 教育局机关宽带无线网络服务费 | 220000 |\n"
    rows += "2050199 | | | | 新项目 | 0 |\n2120899 | 其他 | 政府性基金预算 | 0.5 | 体育 | 20 | 3\n"
    assert added(imported(reports, "qiaokou 2021", head + rows)) == [
        *("- name: 新项目", "amount: 0元"),
        *("- code: 2120899", "fund: government-fund", "closing: 3元", "basic: 0.5元"),
        *("projects:", "- name: 体育", "amount: 20元"),
    ]


@pytest.mark.parametrize(
    ("rows", "code", "place"),
    [
        ("20501990 | 其他 | 一般公共预算 | 1 | |", "IMPORT-ROW", "科目!A3"),
        ("2050199 | 其他 | 别的 | 1 | |", "XLSX-CELL", "科目!C3"),
        ("2050199 | 其他 | 一般公共预算 | | | 5", "IMPORT-ROW", "科目!E3"),
        ("2080505 | 其他 | 一般公共预算 | 1 | |", "IMPORT-COMPUTED", "科目!D4"),
    ],
)
def test_functional_items_that_cannot_be_placed(reports: Workspace, rows: str, code: str, place: str) -> None:
    text = f"# 科目\n单位：元\n科目编码 | 科目名称 | 资金性质 | 基本支出 | 项目名称 | 项目支出\n{rows}\n208 | 类 | 一般公共预算 | 7 | |"
    assert (code, place) in refused(imported(reports, "qiaokou 2021", text))


def test_economic_items_and_initial_budgets(reports: Workspace) -> None:
    text = "# 经济\n单位：元\n经济分类科目编码 | 金额\n30103 | 0\n30216 | 12.5\n"
    text += "# 年初\n单位：元\n科目编码 | 年初预算数\n212 | 7\n合计 | 1472200"
    assert added(imported(reports, "qiaokou 2021", text)) == ["30216: 12.5元", "- code: 212", "amount: 7元"]
    wrong = "# 经济\n单位：元\n经济分类科目编码 | 金额\n3010 | 5"
    assert refused(imported(reports, "qiaokou 2021", wrong)) == [("IMPORT-ROW", "经济!A3")]


def test_other_figures_by_their_names(reports: Workspace) -> None:
    text = "# 其他\n数据项 | 数值 | 计量单位\n人员构成·退休人员 | 2 | 人\n政府采购·货物 | 100 | 元\n“三公”经费·公务接待费·批次 | 0 | 批次\n"
    assert added(imported(reports, "qiaokou 2021", text)) == ["retired: 2人", "goods: 100元"]
    wrong = "# 其他\n数据项 | 数值 | 计量单位\n没有这一项 | 2 | 人"
    assert refused(imported(reports, "qiaokou 2021", wrong)) == [("IMPORT-ROW", "其他!A2")]


def test_the_base_table_needs_numbers_for_new_rows(reports: Workspace) -> None:
    head = "单位：万元\n{}经费控制情况 | 2023年决算数 | 2024年预算数 | 2024年决算数\n"
    text = "# 基础\n" + head.format("") + "新经费 | 1 | 1 | 1"
    assert refused(imported(reports, "zhuzhou 2024", text)) == [("IMPORT-ROW", "基础!A3")]
    text = "# 基础\n" + head.format("序号 | ") + "1 | 三公经费 | | |\n1.9 | 新经费 | 0 | 0 | 0\n9 | 车辆 | — | 1 | 1"
    assert added(imported(reports, "zhuzhou 2024", text)) == [
        *("- name: 新经费", "last_year: 0万元", "budget: 0万元", "actual: 0万元"),
        *("- name: 车辆", "budget: 1万元", "actual: 1万元"),
    ]
    text = "# 基础\n" + head.format("") + "三公经费 | 1.6 | 1.7 | 1.00\n1、公务接待 | 0.11 | 0.20 |"
    found = imported(reports, "zhuzhou 2024", text)
    assert found.changes == [] and [one.code for one in found.problems] == ["IMPORT-LEFT", "IMPORT-LEFT"]


def test_names_told_apart_only_by_their_level_need_numbers(tmp_path: Path) -> None:
    workspace = copied(tmp_path / "root", PROJECT)
    path = workspace.report("zhuzhou", "2024")
    text = path.read_text("utf-8").replace(
        "name: 公用经费\n              actual", "name: 专用设备购置费\n              actual", 1
    )
    path.write_text(text, "utf-8")
    rows = "# 资金\n单位：万元\n支出内容 | 预算数 | 支出数\n专用设备购置费 | | 5"
    assert refused(imported(workspace, "zhuzhou 2024", rows)) == [("IMPORT-ROW", "资金!A3")]
