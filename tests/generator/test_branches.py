"""The types of the namespace's branches are those of schema/namespace.yaml, and every namespace is of these types."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.reports.load import load
from generator.reports.workspace import Workspace
from tests.support.branches import COMMAND, MODULE, groups, missing, module
from tests.support.paths import DATA, PROJECT


def test_the_module_is_as_the_schema_says() -> None:
    assert MODULE.read_text("utf-8") == module(), f"write it anew with `{COMMAND}`"


@pytest.mark.parametrize(
    "folder", [PROJECT, DATA / "accounts", DATA / "examples", DATA / "rollup"], ids=lambda f: f.name
)
def test_only_what_is_marked_is_missing_from_a_namespace(folder: Path, tmp_path: Path) -> None:
    for root in (PROJECT, folder):
        if (root / "templates").is_dir():
            shutil.copytree(root / "templates", tmp_path / "templates", dirs_exist_ok=True)
    shutil.copytree(folder / "reports", tmp_path / "reports")
    marked, workspace, seen = groups(), Workspace(tmp_path), 0
    for unit, year in workspace.reports():
        derived = load(workspace, unit, year).derived
        assert derived is not None
        assert [*missing(marked, derived.tree, "report", unit)] == []
        seen += 1
    assert seen
