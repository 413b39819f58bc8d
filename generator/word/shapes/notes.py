"""Notes over several paragraphs, {# … #}: what stands between goes, and the words around them become one paragraph."""

from __future__ import annotations

import re

from lxml import etree

from generator.text.sandbox import TAG
from generator.word.names import XML_SPACE, W

# {#, {#p: the beginning of a note; group 1 is what it governs.
_BEGIN = re.compile(r"\{#(?:(p|tr|tc|r)(?=\s|$))?")
_END = "#}"
_RANGES = {f"{W}{name}{end}" for name in ("bookmark", "commentRange", "perm", "permRange") for end in ("Start", "End")}
_MOST = 200  # notes of a part that are closed; for each, the words before are read again
_UNSEEN = {*_RANGES, f"{W}proofErr"}
_PASSED = {*_UNSEEN, f"{W}p", f"{W}tbl"}
_STAYING = {*_UNSEEN, f"{W}pPr", f"{W}rPr"}
_KEPT = {f"{W}{name}" for name in ("sectPr", "fldChar", "footnoteReference", "endnoteReference", "commentReference")}
"""What cannot go with a note: the end of a section, half a field, and what is told of elsewhere."""


def close_notes(root: etree._Element) -> None:
    """Closes each note in the paragraph that it begins in: those that it goes on in become part of that one.

    Bookmarks stay. A note that ends in another cell or text box, or holds the end of a section, a field or a footnote,
    stays as it is, and is told as half a tag.
    """
    if "{#" in "".join(text.text or "" for text in root.iter(f"{W}t")):
        left = _MOST
        for parent in dict.fromkeys(paragraph.getparent() for paragraph in root.iter(f"{W}p")):
            left = left if parent is None else _close_within(parent, left)


def _close_within(parent: etree._Element, most: int) -> int:
    """Closes at most so many of the notes among these blocks; returns how many more there may be."""
    held: list[etree._Element] = []  # the paragraph in which a note begins, and what it goes on in
    for child in [*parent.iterchildren(etree.Element)]:
        if not held or child.tag not in _PASSED:
            held = [child] if most and child.tag == f"{W}p" and _begin(child) else []
            continue
        held.append(child)
        if child.tag == f"{W}p" and (at := _words(child).find(_END)) >= 0:
            closed = _closed(held[0], held[1:-1], child, at + len(_END))
            most -= int(closed)
            held = held[:1] if closed and most and _begin(held[0]) else []
    return most


def _texts(paragraph: etree._Element) -> list[etree._Element]:
    return [text for text in paragraph.iter(f"{W}t") if next(text.iterancestors(f"{W}p")) is paragraph]


def _words(paragraph: etree._Element) -> str:
    return "".join(text.text or "" for text in _texts(paragraph))


def _begin(paragraph: etree._Element) -> re.Match[str] | None:
    """The beginning of a note that has no end in its paragraph."""
    words = TAG.sub(lambda tag: " " * len(tag[0]), _words(paragraph))
    begin = _BEGIN.search(words)
    return begin if begin and _END not in words[begin.end() :] else None


def _closed(first: etree._Element, between: list[etree._Element], last: etree._Element, end: int) -> bool:
    """Takes a note out that ends at `end` in the last paragraph; whether it could be."""
    begin = _begin(first)
    head, tail = _at(first, begin.start()) if begin else None, _at(last, end - 1)
    if begin is None or head is None or tail is None:
        return False
    gone = [*head[0].itersiblings(), *_run(head[0]).itersiblings()]
    gone += [*tail[0].itersiblings(preceding=True), *_run(tail[0]).itersiblings(preceding=True)]
    gone = [one for one in gone if one.tag not in _STAYING] + between
    if first.find(f"{W}pPr/{W}sectPr") is not None or any(one.tag in _KEPT for part in gone for one in part.iter()):
        return False
    for (text, start), cut in ((head, slice(begin.start())), (tail, slice(end, None))):
        words = text.text or ""
        text.text = words[slice(*(None if bound is None else bound - start for bound in (cut.start, cut.stop)))]
        text.set(XML_SPACE, "preserve")
    head[0].text = f"{head[0].text}{begin[0]} {_END}"
    ranges = [item for one in between for item in one.iter(*_RANGES)]
    for one in gone:
        parent = one.getparent()
        if parent is not None:
            parent.remove(one)
    first.extend(ranges)
    first.extend([child for child in last if child.tag != f"{W}pPr"])
    parent = last.getparent()
    if parent is not None:
        parent.remove(last)
    return True


def _at(paragraph: etree._Element, position: int) -> tuple[etree._Element, int] | None:
    """The text that holds a position in the words of a paragraph, and where it begins; None if in no plain run."""
    start = 0
    for text in _texts(paragraph):
        if start <= position < start + len(text.text or ""):
            return (text, start) if _run(text).getparent() is paragraph else None
        start += len(text.text or "")
    return None


def _run(text: etree._Element) -> etree._Element:
    run = text.getparent()
    assert run is not None
    return run
