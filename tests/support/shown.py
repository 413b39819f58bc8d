"""What a template is to print, as a tree that tests evaluate without the program, and a reader of what was printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from generator.namespace import Tree
from generator.word.names import MC, W

PICTURE, NOTE = "▢", "①"
"""The signs that stand for a picture and for the number of a footnote."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value of the data: unit, r1.name."""

    path: str


@dataclass(frozen=True, slots=True)
class Choice:
    """What is printed if a condition holds, and if not."""

    condition: str
    then: Shown
    otherwise: Shown = ()


@dataclass(frozen=True, slots=True)
class Repeat:
    """What is printed for each entry of a list, which has a name then, and what for an empty list."""

    name: str
    values: str
    inner: Shown
    otherwise: Shown = ()


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a table: cells that merge by their values show what they hold once for each stretch of equal ones."""

    rows: Shown


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, each with the value by which it merges, or an empty text."""

    cells: tuple[tuple[str, Shown], ...]


Shown = tuple["str | Value | Choice | Repeat | Table | Row", ...]
"""What a stretch of a template prints, in its order."""


def words(shown: Shown, scope: Tree, above: dict[int, list[Any]] | None = None) -> Iterator[str]:
    """What is printed with these data; `above` are the values of the merged cells in the row above, by their columns."""
    above = {} if above is None else above
    for one in shown:
        match one:
            case str():
                yield one
            case Value():
                yield str(_value(one.path, scope))
            case Choice():
                yield from words(one.then if _holds(one.condition, scope) else one.otherwise, scope, above)
            case Repeat():
                entries = _value(one.values, scope)
                for number, entry in enumerate(entries):
                    loop = {"index": number + 1, "first": number == 0, "last": number == len(entries) - 1}
                    yield from words(one.inner, scope | {one.name: entry, "loop": loop}, above)
                yield from () if entries else words(one.otherwise, scope, above)
            case Table():
                yield from words(one.rows, scope, {})
            case Row():
                yield from _row(one, scope, above)


def _row(row: Row, scope: Tree, above: dict[int, list[Any]]) -> Iterator[str]:
    keys: list[Any] = []
    for column, (key, inner) in enumerate(row.cells):
        if not key:
            above.pop(column, None)
        else:
            keys.append(_value(key, scope))
        if not key or above.get(column) != keys:
            yield from words(inner, scope)
        if key:
            above[column] = [*keys]


def _holds(condition: str, scope: Tree) -> bool:
    if condition.startswith("not "):
        return not _holds(condition.removeprefix("not "), scope)
    return all(_value(path, scope) for path in condition.split(" and "))


def _value(path: str, scope: Tree) -> Any:
    found: Any = scope
    for name in path.split("."):
        found = found[name]
    return found


def read(part: bytes, *, older: bool = False) -> str:
    """What a part of a document shows: its texts, breaks and tabs, pictures and numbers of notes, in their order.

    Of what is kept twice, for newer and `older` programs, one form is read.
    """
    root = etree.fromstring(part)
    unread = f"{MC}Choice" if older else f"{MC}Fallback"
    return "".join(_signs(root, unread))


def _signs(element: etree._Element, unread: str) -> Iterator[str]:
    for child in element.iterchildren(etree.Element):
        name = str(child.tag).rpartition("}")[2]
        if child.tag == unread or name in ("pPr", "rPr", "tblPr"):
            continue
        match name:
            case "t" if child.tag == f"{W}t":
                yield child.text or ""
            case "br":
                yield "\f" if child.get(f"{W}type") == "page" else "\n"
            case "tab":
                yield "\t"
            case "noBreakHyphen":
                yield "-"
            case "footnoteReference":
                yield NOTE
            case "docPr" if str(child.get("name")).startswith("图形"):
                yield PICTURE
            case _:
                yield from _signs(child, unread)
