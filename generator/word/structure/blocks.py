"""What a part is made of, block by block: paragraphs and tables, in cells, text boxes, notes and content controls."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from generator.word.names import MC, W
from generator.word.structure.beside import RANGES
from generator.word.structure.pieces import SHELL

CONTAINERS = {
    f"{W}{name}" for name in ("tc", "txbxContent", "hdr", "ftr", "footnote", "endnote", "comment", "docPartBody")
}
"""What must end in a paragraph."""
WRAPPERS = {
    f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "del", "moveFrom", "moveTo", "smartTag")
} | {f"{MC}{name}" for name in ("AlternateContent", "Choice", "Fallback")}
"""What may be wrapped around blocks, and is none itself."""
_NO_BLOCK = RANGES | {
    f"{W}{name}"
    for name in ("tcPr", "sdtPr", "sdtEndPr", "customXmlPr", "proofErr", "sectPr", "altChunk", "subDoc", "pPr")
}


def blocks_of(container: etree._Element) -> Iterator[etree._Element]:
    """The blocks of a container in their order: paragraphs, tables, the shells of tags, and what is not known."""
    for child in container.iterchildren(etree.Element):
        if child.tag in WRAPPERS:
            yield from blocks_of(child)
        elif child.tag not in _NO_BLOCK:
            yield child


def last_block(container: etree._Element) -> etree._Element | None:
    """The last block of a container; None if it has none."""
    for child in container.iterchildren(etree.Element, reversed=True):
        if child.tag in WRAPPERS:
            inner = last_block(child)
            if inner is not None:
                return inner
        elif child.tag not in _NO_BLOCK and child.tag != SHELL:
            return child
    return None


def neighbour(block: etree._Element, *, before: bool) -> etree._Element | None:
    """The block next to a block in the same container, out of and into whatever is wrapped around; None at an edge."""
    element = block
    while True:
        for sibling in element.itersiblings(preceding=before):
            if not isinstance(sibling.tag, str) or sibling.tag in _NO_BLOCK:
                continue
            if sibling.tag not in WRAPPERS:
                return sibling
            inner = last_block(sibling) if before else next(blocks_of(sibling), None)
            if inner is not None:
                return inner
        parent = element.getparent()
        if parent is None or parent.tag not in WRAPPERS:
            return None
        element = parent
