"""Conditional formats: to which cells they may apply, and which hide what the cells hold."""

from __future__ import annotations

from decimal import Decimal

import pytest

from generator.excel.xlsx import conditional
from generator.excel.xlsx.areas import Area
from generator.excel.xlsx.cell_styles import Fill, Font, Look, StylesScan
from generator.excel.xlsx.colours import Colour
from generator.excel.xlsx.conditional import Rule
from generator.excel.xlsx.sheet_xml import SheetScan
from generator.excel.xlsx.xml_scan import Budget
from generator.opc import RefusedError
from tests.support.sheet_parts import part

ADDED = 'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"'
WHITE = Look(Font(Colour(theme=0)))


def rules(after: str) -> list[Rule]:
    scan = SheetScan("xl/sheet1.xml", "表", Budget(), [WHITE, Look()])
    scan.run(part("worksheet", f"<sheetData/>{after}"))
    return scan.rules


def formatted(rule: str, sqref: str = "B1:B9 D1") -> str:
    return f'<conditionalFormatting sqref="{sqref}">{rule}</conditionalFormatting>'


def added(rule: str, sqref: str = "B1:B9") -> str:
    inside = f"<x14:conditionalFormatting>{rule}<xm:sqref>{sqref}</xm:sqref></x14:conditionalFormatting>"
    return f"<extLst><ext {ADDED}><x14:conditionalFormattings>{inside}</x14:conditionalFormattings></ext></extLst>"


def test_a_rule_has_its_areas_operands_and_look() -> None:
    (rule,) = rules(formatted('<cfRule type="cellIs" operator="equal" dxfId="0"><formula>0</formula></cfRule>'))
    areas = [Area(1, 2, 9, 2), Area(1, 4, 1, 4)]
    assert rule == Rule("cellIs", "equal", 0, WHITE, operands=["0"], areas=areas)


def test_a_rule_of_a_later_version_has_them_too() -> None:
    look = (
        '<x14:dxf><font><color theme="0"/></font><fill><patternFill><bgColor theme="1"/></patternFill></fill></x14:dxf>'
    )
    (rule,) = rules(added(f'<x14:cfRule type="expression"><xm:f>Sheet2!$A$1=1</xm:f>{look}</x14:cfRule>'))
    shown = Look(Font(Colour(theme=0)), Fill(back=Colour(theme=1)))
    assert rule == Rule("expression", "", -1, shown, operands=["Sheet2!$A$1=1"], areas=[Area(1, 2, 9, 2)])


@pytest.mark.parametrize(
    ("xml", "bare"),
    [
        (formatted('<cfRule type="dataBar"><dataBar showValue="0"/></cfRule>'), True),
        (formatted('<cfRule type="iconSet"><iconSet showValue="0"/></cfRule>'), True),
        (added('<x14:cfRule type="dataBar"><x14:dataBar showValue="0"/></x14:cfRule>'), True),
        (formatted('<cfRule type="dataBar"><dataBar/></cfRule>'), False),
        (formatted('<cfRule type="iconSet"><iconSet showValue="1"/></cfRule>'), False),
        (formatted('<cfRule type="expression" dxfId="1"><formula>TRUE</formula></cfRule>'), False),
        (formatted('<cfRule type="expression" dxfId="7"><formula>TRUE</formula></cfRule>'), False),
    ],
)
def test_bars_and_icons_alone_hide_a_number_and_what_changes_nothing_is_left_out(xml: str, bare: bool) -> None:
    found = rules(xml)
    assert [one.hides(StylesScan(""), 0, Decimal(5)) for one in found] == ([True] if bare else [])
    assert not any(one.hides(StylesScan(""), 0, "甲") for one in found)


@pytest.mark.parametrize(
    ("kind", "operator", "operands", "value", "applies"),
    [
        ("cellIs", "equal", ["0"], Decimal(5), False),
        ("cellIs", "equal", ["5.0"], Decimal(5), True),
        ("cellIs", "notEqual", ["0"], Decimal(5), True),
        ("cellIs", "notEqual", ["5"], Decimal(5), False),
        ("cellIs", "lessThan", ["0"], Decimal(5), False),
        ("cellIs", "lessThan", ["0"], Decimal(-5), True),
        ("cellIs", "lessThanOrEqual", ["5"], Decimal(5), True),
        ("cellIs", "greaterThan", ["5"], Decimal(5), False),
        ("cellIs", "greaterThanOrEqual", ["5"], Decimal(5), True),
        ("cellIs", "between", ["9", "1"], Decimal(5), True),
        ("cellIs", "between", ["1", "4"], Decimal(5), False),
        ("cellIs", "notBetween", ["1", "4"], Decimal(5), True),
        ("cellIs", "equal", ["$A$1"], Decimal(5), True),
        ("cellIs", "equal", ["0"], "甲", False),
        ("cellIs", "greaterThan", ["0"], "甲", True),
        ("cellIs", "other", ["0"], Decimal(5), True),
        ("containsErrors", "", ["ISERROR(B2)"], Decimal(5), False),
        ("containsBlanks", "", ["LEN(TRIM(B2))=0"], Decimal(5), False),
        ("expression", "", ["ISERROR(B2)"], Decimal(5), False),
        ("expression", "", ["isna(B2)"], Decimal(5), False),
        ("expression", "", ["B2=0"], Decimal(5), False),
        ("expression", "", ['B2=""'], Decimal(5), False),
        ("expression", "", ["LEN(TRIM(B2))=0"], Decimal(5), False),
        ("expression", "", ["ISERROR(C2)"], Decimal(5), True),
        ("expression", "", ["$B2=0"], Decimal(5), True),
        ("expression", "", ["TRUE"], Decimal(5), True),
        ("expression", "", [], Decimal(5), True),
        ("top10", "", [], Decimal(5), True),
    ],
)
def test_a_rule_applies_unless_it_is_sure_that_it_does_not(
    kind: str, operator: str, operands: list[str], value: Decimal | str, applies: bool
) -> None:
    rule = Rule(kind, operator, 0, WHITE, operands=operands, areas=[Area(2, 2, 9, 9)])
    assert rule.may_apply(value) is applies
    assert rule.hides(StylesScan(""), 0, value) is applies


def test_a_zero_that_is_not_shown_is_no_figure_that_is_lost() -> None:
    rule = Rule("cellIs", "equal", 0, WHITE, operands=["0"], areas=[Area(2, 2, 9, 9)])
    assert not rule.hides(StylesScan(""), 0, Decimal(0))


def test_more_ranges_than_can_be_looked_at_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conditional, "MAX_AREAS", 3)
    rule = '<cfRule type="expression" dxfId="0"><formula>TRUE</formula></cfRule>'
    assert len(rules(formatted(rule) + formatted(rule, "A1"))) == 2
    with pytest.raises(RefusedError, match="条件格式用在 3 处以上"):
        rules(formatted(rule) + formatted(rule))
