"""Which commit documents name: the one that holds every byte that went in, whatever git is told to overlook."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from generator.files import read_file
from generator.git.repository import Repository
from generator.problems import Problem
from generator.reports.build import Built, build_report
from generator.reports.origin import UNCOMMITTED, Origin
from generator.reports.workspace import Workspace
from generator.revisions.verify import verify
from generator.word.package import read_package
from generator.word.properties import provenance
from tests.support.paths import PROJECT
from tests.support.scripted import Scripted

TEMPLATE = "templates/guangxi-hechi/scoring.docx"
PROFILE = "templates/national/profile.yaml"
REPORT = "reports/2022/hechi.yaml"


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Scripted:
    repo = Scripted(tmp_path_factory.mktemp("仓库"))
    (repo.root / ".gitignore").write_text("build/\n")
    repo.commit("初稿")
    return repo


@pytest.fixture
def repo(origin: Scripted, tmp_path: Path) -> Scripted:
    return origin.clone(tmp_path / "新 文件夹")


def built(repo: Scripted) -> Built:
    found = build_report(Workspace(repo.root), Origin(repo.root), "hechi", "2022")
    assert not found.failed, found.problems
    return found


def named(repo: Scripted) -> str:
    """The commit that the built documents name, which is that of the result too."""
    found = built(repo)
    package, _ = read_package(repo.root / "build" / "2022" / "hechi" / found.files[0], "x")
    assert package is not None and provenance(package)["commit"] == found.commit
    assert found.committed is (found.uncommitted == ())
    return found.commit


def append(repo: Scripted, path: str) -> None:
    with (repo.root / path).open("ab") as file:
        file.write(b"# x\n" if path.endswith(".yaml") else b"")


def swap(repo: Scripted, path: str = TEMPLATE) -> None:
    """Another template of the same names."""
    shutil.copy(PROJECT / "templates" / "national" / "scoring.docx", repo.root / path)


def test_what_is_committed_names_the_commit(repo: Scripted) -> None:
    assert named(repo) == repo.ids["初稿"]


@pytest.mark.parametrize("hidden", [".gitignore", "templates/.gitignore", ".git/info/exclude"])
def test_a_template_that_is_ignored_is_not_committed(repo: Scripted, hidden: str) -> None:
    swap(repo)
    (repo.root / hidden).parent.mkdir(exist_ok=True)
    with (repo.root / hidden).open("a") as file:
        file.write("scoring.docx\n")
    repo.git("rm", "--quiet", "--cached", "--ignore-unmatch", TEMPLATE)
    assert repo.git("status", "--porcelain", "--", "templates/guangxi-hechi") in ("", f"D  {TEMPLATE}")
    found = built(repo)
    assert (found.commit, found.uncommitted) == (UNCOMMITTED, (TEMPLATE,))


@pytest.mark.parametrize("flag", ["--assume-unchanged", "--skip-worktree"])
@pytest.mark.parametrize("path", [REPORT, PROFILE])
def test_an_edit_that_the_index_is_told_to_overlook_is_seen(repo: Scripted, flag: str, path: str) -> None:
    repo.git("update-index", flag, path)
    append(repo, path)
    assert repo.git("status", "--porcelain") == ""
    assert built(repo).uncommitted == (path,)


def test_an_edit_that_keeps_size_and_time_is_seen(repo: Scripted) -> None:
    status = repo.report.stat()
    repo.git("config", "core.trustctime", "false")
    repo.edit(("target: 6次", "target: 8次"))
    os.utime(repo.report, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert named(repo) == UNCOMMITTED


def test_the_index_does_not_matter(repo: Scripted) -> None:
    repo.git("rm", "--quiet", "--cached", REPORT)
    assert named(repo) == repo.ids["初稿"]
    (repo.root / ".git" / "index").write_bytes(b"")
    assert named(repo) == repo.ids["初稿"]
    (repo.root / ".git" / "index").unlink()
    assert named(repo) == repo.ids["初稿"]


def test_attributes_that_change_line_ends_are_seen(repo: Scripted) -> None:
    (repo.root / "reports" / ".gitattributes").write_text("*.yaml text eol=crlf\n")
    repo.report.write_bytes(repo.report.read_bytes().replace(b"\n", b"\r\n"))
    assert built(repo).uncommitted == (REPORT,)


def test_a_replaced_blob_is_not_what_was_committed(repo: Scripted) -> None:
    before = repo.git("rev-parse", f"HEAD:{REPORT}")
    repo.edit(("target: 6次", "target: 8次"))
    repo.git("replace", before, repo.git("hash-object", "-w", "--no-filters", REPORT))
    assert named(repo) == UNCOMMITTED


def test_staged_or_committed_elsewhere_is_not_committed_here(repo: Scripted) -> None:
    repo.edit(("target: 6次", "target: 8次"))
    repo.git("add", "--all")
    assert named(repo) == UNCOMMITTED
    repo.git("switch", "--quiet", "--create", "other")
    repo.commit("别处")
    assert named(repo) == repo.ids["别处"]


def test_files_that_do_not_go_in_do_not_matter(repo: Scripted) -> None:
    for path in ("templates/guangxi-hechi/~$scoring.docx", "templates/other/profile.yaml", "reports/2022/other.yaml"):
        (repo.root / path).parent.mkdir(exist_ok=True)
        (repo.root / path).write_text("x")
    assert named(repo) == repo.ids["初稿"]


def test_files_of_editors_beside_the_program_do_not_matter(tmp_path: Path) -> None:
    repo = Scripted(tmp_path / "repo", program=True)
    (repo.root / ".gitignore").write_text("build/\n")
    repo.commit("初稿")
    for name in ("generator/.DS_Store", "schema/.x.swp", "generator/.mypy_cache/x.json"):
        (repo.root / name).parent.mkdir(exist_ok=True)
        (repo.root / name).write_text("x")
    run = [sys.executable, "-I", str(repo.root / "generator" / "__main__.py"), "report", "--unit", "hechi"]
    done = subprocess.run([*run, "--year", "2022"], cwd=repo.root, capture_output=True, check=True, text=True)
    assert "未提交" not in done.stdout


def test_a_roll_up_is_made_of_its_units_profiles_too(tmp_path: Path) -> None:
    repo = Scripted(tmp_path / "repo")
    for folder in ("reports", "templates"):
        shutil.copytree(PROJECT / "tests" / "data" / "rollup" / folder, repo.root / folder, dirs_exist_ok=True)
    shutil.copytree(repo.root / "templates" / "hubei-example", repo.root / "templates" / "other")
    for unit in ("east", "west"):
        path = f"reports/2023/example-{unit}.yaml"
        repo.edit(("profile: hubei-example", "profile: other"), path=path)
    repo.commit("初稿")
    with (repo.root / "templates" / "other" / "profile.yaml").open("a") as file:
        file.write("# 附注\n")
    built = build_report(Workspace(repo.root), Origin(repo.root), "example-department", "2023")
    assert built.uncommitted == ("templates/other/profile.yaml",)
    first = repo.commit("格式")
    built = build_report(Workspace(repo.root), Origin(repo.root), "example-department", "2023")
    assert built.commit == first
    document = repo.root / "build" / "2023" / "example-department" / "rollup.docx"
    with (repo.root / "templates" / "other" / "profile.yaml").open("a") as file:
        file.write("# 又一条\n")
    second = repo.commit("格式又改")
    found = verify(Repository(repo.root), document)
    assert found.stand is not None and found.stand.superseded == second
    assert found.stand.files == ("templates/other/profile.yaml",)


def test_the_executable_bit_does_not_matter(repo: Scripted) -> None:
    repo.report.chmod(0o755)
    assert named(repo) == repo.ids["初稿"]


def test_a_program_other_than_the_running_one_is_not_committed(repo: Scripted) -> None:
    (repo.root / "generator").mkdir()
    (repo.root / "generator" / "x.py").write_text("")
    repo.commit("另一个程序")
    found = built(repo)
    assert found.commit == UNCOMMITTED and "generator/x.py" in found.uncommitted


def test_what_was_read_counts_and_not_what_stands_there_later(repo: Scripted, monkeypatch: pytest.MonkeyPatch) -> None:
    """A template is another one only while it is read for the first of the documents that it goes into."""
    template = "templates/national/scoring.docx"
    committed = (repo.root / template).read_bytes()
    with ZipFile(repo.root / template) as old, ZipFile(repo.root / "new.docx", "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    shutil.move(repo.root / "new.docx", repo.root / template)

    def read_and_restore(path: Path, name: str) -> tuple[bytes | None, list[Problem]]:
        found = read_file(path, name)
        if name == template:
            path.write_bytes(committed)
        return found

    monkeypatch.setattr("generator.word.store.read_file", read_and_restore)
    assert built(repo).uncommitted == (template,)


def test_outside_a_repository_and_before_the_first_commit_there_is_none(tmp_path: Path) -> None:
    for git in (False, True):
        if git:
            subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
        origin = Origin(tmp_path)
        assert (origin.in_repository, origin.commit(origin.differing([("a", b"")]))) == (False, UNCOMMITTED)


CONFIGURED: dict[str, Callable[[Scripted, str], object]] = {
    "fsmonitor": lambda repo, script: repo.git("config", "core.fsmonitor", script),
    "filter": lambda repo, script: [
        repo.git("config", f"filter.x.{name}", script) for name in ("clean", "smudge", "process")
    ],
    "textconv": lambda repo, script: repo.git("config", "diff.x.textconv", script),
    "external": lambda repo, script: repo.git("config", "diff.external", script),
    "pager": lambda repo, script: repo.git("config", "core.pager", script),
    "signature": lambda repo, script: [
        repo.git("config", name, value) for name, value in (("gpg.program", script), ("log.showSignature", "true"))
    ],
    "promisor": lambda repo, script: [
        repo.git("config", name, value)
        for name, value in (
            ("core.repositoryFormatVersion", "1"),
            ("extensions.partialClone", "origin"),
            ("remote.origin.promisor", "true"),
            ("remote.origin.url", f"ext::{script}"),
            ("protocol.ext.allow", "always"),
        )
    ],
}


@pytest.mark.heavy
@pytest.mark.parametrize("how", CONFIGURED)
def test_no_program_of_a_setting_runs(repo: Scripted, tmp_path: Path, how: str) -> None:
    script, canary = tmp_path / "canary.sh", tmp_path / "canary"
    script.write_text(f"#!/bin/sh\ntouch '{canary}'\n")
    script.chmod(0o755)
    hook = repo.root / ".git" / "hooks" / "post-index-change"
    hook.parent.mkdir(exist_ok=True)
    shutil.copy(script, hook)
    (repo.root / ".git" / "info" / "attributes").write_text("* filter=x diff=x\n")
    CONFIGURED[how](repo, str(script))
    canary.unlink(missing_ok=True)
    document = repo.root / "build" / "2022" / "hechi" / "report.docx"
    for command in (
        ["report", "--unit", "hechi", "--year", "2022"],
        ["diff"],
        ["history", "--unit", "hechi", "--year", "2022"],
        ["verify", "--file", str(document)],
    ):
        given = [sys.executable, "-m", "generator", "--root", str(repo.root), *command]
        done = subprocess.run(given, cwd=PROJECT, capture_output=True, check=False)
        assert done.returncode == 0, (command, done.stdout.decode(), done.stderr.decode())
    assert not canary.exists()
