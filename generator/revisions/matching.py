"""The difference of two sequences in nearly linear time; for short ones, as difflib computes it."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher

_SHORT = 5_000  # elements of both
_FEW_PAIRS = 200_000  # equal elements of one and the other, each of which difflib looks at again and again

Step = tuple[str, int, int, int, int]
"""`equal`, `replace`, `delete` or `insert`, with the slices of the two sequences, as in difflib."""


def steps(before: Sequence[Hashable], after: Sequence[Hashable]) -> Iterator[Step]:
    """The operations that turn one sequence into the other, in order.

    Long sequences are aligned at the elements that occur once in each, in the same order; where there are none, the
    whole stretch counts as replaced.
    """
    waiting: list[tuple[bool, int, int, int, int]] = [(False, 0, len(before), 0, len(after))]
    while waiting:
        equal, start, end, first, last = waiting.pop()
        if equal:
            yield "equal", start, end, first, last
            continue
        one, other = before[start:end], after[first:last]
        if _is_short(one, other):
            matcher = SequenceMatcher(None, one, other, autojunk=False)
            for kind, a, b, c, d in matcher.get_opcodes():
                yield kind, start + a, start + b, first + c, first + d
            continue
        found = [*_anchors(one, other)]
        if not found:
            kind = "replace" if one and other else "delete" if one else "insert"
            yield kind, start, end, first, last
            continue
        parts = []
        a, c = start, first
        for left, right, size in found:
            if (a, c) != (start + left, first + right):
                parts.append((False, a, start + left, c, first + right))
            a, c = start + left + size, first + right + size
            parts.append((True, a - size, a, c - size, c))
        if (a, c) != (end, last):
            parts.append((False, a, end, c, last))
        waiting += reversed(parts)


def likeness(before: str, after: str) -> float:
    """How much of two texts is the same, from 0 to 1; for long ones the share of common characters in any order."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return matcher.ratio() if _is_short(before, after) else matcher.quick_ratio()


def _is_short(one: Sequence[Hashable], other: Sequence[Hashable]) -> bool:
    if len(one) + len(other) > _SHORT:
        return False
    counts = Counter(other)
    return sum(count * counts[element] for element, count in Counter(one).items()) <= _FEW_PAIRS


def _anchors(one: Sequence[Hashable], other: Sequence[Hashable]) -> Iterator[tuple[int, int, int]]:
    """Stretches that are equal, in order: the common beginning and end, and around each element that occurs once."""
    most = min(len(one), len(other))
    head = next((n for n in range(most) if one[n] != other[n]), most)
    tail = next((n for n in range(most - head) if one[-1 - n] != other[-1 - n]), most - head)
    if head:
        yield 0, 0, head
    a, c = head, head
    last, end = len(one) - tail, len(other) - tail
    for left, right in _in_both_orders(one[head:last], other[head:end]):
        left, right = left + head, right + head
        if left < a or right < c:
            continue  # within a stretch that is covered already
        begin = 0
        while left - begin > a and right - begin > c and one[left - begin - 1] == other[right - begin - 1]:
            begin += 1
        size = 1
        while left + size < last and right + size < end and one[left + size] == other[right + size]:
            size += 1
        yield left - begin, right - begin, begin + size
        a, c = left + size, right + size
    if tail:
        yield last, end, tail


def _in_both_orders(one: Sequence[Hashable], other: Sequence[Hashable]) -> list[tuple[int, int]]:
    """The longest chain of elements that occur once in each sequence and have the same order in both."""
    counts, others = Counter(one), Counter(other)
    places = {element: number for number, element in enumerate(other) if others[element] == 1}
    pairs = [(n, places[element]) for n, element in enumerate(one) if counts[element] == 1 and element in places]
    ends: list[int] = []
    chain: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        at = bisect_left(ends, place)
        before.append(chain[at - 1] if at else -1)
        ends[at : at + 1] = [place]
        chain[at : at + 1] = [number]
    found = []
    number = chain[-1] if chain else -1
    while number >= 0:
        found.append(pairs[number])
        number = before[number]
    return found[::-1]
