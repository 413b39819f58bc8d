from __future__ import annotations

from pathlib import Path

import pytest

from generator.problems import Problem
from generator.reports.documents import make_documents
from generator.reports.load import load
from generator.reports.workspace import Workspace
from tests.support.docx import all_text
from tests.support.reports import ACCEPTED, LOST

INDICATOR = "evaluations.wangluo.indicators.教学应用水平"


def problems(demo: Path, *edits: tuple[str, str], accepted: str = "") -> list[Problem]:
    text = demo.read_text("utf-8")
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    demo.write_text(text + accepted, "utf-8")
    return load(Workspace(demo.parents[2]), "demo", "2023").problems


def test_without_acceptance_the_problem_stands(demo: Path) -> None:
    assert [problem.code for problem in problems(demo, LOST)] == ["SCORE-REASON"]


@pytest.mark.parametrize(
    "at",
    [
        INDICATOR,
        "evaluations.wangluo.indicators",
        "evaluations.wangluo",
        "evaluations",
        "evaluations.wangluo.indicators.效益指标.groups.社会效益指标",
    ],
)
def test_an_acceptance_covers_the_data_that_it_names(demo: Path, at: str) -> None:
    assert problems(demo, LOST, accepted=ACCEPTED.format(code="SCORE-REASON", at=at)) == []


def test_an_acceptance_of_other_data_covers_nothing(demo: Path) -> None:
    accepted = ACCEPTED.format(code="SCORE-REASON", at="evaluations.wangluo.indicators.师生满意度")
    assert [problem.code for problem in problems(demo, LOST, accepted=accepted)] == ["SCORE-REASON", "ACCEPT-UNUSED"]


def test_an_acceptance_that_is_no_longer_needed_is_a_problem_at_its_code(demo: Path) -> None:
    (problem,) = problems(demo, accepted=ACCEPTED.format(code="SCORE-REASON", at=INDICATOR))
    assert (problem.code, problem.place.excerpt.strip()) == ("ACCEPT-UNUSED", "- code: SCORE-REASON")


def test_a_path_that_leads_nowhere_names_the_nearest(demo: Path) -> None:
    (problem,) = problems(demo, accepted=ACCEPTED.format(code="SCORE-REASON", at="evaluations.wangluo.fund"))
    assert (problem.code, problem.remedy) == ("ACCEPT-PATH", "是不是「funds」")


@pytest.mark.parametrize("code", ["PRIVACY-PHONE", "NARRATIVE-MISSING"])
def test_what_must_be_put_right_cannot_be_accepted(demo: Path, code: str) -> None:
    edit = ("phone: 0123-4567890", "phone: '13800138000'")
    found = [problem.code for problem in problems(demo, edit, accepted=ACCEPTED.format(code=code, at="evaluations"))]
    assert found == ["PRIVACY-PHONE", "ACCEPT-CODE"]


def test_an_accepted_error_does_not_stop_the_build_and_is_listed_in_the_reconciliation(demo: Path) -> None:
    assert problems(demo, LOST, accepted=ACCEPTED.format(code="SCORE-REASON", at=INDICATOR)) == []
    workspace = Workspace(demo.parents[2])
    files, faults = make_documents(workspace, load(workspace, "demo", "2023"))
    assert faults == []
    text = all_text(files["reconciliation.docx"])
    for part in ("接受的问题共1项", "SCORE-REASON", "没有写扣分的原因", "已经核实", "王五", "2024-03-20"):
        assert part in text
    assert "接受的问题" not in all_text(files["scoring.docx"])


def test_an_entry_that_stands_twice_is_told_as_such(demo: Path) -> None:
    entry = ACCEPTED.format(code="SCORE-REASON", at=INDICATOR)
    twice = entry + entry[entry.index("  - code") :]
    (problem,) = problems(demo, LOST, accepted=twice)
    first = demo.read_text("utf-8").split("\n").index("  - code: SCORE-REASON") + 1
    assert problem.code == "ACCEPT-UNUSED"
    assert problem.message == f"「{INDICATOR}」的「SCORE-REASON」第 {first} 行已经接受了"
    assert problem.remedy == "重复的，删去这一项；理由只留一处"
