"""Builds many reports, each on its own: on all cores, or on whatever executor is given."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from multiprocessing import connection, parent_process
from threading import Thread
from typing import Protocol

from generator.build import Workspace
from generator.built import Built, build_report, guarded
from generator.origin import UNCOMMITTED, Origin
from generator.stamps import Stamps

Named = tuple[str, str]
"""A unit and a year."""

MOST_PROCESSES = 61  # that Windows can wait for


class Work(Protocol):
    """Where reports are built: what runs them, what it is given for each, and what is done with what comes back."""

    @property
    def room(self) -> int:
        """How many reports are given out at once."""

    def start(self) -> Executor:
        """What runs them; started again where a worker's death has broken it."""

    def task(self, unit: str, year: str) -> Callable[[], Built]:
        """What a worker does for a report; it can be pickled."""

    def finish(self, built: Built) -> Built:
        """What becomes of a result here."""


@dataclass(frozen=True, slots=True)
class Local:
    """Has reports built by processes of this machine, one for each core, which write the documents themselves."""

    workspace: Workspace
    origin: Origin

    @property
    def room(self) -> int:
        """Enough to keep every process busy, and no more, so that memory stays flat."""
        return 4 * (os.cpu_count() or 1)

    def start(self) -> Executor:
        """The processes."""
        count = min(os.cpu_count() or 1, MOST_PROCESSES)
        return ProcessPoolExecutor(count, initializer=_begin, initargs=(self.workspace, self.origin))

    def task(self, unit: str, year: str) -> Callable[[], Built]:
        """Builds and writes."""
        return partial(_one, unit, year)

    def finish(self, built: Built) -> Built:
        """It is written already."""
        return built


def build_all(workspace: Workspace, origin: Origin, chosen: Sequence[Named], work: Work) -> Iterator[Built]:
    """Builds reports as they come; those whose documents are up to date come first, with what was found then.

    A batch that was interrupted goes on where it stood, since every report that is done has its stamp.
    """
    waiting: deque[Named] = deque()

    def committed(sources: Iterable[str]) -> bool:
        return origin.commit(origin.changed(sources)) != UNCOMMITTED

    with closing(Stamps(workspace)) as stamps:
        for unit, year in chosen:
            kept = stamps.current(unit, year, committed)
            if kept is None:
                waiting.append((unit, year))
            else:
                yield kept
        for result in _run(waiting, work):
            built = result if result.failed else work.finish(result)
            if not built.failed:
                stamps.keep(built)
            yield built


def _run(waiting: deque[Named], work: Work) -> Iterator[Built]:
    """What becomes of each report; one that takes its worker with it is told, and the others are built all the same."""
    suspects: deque[Named] = deque()
    while waiting or suspects:
        executor = work.start()
        flying: dict[Future[Built], Named] = {}
        try:
            while waiting or suspects or flying:
                while (waiting or suspects) and len(flying) < (1 if suspects else work.room):
                    given = suspects or waiting
                    flying[executor.submit(work.task(*given[0]))] = given[0]
                    given.popleft()
                for future in wait(flying, return_when=FIRST_COMPLETED).done:
                    error = future.exception()
                    if isinstance(error, BrokenExecutor):
                        raise error
                    named = flying.pop(future)
                    yield Built(*named, fault=f"{type(error).__name__}: {error}") if error else future.result()
        except BrokenExecutor:
            if len(flying) == 1:  # it was alone, so it was it
                (named,) = flying.values()
                yield Built(*named, fault="处理它的进程中止了，可能是内存不足")
            else:
                suspects.extend(flying.values())
        finally:
            for future in flying:
                future.cancel()
            executor.shutdown()


_own: tuple[Workspace, Origin]


def _begin(workspace: Workspace, origin: Origin) -> None:
    """Readies a process, which leaves the keyboard to its parent and ends with it."""
    global _own
    _own = (workspace, origin)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _one(unit: str, year: str) -> Built:
    return guarded(partial(build_report, *_own, unit, year, durable=False), unit, year)
