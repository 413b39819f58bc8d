"""Tells comparisons by size that no data make sense of, by the kinds of both sides."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import pairwise
from typing import Any

from jinja2 import nodes

from generator.frozen import Frozen

UNKNOWN = "any"
"""The kind of what may turn out to be of any kind."""
_NUMBER, _TEXT = "number", "text"
_BY_SIZE = ("lt", "lteq", "gt", "gteq")

Ordered = Sequence[Collection[str]]
"""Groups of kinds: a value of one can be put in order with those of all kinds in its group."""


class Comparisons(Frozen):
    """Reads comparisons: `kind` gives the kind of a name, a group as its dictionary, `word` what a kind is called.

    `known` are the kinds of scalars by which a value can be told, with their Chinese words; `printing` the filters that
    make a text.
    """

    kind: Callable[[nodes.Node], Any]
    word: Callable[[Any], str]
    known: Mapping[str, str]
    ordered: Ordered
    printing: Collection[str]

    def fault(self, node: nodes.Compare) -> tuple[str, str] | None:
        """The message and the remedy for the first two sides of < <= > or >= that cannot be put in order."""
        sides = [node.expr, *(operand.expr for operand in node.ops)]
        for operand, (left, right) in zip(node.ops, pairwise(sides), strict=True):
            if operand.op in _BY_SIZE and not self._fit(self._certain(left), self._certain(right)):
                return f"{self._said(left)}和{self._said(right)}不能比较大小".strip(), self._advice()
        return None

    def _certain(self, node: nodes.Node) -> Any:
        """The kind of an expression, UNKNOWN where more than names decides on it."""
        match node:
            case nodes.Name() | nodes.Getattr() | nodes.Getitem():
                return self.kind(node)
            case nodes.Const(value=int()) | nodes.Filter(name="length"):
                return _NUMBER
            case nodes.Const(value=str()):
                return _TEXT
            case nodes.Filter(name=name) if name in self.printing:
                return _TEXT
            case nodes.Add() | nodes.Sub():
                left, right = self._certain(node.left), self._certain(node.right)
                return left if left == right else UNKNOWN
        return UNKNOWN

    def _fit(self, left: Any, right: Any) -> bool:
        if not all(isinstance(kind, list | dict) or kind in self.known for kind in (left, right)):
            return True
        return any(left in group and right in group for group in self.ordered)

    def _said(self, node: nodes.Node) -> str:
        return f" {node.value!r} " if isinstance(node, nodes.Const) else self.word(self._certain(node))

    def _advice(self) -> str:
        groups = []
        for kinds in self.ordered:
            words = dict.fromkeys(self.known.get(kind, kind) for kind in kinds)
            groups.append("、".join([*words, *(["整数"] if _NUMBER in kinds else [])]))
        return f"能互相比较大小的只有：{'；'.join(groups)}"
