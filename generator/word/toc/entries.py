"""Fills a volume's table of contents: every heading with a link, and a field for its page number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from lxml import etree

from generator.opc import Package, serialise
from generator.word.names import MC, SETTINGS, XML_SPACE, W
from generator.word.styles import Styles, value_of
from generator.word.tags import own_texts, words_of
from generator.word.toc.field import ContentsField, contents_field

# The styles of a volume's headings from the outermost; a heading's level is its depth among those around it.
_RANKS = ("部分标题", "Title", "表题", "heading 1", "heading 2", "heading 3", "heading 4")
_SAME_RANK = {"表题": "Title"}
# The bookmark of a heading, as this program names it; group 1 is its number.
_ANCHOR = re.compile(r"_Toc([0-9]{6})")
_HEADING = re.compile(r"heading ([1-9])")
_NUMBER = ("pPr", f"numPr/{W}numId", "val")
_PROPERTIES, _STYLE, _LEVEL = f"{W}pPr", f"{W}pStyle", f"{W}outlineLvl"
_OUTLINE = ("pPr", "outlineLvl", "val")
_OUTLINES = {*"012345678"}
_PENDING = "…"
_AFTER_LEVEL = {f"{W}{name}" for name in ("divId", "cnfStyle", "rPr", "sectPr", "pPrChange")}
_AFTER_UPDATE = {f"{W}{name}" for name in ("hdrShapeDefaults", "footnotePr", "endnotePr", "compat", "themeFontLang")}


def fill_contents(root: etree._Element, package: Package) -> Package:
    """Replaces a document's TOC field by entries; returns the other parts that change with it.

    The field may name its levels (`\\o "1-3"`), else there are two, and styles with their levels (`\\t "附件标题,1"`),
    which are all that it lists if it names no levels. Each heading gets a bookmark and an outline level for Word's
    navigation, each entry a link to it and a PAGEREF field, which Word fills on opening and LibreOffice on layout: no
    page number is computed here, so the bytes depend on no layout.
    """
    if SETTINGS not in package:
        return {}
    field, there = contents_field(root)
    styles = Styles(package)
    if field is not None:
        _replace(field, root, styles)
    return {SETTINGS: _updating(package[SETTINGS])} if there else {}


def _replace(field: ContentsField, root: etree._Element, styles: Styles) -> None:
    """Puts the entries in place of the field; one whose styles are not used, or that lists numbers, stays for Word."""
    place = None
    known = [heading for heading, _, listed in _headings(root, field, styles) if listed]
    if (known or not field.named) and not any(_is_numbered(heading, styles) for heading in known):
        place = field.take_out()
    entries = []
    identifiers = styles.identifiers
    for number, (heading, level, listed) in enumerate([*_headings(root, field, styles)], _free(root)):
        anchor = f"_Toc{number:06d}"
        _mark(heading, anchor, number, level)
        if listed:
            entries.append(_entry(identifiers.get(f"toc {level}", f"TOC{level}"), _text(heading), anchor))
    if place is not None:
        around, index = place
        around[index:index] = entries
        if around.find(f"{W}p") is None:  # a cell or text box holds at least one
            around.insert(index, etree.Element(f"{W}p"))


def _free(root: etree._Element) -> int:
    """A number from which on no bookmark has one, as its id or in its name."""
    marks = [*root.iter(f"{W}bookmarkStart")]
    names = [found[1] for mark in marks if (found := _ANCHOR.fullmatch(mark.get(f"{W}name", "")))]
    numbers = [number for number in [*names, *(mark.get(f"{W}id", "") for mark in marks)] if number.isdecimal()]
    return max(map(int, numbers), default=0) + 1


def _headings(root: etree._Element, field: ContentsField, styles: Styles) -> Iterator[tuple[etree._Element, int, bool]]:
    """Every heading that has text, with its level from 1, and whether the field lists it.

    Where a document has parts, the level is the depth; in any other it is that of Word's style.
    """
    paragraphs = [(paragraph, _style(paragraph)) for paragraph in root.iter(f"{W}p")]
    volume = any(styles.names.get(style) == _RANKS[0] for _, style in paragraphs)
    outline_of = cache(lambda style: styles.inherited(style, _OUTLINE) if style else "")
    own = {level.getparent(): value_of(level) for level in root.iter(_LEVEL)} if field.outlined else {}
    above: list[int] = []
    for paragraph, style in paragraphs:
        name = styles.names.get(style, "")
        level = field.named.get(name, 0)
        ranked = volume and not level and name in _RANKS
        if not (level or ranked):
            heading = None if volume else _HEADING.fullmatch(name)
            outline = ""
            if heading is None and field.outlined:  # its own outline level, else that of its style
                outline = (own.get(paragraph[0], "") if own and len(paragraph) else "") or outline_of(style)
            level = int(heading[1]) if heading else int(outline) + 1 if outline in _OUTLINES else 0
        if not (level or ranked) or not _text(paragraph):
            continue
        if next(paragraph.iterancestors(f"{MC}Fallback"), None) is not None:
            continue  # once more, for older programs
        if ranked:
            rank = _RANKS.index(_SAME_RANK.get(name, name))
            while above and above[-1] >= rank:
                above.pop()
            above.append(rank)
            level = len(above)
        yield paragraph, level, name in field.named or level <= field.levels


def _style(paragraph: etree._Element) -> str:
    return _property(paragraph, _STYLE)


def _property(paragraph: etree._Element, tag: str) -> str:
    """The value of a property of a paragraph; empty if it has none. Its properties are its first child, if any."""
    properties = paragraph[0] if len(paragraph) else None
    return "" if properties is None or properties.tag != _PROPERTIES else value_of(properties.find(tag))


def _is_numbered(paragraph: etree._Element, styles: Styles) -> bool:
    """Whether Word counts a paragraph, whose number would be missing in an entry."""
    own = value_of(paragraph.find(f"{W}pPr/{W}numPr/{W}numId"))
    style = _style(paragraph)
    return (own or (styles.inherited(style, _NUMBER) if style else "")) not in ("", "0")


def _text(paragraph: etree._Element) -> str:
    return words_of(own_texts(paragraph)).strip()


def _mark(heading: etree._Element, anchor: str, number: int, level: int) -> None:
    """Puts a bookmark around the text of a heading, and sets its outline level."""
    properties = heading.find(f"{W}pPr")
    assert properties is not None
    for old in properties.findall(f"{W}outlineLvl"):
        properties.remove(old)
    outline = etree.Element(f"{W}outlineLvl")
    outline.set(f"{W}val", str(level - 1))
    properties.insert(sum(child.tag not in _AFTER_LEVEL for child in properties), outline)
    start, end = etree.Element(f"{W}bookmarkStart"), etree.SubElement(heading, f"{W}bookmarkEnd")
    for mark in (start, end):
        mark.set(f"{W}id", str(number))
    start.set(f"{W}name", anchor)
    heading.insert(heading.index(properties) + 1, start)


def _entry(style: str, text: str, anchor: str) -> etree._Element:
    paragraph = etree.Element(f"{W}p")
    etree.SubElement(etree.SubElement(paragraph, f"{W}pPr"), f"{W}pStyle").set(f"{W}val", style)
    link = etree.SubElement(paragraph, f"{W}hyperlink")
    link.set(f"{W}anchor", anchor)
    link.set(f"{W}history", "1")

    def run(tag: str, content: str = "", **attributes: str) -> None:
        child = etree.SubElement(etree.SubElement(link, f"{W}r"), f"{W}{tag}")
        if content:
            child.text = content
            child.set(XML_SPACE, "preserve")
        for name, value in attributes.items():
            child.set(f"{W}{name}", value)

    run("t", text)
    run("tab")
    run("fldChar", fldCharType="begin")
    run("instrText", f" PAGEREF {anchor} \\h ")
    run("fldChar", fldCharType="separate")
    run("t", _PENDING)
    run("fldChar", fldCharType="end")
    return paragraph


def _updating(settings: bytes) -> bytes:
    """The settings with `updateFields`, so that Word updates fields on opening."""
    root = etree.fromstring(settings)
    if root.find(f"{W}updateFields") is None:
        update = etree.Element(f"{W}updateFields")
        update.set(f"{W}val", "true")
        position = next((index for index, child in enumerate(root) if child.tag in _AFTER_UPDATE), len(root))
        root.insert(position, update)
    return serialise(root)
