"""What can go wrong with a tag, when it is compiled or printed, and how that is told in Chinese."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, NoReturn

from generator.namespace import names_in
from generator.problems import nearest
from generator.quantity import UnitError


class TagError(Exception):
    """A tag that cannot be printed; the message is Chinese."""


class MissingError(TagError):
    """A tag that uses a name which is not there."""


class LimitError(TagError):
    """A template or text that asks for more than one document can hold."""


class KindError(TypeError):
    """A value of a kind that a tag cannot use; the message is Chinese, and so is what to do about it."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.remedy = remedy


class NotationError(TagError):
    """A tag that is not of the notation, at a line of its source; the message is Chinese or Jinja's own."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.message, self.line = message, line


FAULTS = (TagError, TypeError, ValueError, ArithmeticError, RecursionError)
"""Everything that printing a tag can raise; `in_chinese` words it."""

_IN_CHINESE = (
    ("not supported between", "这两个数据不能比较大小，能比的是两个没有单位的数、两个单位相同的数，或者两段文字"),
    ("not iterable", "「in」的右边要是列表或者文字"),
    ("requires string as left operand", "「in」的左边要是文字"),
)


class Missing:
    """A name that leads nowhere: whatever is done with it but handing it on raises, naming the nearest known name.

    `holder` is where the name was looked for, if it was looked for in something.
    """

    __slots__ = ("_holder", "_name")

    def __init__(self, name: object, holder: object = None) -> None:
        self._name, self._holder = name, holder

    def again(self) -> Missing:
        """What is looked for in it: missing for the same reason, but equal to nothing, not even to this."""
        return _Within(self._name, self._holder)

    def raise_error(self, *_: object) -> NoReturn:
        """Raises.

        Raises:
            MissingError: always; the message names what is missing.
        """
        raise MissingError(self._told())

    def _told(self) -> str:
        if isinstance(self._holder, list) and type(self._name) is int:
            return f"列表只有 {len(self._holder)} 项，没有 [{self._name}]"
        return f"没有名为「{self._name}」的数据" + (f"，{self.near}" if self.near else "")

    @property
    def near(self) -> str:
        """What it may be meant for, of the names where it was looked for; empty if none is close."""
        return nearest(str(self._name), names_in(self._holder), cutoff=0.5)

    @property
    def text(self) -> str:
        """What printing it gives.

        Raises:
            MissingError: always, unless names that lead nowhere are let pass.
        """
        self.raise_error()

    @property
    def name(self) -> object:
        """The name that leads nowhere."""
        return self._name

    def raise_within(self) -> None:
        """Nothing here; what was looked for in what is missing itself raises: a default stands for one name only."""

    _raised: ClassVar[Any] = raise_error
    __str__ = __bool__ = __len__ = __iter__ = __contains__ = __hash__ = _raised
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __call__ = _raised


class _Within(Missing):
    """What is looked for in what is missing itself."""

    __slots__ = ()

    def raise_within(self) -> None:
        """Raises.

        Raises:
            MissingError: always; the message names what is missing first.
        """
        self.raise_error()


class Absent(Missing):
    """What a loop or a list does not have, as the element before the first: a default always stands for it.

    A condition may ask for it: it is none.
    """

    __slots__ = ()

    def __bool__(self) -> bool:
        return False

    def _told(self) -> str:
        of_list = self._name in ("first", "last", "min", "max")
        return "这个列表是空的" if of_list else f"没有「{self._name}」：这是最前或者最后一项"


class Blank(Missing):
    """A name that leads nowhere where that is let pass: it prints nothing and holds nothing."""

    __slots__ = ()

    @property
    def text(self) -> str:
        """Nothing."""
        return ""

    @property
    def name(self) -> object:
        """The name that leads nowhere."""
        return self._name

    def again(self) -> Missing:
        """What is looked for in it, which is not there either."""
        return self

    def __str__(self) -> str:
        return ""

    def __bool__(self) -> bool:
        return False

    def __len__(self) -> int:
        return 0

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __contains__(self, _: object) -> bool:
        return False

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Blank)

    def __ne__(self, other: object) -> bool:
        return not isinstance(other, Blank)

    __hash__ = Missing.raise_error


class Void(Blank):
    """What is not there by no slip of a name, where that is let pass: the first of no elements, what no else gives."""

    __slots__ = ()


def in_chinese(error: Exception) -> str:
    """The Chinese wording of a fault in printing a tag that Python words in English."""
    message = str(error)
    if isinstance(error, UnitError):
        return "单位不同的数不能相加减或相除，乘数只能是比率，金额还能乘数量"
    if any("\u4e00" <= character <= "\u9fff" for character in message):  # a message of our own
        return message
    if isinstance(error, RecursionError):
        return "嵌套得太深"
    return next((words for part, words in _IN_CHINESE if part in message), "这个数据不能这样印")
