"""Spreads work on many reports over processes; no report is lost if one dies or no more can be started."""

from __future__ import annotations

import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from contextlib import suppress
from multiprocessing import active_children, connection, parent_process
from threading import Thread
from typing import Any, TypeVar

from generator.faults import fault_of, program_fault
from generator.files import undisturbed
from generator.problems import Place, Problem

Named = tuple[str, str]
"""A unit and a year."""

MOST_PROCESSES = 61  # that Windows can wait for
FEWEST = 64  # descriptors, below which a process beside its parent's pipes has too few for its own work
_REFUSED = (OSError, RuntimeError, ImportError, NotImplementedError)  # no process, thread, semaphore or descriptor

Result = TypeVar("Result")


class Processes(Executor):
    """Runs work in processes of this machine, one for each core, or in this process if no more can be started.

    Each process calls `ready` before its first work, and ends with the one that started it.
    """

    def __init__(self, ready: Callable[..., None], *arguments: object) -> None:
        self._ready = (ready, arguments)
        self._pool: ProcessPoolExecutor | None = None
        count = min(os.cpu_count() or 1, MOST_PROCESSES)
        try:
            if _descriptors() < FEWEST:
                raise OSError
            self._pool = ProcessPoolExecutor(count, initializer=_begin, initargs=self._ready)
        except _REFUSED:
            ready(*arguments)

    def submit(self, fn: Callable[..., Result], /, *args: Any, **kwargs: Any) -> Future[Result]:
        """Schedules a call of `fn`; without processes it is called at once."""
        if self._pool is not None:
            try:
                return self._pool.submit(fn, *args, **kwargs)
            except BrokenExecutor:
                raise
            except _REFUSED:
                self._alone(self._pool)
        future: Future[Result] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Ends the processes."""
        if self._pool is not None:
            self._pool.shutdown(wait, cancel_futures=cancel_futures)

    def _alone(self, pool: ProcessPoolExecutor) -> None:
        """Continues without processes. Those started are killed: one without a pipe to its parent would never end."""
        for child in active_children():
            child.kill()
            child.join()
        pool.shutdown(wait=False, cancel_futures=True)
        self._pool = None
        ready, arguments = self._ready
        ready(*arguments)


def results(
    names: Iterable[Named],
    start: Callable[[], Executor],
    room: int,
    task: Callable[[str, str], Callable[[], Result]],
    otherwise: Callable[[str, str, Problem], Result],
) -> Iterator[Result]:
    """The outcome for each report; one that kills its worker is a problem of its own, and the others are still done.

    `room` is how many may be under way at once; `start` is called again if a worker's death broke the executor. Reports
    that were under way then are tried again one by one.
    """
    waiting, suspects = deque(names), deque[Named]()
    while waiting or suspects:
        executor = start()
        under_way: dict[Future[Result], Named] = {}
        try:
            while waiting or suspects or under_way:
                while (waiting or suspects) and len(under_way) < (1 if suspects else room):
                    queue = suspects or waiting
                    under_way[executor.submit(task(*queue[0]))] = queue[0]
                    queue.popleft()
                for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                    error = future.exception()
                    if isinstance(error, BrokenExecutor):
                        raise error
                    unit, year = under_way.pop(future)
                    path = f"reports/{year}/{unit}.yaml"
                    yield otherwise(unit, year, fault_of(error, path)) if error else future.result()
        except BrokenExecutor:
            if len(under_way) == 1:  # it was the only one, so it is the one that killed the worker
                ((unit, year),) = under_way.values()
                place = Place(f"reports/{year}/{unit}.yaml")
                yield otherwise(unit, year, program_fault(place, "处理它的进程中止了，可能是内存不足"))
            else:
                suspects.extend(under_way.values())
        finally:
            for future in under_way:
                future.cancel()
            executor.shutdown()


def _descriptors() -> int:
    """How many descriptors the system lets a process have."""
    if sys.platform == "win32":
        return FEWEST
    import resource

    most = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return FEWEST if most == resource.RLIM_INFINITY else most


def _begin(ready: Callable[..., None], arguments: tuple[object, ...]) -> None:
    """Initialises a worker, which leaves keyboard interrupts to its parent and ends with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    with suppress(RuntimeError):  # where no thread can be had
        Thread(target=_end_with_parent, daemon=True).start()
    ready(*arguments)


def _end_with_parent() -> None:
    """Waits for the parent's end; files being moved into place are all moved first."""
    parent = parent_process()
    with undisturbed():
        if parent is not None:
            connection.wait([parent.sentinel])
            os.kill(os.getpid(), signal.SIGTERM)
