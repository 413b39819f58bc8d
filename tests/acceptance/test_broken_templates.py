"""Each file in tests/data/templates is a mistake made in a template, with exactly the faults that lint must find.

A mistake starts from a template of the project, or from the base with another `body`; `template: all` breaks every
template in the same way. An edit replaces a text of a part once, or adds a part under a content type; `link` adds a
relationship to a part ("" is the package). Cases marked `lead` are about tags and names.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from _pytest.mark import ParameterSet

from generator.opc import Link, Package, with_links, with_part, write_package
from generator.problems import Problem, in_order
from generator.reports.lint import lint_templates
from generator.reports.template_names import lint_names
from generator.word.names import DOCUMENT
from generator.word.package import read_package
from tests.conftest import DATA, PROJECT
from tests.support.docx import package_of

CASES = sorted((DATA / "templates").glob("*.yaml"))
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def read_case(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return loaded


def edited(package: Package, edit: dict[str, Any]) -> Package:
    part = edit.get("part", DOCUMENT)
    if "link" in edit:
        link = edit["link"]
        kind = link["type"] if ":" in link["type"] else OFFICE + link["type"]
        return with_links(package, part, [Link(link["id"], kind, link["target"], link.get("external", False))])
    if "add" in edit:
        return with_part(package, part, edit["add"].encode(), edit["type"])
    text = package[part].decode()
    assert edit["find"] in text, edit["find"]
    return package | {part: text.replace(edit["find"], edit["replace"], 1).encode()}


def broken(root: Path, case: dict[str, Any]) -> Path:
    """A folder with the templates that the case needs, one of them broken."""
    name = case.get("template", "national/report.docx")
    templates = root / "templates"
    profiles = {"national", Path(name).parent.name} - {""}
    for profile in profiles:
        shutil.copytree(PROJECT / "templates" / profile, templates / profile)
    shutil.copy(PROJECT / "templates" / "base.docx", templates)
    if "bytes" in case:
        (templates / name).write_text(case["bytes"], "utf-8")
        return templates
    for path in templates.rglob("*.docx") if name == "all" else [templates / name]:
        package, problems = read_package(path, name)
        assert package is not None, problems
        if "body" in case:
            package = package_of(case["body"])
        for edit in case.get("edits", []):
            package = edited(package, edit)
        path.write_bytes(write_package(package))
    return templates


def as_data(problem: Problem, root: str) -> dict[str, str]:
    file, _, part = problem.place.path.partition("!")
    where = {} if file == root else {"file": file.removeprefix("templates/")}
    return {"code": problem.code, **where, "part": part, "excerpt": problem.place.excerpt, "message": problem.message}


def test_there_are_at_least_forty_mistakes() -> None:
    assert len(CASES) >= 40


def as_parameter(path: Path) -> ParameterSet:
    return pytest.param(path, id=path.stem)


@pytest.mark.parametrize("path", [as_parameter(path) for path in CASES])
def test_a_mistake_gives_exactly_its_faults_in_one_run(tmp_path: Path, path: Path) -> None:
    case = read_case(path)
    templates = broken(tmp_path, case)
    problems = in_order([*lint_templates(templates), *lint_names(templates)])
    found = [as_data(problem, f"templates/{case.get('template', 'national/report.docx')}") for problem in problems]
    pieces = [fault["message"] for fault in case["faults"]]
    assert [fault | {"message": ""} for fault in found] == [fault | {"message": ""} for fault in case["faults"]], found
    assert [piece for piece, fault in zip(pieces, found, strict=True) if piece not in fault["message"]] == [], found
    assert all(problem.remedy for problem in problems)
