"""Turns the bytes of a file into text, and finds the characters in it that no file may hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from generator.problems import Place, Problem, SourceFile

MAX_ALIKE = 1000  # faults of one kind that are listed one by one
PIPES = "｜丨∣│¦︱lI"
"""What looks like the | before a text of several lines."""
_BOM = b"\xef\xbb\xbf"
_NOTEPAD = "用记事本打开，点「另存为」，编码选「UTF-8」，存回原处"
_TURNS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_UNSEEN = "\xad\u200b\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e007f"
_FORBIDDEN = (
    f"[^\n\r\t\x20-\x7e\xa0-\u2027\u202f-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|\r(?!\n)|[{_TURNS}{_UNSEEN}]"
)
"""What XML 1.0 cannot hold, line ends that editors and YAML count differently, and what turns the direction of a text
or has no form in it, so that a reviewer would not see what is printed. Joiners, which scripts need, are allowed."""
_KINDS = ((f"[{_TURNS}]", "改变文字方向的"), (f"[{_UNSEEN}]", "看不见的"))
_NAMED = {
    "\x0b": (" Word 的手动换行（U+000B）", "删去它；要分行的另起一行"),
    "\x0c": ("分页符（U+000C）", "删去它"),
    "\x85": ("换行符 U+0085", "删去它；要分行的另起一行"),
    "\u2028": ("行分隔符（U+2028）", "删去它；要分行的另起一行"),
    "\u2029": ("段落分隔符（U+2029）", "删去它；要分段的空一行"),
    "\ufeff": ("字节顺序标记（BOM，U+FEFF），像是两个文件接在了一起", "删去这个看不见的字符"),
}
"""Characters that come from a program whose name says more to whoever pasted them than their number."""


def source(data: bytes, name: str) -> tuple[SourceFile | None, list[Problem]]:
    """A file with its text, in which a lone carriage return is a line end like others; None with the problem."""
    text, problems = decoded(data, name)
    if text is None:
        return None, problems
    if "\r" in text:
        text = re.sub("\r(?!\n)", "\n", text)
    return SourceFile(name, text, data), []


def decoded(data: bytes, name: str) -> tuple[str | None, list[Problem]]:
    """The text of a file in UTF-8, without a byte order mark at its start; None with the problem."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or data.count(0) > len(data) // 4:
        return None, [_encoded(Place(name, 1, 1), "，看来是 UTF-16（记事本里叫「Unicode」）")]
    data = data.removeprefix(_BOM)
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as error:
        before = re.sub("\r\n?", "\n", data[: error.start].decode("utf-8"))
        line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        place = Place(name, line, column, 1, before[before.rfind("\n") + 1 :] + "\ufffd")
        return None, [_encoded(place, "，看来是 GBK（记事本里叫「ANSI」）" if _is_gbk(data) else "")]


def _encoded(place: Place, guess: str) -> Problem:
    return Problem("YAML-ENCODING", place, f"文件不是 UTF-8 编码{guess}", _NOTEPAD)


def _is_gbk(data: bytes) -> bool:
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return True


def forbidden(text: str) -> Iterator[re.Match[str]]:
    """The characters that a text must not hold; one whose lines are printable, as those of most are, has none."""
    return iter(()) if all(map(str.isprintable, text.split("\n"))) else re.finditer(_FORBIDDEN, text)


def strange(file: SourceFile) -> Iterator[Problem]:
    """A problem for each character of a file that it must not hold; of thousands the first ones."""
    characters = forbidden(file.text)
    for match in islice(characters, MAX_ALIKE):
        yield Problem("YAML-CHARACTER", file.place(*match.span()), *_told(match[0]))
    for match in islice(characters, 1):
        message = f"出现控制字符 U+{ord(match[0]):04X}，这样的还有 {sum(1 for _ in characters)} 处"
        yield Problem("YAML-CHARACTER", file.place(*match.span()), message, "删去这些看不见的字符")


def _told(character: str) -> tuple[str, str]:
    if character in _NAMED:
        name, remedy = _NAMED[character]
        return f"出现{name}", remedy
    kind = next((words for kind, words in _KINDS if re.match(kind, character)), " Word 文档容不下的")
    return f"出现{kind}控制字符 U+{ord(character):04X}", "删去这个看不见的字符"
