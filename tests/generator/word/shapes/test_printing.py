"""What tags print that shape a cell or give runs."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from generator.quantity import Quantity
from generator.text.faults import Missing, MissingError
from generator.text.printer import Printer
from generator.word.shapes.printing import COLOUR, RICH, SPAN, shaping_filters


@pytest.mark.parametrize("value", [2, "2", 2.0, Decimal(2), Fraction(2)])
def test_a_span_is_a_whole_number(printer: Printer, value: object) -> None:
    assert shaping_filters(printer.text)[SPAN](value) == 2


@pytest.mark.parametrize(
    "value",
    [0, -1, 64, 100000, 2.5, float("nan"), float("inf"), Decimal("NaN"), True, None, "", "x", "²", "-2", [], {}],
)
def test_what_is_no_span_is_told(printer: Printer, value: object) -> None:
    with pytest.raises(TypeError, match="跨的列数要是 1 到 63 的整数"):
        shaping_filters(printer.text)[SPAN](value)


@pytest.mark.parametrize(("value", "fill"), [("ff0000", "FF0000"), ("red", "FF0000"), ("auto", "auto")])
def test_a_colour_is_printed_as_word_reads_it(printer: Printer, value: str, fill: str) -> None:
    assert shaping_filters(printer.text)[COLOUR](value) == fill


@pytest.mark.parametrize("value", ["", "红", "FF00000", 'FF"/><w:vMerge/>', None, 3, ["red"]])
def test_what_is_no_colour_is_told(printer: Printer, value: object) -> None:
    with pytest.raises(TypeError, match="不是颜色：写六位十六进制数"):
        shaping_filters(printer.text)[COLOUR](value)


@pytest.mark.parametrize("name", [SPAN, COLOUR, RICH])
def test_what_is_not_there_is_missing(printer: Printer, name: str) -> None:
    with pytest.raises(MissingError):
        shaping_filters(printer.text)[name](Missing("甲"))


def test_only_texts_have_formats(printer: Printer) -> None:
    runs = shaping_filters(printer.text)[RICH]
    assert [run["bold"] for run in runs("甲**乙**")] == [False, True]
    assert runs(12) == [{"text": "12", "bold": False, "color": "", "size": 0}]
    with pytest.raises(TypeError):
        runs([1])


def test_a_figure_is_printed_and_counts(printer: Printer) -> None:
    figure = Quantity(Fraction(3), "项", written="3项")
    filters = shaping_filters(printer.text)
    assert filters[RICH](figure)[0]["text"] == "3项"
