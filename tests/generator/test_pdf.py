"""PDF by LibreOffice: bounded, whole or not at all, and the same pages for the same documents."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from generator import pdf
from generator.build import Workspace, load
from generator.documents import make_documents
from generator.manifest import manifest
from generator.output import write
from generator.pdf import convert, documents, missing_fonts
from tests.generator.test_cli import Run

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for LibreOffice is a shell script")


@pytest.fixture
def built(workspace: Workspace) -> Workspace:
    files, _ = make_documents(workspace, load(workspace, "hechi", "2022"))
    assert (
        write(workspace.output("hechi", "2022"), {name: files[name] for name in ("funds.docx", "scoring.docx")}) == []
    )
    return workspace


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Puts a shell script in the place of LibreOffice; `$out` is its output folder, `$in` that of its input."""

    def stand_in(script: str) -> None:
        program = tmp_path / "office"
        where = 'for last; do :; done; in=${last%/*}; out=${in%/in}/out; mkdir -p "$out"\n'
        program.write_text(f"#!/bin/sh\n{where}{script}\n")
        program.chmod(0o755)
        monkeypatch.setattr(pdf, "find_office", lambda: str(program))

    return stand_in


def pdfs(workspace: Workspace) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in workspace.output("hechi", "2022").glob("*.pdf")}


WHOLE = r"""for file in "$in"/*; do name=${file##*/}
printf '%%PDF-1.6\n<</Type/Pages/Count 2>> <</Type/Page/A 1>> <</Type/Page>>\n/CreationDate(D:'"$(date +%Y%m%d%H%M%S)Z')"'
/ID [ <%032X>\n<%032X> ]\n/DocChecksum /%032X\n%%%%EOF\n' $$ $$ $$ >"$out/${name%.docx}.pdf"; done"""


@POSIX
def test_each_document_gets_a_pdf_beside_it_with_its_pages_counted(
    built: Workspace, office: Callable[[str], None]
) -> None:
    office(WHOLE)
    done = convert(built, documents(built, "hechi", "2022"))
    assert done.problems == []
    assert {path.name: pages for path, pages in done.pages.items()} == {"funds.pdf": 2, "scoring.pdf": 2}
    assert set(pdfs(built)) == {"funds.pdf", "scoring.pdf"}


@POSIX
def test_what_differs_from_run_to_run_is_evened_out(built: Workspace, office: Callable[[str], None]) -> None:
    office(WHOLE)
    convert(built, documents(built, None, None))
    first = pdfs(built)
    time.sleep(1.1)
    convert(built, documents(built, None, None))
    assert pdfs(built) == first
    assert b"D:19800101000000Z" in first["funds.pdf"]


@POSIX
def test_a_libreoffice_that_hangs_is_ended_with_its_children(
    built: Workspace, office: Callable[[str], None], tmp_path: Path
) -> None:
    (built.output("hechi", "2022") / "funds.pdf").write_bytes(b"earlier")
    office(f'sleep 600 & echo $! >"{tmp_path}/child"; wait')
    begun = time.monotonic()
    done = convert(built, documents(built, "hechi", "2022"), patience=1.0)
    assert time.monotonic() - begun < 300  # not the 600 that it would sleep
    assert [one.message for one in done.problems] == ["LibreOffice 过了 1 秒还没有转完，已经停止；以前的 PDF 没有改动"]
    child = int((tmp_path / "child").read_text())
    time.sleep(0.2)
    assert not alive(child)
    assert pdfs(built) == {"funds.pdf": b"earlier"}


