"""How codes of units, names of profiles and years are written: they become parts of paths before a schema sees them."""

from __future__ import annotations

import re

# hechi, hubei-wuhan. Not Hechi, 1st or a_b.
_CODE = re.compile(r"[a-z][a-z0-9-]{0,63}")
# 2022. Not 1999.
_YEAR = re.compile(r"20[0-9]{2}")


def is_code(text: str) -> bool:
    """Whether a text can be a unit's code or a profile's name, such as `hubei-wuhan`."""
    return _CODE.fullmatch(text) is not None


def is_year(text: str) -> bool:
    """Whether a text can be a year of this century."""
    return _YEAR.fullmatch(text) is not None
