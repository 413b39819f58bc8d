"""Trees from anyone: which names become paths, and what is said of those that do not."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from generator.faults import GitError
from generator.git import objects, trees
from generator.git.repository import Repository
from tests.support.paths import UNUSABLE
from tests.support.scripted import Small

pytestmark = pytest.mark.slow  # whole reports and templates

Entries = Iterable[tuple[str, bytes, str]]


class Hostile(Small):
    """A repository whose trees are written byte by byte."""

    def object(self, kind: str, data: bytes) -> str:
        command = ["git", "hash-object", "-w", "-t", kind, "--stdin", "--literally"]
        done = subprocess.run(command, cwd=self.root, input=data, capture_output=True, check=True)
        return done.stdout.decode().strip()

    def blob(self, data: bytes = b"x") -> str:
        return self.object("blob", data)

    def tree(self, *entries: tuple[str, bytes, str]) -> str:
        return self.object("tree", b"".join(m.encode() + b" " + n + b"\0" + bytes.fromhex(i) for m, n, i in entries))

    def point(self, *entries: tuple[str, bytes, str]) -> str:
        """A commit of a tree with these entries, on a branch that is only there."""
        command = ["git", "-c", "user.name=x", "-c", "user.email=x", "commit-tree", "-m", "x", self.tree(*entries)]
        commit = subprocess.run(command, cwd=self.root, capture_output=True, check=True).stdout.decode().strip()
        self.git("update-ref", "refs/heads/hostile", commit)
        return commit


@pytest.fixture
def repo(tmp_path: Path) -> Hostile:
    return Hostile(tmp_path / "仓库")


def listed(repo: Hostile, commit: str) -> tuple[list[str], dict[str, str]]:
    git = Repository(repo.root)
    return sorted(git.files(commit)), dict(git.refused(commit))


@pytest.mark.parametrize("name", [name for name in UNUSABLE if b"\0" not in name], ids=repr)
@pytest.mark.parametrize("mode", ["100644", "40000"])
def test_what_stands_under_such_a_name_is_not_read(repo: Hostile, name: bytes, mode: str) -> None:
    blob = repo.blob()
    inner = blob if mode == "100644" else repo.tree(("100644", b"canary", blob))
    bad = repo.tree(("100644", b"good.docx", blob), (mode, name, inner))
    files, refused = listed(repo, repo.point(("40000", b"templates", repo.tree(("40000", b"x", bad)))))
    assert files == ["templates/x/good.docx"]
    [(path, why)] = refused.items()
    assert path.startswith("templates/x/") and why


def test_two_names_that_cannot_be_told_apart_are_both_refused(repo: Hostile) -> None:
    blob, folder = repo.blob(), repo.tree(("100644", b"a", repo.blob()))
    for first, second in (
        (("100644", b"a", blob), ("40000", b"a", folder)),
        (("100644", b"a", blob), ("100644", b"a", blob)),
        (("100644", b"A", blob), ("100644", b"a", blob)),
        (("100644", "é".encode(), blob), ("100644", "e\u0301".encode(), blob)),
    ):
        files, refused = listed(repo, repo.point(("40000", b"templates", repo.tree(first, second))))
        assert files == [] and len(refused) >= 1
        assert "名字一样" in next(iter(refused.values()))


def test_links_and_submodules_and_what_is_not_what_its_mode_says_are_refused(repo: Hostile) -> None:
    blob, folder = repo.blob(), repo.tree()
    entries = (
        ("120000", b"link", blob),
        ("160000", b"module", "1" * 40),
        ("40000", b"no-folder", blob),
        ("100644", b"no-file", folder),
        ("100644", b"not-here", "2" * 40),
        ("100755", b"run", blob),
        ("100664", b"old", blob),
    )
    files, refused = listed(repo, repo.point(("40000", b"templates", repo.tree(*entries))))
    assert files == ["templates/old", "templates/run"]
    assert {path.removeprefix("templates/") for path in refused} >= {
        "link",
        "module",
        "no-folder",
        "no-file",
        "not-here",
    }


def test_a_file_in_the_place_of_a_folder_has_nothing_below_it(repo: Hostile) -> None:
    files, refused = listed(repo, repo.point(("100644", b"reports", repo.blob()), ("40000", b"templates", repo.blob())))
    assert files == ["reports"] and [*refused] == ["templates"]


def test_folders_in_folders_are_counted_before_they_are_written_out(repo: Hostile) -> None:
    """Ten to the tenth paths of ten objects; then one deeper than any report."""
    tree = repo.tree(("100644", b"a", repo.blob()))
    for _ in range(10):
        tree = repo.tree(*(("40000", b"%d" % number, tree) for number in range(10)))
    files, refused = listed(repo, repo.point(("40000", b"templates", tree)))
    assert files == [] and refused == {"templates": f"文件超过 {trees.MAX_FILES} 个"}
    tree = repo.tree(("100644", b"a", repo.blob()))
    for _ in range(300):
        tree = repo.tree(("40000", b"a", tree))
    files, refused = listed(repo, repo.point(("40000", b"templates", tree)))
    assert files == [] and [why for why in refused.values() if "层" in why]


def test_what_is_too_large_is_not_read(repo: Hostile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(objects, "MAX_BLOB", 10)
    commit = repo.point(
        (
            "40000",
            b"reports",
            repo.tree(("100644", b"large", repo.blob(b"x" * 11)), ("100644", b"small", repo.blob(b"y"))),
        )
    )
    files, refused = listed(repo, commit)
    assert files == ["reports/small"] and "超过上限" in refused["reports/large"]
    monkeypatch.setattr(objects, "MAX_BLOBS", 10)
    git = Repository(repo.root)
    with pytest.raises(GitError, match="一共超过"):
        git.objects.blobs([repo.blob(os.urandom(9)) for _ in range(2)])
    monkeypatch.undo()
    monkeypatch.setattr(objects, "_MAX_TREES", 1)
    with pytest.raises(GitError, match="文件夹超过"):
        Repository(repo.root).files(commit)


def test_a_path_that_grows_too_long_is_refused(repo: Hostile) -> None:
    tree = repo.tree(("100644", b"a", repo.blob()))
    for _ in range(6):
        tree = repo.tree(("40000", b"d" * 200, tree))
    files, refused = listed(repo, repo.point(("40000", b"templates", tree)))
    assert files == [] and "路径超过" in next(iter(refused.values()))


def test_random_bytes_for_a_tree_give_an_answer(repo: Hostile) -> None:
    for number in range(20):
        data = os.urandom(40 * number)
        commit = repo.point(("40000", b"templates", repo.object("tree", data)))
        listed(repo, commit)
