"""The typed part of the final accounts (部门决算) as frozen records; a test keeps them in step with the JSON Schema."""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.data.record import Amount, Measure, Record, Text
from generator.quantity import Quantity


@dataclass(frozen=True, slots=True)
class Staff(Record):
    administrative: Quantity | None = None
    institutional: Quantity | None = None
    reference: Quantity | None = None
    veterans: Quantity | None = None
    retired: Quantity | None = None


@dataclass(frozen=True, slots=True)
class AccountProject(Record):
    name: str
    amount: Quantity
    id: str | None = None
    effect: Text | None = None


@dataclass(frozen=True, slots=True)
class Function(Record):
    """The income and spending of one functional item from one fund."""

    code: str
    name: str | None = None
    fund: str = "general-budget"
    opening: Quantity | None = None
    closing: Quantity | None = None
    grant: Quantity | None = None
    superior_grant: Quantity | None = None
    business_income: Quantity | None = None
    operating_income: Quantity | None = None
    affiliated_income: Quantity | None = None
    other_income: Quantity | None = None
    basic: Measure | None = None
    projects: tuple[AccountProject, ...] = ()
    turned_over: Quantity | None = None
    operating_spending: Quantity | None = None
    subsidies: Quantity | None = None


@dataclass(frozen=True, slots=True)
class ClassBudget(Record):
    code: str
    amount: Quantity
    reason: Text | None = None


@dataclass(frozen=True, slots=True)
class InitialBudget(Record):
    classes: tuple[ClassBudget, ...]
    total: Quantity | None = None


@dataclass(frozen=True, slots=True)
class LastYear(Record):
    total: Amount | None = None
    grant_total: Amount | None = None
    general_spending: Amount | None = None
    three_public: Amount | None = None
    operating_cost: Amount | None = None
    reason: Text | None = None
    grant_reason: Text | None = None
    general_reason: Text | None = None
    three_public_reason: Text | None = None
    operating_cost_reason: Text | None = None


@dataclass(frozen=True, slots=True)
class ThreePublicScope(Record):
    administrative: Quantity | None = None
    reference: Quantity | None = None
    full_funded: Quantity | None = None


@dataclass(frozen=True, slots=True)
class ThreePublicLine(Record):
    budget: Amount | None = None
    actual: Amount | None = None
    groups: Quantity | None = None
    people: Quantity | None = None
    vehicles: Quantity | None = None
    batches: Quantity | None = None
    reason: Text | None = None


@dataclass(frozen=True, slots=True)
class ThreePublic(Record):
    scope: ThreePublicScope | None = None
    abroad: ThreePublicLine | None = None
    vehicle_purchase: ThreePublicLine | None = None
    vehicle_running: ThreePublicLine | None = None
    reception: ThreePublicLine | None = None


@dataclass(frozen=True, slots=True)
class Procurement(Record):
    goods: Amount | None = None
    works: Amount | None = None
    services: Amount | None = None
    sme_goods: Amount | None = None
    sme_works: Amount | None = None
    sme_services: Amount | None = None
    micro: Amount | None = None


@dataclass(frozen=True, slots=True)
class Vehicles(Record):
    deputy_ministers: Quantity | None = None
    leaders: Quantity | None = None
    confidential: Quantity | None = None
    emergency: Quantity | None = None
    law_enforcement: Quantity | None = None
    special: Quantity | None = None
    retired: Quantity | None = None
    others: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Assets(Record):
    vehicles: Vehicles | None = None
    general_equipment: Quantity | None = None
    special_equipment: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Performance(Record):
    work: Text
    unit_result: Text
    project_result: Text
    use: Text


@dataclass(frozen=True, slots=True)
class KeyWork(Record):
    title: str
    text: Text
    target: Text
    result: Text


@dataclass(frozen=True, slots=True)
class Stated(Record):
    """A cell of the nine tables as the approved accounts print it."""

    table: int
    row: str
    column: int
    amount: Quantity


@dataclass(frozen=True, slots=True)
class Accounts(Record):
    """The final accounts (部门决算) of a unit's year, every amount at its lowest level."""

    functions: tuple[Function, ...]
    duties: Text | None = None
    composition: Text | None = None
    staff: Staff | None = None
    surplus_used: Quantity | None = None
    distributed: Quantity | None = None
    economic: dict[str, Quantity] = field(default_factory=dict)
    initial_budget: InitialBudget | None = None
    last_year: LastYear | None = None
    three_public: ThreePublic | None = None
    operating_cost: Amount | None = None
    procurement: Procurement | None = None
    assets: Assets | None = None
    performance: Performance | None = None
    key_work: tuple[KeyWork, ...] = ()
    inquiry_phone: str | None = None
    stated: tuple[Stated, ...] = ()
