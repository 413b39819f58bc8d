"""Takes the lists of a template into another file under numbers of their own, so that none continues another's."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from hashlib import sha256

from lxml import etree

from generator.opc import Package, serialise
from generator.word.names import STYLES, W
from generator.word.reading.layout import with_related
from generator.word.reading.style_references import with_styles_of, word_parts
from generator.word.styles import Styles, value_of

NUMBERING = "word/numbering.xml"
_NO_LIST = "0"
# Pictures for bullets stay behind, as does what points to them: the bullet's character is shown instead.
_PICTURES = (f"{W}numPicBullet", f"{W}lvlPicBulletId")


def with_styles_and_lists_of(package: Package, other: Package) -> tuple[Package, Package]:
    """A template with the styles of another file, and that file with the template's own styles and lists added.

    A list that styles of both are in is the other file's.
    """
    restyled = with_styles_of(package, other)
    if NUMBERING not in package:
        return restyled, other | {STYLES: restyled[STYLES]}
    there = Styles(other).elements
    kept = [style for identifier, style in Styles(restyled).elements.items() if identifier not in there]
    used = {number for root in (*_texts(package), *kept) for number in _numbers(root)} - {_NO_LIST}
    used -= {*_numbers_of_styles(other)} & {*_numbers_of_styles(package)}
    if used:
        other, ids = _with_lists(other, etree.fromstring(restyled[NUMBERING]), used)
        package = package | {
            part: _renumbered(package[part], ids) for part, _ in word_parts(package) if part != NUMBERING
        }
    restyled = with_styles_of(package, other)
    return restyled, other | {STYLES: restyled[STYLES]}


def _with_lists(other: Package, own: etree._Element, used: set[str]) -> tuple[Package, dict[str, str]]:
    """A package with those of a template's lists that are used, and their numbers there."""
    if NUMBERING not in other:
        empty = etree.Element(f"{W}numbering", nsmap={"w": W[1:-1]})
        other = with_related(other, NUMBERING, serialise(empty), "numbering")
    root = etree.fromstring(other[NUMBERING])
    lists = _Lists(root, own)
    for number in own.findall(f"{W}num"):
        if (identifier := number.get(f"{W}numId", "")) in used:
            lists.add(number, identifier)
    return other | {NUMBERING: serialise(root)}, lists.ids


class _Lists:
    """The lists of a volume, to which those of a template are added; `ids` are their numbers there."""

    def __init__(self, root: etree._Element, own: etree._Element) -> None:
        self.root = root
        self.ids: dict[str, str] = {}
        self._own = {item.get(f"{W}abstractNumId"): item for item in own.iterchildren(f"{W}abstractNum")}
        self._abstract: dict[str, str] = {}

    def add(self, number: etree._Element, identifier: str) -> None:
        """Adds a list, and its description if no list before it has the same."""
        abstract = value_of(number.find(f"{W}abstractNumId"))
        if abstract not in self._abstract:
            if abstract not in self._own:
                return
            self._abstract[abstract] = self._free("abstractNum", "abstractNumId")
            self._insert(self._described(abstract), "abstractNum")
        copied = deepcopy(number)
        self.ids[identifier] = self._free("num", "numId")
        copied.set(f"{W}numId", self.ids[identifier])
        for pointer in copied.iterchildren(f"{W}abstractNumId"):
            pointer.set(f"{W}val", self._abstract[abstract])
        self._insert(copied, "num")

    def _described(self, abstract: str) -> etree._Element:
        copied = deepcopy(self._own[abstract])
        copied.set(f"{W}abstractNumId", self._abstract[abstract])
        taken = {value_of(mark) for mark in self.root.iter(f"{W}nsid")}
        for mark in copied.iterchildren(f"{W}nsid"):
            if value_of(mark) in taken:  # Word takes lists with one mark for one list
                another = sha256(f"{value_of(mark)} {self._abstract[abstract]}".encode()).hexdigest()
                mark.set(f"{W}val", another[:8].upper())
        for picture in [*copied.iter(*_PICTURES)]:
            parent = picture.getparent()
            if parent is not None:
                parent.remove(picture)
        return copied

    def _free(self, tag: str, key: str) -> str:
        taken = [item.get(f"{W}{key}", "") for item in self.root.iterchildren(f"{W}{tag}")]
        return str(max((int(value) for value in taken if value.isdecimal()), default=0) + 1)

    def _insert(self, item: etree._Element, tag: str) -> None:
        """Behind the last of its kind; descriptions stand before lists."""
        item.tail = None
        before = (f"{W}numPicBullet", f"{W}abstractNum") if tag == "abstractNum" else None
        last = [child for child in self.root if before is None or child.tag in before]
        last = [child for child in last if child.tag != f"{W}numIdMacAtCleanup"]
        self.root.insert(self.root.index(last[-1]) + 1 if last else 0, item)


def _texts(package: Package) -> Iterator[etree._Element]:
    return (root for part, root in word_parts(package) if part not in (STYLES, NUMBERING))


def _numbers(root: etree._Element) -> Iterator[str]:
    return (value_of(use) for use in root.iter(f"{W}numId"))


def _numbers_of_styles(package: Package) -> Iterator[str]:
    return _numbers(etree.fromstring(package[STYLES]))


def _renumbered(data: bytes, ids: dict[str, str]) -> bytes:
    if b"numId" not in data:
        return data
    root = etree.fromstring(data)
    uses = [use for use in root.iter(f"{W}numId") if value_of(use) in ids]
    for use in uses:
        use.set(f"{W}val", ids[value_of(use)])
    return serialise(root) if uses else data
