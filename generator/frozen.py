"""Values of named fields that do not change: `class Place(Frozen)`, with its fields as annotations.

To their users they are frozen dataclasses: made by position or by name, compared, hashed and shown by their fields.
But no code is generated for a class: to generate it takes fifty times as long as to make the class, and for all the
classes of a report a tenth of the whole command.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar, TypeVar, dataclass_transform

EMPTY: Mapping[Any, Any] = MappingProxyType({})
"""A mapping that was left out."""


@dataclass_transform(frozen_default=True)
class Frozen:
    """The base class of values; a field that is left out is what its class says.

    What a value computes once or collects is a `cached_property`: no field, so neither compared nor pickled. A class of
    whose values there are thousands has an `__init__` of its own, which takes half the time.
    """

    _fields: ClassVar[Mapping[str, None]] = {}
    _defaults: ClassVar[Mapping[str, Any]] = {}

    def __init_subclass__(cls) -> None:
        own = [name for name, kind in cls.__annotations__.items() if not kind.startswith("ClassVar")]
        cls._fields = {**cls._fields, **dict.fromkeys(own)}
        cls._defaults = {**cls._defaults, **{name: vars(cls)[name] for name in own if name in vars(cls)}}

    def __init__(self, *values: Any, **named: Any) -> None:
        held = self.__dict__
        held.update(self._defaults)
        held.update(zip(self._fields, values))  # noqa: B905 - without those that are named or left out
        held.update(named)
        if held.keys() != self._fields.keys() or len(values) > len(held):
            fields, given = ", ".join(self._fields), ", ".join([f"{len(values)} by position", *named])
            raise TypeError(f"{type(self).__name__} has the fields {fields}; given were {given}")

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{name} cannot be set: a {type(self).__name__} is immutable")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and _values(self) == _values(other)

    def __hash__(self) -> int:
        return hash(_values(self))

    def __repr__(self) -> str:
        shown = (f"{name}={value!r}" for name, value in zip(self._fields, _values(self), strict=True))
        return f"{type(self).__name__}({', '.join(shown)})"

    def __reduce__(self) -> tuple[Any, ...]:
        given = dict(zip(self._fields, _values(self), strict=True))
        for name, value in self._defaults.items():
            if given[name] is value:  # as it was left out, it need not be copied
                del given[name]
        return _made, (type(self), given)


Value = TypeVar("Value", bound=Frozen)


def _made(kind: type[Frozen], given: Mapping[str, Any]) -> Frozen:
    return kind(**given)


def _values(value: Any) -> tuple[Any, ...]:
    return tuple([getattr(value, name) for name in value._fields])


def as_dict(value: Frozen) -> dict[str, Any]:
    """The fields of a value by their names; values within, in lists and in dictionaries too, become dictionaries."""
    return {name: _plain(getattr(value, name)) for name in value._fields}


def _plain(value: object) -> object:
    if isinstance(value, Frozen):
        return as_dict(value)
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


def replace(value: Value, /, **changes: Any) -> Value:
    """The value with some of its fields changed."""
    return type(value)(**dict(zip(value._fields, _values(value), strict=True)) | changes)
