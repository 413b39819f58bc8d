"""What the rules of an evaluation are given, and how they word figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from generator.data.record import Text
from generator.data.report import Evaluation, Indicator, Profile
from generator.namespace import Tree
from generator.problems import Problem
from generator.quantity import Quantity, trimmed


@dataclass(frozen=True, slots=True)
class Case:
    """One evaluation under check, with its profile and its branch of the namespace."""

    evaluation: Evaluation
    profile: Profile
    branch: Tree

    def rows(self) -> Iterator[tuple[Indicator, Tree]]:
        """Each indicator as it was typed, with its figures."""
        yield from zip(self.evaluation.all_indicators(), self.branch["indicators"], strict=True)


_NOTHING = ("无", "/", "-", "—", "——", "无偏差", "没有", "同上")
Rule = Callable[[Case], Iterator[Problem]]


def given(reason: Text | None) -> bool:
    """Whether a reason says anything: 无, / and the like do not."""
    return reason is not None and reason.source.strip().rstrip("。") not in _NOTHING


def digits(figure: Quantity) -> str:
    """The digits of a figure in its base unit, without trailing zeros; 「—」 for an undefined one."""
    return "—" if figure.value is None else trimmed(figure.number("", 2))


def apart(one: Quantity, other: Quantity) -> str:
    """The absolute difference of two figures, in digits."""
    return digits(one - other).removeprefix("-")
