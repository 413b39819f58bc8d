"""Gives charts the workbook that an editor lost on saving: empty, to be filled with what is drawn."""

from __future__ import annotations

from io import BytesIO

from generator.opc import CREATED, Package, links, links_path, with_part

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def with_lost_workbooks(package: Package) -> Package:
    """The package with an empty workbook wherever a chart leads to one that is not there; unchanged if none does.

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


def _empty() -> bytes:
    from xlsxwriter import Workbook

    data = BytesIO()
    with Workbook(data, {"in_memory": True}) as workbook:
        workbook.set_properties({"created": CREATED})
        workbook.add_worksheet()
    return data.getvalue()
