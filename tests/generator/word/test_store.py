from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.reports.documents import make_documents
from generator.reports.load import Workspace, load
from generator.store import NAME, user_folder
from generator.word import store as templates


@pytest.fixture
def kept_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A cache folder that is empty; what another test has compiled is not there."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    user_folder.cache_clear()
    yield tmp_path / "cache" / NAME
    user_folder.cache_clear()


def made(workspace: Workspace) -> dict[str, bytes]:
    """The documents as another process would make them: nothing is in memory."""
    workspace = Workspace(workspace.root)
    files, problems = make_documents(workspace, load(workspace, "hechi", "2022"))
    assert files, problems
    return files


def uncompiled(*_: object) -> None:
    raise AssertionError("a template was compiled")


def test_what_was_compiled_is_read_again_and_gives_the_same_bytes(
    workspace: Workspace, kept_in: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = made(workspace)
    assert len([*kept_in.iterdir()]) == len(first)
    monkeypatch.setattr(templates, "_compile", uncompiled)
    assert made(workspace) == first


def test_another_workspace_with_the_same_templates_compiles_nothing(
    workspace: Workspace, kept_in: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    first = made(workspace)
    shutil.copytree(workspace.root, tmp_path / "copy")
    monkeypatch.setattr(templates, "_compile", uncompiled)
    assert made(Workspace(tmp_path / "copy")) == first


@pytest.mark.usefixtures("kept_in")
def test_a_changed_template_is_compiled_anew(workspace: Workspace) -> None:
    first = made(workspace)
    national = workspace.templates / "national"
    shutil.copy(national / "funds.docx", national / "report.docx")
    assert made(workspace)["report.docx"] != first["report.docx"]


def test_a_damaged_entry_is_compiled_anew(workspace: Workspace, kept_in: Path) -> None:
    first = made(workspace)
    for entry in kept_in.iterdir():
        data = bytearray(entry.read_bytes())
        data[len(data) // 2] ^= 1
        entry.write_bytes(data)
    assert made(workspace) == first
    for entry in kept_in.iterdir():
        entry.write_bytes(b"")
    assert made(workspace) == first


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="needs the permissions of POSIX")
def test_a_cache_that_others_can_write_is_not_used(workspace: Workspace, kept_in: Path) -> None:
    kept_in.mkdir(parents=True)
    kept_in.chmod(0o777)
    assert made(workspace)
    assert [*kept_in.iterdir()] == []


def test_old_entries_go(workspace: Workspace, kept_in: Path) -> None:
    kept_in.mkdir(parents=True, mode=0o700)
    old = kept_in / "old"
    old.write_bytes(b"x")
    os.utime(old, (0, 0))
    made(workspace)
    assert not old.exists()


def test_without_a_cache_all_is_made_just_so(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    first = made(workspace)
    monkeypatch.setattr(templates, "user_folder", lambda: None)
    assert made(workspace) == first
