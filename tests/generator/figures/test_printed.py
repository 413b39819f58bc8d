"""What is printed as it was typed, from the record into the namespace."""

from __future__ import annotations

import pytest

from generator.data.record import Amount, Record, Text, amount, build, quantity, string, text
from generator.data.report import Profile
from generator.figures.printed import printed, texts
from generator.quantity import Quantity
from generator.text.printer import Printer
from generator.text.renderer import Reckoner, Writer
from tests.support.reports import good


class Lease(Record):
    """A record with a field of every kind that can be printed as typed, and one that is not printed."""

    landlord: str | None = None
    rooms: Quantity | None = None
    rent: Amount | None = None
    purpose: Text | None = None
    note: str | None = None


Lease.kinds = {"landlord": string, "rooms": quantity, "rent": amount, "purpose": text, "note": string}
Lease.printed = {"landlord": "出租人", "rooms": "间数", "rent": "租金", "purpose": "用途"}


@pytest.fixture
def reckoner(profile: Profile) -> Reckoner:
    return Reckoner(Writer.of(Printer(profile), {"funds": {"actual": Quantity.parse("3万元", "支出")}}))


def lease(source: str) -> Lease:
    return build(Lease, good(source))


def louder(text: Text | None) -> str | None:
    return f"{text.source}！" if text else None


def test_names_and_figures_are_carried_under_their_titles_and_texts_are_left_for_later(reckoner: Reckoner) -> None:
    typed = printed(lease("{landlord: 甲, rooms: 4间, rent: 2元, purpose: 办公, note: 乙}"), reckoner)
    assert list(typed) == ["landlord", "rooms", "rent"]
    assert typed["landlord"] == "甲"
    assert (typed["rooms"].label, typed["rooms"].value) == ("间数", 4)
    assert (typed["rent"].label, typed["rent"].value) == ("租金", 2)


def test_a_formula_is_computed_and_one_that_fails_is_told(reckoner: Reckoner) -> None:
    assert printed(lease("{rent: =funds.actual}"), reckoner)["rent"].value == 30000
    assert printed(lease("{rent: =funds.nothing}"), reckoner)["rent"] is None
    assert [problem.code for problem in reckoner.problems] == ["PROSE-REFERENCE"]


def test_what_is_left_out_is_there_as_nothing(reckoner: Reckoner) -> None:
    assert printed(lease("{note: 乙}"), reckoner) == {"landlord": None, "rooms": None, "rent": None}
    assert texts(lease("{note: 乙}"), louder) == {"purpose": None}


def test_texts_are_written_by_the_given_line() -> None:
    assert texts(lease("{purpose: 办公}"), louder) == {"purpose": "办公！"}
