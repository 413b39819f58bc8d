"""The examples of the rules: made in a workspace, and what is told of each, word by word.

`python -m tests.support.examples` writes anew what is told, `tests/data/told.yaml`, for the reader of its diff to judge.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import yaml

from generator.cli.rule_pages import read_rules
from generator.data.reader import read
from generator.files import write_files
from generator.opc import write_package
from generator.problems import Problem
from generator.reports.documents import make_documents
from generator.reports.importing import import_workbook
from generator.reports.lint import lint_templates
from generator.reports.load import load
from generator.reports.strays import repeated
from generator.reports.workspace import Workspace
from tests.support.books import from_text
from tests.support.paths import DATA, PROJECT

FOUND, FAULTS = read_rules(PROJECT)
RULES = FOUND.by_code
EXAMPLES = [code for code, rule in RULES.items() if {"bad", "good"} <= rule.keys()]
BAD = {
    f"{code}-{number}" if number else code: (code, example)
    for code in EXAMPLES
    for number, example in enumerate([RULES[code]["bad"], *RULES[code].get("more", [])])
}
FOLDERS = [PROJECT, DATA / "examples", DATA / "accounts", DATA / "rollup"]


TOLD = DATA / "told.yaml"
SHOWN = 4
"""Problems of an example that are told word by word where it has more than some."""


def copied(root: Path) -> Path:
    """A workspace with all templates and reports, to make an example in."""
    shutil.copytree(PROJECT / "templates", root / "templates")
    shutil.copytree(DATA / "rollup" / "templates", root / "templates", dirs_exist_ok=True)
    for folder in FOLDERS:
        shutil.copytree(folder / "reports", root / "reports", dirs_exist_ok=True)
    return root


def change(root: Path, own: Path, edit: dict[str, Any]) -> None:
    """One edit of an example: of a text file, or of a member of a Word file."""
    path = root / edit["file"] if "file" in edit else own
    if edit.get("delete"):
        path.unlink()
        return
    if "member" in edit:
        with zipfile.ZipFile(path) as archive:
            package = {name: archive.read(name) for name in archive.namelist()}
        text = package[edit["member"]].decode()
        assert edit["find"] in text
        path.write_bytes(
            write_package(package | {edit["member"]: text.replace(edit["find"], edit["replace"], 1).encode()})
        )
        return
    text = path.read_text("utf-8") if path.exists() else ""
    assert edit["find"] in text
    new = re.sub("⟨U\\+([0-9A-F]{4})⟩", lambda code: chr(int(code[1], 16)), edit["replace"]) * edit.get("times", 1)
    text = text.replace(edit["find"], new, 1) if edit["find"] else new
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".xlsx" and " | " in text:
        path.write_bytes(from_text(text))
        return
    path.write_bytes(text.encode(edit.get("encoding", "utf-8")))


def problems_of(root: Path, example: dict[str, Any]) -> list[Problem]:
    unit = example.get("unit", "hechi")
    (own,) = (root / "reports").glob(f"*/{unit}.yaml")
    for edit in example["edits"]:
        change(root, own, edit)
    workspace = Workspace(root)
    if example.get("command") == "lint":
        named = {"national", *(edit["file"].split("/")[1] for edit in example["edits"] if "/" in edit.get("file", ""))}
        for folder in workspace.templates.iterdir():  # what the example is not about only takes time
            if folder.is_dir() and folder.name not in named:
                shutil.rmtree(folder)
        return lint_templates(workspace.templates)
    if example.get("command") == "import":
        return import_workbook(workspace, unit, own.parent.name, root / "表.xlsx", "表.xlsx").problems
    if example.get("command") == "year":
        year = own.parent.name
        roots = (read(workspace.report(unit, year), unit)[0] for unit, _ in workspace.reports(year))
        return repeated(root.at("unit") for root in roots if root is not None)
    loaded = load(workspace, unit, own.parent.name)
    if example.get("command") != "report" or not loaded.ready:
        return loaded.problems
    files, problems = make_documents(workspace, loaded)
    return loaded.problems + problems + (write_files(workspace.output(unit, own.parent.name), files) if files else [])


def told(problems: list[Problem]) -> list[dict[str, str]]:
    """What a reader is told: where, what, how it was computed and what to do; of many the first and the last."""
    if len(problems) > 3 * SHOWN:
        left = len(problems) - SHOWN
        return [*told(problems[: SHOWN // 2]), {"left out": str(left)}, *told(problems[-SHOWN // 2 :])]
    return [
        {
            key: value
            for key, value in (
                ("at", str(problem.place)),
                ("excerpt", problem.place.excerpt.strip()[:80]),
                ("message", problem.message),
                ("computation", problem.computation),
                ("remedy", problem.remedy),
            )
            if value
        }
        for problem in problems
    ]


def main() -> int:
    """Writes what is told of each bad example."""
    found: dict[str, list[dict[str, str]]] = {}
    for name, (_, example) in BAD.items():
        with tempfile.TemporaryDirectory() as folder:
            found[name] = told(problems_of(copied(Path(folder)), example))
    TOLD.write_text(yaml.safe_dump(found, allow_unicode=True, sort_keys=False, width=1000), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
