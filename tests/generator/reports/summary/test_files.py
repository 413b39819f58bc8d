"""The files of a year at a glance: written as one, and built again only where the data give others."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.reports.origin import Origin
from generator.reports.summary.files import build_summary, renew_summary
from generator.reports.workspace import Workspace
from generator.revisions.manifest import manifest
from generator.word.package import read_package
from generator.word.properties import provenance
from tests.support.cli import Run
from tests.support.reports import edit
from tests.support.scripted import Scripted


def summary(workspace: Workspace) -> Path:
    return workspace.root / "build" / "2022" / "summary.docx"


def build(workspace: Workspace, order: str = "unit") -> None:
    assert build_summary(workspace, Origin(workspace.root), "2022", order)[1] == []


def renew(workspace: Workspace) -> bool:
    """Whether the summary was built again."""
    fresh = Workspace(workspace.root)
    renewed, problems = renew_summary(fresh, Origin(fresh.root), "2022")
    assert problems == []
    return renewed


def claims(workspace: Workspace) -> dict[str, str]:
    package, problems = read_package(summary(workspace), "x")
    assert package is not None, problems
    return provenance(package)


def test_the_command_writes_both_files_beside_the_units(
    workspace: Workspace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("YEAR", "SORT"):
        monkeypatch.delenv(name, raising=False)
    run = Run(workspace, capsys)
    assert run("report", "--unit", "hechi", "--year", "2022")[0] == 0
    status, out, err = run("summary", "--year", "2022", "--sort", "score")
    assert (status, err) == (0, "") and "  build/2022/summary.docx\n  build/2022/summary.xlsx\n" in out
    assert {path.name for path in (workspace.root / "build" / "2022").iterdir()} == {
        "hechi",
        "summary.docx",
        "summary.xlsx",
    }
    assert all("summary" not in one.place.path for one in manifest(workspace)[1])
    edit(workspace, ("actual: 21754元", "actual: 12345元"))
    status, out, _ = run("summary", "--year", "2022")
    assert status == 0 and "数据有错误、没有列数的单位：hechi；看问题运行 make check YEAR=2022" in out


def test_a_template_that_is_broken_leaves_the_files_of_before(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    run = Run(workspace, capsys)
    assert run("summary", "--year", "2022")[0] == 0
    before = (workspace.root / "build" / "2022" / "summary.docx").read_bytes()
    (workspace.templates / "national" / "summary.docx").write_bytes(b"no zip")
    status, _, err = run("summary", "--year", "2022")
    assert status == 1 and "错误 TEMPLATE-FILE" in err
    assert (workspace.root / "build" / "2022" / "summary.docx").read_bytes() == before


def test_a_summary_that_the_data_still_give_is_left_alone(workspace: Workspace) -> None:
    build(workspace, "score")
    before = summary(workspace).read_bytes()
    assert not renew(workspace)
    assert summary(workspace).read_bytes() == before


def test_a_summary_is_built_again_in_its_order_where_the_data_changed(workspace: Workspace) -> None:
    build(workspace, "score")
    edit(workspace, ("actual: 21754元", "actual: 21763元"))
    assert renew(workspace) and not renew(workspace)
    assert claims(workspace)["order"] == "score"


def test_a_summary_that_cannot_be_read_is_built_in_the_first_order(workspace: Workspace) -> None:
    build(workspace, "score")
    summary(workspace).write_bytes(b"no zip")
    assert renew(workspace)
    assert claims(workspace)["order"] == "unit"


def test_a_summary_names_the_commit_once_its_data_are_committed(tmp_path: Path) -> None:
    repo = Scripted(tmp_path)
    (repo.root / ".gitignore").write_text("build/\n")
    workspace = Workspace(repo.root)
    build(workspace)
    assert claims(workspace)["commit"] == "未提交" and not renew(workspace)
    first = repo.commit("初稿")
    assert renew(workspace) and claims(workspace)["commit"] == first
    (repo.root / "README").write_text("说明")
    repo.commit("与数据无关")
    assert not renew(workspace) and claims(workspace)["commit"] == first
