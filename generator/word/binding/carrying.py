"""Carries the body of a template into another file, with what it needs there: styles, lists, notes, linked parts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from lxml import etree

from generator.frozen import replace
from generator.opc import Link, Package, content_type, free_id, links, serialise, with_links, with_part
from generator.problems import Place, Problem
from generator.word.binding.namespaces import fitting, ignorable, missing
from generator.word.binding.notes import put_notes, with_notes
from generator.word.binding.numbering import with_styles_and_lists_of
from generator.word.names import DOCUMENT, DRAWING_PROPERTIES, R, W
from generator.word.outside.diagrams import EXTENSION as DIAGRAM_EXTENSION
from generator.word.reading.prefixes import IGNORABLE
from generator.word.structure.identifiers import Identifiers, highest_ids

_LARGE = 5000  # nodes
_MEDIA = "word/media/"
# word/media/image12.png; groups: word/media/image, 12, .png.
_NUMBERED = re.compile(r"(.*?)([0-9]*)(\.\w+)")


def move(element: etree._Element, parent: etree._Element) -> None:
    """Moves an element to the end of a parent in another document; a large one in pieces, as one move is quadratic."""
    if not _is_large(element):
        parent.append(element)
        return
    spaces: Any = element.nsmap
    attributes: Any = element.attrib
    shell = etree.SubElement(parent, element.tag, attributes, nsmap=spaces)
    shell.text, shell.tail = element.text, element.tail
    for child in [*element]:
        move(child, shell)


def move_before(element: etree._Element, place: etree._Element) -> None:
    """Moves an element before another in another document, as `move` does."""
    if not _is_large(element):
        place.addprevious(element)
        return
    attributes: Any = element.attrib
    shell = etree.Element(element.tag, attributes)
    place.addprevious(shell)
    for child in [*element]:
        move(child, shell)


def _is_large(element: etree._Element) -> bool:
    return sum(1 for _ in islice(element.iter(), _LARGE)) == _LARGE


@dataclass(slots=True)
class Carrier:
    """A file that others are carried into, one after another.

    `shared` are the pictures that were brought, by what they hold, where a template may come again; None where each
    brings its own.
    """

    package: Package
    problems: list[Problem] = field(default_factory=list)
    shared: dict[tuple[str, bytes], str] | None = None
    root: etree._Element = field(init=False)
    identifiers: Identifiers = field(init=False)

    def __post_init__(self) -> None:
        self.root = etree.fromstring(self.package[DOCUMENT])
        self.identifiers = Identifiers(*highest_ids([self.root]))
        self.identifiers.settle(self.root)

    @property
    def body(self) -> etree._Element:
        """The body of the file; a page colour may stand before it."""
        return _body(self.root)

    def bound(self) -> Package:
        """The file, with drawings renumbered so that each has a unique id."""
        for number, drawing in enumerate(self.root.iter(DRAWING_PROPERTIES), 1):
            drawing.set("id", str(number))
        return self.package | {DOCUMENT: serialise(self.root)}

    def opened(self, package: Package) -> tuple[Package, etree._Element]:
        """A template with the styles and lists of this file, which gets its own, and its body."""
        package, self.package = with_styles_and_lists_of(package, self.package)
        document = fitting(etree.fromstring(package[DOCUMENT]), self.root)
        self._declare(document)
        return package, _body(document)

    def carry(self, name: str, package: Package, part: etree._Element) -> None:
        """Brings what the body of an opened template links to, and its notes, and makes its ids unique here."""
        self._carry(name, package, DOCUMENT, part)
        self.package, added = with_notes(self.package, package, part)
        for member, notes in added:
            self._carry(name, package, member, notes)
            self.package = put_notes(self.package, member, notes)
        self.identifiers.extend(part)
        self.identifiers.settle(part)

    def _declare(self, document: etree._Element) -> None:
        """Declares the prefixes that a part's document names, on the root of this file."""
        if spaces := missing(document, self.root):
            attributes: Any = self.root.attrib
            declared: Any = self.root.nsmap | spaces
            root = etree.Element(self.root.tag, attributes, nsmap=declared)
            for child in [*self.root]:
                move(child, root)
            self.root = root
        if document.get(IGNORABLE):
            self.root.set(IGNORABLE, ignorable(document, self.root))

    def _carry(self, name: str, package: Package, member: str, part: etree._Element) -> None:
        """Gives every reference in a part a relationship of this file, and copies the member it leads to."""
        known = {link.id: link for link in links(package, member)}
        carried: dict[str, Link] = {}
        for element in part.iter():
            for key in [key for key in element.attrib if str(key).startswith(R)]:
                link = known.get(str(element.get(key)))
                if link is None or not _complete(package, link):
                    self.problems.append(
                        Problem("TEMPLATE-FILE", Place(name), "有图片或链接找不到内容", "在 Word 里删去重做")
                    )
                    continue
                if link.id not in carried:
                    carried[link.id] = self._adopted(package, member, link)
                element.set(key, carried[link.id].id)

    def _adopted(self, package: Package, member: str, link: Link) -> Link:
        target = link.target if link.external else self._brought(package, link.target)
        if link.type.endswith("/diagramData"):
            self._adopt_drawing(package, target)
        adopted = replace(link, id=free_id(self.package, member), target=target)
        self.package = with_links(self.package, member, [adopted])
        return adopted

    def _adopt_drawing(self, package: Package, part: str) -> None:
        """Brings the drawing that a SmartArt's texts name by a relationship of the document, not of their own part."""
        data = etree.fromstring(self.package[part])
        for extension in data.iter(DIAGRAM_EXTENSION):
            for link in links(package, DOCUMENT):
                if link.id == extension.get("relId"):
                    extension.set("relId", self._adopted(package, DOCUMENT, link).id)
                    self.package = self.package | {part: serialise(data)}
                    return

    def _brought(self, package: Package, part: str) -> str:
        """Copies a member into this file, with all that it refers to; returns its name there."""
        name = part
        match = _NUMBERED.fullmatch(part)
        assert match is not None
        picture = match[3], package[part]
        if self.shared is not None and part.startswith(_MEDIA) and picture in self.shared:
            return self.shared[picture]
        number = int(match[2] or 1)
        while name in self.package:
            number += 1
            name = f"{match[1]}{number}{match[3]}"
        self.package = with_part(self.package, name, package[part], content_type(package, part))
        below = [
            link if link.external else replace(link, target=self._brought(package, link.target))
            for link in links(package, part)
        ]
        if below:
            self.package = with_links(self.package, name, below)
        elif self.shared is not None:
            self.shared[picture] = name
        return name


def _body(root: etree._Element) -> etree._Element:
    body = root.find(f"{W}body")
    assert body is not None
    return body


def _complete(package: Package, link: Link) -> bool:
    """Whether the target of a relationship, and all targets below it, are in the package."""
    if link.external:
        return True
    return link.target in package and all(_complete(package, below) for below in links(package, link.target))
