"""Plants mistakes in the four published reports and counts how many of them the checker finds: `planted.md`.

    python -m benchmarks.planted

`mistakes.py` plants, `witnesses.py` decides what contradicts a mistake, both without asking the checker. A mistake is
found where a problem that the unplanted report does not have stands at a line that takes part, or names one: the
changed line, a line of the other side, or a heading above the changed one. What nothing speaks to is counted apart.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from multiprocessing import Pool
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.mistakes import KINDS
from benchmarks.sheet import PROJECT, Mistake, Sheet, leaves
from benchmarks.witnesses import faults
from generator.build import Workspace, load
from generator.model import Report
from generator.problems import Problem
from generator.quantity import POINTS, Quantity
from generator.reader import Node, parse
from generator.record import build
from generator.validate import validate

REPORTS = (("hechi", "2022"), ("yiyang", "2021"), ("zhuzhou", "2024"), ("qiaokou", "2021"))
FAMILIES = (
    "sums",
    "budget",
    "rates",
    "scores",
    "measurement",
    "prose",
    "counts",
    "accounts",
    "published",
    "references",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a mistake; `explained` where only published figures that carry a cause contradict it."""

    line: int
    planted: str
    contradicted: bool
    explained: bool
    found: bool
    problems: tuple[str, ...]


@cache
def sheet_of(unit: str, year: str) -> Sheet:
    """The report, read once in each process."""
    return Sheet(unit, year)


def problems_of(unit: str, year: str, text: str) -> list[Problem]:
    """What the checker finds in a text that stands for a report."""
    with TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder))
        workspace.templates.symlink_to(PROJECT / "templates")
        path = workspace.report(unit, year)
        path.parent.mkdir(parents=True)
        path.write_text(text, "utf-8")
        return load(workspace, unit, year).problems


def contradiction(sheet: Sheet, text: str) -> tuple[bool, bool, frozenset[int]]:
    """Whether witnesses or faults speak against a text, whether all carry a cause, and on which lines they stand."""
    root, problems = parse(text.encode(), sheet.root.file.path)
    if root is None or problems or validate(root, "report"):
        return True, False, frozenset()
    old, new = ({node.place.line: node for _, node in leaves(top)} for top in (sheet.root, root))
    changes: dict[int, Quantity | str | None] = {}
    for line, node in old.items():
        if line not in new:
            changes[line] = None
        elif new[line].value != node.value:
            changes[line] = _figure(new[line])
    speaking = [one for one in sheet.witnesses if one.lines & changes.keys() and one.speaks(changes)]
    wrong = [lines for fault, lines in faults(build(Report, root), sheet.profile).items() if fault not in sheet.faults]
    lines = frozenset().union(*(one.lines for one in speaking), *wrong)
    return bool(speaking or wrong), bool(speaking) and not wrong and all(one.explained for one in speaking), lines


def _figure(node: Node) -> Quantity | str:
    """A changed value as a figure; bare numbers are weights and scores."""
    text = str(node.value)
    found = Quantity.parse(text.lstrip("≥≤") + ("" if isinstance(node.value, str) else POINTS), origin=node.place)
    return found or text


def judge(mistake: Mistake) -> Outcome:
    """Decides whether anything contradicts a mistake, and only then whether the checker finds it."""
    sheet = sheet_of(mistake.unit, mistake.year)
    text = sheet.text
    for start, end, new in sorted(mistake.edits, reverse=True):
        text = text[:start] + new + text[end:]
    spoken, explained, lines = contradiction(sheet, text)
    contradicted = spoken if mistake.contradicted is None else mistake.contradicted
    changed: set[int] = set()
    for start, end, _ in mistake.edits:
        changed.update(range(sheet.line(start), sheet.line(max(start, end - 1)) + 1))
    sides = changed | lines | mistake.sides | sheet.headings(changed)
    problems = problems_of(mistake.unit, mistake.year, text)
    named = {int(line) for problem in problems for line in re.findall("第 ([0-9]+) 行", problem.message)}
    words = [
        f"{sheet.text[start:end].strip()[:48]} → {new.strip()[:48] or '（删去）'}" for start, end, new in mistake.edits
    ]
    return Outcome(
        min(changed),
        re.sub(r"\s+", " ", "；".join(words)).replace("|", "¦"),
        contradicted,
        explained and mistake.contradicted is None,
        bool(sides & (named | {problem.place.line for problem in problems})),
        tuple(f"{problem.code}:{problem.place.line}" for problem in problems),
    )


def table(title: str, rows: dict[str, Counter[str]], *sums: tuple[str, set[str]]) -> list[str]:
    """A row for each name, and sums over all but some: planted and contradicted, found, percent, counted apart."""
    lines = [
        f"| {title} | contradicted | found | % | apart | of these found |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    whole = {f"**{name}**": sum((row for key, row in rows.items() if key not in but), Counter()) for name, but in sums}
    for name, count in (rows | whole).items():
        share = f"{100 * count['found'] / count['planted']:.1f}" if count["planted"] else "—"
        lines.append(
            f"| {name} | {count['planted']} | {count['found']} | {share} | {count['apart']} | {count['beside']} |"
        )
    return lines


def main() -> None:
    """Plants, checks, prints the tables and writes them beside this file."""
    sheets = [sheet_of(*report) for report in REPORTS]
    alarms = sum(len(problems_of(sheet.unit, sheet.year, sheet.text)) for sheet in sheets)
    planted = {(one.unit, one.edits): one for sheet in sheets for kind in KINDS for one in kind(sheet)}
    with Pool() as pool:
        outcomes = pool.map(judge, planted.values(), chunksize=8)
    families = {family: Counter[str]() for family in FAMILIES}
    kinds: dict[str, Counter[str]] = {}
    missed: list[str] = []
    beside: list[str] = []
    explained = 0
    for mistake, outcome in zip(planted.values(), outcomes, strict=True):
        for count in (families[mistake.family], kinds.setdefault(f"{mistake.family}: {mistake.kind}", Counter())):
            count["planted" if outcome.contradicted else "apart"] += 1
            count["found" if outcome.contradicted else "beside"] += outcome.found
        if outcome.contradicted == outcome.found:
            continue
        place = f"reports/{mistake.year}/{mistake.unit}.yaml:{outcome.line}"
        note = "cause" if outcome.explained else ""
        cells = (f"{mistake.family}: {mistake.kind}", place, outcome.planted, note, " ".join(outcome.problems[:3]))
        row = f"| {' | '.join(cells)} |"
        (missed if outcome.contradicted else beside).append(row)
        explained += outcome.contradicted and outcome.explained
    head = ["| kind | line | planted | only by | problems |", "| --- | --- | --- | --- | --- |"]
    lines = ["# Planted mistakes", "", "Written by `python -m benchmarks.planted`; its docstrings say what is planted,"]
    lines += ["what contradicts it, and when it counts as found.", ""]
    lines += [f"False alarms on the four unplanted reports: {alarms}.", ""]
    lines += [*table("family", families, ("all", set()), ("all but references", {"references"})), "", "## By kind", ""]
    lines += [*table("kind", dict(sorted(kinds.items()))), "", "## Contradicted and not found", ""]
    lines += [
        f"{explained} of these {len(missed)} are contradicted only by published figures that agree and carry a cause"
    ]
    lines += ["(`cause` in the column `only by`).", "", *head, *sorted(missed), "", "## Counted apart and found", ""]
    lines += [*head, *sorted(beside)]
    (Path(__file__).parent / "planted.md").write_text("\n".join(lines) + "\n", "utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
