"""Arithmetic over plain numbers, whole ones and exact decimals, in bounds; a half is rounded up (四舍五入)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import (
    ROUND_CEILING,
    ROUND_FLOOR,
    ROUND_HALF_UP,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)
from typing import Any

from generator.quantity import Quantity, Word
from generator.text.faults import Missing

Number = int | Decimal

MAX_BITS = 128  # of a whole number
MAX_PLACES = 30  # decimals of a rounded number
_LONGEST = 400  # characters of a written number
_EXACT = Context(prec=60, Emax=40, Emin=-40, traps=[InvalidOperation, DivisionByZero, Overflow])
_ROUNDING = {"common": ROUND_HALF_UP, "ceil": ROUND_CEILING, "floor": ROUND_FLOOR}
_TOO_LARGE = "算出来的数太大"


def number(value: object, what: str = "") -> Number:
    """The value itself if it is a plain number, a float as the decimal that it is printed as.

    Raises:
        TypeError: it is none; `what` names in Chinese what wanted one.
        MissingError: there is no such value.
    """
    if isinstance(value, Missing):
        value.raise_error()
    if isinstance(value, int | Decimal):
        return int(value) if isinstance(value, bool) else value
    if isinstance(value, float):
        return decimal(value)
    if isinstance(value, Quantity | Word):
        raise TypeError(f"「{what}」不能用在数据里的数上，它只由印法印出")
    raise TypeError(f"「{what}」要一个数" + ("；连接文字用 ~" if what == "+" else ""))


def decimal(value: float | str) -> Decimal:
    """The decimal that is written so, or that a float is printed as.

    Raises:
        ValueError: it is no finite number.
    """
    text = repr(value) if isinstance(value, float) else value.strip()
    try:
        made = Decimal(text if len(text) <= _LONGEST else "nan")
    except InvalidOperation:
        raise ValueError("这不是一个数") from None
    if not made.is_finite() or abs(made.adjusted()) > _EXACT.Emax:
        raise ValueError("这不是一个数")
    return made


def whole(value: object, what: str, least: int = -(2**31), most: int = 2**31) -> int:
    """A whole number within bounds.

    Raises:
        TypeError: it is none.
        ValueError: it is out of bounds.
    """
    if type(value) is not int:
        found = number(value, what)
        if not isinstance(found, int):
            raise TypeError(f"「{what}」要一个整数")
        value = found
    if not least <= value <= most:
        raise ValueError(f"「{what}」里的数太大或者太小")
    return value


def calculated(sign: str, left: object, right: object) -> Number:
    """What `+ - * / // % **` give for two plain numbers; a quotient is always a decimal, as in Jinja.

    Raises:
        TypeError: one of them is no plain number.
        ArithmeticError: it divides by zero, or the result is too large.
    """
    one, other = number(left, sign), number(right, sign)
    if sign in ("/", "//", "%") and not other:
        raise ZeroDivisionError("不能除以零")
    try:
        made: Number = _bounded(_CALCULATED[sign](one, other))
        return made
    except Overflow:
        raise OverflowError(_TOO_LARGE) from None
    except (InvalidOperation, DivisionByZero):
        raise ArithmeticError("算不出一个数") from None


def negative(value: object) -> Number:
    """The number with the other sign."""
    found = number(value, "-")
    return -found if isinstance(found, int) else found.copy_negate()


def rounded(value: Number, places: int, method: str = "common") -> Number:
    """The number to so many decimals, a half away from zero; with the method `ceil` or `floor` up or down.

    A whole number stays one by the common method, as in Jinja.
    """
    if method not in _ROUNDING:
        raise ValueError("「round」的第二项只能是 'common'、'ceil' 或者 'floor'")
    if isinstance(value, int) and method == "common" and places >= 0:
        return value
    count = Decimal(value).scaleb(places, _EXACT).to_integral_value(_ROUNDING[method])
    made = count.scaleb(-places, _EXACT)
    return int(made) if isinstance(value, int) and method == "common" else _short(made)


def to_whole(value: Number) -> int:
    """The number without its decimals."""
    return int(_bounded(int(value)))


def _bounded(made: Any) -> Any:
    if isinstance(made, int):
        if made.bit_length() > MAX_BITS:
            raise OverflowError(_TOO_LARGE)
        return made
    return _short(made)


def _short(made: Decimal) -> Decimal:
    """The same number without zeros at its end, as computed ones are printed."""
    return made.normalize(_EXACT) if made else Decimal(0).copy_sign(made)


def _power(base: Number, exponent: Number) -> Number:
    if not isinstance(base, int) or not isinstance(exponent, int) or exponent < 0:
        if not base and exponent < 0:
            raise ZeroDivisionError("不能除以零")
        return _EXACT.power(_decimal(base), _decimal(exponent))
    if base not in (-1, 0, 1) and (base.bit_length() - 1) * exponent > MAX_BITS:
        raise OverflowError(_TOO_LARGE)
    return int(base**exponent)


def _floor(left: Number, right: Number) -> Number:
    if isinstance(left, int) and isinstance(right, int):
        return left // right
    quotient = _EXACT.divide(_decimal(left), _decimal(right))
    return quotient.to_integral_value(ROUND_FLOOR)


def _rest(left: Number, right: Number) -> Number:
    if isinstance(left, int) and isinstance(right, int):
        return left % right
    return _EXACT.subtract(_decimal(left), _EXACT.multiply(_decimal(_floor(left, right)), _decimal(right)))


def _decimal(value: Number) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(value)


def _of(own: Callable[[int, int], int], exact: Callable[[Decimal, Decimal], Decimal]) -> Callable[..., Number]:
    def made(left: Number, right: Number) -> Number:
        if isinstance(left, int) and isinstance(right, int):
            return own(left, right)
        return exact(_decimal(left), _decimal(right))

    return made


_CALCULATED: dict[str, Callable[..., Number]] = {
    "+": _of(int.__add__, _EXACT.add),
    "-": _of(int.__sub__, _EXACT.subtract),
    "*": _of(int.__mul__, _EXACT.multiply),
    "/": lambda left, right: _EXACT.divide(_decimal(left), _decimal(right)),
    "//": _floor,
    "%": _rest,
    "**": _power,
}
