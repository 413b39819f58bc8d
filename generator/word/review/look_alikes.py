"""Finds in every part of a Word template what is meant to be a tag and is none, and reads on as it was meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import unquote

from lxml import etree

from generator.frozen import replace
from generator.opc import SAFE, Package, content_types, links, serialise
from generator.problems import Place, Problem
from generator.text.lookalikes import LookAlike, Names, look_alikes, straightened
from generator.text.notation import plain
from generator.text.sandbox import TAG
from generator.word.compiled import Tag
from generator.word.names import CHART, DRAWING_PROPERTIES, TEXT_PARTS, A, W
from generator.word.structure.preparing import prepare
from generator.word.tags import own_texts, words_of

# Names of a loop: for row in rows; group 1 is what it binds.
_BOUND = re.compile(r"\bfor\s+(\w+(?:\s*,\s*\w+)*)\s+in\b")
_WORD = re.compile(r"\w+")
_MOST_TOLD = 20  # look-alikes of one paragraph
# Attributes that people fill in: alternative texts and titles, the letters of WordArt.
_SHOWN = ("descr", "title", "alt", "string")
# Content types of parts whose texts are paragraphs of DrawingML: …drawingml.chart+xml, …drawingml.diagramData+xml.
_DRAWN = re.compile(r"drawingml\.(?:chart|chartshapes|diagramData|diagramDrawing)\+xml|ms-office\.chartex\+xml")
_PROPERTIES = re.compile(r"docProps/(?:core|app|custom)\.xml")


@dataclass(slots=True)
class Reviewed:
    """A part as its author meant it: its XML with right tags for the look-alikes, and a problem for each of these."""

    data: bytes
    problems: list[Problem] = field(default_factory=list)
    written: dict[str, str] = field(default_factory=dict)
    """The texts of changed paragraphs as they stand in the file, by the texts that are read."""

    def as_written(self, problem: Problem) -> Problem:
        """A problem of the changed part, with the text of its paragraph as it stands in the file."""
        text = self.written.get(problem.place.excerpt)
        return problem if text is None else replace(problem, place=replace(problem.place, excerpt=text))

    def tags(self, name: str) -> list[Tag]:
        """Every whole tag of the part, in document order; `name` is that of the part in messages."""
        found = []
        root = etree.fromstring(self.data)
        prepare(root)
        for paragraph in root.iter(f"{W}p"):
            text = words_of(own_texts(paragraph))
            place = Place(name, excerpt=self.written.get(text, text))
            found += [Tag(plain(tag[0]), place) for tag in TAG.finditer(text)]
        return found


def review_part(name: str, data: bytes, filters: Collection[str], names: Names) -> Reviewed:
    """A part with text: what is meant to be a tag in its paragraphs and alternative texts is told and put right.

    `filters` are the ways to print, `names` gives the names that tags can begin with beside those of the part's loops.
    """
    root = etree.fromstring(data, SAFE)
    prepare(root)  # what is no text any more is none to judge
    owned = [own_texts(paragraph) for paragraph in root.iter(f"{W}p")]
    paragraphs = [(text, texts) for texts in owned if (text := words_of(texts))]

    def known() -> set[str]:
        bound = {word for text, _ in paragraphs for names in _BOUND.findall(text) for word in _WORD.findall(names)}
        return {*names(), *bound, *(["loop"] if bound else [])}

    unchanged = {text for text, _ in paragraphs}
    reviewed = Reviewed(data)
    changed = False
    for text, texts in paragraphs:
        if found := look_alikes(text, filters, known, escaped=True):
            reviewed.problems += _problems(name, text, found)
            texts[0].text = right = straightened(text, found)
            if right not in unchanged:
                reviewed.written[right] = text
            changed = True
            for rest in texts[1:]:
                rest.text = ""
    for element, key, text in _attributes(root):
        if found := [fault for fault in look_alikes(text, filters, known) if not fault.half]:
            reviewed.problems += _problems(name, text, found)
            right = straightened(text, found) if _binds(element) else ""
            element.set(key, right)
            reviewed.written[right] = text
            changed = True
    if changed:
        reviewed.data = serialise(root)
    return reviewed


def read_as_meant(
    package: Package, name: str, filters: Collection[str], names: Names
) -> tuple[Package, Callable[[Problem], Problem]]:
    """The package with every part as `review_part` gives it, and what turns a problem of it into one of the file."""
    parts = {
        member: review_part(f"{name}!{member}", data, filters, names)
        for member, data in package.items()
        if TEXT_PARTS.fullmatch(member)
    }

    def as_written(problem: Problem) -> Problem:
        part = parts.get(problem.place.path.rpartition("!")[2])
        return part.as_written(problem) if part else problem

    return package | {member: reviewed.data for member, reviewed in parts.items()}, as_written


def other_look_alikes(package: Package, name: str, filters: Collection[str], names: Names) -> Iterator[Problem]:
    """The same for what is no text of a document: charts and diagrams, addresses of hyperlinks, document properties."""
    types = content_types(package)
    for member, data in package.items():
        texts: Iterator[str] = iter(())
        if TEXT_PARTS.fullmatch(member):
            texts = (unquote(link.target) for link in links(package, member) if link.external)
        elif _DRAWN.search(types.get(member, "")):
            paragraphs = etree.fromstring(data, SAFE).iter(f"{A}p")
            texts = (words_of(paragraph.iter(f"{A}t")) for paragraph in paragraphs)
        elif data and _PROPERTIES.fullmatch(member):
            texts = (element.text or "" for element in etree.fromstring(data, SAFE).iter(etree.Element))
        for text in texts:
            yield from _problems(f"{name}!{member}", text, look_alikes(text, filters, names))


def _attributes(root: etree._Element) -> Iterator[tuple[etree._Element, str, str]]:
    for element in root.iter(etree.Element):
        for key in _SHOWN:
            if text := element.get(key):
                yield element, key, text


def _binds(element: etree._Element) -> bool:
    """Whether the alternative text of an element says what a chart shows; in others tags cannot stand."""
    parent = element.getparent()
    return element.tag == DRAWING_PROPERTIES and parent is not None and next(parent.iter(CHART), None) is not None


def _problems(name: str, text: str, found: Collection[LookAlike]) -> list[Problem]:
    """The problems of one text: of hundreds the first, each once."""
    place = Place(name, excerpt=text)
    told = dict.fromkeys((fault.message, fault.remedy) for fault in found)
    return [Problem("TEMPLATE-TAG", place, *fault) for fault in islice(told, _MOST_TOLD)]
