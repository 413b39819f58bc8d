"""How work grows with its input: a test asserts that twice the input takes at most 2.5 times the work, never seconds.

A machine that is slow or busy makes everything dear, in both sizes alike. What counts is processor time, the least of
several rounds, above what the smallest input takes, so that starting a process or warming up weighs nothing.

    assert_linear(lambda text: parse(text), lambda n: b"- x\n" * n, 20_000)     # a function and how its input is made
    assert_linear_cost(lambda n: run(folder, case(n)).seconds, 20_000)         # processor seconds of a child process
"""

from __future__ import annotations

import gc
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn, TypeVar

Input = TypeVar("Input")

MOST = 2.5
UNNOTICED = 0.1
LIMIT = 60
"""Processor seconds after which a call is stopped: many times what any takes that is not at fault."""
LEAST_ROUNDS, ROUNDS = 2, 15


def assert_linear(
    work: Callable[[Input], object], make: Callable[[int], Input], size: int, *, most: float = MOST
) -> None:
    """Asserts that `work` on `make(2 * size)` takes at most `most` times what it takes on `make(size)`.

    Choose `size` as half of what the program lets in: work that even there is too little to measure passes. `make` is
    not measured, and is called once for each of the sizes 1, `size` and twice `size`; `work` must leave its input as
    it was.
    """
    inputs = {one: make(one) for one in (1, size, 2 * size)}
    assert_linear_cost(lambda one: processor_seconds(lambda: work(inputs[one])), size, most=most)


def assert_linear_cost(
    cost: Callable[[int], float],
    size: int,
    *,
    most: float = MOST,
    unnoticed: float = UNNOTICED,
    least_rounds: int = LEAST_ROUNDS,
) -> None:
    """Asserts the same of `cost`, which does the work at a size and returns the processor seconds that it took.

    So many seconds more than a fifth of a start are `unnoticed`: the cache and the clock rather than the work.
    A process that is started for each measurement needs no warming up and fewer rounds.
    """
    sizes = (1, size, 2 * size)
    least = dict.fromkeys(sizes, float("inf"))
    gc.freeze()  # what other tests have left is not looked through again and again
    try:
        if least_rounds > 1:
            cost(1)  # what is made once, like a compiled pattern, is not part of the work
        for number in range(1, ROUNDS + 1):
            for one in sizes:
                least[one] = min(least[one], cost(one))
            base, once, twice = (least[one] for one in sizes)
            if number >= least_rounds and twice - base <= max(most * (once - base), unnoticed + base / 5):
                return
    finally:
        gc.unfreeze()
    raise AssertionError(
        f"twice the input takes {(twice - base) / max(once - base, 1e-9):.1f} times the work, at most {most} is linear: "
        f"{base:.3f} s for 1, {once:.3f} s for {size}, {twice:.3f} s for {2 * size}"
    )


def processor_seconds(work: Callable[[], object]) -> float:
    """What a call takes in this process; one that passes the limit is stopped and fails the test.

    The garbage collector waits: how often it looks through all that has been made so far is not the work's.
    """
    gc.collect()
    gc.disable()
    try:
        with stopped_at(LIMIT):
            begun = time.process_time()
            work()
            return time.process_time() - begun
    finally:
        gc.enable()


@contextmanager
def stopped_at(seconds: float) -> Iterator[None]:
    """Raises AssertionError in what still runs after so many processor seconds of this process (where signals exist)."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(number: int, frame: FrameType | None) -> NoReturn:
        raise AssertionError(f"stopped after {seconds:g} processor seconds")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
