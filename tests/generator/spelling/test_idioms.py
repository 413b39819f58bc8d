from __future__ import annotations

import pytest

from generator.spelling.idioms import Idioms

IDIOMS = Idioms.of(["十分", "“１＋６”方案"])


@pytest.mark.parametrize(
    ("text", "at", "covered"),
    [
        ("十分重要", 0, True),
        ("二十分", 0, False),
        ("得十分", 1, True),
        ("“1+6”方案", 1, True),
        ("1+6", 0, False),
        ("十分3个", 2, False),
        ("非" * 9 + "十分", 9, True),
        ("非" * 9 + "二十分", 9, False),
        ("非" * 9 + "“1+6”方案", 14, True),
    ],
)
def test_a_number_is_covered_by_a_word_that_it_does_not_begin_before(text: str, at: int, covered: bool) -> None:
    assert IDIOMS.cover(text, at, at + 1) is covered


def test_without_words_nothing_is_covered() -> None:
    assert not Idioms.of([]).cover("十分", 0, 2)
