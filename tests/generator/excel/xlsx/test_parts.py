"""The parts of a workbook: which sheets it lists."""

from __future__ import annotations

from generator.excel.xlsx.parts import BookScan
from tests.support.sheet_parts import part


def test_sheets_are_listed_with_those_that_are_hidden() -> None:
    scan = BookScan("xl/workbook.xml")
    scan.run(
        part("workbook", '<sheets><sheet name="甲" r:id="rId1"/><sheet name="乙" r:id="rId2" state="hidden"/></sheets>')
    )
    assert [tuple(one) for one in scan.entries] == [("甲", "rId1", False), ("乙", "rId2", True)]
