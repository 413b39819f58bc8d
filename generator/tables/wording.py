"""One form of the words of tables, by which headings, names and labels are compared."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import normalize

_UNSEEN = r"[\s\u00ad\u200b-\u200f\u2060\ufeff]"  # blanks, and what nobody sees


@lru_cache(4096)
def compared(text: str) -> str:
    """A text normalised for comparing headings and names: in half width, without blanks and what nobody sees."""
    return re.sub(_UNSEEN, "", normalize("NFKC", text))
