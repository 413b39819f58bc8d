"""Criteria of a locality: every case of tests/data/scoring, and what holds for all of them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.data.profile import load_forms
from generator.data.report import Criterion, CriterionBand
from generator.figures.criteria import Judged, completion, execution_score, gap, score_by
from generator.figures.scoring import read_as
from generator.frozen import replace
from generator.problems import Place
from generator.quantity import Operation, Quantity, Target
from generator.reports.workspace import Workspace
from tests.support.scoring import (
    CASES,
    COMPARATORS,
    MET,
    NODE,
    NUMBERS,
    WEIGHTS,
    cases,
    criteria,
    load,
    q,
    score_by_rule,
    target,
)


@pytest.mark.parametrize("case", cases("execution"))
def test_the_execution_rate_scores_by_the_rule(case: dict[str, Any]) -> None:
    rate = q(case["actual"]) / q(case["budget"])
    score = execution_score(q(f"{case['weight']}分"), rate, MET)
    if case["rate"] == "—":
        assert (rate.value, score.value) == (None, None)
    else:
        assert (rate.number("%", 2), score.number("", 2)) == (f"{case['rate']:.2f}", f"{case['score']:.2f}")


@pytest.mark.parametrize(
    "case", load("criteria")["cases"], ids=lambda case: f"{case['by']} {case['target']} {case['actual']}"
)
def test_a_criterion_scores_as_a_locality_says(case: dict[str, Any]) -> None:
    judged = Judged(target=read_as(target(case["target"]), None, MET), actual=q(case["actual"]), scoring=MET)
    score = score_by(criteria()[case["by"]], q(f"{case['weight']}分"), judged)
    wanted = case["score"] if isinstance(case["score"], str) else f"{case['score']:.2f}"
    assert (score.number("", 2) if score else "—") == wanted
    if score:
        assert isinstance(score.origin, Operation)
        assert score.origin.operands


def test_every_criterion_of_the_cases_is_one_that_a_profile_may_have(workspace: Workspace) -> None:
    text = (CASES / "criteria.yaml").read_text("utf-8")
    listed = text[text.index("criteria:\n") : text.index("cases:\n")]
    profile = workspace.root / "templates" / "national" / "profile.yaml"
    inner = "".join(f"  {line}\n" for line in listed.splitlines())
    profile.write_text(profile.read_text("utf-8").replace("  equal: met\n", f"  equal: met\n{inner}"), "utf-8")
    forms, problems = load_forms(workspace.root / "templates", "national", Place("test"))
    assert problems == []
    assert forms is not None
    assert [*forms.profile.scoring.criteria] == [*criteria()]


@pytest.mark.parametrize(("rate", "score"), [("95%", "10.00"), ("94%", "9.40"), ("101%", "10.00"), ("0%", "0.00")])
def test_the_execution_rate_may_have_a_criterion_of_its_own(rate: str, score: str) -> None:
    scoring = replace(MET, criteria=criteria(), execution="满分95")
    assert execution_score(q("10分"), q(rate), scoring).number("", 2) == score


def test_the_score_of_a_zero_budget_is_undefined_by_any_criterion() -> None:
    scoring = replace(MET, criteria=criteria(), execution="满分95")
    assert execution_score(q("10分"), q("0元") / q("0元"), scoring).value is None


def test_a_gap_and_a_completion_say_how_far_an_actual_value_is_from_its_target() -> None:
    for wanted, actual, reached, missing in (
        ("≥200人", "150人", "75.00", "50"),
        ("≥200人", "260人", "130.00", "0"),
        ("≤30天", "40天", "75.00", "10"),
        ("≤30天", "20天", "100.00", "0"),
        ("=30天", "20天", "66.67", "10"),
        ("=30天", "40天", "133.33", "10"),
        ("90次—95次", "81次", "90.00", "9"),
        ("约200人", "100人", "50.00", "100"),
        ("≤0次", "2次", "0.00", "2"),
    ):
        judged = Judged(target=read_as(target(wanted), None, MET), actual=q(actual), scoring=MET)
        assert (completion(judged).number("%", 2), gap(judged).digits("", 0)) == (reached, missing), wanted


BANDS = tuple(
    CriterionBand(node=NODE, at_least=q(bound), share=Decimal(share)) for bound, share in (("90%", 100), ("60%", 50))
)
RULES = st.builds(
    lambda kind, full, none, every, part: Criterion(
        node=NODE,
        kind=kind,
        full_from=Decimal(full),
        none_below=Decimal(none),
        every=q(f"{every}%"),
        deduct=q("0.8分"),
        part=part,
        bands=BANDS,
    ),
    st.sampled_from(["share", "met", "bands", "deduction"]),
    st.integers(50, 100),
    st.integers(0, 50),
    st.integers(1, 9),
    st.sampled_from(["ignored", "whole", "share"]),
)


@given(WEIGHTS, COMPARATORS, NUMBERS, NUMBERS, NUMBERS, RULES)
def test_every_criterion_is_bounded_and_never_better_for_less(
    weight: Quantity, comparator: str, wanted: Decimal, one: Decimal, other: Decimal, criterion: Criterion
) -> None:
    low, high = (
        score_by_rule(weight, Target(comparator, q(f"{wanted}次")), q(f"{actual}次"), MET, None, criterion).value
        for actual in sorted((one, other))
    )
    assert low is not None and high is not None and weight.value is not None
    assert 0 <= min(low, high) <= max(low, high) <= weight.value
    if comparator in ("≥", ">"):
        assert low <= high
    elif comparator in ("≤", "<"):
        assert low >= high


@given(NUMBERS.filter(bool), st.decimals(0, 2000, places=2), st.sampled_from(["≥", "≤"]))
def test_a_share_and_a_deduction_by_shares_do_not_jump(wanted: Decimal, actual: Decimal, comparator: str) -> None:
    share = Criterion(node=NODE, kind="share")
    parts = Criterion(node=NODE, kind="deduction", every=q("1%"), deduct=q("0.1分"), part="share")
    weight, step = q("10分"), Decimal("0.0001") * wanted
    for criterion in (share, parts):
        near = [
            score_by_rule(weight, Target(comparator, q(f"{wanted}次")), q(f"{value}次"), MET, None, criterion).value
            for value in (actual, actual + step)
        ]
        assert near[0] is not None and near[1] is not None
        assert abs(near[0] - near[1]) <= Fraction(1, 50)