def alive(process: int) -> bool:
    """Whether a process still runs; one that has ended and waits for its parent does not."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process}/stat")
    return not (state.exists() and state.read_text().split(") ")[1].startswith("Z"))


@POSIX
@pytest.mark.parametrize("script", ["true", "exit 77", 'for f in "$in"/*; do printf %%PDF-1.6 >"$out/${f##*/}"; done'])
def test_documents_that_were_not_converted_are_named_and_keep_their_pdf(
    built: Workspace, office: Callable[[str], None], script: str
) -> None:
    (built.output("hechi", "2022") / "funds.pdf").write_bytes(b"earlier")
    office(script)
    done = convert(built, documents(built, "hechi", "2022"))
    assert [(one.place.path, one.code) for one in done.problems] == [
        ("build/2022/hechi/funds.docx", "PDF"),
        ("build/2022/hechi/scoring.docx", "PDF"),
    ]
    assert done.pages == {} and pdfs(built) == {"funds.pdf": b"earlier"}


@POSIX
def test_one_document_that_fails_does_not_hold_up_the_others(built: Workspace, office: Callable[[str], None]) -> None:
    office(WHOLE + '\nrm "$out/00000.pdf"')
    done = convert(built, documents(built, "hechi", "2022"))
    assert [one.place.path for one in done.problems] == ["build/2022/hechi/funds.docx"]
    assert set(pdfs(built)) == {"scoring.pdf"}


@POSIX
def test_a_libreoffice_that_cannot_start_is_a_problem(
    built: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(pdf, "find_office", lambda: str(tmp_path))
    done = convert(built, documents(built, "hechi", "2022"))
    assert "LibreOffice 启动不了" in done.problems[0].message


@POSIX
def test_a_document_that_cannot_be_read_is_a_problem(built: Workspace, office: Callable[[str], None]) -> None:
    office(WHOLE)
    done = convert(built, [built.output("hechi", "2022") / "gone.docx"])
    assert [(one.place.path, one.message[:7]) for one in done.problems] == [("gone.docx", "文件读写不了：")]


def test_without_libreoffice_the_command_says_how_to_install_it(
    built: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(pdf, "_PLACES", ())
    status, out, err = Run(built, capsys)("pdf", "--unit", "hechi", "--year", "2022")
    assert (status, out) == (1, "")
    assert "错误 PDF  LibreOffice" in err and "没有找到 LibreOffice" in err
    for system in ("Debian", "macOS", "Windows"):
        assert system in err


def test_the_command_needs_documents(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = Run(workspace, capsys)("pdf", "--year", "2022")
    assert status == 2 and "build 里没有可以转的文档；先生成文档，如 make report UNIT=hechi YEAR=2022" in err


def test_documents_are_those_of_unit_and_year_without_marks_of_open_ones(built: Workspace) -> None:
    folder = built.output("hechi", "2022")
    (folder / "~$funds.docx").write_bytes(b"")
    (folder.parent / "summary.docx").write_bytes(b"")
    assert [path.name for path in documents(built, "hechi", None)] == ["funds.docx", "scoring.docx"]
    assert [path.name for path in documents(built, None, "2022")] == ["funds.docx", "scoring.docx", "summary.docx"]
    assert documents(built, None, "2023") == []


@POSIX
def test_fonts_that_are_missing_are_named(built: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    paths = documents(built, "hechi", "2022")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert missing_fonts(paths) is None
    program = tmp_path / "fc-list"
    program.write_text("#!/bin/sh\necho '黑体,SimHei'\necho 'times new roman'\n")
    program.chmod(0o755)
    found = missing_fonts(paths)
    assert found is not None and "仿宋_GB2312" in found
    assert "黑体" not in found and "Times New Roman" not in found
    program.write_text("#!/bin/sh\nexit 1\n")
    assert missing_fonts(paths) is None


@POSIX
def test_the_command_lists_pages_and_missing_fonts(
    built: Workspace, office: Callable[[str], None], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    office(WHOLE)
    monkeypatch.setattr(pdf, "missing_fonts", lambda paths: ("仿宋_GB2312",))
    status, out, _ = Run(built, capsys)("pdf", "--unit", "hechi", "--year", "2022")
    assert status == 0
    assert "build/2022/hechi/funds.pdf  2 页\n" in out and "这台电脑没有这些字体：仿宋_GB2312。" in out
    monkeypatch.setattr(pdf, "missing_fonts", lambda paths: None)
    assert "不能核对文档要用的字体" in Run(built, capsys)("pdf")[1]


@POSIX
def test_the_manifest_passes_over_pdfs_of_its_documents(built: Workspace, office: Callable[[str], None]) -> None:
    office(WHOLE)
    convert(built, documents(built, None, None))
    assert all("不列入清单" not in one.message for one in manifest(built)[1])
    (built.output("hechi", "2022") / "other.pdf").write_bytes(b"")
    assert any("other.pdf" in one.place.path for one in manifest(built)[1])


def test_the_same_documents_give_the_same_pages(built: Workspace, tool: Callable[[str], str], tmp_path: Path) -> None:
    tool("soffice")
    pdftoppm = tool("pdftoppm")

    def pages(paths: list[Path]) -> bytes:
        done = convert(built, paths)
        assert done.problems == [] and all(done.pages.values())
        command = [pdftoppm, "-r", "40", "-png", str(built.output("hechi", "2022") / "funds.pdf")]
        return subprocess.run(command, capture_output=True, check=True).stdout

    paths = documents(built, None, None)
    first = pages(paths)
    assert first and pages(paths[:1]) == first
