"""A year at a glance as an Excel workbook."""

from __future__ import annotations

import subprocess
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from generator.frozen import replace
from generator.reports.summary.rows import range_counts
from generator.reports.summary.workbook import excel
from tests.support.growth import assert_linear
from tests.support.summaries import ROW, WIDE, of_units, sheets


def test_the_workbook_holds_numbers_and_formulas() -> None:
    data = excel(WIDE, "2022", "unit")
    formulas, values = (sheets(data, values=shown)["一览表"] for shown in (False, True))
    assert values[3][5:9] == (10, 9.5, 0.95, 91.05)
    assert values[4][7] == "—" and values[6][5:9] == (None, None, None, None)
    assert formulas[3][7] == '=IF(F4=0,"—",ROUND(G4/F4,4))'
    assert formulas[7][5] == '=SUMIF(N4:N7,"是",F4:F7)'
    assert values[7][5:8] == (40, 19.5, 0.4875)
    counted, shown = (sheets(data, values=shown)["分布"] for shown in (False, True))
    assert counted[2][1] == "=COUNTIFS('一览表'!$I$4:$I$7,\">=80\",'一览表'!$I$4:$I$7,\"<90\")"
    assert shown[1:] == [(name, scores, rates) for name, scores, rates in range_counts(WIDE)]


def test_a_text_is_never_a_formula_or_a_link() -> None:
    hostile = replace(ROW, unit='=HYPERLINK("http://example.com","甲")', evaluation="@SUM(1)", grade="+1")
    formulas = sheets(excel([hostile], "2022", "unit"), values=False)["一览表"]
    assert formulas[3][2:4] == (hostile.unit, hostile.evaluation)
    with zipfile.ZipFile(BytesIO(excel([hostile], "2022", "unit"))) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "HYPERLINK" not in sheet and "<hyperlink" not in sheet


def test_equal_rows_give_equal_bytes() -> None:
    assert excel(WIDE, "2022", "unit") == excel(WIDE, "2022", "unit")


@pytest.mark.heavy
def test_twice_the_units_take_twice_the_work() -> None:
    assert_linear(lambda many: excel(many, "2022", "unit"), of_units, 500)


@pytest.mark.heavy
def test_a_thousand_units_open_in_excel(tool: Callable[[str], str], tmp_path: Path) -> None:
    data = excel(of_units(1000), "2022", "unit")
    assert len(sheets(data, values=True)["一览表"]) == 1004
    path = tmp_path / "summary.xlsx"
    path.write_bytes(data)
    assert subprocess.run([tool("ooxml-validator"), str(path)], capture_output=True, check=False).returncode == 0
