"""PDF by LibreOffice: bounded, whole or not at all, and the same pages for the same documents."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from pypdf import PdfReader

from generator.files import write_files
from generator.office import program
from generator.pdf_file import CLAIMS
from generator.reports import pdf
from generator.reports.documents import make_documents
from generator.reports.load import load
from generator.reports.pdf import convert, missing_fonts
from generator.reports.workspace import Workspace
from generator.revisions.manifest import manifest
from generator.word.package import read_package
from generator.word.properties import provenance
from tests.support.cli import Run
from tests.support.pdfs import raw
from tests.support.reports import edit

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for LibreOffice is a shell script")


@pytest.fixture
def built(workspace: Workspace) -> Workspace:
    files, _ = make_documents(workspace, load(workspace, "hechi", "2022"))
    assert (
        write_files(workspace.output("hechi", "2022"), {name: files[name] for name in ("funds.docx", "scoring.docx")})
        == []
    )
    return workspace


def written(workspace: Workspace) -> list[Path]:
    return sorted(workspace.output("hechi", "2022").glob("*.docx"))


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Puts a shell script in the place of LibreOffice; `$out` is its output folder, `$in` that of its input."""
    (tmp_path / "canned.pdf").write_bytes(raw((("72.51%",), ("87.25",))))
    monkeypatch.setenv("CANNED", str(tmp_path / "canned.pdf"))

    def stand_in(script: str) -> None:
        program = tmp_path / "office"
        where = 'for last; do :; done; in=${last%/*}; out=${in%/in}/out; mkdir -p "$out"\n'
        program.write_text(f"#!/bin/sh\n{where}{script}\n")
        program.chmod(0o755)
        monkeypatch.setattr(pdf, "find_office", lambda: str(program))

    return stand_in


def pdfs(workspace: Workspace) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in workspace.output("hechi", "2022").glob("*.pdf")}


WHOLE = 'for file in "$in"/*; do name=${file##*/}; cp "$CANNED" "$out/${name%.docx}.pdf"; done'


@POSIX
def test_each_document_gets_a_pdf_beside_it_with_its_pages_counted(
    built: Workspace, office: Callable[[str], None]
) -> None:
    office(WHOLE)
    done = convert(built, written(built))
    assert done.problems == []
    assert {path.name: pages for path, pages in done.pages.items()} == {"funds.pdf": 2, "scoring.pdf": 2}
    assert set(pdfs(built)) == {"funds.pdf", "scoring.pdf"}


@POSIX
def test_what_differs_from_run_to_run_is_evened_out(
    built: Workspace, office: Callable[[str], None], tmp_path: Path
) -> None:
    office(WHOLE)
    convert(built, written(built))
    first = pdfs(built)
    canned = tmp_path / "canned.pdf"
    canned.write_bytes(canned.read_bytes().replace(b"20240102030405", b"20250102030405"))
    convert(built, written(built))
    assert pdfs(built) == first


@POSIX
def test_a_pdf_says_what_its_document_says_of_itself(built: Workspace, office: Callable[[str], None]) -> None:
    office(WHOLE)
    convert(built, written(built))
    package, _ = read_package(written(built)[0], "funds.docx")
    assert package is not None
    metadata: Mapping[str, object] = PdfReader(built.output("hechi", "2022") / "funds.pdf").metadata or {}
    told = {name: str(metadata[f"/{name}"]) for name in CLAIMS}
    assert told == provenance(package) and (told["document"], told["commit"]) == ("funds", "未提交")


