from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.problems import Place
from generator.quantity import (
    Comparison,
    Operation,
    Quantity,
    Target,
    UnitError,
    round_half_up,
    sum_of_known,
    total,
    trimmed,
)
from tests.support.quantities import q


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("3万元", 30000, "元"),
        ("21754元", 21754, "元"),
        ("0.46万元", 4600, "元"),
        ("1.2亿元", 120000000, "元"),
        ("-5元", -5, "元"),
        ("98%", Fraction(98, 100), "%"),
        ("4.5万人次", 45000, "人次"),
        ("1922所", 1922, "所"),
        ("11个县（市、区）", 11, "个县（市、区）"),
        ("12", 12, ""),
        ("87.25分", Fraction(8725, 100), "分"),
    ],
)
def test_reads_a_figure_with_its_unit(text: str, value: int | Fraction, unit: str) -> None:
    assert (q(text).value, q(text).unit) == (value, unit)


@pytest.mark.parametrize(
    "text", ["", "提升", "3 万元", "21,754元", "３万元", "1e3元", "800多万元", "5万%", "2021.1-12", "3.万元"]
)
def test_what_is_not_a_figure_is_text(text: str) -> None:
    assert Quantity.parse(text) is None


@pytest.mark.parametrize(
    ("text", "step", "slack"),
    [
        ("0.46万元", 100, 50),
        ("3万元", 100, 50),
        ("21754元", 1, Fraction(1, 2)),
        ("72.51%", Fraction(1, 10000), Fraction(1, 20000)),
        ("4.5万人次", 1000, 500),
        ("1922所", 1, 0),
    ],
)
def test_a_written_figure_carries_its_precision(text: str, step: int | Fraction, slack: int | Fraction) -> None:
    assert (q(text).step, q(text).slack) == (step, slack)


@pytest.mark.parametrize(
    ("text", "comparator", "value"),
    [("≥95%", "≥", Fraction(95, 100)), ("≤3.0万元", "≤", 30000), ("6次", "", 6), ("= 6次", "=", 6), ("> 2人", ">", 2)],
)
def test_reads_a_target(text: str, comparator: str, value: int | Fraction) -> None:
    target = Target.parse(text)
    assert target is not None
    assert (target.comparator, target.quantity.value) == (comparator, value)


def test_a_described_target_has_no_figure() -> None:
    assert Target.parse("≥明显提升") is None


def test_a_range_has_two_ends_of_one_unit() -> None:
    assert Target.parse("90%—95%") == Target("—", q("90%"), q("95%"))
    assert Target.parse(" 2万元—3万元") == Target("—", q("2万元"), q("3万元"))
    assert Target.parse("3次—3次") == Target("—", q("3次"), q("3次"))
    for text in ("95%—90%", "90%—95次", "90—95%", "1%—2%—3%", "—95%", "90%—", "1—12月", "完成—提升", "≥90%—95%"):
        assert Target.parse(text) is None


def test_a_target_may_be_met_nearby() -> None:
    assert Target.parse("约200人") == Target("约", q("200人"))
    assert Target.parse("约多") is None


@pytest.mark.parametrize("text", ["5000名左右", "200人上下", "6次以上", "30天以内", "24小时之内", "5个以下"])
def test_what_is_not_exact_is_no_figure(text: str) -> None:
    assert Quantity.parse(text) is None


def test_money_per_head_is_a_unit_of_its_own() -> None:
    assert q("500元/人").unit == "元/人"
    assert q("1.2万元/人·天").value == 12000
    assert Quantity.parse("500元/") is None
    assert Quantity.parse("500元/人/元") is None
    with pytest.raises(UnitError):
        q("500元/人") + q("500元")


def test_the_execution_rate_comes_from_exact_amounts() -> None:
    rate = q("21754元") / q("3万元")
    assert rate.value == Fraction(21754, 30000)
    assert rate.number("%", 2) == "72.51"
    assert (q("10分") * rate).number("", 2) == "7.25"


