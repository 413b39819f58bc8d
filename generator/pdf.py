"""Turns built documents into PDF by LibreOffice: one process for all, a bounded wait, fonts that are missing named."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import md5
from pathlib import Path
from tempfile import TemporaryDirectory

from lxml import etree

from generator.build import Workspace
from generator.output import write
from generator.package import DOCUMENT, STYLES, read_package
from generator.problems import Place, Problem
from generator.template import W

START = 90.0  # seconds for LibreOffice to start with a profile folder of its own
EACH = 20.0  # seconds for a document; the largest volume of the project takes one
_FONT_SLOTS = ("ascii", "hAnsi", "eastAsia")
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
)
_INSTALL = (
    "装上 LibreOffice 再运行一次。Debian、Ubuntu：sudo apt install libreoffice-writer；"
    "macOS：brew install --cask libreoffice；Windows：从 www.libreoffice.org 下载安装"
)
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_DATE = re.compile(rb"(?<=Date\(D:)[0-9]{14}")
_CHECKSUM = re.compile(rb"(?<=/DocChecksum /)[0-9A-F]{32}")
_IDENTIFIER = re.compile(rb"(?<=/ID \[ <)([0-9A-F]{32})(>\s<)([0-9A-F]{32})")
_LONG_AGO = b"19800101000000"


@dataclass(frozen=True, slots=True)
class Converted:
    """What became of documents: the pages of each PDF that was written (0: not counted), and the problems.

    `missing` are the fonts that the documents ask for and this machine does not have; None where it cannot be told.
    """

    pages: dict[Path, int]
    problems: list[Problem]
    missing: tuple[str, ...] | None = ()


def documents(workspace: Workspace, unit: str | None, year: str | None) -> list[Path]:
    """The documents below `build`, of a unit and of a year; the summary of a year belongs to no unit."""
    build = workspace.root / "build"
    found = [*build.glob(f"{year or '*'}/{unit or '*'}/*.docx")]
    found += [] if unit else build.glob(f"{year or '*'}/*.docx")
    return sorted(path for path in found if not path.name.startswith((".", "~$")))


def convert(workspace: Workspace, paths: Sequence[Path], *, patience: float | None = None) -> Converted:
    """Writes a PDF beside each document; what fails leaves the PDF of before as it was.

    `patience` is how many seconds LibreOffice may take for all of them.
    """
    office = find_office()
    if office is None:
        return Converted({}, [_problem("LibreOffice", "没有找到 LibreOffice，不能转 PDF", _INSTALL)])
    limit = START + EACH * len(paths) if patience is None else patience
    try:
        with TemporaryDirectory(prefix="pdf-", ignore_cleanup_errors=True) as folder:
            made, fault = _made(office, Path(folder), paths, limit)
    except OSError as error:
        fault = _problem(Path(str(error.filename)).name, f"文件读写不了：{error.strerror}", "检查权限和磁盘空间")
    if fault:
        return Converted({}, [fault])
    remedy = "用 Word 或 LibreOffice 打开它看看；打不开的，重新生成"
    problems = [
        _problem(workspace.name(path), "LibreOffice 没有转出这份文档；以前的 PDF 没有改动", remedy)
        for path, data in made.items()
        if not data
    ]
    pages: dict[Path, int] = {}
    for parent in dict.fromkeys(path.parent for path in paths):
        files = {path.with_suffix(".pdf").name: data for path, data in made.items() if path.parent == parent and data}
        faults = write(parent, files) if files else []
        problems += faults
        if not faults:
            pages |= {parent / name: len(_PAGE.findall(data)) for name, data in files.items()}
    return Converted(pages, problems, missing_fonts(path for path, data in made.items() if data))


def _made(office: str, work: Path, paths: Sequence[Path], limit: float) -> tuple[dict[Path, bytes], Problem | None]:
    """The PDF of each document, empty where there is none, made in a folder of its own.

    Raises:
        OSError: a document cannot be read, or the folder not be written.
    """
    names = {path: f"{number:05}" for number, path in enumerate(paths)}  # documents of many units share names
    (work / "in").mkdir()
    for path, name in names.items():
        shutil.copyfile(path, work / "in" / f"{name}.docx")
    fault = _run(office, work, limit)
    return {path: _read(work / "out" / f"{name}.pdf") for path, name in names.items()}, fault


def find_office() -> str | None:
    """LibreOffice, on the path or where its installers put it."""
    on_path = shutil.which("soffice") or shutil.which("libreoffice")
    return on_path or next((place for place in _PLACES if Path(place).is_file()), None)


def missing_fonts(paths: Iterable[Path]) -> tuple[str, ...] | None:
    """The fonts that the documents ask for and this machine lacks; None where fontconfig is not there to ask."""
    program = shutil.which("fc-list")
    if program is None:
        return None
    try:
        listed = subprocess.run(  # noqa: S603  # a program of the system, nothing from the data
            [program, "--format", "%{family}\n"], capture_output=True, check=True, timeout=START, text=True
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    there = {name.strip().casefold() for line in listed.splitlines() for name in line.split(",")}
    wanted: set[str] = set()
    for path in paths:
        package, _ = read_package(path, path.name)
        for part in (STYLES, DOCUMENT) if package else ():
            for fonts in etree.fromstring((package or {})[part]).iter(f"{W}rFonts"):
                wanted.update(name for slot in _FONT_SLOTS if (name := fonts.get(f"{W}{slot}")))
    return tuple(sorted(name for name in wanted if name.casefold() not in there))


def _run(office: str, work: Path, limit: float) -> Problem | None:
    """Lets LibreOffice convert all that is in `in`; a profile folder of its own keeps it from one that is open."""
    command = [office, f"-env:UserInstallation={(work / 'profile').as_uri()}", "--headless", "--norestore"]
    command += ["--convert-to", "pdf", "--outdir", str(work / "out"), *map(str, sorted((work / "in").iterdir()))]
    # The time zone decides how long the dates in a PDF are, which the places of its objects depend on.
    environment = os.environ | {"SOURCE_DATE_EPOCH": "315532800", "TZ": "UTC"}
    try:
        process = subprocess.Popen(  # noqa: S603  # the documents come under names of our own
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        return _problem("LibreOffice", f"LibreOffice 启动不了：{error.strerror}", _INSTALL)
    try:
        process.wait(limit)
    except subprocess.TimeoutExpired:
        message = f"LibreOffice 过了 {limit:g} 秒还没有转完，已经停止；以前的 PDF 没有改动"
        return _problem("LibreOffice", message, "用 UNIT= 和 YEAR= 分几次转；一份也转不了的，重新安装 LibreOffice")
    finally:
        _end(process)
    return None


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends LibreOffice with all that it started."""
    if sys.platform == "win32":
        process.kill()
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _read(path: Path) -> bytes:
    """The bytes of a whole PDF without what differs from run to run; nothing where there is none."""
    try:
        data = path.read_bytes()
    except OSError:
        return b""
    if not data.startswith(b"%PDF-") or not data.rstrip().endswith(b"%%EOF"):
        return b""
    data = _CHECKSUM.sub(b"0" * 32, _IDENTIFIER.sub(rb"\g<2>".join([b"0" * 32] * 2), _DATE.sub(_LONG_AGO, data)))
    identifier = md5(data, usedforsecurity=False).hexdigest().upper().encode()
    return _IDENTIFIER.sub(rb"\g<2>".join([identifier] * 2), data)


def _problem(where: str, message: str, remedy: str) -> Problem:
    return Problem("PDF", Place(where), message, remedy)
