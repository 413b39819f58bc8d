from __future__ import annotations

import zipfile
import zlib
from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st

from generator.archive import LEVEL, deflate, pack

NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0/\\"), min_size=1, max_size=20)


def by_zipfile(members: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system = 0
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data, compresslevel=LEVEL)
    return out.getvalue()


@given(st.dictionaries(NAMES, st.binary(max_size=3000), max_size=5))
def test_the_bytes_are_those_of_the_standard_library(members: dict[str, bytes]) -> None:
    assert pack({name: deflate([data]) for name, data in members.items()}) == by_zipfile(members)


@given(st.lists(st.binary(max_size=3000), max_size=6))
def test_a_member_is_the_same_in_pieces_as_whole(pieces: list[bytes]) -> None:
    whole = b"".join(pieces)
    member = deflate(pieces)
    assert member == deflate([whole])
    assert (member.crc, member.size, member.data) == (zlib.crc32(whole), len(whole), whole)
