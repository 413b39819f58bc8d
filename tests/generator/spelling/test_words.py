"""Every word of the lists does what its list is for."""

from __future__ import annotations

import pytest

from generator.spelling import reading, words
from generator.spelling.reading import Refusal


@pytest.mark.parametrize("counter", sorted(words.COUNTERS - {"元", "元/人", "%", "分"}))
def test_a_counter_may_follow_a_chinese_numeral(counter: str) -> None:
    assert reading.fact(f"三十{counter}") == f"30{counter.replace('(', '（').replace(')', '）')}"


@pytest.mark.parametrize(("sign", "word"), [(sign, word) for sign, group in words.BEFORE.items() for word in group])
def test_a_comparator_says_what_it_is_listed_under(sign: str, word: str) -> None:
    assert reading.target(f"{word}95%") == f"{sign}95%"


@pytest.mark.parametrize("word", [*words.ABOUT_BEFORE, *words.ROUNDING_BEFORE])
def test_a_rounding_word_before_a_figure_is_no_part_of_an_amount(word: str) -> None:
    answer = reading.amount(f"{word}3万元")
    assert isinstance(answer, Refusal)
    assert (answer.start, answer.end) == (0, len(word))


@pytest.mark.parametrize("word", sorted(words.NOTHING))
def test_what_stands_for_nothing_is_no_amount(word: str) -> None:
    answer = reading.amount(word)
    assert isinstance(answer, Refusal)
    assert "「0元」" in answer.remedy


@pytest.mark.parametrize("word", sorted({*words.YES, *words.PARTS}))
def test_what_only_says_yes_or_a_part_is_no_actual_value(word: str) -> None:
    assert isinstance(reading.actual(word), Refusal)


@pytest.mark.parametrize(
    "typed", [*[f"{word}5" for word in words.FOREIGN_BEFORE], *[f"5{w}" for w in words.FOREIGN_AFTER]]
)
def test_money_of_other_countries_is_refused(typed: str) -> None:
    answer = reading.amount(typed)
    assert isinstance(answer, Refusal)
    assert answer.message == "只收人民币"


@pytest.mark.parametrize("typed", words.AREAS)
def test_square_metres_have_one_form(typed: str) -> None:
    assert reading.actual(f"12{typed}") == "12平方米"
