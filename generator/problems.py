"""Problems are values: what is wrong with an input, at which place, and what to do about it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from enum import Enum
from functools import cached_property
from itertools import accumulate

from generator.frozen import Frozen


class Severity(Enum):
    """How serious a problem is; only an error stops the build."""

    ERROR = "错误"
    WARNING = "警告"
    NOTICE = "提示"


class Place(Frozen):
    """A stretch of one line of a file, or a whole file if `line` is 0.

    Lines and columns count characters from 1. `excerpt` is the whole line, or for a file that has no lines (a Word
    template) the text of the paragraph at fault. `where` says in words where that is, such as 正文表 2 第 1 行第 4 格.
    """

    path: str
    line: int
    column: int
    width: int
    excerpt: str
    where: str

    def __init__(
        self, path: str, line: int = 0, column: int = 0, width: int = 1, excerpt: str = "", where: str = ""
    ) -> None:
        self.__dict__.update(path=path, line=line, column=column, width=width, excerpt=excerpt, where=where)

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}" if self.line else self.path


class SourceFile(Frozen):
    """The decoded text of an input file, which turns character offsets into places; `written` are its bytes."""

    path: str
    text: str
    written: bytes | None = None

    @cached_property
    def found(self) -> dict[tuple[str, int], list[int]]:
        """The offsets at which a text was found from a start on: a cache for repeated searches."""
        return {}

    @cached_property
    def _lines(self) -> tuple[str, ...]:
        return tuple(line.rstrip("\r") for line in self.text.split("\n"))

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        """The offset of each line, and that behind the last."""
        return (0, *accumulate(len(line) + 1 for line in self.text.split("\n")))

    @property
    def data(self) -> bytes:
        """The bytes of the file, as they were read."""
        return self.text.encode() if self.written is None else self.written

    def place(self, start: int, end: int) -> Place:
        """The place of text[start:end]; a stretch over several lines is cut at the end of its first line."""
        start = min(start, len(self.text))
        line = bisect_right(self._starts, start)
        first = self._starts[line - 1]
        excerpt = self._lines[line - 1]  # one text for all places on a line, which may be a megabyte long
        width = min(end, first + len(excerpt)) - start
        return Place(self.path, line, start - first + 1, max(width, 1), excerpt)

    def offset(self, place: Place) -> int:
        """The offset at which a place of this file begins."""
        return self._starts[place.line - 1] + place.column - 1


class Problem(Frozen):
    """One finding.

    `message` says what was expected and found, `computation` how the expected value came about, `remedy` what to do;
    all three are Chinese sentences without a final full stop.
    """

    code: str
    place: Place
    message: str
    remedy: str = ""
    computation: str = ""
    severity: Severity = Severity.ERROR


REFERENCE = "docs/rules"
"""The folder of the rule reference, below the program's root."""


def family_of(code: str) -> str:
    """The family of a code, which is the part before its first hyphen: SCORE for SCORE-SUM, CHOICE for CHOICE."""
    return code.partition("-")[0]


def page_of(code: str) -> str:
    """The page of a code in the folder of the rule reference: score.md#score-sum for SCORE-SUM."""
    return f"{family_of(code).lower()}.md#{code.lower()}"


MOST_ADVISED = 100  # wrong names of a report that are each compared with all known ones
_MOST_COMPARED = 300  # known names that a wrong one is compared with
_ALIKE = 0.6  # the share of letters in common from which a name is meant for another
LONGEST_SLIP = 100  # characters of a name that can be a misspelling


def nearest(name: str, known: Iterable[str], otherwise: str = "", *, cutoff: float = 0.6) -> str:
    """The remedy that suggests the known name closest to a wrong one, or `otherwise` if none is close."""
    from difflib import get_close_matches

    if len(name) > LONGEST_SLIP:
        return otherwise
    near = get_close_matches(name, _likely(name, [*known]), n=2, cutoff=cutoff)
    return f"是不是「{near[0]}」" if near and not _far_fetched(name, near) else otherwise


def _far_fetched(name: str, near: Sequence[str]) -> bool:
    """Whether a name has little in common with the one most like it, or as little with another.

    Of a name of two characters one may be wrong.
    """
    from difflib import SequenceMatcher

    shares = [SequenceMatcher(None, known, name).ratio() for known in near]
    if shares[0] >= _ALIKE:
        return False
    one_wrong = len(near[0]) == len(name) and sum(a != b for a, b in zip(name, near[0], strict=True)) == 1
    return not one_wrong or shares[0] in shares[1:]


def _likely(name: str, known: list[str]) -> list[str]:
    """The known names that share the most letters with a wrong one; all if they are few."""
    if len(known) <= _MOST_COMPARED:
        return known
    letters = set(name)
    alike = [candidate for candidate in known if len(candidate) <= 2 * len(name) <= 4 * len(candidate)]
    from heapq import nlargest

    return nlargest(_MOST_COMPARED, alike, key=lambda candidate: len(letters.intersection(candidate)))


def sorted_problems(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem once, by file, line and column."""
    return sorted(
        dict.fromkeys(problems), key=lambda p: (p.place.path, p.place.line, p.place.column, p.code, p.message)
    )


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any of the problems stops the build."""
    return any(problem.severity is Severity.ERROR for problem in problems)
