"""PNGs: what is kept of them, what is refused, and those that the program writes."""

from __future__ import annotations

import struct
import zlib

import pytest

from generator.pictures import png as module
from generator.pictures.faults import UnfitImageError
from generator.pictures.png import read_png, written
from tests.support.pictures import SIGNATURE, chunk, exif, header, png

SECRET = b"SECRET"
METRES = chunk(b"pHYs", struct.pack(">LLB", 11811, 11811, 1))
TEXTS = [
    chunk(name, SECRET)
    for name in (b"tEXt", b"zTXt", b"iTXt", b"tIME", b"iCCP", b"acTL", b"fcTL", b"fdAT", b"prVt", b"eXIf")
]


def test_all_but_the_pixels_is_left_out() -> None:
    image = read_png(png(more=[*TEXTS, METRES], tail=b"PK\x03\x04 SECRET"))
    assert image.data == png() and (image.kind, image.columns, image.rows) == ("png", 4, 3)
    assert image.density == 299.999 or round(image.density) == 300


def test_what_says_how_colours_are_meant_stays_once() -> None:
    colours = [chunk(b"gAMA", b"\0\0\xb1\x8f"), chunk(b"sRGB", b"\0")]
    assert read_png(png(more=[*colours, colours[0]])).data == png(more=colours)
    assert read_png(png()).density == 0


@pytest.mark.parametrize("interlaced", [0, 1])
@pytest.mark.parametrize(("depth", "colour", "channels"), [(1, 0, 1), (16, 2, 3), (4, 3, 1), (8, 4, 2), (8, 6, 4)])
def test_every_kind_of_pixels_is_counted(depth: int, colour: int, channels: int, interlaced: int) -> None:
    columns, rows = 11, 9
    passes = module._PASSES if interlaced else ((0, 0, 1, 1),)
    sizes = [(len(range(x, columns, wide)), len(range(y, rows, high))) for x, y, wide, high in passes]
    raw = b"".join((b"\0" + b"\0" * -(-across * depth * channels // 8)) * down for across, down in sizes if across)
    palette = [chunk(b"PLTE", b"\0" * 48)] if colour == 3 else []

    def made(pixels: bytes) -> bytes:
        parts = [header(columns, rows, depth, colour, interlaced), *palette, chunk(b"IDAT", zlib.compress(pixels))]
        return b"".join([SIGNATURE, *parts, chunk(b"IEND")])

    assert (read_png(made(raw)).columns, read_png(made(raw)).rows) == (columns, rows)
    for wrong in (raw[:-1], raw + b"\0"):
        with pytest.raises(UnfitImageError):
            read_png(made(wrong))


def test_pixels_may_be_cut_into_pieces_anywhere() -> None:
    whole = png()
    at = whole.index(b"IDAT") + 4
    packed = whole[at : whole.index(b"IEND") - 8]
    pieces = [chunk(b"IDAT", packed[:5]), chunk(b"IDAT"), chunk(b"IDAT", packed[5:])]
    data = b"".join([SIGNATURE, header(4, 3), *pieces, chunk(b"IEND")])
    assert read_png(data).data == data


PIXELS = chunk(b"IDAT", zlib.compress((b"\0" + b"\0" * 12) * 3))
END = chunk(b"IEND")
HEAD = header(4, 3)
BROKEN = {
    "cut": png()[:-1],
    "checksum": png()[:-1] + b"\0",
    "no header": SIGNATURE + PIXELS + END,
    "two headers": SIGNATURE + HEAD + HEAD + PIXELS + END,
    "short header": SIGNATURE + chunk(b"IHDR", b"\0" * 12) + PIXELS + END,
    "no pixels": SIGNATURE + HEAD + END,
    "pixels apart": SIGNATURE + HEAD + PIXELS[:0] + PIXELS + chunk(b"tEXt") + PIXELS + END,
    "no deflated pixels": SIGNATURE + HEAD + chunk(b"IDAT", b"xxxxxxxx") + END,
    "colour": SIGNATURE + header(4, 3, 8, 5) + PIXELS + END,
    "depth": SIGNATURE + header(4, 3, 4, 2) + PIXELS + END,
    "passes": SIGNATURE + header(4, 3, 8, 2, 2) + PIXELS + END,
    "no palette": SIGNATURE + header(4, 3, 8, 3) + chunk(b"IDAT", zlib.compress(b"\0" * 15)) + END,
    "name": SIGNATURE + HEAD + chunk(b"I\0AT") + PIXELS + END,
    "too many chunks": SIGNATURE + HEAD + chunk(b"tEXt") * 100_000 + PIXELS + END,
    "more than declared": SIGNATURE + HEAD + chunk(b"IDAT", zlib.compress(b"\0" * (1 << 26))) + END,
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_not_whole_is_refused(name: str) -> None:
    with pytest.raises(UnfitImageError, match="不完整") as found:
        read_png(BROKEN[name])
    assert found.value.remedy


def test_a_chunk_that_readers_must_know_is_refused() -> None:
    with pytest.raises(UnfitImageError, match="少有程序认得"):
        read_png(png(more=[chunk(b"CgBI", b"\0\0\0\0")]))


def test_a_picture_to_be_turned_is_refused() -> None:
    with pytest.raises(UnfitImageError, match="横着存的"):
        read_png(png(more=[chunk(b"eXIf", exif(6))]))


def test_the_declared_size_is_looked_at_before_the_rest() -> None:
    with pytest.raises(UnfitImageError, match="50000×50000 像素"):
        read_png(SIGNATURE + header(50_000, 50_000))


def test_what_is_written_can_be_read_and_is_not_compressed() -> None:
    rows = [bytes([number % 256] * 500) for number in range(200)]
    data = written(rows, 4000)
    image = read_png(data)
    assert (image.data, image.columns, image.rows) == (data, 4000, 200)
    start = data.index(b"IDAT") + 4
    assert zlib.decompress(data[start : data.index(b"IEND") - 8]) == b"".join(b"\0" + row for row in rows)
    assert data[start + 2 : start + 7] == b"\x00\xff\xff\x00\x00" and len(data) > 100_000
