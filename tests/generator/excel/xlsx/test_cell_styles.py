"""What cell styles show, and what they hide."""

from __future__ import annotations

from decimal import Decimal

import pytest

from generator.excel.xlsx.cell_styles import Fill, Font, Look, StylesScan
from generator.excel.xlsx.colours import Colour
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
        ('<color rgb="00FFFFFF"/>', '<patternFill patternType="solid"><fgColor theme="0"/></patternFill>', True),
        ('<color indexed="9"/>', '<patternFill patternType="solid"><fgColor indexed="65"/></patternFill>', True),
        ("", '<patternFill patternType="solid"><fgColor rgb="FF000000"/></patternFill>', True),
        ('<color auto="1"/>', '<patternFill patternType="solid"><fgColor theme="1"/></patternFill>', True),
        ('<color indexed="64"/>', '<patternFill patternType="solid"><fgColor indexed="8"/></patternFill>', True),
        ('<color indexed="10"/>', '<patternFill patternType="solid"><fgColor rgb="FFFF0000"/></patternFill>', True),
        ("", '<patternFill patternType="solid"/>', False),
        ("", '<patternFill patternType="solid"><bgColor indexed="64"/></patternFill>', False),
        ('<color theme="0"/>', '<patternFill patternType="solid"><fgColor theme="4"/></patternFill>', False),
        ('<color theme="1" tint="1"/>', "", True),
        ('<color theme="0" tint="-0.04"/>', "", True),
        (
            '<color theme="0"/>',
            '<patternFill patternType="solid"><fgColor theme="0" tint="-0.25"/></patternFill>',
            False,
        ),
        (
            '<color theme="0"/>',
            "<gradientFill><stop><color theme='0'/></stop><stop><color rgb='FFFFFFFF'/></stop></gradientFill>",
            True,
        ),
        (
            '<color theme="0"/>',
            "<gradientFill><stop><color theme='0'/></stop><stop><color rgb='FF003366'/></stop></gradientFill>",
            False,
        ),
        ('<color rgb="FFFFFFFF"/>', '<patternFill patternType="lightUp"><fgColor theme="0"/></patternFill>', True),
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


def test_the_palette_of_the_workbook_goes_before_that_of_all() -> None:
    scan = StylesScan("xl/styles.xml")
    fonts = '<fonts><font><color indexed="2"/></font></fonts><cellXfs><xf fontId="0"/></cellXfs>'
    colours = "".join(f'<rgbColor rgb="FF{colour}"/>' for colour in ("000000", "FF0000", "FFFFFF"))
    scan.run(part("styleSheet", f"{fonts}<colors><indexedColors>{colours}</indexedColors></colors>"))
    assert scan.unseen(0) is not None


def test_each_run_of_a_text_is_to_be_seen_and_a_run_with_its_own_font_is_not_of_the_cells() -> None:
    scan = StylesScan("xl/styles.xml")
    scan.run(
        part(
            "styleSheet",
            '<fonts><font><color theme="0"/></font><font/></fonts><cellXfs><xf fontId="0"/><xf fontId="1"/></cellXfs>',
        )
    )
    white = Font(Colour("FFFFFF"))
    assert [scan.unseen(1, runs) is not None for runs in [(None,), (None, Font()), (None, white)]] == [
        False,
        False,
        True,
    ]
    assert [scan.unseen(0, runs) is not None for runs in [(Font(),), (None, Font())]] == [False, True]


def test_differential_formats_change_no_style_of_a_cell() -> None:
    scan = StylesScan("xl/styles.xml")
    hiding = '<font><strike/><color theme="0"/><sz val="1"/></font><fill><patternFill patternType="solid"><fgColor theme="1"/></patternFill></fill>'
    body = f"<fonts><font/></fonts><fills><fill/></fills><cellXfs><xf/></cellXfs><dxfs><dxf>{hiding}</dxf></dxfs>"
    extension = f'<extLst><ext><x:dxfs xmlns:x="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><dxf>{hiding}</dxf></x:dxfs></ext></extLst>'
    scan.run(part("styleSheet", body + extension))
    assert scan.unseen(0) is None
    assert scan.looks == [Look(Font(Colour(theme=0), "1", True), Fill("solid", Colour(theme=1)))]


@pytest.mark.parametrize(
    ("look", "hidden"),
    [
        ('<font><color theme="0"/></font>', True),
        ('<font><color rgb="FFFF0000"/></font>', False),
        ('<font><color theme="0"/></font><fill><patternFill><bgColor rgb="FF003366"/></patternFill></fill>', False),
        ('<font><color rgb="FF003366"/></font><fill><patternFill><bgColor rgb="FF003366"/></patternFill></fill>', True),
        ('<fill><patternFill patternType="solid"><bgColor rgb="FF000000"/></patternFill></fill>', True),
        ('<fill><patternFill patternType="solid"><bgColor rgb="FFFFC7CE"/></patternFill></fill>', False),
        ('<fill><patternFill patternType="solid"><fgColor rgb="FFFFC7CE"/></patternFill></fill>', False),
        ('<numFmt numFmtId="164" formatCode=";;;"/>', True),
        ('<numFmt numFmtId="164" formatCode="0.0"/>', False),
        ("<font><strike/></font>", True),
        ("<font><b/></font>", False),
    ],
)
def test_a_conditional_format_hides_by_what_is_shown_in_the_end(look: str, hidden: bool) -> None:
    scan = StylesScan("xl/styles.xml")
    scan.run(part("styleSheet", f"<cellXfs><xf/></cellXfs><dxfs><dxf>{look}</dxf></dxfs>"))
    assert scan.hides(scan.looks[0], 0, Decimal(1)) is hidden
    assert scan.hides(scan.looks[0], 0, None) is hidden
