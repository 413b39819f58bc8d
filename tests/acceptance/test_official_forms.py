"""The official forms as clerks fill them in Excel: merged headings, units in headings, codes in three columns."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from generator.problems import Severity
from generator.reports.importing import Imported, import_workbook
from generator.reports.workspace import Workspace
from tests.support.books import copied
from tests.support.paths import PROJECT

Rows = list[list[object]]


@pytest.fixture
def reports(tmp_path: Path) -> Workspace:
    return copied(tmp_path / "root", PROJECT)


def book(rows: Rows, merged: str = "", name: str = "Sheet1", more: dict[str, Rows] | None = None) -> bytes:
    """A workbook of these rows; `merged` names the ranges that are merged."""
    made = Workbook()
    sheet: Any = made.active
    sheet.title = name
    for row in rows:
        sheet.append(row)
    for cells in merged.split():
        sheet.merge_cells(cells)
    for title, lines in (more or {}).items():
        page = made.create_sheet(title)
        for line in lines:
            page.append(line)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def imported(workspace: Workspace, unit: str, year: str, data: bytes) -> Imported:
    path = workspace.root / "book.xlsx"
    path.write_bytes(data)
    return import_workbook(workspace, unit, year, path, "book.xlsx")


def changes(found: Imported) -> dict[str, str | None]:
    assert [one.message for one in found.problems if one.severity is Severity.ERROR] == []
    return {change.name.rpartition("shiyan.")[2]: change.after for change in found.changes}


def warnings(found: Imported) -> list[tuple[str, str]]:
    return [(one.code, one.message) for one in found.problems]


def test_the_national_table_of_funds(reports: Workspace) -> None:
    data = book(
        [
            ["2022年度项目资金使用情况表"],
            ["单位名称：河池市电化教育站"],
            ["项目名称：“校校通”项目", None, None, None, "单位：万元"],
            ["序号", "资金来源／支出内容", "预算数", "支出数", "结余数", "执行率"],
            ["一、按资金来源"],
            [1, "市本级财政预算安排", 3, 2.18, 0.82, "72.51%"],
            ["二、按支出内容"],
            [1, "差旅费", 1, 1, 0, "100%"],
            [2, "培训费", 1, 0.46, 0.54, "46%"],
            [3, "办公费", 0.5, 0.22, 0.28, "44%"],
            [4, "网络维护费", 0.5, 0.5, 0, "100%"],
            ["合计", None, 3, 2.18, 0.82, "72.51%"],
            ["注：支出明细按万元保留两位小数列报。"],
        ],
        "A1:F1 A2:F2 A3:D3 A5:F5 A7:F7 A12:B12 A13:F13",
    )
    assert changes(imported(reports, "hechi", "2022", data)) == {}  # printed figures agree with the exact ones


EXPECTED = (
    "管好、更新并维护网络中心系统平台，推广校园网络文化；培训全市中小学校信息技术人员，指导师生用好信息化教学资源。"
)
ACHIEVED = "教育网络运行正常、信息安全；4.5万人次参加培训，师生信息技术应用能力得到提升。"


def test_the_national_sheet_with_a_heading_left_blank(reports: Workspace) -> None:
    data = book(
        [
            ["2022年度项目支出绩效自评表"],
            ["项目名称", "“校校通”项目"],
            ["主管部门", "河池市教育局", None, None, "实施单位", "河池市电化教育站"],
            ["项目资金\n（万元）", None, "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
            [None, "年度资金总额", 3, 3, "２．１９５４", 10, None, None],
            [None, "其中：市本级财政预算安排", 3, 3, "2.1954", "—", None, "—"],
            ["年度总体目标", "预期目标", None, None, "实际完成情况"],
            [None, EXPECTED, None, None, ACHIEVED],
            [
                None,
                "一级指标",
                "二级指标",
                "三级指标",
                "年度指标值",
                "实际完成值",
                "分值",
                "得分",
                "偏差原因分析及改进措施",
            ],
            ["绩效指标", "产出指标", "数量指标", "组织师生参加信息技术竞赛活动", "6次", "5次", None, None, None],
            [None, None, None, "参加信息技术应用能力培训", None, "4.5万人次"],
            [None, None, "质量指标", "验收绩效目标完成率", None, 1],
            ["总分", None, None, None, None, None, 100, "未披露"],
        ],
        "A1:I1 B2:I2 B3:D3 F3:I3 A4:A6 A7:A8 B7:D7 E7:I7 B8:D8 E8:I8 A10:A12 B10:B12 C10:C11",
    )
    found = imported(reports, "hechi", "2022", data)
    assert changes(found) == {
        "evaluations.xiaoxiaotong.funds.actual": "21954元",
        "evaluations.xiaoxiaotong.indicators.组织师生参加信息技术竞赛活动.actual": "5次",
        "evaluations.xiaoxiaotong.indicators.验收绩效目标完成率.actual": "1",
    }
    assert [code for code, _ in warnings(found)] == ["IMPORT-LEFT"]  # the other indicators have no row


def test_the_table_of_yiyang_with_two_units(reports: Workspace) -> None:
    data = book(
        [
            ["2021年度项目资金明细表"],
            ["单位名称：益阳市教育技术装备所"],
            ["序号", "具体项目", "金额（元）", "金额（万元）", "占支出比重", "年初预算数（万元）"],
            [1, "信息技术应用能力提升工程2.0专项培训", "40,400", 4.04, None, None],
            [2, "线上教学研讨会", "９，７００．５０", 0.97, None, None],
            [8, "新项目", 1000, 0.1, None, None],
        ]
    )
    found = changes(imported(reports, "yiyang", "2021", data))
    assert found == {
        "funds.items.线上教学研讨会.actual": "9700.50元",
        "funds.items.新项目.name": "新项目",
        "funds.items.新项目.actual": "1000元",
    }


def test_the_base_data_table_of_zhuzhou(reports: Workspace) -> None:
    data = book(
        [
            ["2024年度部门（单位）整体支出绩效评价基础数据表"],
            ["单位名称：株洲市教育技术装备所"],
            ["财政供养人员情况", "编制数", "2024年实际在职人数", "控制率", "退休人数"],
            [None, 13, "12人", "92.31%", 14],
            ["经费控制情况（万元）", "2023年决算数", "2024年预算数", "2024年决算数"],
            ["三公经费", 1.60, 1.70, 1.05],
            ["1、公务用车购置和维护经费", 1.49, 1.5, 0.96],
            ["其中：公车购置", 0, 0, 0],
            ["公车运行维护", 1.49, 1.5, 0.96],
            ["2、出国经费", 0, 0, 0],
            ["3、公务接待", 0.11, 0.2, 0.09],
            ["项目支出", 173.28, 190, 184.49],
            ["1、业务工作经费", 0, 0, 0],
            ["2、运行维护经费", 0, 0, 0],
            ["3、市级专项资金（教育信息化专项）", 173.28, 190, 184.49],
            ["公用经费", 30.39, 37.38, 29.55],
            ["其中：1、办公经费", 3.78, 3, 2.5],
            ["2、水费、电费、差旅费", 5.3, 5.6, 4.73],
            ["3、会议费、培训费", 0.25, 0.3, 0.2],
            ["政府采购金额", "——", 24.12, 169.51],
            ["部门基本支出预算调整", "——", 325.55, 334.45],
            ["楼堂馆所控制情况", "批复规模（㎡）", "实际规模（㎡）", "规模控制率"],
        ],
        "A1:E1 A3:A4",
    )
    assert changes(imported(reports, "zhuzhou", "2024", data)) == {
        "evaluations.zhengti.base_table.retired_staff": "14人",
        "evaluations.zhengti.base_table.costs.三公经费.items.公务接待.actual": "0.09万元",
    }


def test_the_official_tables_of_the_accounts(reports: Workspace) -> None:
    spending: Rows = [
        ["2021年度支出决算表（表3）"],
        ["部门：武汉市硚口区教育局信息技术中心", None, None, None, None, None, "单位：万元"],
        ["项目", None, None, None, "本年支出合计", "基本支出", "项目支出"],
        ["功能分类科目编码", None, None, "科目名称"],
        ["类", "款", "项", "栏次", 1, 2, 3],
        ["合计", None, None, None, 157.21, 68.71, 88.5],
        ["2080505", None, None, "机关事业单位基本养老保险缴费支出", 4.28, 4.28, None],
        ["210", None, None, "卫生健康支出", 4.87, 4.87, None],
        ["2101102", None, None, "事业单位医疗", 1.75, 1.75, None],
        ["2070101", None, None, "行政运行", 0.1, 0.1, None],
    ]
    economic: Rows = [
        ["2021年度基本支出决算明细表（表6）"],
        ["单位：万元"],
        ["人员经费", None, None, "公用经费"],
        ["科目编码", "科目名称", "决算数", "科目编码", "科目名称", "决算数"],
        [301, "工资福利支出", 63.21, 302, "商品和服务支出", 5.3],
        [30101, "基本工资", 10.18, 30201, "办公费", 0.4],
        [30108, "养老保险", 4.51, 30202, "印刷费", None],
        [30103, "奖金", "0", 30204, "手续费", 0],
    ]
    merged = "A1:G1 A3:D3 A4:C4 E3:E4 F3:F4 G3:G4 A6:D6 A7:C7 A8:C8 A9:C9 A10:C10"
    found = imported(reports, "qiaokou", "2021", book(spending, merged, "支出", {"经济": economic}))
    assert changes(found) == {
        "accounts.functions.2080505.basic": "4.28万元",
        "accounts.functions.2070101.code": "2070101",
        "accounts.functions.2070101.basic": "0.1万元",
        "accounts.economic.30201": "0.4万元",
    }


def test_the_sheet_of_hubei_with_a_table_for_each_goal(reports: Workspace) -> None:
    head: list[object] = [None, "一级指标", "二级指标", "三级指标", "年初目标值\n（A）", "实际完成值\n（B）", "得分"]
    data = book(
        [
            ["2021年度武汉市硚口区教育局信息技术中心\n整体绩效自评表"],
            ["单位名称：武汉市硚口区教育局信息技术中心　填报日期：2022年5月"],
            ["单位名称", "武汉市硚口区教育局信息技术中心（单位整体支出）"],
            [
                "预算执行情况\n（万元）\n（20分）",
                None,
                "预算数（A）",
                "执行数（B）",
                "执行率\n（B/A）",
                "得分\n（20分×执行率）",
            ],
            [None, "部门整体\n支出总额", 157.11, 157.11, "100.0%", "20.00"],
            ["年度目标1\n（50分）", None, None, "推动义务教育优质均衡发展。"],
            head,
            ["年度绩效指标", "产出指标", "数量指标", "市级智慧校园学校创建数量", "8个", "9个", 3],
            [None, None, None, "新的指标", "2个", "2个", 3],
            ["年度目标2\n（30分）", None, None, "保证网络与监控的安全。"],
            head,
            ["年度绩效指标", "产出指标", "数量指标", "视频监控单位数量", "160家", "164家", 3],
            [None, "满意度指标", "社会满意度指标", "学校满意度", "≥95%", "≥95%", 1.8],
            ["总分", 96.8],
        ],
        "A1:G1 A2:G2 A4:A5 A6:C6 D6:G6 A8:A9 B8:B9 C8:C9 A10:C10 D10:G10 A12:A13",
        name="zhengti",
    )
    found = imported(reports, "qiaokou", "2021", data)
    assert changes(found) == {
        "evaluations.zhengti.indicators.市级智慧校园学校创建数量.actual": "9个",
        "evaluations.zhengti.indicators.新的指标.name": "新的指标",
        "evaluations.zhengti.indicators.新的指标.target": "2个",
        "evaluations.zhengti.indicators.新的指标.actual": "2个",
        "evaluations.zhengti.indicators.新的指标.score": "3",
        "evaluations.zhengti.indicators.视频监控单位数量.actual": "164家",
    }
    assert found.problems == []
    goals = [line.strip() for line in found.after.decode().split("\n") if "新的指标" in line or "goals:" in line]
    assert goals == ["goals:", "- name: 新的指标", "goals:"]


def test_a_figure_printed_rounded_leaves_the_exact_one(reports: Workspace) -> None:
    data = book([["单位：万元"], ["资金来源", "年初预算数", "全年预算数", "全年执行数"], ["年度资金总额", 3, 3, 2.18]])
    found = imported(reports, "hechi", "2022", data)
    assert changes(found) == {}
    assert [(one.code, one.place.path) for one in found.problems] == [("IMPORT-SKIPPED", "book.xlsx!Sheet1!D3")]
    assert "2.18万元 是数据里 21754元 四舍五入的数" in found.problems[0].message
