"""An image file by what it holds, whatever it is called."""

from __future__ import annotations

import pytest

from generator.pictures.faults import UnfitImageError
from generator.pictures.image import read_image
from tests.support.pictures import jpeg, png

OTHERS = {
    "GIF": b"GIF89a",
    "BMP": b"BM\0\0",
    "WebP": b"RIFF\x10\0\0\0WEBPVP8 ",
    "TIFF": b"II*\0\x08\0\0\0",
    "HEIC": b"\0\0\0\x18ftypheic",
    "AVIF": b"\0\0\0\x18ftypavif",
    "EMF": b"\x01\0\0\0" + b"\n" * 36 + b" EMF",
    "WMF": b"\xd7\xcd\xc6\x9a",
    "SVG": b"\xef\xbb\xbf <svg xmlns='http://www.w3.org/2000/svg'/>",
    "XML": b"<?xml version='1.0'?><svg/>",
    "PDF": b"%PDF-1.7",
    "Word": b"PK\x03\x04",
    "别的文件": b"unit: x",
    "别的": b"",
}


@pytest.mark.parametrize("suffix", [".png", ".PNG"])
def test_a_png_is_read(suffix: str) -> None:
    assert read_image(png(), suffix).kind == "png"


@pytest.mark.parametrize("suffix", [".jpg", ".jpeg", ".JPG"])
def test_a_jpeg_is_read(suffix: str) -> None:
    assert read_image(jpeg(), suffix).kind == "jpeg"


@pytest.mark.parametrize("name", OTHERS)
def test_any_other_file_is_refused_by_what_it_is(name: str) -> None:
    with pytest.raises(UnfitImageError, match=f"这是.*{name}.*不是 PNG 或 JPEG") as found:
        read_image(OTHERS[name], ".png")
    assert "另存为 PNG 或 JPEG" in found.value.remedy


@pytest.mark.parametrize(
    ("data", "suffix", "good"), [(png(), ".jpg", ".png"), (jpeg(), ".png", ".jpg"), (png(), "", ".png")]
)
def test_a_name_that_says_otherwise_is_told(data: bytes, suffix: str, good: str) -> None:
    with pytest.raises(UnfitImageError, match="文件名却以") as found:
        read_image(data, suffix)
    assert good in found.value.remedy
