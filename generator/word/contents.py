"""Fills a volume's table of contents: every heading with a link, and a field for its page number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from generator.opc import Package, serialise
from generator.word.names import SETTINGS, XML_SPACE, W
from generator.word.reading.style_names import PARAGRAPH, usual_name
from generator.word.styles import Styles

# The styles of headings from the outermost; a heading's level is its depth among those around it.
_RANKS = ("部分标题", "Title", "表题", "heading 1", "heading 2", "heading 3", "heading 4")
_SAME_RANK = {"表题": "Title"}
# The instruction of a table of contents: TOC \o "1-3" \t "附件标题,1" \h.
_FIELD = re.compile(r"\s*TOC\b")
_DEPTH = r'\\o\s+"1-([1-9])"'
_NAMED = r'\\t\s+"([^"]+)"'
_LEVELS = 2
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
    field = _field(root)
    if field is None or SETTINGS not in package:
        return {}
    first, last, levels, named = field
    styles = Styles(package)
    names, identifiers = styles.names, styles.identifiers
    entries = []
    free = max((int(mark.get(f"{W}id", 0)) for mark in root.iter(f"{W}bookmarkStart")), default=0) + 1
    for number, (heading, level, listed) in enumerate(_headings(root, names, levels, named), free):
        anchor = f"_Toc{number:06d}"
        _mark(heading, anchor, number, level)
        if listed:
            entries.append(_entry(identifiers.get(f"toc {level}", f"TOC{level}"), _text(heading), anchor))
    parent = first.getparent()
    assert parent is not None and last.getparent() is parent
    if entries or not named:  # a field whose styles are not used stays for Word
        start, end = parent.index(first), parent.index(last)
        parent[start : end + 1] = entries
    return {SETTINGS: _updating(package[SETTINGS])}


def _field(root: etree._Element) -> tuple[etree._Element, etree._Element, int, dict[str, int]] | None:
    """The first and last paragraph of the TOC field, its number of levels, and the styles that it names with theirs."""
    for paragraph in root.iter(f"{W}p"):
        instructions = [*paragraph.iter(f"{W}instrText")]
        instruction = "".join(part.text or "" for part in instructions)  # Word splits it as it likes
        if _FIELD.match(instruction) is None:
            continue
        last, depth = paragraph, 1
        for run in next(instructions[0].iterancestors(f"{W}r")).itersiblings():
            depth = _depth(run, depth)
        while depth and (following := last.getnext()) is not None:
            last = following
            depth = _depth(last, depth)
        named, match = _levels_of(instruction), re.search(_DEPTH, instruction)
        levels = int(match[1]) if match else 0 if named else _LEVELS
        return paragraph, last, levels, named
    return None


def _levels_of(instruction: str) -> dict[str, int]:
    """The styles that a field names, with the level of each."""
    listed = [piece.strip() for found in re.findall(_NAMED, instruction) for piece in re.split("[,;，；]", found)]
    pairs = zip(listed[::2], listed[1::2], strict=False)
    return {usual_name(name, PARAGRAPH)[0]: int(level) for name, level in pairs if level in "123456789" and level}


def _depth(element: etree._Element, depth: int) -> int:
    """How many fields are open after an element, if `depth` were before it."""
    for character in element.iter(f"{W}fldChar"):
        if depth:
            depth += {"begin": 1, "end": -1}.get(str(character.get(f"{W}fldCharType")), 0)
    return depth


def _headings(
    root: etree._Element, names: dict[str, str], levels: int, named: dict[str, int]
) -> Iterator[tuple[etree._Element, int, bool]]:
    """Every heading that has text, with its level from 1, and whether the field lists it."""
    above: list[int] = []
    for paragraph in root.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        name = names.get(str(style.get(f"{W}val"))) if style is not None else None
        if (name not in _RANKS and name not in named) or not _text(paragraph):
            continue
        if name in named:
            yield paragraph, named[name], True
            continue
        rank = _RANKS.index(_SAME_RANK.get(name, name))
        while above and above[-1] >= rank:
            above.pop()
        above.append(rank)
        yield paragraph, len(above), len(above) <= levels


def _text(paragraph: etree._Element) -> str:
    return "".join(part.text or "" for part in paragraph.iter(f"{W}t")).strip()


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
