"""The comparators at both ends of a figure."""

from __future__ import annotations

import pytest

from generator.spelling.comparators import bounds, judged, quiet, quietly_stated, stated
from generator.spelling.folding import TAG
from generator.spelling.refusing import RefusedError


def said(typed: str, strict: bool = True) -> tuple[str, str] | None:
    found = stated(typed, 0, len(typed), strict)
    return (found.comparator, found.figure.text) if found else None


@pytest.mark.parametrize(
    ("typed", "comparator"),
    [
        ("95%", ""),
        (">=95%", "≥"),
        ("95%以上", "≥"),
        ("95%(含)以上", "≥"),
        ("95%以上(含95%)", "≥"),
        ("95%以上(不含95%)", ">"),
        ("95%以上,不含95%", ">"),
        ("95%以下(不含)", "<"),
        ("95%或以下", "≤"),
        ("95%及以下", "≤"),
        ("达到95%", "≥"),
        ("达95%以上", "≥"),
        ("控制在95%", "≤"),
        ("控制在95%以内", "≤"),
        ("达到=95%", "="),
        ("至少达到95%以上", "≥"),
        ("==95%", "="),
    ],
)
def test_several_words_say_one_comparator(typed: str, comparator: str) -> None:
    assert said(typed) == (comparator, "95%")


@pytest.mark.parametrize(
    ("typed", "at", "forms"),
    [
        ("≥95%以下", "≥95%以下", ("≥95%", "≤95%")),
        ("至少95%以内", "至少95%以内", ("≥95%", "≤95%")),
        ("大于95%以上", "大于95%以上", (">95%", "≥95%")),
        ("≥=95%", "≥=", ("≥95%",)),
        ("95%+", "+", ("≥95%",)),
        ("95%↓", "↓", ("≤95%",)),
        ("95%≥", "≥", ("≥95%", "≤95%")),
        ("≥及时", "≥", ()),
        ("≥", "≥", ()),
        ("≥9O%", "O", ("≥90%",)),
        ("不超过3w人", "w", ("≤3万人",)),
        ("200名以内左右", "200名以内左右", ("≤200名", "约200名")),
    ],
)
def test_contradictions_and_damage_are_refused(typed: str, at: str, forms: tuple[str, ...]) -> None:
    with pytest.raises(RefusedError) as caught:
        said(typed)
    assert (typed[caught.value.start : caught.value.end], caught.value.forms) == (at, forms)


@pytest.mark.parametrize("typed", ["不低于上年", "以上", "达到3A级", "及时", "≥95%以下", "95%+", "≥及时"])
def test_without_strictness_there_is_no_statement(typed: str) -> None:
    assert said(typed, strict=False) is None
    assert quietly_stated(typed, 0, len(typed)) is None


def test_what_stands_around_the_figure_is_kept() -> None:
    found = stated("不少于六次以上", 0, 7, strict=True)
    assert found and (found.before, found.figure.text, found.after) == ("不少于", "6次", "以上")
    sign = stated("=>6次", 0, 4, strict=True)
    assert sign and sign.before == "≥"


def test_a_tag_is_a_figure_and_a_numeral_alone_is_none() -> None:
    tag = judged(TAG, 0, 1)
    assert tag and tag.text == TAG
    assert judged("一", 0, 1) is None
    assert judged("6次以上", 0, 4) is None
    assert quiet("三万一元", 0, 4) is None
    assert quietly_stated("12", 0, 2) is None


def test_the_stretch_between_the_comparators() -> None:
    assert bounds("不超过10%-15%以内", 0, 12)[1:] == (3, 10)
