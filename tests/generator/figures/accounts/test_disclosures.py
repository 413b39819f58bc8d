"""What the accounts disclose beside the tables: sums, shares and counts, and zero where nothing is given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from generator.data.accounts import Assets, Procurement, Staff, ThreePublic
from generator.data.record import Amount, build
from generator.figures.accounts.disclosures import assets, procurement, staff, table_7, three_public
from generator.figures.accounts.ledger import known
from generator.quantity import Quantity
from tests.support.reports import good

if TYPE_CHECKING:
    from generator.branches import ThreePublicDraft


def amount(given: Amount | None, label: str) -> Quantity:
    return known(given.target.quantity if given and given.target else None, label)


def public(text: str) -> ThreePublicDraft:
    record = build(ThreePublic, good(text))
    return three_public(record, table_7(record, amount))


def written(figure: Quantity) -> str:
    return figure.number("", 0) + figure.unit


def test_the_three_public_expenses_add_up_their_lines() -> None:
    text = "abroad: {budget: 1万元, actual: 2万元, groups: 1个, people: 3人次}\n"
    text += "vehicle_purchase: {actual: 18万元, vehicles: 1辆}\nvehicle_running: {budget: 4万元, actual: 3万元}\n"
    text += "reception: {budget: 5万元, actual: 1万元, batches: 6批次, people: 40人次}\n"
    branch: Any = public(text)
    lines = {line["id"]: line for line in branch["lines"]}
    assert {key: (line["budget"].value, line["actual"].value) for key, line in lines.items()} == {
        "total": (100000, 240000),
        "abroad": (10000, 20000),
        "vehicles": (40000, 210000),
        "vehicle_purchase": (0, 180000),
        "vehicle_running": (40000, 30000),
        "reception": (50000, 10000),
    }
    assert lines["abroad"]["completion"].value == 2 and lines["vehicle_purchase"]["completion"].value is None
    assert lines["reception"]["difference"]["direction"].text == "减少"
    assert lines["total"]["actual"].label == "“三公”经费决算数"
    assert {key: written(count) for key, count in branch["counts"].items()} == {
        "groups": "1个", "travellers": "3人次", "vehicles_bought": "1辆",
        "vehicles_owned": "0辆", "batches": "6批次", "guests": "40人次",
    }  # fmt: skip
    assert branch["none"] is False


@pytest.mark.parametrize(("text", "none"), [("{}", True), ("reception: {budget: 1元}", False)])
def test_there_are_no_three_public_expenses_where_each_budget_and_amount_is_zero(text: str, none: bool) -> None:
    assert public(text)["none"] is none


def test_the_scope_counts_units_by_kind() -> None:
    scope: Any = public("scope: {reference: 2个}")["scope"]
    assert {key: (count.label, written(count)) for key, count in scope.items()} == {
        "administrative": ("行政单位", "0个"),
        "reference": ("参公事业单位", "2个"),
        "full_funded": ("全额拨款事业单位", "0个"),
    }


def test_procurement_gives_the_shares_of_small_enterprises() -> None:
    text = "goods: 8万元\nservices: 2万元\nsme_goods: 4万元\nsme_services: 1万元\nmicro: 1万元\n"
    found: Any = procurement(build(Procurement, good(text)), amount)
    assert (found["total"].value, found["sme"].value) == (100000, 50000)
    shares = ("sme_goods_share", "sme_services_share", "sme_works_share", "sme_share", "micro_share")
    assert [found[key].value and float(found[key].value) for key in shares] == [0.5, 0.5, None, 0.5, 0.2]


def test_vehicles_are_added_up_and_equipment_is_counted() -> None:
    found: Any = assets(build(Assets, good("vehicles: {emergency: 2辆, others: 1辆}\nspecial_equipment: 3台（套）\n")))
    assert (found["vehicles"]["total"].value, found["vehicles"]["emergency"].label) == (3, "应急保障用车")
    assert (written(found["general_equipment"]), written(found["special_equipment"])) == ("0台（套）", "3台（套）")
    assert assets(build(Assets, good("{}")))["vehicles"]["total"].value == 0


def test_working_and_retired_staff() -> None:
    found = staff(
        build(Staff, good("administrative: 1人\ninstitutional: 20人\nreference: 4人\nveterans: 2人\nretired: 5人\n"))
    )
    assert [found["working"].value, found["left"].value] == [21, 7]
