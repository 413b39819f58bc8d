"""Builds one report: makes and writes its documents, or leaves them as they were, and collects the problems."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from generator.faults import guarded, is_ours
from generator.files import write_files
from generator.frozen import EMPTY, Frozen, replace
from generator.problems import Problem, has_errors
from generator.reports.documents import make_documents
from generator.reports.load import Loaded, load
from generator.reports.origin import UNCOMMITTED, Origin
from generator.reports.workspace import Workspace


class Built(Frozen):
    """The outcome for one report: its documents by name, its problems, and the commit that the documents name.

    `units` are the reports that went in, `sources` all files that did, `uncommitted` those of them and of the program
    that differ from the commit. `documents` are the bytes, if the caller has to write them.
    """

    unit: str
    year: str
    files: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    commit: str = UNCOMMITTED
    units: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    uncommitted: tuple[str, ...] = ()
    current: bool = False
    documents: Mapping[str, bytes] = EMPTY

    @property
    def failed(self) -> bool:
        """Whether there are no new documents."""
        return has_errors(self.problems)

    @property
    def ours(self) -> bool:
        """Whether the program is at fault, and not the data."""
        return is_ours(self.problems)

    @property
    def committed(self) -> bool:
        """Whether the documents name the commit that they were made from."""
        return self.commit != UNCOMMITTED


def build_report(workspace: Workspace, origin: Origin, unit: str, year: str, *, durable: bool = True) -> Built:
    """Builds one report completely or leaves its folder as it was; any fault is in the result."""

    def built() -> Built:
        outcome = made(workspace, origin, load(workspace, unit, year), unit, year)
        return outcome if outcome.failed else written(workspace, outcome, durable=durable)

    return guarded(built, workspace.name(workspace.report(unit, year)), partial(stumbled, unit, year))


def made(workspace: Workspace, origin: Origin, loaded: Loaded, unit: str, year: str) -> Built:
    """The documents of one report, not written yet."""
    name = workspace.name(loaded.path)
    units = (unit, *loaded.units)
    if not loaded.ready:
        return Built(unit, year, problems=tuple(loaded.problems), units=units)
    named = _Named(workspace, origin, loaded)
    documents, problems = guarded(lambda: make_documents(workspace, loaded, named), name, lambda fault: ({}, [fault]))
    all_problems = (*loaded.problems, *problems)
    inputs = (units, named.sources, named.uncommitted)
    return Built(unit, year, tuple(documents), all_problems, named.commit, *inputs, documents=documents)


class _Named:
    """Determines the commit that documents name, once everything that they are made from has been read."""

    def __init__(self, workspace: Workspace, origin: Origin, loaded: Loaded) -> None:
        self._asked = workspace, origin, loaded
        self.sources: tuple[str, ...] = ()
        self.uncommitted: tuple[str, ...] = ()
        self.commit = UNCOMMITTED

    def __call__(self) -> str:
        workspace, origin, loaded = self._asked
        sources = loaded.sources(workspace)
        self.sources = tuple(sorted({name for name, _ in sources}))
        self.uncommitted = origin.differing(sources)
        self.commit = origin.commit(self.uncommitted)
        return self.commit


def written(workspace: Workspace, built: Built, *, durable: bool = True) -> Built:
    """Writes documents that were made into their folder; returns the outcome without their bytes."""
    faults = write_files(workspace.output(built.unit, built.year), built.documents, durable=durable)
    return replace(built, problems=(*built.problems, *faults), documents=EMPTY)


def stumbled(unit: str, year: str, fault: Problem) -> Built:
    """The outcome for a report on which the program or the machine failed."""
    return Built(unit, year, problems=(fault,))
