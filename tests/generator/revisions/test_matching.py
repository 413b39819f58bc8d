"""Two sequences are told apart whatever their length; long ones in time that grows with them."""

from __future__ import annotations

import random
from difflib import SequenceMatcher

import pytest

from generator.revisions.compare import compare_texts, pieces
from generator.revisions.matching import steps
from tests.support.growth import assert_linear

LONG = [f"第{number}行" for number in range(8_000)]


def rebuilt(before: list[str], after: list[str]) -> list[str]:
    """What comes of `before` by the steps, each of which must begin where the last one ended."""
    found: list[str] = []
    at = place = 0
    for kind, start, end, first, last in steps(before, after):
        assert (start, first) == (at, place)
        assert kind != "equal" or before[start:end] == after[first:last]
        at, place = end, last
        found += before[start:end] if kind == "equal" else after[first:last]
    assert (at, place) == (len(before), len(after))
    return found


def test_short_sequences_are_told_as_difflib_tells_them() -> None:
    before, after = LONG[:60], [*LONG[5:30], "新", *LONG[28:60]]
    assert [*steps(before, after)] == SequenceMatcher(None, before, after, autojunk=False).get_opcodes()


@pytest.mark.parametrize("seed", range(5))
def test_steps_lead_from_one_long_sequence_to_the_other(seed: int) -> None:
    chance = random.Random(seed)
    before = [chance.choice(LONG) for _ in range(7_000)]
    after = [line for line in before if chance.random() > 0.1]
    after[chance.randrange(7_000 // 2)] = "改"
    assert rebuilt(before, after) == after
    assert rebuilt(before, before[::-1]) == before[::-1]
    assert rebuilt([], before) == before
    assert rebuilt(before, []) == []


def test_a_line_put_in_among_thousands_is_the_only_difference() -> None:
    after = [*LONG[:4_000], "新", *LONG[4_000:]]
    assert [step for step in steps(LONG, after) if step[0] != "equal"] == [("insert", 4_000, 4_000, 4_000, 4_001)]


def changed(size: int) -> tuple[str, str]:
    """Two texts of thousands of sentences of which each differs, or stands elsewhere."""
    before = "".join(f"第{number}项工作已经完成。" for number in range(size))
    return before, "".join(f"第{number}项任务尚未完成。" for number in reversed(range(size)))


def test_long_texts_are_compared_in_time_that_grows_with_them() -> None:
    assert_linear(lambda texts: compare_texts(*texts), changed, 1_500)
    assert_linear(lambda texts: [*pieces(*texts)], lambda n: ("甲乙丙，" * n, "甲丙乙，" * n), 2_000)
