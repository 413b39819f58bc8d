"""QR codes: which squares they have, how large they are, and what they refuse."""

from __future__ import annotations

import subprocess
import sys
from hashlib import sha256

import pytest

from generator.namespace import Image
from generator.pictures.codes import MOST, WIDTH, qr_code
from generator.pictures.png import read_png
from generator.pictures.width import EMU


def bits(image: Image) -> list[str]:
    """The squares of a code, each one digit, 1 for dark, read back from the pixels."""
    start = image.data.index(b"IDAT") + 11
    size = image.columns // 8 + 1
    raw = image.data[start:]
    rows = [raw[number * size + 1 : (number + 1) * size] for number in range(image.rows)]
    return ["".join("0" if byte else "1" for byte in row) for row in rows[:: image.rows // (len(rows[0]))]]


def test_a_code_has_a_quiet_zone_and_its_three_corners() -> None:
    image = qr_code("https://www.example.gov.cn/")
    squares = bits(image)
    assert read_png(image.data).data == image.data and image.columns == image.rows
    assert len(squares) == len(squares[0]) == 29 + 8
    assert all(set(line) == {"0"} for line in (*squares[:4], *squares[-4:], *(row[:4] + row[-4:] for row in squares)))
    corner = ["1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111"]
    assert [row[4:11] for row in squares[4:11]] == [row[-11:-4] for row in squares[4:11]] == corner
    assert [row[4:11] for row in squares[-11:-4]] == corner


@pytest.mark.parametrize(
    ("text", "digest"),
    [
        ("河池市电化教育站 “校校通” 𠮷 ± · é", "5807c0460267277a494e960181fe843639162347b41eb406fdb85c99dabde344"),
        ("±é", "948691f9b12f221da2d40ca8b175db6e5120e2e7289ad5121673431de08dfdb8"),
    ],
)
def test_a_code_is_the_same_bytes_everywhere_and_in_utf_8(text: str, digest: str) -> None:
    """Both were decoded by ZXing when they were written down; alone, the library takes Latin-1 for ±é."""
    assert sha256(qr_code(text).data).hexdigest() == digest


def test_its_alternative_text_states_the_content_in_one_line() -> None:
    assert qr_code("a\nb <c>").alternative == "二维码：a b <c>"


def test_it_is_as_wide_as_was_asked_for_and_else_as_telephones_need() -> None:
    assert qr_code("a", 5 * EMU).width == 5 * EMU
    assert qr_code("a").width == WIDTH
    wide = qr_code("a" * MOST)
    assert wide.width == 101 * EMU // 30 > WIDTH


@pytest.mark.parametrize(
    ("text", "width", "message"),
    [
        ("", None, "没有内容"),
        ("  ", None, "没有内容"),
        ("字" * 201, None, "有 603 字节，印出来扫不了，最多 600 字节"),
        ("a" * 10_000_000, None, "最多 600 字节"),
        ("a" * 300, EMU, r"至少要 2\.6 厘米宽"),
    ],
)
def test_what_makes_no_readable_code_is_refused(text: str, width: int | None, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        qr_code(text, width)


def test_what_makes_codes_is_not_imported_before_it_is_needed() -> None:
    source = "import sys, generator.pictures.codes; sys.exit('segno' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", source], check=False).returncode == 0
