"""The parts without Word's paragraphs that can hold tags (charts, SmartArt, properties, links), as Jinja sources."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from generator.opc import Package, links
from generator.problems import Problem
from generator.text.sandbox import OPENING
from generator.word.compiled import Tag
from generator.word.names import TEXT_PARTS, C, W
from generator.word.outside import links as addresses
from generator.word.outside.charts import cached_slots, unlink_texts
from generator.word.outside.filling import fill_slots, leftovers
from generator.word.outside.slots import Slot, slots_of
from generator.word.safety.svg import DRAWING
from generator.word.structure.pieces import MARK, Pieces
from generator.word.tags import Written, written_tags

# A brace as it is, as an entity or encoded in an address: {, &#123;, %7B.
_MAYBE = re.compile(rb"\{|&#|%7[Bb]")
# Data of other programs, and building blocks: customXml/item1.xml, word/glossary/document.xml.
_UNPRINTED = re.compile(r"customXml/|word/glossary/")
_DRAWN = {
    f"{C}userShapes",
    "{http://schemas.microsoft.com/office/drawing/2014/chartex}chartSpace",
    "{http://schemas.openxmlformats.org/drawingml/2006/diagram}dataModel",
    "{http://schemas.microsoft.com/office/drawing/2008/diagram}drawing",
}
_CORE = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}coreProperties"
_APP_NS = "{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}"
_APP = f"{_APP_NS}Properties"
_CUSTOM = "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}Properties"
_ITEM = "{http://schemas.openxmlformats.org/officeDocument/2006/customXml}"
CORE_NAMES = {
    "title": "标题",
    "subject": "主题",
    "keywords": "关键词",
    "description": "备注",
    "category": "类别",
    "contentStatus": "状态",
}
"""The core properties in which tags are filled in, as Word's dialogue calls them."""
_APP_NAMES = {"Company": "单位", "Manager": "经理", "lpstr": "标题"}


@dataclass(slots=True)
class OutsidePart:
    """One such part: its member, the part that messages name, and the texts of it that hold tags.

    `name` is that of the template with the latter; `lines` are the tags by the lines of the source.
    """

    member: str
    owner: str
    name: str
    root: etree._Element
    slots: list[Slot]
    problems: list[Problem] = field(default_factory=list)
    lines: dict[int, Tag] = field(default_factory=dict)

    def tags(self) -> Iterator[Written]:
        """Its tags as they were written, those that print a value."""
        for slot in self.slots:
            excerpt = slot.excerpt
            for tag, inner in slot.tags():
                if inner is not None:
                    yield Written(tag, excerpt, "", "", inner, slot.element)

    def source(self) -> str:
        """Its Jinja source. Its tags cannot be read any more afterwards."""
        pieces = Pieces(self.name, problems=self.problems)
        if MARK in etree.tostring(self.root, encoding="unicode"):
            pieces.problem("", "这里有一个用不了的字符：U+10FFFD", "在 Word 里删去这个字符")
            return ""
        fill_slots(pieces, self.slots)
        text = etree.tostring(self.root, encoding="unicode")
        if not self.problems and OPENING.search(text):
            leftovers(pieces, self.root, paragraphs=False)
        if pieces.sources and not self.problems and (left := OPENING.search(text)):
            pieces.problem(text[max(left.start() - 30, 0) : left.end() + 30], f"「{left[0]}」不是标记", "删去它")
        source, self.lines = pieces.assembled('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text)
        return source


def outside_parts(package: Package, name: str) -> Iterator[OutsidePart]:
    """Every part without paragraphs that may hold a tag: those where it is filled in, and those where it is a fault.

    `name` is the template's. Data of other programs, and building blocks, which nothing prints, are not among them.
    """
    stores = bound_stores(package)
    for member, data in package.items():
        if TEXT_PARTS.fullmatch(member) or not member.endswith((".xml", ".rels")) or not _MAYBE.search(data):
            continue
        root = etree.fromstring(data)
        if member.endswith(".rels"):
            if slots := _link_slots(package, member, root):
                owner = addresses.owner(member)
                yield OutsidePart(member, owner, f"{name}!{owner}", root, slots)
        elif (not _UNPRINTED.match(member) and root.tag != DRAWING) or member in stores:
            yield OutsidePart(member, member, f"{name}!{member}", root, _slots(root, stored=member in stores))


def all_tags(package: Package) -> Iterator[Written]:
    """Every tag of a template, in its paragraphs and outside of them."""
    for part in written_tags(package):
        yield from part.tags
    for outside in outside_parts(package, ""):
        yield from outside.tags()


def _slots(root: etree._Element, *, stored: bool) -> list[Slot]:
    if root.tag == f"{C}chartSpace":
        unlink_texts(root)
        return [*slots_of(root), *cached_slots(root)]
    if root.tag in _DRAWN:
        return slots_of(root)
    if root.tag == _CORE:
        return [*_leaves(root, CORE_NAMES)]
    if root.tag == _APP:
        for copy in [*root.iterchildren(f"{_APP_NS}HLinks")]:  # of the addresses of links, which may hold tags
            root.remove(copy)
        return [*_leaves(root, _APP_NAMES)]
    if root.tag == _CUSTOM:
        return [slot for entry in root for slot in _leaves(entry, {"lpwstr": entry.get("name", "")})]
    if stored:
        return [
            Slot("内容控件的数据", leaf, texts=(leaf,)) for leaf in root.iter("*") if OPENING.search(leaf.text or "")
        ]
    return []


def _leaves(root: etree._Element, names: Mapping[str, str]) -> Iterator[Slot]:
    for leaf in root.iter("*"):
        name = str(leaf.tag).rpartition("}")[2]
        if name in names and OPENING.search(leaf.text or ""):
            yield Slot(f"文档属性「{names[name]}」", leaf, texts=(leaf,))


def _link_slots(package: Package, member: str, root: etree._Element) -> list[Slot]:
    """The addresses with tags among relationships, with their tags as they were typed."""
    found = [link for link in addresses.link_elements(root) if addresses.has_tags(link.get("Target", ""))]
    if not found:
        return []
    owner = package.get(addresses.owner(member))
    texts = addresses.texts_by_link(etree.fromstring(owner)) if owner else {}
    for link in found:
        link.set("Target", addresses.plain(link.get("Target", "")))
    return [Slot(addresses.shown(texts, link.get("Id", "")), link, "Target") for link in found]


def bound_stores(package: Package) -> set[str]:
    """The members with data that content controls show; Word takes them from there when it opens a file."""
    bound = {
        str(control.get(f"{W}storeItemID")).casefold()
        for member, data in package.items()
        if TEXT_PARTS.fullmatch(member) and b"dataBinding" in data
        for control in etree.fromstring(data).iter("{*}dataBinding")
    }
    stores = set()
    for member in package if bound else ():
        for link in links(package, member):
            if link.type.endswith("/customXmlProps") and link.target in package:
                identifier = etree.fromstring(package[link.target]).get(f"{_ITEM}itemID", "")
                stores |= {member} if identifier.casefold() in bound else set()
    return stores
