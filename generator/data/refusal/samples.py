"""Values that a schema accepts, in place of one that it refuses: what was meant if that is plain, else any."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from generator.data.fields import resolved
from generator.data.schema import Schema, fits

_LONGEST = 20  # digits of a number that may have been meant
_PRIME = 7919  # no figure that anyone has typed
# 21,754, 2.18, 3990; not the comma at the end of 3,.
_FIGURE = re.compile(r"[0-9][0-9,.]*")


def meant(typed: object, source: str, part: Schema, top: Schema) -> object:
    """The value that was meant where only its kind is wrong: 2022 for "2022", "2022" for 2022; None if that is open."""
    _, definition = resolved(part, top)
    candidates: list[object] = []
    if isinstance(typed, str):
        digits = unicodedata.normalize("NFKC", typed).strip().rstrip("年分")
        number = digits.isascii() and digits.replace(".", "", 1).isdigit() and len(digits) < _LONGEST
        if number and not (digits[0] == "0" and digits.isdigit()):
            candidates = [int(digits) if digits.isdigit() else Decimal(digits)]
    elif typed is not None and not isinstance(typed, dict | list | bool) and "元" not in definition.get("pattern", ""):
        candidates = [source.strip()]
    return next((value for value in candidates if fits(value, definition, top)), None)


def sample(part: Schema, top: Schema, number: int, unique: int, typed: object = None) -> Any:
    """The value of a number from 1 on that a schema accepts; None if none is known.

    Those of other numbers differ from it where they can. `unique` tells it from the samples of other places, `typed` is
    what was refused: a figure in it is tried with the units that it may have lost.
    """
    _, definition = resolved(part, top)
    if "enum" in definition:
        return definition["enum"][number % len(definition["enum"])]
    kinds = definition.get("type", "string")
    if kinds == "object" or "properties" in definition:
        return _mapping(definition, top, number, unique)
    if kinds == "array":
        item = sample(definition.get("items", {}), top, number, unique)
        return [] if item is None else [item]
    fitting = [value for value in _scalars(definition, number, unique, typed) if fits(value, definition, top)]
    return fitting[0] if fitting else None


def _mapping(definition: Schema, top: Schema, number: int, unique: int) -> dict[str, Any]:
    required = [*definition.get("required", ())]
    # The last choice of a group is its indicators; further groups would go on for ever.
    for choice in (*definition.get("anyOf", ())[-1:], *definition.get("oneOf", ())[-1:]):
        required += choice.get("required", ())
    properties = definition.get("properties", {})
    if number % 2 == 0:  # what nothing is known of may hold all that is no list
        kinds = {key: resolved(part, top)[1].get("type") for key, part in properties.items()}
        required += [key for key, kind in kinds.items() if kind not in ("array", "object") and key not in required]
    return {key: sample(properties[key], top, number, unique) for key in required if key in properties}


def _scalars(definition: Schema, number: int, unique: int, typed: object) -> Iterator[object]:
    figures = [one.replace(",", "").rstrip(".") for one in _FIGURE.findall(unicodedata.normalize("NFKC", str(typed)))]
    units = [_FIGURE.sub("", example) for example in definition.get("examples", ()) if isinstance(example, str)]
    for figure in figures[:1] if number < 3 else ():
        yield from (f"{figure}{unit}" for unit in (("元", "万元")[number - 1], *units))
    any_figure = number * _PRIME + unique % _PRIME
    yield from (f"{any_figure}{unit}" for unit in ("元", *units))
    yield definition.get("minimum", 0) + number
    yield Decimal(number) + Decimal("0.25")
    yield f"某{unique}之{number}"
    yield f"x{unique}-{number}"
    yield f"202{number}-0{number}-1{number}"
    yield number % 2 == 0
    yield from definition.get("examples", ())
