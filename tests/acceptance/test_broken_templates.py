"""Each file in tests/data/templates is a mistake made in a template, with exactly the faults that lint must find.

A mistake starts from a template of the project, or from the base with another `body`; `template: all` breaks every
template in the same way. An edit replaces a text of a part once, or adds a part under a content type; `link` adds a
relationship to a part ("" is the package). Cases marked `lead` are about tags and names.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from _pytest.mark import ParameterSet

from generator.problems import Problem, sorted_problems
from generator.reports.lint import lint_templates
from tests.support.broken_templates import broken
from tests.support.paths import DATA

CASES = sorted((DATA / "templates").glob("*.yaml"))


def read_case(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return loaded


def as_data(problem: Problem, root: str) -> dict[str, str]:
    file, _, part = problem.place.path.partition("!")
    where = {} if file == root else {"file": file.removeprefix("templates/")}
    return {"code": problem.code, **where, "part": part, "excerpt": problem.place.excerpt, "message": problem.message}


def test_there_are_at_least_forty_mistakes() -> None:
    assert len(CASES) >= 40


def as_parameter(path: Path) -> ParameterSet:
    return pytest.param(path, id=path.stem)


@pytest.mark.parametrize("path", [as_parameter(path) for path in CASES])
def test_a_mistake_gives_exactly_its_faults_in_one_run(tmp_path: Path, path: Path) -> None:
    case = read_case(path)
    templates = broken(tmp_path, case)
    problems = sorted_problems(lint_templates(templates))
    found = [as_data(problem, f"templates/{case.get('template', 'national/report.docx')}") for problem in problems]
    pieces = [fault["message"] for fault in case["faults"]]
    assert [fault | {"message": ""} for fault in found] == [fault | {"message": ""} for fault in case["faults"]], found
    assert [piece for piece, fault in zip(pieces, found, strict=True) if piece not in fault["message"]] == [], found
    assert all(problem.remedy for problem in problems)
