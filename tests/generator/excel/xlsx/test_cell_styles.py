"""What cell styles show, and what they hide."""

from __future__ import annotations

from decimal import Decimal

import pytest

from generator.excel.xlsx.cell_styles import StylesScan
from generator.excel.xlsx.number_formats import Shown
from tests.support.sheet_parts import part


def test_a_style_shows_by_its_own_code_or_by_the_number_of_its_format() -> None:
    scan = StylesScan("xl/styles.xml")
    formats = '<numFmts><numFmt numFmtId="164" formatCode="0.0%"/></numFmts>'
    scan.run(part("styleSheet", formats + '<cellXfs><xf numFmtId="164"/><xf numFmtId="14"/><xf/></cellXfs>'))
    shown = [scan.format(style, Decimal(1)) for style in range(4)]
    assert [one and one.kind for one in shown] == [Shown.PERCENT, Shown.DATE, Shown.NUMBER, None]


@pytest.mark.parametrize(
    ("font", "fill", "unseen"),
    [
        ('<color rgb="FFFFFFFF"/>', "", True),
        ('<color rgb="FFF8F8F8"/>', "", True),
        ('<color theme="0"/>', "", True),
        ('<color indexed="9"/>', "", True),
        ('<color rgb="FFFF0000"/>', '<patternFill patternType="solid"><fgColor rgb="FFFF0000"/></patternFill>', True),
        ('<color theme="0"/>', '<patternFill patternType="solid"><fgColor rgb="FF003366"/></patternFill>', False),
        ('<color theme="0" tint="-0.5"/>', "", False),
        ('<color theme="0"/>', '<patternFill patternType="gray125"/>', False),
        ('<color rgb="FF000000"/>', "", False),
        ("", "", False),
        ('<sz val="1"/>', "", True),
        ('<sz val="11"/>', "", False),
        ("<strike/>", "", True),
        ('<strike val="0"/>', "", False),
    ],
)
def test_what_nobody_sees_is_known_by_its_font_and_fill(font: str, fill: str, unseen: bool) -> None:
    scan = StylesScan("xl/styles.xml")
    body = f"<fonts><font>{font}</font></fonts><fills><fill>{fill}</fill></fills>"
    scan.run(part("styleSheet", body + '<cellXfs><xf fontId="0" fillId="0"/></cellXfs>'))
    assert (scan.unseen(0) is not None) is unseen
    assert scan.unseen(1) is None or unseen
