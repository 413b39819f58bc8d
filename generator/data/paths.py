"""Names every value of a file by a path of keys and stable ids, which survives reordering."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from generator.data.reader import Node
from generator.frozen import Frozen
from generator.namespace import Names
from generator.problems import MOST_ADVISED, Problem, nearest

IDENTITIES = ("id", "name", "code", "title", "figure")
_QUALIFIERS = ("where", "at", "fund")


class Change(Frozen):
    """A named value before and after a change, None if it does not exist; `label` is its name for readers.

    `by` names the inputs that moved a figure; a `typed` figure is itself an input.
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
    qualifiers = [
        str(node.value[key].value) for key in _QUALIFIERS if isinstance(node.value, dict) and key in node.value
    ]
    return f"（{'，'.join(qualifiers)}）" if qualifiers else ""


class NodeFinder:
    """Resolves dotted paths in a file; an element of a list is known by its id, name, code or title, or its number.

    An indicator is found with and without the groups that it is listed in.
    """

    def __init__(self, root: Node) -> None:
        self._root = root
        self._names: dict[int, Names] = {}
        self._lost = 0

    def at(self, path: str) -> Node | Problem:
        """The node at a path, or the problem of a path that leads nowhere."""
        here, rest = self._root, path
        while rest:
            if id(here) not in self._names:
                self._names[id(here)] = Names.of(_entries(here))
            names = self._names[id(here)]
            name = names.first(rest)
            if name is None:
                wanted = rest.split(".", 1)[0]
                self._lost += 1
                known = names.entries if self._lost <= MOST_ADVISED else {}
                remedy = nearest(wanted, known, f"这里有：{'、'.join(islice(names.entries, 8)) or '没有下级'}")
                return Problem("", here.place, f"数据里没有「{path}」：找不到「{wanted}」", remedy)
            here, rest = names.entries[name], rest[len(name) + 1 :]
        return here


def _entries(node: Node) -> dict[str, Node]:
    """The entries below a value by name: its keys, or the id, name, code, title or number of each element."""
    if isinstance(node.value, dict):
        entries = dict(node.value)
        for key in ("indicators", "goals"):
            if key in node.value:
                entries |= {f"indicators.{name}": leaf for name, leaf in _ungrouped(node.value[key])}
        return entries
    if isinstance(node.value, list):
        return dict(named(node))
    return {}


def _ungrouped(node: Node) -> list[tuple[str, Node]]:
    """The indicators below groups and goals by their id or name, so that a path need not name the groups."""
    indicators: list[tuple[str, Node]] = []
    for child in node.value if isinstance(node.value, list) else ():
        for key in ("groups", "indicators"):
            if key in child.keys:
                indicators += _ungrouped(child.at(key))
        indicators += named(child.at("items")) if "items" in child.keys else []
    return indicators
