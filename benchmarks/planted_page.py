"""The page on planted mistakes: written from what was counted by kind, and read again to see whether it still holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime

LEFT_OUT = {
    "references": "both print true figures, and only the words around them, which no rule reads, tell them apart"
}
"""Families that are measured but left out of the share, and why."""
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
    "privacy",
    *LEFT_OUT,
)
_MEASURED = re.compile(r"Measured on ([0-9-]+) on the files with the digest `([0-9a-f]{64})`")
_COLUMNS = "planted | found % | at the place | named | other side | elsewhere | missed | 错误 | 警告 | 提示"
_SPARE = "apart | of these told"


@dataclass(frozen=True, slots=True)
class Row:
    """How many contradicted mistakes were found in which way and as what, and how many were counted apart."""

    place: int = 0
    named: int = 0
    side: int = 0
    elsewhere: int = 0
    missed: int = 0
    error: int = 0
    warning: int = 0
    notice: int = 0
    apart: int = 0
    told: int = 0

    def __add__(self, other: Row) -> Row:
        return Row(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    @property
    def found(self) -> int:
        """Those that a problem at the place, or that names them, tells."""
        return self.place + self.named

    @property
    def planted(self) -> int:
        """All that something contradicts."""
        return self.found + self.side + self.elsewhere + self.missed

    @property
    def share(self) -> str:
        """The found ones in percent."""
        return f"{100 * self.found / self.planted:.1f}" if self.planted else "—"

    @property
    def cells(self) -> str:
        """As a row of a table, without its name."""
        counts = [getattr(self, one.name) for one in fields(self)]
        return " | ".join(map(str, (self.planted, self.share, *counts)))


@dataclass(frozen=True, slots=True)
class Told:
    """One mistake in words, for the lists below the tables."""

    kind: str
    place: str
    planted: str
    note: str
    problems: str
    contradicted: bool
    how: str

    @property
    def line(self) -> str:
        """As a row of a table."""
        return f"| {self.kind} | {self.place} | {self.planted} | {self.note} | {self.problems} |"


Rows = Mapping[str, Row]
Alarms = Mapping[str, tuple[int, int]]


def _sum(rows: Rows, families: Iterable[str]) -> Row:
    wanted = {*families}
    return sum((row for kind, row in rows.items() if kind.partition(":")[0] in wanted), Row())


def _head(rows: Rows, alarms: Alarms) -> list[str]:
    """The headline and the tables by family and of false alarms: all that follows from the counts by kind."""
    whole = _sum(rows, {*FAMILIES} - LEFT_OUT.keys())
    variants, false = (sum(column) for column in zip(*alarms.values(), strict=True))
    left = "; ".join(
        f"the family `{name}` ({row.planted} planted, {row.found} found) is left out: {why}"
        for name, why in LEFT_OUT.items()
        for row in (_sum(rows, {name}),)
    )
    lines = [
        f"**{whole.found} of {whole.planted} planted mistakes are found ({whole.share} %), {whole.error} as 错误, "
        f"{whole.warning} as 警告 and {whole.notice} as 提示; {whole.side + whole.elsewhere} more are told only "
        f"elsewhere and {whole.missed} missed; {false} false alarms on {variants} unplanted variants; {left}.**",
        "",
        f"| family | {_COLUMNS} | {_SPARE} |",
        "| --- |" + " ---: |" * 12,
    ]
    lines += [f"| {family} | {_sum(rows, {family}).cells} |" for family in FAMILIES]
    lines += [f"| **all but {', '.join(LEFT_OUT)}** | {whole.cells} |", f"| **all** | {_sum(rows, FAMILIES).cells} |"]
    lines += ["", "| unplanted variants | number | false alarms |", "| --- | ---: | ---: |"]
    lines += [f"| {kind} | {number} | {told} |" for kind, (number, told) in alarms.items()]
    return lines


def page(rows: Rows, codes: Mapping[str, str], alarms: Alarms, told: list[Told], digest: str) -> str:
    """The whole page; `codes` are the problems by which a kind is found."""
    lines = ["# Planted mistakes", "", *_head(rows, alarms), ""]
    lines += [f"Measured on {datetime.now(UTC):%Y-%m-%d} on the files with the digest `{digest}`", ""]
    lines += [
        "(generator, schema, templates, reports, benchmarks), by `python -m benchmarks.planted`, whose docstrings say"
    ]
    lines += [
        "what is planted, what contradicts it and when it counts as found; with `--check` it says whether the files are"
    ]
    lines += ["still these.", "", "## By kind", "", f"| kind | {_COLUMNS} | {_SPARE} | found by |"]
    lines += ["| --- |" + " ---: |" * 12 + " --- |"]
    lines += [f"| {kind} | {row.cells} | {codes.get(kind, '')} |" for kind, row in rows.items()]
    for title, wanted in (
        ("Contradicted and missed", [one for one in told if one.contradicted and one.how == "missed"]),
        ("Told only elsewhere", [one for one in told if one.contradicted and one.how in ("side", "elsewhere")]),
        ("Counted apart and told", [one for one in told if not one.contradicted and one.how != "missed"]),
    ):
        explained = sum(one.note == "cause" for one in wanted)
        lines += ["", f"## {title}", "", f"{len(wanted)} mistakes, {explained} of them contradicted only by published"]
        lines += ["figures that agree and carry a cause (`cause`).", ""]
        lines += ["| kind | line | planted | only by | problems |", "| --- | --- | --- | --- | --- |"]
        lines += sorted(one.line for one in wanted)
    return "\n".join(lines) + "\n"


def stale(text: str, digest: str) -> str:
    """Why a page cannot stand for the files of a digest, or nothing: of others, or its tables and headline disagree."""
    measured = _MEASURED.search(text)
    if measured is None or measured[2] != digest:
        return "is of other files"
    rows: dict[str, Row] = {}
    for kind, counts in re.findall(r"(?m)^\| ([a-z]+: [^|]+) \|((?: [0-9.—]+ \|){12}) [A-Z -]*\|$", text):
        cells = counts.split(" | ")
        rows[kind] = Row(*(int(cell.strip(" |")) for cell in cells[2:]))
    _, _, below = text.partition("| unplanted variants |")
    found = re.findall(r"(?m)^\| ([^|]+) \| ([0-9]+) \| ([0-9]+) \|$", below)
    alarms = {kind: (int(number), int(told)) for kind, number, told in found}
    if not rows or not alarms or "\n".join(_head(rows, alarms)) not in text:
        return "has a headline or sums that its own rows do not give"
    whole = _sum(rows, FAMILIES)
    listed = [int(number) for number in re.findall(r"(?m)^([0-9]+) mistakes, ", text)]
    lines = len(re.findall(r"(?m)^\| [a-z]+: [^|]+ \| reports/", text))
    if (
        sum(listed) != lines
        or listed != [whole.missed, whole.side + whole.elsewhere, whole.told]
        or any(f"| {kind} | {row.cells} |" not in text for kind, row in rows.items())
    ):
        return "lists other mistakes than it counts"
    if whole.found != whole.error + whole.warning + whole.notice:
        return "gives a severity to other mistakes than it finds"
    return ""
