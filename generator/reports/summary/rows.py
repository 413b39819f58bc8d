"""A year at a glance: the results of every unit's evaluations, in the order that is asked for."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import partial
from itertools import chain
from typing import Any

from generator.data.formats import read
from generator.data.kinds import WHOLE_UNIT
from generator.faults import PROGRAM, SYSTEM, guarded
from generator.frozen import Frozen
from generator.problems import Problem, Severity, has_errors
from generator.quantity import Comparison, Quantity, Word, round_half_up
from generator.reports import strays
from generator.reports.load import Loaded, load
from generator.reports.workspace import Workspace

NAME = "summary"
MANY = 24  # reports, from which on more processes save more time than they cost
DIFFERENT = Comparison.DIFFERENT.value
FAILED = "数据有错误，没有列数"
_CENT = Fraction(1, 100)
_BASIS_POINT = Fraction(1, 10_000)


class Row(Frozen):
    """One evaluation, or a unit whose data have none; amounts in 元, the rate as a ratio.

    `counted` says whether its amounts enter the total: a unit's project is part of its whole where that is evaluated
    too. A unit that `failed` has errors in its data and shows no figures. `accepted` counts the problems that someone
    has accepted and the published figures that differ for a cause that is written down. `fault` is what the program or
    the machine failed at, never a problem of the data.
    """

    code: str
    unit: str
    evaluation: str = ""
    kind: str = ""
    counted: bool = False
    failed: bool = False
    budget: Fraction | None = None
    actual: Fraction | None = None
    score: Fraction | None = None
    grade: str = ""
    errors: int = 0
    warnings: int = 0
    accepted: int = 0
    fault: Problem | None = None

    @property
    def rate(self) -> Fraction | None:
        """The execution rate as a ratio, rounded as it is printed; None without a budget."""
        return execution_rate(self.budget, self.actual)

    @property
    def problems(self) -> int:
        """The errors and warnings of the unit's data."""
        return self.errors + self.warnings


class RateRange(Frozen):
    """A named range of scores, or of rates in percent, from `lowest` to below `highest`."""

    name: str
    lowest: int
    highest: int | None = None

    def holds(self, value: Fraction | None) -> bool:
        """Whether a value is in the range."""
        return value is not None and value >= self.lowest and (self.highest is None or value < self.highest)


RANGES = (
    RateRange("90及以上", 90),
    RateRange("80至90", 80, 90),
    RateRange("60至80", 60, 80),
    RateRange("不到60", -(10**12), 60),
)

_Key = Callable[[Row], Any]
ORDERS: dict[str, tuple[str, _Key]] = {
    "unit": ("单位代号", lambda row: None),
    "rate": ("预算执行率从高到低", lambda row: row.rate),
    "score": ("自评得分从高到低", lambda row: row.score),
    "budget": ("全年预算数从大到小", lambda row: row.budget),
    "actual": ("全年执行数从大到小", lambda row: row.actual),
    "problems": ("问题从多到少", lambda row: Fraction(row.problems)),
}
"""The ways to sort, with their Chinese names; rows without a figure come last, equal ones in order of unit."""


def execution_rate(budget: Fraction | None, actual: Fraction | None) -> Fraction | None:
    """Spending over budget, rounded half up to 0.01 % as it is printed; None without a budget."""
    return round_half_up(actual / budget, _BASIS_POINT) if budget and actual is not None else None


def rows(workspace: Workspace, year: str, *, processes: int | None = None) -> list[Row]:
    """The rows of every report of a year, by unit; many reports are computed by several processes."""
    names = workspace.reports(year)
    count = (os.cpu_count() or 1) if processes is None else processes
    if count == 1 or len(names) < MANY:
        return [*chain.from_iterable(_of(workspace, *name) for name in names)]

    from generator.pool import Processes, results

    start = partial(Processes, _ready, workspace)
    outcomes = results(names, start, 4 * count, lambda unit, year: partial(_task, unit, year), _fallen)
    by_unit = {made[0].code: made for made in outcomes}
    return [*chain.from_iterable(by_unit[unit] for unit, _ in names)]


_own: Workspace


def _ready(workspace: Workspace) -> None:
    global _own
    _own = workspace


def _task(unit: str, year: str) -> list[Row]:
    return _of(_own, unit, year)


