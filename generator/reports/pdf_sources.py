"""The documents that PDFs are made from: built first unless up to date; those the data do not produce are left out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator.pool import Named
from generator.problems import Place, Problem, Severity, has_errors
from generator.reports.batch import Local, build_all
from generator.reports.build import Built
from generator.reports.origin import Origin
from generator.reports.pdf import CODE
from generator.reports.summary.files import renew_summary
from generator.reports.summary.rows import NAME
from generator.reports.workspace import Workspace


@dataclass(slots=True)
class Sources:
    """The documents to convert, what was built for them, and the problems to report.

    `uncommitted` are the files that keep what was built from naming a commit.
    """

    paths: list[Path] = field(default_factory=list)
    renewed: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    uncommitted: list[str] = field(default_factory=list)


def up_to_date(
    workspace: Workspace, origin: Origin, chosen: Sequence[Named], count: Callable[[Built], None] = lambda built: None
) -> Sources:
    """The documents of reports as their data produce them now, built if the files differ."""
    sources = Sources()
    for built in build_all(workspace, origin, chosen, Local(workspace, origin)):
        count(built)
        folder = workspace.output(built.unit, built.year)
        sources.problems += built.problems
        if built.failed:
            if any(folder.glob("*.pdf")):
                sources.problems.append(_outdated(workspace.name(folder)))
            continue
        if not built.current:
            sources.renewed.append(workspace.name(folder))
            sources.uncommitted += [name for name in built.uncommitted if name not in sources.uncommitted]
        sources.paths += [folder / file for file in built.files]
        sources.problems += foreign_documents(workspace, folder, built.files)
    sources.paths.sort()
    sources.renewed.sort()
    return sources


def add_summaries(workspace: Workspace, origin: Origin, year: str | None, found: Sources) -> None:
    """Adds the existing summaries in `build`, each over all units of a year."""
    years = {when for _, when in workspace.reports()}
    for path in sorted((workspace.root / "build").glob(f"{year or '*'}/{NAME}.docx")):
        if path.parent.name not in years:
            continue
        renewed, problems = renew_summary(workspace, origin, path.parent.name)
        found.problems += problems
        if has_errors(problems):
            found.problems.append(_outdated(workspace.name(path)))
        else:
            found.paths.append(path)
            found.renewed += [workspace.name(path)] if renewed else []


def orphans(workspace: Workspace, unit: str | None, year: str | None) -> Iterator[Problem]:
    """A problem for each document in `build` whose report does not exist (any more)."""
    build = workspace.root / "build"
    reports = {*workspace.reports()}
    for folder in sorted(build.glob(f"{year or '*'}/{unit or '*'}")):
        if (
            folder.is_dir()
            and folder.parent != workspace.annotated
            and (folder.name, folder.parent.name) not in reports
        ):
            yield from foreign_documents(workspace, folder, ())
    years = {when for _, when in reports}
    for folder in sorted(build.glob(year or "*")) if not unit else ():
        if folder == workspace.annotated:
            continue
        yield from foreign_documents(workspace, folder, {f"{NAME}.docx"} if folder.name in years else ())


def foreign_documents(workspace: Workspace, folder: Path, own: Collection[str]) -> Iterator[Problem]:
    """A problem for each document in a folder that is not among its `own`."""
    for path in sorted(folder.glob("*.docx")):
        if path.name not in own and not path.name.startswith((".", "~$")):
            message = "现在的数据不生成这份文档，没有转成 PDF"
            remedy = "移走它，连同以前由它转成的 PDF"
            yield Problem(CODE, Place(workspace.name(path)), message, remedy, severity=Severity.WARNING)


def _outdated(name: str) -> Problem:
    message = "文档生成不了，没有转；以前的 PDF 没有改动，与现在的数据不符"
    return Problem(CODE, Place(name), message, "照上面列出的问题改正，再运行一次")
