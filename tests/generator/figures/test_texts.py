"""The texts of an evaluation: what they may refer to, and how its narrative is laid out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from generator.figures.report import derive
from generator.frozen import replace
from generator.namespace import Tree, resolve
from generator.reports.load import load
from generator.reports.workspace import Workspace
from tests.support.paths import PROJECT
from tests.support.reports import derived, edit, problems

E = "evaluations.xiaoxiaotong"


@pytest.fixture
def tree(workspace: Workspace) -> Tree:
    return derived(workspace)


def test_texts_may_refer_to_figures(tree: Tree) -> None:
    row: Any = resolve(tree, f"{E}.indicators.项目支出")
    assert (row["target"], row["actual"]) == ("≤3.00万元", "2.18万元")
    reason: Any = resolve(tree, f"{E}.funds.reason")
    assert "8246元" in reason


def test_the_outline_is_numbered_without_gaps(tree: Tree) -> None:
    outline: Any = resolve(tree, f"{E}.outline")
    headings = [section["heading"] for section in outline]
    assert [heading for heading in headings if heading[1] == "、"] == [
        "一、项目基本情况",
        "二、项目评价工作开展情况",
        "三、项目绩效情况",
        "四、经验总结、存在的问题和原因分析",
        "五、工作改进建议",
    ]
    assert headings[1:4] == ["（一）项目立项情况", "1.项目立项背景", "2.资金用途及目的"]


def test_an_optional_section_without_text_leaves_no_gap(workspace: Workspace) -> None:
    profile = workspace.templates / "guangxi-hechi" / "profile.yaml"
    text = profile.read_text("utf-8")
    profile.write_text(
        text.replace("          - title: 产出质量\n", "          - title: 产出质量\n            text: optional\n"),
        "utf-8",
    )
    report = workspace.report("hechi", "2022").read_text("utf-8")
    start, end = report.index("      产出质量: |"), report.index("      产出时效: |")
    assert problems(workspace, (report[start:end], "")) == []
    outline: Any = resolve(derived(workspace), f"{E}.outline")
    assert "2.产出时效" in [section["heading"] for section in outline]


def test_a_text_may_refer_to_those_before_it(workspace: Workspace) -> None:
    before = "      项目立项背景: |\n"
    said = "        {{ indicators.组织师生参加信息技术竞赛活动.target }}，{{ indicators.项目支出.target }}。{{ funds.reason }}\n"
    edit(workspace, (before, f"{before}{said}\n"))
    outline: Any = resolve(derived(workspace), f"{E}.outline")
    (section,) = [section for section in outline if section["id"] == "项目立项背景"]
    told = "".join(run["text"] for run in section["text"][0]["runs"])
    assert told.startswith("6次，≤3.00万元。") and "8246元" in told


@pytest.mark.parametrize(
    ("reference", "missing"),
    [("indicators.师生满意度.reason", "reason"), ("funds.items.线路租赁.use", "use"), ("deviation", "deviation")],
)
def test_a_text_that_comes_later_is_missed_at_its_place_and_not_left_blank(
    demo: Path, reference: str, missing: str
) -> None:
    text = demo.read_text("utf-8")
    assert "部分学校应用不多，" in text
    demo.write_text(text.replace("部分学校应用不多，", f"部分学校应用不多{{{{ {reference} }}}}，", 1), "utf-8")
    found = load(Workspace(demo.parents[2]), "demo", "2023").problems
    lost = [(one.message, one.place.excerpt.strip()) for one in found if one.code == "PROSE-REFERENCE"]
    line = f"reason: 部分学校应用不多{{{{ {reference} }}}}，下年加强培训。"
    assert lost == [(f"引用「{reference}」里没有「{missing}」", line)]


def test_a_list_in_a_section_is_numbered_one_level_below_its_heading(workspace: Workspace) -> None:
    edit(workspace, ("      资金用途及目的: |\n", "\n        1. 甲\n           1. 乙\n      资金用途及目的: |\n"))
    outline: Any = resolve(derived(workspace), f"{E}.outline")
    (section,) = [section for section in outline if section["id"] == "项目立项背景"]
    lines = ["".join(run["text"] for run in block["runs"]) for block in section["text"]]
    assert lines[-2:] == ["（1）甲", "（1）乙"]  # no numbers stand below these


def test_a_list_in_a_table_is_numbered_from_the_third_level() -> None:
    loaded = load(Workspace(PROJECT), "zhuzhou", "2024")
    assert loaded.derived is not None
    evaluation: Any = resolve(loaded.derived.tree, "evaluations.zhengti")
    blocks = evaluation["base_table"]["austerity"]
    assert ["".join(run["text"] for run in block["runs"])[:4] for block in blocks] == [
        "1.办公",
        "2.推行",
        "3.管好",
        "4.出差",
    ]


def test_a_list_in_a_table_takes_the_levels_that_there_are() -> None:
    loaded = load(Workspace(PROJECT), "zhuzhou", "2024")
    assert loaded.report is not None and loaded.forms is not None
    profile = replace(loaded.forms.profile, numbering=("一、", "（一）"))
    evaluation: Any = resolve(derive(loaded.report, profile).tree, "evaluations.zhengti")
    blocks = evaluation["base_table"]["austerity"]
    assert ["".join(run["text"] for run in block["runs"])[:2] for block in blocks] == ["一、", "二、", "三、", "四、"]
