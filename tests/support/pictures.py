"""Images made byte by byte: whole ones, and what people and attackers put in their place."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path

from generator.opc import write_package
from generator.word.names import DOCUMENT
from generator.word.package import read_package
from tests.support.docx import p

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(name: bytes, body: bytes = b"") -> bytes:
    return struct.pack(">L", len(body)) + name + body + struct.pack(">L", zlib.crc32(name + body))


def header(columns: int, rows: int, depth: int = 8, colour: int = 2, interlaced: int = 0) -> bytes:
    return chunk(b"IHDR", struct.pack(">LLBBBBB", columns, rows, depth, colour, 0, 0, interlaced))


def png(columns: int = 4, rows: int = 3, more: Iterable[bytes] = (), tail: bytes = b"") -> bytes:
    """A picture of one colour, in RGB, with `more` chunks behind its header and a `tail` behind its end."""
    raw = (b"\0" + b"\x20\x80\xc0" * columns) * rows
    return b"".join([SIGNATURE, header(columns, rows), *more, chunk(b"IDAT", zlib.compress(raw)), chunk(b"IEND"), tail])


def segment(marker: int, body: bytes = b"") -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def frame(columns: int, rows: int, channels: int = 3, precision: int = 8, marker: int = 0xC0) -> bytes:
    parts = b"".join(bytes((number + 1, 0x11, 0)) for number in range(channels))
    return segment(marker, struct.pack(">BHHB", precision, rows, columns, channels) + parts)


def jpeg(columns: int = 4, rows: int = 3, more: Iterable[bytes] = (), own: bytes = b"", tail: bytes = b"") -> bytes:
    """The form of a photograph with `more` segments at its start, its `own` frame if given, and a `tail`."""
    scan = segment(0xDA, b"\x03\x01\0\x02\x11\x03\x11\0\x3f\0") + b"\x12\xff\0\x34\xff\xd0\x56"
    tables = segment(0xDB, b"\0" * 65) + segment(0xC4, b"\0" * 17)
    return b"".join([b"\xff\xd8", *more, own or frame(columns, rows), tables, scan, b"\xff\xd9", tail])


def exif(orientation: int, order: str = ">", secret: bytes = b"GPS-SECRET") -> bytes:
    """The EXIF data of a photograph, from their byte order on, that says how it is to be turned."""
    first = struct.pack(f"{order}HHLL", 0x010E, 2, len(secret), 38)
    turned = struct.pack(f"{order}HHLHH", 0x0112, 3, 1, orientation, 0)
    begin = b"II*\0" if order == "<" else b"MM\0*"
    return begin + struct.pack(f"{order}LH", 8, 2) + first + turned + struct.pack(f"{order}L", 0) + secret


def _whole(pixels: bytes, columns: int, rows: int, more: bytes = b"") -> bytes:
    return b"".join([SIGNATURE, header(columns, rows), more, chunk(b"IDAT", pixels), chunk(b"IEND")])


def _number(share: float, most: int) -> int:
    return max(1, int(most * share))


def printing(template: Path, *tags: str) -> None:
    """Puts paragraphs with these tags at the beginning of a template."""
    package, problems = read_package(template, template.name)
    assert package is not None, problems
    text = package[DOCUMENT].decode().replace("<w:body>", f"<w:body>{''.join(map(p, tags))}", 1)
    template.write_bytes(write_package(package | {DOCUMENT: text.encode()}))


HOSTILE: dict[str, Callable[[float], bytes]] = {
    "whole": lambda share: png(),
    "declared": lambda share: _whole(zlib.compress(b"\0" * 1000), 50_000, 50_000),
    "inflating": lambda share: _whole(zlib.compress(b"\0" * _number(share, 1 << 28)), 100, 100),
    "chunks": lambda share: SIGNATURE + header(4, 3) + chunk(b"tEXt") * _number(share, 600_000),
    "texts": lambda share: png(more=[chunk(b"zTXt", b"a\0\0" + zlib.compress(b"\0" * _number(share, 1 << 28)))]),
    "frames": lambda share: png(
        more=[chunk(b"acTL", b"\0" * 8), *[chunk(b"fcTL", b"\0" * 26)] * _number(share, 90_000)]
    ),
    "cut": lambda share: png()[:-20],
    "checksum": lambda share: png()[:-1] + b"\0",
    "huge jpeg": lambda share: jpeg(own=frame(65_535, 65_535)),
    "segments": lambda share: jpeg(more=[segment(0xFE)] * _number(share, 2_000_000)),
    "cmyk": lambda share: jpeg(own=frame(4, 3, 4)),
    "turned": lambda share: jpeg(more=[segment(0xE1, b"Exif\0\0" + exif(6))]),
    "jpeg": lambda share: jpeg(),
    "large": lambda share: png().ljust(9 << 20, b"\0"),
    "metafile": lambda share: b"\x01\0\0\0" + b"\0" * 36 + b" EMF" + b"\0" * 100,
    "vector": lambda share: b"<svg xmlns='http://www.w3.org/2000/svg'><script>fetch('http://a.cn/')</script></svg>",
    "report": lambda share: b"unit: SECRET\n",
    "tail": lambda share: png(
        more=[chunk(b"tEXt", b"a\0SECRET-IN-THE-PICTURE")], tail=b"PK\x03\x04SECRET-IN-THE-PICTURE"
    ),
}
"""What attackers put in the place of a picture, larger by a share."""
