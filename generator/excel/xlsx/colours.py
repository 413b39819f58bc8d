"""Colours of a workbook as red, green and blue: written out, of its theme, of a palette, or automatic."""

from __future__ import annotations

import re
from collections.abc import Callable
from colorsys import hls_to_rgb, rgb_to_hls
from functools import partial
from typing import NamedTuple

from generator.excel.xlsx.xml_scan import Attributes, Scan, whole

RGB = tuple[int, int, int]
BLACK: RGB = (0, 0, 0)
WHITE: RGB = (255, 255, 255)
_ALIKE = 12  # steps of 255 that nobody sees
_DRAWING = ("http://schemas.openxmlformats.org/drawingml/2006/main", "http://purl.oclc.org/ooxml/drawingml/main")
_THEME = ("lt1", "dk1", "lt2", "dk2", *(f"accent{number}" for number in range(1, 7)), "hlink", "folHlink")
_TINT = re.compile(r"-?(?:0?\.[0-9]{1,20}|[01](?:\.0*)?)(?:[Ee]-[0-9]{1,2})?")
# The palette of every workbook, from number 8 on; 0 to 7 are the first eight of it, 64 and 65 those of the system.
_PALETTE = """
000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF 800000 008000 000080 808000 800080 008080 C0C0C0 808080
9999FF 993366 FFFFCC CCFFFF 660066 FF8080 0066CC CCCCFF 000080 FF00FF FFFF00 00FFFF 800080 800000 008080 0000FF
00CCFF CCFFFF CCFFCC FFFF99 99CCFF FF99CC CC99FF FFCC99 3366FF 33CCCC 99CC00 FFCC00 FF9900 FF6600 666699 969696
003366 339966 003300 333300 993300 993366 333399 333333
"""
_FIRST, _COLOURS = 8, 56
_SYSTEM = {64: BLACK, 65: WHITE}


class Colour(NamedTuple):
    """A colour as a part names it: `rgb` as six digits, one of the theme or the palette, else automatic."""

    rgb: str = ""
    theme: int = -1
    indexed: int = -1
    tint: float = 0.0


def colour(attributes: Attributes) -> Colour:
    """The colour that the attributes of an element name; its alpha shows nowhere."""
    tint = float(attributes.get("tint", "0")) if _TINT.fullmatch(attributes.get("tint", "0")) else 0.0
    if "rgb" in attributes:
        return Colour(attributes["rgb"][-6:], tint=tint)
    if "theme" in attributes:
        return Colour(theme=whole(attributes["theme"]), tint=tint)
    return Colour(indexed=whole(attributes["indexed"]), tint=tint) if "indexed" in attributes else Colour()


class Palette:
    """The colours of a workbook's theme by their number, and its own palette if it has one."""

    def __init__(self) -> None:
        self.theme: dict[int, RGB] = {0: WHITE, 1: BLACK}
        self.indexed: list[RGB | None] = []

    def rgb(self, named: Colour | None, automatic: RGB) -> RGB | None:
        """The colour that is shown; None if it is not known."""
        if named is None or named == Colour():
            return automatic
        if named.rgb:
            shown = parsed(named.rgb)
        elif named.theme >= 0:
            shown = self.theme.get(named.theme)
        else:
            shown = _SYSTEM.get(named.indexed) or self._of_palette(named.indexed)
        return _tinted(shown, named.tint) if shown and named.tint else shown

    def _of_palette(self, number: int) -> RGB | None:
        if number < len(self.indexed):
            return self.indexed[number]
        place = number - _FIRST if number >= _FIRST else number
        return parsed(_PALETTE.split()[place]) if place < _COLOURS else None


class ThemeScan(Scan):
    """Puts the colours of a theme into a palette."""

    def __init__(self, part: str, palette: Palette) -> None:
        starts: dict[str, Callable[[Attributes], None]] = {}
        for number, name in enumerate(_THEME):
            for kind, key in (("srgbClr", "val"), ("sysClr", "lastClr")):
                starts[f"themeElements/clrScheme/{name}/{kind}"] = partial(self._put, number, key)
        super().__init__(part, "theme", starts, spaces=_DRAWING)
        self._palette = palette

    def _put(self, number: int, key: str, attributes: Attributes) -> None:
        if shown := parsed(attributes.get(key, "")):
            self._palette.theme[number] = shown


def parsed(digits: str) -> RGB | None:
    """FF8000 as (255, 128, 0); None for anything else."""
    if not re.fullmatch("[0-9A-Fa-f]{6}", digits):
        return None
    red, green, blue = (int(digits[at : at + 2], 16) for at in (0, 2, 4))
    return red, green, blue


def alike(left: RGB | None, right: RGB | None) -> bool:
    """Whether nobody tells two colours apart; one that is not known is like none."""
    return left is not None and right is not None and all(abs(a - b) < _ALIKE for a, b in zip(left, right, strict=True))


def _tinted(shown: RGB, tint: float) -> RGB:
    """A colour made darker (-1 to 0) or lighter (0 to 1)."""
    hue, light, saturation = rgb_to_hls(*(part / 255 for part in shown))
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    red, green, blue = (round(part * 255) for part in hls_to_rgb(hue, light, saturation))
    return red, green, blue
