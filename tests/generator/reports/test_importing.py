"""Workbooks become figures of a report: the same ones that went out, and none that cannot be placed."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.problems import Severity, has_errors
from generator.reports.importing import import_workbook
from generator.reports.workspace import Workspace
from tests.support.books import REPORTS, blanked, by_openpyxl, copied, exported, values
from tests.support.formats import in_the_first, with_earlier_formats
from tests.support.paths import PROJECT


@pytest.fixture
def reports(tmp_path: Path) -> Workspace:
    return copied(tmp_path / "工作区", PROJECT)


@pytest.mark.parametrize(("unit", "year"), REPORTS)
def test_an_export_that_nobody_changed_changes_nothing(
    reports: Workspace, unit: str, year: str, tmp_path: Path
) -> None:
    book = tmp_path / "book.xlsx"
    book.write_bytes(exported(reports, unit, year))
    found = import_workbook(reports, unit, year, book, "book.xlsx")
    assert found.changes == []
    assert found.after == found.before == reports.report(unit, year).read_bytes()
    assert [one for one in found.problems if one.severity is not Severity.NOTICE] == []


@pytest.mark.heavy
@pytest.mark.parametrize(("unit", "year"), REPORTS)
def test_every_table_restores_a_blanked_report(reports: Workspace, unit: str, year: str, tmp_path: Path) -> None:
    before, path, book = values(reports, unit, year), reports.report(unit, year), tmp_path / "book.xlsx"
    data = exported(reports, unit, year)
    text = path.read_text("utf-8")
    path.write_text(blanked(text), "utf-8")
    results = []
    for name, copy in (("written", data), ("openpyxl", by_openpyxl(data))):
        book.write_bytes(copy)
        found = import_workbook(reports, unit, year, book, f"{name}.xlsx")
        assert not has_errors(found.problems), [f"{one.place} {one.message}" for one in found.problems]
        results.append(found.after)
    assert len(set(results)) == 1
    path.write_bytes(results[0])
    after = values(reports, unit, year)
    assert {key: after.get(key) for key in before} == before
    assert after.keys() == before.keys()


def test_figures_taken_into_a_report_in_an_older_format_bring_it_to_the_newest(
    reports: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book, path = tmp_path / "book.xlsx", reports.report("hechi", "2022")
    book.write_bytes(exported(reports, "hechi", "2022"))
    with_earlier_formats(monkeypatch)
    text = in_the_first(path.read_text("utf-8"))
    path.write_text(text, "utf-8")
    assert import_workbook(reports, "hechi", "2022", book, "book.xlsx").changes == []
    path.write_text(text.replace("actual: 21754元", "actual: 21755元"), "utf-8")
    found = import_workbook(reports, "hechi", "2022", book, "book.xlsx")
    assert not has_errors(found.problems), found.problems
    assert found.upgraded and found.before == path.read_bytes()
    assert [change.name for change in found.changes] == ["evaluations.xiaoxiaotong.funds.actual"]
    after = found.after.decode()
    assert "format: 3\nunit: 河池市电化教育站\n" in after and "actual: 21754元" in after and "\noffice: " not in after
