"""Converts built documents to PDF by LibreOffice: in groups, with a time limit, and naming fonts that are missing."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from lxml import etree

from generator.files import read_file, write_files
from generator.frozen import Frozen, replace
from generator.office.program import find_office, run_office
from generator.pdf_file import UnreadableError, page_count, rewritten
from generator.problems import Place, Problem
from generator.reports.workspace import Workspace
from generator.word.names import DOCUMENT, STYLES, W
from generator.word.package import parse_package
from generator.word.properties import provenance

CODE = "PDF"
GROUP = 100  # documents that LibreOffice is given at once: the cost of its start is shared, and a failure affects few
START = 90.0  # seconds for LibreOffice to start with a profile folder of its own
EACH = 20.0  # seconds for a document; the largest volume of the project takes one
_FONT_SLOTS = ("ascii", "hAnsi", "eastAsia")
INSTALL = (
    "装上 LibreOffice 再运行一次。Debian、Ubuntu：sudo apt install libreoffice-writer；"
    "macOS：brew install --cask libreoffice；Windows：从 www.libreoffice.org 下载安装"
)


class Pdf(Frozen):
    """A PDF with its number of pages; empty, with LibreOffice's message in `words`, if none was made."""

    data: bytes = b""
    pages: int = 0
    words: str = ""


class Converted(Frozen):
    """The outcome of a conversion: the pages of each PDF that was written, and the problems.

    `missing` are the fonts that the documents ask for and this machine does not have; None if that is unknown.
    """

    pages: dict[Path, int]
    problems: list[Problem]
    missing: tuple[str, ...] | None = ()


def convert(workspace: Workspace, paths: Sequence[Path], *, patience: float | None = None) -> Converted:
    """Writes a PDF with its document's provenance beside each document; on failure an earlier PDF is left unchanged.

    `patience` is how many seconds LibreOffice may take for each group of documents.
    """
    pages: dict[Path, int] = {}
    problems: list[Problem] = []
    wanted: set[str] = set()
    for start in range(0, len(paths), GROUP):
        group: dict[Path, bytes] = {}
        for path in paths[start : start + GROUP]:
            data, faults = read_file(path, workspace.name(path))
            problems += [replace(fault, code=CODE) for fault in faults]
            group |= {path: data} if data is not None else {}
        if not group:
            continue
        made, faults = converted([*group.values()], patience=patience)
        problems += faults
        if not made:
            break
        wanted |= _fonts(group.values())
        files: dict[Path, dict[str, Pdf]] = {}
        for path, pdf in zip(group, made, strict=True):
            if pdf.data:
                files.setdefault(path.parent, {})[path.with_suffix(".pdf").name] = pdf
            else:
                message = f"LibreOffice 没有转出这份文档{pdf.words}；以前的 PDF 没有改动"
                problems.append(_problem(workspace.name(path), message, "用 Word 或 LibreOffice 打开它看看"))
        for folder, pdfs in files.items():
            faults = write_files(folder, {name: pdf.data for name, pdf in pdfs.items()})
            problems += faults
            pages |= {} if faults else {folder / name: pdf.pages for name, pdf in pdfs.items()}
    return Converted(pages, problems, missing_fonts(wanted))


def converted(documents: Sequence[bytes], *, patience: float | None = None) -> tuple[list[Pdf], list[Problem]]:
    """The PDF of each document as LibreOffice makes it here, and the problem that kept it from making all, if any."""
    office = find_office()
    if office is None:
        return [], [without_office()]
    limit = START + EACH * len(documents) if patience is None else patience
    try:
        with TemporaryDirectory(prefix="pdf-", ignore_cleanup_errors=True) as name:
            folder = Path(name)
            (folder / "in").mkdir()
            for number, data in enumerate(documents):  # documents of many units share names
                (folder / "in" / f"{number:05}.docx").write_bytes(data)
            fault = _run(office, folder, limit)
            words = _last_words(folder)
            made = [
                _finished(folder / "out" / f"{number:05}.pdf", data, words) for number, data in enumerate(documents)
            ]
    except OSError as error:
        where = Path(str(error.filename or "TMPDIR")).name
        return [], [_problem(where, f"放临时文件的地方读写不了：{error.strerror}", "检查权限、磁盘空间和 TMPDIR")]
    return made, [fault] if fault else []


def without_office() -> Problem:
    """The problem that LibreOffice is missing, with how to install it."""
    return _problem("LibreOffice", "没有找到 LibreOffice，不能转 PDF", INSTALL)


def missing_fonts(wanted: Iterable[str]) -> tuple[str, ...] | None:
    """The fonts among these that this machine lacks; None if fontconfig is not available."""
    program = shutil.which("fc-list")
    if program is None:
        return None
    try:
        listed = subprocess.run(  # noqa: S603  # a program of the system, nothing from the data
            [program, "--format", "%{family}\n"], capture_output=True, check=True, timeout=START, text=True
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    installed = {name.strip().casefold() for line in listed.splitlines() for name in line.split(",")}
    return tuple(sorted(name for name in wanted if name.casefold() not in installed))


def _fonts(documents: Iterable[bytes]) -> set[str]:
    """The fonts that documents ask for."""
    wanted: set[str] = set()
    for data in documents:
        package, _ = parse_package(data, "")
        for part in (STYLES, DOCUMENT) if package else ():
            for fonts in etree.fromstring((package or {})[part]).iter(f"{W}rFonts"):
                wanted.update(name for slot in _FONT_SLOTS if (name := fonts.get(f"{W}{slot}")))
    return wanted


def _run(office: str, work: Path, limit: float) -> Problem | None:
    """Has LibreOffice convert the files in `in`; with a profile folder of its own, apart from a running instance."""
    arguments = ["--convert-to", "pdf", "--outdir", str(work / "out"), *map(str, sorted((work / "in").iterdir()))]
    # The time zone decides how long the dates in a PDF are, which the places of its objects depend on.
    environment = os.environ | {"SOURCE_DATE_EPOCH": "315532800", "TZ": "UTC"}
    with (work / "said").open("wb") as said:
        try:
            if run_office(office, work / "profile", arguments, said, limit, environment):
                return None
        except OSError as error:
            return _problem("LibreOffice", f"LibreOffice 启动不了：{error.strerror}", INSTALL)
    message = f"LibreOffice 过了 {limit:g} 秒还没有转完，已经停止；没有转的，以前的 PDF 没有改动"
    return _problem("LibreOffice", message, "用 UNIT= 和 YEAR= 分几次转；一份也转不了的，重新安装 LibreOffice")


def _last_words(folder: Path) -> str:
    """The last line of LibreOffice's output in brackets; empty if there was none."""
    lines = (folder / "said").read_bytes()[-4000:].decode("utf-8", "replace").strip().splitlines()
    last = "".join(char if char.isprintable() else "�" for char in lines[-1][-200:]) if lines else ""
    return f"（它说：{last}）" if last else ""


def _finished(path: Path, document: bytes, words: str) -> Pdf:
    """A PDF with the provenance of the document that it was made from; empty if LibreOffice made no whole one."""
    package, _ = parse_package(document, path.name)
    try:
        data = rewritten(path.read_bytes(), provenance(package or {}))
        return Pdf(data, page_count(data))
    except (OSError, UnreadableError):
        return Pdf(words=words)


def _problem(where: str, message: str, remedy: str) -> Problem:
    return Problem(CODE, Place(where), message, remedy)
