"""Reads the width of a picture as people write it: 12厘米, 8.5cm, 85毫米."""

from __future__ import annotations

import re
from fractions import Fraction

EMU = 360_000
"""English metric units, in which drawings are measured, to a centimetre."""
_MILLIMETRE = ("毫米", "mm")
# 12厘米, 8.5 cm, 85毫米; groups: number and unit.
_WIDTH = r"([1-9][0-9]{0,2}(?:\.[0-9]{1,2})?) ?(厘米|cm|毫米|mm)"


def emu(width: object) -> int | None:
    """A width in English metric units: of a text with its unit, or a whole number of centimetres.

    None for anything else.
    """
    if type(width) is int:
        return width * EMU if 0 < width < 1000 else None
    match = re.fullmatch(_WIDTH, width) if type(width) is str else None
    if match is None:
        return None
    return int(Fraction(match[1]) * EMU / (10 if match[2] in _MILLIMETRE else 1))
