"""Rewrites figures and dates of a report in their canonical spelling, quotes tags, and leaves every other byte."""

from __future__ import annotations

import json

from generator.data import reader
from generator.data.edit import Edit, applied, scalar
from generator.data.paths import leaves
from generator.data.reader import Node
from generator.data.syntax.lines import Line as LayoutLine
from generator.data.syntax.slips import bare_tags, in_quotes
from generator.data.typed.canonical import Spelled, canonical, spelled
from generator.data.typed.source import written
from generator.faults import program_fault
from generator.frozen import Frozen
from generator.problems import Place, Problem, has_errors

MARK = b"\xef\xbb\xbf"
"""The mark that Windows puts before a text in UTF-8."""
_SIGNS = ">|@`%&*!"
"""What means something to YAML where a text begins."""


class Line(Frozen):
    """A line of the file that changes."""

    number: int
    before: str
    after: str


class Fixed(Frozen):
    """What becomes of a file: with `problems` it cannot be rewritten, `undecided` are those of values left as they are.

    `marked` says whether the mark before the text goes, too.
    """

    before: bytes
    after: bytes
    marked: bool = False
    lines: tuple[Line, ...] = ()
    undecided: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()


def fixed(data: bytes, name: str) -> Fixed:
    """What becomes of the bytes of a report; `name` is for the messages. No value of the report changes."""
    marked = data.startswith(MARK)
    file = reader.parsed(data.removeprefix(MARK), name)
    typed = file.root.file.text if file.root else ""
    if has_errors(file.problems) and (edits := [_in_quotes(line) for line in bare_tags(typed)]):
        file = reader.parsed(applied(typed, edits).encode(), name)
    root, problems = file.root, file.problems
    if root is not None:
        known, undecided, _, _ = read = canonical(root, file.doubtful)
        problems = [problem for problem in read.known(file).problems if problem not in undecided]
    if root is None or has_errors(problems):
        return Fixed(data, data, problems=tuple(problems))
    values = spelled(root, file.doubtful)
    edits = [
        _edit(value, value.canonical)
        for value in values
        if isinstance(value.canonical, str)
        and (value.canonical != value.typed or value.kind == "points")
        and value.kind != "published"  # which stands as it was issued
    ]
    text = applied(root.file.text, edits)
    again, _ = reader.parse(text.encode(), name)
    if again is None or _values(canonical(again).root) != _values(known):
        fault = program_fault(Place(name), "改写以后数据会变")
        return Fixed(data, data, problems=(fault,))
    return Fixed(data, text.encode(), marked, _lines(typed, text), tuple(undecided))


def _in_quotes(line: LayoutLine) -> Edit:
    return Edit(line.start + line.value, line.start + line.end, in_quotes(line.typed))


def _edit(value: Spelled, text: str) -> Edit:
    """The edit that puts the canonical text in the place of what was typed, in the quotes that stand there."""
    node, raw = value.node, written(value.node)
    start, end = node.start, node.start + len(raw)
    if value.kind == "points":
        return Edit(start, end, text)
    if raw[0] == "'":
        return Edit(start, end, "'" + text.replace("'", "''") + "'")
    if raw[0] == '"':
        return Edit(start, end, json.dumps(text, ensure_ascii=False))
    return Edit(start, end, text if _stands_plain(text, raw) else json.dumps(text, ensure_ascii=False))


def _stands_plain(text: str, typed: str) -> bool:
    """Whether a text needs no quotes where one without stood: within brackets neither may hold what parts entries."""
    return text[0] not in _SIGNS and scalar(text) == text and all(sign in typed for sign in "{}[]," if sign in text)


def _values(root: Node) -> list[tuple[str, str]]:
    return [(name, str(leaf.value)) for name, leaf in leaves(root)]


def _lines(before: str, after: str) -> tuple[Line, ...]:
    """The lines that differ; an edit stays within its line."""
    pairs = enumerate(zip(before.split("\n"), after.split("\n"), strict=True), 1)
    return tuple(Line(number, old.rstrip("\r"), new.rstrip("\r")) for number, (old, new) in pairs if old != new)
