"""Templates with one mistake, as the cases in tests/data/templates describe it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from generator.opc import Link, Package, with_links, with_part, write_package
from generator.word.names import DOCUMENT
from generator.word.package import read_package
from tests.support.docx import package_of
from tests.support.paths import PROJECT

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


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
