"""The reports of 2021 that disclose final accounts: changed, loaded and as namespaces."""

from __future__ import annotations

from functools import cache

from generator.data.profile import load_forms
from generator.data.reader import parse
from generator.data.record import build
from generator.data.report import Report
from generator.data.schema import validate
from generator.figures.report import derive
from generator.namespace import Tree
from generator.problems import Place
from generator.reports.load import Loaded, load
from generator.reports.workspace import Workspace
from generator.text.printer import Printer
from tests.support.paths import DATA, PROJECT

SOURCES = {
    "qiaokou": PROJECT / "reports" / "2021" / "qiaokou.yaml",
    "example": DATA / "accounts" / "reports" / "2021" / "example.yaml",
}
forms, _ = load_forms(PROJECT / "templates", "hubei-wuhan", Place("test"))
assert forms is not None
PROFILE = forms.profile
PRINTER = Printer(PROFILE)


def edited(unit: str, *changes: tuple[str, str]) -> str:
    """The text of a unit's report of 2021 with parts of it replaced, each of which stands there once."""
    text = SOURCES[unit].read_text("utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


@cache
def tree_of(unit: str, *changes: tuple[str, str]) -> Tree:
    """The namespace of a unit's report of 2021."""
    return tree_from(edited(unit, *changes))


def tree_from(text: str) -> Tree:
    """The namespace of a report."""
    root, problems = parse(text.encode(), "report.yaml")
    assert root is not None, problems
    assert validate(root, "report") == []
    return {**derive(build(Report, root), PROFILE).tree}


def put(workspace: Workspace, unit: str, *changes: tuple[str, str]) -> Loaded:
    """A unit's report of 2021, put into the workspace with parts of its text replaced, and loaded."""
    path = workspace.report(unit, "2021")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(edited(unit, *changes), "utf-8")
    return load(workspace, unit, "2021")
