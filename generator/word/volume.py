"""Binds templates that share one set of styles into one volume, before anything is rendered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from lxml import etree

from generator.frozen import replace
from generator.opc import Link, Package, content_type, free_id, links, serialise, with_links, with_part
from generator.problems import Place, Problem
from generator.word.binding.edges import lost_edges
from generator.word.binding.namespaces import fitting, ignorable, missing
from generator.word.binding.notes import put_notes, with_notes
from generator.word.binding.numbering import with_styles_and_lists_of
from generator.word.compiled import Turns
from generator.word.names import CHART, DOCUMENT, DRAWING_PROPERTIES, R, W
from generator.word.outside.diagrams import EXTENSION as DIAGRAM_EXTENSION
from generator.word.reading.prefixes import IGNORABLE
from generator.word.structure.identifiers import Identifiers, highest_ids
from generator.word.styles import Styles
from generator.word.tags import cut

_BREAK_STYLE = "分节"
# Twips; the margins are those of the house style.
_A4 = {
    "pgSz": {"w": "11906", "h": "16838"},
    "pgMar": {
        **{"top": "2098", "right": "1474", "bottom": "1984", "left": "1588"},
        **{"header": "851", "footer": "1417", "gutter": "0"},
    },
}
_LARGE = 5000  # nodes
_MOST_NAMED = 3  # styles in one message
# word/media/image12.png; groups: word/media/image, 12, .png.
_NUMBERED = re.compile(r"(.*?)([0-9]*)(\.\w+)")

Parts = Sequence[tuple[str, Package]]


def bind(parts: Parts, repeated: Parts = (), turns: Turns | None = None) -> tuple[Package | None, list[Problem]]:
    """One package with the bodies of all templates, each in its own section with its own page set-up.

    The `repeated` templates follow once for each of the `turns`. Headers and footers are those of the first template,
    so that page numbers continue through the volume: what others say there must stand in it too. The others must have
    the same styles; the charts and images they refer to are copied.
    """
    binder = _Binder(dict(parts[0][1]))
    for name, package in (*parts[1:], *repeated):
        binder.problems += _lost(name, package, parts[0][1])
    for name, package in parts[1:]:
        binder.end_section()
        binder.append(name, package)
    if repeated:
        assert turns is not None
        binder.end_section()
        binder.tag(f"{{%p for {turns.element} in {turns.elements} %}}")
        for name in turns.names:
            binder.tag(f"{{%p set {name} = {turns.element}.{name} %}}")
        for position, (name, package) in enumerate(repeated):
            if position:
                binder.end_section()
            binder.append(name, package, once=False)
        last = deepcopy(_section(binder.body))
        binder.tag("{%p if not loop.last %}", before=1)
        binder.end_section()
        binder.tag("{%p endif %}")
        binder.tag("{%p endfor %}")
        binder.body.append(last)
    return (None if binder.problems else binder.bound()), binder.problems


def _lost(name: str, package: Package, first: Package) -> Iterator[Problem]:
    """BIND-HEADER: what a template says at the edges of its pages and the first one of the volume does not."""
    for edge in lost_edges(package, first):
        what = f"{edge.kind}「{cut(edge.words)}」" if edge.words else f"{edge.kind}里的图片"
        message = f"合订本每页印第一份模板的页眉和页脚，这份模板的{what}印不出来"
        remedy = "改得和第一份模板一样，或者删去；要保留的写进正文"
        yield Problem("BIND-HEADER", Place(name, excerpt=cut(edge.words)), message, remedy)


def _complete(package: Package, link: Link) -> bool:
    """Whether the target of a relationship, and all targets below it, are in the package."""
    if link.external:
        return True
    return link.target in package and all(_complete(package, below) for below in links(package, link.target))


def _body(root: etree._Element) -> etree._Element:
    body = root.find(f"{W}body")
    assert body is not None
    return body


def _section(body: etree._Element) -> etree._Element:
    """The page set-up of a body's last section: that of A4 paper where it has none."""
    section = body.find(f"{W}sectPr")
    if section is None:
        section = etree.SubElement(body, f"{W}sectPr")
        for tag, values in _A4.items():
            element = etree.SubElement(section, f"{W}{tag}")
            for key, value in values.items():
                element.set(f"{W}{key}", value)
    return section


def _move(element: etree._Element, parent: etree._Element) -> None:
    """Moves an element to the end of a parent in another document; a large one in pieces, as one move is quadratic."""
    if sum(1 for _ in islice(element.iter(), _LARGE)) < _LARGE:
        parent.append(element)
        return
    spaces: Any = element.nsmap
    attributes: Any = element.attrib
    shell = etree.SubElement(parent, element.tag, attributes, nsmap=spaces)
    shell.text, shell.tail = element.text, element.tail
    for child in [*element]:
        _move(child, shell)


