from __future__ import annotations

import re
import sys

import pytest

from generator.data.reader import parse
from generator.data.syntax.encoding import _FORBIDDEN, decoded, forbidden, source
from tests.support.paths import PROJECT

HECHI = (PROJECT / "reports" / "2022" / "hechi.yaml").read_text("utf-8")


@pytest.mark.parametrize("code", [0xAD, 0x61C, 0x200B, 0x200E, 0x200F, 0x202E, 0x2060, 0x2069, 0xFEFF, 0xFFF9, 0xE0041])
@pytest.mark.parametrize("text", ["x: 甲{}乙", "x: 甲 # {}", "x{}: 甲", 'x: "甲{}"'])
def test_a_character_without_form_is_refused_wherever_it_stands(code: int, text: str) -> None:
    (problem,) = parse(text.format(chr(code)).encode(), "x.yaml")[1]
    assert (problem.code, f"U+{code:04X}" in problem.message) == ("YAML-CHARACTER", True)
    escaped = f'x: "甲\\U{code:08X}"'
    assert [problem.code for problem in parse(escaped.encode(), "x.yaml")[1]] == ["YAML-CHARACTER"]


def test_a_joiner_that_scripts_need_stays() -> None:
    assert parse("x: می\u200cخواهم ᠠ\u180eᠠ 👩\u200d💻".encode(), "x.yaml")[1] == []


def test_every_character_that_is_refused_is_found_between_printable_ones() -> None:
    """Texts that can be printed are not searched."""
    refused = re.findall(_FORBIDDEN, "".join(map(chr, range(sys.maxunicode + 1))))
    assert len(refused) > 2000
    assert [char for char in refused if char.isprintable() or not any(forbidden(f"甲{char}乙"))] == []
    assert not any(forbidden("甲\n乙 丙\n"))


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_byte_order_mark_and_any_line_ends_leave_the_places_and_the_bytes(mark: bytes, end: str) -> None:
    data = mark + HECHI.replace("\n", end).encode()
    root, problems = parse(data, "hechi.yaml")
    assert root is not None and problems == []
    assert root.file.data == data
    assert [str(root.at(key).place) for key in ("unit", "year")] == ["hechi.yaml:3:7", "hechi.yaml:4:7"]
    place = root.at("evaluations", 0, "funds", "actual").place
    assert (place.line, place.column, place.excerpt) == (25, 15, "      actual: 21754元")
    assert root.plain() == parse(HECHI.encode(), "hechi.yaml")[0].plain()  # type: ignore[union-attr]


def test_mixed_line_ends_are_read() -> None:
    root, problems = parse(b"a: 1\r\nb: 2\rc: 3\nd: 4", "x")
    assert root is not None and problems == []
    assert [root.at(key).place.line for key in "abcd"] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("data", "place", "words"),
    [
        (HECHI.encode("utf-16"), "1:1", "UTF-16"),
        (HECHI.encode("utf-16-le"), "1:1", "UTF-16"),
        ("河池市电化教育站".encode("utf-16"), "1:1", "UTF-16"),
        (HECHI.encode("gb18030"), "2:3", "GBK（记事本里叫「ANSI」）"),
        (HECHI.replace("\n", "\r").encode("gb18030"), "2:3", "GBK"),
        (b"a: \xff\xff\xff", "1:4", "不是 UTF-8 编码"),
    ],
)
def test_another_encoding_is_told_once_with_what_to_do_in_notepad(data: bytes, place: str, words: str) -> None:
    file, (problem,) = source(data, "x")
    assert file is None
    assert (problem.code, str(problem.place)) == ("YAML-ENCODING", f"x:{place}")
    assert words in problem.message and "记事本" in problem.remedy and "UTF-8" in problem.remedy
    assert "\r" not in problem.place.excerpt


def test_a_zero_in_a_text_is_no_encoding() -> None:
    assert decoded(b"a: 1234567\0", "x") == ("a: 1234567\0", [])


@pytest.mark.parametrize(
    ("sign", "words"),
    [
        ("\x0b", "Word 的手动换行"),
        ("\x0c", "分页符"),
        ("\x85", "换行符"),
        ("\u2028", "行分隔符"),
        ("\u2029", "段落分隔符"),
        ("\ufeff", "两个文件接在了一起"),
    ],
)
def test_a_character_that_a_program_leaves_is_named(sign: str, words: str) -> None:
    (problem,) = parse(f"a: 1\nb: 甲{sign}乙\n".encode(), "x")[1]
    assert (problem.code, str(problem.place)) == ("YAML-CHARACTER", "x:2:5")
    assert words in problem.message and problem.remedy
