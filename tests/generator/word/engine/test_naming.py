"""What the uses of a name tell of its kind."""

from __future__ import annotations

import pytest

from generator.word.engine.naming import Naming, Read


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        (set(), "any"),
        ({"text"}, "text"),
        ({"text", "number"}, "any"),
        ({"list", "text"}, "list"),
        ({"mapping"}, "mapping"),
        ({"list", "mapping"}, "list"),
    ],
)
def test_the_uses_tell_the_kind(told: set[str], kind: str) -> None:
    assert Read(told=told).kind == kind


def test_what_is_only_asked_is_yes_or_no() -> None:
    assert Read(uses=2, asked=2).kind == "yes/no"
    assert Read(uses=2, asked=1).kind == "any"
    assert Read(told={"number"}, uses=1, asked=1).kind == "number"


def test_a_list_whose_elements_have_ids_may_be_either() -> None:
    read = Read(("a",))
    read.each()
    read.entry("b")
    assert read.kind == "any"


def test_steps_make_paths() -> None:
    naming = Naming()
    naming.root("a").entry("b").each().entry("c")
    assert [read.path for read in naming.every()] == [("a",), ("a", "b"), ("a", "b", None), ("a", "b", None, "c")]
    assert naming.root("a") is naming.root("a") and Read().entry("x").path == ()


def test_what_may_be_missing_wherever_it_is_used_is_optional() -> None:
    assert not Read().optional
    assert Read(uses=2, guarded=2).optional and not Read(uses=2, guarded=1).optional
