"""What the tests of the rules share: the errors of a changed report, and the problems of a changed text."""

from __future__ import annotations

from pathlib import Path

from generator.problems import Problem, has_errors
from generator.reports.load import load
from generator.reports.workspace import Workspace
from tests.support.accounts import put
from tests.support.reports import problems

TEXT = "部分学校应用不多。"
STATED = "  stated:\n"


def errors(workspace: Workspace, *changes: tuple[str, str]) -> list[tuple[str, str]]:
    return [(p.code, p.place.excerpt.strip()) for p in problems(workspace, *changes) if has_errors([p])]


def finds(workspace: Workspace, change: tuple[str, str], expected: tuple[str, str] | None) -> bool:
    """Whether a change of a faultless report leads to an error of a code at a line, or to none at all."""
    found = errors(workspace, change)
    return expected in found if expected else not found


def problems_of_accounts(workspace: Workspace, *changes: tuple[str, str], unit: str = "example") -> list[Problem]:
    return put(workspace, unit, *changes).problems


def problems_of_text(demo: Path, text: str) -> list[Problem]:
    return demo_problems(demo, (TEXT, text))


def demo_problems(demo: Path, *changes: tuple[str, str]) -> list[Problem]:
    """What is told of the invented report with parts of its text replaced, each where it stands first."""
    source = demo.read_text("utf-8")
    changed = source
    for old, new in changes:
        assert old in changed, old
        changed = changed.replace(old, new, 1)
    demo.write_text(changed, "utf-8")
    found = load(Workspace(demo.parents[2]), "demo", "2023").problems
    demo.write_text(source, "utf-8")
    return found


def of_qiaokou(workspace: Workspace, *changes: tuple[str, str]) -> list[Problem]:
    return [problem for problem in put(workspace, "qiaokou", *changes).problems if not problem.code.startswith("PUBL")]
