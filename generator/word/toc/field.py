"""Finds the field of a document's table of contents, and takes it out without what stands beside it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from generator.word.names import MATH, MC, W
from generator.word.reading.style_names import PARAGRAPH, usual_name
from generator.word.structure.beside import RANGES
from generator.word.structure.preparing import remove

# The instruction of a table of contents: TOC \o "1-3" \t "附件标题,1" \h.
_FIELD = re.compile(r"\s*TOC\b", re.IGNORECASE)
_DEPTH = r'\\o\s+"1-([1-9])"'
_NAMED = r'\\t\s+"([^"]+)"'
_OUTLINED = re.compile(r"\\u", re.IGNORECASE)
# A switch for a list of captions, of TC fields or of a part of the document, or for other page numbers: \c, \f, \b, \n.
_OTHER = re.compile(r"\\[abcdflnps](?![a-z])", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"')
_LEVELS = 2
_UNSEEN = {f"{W}{name}" for name in ("rPr", "fldChar", "instrText", "lastRenderedPageBreak")}
_MATH = f"{MATH}oMath"


@dataclass(slots=True)
class ContentsField:
    """A TOC field: its first and last sign, and what it lists.

    These are headings of so many `levels`, paragraphs in the `named` styles with their levels and, if `outlined`, those
    with an outline level.
    """

    begin: etree._Element
    end: etree._Element
    levels: int
    named: dict[str, int]
    outlined: bool

    @property
    def paragraphs(self) -> list[etree._Element]:
        """The paragraphs, and what else is between them, from the first to the last."""
        first, last = _paragraph(self.begin), _paragraph(self.end)
        parent = first.getparent()
        assert parent is not None
        return [*parent][parent.index(first) : parent.index(last) + 1]

    def take_out(self) -> tuple[etree._Element, int]:
        """Takes the field out; returns where it was: the element around, and the index there.

        What its first paragraph shows before the field and its last behind it stays, as does the end of a section, and
        one end of a range whose other end is elsewhere.
        """
        paragraphs = self.paragraphs
        first, last = paragraphs[0], paragraphs[-1]
        parent = first.getparent()
        assert parent is not None
        marks = [mark for paragraph in paragraphs for mark in paragraph.iter(*RANGES)]
        before = first.index(_child(self.begin, first))
        kept = []
        if any(map(_shows, [*first][:before])):
            head = deepcopy(first)
            del head[before:]
            for section in head.findall(f"{W}pPr/{W}sectPr"):
                remove(section)
            kept.append(head)
            first.addprevious(head)
        for child in [*last][: last.index(_child(self.end, last)) + 1]:
            if child.tag != f"{W}pPr":
                last.remove(child)
        if any(map(_shows, last)) or last.find(f"{W}pPr/{W}sectPr") is not None:
            kept.append(last)
        index = parent.index(first)
        for paragraph in paragraphs:
            if paragraph not in kept:
                parent.remove(paragraph)
        there = {(mark.tag, mark.get(f"{W}id")) for paragraph in kept for mark in paragraph.iter(*RANGES)}
        lost = [mark for mark in marks if (mark.tag, mark.get(f"{W}id")) not in there]
        counts = Counter(map(_range, lost))
        for mark in lost:
            if counts[_range(mark)] == 1:
                parent.insert(index, mark)
                index += 1
        return parent, index


def contents_field(root: etree._Element) -> tuple[ContentsField | None, bool]:
    """The first table of contents that entries for headings can replace, and whether there is a TOC field at all."""
    there = False
    for paragraph in root.iter(f"{W}p"):
        for begin, instruction in _instructions(paragraph):
            if _FIELD.match(instruction) is None:
                continue
            there = True
            switches = _QUOTED.sub('""', instruction)
            end = None if _OTHER.search(switches) else _end(paragraph, begin)
            if end is not None and next(paragraph.iterancestors(f"{MC}Fallback"), None) is None:
                named, match = _levels_of(instruction), re.search(_DEPTH, instruction)
                levels = int(match[1]) if match else 0 if named else _LEVELS
                return ContentsField(begin, end, levels, named, bool(_OUTLINED.search(switches))), True
    return None, there


def _instructions(paragraph: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """The beginning of each field of a paragraph with its own instruction; Word splits it as it likes."""
    open_fields: list[tuple[etree._Element, list[str]]] = []
    whole: set[etree._Element] = set()
    for element in paragraph.iter(f"{W}fldChar", f"{W}instrText"):
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            open_fields.append((element, []))
        elif open_fields:
            begin, pieces = open_fields[-1]
            if element.tag == f"{W}instrText":
                pieces.append(element.text or "")
                continue
            if begin not in whole:
                whole.add(begin)
                yield begin, "".join(pieces)
            if kind == "end":
                open_fields.pop()


def _end(paragraph: etree._Element, begin: etree._Element) -> etree._Element | None:
    """The end of a field; None if it is not in a paragraph beside that of the beginning, or a section ends between."""
    depth = 0
    reached = False
    if any(map(_is_seen, begin.itersiblings(preceding=True))):
        return None
    last: etree._Element | None = paragraph
    while last is not None:
        for character in last.iter(f"{W}fldChar"):
            reached = reached or character is begin
            if reached:
                depth += {"begin": 1, "end": -1}.get(str(character.get(f"{W}fldCharType")), 0)
            if reached and not depth:
                alone = not any(map(_is_seen, character.itersiblings()))
                return character if alone and _paragraph(character) is last else None
        if next(last.iter(f"{W}sectPr"), None) is not None:
            return None
        last = last.getnext()
    return None


def _levels_of(instruction: str) -> dict[str, int]:
    """The styles that a field names, with the level of each."""
    listed = [piece.strip() for found in re.findall(_NAMED, instruction) for piece in re.split("[,;，；]", found)]
    pairs = zip(listed[::2], listed[1::2], strict=False)
    return {usual_name(name, PARAGRAPH)[0]: int(level) for name, level in pairs if level in "123456789" and level}


def _paragraph(element: etree._Element) -> etree._Element:
    return next(element.iterancestors(f"{W}p"))


def _child(element: etree._Element, paragraph: etree._Element) -> etree._Element:
    """The child of a paragraph that an element is in."""
    while (parent := element.getparent()) is not paragraph:
        assert parent is not None
        element = parent
    return element


def _shows(element: etree._Element) -> bool:
    """Whether there is anything to see in a child of a paragraph."""
    runs = element.iter(f"{W}r", _MATH)
    return any(run.tag == _MATH or any(map(_is_seen, run)) for run in runs)


def _is_seen(element: etree._Element) -> bool:
    """Whether a child of a run is anything to see."""
    return isinstance(element.tag, str) and element.tag not in _UNSEEN


def _range(mark: etree._Element) -> tuple[str, str]:
    return str(mark.tag).removesuffix("Start").removesuffix("End"), mark.get(f"{W}id", "")
