"""Every rule has a page, bad examples that trigger exactly it and what they tell, and a good one that does not."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path

import pytest
import yaml

from generator.cli.rule_pages import reference
from generator.problems import REFERENCE, page_of
from tests.support.examples import BAD, EXAMPLES, FAULTS, FOUND, RULES, TOLD, copied, problems_of, told
from tests.support.paths import PROJECT
from tests.support.sites import record, sites_of_problems

TOLD_OF = yaml.safe_load(TOLD.read_text("utf-8"))
ROOMS = {"data", "text", "figures", "rules"}
"""The rooms that make the problems of a report, each in every place; `data/upgrade` is reached by its command only."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copied(tmp_path)


def test_the_files_of_the_rules_are_in_order() -> None:
    assert FAULTS == []
    assert {*RULES} - {*EXAMPLES} == {"GIT-PATH", "PROGRAM-FAULT", "SYSTEM-FAULT"}, "data have examples"


@pytest.mark.parametrize("name", BAD)
def test_a_bad_example_triggers_exactly_its_rule(root: Path, name: str) -> None:
    code, example = BAD[name]
    found = problems_of(root, example)
    assert {problem.code for problem in found} == {code}, [problem.message for problem in found]
    assert {problem.severity.value for problem in found} == {RULES[code]["severity"]}
    assert all(re.search("[\u4e00-\u9fff]", problem.message) and problem.remedy for problem in found)
    assert told(found) == TOLD_OF[name]


def test_nothing_is_told_of_an_example_that_is_gone() -> None:
    assert [*TOLD_OF] == [*BAD], "python -m tests.support.examples"


@pytest.mark.parametrize("code", EXAMPLES)
def test_a_good_example_triggers_nothing(root: Path, code: str) -> None:
    assert problems_of(root, RULES[code]["good"]) == []


NO_REPORT = ("data/upgrade", "data/json_reader")
"""Modules that read what is no report: another format, data for anyone's template."""


def test_every_place_that_makes_a_problem_of_a_report_has_an_example(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sites = sites_of_problems({*EXAMPLES})
    every = {site for at_line in sites.values() for site in at_line}
    number = Counter(site.code for site in every)
    # The only place of another code is that of its example.
    wanted = {site for site in every if site.room in ROOMS and number[site.code] > 1 and site.module not in NO_REPORT}
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
