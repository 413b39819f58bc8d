"""Photographs that lie on their side are refused, others are not."""

from __future__ import annotations

import pytest

from generator.pictures.exif import check_upright
from generator.pictures.faults import UnfitImageError
from tests.support.pictures import exif


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("orientation", range(2, 9))
def test_a_photograph_to_be_turned_is_refused(orientation: int, order: str) -> None:
    with pytest.raises(UnfitImageError, match="横着存的") as found:
        check_upright(exif(orientation, order))
    assert "另存" in found.value.remedy


def test_the_number_may_have_four_bytes() -> None:
    data = exif(6).replace(b"\x01\x12\0\x03\0\0\0\x01\0\x06\0\0", b"\x01\x12\0\x04\0\0\0\x01\0\0\0\x06")
    assert data != exif(6)
    with pytest.raises(UnfitImageError, match="横着存的"):
        check_upright(data)


@pytest.mark.parametrize("data", [exif(1), exif(0), exif(9), b"", b"II*\0", exif(6)[:20], b"XX" + exif(6)[2:]])
def test_an_upright_one_and_what_cannot_be_read_pass(data: bytes) -> None:
    check_upright(data)
