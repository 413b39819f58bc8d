"""Checked nodes become records: each field as its annotation says, exact, with its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from generator.data.record import Measure, Points, Record, Text, build
from generator.quantity import Quantity
from tests.support.reports import good


@dataclass(frozen=True, slots=True)
class Part(Record):
    name: str
    amount: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Whole(Record):
    name: str
    year: int = 0
    share: Decimal = Decimal(0)
    weight: Points | None = None
    target: Measure | None = None
    note: Text | None = None
    parts: tuple[Part, ...] = ()
    codes: dict[str, Quantity] = field(default_factory=dict)


def whole(text: str) -> Whole:
    return build(Whole, good(text))


def test_a_name_of_digits_stays_text_and_a_year_a_number() -> None:
    found = whole("name: 2022\nyear: 2022\n")
    assert (found.name, found.year) == ("2022", 2022)


def test_a_decimal_is_exact_and_a_text_of_one_has_no_exponent() -> None:
    found = whole("name: 1e3\nshare: 0.07\n")
    assert (found.name, found.share) == ("1000", Decimal("0.07"))


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
    def measure(text: str) -> Measure:
        target = whole(f"name: a\ntarget: {text}\n").target
        assert target is not None
        return target

    formula = measure("= facts.甲 / facts.乙").formula
    assert formula is not None and formula.source == "facts.甲 / facts.乙"
    assert measure("≥95%").formula is None
    assert measure("提升").formula is None
    exact = measure("=95%")
    assert exact.target is not None and exact.formula is None
