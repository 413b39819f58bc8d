"""Makes QR codes: any text as a picture of exact squares with its quiet zone, the same bytes on every machine."""

from __future__ import annotations

from generator.namespace import Image
from generator.pictures.png import written
from generator.pictures.width import EMU

MOST = 600  # bytes in UTF-8: more gives squares that telephones do not make out on paper
WIDTH = 3 * EMU
"""How wide a code is printed where nothing is said: 3 cm."""
_LEAST = EMU // 30  # the side of a square that telephones still make out on paper, a third of a millimetre
_QUIET = 4  # squares around the code that are left white, by ISO/IEC 18004
_SCALE = 8  # pixels to a square, so that it stays sharp when it is scaled
_ALTERNATIVE = "二维码"


def qr_code(text: str, width: int | None = None) -> Image:
    """The QR code of a text, `width` English metric units wide with its quiet zone.

    Letters beyond ASCII are in UTF-8, as telephones read them. A sixth of the squares may be lost (level M).

    Raises:
        ValueError: the text is empty or too long, or the squares would be too small; the message is Chinese.
    """
    import segno

    size = len(text.encode())
    if not text.strip():
        raise ValueError("二维码没有内容")
    if size > MOST:
        raise ValueError(f"二维码的内容有 {size} 字节，印出来扫不了，最多 {MOST} 字节（约 {MOST // 3} 个汉字）")
    mode = None if text.isascii() else "byte"
    code = segno.make_qr(text, error="m", mode=mode, encoding="utf-8", boost_error=False)
    side = len(code.matrix) + 2 * _QUIET
    width = width or max(WIDTH, side * _LEAST)
    if width < side * _LEAST:
        least = -(-side * _LEAST * 10 // EMU) / 10
        raise ValueError(f"二维码印得太小，扫不了：这么多内容至少要 {least:g} 厘米宽")
    rows = []
    for row in code.matrix_iter(border=_QUIET):
        bits = "".join("0" * _SCALE if dark else "1" * _SCALE for dark in row)
        rows += [int(bits, 2).to_bytes(len(bits) // 8, "big")] * _SCALE
    pixels = side * _SCALE
    data = written(rows, pixels)
    return Image(data, "png", pixels, pixels, width=width, alternative=f"{_ALTERNATIVE}：{' '.join(text.split())}")
