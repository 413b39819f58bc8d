"""How many columns of a terminal a text takes."""

from __future__ import annotations

import pytest

from generator.text.width import width


@pytest.mark.parametrize(
    ("text", "columns"), [("", 0), ("abc", 3), ("执行率", 6), ("（ａ）", 6), ("a中b", 4), ("½", 1), ("“”", 2)]
)
def test_a_wide_character_takes_two_columns(text: str, columns: int) -> None:
    assert width(text) == columns
