"""Widths as people write them."""

from __future__ import annotations

import pytest

from generator.pictures.width import emu


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("6厘米", 2_160_000),
        ("6cm", 2_160_000),
        ("8.5 厘米", 3_060_000),
        ("85毫米", 3_060_000),
        ("25mm", 900_000),
        (12, 4_320_000),
    ],
)
def test_a_width_is_read(written: object, read: int) -> None:
    assert emu(written) == read


@pytest.mark.parametrize("written", ["0厘米", "-1cm", "6", "2m", "1e9cm", "abc", "", 0, -1, 1000, True, 1.5, None])
def test_anything_else_is_none(written: object) -> None:
    assert emu(written) is None
