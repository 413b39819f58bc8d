"""The words of a language that hold numbers and mean no figure: 十分重要, 一元二次方程, 每3所, 30分钟."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from generator.frozen import Frozen
from generator.spelling.folding import fold

COUNTED = "个"
"""The key of `Idioms.after` for the units of all counted things."""


class Idioms(Frozen):
    """The words of a language that hold numbers and mean no figure, folded.

    `words` are whole ones: 十分, 一分为二; `before` stand directly before a number that counts nothing of the report:
    每, 至少; `after` has for a unit what it is the beginning of: 元 of 元旦, 分 of 分钟.
    """

    words: re.Pattern[str]
    longest: int
    before: tuple[str, ...]
    after: Mapping[str, tuple[str, ...]]

    @staticmethod
    def of(
        words: Collection[str], before: Sequence[str] = (), after: Mapping[str, Sequence[str]] | None = None
    ) -> Idioms:
        """The idioms that are written so."""
        folded = sorted({fold(word).text for word in words}, key=len, reverse=True)
        return Idioms(
            words=re.compile("|".join(map(re.escape, folded)) or "(?!)"),
            longest=len(folded[0]) if folded else 0,
            before=tuple(before),
            after={unit: tuple(behind) for unit, behind in (after or {}).items()},
        )

    def cover(self, text: str, start: int, end: int) -> bool:
        """Whether a stretch of a folded text begins in one of the words: not 二十分, which ends with one."""
        first = max(start - self.longest, 0)
        window = text[first : end + self.longest]
        return any(match.start() + first <= start < match.end() + first for match in self.words.finditer(window))
