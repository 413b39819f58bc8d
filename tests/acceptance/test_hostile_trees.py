"""Commands over commits whose trees were made by hand: nothing is written elsewhere, the rest is computed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.paths import PROJECT
from tests.support.scripted import Scripted

REPORT = "reports/2022/hechi.yaml"
EVIL: dict[str, tuple[str, bytes]] = {
    "parent": ("40000", b".."),
    "itself": ("40000", b"."),
    "nothing": ("40000", b""),
    "path": ("100644", b"../../../canary"),
    "absolute": ("100644", b"/tmp/canary-of-a-tree"),
    "git": ("40000", b".git"),
    "git in capitals": ("40000", b".GIT"),
    "git shortened": ("40000", b"git~1"),
    "long": ("100644", b"n" * 300),
    "not UTF-8": ("100644", b"\xba\xd3\xb3\xd8"),
    "escape": ("100644", b"\x1b]0;x\x07"),
    "direction": ("100644", "\u202excod".encode()),
    "file against folder": ("100644", b"national"),
    "newline": ("100644", b"a\nb"),
}


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> Scripted:
    repo = Scripted(tmp_path_factory.mktemp("仓库") / "一" / "二" / "三")
    repo.commit("初稿")
    repo.commit("竞赛改为8次", ("target: 6次", "target: 8次"))
    return repo


def entries(repo: Scripted, tree: str) -> list[tuple[str, bytes, str]]:
    listed = repo.git("ls-tree", tree).splitlines()
    parts = (line.partition("\t") for line in listed)
    return [(about.split()[0].lstrip("0"), name.encode(), about.split()[2]) for about, _, name in parts]


def written(repo: Scripted, tree: list[tuple[str, bytes, str]]) -> str:
    data = b"".join(mode.encode() + b" " + name + b"\0" + bytes.fromhex(identifier) for mode, name, identifier in tree)
    command = ["git", "hash-object", "-w", "-t", "tree", "--stdin", "--literally"]
    done = subprocess.run(command, cwd=repo.root, input=data, capture_output=True, check=True)
    return done.stdout.decode().strip()


def planted(repo: Scripted, name: str) -> str:
    """A commit after the last one, with a hostile entry among its templates, as a branch that was fetched."""
    mode, entry = EVIL[name]
    blob = repo.git("rev-parse", f"HEAD:{REPORT}")
    inner = written(repo, [("100644", b"canary", blob)]) if mode == "40000" else blob
    templates = written(repo, [*entries(repo, "HEAD:templates"), (mode, entry, inner)])
    top = [(m, n, templates if n == b"templates" else i) for m, n, i in entries(repo, "HEAD")]
    commit = repo.git("commit-tree", "-p", "HEAD", "-m", "\x1b[2J外来\u202e", written(repo, top))
    repo.git("update-ref", "refs/heads/fetched", commit)
    return commit


def run(repo: Scripted, *command: str) -> tuple[int, str, str]:
    given = [sys.executable, "-m", "generator", "--root", str(repo.root), *command]
    done = subprocess.run(given, cwd=PROJECT, capture_output=True, check=False)
    out, err = done.stdout.decode(), done.stderr.decode()
    assert "Traceback" not in err and "程序出错" not in err, err
    assert not set(out + err) & set("\x1b\x07\x9b\u202e"), "what acts on a terminal was printed"
    return done.returncode, out, err


def everything(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if ".git/" not in path.as_posix()}


@pytest.mark.parametrize("name", EVIL)
def test_a_difference_with_such_a_commit_is_told_and_nothing_is_written(
    repo: Scripted, name: str, tmp_path: Path
) -> None:
    commit = planted(repo, name)
    around = repo.root.parents[2]
    before = everything(around)
    status, out, err = run(repo, "diff", "--base", "HEAD~1", "--head", "fetched")
    assert status == 1
    assert f"GIT-PATH  {commit[:10]}:templates/" in err and "没有读这个文件" in err
    if name != "file against folder":
        assert "6次 → 8次" in out, "the reports are compared all the same"
    found = json.loads(run(repo, "diff", "--base", "HEAD~1", "--head", "fetched", "--format", "json")[1])
    assert [one["code"] for one in found["problems"]]
    assert everything(around) == before
    assert not Path("/tmp/canary-of-a-tree").exists()


def test_history_and_verify_where_such_a_commit_is_checked_out(repo: Scripted, tmp_path: Path) -> None:
    clone = repo.clone(tmp_path / "clone")
    planted(clone, "parent")
    clone.git("update-ref", "HEAD", "fetched")
    status, out, _ = run(clone, "history", "--unit", "hechi", "--year", "2022")
    assert status == 0 and "6次 → 8次" in out
    assert run(clone, "report", "--unit", "hechi", "--year", "2022")[0] == 0
    assert run(clone, "verify", "--file", str(clone.root / "build" / "2022" / "hechi" / "report.docx"))[0] in (0, 1)


def test_a_commit_is_shown_with_what_acts_on_a_terminal_written_out(repo: Scripted, tmp_path: Path) -> None:
    clone = repo.clone(tmp_path / "clone")
    clone.commit("\x1b]0;夺\x07标题\u202e", ("target: 8次", "target: 9次"))
    status, out, _ = run(clone, "history", "--unit", "hechi", "--year", "2022")
    assert status == 0 and "⟨U+001B⟩]0;夺⟨U+0007⟩标题⟨U+202E⟩" in out
