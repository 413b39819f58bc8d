"""Finds figures that were typed into a report and that none of its documents shows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from generator.namespace import figures
from generator.problems import Place, Problem, Severity
from generator.quantity import POINTS, Operation, Quantity, Word

# The path of a figure that only checks others: level1.weight, funds.stated_adjustment.
_CHECKED = re.compile(r"\.(?:level\d|stated_)")


def not_shown(path: str, tree: object, printed: Iterable[Quantity | Word]) -> Iterator[Problem]:
    """FIGURE-UNSHOWN: each figure typed in the file `path` that was neither printed nor used to compute a printed one.

    Not reported are zeros, which may be left blank, and figures that only check others: the weight of a group, a stated
    adjustment.
    """
    places = {*_places(printed)}
    for name, figure in figures(tree):
        place = figure.origin
        if not isinstance(figure, Quantity) or not isinstance(place, Place) or _CHECKED.search(name):
            continue
        written = place.excerpt[place.column - 1 : place.column - 1 + place.width]
        typed = place.path == path and figure.written.removesuffix(POINTS) in written
        if typed and figure.value and place not in places:
            places.add(place)
            message = f"「{figure.label or name}」没有印在任何一份文档里"
            remedy = f"在正文里引用 {name}，或者让模板印出它；用不着的删去"
            yield Problem("FIGURE-UNSHOWN", place, message, remedy, severity=Severity.NOTICE)


def _places(printed: Iterable[Quantity | Word]) -> Iterator[Place]:
    """The places of all typed figures that others come from. Not recursive: a long sum is that many operations deep."""
    waiting = [*printed]
    seen: set[int] = set()
    while waiting:
        figure = waiting.pop()
        if id(figure) in seen:
            continue
        seen.add(id(figure))
        if isinstance(figure.origin, Place):
            yield figure.origin
        elif isinstance(figure.origin, Operation):
            waiting += figure.origin.operands
