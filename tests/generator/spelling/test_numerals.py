"""Chinese numerals and the figures they can mean."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.spelling.numerals import plain, readings, value


@pytest.mark.parametrize(
    ("typed", "figures"),
    [
        ("两万一千七百五十四", "21754"),
        ("贰万壹仟柒佰伍拾肆", "21754"),
        ("2万1754", "21754"),
        ("2万1千7百54", "21754"),
        ("2万0175", "20175"),
        ("三万", "3万"),
        ("三万一千", "31000"),
        ("三万零一", "30001"),
        ("一万五百", "10500"),
        ("两千五十", "2050"),
        ("一百零五", "105"),
        ("一百一十五", "115"),
        ("二十万零五十", "200050"),
        ("十万零一千", "101000"),
        ("一亿二千万", "120000000"),
        ("一亿零五万", "100050000"),
        ("三万亿", "30000亿"),
        ("十", "10"),
        ("十五", "15"),
        ("廿万", "20万"),
        ("卅五", "35"),
        ("零", "0"),
        ("3千", "3000"),
        ("1.5千", "1500"),
        ("1.5千万", "1500万"),
        ("21.754千", "21754"),
    ],
)
def test_numerals_with_units(typed: str, figures: str) -> None:
    assert readings(typed) == (figures,)


@pytest.mark.parametrize(
    ("typed", "figures"),
    [
        ("三万一", ("31000", "30001")),
        ("2万5", ("25000", "20005")),
        ("两千五", ("2500", "2005")),
        ("一百二", ("120", "102")),
        ("三万五千八", ("35800", "35008")),
        ("3亿5", ("350000000", "300000005")),
        ("百分之一百二", ("120%", "102%")),
    ],
)
def test_a_last_digit_without_its_unit_is_ambiguous(typed: str, figures: tuple[str, ...]) -> None:
    assert readings(typed) == figures


@pytest.mark.parametrize(
    ("typed", "figure"),
    [
        ("二一七五四", "21754"),
        ("一〇五", "105"),
        ("二〇", "20"),
        ("二〇二二", "2022"),
        ("二点一八万", "2.18万"),
        ("零点四六万", "0.46万"),
        ("两万一千七百五十四点五", "21754.5"),
        ("3点99万", "3.99万"),
        ("二点一八〇万", "2.180万"),
        ("百分之九十五", "95%"),
        ("百分之九十五点二", "95.2%"),
        ("百分之百", "100%"),
        ("百分之5.20", "5.20%"),
        ("2.180万", "2.180万"),
        ("21754.00", "21754.00"),
        ("千分之三", "0.3%"),
        ("万分之五", "0.05%"),
        ("九成五", "95%"),
        ("8成", "80%"),
        ("十成", "100%"),
    ],
)
def test_digits_points_and_rates(typed: str, figure: str) -> None:
    assert readings(typed) == (figure,)


@pytest.mark.parametrize(
    "typed",
    [
        "", "万", "千", "百", "十百", "五百千", "30百", "两千零五百", "二万零五千", "一百零十", "三五", "五六百", "十七八",
        "1.2万3千", "二点一八点一", "点五", "二点", "²点五", "二点²", "三万万", "十一成", "十成五", "百分之", "百分之百分之五",
        "百分之九成", "元", "一" * 50, "零零", "零五", "5百百",
    ],
)  # fmt: skip
def test_what_is_no_number(typed: str) -> None:
    assert readings(typed) == ()


def test_the_value_of_a_figure() -> None:
    assert (value("2.18万"), value("95.2%"), value("21754")) == (
        Fraction(21800),
        Fraction(952, 1000),
        Fraction(21754),
    )
    assert (plain("2.18万"), plain("2.123456万"), plain("3亿"), plain("7")) == ("21800", "21234.56", "300000000", "7")


@given(st.text("零〇一二两三十百千万亿点成廿5217.百分之", max_size=12))
def test_every_reading_has_a_value(typed: str) -> None:
    assert all(value(figure) >= 0 for figure in readings(typed))
