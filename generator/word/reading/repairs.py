"""Repairs what editors leave out or misplace on saving, so that Word would complain or a document lack it."""

from __future__ import annotations

from io import BytesIO

from lxml import etree

from generator.opc import CREATED, Package, links, links_path, serialise, with_part
from generator.word.names import DOCUMENT, W

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BEHIND_SECTION = f"{W}pPrChange"


def repaired(package: Package) -> Package:
    """The package with what is missing or misplaced put right; one in which nothing is, is unchanged."""
    return _with_section_ends_last(_with_lost_workbooks(package))


def _with_lost_workbooks(package: Package) -> Package:
    """An empty workbook wherever a chart leads to one that is not there; it is filled with what the chart shows.

    LibreOffice leaves the workbook out if the relationship to it began with a slash, and keeps the relationship.
    """
    lost = [
        link.target
        for part in package
        if links_path(part) in package
        for link in links(package, part)
        if link.type.endswith("/package") and not link.external and link.target.casefold().endswith(".xlsx")
    ]
    for target in dict.fromkeys(lost):
        if target not in package:
            package = with_part(package, target, _empty(), _WORKBOOK)
    return package


def _with_section_ends_last(package: Package) -> Package:
    """The end of a section behind the other properties of its paragraph: LibreOffice writes it first."""
    if DOCUMENT not in package or b"sectPr" not in package[DOCUMENT]:
        return package
    root = etree.fromstring(package[DOCUMENT])
    moved = False
    for section in [*root.iter(f"{W}sectPr")]:
        parent = section.getparent()
        after = [one for one in section.itersiblings(etree.Element) if one.tag != _BEHIND_SECTION]
        if parent is not None and parent.tag == f"{W}pPr" and after:
            after[-1].addnext(section)
            moved = True
    return package | {DOCUMENT: serialise(root)} if moved else package


def _empty() -> bytes:
    from xlsxwriter import Workbook

    data = BytesIO()
    with Workbook(data, {"in_memory": True}) as workbook:
        workbook.set_properties({"created": CREATED})
        workbook.add_worksheet()
    return data.getvalue()