def test_arithmetic_records_what_it_did() -> None:
    budget, actual = q("3万元").named("预算"), q("21754元").named("支出")
    balance = budget - actual
    assert balance.origin == Operation("−", (budget, actual))
    assert balance.named("结余").label == "结余"


@pytest.mark.parametrize(("left", "right"), [("3元", "3人"), ("3", "3%"), ("5分", "5元")])
def test_units_are_checked(left: str, right: str) -> None:
    for operation in (Quantity.__add__, Quantity.__sub__, Quantity.__truediv__, Quantity.compare, Quantity.at_most):
        with pytest.raises(UnitError):
            operation(q(left), q(right))
    with pytest.raises(UnitError):
        q(left) * q("3分")


@pytest.mark.parametrize(
    ("one", "other", "product"),
    [
        ("2390人", "1000元", "2390000元"),
        ("300元/人", "20人", "6000元"),
        ("1.5万元", "3台", "45000元"),
        ("40人", "5%", "2人"),
    ],
)
def test_a_count_times_money_is_money(one: str, other: str, product: str) -> None:
    wanted = q(product)
    found = [q(one) * q(other)] + ([] if other.endswith("%") else [q(other) * q(one)])
    assert [(figure.value, figure.unit) for figure in found] == [(wanted.value, wanted.unit)] * len(found)


@pytest.mark.parametrize(
    ("one", "other"),
    [("3元", "3元"), ("3人", "3台"), ("300元/人", "20台"), ("3", "3元"), ("3分", "3元"), ("3元/人", "3元/人")],
)
def test_no_other_product_has_a_unit(one: str, other: str) -> None:
    with pytest.raises(UnitError):
        q(one) * q(other)


def test_a_rate_on_a_zero_base_is_undefined_and_stays_so() -> None:
    rate = q("5元") / q("0元")
    assert rate.value is None
    assert (q("10分") * rate).value is None
    assert (q("10分") * rate + q("80分")).value is None
    assert (rate / q("5%")).value is None
    assert rate.compare(q("0%")) is Comparison.DIFFERENT
    assert rate.compare(rate) is Comparison.EQUAL
    with pytest.raises(ValueError, match="undefined"):
        rate.number("%", 2)


@pytest.mark.parametrize(
    ("left", "right", "outcome"),
    [
        ("3万元", "30000元", Comparison.EQUAL),
        ("2.18万元", "21754元", Comparison.ROUNDING),
        ("2.42万元", "21754元", Comparison.DIFFERENT),
        ("87.25分", "87.251分", Comparison.ROUNDING),
        ("4.5万人次", "45300人次", Comparison.ROUNDING),
        ("1922所", "1923所", Comparison.DIFFERENT),
        ("5分", "4.90分", Comparison.ROUNDING),
        ("0.23万元", "0.22万元", Comparison.DIFFERENT),
        ("0.22万元", "2200元", Comparison.EQUAL),
        ("0.23万元", "2250元", Comparison.ROUNDING),
        ("0.22万元", "2250元", Comparison.DIFFERENT),
        ("0.22万元", "2249元", Comparison.ROUNDING),
        ("2250元", "2250.5元", Comparison.DIFFERENT),
        ("2251元", "2250.5元", Comparison.ROUNDING),
        ("-0.23万元", "-2250元", Comparison.ROUNDING),
        ("-0.22万元", "-2250元", Comparison.DIFFERENT),
        ("0.00万元", "-50元", Comparison.DIFFERENT),
        ("0.00万元", "50元", Comparison.DIFFERENT),
        ("99%", "100%", Comparison.DIFFERENT),
        ("99.6%", "100%", Comparison.ROUNDING),
        ("99.5%", "100%", Comparison.ROUNDING),
        ("99.4%", "99%", Comparison.ROUNDING),
        ("4.5万人次", "45500人次", Comparison.DIFFERENT),
        ("4.6万人次", "45500人次", Comparison.ROUNDING),
    ],
)
def test_compares_in_three_outcomes(left: str, right: str, outcome: Comparison) -> None:
    assert q(left).compare(q(right)) is outcome
    assert q(right).compare(q(left)) is outcome


