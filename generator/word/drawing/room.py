"""How much room there is for a picture: of a page, column, cell or text box, less what its paragraph indents."""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml import etree

from generator.word.names import VML, W
from generator.word.structure.tables import cells_of
from generator.word.styles import Styles, value_of

TWIP = 635
"""English metric units to a twentieth of a point, in which Word measures pages."""
_POINT = 12_700
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_PAGE = {"w": 11_906, "h": 16_838}  # A4
_MARGIN = 1440
_CELL_MARGIN = 108
_INSET = 91_440  # EMU between the frame of a text box and its text, on each side
_LINE = 0.95  # of the height of a page: the line that a picture stands in has some room of its own
# The size of a text box in its older form: width:200pt; groups: width or height, points.
_POINTS = r"(?:^|;)\s*(width|height)\s*:\s*([0-9.]+)pt"
_SIDES = (("left", "start"), ("right", "end"))


class Room(NamedTuple):
    """A width and a height in English metric units."""

    width: int
    height: int


def page_room(section: etree._Element | None) -> Room:
    """The room of a column of the text on a page with the set-up of this section; of A4 where nothing is said."""

    def said(tag: str, name: str, usual: int) -> int:
        element = None if section is None else section.find(f"{W}{tag}")
        return _twips(element, name, usual)

    width = said("pgSz", "w", _PAGE["w"]) - said("pgMar", "gutter", 0)
    width -= said("pgMar", "left", _MARGIN) + said("pgMar", "right", _MARGIN)
    height = said("pgSz", "h", _PAGE["h"]) - abs(said("pgMar", "top", _MARGIN)) - abs(said("pgMar", "bottom", _MARGIN))
    columns = None if section is None else section.find(f"{W}cols")
    count = max(_twips(columns, "num", 1), 1)
    if columns is not None and count > 1:
        own = [_twips(column, "w", width) for column in columns.iterchildren(f"{W}col")]
        width = min(own or [(width - (count - 1) * _twips(columns, "space", 720)) // count])
    return Room(max(width, 1) * TWIP, max(int(height * _LINE), 1) * TWIP)


def room(paragraph: etree._Element, page: Room, styles: Styles) -> Room:
    """The room in the first line of a paragraph: that of the cell or text box it is in, else that of the page."""
    around = page
    for element in reversed([*paragraph.iterancestors(f"{W}tc", f"{W}txbxContent")]):
        around = _cell(element, around) if element.tag == f"{W}tc" else _box(element, around)
    style = style_of(paragraph, styles)
    indents = sum(_indent(paragraph, styles, style, *names) for names in (*_SIDES, ("firstLine",)))
    return Room(max(around.width - max(indents, 0) * TWIP, around.width // 10, 1), around.height)


def style_of(paragraph: etree._Element, styles: Styles) -> str:
    """The identifier of a paragraph's style."""
    return value_of(paragraph.find(f"{W}pPr/{W}pStyle")) or styles.default("paragraph")


def _indent(paragraph: etree._Element, styles: Styles, style: str, *names: str) -> int:
    element = paragraph.find(f"{W}pPr/{W}ind")
    for name in names:
        if element is not None and element.get(f"{W}{name}") is not None:
            return _twips(element, name, 0)
    inherited = next(filter(None, (styles.inherited(style, ("pPr", "ind", name)) for name in names)), "")
    return int(inherited) if re.fullmatch(r"-?[0-9]{1,6}", inherited) else 0


def _cell(cell: etree._Element, around: Room) -> Room:
    table = next(cell.iterancestors(f"{W}tbl"))
    row = next(cell.iterancestors(f"{W}tr"))
    wanted = cell.find(f"{W}tcPr/{W}tcW")
    width = _twips(wanted, "w", 0) if wanted is not None and wanted.get(f"{W}type", "dxa") == "dxa" else 0
    width = width or _columns(cell, row, table) or around.width // TWIP
    for names in _SIDES:
        width -= _margin(cell, table, names)
    height = row.find(f"{W}trPr/{W}trHeight")
    exact = height is not None and height.get(f"{W}hRule") == "exact"
    high = _twips(height, "val", 0) * TWIP if exact else 0
    return Room(min(max(width, 1) * TWIP, around.width), high or around.height)


def _columns(cell: etree._Element, row: etree._Element, table: etree._Element) -> int:
    """The width of the columns of the grid that a cell takes; 0 if the table does not say."""
    grid = [_twips(column, "w", 0) for column in table.findall(f"{W}tblGrid/{W}gridCol")]
    return next((sum(grid[first : first + span]) for other, (first, span) in cells_of(row) if other is cell), 0)


def _margin(cell: etree._Element, table: etree._Element, names: tuple[str, ...]) -> int:
    for holder in (cell.find(f"{W}tcPr/{W}tcMar"), table.find(f"{W}tblPr/{W}tblCellMar")):
        for name in names:
            if holder is not None and (margin := holder.find(f"{W}{name}")) is not None:
                return _twips(margin, "w", _CELL_MARGIN)
    return _CELL_MARGIN


def _box(content: etree._Element, around: Room) -> Room:
    width = height = 0
    for shape in content.iterancestors(f"{_WP}inline", f"{_WP}anchor"):
        if (size := shape.find(f"{_WP}extent")) is not None:
            width, height = (int(value) if (value := size.get(name, "")).isdecimal() else 0 for name in ("cx", "cy"))
        break
    if not width:
        for shape in content.iterancestors(f"{VML}shape", f"{VML}rect", f"{VML}roundrect"):
            said = dict(re.findall(_POINTS, shape.get("style", "")))
            width, height = (int(float(said.get(name, "0")) * _POINT) for name in ("width", "height"))
            break
    within = [max(side - 2 * _INSET, _INSET) if side else 0 for side in (width, height)]
    return Room(min(within[0] or around.width, around.width), within[1] or around.height)


def _twips(element: etree._Element | None, name: str, usual: int) -> int:
    """A number of an element's attribute, or of that with a unit the usual one."""
    value = "" if element is None else element.get(f"{W}{name}", "")
    return int(value) if re.fullmatch(r"-?[0-9]{1,6}", value) else usual
