"""Jinja's filters of lists and mappings of plain data; sums and orders of figures are figures of the report again."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

from generator.quantity import Quantity, total
from generator.text.faults import Missing
from generator.text.language.arithmetic import calculated, to_whole, whole
from generator.text.language.values import (
    CELL,
    Group,
    Sandbox,
    elements,
    joined,
    key,
    let_pass,
    textual,
    unprinted,
    words,
)

_NUMBER = re.compile("[0-9]{1,9}")
MOST_PIECES = 100_000  # of `batch` and `slice`
_ABSENT = object()
BY_PATH = {
    **dict.fromkeys(("groupby", "selectattr", "rejectattr", "sum"), 0),
    **dict.fromkeys(("min", "max", "unique", "join"), 1),
    "sort": 2,
}
"""Filters that read an entry of each element by a path, with the place of the path among their arguments."""


class Lists:
    """The filters of lists, by the sandbox whose work they count; `traced` bounds how deep computed figures nest."""

    def __init__(self, sandbox: Sandbox, traced: Callable[[Quantity], Quantity]) -> None:
        self._sandbox, self._traced = sandbox, traced

    def filters(self) -> dict[str, Callable[..., Any]]:
        """The filters by the names of Jinja; their parameters are those that its documentation names."""
        return {
            "length": self.length,
            "count": self.length,
            "list": lambda value: [*self._letters(value)],
            "first": lambda seq: self._element(seq, 0),
            "last": lambda seq: self._element(seq, -1),
            "join": self._join,
            "reverse": self._reverse,
            "sort": self._sort,
            "unique": self._unique,
            "sum": self._sum,
            "min": lambda value, case_sensitive=False, attribute=None: self._most(value, case_sensitive, attribute, -1),
            "max": lambda value, case_sensitive=False, attribute=None: self._most(value, case_sensitive, attribute, 1),
            "groupby": self._groupby,
            "batch": self._batch,
            "slice": self._slice,
            "items": self.items,
            "dictsort": self._dictsort,
        }

    def attribute(self, path: object, default: object = None) -> Callable[[Any], Any]:
        """What reads a path such as `funds.actual` or 0 in each element; a default stands for what is not there."""
        if path is None:
            return lambda value: value
        steps: list[Any] = [path]
        if isinstance(path, str):
            self._sandbox.charge(len(path))
            steps = [int(step) if _NUMBER.fullmatch(step) else step for step in path.split(".")]
        elif type(path) is not int:
            raise TypeError("attribute 要一个名称，如 attribute='name'")
        units = len(steps)

        def read(value: Any) -> Any:
            self._sandbox.charge(units)
            for step in steps:
                value = self._sandbox.entry(value, step)
            if default is None or not isinstance(value, Missing):
                return value
            let_pass(self._sandbox, value)
            return default

        return read

    def length(self, obj: object) -> int:
        """How many elements, entries or characters there are."""
        if isinstance(obj, Missing):
            return len(obj)
        unprinted(obj, "length")
        if not isinstance(obj, str | list | tuple | dict):
            raise TypeError("「length」只能用在列表和文字上")
        return len(obj)

    def items(self, value: object) -> list[tuple[Any, Any]]:
        """The entries of a mapping, each a pair."""
        if isinstance(value, Missing):
            return [*value]
        if not isinstance(value, dict):
            raise TypeError("「items」只能用在一组有名称的数据上")
        self._sandbox.charge(len(value) * CELL + 1)
        return [*value.items()]

    def _elements(self, value: object) -> list[Any]:
        return elements(self._sandbox, value)

    def _letters(self, value: object) -> list[Any]:
        return elements(self._sandbox, value, letters=True)

    def _element(self, seq: object, index: int) -> Any:
        found = self._letters(seq)
        return found[index] if found else self._sandbox.absent("first" if index == 0 else "last")

    def _join(self, value: object, d: object = "", attribute: object = None) -> str:
        found, read = self._elements(value), self.attribute(attribute)
        between = words(self._sandbox, d, "join")
        values = [read(one) for one in found]
        if any(value is None for value in values) and not self._sandbox.unfilled:
            raise TypeError("「join」的列表里有没有填写的")
        return joined(self._sandbox, [textual(self._sandbox, value) for value in values], between)

    def _reverse(self, value: object) -> Any:
        found = self._letters(value)[::-1]
        return "".join(found) if isinstance(value, str) else found

    def _keyed(self, value: object, attribute: object, cased: object, default: object = None) -> list[tuple[Any, Any]]:
        """Each element with what it is sorted by."""
        found = elements(self._sandbox, value, CELL)
        read = self.attribute(attribute, default)
        return [(key(self._sandbox, read(one), cased=bool(cased)), one) for one in found]

    def _sorted(self, keyed: list[tuple[Any, Any]], reverse: object = False) -> list[tuple[Any, Any]]:
        self._sandbox.charge(len(keyed) * len(keyed).bit_length() // 4)
        return sorted(keyed, key=_first, reverse=bool(reverse))

    def _sort(
        self, value: object, reverse: object = False, case_sensitive: object = False, attribute: object = None
    ) -> list[Any]:
        if isinstance(attribute, str) and "," in attribute:
            paths = attribute.split(",")
            found = elements(self._sandbox, value, CELL)
            reads = [self.attribute(path) for path in paths]
            cased = bool(case_sensitive)
            keyed = [(tuple(key(self._sandbox, read(one), cased=cased) for read in reads), one) for one in found]
        else:
            keyed = self._keyed(value, attribute, case_sensitive)
        return [one for _, one in self._sorted(keyed, reverse)]

    def _unique(self, value: object, case_sensitive: object = False, attribute: object = None) -> list[Any]:
        found: dict[Any, Any] = {}
        for one, element in self._keyed(value, attribute, case_sensitive):
            found.setdefault(one, element)
        return [*found.values()]

    def _sum(self, iterable: object, attribute: object = None, start: object = 0) -> Any:
        read = self.attribute(attribute)
        values = [read(one) for one in self._elements(iterable)]
        if not values and attribute is not None and self._sandbox.unfilled:
            return None  # the sum of no figures has no unit either
        if all(type(value) is int for value in (start, *values)):
            return to_whole(sum(values, start))  # type: ignore[call-overload]
        self._sandbox.charge(len(values) * CELL)
        figures = [value for value in values if isinstance(value, Quantity)]
        if figures and type(start) is int and start == 0:
            if any(value is None for value in values):
                return None  # with one of them not disclosed, so is their sum
            if len(figures) < len(values):
                raise TypeError("「sum」里有的是数据里的数，有的不是")
            return self._traced(total(figures, "合计"))
        return reduce(lambda one, other: calculated("+", one, other), values, start)

    def _most(self, value: object, cased: object, attribute: object, sign: int) -> Any:
        found = elements(self._sandbox, value, CELL)
        if not found:
            return self._sandbox.absent("max" if sign > 0 else "min")
        read = self.attribute(attribute)
        keyed = [(key(self._sandbox, read(one), cased=bool(cased)), one) for one in found]
        return (max if sign > 0 else min)(keyed, key=_first)[1]

    def _groupby(
        self, value: object, attribute: object, default: object = None, case_sensitive: object = False
    ) -> list[Group]:
        read = self.attribute(attribute, default)
        groups: list[Group] = []
        last = _ABSENT
        for one, element in self._sorted(self._keyed(value, attribute, case_sensitive, default)):
            if not groups or one != last:
                self._sandbox.charge(CELL)
                groups.append(Group(read(element), []))
                last = one
            groups[-1].list.append(element)
        return groups

    def _batch(self, value: object, linecount: object, fill_with: object = None) -> list[list[Any]]:
        found, size = self._elements(value), whole(linecount, "batch", least=1, most=MOST_PIECES)
        self._sandbox.charge(len(found) // size * CELL + size)
        rows = [found[start : start + size] for start in range(0, len(found), size)]
        if rows and fill_with is not None:
            rows[-1] = [*rows[-1], *[fill_with] * (size - len(rows[-1]))]
        return rows

    def _slice(self, value: object, slices: object, fill_with: object = None) -> list[list[Any]]:
        found, count = self._elements(value), whole(slices, "slice", least=1, most=MOST_PIECES)
        self._sandbox.charge(count * CELL)
        each, longer = divmod(len(found), count)
        columns: list[list[Any]] = []
        start = 0
        for number in range(count):
            end = start + each + (number < longer)
            short = fill_with is not None and number >= longer
            columns.append([*found[start:end], *([fill_with] if short else [])])
            start = end
        return columns

    def _dictsort(
        self, value: object, case_sensitive: object = False, by: object = "key", reverse: object = False
    ) -> list[tuple[Any, Any]]:
        if by not in ("key", "value"):
            raise TypeError("「dictsort」的 by 只能是 'key' 或者 'value'")
        which = 0 if by == "key" else 1
        cased = bool(case_sensitive)
        pairs = [(key(self._sandbox, pair[which], cased=cased), pair) for pair in self.items(value)]
        return [pair for _, pair in self._sorted(pairs, reverse)]


def _first(pair: Sequence[Any]) -> Any:
    return pair[0]
