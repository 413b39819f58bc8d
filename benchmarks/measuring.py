"""What all measurements share: what they measure, its digest, and a loud end where nothing could be measured."""

from __future__ import annotations

import re
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

from generator.reports.load import load
from generator.reports.workspace import Workspace
from generator.store import digest_of
from generator.word.names import DOCUMENT

PROJECT = Path(__file__).resolve().parent.parent
REPORTS = (("hechi", "2022"), ("yiyang", "2021"), ("zhuzhou", "2024"), ("qiaokou", "2021"))
_INPUTS = ("generator", "schema", "templates", "reports", "benchmarks")
_KINDS = (".py", ".json", ".yaml", ".docx")


class NotMeasuredError(Exception):
    """A measurement whose result would say nothing; the message says why."""


def required(holds: object, why: str) -> None:
    """Refuses a measurement of which something does not hold; unlike `assert`, under `python -O` too."""
    if not holds:
        raise NotMeasuredError(why)


def finish(main: Callable[[], None]) -> None:
    """Runs a measurement; ends with status 1 and the reason where it could not be made."""
    try:
        main()
    except NotMeasuredError as error:
        sys.exit(f"not measured: {error}")


def require_sound(workspace: Workspace) -> None:
    """Refuses a workspace in which one of the four reports has a problem or makes no document."""
    for unit, year in REPORTS:
        loaded = load(workspace, unit, year)
        told = "; ".join(f"{one.code} {one.place}: {one.message}" for one in loaded.problems[:3])
        required(loaded.ready and not told, f"reports/{year}/{unit}.yaml cannot be built as it is: {told}")


def program_digest(project: Path = PROJECT) -> str:
    """The digest by name and content of the program, schemas, profiles, templates, reports and measurements.

    Caches, locks and results are left out, so that a checkout of a commit has the digest that its result names.
    """
    files = (
        path
        for folder in _INPUTS
        for path in (project / folder).rglob("*")
        if path.suffix in _KINDS and path.is_file() and not path.name.startswith((".", "~$"))
    )
    named = sorted((path.relative_to(project).as_posix(), path.read_bytes()) for path in files)
    required(named, f"there is no program in {project}")
    return digest_of(named).hex()


def text_of(path: Path) -> str:
    """The text of a document; NotMeasuredError where there is none, or tags are left in it."""
    required(path.is_file(), f"{path.name} was not made")
    with zipfile.ZipFile(path) as archive:
        text = "|".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)", archive.read(DOCUMENT).decode()))
    required(text and not re.search(r"\{[{%#]", text), f"{path.name} is empty or was not filled")
    return text
