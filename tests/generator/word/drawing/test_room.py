"""How much room a picture has in pages, columns, cells and text boxes."""

from __future__ import annotations

import pytest
from lxml import etree

from generator.word.drawing.room import TWIP, Room, page_room, room
from generator.word.names import STYLES, W
from generator.word.styles import Styles

SPACES = f'xmlns:w="{W[1:-1]}" xmlns:v="urn:schemas-microsoft-com:vml"'
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
PAGE = Room(9000 * TWIP, 13_000 * TWIP)
NO_STYLES = Styles({})
STYLE = (
    f'<w:styles {SPACES}><w:style w:type="paragraph" w:default="1" w:styleId="a"><w:pPr>'
    '<w:ind w:left="400" w:firstLine="640"/></w:pPr></w:style></w:styles>'
)


def read(xml: str) -> etree._Element:
    return etree.fromstring(f"<root {SPACES}>{xml}</root>")


def here(source: str) -> etree._Element:
    """The paragraph that is marked."""
    return next(one for one in read(source).iter(f"{W}p") if one.get(f"{W}rsidR"))


@pytest.mark.parametrize(
    ("section", "width", "height"),
    [
        ('<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:left="1588" w:right="1474" w:top="2098" w:bottom="1984"/>', 8844, 12118),
        ('<w:pgSz w:w="16838" w:h="11906"/><w:pgMar w:left="1000" w:right="1000" w:top="-900" w:bottom="906"/>', 14838, 9595),
        ('<w:pgSz w:w="11000"/><w:pgMar w:left="500" w:right="500" w:gutter="1000"/>', 9000, 13260),
        ('<w:pgSz w:w="11000"/><w:pgMar w:left="500" w:right="500"/><w:cols w:num="2" w:space="1000"/>', 4500, 13260),
        ('<w:pgSz w:w="11000"/><w:cols w:num="2"><w:col w:w="6000"/><w:col w:w="1500"/></w:cols>', 1500, 13260),
        ('<w:pgSz w:w="11000"/><w:cols w:num="1"><w:col w:w="600"/></w:cols>', 8120, 13260),
        ('<w:pgSz w:w="9e9" w:h="x"/>', 9026, 13260),
        ('<w:pgSz w:w="10" w:h="10"/>', 1, 1),
        ("", 9026, 13260),
    ],
)  # fmt: skip
def test_a_page_has_the_room_between_its_margins(section: str, width: int, height: int) -> None:
    found = page_room(read(section))
    assert (found.width // TWIP, found.height // TWIP) == (width, height)


def test_a_page_without_set_up_is_a4() -> None:
    assert page_room(None) == page_room(read(""))


def cell(properties: str = "", table: str = "", row: str = "", grid: str = "3000 2000 1000", before: str = "") -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid.split())
    return (
        f"<w:tbl><w:tblPr>{table}</w:tblPr><w:tblGrid>{columns}</w:tblGrid><w:tr><w:trPr>{row}</w:trPr>{before}"
        f'<w:tc><w:tcPr>{properties}</w:tcPr><w:p w:rsidR="here"/></w:tc></w:tr></w:tbl>'
    )


OTHER = '<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p/></w:tc>'
MARGINS = '<w:left w:w="50" w:type="dxa"/><w:end w:w="150" w:type="dxa"/>'


@pytest.mark.parametrize(
    ("source", "width"),
    [
        (cell('<w:tcW w:w="2500" w:type="dxa"/>'), 2500 - 216),
        (cell('<w:tcW w:w="5000" w:type="pct"/>'), 3000 - 216),
        (cell('<w:tcW w:w="0" w:type="auto"/><w:gridSpan w:val="2"/>'), 5000 - 216),
        (cell(before=OTHER), 1000 - 216),
        (cell(row='<w:gridBefore w:val="1"/>'), 2000 - 216),
        (cell(table=f"<w:tblCellMar>{MARGINS}</w:tblCellMar>"), 2800),
        (cell(f"<w:tcMar>{MARGINS}</w:tcMar>"), 2800),
        (cell(grid=""), 9000 - 216),
        (cell('<w:tcW w:w="99999" w:type="dxa"/>'), 9000),
        (cell('<w:tcW w:w="20" w:type="dxa"/>'), 1),
        (cell(grid="6000").replace("<w:p ", cell(grid="20000").replace(' w:rsidR="here"', "") + "<w:p "), 6000 - 216),
    ],
)
def test_a_cell_has_the_room_of_its_columns(source: str, width: int) -> None:
    paragraph = here(source)
    assert room(paragraph, PAGE, NO_STYLES) == Room(width * TWIP, PAGE.height)


def test_a_row_of_exact_height_bounds_the_height() -> None:
    for rule, height in (("exact", 567 * TWIP), ("atLeast", PAGE.height)):
        source = cell(row=f'<w:trHeight w:val="567" w:hRule="{rule}"/>')
        paragraph = here(source)
        assert room(paragraph, PAGE, NO_STYLES).height == height


@pytest.mark.parametrize(
    ("shape", "found"),
    [
        (f'<d:inline xmlns:d="{DRAWING}"><d:extent cx="1000000" cy="500000"/>%s</d:inline>', (817_120, 317_120)),
        (f'<d:anchor xmlns:d="{DRAWING}"><d:extent cx="x" cy=""/>%s</d:anchor>', PAGE),
        (f'<d:anchor xmlns:d="{DRAWING}"><d:extent cx="10" cy="10"/>%s</d:anchor>', (91_440, 91_440)),
        ('<v:shape style="position:absolute;width:100pt;height:50pt">%s</v:shape>', (1_087_120, 452_120)),
        ('<v:rect style="width:auto">%s</v:rect>', PAGE),
        ("<w:pict>%s</w:pict>", PAGE),
    ],
)
def test_a_text_box_has_the_room_within_its_frame(shape: str, found: tuple[int, int]) -> None:
    box = '<w:txbxContent><w:p w:rsidR="here"/></w:txbxContent>'
    source = f"<w:p><w:r>{shape % box}</w:r></w:p>"
    paragraph = here(source)
    assert tuple(room(paragraph, PAGE, NO_STYLES)) == tuple(found)


@pytest.mark.parametrize(
    ("own", "width"),
    [
        ("", 9000 - 640 - 400),
        ('<w:ind w:firstLine="0"/>', 9000 - 400),
        ('<w:ind w:start="1000" w:right="500" w:firstLine="100"/>', 9000 - 1600),
        ('<w:ind w:left="0" w:hanging="300" w:firstLine="0"/>', 9000),
        ('<w:ind w:left="8900"/>', 900),
        ('<w:ind w:left="-500" w:firstLine="0"/>', 9000),
    ],
)
def test_what_a_paragraph_indents_is_less_room(own: str, width: int) -> None:
    styles = Styles({STYLES: STYLE.encode()})
    paragraph = here(f'<w:p w:rsidR="here"><w:pPr>{own}</w:pPr></w:p>')
    assert room(paragraph, PAGE, styles).width // TWIP == width
