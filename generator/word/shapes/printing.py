"""What tags print that shape a cell or give runs: a number of columns, a colour, a text in its formats."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction
from typing import Any

from generator.text.faults import Missing
from generator.text.rich import COLOURS, RichRun, colour, rich_runs
from generator.word.names import MOST_COLUMNS

SPAN, COLOUR, RICH = "_span", "_colour", "_rich"
"""The filters of generated tags: how many columns a cell spans, the colour behind it, the runs of a text."""


def shaping_filters(text: Callable[[object], str]) -> dict[str, Callable[[Any], Any]]:
    """The filters that generated tags have; `text` is what a value is printed as."""

    def runs(value: object) -> list[RichRun]:
        if type(value) is str:
            return rich_runs(value)
        return [{"text": text(value), "bold": False, "color": "", "size": 0}]

    return {SPAN: _span, COLOUR: _colour, RICH: runs}


def _span(value: object) -> int:
    """How many columns a cell spans.

    Raises:
        TypeError: it is no whole number of columns that a table has.
        MissingError: there is no such value.
    """
    if isinstance(value, Missing):
        value.raise_error()
    number = 0
    if isinstance(value, str):
        number = int(value) if value.isascii() and value.isdecimal() and len(value) < 4 else 0
    elif isinstance(value, int | float | Decimal | Fraction) and not isinstance(value, bool):
        with suppress(ArithmeticError):  # of a decimal that is no number
            number = int(value) if 1 <= value <= MOST_COLUMNS and value == int(value) else 0
    if not 1 <= number <= MOST_COLUMNS:
        shown = f"，这里是 {str(value)[:20]}" if isinstance(value, str | int | float | Decimal | Fraction) else ""
        raise TypeError(f"跨的列数要是 1 到 {MOST_COLUMNS} 的整数{shown}")
    return number


def _colour(value: object) -> str:
    """The colour behind a cell, as six hexadecimal digits, or auto for none.

    Raises:
        TypeError: it is no colour.
        MissingError: there is no such value.
    """
    if isinstance(value, Missing):
        value.raise_error()
    name = value if isinstance(value, str) else ""
    if name.strip() == "auto":
        return "auto"
    if found := colour(name):
        return found
    shown = f"「{name[:20]}」" if name else "这里"
    raise TypeError(f"{shown}不是颜色：写六位十六进制数，如 FF0000，或者 {'、'.join([*COLOURS][:6])} 这样的名称")
