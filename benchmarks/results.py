"""Words the measurements of speed as Markdown."""

from __future__ import annotations

import os
import platform
import shutil
import statistics
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Times = dict[str, list[float]]
"""Seconds by program."""

NAMES = {"this": "this project", "docxtpl": "docxtpl", "docxtemplater": "docxtemplater"}
_HEAD = "| work | this project | docxtpl | docxtemplater | docxtpl takes × | docxtemplater takes × |"


@dataclass(frozen=True, slots=True)
class Measured:
    """All that was measured.

    `seconds` and `memory` (bytes) are of one document by the rows of its table; `commands` from a command to its files;
    `pipeline` of a whole report in process; `batches` seconds and bytes by the number of units; `thousand` of as many
    documents.
    """

    seconds: Mapping[int, Times]
    memory: Mapping[int, Mapping[str, float]]
    commands: Times
    pipeline: Times
    batches: Mapping[int, tuple[float, float]]
    thousand: Times


def shown(seconds: Sequence[float]) -> str:
    """A median with its spread."""
    median = statistics.median(seconds)
    unit, scale = ("ms", 1000) if median < 1 else ("s", 1)
    return f"{median * scale:.3g} {unit} ({min(seconds) * scale:.3g}–{max(seconds) * scale:.3g})"


def page(measured: Measured) -> str:
    """The results with the machine they were measured on."""
    rows = [_line(f"one document, {count:,} rows", found) for count, found in measured.seconds.items()]
    rows.append(_line("from command to files: five documents; three by the scripts", measured.commands))
    rows.append(_line("a whole report in process: five documents; one of them by docxtpl", measured.pipeline))
    rows.append(_line("1,000 documents of 20 rows on all cores", measured.thousand))
    held = [
        [f"{count:,} rows", *(_held(found.get(name)) for name in NAMES)] for count, found in measured.memory.items()
    ]
    batches = [
        [f"{count:,}", f"{took:.1f} s", f"{count / took:.0f}", _held(most)]
        for count, (took, most) in measured.batches.items()
    ]
    growth = measured.batches[10_000][0] / measured.batches[1_000][0] / 10
    return f"""\
{_machine()}; medians, with the least and the most.

{_HEAD}
| --- | --- | --- | --- | ---: | ---: |
{_table(rows)}

The most memory of the process that makes one document:

| table | {" | ".join(NAMES.values())} |
| --- | ---: | ---: | ---: |
{_table(held)}

A province through the whole pipeline (`make all`), five documents a unit, on all cores:

| units | time | reports a second | most memory of a process |
| ---: | ---: | ---: | ---: |
{_table(batches)}

With ten times the units, each takes {growth:.2f} times as long."""


def _line(title: str, found: Times) -> list[str]:
    cells = [shown(found[name]) if name in found else "–" for name in NAMES]
    return [title, *cells, *(_longer(found, rival) for rival in ("docxtpl", "docxtemplater"))]


def _longer(found: Times, rival: str) -> str:
    if rival not in found:
        return "–"
    return f"{statistics.median(found[rival]) / statistics.median(found['this']):.1f}"


def _held(size: float | None) -> str:
    return "–" if size is None else f"{size / 2**20:.0f} MB"


def _table(rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _machine() -> str:
    with_node = ""
    if shutil.which("node"):
        version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
        with_node = f", Node {version.removeprefix('v')}"
    kind = f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}"
    return f"{kind}, Python {platform.python_version()}{with_node}"
