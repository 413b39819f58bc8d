"""The workbook of a report: which worksheets it has, in which order, of which figures, and the same bytes each time."""

from __future__ import annotations

import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from generator.reports.export import WORKBOOK, export, report_sheets
from generator.reports.load import load
from generator.reports.workspace import Workspace
from tests.support.books import REPORTS, copied, exported
from tests.support.paths import PROJECT
from tests.support.reports import edit

pytestmark = pytest.mark.slow  # whole reports and templates

ACCOUNTS = ["功能科目收支", "年初预算", "其他决算数据", *(f"表{number}" for number in range(1, 10))]


def opened(data: bytes, *, values: bool = False) -> Any:
    return load_workbook(BytesIO(data), data_only=values)


@pytest.fixture(scope="module")
def qiaokou() -> bytes:
    return exported(Workspace(PROJECT), "qiaokou", "2021")


def test_a_report_has_a_sheet_for_each_table(workspace: Workspace, qiaokou: bytes) -> None:
    assert opened(exported(workspace, "hechi", "2022")).sheetnames == ["自评表", "资金"]
    assert opened(qiaokou).sheetnames == [
        *ACCOUNTS,
        *("自评表-zhengti", "资金-zhengti", "自评表-xinxihua", "资金-xinxihua"),
    ]
    assert opened(exported(Workspace(PROJECT), "zhuzhou", "2024")).sheetnames == ["自评表", "资金", "基础数据表"]


def test_accounts_without_evaluations_have_their_sheets_alone(all_reports: Workspace) -> None:
    assert opened(exported(all_reports, "example", "2021")).sheetnames == ACCOUNTS


def test_a_rollup_has_its_sheet(all_reports: Workspace) -> None:
    book = opened(exported(all_reports, "example-department", "2023"), values=True)
    assert book.sheetnames == ["汇总表"]
    assert [cell.value for cell in book["汇总表"][3]][:2] == ["序号", "单位"]


def test_a_rollup_comes_after_the_evaluations_of_the_report_itself(all_reports: Workspace, tmp_path: Path) -> None:
    for name in ("templates", "reports"):
        shutil.copytree(all_reports.root / name, tmp_path / name)
    workspace = Workspace(tmp_path)
    path = workspace.report("example-department", "2023")
    east = workspace.report("example-east", "2023").read_text("utf-8")
    path.write_text(path.read_text("utf-8") + "\n" + east[east.index("evaluations:") :], "utf-8")
    loaded = load(workspace, "example-department", "2023")
    assert [sheet.name for sheet in report_sheets(loaded)] == ["自评表", "资金", "汇总表"]
    assert opened(export(loaded)).sheetnames == ["自评表", "资金", "汇总表"]


def test_the_sheets_of_each_evaluation_hold_its_own_figures(qiaokou: bytes) -> None:
    book = opened(qiaokou, values=True)
    assert book["自评表-zhengti"]["B3"].value != book["自评表-xinxihua"]["B3"].value
    assert book["自评表-xinxihua"]["B3"].value == "信息化运行维护项目"


def test_each_indicator_stands_with_its_own_result(workspace: Workspace) -> None:
    name = "- name: {}\n"
    bands = {"组织师生参加信息技术竞赛活动": "部分达成", "网络多媒体教室覆盖率": "达成预期"}
    changes = [(name.format(one), f"{name.format(one)}                result: {band}\n") for one, band in bands.items()]
    edit(workspace, *changes)
    sheet = opened(exported(workspace, "hechi", "2022"), values=True)["自评表"]
    shown = {row[3].value: row[7].value for row in sheet.iter_rows(min_row=11, max_row=20)}
    assert len(shown) == 10
    assert {one: band for one, band in shown.items() if band} == bands


def test_figures_of_the_accounts_that_no_other_sheet_holds_are_listed_with_their_units(qiaokou: bytes) -> None:
    rows = [*opened(qiaokou, values=True)["其他决算数据"].iter_rows(min_row=3, values_only=True)]
    assert rows[:3] == [
        ("数据项", "数值", "计量单位"),
        ("人员构成·事业人员", 3, "人"),
        ("上年决算·收支总计", 141.12, "万元"),
    ]
    assert rows[-1] == ("年初预算·合计", 147.22, "万元") and len(rows) == 13


def test_codes_have_the_names_of_the_reports_year(tmp_path: Path) -> None:
    """2013804 is 市场监督管理专项 until 2019, 市场主体管理 until 2023 and 经营主体管理 since."""
    workspace = copied(tmp_path, PROJECT)
    path = workspace.report("qiaokou", "2021")
    path.write_text(path.read_text("utf-8").replace("- code: 2050199", "- code: 2013804"), "utf-8")
    rows = [*opened(exported(workspace, "qiaokou", "2021"))["功能科目收支"].iter_rows(min_row=4, values_only=True)]
    assert [row[:2] for row in rows if row[0]][:2] == [
        ("2013804", "市场主体管理"),
        ("2080505", "机关事业单位基本养老保险缴费支出"),
    ]


def test_the_workbook_says_whose_it_is_and_of_what(workspace: Workspace) -> None:
    properties = opened(exported(workspace, "hechi", "2022")).properties
    assert properties.title == "河池市电化教育站2022年度绩效自评表格"
    assert properties.creator == "河池市电化教育站"
    assert WORKBOOK == "workbook.xlsx"


def test_a_report_whose_figures_are_known_is_exported_whatever_is_wrong_with_them(workspace: Workspace) -> None:
    edit(workspace, ("actual: 21754元", "actual: 12345元"))
    loaded = load(workspace, "hechi", "2022")
    assert not loaded.ready
    assert opened(export(loaded), values=True)["自评表"]["F6"].value == 1.2345


def test_decimals_and_words_for_what_is_not_known_are_those_of_the_profile(workspace: Workspace) -> None:
    path = workspace.templates / "national" / "profile.yaml"
    text = path.read_text("utf-8").replace("undisclosed: 未披露", "undisclosed: 没有公布")
    path.write_text(text.replace("  万元: 2\n", "  万元: 3\n"), "utf-8")
    sheet = opened(exported(workspace, "hechi", "2022"), values=True)["自评表"]
    assert (sheet["F6"].value, sheet["F6"].number_format) == (2.1754, "#,##0.000")
    assert sheet["G12"].value == "没有公布"


@pytest.mark.parametrize(("unit", "year"), REPORTS)
def test_the_same_report_gives_the_same_bytes(unit: str, year: str) -> None:
    code = "import sys; from pathlib import Path; from tests.support.books import exported; from generator.reports.workspace import Workspace; "
    code += f"sys.stdout.buffer.write(exported(Workspace(Path('.')), '{unit}', '{year}'))"
    other = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, check=True).stdout
    assert other == exported(Workspace(PROJECT), unit, year)
