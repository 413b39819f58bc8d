from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from generator.namespace import resolve
from generator.reports.workspace import Workspace
from tests.support.accounts import tree_of
from tests.support.reports import problems
from tests.support.rules import demo_problems, errors, finds, of_qiaokou


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("              - name: 师生信息技术应用能力\n", "              - name: 网络多媒体教室覆盖率\n", ("DUPLICATE-NAME", "- name: 网络多媒体教室覆盖率")),
        ("              - name: 师生信息技术应用能力\n", "              - name: 网络多媒体教室覆盖率\n                id: second\n", None),
    ],
)  # fmt: skip
def test_a_name_occurs_once_or_has_an_identifier(
    workspace: Workspace, old: str, new: str, expected: tuple[str, str] | None
) -> None:
    assert finds(workspace, (old, new), expected)


def test_two_evaluations_need_two_identifiers(workspace: Workspace) -> None:
    text = workspace.report("hechi", "2022").read_text("utf-8")
    start, end = text.index("  - id: xiaoxiaotong"), text.index("# 已公开的自评报告")
    found = errors(workspace, (text[start:end], text[start:end] * 2))
    assert ("DUPLICATE-NAME", "- id: xiaoxiaotong") in found


CHOICES = "    choices:\n      项目类别: 部门预算项目\n      项目属性: 新增性项目\n      项目类型: 常年性项目\n"


@pytest.mark.parametrize(
    ("written", "line", "message"),
    [
        (CHOICES.replace("新增性项目", "新增项目"), "项目属性: 新增项目", "项目属性没有「新增项目」这个选项"),
        (CHOICES + "      项目性质: 新增性项目\n", "项目性质: 新增性项目", "自评表没有勾选栏「项目性质」"),
        (CHOICES.replace("      项目类型: 常年性项目\n", ""), "choices:", "没有勾选项目类型"),
        ("", "- id: xinxihua", "没有勾选项目类别、项目属性、项目类型"),
    ],
)
def test_what_the_form_of_a_project_asks_to_tick_is_ticked(
    workspace: Workspace, written: str, line: str, message: str
) -> None:
    (problem,) = of_qiaokou(workspace, (CHOICES, written))
    assert (problem.code, problem.place.excerpt.strip(), problem.message) == ("CHOICE", line, message)


def test_a_form_without_boxes_has_nothing_to_tick(workspace: Workspace) -> None:
    line = "    type: project\n"
    (problem,) = problems(workspace, (line, f"{line}    choices:\n      项目类别: 部门预算项目\n"))
    assert (problem.code, problem.message, problem.remedy) == ("CHOICE", "自评表没有勾选栏「项目类别」", "删去")


def test_a_chosen_option_is_marked_and_the_others_are_not() -> None:
    ticked: Any = resolve(tree_of("qiaokou"), "evaluations.xinxihua.choices.项目属性")
    blank: Any = resolve(tree_of("qiaokou"), "evaluations.zhengti.choices.项目属性")
    assert [(one["name"], one["mark"]) for one in ticked] == [("持续性项目", "□"), ("新增性项目", "☑")]
    assert [one["mark"] for one in blank] == ["□", "□"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("机房维护", "支出明细「机房维护」重复，第 40 行已有"),
        ("机房 维护", "支出明细「机房 维护」与第 40 行的「机房维护」只差空格或者全角半角"),
        ("机房\u3000维护", "支出明细「机房\u3000维护」与第 40 行的「机房维护」只差空格或者全角半角"),
        ("终端维护（VPN）", None),
    ],
)
def test_a_name_that_stands_twice_is_told_with_what_to_do(demo: Path, name: str, message: str | None) -> None:
    found = demo_problems(demo, ("name: 终端维护", f"name: {name}"))
    assert [one.message for one in found] == ([message] if message else [])
    assert all(one.remedy.startswith("录重的删去一项；确是两项的，") for one in found)


def test_an_id_that_stands_twice_is_told_with_the_name(demo: Path) -> None:
    first = ("name: 机房维护\n", "name: 机房维护\n              id: weihu\n")
    second = ("name: 终端维护\n", "name: 终端维护\n              id: weihu\n")
    (problem,) = demo_problems(demo, first, second)
    assert (problem.code, problem.message) == ("DUPLICATE-NAME", "支出明细「终端维护」的 id「weihu」重复，第 40 行已有")
