"""Tells arithmetic that no figures let be done, by the kinds of both sides."""

from __future__ import annotations

from typing import Any

from jinja2 import nodes

from generator.frozen import Frozen
from generator.text.translation import SIGNS
from generator.word.review.comparing import UNKNOWN, Comparisons, Fault

_NUMBER = "number"
_COMPUTE = "在数据里写成算式，如 =facts.甲 / facts.乙，再引用；已有的数直接引用"


class Reckoning(Frozen):
    """Reads arithmetic over figures: `comparisons` know what kind a name is for certain, `ratio` is that of a division.

    `words` are the kinds of computed words; `counted` are those of figures that are printed without decimals.
    """

    comparisons: Comparisons
    ratio: str
    words: frozenset[str]
    counted: frozenset[str]

    def fault(self, node: nodes.BinExpr, left: Any, right: Any) -> Fault:
        """What is wrong with an operation on two kinds."""
        sign = SIGNS[type(node)]
        if isinstance(node.left, nodes.Const) and isinstance(node.left.value, str) and sign == "%":
            return None  # which formats
        for kind in (left, right):
            if isinstance(kind, str) and kind in self.words:
                return f"「{sign}」不能用在{self._word(kind)}上", "连接文字用 ~"
        one, other = self._is_figure(left), self._is_figure(right)
        if not (one or other) or UNKNOWN in (left, right) or not self._certain(node, left, right):
            return None
        if sign in ("//", "%", "**"):
            return f"「{sign}」不能用在{self._word(left if one else right)}上", _COMPUTE
        if one and other:
            return self._of_two(sign, left, right)
        figure, beside = (left, node.right) if one else (right, node.left)
        by_whole = (right if one else left) == _NUMBER and not _has_decimals(beside)
        if by_whole and (sign == "*" or (sign == "/" and one)):
            shared = sign == "/" and figure in self.counted
            return (f"{self._word(figure)}不能除以整数，印出来没有小数", _COMPUTE) if shared else None
        said = [side.value if isinstance(side, nodes.Const) else None for side in (node.left, node.right)]
        names = [
            self._word(kind) if value is None else f" {value!r} "
            for kind, value in zip((left, right), said, strict=True)
        ]
        return (
            f"{names[0]}和{names[1]}不能用「{sign}」计算".strip(),
            f"数只和单位相同的数加减，或者乘除一个整数；{_COMPUTE}",
        )

    def negative(self, kind: Any) -> Fault:
        """What is wrong with a sign before a kind."""
        wrong = self._is_figure(kind) or (isinstance(kind, str) and kind in self.words)
        return (f"「-」「+」不能写在{self._word(kind)}的前面", _COMPUTE) if wrong else None

    def kind(self, node: nodes.Node, left: Any, right: Any) -> Any:
        """The kind of what an operation gives."""
        figure, loose = self._is_figure(right), self.comparisons.figures.either
        if isinstance(node, nodes.Div):
            whole = right == _NUMBER and self._is_figure(left)
            return left if whole or left == _NUMBER else self.ratio
        either = isinstance(left, str) and left in loose
        return right if figure and (left == _NUMBER or (either and not isinstance(node, nodes.Mul))) else left

    def _of_two(self, sign: str, left: str, right: str) -> Fault:
        loose = self.comparisons.figures.either
        if left in loose or right in loose:
            return None
        if sign == "*":
            wrong = right != self.ratio
            remedy = f"{self._word(self.ratio)}写在「*」的后面；其他的数不能相乘"
            return (f"{self._word(left)}和{self._word(right)}不能相乘", remedy) if wrong else None
        if left != right:
            done = "相除" if sign == "/" else "相加减"
            return f"{self._word(left)}和{self._word(right)}不能{done}", f"只有单位相同的数能{done}"
        return None

    def _certain(self, node: nodes.BinExpr, left: Any, right: Any) -> bool:
        """Whether what is no figure is known to be none: a text may be any expression that is not looked into."""
        for side, kind in ((node.left, left), (node.right, right)):
            named = isinstance(side, nodes.Const | nodes.Name | nodes.Getattr | nodes.Getitem)
            if not self._is_figure(kind) and kind != _NUMBER and not named:
                return False
        return True

    def _is_figure(self, kind: Any) -> bool:
        return isinstance(kind, str) and kind in self.comparisons.figures.typed

    def _word(self, kind: Any) -> str:
        return self.comparisons.word(kind)


def _has_decimals(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Const) and not isinstance(node.value, int)
