"""The tests mirror the program: each module has a test module of its own name at the same place, and no folder is full.

What several test modules use stands in tests/support.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.support.paths import PROJECT

MOST = 18  # modules directly in a folder, its __init__ among them
NO_BEHAVIOUR = {
    "__main__": "one call, which tests/generator/cli/test_app makes in a process of its own",
    "data/accounts": "records only, written from the schema; tests/generator/data/test_report holds them to it",
    "data/typed/spellings": "a table only, written from the schema; tests/generator/data/test_report holds it to it",
    "tables/grid": "records only, the cells in every test of tables",
}
"""Modules that need no test module, and why."""


def modules(root: Path) -> set[str]:
    """The modules below a folder by their paths without suffix."""
    return {
        path.relative_to(root).with_suffix("").as_posix() for path in root.rglob("*.py") if path.name != "__init__.py"
    }


def with_tests() -> set[str]:
    """The modules that the test modules are named after."""
    root = PROJECT / "tests" / "generator"
    return {
        f"{head}{slash}{name.removeprefix('test_')}"
        for head, slash, name in (one.rpartition("/") for one in modules(root))
    }


def test_each_test_module_is_named_after_a_module_at_its_place() -> None:
    assert sorted(with_tests() - modules(PROJECT / "generator")) == []


def test_each_module_has_a_test_module() -> None:
    assert sorted(modules(PROJECT / "generator") - with_tests() - NO_BEHAVIOUR.keys()) == []


def test_what_is_named_as_untested_is_there_and_untested() -> None:
    named = NO_BEHAVIOUR.keys()
    assert sorted(named - modules(PROJECT / "generator")) == []
    assert sorted(named & with_tests()) == []


@pytest.mark.parametrize(
    "package", sorted(path.parent for path in (PROJECT / "generator").rglob("__init__.py")), ids=lambda path: path.name
)
def test_a_folder_has_at_most_eighteen_modules(package: Path) -> None:
    assert len([*package.glob("*.py")]) <= MOST


def test_no_test_module_imports_from_another() -> None:
    found = []
    for path in sorted((PROJECT / "tests").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or "", *(f"{node.module}.{one.name}" for one in node.names)]
            if any(name.split(".")[0] == "tests" and name.rpartition(".")[2].startswith("test_") for name in names):
                found.append(path.relative_to(PROJECT).as_posix())
    assert found == []