def test_a_computed_rate_is_compared_as_it_is_printed() -> None:
    rate = q("21754元") / q("30000元")
    assert rate.compare(q("72.51%")) is Comparison.EQUAL
    assert rate.compare(q("72.67%")) is Comparison.DIFFERENT


def test_rounded_parts_may_miss_a_rounded_total_by_their_half_steps() -> None:
    parts = q("0.96万元") + q("0.04万元")
    assert parts.compare(q("1.01万元")) is Comparison.ROUNDING
    assert parts.compare(q("1.02万元")) is Comparison.DIFFERENT


def test_what_was_held_to_a_bound_says_so_and_is_written_no_more() -> None:
    weight, negative = q("10分"), q("-2.5分")
    over = q("12分")
    assert over.at_most(weight) == Quantity(
        Fraction(10), "分", Fraction(1), Fraction(1, 2), "", Operation("封顶", (over, weight)), ""
    )
    assert negative.at_least_zero() == Quantity(
        Fraction(0), "分", Fraction(1, 10), Fraction(0), "", Operation("不低于零", (negative,)), ""
    )
    zero = q("0分")
    assert zero.at_least_zero() is zero
    assert weight.at_most(weight) is weight
    undefined = q("1元") / q("0元")
    assert undefined.at_least_zero() is undefined is undefined.at_most(q("5%"))
    assert undefined.rounded(2) is undefined


def test_an_undefined_figure_says_what_it_was_computed_from() -> None:
    actual, budget, weight = q("5元"), q("0元"), q("10分")
    rate = actual / budget
    assert rate == Quantity(None, "%", origin=Operation("÷", (actual, budget)))
    assert weight * rate == Quantity(None, "分", origin=Operation("×", (weight, rate)))


def test_a_computed_figure_says_what_it_was_computed_from() -> None:
    weight, rate, actual = q("10分"), q("50%"), q("5元")
    assert (weight * rate).origin == Operation("×", (weight, rate))
    assert (weight + weight).origin == Operation("+", (weight, weight))
    assert (actual / actual).origin == Operation("÷", (actual, actual))


@pytest.mark.parametrize(
    ("figure", "slack"),
    [
        (q("3万元") + q("21754元"), Fraction(101, 2)),
        (q("3万元") - q("21754元"), Fraction(101, 2)),
        (q("10分") * q("50%"), Fraction(10) * Fraction(1, 200) + Fraction(1, 2) * Fraction(1, 2) + Fraction(1, 400)),
        (q("-10分") * q("-50%"), Fraction(10) * Fraction(1, 200) + Fraction(1, 2) * Fraction(1, 2) + Fraction(1, 400)),
        (q("30元") / q("60元"), (Fraction(1, 2) + Fraction(1, 2) * Fraction(1, 2)) / (60 - Fraction(1, 2))),
        (q("-30元") / q("-60元"), (Fraction(1, 2) + Fraction(1, 2) * Fraction(1, 2)) / (60 - Fraction(1, 2))),
        (q("0.04万元") / q("0.01万元"), (50 + 4 * Fraction(50)) / 50),
        (q("30元") / q("0.5元"), (Fraction(1, 2) + 60 * Fraction(1, 20)) / (Fraction(1, 2) - Fraction(1, 20))),
        (q("4元") / Quantity(Fraction(1, 2), "元", slack=Fraction(1, 2)), 8),
    ],
)
def test_the_tolerance_of_a_result_is_how_far_its_operands_can_move_it(figure: Quantity, slack: Fraction) -> None:
    assert figure.slack == slack


def test_a_result_is_as_fine_as_the_finest_of_what_was_added_and_a_rate_as_no_one_wrote_it() -> None:
    assert (q("3万元") + q("21754元")).step == (q("21754元") + q("3万元")).step == 1
    rate = q("30元") / q("60元")
    assert (rate.step, (q("10分") * rate).step, (rate + q("5.5%")).step) == (None, None, Fraction(1, 1000))


