"""LibreOffice agrees: it computes the exported formulas to the same figures, and its workbooks import like ours."""

from __future__ import annotations

import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from generator.problems import has_errors
from generator.reports.importing import import_workbook
from generator.reports.workspace import Workspace
from tests.support.books import REPORTS, blanked, by_libreoffice, copied, exported, values, without_results
from tests.support.paths import PROJECT


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory, tool: Callable[[str], str]) -> dict[str, bytes]:
    """The exported workbooks without their results, as LibreOffice saves them."""
    workspace = Workspace(PROJECT)
    books = {unit: without_results(exported(workspace, unit, year)) for unit, year in REPORTS}
    made = by_libreoffice(books, tool("soffice"), tmp_path_factory.mktemp("calc"))
    if not made:
        message = "needs LibreOffice Calc, which is not installed"
        pytest.fail(message) if os.environ.get("REQUIRE_TOOLS") else pytest.skip(message)
    return made


@pytest.mark.heavy
@pytest.mark.parametrize(("unit", "year"), REPORTS)
def test_libreoffice_computes_the_formulas_to_the_same_figures(saved: dict[str, bytes], unit: str, year: str) -> None:
    data = exported(Workspace(PROJECT), unit, year)
    formulas = load_workbook(BytesIO(data))
    ours, theirs = (load_workbook(BytesIO(one), data_only=True) for one in (data, saved[unit]))
    count = 0
    for sheet in formulas.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
            count += 1
            expected, found = (book[sheet.title][cell.coordinate].value for book in (ours, theirs))
            assert isinstance(found, int | float), f"{sheet.title}!{cell.coordinate} {cell.value}"
            assert found == pytest.approx(expected, rel=1e-12, abs=1e-12), (
                f"{sheet.title}!{cell.coordinate} {cell.value}"
            )
    assert count >= 20


@pytest.mark.heavy
@pytest.mark.parametrize(("unit", "year"), REPORTS)
def test_what_libreoffice_saved_restores_a_blanked_report(
    saved: dict[str, bytes], unit: str, year: str, tmp_path: Path
) -> None:
    workspace = copied(tmp_path / "root", PROJECT)
    before, path, book = values(workspace, unit, year), workspace.report(unit, year), tmp_path / "book.xlsx"
    path.write_text(blanked(path.read_text("utf-8")), "utf-8")
    book.write_bytes(saved[unit])
    found = import_workbook(workspace, unit, year, book, "book.xlsx")
    assert not has_errors(found.problems), [f"{one.place} {one.message}" for one in found.problems]
    path.write_bytes(found.after)
    assert values(workspace, unit, year) == before


@pytest.mark.heavy
@pytest.mark.parametrize(("unit", "year"), REPORTS)
def test_an_export_that_libreoffice_saved_changes_no_byte(
    saved: dict[str, bytes], unit: str, year: str, tmp_path: Path
) -> None:
    book = tmp_path / "book.xlsx"
    book.write_bytes(saved[unit])
    found = import_workbook(Workspace(PROJECT), unit, year, book, "book.xlsx")
    assert not has_errors(found.problems), [f"{one.place} {one.message}" for one in found.problems]
    assert found.after == found.before
