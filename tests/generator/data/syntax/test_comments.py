from __future__ import annotations

import pytest

from generator.data.reader import parse
from generator.data.syntax.comments import cut_off
from generator.problems import Severity
from generator.reports.load import load
from generator.reports.workspace import Workspace
from tests.support.paths import PROJECT

TEXT = (PROJECT / "reports" / "2022" / "hechi.yaml").read_text("utf-8")


def told(old: str, new: str) -> list[tuple[int, int, str]]:
    assert old in TEXT
    root, problems = parse(TEXT.replace(old, new, 1).encode(), "x.yaml")
    assert root is not None, problems
    found = [*cut_off(root)]
    assert all(problem.severity is Severity.WARNING and "加引号" in problem.remedy for problem in found)
    return [(problem.place.line, problem.place.column, problem.message) for problem in found]


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("document: 河财预〔2022〕5号", "document: 河财预〔2022〕 #5号", (22, 27)),
        ("document: 河财预〔2022〕5号", "document: 河财预〔2022〕  #（5号", (22, 28)),
        ("name: 韦仕璞", "name: 韦仕璞 #站长", (100, 21)),
    ],
)
def test_a_text_that_a_comment_cuts_off_is_told_at_the_sign(old: str, new: str, place: tuple[int, int]) -> None:
    ((line, column, message),) = told(old, new)
    assert column == place[1] and "只读到" in message
    assert TEXT.split("\n")[line - 1].strip().startswith(("document", "name", "- role"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("department: 河池市教育局 # 原文", "department: 河池市教育局 # 原文"),
        ("actual: 21754元", "actual: 21754元 #按决算数"),
        ("allocated_on: 2022-01-25", "allocated_on: 2022-01-25 #下达"),
        ("type: project", "type: project #项目"),
        ("document: 河财预〔2022〕5号", 'document: "河财预〔2022〕 #5号"'),
        ("document: 河财预〔2022〕5号", 'document: "河财预〔2022〕5号" #5号'),
        ("没有超出预算。", "没有超出预算 #5号。"),
        ("document: 河财预〔2022〕5号", "document: 河财预〔2022〕#5号"),
    ],
)
def test_other_comments_and_signs_are_left_alone(old: str, new: str) -> None:
    assert told(old, new) == []


def test_a_report_is_made_all_the_same(workspace: Workspace) -> None:
    path = workspace.report("hechi", "2022")
    path.write_text(TEXT.replace("post: 河池市电化教育站站长", "post: 河池市电化教育站 #站长"), "utf-8")
    found = load(workspace, "hechi", "2022")
    assert [problem.code for problem in found.problems] == ["YAML-COMMENT"]
    assert found.ready
