"""Runs the cases in tests/data/scoring, which finance officers own, and states what holds for every score."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.data.report import Band, Scoring
from generator.figures.scoring import band_of, settled, within
from generator.quantity import Operation, Quantity, Target, sum_of_known
from tests.support.scoring import (
    COMPARATORS,
    EQUALS,
    MET,
    NODE,
    NUMBERS,
    WEIGHTS,
    cases,
    load,
    q,
    rule,
    score_by_rule,
    target,
)


def test_there_are_many_cases_with_their_sources() -> None:
    assert sum(len(cases(name)) for name in ("indicators", "execution", "bands")) >= 60
    assert sum(len(load(name)["cases"]) for name in ("criteria", "totals")) >= 100


@pytest.mark.parametrize("case", cases("indicators"))
def test_an_indicator_scores_by_the_rule(case: dict[str, Any]) -> None:
    score = score_by_rule(
        q(f"{case['weight']}分"),
        target(case["target"]),
        q(case["actual"]),
        rule(case.get("equal", "met"), case.get("about", 10), case.get("bare", "at_least")),
        case.get("compare"),
    )
    assert score.number("", 2) == f"{case['score']:.2f}"


@pytest.mark.parametrize("case", cases("bands"))
def test_a_result_bounds_the_typed_score(case: dict[str, Any]) -> None:
    form = load("bands")["forms"][case["form"]]
    bands = tuple(
        Band(node=NODE, result=word, lowest=Decimal(low), highest=Decimal(high)) for word, (low, high) in form.items()
    )
    band = band_of(Scoring(node=NODE, rounding="each", equal="met", bands=bands), case["result"])
    assert band is not None
    assert within(band, q(f"{case['score']}分"), q(f"{case['weight']}分")) is case["allowed"]


def test_a_score_says_how_it_came_about() -> None:
    weight, wanted, actual = q("10分"), q("5次"), q("6次")
    full = score_by_rule(weight, Target("≥", wanted), actual, MET)
    assert (full.origin, full.written) == (Operation("完成目标，得满分", (weight, wanted, actual)), "")
    for missing in (Target("=", wanted), Target("≤", q("-1次"))):
        missed = score_by_rule(weight, missing, q("0次"), MET)
        assert isinstance(missed.origin, Operation)
        assert missed.value == 0
        assert missed.origin == Operation("没有达到，不得分", (weight, missing.quantity, q("0次")))


@pytest.mark.parametrize(
    ("wanted", "actual", "said"),
    [
        ("90%—95%", "92%", "在区间以内，得满分"),
        ("90%—95%", "95%", "在区间以内，得满分"),
        ("90%—95%", "97%", "高于区间的上限，得满分"),
        ("约200人", "181人", "与指标值相差不超过 10%，得满分"),
    ],
)
def test_how_a_range_or_a_rough_target_was_met_is_said(wanted: str, actual: str, said: str) -> None:
    score = score_by_rule(q("10分"), target(wanted), q(actual), MET)
    assert isinstance(score.origin, Operation)
    assert score.origin.name == said
    assert score.value == 10


@pytest.mark.parametrize("comparator", [">", "<"])
def test_what_only_equals_a_bound_that_it_should_pass_is_not_said_to_have_met_it(comparator: str) -> None:
    score = score_by_rule(q("10分"), Target(comparator, q("5次")), q("5次"), MET)
    assert isinstance(score.origin, Operation)
    assert score.value == 10
    assert score.origin.name == "×"


@pytest.mark.parametrize(("wanted", "actual"), [("≥-5%", "-6%"), ("≤-5%", "-3%"), ("≤0起", "2起"), ("-5%", "-6%")])
def test_a_target_of_zero_or_below_that_is_missed_gets_no_points(wanted: str, actual: str) -> None:
    for scoring in (MET, rule("share")):
        assert score_by_rule(q("10分"), target(wanted), q(actual), scoring).value == 0


def test_scores_are_rounded_one_by_one_only_where_the_profile_says_so() -> None:
    score = q("2.345分")
    each, whole = (Scoring(node=NODE, rounding=how, equal="met", bands=()) for how in ("each", "total"))
    assert settled(score, each, 2).value == Fraction(235, 100)
    assert settled(score, whole, 2) is score


def test_an_unknown_result_has_no_band() -> None:
    assert band_of(Scoring(node=NODE, rounding="each", equal="met", bands=()), "优秀") is None


@given(WEIGHTS, COMPARATORS, NUMBERS, st.decimals(-1000, 1000, places=2), EQUALS)
def test_a_score_is_never_negative_nor_over_its_weight(
    weight: Quantity, comparator: str, wanted: Decimal, actual: Decimal, equal: str
) -> None:
    score = score_by_rule(weight, Target(comparator, q(f"{wanted}次")), q(f"{actual}次"), rule(equal))
    assert score.value is not None and weight.value is not None
    assert 0 <= score.value <= weight.value


@given(WEIGHTS, st.sampled_from(["≥", ">", "≤", "<", "约", "—"]), NUMBERS, NUMBERS, NUMBERS)
def test_a_score_is_monotone_in_the_actual(
    weight: Quantity, comparator: str, wanted: Decimal, one: Decimal, other: Decimal
) -> None:
    low, high = (
        score_by_rule(weight, Target(comparator, q(f"{wanted}次")), q(f"{actual}次"), MET).value
        for actual in sorted((one, other))
    )
    assert low is not None and high is not None
    assert low >= high if comparator in "≤<" else low <= high


@given(st.lists(st.tuples(WEIGHTS, NUMBERS, NUMBERS), min_size=1, max_size=8))
def test_rounded_scores_add_to_the_printed_total_to_the_last_digit(
    items: list[tuple[Quantity, Decimal, Decimal]],
) -> None:
    scoring = Scoring(node=NODE, rounding="each", equal="met", bands=())
    scores = [
        settled(score_by_rule(weight, Target("≥", q(f"{wanted}次")), q(f"{actual}次"), MET), scoring, 2)
        for weight, wanted, actual in items
    ]
    total = sum_of_known(scores, "合计")
    assert total is not None
    assert Fraction(total.number("", 2)) == sum(Fraction(score.number("", 2)) for score in scores)


def test_a_profile_may_add_exact_scores_and_round_only_the_total() -> None:
    third = q("1分") * (q("1次") / q("3次"))
    assert settled(third, Scoring(node=NODE, rounding="total", equal="met", bands=()), 2) is third
    assert settled(third, Scoring(node=NODE, rounding="each", equal="met", bands=()), 2).value == Fraction(33, 100)
    undefined = q("1分") * (q("1次") / q("0次"))
    assert settled(undefined, Scoring(node=NODE, rounding="each", equal="met", bands=()), 2).value is None
