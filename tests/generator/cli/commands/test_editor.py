"""The command editor writes what editors know, and lint says when that is no longer right."""

from __future__ import annotations

import json

import pytest

from generator.reports.workspace import Workspace
from tests.support.cli import Run

FILE = ".vscode/profiles.schema.json"
STALE = "编辑器认得的标题和用词不是最新的：运行 make editor\n"


@pytest.fixture
def run(small_workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(small_workspace, capsys)


def test_it_writes_the_schema_of_the_profiles_that_are_there(run: Run, small_workspace: Workspace) -> None:
    done = f"已写入 {FILE}：在 VS Code 里写数据时，按 Ctrl+空格选标题和用词。\n"
    assert run("editor") == (0, done, "")
    written = json.loads((small_workspace.root / FILE).read_text("utf-8"))
    assert written["properties"]["profile"]["enum"] == ["guangxi-hechi", "national"]


def test_a_profile_that_cannot_be_read_is_told_and_nothing_is_written(run: Run, small_workspace: Workspace) -> None:
    (small_workspace.templates / "national" / "profile.yaml").write_text("name: 3\n", "utf-8")
    status, out, err = run("editor")
    assert (status, out) == (1, "")
    assert "templates/national/profile.yaml:1" in err
    assert not (small_workspace.root / FILE).exists()


def test_lint_says_that_a_heading_is_not_known_to_editors_yet(run: Run, small_workspace: Workspace) -> None:
    profile = small_workspace.templates / "guangxi-hechi" / "profile.yaml"
    assert STALE not in run("lint")[2]
    run("editor")
    assert STALE not in run("lint")[2]
    profile.write_text(profile.read_text("utf-8").replace("title: 总目标", "title: 总体目标"), "utf-8")
    run.workspace = Workspace(small_workspace.root)
    assert STALE in run("lint")[2]
    run("editor")
    assert STALE not in run("lint")[2]
