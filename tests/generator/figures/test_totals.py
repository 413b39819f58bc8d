"""Totals by the rules of a locality: caps, deductions for too much, and indicators that do not apply."""

from __future__ import annotations

from typing import Any

import pytest

from generator.data.profile import load_forms
from generator.data.record import build
from generator.data.report import TotalRules
from generator.figures.criteria import Judged, completion
from generator.figures.scoring import read_as, settled
from generator.figures.totals import totals
from generator.frozen import replace
from generator.problems import Place
from generator.quantity import sum_of_known
from tests.support.paths import PROJECT
from tests.support.scoring import (
    MET,
    load,
    parsed,
    q,
    score_by_rule,
    target,
)


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
    assert [(one["after"] - one["before"]).number("", 2) for one in found["adjustments"]] == case["change"]
    assert (found["total"] + found["lost"]).value == 100
