"""The formats that a text can carry with it: **bold**, [words]{bold color=FF0000 size=14}; all else is plain."""

from __future__ import annotations

import re
from typing import Any, TypedDict


class RichRun(TypedDict):
    """Words in one format: the colour as six hexadecimal digits or empty, the size in half points or 0."""

    text: str
    bold: bool
    color: str
    size: int


COLOURS = {
    "black": "000000",
    "white": "FFFFFF",
    "red": "FF0000",
    "green": "008000",
    "blue": "0000FF",
    "yellow": "FFFF00",
    "orange": "FFA500",
    "purple": "800080",
    "gray": "808080",
    "grey": "808080",
    "cyan": "00FFFF",
    "magenta": "FF00FF",
}
"""The names of colours that are understood, with the digits of each."""
MOST_POINTS = 1638
"""The largest size of letters that Word has, in points."""
# **bold**; [words]{color=red size=14 bold}; a backslash before a sign of these.
_MARKUP = re.compile(
    r"\\(?P<plain>[\\*\[\]])|\*\*(?P<bold>(?!\s)(?:\\.|[^*\\]|\*(?!\*))+(?<!\s))\*\*|\[(?P<words>(?:\\.|[^\[\]\\])*)\]\{(?P<form>[^{}]*)\}",
    re.DOTALL,
)
_ESCAPED = re.compile(r"\\([\\*\[\]])")
# color=red, size=10.5, bold.
_FORM = re.compile(r"color=(?P<color>#?\w+)|size=(?P<size>[0-9]{1,4}(?:\.5)?)|(?P<bold>bold)")
# What is meant for a format, right or wrong: bold, font=…
_MEANT = re.compile(r"bold\Z|[a-z]+=")
_HEXADECIMAL = re.compile(r"#?([0-9A-Fa-f]{6})")


def colour(name: str) -> str:
    """A colour by its six hexadecimal digits or its name, as six digits; empty for what is none."""
    digits = _HEXADECIMAL.fullmatch(name.strip())
    return digits[1].upper() if digits else COLOURS.get(name.strip().lower(), "")


def rich_runs(text: str) -> list[RichRun]:
    """The runs of a text. What is not of the notation is left as it is written.

    Raises:
        TypeError: a format is named that is none.
    """
    runs: list[RichRun] = []
    begin = 0
    for found in _MARKUP.finditer(text):
        form = _form(found["form"]) if found["form"] is not None else {}
        if form is None:
            continue
        _add(runs, text[begin : found.start()])
        if found["plain"]:
            _add(runs, found["plain"])
        else:
            words = found["bold"] if found["words"] is None else found["words"]
            _add(runs, _ESCAPED.sub(r"\1", words), **({"bold": True} if found["bold"] else form))
        begin = found.end()
    _add(runs, text[begin:])
    return runs


def _add(runs: list[RichRun], text: str, *, bold: bool = False, color: str = "", size: int = 0) -> None:
    """Adds words to the last run, or another run where they have another format."""
    if runs and (bold, color, size) == (runs[-1]["bold"], runs[-1]["color"], runs[-1]["size"]):
        runs[-1]["text"] += text
    elif text:
        runs.append({"text": text, "bold": bold, "color": color, "size": size})


def _form(source: str) -> dict[str, Any] | None:
    """The formats that are named between braces; None if they name none, so that the braces are text.

    Raises:
        TypeError: a format is named that is none.
    """
    form: dict[str, Any] = {}
    words = source.split()
    if not words or not any(_MEANT.match(word) for word in words):
        return None
    for word in words:
        match = _FORM.fullmatch(word)
        named = colour(match["color"]) if match and match["color"] else ""
        points = float(match["size"]) if match and match["size"] else 0
        if match and match["bold"]:
            form["bold"] = True
        elif named:
            form["color"] = named
        elif 1 <= points <= MOST_POINTS:
            form["size"] = int(points * 2)
        else:
            raise TypeError(f"「{word[:30]}」不是文字的格式：可用 bold、color=FF0000、size=14（磅）")
    return form
