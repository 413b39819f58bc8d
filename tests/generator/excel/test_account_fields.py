"""The figures of the accounts that are in no table, by the titles of the schema."""

from __future__ import annotations

from generator.data.accounts import Accounts
from generator.data.record import build
from generator.excel.account_fields import account_fields, figure_of, typed_figures
from generator.quantity import Quantity
from tests.support.quantities import q
from tests.support.reports import good

TEXT = """\
functions: []
staff: {retired: 5人}
three_public: {abroad: {actual: 2万元, people: 3人次}, reception: {budget: =facts.甲}}
last_year: {total: =facts.乙}
initial_budget: {classes: [], total: 9万元}
"""


def test_each_field_has_its_path_and_unit() -> None:
    found = account_fields()
    units = dict(found.values())
    assert units["staff", "retired"] == "人"
    assert units["three_public", "abroad", "people"] == "人次"
    assert units["initial_budget", "total"] == "万元"
    assert ("last_year", "reason") not in units
    assert len({path for path, _ in found.values()}) == len(found) > 40


def test_a_typed_figure_is_listed_and_a_formula_by_what_it_gives() -> None:
    accounts = build(Accounts, good(TEXT))
    lines = {"reception": {"budget": q("7万元")}}
    tree = {"accounts": {"three_public": {"lines": lines}, "last_year": {"total": q("8万元")}}}
    listed = {(name, unit): figure.value for name, figure, unit in typed_figures(accounts, tree)}
    paths = {account_fields()[name][0]: value for (name, _), value in listed.items()}
    assert paths == {
        ("staff", "retired"): 5,
        ("three_public", "abroad", "actual"): 20000,
        ("three_public", "abroad", "people"): 3,
        ("three_public", "reception", "budget"): 70000,
        ("last_year", "total"): 80000,
        ("initial_budget", "total"): 90000,
    }


def test_an_amount_that_cannot_be_computed_is_no_figure() -> None:
    accounts = build(Accounts, good(TEXT))
    tree = {"accounts": {"last_year": {"total": Quantity(None, "元")}}}
    assert figure_of(accounts, tree, ("last_year", "total")) is None
    assert figure_of(None, tree, ("last_year", "total")) is None
