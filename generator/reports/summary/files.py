"""The files of a year at a glance, made and written together."""

from __future__ import annotations

from generator.data.profile import inputs
from generator.files import write_files
from generator.problems import Problem, has_errors
from generator.reports.origin import UNCOMMITTED, Origin
from generator.reports.summary.document import word
from generator.reports.summary.rows import NAME, ORDERS, Row, ranked, rows
from generator.reports.summary.workbook import excel
from generator.reports.workspace import Workspace
from generator.word.package import read_package
from generator.word.properties import provenance


def build_summary(workspace: Workspace, origin: Origin, year: str, order: str) -> tuple[list[Row], list[Problem]]:
    """Writes the document and the workbook of a year; errors leave the previous files unchanged."""
    rows_in_order = ranked(rows(workspace, year), order)
    document, problems = word(workspace, rows_in_order, year, order, _commit(workspace, origin, year))
    if not has_errors(problems):
        files = {f"{NAME}.docx": document, f"{NAME}.xlsx": excel(rows_in_order, year, order)}
        problems += write_files(workspace.root / "build" / year, files)
    return rows_in_order, problems


def renew_summary(workspace: Workspace, origin: Origin, year: str) -> tuple[bool, list[Problem]]:
    """Rebuilds the existing summary in its order unless it is up to date; True if it was rebuilt.

    As with reports, a summary that names a commit is kept as long as the data produce the same.
    """
    path = workspace.root / "build" / year / f"{NAME}.docx"
    package, _ = read_package(path, workspace.name(path))
    claims = provenance(package) if package else {}
    order = claims.get("order", "")
    order = order if order in ORDERS else next(iter(ORDERS))
    commit = claims.get("commit", UNCOMMITTED)
    if package and (commit == UNCOMMITTED) == (_commit(workspace, origin, year) == UNCOMMITTED):
        document, _ = word(workspace, ranked(rows(workspace, year), order), year, order, commit)
        if document == path.read_bytes():
            return False, []
    return True, build_summary(workspace, origin, year, order)[1]


def _commit(workspace: Workspace, origin: Origin, year: str) -> str:
    read = [workspace.report(unit, year) for unit, _ in workspace.reports(year)]
    return origin.commit(origin.changed(map(workspace.name, [*read, *inputs(workspace.templates)])))
