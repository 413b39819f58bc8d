"""Prints pictures and codes, {{ pictures.站房|图片(12) }} and {{ address|二维码 }}, as marks that drawings replace."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from generator.frozen import replace
from generator.namespace import Image
from generator.pictures.codes import qr_code
from generator.pictures.width import emu
from generator.text.faults import LimitError, Missing
from generator.word.names import TEXT

MARK = "picture"
"""The target of the processing instruction that stands for a picture; its content is the number of the picture."""
MOST = 1000  # pictures of one part; each is a thousand characters of drawing


def picture(value: Any, width: object = None) -> Image:
    """The picture of an entry of the data, as wide as the tag says.

    Raises:
        TypeError: it is no picture.
        MissingError: there is no such entry.
    """
    if isinstance(value, Missing):
        value.raise_error()
    image = value.get("image") if type(value) is dict else value
    if type(image) is not Image:
        raise TypeError("「图片」只能印数据里的图片，如 pictures.站房")
    return image if width is None else replace(image, width=emu(width))


def code(text: Callable[[object], str], value: object, width: object = None) -> Image:
    """The QR code of what a value prints by `text`.

    Raises:
        TypeError: the value cannot be printed, or is no content for a code.
        MissingError: there is no such value.
    """
    try:
        return qr_code(text(value), None if width is None else emu(width))
    except ValueError as unfit:
        raise TypeError(str(unfit)) from None


def mark(image: Image, printed: list[Image]) -> str:
    """The mark of a picture within a text, which ends and begins anew around it; it is added to those `printed`.

    Raises:
        LimitError: there are too many.
    """
    if len(printed) >= MOST:
        raise LimitError(f"图片超过 {MOST} 张")
    printed.append(image)
    return f'</{TEXT}><?{MARK} {len(printed) - 1}?><{TEXT} xml:space="preserve">'
