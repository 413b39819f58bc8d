"""The commands import and export: what they say, and when they write."""

from __future__ import annotations

import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from generator.cli.app import main
from generator.reports.workspace import Workspace
from tests.support.books import by_openpyxl, exported
from tests.support.formats import in_the_first, with_earlier_formats
from tests.support.paths import PROJECT


@pytest.fixture
def changed(workspace: Workspace, tmp_path: Path) -> Path:
    """A workbook of Hechi in which one figure and the totals above it differ."""
    book: Any = load_workbook(BytesIO(by_openpyxl(exported(workspace, "hechi", "2022"))))
    sheet = book["自评表"]
    sheet["F6"], sheet["F7"], sheet["H6"], sheet["H7"], sheet["J6"] = 2.2, 2.2, None, None, None
    sheet["I22"] = None
    del book["资金"]
    path = tmp_path / "改过 的.xlsx"
    book.save(path)
    return path


def run(workspace: Workspace, *arguments: str) -> int:
    with pytest.raises(SystemExit) as done:
        main(["--root", str(workspace.root), *arguments])
    return int(str(done.value.code or 0))


def test_import_says_that_it_brings_an_older_file_to_the_newest_format(
    workspace: Workspace, changed: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "写入时数据文件同时换成最新的格式版本"
    arguments = ("import", "--file", str(changed), "--unit", "hechi", "--year", "2022")
    assert run(workspace, *arguments) == 0 and words not in capsys.readouterr().out
    with_earlier_formats(monkeypatch)
    report = workspace.report("hechi", "2022")
    report.write_text(in_the_first(report.read_text("utf-8")), "utf-8")
    assert run(workspace, *arguments, "--yes", "1") == 0 and words in capsys.readouterr().out
    text = report.read_text("utf-8")
    assert "\nformat: 3\nunit: " in text and "actual: 2.2万元" in text


def test_import_shows_the_changes_and_writes_nothing_unasked(
    workspace: Workspace, changed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = workspace.report("hechi", "2022")
    before = report.read_bytes()
    assert run(workspace, "import", "--file", str(changed), "--unit", "hechi", "--year", "2022") == 0
    said = capsys.readouterr().out
    assert "reports/2022/hechi.yaml 有 1 处改动" in said
    assert "evaluations.xiaoxiaotong.funds.actual：21754元 → 2.2万元" in said
    assert "跟着变的数有" in said and "evaluations.xiaoxiaotong.funds.rate：72.51% → 73.33%" in said
    assert "加上 YES=1" in said
    assert report.read_bytes() == before


def test_import_writes_when_told_to(workspace: Workspace, changed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = workspace.report("hechi", "2022")
    before = report.read_text("utf-8")
    arguments = ("import", "--file", str(changed), "--unit", "hechi", "--year", "2022", "--yes", "1")
    assert run(workspace, *arguments) == 0
    assert "已写入 reports/2022/hechi.yaml" in capsys.readouterr().out
    assert report.read_text("utf-8") == before.replace("actual: 21754元", "actual: 2.2万元")
    changed.write_bytes(exported(workspace, "hechi", "2022"))
    assert run(workspace, *arguments) == 0
    assert "没有要改的" in capsys.readouterr().out


def test_a_workbook_with_errors_leaves_the_report(
    workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = workspace.report("hechi", "2022")
    before, book = report.read_bytes(), tmp_path / "坏.xlsx"
    book.write_bytes(b"x")
    assert run(workspace, "import", "--file", str(book), "--unit", "hechi", "--year", "2022", "--yes", "1") == 1
    said = capsys.readouterr().err
    assert "XLSX-FILE  坏.xlsx" in said and "没有导入" in said
    assert report.read_bytes() == before


def test_a_report_that_cannot_be_read_is_not_imported_into(
    workspace: Workspace, changed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace.report("hechi", "2022").write_text("unit: [", "utf-8")
    assert run(workspace, "import", "--file", str(changed), "--unit", "hechi", "--year", "2022") == 1
    assert "YAML-SYNTAX" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        ((), "要写明单位和年度，如 make import"),
        (("--unit", "hechi", "--year", "2022"), "要写明工作簿"),
        (("--unit", "hechi", "--year", "2022", "--file", "没有.xlsx"), "没有文件 没有.xlsx"),
        (("--unit", "hechi", "--year", "2022", "--yes", "好"), "写 YES=1"),
    ],
)
def test_import_called_wrongly(
    workspace: Workspace, arguments: tuple[str, ...], answer: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(workspace, "import", *arguments) == 2
    assert answer in capsys.readouterr().err


def test_export_writes_the_workbook_beside_the_documents(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(workspace, "export", "--unit", "hechi", "--year", "2022") == 0
    assert "已写入 build/2022/hechi/workbook.xlsx" in capsys.readouterr().out
    path = workspace.output("hechi", "2022") / "workbook.xlsx"
    assert load_workbook(path).sheetnames == ["自评表", "资金"]
    assert run(workspace, "report", "--unit", "hechi", "--year", "2022") == 0
    assert path.is_file()


def test_export_of_a_report_with_errors_says_so(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    report = workspace.report("hechi", "2022")
    report.write_text(report.read_text("utf-8").replace("actual: 21754元", "actual: 9万元"), "utf-8")
    assert run(workspace, "export", "--unit", "hechi", "--year", "2022") == 0
    assert "数据还有错误" in capsys.readouterr().err
    report.write_text("unit: 1", "utf-8")
    assert run(workspace, "export", "--unit", "hechi", "--year", "2022") == 1


def test_export_that_cannot_write_says_why(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    folder = workspace.output("hechi", "2022")
    folder.parent.mkdir(parents=True)
    folder.write_text("占住", "utf-8")
    assert run(workspace, "export", "--unit", "hechi", "--year", "2022") == 1
    assert "BUILD-WRITE" in capsys.readouterr().err


def test_reports_are_made_without_the_libraries_for_excel(workspace: Workspace) -> None:
    code = "import sys; from generator.cli.app import main\n"
    code += f"try: main(['--root', {str(workspace.root)!r}, 'report', '--unit', 'hechi', '--year', '2022'])\n"
    code += "except SystemExit: print([n for n in ('openpyxl', 'xlsxwriter') if n in sys.modules])"
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True, text=True)
    assert done.stdout.splitlines()[-1] == "[]"
