"""What a batch leaves alone: documents whose inputs, program and commit are still those of the checkout."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.reports.batch import Local, build_all
from generator.reports.build import Built
from generator.reports.origin import Origin
from generator.reports.workspace import Workspace
from generator.word.package import read_package
from generator.word.properties import provenance
from tests.support.scripted import Scripted


@pytest.fixture
def repo(tmp_path: Path, own_cache: Path) -> Scripted:
    """A repository whose documents were built from its first commit."""
    made = Scripted(tmp_path / "repo")
    (made.root / ".gitignore").write_text("build/\n")
    made.commit("初稿")
    assert not batch(made).current
    return made


def batch(repo: Scripted) -> Built:
    workspace = Workspace(repo.root)
    origin = Origin(repo.root)
    (found,) = build_all(workspace, origin, workspace.reports(), Local(workspace, origin))
    assert not found.failed, found.problems
    return found


def named(repo: Scripted) -> str:
    """The commit that the documents name."""
    package, _ = read_package(repo.root / "build" / "2022" / "hechi" / "report.docx", "x")
    assert package is not None
    return provenance(package)["commit"]


def test_documents_stay_while_their_inputs_do(repo: Scripted) -> None:
    first = repo.ids["初稿"]
    (repo.root / "README").write_text("说明")
    repo.commit("与文档无关")
    assert batch(repo).current and named(repo) == first


def test_documents_of_a_commit_that_is_gone_are_built_again(repo: Scripted) -> None:
    repo.git("commit", "--quiet", "--amend", "--message", "改写说明")
    assert not batch(repo).current
    assert named(repo) == repo.git("rev-parse", "HEAD") != repo.ids["初稿"]
    assert batch(repo).current


def test_documents_of_a_branch_that_was_squashed_are_built_again(repo: Scripted) -> None:
    repo.git("switch", "--quiet", "--create", "draft")
    drafted = repo.commit("改总投资", ("项目总投资: 800多万元", "项目总投资: 900多万元"))
    assert not batch(repo).current and named(repo) == drafted
    repo.git("switch", "--quiet", "main")
    repo.git("merge", "--quiet", "--squash", "draft")
    repo.git("commit", "--quiet", "--message", "压成一个")
    assert not batch(repo).current
    assert named(repo) == repo.git("rev-parse", "HEAD") != drafted


def test_documents_that_were_touched_are_built_again(repo: Scripted) -> None:
    path = repo.root / "build" / "2022" / "hechi" / "report.docx"
    path.write_bytes(path.read_bytes() + b"x")
    assert not batch(repo).current
    assert batch(repo).current