@pytest.mark.parametrize(("digits", "read"), [(59, True), (60, False)])
def test_a_figure_has_at_most_sixty_characters(digits: int, read: bool) -> None:
    assert (Quantity.parse("9" * digits + "元") is not None) is read


def test_units_that_do_not_go_together_are_named() -> None:
    with pytest.raises(UnitError, match=r"^预算 \(元\), 人 \(人\)$"):
        q("3元").named("预算") + q("3人")
    with pytest.raises(UnitError, match=r"^元 \(元\), 人数 \(人\)$"):
        q("3元") + q("3人").named("人数")
    with pytest.raises(UnitError, match=r"^元 × 元$"):
        q("3元") * q("3元")
    with pytest.raises(TypeError, match=r"^1\.5 is not a figure$"):
        q("3元") * 1.5  # type: ignore[operator]
    with pytest.raises(TypeError, match=r"^True is not a figure$"):
        q("3元") / True
    with pytest.raises(TypeError, match=r"^3 is not a figure$"):
        q("3元") + 3  # type: ignore[operator]
    with pytest.raises(ValueError, match=r"^执行率 is undefined$"):
        (q("3元") / q("0元")).named("执行率").number("%", 2)
    with pytest.raises(ValueError, match=r"^合计 has no terms$"):
        total([], "合计")


def test_a_parsed_figure_keeps_its_label_place_and_writing() -> None:
    place = Place("x.yaml", 3, 5)
    assert Quantity.parse("2.50万元", "预算", place) == Quantity(
        Fraction(25000), "元", Fraction(100), Fraction(50), "预算", place, "2.50万元"
    )
    target = Target.parse("≥2.50万元", "预算", place)
    assert target == Target(
        "≥", Quantity(Fraction(25000), "元", Fraction(100), Fraction(50), "预算", place, "2.50万元")
    )


def test_a_single_term_is_its_own_sum_under_the_label() -> None:
    assert total([q("2.5元")], "合计") == q("2.5元").named("合计")
    found = total([q("2.5元"), q("1万元")], "合计")
    assert (found.step, found.slack, found.unit) == (Fraction(1, 10), Fraction(1001, 20), "元")


@pytest.mark.parametrize(
    ("left", "right", "outcome"),
    [
        (q("1元") / q("3元"), q("2元") / q("6元"), Comparison.EQUAL),
        (Quantity(Fraction(1, 3), "%"), Quantity(Fraction(1, 2), "%"), Comparison.DIFFERENT),
        (Quantity(None, "元"), q("0元"), Comparison.DIFFERENT),
        (q("0元"), Quantity(None, "元"), Comparison.DIFFERENT),
        (Quantity(None, "元"), Quantity(None, "元"), Comparison.EQUAL),
        (q("1922所"), q("1922所"), Comparison.EQUAL),
        (q("2.18万元"), q("2.19万元"), Comparison.DIFFERENT),
        (q("2.18万元"), q("2.20万元"), Comparison.DIFFERENT),
    ],
)
def test_what_was_computed_or_is_undefined_is_compared_too(
    left: Quantity, right: Quantity, outcome: Comparison
) -> None:
    assert left.compare(right) is outcome


def test_a_score_stops_at_its_weight() -> None:
    weight = q("10分")
    over = weight * (q("36000元") / q("30000元"))
    assert over.at_most(weight).value == 10
    assert (weight * (q("15000元") / q("30000元"))).at_most(weight).value == 5


def test_a_rounded_figure_is_exact_from_there_on_and_says_what_it_was() -> None:
    score = q("10分") * (q("21754元") / q("3万元"))
    rounded = score.rounded(2)
    assert (rounded.value, rounded.slack, rounded.step) == (Fraction(29, 4), Fraction(0), Fraction(1, 100))
    assert rounded.origin == Operation("四舍五入", (score,))


