"""The report and the profile as frozen records; a test keeps them in step with the JSON Schemas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from generator.data.accounts import Accounts
from generator.data.record import Amount, Measure, Points, Record, Text
from generator.quantity import Quantity

PROJECT, WHOLE_UNIT = "project", "whole-unit"
KINDS = {PROJECT: "项目支出", WHOLE_UNIT: "整体支出"}
"""The kinds of evaluation, as its `type` and a section's `only` name them, and what tables call them."""


@dataclass(frozen=True, slots=True)
class Source(Record):
    name: str
    id: str | None = None
    initial: Amount | None = None
    budget: Amount | None = None
    actual: Amount | None = None


@dataclass(frozen=True, slots=True)
class Item(Record):
    name: str
    id: str | None = None
    initial: Amount | None = None
    budget: Amount | None = None
    actual: Amount | None = None
    use: Text | None = None
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Funds(Record):
    items: tuple[Item, ...]
    initial_budget: Amount | None = None
    annual_budget: Amount | None = None
    adjustment: Amount | None = None
    actual: Amount | None = None
    document: str | None = None
    allocated_on: str | None = None
    reason: Text | None = None
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Indicator(Record):
    name: str
    id: str | None = None
    target: Measure | None = None
    actual: Measure | None = None
    weight: Points | None = None
    result: str | None = None
    score: Points | None = None
    reason: Text | None = None


@dataclass(frozen=True, slots=True)
class Group(Record):
    name: str
    weight: Points | None = None
    groups: tuple[Group, ...] = ()
    items: tuple[Indicator, ...] = ()

    def all_indicators(self) -> Iterator[Indicator]:
        """The indicators of this group and of those below, in the order of the sheet."""
        yield from self.items
        for group in self.groups:
            yield from group.all_indicators()


@dataclass(frozen=True, slots=True)
class Goal(Record):
    expected: Text
    id: str | None = None
    actual: Text | None = None
    weight: Points | None = None
    indicators: tuple[Group, ...] = ()


@dataclass(frozen=True, slots=True)
class Cost(Record):
    name: str
    id: str | None = None
    last_year: Measure | None = None
    budget: Measure | None = None
    actual: Measure | None = None
    items: tuple[Cost, ...] = ()
    including: tuple[Cost, ...] = ()


@dataclass(frozen=True, slots=True)
class BaseTable(Record):
    authorised_staff: Quantity
    actual_staff: Quantity
    costs: tuple[Cost, ...]
    retired_staff: Quantity | None = None
    austerity: Text | None = None


@dataclass(frozen=True, slots=True)
class Annex(Record):
    title: str
    document: str


@dataclass(frozen=True, slots=True)
class Member(Record):
    role: str
    name: str
    post: str


@dataclass(frozen=True, slots=True)
class WorkingGroup(Record):
    members: tuple[Member, ...]
    established: str | None = None
    office: str | None = None


@dataclass(frozen=True, slots=True)
class Signature(Record):
    prepared_by: str | None = None
    date: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class Evaluation(Record):
    id: str
    type: str
    name: str
    funds: Funds
    narrative: dict[str, Text]
    department: str | None = None
    issued_by: str | None = None
    issued_on: str | None = None
    goals: tuple[Goal, ...] = ()
    indicators: tuple[Group, ...] = ()
    indicator_score: Points | None = None
    base_table: BaseTable | None = None
    annexes: tuple[Annex, ...] = ()
    choices: dict[str, str] = field(default_factory=dict)
    deviation: Text | None = None
    improvement: Text | None = None
    working_group: WorkingGroup | None = None
    signature: Signature | None = None

    def groups(self) -> tuple[Group, ...]:
        """The groups of all indicators, those of the goals first."""
        return (*(group for goal in self.goals for group in goal.indicators), *self.indicators)

    def all_indicators(self) -> Iterator[Indicator]:
        """The indicators of all groups, in the order of the sheet."""
        for group in self.groups():
            yield from group.all_indicators()


@dataclass(frozen=True, slots=True)
class Published(Record):
    figure: str
    value: str
    where: str
    cause: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Accepted(Record):
    """A problem that a named person has reviewed and accepted."""

    code: str
    at: str
    reason: str
    by: str
    date: str


@dataclass(frozen=True, slots=True)
class RollupUnit(Record):
    unit: str
    evaluation: str


@dataclass(frozen=True, slots=True)
class Rollup(Record):
    name: str
    units: tuple[RollupUnit, ...]
    leave_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report(Record):
    """One unit's year, as `schema/report.schema.json` describes it."""

    unit: str
    year: int
    profile: str
    other_years: tuple[int, ...] = ()
    facts: dict[str, Measure] = field(default_factory=dict)
    accounts: Accounts | None = None
    evaluations: tuple[Evaluation, ...] = ()
    rollup: Rollup | None = None
    published: tuple[Published, ...] = ()
    accepted: tuple[Accepted, ...] = ()


@dataclass(frozen=True, slots=True)
class Weights(Record):
    execution: Points
    indicators: Points
    groups: dict[str, Points] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Band(Record):
    result: str
    lowest: Decimal
    highest: Decimal


@dataclass(frozen=True, slots=True)
class Scoring(Record):
    rounding: str
    equal: str
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Grade(Record):
    word: str
    lowest: Points


@dataclass(frozen=True, slots=True)
class Section(Record):
    title: str
    text: str | None = None
    insert: str | None = None
    only: str | None = None
    sections: tuple[Section, ...] = ()

    def of_kind(self, kind: str) -> Iterator[Section]:
        """This section and those below, as far as an evaluation of this kind has them."""
        if self.only in (None, kind):
            yield self
            for section in self.sections:
                yield from section.of_kind(kind)

    @property
    def holds_text(self) -> str:
        """`required`, `optional` or `none`; a heading with headings below has none unless it says otherwise."""
        return self.text or ("none" if self.sections else "required")


@dataclass(frozen=True, slots=True)
class Document(Record):
    name: str
    title: Text
    each: str
    template: str | None = None
    parts: tuple[str, ...] = ()
    evaluation_parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Profile(Record):
    """A locality's forms and rules, as `schema/profile.schema.json` describes them."""

    name: str
    decimals: dict[str, int]
    words: dict[str, str]
    numbering: tuple[str, ...]
    weights: Weights
    scoring: Scoring
    execution_requirement: Decimal
    grades: tuple[Grade, ...]
    outline: tuple[Section, ...]
    documents: tuple[Document, ...]
    choices: dict[str, tuple[str, ...]] = field(default_factory=dict)
    levels: dict[str, tuple[str, ...]] = field(default_factory=dict)
    extends: str | None = None

    def text_sections(self, kind: str) -> Iterator[Section]:
        """The headings of the outline that have text under them in an evaluation of this kind."""
        for section in self.outline:
            yield from (subsection for subsection in section.of_kind(kind) if subsection.holds_text != "none")
