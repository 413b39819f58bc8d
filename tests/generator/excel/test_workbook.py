"""Exported workbooks: real numbers, formulas that can be followed, texts that stay texts, pages for printing."""

from __future__ import annotations

from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from generator.excel.sheet import Formulas, Sheet, decimal
from generator.excel.workbook import write_workbook
from generator.opc import unpacked
from generator.quantity import Quantity
from generator.reports.export import export
from generator.reports.load import load
from generator.reports.workspace import Workspace
from generator.text.printer import Printer
from tests.support.books import exported
from tests.support.paths import PROJECT


def opened(data: bytes, *, values: bool = False) -> Any:
    return load_workbook(BytesIO(data), data_only=values)


@pytest.fixture(scope="module")
def hechi() -> bytes:
    return exported(Workspace(PROJECT), "hechi", "2022")


@pytest.fixture(scope="module")
def qiaokou() -> bytes:
    return exported(Workspace(PROJECT), "qiaokou", "2021")


def test_figures_are_exact_numbers_that_show_the_decimals_of_the_profile(hechi: bytes) -> None:
    sheet = opened(hechi)["自评表"]
    assert (sheet["F6"].value, sheet["F6"].number_format) == (2.1754, "#,##0.00")
    assert sheet["H6"].number_format == "0.00%"
    assert "单位：万元" in [cell.value for cell in sheet[2]]


def test_sums_rates_and_scores_are_formulas_with_their_values(hechi: bytes) -> None:
    formulas, values = opened(hechi)["自评表"], opened(hechi, values=True)["自评表"]
    assert formulas["H6"].value == "=F6/E6"
    assert formulas["J6"].value == "=ROUND((G6*H6),2)"
    assert (values["H6"].value, values["J6"].value) == (pytest.approx(21754 / 30000), 7.25)
    funds = opened(hechi)["资金"]
    assert (funds["D11"].value, funds["F8"].value) == ("=SUM(D7:D10)", "=D8-E8")


def test_what_is_undisclosed_or_undefined_is_said_in_words(hechi: bytes) -> None:
    values = opened(hechi, values=True)
    assert values["自评表"]["G12"].value == "未披露"
    zhuzhou = opened(exported(Workspace(PROJECT), "zhuzhou", "2024"), values=True)["自评表"]
    assert zhuzhou["H8"].value == "—"  # a rate on nothing


def test_the_official_tables_refer_to_what_was_typed(qiaokou: bytes) -> None:
    book = opened(qiaokou)
    assert book["表6"]["C5"].value == "=SUM(C6:C7,C10:C11,C13:C16)"
    assert book["表3"]["E6"].value == "=SUM('功能科目收支'!G4:G5)"
    assert book["功能科目收支"]["E4"].value.startswith("=(SUM('表6'!C5,")


@pytest.mark.parametrize("text", ["=cmd|'/c calc'!A1", "+1+1", "-2+3", "@SUM(A1)", "http://example.com", "007", "=1"])
def test_no_text_becomes_a_formula_a_link_or_a_number(demo: Path, text: str) -> None:
    workspace = Workspace(demo.parents[2])
    old = demo.read_text("utf-8")
    item = next(line for line in old.splitlines() if line.strip().startswith("- name:"))
    name = item.split("name:")[1].split(" #")[0].strip()
    demo.write_text(old.replace(f"- name: {name}", f'- name: "{text}"'), "utf-8")
    loaded = load(workspace, "demo", "2023")
    data = export(loaded)
    cells = [cell for sheet in opened(data) for row in sheet.iter_rows() for cell in row]
    found = [cell for cell in cells if isinstance(cell.value, str) and text in cell.value]
    assert found and {cell.data_type for cell in found} == {"s"}
    assert all(cell.hyperlink is None for cell in cells)
    if text[0] in "=+-@":
        assert all(cell.quotePrefix for cell in found if cell.value == text)


def test_pages_are_set_up_for_printing(qiaokou: bytes) -> None:
    sheet = opened(qiaokou)["表1"]
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage  # one page wide, which is the default
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 0)
    assert sheet.print_title_rows == "$3:$5"
    assert sheet.freeze_panes == "A6"
    assert {sheet["A1"].font.name, sheet["A3"].font.name, sheet["A6"].font.name} == {"方正小标宋简体", "黑体", "仿宋"}


def test_the_workbook_holds_no_date_of_its_making(hechi: bytes) -> None:
    assert b"1980-01-01T00:00:00Z" in unpacked(hechi)["docProps/core.xml"]


def test_long_texts_and_many_digits_are_kept_as_texts(printer: Printer) -> None:
    amount = Quantity.parse("999999999999999.12元")
    sheet = Sheet("表", (10, 10))
    sheet.put(0, 0, "长" * 40_000)
    sheet.put(1, 0, amount, "number")
    page = opened(write_workbook([sheet], "题", "单位", printer))["表"]
    assert len(page["A1"].value) == 32_000
    assert page["A2"].value == "99999999999.999912"


def test_a_sum_of_figures_that_stand_nowhere_is_no_formula(printer: Printer) -> None:
    one, other = Quantity.parse("1元"), Quantity.parse("2元")
    assert one and other
    sheet = Sheet("表", (10,))
    sheet.put(0, 0, one + other, "number")
    assert Formulas([sheet]).of(sheet, sheet.cells[0]) is None


def test_decimals_of_fractions() -> None:
    assert str(decimal(Fraction(1, 8))) == "0.125"
    assert str(decimal(Fraction(-30))) == "-30"
    assert decimal(Fraction(1, 3)) is None
