"""Whether a namespace is as the contract of templates says."""

from __future__ import annotations

from collections.abc import Iterator

from generator.namespace import Image
from generator.quantity import MONEY, PERCENT, POINTS, Quantity, Word
from generator.word.contract import Contract
from generator.word.review.kinds import Kind

UNITS = {MONEY: "money", PERCENT: "rate", POINTS: "points"}


def walk(contract: Contract, value: object, kind: Kind, path: str, seen: set[str]) -> Iterator[str]:
    """Where a namespace is not as the contract says; adds the names that it has to `seen`."""
    name = kind if isinstance(kind, str) else ""
    kind = contract.within(kind)
    if value is None or kind == "prose":
        return
    if isinstance(value, dict):
        if not isinstance(kind, dict):
            yield f"{path}: {kind}"
            return
        for key, child in value.items():
            seen.add(f"{name}.{key}")
            if key not in kind and "*" not in kind:
                yield f"{path}.{key} is not in the contract"
            else:
                yield from walk(contract, child, kind[key if key in kind else "*"], f"{path}.{key}", seen)
    elif isinstance(value, list):
        for child in value:
            yield from walk(contract, child, kind[0], f"{path}[]", seen) if isinstance(kind, list) else [path]
    else:
        found = {bool: "bool", int: "number", str: "text", Word: "word", Image: "image"}.get(type(value), "")
        if isinstance(value, Quantity):
            found = UNITS.get(value.unit, "count")
        if kind != found and kind != "figure" and (kind, found) != ("date", "text"):
            yield f"{path}: {kind}, {found}"
