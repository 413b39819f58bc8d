"""What happens to documents when the disk, another program, another build or a kill comes in the way of writing them."""

from __future__ import annotations

import errno
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from generator import files
from generator.cli.app import main
from generator.files import write_files
from tests.support.paths import PROJECT
from tests.support.processes import forked

OLD = {"a.docx": b"1" * 9000, "b.docx": b"2" * 9000}
NEW = {"a.docx": b"3" * 9000, "b.docx": b"4" * 9000}


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, hidden ones too."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the documents of an earlier build."""
    assert write_files(tmp_path / "2022" / "unit", OLD) == []
    return tmp_path / "2022" / "unit"


def refused(folder: Path, files: dict[str, bytes] | None = None) -> str:
    """The one sentence about a failed write, which must leave the earlier documents alone."""
    before = contents(folder)
    (problem,) = write_files(folder, files or NEW)
    assert (problem.code, contents(folder)) == ("BUILD-WRITE", before)
    assert problem.remedy and problem.message.endswith("；原来的文件没有改动")
    return f"{problem.place} {problem.message}，{problem.remedy}"


@pytest.mark.parametrize("call", ["fsync", "chmod"])
@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "磁盘满了"),
        (errno.EDQUOT, "配额用完了"),
        (errno.EROFS, "只读的"),
        (errno.EACCES, "没有权限"),
        (errno.EIO, "磁盘读写出错"),
        (errno.ELOOP, "写不进去；"),
    ],
)
def test_what_the_system_refuses_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int, words: str
) -> None:
    calls = []

    def fails(*_: object, **__: object) -> None:
        calls.append(1)
        if len(calls) == 2:
            raise OSError(code, "refused")

    monkeypatch.setattr(os, call, fails)
    assert words in refused(folder)


