"""JPEGs: what is kept of them, and what is refused."""

from __future__ import annotations

import struct

import pytest

from generator.pictures.faults import UnfitImageError
from generator.pictures.jpeg import read_jpeg
from tests.support.pictures import exif, frame, jpeg, segment

SECRET = b"SECRET"
PROFILE = segment(0xE2, b"ICC_PROFILE\0\x01\x01profile")
ADOBE = segment(0xEE, b"Adobe\0\x64\0\0\0\0\x01")
APART = [
    segment(0xE0, b"JFIF\0\x01\x02\x01\0\x48\0\x48\0\0"),
    segment(0xE0, b"JFXX\0\x10 SECRET thumbnail"),
    segment(0xE1, b"Exif\0\0" + exif(1)),
    segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0 SECRET"),
    segment(0xE2, b"MPF\0 SECRET"),
    segment(0xED, b"Photoshop 3.0\0 SECRET"),
    segment(0xEE, b"Adobe SECRET and more"),
    segment(0xFE, SECRET),
]


def test_all_but_the_pixels_and_their_colours_is_left_out() -> None:
    image = read_jpeg(jpeg(more=[*APART, PROFILE, ADOBE], tail=b"PK\x03\x04 SECRET" + jpeg()))
    assert image.data == jpeg(more=[PROFILE, ADOBE])
    assert (image.kind, image.columns, image.rows, image.density) == ("jpeg", 4, 3, 72)


@pytest.mark.parametrize(("unit", "density"), [(0, 0), (1, 72), (2, 182.88)])
def test_the_density_is_in_pixels_per_inch(unit: int, density: float) -> None:
    head = segment(0xE0, struct.pack(">5sHBHHBB", b"JFIF\0", 0x102, unit, 72, 72, 0, 0))
    assert read_jpeg(jpeg(more=[head])).density == density


def test_fill_bytes_and_several_scans_are_read() -> None:
    scan = segment(0xDA, b"\x01\x01\0\0\x3f\0") + b"\x12\x34"
    several = jpeg(own=frame(4, 3, marker=0xC2))[:-2] + segment(0xC4, b"\0" * 17) + scan + b"\xff\xd9"
    assert read_jpeg(several).data == several
    tables = jpeg()[:-2] + segment(0xC4, b"\0" * 17) + b"\xff\xd9"
    assert read_jpeg(tables).data == tables
    assert read_jpeg(jpeg()[:-2] + b"\xff\xff\xff\xd9").data.endswith(b"\xff\xd9")
    assert read_jpeg(b"\xff\xd8" + segment(0xFE) + b"\xff\xff" + jpeg()[3:]).data == jpeg()


def test_grey_is_shown() -> None:
    assert read_jpeg(jpeg(own=frame(4, 3, 1))).columns == 4


@pytest.mark.parametrize(
    "data",
    [
        jpeg()[:-2],
        jpeg()[:30],
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\xd9",
        jpeg()[:-2] + b"\xff",
        b"\xff\xd8" + frame(4, 3) + b"\xff\xd9",
        b"\xff\xd8" + segment(0xDA, b"\x01") + frame(4, 3) + b"\xff\xd9",
        b"\xff\xd8" + b"\xff\xdb\0\x01" + jpeg()[2:],
        b"\xff\xd8\0" + jpeg()[2:],
        b"\xff\xd8\xff\x01\0\x02" + jpeg()[2:],
        jpeg(own=segment(0xC0, b"\x08\0\x03\0\x04\x03\x01\x11\0")),
        jpeg(own=segment(0xC0, b"\x08")),
        jpeg(more=[segment(0xFE)] * 10_000),
    ],
)
def test_what_is_not_whole_is_refused(data: bytes) -> None:
    with pytest.raises(UnfitImageError, match="不完整") as found:
        read_jpeg(data)
    assert found.value.remedy


@pytest.mark.parametrize(
    ("own", "message"),
    [
        (frame(4, 3, 4), "印刷用的 CMYK"),
        (frame(4, 3, 2), "2 种颜色、每种 8 位"),
        (frame(4, 3, 3, 12), "3 种颜色、每种 12 位"),
        (frame(4, 3, marker=0xC9), "少有程序认得"),
        (frame(4, 3, marker=0xC3), "少有程序认得"),
        (frame(4, 3) + segment(0xCC, b"\0\0"), "少有程序认得"),
        (frame(4, 0), "宽或者高是 0"),
        (frame(65_535, 65_535), "65535×65535 像素"),
        (frame(4, 3) + frame(4, 3), "两张图片"),
    ],
)
def test_what_word_may_not_show_is_refused(own: bytes, message: str) -> None:
    with pytest.raises(UnfitImageError, match=message) as found:
        read_jpeg(jpeg(own=own))
    assert found.value.remedy


def test_a_photograph_to_be_turned_is_refused() -> None:
    with pytest.raises(UnfitImageError, match="横着存的"):
        read_jpeg(jpeg(more=[segment(0xE1, b"Exif\0\0" + exif(6))]))