@POSIX
def test_a_libreoffice_that_hangs_is_ended_with_its_children(
    built: Workspace, office: Callable[[str], None], tmp_path: Path
) -> None:
    (built.output("hechi", "2022") / "funds.pdf").write_bytes(b"earlier")
    office(f'sleep 600 & echo $! >"{tmp_path}/child"; wait')
    begun = time.monotonic()
    done = convert(built, written(built), patience=1.0)
    assert time.monotonic() - begun < 300  # not the 600 that it would sleep
    assert [(one.place.path, one.message) for one in done.problems] == [
        ("LibreOffice", "LibreOffice 过了 1 秒还没有转完，已经停止；没有转的，以前的 PDF 没有改动"),
        ("build/2022/hechi/funds.docx", "LibreOffice 没有转出这份文档；以前的 PDF 没有改动"),
        ("build/2022/hechi/scoring.docx", "LibreOffice 没有转出这份文档；以前的 PDF 没有改动"),
    ]
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
@pytest.mark.parametrize(
    "script",
    [
        "true",
        "exit 77",
        'for f in "$in"/*; do n=${f##*/}; : >"$out/${n%.docx}.pdf"; done',
        'for f in "$in"/*; do n=${f##*/}; printf %%PDF-1.6 >"$out/${n%.docx}.pdf"; done',
        'for f in "$in"/*; do n=${f##*/}; head -c 900 "$CANNED" >"$out/${n%.docx}.pdf"; done',
    ],
)
def test_documents_that_were_not_converted_are_named_and_keep_their_pdf(
    built: Workspace, office: Callable[[str], None], script: str
) -> None:
    (built.output("hechi", "2022") / "funds.pdf").write_bytes(b"earlier")
    office(script)
    done = convert(built, written(built))
    assert [(one.place.path, one.code) for one in done.problems] == [
        ("build/2022/hechi/funds.docx", "PDF"),
        ("build/2022/hechi/scoring.docx", "PDF"),
    ]
    assert done.pages == {} and pdfs(built) == {"funds.pdf": b"earlier"}


@POSIX
def test_one_document_that_fails_does_not_hold_up_the_others(built: Workspace, office: Callable[[str], None]) -> None:
    office(WHOLE + '\nrm "$out/00000.pdf"')
    done = convert(built, written(built))
    assert [one.place.path for one in done.problems] == ["build/2022/hechi/funds.docx"]
    assert set(pdfs(built)) == {"scoring.pdf"}


