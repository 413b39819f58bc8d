"""What a program of the whole language is handed: the filters and tests, and what its operators do to plain data."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from generator.quantity import MONEY, PERCENT, POINTS, Operation, Quantity, Word
from generator.text.faults import Blank, KindError, LimitError, Missing, MissingError, Void
from generator.text.language import arithmetic
from generator.text.language.choices import Choices, Chosen
from generator.text.language.formats import formatted
from generator.text.language.lists import Lists
from generator.text.language.texts import Texts
from generator.text.language.turns import TOLD, Turns
from generator.text.language.values import (
    CELL,
    LETTERS,
    SCALARS,
    Group,
    Printed,
    Sandbox,
    Space,
    compared,
    elements,
    joined,
    key,
    textual,
    unprinted,
)
from generator.text.sandbox import calculated_figure

METHODS = ("items", "keys", "values")
"""What of a mapping can be called."""
GET = "get"
"""What of a mapping can be called with a name, where data need no contract."""
LOOP_METHODS = ("cycle", "changed")
"""What of a loop can be called."""
FUNCTIONS = {"range": "counting", "namespace": "namespace"}
"""What can be called by its name, and what does it."""
_WITH_DECIMALS = (MONEY, PERCENT, POINTS)
_AS_NUMBER = "数据里的数不加引号，不写千分位逗号，如 1200.00；本来是文字的，写成 名称|replace(',', '')|float"
# A number that was typed as a text, with its unit if it has one: 1,200.00, 3万元. Not 2024-05, 第3章.
_TYPED = r"\s*[-+−]?[0-9][0-9,，]*(?:\.[0-9]+)?\s*[^\W\d_]{0,4}%?\s*"
_SHOWN = 40  # characters of a text that is told
_BOUNDS = -(10**15), 10**15  # of what is counted
MOST_NESTED, MOST_TERMS = 50, 100_000  # operations within operations of a figure, and of all in it
_NESTED = "nested"  # under which a computed figure keeps how deep its operations nest, and how many there are


class Tools:
    """The operators of the language, by the sandbox whose work they count; `printing` are the filters of figures."""

    def __init__(self, sandbox: Sandbox, printing: Mapping[str, Callable[..., Any]]) -> None:
        self.sandbox = sandbox
        self._lists = Lists(sandbox, self._traced)
        choices = Choices(sandbox)
        self.tests = choices.tests()
        chosen = Chosen(sandbox, self._lists, choices, self.named)
        self.filters = Texts(sandbox).filters() | self._lists.filters() | chosen.filters()
        self._printing = printing
        self.nothing = Void("if … else")

    def named(self, name: str) -> Callable[..., Any]:
        """The filter of this name; what those of figures print is known as the words of one."""
        found = self.filters.get(name) or _printing(self._printing[name])
        return _passing(found) if isinstance(self.sandbox.missing(name), Blank) else found

    def walk(self, turns: list[Any]) -> Turns:
        """A walk through a list."""
        return Turns(turns, self.sandbox)

    def compare(self, sign: str, left: object, right: object) -> bool:
        """What a comparison says."""
        return compared(self.sandbox, sign, left, right)

    def held(self, holder: object, name: object) -> object:
        """The entry under a name of what is no mapping or list: a text, a pair, a group, a loop or a namespace.

        Raises:
            KeyError: there is none.
        """
        if isinstance(holder, str | tuple):
            unprinted(holder, "[…]")
            if type(name) is int and -len(holder) <= name < len(holder):
                return holder[name]
            if isinstance(holder, Group) and name in ("grouper", "list"):
                return getattr(holder, str(name))
        elif type(holder) is Space and type(name) is str and name in holder.names:
            return holder.names[name]
        elif type(holder) is Turns and name in TOLD:
            return getattr(holder, str(name))
        raise KeyError(name)

    def sliced(self, value: object, start: object, stop: object, step: object) -> Any:
        """A stretch of a list or a text."""
        if isinstance(value, Missing):
            value.raise_error()
        unprinted(value, "[…:…]")
        if not isinstance(value, str | list | tuple):
            raise TypeError("只有列表和文字能取出一段")
        ends = [None if end is None else arithmetic.whole(end, "[…:…]", *_BOUNDS) for end in (start, stop, step)]
        if ends[2] == 0:
            raise ValueError("「[…:…]」的间隔不能是 0")
        cut = slice(*ends)
        self.sandbox.charge(len(range(*cut.indices(len(value)))) + 1)
        made = value[cut]
        return tuple(made) if isinstance(value, tuple) else made

    def concat(self, *values: object) -> str:
        """Values as they are printed, one after the other."""
        return joined(self.sandbox, [textual(self.sandbox, value) for value in values])

    def captured(self, pieces: list[str]) -> str:
        """What a block with an end has printed, as one text."""
        self.sandbox.charge(len(pieces))
        return joined(self.sandbox, pieces)

    def calculated(self, sign: str, left: Any, right: Any) -> Any:
        """Arithmetic: over plain numbers, texts and lists as in Python; over figures a figure with its origin."""
        for value in (left, right):
            if isinstance(value, Blank):
                return value
            if isinstance(value, Missing):
                value.raise_error()
        if isinstance(left, Quantity) or isinstance(right, Quantity):
            return self._traced(self._of_figures(sign, left, right))
        if sign == "+" and isinstance(left, str) and isinstance(right, str):
            if re.fullmatch(_TYPED, left) and re.fullmatch(_TYPED, right):
                shown = f"「{left[:_SHOWN]}」和「{right[:_SHOWN]}」"
                raise KindError(f"{shown}是文字，不能相加", f"{_AS_NUMBER}；要连成一段的用 ~")
            return self.concat(left, right)
        if sign == "+" and type(left) is type(right) and isinstance(left, list | tuple):
            self.sandbox.charge(len(left) + len(right) + 1)
            return left + right
        if sign == "%" and isinstance(left, str):
            return formatted(self.sandbox, left, right if isinstance(right, tuple | dict) else (right,))
        if sign == "*" and isinstance(right, str | list | tuple):
            left, right = right, left
        if sign == "*" and isinstance(left, str | list | tuple):
            unprinted(left, "*")
            if isinstance(left, str) and any(map(str.isdigit, left[:_SHOWN])):  # a number that was typed as a text
                raise KindError(f"「{left[:_SHOWN]}」是文字，不能乘", _AS_NUMBER)
            times = arithmetic.whole(right, "*", *_BOUNDS)
            size = len(left) * max(times, 0)
            self.sandbox.charge(size // LETTERS + 1 if isinstance(left, str) else size + 1)
            return left * times
        return arithmetic.calculated(sign, left, right)

    def negative(self, value: object) -> Any:
        """The number with the other sign."""
        return arithmetic.negative(value)

    def positive(self, value: object) -> Any:
        """The number itself."""
        return arithmetic.number(value, "+")

    def given_arguments(self, values: object) -> list[Any]:
        """The elements of a list that are handed on as so many arguments."""
        return elements(self.sandbox, values)

    def decimal(self, written: str) -> Any:
        """A number with decimals as it is written in a source."""
        return arithmetic.decimal(written)

    def unpacked(self, value: object, count: int) -> list[Any]:
        """The parts of an element for as many names."""
        unprinted(value, "逐字取出")
        if not isinstance(value, list | tuple | dict | str):
            if isinstance(value, Missing):
                value.raise_error()
            raise TypeError(f"这一项不能分成 {count} 个名称")
        if len(value) != count:
            raise TypeError(f"这一项有 {len(value)} 个数据，名称却有 {count} 个")
        return [*value]

    def called(self, holder: object, name: str, *arguments: Any) -> Any:
        """What a method gives: items, keys or values of a mapping, cycle or changed of a loop."""
        if isinstance(holder, Missing):
            holder.raise_error()
        if type(holder) is Turns and name in LOOP_METHODS:
            self.sandbox.charge(len(arguments))
            return getattr(holder, name)(*arguments)
        if isinstance(holder, dict) and name in METHODS and not arguments:
            self.sandbox.charge(len(holder) * CELL + 1)
            return [*getattr(holder, name)()]
        if isinstance(holder, dict) and name == GET and arguments:
            return self._got(holder, *arguments)
        raise TypeError(f"这个数据没有「{name}()」，只有成组的数据有 items()、keys()、values()")

    def _got(self, holder: dict[Any, Any], key: object, otherwise: object = None) -> Any:
        """What `get` of a mapping gives: the entry, or what stands for one that is not there."""
        if isinstance(key, Missing):
            key.raise_error()
        if not isinstance(key, SCALARS):
            raise TypeError("「get」里的名称要是文字或者数")
        return holder.get(key, otherwise)

    def counting(self, *bounds: object) -> list[int]:
        """The whole numbers between two."""
        ends = [arithmetic.whole(end, "range", *_BOUNDS) for end in bounds]
        if len(ends) == 3 and not ends[2]:
            raise ValueError("「range」的间隔不能是 0")
        numbers = range(*ends)
        self.sandbox.charge(len(numbers) + 1)
        return [*numbers]

    def namespace(self, /, **names: Any) -> Space:
        """What a `set` within a loop can give values to."""
        return Space(names)

    def given(self, space: object, name: str, value: object) -> None:
        """Gives a value to a name of a namespace."""
        if type(space) is not Space:
            raise TypeError("「名称.名称 = 」只能写给 namespace() 得到的名称")
        self.sandbox.charge(1)
        space.names[name] = value

    def mapping(self, *pairs: tuple[Any, Any]) -> Any:
        """A mapping of these keys and values."""
        for name, _ in pairs:
            if not isinstance(name, SCALARS) or isinstance(name, Quantity):
                raise TypeError("「{…}」里的名称要是文字或者数")
        return dict(pairs)

    def key(self, value: object) -> Any:
        """What the cells of a column are told apart by."""
        if isinstance(value, list | tuple):
            return tuple(key(self.sandbox, one) for one in elements(self.sandbox, value))
        return value

    def _traced(self, figure: Quantity) -> Quantity:
        return self.sandbox.reckoned(traced(figure))

    def _of_figures(self, sign: str, left: Any, right: Any) -> Quantity:
        if sign in "+-*/" and isinstance(left, Quantity) and isinstance(right, Quantity):
            return calculated_figure(sign, left, right)
        if sign == "*" and type(left) is int:
            left, right = right, left
        if sign in "*/" and isinstance(left, Quantity) and type(right) is int:
            if sign == "/" and left.unit not in _WITH_DECIMALS:
                raise TypeError("只有金额、比率和分值能除以整数，数量印出来没有小数")
            return calculated_figure(sign, left, right)
        advice = "；先算后印的加括号，如 (甲 - 乙)|万元" if isinstance(right, str) else ""
        raise TypeError(f"「{sign}」的两边要是数据里的数{advice}")


def _passing(function: Callable[..., Any]) -> Callable[..., Any]:
    """The filter where names may lead nowhere: what needs a value gives nothing where there is none."""

    def passed(value: Any, *arguments: Any, **named: Any) -> Any:
        try:
            return function(value, *arguments, **named)
        except MissingError:
            if isinstance(value, Blank):
                return value
            raise

    return passed


def _printing(function: Callable[..., Any]) -> Callable[..., Any]:
    def printed(value: Any, *arguments: Any, **named: Any) -> Any:
        made = function(value, *arguments, **named)
        return Printed(made) if isinstance(made, str) and isinstance(value, Quantity | Word | dict) else made

    return printed


def traced(figure: Quantity) -> Quantity:
    """The figure itself, if those who explain it can follow how templates have computed it.

    Raises:
        LimitError: computed figures nest too deep in it.
    """
    deepest, terms = 0, 1
    if isinstance(figure.origin, Operation):
        for operand in figure.origin.operands:
            deep, many = operand.__dict__.get(_NESTED, (0, 1))
            deepest, terms = max(deepest, deep), terms + many
    if deepest >= MOST_NESTED or terms > MOST_TERMS:
        raise LimitError("算式里套着的算式太多")
    figure.__dict__[_NESTED] = (deepest + 1, terms)
    return figure
