"""Whatever text a report holds, its documents show it exactly, or the report is refused with the place of the fault."""

from __future__ import annotations

import copy
import os
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from tests.support.hostile import FRAGMENTS, Path_, Workshop, dump, leaves, put
from tests.support.strange import PATHS, SEEDS, STRANGE, marked, strange

EXAMPLES = int(os.environ.get("NO_LOSS_EXAMPLES", "20"))


@pytest.fixture(scope="module")
def workshop() -> Iterator[Workshop]:
    with Workshop() as made:
        yield made


def hostile(kinds: list[str]) -> st.SearchStrategy[str]:
    """Texts of these kinds of fragments, or of any characters at all."""
    fragments = [fragment for kind in kinds for fragment in FRAGMENTS[kind]]
    anything = st.characters(exclude_categories=() if "control" in kinds else ("Cs", "Cc", "Zl", "Zp"))
    return st.lists(st.sampled_from(fragments) | anything, max_size=6).map("".join)


@pytest.mark.parametrize("name", SEEDS)
def test_the_seeds_are_built_and_show_all_their_texts(workshop: Workshop, name: str) -> None:
    assert workshop.run(SEEDS[name]).kind == "built"
    assert len(PATHS[name]) > 30


@pytest.mark.parametrize("name", SEEDS)
@pytest.mark.parametrize("kind", STRANGE)
def test_what_is_only_strange_is_never_refused(workshop: Workshop, name: str, kind: str) -> None:
    """What is refused would hide what is lost."""
    outcome = workshop.run(strange(name, kind))
    assert outcome.kind == "built", (outcome.codes, outcome.detail)


_ONE: Path_ = ("evaluations", 0)
_GOAL: Path_ = (*_ONE, "goals", 0, "expected")
_PROSE: Path_ = (*_ONE, "narrative", "自评结果应用和公开情况")
FOUND: dict[str, tuple[str, Path_, Any]] = {
    "a-comment-in-a-line": ("national", _GOAL, "甲{# 乙 #}丙"),
    "a-comment-in-prose": ("national", _PROSE, "甲{# 乙 #}丙"),
    "half-a-comment": ("national", _GOAL, "甲{#"),
    "digits-that-no-integer-holds": ("national", ("facts", "说明"), "9" * 5000),
    "digits-that-no-formula-holds": ("national", ("facts", "更新占比"), "=1" + "0" * 5000),
    "an-amount-with-a-line-break": ("national", (*_ONE, "funds", "items", 0, "budget"), "30万元\n"),
    "an-amount-of-the-accounts-with-one": (
        "wuhan",
        ("accounts", "functions", 1, "projects", 0, "amount"),
        "36.40万元\n",
    ),
    "a-number-of-staff-with-one": ("zhuzhou", (*_ONE, "base_table", "authorised_staff"), "20人\n"),
    "an-escaped-return": ("national", _GOAL, "甲\r\n乙"),
    "a-list-in-lists-in-lists": ("national", _PROSE, "1. " * 200 + "甲"),
    "an-empty-item-of-a-list": ("national", _PROSE, "1.\n\n甲乙\n"),
    "a-filter-of-jinja": ("national", _GOAL, "{{ facts.说明|join }}"),
    "a-code-of-no-level": ("wuhan", ("accounts", "functions", 0, "code"), "8808"),
    "a-budget-that-cannot-be-computed": ("wuhan", ("accounts", "three_public", "vehicle_purchase"), {"budget": "=无"}),
    "a-budget-that-is-no-amount": ("hechi", (*_ONE, "funds"), {"initial_budget": "=0", "items": [{"name": "差旅费"}]}),
    "a-negative-budget-without-spending": (
        "national",
        (*_ONE, "funds"),
        {"initial_budget": "-9.9元", "items": [{"name": "设备"}]},
    ),
}
"""What the fuzzing found: the report, where in it, and the value that crashed the program or was lost."""


@pytest.mark.parametrize("name", FOUND)
def test_what_once_crashed_the_program_or_was_lost(workshop: Workshop, name: str) -> None:
    seed, path, value = FOUND[name]
    report = copy.deepcopy(SEEDS[seed])
    put(report, path, value)
    outcome = workshop.run(report)
    assert outcome.kind in ("built", "refused"), outcome.detail


def test_an_amount_with_a_line_break_behind_it_is_read(workshop: Workshop) -> None:
    """Taken for none, its document would say 未披露 where the report has a figure."""
    seed, path, value = FOUND["an-amount-with-a-line-break"]
    report = copy.deepcopy(SEEDS[seed])
    put(report, path, value)
    assert workshop.run(report).kind == "built"


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize="NO_LOSS_EXAMPLES" not in os.environ,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_every_text_is_shown_exactly_or_refused_with_its_place(workshop: Workshop, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([*SEEDS]), "report")
    mild = st.sampled_from(STRANGE)
    kinds = data.draw(
        st.lists(mild, min_size=1, max_size=3) | st.lists(st.sampled_from([*FRAGMENTS]), min_size=1, max_size=2)
    )
    report = copy.deepcopy(SEEDS[name])
    texts = [path for path, value in leaves(report) if isinstance(value, str)]
    where = st.sampled_from(PATHS[name]) if data.draw(st.integers(0, 4)) else st.sampled_from(texts)
    chosen = data.draw(st.lists(where, min_size=1, max_size=4))
    for number, path in enumerate(chosen):
        before, after = data.draw(st.tuples(hostile(kinds), hostile(kinds)), ".".join(map(str, path)))
        put(report, path, before + marked(number) + after)
    outcome = workshop.run(report)
    event(outcome.kind)
    assert outcome.kind in ("built", "refused"), f"{outcome.detail}\n{dump(report)}"
