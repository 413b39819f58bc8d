"""Colours of a workbook: what is shown of those of its theme and its palette."""

from __future__ import annotations

import pytest

from generator.excel.xlsx.colours import BLACK, RGB, WHITE, Colour, Palette, ThemeScan, alike, colour
from generator.excel.xlsx.xml_scan import Attributes

DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"


def palette() -> Palette:
    found = Palette()
    scheme = (
        '<a:dk1><a:sysClr val="windowText" lastClr="010203"/></a:dk1><a:lt1><a:srgbClr val="FFFFF0"/></a:lt1>'
        '<a:accent1><a:srgbClr val="4F81BD"/></a:accent1><a:hlink><a:srgbClr val="x"/></a:hlink>'
    )
    theme = (
        f'<a:theme xmlns:a="{DRAWING}"><a:themeElements><a:clrScheme>{scheme}</a:clrScheme></a:themeElements></a:theme>'
    )
    ThemeScan("xl/theme/theme1.xml", found).run(theme.encode())
    return found


@pytest.mark.parametrize(
    ("attributes", "shown"),
    [
        ({}, BLACK),
        ({"auto": "1"}, BLACK),
        ({"rgb": "FF4F81BD"}, (0x4F, 0x81, 0xBD)),
        ({"rgb": "red"}, None),
        ({"theme": "0"}, (255, 255, 0xF0)),
        ({"theme": "1"}, (1, 2, 3)),
        ({"theme": "4"}, (0x4F, 0x81, 0xBD)),
        ({"theme": "4", "tint": "0.7999816888943144"}, (220, 230, 242)),
        ({"theme": "4", "tint": "-0.249977111117893"}, (55, 96, 146)),
        ({"theme": "4", "tint": "x"}, (0x4F, 0x81, 0xBD)),
        ({"theme": "10"}, None),
        ({"indexed": "2"}, (255, 0, 0)),
        ({"indexed": "9"}, WHITE),
        ({"indexed": "22"}, (0xC0, 0xC0, 0xC0)),
        ({"indexed": "63"}, (0x33, 0x33, 0x33)),
        ({"indexed": "64"}, BLACK),
        ({"indexed": "65"}, WHITE),
        ({"indexed": "66"}, None),
    ],
)
def test_a_colour_is_shown_as_red_green_and_blue(attributes: Attributes, shown: RGB | None) -> None:
    assert palette().rgb(colour(attributes), BLACK) == shown


def test_colours_that_nobody_tells_apart_are_alike() -> None:
    assert alike(WHITE, (0xF4, 0xFF, 0xFF)) and not alike(WHITE, (0xF3, 0xFF, 0xFF))
    assert not alike(None, None)
    assert Palette().rgb(Colour(theme=0), BLACK) == WHITE
