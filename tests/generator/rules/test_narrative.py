from __future__ import annotations

from typing import Any

import pytest

from generator.namespace import resolve
from generator.reports.workspace import Workspace
from tests.support.accounts import tree_of
from tests.support.reports import problems
from tests.support.rules import of_qiaokou


def test_a_missing_list_of_members_is_a_problem(workspace: Workspace) -> None:
    text = workspace.report("hechi", "2022").read_text("utf-8")
    start, end = text.index("    working_group:"), text.index("    narrative:")
    found = problems(workspace, (text[start:end], ""))
    assert "NARRATIVE-INSERT" in {problem.code for problem in found}


def test_a_text_under_a_heading_of_the_other_kind_is_a_problem(workspace: Workspace) -> None:
    line = "    narrative:\n      自评得分: |\n"
    found = of_qiaokou(workspace, (line, "    narrative:\n      部门（单位）整体绩效自评得分: |\n"))
    assert [(problem.code, problem.message) for problem in found] == [
        ("NARRATIVE-MISSING", "正文缺少「自评得分」一节"),
        ("NARRATIVE-UNKNOWN", "提纲里没有写正文的「部门（单位）整体绩效自评得分」这个标题"),
    ]


def test_a_heading_that_was_meant_for_a_missing_one_is_told_once(workspace: Workspace) -> None:
    found = problems(workspace, ("      总目标: |\n", "      总体目标: |\n"))
    assert [(one.code, one.remedy) for one in found] == [("NARRATIVE-UNKNOWN", "把这个标题改成「总目标」")]


@pytest.mark.parametrize(
    ("evaluation", "own", "other"),
    [
        ("zhengti", "（一）部门（单位）整体绩效自评得分", "自评得分"),
        ("xinxihua", "（一）自评得分", "部门（单位）整体绩效自评得分"),
        ("zhengti", "（四）上年度部门（单位）整体自评结果应用情况", "其他佐证材料"),
        ("xinxihua", "（五）其他佐证材料", "上年度部门（单位）整体自评结果应用情况"),
    ],
)
def test_a_section_of_the_other_kind_of_evaluation_is_left_out_and_not_counted(
    evaluation: str, own: str, other: str
) -> None:
    outline: Any = resolve(tree_of("qiaokou"), f"evaluations.{evaluation}.outline")
    headings = [section["heading"] for section in outline]
    assert own in headings
    assert other not in [section["id"] for section in outline]
