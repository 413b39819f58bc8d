"""Every report, profile, rule and list fits its schema for an independent implementation too."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from generator.data.reader import read
from generator.data.schema import is_valid, schema, violations
from generator.data.syntax.encoding import forbidden
from tests.support.fuzz import SEED, drawn
from tests.support.paths import PROJECT

FILES = {
    "report": [*PROJECT.glob("reports/*/*.yaml"), *PROJECT.glob("tests/data/*/reports/*/*.yaml")],
    "profile": [PROJECT / "templates" / "national" / "profile.yaml"],
    "rule": [path for path in PROJECT.glob("rules/*.yaml") if path.name != "families.yaml"],
    "families": [PROJECT / "rules" / "families.yaml"],
    "functional": [PROJECT / "schema" / "functional.yaml"],
    "economic": [PROJECT / "schema" / "economic.yaml"],
    "namespace": [PROJECT / "schema" / "namespace.yaml"],
    "glossary": [PROJECT / "schema" / "glossary.yaml"],
    "tables": [PROJECT / "schema" / "tables.yaml"],
    "idioms": [PROJECT / "schema" / "idioms.yaml"],
    "house_style": [PROJECT / "templates" / "house_style.yaml"],
    "policy": [PROJECT / "schema" / "policy.yaml"],
    "renamed_figures": [PROJECT / "schema" / "renamed_figures.yaml"],
}


def check_jsonschema(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "check_jsonschema", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=False, text=True)


@pytest.mark.heavy
@pytest.mark.parametrize("name", FILES)
def test_files_fit_their_schema(name: str) -> None:
    assert FILES[name]
    done = check_jsonschema("--schemafile", PROJECT / "schema" / f"{name}.schema.json", *FILES[name])
    assert done.returncode == 0, done.stdout


def test_the_schemas_are_schemas() -> None:
    schemas = sorted((PROJECT / "schema").glob("*.schema.json"))
    assert {path.name.split(".")[0] for path in schemas} == set(FILES)
    done = check_jsonschema("--check-metaschema", *schemas)
    assert done.returncode == 0, done.stdout


def parts(value: Any) -> Iterator[dict[str, Any]]:
    """Every part of a schema that says what a value must be."""
    if isinstance(value, dict):
        if isinstance(value.get("type", ""), str | list) and {"type", "enum", "pattern"} & value.keys():
            yield value
        for key, child in value.items():
            yield from () if key in ("examples", "defaultSnippets") else parts(child)
    elif isinstance(value, list):
        for child in value:
            yield from parts(child)


@pytest.mark.parametrize("name", ["report", "profile"])
def test_editors_find_words_for_all_that_can_be_wrong(name: str) -> None:
    """An editor would show its own English, or the regular expression."""
    unworded = [part for part in parts(schema(name)) if "errorMessage" not in part]
    assert unworded == []


@pytest.mark.parametrize(("name", "number"), [("report", 35), ("profile", 8)])
def test_what_editors_say_of_a_record_names_all_its_fields_and_no_others(name: str, number: int) -> None:
    records = [part for part in parts(schema(name)) if part.get("additionalProperties") is False]
    assert len(records) >= number
    for part in records:
        required = part.get("required", [])
        optional = [name for name in part["properties"] if name not in required]
        named = [("要有", required), ("可以有", optional)]
        clauses = [f"{what} {'、'.join(names)}" for what, names in named if names]
        told = part["errorMessage"].partition("：")[2].partition("。")[0]
        assert told == "；".join([*clauses, "没有别的"])


@pytest.mark.parametrize("name", ["report", "profile"])
def test_both_validators_agree_on_every_file(name: str) -> None:
    """The compiled one says yes or no, the other words what is wrong: one without the other would hide a fault."""
    answers = []
    for path in sorted(PROJECT.glob("[rts]*/**/*.yaml")):
        root, problems = read(path, path.name)
        if root is not None and not problems:
            value = root.plain()
            answers.append(is_valid(value, name))
            assert answers[-1] == (not [*violations(value, name)]), path
    assert answers.count(True) >= 1
    assert answers.count(False) >= 100


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for child in [*value, *value.values()] if isinstance(value, dict) else value:
            yield from texts(child)


@given(number=st.integers(0, 100_000))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.nested_given])
def test_both_validators_agree_on_generated_reports(number: int) -> None:
    value = drawn(SEED, number)
    assume(not any(any(forbidden(text)) for text in texts(value)))  # no file with these gets so far
    assert is_valid(value, "report") == (not [*violations(value, "report")])
