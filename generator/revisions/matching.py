"""The difference of two sequences in nearly linear time; of short ones, as difflib computes it."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher

_SHORT = 5_000  # elements of both sequences together
_FEW_PAIRS = 200_000  # pairs of equal elements, over which difflib iterates again and again

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
        old, new = before[start:end], after[first:last]
        if _is_short(old, new):
            matcher = SequenceMatcher(None, old, new, autojunk=False)
            for kind, a, b, c, d in matcher.get_opcodes():
                yield kind, start + a, start + b, first + c, first + d
            continue
        anchors = [*_anchors(old, new)]
        if not anchors:
            kind = "replace" if old and new else "delete" if old else "insert"
            yield kind, start, end, first, last
            continue
        parts = []
        a, c = start, first
        for left, right, size in anchors:
            if (a, c) != (start + left, first + right):
                parts.append((False, a, start + left, c, first + right))
            a, c = start + left + size, first + right + size
            parts.append((True, a - size, a, c - size, c))
        if (a, c) != (end, last):
            parts.append((False, a, end, c, last))
        waiting += reversed(parts)


def likeness(before: str, after: str) -> float:
    """The similarity of two texts, from 0 to 1; of long ones the share of common characters in any order."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return matcher.ratio() if _is_short(before, after) else matcher.quick_ratio()


def _is_short(left: Sequence[Hashable], right: Sequence[Hashable]) -> bool:
    if len(left) + len(right) > _SHORT:
        return False
    counts = Counter(right)
    return sum(count * counts[element] for element, count in Counter(left).items()) <= _FEW_PAIRS


def _anchors(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[tuple[int, int, int]]:
    """Equal stretches, in order: the common prefix and suffix, and around each element that occurs once in both."""
    most = min(len(old), len(new))
    head = next((n for n in range(most) if old[n] != new[n]), most)
    tail = next((n for n in range(most - head) if old[-1 - n] != new[-1 - n]), most - head)
    if head:
        yield 0, 0, head
    a, c = head, head
    last, end = len(old) - tail, len(new) - tail
    for left, right in _in_both_orders(old[head:last], new[head:end]):
        left, right = left + head, right + head
        if left < a or right < c:
            continue  # within a stretch that is covered already
        begin = 0
        while left - begin > a and right - begin > c and old[left - begin - 1] == new[right - begin - 1]:
            begin += 1
        size = 1
        while left + size < last and right + size < end and old[left + size] == new[right + size]:
            size += 1
        yield left - begin, right - begin, begin + size
        a, c = left + size, right + size
    if tail:
        yield last, end, tail


def _in_both_orders(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """The longest chain of elements that occur once in each sequence and have the same order in both."""
    counts, others = Counter(old), Counter(new)
    places = {element: number for number, element in enumerate(new) if others[element] == 1}
    pairs = [(n, places[element]) for n, element in enumerate(old) if counts[element] == 1 and element in places]
    ends: list[int] = []
    chain: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        position = bisect_left(ends, place)
        before.append(chain[position - 1] if position else -1)
        ends[position : position + 1] = [place]
        chain[position : position + 1] = [number]
    longest = []
    number = chain[-1] if chain else -1
    while number >= 0:
        longest.append(pairs[number])
        number = before[number]
    return longest[::-1]
