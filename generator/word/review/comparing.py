"""Tells comparisons that no data make sense of, by the kinds of both sides."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from jinja2 import nodes

from generator.frozen import Frozen

UNKNOWN = "any"
"""The kind of what may turn out to be of any kind."""
_NUMBER, _TEXT = "number", "text"
_BY_SIZE = ("lt", "lteq", "gt", "gteq")

COMPARING = {
    **dict.fromkeys(("eq", "equalto", "=="), "eq"),
    **dict.fromkeys(("ne", "!="), "ne"),
    **dict.fromkeys(("gt", "greaterthan", ">"), "gt"),
    **dict.fromkeys(("ge", ">="), "gteq"),
    **dict.fromkeys(("lt", "lessthan", "<"), "lt"),
    **dict.fromkeys(("le", "<="), "lteq"),
    "in": "in",
}
"""The tests that compare, with what Jinja calls the same comparison."""

Ordered = Sequence[Collection[str]]
"""Groups of kinds: a value of one can be put in order with those of all kinds in its group."""
Fault = tuple[str, str] | None
"""A message and its remedy; None where nothing is wrong."""


class Figures(Frozen):
    """What is known of figures: `typed` has for each of their kinds a text that writes one, as an example.

    `either` are those of the kinds that may turn out to be another, or no figure; `reads` says whether a text writes a
    figure of a kind. `printing` are the filters that print a figure.
    """

    typed: Mapping[str, str]
    either: Collection[str]
    reads: Callable[[str, str], bool]
    printing: Collection[str]


class Comparisons(Frozen):
    """Reads comparisons: `kind` gives the kind of a name, a group as its dictionary, `word` what a kind is called.

    `known` are the kinds of scalars by which a value can be told, with their Chinese words.
    """

    kind: Callable[[nodes.Node], Any]
    word: Callable[[Any], str]
    known: Mapping[str, str]
    ordered: Ordered
    figures: Figures

    def fault(self, node: nodes.Compare) -> Fault:
        """The message and the remedy for the first two sides that are never equal, or cannot be put in order."""
        sides = [node.expr, *(operand.expr for operand in node.ops)]
        for operand, (left, right) in zip(node.ops, pairwise(sides), strict=True):
            if found := self._pair(operand.op, left, right):
                return found
        return None

    def certain(self, node: nodes.Node) -> Any:
        """The kind of an expression, UNKNOWN where more than names decides on it."""
        match node:
            case nodes.Name() | nodes.Getattr() | nodes.Getitem():
                return self.kind(node)
            case nodes.Const(value=int() | float() | Decimal()) | nodes.Filter(name="length"):
                return _NUMBER
            case nodes.Const(value=str()):
                return _TEXT
            case nodes.Add() | nodes.Sub():
                left, right = self.certain(node.left), self.certain(node.right)
                return left if left == right else UNKNOWN
        return UNKNOWN

    def _pair(self, sign: str, left: nodes.Node, right: nodes.Node) -> Fault:
        if any(isinstance(side, nodes.Filter) and side.name in self.figures.printing for side in (left, right)):
            example = next(iter(self.figures.typed.values()), "")
            return "印出来的数不能比较", f"去掉印法，和带单位的文字比，如 {example}"
        if sign in ("in", "notin"):
            return self._within(left, right)
        if found := self._beside(left, right):
            return (found[0] + "大小", found[1]) if sign in _BY_SIZE else found
        if sign in _BY_SIZE and not self._fit(left, right):
            return f"{self._said(left)}和{self._said(right)}不能比较大小".strip(), self._advice()
        return None

    def _within(self, value: nodes.Node, holder: nodes.Node) -> Fault:
        """What is wrong with `in`."""
        if isinstance(holder, nodes.List | nodes.Tuple):
            return next(filter(None, (self._beside(value, one) for one in holder.items)), None)
        kind = self.certain(holder)
        if isinstance(kind, list):
            return self._unlike(value, self.certain(value), holder, kind[0])
        if not isinstance(kind, str):
            return None
        given = self.certain(value)
        if kind in self._sure or (kind in self.known and isinstance(given, str) and given in self._sure):
            return f"{self._said(value)}不在{self._said(holder)}里面".strip(), "「in」的右边写列表，如 ['甲', '乙']"
        return None

    def _beside(self, left: nodes.Node, right: nodes.Node) -> Fault:
        """What is wrong with comparing two values, whether by size or not."""
        return self._unlike(left, self.certain(left), right, self.certain(right))

    def _unlike(self, left: nodes.Node, one: Any, right: nodes.Node, other: Any) -> Fault:
        for figure, beside, node in ((one, other, right), (other, one, left)):
            if isinstance(figure, str) and figure in self.figures.typed and not self._alike(figure, beside, node):
                wrong = f"{self._said(left, one)}和{self._said(right, other)}不能比较".strip()
                same_unit = isinstance(beside, str) and beside in self.figures.typed
                example = self.figures.typed[figure]
                return wrong, "只有单位相同的数能比较" if same_unit else f"和带单位的文字比，如 {example}"
        texts = (_TEXT, *next((group for group in self.ordered if _TEXT in group), ()))
        if (one == _NUMBER and other in texts) or (other == _NUMBER and one in texts):
            wrong = f"{self._said(left, one)}和{self._said(right, other)}不能比较".strip()
            return wrong, "数和文字不会相等：数不加引号，文字加引号"
        return None

    def _alike(self, figure: str, kind: Any, node: nodes.Node) -> bool:
        """Whether a figure of a kind can be compared with a node of another."""
        if kind == UNKNOWN or kind == "bool":
            return True
        loose = figure in self.figures.either
        if isinstance(kind, str) and kind in self.figures.typed:
            return loose or kind == figure or kind in self.figures.either
        if isinstance(node, nodes.Const) and isinstance(node.value, str):
            return loose or self.figures.reads(figure, node.value)
        return loose and kind != _NUMBER and not isinstance(kind, list | dict)

    @property
    def _sure(self) -> set[str]:
        return {kind for kind in self.figures.typed if kind not in self.figures.either}

    def _fit(self, left: nodes.Node, right: nodes.Node) -> bool:
        kinds = [self.certain(left), self.certain(right)]
        if not all(isinstance(kind, list | dict) or kind in self.known for kind in kinds):
            return True
        if any(isinstance(kind, str) and kind in self.figures.typed for kind in kinds):
            return True  # which was told, if they are not alike
        return any(kinds[0] in group and kinds[1] in group for group in self.ordered)

    def _said(self, node: nodes.Node, kind: Any = None) -> str:
        if isinstance(node, nodes.Const):
            return f" {node.value!r} "
        return self.word(self.certain(node) if kind is None else kind)

    def _advice(self) -> str:
        groups = []
        for kinds in self.ordered:
            words = dict.fromkeys(self.known.get(kind, kind) for kind in kinds)
            groups.append("、".join([*words, *(["整数"] if _NUMBER in kinds else [])]))
        return f"能互相比较大小的只有：{'；'.join(groups)}"
