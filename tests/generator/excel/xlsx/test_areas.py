"""Addresses of cells and areas."""

from __future__ import annotations

import pytest

from generator.excel.xlsx.areas import Area, area_at, cell_at


@pytest.mark.parametrize(
    ("reference", "area"),
    [
        ("B3", Area(3, 2, 3, 2)),
        ("$C$3:A1", Area(1, 1, 3, 3)),
        ("A1:AA10", Area(1, 1, 10, 27)),
        ("A:C", None),
        ("A1:B2:C3", None),
        ("A0", None),
        ("", None),
    ],
)
def test_an_area_is_read_from_its_corners(reference: str, area: Area | None) -> None:
    assert area_at(reference) == area


def test_an_area_holds_its_corners_and_no_cell_beside_them() -> None:
    area = Area(2, 2, 3, 4)
    assert [area.holds(*one) for one in [(2, 2), (3, 4), (1, 2), (4, 4), (2, 1), (3, 5)]] == [True, True, *[False] * 4]
    assert cell_at("$AB$7") == (7, 28)
