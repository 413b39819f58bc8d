"""Builds many reports, each on its own: on all cores, or wherever a `Work` runs them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import closing
from functools import partial
from typing import Protocol

from generator.faults import guarded
from generator.frozen import Frozen
from generator.pool import Named, Processes, results
from generator.reports.build import Built, build_report, stumbled
from generator.reports.origin import UNCOMMITTED, Origin
from generator.reports.stamps import Stamps
from generator.reports.workspace import Workspace


class Work(Protocol):
    """How reports are built: the executor, the task for each report, and what is done with its result."""

    @property
    def room(self) -> int:
        """How many reports may be under way at once."""

    def start(self) -> Executor:
        """A new executor; called again if a worker's death broke the last one."""

    def task(self, unit: str, year: str) -> Callable[[], Built]:
        """The function that a worker calls for a report; it can be pickled."""

    def finish(self, built: Built) -> Built:
        """Handles a result in this process."""


class Local(Frozen):
    """Builds reports in processes of this machine, one for each core, which write the documents themselves."""

    workspace: Workspace
    origin: Origin

    @property
    def room(self) -> int:
        """Enough to keep every process busy, and no more, so that memory stays flat."""
        return 4 * (os.cpu_count() or 1)

    def start(self) -> Executor:
        """The pool of processes."""
        return Processes(_ready, self.workspace, self.origin)

    def task(self, unit: str, year: str) -> Callable[[], Built]:
        """Builds a report and writes its documents."""
        return partial(_one, unit, year)

    def finish(self, built: Built) -> Built:
        """Does nothing: the worker has written the documents."""
        return built


def build_all(workspace: Workspace, origin: Origin, chosen: Sequence[Named], work: Work) -> Iterator[Built]:
    """Builds reports and yields each as it is done; those already up to date come first, with their earlier problems.

    An interrupted batch resumes where it stopped, since every finished report has its stamp.
    """
    waiting: list[Named] = []

    def committed(sources: Iterable[str]) -> bool:
        return origin.commit(origin.changed(sources)) != UNCOMMITTED

    with closing(Stamps(workspace)) as stamps:
        for unit, year in chosen:
            kept = stamps.current(unit, year, committed, origin.reaches)
            if kept is None:
                waiting.append((unit, year))
            else:
                yield kept
        for result in results(waiting, work.start, work.room, work.task, stumbled):
            name = workspace.name(workspace.report(result.unit, result.year))
            fail = partial(stumbled, result.unit, result.year)
            built = result if result.failed else guarded(partial(work.finish, result), name, fail)
            if not built.failed:
                stamps.keep(built)
            yield built


_own: tuple[Workspace, Origin]


def _ready(workspace: Workspace, origin: Origin) -> None:
    global _own
    _own = (workspace, origin)


def _one(unit: str, year: str) -> Built:
    return build_report(*_own, unit, year, durable=False)
