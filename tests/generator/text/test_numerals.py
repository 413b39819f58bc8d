from __future__ import annotations

import pytest

from generator.text.numerals import chinese, ordinal, whole_number


@pytest.mark.parametrize(
    ("pattern", "number", "printed"),
    [
        ("一、", 1, "一、"),
        ("（一）", 12, "（十二）"),
        ("1.", 10, "10."),
        ("（1）", 3, "（3）"),
        ("①", 20, "⑳"),
        ("①", 21, "(21)"),
    ],
)
def test_numbers_follow_their_pattern(pattern: str, number: int, printed: str) -> None:
    assert ordinal(pattern, number) == printed


@pytest.mark.parametrize(("number", "numeral"), [(9, "九"), (10, "十"), (20, "二十"), (21, "二十一"), (99, "九十九")])
def test_counts_in_chinese(number: int, numeral: str) -> None:
    assert chinese(number) == numeral


@pytest.mark.parametrize("number", range(1, 100))
def test_a_numeral_is_read_as_it_is_written(number: int) -> None:
    assert whole_number(chinese(number)) == whole_number(str(number)) == number
