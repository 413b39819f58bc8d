"""What the language knows of values: their kinds, how they are printed, compared, listed; charged before it is done."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple, Protocol

from generator.quantity import Quantity, UnitError, Word
from generator.text.comparison import as_text, figures, same
from generator.text.faults import Absent, Blank, KindError, Missing
from generator.text.language.arithmetic import decimal

DEEPEST = 20  # lists within lists that are compared
CELL = 4  # units of work for what is made anew: a pair, a group
LETTERS = 4  # characters for a unit of work
_NOT_PRINTED = "印出来的数不能比较，也不能排序：去掉印法，和带单位的文字比，如 score.total >= '80分'"
_AS_LIST = "数据写成列表，如 [甲, 乙]，或者每行一项以「- 」开头；要逐字取出的，写成 名称|list"
SCALARS = (str, int, float, Decimal, type(None), Quantity, Word)


class Sandbox(Protocol):
    """What the language needs of the environment that runs a program."""

    unfilled: bool
    """Whether a name without a value counts as not defined, and only a name that is optional need not be there."""
    optional: Callable[[], Collection[str]]
    """Gives the names that need not be there."""
    mixed: bool
    """Whether a number and a text are merely unequal."""

    def charge(self, units: int) -> None:
        """Counts work before it is done; raises `LimitError` where it is too much."""

    def entry(self, holder: object, name: object) -> object:
        """The entry of a value under a name, or `Missing`."""

    def missing(self, name: object) -> Missing:
        """What stands for a name that leads nowhere."""

    def absent(self, name: object) -> Missing:
        """What stands for what a loop or a list does not have."""

    def text(self, value: object) -> str:
        """What `{{ value }}` prints, not escaped."""

    def reckoned(self, figure: Quantity) -> Quantity:
        """The figure itself, which is noted as computed where that is wanted."""


class Group(NamedTuple):
    """The elements of a list that have one value in common."""

    grouper: Any
    list: list[Any]


class Space:
    """What `namespace()` makes: names that a `set` in a loop can give values to."""

    __slots__ = ("names",)

    def __init__(self, names: dict[str, Any]) -> None:
        self.names = names


def let_pass(sandbox: Sandbox, value: Missing) -> None:
    """Does nothing where something else may stand for what is missing.

    Raises:
        MissingError: nothing may, as where the name is looked for in what is missing itself, or unknown in a report.
    """
    value.raise_within()
    if sandbox.unfilled and not isinstance(value, Absent | Blank) and value.name not in sandbox.optional():
        value.raise_error()


class Printed(str):
    """A figure in words, alone or within a text: it can be joined to others and printed, not cut or changed."""

    __slots__ = ()


def textual(sandbox: Sandbox, value: object) -> str:
    """A value as it is printed, not charged; a figure stays known as one."""
    if isinstance(value, str):
        return value
    text = sandbox.text(value)
    return Printed(text) if isinstance(value, Quantity | Word) else text


def joined(sandbox: Sandbox, texts: Sequence[str], between: str = "") -> str:
    """Texts as one, charged before it is made; with a printed figure in it, it is one itself."""
    sandbox.charge((sum(map(len, texts)) + len(between) * len(texts)) // LETTERS + 1)
    made = between.join(texts)
    return Printed(made) if any(type(text) is Printed for text in texts) else made


def unprinted(value: object, what: str) -> None:
    """Does nothing.

    Raises:
        TypeError: the value is a figure, or the words of one.
    """
    if isinstance(value, Quantity | Word | Printed):
        raise TypeError(f"「{what}」不能用在数据里的数上，它只由印法印出")


def elements(sandbox: Sandbox, value: object, units: int = 1, *, letters: bool = False) -> list[Any]:
    """What a loop or filter goes through: the elements of a list, the keys of a mapping.

    With `letters` a text is a list of its characters; else it mostly is a list that was written as one text.

    Raises:
        TypeError: it is none of these.
        MissingError: there is no such value.
    """
    if type(value) is list:
        sandbox.charge(len(value) * units + 1)
        return value
    if isinstance(value, list | tuple | dict | str):
        unprinted(value, "逐字取出")
        if isinstance(value, str) and not letters:
            raise KindError("这里要列表，数据是一段文字", _AS_LIST)
        sandbox.charge(len(value) * units + 1)
        return [*value]
    if isinstance(value, Missing):
        return [*value]  # which raises, or is empty
    raise TypeError("这里引用的不是列表")


def words(sandbox: Sandbox, value: object, what: str) -> str:
    """The text that a filter of texts works on, charged.

    Raises:
        TypeError: it is a figure, whose digits no filter changes, or no single value.
    """
    unprinted(value, what)
    if not isinstance(value, str):
        if value is None:
            raise TypeError(f"「{what}」前面的数据没有填写")
        value = sandbox.text(value)
    sandbox.charge(len(value) // LETTERS + 1)
    return value


def key(sandbox: Sandbox, value: object, *, cased: bool = True, depth: int = 0) -> Any:
    """What values are sorted and told apart by: figures of one unit by their value, texts without case if need be.

    Raises:
        TypeError: the value cannot be put in an order.
    """
    if isinstance(value, str):
        if type(value) is Printed:
            raise TypeError(_NOT_PRINTED)
        sandbox.charge(len(value) // LETTERS + 1)
        return value if cased or depth else value.lower()
    if isinstance(value, Quantity):
        return _Figure(value)
    if isinstance(value, Word):
        return value.text
    if isinstance(value, float):
        return decimal(value)
    if value is None or isinstance(value, int | Decimal):
        return value
    if isinstance(value, Missing):
        value.raise_error()
    if isinstance(value, list | tuple) and depth < DEEPEST:
        sandbox.charge(len(value))
        return tuple(key(sandbox, one, cased=cased, depth=depth + 1) for one in value)
    raise TypeError("一组数据不能排序，也不能比较大小")


class _Figure:
    """A figure among others of its unit; one without a value stands behind them."""

    __slots__ = ("figure",)

    def __init__(self, figure: Quantity) -> None:
        self.figure = figure

    def __lt__(self, other: object) -> bool:
        mine, its = self._values(other)
        return mine is not None and (its is None or bool(mine < its))

    def __gt__(self, other: object) -> bool:
        mine, its = self._values(other)
        return its is not None and (mine is None or bool(mine > its))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Figure):
            return False
        return (self.figure.unit, self.figure.value) == (other.figure.unit, other.figure.value)

    def __hash__(self) -> int:
        return hash((self.figure.unit, self.figure.value))

    def _values(self, other: object) -> tuple[Any, Any]:
        if not isinstance(other, _Figure):
            raise TypeError("有的不是数，不能比较大小")
        if other.figure.unit != self.figure.unit:
            raise UnitError(f"{self.figure.unit}, {other.figure.unit}")
        return self.figure.value, other.figure.value


def equal(sandbox: Sandbox, left: object, right: object, depth: int = 0) -> bool:
    """Whether two values are the same, as Python says of plain ones."""
    if isinstance(left, Missing) or isinstance(right, Missing):
        return same(left, right, mixed=sandbox.mixed)  # which raises, unless names that lead nowhere are let pass
    left, right = as_text(left), as_text(right)
    if type(left) is Printed or type(right) is Printed:
        raise TypeError(_NOT_PRINTED)
    if isinstance(left, float):
        left = decimal(left)
    if isinstance(right, float):
        right = decimal(right)
    if isinstance(left, str) and isinstance(right, str):
        sandbox.charge(min(len(left), len(right)) // 64 + 1)
        return left == right
    if (isinstance(left, list) and isinstance(right, list)) or (isinstance(left, tuple) and isinstance(right, tuple)):
        if len(left) != len(right):
            return False
        return _deeper(depth) and all(equal(sandbox, *pair, depth + 1) for pair in _charged(sandbox, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        if left.keys() != right.keys():
            return False
        pairs = ((one, right[name]) for name, one in left.items())
        sandbox.charge(len(left) + 1)
        return _deeper(depth) and all(equal(sandbox, *pair, depth + 1) for pair in pairs)
    if isinstance(left, SCALARS) and isinstance(right, SCALARS):
        return same(left, right, mixed=sandbox.mixed)
    return left is right


def _deeper(depth: int) -> bool:
    if depth > DEEPEST:
        raise RecursionError
    return True


def _charged(sandbox: Sandbox, left: Any, right: Any) -> Iterator[tuple[Any, Any]]:
    sandbox.charge(len(left) + 1)
    return zip(left, right, strict=True)


def compared(sandbox: Sandbox, sign: str, left: object, right: object) -> bool:
    """What a comparison of Jinja says: eq, ne, lt, lteq, gt, gteq, in, notin."""
    if sign in ("eq", "ne"):
        return equal(sandbox, left, right) is (sign == "eq")
    if sign in ("in", "notin"):
        return contains(sandbox, right, left) is (sign == "in")
    for value in (left, right):
        if isinstance(value, Missing):
            value.raise_error()
    if type(left) is Printed or type(right) is Printed:
        raise TypeError(_NOT_PRINTED)
    pair = figures(left, right, mixed=sandbox.mixed) or (key(sandbox, left), key(sandbox, right))
    return bool(_ORDERED[sign](*pair))


_ORDERED: dict[str, Callable[[Any, Any], bool]] = {
    "lt": lambda left, right: left < right,
    "lteq": lambda left, right: left <= right,
    "gt": lambda left, right: left > right,
    "gteq": lambda left, right: left >= right,
}


def contains(sandbox: Sandbox, holder: object, value: object) -> bool:
    """Whether a list has an element, a mapping a key, or a text a part.

    Raises:
        TypeError: the holder holds nothing, or a text is asked for something else.
    """
    holder, value = as_text(holder), as_text(value)
    if isinstance(holder, str):
        unprinted(holder, "in")
        if type(value) is Printed:
            unprinted(value, "in")
        if isinstance(value, Missing):
            value.raise_error()
        if not isinstance(value, str):
            raise TypeError("「in」的左边要是文字")
        sandbox.charge((len(holder) + len(value)) // LETTERS + 1)
        return value in holder
    if isinstance(holder, dict):
        unprinted(value, "in")
        return isinstance(value, SCALARS) and value in holder
    if isinstance(holder, Missing):
        return bool(value in holder)  # which raises, or is false
    if not isinstance(holder, list | tuple):
        raise TypeError("「in」的右边要是列表或者文字")
    return any(equal(sandbox, one, value) for one in elements(sandbox, holder))
