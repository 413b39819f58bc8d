"""Jinja's tests of values, `is defined` and the like, and the filters that choose elements by them."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from generator.quantity import Quantity, Word
from generator.text.faults import Blank, Missing
from generator.text.language.arithmetic import decimal, number, rounded, to_whole, whole
from generator.text.language.lists import Lists
from generator.text.language.values import (
    CELL,
    LETTERS,
    Sandbox,
    compared,
    contains,
    elements,
    let_pass,
    unprinted,
    words,
)

_ABSENT = Blank("attribute")
# -1234.50; groups: the sign, the whole part, the decimals.
_NUMBER = r"(-?)([0-9]+)(\.[0-9]+)?"
_LONGEST = 400  # digits of a written number
_COMPARISONS = {
    "eq": ("==", "equalto"),
    "ne": ("!=",),
    "lt": ("<", "lessthan"),
    "lteq": ("<=", "le"),
    "gt": (">", "greaterthan"),
    "gteq": (">=", "ge"),
}


class Choices:
    """The tests, by the sandbox whose work they count."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def tests(self) -> dict[str, Callable[..., bool]]:
        """The tests by the names of Jinja."""
        return {
            "defined": self.defined,
            "undefined": lambda value: not self.defined(value),
            "none": lambda value: _there(value) is None,
            "boolean": lambda value: isinstance(_there(value), bool),
            "true": lambda value: _there(value) is True,
            "false": lambda value: _there(value) is False,
            "integer": lambda value: isinstance(_there(value), int) and not isinstance(value, bool),
            "float": lambda value: isinstance(_there(value), float | Decimal),
            "number": lambda value: isinstance(_there(value), int | float | Decimal | Quantity),
            "string": lambda value: isinstance(_there(value), str | Word),
            "mapping": lambda value: isinstance(_there(value), dict),
            "sequence": lambda value: isinstance(_there(value), str | list | tuple | dict),
            "iterable": lambda value: isinstance(_there(value), str | list | tuple | dict),
            "odd": lambda value: self._rest(value, 2, "odd") == 1,
            "even": lambda value: self._rest(value, 2, "even") == 0,
            "divisibleby": lambda value, num: self._rest(value, num, "divisibleby") == 0,
            "upper": lambda value: words(self._sandbox, value, "upper").isupper(),
            "lower": lambda value: words(self._sandbox, value, "lower").islower(),
            "in": lambda value, seq: contains(self._sandbox, seq, value),
            "sameas": lambda value, other: _there(value) is _there(other),
            **{name: self._comparison(sign) for sign, names in _COMPARISONS.items() for name in (sign, *names)},
        }

    def defined(self, value: object) -> bool:
        """Whether there is such a value; in a report, one that is not filled in counts as not defined."""
        if isinstance(value, Missing):
            let_pass(self._sandbox, value)
            return False
        return not (value is None and self._sandbox.unfilled)

    def _comparison(self, sign: str) -> Callable[[Any, Any], bool]:
        return lambda value, other: compared(self._sandbox, sign, value, other)

    def _rest(self, value: object, divisor: object, name: str) -> int:
        base = whole(divisor, name)
        if not base:
            raise ZeroDivisionError("不能除以零")
        return int(number(value, name) % base)