def test_nothing_but_figures_takes_part_in_arithmetic() -> None:
    with pytest.raises(TypeError):
        q("5元") + None  # type: ignore[operator]


def test_a_sum_needs_every_part() -> None:
    assert sum_of_known([q("1元"), None], "") is None
    assert sum_of_known([], "") is None
    assert sum_of_known([q("1元"), q("2元")], "合计") == total([q("1元"), q("2元")], "合计")


def test_adds_up_a_list_under_a_label() -> None:
    result = total([q("1元"), q("2元"), q("3元")], "合计")
    assert result.value == 6
    assert result.label == "合计"


@given(st.lists(st.sampled_from(["1元", "2.5元", "0.46万元", "3万元", "-7元"]), min_size=1, max_size=6))
def test_a_list_adds_up_to_what_its_parts_added_one_by_one_give(texts: list[str]) -> None:
    parts = [q(text) for text in texts]
    pairwise = reduce(Quantity.__add__, parts)
    found = total(parts, "合计")
    assert (found.value, found.unit, found.step, found.slack) == (
        pairwise.value,
        pairwise.unit,
        pairwise.step,
        pairwise.slack,
    )


def test_nothing_defined_comes_of_an_undefined_figure_on_either_side() -> None:
    undefined, one = Quantity(None, "元"), q("1元")
    for figure in (undefined + one, one + undefined, undefined - one, one - undefined):
        assert figure.value is None
        assert figure.step == 1
    thirds = q("1元") / q("3元"), q("2元") / q("3元")
    for figure in (thirds[0] + thirds[1], total(thirds, "")):
        assert figure.value == 1
        assert figure.step is None


def test_the_outcomes_of_a_comparison_are_called_what_reports_call_them() -> None:
    assert [outcome.value for outcome in Comparison] == ["一致", "尾差", "不符"]


def test_a_list_with_an_undefined_figure_has_an_undefined_sum() -> None:
    assert total([q("1元"), Quantity(None, "元")], "合计").value is None


@pytest.mark.parametrize("texts", [("1元", "3人"), ("1元", "2元", "3人"), ("1元", "3人", "2元"), ("1元", "3人", "4人")])
def test_a_list_of_several_units_has_no_sum(texts: tuple[str, ...]) -> None:
    with pytest.raises(UnitError, match=r"^元 \(元\), 人 \(人\)$"):
        total([q(text) for text in texts], "合计")


def test_the_sum_of_a_long_list_is_one_operation_that_can_be_walked() -> None:
    parts = [q(f"{number}元") for number in range(5000)]
    found = total(parts, "合计")
    assert found.origin == Operation("+", tuple(parts))
    assert isinstance(hash(found), int)


@pytest.mark.parametrize(
    ("text", "scale", "decimals", "printed"),
    [
        ("21754元", "万", 2, "2.18"),
        ("21750元", "万", 2, "2.18"),
        ("21749元", "万", 2, "2.17"),
        ("-21750元", "万", 2, "-2.18"),
        ("-1元", "万", 2, "0.00"),
        ("5元", "", 0, "5"),
        ("45000人次", "万", 1, "4.5"),
        ("0.5%", "%", 0, "1"),
    ],
)
def test_rounds_half_up_once_when_printed(text: str, scale: str, decimals: int, printed: str) -> None:
    assert q(text).number(scale, decimals) == printed


@given(st.decimals(-(10**9), 10**9, places=4), st.integers(0, 3))
def test_prints_as_decimal_rounding_does(value: Decimal, decimals: int) -> None:
    quantity = Quantity(Fraction(value), "元")
    expected = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    assert Decimal(quantity.number("", decimals)) == expected


@given(st.fractions(), st.fractions(min_value=Fraction(1, 1000), max_value=1000))
def test_rounding_moves_a_value_by_at_most_half_a_step(value: Fraction, step: Fraction) -> None:
    rounded = round_half_up(value, step)
    assert abs(rounded - value) <= step / 2
    assert (rounded / step).denominator == 1


