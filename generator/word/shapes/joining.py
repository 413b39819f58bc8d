"""Joins the lines of a text that was split for its tags' sake: {%- if a -%} alone in a line, as docxtpl has it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from generator.text.sandbox import TAG
from generator.word.names import XML_SPACE, W

# {%- if a -%}; groups: the hyphen that joins it to the line before, that which joins it to the next. Not {%-p if a %}.
_JOINING = re.compile(r"\{%(-(?!\s*(?:p|tr|tc|r)\s))?.*?(-)?%\}", re.DOTALL)
# {%p if a -%}, which goes with its paragraph.
_GOVERNING = re.compile(r"\{%[-+]?(?:p|tr|tc|r)\s")
# -%}{%- between two tags that were joined.
_BETWEEN = re.compile(r"-?%\}\{%-(?!\s*(?:p|tr|tc|r)\s)|-%\}\{%")
_MOST = 500  # lines of a part that are joined; for each, those joined before are read again
_UNSEEN = {f"{W}{name}" for name in ("proofErr", "bookmarkStart", "bookmarkEnd", "lastRenderedPageBreak", "rPr", "pPr")}
_Item = tuple[int, etree._Element]
"""Where the words of a text begin in those of its paragraph, or where a line break stands, and the element."""


def join_lines(root: etree._Element) -> None:
    """Joins each line that a hyphen at the edge of a tag asks to join, where nothing but words stands between.

    The words go on in the format of the last ones before. Empty lines between go, as they do for docxtpl. Where lines
    cannot be joined, the hyphen stays, and is refused as part of the tag.
    """
    hyphened = (text for text in root.iter(f"{W}t") if "-" in (text.text or ""))
    count = 0
    for paragraph in [*dict.fromkeys(next(text.iterancestors(f"{W}p")) for text in hyphened)]:
        now: etree._Element | None = paragraph if paragraph.getparent() is not None else None
        while now is not None and count < _MOST:
            now = _join_one(now)
            count += 1


def _join_one(paragraph: etree._Element) -> etree._Element | None:
    """Joins one line; returns the paragraph that it is in now, None if there was none to join."""
    items = [*_items(paragraph)]
    words = "".join("\n" if item.tag == f"{W}br" else item.text or "" for _, item in items)
    for tag in TAG.finditer(words):
        joins = _JOINING.fullmatch(tag[0])
        if joins is None or _GOVERNING.match(tag[0]):
            continue
        begin, end = tag.span()
        before, broken, lead = words[:begin].rpartition("\n")
        if joins[1] and not lead.strip():
            other = [] if broken else _lines(paragraph, before=True)
            if broken or other:
                _cut(items, begin + 2, begin + 3)
                _cut(items, len(before), begin)
                return _joined(paragraph, other)
        trail, broken, _ = words[end:].partition("\n")
        if joins[2] and not trail.strip():
            other = [] if broken else _lines(paragraph, before=False)
            if broken or other:
                _cut(items, end, end + len(trail) + len(broken))
                _cut(items, end - 3, end - 2)
                return _joined(paragraph, other)
    return None


def _items(paragraph: etree._Element) -> Iterator[_Item]:
    """The texts and line breaks of a paragraph, without those of text boxes in it."""
    position = 0
    for item in paragraph.iter(f"{W}t", f"{W}br"):
        if item.get(f"{W}type", "textWrapping") == "textWrapping" and next(item.iterancestors(f"{W}p")) is paragraph:
            yield position, item
            position += 1 if item.tag == f"{W}br" else len(item.text or "")


def _cut(items: Sequence[_Item], begin: int, end: int) -> None:
    """Takes these words and line breaks of a paragraph out; what stands behind them may have been taken out before."""
    for position, item in items:
        text = item.text or ""
        if item.tag == f"{W}br":
            parent = item.getparent()
            if begin <= position < end and parent is not None:
                parent.remove(item)
        elif position < end and begin < position + len(text):
            item.text = text[: max(begin - position, 0)] + text[end - position :]
            item.set(XML_SPACE, "preserve")


def _lines(paragraph: etree._Element, *, before: bool) -> list[etree._Element]:
    """A paragraph and its neighbour with words, in their order, with empty ones between; none if they are not one text.

    Nothing that is seen may stand between the words.
    """
    found = [paragraph]
    for other in paragraph.itersiblings(etree.Element, preceding=before):
        if other.tag in _UNSEEN:
            continue
        found.append(other)
        if other.tag != f"{W}p" or not _blank(other):
            break
    lines = found[::-1] if before else found
    ends_section = any(line.find(f"{W}pPr/{W}sectPr") is not None for line in lines[:-1])
    if lines[0] is lines[-1] or found[-1].tag != f"{W}p" or ends_section:
        return []
    return lines if _edge(lines[0], last=True) is not None and _edge(lines[-1], last=False) is not None else []


def _blank(paragraph: etree._Element) -> bool:
    """Whether a paragraph shows nothing at all."""
    runs = [child for child in paragraph.iterchildren(etree.Element) if child.tag not in _UNSEEN]
    return all(
        run.tag == f"{W}r" and all(item.tag in _UNSEEN or (item.tag == f"{W}t" and not item.text) for item in run)
        for run in runs
    )


def _edge(paragraph: etree._Element, *, last: bool) -> etree._Element | None:
    """The first or last text of a paragraph with words in it; None if anything that is seen stands at that edge."""
    for child in paragraph.iterchildren(etree.Element, reversed=last):
        if child.tag in _UNSEEN:
            continue
        if child.tag != f"{W}r":
            return None
        for item in child.iterchildren(etree.Element, reversed=last):
            if item.tag == f"{W}t" and item.text:
                return item
            if item.tag not in (*_UNSEEN, f"{W}t"):
                return None
    return None


def _joined(paragraph: etree._Element, lines: Sequence[etree._Element]) -> etree._Element:
    """Puts the content of the last of some paragraphs at the end of the first; returns that."""
    if not lines:
        return paragraph
    first, second = lines[0], lines[-1]
    last, head = _edge(first, last=True), _edge(second, last=False)
    if last is not None and head is not None:
        last.text = _BETWEEN.sub("%}{%", f"{last.text}{head.text}")
        last.set(XML_SPACE, "preserve")
        head.text = ""
    for line in lines[1:]:
        for child in [*line.iterchildren(etree.Element)]:
            if child.tag != f"{W}pPr" and (line is second or child.tag in _UNSEEN):
                first.append(child)
        parent = line.getparent()
        if parent is not None:
            parent.remove(line)
    return first
