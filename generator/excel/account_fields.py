"""Names the figures of the accounts that are in no table, by the schema's titles along their paths."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from generator.data.accounts import Accounts
from generator.data.record import measure
from generator.data.schema import schema
from generator.namespace import resolve
from generator.quantity import MONEY, Quantity

SECTIONS = (
    "surplus_used",
    "distributed",
    "staff",
    "last_year",
    "three_public",
    "operating_cost",
    "procurement",
    "assets",
)
_WITH_UNIT = {"people": "人", "vehicle_count": "辆", "group_count": "个", "visits": "人次", "batches": "批次"}
_WITH_UNIT |= {"sets": "台（套）", "amount": "万元", "figure": "万元"}
_LINES = "three_public.lines"


@cache
def account_fields() -> dict[str, tuple[tuple[str, ...], str]]:
    """The path below `accounts` and the unit of each figure that is in no table, by its name."""
    definitions = schema("report")["$defs"]
    properties = definitions["accounts"]["properties"]
    fields = {name: rest for key in SECTIONS for name, *rest in _fields(definitions, properties[key], (key,))}
    total = definitions["initial_budget"]["properties"]["total"]
    fields |= {name: rest for name, *rest in _fields(definitions, total, ("initial_budget", "total"), "年初预算·")}
    return {name: (path, unit) for name, (path, unit) in fields.items()}


def _fields(definitions: Any, node: Any, path: tuple[str, ...], above: str = "") -> Iterator[tuple[str, Any, Any]]:
    kind = str(node.get("$ref", "")).rpartition("/")[2]
    name = above + str(node.get("title", ""))
    if kind in _WITH_UNIT:
        yield name, path, _WITH_UNIT[kind]
        return
    for key, child in definitions.get(kind, {}).get("properties", {}).items():
        yield from _fields(definitions, child, (*path, key), f"{name}·")


def typed_figures(accounts: Accounts, tree: object) -> Iterator[tuple[str, Quantity, str]]:
    """The figures that a report gives, with name and unit; for a formula, the figure that it computes."""
    for name, (path, unit) in account_fields().items():
        figure = figure_of(accounts, tree, path)
        if figure is not None:
            yield name, figure, unit


def figure_of(accounts: Accounts | None, tree: object, path: tuple[str, ...]) -> Quantity | None:
    """The figure of a field, as typed or as its formula gives it in the namespace; None if it is not given."""
    node = accounts.node.get(*path) if accounts else None
    if node is None:
        return None
    typed = measure(node).target
    if typed is not None:
        return typed.quantity
    where = f"{_LINES}.{'.'.join(path[1:])}" if path[0] == "three_public" else ".".join(path)
    value = resolve(tree, f"accounts.{where}")
    return value if isinstance(value, Quantity) and (value.unit != MONEY or value.value is not None) else None
