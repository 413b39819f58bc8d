"""What paths find in the namespace of figures."""

from __future__ import annotations

from decimal import Decimal

import pytest

from generator.namespace import Labels, Tree, Typed, figures, names_in, resolve, value_at
from generator.quantity import Operation, Word
from tests.support.quantities import q

TREE: Tree = {
    "a": {"b": q("1元"), "items": [{"id": "甲2.0", "n": q("2元")}, {"id": "乙", "n": None}]},
    "word": Word("优", "等级", Operation("分档", ())),
    "plain": ["x"],
}


@pytest.mark.parametrize(
    ("path", "expected"),
    [("a.b", q("1元")), ("a.items.甲2.0.n", q("2元")), ("a.items.乙.n", None), ("plain", ["x"])],
)
def test_a_path_finds_its_figure(path: str, expected: object) -> None:
    assert resolve(TREE, path) == expected


@pytest.mark.parametrize("path", ["b", "a.c", "a.items.丙", "a.b.value", "plain.x", "a.items.0"])
def test_a_path_that_leads_nowhere_is_a_key_error(path: str) -> None:
    with pytest.raises(KeyError):
        resolve(TREE, path)


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (("plain", 0), "x"),
        (("a", "items", 0, "n"), q("2元")),
        (("a", "items", "甲2.0", "n"), q("2元")),
        (("plain", 1), None),
        (("plain", -2), None),
        (("a", "items", "丙"), None),
        (("word", "x"), None),
        (("a", "items", 1, "n", "x"), None),
    ],
)
def test_names_and_indices_lead_to_a_value_or_to_none(steps: tuple[str | int, ...], expected: object) -> None:
    assert value_at(TREE, *steps) == expected


def test_the_names_in_a_node() -> None:
    assert names_in(TREE["a"]["items"]) == ["甲2.0", "乙"]
    assert names_in("text") == []


def test_every_figure_has_a_path_that_finds_it() -> None:
    found = dict(figures(TREE))
    assert set(found) == {"a.b", "a.items.甲2.0.n", "word"}
    for path, figure in found.items():
        assert resolve(TREE, path) is figure


def test_a_typed_number_keeps_its_digits_and_what_is_computed_from_it_is_a_bare_one() -> None:
    price = Typed("1.10")
    assert (price.written, price + 1, type(price + 1), type(-price)) == ("1.10", Decimal("2.10"), Decimal, Decimal)
    assert price == Decimal("1.1") and hash(price) == hash(Decimal("1.1"))


LABELLED: Tree = {
    "facts": {"全年执行数": q("3件").named("全年执行数")},
    "funds": {
        "actual": q("1元").named("全年执行数"),
        "initial": q("2元").named("年初预算数"),
        "items": [{"id": "培训费", "actual": q("3元").named("培训费支出数"), "none": None}],
        "grade": Word("优", "评价等级", Operation("分档", ())),
    },
}


@pytest.mark.parametrize(
    ("name", "paths"),
    [
        ("年初预算数", ["funds.initial"]),
        ("评价等级", ["funds.grade"]),
        ("全年执行数", ["facts.全年执行数", "funds.actual"]),
        *((name, ["funds.items.培训费.actual"]) for name in ("培训费支出数", "培训费执行数", "培训费.全年执行数")),
        ("预算数", []),
        ("执行数", []),
        ("", []),
    ],
)
def test_a_chinese_name_finds_the_paths_of_all_figures_that_it_may_mean(name: str, paths: list[str]) -> None:
    assert Labels(LABELLED).paths(name) == paths


def test_the_end_of_a_path_finds_it() -> None:
    labels = Labels({"evaluations": [{"id": "甲", **LABELLED}]})
    assert labels.ending("funds.initial") == ["evaluations.甲.funds.initial"]
    assert labels.ending("nds.initial") == []
    assert labels.names() == ["全年执行数", "培训费支出数", "年初预算数", "评价等级"]
