from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from generator.problems import Place, Problem
from generator.reports.documents import make_documents
from generator.reports.load import load
from generator.reports.workspace import Workspace
from generator.word import store as templates


def made(workspace: Workspace) -> dict[str, bytes]:
    """The documents as another process would make them: nothing is in memory."""
    workspace = Workspace(workspace.root)
    files, problems = make_documents(workspace, load(workspace, "hechi", "2022"))
    assert files, problems
    return files


def uncompiled(*_: object) -> None:
    raise AssertionError("a template was compiled")


def test_what_was_compiled_is_read_again_and_gives_the_same_bytes(
    workspace: Workspace, own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = made(workspace)
    assert len([*own_cache.iterdir()]) == len(first)
    monkeypatch.setattr(templates, "_compile", uncompiled)
    assert made(workspace) == first


def test_another_workspace_with_the_same_templates_compiles_nothing(
    workspace: Workspace, own_cache: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    first = made(workspace)
    shutil.copytree(workspace.root, tmp_path / "copy")
    monkeypatch.setattr(templates, "_compile", uncompiled)
    assert made(Workspace(tmp_path / "copy")) == first


@pytest.mark.usefixtures("own_cache")
def test_a_changed_template_is_compiled_anew(workspace: Workspace) -> None:
    first = made(workspace)
    national = workspace.templates / "national"
    shutil.copy(national / "funds.docx", national / "report.docx")
    assert made(workspace)["report.docx"] != first["report.docx"]


def test_a_damaged_entry_is_compiled_anew(workspace: Workspace, own_cache: Path) -> None:
    first = made(workspace)
    for entry in own_cache.iterdir():
        data = bytearray(entry.read_bytes())
        data[len(data) // 2] ^= 1
        entry.write_bytes(data)
    assert made(workspace) == first
    for entry in own_cache.iterdir():
        entry.write_bytes(b"")
    assert made(workspace) == first


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="needs the permissions of POSIX")
def test_a_cache_that_others_can_write_is_not_used(workspace: Workspace, own_cache: Path) -> None:
    own_cache.mkdir(parents=True)
    own_cache.chmod(0o777)
    assert made(workspace)
    assert [*own_cache.iterdir()] == []


def test_old_entries_go(workspace: Workspace, own_cache: Path) -> None:
    own_cache.mkdir(parents=True, mode=0o700)
    old = own_cache / "old"
    old.write_bytes(b"x")
    os.utime(old, (0, 0))
    made(workspace)
    assert not old.exists()


def test_without_a_cache_all_is_made_just_so(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    first = made(workspace)
    monkeypatch.setattr(templates, "user_folder", lambda: None)
    assert made(workspace) == first


@pytest.mark.usefixtures("own_cache")
def test_what_is_known_to_have_no_fault_is_not_looked_through_again() -> None:
    looked: list[str] = []
    wrong = Problem("X", Place("t.docx"), "错")

    def look(name: str, *faults: Problem) -> list[Problem]:
        looked.append(name)
        return [*faults]

    for _ in range(2):
        assert templates.unless_known("names", ["a"], lambda: look("clean")) == []
        assert templates.unless_known("names", ["b"], lambda: look("faulty", wrong)) == [wrong]
        assert templates.unless_known("volume", ["a"], lambda: look("of another kind")) == []
    assert looked == ["clean", "faulty", "of another kind", "faulty"]
