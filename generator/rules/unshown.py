"""Finds figures that were typed into a report and that none of its documents shows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from generator.data.report import Evaluation
from generator.namespace import figures
from generator.problems import Place, Problem, Severity
from generator.quantity import POINTS, Operation, Quantity, Word

if TYPE_CHECKING:
    from generator.branches import EvaluationBranch

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


def indicators_not_shown(
    evaluations: Iterable[tuple[Evaluation, EvaluationBranch]], printed: Mapping[int, Quantity | Word]
) -> Iterator[Problem]:
    """INDICATOR-UNSHOWN: each evaluation of whose indicators, listed outside its goals, no document prints a figure.

    `printed` are the figures that were printed, by their identity.
    """
    for evaluation, branch in evaluations:
        rows = branch["indicators"][sum(len(goal["indicators"]) for goal in branch["goals"]) :]
        figures_of = [
            figure
            for row in rows
            for figure in (row["target"], row["target_parts"]["number"], row["actual"], row["score"])
            if isinstance(figure, Quantity)
        ]
        if figures_of and not any(id(figure) in printed for figure in figures_of):
            place = evaluation.node.keys["indicators"]
            message = f"「{evaluation.name}」的绩效指标一项也没有印在文档里"
            remedy = "这个格式的自评表只印写在年度目标下的指标：移到 goals 的 indicators 下"
            yield Problem("INDICATOR-UNSHOWN", place, message, remedy, severity=Severity.WARNING)


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
