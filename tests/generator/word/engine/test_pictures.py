"""Pictures that data name: which are shown, and what is told of the others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from generator.opc import unpacked
from generator.word.engine.pictures import pictured, pictures_in
from generator.word.engine.template import Template
from generator.word.names import DOCUMENT, DRAWING_PROPERTIES
from tests.support.anyone import template
from tests.support.docx import p, table
from tests.support.gate import faults
from tests.support.pictures import HOSTILE, jpeg, png

PHOTO = {"file": "a.png", "alt_text": "现场 & <图>", "width": "6厘米"}
EXTENT = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.png").write_bytes(png(200, 100))
    (tmp_path / "b.jpg").write_bytes(jpeg())
    return tmp_path


def shown(made: Template, folder: Path, data: dict[str, Any]) -> list[tuple[str, int]]:
    """The alternative text and the width of each picture of the document, which passes the gate."""
    document, problems = made.fill(data, folder)
    assert document is not None, problems
    assert faults(document) == []
    assert document == made.fill(data, folder)[0]
    root = etree.fromstring(unpacked(document)[DOCUMENT])
    widths = [int(size.get("cx", "")) for size in root.iter(EXTENT)]
    return [(str(one.get("descr")), width) for one, width in zip(root.iter(DRAWING_PROPERTIES), widths, strict=True)]


def test_a_picture_is_shown_as_wide_as_the_data_or_the_tag_say(folder: Path) -> None:
    made = template(p("前{{ x|图片 }}后{{ x|图片(3) }}"))
    assert shown(made, folder, {"x": PHOTO}) == [("现场 & <图>", 2_160_000), ("现场 & <图>", 1_080_000)]


def test_pictures_and_codes_go_into_loops_and_cells(folder: Path) -> None:
    rows = table(("{%tr for x in a %}",), ("{{ x.photo|图片(2) }}{{ x.url|二维码 }}",), ("{%tr endfor %}",))
    photos: list[dict[str, Any]] = [
        {"photo": PHOTO, "url": "https://a.cn/1"},
        {"photo": PHOTO | {"file": "b.jpg"}, "url": "二"},
    ]
    texts = [text for text, _ in shown(template(rows), folder, {"a": photos})]
    assert texts == ["现场 & <图>", "二维码：https://a.cn/1", "现场 & <图>", "二维码：二"]


def test_a_picture_in_a_branch_that_is_not_taken_is_not_looked_for(folder: Path) -> None:
    assert shown(template(p("{% if no %}{{ x|图片 }}{% endif %}")), folder, {"no": False, "x": {"file": "nix"}}) == []


@pytest.mark.parametrize(
    ("photo", "message"),
    [
        (PHOTO | {"file": "../a.png"}, "图片「../a.png」：图片只能在数据文件所在的文件夹里"),
        (PHOTO | {"file": "/etc/passwd"}, "图片「/etc/passwd」：图片只能在数据文件所在的文件夹里"),
        (PHOTO | {"file": "c.png"}, "图片「c.png」：数据文件所在的文件夹 里没有这个文件"),
        (PHOTO | {"file": "con.png"}, "图片「con.png」：这个名称不能用作文件名：文件名是系统保留的"),
        (PHOTO | {"file": "link.png"}, "图片「link.png」：这是一个符号链接，指向别处的文件"),
        (PHOTO | {"file": "cut.png"}, "图片「cut.png」：PNG 文件不完整，或者被改坏了"),
        (PHOTO | {"alt_text": " "}, "图片「a.png」没有替代文字"),
        ({"file": "a.png"}, "图片「a.png」没有替代文字"),
        (PHOTO | {"width": "6"}, "图片「a.png」的宽度写得不对"),
        (PHOTO | {"width": -1}, "图片「a.png」的宽度写得不对"),
        (PHOTO | {"file": 1}, "「图片」只能印图片"),
        ("a.png", "「图片」只能印图片"),
        (None, "「图片」只能印图片"),
    ],
)
def test_what_cannot_be_shown_is_told_at_its_tag(folder: Path, photo: Any, message: str) -> None:
    (folder / "link.png").symlink_to(folder / "a.png")
    (folder / "cut.png").write_bytes(HOSTILE["cut"](1))
    document, (problem,) = template(p("{{ x|图片 }}")).fill({"x": photo}, folder)
    assert document is None
    assert problem.message.startswith(f"{{{{ x|图片 }}}}：{message}")


def test_a_picture_is_nothing_but_a_picture(folder: Path) -> None:
    for source in ("{{ x|图片|upper }}", "{{ x|图片 ~ 'a' }}", "{{ [x|图片]|join }}", "{{ x }}"):
        document, problems = template(p(source)).fill({"x": PHOTO}, folder)
        assert document is None and len(problems) == 1


def test_without_a_folder_there_are_no_pictures() -> None:
    with pytest.raises(TypeError, match="没有说明图片在哪个文件夹里"):
        pictured(PHOTO, None, None)


def test_what_is_missing_is_told_or_blank(folder: Path) -> None:
    _, (problem,) = template(p("{{ x|图片 }}")).fill({}, folder)
    assert problem.message == "{{ x|图片 }}：没有名为「x」的数据"
    data = template(p("{{ x|图片 }}")).data
    lenient, _ = Template.parse(data, "t.docx", lenient=True)
    assert lenient is not None and shown(lenient, folder, {}) == []
    assert [problem.message for problem in lenient.fill({}, folder)[1]] == ["数据里没有、印成空白的：「x」"]


def test_each_file_is_read_once(folder: Path) -> None:
    pictures = pictures_in(folder)
    first = pictures("a.png")
    (folder / "a.png").unlink()
    assert pictures("a.png") == first
