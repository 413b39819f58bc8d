"""What the tests of scores share: the cases that finance officers own, and figures from their texts."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import strategies as st

from generator.data.reader import Node, parse
from generator.data.record import build
from generator.data.report import Criterion, Scoring
from generator.figures.criteria import Judged, score_by
from generator.figures.scoring import read_as
from generator.problems import SourceFile
from generator.quantity import Quantity, Target
from tests.support.paths import DATA

CASES = DATA / "scoring"
NODE = Node({}, SourceFile("x", ""), 0, 0)


def rule(equal: str = "met", about: int = 10, bare: str = "at_least") -> Scoring:
    """The scoring of a profile."""
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
    """A file of cases."""
    root, problems = parse((CASES / f"{name}.yaml").read_bytes(), name)
    assert root is not None, problems
    return root


def load(name: str) -> dict[str, Any]:
    """A file of cases as plain data."""
    plain = parsed(name).plain()
    assert isinstance(plain, dict)
    assert plain["source"]
    return plain


def cases(name: str) -> list[Any]:
    """The cases of a file, to parametrize a test with."""
    return [pytest.param(case, id=case["name"]) for case in load(name)["cases"]]


def q(text: object) -> Quantity:
    """A figure."""
    quantity = Quantity.parse(str(text))
    assert quantity is not None, text
    return quantity


def target(text: object) -> Target:
    """A target."""
    found = Target.parse(str(text))
    assert found is not None, text
    return found


def criteria() -> dict[str, Criterion]:
    """The criteria of the cases, by their names."""
    node = parsed("criteria").at("criteria")
    assert isinstance(node.value, dict)
    return {name: build(Criterion, child) for name, child in node.value.items()}


WEIGHTS = st.decimals(0, 100, places=2).map(lambda value: q(f"{value}分"))
NUMBERS = st.decimals(0, 1000, places=2)
COMPARATORS = st.sampled_from(["≥", ">", "≤", "<", "=", "约", "—"])
EQUALS = st.sampled_from(["met", "share"])
