"""The command render: any template, any data, told at their places; never onto its own inputs."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path

import pytest

from generator.cli.app import main
from generator.opc import unpacked, write_package
from tests.support.docx import p, package_of, table, texts
from tests.support.pictures import png

ROWS = table(("{%tr for row in rows %}", ""), ("{{ row.name }}", "{{ row.n }}"), ("{%tr endfor %}", ""))
DATA = "title: A & B\nrows:\n  - {name: a, n: 1.10}\n  - {name: b, n: 2}\n"
FILLED = ["A & B", "a", "1.10", "b", "2"]


class Render:
    """Runs the command in a folder with a template t.docx and data d.yaml, and keeps what it prints."""

    def __init__(self, folder: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capture = folder, capture

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as stop:
            main(["render", *arguments])
        out, err = self.capture.readouterr()
        assert "Traceback" not in err
        return int(str(stop.value.code or 0)), out, err


@pytest.fixture
def render(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Render:
    monkeypatch.chdir(tmp_path)
    for name in ("TEMPLATE", "DATA", "OUT", "NAMES", "LENIENT", "FORMAT"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "t.docx").write_bytes(write_package(package_of(p("{{ title }}") + ROWS)))
    (tmp_path / "d.yaml").write_text(DATA, "utf-8")
    return Render(tmp_path, capsys)


def test_a_template_is_filled_with_data(render: Render) -> None:
    assert render("t.docx", "d.yaml", "-o", "o.docx") == (0, "已写入 o.docx\n", "")
    first = (render.folder / "o.docx").read_bytes()
    assert texts(first) == FILLED
    (render.folder / "d.json").write_text(
        '{"title": "A & B", "rows": [{"name": "a", "n": 1.10}, {"name": "b", "n": 2}]}', "utf-8"
    )
    assert render("t.docx", "d.json", "--out", "o.docx")[0] == 0  # what is there is replaced
    assert (render.folder / "o.docx").read_bytes() == first


def test_make_hands_over_what_was_typed(render: Render, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("TEMPLATE", "t.docx"), ("DATA", "d.yaml"), ("OUT", "甲 乙.docx")):
        monkeypatch.setenv(name, value)
    assert render() == (0, "已写入 甲 乙.docx\n", "")
    monkeypatch.setenv("NAMES", "1")
    code, out, _ = render()
    assert code == 0 and out.splitlines()[0].split() == ["名称", "种类"]
    monkeypatch.setenv("NAMES", "x")
    code, _, err = render()
    assert code == 2 and "写 NAMES=1 表示只列出模板要的数据" in err


def test_names_are_listed_for_people_and_for_programs(render: Render) -> None:
    code, out, _ = render("t.docx", "--names")
    assert (code, out.splitlines()) == (
        0,
        [
            "名称         种类",
            "title        任意",
            "rows         列表，每项是一组数据",
            "rows[].name  任意",
            "rows[].n     任意",
        ],
    )
    code, out, _ = render("t.docx", "--names", "--format", "json")
    assert (code, [*json.loads(out)]) == (0, ["title", "rows"])
    (render.folder / "e.docx").write_bytes(write_package(package_of(p("甲"))))
    assert render("e.docx", "--names")[1] == "模板里没有标记，不要数据\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "要写明模板"),
        (("none.docx",), "没有模板 none.docx"),
        (("t.docx",), "要写明数据文件"),
        (("t.docx", "d.csv", "-o", "o.docx"), "d.csv 不是数据文件：只收 .yaml、.yml、.json"),
        (("t.docx", "d", "-o", "o.docx"), "d 不是数据文件"),
        (("t.docx", "/dev/stdin", "-o", "o.docx"), "/dev/stdin 不是数据文件"),
        (("t.docx", "none.yaml", "-o", "o.docx"), "没有数据文件 none.yaml"),
        (("t.docx", "d.yaml"), "要写明写到哪里"),
        (("t.docx", "d.yaml", "-o", "o.pdf"), "o.pdf 不以 .docx 结尾"),
        (("t.docx", "d.yaml", "-o", "t.docx"), "t.docx 就是要读的 t.docx"),
        (("t.docx", "d.yaml", "-o", "./t.docx"), "./t.docx 就是要读的 t.docx"),
        (("t.docx", "d.yaml", "-o", "linked.docx"), "linked.docx 就是要读的 t.docx"),
        (("t.docx", "d.yaml", "-o", "hard.docx"), "hard.docx 就是要读的 t.docx"),
        (("t.docx", "d.yaml", "-o", "-", "--format", "json"), "问题只能用文字列出"),
        (("t.docx", "d.yaml", "-o", "o.docx", "--format", "xml"), "FORMAT='xml' 不合要求"),
        (("t.docx", "d.yaml", "more", "-o", "o.docx"), "用法错误"),
    ],
)
def test_a_wrong_call_is_told_and_writes_nothing(render: Render, arguments: tuple[str, ...], message: str) -> None:
    (render.folder / "linked.docx").symlink_to("t.docx")
    os.link("t.docx", "hard.docx")
    before = {path: path.read_bytes() for path in render.folder.iterdir()}
    code, out, err = render(*arguments)
    assert (code, out) == (2, "") and message in err
    assert {path: path.read_bytes() for path in render.folder.iterdir()} == before


@pytest.mark.parametrize(
    ("template", "data", "message"),
    [
        ("{{ titel }}", DATA, "{{ titel }}：没有名为「titel」的数据"),
        ("{{ title|nix }}{% if title %}", DATA, "没有名为「nix」的印法"),
        ("{{ title", DATA, "没有成对"),
        ("{{ title.__class__ }}", DATA, "没有"),
        ("{{ title }}", "title: 1\ntitle: 2\n", "d.yaml:2:1"),
        ("{{ title }}", "title: [1]\n", "（数据在 d.yaml:1:8）"),
        ("{{ title }}", "- 1\n", "最外层要是名称和值，这里是列表"),
    ],
)
def test_a_fault_is_told_at_its_place_and_the_old_document_stays(
    render: Render, template: str, data: str, message: str
) -> None:
    (render.folder / "o.docx").write_bytes(b"old")
    (render.folder / "t.docx").write_bytes(write_package(package_of(p(template))))
    (render.folder / "d.yaml").write_text(data, "utf-8")
    code, out, err = render("t.docx", "d.yaml", "-o", "o.docx")
    assert (code, out) == (1, "") and message in err and err.endswith("没有生成文档；原有的文件没有改动。\n")
    assert (render.folder / "o.docx").read_bytes() == b"old"
    code, out, _ = render("t.docx", "d.yaml", "-o", "o.docx", "--format", "json")
    assert code == 1 and json.loads(out)[0]["code"]


def test_messages_name_files_as_they_were_typed(render: Render) -> None:
    (render.folder / "in").mkdir()
    for name in ("t.docx", "d.yaml"):
        (render.folder / name).rename(render.folder / "in" / name)
    (render.folder / "in" / "d.yaml").write_text("title:\nrows: [{name: x}]\n")
    code, _, err = render("in/t.docx", "in/d.yaml", "-o", "o.docx")
    assert code == 1 and "in/t.docx!word/document.xml" in err and "in/d.yaml:2:8 这一项里没有" in err


def test_faults_of_the_template_and_of_the_data_are_told_together(render: Render) -> None:
    (render.folder / "t.docx").write_bytes(b"PK no word")
    (render.folder / "d.yaml").write_text("a: 1\na: 2\n")
    code, _, err = render("t.docx", "d.yaml", "-o", "o.docx")
    assert code == 1 and "TEMPLATE-FILE" in err and "YAML-DUPLICATE" in err


def folder(path: Path) -> None:
    path.mkdir()


def linked(path: Path) -> None:
    (path.parent / "other.docx").write_bytes(b"other")
    path.symlink_to("other.docx")


@pytest.mark.parametrize(("kind", "message"), [(folder, "这是文件夹，不是文件"), (linked, "这是一个符号链接")])
def test_what_is_no_file_is_not_replaced(render: Render, kind: object, message: str) -> None:
    assert callable(kind)
    kind(render.folder / "o.docx")
    code, _, err = render("t.docx", "d.yaml", "-o", "o.docx")
    assert code == 1 and f"写不进去：{message}" in err
    assert not (render.folder / "other.docx").exists() or (render.folder / "other.docx").read_bytes() == b"other"


def test_a_folder_that_is_not_there_is_told(render: Render) -> None:
    code, _, err = render("t.docx", "d.yaml", "-o", "none/o.docx")
    assert code == 1 and "写不进去：没有这个文件夹" in err and not (render.folder / "none").exists()


class Stream(io.TextIOWrapper):
    """A standard stream that takes and gives bytes, or is a terminal."""

    def __init__(self, data: bytes = b"", *, terminal: bool = False) -> None:
        self.bytes, self.terminal = io.BytesIO(data), terminal
        super().__init__(self.bytes)

    def isatty(self) -> bool:
        return self.terminal


@pytest.mark.parametrize(
    "data", [DATA, '{"title": "A & B", "rows": [{"name": "a", "n": 1.10}, {"name": "b", "n": 2}]}']
)
def test_streams_take_the_place_of_files(render: Render, monkeypatch: pytest.MonkeyPatch, data: str) -> None:
    written = Stream()
    monkeypatch.setattr(sys, "stdin", Stream(data.encode()))
    monkeypatch.setattr(sys, "stdout", written)
    code, _, err = render("t.docx", "-", "-o", "-")
    assert (code, err) == (0, "") and texts(written.bytes.getvalue()) == FILLED


def test_a_terminal_shows_no_document(render: Render, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", Stream(terminal=True))
    code, _, err = render("t.docx", "d.yaml", "-o", "-")
    assert code == 2 and "标准输出是终端" in err


def test_nulls_are_warned_of_and_the_document_is_written(render: Render) -> None:
    (render.folder / "d.yaml").write_text("title:\nrows: []\n")
    code, out, err = render("t.docx", "d.yaml", "-o", "o.docx")
    assert (code, out) == (0, "已写入 o.docx\n")
    assert "警告 TEMPLATE-NAME  d.yaml:1:7" in err and "印成了 None" in err


def test_help_names_what_is_to_be_given(render: Render) -> None:
    code, out, _ = render("--help")
    assert code == 0 and out.startswith("用法：python -m generator render [选项] 模板 数据\n")


def test_pictures_stand_beside_the_data_and_what_is_included_beside_the_template(render: Render) -> None:
    for folder in ("forms", "data"):
        (render.folder / folder).mkdir()
    source = p("{{p include('photo.docx') }}") + p("{{ address|二维码 }}")
    (render.folder / "forms" / "t.docx").write_bytes(write_package(package_of(source)))
    (render.folder / "forms" / "photo.docx").write_bytes(write_package(package_of(p("{{ photo|图片(8) }}"))))
    (render.folder / "data" / "a.png").write_bytes(png())
    data = render.folder / "data" / "d.yaml"
    data.write_text("address: https://a.cn\nphoto: {file: a.png, alt_text: 现场}\n", "utf-8")
    assert render("forms/t.docx", "data/d.yaml", "-o", "o.docx") == (0, "已写入 o.docx\n", "")
    assert len([name for name in unpacked((render.folder / "o.docx").read_bytes()) if "/media/picture" in name]) == 2
    assert "photo    图片" in render("forms/t.docx", "--names")[1]
    data.write_text("address: https://a.cn\nphoto:\n  file: b.png\n  alt_text: 现场\n", "utf-8")
    status, _, err = render("forms/t.docx", "data/d.yaml", "-o", "o.docx")
    assert status == 1
    assert "forms/photo.docx" in err and "图片「b.png」" in err and "data/d.yaml:3:3" in err


def test_more_than_the_command_takes_is_told_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["render", "a.docx", "b.yml", "c.yaml"])
    assert capsys.readouterr().err == "用法错误：多写了 c.yaml，用法见 python -m generator render --help\n"