@given(st.lists(st.decimals(-1000, 1000, places=2), min_size=1, max_size=8))
def test_rounded_parts_are_never_taken_for_a_mistake(values: list[Decimal]) -> None:
    parts = [q(f"{round_half_up(Fraction(value), Fraction(1)) // 1}元") for value in values]
    whole = q(f"{round_half_up(Fraction(sum(values)), Fraction(1)) // 1}元")
    assert total(parts, "").compare(whole) is not Comparison.DIFFERENT


@pytest.mark.parametrize(("digits", "short"), [("10.00", "10"), ("2.50", "2.5"), ("100", "100"), ("0.00", "0")])
def test_trims_zeros_that_say_nothing(digits: str, short: str) -> None:
    assert trimmed(digits) == short


@pytest.mark.parametrize(
    ("written", "digits", "with_unit", "in_wan"),
    [
        ("3.50万元", "35000", "3.5万元", "3.50万元"),
        ("21754元", "21754", "2.1754万元", "2.18万元"),
        ("-0.5元", "-0.5", "-0.00005万元", "0.00万元"),
    ],
)
def test_an_amount_is_worded_in_a_message(written: str, digits: str, with_unit: str, in_wan: str) -> None:
    figure = q(written)
    assert (figure.digits(), figure.with_unit(6, "万"), figure.in_wan()) == (digits, with_unit, in_wan)


def test_a_rate_is_worded_in_percent_and_an_undefined_figure_as_a_dash() -> None:
    assert (q("1元") / q("3元")).with_unit(4) == "33.3333%"
    undefined = q("1元") / q("0元")
    assert (undefined.digits(), undefined.with_unit(2), undefined.in_wan()) == ("—", "—", "—")


def test_how_far_figures_are_apart_has_no_sign() -> None:
    assert q("3万元").apart(q("30001.5元")) == "1.5"
    assert q("3万元").apart_in_wan(q("30001.5元")) == "0.00015万元"
    assert q("0元").apart_in_wan(Quantity(Fraction(100, 3), "元")) == "0.003333万元"
    assert q("0元").apart(Quantity(Fraction(100, 3), "元")) == "33.33"


def test_figures_of_one_unit_are_ordered_by_their_value() -> None:
    assert q("9000元") < q("1万元") <= q("10000元") < q("2万元")
    assert q("2万元") > q("10000元") >= q("1万元")
    less, more = q("10.1%"), q("10.2%")
    assert (less < more, less <= more, less > more, less >= more) == (True, True, False, False)
    assert (more < less, more <= less, more > less, more >= less) == (False, False, True, True)
    assert (less < less, less <= less, less > less, less >= less) == (False, True, False, True)
    with pytest.raises(TypeError, match="单位不同的数不能比较大小：元和%"):
        assert q("1元") < q("5%")
    with pytest.raises(TypeError, match="有的数没有值"):
        assert q("1元") / q("0元") >= q("5%")
    with pytest.raises(TypeError, match="not supported"):
        assert q("1元") > 1


def test_a_figure_times_a_whole_number_or_shared_by_one_keeps_unit_and_slack() -> None:
    figure = q("2.18万元")
    thrice, third = figure * -3, figure / 3
    assert (thrice.value, thrice.unit, thrice.step, thrice.slack) == (
        Fraction(-65400),
        "元",
        Fraction(100),
        Fraction(150),
    )
    assert (third.value, third.unit, third.step, third.slack) == (Fraction(21800, 3), "元", None, Fraction(50, 3))
    for made, sign, number in ((thrice, "×", -3), (third, "÷", 3)):
        assert isinstance(made.origin, Operation)
        first, second = made.origin.operands
        assert (made.origin.name, first, second.value, second.written) == (sign, figure, Fraction(number), str(number))
    assert ((figure / 0).value, (Quantity(None, "元") * 2).value, (Quantity(None, "元") / 2).value) == (
        None,
        None,
        None,
    )
