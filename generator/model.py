"""The report and the profile as frozen records; a test keeps them in step with the JSON Schemas."""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Annotated, Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from generator.quantity import POINTS, Quantity, Target
from generator.reader import Node


@dataclass(frozen=True, slots=True)
class Text:
    """A text that may hold references to figures, and the node it was written in."""

    source: str
    node: Node


@dataclass(frozen=True, slots=True)
class Measure:
    """A fact, a target, an actual value: the text as written, and the figure in it where there is one."""

    text: Text
    target: Target | None

    @property
    def formula(self) -> Text | None:
        """The formula over other figures, without its equals sign, where the text is one."""
        if self.target is not None or not self.text.source.startswith("="):
            return None
        return Text(self.text.source[1:].strip(), self.text.node)


Points = Annotated[Quantity, POINTS]  # a weight or score in 分, written as a bare number and exact


@dataclass(frozen=True, slots=True)
class Record:
    """What every mapping of a file becomes; `node` gives the places for problems."""

    node: Node


@dataclass(frozen=True, slots=True)
class Source(Record):
    name: str
    id: str | None = None
    budget: Quantity | None = None
    actual: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Item(Record):
    name: str
    id: str | None = None
    budget: Quantity | None = None
    actual: Quantity | None = None
    use: Text | None = None
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Funds(Record):
    initial_budget: Quantity
    items: tuple[Item, ...]
    annual_budget: Quantity | None = None
    actual: Quantity | None = None
    document: str | None = None
    allocated_on: str | None = None
    reason: Text | None = None
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Goal(Record):
    expected: Text
    actual: Text


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
    working_group: WorkingGroup | None = None
    signature: Signature | None = None

    def all_indicators(self) -> Iterator[Indicator]:
        """The indicators of all groups, in the order of the sheet."""
        for group in self.indicators:
            yield from group.all_indicators()


@dataclass(frozen=True, slots=True)
class Published(Record):
    figure: str
    value: str
    where: str
    cause: str | None = None


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
    facts: dict[str, Measure] = field(default_factory=dict)
    evaluations: tuple[Evaluation, ...] = ()
    rollup: Rollup | None = None
    published: tuple[Published, ...] = ()


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
    sections: tuple[Section, ...] = ()

    def with_text(self) -> Iterator[Section]:
        """This section and those below, as far as they hold text of their own."""
        if self.holds_text != "none":
            yield self
        for section in self.sections:
            yield from section.with_text()

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
    extends: str | None = None

    def text_sections(self) -> Iterator[Section]:
        """The headings of the outline that have text under them."""
        for section in self.outline:
            yield from section.with_text()


R = TypeVar("R", bound=Record)


def build(record: type[R], node: Node) -> R:
    """The record of a node that its schema has accepted."""
    assert isinstance(node.value, dict)
    kinds = _kinds(cast("Any", record))
    return record(node, **{key: _convert(kinds[key], child) for key, child in node.value.items()})


@cache
def _kinds(record: Any) -> dict[str, Any]:
    return get_type_hints(record, include_extras=True)


def _convert(kind: Any, node: Node) -> Any:
    """A value of the annotated kind."""
    value = node.value
    if get_origin(kind) in (Union, types.UnionType):
        kind = next(part for part in get_args(kind) if part is not type(None))
    if get_origin(kind) is tuple:
        assert isinstance(value, list)
        return tuple(_convert(get_args(kind)[0], child) for child in value)
    if get_origin(kind) is dict:
        assert isinstance(value, dict)
        return {key: _convert(get_args(kind)[1], child) for key, child in value.items()}
    if isinstance(kind, type) and issubclass(kind, Record):
        return build(kind, node)
    text = format(value, "f") if isinstance(value, Decimal) else str(value)
    if kind is Quantity:
        return Quantity.parse(text, origin=node.place)
    if kind == Points:
        points = Quantity.parse(text + POINTS, origin=node.place)
        return points and replace(points, step=None, slack=Fraction(0))
    if kind is Text:
        return Text(text, node)
    if kind is Measure:
        return Measure(Text(text, node), Target.parse(text, origin=node.place))
    if kind is Decimal:
        return Decimal(text)
    return value