class Chosen:
    """The filters that turn each element into another or choose some, and those that stand for what is not there.

    `filters` and `tests` are all that can be named.
    """

    def __init__(
        self, sandbox: Sandbox, lists: Lists, choices: Choices, named: Callable[[str], Callable[..., Any]]
    ) -> None:
        self._sandbox, self._lists, self._choices, self._named = sandbox, lists, choices, named
        self._tests = choices.tests()

    def filters(self) -> dict[str, Callable[..., Any]]:
        """The filters by the names of Jinja; their parameters are those that its documentation names."""
        return {
            "map": self._map,
            "select": lambda value, *args: self._select(value, None, args, True),
            "reject": lambda value, *args: self._select(value, None, args, False),
            "selectattr": lambda value, attribute, *args: self._select(value, attribute, args, True),
            "rejectattr": lambda value, attribute, *args: self._select(value, attribute, args, False),
            "default": self._default,
            "d": self._default,
            "round": self._round,
            "千分位": self._grouped,
            "abs": lambda x: _absolute(x),
            "int": self._int,
            "float": self._float,
        }

    def _map(self, value: object, *args: Any, **kwargs: Any) -> list[Any]:
        found = elements(self._sandbox, value, CELL)
        if not args:
            read = self._lists.attribute(kwargs["attribute"], kwargs.get("default"))
            return [read(one) for one in found]
        function = self._named(args[0])
        return [function(one, *args[1:], **kwargs) for one in found]

    def _select(self, value: object, path: object, args: tuple[Any, ...], wanted: bool) -> list[Any]:
        attribute = self._lists.attribute(path)
        found = elements(self._sandbox, value, CELL)

        def read(one: object) -> object:
            made = attribute(one)
            if path is None or not isinstance(made, Missing):
                return made
            let_pass(self._sandbox, made)
            return _ABSENT

        if not args:
            return [one for one in found if bool(read(one)) is wanted]
        test, rest = self._tests[args[0]], args[1:]
        return [one for one in found if test(read(one), *rest) is wanted]

    def _default(self, value: object, default_value: object = "", boolean: object = False) -> object:
        if not self._choices.defined(value) or (boolean and not value):
            return default_value
        return value

    def _round(self, value: object, precision: object = 0, method: object = "common") -> Any:
        places = whole(precision, "round", least=-30, most=30)
        return rounded(number(value, "round"), places, method if isinstance(method, str) else "")

    def _grouped(self, value: object, decimals: object = None) -> str:
        """The digits of a number with a comma between thousands, rounded to so many decimals if that is said."""
        found = number(value, "千分位")
        if decimals is None:
            digits = self._sandbox.text(found)
        else:
            places = whole(decimals, "千分位", least=0, most=30)
            digits = f"{Decimal(rounded(Decimal(found), places)):.{places}f}"
        self._sandbox.charge(len(digits))
        parts = re.fullmatch(_NUMBER, digits)
        return f"{parts[1]}{int(parts[2]):,}{parts[3] or ''}" if parts and len(digits) <= _LONGEST else digits

    def _int(self, value: object, default: object = None, base: object = 10) -> Any:
        try:
            if isinstance(value, str) and base != 10:
                unprinted(value, "int")
                digits = value if len(value) <= _LONGEST else ""
                return to_whole(int(digits, whole(base, "int", least=2, most=36)))
            return to_whole(self._number(value, "int"))
        except ValueError:
            return _given(default, "int")

    def _float(self, value: object, default: object = None) -> Any:
        try:
            return Decimal(self._number(value, "float"))
        except ValueError:
            return _given(default, "float")

    def _number(self, value: object, what: str) -> Any:
        """The number that a value is or that a text writes.

        Raises:
            ValueError: it is none.
        """
        if isinstance(value, str):
            unprinted(value, what)
            self._sandbox.charge(len(value) // LETTERS + 1)
            return decimal(value)
        if value is None or isinstance(value, list | tuple | dict):
            raise ValueError
        return number(value, what)


def _given(default: object, what: str) -> object:
    if default is None:
        raise TypeError(f"「{what}」前面的不是一个数；没有数时印什么写在括号里，如 |{what}(0)")
    return default


def _there(value: object) -> object:
    """The value itself, of which something is asked that what is not there cannot answer."""
    if isinstance(value, Missing) and not isinstance(value, Blank):
        value.raise_error()
    return value


def _absolute(value: object) -> Any:
    found = number(value, "abs")
    return abs(found) if isinstance(found, int) else found.copy_abs()
