"""The drawing that Word keeps beside a SmartArt's texts: one of other texts goes, so that Word draws it anew."""

from __future__ import annotations

import re

from lxml import etree

from generator.opc import Package, links, serialise, without_part
from generator.text.sandbox import OPENING
from generator.word.names import A

_DATA = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_DRAWING = re.compile(r".*/diagramDrawing")
EXTENSION = "{http://schemas.microsoft.com/office/drawing/2008/diagram}dataModelExt"
"""The element by which the texts of a SmartArt name their drawing: a relationship of the part that shows it."""


def without_stale_drawings(package: Package) -> Package:
    """The package without the drawings of SmartArt that show none of its texts with tags; usually the package itself.

    Word lays such a SmartArt out when it opens the file. A drawing that shows the tags is filled like the texts.
    """
    for member in [*package]:
        drawings = {link.id: link.target for link in links(package, member) if _DRAWING.fullmatch(link.type)}
        for link in links(package, member) if drawings else ():
            if not link.type.endswith("/diagramData") or link.target not in package:
                continue
            data = etree.fromstring(package[link.target])
            extension = next(data.iter(EXTENSION), None)
            identifier = "" if extension is None else extension.get("relId", "")
            drawing = drawings.get(identifier, "")
            if extension is None or drawing not in package:
                continue
            if not _texts(data, f"{_DATA}t") <= _texts(etree.fromstring(package[drawing])):
                _remove(extension)
                package = without_part(package | {link.target: serialise(data)}, member, identifier)
    return package


def _texts(root: etree._Element, within: str = "*") -> set[str]:
    """The paragraphs with tags, without their blanks."""
    found = set()
    for around in root.iter(within) if within != "*" else (root,):
        for paragraph in around.iter(f"{A}p"):
            text = "".join("".join(piece.text or "" for piece in paragraph.iter(f"{A}t")).split())
            found |= {text} if OPENING.search(text) else set()
    return found


def _remove(extension: etree._Element) -> None:
    """Takes out the extension that an element is in, with what else would be left empty around it."""
    element = extension
    while (parent := element.getparent()) is not None:
        parent.remove(element)
        if len(parent) or not str(parent.tag).endswith(("}ext", "}extLst")):
            return
        element = parent
