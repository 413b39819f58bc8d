"""Workbooks of other programs are imported as those of Excel are, and an import that is stopped leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.problems import has_errors
from generator.reports.importing import import_workbook
from generator.reports.workspace import Workspace
from tests.support.books import REPORTS, exported
from tests.support.foreign_books import number, opendocument, row, saved_as
from tests.support.paths import PROJECT


@pytest.mark.heavy
@pytest.mark.parametrize(("unit", "year"), REPORTS)
@pytest.mark.parametrize("form", ["xls:MS Excel 97", "ods:calc8"])
def test_an_export_saved_in_another_format_changes_nothing(
    unit: str, year: str, form: str, tool: Callable[[str], str], tmp_path: Path
) -> None:
    workspace = Workspace(PROJECT)
    book = tmp_path / "-预 算'%20.et"
    book.write_bytes(saved_as(form, exported(workspace, unit, year), tool("soffice"), tmp_path / "saved"))
    found = import_workbook(workspace, unit, year, book, book.name)
    assert found.changes == [] and {one.code for one in found.problems} <= {"IMPORT-SKIPPED"}


FUNDS = """2022年度“校校通”项目资金使用情况表,,,,
单位名称：河池市电化教育站,,,,单位：万元
序号,支出内容,年初预算数,全年预算数,全年执行数
1,差旅费,,1,1.00
2,培训费,,"1",0.46
3,办公费,,0.5,0.25
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_of_any_encoding_changes_the_figures_that_differ(encoding: str, tmp_path: Path) -> None:
    book = tmp_path / "资金.csv"
    book.write_bytes(FUNDS.encode(encoding))
    found = import_workbook(Workspace(PROJECT), "hechi", "2022", book, book.name)
    items = "evaluations.xiaoxiaotong.funds.items"
    assert [(one.name, one.after) for one in found.changes] == [(f"{items}.办公费.actual", "0.25万元")], found.problems


def test_a_cell_of_a_text_is_refused_at_its_place(tmp_path: Path) -> None:
    book = tmp_path / "资金.csv"
    book.write_bytes(FUNDS.replace("0.46", "=0.46").encode("gb18030"))
    found = import_workbook(Workspace(PROJECT), "hechi", "2022", book, book.name)
    errors = [(one.code, one.place.path) for one in found.problems if has_errors([one])]
    assert errors == [("XLSX-CELL", "资金.csv!E5")]


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for LibreOffice is a shell script")
@pytest.mark.parametrize(("number_", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_import_that_is_stopped_leaves_no_process_and_no_file(
    number_: signal.Signals, status: int, tmp_path: Path
) -> None:
    for folder in ("bin", "tmp"):
        (tmp_path / folder).mkdir()
    office = tmp_path / "bin" / "soffice"
    office.write_text(f'#!/bin/sh\necho x >"$TMPDIR/left"; sleep 600 & echo $! >"{tmp_path}/child"; wait\n')
    office.chmod(0o755)
    book = tmp_path / "预算.ods"
    book.write_bytes(opendocument(row(number("1"))))
    command = [sys.executable, "-m", "generator", "--root", str(PROJECT), "import", "--file", str(book)]
    path = f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"
    process = subprocess.Popen(
        [*command, "--unit", "hechi", "--year", "2022"],
        cwd=PROJECT,
        env=os.environ | {"PATH": path, "TMPDIR": str(tmp_path / "tmp")},
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # which is ignored behind an &
    )
    child = tmp_path / "child"
    for _ in range(600):
        if child.is_file() and child.read_text():
            break
        time.sleep(0.1)
    process.send_signal(number_)
    said = process.communicate(timeout=60)[1]
    assert process.returncode == status and b"Traceback" not in said
    assert [*(tmp_path / "tmp").iterdir()] == []
    time.sleep(0.2)
    state = Path(f"/proc/{int(child.read_text())}/stat")
    assert not state.exists() or state.read_text().rpartition(")")[2].split()[0] == "Z"
