"""Reads an image file of any origin: only PNG and JPEG, within bounds, without what it says beside its pixels."""

from __future__ import annotations

import re

from generator.namespace import Image
from generator.pictures.faults import AS_OTHER, UnfitImageError
from generator.pictures.jpeg import JPEG, read_jpeg
from generator.pictures.png import SIGNATURE, read_png

MAX_BYTES = 8 << 20  # of one file: a photograph as a telephone takes it has 3 to 6 MB
SUFFIXES = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg"}
"""What the files of each kind are called, in small letters."""
_NAMES = {"png": "PNG", "jpeg": "JPEG"}
# The beginnings of other files that people take for pictures.
_OTHERS = (
    (rb"GIF8", "GIF"),
    (rb"BM", "BMP"),
    (rb"RIFF....WEBP", "WebP"),
    (rb"II\*\0|MM\0\*", "TIFF"),
    (rb"....ftyp(?:hei|hev|mif|msf)", "HEIC（苹果手机的照片）"),
    (rb"....ftypavi", "AVIF"),
    (rb"\x01\0\0\0.{36} EMF|\xd7\xcd\xc6\x9a", "EMF 或 WMF 矢量图"),
    (rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml|<!--|<!DOCTYPE svg|<svg)", "SVG 或别的 XML"),
    (rb"%PDF", "PDF"),
    (rb"PK\x03\x04", "Word 文档或压缩包"),
)


def read_image(data: bytes, suffix: str) -> Image:
    """The picture of a file whose name ends in `suffix`: its pixels untouched, everything else left out.

    Nothing is decoded: the size is what the file declares, and is bounded before the rest is looked at. Equal files
    give equal bytes on every machine.

    Raises:
        UnfitImageError: it is none that documents can show; the message and the remedy are Chinese.
    """
    kind = "png" if data.startswith(SIGNATURE) else "jpeg" if data.startswith(JPEG) else ""
    if not kind:
        what = next((name for beginning, name in _OTHERS if re.match(beginning, data, re.DOTALL)), "")
        raise UnfitImageError(f"这是{f' {what}' if what else '别的文件'}，不是 PNG 或 JPEG 图片", AS_OTHER)
    if SUFFIXES.get(suffix.casefold()) != kind:
        good = ".png" if kind == "png" else ".jpg"
        message = f"文件里是 {_NAMES[kind]} 图片，文件名却以「{suffix or '（没有扩展名）'}」结尾"
        raise UnfitImageError(message, f"把文件名的结尾改成 {good}，这里也照着改")
    return read_png(data) if kind == "png" else read_jpeg(data)
