"""Hechi's report of 2022 in a workspace: changed, loaded and made into documents."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from generator.data.reader import Node, parse
from generator.namespace import Tree, resolve
from generator.problems import Problem
from generator.quantity import Quantity
from generator.reports.documents import make_documents
from generator.reports.load import load
from generator.reports.workspace import Workspace

DOCUMENTS = ["report.docx", "funds.docx", "scoring.docx", "full.docx", "reconciliation.docx"]
ACCEPTED = """
accepted:
  - code: {code}
    at: {at}
    reason: 已经核实
    by: 王五
    date: 2024-03-20
"""
LOST = ("                reason: 部分学校应用不多，下年加强培训。\n", "")
"""An indicator of the invented report for the rules without the reason of its lost points."""


def derived(workspace: Workspace) -> Tree:
    """The namespace of the report."""
    loaded = load(workspace, "hechi", "2022")
    assert loaded.derived is not None, loaded.problems
    return {**loaded.derived.tree}


def edit(workspace: Workspace, *changes: tuple[str, str]) -> Path:
    """The report's file, with parts of its text replaced wherever they stand."""
    path = workspace.report("hechi", "2022")
    text = path.read_text("utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    path.write_text(text, "utf-8")
    return path


def problems(workspace: Workspace, *changes: tuple[str, str]) -> list[Problem]:
    """What is said of the report after the changes."""
    edit(workspace, *changes)
    return load(workspace, "hechi", "2022").problems


def value(tree: Tree, path: str) -> Fraction | None:
    """The value of a figure."""
    figure = resolve(tree, path)
    assert isinstance(figure, Quantity)
    return figure.value


def made(workspace: Workspace) -> dict[str, bytes]:
    """The documents of the report, which has no fault."""
    loaded = load(workspace, "hechi", "2022")
    assert loaded.ready, loaded.problems
    files, problems = make_documents(workspace, loaded)
    assert problems == []
    return files


def good(text: str) -> Node:
    """The root of a YAML text without faults."""
    node, problems = parse(text.encode(), "x.yaml")
    assert node is not None, problems
    return node
