"""Puts drawings in the place of the marks of pictures in a filled part, each as large as its place allows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from hashlib import sha256
from itertools import count

from lxml import etree

from generator.archive import ZipMember, deflate
from generator.namespace import Image
from generator.opc import TYPES, TYPES_NS, Link, Package, links, links_path, serialise, with_links
from generator.word.drawing.inline import drawing, extent
from generator.word.drawing.printing import MARK
from generator.word.drawing.room import TWIP, Room, page_room, room, style_of
from generator.word.names import DOCUMENT, STYLES, TEXT_PARTS, W
from generator.word.structure.gate import ORDER
from generator.word.structure.identifiers import highest_ids, target_of
from generator.word.styles import Styles

_LARGE = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
# Beyond the ids that finishing gives to the template's own drawings in loops: it makes fewer copies.
_BEYOND = 1 << 20
# What follows the spacing among the properties of a paragraph.
_BEHIND_SPACING = {f"{W}{name}" for name in ORDER["pPr"].partition(" spacing ")[2].split()}


class Drawings:
    """The drawings of one document: each picture becomes one member, however often it is shown.

    `kept` are the members of the template.
    """

    def __init__(self, kept: Mapping[str, ZipMember]) -> None:
        self._kept = kept
        self._media: dict[bytes, tuple[str, Image]] = {}
        self._links: dict[str, dict[str, str]] = {}
        self._taken: dict[str, set[str]] = {}
        self._names = {name.casefold() for name in kept}
        self._drawn = 0

    def placed(self, member: str, part: bytes, pictures: Sequence[Image]) -> bytes:
        """The filled part with a drawing for each mark of one of its `pictures`.

        Raises:
            XMLSyntaxError: the part is not well-formed XML.
        """
        root = etree.fromstring(part, _LARGE)
        for mark, page in self._marks(root):
            image = pictures[int(mark.text or 0)]
            paragraph = next(mark.iterancestors(f"{W}p"))
            size = extent(image, *room(paragraph, page, self._styles))
            self._drawn += 1
            element = drawing(image, self._link(member, image), self._first + self._drawn, size)
            mark.addprevious(element)
            _take_out(mark)
            _open_line(paragraph, size[1], self._styles)
            _allow(element)
        return serialise(root)

    def members(self, filled: Mapping[str, ZipMember]) -> dict[str, ZipMember]:
        """The members that are new with the drawings, and those that say where they are; of those `filled`."""
        types = etree.fromstring(filled[TYPES].data)
        for part, image in self._media.values():
            kind = f"image/{image.kind}"
            etree.SubElement(types, f"{{{TYPES_NS}}}Override", PartName=f"/{part}", ContentType=kind)
        package: Package = {part: image.data for part, image in self._media.values()} | {TYPES: serialise(types)}
        for member, known in self._links.items():
            path = links_path(member)
            package |= {path: filled[path].data} if path in filled else {}
            added = [Link(identifier, _KIND, part, external=False) for part, identifier in known.items()]
            package = with_links(package, member, added)
        return {path: deflate([data]) for path, data in package.items()}

    def _marks(self, root: etree._Element) -> Iterator[tuple[etree._Element, Room]]:
        """Each mark with the room of the page it is on."""
        body = root.find(f"{W}body")
        if body is None:
            yield from ((mark, self._narrowest) for mark in _marks_in(root))
            return
        waiting: list[etree._Element] = []
        for block in [*body, None]:
            section = None
            if block is not None:
                waiting += _marks_in(block)
                section = block if block.tag == f"{W}sectPr" else next(block.iter(f"{W}sectPr"), None)
            if waiting and (section is not None or block is None):
                page = page_room(section)
                yield from ((mark, page) for mark in waiting)
                waiting = []

    def _link(self, member: str, image: Image) -> str:
        """The id of the relationship by which a part shows a picture."""
        digest = sha256(image.data).digest()
        if digest not in self._media:
            name = next(
                name for number in count(len(self._media) + 1) if (name := _name(number, image)) not in self._names
            )
            self._media[digest] = (name, image)
            self._names.add(name)
        part, _ = self._media[digest]
        known = self._links.setdefault(member, {})
        if part not in known:
            if member not in self._taken:
                path = links_path(member)
                own = {path: self._kept[path].data} if path in self._kept else {}
                self._taken[member] = {link.id for link in links(own, member)}
            free = (f"rIdPicture{number}" for number in count(len(known) + 1))
            known[part] = next(identifier for identifier in free if identifier not in self._taken[member])
            self._taken[member].add(known[part])
        return known[part]

    @cached_property
    def _first(self) -> int:
        roots = [etree.fromstring(kept.data) for name, kept in self._kept.items() if TEXT_PARTS.fullmatch(name)]
        return highest_ids(roots)[0]["drawing"] + _BEYOND

    @cached_property
    def _styles(self) -> Styles:
        return Styles({STYLES: self._kept[STYLES].data} if STYLES in self._kept else {})

    @cached_property
    def _narrowest(self) -> Room:
        """The room of the narrowest page, for what stands on several."""
        root = etree.fromstring(self._kept[DOCUMENT].data)
        return min(map(page_room, root.iter(f"{W}sectPr")), default=page_room(None))


def _name(number: int, image: Image) -> str:
    return f"word/media/picture{number}.{image.kind}"


def _marks_in(element: etree._Element) -> list[etree._Element]:
    return [one for one in element.iter(etree.PI) if target_of(one) == MARK]


def _take_out(mark: etree._Element) -> None:
    """Takes out a mark, and the texts around it that are empty."""
    run = mark.getparent()
    assert run is not None
    drawn = mark.getprevious()
    assert drawn is not None
    for beside in (drawn.getprevious(), mark.getnext()):
        if beside is not None and beside.tag == f"{W}t" and not beside.text and not len(beside):
            run.remove(beside)
    run.remove(mark)


def _open_line(paragraph: etree._Element, height: int, styles: Styles) -> None:
    """Lets the line of a picture that is taller than the paragraph's exact line spacing grow with it.

    An exact spacing, as of the house style, would show a strip of the picture.
    """
    style = style_of(paragraph, styles)
    spacing = paragraph.find(f"{W}pPr/{W}spacing")
    rule, line = (
        (spacing.get(f"{W}{name}") if spacing is not None else None)
        or styles.inherited(style, ("pPr", "spacing", name))
        for name in ("lineRule", "line")
    )
    if rule != "exact" or (line.isdecimal() and height <= int(line) * TWIP):
        return
    if spacing is None:
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            properties = etree.Element(f"{W}pPr")
            paragraph.insert(0, properties)
        spacing = etree.Element(f"{W}spacing")
        behind = next((child for child in properties if child.tag in _BEHIND_SPACING), None)
        properties.append(spacing) if behind is None else behind.addprevious(spacing)
    spacing.set(f"{W}line", line)
    spacing.set(f"{W}lineRule", "atLeast")


def _allow(element: etree._Element) -> None:
    """Lets the content controls around a drawing, if they are for plain text, hold more than that."""
    for control in element.iterancestors(f"{W}sdt"):
        for plain in control.findall(f"{W}sdtPr/{W}text"):
            properties = plain.getparent()
            assert properties is not None
            properties.remove(plain)
