"""Every report, profile, rule and list fits its schema for an independent implementation too."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT

FILES = {
    "report": [*PROJECT.glob("reports/*/*.yaml"), *PROJECT.glob("tests/data/*/reports/*/*.yaml")],
    "profile": [PROJECT / "templates" / "national" / "profile.yaml"],
    "rule": [*PROJECT.glob("rules/*.yaml")],
    "functional": [PROJECT / "schema" / "functional.yaml"],
    "economic": [PROJECT / "schema" / "economic.yaml"],
    "namespace": [PROJECT / "schema" / "namespace.yaml"],
    "glossary": [PROJECT / "schema" / "glossary.yaml"],
}


def check_jsonschema(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "check_jsonschema", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=False, text=True)


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
