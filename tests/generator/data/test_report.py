from __future__ import annotations

from dataclasses import MISSING, fields
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from generator.data import accounts as accounts_model
from generator.data import record
from generator.data import report as model
from generator.data.reader import parse
from generator.data.schema import schema

RECORDS = {
    ("report", ""): model.Report,
    ("report", "evaluation"): model.Evaluation,
    ("report", "funds"): model.Funds,
    ("report", "source"): model.Source,
    ("report", "item"): model.Item,
    ("report", "goal"): model.Goal,
    ("report", "group"): model.Group,
    ("report", "indicator"): model.Indicator,
    ("report", "base_table"): model.BaseTable,
    ("report", "cost"): model.Cost,
    ("report", "annex"): model.Annex,
    ("report", "rollup"): model.Rollup,
    ("report", "rollup_unit"): model.RollupUnit,
    ("report", "working_group"): model.WorkingGroup,
    ("report", "member"): model.Member,
    ("report", "signature"): model.Signature,
    ("report", "accounts"): accounts_model.Accounts,
    ("report", "staff"): accounts_model.Staff,
    ("report", "function"): accounts_model.Function,
    ("report", "account_project"): accounts_model.AccountProject,
    ("report", "initial_budget"): accounts_model.InitialBudget,
    ("report", "class_budget"): accounts_model.ClassBudget,
    ("report", "last_year"): accounts_model.LastYear,
    ("report", "three_public"): accounts_model.ThreePublic,
    ("report", "three_public_scope"): accounts_model.ThreePublicScope,
    ("report", "three_public_line"): accounts_model.ThreePublicLine,
    ("report", "procurement"): accounts_model.Procurement,
    ("report", "assets"): accounts_model.Assets,
    ("report", "vehicles"): accounts_model.Vehicles,
    ("report", "performance"): accounts_model.Performance,
    ("report", "key_work"): accounts_model.KeyWork,
    ("report", "stated"): accounts_model.Stated,
    ("report", "published"): model.Published,
    ("report", "accepted"): model.Accepted,
    ("profile", ""): model.Profile,
    ("profile", "weights"): model.Weights,
    ("profile", "scoring"): model.Scoring,
    ("profile", "band"): model.Band,
    ("profile", "grade"): model.Grade,
    ("profile", "section"): model.Section,
    ("profile", "document"): model.Document,
}


@pytest.mark.parametrize(("where", "record"), RECORDS.items(), ids=lambda value: getattr(value, "__name__", None))
def test_schema_and_model_are_in_step(where: tuple[str, str], record: type[record.Record]) -> None:
    name, definition = where
    part: dict[str, Any] = schema(name)["$defs"][definition] if definition else schema(name)
    own = {field.name: field for field in fields(record) if field.name != "node"}
    assert set(part["properties"]) == set(own)
    demanded = {field.name for field in own.values() if field.default is MISSING and field.default_factory is MISSING}
    assert set(part.get("required", [])) == demanded


def test_every_object_of_the_schemas_has_a_record() -> None:
    for name in ("report", "profile"):
        objects = {key for key, part in schema(name)["$defs"].items() if part.get("type") == "object"}
        assert objects == {definition for file, definition in RECORDS if file == name and definition}


def test_a_number_keeps_its_exact_value_as_points() -> None:
    root, _ = parse(b"{word: x, lowest: 8.50}", "x")
    assert root is not None
    grade = record.build(model.Grade, root)
    assert (grade.lowest.value, grade.lowest.unit) == (Fraction(17, 2), "分")
    assert grade.lowest.slack == 0


def test_a_number_in_scientific_notation_is_written_out() -> None:
    root, _ = parse(b"{word: x, lowest: 1e2}", "x")
    assert root is not None
    assert record.build(model.Grade, root).lowest.value == 100


def test_a_profile_number_becomes_a_decimal() -> None:
    assert record._convert(Decimal, parse(b"x: 90", "x")[0].at("x")) == Decimal(90)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("name", "path"),
    [("report", ("evaluation", "properties", "type")), ("profile", ("section", "properties", "only"))],
)
def test_the_kinds_of_evaluation_are_those_of_the_schemas(name: str, path: tuple[str, ...]) -> None:
    entry: Any = schema(name)["$defs"]
    for step in path:
        entry = entry[step]
    assert entry["enum"] == [*model.KINDS]