@POSIX
def test_a_libreoffice_that_cannot_start_is_a_problem(
    built: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(pdf, "find_office", lambda: str(tmp_path))
    done = convert(built, written(built))
    assert "LibreOffice 启动不了" in done.problems[0].message


@POSIX
def test_a_document_that_cannot_be_read_is_a_problem(built: Workspace, office: Callable[[str], None]) -> None:
    office(WHOLE)
    done = convert(built, [built.output("hechi", "2022") / "gone.docx"])
    assert [(one.place.path, one.message[:6]) for one in done.problems] == [
        ("build/2022/hechi/gone.docx", "文件读不出来")
    ]


def test_without_libreoffice_the_command_says_how_to_install_it(
    built: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(program, "_PLACES", ())
    status, out, err = Run(built, capsys)("pdf", "--unit", "hechi", "--year", "2022")
    assert (status, out) == (1, "")
    assert "错误 PDF  LibreOffice" in err and "没有找到 LibreOffice" in err
    for system in ("Debian", "macOS", "Windows"):
        assert system in err


@POSIX
def test_what_libreoffice_said_at_last_is_told_without_what_governs_terminals(
    built: Workspace, office: Callable[[str], None]
) -> None:
    office(r"printf 'first\n\033[31mno \342\200\256memory\n' >&2; exit 1")
    done = convert(built, written(built))
    assert done.problems[0].message == "LibreOffice 没有转出这份文档（它说：�[31mno �memory）；以前的 PDF 没有改动"


def test_the_command_needs_reports(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = Run(workspace, capsys)("pdf", "--year", "2023")
    assert status == 2 and "没有符合条件的数据文件" in err


@POSIX
def test_the_command_says_what_it_built_first(
    workspace: Workspace, office: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    office(WHOLE)
    run = Run(workspace, capsys)
    renewed = "已经先生成：\n  build/2022/hechi\n"
    assert renewed in run("pdf")[1]
    status, out, _ = run("pdf", "--unit", "hechi")
    assert status == 0 and "已经先生成" not in out and "build/2022/hechi/report.pdf  2 页\n" in out
    edit(workspace, ("actual: 21754元", "actual: 21763元"))
    status, out, _ = run("pdf", "--unit", "hechi", "--year", "2022")
    assert status == 0 and renewed in out


@POSIX
def test_a_report_with_errors_keeps_its_pdf_which_is_called_outdated(
    workspace: Workspace, office: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    office(WHOLE)
    run = Run(workspace, capsys)
    other = workspace.report("hechi", "2022").with_name("other.yaml")
    other.write_bytes(workspace.report("hechi", "2022").read_bytes())
    assert run("pdf")[0] == 0
    before = pdfs(workspace)
    edit(workspace, ("actual: 21754元", "actual: 12345元"))
    status, out, err = run("pdf")
    assert status == 1 and "build/2022/other/report.pdf" in out and "build/2022/hechi/report.pdf" not in out
    assert "错误 FUNDS-SUM" in err and "错误 PDF  build/2022/hechi" in err
    assert "文档生成不了，没有转；以前的 PDF 没有改动，与现在的数据不符" in err
    assert pdfs(workspace) == before


@POSIX
def test_the_command_names_documents_that_the_data_do_not_give_and_converts_none_of_them(
    workspace: Workspace, office: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    office(WHOLE)
    run = Run(workspace, capsys)
    run("pdf")
    folder = workspace.output("hechi", "2022")
    gone = folder.with_name("gone")
    gone.mkdir()
    for path in (folder / "old.docx", gone / "report.docx"):
        path.write_bytes((folder / "report.docx").read_bytes())
    status, _, err = run("pdf")
    assert status == 0 and all(f"警告 PDF  build/2022/{name}" in err for name in ("hechi/old.docx", "gone/report.docx"))
    assert not (folder / "old.pdf").exists() and not any(gone.glob("*.pdf"))
    assert "gone" not in run("pdf", "--unit", "hechi")[2]


@POSIX
def test_the_command_brings_a_summary_up_to_date_unless_it_is_of_one_unit(
    workspace: Workspace, office: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    office(WHOLE)
    run = Run(workspace, capsys)
    run("summary", "--year", "2022")
    out = run("pdf")[1]
    assert "build/2022/summary.pdf  2 页" in out and "summary.docx" not in out
    edit(workspace, ("actual: 21754元", "actual: 21763元"))
    assert "已经先生成：\n  build/2022/hechi\n  build/2022/summary.docx\n" in run("pdf")[1]
    (workspace.templates / "national" / "summary.docx").write_bytes(b"")
    status, out, err = run("pdf")
    assert status == 1 and "summary.pdf" not in out and "错误 PDF  build/2022/summary.docx" in err
    assert "summary" not in run("pdf", "--unit", "hechi")[2]


@POSIX
def test_fonts_that_are_missing_are_named(built: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    wanted = pdf._fonts(path.read_bytes() for path in written(built))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert missing_fonts(wanted) is None
    program = tmp_path / "fc-list"
    program.write_text("#!/bin/sh\necho '黑体,SimHei'\necho 'times new roman'\n")
    program.chmod(0o755)
    found = missing_fonts(wanted)
    assert found is not None and "仿宋_GB2312" in found
    assert "黑体" not in found and "Times New Roman" not in found
    program.write_text("#!/bin/sh\nexit 1\n")
    assert missing_fonts(wanted) is None


@POSIX
def test_the_command_lists_pages_and_missing_fonts(
    built: Workspace, office: Callable[[str], None], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    office(WHOLE)
    monkeypatch.setattr(pdf, "missing_fonts", lambda wanted: ("仿宋_GB2312",))
    status, out, _ = Run(built, capsys)("pdf", "--unit", "hechi", "--year", "2022")
    assert status == 0
    assert "build/2022/hechi/funds.pdf  2 页\n" in out and "这台电脑没有这些字体：仿宋_GB2312。" in out
    monkeypatch.setattr(pdf, "missing_fonts", lambda wanted: None)
    assert "不能核对文档要用的字体" in Run(built, capsys)("pdf")[1]


@POSIX
def test_the_manifest_passes_over_pdfs_of_its_documents(built: Workspace, office: Callable[[str], None]) -> None:
    office(WHOLE)
    convert(built, written(built))
    assert all("不列入清单" not in one.message for one in manifest(built)[1])
    (built.output("hechi", "2022") / "other.pdf").write_bytes(b"")
    assert any("other.pdf" in one.place.path for one in manifest(built)[1])


@pytest.mark.heavy
def test_the_same_documents_give_the_same_pages(built: Workspace, tool: Callable[[str], str], tmp_path: Path) -> None:
    tool("soffice")
    pdftoppm = tool("pdftoppm")

    def pages(paths: list[Path]) -> bytes:
        done = convert(built, paths)
        assert done.problems == [] and all(done.pages.values())
        command = [pdftoppm, "-r", "40", "-png", str(built.output("hechi", "2022") / "funds.pdf")]
        return subprocess.run(command, capture_output=True, check=True).stdout

    paths = written(built)[::-1]
    first, data = pages(paths), pdfs(built)["funds.pdf"]
    assert first and pages(paths[-1:]) == first
    assert pdfs(built)["funds.pdf"] == data  # LibreOffice numbers the fonts of one run
