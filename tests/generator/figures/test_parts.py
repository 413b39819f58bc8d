"""Targets in three columns: comparator, number and unit."""

from __future__ import annotations

import pytest

from generator.figures.parts import parts_of
from generator.quantity import Quantity, Target
from generator.text.printer import Printer


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("≥735人次", ("≥", "735", "人次")),
        ("735人次", ("", "735", "人次")),
        ("≤3.0万元", ("≤", "3.0", "万元")),
        ("=100%", ("=", "100", "%")),
        (">-5%", (">", "-5", "%")),
        ("约200人", ("约", "200", "人")),
        ("90%—95%", ("", "90—95", "%")),
        ("5000元—1万元", ("", "5000元—1万元", "")),
        ("83", ("", "83", "")),
        ("提升", ("", "提升", "")),
    ],
)
def test_a_value_is_taken_apart_as_it_is_printed(printer: Printer, typed: str, parts: tuple[str, str, str]) -> None:
    target = Target.parse(typed)
    figure = target.quantity if target and not target.upper and target.comparator != "约" else None
    for value in (typed, Quantity(figure.value, figure.unit, written=typed) if figure else typed):
        found = parts_of(value)
        assert (found["comparator"], printer.text(found["number"]), found["unit"]) == parts


def test_what_is_not_known_is_printed_so(printer: Printer) -> None:
    found = parts_of(None)
    assert (found["comparator"], printer.text(found["number"]), found["unit"]) == ("", "未披露", "")


def test_the_number_is_the_figure_itself_so_that_it_counts_as_printed(printer: Printer) -> None:
    figure = Quantity.parse("735人次", "培训人次")
    assert figure is not None
    number = parts_of(figure)["number"]
    assert isinstance(number, Quantity)
    assert number.value == 735
    assert (number.label, printer.text(number)) == ("培训人次", "735")
