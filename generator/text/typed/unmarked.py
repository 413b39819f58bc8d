"""A text as its reader sees it, with the way back to where each character was typed: no markup, no tags, no line ends.

2**.18**万元, 2\\.18万元, [2.18]{color=red}万元, 2.18&nbsp;万元   → 2.18万元
{{ 2.18 }}万元, {{ "2.18万元" }}: figures within tags             → 2.18万元
{{ funds.actual|万元 }}, the number of an item                     → NUL, which is part of no figure
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from generator.frozen import Frozen
from generator.text.sandbox import TAG

HIDDEN = "\0"
_PUNCTUATION = r"[!-/:-@\[-`{-~]"
# Markup, by group: 1 an escaped character, 2 what has attributes, 3 an entity, 4 the number of an item, 5 a line end,
# 6 the end of a paragraph.
_MARKUP = re.compile(
    rf"\*\*+|__+|`|\\({_PUNCTUATION})|\[([^\[\]\n]{{1,60}})\]\{{(?!\{{)[^{{}}\n]{{0,100}}\}}|(&\#?[0-9A-Za-z]{{1,10}};)"
    r"|(^ {0,8}[0-9]{1,9}[.)] )|([^\S\n]{0,40}\n[^\S\n]{0,40}(?!\s|[0-9]{1,9}[.)] ))|(\n)",
    re.MULTILINE,
)
_ASCII = re.compile("[!-~]{2}")
# A text within a tag, "2.18万元"; group 1 or 2 is what is in it. Not a name in brackets, facts["5元套餐"].
_QUOTED = re.compile(r"""(?<!\[)(?:"([^"{}]*)"|'([^'{}]*)')""")
# A tag that prints what is typed in it, with the filter: {{ 2.18 }}, {{ "2.18" }}, {{ 21754|元 }}, {{ 3 + 1 }}.
_CONSTANT = re.compile(
    r"""\{\{[\s"'(]*(?:[-+]?[0-9][0-9.,]*[\s)]*[-+*/][\s(]*){0,9}([-+]?[0-9][0-9.,]*[^\s"'|{}()\w]*)[\s"')]*(?:\|\s*(\w+)\s*)?\}\}"""
)
_FILTERS = {"元": "元", "万元": "元", "分": "分"}


class Unmarked(Frozen):
    """The text that is seen, and for each of its characters where in the source it begins."""

    source: str
    text: str
    offsets: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where in the source a stretch was typed; one that a tag is part of takes in the whole tag."""
        first, last = self.offsets[start], self.offsets[end - 1] + 1
        written = self.source[first:last]
        if written.count("}}") > written.count("{{"):
            first = self.source.rfind("{{", 0, first)
        if written.count("{{") > written.count("}}"):
            last = self.source.index("}}", last) + len("}}")
        return first, last


def unmarked(source: str) -> Unmarked:
    """The text that the reader of a source sees."""
    if not re.search(r"[*_`\\\[&{\n]|^ {0,8}[0-9]{1,9}[.)] ", source):
        return Unmarked(source, source, range(len(source)))
    text: list[str] = []
    offsets: list[int] = []
    for piece, places in _pieces(source):
        text.append(piece)
        offsets += places
    return Unmarked(source, "".join(text), offsets)


def _pieces(source: str) -> Iterator[tuple[str, Sequence[int]]]:
    """The stretches of a text that are seen, each with the places of its characters."""
    end = 0
    for tag in TAG.finditer(source):
        yield from _without_markup(source, end, tag.start())
        yield from _of_tag(tag)
        end = tag.end()
    yield from _without_markup(source, end, len(source))


def _without_markup(source: str, start: int, end: int) -> Iterator[tuple[str, Sequence[int]]]:
    for match in _MARKUP.finditer(source, start, end):
        yield source[start : match.start()], range(start, match.start())
        start = match.end()
        escaped, styled, entity, item, line, paragraph = match.groups()
        if escaped or styled:
            group = 1 if escaped else 2
            yield match[group], range(*match.span(group))
        elif entity:
            char = html.unescape(entity)
            yield (char, [match.start()]) if len(char) == 1 else (entity, range(*match.span()))
        elif item:
            yield HIDDEN, [match.start()]
        elif line:
            around = source[match.start() - 1 : match.start()] + source[match.end() : match.end() + 1]
            blank = _ASCII.fullmatch(around) and not around.isdigit()  # a number goes on in the next line
            yield (" ", [match.start()]) if blank else ("", [])
        elif paragraph:
            yield "\n", [match.start()]
    yield source[start:end], range(start, end)


def _of_tag(tag: re.Match[str]) -> Iterator[tuple[str, Sequence[int]]]:
    """What is typed within a tag: the number or text that it prints, or texts among other things."""
    if constant := _CONSTANT.fullmatch(tag[0]):
        start, end = (tag.start() + offset for offset in constant.span(1))
        yield constant[1], range(start, end)
        yield _FILTERS.get(constant[2], ""), [end - 1] * len(_FILTERS.get(constant[2], ""))
        return
    yield HIDDEN, [tag.start()]
    if tag[0].startswith("{{"):
        for quoted in _QUOTED.finditer(tag[0]):
            group = 1 if quoted[1] is not None else 2
            yield quoted[group], range(*(tag.start() + offset for offset in quoted.span(group)))
            yield HIDDEN, [tag.start() + quoted.end() - 1]
