"""Mistakes of clerks (tests/data/mistakes.yaml), each made in a published report: told where it is, with what to do."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from generator.problems import Problem
from generator.reports.load import load
from generator.reports.workspace import Workspace
from tests.support.paths import DATA, PROJECT

MISTAKES: list[dict[str, Any]] = yaml.safe_load((DATA / "mistakes.yaml").read_text("utf-8"))


def problems(workspace: Workspace, mistake: dict[str, Any]) -> list[Problem]:
    """What is told of a report with a mistake in it."""
    unit, year = mistake["report"].split("/")
    path = workspace.report(unit, year)
    text = (PROJECT / "reports" / year / f"{unit}.yaml").read_bytes().decode("utf-8")
    path.parent.mkdir(parents=True, exist_ok=True)
    assert text.count(mistake["find"]) == 1
    path.write_bytes(text.replace(mistake["find"], mistake["write"]).encode("utf-8"))
    return load(workspace, unit, year).problems


def told(problem: Problem, mistake: dict[str, Any]) -> bool:
    """Whether a problem is of the mistake: at its line, with a word for it and the remedy."""
    words = f"{problem.message}\n{problem.remedy}"
    return (
        problem.place.line == mistake["line"]
        and any(word in words for word in mistake["message"])
        and (mistake["remedy"] or "") in problem.remedy
    )


def test_there_are_at_least_150_mistakes() -> None:
    assert len({(mistake["report"], mistake["find"], mistake["write"]) for mistake in MISTAKES}) >= 150


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake["why"][:40])
def test_a_mistake_is_told_at_its_line_with_its_remedy(workspace: Workspace, mistake: dict[str, Any]) -> None:
    found = problems(workspace, mistake)
    assert any(told(problem, mistake) for problem in found), "\n".join(map(str, found))
