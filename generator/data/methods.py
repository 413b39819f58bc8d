"""What records can do beyond holding fields: each class here is a base of the generated record of its name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from generator.data.record import Record

if TYPE_CHECKING:
    from generator.data import report


class Group(Record):
    """A group of indicators, in which further groups may be nested."""

    groups: tuple[report.Group, ...]
    items: tuple[report.Indicator, ...]

    def all_indicators(self) -> Iterator[report.Indicator]:
        """The indicators of this group and of those below, in the order of the sheet."""
        yield from self.items
        for group in self.groups:
            yield from group.all_indicators()


class Evaluation(Record):
    """An evaluation, whose indicators are listed below its goals or directly."""

    goals: tuple[report.Goal, ...]
    indicators: tuple[report.Group, ...]

    def groups(self) -> tuple[report.Group, ...]:
        """The groups of all indicators, those of the goals first."""
        return (*(group for goal in self.goals for group in goal.indicators), *self.indicators)

    def all_indicators(self) -> Iterator[report.Indicator]:
        """The indicators of all groups, in the order of the sheet."""
        for group in self.groups():
            yield from group.all_indicators()


class Section(Record):
    """A heading of the outline with those below it."""

    text: str | None
    sections: tuple[report.Section, ...]

    @property
    def holds_text(self) -> str:
        """`required`, `optional` or `none`; a heading with headings below has none unless it says otherwise."""
        return self.text or ("none" if self.sections else "required")


class Profile(Record):
    """A profile, whose outline depends on the kind of evaluation."""

    outline: tuple[report.Section, ...]

    def sections(self, kind: str) -> Iterator[report.Section]:
        """The headings of the outline, each before those below it, that an evaluation of this kind has."""
        return _of_kind(self.outline, kind)

    def text_sections(self, kind: str) -> Iterator[report.Section]:
        """Those of them that have text under them."""
        return (section for section in self.sections(kind) if section.holds_text != "none")


def _of_kind(sections: Iterable[report.Section], kind: str) -> Iterator[report.Section]:
    for section in sections:
        if section.only in (None, kind):
            yield section
            yield from _of_kind(section.sections, kind)
