"""Values of named fields: made, compared, copied and sent to other processes as frozen dataclasses are."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Mapping
from functools import cached_property
from typing import Any, ClassVar

import pytest

from generator.frozen import EMPTY, Frozen, as_dict, replace


class Point(Frozen):
    x: int
    y: int = 0
    names: tuple[str, ...] = ()
    kind: ClassVar[str] = "point"

    @cached_property
    def seen(self) -> list[int]:
        return []


class Named(Point):
    name: str = ""


class Sure(Frozen):
    x: int
    y: int

    def __init__(self, x: int, y: int = 2) -> None:
        self.__dict__.update(x=x, y=y)


def test_fields_are_given_by_position_or_name_or_left_out() -> None:
    assert Point(1) == Point(1, 0) == Point(x=1) == Point(1, y=0, names=())
    assert (Point(1, 2).x, Point(1, 2).y, Point(1).names) == (1, 2, ())
    assert (Sure(1).y, Sure(1, y=3).y) == (2, 3)


@pytest.mark.parametrize(
    ("values", "named"), [((), {}), ((), {"y": 1}), ((1,), {"z": 1}), ((), {"kind": "a"}), ((1, 2, (), 3), {})]
)
def test_a_field_that_is_missing_or_unknown_is_refused(values: tuple[Any, ...], named: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="Point has the fields x, y, names; given were "):
        Point(*values, **named)


def test_a_value_does_not_change() -> None:
    for one in (Point(1), Sure(1)):
        with pytest.raises(AttributeError, match=f"x cannot be set: a {type(one).__name__} is immutable"):
            one.x = 2  # type: ignore[misc]
        assert one.x == 1


def test_values_are_equal_by_class_and_fields_whatever_was_computed_of_them() -> None:
    one, other = Point(1), Point(1)
    one.seen.append(1)
    assert one == other and hash(one) == hash(other) and {one, other} == {one}
    assert one != Point(2) and one != Named(1) and one != Sure(1, 0) and one != (1, 0, ())


def test_the_fields_of_the_base_come_first() -> None:
    assert Named(1, 2, ("a",), "b") == Named(name="b", names=("a",), y=2, x=1)
    assert repr(Named(1, name="b")) == "Named(x=1, y=0, names=(), name='b')"


def test_replace_changes_the_named_fields_only() -> None:
    assert replace(Named(1, 2, name="a"), y=3) == Named(1, 3, name="a")
    assert replace(Sure(1, 3), x=2) == Sure(2, 3)
    with pytest.raises(TypeError):
        replace(Point(1), z=3)


def test_values_are_copied_and_pickled_without_what_was_computed_of_them() -> None:
    one = Named(1, name="a")
    one.seen.append(1)
    for other in (pickle.loads(pickle.dumps(one)), copy.deepcopy(one), copy.copy(one)):
        assert other == one and other.seen == []
    assert pickle.loads(pickle.dumps(Sure(1, 3))) == Sure(1, 3)


def test_as_dict_reaches_the_values_within() -> None:
    held = Named(1, names=(Point(2), {"a": [Point(3)]}, "b"))  # type: ignore[arg-type]
    points: list[object] = [{"x": number, "y": 0, "names": []} for number in (2, 3)]
    assert as_dict(held) == {"x": 1, "y": 0, "names": [points[0], {"a": [points[1]]}, "b"], "name": ""}
    assert as_dict(Sure(1)) == {"x": 1, "y": 2}


class Listed(Frozen):
    entries: Mapping[str, int] = EMPTY


def test_what_was_left_out_is_left_out_of_copies() -> None:
    assert pickle.loads(pickle.dumps(Listed())) == Listed() == Listed({})
    assert pickle.loads(pickle.dumps(Listed({"a": 1}))) == Listed({"a": 1})
    assert copy.deepcopy(Listed()).entries is EMPTY
    held = Listed({"a": 1})
    assert copy.deepcopy(held).entries is not held.entries