def test_a_full_disk_is_named(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("needs the right to mount")
    try:
        assert write_files(disk / "unit", OLD) == []
        assert "磁盘满了" in refused(disk / "unit", {"a.docx": b"3" * 20_000, "b.docx": b"4" * 40_000})
        assert write_files(disk / "unit", NEW) == []
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_limit_on_the_size_of_files_is_named(folder: Path) -> None:
    def limited() -> str:
        resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
        return refused(folder, {"a.docx": b"3" * 9000, "b.docx": b"4" * 20_000})

    assert "文件超过了系统允许的大小" in forked(limited)


def test_a_folder_without_the_right_to_write_is_named() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "unit"

        def other_user() -> str:
            if os.geteuid() == 0:
                os.setuid(65534)
            return refused(folder)

        write_files(folder, OLD)
        os.chmod(name, 0o755)  # others may enter
        os.chmod(folder, 0o555)
        assert "没有权限" in forked(other_user)
        os.chmod(folder, 0o755)


def test_a_folder_in_the_place_of_a_document_is_named(folder: Path) -> None:
    (folder / "b.docx").unlink()
    (folder / "b.docx").mkdir()
    assert refused(folder).endswith(
        "2022/unit/b.docx 写不进去：这里有一个同名的文件夹，不是文件；原来的文件没有改动，把这个文件夹移走"
    )


def test_a_name_that_is_too_long_is_named(folder: Path) -> None:
    assert "文件名太长" in refused(folder, NEW | {"c" * 300 + ".docx": b"5"})
    longest = "c" * 250 + ".docx"
    assert write_files(folder, {longest: b"5"}) == []


def test_documents_that_were_replaced_before_a_fault_are_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace = os.replace

    def fails(source: str, target: Path) -> None:
        if target.name == "b.docx":
            raise PermissionError(errno.EACCES, "open", source, None, str(target))
        replace(source, target)

    monkeypatch.setattr(os, "replace", fails)
    (problem,) = write_files(folder, NEW)
    assert problem.place.path.endswith("unit/b.docx")
    assert problem.message.endswith("；已经换成新的：a.docx，其余没有改动")
    assert contents(folder) == {"a.docx": NEW["a.docx"], "b.docx": OLD["b.docx"]}


def test_ctrl_c_leaves_no_half_written_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_files(folder, NEW)
    assert contents(folder) == OLD


def test_ctrl_c_says_in_chinese_that_it_stopped(
    demo: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(SystemExit) as stopped:
        main(["--root", str(demo.parents[2]), "report", "--unit", "demo", "--year", "2023"])
    assert (stopped.value.code, capsys.readouterr().err.strip()) == (130, "已中止")
    assert contents(demo.parents[2] / "build" / "2023" / "demo") == {}


def test_a_build_waits_for_another_and_in_the_end_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    other = os.open(folder, os.O_RDONLY)
    fcntl.flock(other, fcntl.LOCK_EX)
    monkeypatch.setattr(files, "PATIENCE", 0.1)
    assert "另一次生成正在写这个文件夹" in refused(folder)
    os.close(other)
    assert write_files(folder, NEW) == []


def test_without_locks_documents_are_written_and_old_leftovers_removed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unsupported(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("fcntl.flock", unsupported)
    fresh, old = folder / ".writing-fresh", folder / ".writing-old"
    for left in (fresh, old):
        left.write_bytes(b"half")
    os.utime(old, (time.time() - 7200, time.time() - 7200))
    assert write_files(folder, NEW) == []
    assert contents(folder) == NEW | {".writing-fresh": b"half"}
    monkeypatch.setattr(sys, "platform", "win32")
    assert write_files(folder, OLD) == []


def test_builds_at_once_end_with_the_documents_of_one_of_them(tmp_path: Path) -> None:
    folder = tmp_path / "unit"
    inputs = [{f"{name}.docx": bytes([number]) * 3000 for name in "abcdef"} for number in range(4)]
    for _ in range(15):
        children = []
        for documents in inputs:
            child = os.fork()
            if child == 0:
                os._exit(len(write_files(folder, documents)))
            children.append(child)
        assert [os.waitpid(child, 0)[1] for child in children] == [0] * 4
        assert contents(folder) in inputs


KILLED = """
import os, random, signal, sys, time
from pathlib import Path
from generator.reports.load import load
from generator.reports.workspace import Workspace
from generator.reports.documents import make_documents
from generator.files import write_files

root, kills = Path(sys.argv[1]), int(sys.argv[2])
report = root / "reports" / "2023" / "demo.yaml"
inputs = [report.read_text("utf-8").replace("示例市教育局", name) for name in ("示例市教育局", "示例市教育体育局")]

def made(text):
    # As `make report` does it, from the file to the documents.
    report.write_text(text, "utf-8")
    workspace = Workspace(root)
    files, problems = make_documents(workspace, load(workspace, "demo", "2023"))
    assert files and not problems, problems
    return files

def written(files):
    begun = time.perf_counter()
    assert not write_files(folder, files)
    return time.perf_counter() - begun

folder = Workspace(root).output("demo", "2023")
either = [made(text) for text in inputs]
assert either[0] != either[1]
begun = time.perf_counter()
written(made(inputs[1]))
build_takes = time.perf_counter() - begun
write_takes = written(either[0])
chance = random.Random(20231)
mixed = left = late = 0
for number in range(kills):
    whole = number % 3 == 0  # the other moments lie in the writing, the shortest part of a build
    child = os.fork()
    if child == 0:
        written(made(inputs[number % 2]) if whole else either[number % 2])
        os._exit(0)
    time.sleep(chance.uniform(0, 1.2 * (build_takes if whole else write_takes)))
    os.kill(child, signal.SIGKILL)
    late += os.waitpid(child, 0)[1] == 0
    found = {path.name: path.read_bytes() for path in folder.iterdir()}
    documents = {name: data for name, data in found.items() if name.endswith(".docx")}
    assert documents.keys() == either[0].keys(), documents.keys()
    assert all(data in (either[0][name], either[1][name]) for name, data in documents.items())
    mixed += documents not in either
    left += len(found) > len(documents)
written(either[1])
assert {path.name: path.read_bytes() for path in folder.iterdir()} == either[1]
print(kills, mixed, left, late)
"""


@pytest.mark.heavy
def test_a_build_killed_at_any_moment_leaves_whole_documents(demo: Path) -> None:
    """Each document equals, byte for byte, that of the earlier or of the new build, which both are whole zips."""
    kills = os.environ.get("KILLS", "200")
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(demo.parents[2]), kills],
        cwd=PROJECT,
        check=False,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    _, mixed, left, late = map(int, done.stdout.split())
    assert left >= 1, "no kill met the writing, or nothing was written under another name first"
    assert late < int(kills) / 2, (mixed, left, late)
