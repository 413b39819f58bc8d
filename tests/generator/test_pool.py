"""Pool: each report has an outcome, whatever becomes of the worker that it was given to."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future
from typing import Any

import pytest

from generator import pool
from generator.faults import PROGRAM
from generator.pool import Processes, results
from generator.problems import Problem


class Scripted(Executor):
    """Runs work at once; what raises a broken executor breaks this one, which then takes no more."""

    broken = False

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        if self.broken:
            raise BrokenExecutor
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            self.broken = isinstance(error, BrokenExecutor)
            future.set_exception(error)
        return future


def outcomes(deadly: str = "", wrong: str = "", room: int = 3) -> tuple[dict[str, str], int]:
    """The outcome of each of four reports by its unit, and how many executors were started."""
    started: list[Scripted] = []

    def start() -> Executor:
        started.append(Scripted())
        return started[-1]

    def task(unit: str, year: str) -> Callable[[], tuple[str, str]]:
        def work() -> tuple[str, str]:
            if unit == deadly:
                raise BrokenExecutor
            if unit == wrong:
                raise ValueError
            return unit, year

        return work

    def otherwise(unit: str, _year: str, problem: Problem) -> tuple[str, str]:
        return unit, f"{problem.code} {problem.place.path}"

    found = [*results([(unit, "2023") for unit in "abcd"], start, room, task, otherwise)]
    assert sorted(unit for unit, _ in found) == [*"abcd"]
    return dict(found), len(started)


def test_each_report_has_its_outcome() -> None:
    assert outcomes() == (dict.fromkeys("abcd", "2023"), 1)


def test_a_report_that_raises_is_a_problem_of_its_own() -> None:
    assert outcomes(wrong="b") == (dict.fromkeys("acd", "2023") | {"b": f"{PROGRAM} reports/2023/b.yaml"}, 1)


@pytest.mark.parametrize("room", [1, 3])
def test_a_report_that_kills_its_worker_is_found_and_the_others_are_done(room: int) -> None:
    found, started = outcomes(deadly="b", room=room)
    assert found == dict.fromkeys("acd", "2023") | {"b": f"{PROGRAM} reports/2023/b.yaml"}
    assert started > 1


def test_where_no_process_can_be_had_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_descriptors", lambda: pool.FEWEST - 1)
    readied: list[str] = []
    with Processes(readied.append, "ready") as executor:
        assert readied == ["ready"]
        assert executor.submit(int, "3").result() == 3
        assert isinstance(executor.submit(int, "x").exception(), ValueError)
