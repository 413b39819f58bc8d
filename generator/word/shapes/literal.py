"""Text whose braces are no tags: {% raw %} … {% endraw %} over runs and paragraphs, and docxtpl's {_{ … }_}."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from generator.text.lookalikes import ESCAPED
from generator.text.notation import RAW_STRETCH
from generator.text.sandbox import TAG
from generator.word.names import XML_SPACE, W

WRITTEN = re.compile(f"{TAG.pattern}|{ESCAPED}")
"""A whole tag of a template, or such a sign."""
LONE = re.compile(r"\{%(?:(?:p|tr|tc|r)\s|[-+])?\s*(?:end)?raw\s*[-+]?%\}")
"""raw or endraw without the other."""
# {% raw %}, {%- endraw -%}, {%p raw %}; groups: p, end.
_RAW = re.compile(r"\{%(?:(p)\s|[-+])?\s*(end)?raw\s*[-+]?%\}")
_UNSEEN = {f"{W}{name}" for name in ("r", "rPr", "t", "proofErr", "bookmarkStart", "bookmarkEnd")}
_OPEN, _CLOSE = "{% raw %}", "{% endraw %}"


class _Line(NamedTuple):
    """The texts of a paragraph, each with where its words begin, and these words."""

    texts: list[tuple[int, etree._Element]]
    words: str


class _Stretch(NamedTuple):
    """What lies between raw and endraw in a line: from where to where, with both tags; one in another line is empty."""

    line: _Line
    begin: int
    end: int
    opening: str = ""
    closing: str = ""


def literal(text: str) -> str:
    """A text with each sign of `ESCAPED` as it is printed."""
    return re.sub(ESCAPED, lambda sign: sign[0].replace("_", ""), text)


def spread_raw(root: etree._Element) -> None:
    """Has each text between raw and endraw say so itself, where there are several, so that texts keep their formats.

    A paragraph that holds only {%p raw %} or {%p endraw %} is left out. What has no partner stays as it is.
    """
    if "raw" in "".join(text.text or "" for text in root.iter(f"{W}t")):
        for stretch in [*_stretches(root)][::-1]:
            _spread(stretch)


def _stretches(root: etree._Element) -> Iterator[_Stretch]:
    """Every stretch between raw and its endraw, in the order of the text."""
    waiting: list[_Stretch] = []
    for paragraph in root.iter(f"{W}p"):
        line = _line(paragraph)
        words, position = line.words, 0
        if waiting:
            mark = _RAW.search(words)
            if mark is None:
                waiting.append(_Stretch(line, 0, len(words)))
                continue
            if mark[2] and mark[1] == _scope(waiting[0].opening) and (not mark[1] or _alone(mark[0], words, paragraph)):
                position = mark.end()
                yield from (*waiting, _Stretch(line, 0, position, "", mark[0]))
            waiting = []
        for tag in TAG.finditer(words, position):
            raw = _RAW.match(tag[0])
            if raw is None or raw[2]:
                continue
            if RAW_STRETCH.match(tag[0]):
                closing = [*_RAW.finditer(tag[0])][-1][0]
                yield _Stretch(line, *tag.span(), raw[0], closing)
            else:
                alone = not raw[1] or _alone(raw[0], words, paragraph)
                waiting = [_Stretch(line, tag.start(), len(words), raw[0])] if alone else []
                break


def _alone(tag: str, words: str, paragraph: etree._Element) -> bool:
    """Whether a paragraph shows nothing but a tag."""
    items = (item for child in paragraph if child.tag != f"{W}pPr" for item in (child, *child))
    return words.strip() == tag and all(item.tag in _UNSEEN for item in items)


def _scope(tag: str) -> str | None:
    raw = _RAW.match(tag)
    return raw[1] if raw else None


def _line(paragraph: etree._Element) -> _Line:
    texts, words = [], ""
    for text in paragraph.iter(f"{W}t"):
        if next(text.iterancestors(f"{W}p")) is paragraph:
            texts.append((len(words), text))
            words += text.text or ""
    return _Line(texts, words)


def _spread(stretch: _Stretch) -> None:
    """Writes the tags into each text of a stretch; those behind it in the line may be written already."""
    (texts, words), begin, end, opening, closing = stretch
    if _scope(opening + closing):
        for _, text in texts:
            text.text = ""
        texts[0][1].text = "{#p raw #}"
        return
    first, last = begin + len(opening), end - len(closing)
    ends = [*(start for start, _ in texts[1:]), len(words)]
    held = [
        (start, stop, text) for (start, text), stop in zip(texts, ends, strict=False) if start < end and begin < stop
    ]
    for start, stop, text in held if len(held) > 1 or not (opening and closing) else ():
        here, there = max(start, begin), min(stop, end)
        opens, closes = opening if here == begin else "", closing if there == end else ""
        inner = words[max(here, first) : min(there, last)]
        made = f"{opens or _OPEN}{inner}{closes or _CLOSE}" if inner or opens or closes else ""
        now = text.text or ""
        text.text = f"{now[: here - start]}{made}{now[there - start :]}"
        text.set(XML_SPACE, "preserve")
