"""The measure of growth tells linear work from quadratic, and stops what does not end."""

from __future__ import annotations

import pytest

from tests.support.growth import assert_linear, assert_linear_cost, processor_seconds, stopped_at


def quadratic(items: list[int]) -> int:
    return sum(max(items) for _ in items)


def test_linear_work_passes() -> None:
    assert_linear(lambda items: [item * item % 7 for item in items], lambda n: list(range(n)), 500_000)


@pytest.mark.heavy
def test_quadratic_work_fails() -> None:
    with pytest.raises(AssertionError, match=r"takes [3-9]\.\d times the work, at most 2\.5"):
        assert_linear(quadratic, lambda n: list(range(n)), 2200)


def test_a_dear_start_neither_hides_quadratic_work_nor_fails_linear() -> None:
    assert_linear_cost(lambda n: 1 + n / 100, 100)
    with pytest.raises(AssertionError):
        assert_linear_cost(lambda n: 1 + (n / 100) ** 2, 100)


def test_a_busy_machine_fails_nothing() -> None:
    turns = iter(range(1000))
    assert_linear_cost(lambda n: n / 100 * (1 + 3 * (next(turns) % 5 > 0)), 100)


def test_what_does_not_end_is_stopped() -> None:
    def endless() -> None:
        while True:
            pass

    with pytest.raises(AssertionError, match=r"stopped after 0\.2 processor seconds"), stopped_at(0.2):
        endless()
    assert processor_seconds(lambda: sum(range(1000))) < 60
