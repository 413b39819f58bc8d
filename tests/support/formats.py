"""Two invented formats before the newest one, as a program of later years would have them, and files in the first."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from generator.data import formats
from generator.data.edit import Edit, insertion, removal
from generator.data.reader import Node


def with_earlier_formats(patch: pytest.MonkeyPatch) -> None:
    """Makes the format of today the third."""
    patch.setitem(formats.CONVERSIONS, "report", (_names, _years))
    patch.setitem(formats.CONVERSIONS, "profile", (_words,))


def in_the_first(text: str) -> str:
    """A report of today as it would have been written in the first of them."""
    text = text.replace("unit: ", "office: ", 1).replace("type: project", "type: special")
    head, mark, rest = text.partition("evaluations:\n")
    return head + "draft: 是 # 还是草稿\n" + mark + rest.replace("    name: ", "    title: ", 1)


def profile_in_the_first(text: str) -> str:
    """A profile of today, as `in_the_first` writes reports."""
    return text.replace("name: ", "called: ", 1)


def _names(root: Node) -> Iterator[Edit]:
    """To the second: `office` became `unit`, the `title` of an evaluation its `name`, and `special` a `project`."""
    yield from renamed(root, "office", "unit")
    evaluations = root.get("evaluations")
    for evaluation in evaluations.value if evaluations and isinstance(evaluations.value, list) else ():
        yield from renamed(evaluation, "title", "name")
        kind = evaluation.get("type")
        if kind and kind.value == "special":
            yield Edit(kind.start, kind.end, "project")


def _years(root: Node) -> Iterator[Edit]:
    """To the third: `draft` was given up, and the year before counts as one of the other years."""
    if "draft" in root.keys:
        yield removal(root, "draft")
    year = root.get("year")
    if year and isinstance(year.value, int) and "other_years" not in root.keys:
        yield insertion(root, "other_years", [str(year.value - 1)], ("unit", "year", "profile", "other_years"))


def _words(root: Node) -> Iterator[Edit]:
    """To the second: `called` became `name`."""
    yield from renamed(root, "called", "name")


def renamed(mapping: Node, old: str, new: str) -> Iterator[Edit]:
    """The edit that gives a key of a mapping another name, if it has the old one alone."""
    if old in mapping.keys and new not in mapping.keys:
        place = mapping.keys[old]
        start = mapping.file.offset(place)
        yield Edit(start, start + place.width, new)
