"""Determines how a number format of Excel shows a number: as a percentage, a date, or the number itself."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

MAX_FORMAT = 255
"""Characters of a format; Excel writes no more."""

# Built-in formats, the same in every file, including the dates and times of Chinese Excel (27 to 36, 50 to 58).
_PERCENT_IDS = {9, 10}
_DATE_IDS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
# Literal text, spacing, fill, colours and conditions: "年", \-, _), *x, [Red]. Not [h], a number of hours.
_LITERAL = re.compile(r'"[^"]*"?|[\\!_*].?|\[(?!h+\]|m+\]|s+\])[^\]]*\]?', re.IGNORECASE | re.DOTALL)
# The format of a cell without one: General.
_GENERAL = re.compile("General|G/通用格式", re.IGNORECASE)
# The codes of dates and times: yyyy-m-d, h:mm, aaaa. Not the exponent of 0.00E+00.
_DATE = re.compile(r"[dmyhs]|e(?![-+])|aaa", re.IGNORECASE)


class Shown(Enum):
    """What a cell shows of its number; `MARKED` has a percent sign that is only a word beside it."""

    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"
    MARKED = "marked"


def shown_by_id(number: int) -> Shown:
    """What a built-in format shows, by its id."""
    return Shown.PERCENT if number in _PERCENT_IDS else Shown.DATE if number in _DATE_IDS else Shown.NUMBER


@lru_cache(4096)
def shown_by_code(code: str) -> Shown:
    """What a format shows by its code, as in `0.00%` or `yyyy"年"m"月"`; codes are at most `MAX_FORMAT` long."""
    bare = _GENERAL.sub("", _LITERAL.sub("", code))
    if _DATE.search(bare):
        return Shown.DATE
    if "%" in bare:
        return Shown.PERCENT
    return Shown.MARKED if "%" in code else Shown.NUMBER
