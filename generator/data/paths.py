"""Names every value of a file by a path of keys and stable ids, so that it is found again after a reordering."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.data.reader import Node

IDENTITIES = ("id", "name", "code", "title", "figure")
_QUALIFIERS = ("where", "at", "fund")


@dataclass(frozen=True, slots=True)
class Change:
    """A named value before and after, None where there is none; `label` is what readers call it.

    `by` names the inputs that moved a figure; a `typed` figure is nothing but one of them.
    """

    name: str
    label: str
    before: str | None
    after: str | None
    difference: str = ""
    by: tuple[str, ...] = ()
    typed: bool = False
    place: str = ""


def leaves(node: Node, path: str = "") -> Iterator[tuple[str, Node]]:
    """Each scalar below a node with its path; paths that would be equal are made distinct by `#2`, `#3`, ….

    Indicators are named below their evaluation, without the groups they are listed in: moved to another group they keep
    their path. Entries that are listed by code or figure are made distinct by their fund or by where the figure was
    printed.
    """
    used: dict[str, int] = {}
    for name, leaf in _leaves(node, path, path):
        used[name] = used.get(name, 0) + 1
        yield name if used[name] == 1 else f"{name}#{used[name]}", leaf


def _leaves(node: Node, path: str, evaluation: str) -> Iterator[tuple[str, Node]]:
    if isinstance(node.value, dict):
        for key, child in node.value.items():
            below = f"{path}.{key}" if path else key
            if key == "indicators" and evaluation:
                yield from _indicators(child, below, evaluation)
            else:
                yield from _leaves(child, below, evaluation)
    elif isinstance(node.value, list):
        for name, child in named(node):
            below = f"{path}.{name}" + _qualifier(child)
            yield from _leaves(child, below, below if path.endswith("evaluations") else evaluation)
    else:
        yield path, node


def _indicators(groups: Node, path: str, evaluation: str) -> Iterator[tuple[str, Node]]:
    for name, group in named(groups):
        for key, child in group.value.items() if isinstance(group.value, dict) else ():
            if key == "groups":
                yield from _indicators(child, f"{path}.{name}", evaluation)
            elif key == "items":
                yield from _leaves(child, f"{evaluation}.indicators", evaluation)
            else:
                yield from _leaves(child, f"{path}.{name}.{key}", evaluation)


def named(sequence: Node) -> list[tuple[str, Node]]:
    """The elements of a list with their names: id, name, code, title or figure, else their number from 0."""
    children = sequence.value if isinstance(sequence.value, list) else []
    return [(_name(child, number), child) for number, child in enumerate(children)]


def _name(node: Node, number: int) -> str:
    if isinstance(node.value, dict):
        for key in IDENTITIES:
            if key in node.value:
                return str(node.value[key].value)
    return str(number)


def _qualifier(node: Node) -> str:
    found = [str(node.value[key].value) for key in _QUALIFIERS if isinstance(node.value, dict) and key in node.value]
    return f"（{'，'.join(found)}）" if found else ""
