"""Where in its file each character of a YAML scalar was typed."""

from __future__ import annotations

import re

from generator.data.reader import Node
from generator.problems import Place

# What double quotes may hold: an escape, a line end that is escaped, blanks round line ends, or any other character.
_DOUBLE = r'\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|\r?\n[ \t]*|.)|(?<![ \t])[ \t]*(?:\r?\n[ \t]*)+|[^"\\]'
_SINGLE = r"''|(?<![ \t])[ \t]*(?:\r?\n[ \t]*)+|[^']"
_PLAIN = r"(?<![ \t])[ \t]*(?:\r?\n[ \t]*)+|."
_LINE_END = r"\r?\n"


def written(node: Node) -> str:
    """A scalar as it stands in its file, with its quotes, without the blanks behind it."""
    return node.file.text[node.start : node.end].rstrip(" \t\r\n")


def broken(node: Node) -> bool:
    """Whether a scalar stands on more than one line."""
    return "\n" in written(node)


def place(node: Node, text: str, start: int, end: int) -> Place:
    """The place of text[start:end], where `text` is what the scalar says; the scalar's own if that cannot be told."""
    offsets = _offsets(written(node), text)
    if offsets is None:
        return node.place
    end = max(end, start + 1)
    return node.file.place(node.start + offsets[start], node.start + offsets[min(end, len(text))])


def _offsets(raw: str, text: str) -> list[int] | None:
    """Where each character of a scalar begins in what was typed, and where the last ends; None if it is not known."""
    if raw == text:
        return [*range(len(text) + 1)]
    quote = raw[:1] if raw[:1] in ("'", '"') else ""
    pattern = {"'": _SINGLE, '"': _DOUBLE}.get(quote, _PLAIN)
    inside = raw[len(quote) : len(raw) - len(quote)]
    offsets, said = [], []
    for match in re.finditer(pattern, inside):
        meant = _meant(match[0], quote)
        said.append(meant)
        offsets += [len(quote) + match.start()] * len(meant)
    if "".join(said) != text:
        return None
    return [*offsets, len(quote) + len(inside)]


def _meant(typed: str, quote: str) -> str:
    """What a piece of a scalar stands for."""
    if quote == "'" and typed == "''":
        return "'"
    if typed[0] == "\\":
        return _escaped(typed)
    ends = len(re.findall(_LINE_END, typed))
    return typed if not ends else "\n" * (ends - 1) or " "


def _escaped(typed: str) -> str:
    if typed[1] in "xuU":
        return chr(int(typed[2:], 16))
    if typed[1] in "\r\n":
        return ""
    return _ESCAPES.get(typed[1], typed[1])


_ESCAPES = {"0": "\0", "a": "\a", "b": "\b", "t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b"}
_ESCAPES |= {"N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029"}
