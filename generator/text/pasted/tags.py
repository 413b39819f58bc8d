"""Finds what is no reference as it should be in the texts of a report, with the reference that was meant."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from generator.text.lookalikes import Names, look_alikes
from generator.text.pasted.characters import Blemish
from generator.text.sandbox import TAG

BRACES = re.compile(r"[｛｝﹛﹜【]|(?<!\{)\{(?![{%#])|\{\{\{|\}\}\}")
"""What may be a reference in the wrong braces; a text without them and with no half of a tag has none."""

# funds．actual｜万 元: what a path is written with by slip; groups: path and filter. Not a calculation.
_SLIPPED = re.compile(r"([^\W\d]\w*(?:\s*[.．。，、]\s*\w+)*)\s*(?:[|｜丨]\s*(\w+(?:\s+\w+)*)\s*)?")
# {{ funds.actual 万元 }}; groups: path and filter.
_BARLESS = re.compile(r"\{\{\s*([^\W\d]\w*(?:\.\w+)*)\s+(\w+)\s*\}\}")
_WRONG = re.compile(r"[．。，、｜丨]|(?<=\w)\s+(?=\w)|(?<=[.．。，、])\s+|(?<=\w)\s+(?=[.．。，、])")


def broken_tags(text: str, filters: Collection[str], names: Names) -> Iterator[Blemish]:
    """Each of them, in the order of the text; `filters` are the ways to print, `names` what references begin with."""
    alike = look_alikes(text, filters, names)
    for fault in alike:
        slip = _slip(text[fault.start : fault.end], fault.start, filters)
        yield slip or Blemish(fault.start, fault.end, fault.message, fault.remedy)
    told = {fault.start for fault in alike}
    for tag in TAG.finditer(text):
        if tag.start() not in told and (slip := _slip(tag[0], tag.start(), filters)):
            yield slip


def _slip(tag: str, start: int, filters: Collection[str]) -> Blemish | None:
    """The first wrong sign of a whole reference in which one was typed for another: ｜ for |, ， for a point."""
    barless = _BARLESS.fullmatch(tag)
    if barless and barless[2] in filters:
        right = f"{{{{ {barless[1]}|{barless[2]} }}}}"
        return Blemish(start, start + len(tag), f"引用 {tag} 的名称和印法之间少了「|」", f"写成 {right}")
    inside = _SLIPPED.fullmatch(tag[2:-2].strip()) if tag.startswith("{{") and tag.endswith("}}") else None
    if inside is None:
        return None
    name = "".join((inside[2] or "").split())
    path = re.sub(r"\s*[.．。，、]\s*", ".", inside[1])
    right = f"{{{{ {path}{'|' if name else ''}{name} }}}}"
    offset = 2 + len(tag[2:-2]) - len(tag[2:-2].lstrip())
    wrong = _WRONG.search(tag, offset, offset + inside.end())
    if wrong is None or (name and name not in filters):
        return None
    if wrong[0].isspace():
        return Blemish(start, start + len(tag), f"引用 {tag} 的名称中间有空格", f"写成 {right}")
    return Blemish(start + wrong.start(), start + wrong.end(), f"引用 {tag} 里有写错的「{wrong[0]}」", f"写成 {right}")
