"""Finds in the EXIF data of a photograph how it must be turned to stand upright."""

from __future__ import annotations

import struct

from generator.pictures.faults import UnfitImageError

_ORIENTATION = 0x0112
_MOST = 200  # entries of the first directory; cameras write a dozen
_ENTRY = 12  # bytes
_LONG = 4  # the kind of a number of four bytes, where two are usual


def check_upright(tiff: bytes) -> None:
    """Refuses a picture that is to be turned when it is shown.

    To turn it in the document is left to each program that shows it, and they differ; without EXIF it lies on its side.

    Raises:
        UnfitImageError: the EXIF data, from their byte order on, say that it is to be turned or mirrored.
    """
    if _orientation(tiff) in range(2, 9):
        remedy = "用「画图」一类的软件打开，看着是正的，另存为一份，再把 file 改成新的文件名"
        raise UnfitImageError("照片是横着存的，靠一个「方向」标记转正，印出来会倒", remedy)


def _orientation(tiff: bytes) -> int:
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    try:
        if order is not None:
            (start,) = struct.unpack_from(f"{order}L", tiff, 4)
            (count,) = struct.unpack_from(f"{order}H", tiff, start)
            for number in range(min(count, _MOST)):
                entry = start + 2 + number * _ENTRY
                tag, kind = struct.unpack_from(f"{order}HH", tiff, entry)
                if tag == _ORIENTATION:
                    (value,) = struct.unpack_from(f"{order}{'L' if kind == _LONG else 'H'}", tiff, entry + 8)
                    return int(value)
    except struct.error:  # what cannot be read turns no picture anywhere
        pass
    return 1
