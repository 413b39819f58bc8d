"""Reads a JPEG by its segments: keeps those that the pixels need, checks the rest of its form."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from generator.namespace import Image
from generator.pictures.exif import check_upright
from generator.pictures.faults import AGAIN, AS_OTHER, UnfitImageError, check_size

JPEG = b"\xff\xd8\xff"
"""How a JPEG begins."""
_START, _END = b"\xff\xd8", b"\xff\xd9"
_FRAMES = (0xC0, 0xC1, 0xC2)  # baseline, extended, progressive
_OTHER_FRAMES = {*range(0xC3, 0xD0)} - {0xC4, 0xC8, 0xCC}  # lossless, hierarchical, arithmetic
_TABLES = (0xC4, 0xDB, 0xDD)  # of Huffman codes, of quantisation, the restart interval
_SCAN, _FINISH = 0xDA, 0xD9
_JFIF, _EXIF, _PROFILE, _ADOBE = 0xE0, 0xE1, 0xE2, 0xEE
_DROPPED = {*range(0xE0, 0xF0), 0xFE}  # applications' own data, comments
_CHANNELS = (1, 3)
_MOST = 10_000  # segments; one of many scans and a large profile has some hundred
_INCHES = {1: 1.0, 2: 2.54}
# A marker within the data of a scan, where 0xff is followed by 0 or the number of a restart.
_NEXT = rb"\xff(?![\x00\xd0-\xd7\xff])"


def read_jpeg(data: bytes) -> Image:
    """The picture without EXIF (with GPS and thumbnail), XMP, comments and what follows its end; its scans untouched.

    Kept are the profile of its colours and Adobe's note on how they are stored. `density` is in pixels per inch.

    Raises:
        UnfitImageError: it is not whole, not in colours of screens, of a kind that Word does not show, or not upright.
    """
    kept = [_START]
    size: tuple[int, int] | None = None
    density, shown = 0.0, False
    for marker, segment, scan in _segments(data):
        body = segment[4:]
        if marker in _FRAMES:
            if size is not None:
                raise UnfitImageError("文件里有两张图片", AS_OTHER)
            size = _frame(body)
        elif marker == _SCAN and size is None:
            raise _broken()
        elif marker == _JFIF and body.startswith(b"JFIF\0") and len(body) >= 12:
            density = struct.unpack_from(">H", body, 8)[0] * _INCHES.get(body[7], 0)
        elif marker == _EXIF and body.startswith(b"Exif\0\0"):
            check_upright(body[6:])
        if (
            marker in (*_FRAMES, *_TABLES, _SCAN)
            or (marker == _PROFILE and body.startswith(b"ICC_PROFILE\0"))
            or (marker == _ADOBE and body.startswith(b"Adobe") and len(body) == 12)
        ):
            kept += [segment, scan]
            shown = shown or marker == _SCAN
        elif marker not in _DROPPED:
            raise UnfitImageError("这种 JPEG 少有程序认得，Word 不一定能显示", AS_OTHER)
    if size is None or not shown:
        raise _broken()
    return Image(b"".join([*kept, _END]), "jpeg", *size, density)


def _segments(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Each segment up to the end of the picture: its marker, itself, and for a scan the data that follow it."""
    at = len(_START)
    for _ in range(_MOST):
        while data[at : at + 2] == b"\xff\xff":
            at += 1
        if data[at : at + 1] != b"\xff" or at + 2 > len(data):
            raise _broken()
        marker = data[at + 1]
        if marker == _FINISH:
            return
        if marker in _OTHER_FRAMES:
            raise UnfitImageError("这种 JPEG 少有程序认得，Word 不一定能显示", AS_OTHER)
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        if marker < 0xC0 or 0xD0 <= marker <= 0xD8 or length < 2 or at + 2 + length > len(data):
            raise _broken()
        segment, start = data[at : at + 2 + length], at + 2 + length
        end = start
        if marker == _SCAN:
            following = re.compile(_NEXT).search(data, start)
            if following is None:
                raise _broken()
            end = following.start()
        yield marker, segment, data[start:end]
        at = end
    raise _broken()


def _frame(body: bytes) -> tuple[int, int]:
    """The columns and rows that a frame declares."""
    if len(body) < 6 or len(body) != 6 + 3 * body[5]:
        raise _broken()
    precision, rows, columns, channels = struct.unpack_from(">BHHB", body)
    check_size(columns, rows)
    if channels == 4:
        remedy = "用看图或者修图的软件打开，转成 RGB 颜色，另存为 JPEG 或 PNG"
        raise UnfitImageError("图片的颜色是印刷用的 CMYK，Word 里会变色", remedy)
    if channels not in _CHANNELS or precision != 8:
        raise UnfitImageError(f"图片有 {channels} 种颜色、每种 {precision} 位，Word 不一定能显示", AS_OTHER)
    return columns, rows


def _broken() -> UnfitImageError:
    return UnfitImageError("JPEG 文件不完整，或者被改坏了", AGAIN)
