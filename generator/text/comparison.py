"""Compares values: a computed word as a text, a figure exactly with figures and with texts such as '80分'."""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from generator.quantity import MONEY, PERCENT, Quantity, Word
from generator.text.faults import Missing

_SCALARS = frozenset({str, int, bool, type(None)})
_NUMBERS = (int, float, Decimal)
_EXAMPLES = {MONEY: "2万元", PERCENT: "100%"}
_UNFILLED = "没有填写的不能比较大小：先判断有没有，如 {% if score.total and score.total >= '80分' %}"
_SHOWN = 30  # characters of a text in a message
_COMPARED: dict[str, Callable[[Any, Any], Any]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "lteq": operator.le,
    "gt": operator.gt,
    "gteq": operator.ge,
    "in": lambda value, holder: value in holder,
    "notin": lambda value, holder: value not in holder,
}
"""What each comparison of Jinja does to plain values."""


def typed_figure(text: str) -> Quantity | None:
    """The figure that a text in a tag writes, '80分' or '2万元'; None for any other text."""
    return Quantity.parse(text.strip().replace("％", PERCENT))


def as_text(value: Any) -> Any:
    """A computed word as its text; any other value as it is."""
    return value.text if isinstance(value, Word) else value


def compared(sign: str, left: Any, right: Any, *, mixed: bool) -> bool:
    """What a comparison of the notation of texts says; `mixed` lets a number and a text be unequal.

    Raises:
        TypeError: such values cannot be compared; the message is Chinese, or Python's.
        MissingError: one of them is not there.
    """
    if type(left) in _SCALARS and type(left) is type(right):
        return bool(_COMPARED[sign](left, right))
    left, right = as_text(left), as_text(right)
    if sign in ("eq", "ne"):
        return same(left, right, mixed=mixed) is (sign == "eq")
    if sign in ("in", "notin"):
        if isinstance(right, list | tuple):
            return any(same(one, left, mixed=mixed) for one in right) is (sign == "in")
        if isinstance(left, Quantity) and isinstance(right, dict | str):
            raise TypeError("「in」的右边要是列表，数才能在里面")
        return bool(_COMPARED[sign](left, right))
    pair = figures(left, right, mixed=mixed)
    return bool(_COMPARED[sign](*(pair or (left, right))))


def same(left: Any, right: Any, *, mixed: bool) -> bool:
    """Whether two values are the same, words as texts and figures by their exact value.

    Raises:
        TypeError: a figure is compared with what has no unit, or a number with a text unless that is let pass.
        MissingError: one of them is not there.
    """
    if isinstance(left, Missing) or isinstance(right, Missing):
        return bool(left == right if isinstance(left, Missing) else right == left)
    left, right = as_text(left), as_text(right)
    if isinstance(left, Quantity):
        return _equals(left, right)
    if isinstance(right, Quantity):
        return _equals(right, left)
    if not mixed:
        unmixed(left, right)
    return bool(left == right)


def figures(left: Any, right: Any, *, mixed: bool) -> tuple[Any, Any] | None:
    """The two sides of < or > as figures, if one of them is a figure; None if neither is.

    Raises:
        TypeError: the other is none, nor a text that writes one.
    """
    if not mixed and (left is None or right is None):
        raise TypeError(_UNFILLED)
    if isinstance(left, Quantity):
        return left, _beside(left, right)
    return (_beside(right, left), right) if isinstance(right, Quantity) else None


def unmixed(left: Any, right: Any) -> None:
    """Does nothing.

    Raises:
        TypeError: one is a number and the other a text, so that they are never equal.
    """
    for one, other in ((left, right), (right, left)):
        if isinstance(one, _NUMBERS) and not isinstance(one, bool) and isinstance(other, str):
            raise TypeError(f"{one} 是数，「{other[:_SHOWN]}」是文字，两者不会相等：数不加引号，文字加引号")


def _equals(figure: Quantity, other: Any) -> bool:
    """Whether a figure is another one; those of different units are not, as the targets of two rows."""
    if isinstance(other, _NUMBERS):
        raise TypeError(_bare(figure, other))
    if isinstance(other, str):
        typed = typed_figure(other)
        if typed is None:
            if figure.unit and other.strip().endswith(figure.unit) and any(map(str.isdigit, other)):
                raise TypeError(_unread(figure, other))
            return False
        if figure.unit and not typed.unit:
            raise TypeError(_bare(figure, other))
        other = typed
    return isinstance(other, Quantity) and (figure.unit, figure.value) == (other.unit, other.value)


def _beside(figure: Quantity, other: Any) -> Quantity:
    """The figure that another is put in order with."""
    if isinstance(other, Missing):
        other.raise_error()
    if isinstance(other, str):
        typed = typed_figure(other)
        if typed is None:
            raise TypeError(_unread(figure, other))
        if figure.unit and not typed.unit:
            raise TypeError(_bare(figure, other))
        return typed
    if isinstance(other, _NUMBERS):
        raise TypeError(_bare(figure, other))
    if not isinstance(other, Quantity):
        raise TypeError("有的不是数，不能比较大小")
    return other


def _example(figure: Quantity) -> str:
    return f"'{_EXAMPLES.get(figure.unit) or '80' + figure.unit}'"


def _bare(figure: Quantity, other: object) -> str:
    return f"「{str(other)[:_SHOWN]}」没有单位，不能和数比较：写成带单位的文字，如 {_example(figure)}"


def _unread(figure: Quantity, text: str) -> str:
    return f"「{text[:_SHOWN]}」不是一个数，不能和数比较：写成 {_example(figure)} 这样，中间没有空格和逗号"
