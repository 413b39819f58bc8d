"""Differences between revisions, as the printers of audit get them."""

from __future__ import annotations

from generator.data.paths import Change
from generator.revisions.compare import Difference, Passage, pieces
from generator.revisions.diff import FileChange, ReportChange, RevisionChanges
from generator.revisions.snapshot import Figure, Input, Snapshot
from generator.word.lines import DocumentCell, DocumentLine

CHANGE = Change("funds.actual", "全年执行数", "21754元", "22754元", "+1000元", place="reports/2022/a.yaml:25")
MOVED = Change("funds.rate", "执行率", "72.51%", "75.85%", "+3.33个百分点", by=("funds.actual",))


def line(*cells: str, in_table: bool = False) -> DocumentLine:
    found = tuple(DocumentCell(cell, column, 1) for column, cell in enumerate(cells))
    return DocumentLine("word/document.xml", found, in_table, int(in_table), 0)


def passage(before: str, after: str, heading: str = "", *, in_table: bool = False) -> Passage:
    sides = (line(text, text, in_table=in_table) if in_table else line(text) for text in (before, after))
    found = tuple(pieces(before, after))
    return Passage(heading, in_table, (found, found) if in_table else (found,), *sides)


def report(difference: Difference | None = None, **fields: object) -> ReportChange:
    """A report with these differences."""
    snapshot = Snapshot(
        "河池市电化教育站", {"a": Input("1", "a.yaml", 1)}, {"a": Figure("", "", "", "", False, ())}, (), {}
    )
    found = difference or Difference(snapshot, snapshot, **fields)  # type: ignore[arg-type]
    return ReportChange("reports/2022/hechi.yaml", None, found)


def changes(*reports: ReportChange, forms: tuple[FileChange, ...] = (), notes: tuple[str, ...] = ()) -> RevisionChanges:
    return RevisionChanges("0123456789（main）", "工作区", reports, forms, (), notes)
