"""Cells and their formulas: each computed figure refers to the cells of what it was computed from."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from generator.excel.sheet import Formulas, Put, Sheet, address, decimal, number
from generator.problems import Place
from generator.quantity import Quantity, total


def q(text: str, line: int, path: str = "a.yaml") -> Quantity:
    """A figure that was typed in a line of a file."""
    quantity = Quantity.parse(text, origin=Place(path, line))
    assert quantity is not None
    return quantity


A, B, C = q("1万元", 1), q("2万元", 2), q("4万元", 3)


def sheet(*values: Quantity, name: str = "表") -> Sheet:
    """A worksheet with its values below each other in column A."""
    made = Sheet(name, (10,))
    for row, value in enumerate(values):
        made.put(row, 0, value)
    return made


def formula(made: Sheet, row: int, *others: Sheet) -> str | None:
    return Formulas([*others, made]).of(made, made.cells[row])


@pytest.mark.parametrize(
    ("result", "text"),
    [
        (A + C, "=A1+A3"),
        (total([A, B, C], ""), "=SUM(A1:A3)"),
        (total([A, C, B], ""), "=SUM(A1,A3,A2)"),
        (B - A, "=A2-A1"),
        (A / B, "=A1/A2"),
        (C.at_most(A), "=MIN(A3,A1)"),
        ((A - B).at_least_zero(), "=MAX((A1-A2),0)"),
        ((A + B) / C, "=(SUM(A1:A2))/A3"),
        (A / q("8万元", 9), "=A1/8"),
        (A, "=A1"),
    ],
)
def test_a_formula_is_the_computation_with_cells_for_its_operands(result: Quantity, text: str) -> None:
    assert formula(sheet(A, B, C, result), 3) == text


def test_a_figure_that_was_typed_there_or_has_no_operand_in_a_cell_has_no_formula() -> None:
    assert formula(sheet(A), 0) is None
    assert formula(sheet(q("1元", 7) + q("2元", 8)), 0) is None
    assert Formulas([]).of(Sheet("表", ()), Put(0, 0, "甲")) is None


def test_an_operand_on_another_sheet_is_named_with_it_and_one_on_this_sheet_comes_first() -> None:
    other = sheet(A, B, name="别表")
    assert formula(sheet(A + B), 0, other) == "=SUM('别表'!A1:A2)"
    assert formula(sheet(A, A + B), 1, other) == "=A1+'别表'!A2"


def test_a_figure_of_the_profile_is_repeated_on_each_sheet() -> None:
    weight = q("10分", 1, "templates/x/profile.yaml")
    assert formula(sheet(weight), 0, sheet(weight, name="别表")) is None


def test_a_sum_goes_through_to_terms_that_have_cells() -> None:
    assert formula(sheet(A, B, C, (A + B) + C), 3) == "=SUM(A1:A3)"


def test_a_formula_that_is_too_long_for_excel_is_left_out() -> None:
    far = Sheet("别" * 31, (10,))
    figures = [q("1元", line) for line in range(1, 241)]
    for row, figure in enumerate(figures):
        far.put(2 * row, 0, figure)
    income, spending = total(figures[:120], ""), total(figures[120:], "")
    assert 4_000 < len(formula(sheet(income), 0, far) or "") < 8_000
    assert formula(sheet(income - spending), 0, far) is None


@pytest.mark.parametrize(
    ("value", "exact"),
    [
        (Fraction(1, 8), Decimal("0.125")),
        (Fraction(-3, 20), Decimal("-0.15")),
        (Fraction(300), Decimal(300)),
        (Fraction(1, 3), None),
        (Fraction(1, 30), None),
        (Fraction(1, 25), Decimal("0.04")),
    ],
)
def test_a_fraction_is_a_decimal_only_where_it_ends(value: Fraction, exact: Decimal | None) -> None:
    assert decimal(value) == exact


def test_money_is_held_in_wan_and_a_rate_as_a_ratio() -> None:
    assert number(q("21754元", 1)) == Fraction(21754, 10000)
    assert number(A / B) == Fraction(1, 2)
    assert number(A / q("0元", 1)) is None


@pytest.mark.parametrize(("column", "name"), [(0, "A1"), (25, "Z1"), (26, "AA1"), (701, "ZZ1"), (702, "AAA1")])
def test_cells_are_named_as_in_excel(column: int, name: str) -> None:
    assert address(0, column) == name


def test_a_head_spans_the_sheet() -> None:
    made = Sheet("表", (1, 1, 1))
    made.head("标题", "单位名称：甲")
    assert [(one.row, one.column, one.value, one.width) for one in made.cells] == [
        (0, 0, "标题", 3),
        (1, 0, "单位名称：甲", 1),
        (1, 1, "单位：万元", 2),
    ]
