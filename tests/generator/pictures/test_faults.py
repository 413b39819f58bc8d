"""The bounds of a picture's declared size."""

from __future__ import annotations

import pytest

from generator.pictures.faults import MAX_PIXELS, MAX_SIDE, UnfitImageError, check_size


def test_what_telephones_take_is_let_through_up_to_the_bounds() -> None:
    check_size(1, MAX_SIDE)
    check_size(MAX_PIXELS // 5000, 5000)


@pytest.mark.parametrize(
    ("columns", "rows", "message"),
    [
        (0, 5, "是 0"),
        (5, 0, "是 0"),
        (MAX_SIDE + 1, 1, "20001×1 像素，超过上限（4000 万像素，一边 20000）"),
        (MAX_PIXELS // 5000 + 1, 5000, "8001×5000 像素"),
    ],
)
def test_a_size_beyond_the_bounds_is_refused(columns: int, rows: int, message: str) -> None:
    with pytest.raises(UnfitImageError, match=message.replace("（", "（")) as found:
        check_size(columns, rows)
    assert found.value.remedy
