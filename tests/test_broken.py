"""Each file in tests/data/broken is a mistake that a clerk makes, with exactly the problems that must be found."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.build import Workspace, load
from generator.cli import main

CASES = sorted((Path(__file__).parent / "data" / "broken").glob("*.yaml"))


def case(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return loaded


def break_report(workspace: Workspace, mistake: dict[str, Any]) -> None:
    path = workspace.report("hechi", "2022")
    text = path.read_text("utf-8")
    assert mistake["find"] in text
    path.write_bytes(text.replace(mistake["find"], mistake["replace"], 1).encode(mistake.get("encoding", "utf-8")))


def test_there_are_at_least_twenty_mistakes() -> None:
    assert len(CASES) >= 20


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_mistake_gives_exactly_its_problems_and_leaves_the_documents(
    workspace: Workspace, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = workspace.output("hechi", "2022")
    folder.mkdir(parents=True)
    (folder / "report.docx").write_bytes(b"earlier")
    break_report(workspace, case(path))
    found = [
        {"code": p.code, "line": p.place.excerpt.strip(), "column": p.place.column, "message": p.message}
        for p in load(workspace, "hechi", "2022").problems
    ]
    assert found == case(path)["problems"]
    with pytest.raises(SystemExit) as stop:
        main(["--root", str(workspace.root), "report", "--unit", "hechi", "--year", "2022"])
    assert stop.value.code == 1
    assert "Traceback" not in capsys.readouterr().err
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == {"report.docx": b"earlier"}
