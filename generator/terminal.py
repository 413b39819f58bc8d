"""What reaches a terminal: text from anywhere, with what would act on a terminal or turn a line around made visible."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO

# Controls but for line end and tab, marks of direction, what has no width, halves of pairs, separators of lines; and
# the sign by which they are written out, so that one that was typed is told apart.
_ACTING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000110bd\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]|⟨(?=U\\+)"
)

RED, GREEN, YELLOW, CYAN, BOLD, RESET = (chr(code) for code in range(0xFDD0, 0xFDD6))
"""Colours on their way to the screen: characters that no text holds, so that no text can bring an escape sequence."""
_COLOURS = {RED: 31, GREEN: 32, YELLOW: 33, CYAN: 36, BOLD: 1, RESET: 0}
_COLOUR = re.compile(f"[{RED}-{RESET}]")


def visible(text: str) -> str:
    """A text of which no character acts on a terminal."""
    return _ACTING.sub(lambda match: f"⟨U+{ord(match[0]):04X}⟩", text)


def json_text(data: Any) -> str:
    """Data as JSON in lines, with the same characters escaped, so that it is exact and harmless to print."""
    return _COLOUR.sub(_escaped, _ACTING.sub(_escaped, json.dumps(data, ensure_ascii=False, indent=2)))


def _escaped(match: re.Match[str]) -> str:
    char = match[0]
    return char if char in "⟨\n" else json.dumps(char)[1:-1]


class _Screen:
    """A stream that writes text visibly and colours as a terminal takes them."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def write(self, text: str) -> int:
        """Writes a text."""
        self.stream.write(_COLOUR.sub(lambda match: f"\033[{_COLOURS[match[0]]}m", visible(text)))
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


@contextmanager
def screen() -> Iterator[None]:
    """Lets all that is printed meanwhile pass through `visible`."""
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = _Screen(sys.stdout), _Screen(sys.stderr)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


def bare(stream: TextIO) -> TextIO:
    """The stream itself, for what moves the cursor on purpose."""
    return stream.stream if isinstance(stream, _Screen) else stream
