"""What a report that is in order does not need is not waited for: neither imported, nor compiled, nor looked through."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from importlib.util import find_spec
from typing import Any

import pytest

from generator.data.syntax import encoding
from generator.rules import prose
from generator.spelling import years
from tests.support.paths import PROJECT

MAIN = """
import gc, json, re, runpy, sys
program, out, *sys.argv[1:] = sys.argv[1:]
try:
    runpy.run_path(program, run_name="__main__")
except SystemExit as ended:
    found = {"status": ended.code or 0, "modules": [*sys.modules], "frozen": gc.get_freeze_count(), "on": gc.isenabled()}
    found["patterns"] = [pattern for _, pattern, _ in re._cache if isinstance(pattern, str)]
    found["dataclasses"] = [
        f"{name}.{kind.__name__}"
        for name, module in sys.modules.items() if name.startswith("generator.")
        for kind in vars(module).values() if isinstance(kind, type) and kind.__module__ == name and "__dataclass_fields__" in vars(kind)
    ]
    with open(out, "w", encoding="utf-8") as file:
        json.dump(found, file)
"""

UNNEEDED = (
    # Libraries, and modules of Python that take long.
    "concurrent",
    "difflib",
    "jinja2",
    "jsonschema",
    "lxml",
    "markdown_it",
    "multiprocessing",
    "openpyxl",
    *(["platformdirs"] if sys.platform == "linux" else []),
    "pypdf",
    "segno",
    "sqlite3",
    "tqdm",
    "watchfiles",
    "xlsxwriter",
    # What only some reports have: final accounts, roll-ups, acceptances, pictures.
    "generator.data.paths",
    "generator.data.syntax.diagnosis",
    "generator.data.syntax.lines",
    "generator.data.syntax.slips",
    "generator.figures.accounts",
    "generator.figures.glossary",
    "generator.figures.rollup",
    "generator.pictures",
    "generator.rules.accounts",
    "generator.rules.accounts_stated",
    "generator.rules.codes",
    "generator.rules.glossary",
    "generator.word.drawing",
    # What tells problems, explains figures, compiles templates.
    "generator.cli.problems",
    "generator.cli.progress",
    "generator.data.edit",
    "generator.figures.explanation",
    "generator.opc",
    "generator.reports.strays",
    "generator.text.balance",
    "generator.text.grammar",
    "generator.text.language",
    "generator.text.translation",
    "generator.word.compiler",
    "generator.word.part",
    "generator.word.safety",
    # Types alone, and what other commands do.
    "generator.branches",
    "generator.cli.commands",
    "generator.excel",
    "generator.pool",
    "generator.revisions",
    "generator.reports.batch",
    "generator.reports.importing",
    "generator.reports.summary",
    "generator.tables",
)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What is found in a process that has made the documents of a report, whose templates had been compiled before."""
    root = tmp_path_factory.mktemp("起步")
    shutil.copytree(PROJECT / "templates", root / "templates")
    (root / "reports" / "2022").mkdir(parents=True)
    shutil.copy(PROJECT / "reports" / "2022" / "hechi.yaml", root / "reports" / "2022")
    out = root / "found.json"
    command = ("--root", str(root), "report", "--unit", "hechi", "--year", "2022")
    for _ in range(2):
        done = [sys.executable, "-I", "-c", MAIN, str(PROJECT / "generator" / "__main__.py"), str(out), *command]
        subprocess.run(done, check=True, capture_output=True)
    read: dict[str, Any] = json.loads(out.read_text("utf-8"))
    assert read["status"] == 0 and "generator.word.render" in read["modules"]
    return read


def test_no_module_is_imported_that_the_report_does_not_need(found: dict[str, Any]) -> None:
    unneeded = tuple(f"{name}." for name in UNNEEDED)
    assert [name for name in found["modules"] if f"{name}.".startswith(unneeded)] == []


def test_what_is_looked_for_exists() -> None:
    assert [name for name in UNNEEDED if find_spec(name) is None] == []


def test_no_dear_pattern_is_compiled_that_the_report_does_not_need(found: dict[str, Any]) -> None:
    assert years._FULL.pattern in found["patterns"]
    assert {encoding._FORBIDDEN, prose._DOCUMENT} & {*found["patterns"]} == set()


def test_the_code_of_a_dataclass_is_generated_for_no_class(found: dict[str, Any]) -> None:
    assert found["dataclasses"] == []


def test_what_is_imported_is_not_looked_through_for_garbage(found: dict[str, Any]) -> None:
    assert found["frozen"] > 10_000 and found["on"]
