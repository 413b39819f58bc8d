"""Checked nodes become records: each field as its annotation says, exact, with its place."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import pytest

from generator.data.record import (
    Measure,
    Points,
    Record,
    Text,
    build,
    integer,
    many,
    measure,
    named,
    number,
    one,
    points,
    quantity,
    string,
    text,
)
from generator.frozen import EMPTY
from generator.quantity import Quantity
from tests.support.reports import good


class Part(Record):
    name: str
    amount: Quantity | None = None


class Whole(Record):
    name: str
    year: int = 0
    share: Decimal = Decimal(0)
    weight: Points | None = None
    target: Measure | None = None
    note: Text | None = None
    parts: tuple[Part, ...] = ()
    codes: Mapping[str, Quantity] = EMPTY


Part.kinds = {"name": string, "amount": quantity}
Whole.kinds = {
    "name": string,
    "year": integer,
    "share": number,
    "weight": points,
    "target": measure,
    "note": text,
    "parts": many(one(Part)),
    "codes": named(quantity),
}


def whole(source: str) -> Whole:
    return build(Whole, good(source))


def test_a_name_of_digits_stays_text_and_a_year_a_number() -> None:
    found = whole("name: 2022\nyear: 2022\n")
    assert (found.name, found.year) == ("2022", 2022)


def test_a_whole_number_may_be_written_with_decimals() -> None:
    year = whole("name: a\nyear: 2022.0\n").year
    assert (year, type(year)) == (2022, int)


def test_a_decimal_is_exact_and_a_text_of_one_keeps_its_decimals() -> None:
    found = whole("name: 1.50\nshare: 0.07\n")
    assert (found.name, found.share) == ("1.50", Decimal("0.07"))


def test_a_weight_is_exact_in_points() -> None:
    weight = whole("name: a\nweight: 2.5\n").weight
    assert weight is not None
    assert (weight.unit, weight.value, weight.step, weight.slack) == ("分", Fraction(5, 2), None, Fraction(0))


def test_lists_and_mappings_hold_records_and_amounts_with_their_places() -> None:
    found = whole("name: a\nparts:\n  - name: 甲\n    amount: 3万元\n  - name: 乙\ncodes:\n  '30101': 5元\n")
    first, second = found.parts
    assert (first.name, second.name, second.amount) == ("甲", "乙", None)
    assert first.amount is not None and first.amount.value == 30000
    assert first.amount.origin == first.node.at("amount").place
    assert found.codes["30101"].value == 5


def test_a_text_knows_where_it_was_written() -> None:
    note = whole("name: a\nnote: 甲\n").note
    assert note is not None and (note.source, note.node.place.line) == ("甲", 2)


def test_only_a_measure_that_begins_with_an_equals_sign_and_is_no_target_is_a_formula() -> None:
    def target(source: str) -> Measure:
        found = whole(f"name: a\ntarget: {source}\n").target
        assert found is not None
        return found

    formula = target("= facts.甲 / facts.乙").formula
    assert formula is not None and formula.source == "facts.甲 / facts.乙"
    assert target("≥95%").formula is None
    assert target("提升").formula is None
    exact = target("=95%")
    assert exact.target is not None and exact.formula is None


def test_what_a_file_leaves_out_is_what_the_record_says() -> None:
    found = whole("name: a\n")
    assert (found.year, found.weight, found.parts, found.codes) == (0, None, (), {})


def test_what_is_left_out_is_shared_and_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        whole("name: a\n").codes["30101"] = None  # type: ignore[index]


def test_a_record_cannot_be_changed() -> None:
    found = whole("name: a\n")
    with pytest.raises(AttributeError, match="immutable"):
        found.name = "b"  # type: ignore[misc]
    assert found.name == "a"


def test_records_are_equal_by_their_values() -> None:
    root = good("name: a\nyear: 2022\n")
    assert build(Whole, root) == build(Whole, root)
    assert Whole(node=root, name="a") != Part(node=root, name="a")
    assert Part(node=root, name="a") != Part(node=root, name="b")


def test_a_record_says_what_it_holds() -> None:
    root = good("name: a\n")
    assert repr(Part(node=root, name="a")) == f"Part(node={root!r}, name='a', amount=None)"


def test_a_record_can_be_sent_to_another_process() -> None:
    found = whole("name: a\nyear: 2022\n")
    again = pickle.loads(pickle.dumps(found))
    assert (again, again.parts) == (found, ())
