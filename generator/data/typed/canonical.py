"""Reads every figure and date of a report in whatever spelling it was typed, before the report is validated.

Which values these are the schema says (`x-spelling`). What can be read becomes its canonical text, so that nothing
behind this door knows another spelling; its place remains where it was typed. What cannot is a problem.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from generator.data.reader import Node, Parsed, Refused
from generator.data.typed.source import broken, place, written
from generator.data.typed.spellings import RECORDS, VALUES
from generator.frozen import EMPTY, Frozen, replace
from generator.problems import Problem, Severity
from generator.quantity import Target
from generator.spelling import reading
from generator.spelling.reading import Refusal

Read = Callable[[str], "str | Refusal"]

_TEXTS = {"fact", "target", "actual"}  # may be a description, which may stand on several lines
_ONE_LINE = Refusal(start=0, end=0, message="分在几行里", remedy="一个数或者日期写在一行里")
_MONTHS = frozenset(map(str, range(1, 13)))
_SHOWN = 30  # characters of a value that a message shows


class Spelled(Frozen):
    """A value that was typed otherwise than it is read, or could not be read: `canonical` is its text or the refusal.

    `kind` is what it is by the schema: amount, fact, target, actual, published, points, date or day.
    """

    node: Node
    kind: str
    typed: str
    canonical: str | Refusal


class Canonical(NamedTuple):
    """A report with all its figures and dates in canonical spelling, and the problems of those that are refused.

    `refused` are the offsets at which these begin in the file; `unseen` those of invisible characters within figures
    that are read nevertheless.
    """

    root: Node
    problems: list[Problem]
    refused: frozenset[int]
    unseen: frozenset[int]

    def known(self, data: Parsed) -> Parsed:
        """A file that was read, with its figures and dates, and without problems of what does no harm within them."""
        file = self.root.file
        harmless = {file.place(offset, offset + 1) for offset in self.unseen}
        problems = [problem for problem in data.problems if problem.place not in harmless]
        return Parsed(self.root, [*problems, *self.problems], data.doubtful - self.unseen | self.refused)


def canonical(root: Node, doubtful: Collection[int] = ()) -> Canonical:
    """A report with its figures and dates in canonical spelling; of values in doubt already, nothing is said."""
    problems: list[Problem] = []
    refused: set[int] = set()
    unseen: set[int] = set()

    def made(value: Spelled) -> Node:
        node = value.node
        doubts = {offset for offset in doubtful if node.start <= offset < node.end}
        if isinstance(value.canonical, str):
            if value.kind == "published":
                return _with(node, value.typed, value.kind)  # it is printed as it was issued
            if doubts and value.typed in written(node):
                unseen.update(doubts)
            return _with(node, value.canonical, value.kind)
        if not doubts:
            problems.append(_problem(value, value.canonical))
        if value.kind == "day":
            return node
        refused.add(node.start)
        return Refused(node.value, node.file, node.start, node.end, node.keys)

    root = _read(root, "report", doubtful, made)
    return Canonical(root, problems, frozenset(refused), frozenset(unseen))


def spelled(root: Node, doubtful: Collection[int] = ()) -> Iterator[Spelled]:
    """The values of a report that are not in canonical spelling, in the order of the file."""
    found: list[Spelled] = []

    def keep(value: Spelled) -> Node:
        found.append(value)
        return value.node

    _read(root, "report", doubtful, keep)
    yield from found


def _read(node: Node, name: str, doubtful: Collection[int], made: Callable[[Spelled], Node]) -> Node:
    """A record of the schema, or a list of such, with what `made` gives for each value that is not canonical."""
    value = node.value
    if isinstance(value, list):
        items = [_read(item, name, doubtful, made) for item in value]
        same = all(new is old for new, old in zip(items, value, strict=True))
        return node if same else replace(node, value=items)
    if not isinstance(value, dict):
        return node
    values, records = VALUES.get(name, EMPTY), RECORDS.get(name, EMPTY)
    every, below_every = values.get("*"), records.get("*")
    changed: dict[str, Node] = {}
    for key, child in value.items():
        if kind := values.get(key, every):
            read = _value(child, kind, doubtful, made)
        elif below := records.get(key, below_every):
            read = _read(child, below, doubtful, made)
        else:
            continue
        if read is not child:
            changed[key] = read
    return replace(node, value=value | changed) if changed else node


def _value(node: Node, kind: str, doubtful: Collection[int], made: Callable[[Spelled], Node]) -> Node:
    kind, _, word = kind.partition("|")
    typed = _typed(node, kind)
    if typed and any(node.start <= offset < node.end for offset in doubtful):
        raw = written(node)
        typed = raw[1:-1] if raw[0] in "'\"" else raw  # the reader has put blanks in the place of invisible characters
    if typed is None or typed == word:
        return node
    read = _READERS[kind](typed)
    if word and isinstance(read, Refusal):
        read = replace(read, remedy=f"{read.remedy}；或者写「{word}」")
    if broken(node) and _is_figure(kind, read):
        read = _ONE_LINE
    if read == typed and kind != "points" and not (kind == "published" and not isinstance(node.value, str)):
        return node
    return made(Spelled(node, kind, typed, read))


def _typed(node: Node, kind: str) -> str | None:
    """What was typed, to be read; None if that is nothing, a number where one is wanted, or neither text nor number."""
    value = node.value
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or kind == "points":
        return None
    try:
        return raw if Decimal(raw := written(node)) == value else f"{value:f}"
    except InvalidOperation:
        return f"{value:f}"  # in a file of an older format the number stands elsewhere


def _is_figure(kind: str, read: str | Refusal) -> bool:
    return kind not in _TEXTS or not isinstance(read, str) or Target.parse(read) is not None


def _with(node: Node, text: str, kind: str) -> Node:
    return replace(node, value=Decimal(text) if kind == "points" else text)


def _problem(value: Spelled, refusal: Refusal) -> Problem:
    node, typed = value.node, value.typed
    at = node.place if refusal is _ONE_LINE else place(node, typed, refusal.start, refusal.end)
    code = "DATE-SPELLING" if value.kind in ("date", "day") else "FIGURE-SPELLING"
    severity = Severity.WARNING if value.kind == "day" else Severity.ERROR
    shown = typed if len(typed) <= _SHOWN else f"{typed[:_SHOWN]}…"
    message = refusal.message if f"「{shown}" in refusal.message else f"「{shown}」：{refusal.message}"
    return Problem(code, at, message, refusal.remedy, severity=severity)


def _day(typed: str) -> str | Refusal:
    """A date as it is printed, 2022年1月25日 or 2022年12月."""
    year, _, rest = typed.removesuffix("月").partition("年")
    if typed.endswith("月") and len(year) == 4 and year.isdecimal() and rest in _MONTHS and year.isascii():
        return typed
    read = reading.date(typed)
    if not isinstance(read, str):
        return read
    parts = [str(int(part)) for part in read.split("-")]
    return "".join(part + unit for part, unit in zip(parts, "年月日", strict=False))


_READERS: dict[str, Read] = {
    "amount": reading.amount,
    "fact": reading.fact,
    "target": reading.target,
    "actual": reading.actual,
    "published": reading.published,
    "points": reading.points,
    "date": reading.date,
    "day": _day,
}
