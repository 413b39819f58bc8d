"""What is read may be anything, and whoever reads it says so and goes on; what is written is whole or as before."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from generator.excel.reading.opening import read_workbook
from generator.files import UnfitFileError, contents, holds, replace_file, write_file, write_files
from generator.reports.build import build_report
from generator.reports.lint import carry_styles, lint_templates
from generator.reports.load import load
from generator.reports.origin import Origin
from generator.reports.stamps import Stamps
from generator.reports.summary.document import word
from generator.reports.summary.rows import rows
from generator.reports.workspace import Workspace
from generator.word.package import read_package

SECRET = "秘密"


@pytest.fixture(autouse=True)
def _ends() -> Iterator[None]:
    """Ends a test that waits for a pipe."""

    def end(*_: object) -> None:
        raise TimeoutError("it waits")

    before = signal.signal(signal.SIGALRM, end)
    signal.alarm(300)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def link(path: Path) -> None:
    path.rename(path.with_name(f"moved-{path.name}.txt"))
    path.symlink_to(path.with_name(f"moved-{path.name}.txt"))


def chain(path: Path) -> None:
    link(path)
    path.rename(path.with_name("chain.txt"))
    path.symlink_to("chain.txt")


def loop(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.with_name("loop.txt"))
    path.with_name("loop.txt").symlink_to(path)


def dangling(path: Path) -> None:
    path.unlink()
    path.symlink_to("nothing.txt")


def endless(path: Path) -> None:
    path.unlink()
    path.symlink_to("/dev/zero")


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def door(path: Path) -> None:
    path.unlink()
    here = os.getcwd()
    os.chdir(path.parent)  # the address of a socket is short
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def huge(path: Path) -> None:
    os.truncate(path, 3 << 30)


KINDS = [link, chain, loop, dangling, endless, pipe, door, folder, huge]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_file_of_a_fit_size_is_not_read(tmp_path: Path, kind: Callable[[Path], None]) -> None:
    path = tmp_path / "x.txt"
    path.write_text(SECRET)
    kind(path)
    with pytest.raises(UnfitFileError) as unfit:
        contents(path, "x.txt", 1 << 20)
    assert unfit.value.remedy and unfit.value.too_large == (kind is huge)


def test_a_link_in_the_folders_that_the_name_shows_is_not_followed_and_one_above_is(tmp_path: Path) -> None:
    (tmp_path / "real" / "a").mkdir(parents=True)
    (tmp_path / "real" / "a" / "x").write_bytes(b"1")
    (tmp_path / "root").symlink_to("real")
    (tmp_path / "real" / "b").symlink_to("a")
    assert contents(tmp_path / "root" / "a" / "x", "a/x", 1) == b"1"
    for name in ("b/x", "root/b/x", "root/a/x"):
        with pytest.raises(UnfitFileError, match="符号链接"):
            contents(tmp_path.joinpath("root", *name.split("/")[-2:]), name, 1)


def test_a_file_that_the_user_names_may_be_reached_by_a_link_but_not_be_a_pipe(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12")
    (tmp_path / "b").symlink_to("a")
    assert contents(tmp_path / "b", "b", 2, following=True) == b"12"
    pipe(tmp_path / "a")
    with pytest.raises(UnfitFileError, match="管道"):
        contents(tmp_path / "b", "b", 2, following=True)
    assert [problem.code for problem in read_workbook(tmp_path / "a", "a")[1]] == ["XLSX-FILE"]


def test_a_file_that_says_nothing_of_its_size_is_read_to_the_limit_and_no_further(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"123")
    monkeypatch.setattr(os, "fstat", lambda _: os.stat_result((0o100600, *[0] * 9)))
    assert contents(path, "x", 3) == b"123"
    with pytest.raises(UnfitFileError, match="3 字节，超过上限 2 字节"):
        contents(path, "x", 2)


def test_below_templates_anything_is_a_problem_at_its_place(workspace: Workspace) -> None:
    wuhan = workspace.templates / "hubei-wuhan"
    broken = dict(zip(KINDS, sorted(wuhan.glob("*.docx")), strict=False))
    broken |= {pipe: workspace.templates / "hunan-yiyang" / "profile.yaml"}
    linked = workspace.templates / "guangxi-hechi" / "profile.yaml"
    for kind, path in broken.items():
        kind(path)
    link(linked)
    Stamps(workspace).close()
    places = {problem.place.path for problem in lint_templates(workspace.templates)}
    wanted = {workspace.name(path) for path in (*broken.values(), linked)}
    assert wanted <= places
    assert carry_styles(workspace.templates)[1]
    assert linked.is_symlink() and broken[link].is_symlink()
    (problem,) = build_report(workspace, Origin(workspace.root), "hechi", "2022").problems
    assert (problem.code, problem.place.path) == ("YAML-FILE", "templates/guangxi-hechi/profile.yaml")


@pytest.mark.parametrize("name", ["templates", "templates/national", "reports", "reports/2022"])
def test_a_folder_that_is_a_link_is_not_followed(workspace: Workspace, name: str) -> None:
    place = workspace.root / name
    place.rename(workspace.root.parent / "elsewhere")
    place.symlink_to(workspace.root.parent / "elsewhere")
    before = {path: path.read_bytes() for path in (workspace.root.parent / "elsewhere").rglob("*") if path.is_file()}
    Stamps(workspace).close()
    assert build_report(workspace, Origin(workspace.root), "hechi", "2022").failed
    if name.startswith("templates"):
        carry_styles(workspace.templates)
    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.parametrize("kind", KINDS)
def test_a_report_that_is_none_leaves_the_year_at_a_glance_to_the_others(
    workspace: Workspace, kind: Callable[[Path], None]
) -> None:
    path = workspace.report("other", "2022")
    shutil.copy(workspace.report("hechi", "2022"), path)
    kind(path)
    assert {problem.code for problem in load(workspace, "other", "2022").problems} <= {"YAML-FILE", "YAML-SIZE"}
    found = rows(workspace, "2022", processes=1)
    assert [(row.code, row.failed) for row in found] == [("hechi", False), ("other", True)]
    assert word(workspace, found, "2022", "unit", "")[1] == []
    with closing(Stamps(workspace)) as stamps:
        assert stamps.current("other", "2022", lambda _: True) is None


def test_a_verified_document_that_is_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "x.docx"
    path.touch()
    pipe(path)
    assert [problem.code for problem in read_package(path, "x.docx")[1]] == ["TEMPLATE-FILE"]


def test_writing_replaces_whole_files_and_leaves_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "build"
    assert write_files(folder, {"a.docx": b"1", "b.docx": b"2"}) == []
    assert write_files(folder, {"a.docx": b"3"}) == []
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {"a.docx": b"3", "b.docx": b"2"}


def test_a_failed_write_leaves_the_earlier_files_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "build"
    write_files(folder, {"a.docx": b"1", "b.docx": b"2"})

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "b.docx")

    monkeypatch.setattr(os, "fsync", full)
    (problem,) = write_files(folder, {"a.docx": b"3", "b.docx": b"4"})
    assert (problem.code, "磁盘满了" in problem.message) == ("BUILD-WRITE", True)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {"a.docx": b"1", "b.docx": b"2"}


def test_a_place_that_cannot_be_written_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "build").write_text("a file where a folder should be")
    assert [problem.code for problem in write_files(tmp_path / "build", {"a.docx": b"1"})] == ["BUILD-WRITE"]


def test_a_single_file_is_replaced_whole_or_stays_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.docx"
    replace_file(path, b"1")
    replace_file(path, b"2")
    assert path.read_bytes() == b"2"

    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", refused)
    with pytest.raises(PermissionError):
        replace_file(path, b"3")
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"a.docx": b"2"}


@pytest.mark.parametrize("mode", [0o644, 0o600, 0o664])
def test_a_file_that_a_user_names_is_replaced_and_keeps_its_permissions(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "o.docx"
    assert write_file(path, "o.docx", b"first") == []
    assert path.stat().st_mode & 0o777 == 0o644
    path.chmod(mode)
    assert write_file(path, "o.docx", b"second") == []
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"second", mode)
    assert [*tmp_path.iterdir()] == [path]


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        (link, "这是一个符号链接，指向别处的文件"),
        (dangling, "这是一个符号链接，指向别处的文件"),
        (pipe, "这是管道、设备一类的东西，不是文件"),
        (folder, "这是文件夹，不是文件"),
    ],
)
def test_what_is_no_file_is_not_written_over(tmp_path: Path, kind: Callable[[Path], None], message: str) -> None:
    path = tmp_path / "x.txt"
    path.write_text(SECRET)
    kind(path)
    before = sorted(tmp_path.iterdir())
    (problem,) = write_file(path, "x.txt", b"new")
    assert (problem.code, problem.message) == ("BUILD-WRITE", f"写不进去：{message}") and problem.remedy
    assert sorted(tmp_path.iterdir()) == before


def test_a_file_that_cannot_be_written_stays_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "o.docx"
    path.write_bytes(b"old")
    assert write_file(tmp_path / "none" / "o.docx", "o.docx", b"new")[0].message == "写不进去：没有这个文件夹"

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", full)
    (problem,) = write_file(path, "o.docx", b"new")
    assert problem.message == "写不进去：磁盘满了；原来的文件没有改动"
    assert path.read_bytes() == b"old" and [*tmp_path.iterdir()] == [path]


def test_a_file_holds_what_was_read_until_anyone_changes_or_takes_it(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"a: 1\n")
    assert holds(path, "a.yaml", b"a: 1\n")
    for data in (b"a: 2\n", b"a: 1\nb: 2\n", b""):
        path.write_bytes(data)
        assert not holds(path, "a.yaml", b"a: 1\n")
    path.unlink()
    assert not holds(path, "a.yaml", b"a: 1\n")
