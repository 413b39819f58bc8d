"""The base of the records that mappings of files become, and the kinds of value that their fields hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any, ClassVar, TypeVar, dataclass_transform

from generator.data.reader import Node
from generator.frozen import EMPTY, Frozen, replace
from generator.quantity import POINTS, Quantity, Target


class Text(Frozen):
    """A text that may hold references to figures, and the node it was written in."""

    source: str
    node: Node


class Measure(Frozen):
    """A fact, a target, an actual value: the text as written, and the figure in it if there is one."""

    text: Text
    target: Target | None

    @property
    def formula(self) -> Text | None:
        """The formula over other figures, without its equals sign; None if the text is not one."""
        if self.target is not None or not self.text.source.startswith("="):
            return None
        return Text(self.text.source[1:].strip(), self.text.node)


Points = Quantity  # a weight or score in 分, written as a bare number and exact
Amount = Measure  # an amount of money, typed or as a formula over other figures

T = TypeVar("T")
Kind = Callable[[Node], T]
"""How the value of a field is made from its node."""


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Record(Frozen):
    """The base class of records, which mappings of a file become; `node` gives the places for problems."""

    node: Node
    kinds: ClassVar[Mapping[str, Kind[Any]]] = EMPTY
    printed: ClassVar[Mapping[str, str]] = EMPTY
    """The fields that are printed as they were typed, with their titles."""


R = TypeVar("R", bound=Record)


def build(record: type[R], node: Node) -> R:
    """The record of a node that its schema has accepted."""
    assert isinstance(node.value, dict)
    kinds = record.kinds
    return record(node=node, **{key: kinds[key](child) for key, child in node.value.items()})


def one(record: type[R]) -> Kind[R]:
    """The kind of a mapping that becomes a record."""
    return partial(build, record)


def many(kind: Kind[T]) -> Kind[tuple[T, ...]]:
    """The kind of a list."""

    def values(node: Node) -> tuple[T, ...]:
        assert isinstance(node.value, list)
        return tuple(map(kind, node.value))

    return values


def named(kind: Kind[T]) -> Kind[dict[str, T]]:
    """The kind of a mapping whose names are the file's own."""

    def values(node: Node) -> dict[str, T]:
        assert isinstance(node.value, dict)
        return {key: kind(child) for key, child in node.value.items()}

    return values


def string(node: Node) -> str:
    """A scalar as text: a name of digits stays one, and a number is written out."""
    return format(node.value, "f") if isinstance(node.value, Decimal) else str(node.value)


def integer(node: Node) -> int:
    """A whole number, 2022; the schema takes 2022.0 for one too."""
    assert isinstance(node.value, int | Decimal)
    return int(node.value)


def number(node: Node) -> Decimal:
    """An exact number without a unit."""
    return Decimal(string(node))


def text(node: Node) -> Text:
    """A text that may hold references to figures."""
    return Text(string(node), node)


def quantity(node: Node) -> Quantity | None:
    """A figure with its unit, 3万元."""
    return Quantity.parse(string(node), origin=node.place)


def points(node: Node) -> Quantity | None:
    """A bare number in 分, exact however it is written."""
    found = Quantity.parse(string(node) + POINTS, origin=node.place)
    return found and replace(found, step=None, slack=Fraction(0))


def measure(node: Node) -> Measure:
    """A text with the figure in it, if there is one."""
    return Measure(Text(string(node), node), Target.parse(string(node), origin=node.place))


amount = measure
