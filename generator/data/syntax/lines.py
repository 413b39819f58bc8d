"""Takes a file of YAML apart line by line, as far as each line says what it is, readable or not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from generator.data.syntax.encoding import PIPES

BLANKS = "\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
"""Characters that look like a blank and are none to YAML."""
_INDENT = " \t" + BLANKS
_FAR = 200  # lines over which a value in quotes or brackets is followed


class Line(NamedTuple):
    """A line that is not within a text of several lines: its offset, its text, and where in it its parts begin.

    `content` is the column of its first mark, `entry` that behind its hyphens. `colon` is the column of the colon
    behind its name, -1 if it has none; `value` and `end` are the columns of the value, without a comment. Its value may
    go on in the next lines, in quotes or brackets.
    """

    start: int
    text: str
    content: int
    entry: int
    colon: int
    value: int
    end: int
    goes_on: bool = False

    @property
    def name(self) -> str:
        """The name before the colon, without quotes; empty if there is none."""
        return self.text[self.entry : self.colon].strip().strip("\"'") if self.colon >= 0 else ""

    @property
    def typed(self) -> str:
        """The value as it stands on this line."""
        return self.text[self.value : self.end]

    @property
    def column(self) -> int:
        """The column at which the mapping of this line is indented, or the hyphen of its list."""
        return self.entry if self.colon >= 0 else self.content


class Block(NamedTuple):
    """The text below a line whose value is |: its lines but for blank ones, with offsets, and its column."""

    opened: Line
    lines: list[tuple[int, str]]
    column: int


class Layout(NamedTuple):
    """The lines of a file that carry its structure, and the texts of several lines between them."""

    lines: list[Line]
    blocks: list[Block]

    @staticmethod
    def of(text: str) -> Layout:
        """The layout of a file; its lines end in \\n or \\r\\n."""
        layout = Layout([], [])
        lines = [*_numbered(text)]
        at = 0
        while at < len(lines):
            start, content = lines[at]
            at += 1
            if _blank(content) or content.lstrip(" ").startswith("#"):
                continue
            made = _line(start, content)
            if opens_block(made.typed) or (made.colon >= 0 and made.typed in [*PIPES]):
                until = at
                while until < len(lines) and (_blank(lines[until][1]) or _indent(lines[until][1]) > made.column):
                    until += 1
                inner = [line for line in lines[at:until] if not _blank(line[1])]
                if inner:
                    layout.blocks.append(Block(made, inner, _block_column(made, inner[0][1])))
                at = until
            else:
                behind = _continued(made, lines, at)
                made, at = made._replace(goes_on=behind > at), behind
            layout.lines.append(made)
        return layout


def _continued(line: Line, lines: list[tuple[int, str]], at: int) -> int:
    """The index of the first line behind a value in quotes or brackets that goes on in the next lines."""
    first = line.typed[:1]
    if first in ('"', "'") and closing(line.text, line.value) < 0:
        for number in range(at, min(at + _FAR, len(lines))):
            text = lines[number][1]
            if (quote := text.find(first)) >= 0:
                rest = text[quote + 1 :].strip(_INDENT)
                return number + 1 if not rest or rest.startswith("#") else at
            if _line(0, text).colon >= 0:
                return at
    if first in ("[", "{") and not line.typed.startswith("{{"):
        depth = _depth(line.typed)
        for number in range(at, min(at + _FAR, len(lines))):
            if depth <= 0:
                return number
            depth += _depth(lines[number][1])
    return at


def _depth(text: str) -> int:
    return text.count("[") + text.count("{") - text.count("]") - text.count("}")


def opens_block(value: str) -> bool:
    """Whether a value says that a text of several lines follows: |, >-, |2."""
    return value[:1] in ("|", ">") and len(value) <= 3 and all(sign in "+-123456789" for sign in value[1:])


def _numbered(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a text without their ends, with their offsets."""
    start = 0
    for line in text.split("\n"):
        yield start, line.removesuffix("\r")
        start += len(line) + 1


def _blank(text: str) -> bool:
    return not text.strip(_INDENT)


def _indent(text: str) -> int:
    """The column of the first mark of a line, whatever blanks stand before it."""
    return len(text) - len(text.lstrip(_INDENT))


def _block_column(opened: Line, first: str) -> int:
    """The column of a text below |; blanks of other kinds at the start of its first line belong to the text."""
    spaces = len(first) - len(first.lstrip(" "))
    return spaces if spaces > opened.column else _indent(first)


def _line(start: int, text: str) -> Line:
    content = entry = _indent(text)
    while text.startswith("- ", entry) or text[entry:] == "-":
        entry += 1
        entry += len(text[entry:]) - len(text[entry:].lstrip(" \t"))
    colon = _colon(text, entry)
    value = colon + 1 if colon >= 0 else entry
    value += len(text[value:]) - len(text[value:].lstrip(" \t"))
    end = _comment(text, value)
    return Line(start, text, content, entry, colon, value, len(text[:end].rstrip(" \t")))


def _colon(text: str, entry: int) -> int:
    """The column of the colon that ends the name of a line; -1 if there is none."""
    if text[entry : entry + 1] in ('"', "'"):
        entry = max(closing(text, entry), entry) + 1
        return entry if text[entry : entry + 1] == ":" and text[entry + 1 : entry + 2] in ("", " ", "\t") else -1
    if text[entry : entry + 1] in ("{", "[", "|", ">", "#"):
        return -1
    until = _comment(text, entry)
    found = text.find(":", entry, until)
    while found >= 0 and text[found + 1 : found + 2] not in ("", " ", "\t"):
        found = text.find(":", found + 1, until)
    return found


def _comment(text: str, start: int) -> int:
    """The column at which the comment of a line begins, behind a value in quotes if it is; else that of its end."""
    if text[start : start + 1] in ('"', "'"):
        start = max(closing(text, start), start)
    if text[start : start + 1] == "#":
        return start
    found = [at for mark in (" #", "\t#") if (at := text.find(mark, start)) >= 0]
    return min(found, default=len(text))


def closing(text: str, opened: int) -> int:
    """The column of the quote that closes the one at a column; -1 if it is not closed on this line."""
    quote, at = text[opened], opened + 1
    while at < len(text):
        if text[at] == quote:
            if quote == '"' or text[at + 1 : at + 2] != "'":
                return at
            at += 1
        elif text[at] == "\\" and quote == '"':
            at += 1
        at += 1
    return -1
