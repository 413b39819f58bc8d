"""Every rule has a page, a bad example that triggers exactly it, and a good one that does not."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from generator.cli.rule_pages import read_rules, reference
from generator.data.reader import read
from generator.files import write_files
from generator.opc import write_package
from generator.problems import REFERENCE, Problem, page_of
from generator.reports.documents import make_documents
from generator.reports.importing import import_workbook
from generator.reports.lint import lint_templates
from generator.reports.load import load
from generator.reports.strays import repeated
from generator.reports.workspace import Workspace
from tests.support.books import from_text
from tests.support.paths import DATA, PROJECT
from tests.support.sites import record, sites_of_problems

FOUND, FAULTS = read_rules(PROJECT)
RULES = FOUND.by_code
EXAMPLES = [code for code, rule in RULES.items() if {"bad", "good"} <= rule.keys()]
BAD = {
    f"{code}-{number}" if number else code: (code, example)
    for code in EXAMPLES
    for number, example in enumerate([RULES[code]["bad"], *RULES[code].get("more", [])])
}
FOLDERS = [PROJECT, DATA / "examples", DATA / "accounts", DATA / "rollup"]


ROOMS = {"data", "text", "figures", "rules"}
"""The rooms that make the problems of a report, each in every place; `data/upgrade` is reached by its command only."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copied(tmp_path)


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


def test_the_files_of_the_rules_are_in_order() -> None:
    assert FAULTS == []
    assert {*RULES} - {*EXAMPLES} == {"GIT-PATH", "PROGRAM-FAULT", "SYSTEM-FAULT"}, "data have examples"


@pytest.mark.parametrize(("code", "example"), BAD.values(), ids=BAD)
def test_a_bad_example_triggers_exactly_its_rule(root: Path, code: str, example: dict[str, Any]) -> None:
    found = problems_of(root, example)
    assert {problem.code for problem in found} == {code}, [problem.message for problem in found]
    assert {problem.severity.value for problem in found} == {RULES[code]["severity"]}
    assert all(re.search("[\u4e00-\u9fff]", problem.message) and problem.remedy for problem in found)


@pytest.mark.parametrize("code", EXAMPLES)
def test_a_good_example_triggers_nothing(root: Path, code: str) -> None:
    assert problems_of(root, RULES[code]["good"]) == []


def test_every_place_that_makes_a_problem_of_a_report_has_an_example(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sites = sites_of_problems({*EXAMPLES})
    every = {site for at_line in sites.values() for site in at_line}
    number = Counter(site.code for site in every)
    # The only place of another code is that of its example.
    wanted = {site for site in every if site.room in ROOMS and number[site.code] > 1 and site.module != "data/upgrade"}
    reached = record(monkeypatch, sites)
    for name, (code, example) in BAD.items():
        if code in {site.code for site in wanted}:
            problems_of(copied(tmp_path / name), example)
            shutil.rmtree(tmp_path / name)
    assert len(wanted) > 70
    assert sorted(wanted - reached) == []


def codes_of_the_program() -> set[str]:
    """Every code that a module of the program writes."""
    codes: set[str] = set()
    for path in (PROJECT / "generator").rglob("*.py"):
        text = path.read_text("utf-8")
        codes |= set(re.findall(r'"([A-Z]+(?:-[A-Z]+)+)"', text))
        if path.name == "schema.py":
            codes |= {f"SCHEMA-{code}" for code in re.findall(r'problem\(\s*"([A-Z]+)"', text)}
    return codes | {"FORMULA", "CHOICE"}


def test_every_code_of_the_program_has_a_rule_and_every_rule_a_code() -> None:
    assert sorted(codes_of_the_program()) == sorted(RULES)


@pytest.mark.parametrize("code", sorted(codes_of_the_program()))
def test_every_code_of_the_program_has_its_page(code: str) -> None:
    name, _, anchor = page_of(code).partition("#")
    headings = re.findall("^## (.+)$", (PROJECT / REFERENCE / name).read_text("utf-8"), re.MULTILINE)
    assert anchor in [heading.lower() for heading in headings]


def test_the_reference_is_up_to_date() -> None:
    written = {path.name: path.read_bytes().decode() for path in (PROJECT / REFERENCE).iterdir()}
    assert written == reference(FOUND), "make rules"


def test_every_link_of_the_reference_leads_to_a_heading() -> None:
    pages = reference(FOUND)
    for here, text in pages.items():
        for target in re.findall(r"\]\(([^)\s]+)\)", re.sub("```text.*?```", "", text, flags=re.DOTALL)):
            name, _, anchor = target.partition("#")
            assert not anchor or f"\n## {anchor.upper()}\n" in pages[name or here], (here, target)
            assert (name or here) in pages, (here, target)