@dataclass(slots=True)
class _Binder:
    """The volume being built, part after part."""

    package: Package
    problems: list[Problem] = field(default_factory=list)
    root: etree._Element = field(init=False)
    identifiers: Identifiers = field(init=False)

    def __post_init__(self) -> None:
        self.root = etree.fromstring(self.package[DOCUMENT])
        self.identifiers = Identifiers(*highest_ids([self.root]))
        self.identifiers.settle(self.root)

    @property
    def body(self) -> etree._Element:
        """The body of the volume; a page colour may stand before it."""
        return _body(self.root)

    def bound(self) -> Package:
        """The volume, with drawings renumbered so that each has a unique id."""
        for number, drawing in enumerate(self.root.iter(DRAWING_PROPERTIES), 1):
            drawing.set("id", str(number))
        return self.package | {DOCUMENT: serialise(self.root)}

    def end_section(self) -> None:
        """Moves the properties of the last section into a paragraph of its own, so that another section can follow."""
        section = _section(self.body)
        paragraph = etree.SubElement(self.body, f"{W}p")
        properties = etree.SubElement(paragraph, f"{W}pPr")
        if style := Styles(self.package).identifiers.get(_BREAK_STYLE):
            etree.SubElement(properties, f"{W}pStyle").set(f"{W}val", style)
        properties.append(section)

    def tag(self, source: str, before: int = 0) -> None:
        """Adds a paragraph with a tag, `before` elements ahead of the end."""
        paragraph = etree.Element(f"{W}p")
        etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}t").text = source
        self.body.insert(len(self.body) - before, paragraph)

    def append(self, name: str, package: Package, *, once: bool = True) -> None:
        """Adds the body of a template and what it links to; a part that repeats cannot bring charts."""
        self._compare_styles(name, package)
        package, self.package = with_styles_and_lists_of(package, self.package)
        document = fitting(etree.fromstring(package[DOCUMENT]), self.root)
        self._declare(document)
        part = _body(document)
        _section(part)
        for section in part.iter(f"{W}sectPr"):
            for reference in [*section.iterchildren(f"{W}headerReference", f"{W}footerReference")]:
                section.remove(reference)
        if not once and next(part.iter(CHART), None) is not None:
            remedy = "把图表移到 parts 里的模板"
            self.problems.append(Problem("TEMPLATE-CHART", Place(name), "逐项自评合订的模板不能有图表", remedy))
            return
        self._carry(name, package, DOCUMENT, part)
        self.package, added = with_notes(self.package, package, part)
        for member, notes in added:
            self._carry(name, package, member, notes)
            self.package = put_notes(self.package, member, notes)
        self.identifiers.extend(part)
        self.identifiers.settle(part)
        for child in [*part]:
            _move(child, self.body)

    def _declare(self, document: etree._Element) -> None:
        """Declares the prefixes that a part's document names, on the root of the volume."""
        if spaces := missing(document, self.root):
            attributes: Any = self.root.attrib
            declared: Any = self.root.nsmap | spaces
            root = etree.Element(self.root.tag, attributes, nsmap=declared)
            for child in [*self.root]:
                _move(child, root)
            self.root = root
        if document.get(IGNORABLE):
            self.root.set(IGNORABLE, ignorable(document, self.root))

    def _compare_styles(self, name: str, package: Package) -> None:
        """Styles of one name, and what holds where none says otherwise, must be the same in all parts."""
        own, others = Styles(package), Styles(self.package)
        here, there = own.definitions(own.names_in(others)), others.definitions()
        differing = [f"样式「{style}」" for style in here if style in there and here[style] != there[style]]
        differing += ["默认的字体和段落格式"] if own.defaults != others.defaults else []
        if differing:
            what = "、".join(differing[:_MOST_NAMED]) + ("等" if len(differing) > _MOST_NAMED else "")
            own_style = "写了 house_style: own 的，make styles 不动，用 Word 改成与第一份模板一样"
            remedy = f"运行 make styles 统一样式；{own_style}"
            self.problems.append(Problem("BIND-STYLE", Place(name), f"{what}与合订本其他部分不同", remedy))

    def _carry(self, name: str, package: Package, member: str, part: etree._Element) -> None:
        """Gives every reference in a part a relationship of the volume, and copies the member it leads to."""
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
        """Copies a member into the volume, with all that it refers to; returns its name there."""
        name = part
        match = _NUMBERED.fullmatch(part)
        assert match is not None
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
        return name
