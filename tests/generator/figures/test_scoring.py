"""Runs the cases in tests/data/scoring, which finance officers own, and states what holds for every score."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.data.profile import load_forms
from generator.data.reader import Node, parse
from generator.data.record import build
from generator.data.report import Band, Criterion, CriterionBand, Scoring, TotalRules
from generator.figures.criteria import Judged, completion, execution_score, gap, score_by
from generator.figures.scoring import band_of, read_as, settled, within
from generator.figures.totals import totals
from generator.frozen import replace
from generator.problems import Place, SourceFile
from generator.quantity import Operation, Quantity, Target, sum_of_known
from generator.reports.workspace import Workspace
from tests.support.paths import DATA, PROJECT

CASES = DATA / "scoring"
NODE = Node({}, SourceFile("x", ""), 0, 0)


def rule(equal: str = "met", about: int = 10, bare: str = "at_least") -> Scoring:
    return Scoring(node=NODE, rounding="each", equal=equal, about=about, bare=bare, bands=())


def score_by_rule(
    weight: Quantity,
    wanted: Target,
    actual: Quantity,
    scoring: Scoring,
    compare: str | None = None,
    criterion: Criterion | None = None,
) -> Quantity:
    """The score of an indicator whose bounds, if any, are of its unit."""
    judged = Judged(target=read_as(wanted, compare, scoring), actual=actual, scoring=scoring)
    score = score_by(criterion, weight, judged)
    assert score is not None
    return score


MET = rule()


def parsed(name: str) -> Node:
    root, problems = parse((CASES / f"{name}.yaml").read_bytes(), name)
    assert root is not None, problems
    return root


def load(name: str) -> dict[str, Any]:
    plain = parsed(name).plain()
    assert isinstance(plain, dict)
    assert plain["source"]
    return plain


def cases(name: str) -> list[Any]:
    return [pytest.param(case, id=case["name"]) for case in load(name)["cases"]]


def q(text: object) -> Quantity:
    quantity = Quantity.parse(str(text))
    assert quantity is not None, text
    return quantity


def target(text: object) -> Target:
    found = Target.parse(str(text))
    assert found is not None, text
    return found


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


@pytest.mark.parametrize("case", cases("execution"))
def test_the_execution_rate_scores_by_the_rule(case: dict[str, Any]) -> None:
    rate = q(case["actual"]) / q(case["budget"])
    score = execution_score(q(f"{case['weight']}分"), rate, MET)
    if case["rate"] == "—":
        assert (rate.value, score.value) == (None, None)
    else:
        assert (rate.number("%", 2), score.number("", 2)) == (f"{case['rate']:.2f}", f"{case['score']:.2f}")


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
    for target in (Target("=", wanted), Target("≤", q("-1次"))):
        missed = score_by_rule(weight, target, q("0次"), MET)
        assert isinstance(missed.origin, Operation)
        assert missed.value == 0
        assert missed.origin == Operation("没有达到，不得分", (weight, target.quantity, q("0次")))


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


def criteria() -> dict[str, Criterion]:
    node = parsed("criteria").at("criteria")
    assert isinstance(node.value, dict)
    return {name: build(Criterion, child) for name, child in node.value.items()}


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


@pytest.mark.parametrize("case", load("totals")["cases"], ids=lambda case: case["name"])
def test_a_total_follows_the_rules_of_the_profile(case: dict[str, Any]) -> None:
    rows: list[Any] = []
    for number, (weight, wanted, actual) in enumerate(case["rows"]):
        points, applies = q(f"{weight}分"), actual != "不适用"
        judged = Judged(
            target=read_as(target(wanted), None, MET), actual=q(actual) if applies else q("0次"), scoring=MET
        )
        score = settled(score_by_rule(points, target(wanted), judged.actual, MET), MET, 2)
        rows.append(
            {
                "name": f"指标{number}",
                "weight": points,
                "scored": applies,
                "compared": judged.target.comparator,
                "completion": completion(judged) if applies else None,
                "score": score if applies else None,
            }
        )
    indicators = sum_of_known([row["score"] for row in rows if row["scored"]], "")
    forms, _ = load_forms(PROJECT / "templates", "national", Place("test"))
    assert forms is not None
    rules = build(TotalRules, parsed("totals").at("rules"))
    profile = replace(forms.profile, scoring=replace(forms.profile.scoring, total=rules))
    found = totals(q(case["rate"]), indicators, q("90分"), profile, disclosed=True, rows=rows)
    assert found["total"] is not None and found["lost"] is not None
    assert found["total"].number("", 2) == f"{case['total']:.2f}"
    assert [change["change"].number("", 2) for change in found["adjustments"]] == case["change"]
    assert (found["total"] + found["lost"]).value == 100


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


def test_scores_are_rounded_one_by_one_only_where_the_profile_says_so() -> None:
    score = q("2.345分")
    each, whole = (Scoring(node=NODE, rounding=how, equal="met", bands=()) for how in ("each", "total"))
    assert settled(score, each, 2).value == Fraction(235, 100)
    assert settled(score, whole, 2) is score


def test_an_unknown_result_has_no_band() -> None:
    assert band_of(Scoring(node=NODE, rounding="each", equal="met", bands=()), "优秀") is None


WEIGHTS = st.decimals(0, 100, places=2).map(lambda value: q(f"{value}分"))
NUMBERS = st.decimals(0, 1000, places=2)
COMPARATORS = st.sampled_from(["≥", ">", "≤", "<", "=", "约", "—"])
EQUALS = st.sampled_from(["met", "share"])


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
