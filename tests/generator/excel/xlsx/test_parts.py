"""The parts of a workbook: which sheets it lists, and how its formulas are computed."""

from __future__ import annotations

import pytest

from generator.excel.xlsx.parts import BookScan
from tests.support.sheet_parts import part


def test_sheets_are_listed_with_those_that_are_hidden() -> None:
    scan = BookScan("xl/workbook.xml")
    scan.run(
        part("workbook", '<sheets><sheet name="甲" r:id="rId1"/><sheet name="乙" r:id="rId2" state="hidden"/></sheets>')
    )
    assert [tuple(one) for one in scan.entries] == [("甲", "rId1", False), ("乙", "rId2", True)]


@pytest.mark.parametrize(
    ("computing", "stale"),
    [
        ("", False),
        ('calcMode="manual"', False),
        ('calcMode="manual" calcOnSave="0"', True),
        ('calcMode="auto" calcOnSave="0"', False),
        ('calcCompleted="0"', True),
        ('calcCompleted="1" calcMode="autoNoTable"', False),
    ],
)
def test_formulas_are_stale_where_neither_a_change_nor_saving_computes_them(computing: str, stale: bool) -> None:
    scan = BookScan("xl/workbook.xml")
    scan.run(part("workbook", f'<calcPr calcId="191029" {computing}/>'))
    assert scan.stale is stale


def test_names_are_kept_with_what_they_stand_for() -> None:
    scan = BookScan("xl/workbook.xml")
    scan.run(part("workbook", '<definedNames><definedName name="总额">[1]表!$A$1</definedName></definedNames>'))
    assert scan.names == [("总额", "[1]表!$A$1")]
