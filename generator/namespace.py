"""The namespace of figures: plain data in which a dotted path finds each figure."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from generator.frozen import Frozen
from generator.quantity import Quantity, Word

Tree = dict[str, Any]
"""A namespace of any shape, as texts and templates are rendered with: dictionaries, lists of dictionaries with ids,
texts, whole numbers, figures, pictures, and None for 未披露. Where the shape is known, its type is in
`generator.branches`."""

_APART = "_parts"
"""The end of the names under which a figure stands again, taken apart."""


class Image(Frozen):
    """A picture as documents show it: the bytes of a `png` or `jpeg` file, and its size in pixels.

    `density` is in pixels per inch, 0 if the file does not say; `width` is the printed one in English metric units,
    None for that of the file; `alternative` is the text for those who cannot see it.
    """

    data: bytes
    kind: str
    columns: int
    rows: int
    density: float = 0
    width: int | None = None
    alternative: str = ""


class Typed(Decimal):
    """A number of any data that keeps its digits as they were typed: 1.10. What is computed from it is a bare one."""

    written: str

    def __new__(cls, written: str) -> Typed:
        """The number that is written so."""
        number = super().__new__(cls, written)
        number.written = written
        return number


def names_in(node: object) -> list[str]:
    """The names of the entries of a node: keys of a dictionary, ids in a list."""
    if isinstance(node, dict):
        return [*node]
    if isinstance(node, list):
        return [element["id"] for element in node if isinstance(element, dict) and "id" in element]
    return []


class Names(Frozen):
    """The entries of a list or dictionary by name, and the lengths of the names, longest first."""

    entries: Mapping[str, Any]
    lengths: Sequence[int]

    @staticmethod
    def of(entries: Mapping[str, Any]) -> Names:
        """The index of these entries."""
        return Names(entries, sorted({len(name) for name in entries}, reverse=True))

    def first(self, path: str) -> str | None:
        """The longest name that a dotted path begins with; names may contain dots themselves."""
        for size in self.lengths:
            if (path[size : size + 1] == "." or len(path) == size) and path[:size] in self.entries:
                return path[:size]
        return None


class Finder:
    """Resolves paths in a namespace; the index of each list and dictionary is kept."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[object, int, Names]] = {}

    def entry(self, node: object, name: object) -> object:
        """The entry of a dictionary, or the element of a list by its id or index.

        Raises:
            KeyError: there is no such entry, or the key cannot be a name.
        """
        if not isinstance(name, str | int):
            raise KeyError(name)
        if isinstance(node, dict) and name in node:
            return node[name]
        if isinstance(node, list):
            if isinstance(name, int) and -len(node) <= name < len(node):
                return node[name]
            return self._names(node).entries[str(name)]
        raise KeyError(name)

    def resolve(self, tree: object, path: str) -> object:
        """The value at a dotted path such as `evaluations.xiaoxiaotong.funds.rate`.

        Raises:
            KeyError: the path leads nowhere.
        """
        node: object = tree
        rest = path
        while rest:
            names = self._names(node)
            name = names.first(rest)
            if name is None:
                name = rest.split(".", 1)[0]
                node = self.entry(node, name)
            else:
                node = names.entries[name]
            rest = rest[len(name) + 1 :]
        return node

    def _names(self, node: object) -> Names:
        """The names in a node; a list or dictionary that has grown since is indexed again."""
        if not isinstance(node, dict | list):
            return Names({}, ())
        known = self._known.get(id(node))
        if known is None or known[1] != len(node):
            if isinstance(node, list):
                elements = [element for element in reversed(node) if isinstance(element, dict) and "id" in element]
                names = Names.of({str(element["id"]): element for element in elements})
            else:
                names = Names.of(node)
            known = self._known[id(node)] = node, len(node), names
        return known[2]


def value_at(node: object, *steps: str | int) -> Any:
    """The value that names and indices lead to from a node; None if there is none."""
    finder = Finder()
    try:
        for step in steps:
            node = finder.entry(node, step)
    except KeyError:
        return None
    return node


def resolve(tree: object, path: str) -> object:
    """The value at one dotted path.

    Raises:
        KeyError: the path leads nowhere.
    """
    return Finder().resolve(tree, path)


def figures(node: object) -> list[tuple[str, Quantity | Word]]:
    """Every figure below a node with its dotted path; one that is reachable by several paths is listed under each.

    What is only a figure taken apart (`target_parts`) is not listed again.
    """
    found: list[tuple[str, Quantity | Word]] = []
    _collect(node, "", found)
    return found


def _collect(node: object, path: str, found: list[tuple[str, Quantity | Word]]) -> None:
    if isinstance(node, Quantity | Word):
        found.append((path, node))
    elif isinstance(node, dict):
        for name, child in node.items():
            if child is not None and not isinstance(child, str) and not name.endswith(_APART):
                _collect(child, f"{path}.{name}" if path else name, found)
    elif isinstance(node, list):
        for child in node:
            if isinstance(child, dict) and "id" in child:
                _collect(child, f"{path}.{child['id']}", found)


def canonical(tree: Mapping[str, object]) -> dict[str, Quantity | Word]:
    """Every figure of a namespace once, under the shortest of its paths."""
    found: dict[str, Quantity | Word] = {}
    seen: set[int] = set()
    waiting: deque[tuple[str, object]] = deque((name, child) for name, child in tree.items())
    while waiting:
        path, node = waiting.popleft()
        if isinstance(node, Quantity | Word):
            if id(node) not in seen:
                seen.add(id(node))
                found[path] = node
        elif isinstance(node, dict):
            waiting.extend((f"{path}.{name}", child) for name, child in node.items())
        elif isinstance(node, list):
            elements = [child for child in node if isinstance(child, dict) and "id" in child]
            waiting.extend((f"{path}.{element['id']}", element) for element in elements)
    return found


class Labels:
    """The figures of a namespace by the Chinese names that are printed beside them: 全年执行数, 培训费支出数."""

    def __init__(self, tree: Mapping[str, object]) -> None:
        self._paths: dict[str, list[str]] = {}
        self._every = canonical(tree)
        for path, figure in self._every.items():
            if figure.label:
                self._paths.setdefault(_plain(figure.label), []).append(path)

    def paths(self, name: str) -> list[str]:
        """The shortest paths of all figures of a name, however much of it is said: 培训费执行数, 培训费.全年执行数."""
        return self._paths.get(_plain(name), [])

    def ending(self, path: str) -> list[str]:
        """The paths that end in a path: evaluations.x.funds.rate for funds.rate."""
        return [whole for whole in self._every if whole.endswith(f".{path}")]

    def names(self) -> list[str]:
        """The names of all figures."""
        return sorted({figure.label for figure in self._every.values() if figure.label})


def _plain(name: str) -> str:
    """A name without dots, without 全年 behind that of a part, and with one word for what was spent."""
    return name[:1] + name[1:].replace(".", "").replace("全年", "").replace("执行数", "支出数")
