"""The pictures of a report come from its own folder, and from nowhere else."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from generator.files import UnfitFileError
from generator.pictures import folder as module
from generator.pictures.folder import Folder
from tests.support.pictures import png

NAME = "reports/2022/hechi"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    path = tmp_path / NAME
    path.mkdir(parents=True)
    (path / "站房.png").write_bytes(png())
    (path.parent / "other.png").write_bytes(png())
    return path


def test_a_picture_is_read_once(place: Path) -> None:
    folder = Folder(place, NAME)
    image = folder.image("站房.png")
    (place / "站房.png").unlink()
    assert folder.image("站房.png") is image
    assert folder.files == {"站房.png": png()}


@pytest.mark.parametrize(
    ("file", "message"),
    [
        ("../other.png", "只能在这份报告自己的文件夹里"),
        ("/etc/passwd", "只能在这份报告自己的文件夹里"),
        (r"..\other.png", "只能在这份报告自己的文件夹里"),
        ("..", "只能在这份报告自己的文件夹里"),
        ("http://a.cn/a.png", "只能在这份报告自己的文件夹里"),
        ("CON.png", "系统保留的"),
        ("a\u202e.png", "不能用作文件名"),
        ("a.png\0.txt", "不能用作文件名"),
        ("长" * 100 + ".png", "超过 255 字节"),
        ("无.png", f"{NAME} 里没有这个文件"),
        ("站房.PNG", f"{NAME} 里没有这个文件"),
    ],
)
def test_nothing_else_is_opened(place: Path, monkeypatch: pytest.MonkeyPatch, file: str, message: str) -> None:
    monkeypatch.setattr(module, "contents", lambda *_: pytest.fail("it was opened"))
    with pytest.raises(UnfitFileError, match=message) as found:
        Folder(place, NAME).image(file)
    assert found.value.remedy


def test_a_name_alike_is_advised_and_a_missing_folder(place: Path, tmp_path: Path) -> None:
    with pytest.raises(UnfitFileError) as found:
        Folder(place, NAME).image("站房.PNG")
    assert found.value.remedy == "是不是「站房.png」：文件名连大小写都要一样"
    with pytest.raises(UnfitFileError) as found:
        Folder(tmp_path / "无", "reports/2022/无").image("站房.png")
    assert found.value.remedy.startswith("建一个文件夹，把图片放进 reports/2022/无")


def test_a_file_is_asked_for_by_its_own_name_where_the_system_has_no_regard_for_case(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "listdir", lambda _: ["站房.PNG"])
    with pytest.raises(UnfitFileError, match="里没有这个文件") as found:
        Folder(place, NAME).image("站房.png")
    assert found.value.remedy == "是不是「站房.PNG」：文件名连大小写都要一样"


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_pipes_and_folders_are_refused(place: Path, tmp_path: Path) -> None:
    (place / "link.png").symlink_to(place.parent / "other.png")
    os.mkfifo(place / "pipe.png")
    (place / "folder.png").mkdir()
    for file, message in (("link.png", "符号链接"), ("pipe.png", "管道"), ("folder.png", "文件夹")):
        with pytest.raises(UnfitFileError, match=message):
            Folder(place, NAME).image(file)
    linked = tmp_path / "reports" / "2022" / "linked"
    linked.symlink_to(place)
    with pytest.raises(UnfitFileError, match="符号链接"):
        Folder(linked, "reports/2022/linked").image("站房.png")


def test_files_are_bounded_each_and_together(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_BYTES", len(png()))
    monkeypatch.setattr(module, "MAX_TOTAL", 2 * len(png()))
    for name in ("b.png", "c.png"):
        (place / name).write_bytes(png())
    (place / "large.png").write_bytes(png() + b"\0")
    folder = Folder(place, NAME)
    with pytest.raises(UnfitFileError, match="超过上限") as found:
        folder.image("large.png")
    assert "调整大小" in found.value.remedy
    assert folder.image("站房.png") and folder.image("b.png")
    with pytest.raises(UnfitFileError, match="全部图片超过"):
        folder.image("c.png")
