"""Everything that a namespace holds, a line for each value: figures with label, value and how they were computed.

`python -m tests.support.listing` writes the listings of `tests/data/listed` anew, for the reader of the diff to judge.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence

from generator.data.profile import load_forms
from generator.data.reader import parse
from generator.data.record import build
from generator.data.report import Report
from generator.data.schema import validate
from generator.figures.report import derive
from generator.namespace import resolve
from generator.problems import Place
from generator.quantity import Operation, Quantity, Word
from tests.support.paths import DATA, PROJECT

LISTED = DATA / "listed"
# What other tests hold: the tables of the accounts and what charts draw of them, texts, and indicators listed again.
_LEFT_OUT = re.compile(r"accounts\.(?:table\d|series)\b|evaluations\[\d\]\.(?:outline|indicator_tables|projects)\b")


def listed(name: str) -> list[str]:
    """The lines that stand in `tests/data/listed`."""
    return (LISTED / f"{name}.txt").read_text("utf-8").splitlines()


def listing(name: str) -> list[str]:
    """The lines of a branch of the namespace of a report, as they are computed now."""
    path, branch = SOURCES[name]
    root, problems = parse(path.read_bytes(), path.name)
    assert root is not None, problems
    faults = validate(root, "report")
    assert not faults, faults
    forms, missing = load_forms(PROJECT / "templates", str(root.at("profile").value), Place("test"))
    assert forms is not None, missing
    tree = derive(build(Report, root), forms.profile).tree
    return [line for line in _lines(branch, resolve(tree, branch)) if not _LEFT_OUT.match(line)]


def _lines(path: str, value: object) -> Iterator[str]:
    if isinstance(value, Quantity):
        figure = value.with_unit(6) + (f" ±{value.slack}" if value.slack else "")
        yield f"{path} = {figure} {_told(value)}"
    elif isinstance(value, Word):
        yield f"{path} = {value.text} {_told(value)}"
    elif isinstance(value, Mapping):
        for key, part in sorted(value.items()):
            yield from _lines(f"{path}.{key}", part)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        yield from (line for number, part in enumerate(value) for line in _lines(f"{path}[{number}]", part))
        if not value:
            yield f"{path} = []"
    else:
        yield f"{path} = {value!r}"


def _told(value: Quantity | Word) -> str:
    """The label of a figure, and the operation with its operands or where it was typed."""
    origin = value.origin
    if isinstance(origin, Operation):
        operands = " ".join(_called(operand) for operand in origin.operands)
        return f"「{value.label}」 {origin.name} {operands}"
    return f"「{value.label}」 {origin}"


def _called(operand: Quantity) -> str:
    return operand.label or operand.with_unit(6)


SOURCES = {
    "everything": (LISTED / "everything.yaml", "evaluations"),
    "bare": (LISTED / "bare.yaml", "accounts"),
    "accounts": (DATA / "accounts" / "reports" / "2021" / "example.yaml", "accounts"),
}
"""The reports that are listed, and which branch of each."""


def main() -> int:
    """Writes the listings."""
    for name in SOURCES:
        (LISTED / f"{name}.txt").write_text("".join(f"{line}\n" for line in listing(name)), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
