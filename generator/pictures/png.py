"""Reads a PNG by its chunks, and writes those of codes."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence

from generator.namespace import Image
from generator.pictures.exif import check_upright
from generator.pictures.faults import AGAIN, AS_OTHER, UnfitImageError, check_size

SIGNATURE = b"\x89PNG\r\n\x1a\n"
"""How a PNG begins."""
# The bits of each channel that each kind of colour can have: grey, RGB, palette, grey and RGB with transparency.
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
# The passes of an interlaced picture (Adam7): the first column and row, and the steps across and down.
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
_NEEDED = (b"IHDR", b"PLTE", b"IDAT", b"IEND")
_COLOURS = (b"tRNS", b"gAMA", b"cHRM", b"sRGB")
_PER_INCH = 0.0254  # metres
_MOST = 100_000  # chunks
_PIECE = 1 << 20  # bytes that are inflated at once
_STORED = 0xFFFF  # bytes of a block that is not compressed


def read_png(data: bytes) -> Image:
    """The picture without texts, EXIF, thumbnails, times, animation and what follows its end; its pixels untouched.

    `density` is in pixels per inch.

    Raises:
        UnfitImageError: it is not whole, of a kind that Word does not show, or not upright.
    """
    kept = [SIGNATURE]
    seen: set[bytes] = set()
    last = b""
    density = 0.0
    pixels: list[bytes] = []
    for name, body, chunk in _chunks(data):
        if (name == b"IHDR") != (not seen):
            raise _broken()
        if name == b"IHDR":
            header = _header(body)
        elif name == b"pHYs" and len(body) == 9 and body[8] == 1:
            density = round(struct.unpack_from(">L", body)[0] * _PER_INCH, 2)
        elif name == b"eXIf":
            check_upright(body)
        elif name not in _NEEDED and not name[0] & 0x20:
            raise UnfitImageError("这种 PNG 少有程序认得，Word 不一定能显示", AS_OTHER)
        if name in _NEEDED and name in seen and (name != b"IDAT" or last != name):
            raise _broken()
        if name in _NEEDED or (name in _COLOURS and name not in seen):
            kept.append(chunk)
        seen.add(name)
        last = name
        pixels += [body] if name == b"IDAT" else []
    if data[25] == 3 and b"PLTE" not in seen:
        raise _broken()
    _check_pixels(pixels, _bytes(*header))
    return Image(b"".join(kept), "png", *header[:2], density)


def written(rows: Sequence[bytes], columns: int) -> bytes:
    """The PNG of black and white rows, each of packed bits where 1 is white.

    Nothing is compressed, so that its bytes do not depend on the library that would.
    """
    raw = b"".join(b"\0" + row for row in rows)
    blocks = [raw[at : at + _STORED] for at in range(0, len(raw), _STORED)]
    packed = [b"\x78\x01"]
    for number, block in enumerate(blocks, 1):
        packed += [struct.pack("<BHH", number == len(blocks), len(block), len(block) ^ _STORED), block]
    packed.append(struct.pack(">L", zlib.adler32(raw)))
    header = struct.pack(">LLBBBBB", columns, len(rows), 1, 0, 0, 0, 0)
    return SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"IDAT", b"".join(packed)) + _chunk(b"IEND", b"")


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">L", len(body)) + name + body + struct.pack(">L", zlib.crc32(name + body))


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Each chunk up to the end of the picture: its name, what it holds, and itself."""
    at = len(SIGNATURE)
    for _ in range(_MOST):
        length, name = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        end = at + 12 + length
        if (
            end > len(data)
            or not name.isalpha()
            or zlib.crc32(data[at + 4 : end - 4]) != int.from_bytes(data[end - 4 : end], "big")
        ):
            raise _broken()
        yield name, data[at + 8 : end - 4], data[at:end]
        if name == b"IEND":
            return
        at = end
    raise _broken()


def _header(body: bytes) -> tuple[int, int, int, int]:
    """The columns and rows that a header declares, the bits of a pixel, and whether it is interlaced."""
    if len(body) != 13:
        raise _broken()
    columns, rows, depth, colour, *methods = struct.unpack(">LLBBBBB", body)
    check_size(columns, rows)
    if depth not in _DEPTHS.get(colour, ()) or methods[:2] != [0, 0] or methods[2] > 1:
        raise _broken()
    return columns, rows, depth * _CHANNELS[colour], methods[2]


def _bytes(columns: int, rows: int, bits: int, interlaced: int) -> int:
    """How many bytes the pixels of a picture are once they are inflated, each row with a byte before it."""
    total = 0
    for x, y, wide, high in _PASSES if interlaced else ((0, 0, 1, 1),):
        across, down = -(-(columns - x) // wide), -(-(rows - y) // high)
        total += down * (1 + -(-across * bits // 8)) if across > 0 and down > 0 else 0
    return total


def _check_pixels(pixels: Sequence[bytes], expected: int) -> None:
    """Inflates the pixels piece by piece and forgets them: whether they are whole, and no more than was declared.

    Raises:
        UnfitImageError: they are not.
    """
    engine, total = zlib.decompressobj(), 0
    try:
        for body in pixels:
            waiting = body
            while waiting and not engine.eof:
                total += len(engine.decompress(waiting, _PIECE))
                waiting = engine.unconsumed_tail
                if total > expected:
                    raise _broken()
    except zlib.error as error:
        raise _broken() from error
    if total != expected or not engine.eof:
        raise _broken()


def _broken() -> UnfitImageError:
    return UnfitImageError("PNG 文件不完整，或者被改坏了", AGAIN)