def _of(workspace: Workspace, unit: str, year: str) -> list[Row]:
    """The rows of one report."""
    name = workspace.name(workspace.report(unit, year))
    return guarded(lambda: _rows(load(workspace, unit, year)), name, partial(_fallen, unit, year))


def _fallen(unit: str, _year: str, fault: Problem) -> list[Row]:
    """The row of a report on which the program or the machine failed."""
    return [Row(unit, "", failed=True, errors=1, fault=fault)]


def _rows(loaded: Loaded) -> list[Row]:
    """The rows of one report; one row without figures if its data have errors."""
    code = loaded.path.stem
    counts = {severity: sum(item.severity is severity for item in loaded.problems) for severity in Severity}
    errors, warnings = counts[Severity.ERROR], counts[Severity.WARNING]
    if loaded.report is None or loaded.derived is None or has_errors(loaded.problems):
        name = loaded.root.at("unit").value if loaded.root and isinstance(loaded.root.value, dict) else None
        fault = next((item for item in loaded.problems if item.code in (PROGRAM, SYSTEM)), None)
        unit = name if isinstance(name, str) else ""
        return [Row(code, unit, failed=True, errors=errors, warnings=warnings, fault=fault)]
    tree, report = loaded.derived.tree, loaded.report
    explained = [item for item in tree["reconciliation"]["rows"] if item["kind"] == DIFFERENT and item["cause"]]
    common: dict[str, Any] = {"warnings": warnings, "accepted": len(report.accepted) + len(explained)}
    whole = any(item["type"] == WHOLE_UNIT for item in tree["evaluations"])
    made = [
        Row(
            code,
            report.unit,
            evaluation["name"],
            evaluation["type"],
            counted=evaluation["type"] == WHOLE_UNIT or not whole,
            budget=_value(evaluation["funds"]["annual_budget"]),
            actual=_value(evaluation["funds"]["actual"]),
            score=_rounded(_value(evaluation["score"]["total"])),
            grade=_word(evaluation["score"]["grade"]),
            **common,
        )
        for evaluation in tree["evaluations"]
    ]
    return made or [Row(code, report.unit, report.rollup.name if report.rollup else "", **common)]


def repeated_units(workspace: Workspace, year: str, found: Sequence[Row]) -> list[Problem]:
    """REPORT-TWICE: the reports of a year that name the same unit."""
    codes: dict[str, set[str]] = {}
    for row in found:
        codes.setdefault(row.unit, set()).add(row.code)
    several = sorted(code for group in codes.values() if len(group) > 1 for code in group)
    paths = (workspace.report(code, year) for code in several)
    roots = (read(path, workspace.name(path), "report")[0] for path in paths)
    return strays.repeated(root.at("unit") for root in roots if root is not None)


def _value(figure: Quantity | None) -> Fraction | None:
    return figure.value if figure else None


def _rounded(value: Fraction | None) -> Fraction | None:
    return None if value is None else round_half_up(value, _CENT)


def _word(grade: Word | None) -> str:
    return grade.text if grade else ""


def ranked(found: Sequence[Row], order: str) -> list[Row]:
    """The rows in one of the `ORDERS`."""
    key = ORDERS[order][1]

    def rank(row: Row) -> tuple[bool, Fraction]:
        value = None if row.failed and order != "problems" else key(row)
        return value is None, -(value or Fraction(0))

    return sorted(found, key=rank)


def range_counts(found: Sequence[Row]) -> list[tuple[str, int, int]]:
    """For each of the `RANGES` the numbers of rows with a score and with a rate in it; last, of rows without."""
    listed = []
    for band in RANGES:
        scores = sum(band.holds(row.score) for row in found)
        rates = sum(band.holds(None if row.rate is None else row.rate * 100) for row in found)
        listed.append((band.name, scores, rates))
    without = (len(found) - sum(scores for _, scores, _ in listed), len(found) - sum(rates for _, _, rates in listed))
    return [*listed, ("没有数", *without)]


def grand_totals(found: Sequence[Row]) -> tuple[Fraction, Fraction]:
    """The total budget and spending, in 元, of the rows that are `counted`."""
    counted = [row for row in found if row.counted]
    return (
        sum((row.budget or Fraction(0) for row in counted), Fraction(0)),
        sum((row.actual or Fraction(0) for row in counted), Fraction(0)),
    )
