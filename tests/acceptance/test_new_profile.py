"""Another locality needs a folder with a profile and no Python: other weights, grades, groups and columns."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import docx

from generator.opc import write_package
from generator.reports.documents import make_documents
from generator.reports.load import load
from generator.reports.workspace import Workspace
from tests.support.docx import p, package_of, table
from tests.support.paths import PROJECT

PROFILE = """\
name: 另一个地区
extends: national
weights:
  execution: 0
  indicators: 100
  groups: {决策: 10, 管理: 25, 产出: 30, 效益: 35}
grades:
  - {word: 甲等, lowest: 95}
  - {word: 乙等, lowest: 70}
  - {word: 丙等, lowest: 0}
outline:
  - title: 基本情况
    text: optional
documents:
  - name: sheet
    title: "{{ unit }}{{ year }}年度自评表"
    each: evaluation
    template: sheet.docx
"""

REPORT = """\
unit: 另一个单位
year: 2023
profile: elsewhere
evaluations:
  - id: one
    type: project
    name: 另一个项目
    funds:
      initial_budget: 10万元
      items:
        - {name: 全部, actual: 10万元}
    indicators:
      - name: 决策
        items:
          - {name: 立项规范, target: 规范, actual: 规范, weight: 10, result: 达成预期, score: 9, reason: 资料不全}
      - name: 管理
        items:
          - {name: 预算执行率, target: ≥95%, actual: 76%, weight: 25, reason: 支付推迟}
      - name: 产出
        groups:
          - name: 数量
            items:
              - {name: 培训人次, target: ≥200人次, actual: 250人次, weight: 30}
      - name: 效益
        items:
          - {name: 故障次数, target: ≤5次, actual: 7次, weight: 35, reason: 设备老化}
    narrative: {}
"""

COLUMNS = (
    "{% vm row.level1 %}{{ row.level1.heading }}",
    "{{ row.name }}",
    "{{ row.nature }}",
    "{{ row.unit }}",
    "{{ row.target }}",
    "{{ row.score|得分 }}",
)
SHEET = table(
    ("一级指标", "三级指标", "指标性质", "度量单位", "指标值", "得分"),
    ("{%tr for row in indicators %}", "", "", "", "", ""),
    COLUMNS,
    ("{%tr endfor %}", "", "", "", "", ""),
) + p("总分{{ score.total|得分 }}，{{ score.grade }}")


def test_a_profile_in_a_new_folder_makes_its_own_sheet(tmp_path: Path) -> None:
    import shutil

    shutil.copytree(PROJECT / "templates", tmp_path / "templates")
    folder = tmp_path / "templates" / "elsewhere"
    folder.mkdir()
    (folder / "profile.yaml").write_text(PROFILE, "utf-8")
    (folder / "sheet.docx").write_bytes(write_package(package_of(SHEET)))
    report = tmp_path / "reports" / "2023" / "other.yaml"
    report.parent.mkdir(parents=True)
    report.write_text(REPORT, "utf-8")
    workspace = Workspace(tmp_path)
    loaded = load(workspace, "other", "2023")
    assert loaded.problems == []
    files, problems = make_documents(workspace, loaded)
    assert {problem.code for problem in problems} == {
        "FIGURE-UNSHOWN"
    }  # the sheet leaves out what this one does not need
    assert [*files] == ["sheet.docx"]
    made = docx.Document(BytesIO(files["sheet.docx"]))
    assert [[cell.text for cell in row.cells] for row in made.tables[0].rows][1:] == [
        ["决策（10分）", "立项规范", "定性", "", "规范", "9.00"],
        ["管理（25分）", "预算执行率", "定量", "%", "≥95%", "20.00"],
        ["产出（30分）", "培训人次", "定量", "人次", "≥200人次", "30.00"],
        ["效益（35分）", "故障次数", "定量", "次", "≤5次", "25.00"],
    ]
    assert made.paragraphs[-1].text == "总分84.00，乙等"
