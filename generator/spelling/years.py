"""Years in running text, in every spelling: 2021年, ２０２１年, 二〇二一年, 2021-12-31, 2021.12, 21年度."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.frozen import Frozen
from generator.spelling.folding import fold
from generator.spelling.idioms import Idioms
from generator.spelling.numerals import DIGITS

_MONTH = r"(?:1[0-2]|0?[1-9])(?![0-9])"
_DAY = r"(?:[12][0-9]|3[01]|0?[1-9])(?![0-9])"
# 2021年, the first year of 2021—2022年, 2021.12, 2021/3, 2021-12-31. Not 2021人, a document number 〔2021〕 or the
# decimal 2021.35; group 1 is the year.
_FULL = re.compile(
    rf"(?<![0-9〔])((?:19|20)[0-9]{{2}})(?=\s*年|[-—~至](?:19|20)[0-9]{{2}}\s*年|[./]{_MONTH}|-{_MONTH}-{_DAY})"
)
_ONES = "".join(DIGITS)
# 二〇二一年, 一九九八年; group 1 is the year.
_WORDS = re.compile(rf"(?<![{_ONES}十百])((?:二[〇零]|一九)[{_ONES}]{{2}})(?=\s*年)")
# 21年度, 21年3月, 21年底, and 21年 at the start of a clause; group 1 is the year. Not 使用21年, 21年来.
_SHORT = re.compile(
    r"(?<![0-9.])([0-9]{2})(?=年度|年(?:1[0-2]|0?[1-9])月|年[底初末])(?<![第近约满达用行])|"
    r"(?:(?<=[,。;:、(\n于在比较])|^)([0-9]{2})(?=年(?![来以内间前后的多余之限期]))"
)
_BEFORE, _AFTER = 10, 1  # years before and after that of the report which two digits may mean


class Year(Frozen):
    """A year that is typed at text[start:end]; `short` says that it is typed with two digits."""

    start: int
    end: int
    year: int
    short: bool


def find_years(text: str, own: int, idioms: Idioms) -> Iterator[Year]:
    """The years that a text of a report on a year of its `own` writes, in its order; not 2035年远景目标."""
    folded = fold(text)
    found = [(match.span(1), int(match[1]), False) for match in _FULL.finditer(folded.text)]
    for match in _WORDS.finditer(folded.text):
        found.append((match.span(1), int("".join(str(DIGITS[char]) for char in match[1])), False))
    for match in _SHORT.finditer(folded.text):
        group = 1 if match[1] else 2
        year = own // 100 * 100 + int(match[group])
        if own - _BEFORE <= year <= own + _AFTER:
            found.append((match.span(group), year, True))
    for span, year, short in sorted(found):
        if not idioms.cover(folded.text, *span):
            yield Year(*folded.span(*span), year, short)
