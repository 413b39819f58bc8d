"""The types that records of files consist of, and how a checked node becomes a record."""

from __future__ import annotations

import types
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Annotated, Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from generator.data.reader import Node
from generator.quantity import POINTS, Quantity, Target


@dataclass(frozen=True, slots=True)
class Text:
    """A text that may hold references to figures, and the node it was written in."""

    source: str
    node: Node


@dataclass(frozen=True, slots=True)
class Measure:
    """A fact, a target, an actual value: the text as written, and the figure in it if there is one."""

    text: Text
    target: Target | None

    @property
    def formula(self) -> Text | None:
        """The formula over other figures, without its equals sign; None if the text is not one."""
        if self.target is not None or not self.text.source.startswith("="):
            return None
        return Text(self.text.source[1:].strip(), self.text.node)


Points = Annotated[Quantity, POINTS]  # a weight or score in 分, written as a bare number and exact
Amount = Measure  # an amount of money, typed or as a formula over other figures


@dataclass(frozen=True, slots=True)
class Record:
    """The base class of records, which mappings of a file become; `node` gives the places for problems."""

    node: Node


R = TypeVar("R", bound=Record)


def build(record: type[R], node: Node) -> R:
    """The record of a node that its schema has accepted."""
    assert isinstance(node.value, dict)
    kinds = _kinds(cast("Any", record))
    return record(node, **{key: _convert(kinds[key], child) for key, child in node.value.items()})


@cache
def _kinds(record: Any) -> dict[str, Any]:
    return get_type_hints(record, include_extras=True)


def _convert(kind: Any, node: Node) -> Any:
    """The value of a node as the annotated type of its field."""
    value = node.value
    if get_origin(kind) in (Union, types.UnionType):
        kind = next(part for part in get_args(kind) if part is not type(None))
    if get_origin(kind) is tuple:
        assert isinstance(value, list)
        return tuple(_convert(get_args(kind)[0], child) for child in value)
    if get_origin(kind) is dict:
        assert isinstance(value, dict)
        return {key: _convert(get_args(kind)[1], child) for key, child in value.items()}
    if isinstance(kind, type) and issubclass(kind, Record):
        return build(kind, node)
    text = format(value, "f") if isinstance(value, Decimal) else str(value)
    if kind is Quantity:
        return Quantity.parse(text, origin=node.place)
    if kind == Points:
        points = Quantity.parse(text + POINTS, origin=node.place)
        return points and replace(points, step=None, slack=Fraction(0))
    if kind is str:
        return text
    if kind is Text:
        return Text(text, node)
    if kind is Measure:
        return Measure(Text(text, node), Target.parse(text, origin=node.place))
    if kind is Decimal:
        return Decimal(text)
    return value
