"""How much room a text takes on a terminal."""

from __future__ import annotations

from functools import cache
from unicodedata import east_asian_width


def width(text: str) -> int:
    """The columns that a text takes on a terminal: two for each wide character."""
    return sum(map(columns, text))


@cache
def columns(char: str) -> int:
    """The columns of one character."""
    return 2 if east_asian_width(char) in "WF" else 1
