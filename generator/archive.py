"""Zip members kept deflated, and zips made of them: always the same bytes, and no member deflated twice."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Mapping
from typing import NamedTuple

LEVEL = 6
"""The compression level, of Python's own zlib: another level or engine (zlib-ng, isal) would give other bytes."""

_METHOD = 8
_MIDNIGHT, _FIRST_DAY = 0, 1 << 5 | 1  # 1980-01-01, the first day that a zip can name
_UNICODE = 0x800  # the flag of a name that is more than ASCII
_READABLE = 0o600 << 16
# After its signature and version: flags, method, time, day, checksum, both sizes, the lengths of the name and extras.
_HEADER = struct.Struct("<HHHHLLLHH")
# After the same: the length of the comment, the disk, inner and outer attributes, and where the member begins.
_PLACE = struct.Struct("<HHHLL")
_END = struct.Struct("<HHHHLLH")


class ZipMember(NamedTuple):
    """A member as a zip holds it: its checksum, its uncompressed size, and its deflated bytes."""

    crc: int
    size: int
    deflated: bytes

    @property
    def data(self) -> bytes:
        """The uncompressed bytes."""
        return zlib.decompress(self.deflated, -zlib.MAX_WBITS)


def deflate(chunks: Iterable[bytes]) -> ZipMember:
    """The member for bytes that arrive in pieces, so that no large part is ever in memory as a whole."""
    engine = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    crc = size = 0
    packed = []
    for chunk in chunks:
        crc = zlib.crc32(chunk, crc)
        size += len(chunk)
        packed.append(engine.compress(chunk))
    return ZipMember(crc, size, b"".join([*packed, engine.flush()]))


def pack(members: Mapping[str, ZipMember]) -> bytes:
    """The zip of members in their order, as zipfile would write it, which cannot take members already deflated."""
    parts: list[bytes] = []
    directory: list[bytes] = []
    begin = 0
    for name, (crc, size, deflated) in members.items():
        encoded = name.encode()
        flags = 0 if name.isascii() else _UNICODE
        header = _HEADER.pack(flags, _METHOD, _MIDNIGHT, _FIRST_DAY, crc, len(deflated), size, len(encoded), 0)
        whole = [b"PK\3\4\x14\0", header, encoded, deflated]
        directory += [b"PK\1\2\x14\0\x14\0", header, _PLACE.pack(0, 0, 0, _READABLE, begin), encoded]
        begin += sum(map(len, whole))
        parts += whole
    length = sum(map(len, directory))
    end = b"PK\5\6" + _END.pack(0, 0, len(members), len(members), length, begin, 0)
    return b"".join([*parts, *directory, end])
