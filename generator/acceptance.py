"""Lets problems stand that a named person has looked at, and reports acceptances that no longer match any."""

from __future__ import annotations

from collections.abc import Sequence

from generator.leaves import named
from generator.model import Accepted, Report
from generator.namespace import Tree
from generator.problems import Problem, nearest
from generator.reader import Node

NEVER = (
    "YAML-",
    "SCHEMA-",
    "REPORT-",
    "CODE-",
    "PROFILE-",
    "PRIVACY-",
    "ACCEPT-",
    "NARRATIVE-",
    "PROSE-REFERENCE",
    "FORMULA",
    "PROGRAM-",
    "SYSTEM-",
)
"""The beginnings of codes that cannot be accepted: these must be put right before anything is made or published."""


def accept(report: Report, problems: Sequence[Problem]) -> tuple[list[Problem], list[Tree]]:
    """The problems that remain, and the accepted ones as the reconciliation lists them.

    An acceptance names a problem's code and the path of the data it is about; it covers every problem of that code
    within that data. One that covers none is itself a problem (ACCEPT-UNUSED).
    """
    remaining = [*problems]
    rows: list[Tree] = []
    for entry in report.accepted:
        node = entry.node
        if entry.code.startswith(NEVER):
            message = f"「{entry.code}」这类问题不能接受，要改正"
            remaining.append(Problem("ACCEPT-CODE", node.at("code").place, message, "改正问题，删去这一项"))
            continue
        found = _at(report.node, entry.at)
        if isinstance(found, Problem):
            remaining.append(_lost(entry, found))
            continue
        covered = [problem for problem in remaining if problem.code == entry.code and _within(problem, found)]
        if not covered:
            message = f"「{entry.at}」没有代号为「{entry.code}」的问题"
            remaining.append(Problem("ACCEPT-UNUSED", node.at("code").place, message, "问题已经改正的，删去这一项"))
        for problem in covered:
            remaining.remove(problem)
            rows.append(
                {
                    "id": f"{entry.code}@{entry.at}/{len(rows)}",
                    "code": entry.code,
                    "at": entry.at,
                    "place": f"第{problem.place.line}行",
                    "message": problem.message,
                    "reason": entry.reason,
                    "by": entry.by,
                    "date": entry.date,
                }
            )
    return remaining, rows


def _lost(entry: Accepted, problem: Problem) -> Problem:
    return Problem("ACCEPT-PATH", entry.node.at("at").place, problem.message, problem.remedy)


def _within(problem: Problem, node: Node) -> bool:
    """Whether a problem stands on the lines of a value, or of the key that the value belongs to."""
    first, last = node.place.line, node.file.place(max(node.end - 1, node.start), node.end).line
    return problem.place.path == node.file.path and first <= problem.place.line <= last


def _at(root: Node, path: str) -> Node | Problem:
    """The data under a dotted path; an element of a list is named by its id, name, code or title, or its number."""
    here, rest = root, path
    while rest:
        known = _children(here)
        name = max((name for name in known if rest == name or rest.startswith(f"{name}.")), key=len, default=None)
        if name is None:
            wanted = rest.split(".")[0]
            remedy = nearest(wanted, known, f"这里有：{'、'.join([*known][:8]) or '没有下级'}")
            return Problem("", here.place, f"数据里没有「{path}」：找不到「{wanted}」", remedy)
        here, rest = known[name], rest[len(name) + 1 :]
    return here


def _children(node: Node) -> dict[str, Node]:
    """What can be entered from a value: keys; for lists each element's id, name, code or title, else its number."""
    if isinstance(node.value, dict):
        entries = dict(node.value)
        for key in ("indicators", "goals"):
            if key in node.value:
                entries |= {f"indicators.{name}": leaf for name, leaf in _leaves(node.value[key])}
        return entries
    if isinstance(node.value, list):
        return dict(named(node))
    return {}


def _leaves(node: Node) -> list[tuple[str, Node]]:
    """The indicators below groups and goals by their id or name, so that a path need not name the groups."""
    found: list[tuple[str, Node]] = []
    for child in node.value if isinstance(node.value, list) else ():
        for key in ("groups", "indicators"):
            if key in child.keys:
                found += _leaves(child.at(key))
        found += named(child.at("items")) if "items" in child.keys else []
    return found
