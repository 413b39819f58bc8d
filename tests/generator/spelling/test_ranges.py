"""Ranges by their two ends or their two bounds."""

from __future__ import annotations

import pytest

from generator.spelling.folding import TAG
from generator.spelling.ranges import interval, parts_of, range_of, with_own_unit
from generator.spelling.refusing import RefusedError


def text_of(typed: str) -> str | None:
    found = range_of(typed, 0, len(typed)) or interval(typed, 0, len(typed))
    return f"{with_own_unit(*found)}—{found[1].exact}" if found else None


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("90%-95%", "90%—95%"),
        ("90-95%", "90%—95%"),
        ("90%——95%", "90%—95%"),
        ("90%至95%之间", "90%—95%"),
        ("介于90%和95%之间", "90%—95%"),
        ("控制在90%到95%", "90%—95%"),
        ("2.18~3万元", "2.18万元—3万元"),
        ("5000元-1万元", "5000元—1万元"),
        ("3-3次", "3次—3次"),
        ("3-5年", "3年—5年"),
        ("90%≤x≤95%", "90%—95%"),
        ("90%<=X<=95%", "90%—95%"),
        ("[90%,95%]", "90%—95%"),
        ("≥90%且≤95%", "90%—95%"),
        ("≤95%,≥90%", "90%—95%"),
        ("≥90%≤95%", "90%—95%"),
        ("90%以上95%以下", "90%—95%"),
        ("90%以上,95%以下", "90%—95%"),
        ("不低于90%并且不超过95%", "90%—95%"),
        (f"{TAG}-{TAG}", f"{TAG}—{TAG}"),
        (f"≥{TAG}且≤95%", f"{TAG}—95%"),
    ],
)
def test_a_range_has_two_ends(typed: str, text: str) -> None:
    assert text_of(typed) == text


@pytest.mark.parametrize(
    "typed",
    ["90%", "1-12", "3-5月", "2021-2022年", "1-3年级", "90%-95次", "约90%-95%", "90%和95%", "90%-", "-95%", "≥90%且≥95%", "90%且95%",
     "=90%且≤95%", "≥90次且≤95%", "[甲,乙]", "甲≤x≤乙", "三万一元以上,≤4万元"],
)  # fmt: skip
def test_what_is_no_range(typed: str) -> None:
    assert text_of(typed) is None


@pytest.mark.parametrize("typed", ["95%-90%", "3万元-5000元", "≥95%且≤90%", "[95%,90%]"])
def test_ends_the_wrong_way_round_are_refused(typed: str) -> None:
    with pytest.raises(RefusedError) as caught:
        text_of(typed)
    assert "颠倒" in caught.value.message
    assert caught.value.forms


@pytest.mark.parametrize("typed", ["(90%,95%]", "[90%,95%)", "90%<x≤95%", "90%≤x<95%", ">90%且≤95%", "大于90%小于95%"])
def test_an_open_end_is_refused(typed: str) -> None:
    with pytest.raises(RefusedError) as caught:
        text_of(typed)
    assert "不含" in caught.value.message


def test_the_parts_of_a_text_are_not_parted_at_the_comma_of_thousands() -> None:
    assert parts_of("1,000人;2场", 0, 9) == [(0, 6), (7, 9)]
