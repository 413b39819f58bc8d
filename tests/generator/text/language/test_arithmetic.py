"""Numbers are exact, and within bounds."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.namespace import Typed
from generator.quantity import round_half_up
from generator.text.language.arithmetic import calculated, decimal, negative, number, rounded, whole
from tests.support.language import by_jinja, free, tag


@pytest.mark.parametrize(
    "expression",
    [
        *("7 % 3", "-7 % 3", "7 % -3", "7 // 2", "-7 // 2", "7.5 // 2", "-7.5 // 2", "-7.5 % 2", "7.5 % -2"),
        *("7 / 2", "4 / 2", "2 ** 10", "2 ** -1", "2 ** 0.5", "0 ** 0", "9 ** 9 ** 2", "1 / 3", "10 / 3", "2 / 3"),
        *("n * 2 + 1", "-n", "+n", "-f", "1.5 + 1.5", "2.5 * 2", "100000000 * 1.5", "1 - 1.0", "0.5", "2.0", "1e3"),
        *("1.10", "yes + 1", "3 - 5", "1 - 0.25 - 0.75", "0.1 * 3 > 0.2", "1_000", "0x1f", "nums|sum / nums|length"),
    ],
)
def test_plain_numbers_are_reckoned_as_in_jinja(expression: str) -> None:
    assert free(tag(expression)) == by_jinja(tag(expression))


@pytest.mark.parametrize(
    ("expression", "printed"),
    [
        ("0.1 + 0.2", "0.3"),
        ("1.1 * 3", "3.3"),
        ("2.675|round(2)", "2.68"),
        ("1.005 * 1000", "1005.0"),
        ("x", "1.10"),
        ("x + 0", "1.1"),
        ("y", "12345678901234567890.12"),
    ],
)
def test_the_noise_of_floats_is_none_of_ours(expression: str, printed: str) -> None:
    data = {"x": Typed("1.10"), "y": Decimal("12345678901234567890.12")}
    assert free(tag(expression), data) == printed


@pytest.mark.parametrize(
    ("expression", "fault"),
    [
        ("1 / 0", "不能除以零"),
        ("7 % 0", "不能除以零"),
        ("7.5 // 0", "不能除以零"),
        ("0 ** -1", "不能除以零"),
        ("9 ** 9 ** 9 ** 9", "算出来的数太大"),
        ("10 ** 5000", "算出来的数太大"),
        ("10.5 ** 5000", "算出来的数太大"),
        ("(-8) ** 0.5", "算不出一个数"),
        ("s - 1", "「-」要一个数"),
        ("'a' + 1", "「+」要一个数；连接文字用 ~"),
        ("nothing + 1", "「+」要一个数；连接文字用 ~"),
        ("-s", "「-」要一个数"),
        ("+s", "「+」要一个数；连接文字用 ~"),
        ("lost + 1", "没有名为「lost」的数据"),
        (
            "{% set ns = namespace(x=3) %}{% for i in range(99) %}{% set ns.x = ns.x * ns.x %}{% endfor %}",
            "算出来的数太大",
        ),
    ],
)
def test_what_cannot_be_reckoned_is_told(expression: str, fault: str) -> None:
    assert free(tag(expression)) == fault


@settings(derandomize=True, database=None, deadline=None, max_examples=200)
@given(st.sampled_from("+-*/"), st.integers(-999, 999), st.integers(1, 64))
def test_whole_numbers_give_what_python_gives(sign: str, one: int, other: int) -> None:
    assert free(f"{{{{ a {sign} b }}}}", {"a": one, "b": other}) == by_jinja(
        f"{{{{ a {sign} b }}}}", {"a": one, "b": other}
    )


@settings(derandomize=True, database=None, deadline=None, max_examples=200)
@given(st.integers(-10_000, 10_000), st.integers(-2, 4), st.sampled_from(["common", "ceil", "floor"]))
def test_eighths_are_rounded_as_python_does_but_a_half_goes_up(eighths: int, places: int, method: str) -> None:
    if method != "common" and places not in (0, 3):  # Jinja multiplies floats there
        return
    value = eighths / 8
    source = f"{{{{ x|round({places}, '{method}') }}}}"
    if method == "common":
        assert Fraction(free(source, {"x": value})) == round_half_up(Fraction(eighths, 8), Fraction(10) ** -places)
    else:
        assert free(source, {"x": value}) == by_jinja(source, {"x": value})


@pytest.mark.parametrize(
    ("expression", "printed"),
    [("2.5|round", "3.0"), ("-2.5|round", "-3.0"), ("2.45|round(1)", "2.5"), ("'%.1f'|format(0.25)", "0.3")],
)
def test_a_half_goes_up(expression: str, printed: str) -> None:
    """As official figures have it (四舍五入), where Python takes the even digit or the float below the decimal."""
    assert free(tag(expression)) == printed


def test_a_float_is_the_decimal_that_it_is_printed_as() -> None:
    assert number(0.1) == Decimal("0.1") == calculated("+", 0.1, 0)
    assert (negative(0.5), negative(Decimal("0.0")).is_signed()) == (Decimal("-0.5"), True)  # type: ignore[union-attr]
    for wrong in (float("nan"), float("inf"), "1e400", "x"):
        with pytest.raises(ValueError, match="不是一个数"):
            decimal(wrong)


def test_a_number_of_things_is_whole_and_within_bounds() -> None:
    assert whole(3, "x") == 3
    for wrong in (2**40, -(2**40)):
        with pytest.raises(ValueError, match="太大或者太小"):
            whole(wrong, "x")
    assert rounded(-1234, -2) == -1200
