"""Formats values by a pattern with percent signs, as Python's % does, without reaching into them: '%.2f'|format(n)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from generator.text.language.arithmetic import number, rounded, to_whole
from generator.text.language.values import LETTERS, Printed, Sandbox, words

MAX_WIDTH, MAX_DECIMALS = 1_000, 30
_DECIMALS = 6  # of %f
# %s, %05.1f, %(name)s, %%; groups: name, flags, width, decimals, kind. A second pattern finds what is none of these.
_FIELD = re.compile(r"%(?:\((\w+)\))?([-+ 0]*)([0-9]{1,9})?(?:\.([0-9]{0,9}))?([a-zA-Z%])?")
_WHOLE, _DECIMAL = "diu", "fF"
_WRONG = "「format」只认 %s、%d、%f、%.2f、%05d、%(名称)s 这样的写法"


def formatted(sandbox: Sandbox, pattern: object, values: Mapping[str, Any] | tuple[Any, ...]) -> str:
    """The pattern with its fields filled from values in their order, or by their names.

    Raises:
        TypeError: a field or a value is of another kind, or there are more or fewer values than fields.
    """
    text = words(sandbox, pattern, "format")
    fields = [found for found in _FIELD.finditer(text) if found[5] != "%"]
    named = isinstance(values, Mapping)
    if any(found[5] is None for found in fields):
        raise TypeError(_WRONG)
    if any(bool(found[1]) is not named for found in fields) or (not named and len(fields) != len(values)):
        raise TypeError("「format」的格子和后面的数据个数不同" if not named else _WRONG)
    taken = iter(() if isinstance(values, Mapping) else values)
    figures: list[str] = []

    def filled(found: re.Match[str]) -> str:
        name, flags, width, decimals, kind = found.groups()
        if kind == "%":
            return "%"
        size, places = int(width or 0), int(decimals or 0)
        if size > MAX_WIDTH or (kind != "s" and places > MAX_DECIMALS):
            raise TypeError(_WRONG)
        if isinstance(values, Mapping):
            if name not in values:
                raise TypeError(f"「format」里的「{name}」没有给出")
            value = values[name]
        else:
            value = next(taken)
        sandbox.charge(size // LETTERS + 1)
        if kind == "s" and decimals is None and type(value) is Printed:
            figures.append(value)
            sandbox.charge(len(value) // LETTERS + 1)
            return value
        return _field(sandbox, value, flags, size, None if decimals is None else places, kind)

    made = _FIELD.sub(filled, text)
    return Printed(made) if figures else made


def _field(sandbox: Sandbox, value: object, flags: str, width: int, places: int | None, kind: str) -> str:
    if kind == "s":
        made = words(sandbox, value, "format")[:places]
    elif kind in _WHOLE:
        made = _signed(f"{abs(whole := to_whole(number(value, 'format')))}", whole < 0, flags)
    elif kind in _DECIMAL:
        decimals = _DECIMALS if places is None else places
        exact = Decimal(rounded(Decimal(number(value, "format")), decimals))
        made = _signed(f"{exact.copy_abs():.{decimals}f}", exact.is_signed(), flags)
    else:
        raise TypeError(_WRONG)
    if "-" in flags:
        return made.ljust(width)
    return made.zfill(width) if "0" in flags and kind != "s" else made.rjust(width)


def _signed(digits: str, negative: bool, flags: str) -> str:
    return ("-" if negative else "+" if "+" in flags else " " if " " in flags else "") + digits
