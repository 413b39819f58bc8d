"""Each file in tests/data/broken is a mistake that a clerk makes, with exactly the problems that must be found."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.cli.app import main
from generator.reports.load import load
from generator.reports.workspace import Workspace
from tests.support.paths import DATA

EXAMPLE = DATA / "accounts" / "reports" / "2021" / "example.yaml"
CASES = sorted((DATA / "broken").glob("*.yaml"))


def case(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return loaded


def break_report(workspace: Workspace, mistake: dict[str, Any]) -> tuple[str, str]:
    """Puts the mistake into the report that it is made in, and returns that report's unit and year."""
    unit, year = mistake.get("unit", "hechi"), mistake.get("year", "2022")
    path = workspace.report(unit, year)
    if unit == "example":
        path.parent.mkdir(parents=True)
        shutil.copy(EXAMPLE, path)
    text = path.read_text("utf-8")
    assert mistake["find"] in text
    path.write_bytes(text.replace(mistake["find"], mistake["replace"], 1).encode(mistake.get("encoding", "utf-8")))
    return unit, year


def test_there_are_at_least_twenty_mistakes_in_an_evaluation_and_in_the_accounts() -> None:
    accounts = [path for path in CASES if path.stem.startswith("accounts-")]
    assert len(CASES) - len(accounts) >= 20
    assert len(accounts) >= 25


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_mistake_gives_exactly_its_problems_and_leaves_the_documents(
    workspace: Workspace, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    unit, year = break_report(workspace, case(path))
    folder = workspace.output(unit, year)
    folder.mkdir(parents=True)
    (folder / "report.docx").write_bytes(b"earlier")
    found = [
        {"code": p.code, "line": p.place.excerpt.strip(), "column": p.place.column, "message": p.message}
        for p in load(workspace, unit, year).problems
    ]
    assert found == case(path)["problems"]
    with pytest.raises(SystemExit) as stop:
        main(["--root", str(workspace.root), "report", "--unit", unit, "--year", year])
    assert stop.value.code == 1
    assert "Traceback" not in capsys.readouterr().err
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == {"report.docx": b"earlier"}
