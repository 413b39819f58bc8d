"""Unshown figures: what was typed and is neither printed nor used for a printed figure."""

from __future__ import annotations

from fractions import Fraction

from generator.namespace import Tree
from generator.problems import Place, Severity
from generator.quantity import Operation, Quantity
from generator.rules.unshown import not_shown


def typed(value: int, line: int, path: str = "a.yaml") -> Quantity:
    """A figure that stands on a line of a file."""
    written = f"{value}元"
    place = Place(path, line, 9, excerpt=f"amount: {written}", width=len(written))
    return Quantity(Fraction(value), "元", written=written, label=f"label {line}", origin=place)


def found(tree: Tree, *printed: Quantity) -> list[int | None]:
    return [problem.place.line for problem in not_shown("a.yaml", tree, printed)]


def test_a_figure_that_is_not_printed_is_a_notice_at_its_place() -> None:
    first, second = typed(3, 1), typed(4, 2)
    (problem,) = not_shown("a.yaml", {"funds": {"one": first, "two": second}}, [first])
    assert (problem.code, problem.severity, problem.place) == ("FIGURE-UNSHOWN", Severity.NOTICE, second.origin)
    assert "label 2" in problem.message and "funds.two" in problem.remedy


def test_a_figure_that_a_printed_one_was_computed_from_is_shown_however_deep() -> None:
    figure = typed(3, 1)
    result = figure
    for _ in range(5000):
        result = Quantity(Fraction(3), "元", written="", origin=Operation("+", (result,)))
    assert found({"one": figure}, result) == []
    assert found({"one": figure}) == [1]


def test_zeros_figures_of_other_files_and_those_that_only_check_may_stay_unshown() -> None:
    assert found({"zero": typed(0, 1), "other": typed(3, 2, "b.yaml")}) == []
    assert found({"level1": {"weight": typed(3, 3)}, "funds": {"stated_adjustment": typed(3, 4)}}) == [3]
    assert found({"measure": {"level1": {"weight": typed(3, 3)}}}) == []


def test_a_figure_under_two_names_is_told_once() -> None:
    figure = typed(3, 1)
    assert found({"one": figure, "two": figure}) == [1]
