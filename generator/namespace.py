"""The namespace of figures: plain data in which a dotted path finds each figure."""

from __future__ import annotations

from typing import Any

from generator.quantity import Quantity, Word

Tree = dict[str, Any]
"""The namespace: dictionaries, lists of dictionaries with ids, texts, whole numbers, figures, and None for 未披露."""


def step_into(node: object, name: object) -> object:
    """The entry of a dictionary, or the element of a list by its id or index.

    Raises:
        KeyError: there is no such entry, or what is given can be no name.
    """
    if not isinstance(name, str | int):
        raise KeyError(name)
    if isinstance(node, dict) and name in node:
        return node[name]
    if isinstance(node, list):
        if isinstance(name, int) and -len(node) <= name < len(node):
            return node[name]
        for element in node:
            if isinstance(element, dict) and str(element.get("id")) == str(name):
                return element
    raise KeyError(name)


def names_in(node: object) -> list[str]:
    """The names under which something can be found in a node."""
    if isinstance(node, dict):
        return [*node]
    if isinstance(node, list):
        return [element["id"] for element in node if isinstance(element, dict) and "id" in element]
    return []


def resolve(tree: Tree, path: str) -> object:
    """What stands under a dotted path such as `evaluations.xiaoxiaotong.funds.rate`; names may hold dots themselves.

    Raises:
        KeyError: the path leads nowhere.
    """
    node: object = tree
    rest = path
    while rest:
        within = [name for name in names_in(node) if rest == name or rest.startswith(f"{name}.")]
        name = max(within, key=len, default=rest.split(".")[0])
        node = step_into(node, name)
        rest = rest[len(name) + 1 :]
    return node


def figures(node: object) -> list[tuple[str, Quantity | Word]]:
    """Every figure below a node with its dotted path."""
    found: list[tuple[str, Quantity | Word]] = []
    _collect(node, "", found)
    return found


def _collect(node: object, path: str, found: list[tuple[str, Quantity | Word]]) -> None:
    if isinstance(node, Quantity | Word):
        found.append((path, node))
    elif isinstance(node, dict):
        for name, child in node.items():
            if child is not None and not isinstance(child, str):
                _collect(child, f"{path}.{name}" if path else name, found)
    elif isinstance(node, list):
        for child in node:
            if isinstance(child, dict) and "id" in child:
                _collect(child, f"{path}.{child['id']}", found)
