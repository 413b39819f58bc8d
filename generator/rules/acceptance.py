"""Sets aside the problems that a named person has accepted, and reports acceptances that match no problem any more."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING

from generator.data.reader import Node
from generator.data.report import Accepted, Report
from generator.problems import Problem

if TYPE_CHECKING:
    from generator.branches import AcceptanceBranch

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
    "FIGURE-SPELLING",
    "DATE-SPELLING",
    "PICTURE-",
    "PROGRAM-",
    "SYSTEM-",
)
"""The beginnings of codes that cannot be accepted: these must be put right before anything is made or published."""


def accept(report: Report, problems: Sequence[Problem]) -> tuple[list[Problem], list[AcceptanceBranch]]:
    """The problems that remain, and the accepted ones as the reconciliation lists them.

    An acceptance names a problem's code and the path of the data it is about; it covers every problem of that code
    within that data. One that covers none is itself a problem (ACCEPT-UNUSED).
    """
    if not report.accepted:
        return [*problems], []
    from generator.data.aliases import names
    from generator.data.paths import NodeFinder

    added: list[Problem] = []
    rows: list[AcceptanceBranch] = []
    lines = _by_line(problems)
    accepted: set[int] = set()
    finder = NodeFinder(report.node)
    for entry in report.accepted:
        node = entry.node
        if entry.code.startswith(NEVER):
            message = f"「{entry.code}」这类问题不能接受，要改正"
            added.append(Problem("ACCEPT-CODE", node.at("code").place, message, "改正问题，删去这一项"))
            continue
        candidates = [finder.at(name) for name in names(entry.at)]
        target = next((candidate for candidate in candidates if isinstance(candidate, Node)), candidates[0])
        if isinstance(target, Problem):
            added.append(_lost(entry, target))
            continue
        positions = lines.get((entry.code, target.file.path), [])
        begin, end = (bisect_left(positions, (line, 0)) for line in _lines(target))
        covered = sorted(number for _, number in positions[begin:end])
        del positions[begin:end]
        accepted |= {*covered}
        if not covered:
            message = f"「{entry.at}」没有代号为「{entry.code}」的问题"
            added.append(Problem("ACCEPT-UNUSED", node.at("code").place, message, "问题已经改正的，删去这一项"))
        for problem in map(problems.__getitem__, covered):
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
    remaining = [problem for number, problem in enumerate(problems) if number not in accepted]
    return [*remaining, *added], rows


def _lost(entry: Accepted, problem: Problem) -> Problem:
    return Problem("ACCEPT-PATH", entry.node.at("at").place, problem.message, problem.remedy)


def _by_line(problems: Sequence[Problem]) -> dict[tuple[str, str], list[tuple[int, int]]]:
    """By code and file, the line of each problem and its index in the sequence, sorted."""
    index: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for number, problem in enumerate(problems):
        index.setdefault((problem.code, problem.place.path), []).append((problem.place.line, number))
    for lines in index.values():
        lines.sort()
    return index


def _lines(node: Node) -> tuple[int, int]:
    """The first line of a value, and the one after its last."""
    return node.place.line, node.file.place(max(node.end - 1, node.start), node.end).line + 1
