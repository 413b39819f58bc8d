"""Makes any text safe for a terminal: control characters and direction marks are written out."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO

# Controls but for line end and tab, marks of direction, what has no width, halves of pairs, separators of lines; and
# the sign by which they are written out, so that a typed one is distinguished.
_ACTING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u2800\u3164\ufdd0-\ufdef\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\U000110bd"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]|⟨(?=U\\+)"
)

_KEY = f"\ufdd0{os.urandom(4).hex()}"  # random for each process, so that no text can contain a colour
_COLOUR = re.compile(f"{_KEY}([0-9]{{2}})")
RED, GREEN, YELLOW, CYAN, BOLD, RESET = (f"{_KEY}{code:02}" for code in (31, 32, 33, 36, 1, 0))
"""Colours as placeholders, which the screen replaces by escape sequences."""


def visible(text: str) -> str:
    """A text with every character that a terminal would act on written out, as ⟨U+001B⟩."""
    return _ACTING.sub(lambda match: f"⟨U+{ord(match[0]):04X}⟩", text)


def one_line(text: str) -> str:
    """An untrusted text on one line: its line breaks and tabs are made visible."""
    return text.replace("\n", "␊").replace("\t", "␉")


def json_text(data: Any) -> str:
    """Data as JSON in lines, with the same characters escaped, so that it is exact and harmless to print."""
    import json

    return _ACTING.sub(_escaped, json.dumps(data, ensure_ascii=False, indent=2))


def _escaped(match: re.Match[str]) -> str:
    import json

    char = match[0]
    return char if char in "⟨\n" else json.dumps(char)[1:-1]


class _Screen:
    """A stream that makes text safe, and turns placeholders of colours into escape sequences."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def write(self, text: str) -> int:
        """Writes a text."""
        pieces = _COLOUR.split(text)
        for number, piece in enumerate(pieces):
            pieces[number] = f"\033[{int(piece)}m" if number % 2 else visible(piece)
        self.stream.write("".join(pieces))
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


@contextmanager
def screen() -> Iterator[None]:
    """Passes everything that is printed within through `visible`."""
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = _Screen(sys.stdout), _Screen(sys.stderr)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


def unwrapped(stream: TextIO) -> TextIO:
    """The underlying stream, for output that moves the cursor on purpose."""
    return stream.stream if isinstance(stream, _Screen) else stream
