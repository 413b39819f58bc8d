"""Builds one report: its documents made and written, or left as they were, and what is to be told of it."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator.build import Loaded, Workspace, load
from generator.documents import make_documents
from generator.output import write
from generator.problems import Problem, has_errors
from generator.repository import UNCOMMITTED, Origin


@dataclass(frozen=True, slots=True)
class Built:
    """What became of one report: its documents by name, what was found, and the commit that the documents name.

    `units` are the reports that went in. `fault` is a fault of the program, never of the data. `documents` are the
    bytes, where whoever asked has to write them.
    """

    unit: str
    year: str
    files: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    commit: str = UNCOMMITTED
    units: tuple[str, ...] = ()
    fault: str = ""
    current: bool = False
    documents: dict[str, bytes] = field(default_factory=dict, repr=False)

    @property
    def failed(self) -> bool:
        """Whether there are no new documents."""
        return bool(self.fault) or has_errors(self.problems)

    @property
    def committed(self) -> bool:
        """Whether the documents name the commit that they were made from."""
        return self.commit != UNCOMMITTED


def build_report(workspace: Workspace, origin: Origin, unit: str, year: str, *, durable: bool = True) -> Built:
    """Builds one report whole or leaves its folder as it was."""
    built = made(workspace, origin, load(workspace, unit, year), unit, year)
    return built if built.failed else written(workspace, built, durable=durable)


def made(workspace: Workspace, origin: Origin, loaded: Loaded, unit: str, year: str) -> Built:
    """The documents of one report, not written yet."""
    units = (unit, *loaded.units)
    commit = origin.commit(workspace.name(workspace.report(name, year)) for name in units)
    if not loaded.ready:
        return Built(unit, year, (), tuple(loaded.problems), commit, units)
    documents, problems = make_documents(workspace, loaded, commit)
    return Built(unit, year, tuple(documents), (*loaded.problems, *problems), commit, units, documents=documents)


def written(workspace: Workspace, built: Built, *, durable: bool = True) -> Built:
    """What was made, written into its folder."""
    faults = write(workspace.output(built.unit, built.year), built.documents, durable=durable)
    return replace(built, problems=(*built.problems, *faults), documents={})


def guarded(work: Callable[[], Built], unit: str, year: str) -> Built:
    """What the work gives; a fault of the program is told in the result, and stops no other report."""
    try:
        return work()
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        return Built(unit, year, fault=f"{type(error).__name__}: {error}（{Path(where.filename).name}:{where.lineno}）")
