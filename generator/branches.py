"""The types of the namespace's branches.

Written from schema/namespace.yaml and report.schema.json by `python -m tests.support.branches`; not to be edited.

A branch is a dictionary with the entries that its TypedDict names. A draft is a branch whose texts are still being
rendered: those that are done are in it, so that later ones may refer to them.
"""

from __future__ import annotations

from typing import NotRequired, TypedDict

from generator.namespace import Image
from generator.quantity import Quantity, Word


class Run(TypedDict):
    text: str
    bold: bool


class Paragraph(TypedDict):
    runs: list[Run]


class ReportBranch(TypedDict):
    unit: str
    year: int
    facts: dict[str, Quantity | str | None]
    accounts: NotRequired[AccountsBranch]
    evaluations: list[EvaluationBranch]
    reconciliation: NotRequired[ReconciliationBranch]
    accepted: NotRequired[list[AcceptanceBranch]]
    rollup: NotRequired[RollupBranch | None]
    glossary: NotRequired[list[GlossaryEntryBranch]]
    pictures: list[PictureBranch]


class EvaluationDraft(TypedDict):
    id: str
    type: str
    name: str
    department: str | None
    issued_on: str | None
    deviation: NotRequired[str | None]
    improvement: NotRequired[str | None]
    issued_by: str
    funds: FundsDraft
    goals: list[GoalDraft]
    indicators: list[IndicatorDraft]
    indicators_count: Quantity
    indicator_tables: NotRequired[list[IndicatorTableDraft]]
    bands: list[BandBranch]
    choices: dict[str, list[ChoiceBranch]]
    score: ScoreBranch
    working_group: WorkingGroupBranch | None
    signature: SignatureBranch
    base_table: NotRequired[BaseTableDraft | None]
    annexes: list[AnnexBranch]
    annexes_count: Quantity
    projects: NotRequired[list[ItemDraft]]
    outline: NotRequired[list[SectionBranch]]


class EvaluationBranch(TypedDict):
    id: str
    type: str
    name: str
    department: str | None
    issued_on: str | None
    deviation: str | None
    improvement: str | None
    issued_by: str
    funds: FundsBranch
    goals: list[GoalBranch]
    indicators: list[IndicatorBranch]
    indicators_count: Quantity
    indicator_tables: list[IndicatorTableBranch]
    bands: list[BandBranch]
    choices: dict[str, list[ChoiceBranch]]
    score: ScoreBranch
    working_group: WorkingGroupBranch | None
    signature: SignatureBranch
    base_table: BaseTableBranch | None
    annexes: list[AnnexBranch]
    annexes_count: Quantity
    projects: list[ItemBranch]
    outline: list[SectionBranch]


class FundsDraft(TypedDict):
    document: str | None
    allocated_on: str | None
    reason: NotRequired[str | None]
    initial_budget: Quantity | None
    annual_budget: Quantity
    carry_over: Quantity | None
    adjustment: Quantity | None
    stated_adjustment: Quantity | None
    actual: Quantity
    balance: Quantity
    rate: Quantity
    unspent_rate: Quantity
    requirement: Word | None
    sources: list[SourceBranch]
    source_rows: list[SourceRowBranch]
    items: list[ItemDraft]
    has_budget: bool
    has_item_budgets: bool
    items_total: ItemsTotalBranch
    tail: Quantity | None


class FundsBranch(TypedDict):
    document: str | None
    allocated_on: str | None
    reason: str | None
    initial_budget: Quantity | None
    annual_budget: Quantity
    carry_over: Quantity | None
    adjustment: Quantity | None
    stated_adjustment: Quantity | None
    actual: Quantity
    balance: Quantity
    rate: Quantity
    unspent_rate: Quantity
    requirement: Word | None
    sources: list[SourceBranch]
    source_rows: list[SourceRowBranch]
    items: list[ItemBranch]
    has_budget: bool
    has_item_budgets: bool
    items_total: ItemsTotalBranch
    tail: Quantity | None


class SourceBranch(TypedDict):
    name: str
    id: str
    initial: Quantity | None
    budget: Quantity | None
    actual: Quantity | None
    balance: Quantity | None
    rate: Quantity | None
    initial_budget: Quantity | None
    sources: list[SourceBranch]


class ItemDraft(TypedDict):
    name: str
    id: str
    initial: Quantity | None
    budget: Quantity | None
    actual: Quantity | None
    balance: Quantity | None
    rate: Quantity | None
    items: list[ItemDraft]
    use: NotRequired[list[Paragraph]]
    share: Quantity | None
    number: NotRequired[str]


class ItemBranch(TypedDict):
    name: str
    id: str
    initial: Quantity | None
    budget: Quantity | None
    actual: Quantity | None
    balance: Quantity | None
    rate: Quantity | None
    items: list[ItemBranch]
    use: list[Paragraph]
    share: Quantity | None
    number: NotRequired[str]


class GoalDraft(TypedDict):
    expected: NotRequired[str | None]
    actual: NotRequired[str | None]
    id: str
    number: int
    weight: Quantity | None
    score: Quantity | None
    indicators: list[IndicatorDraft]


class GoalBranch(TypedDict):
    expected: str | None
    actual: str | None
    id: str
    number: int
    weight: Quantity | None
    score: Quantity | None
    indicators: list[IndicatorBranch]


class IndicatorDraft(TypedDict):
    name: str
    id: str
    target: NotRequired[Quantity | str | None]
    comparator: str
    compared: str
    completion: Quantity | None
    criterion: str
    actual: NotRequired[Quantity | str | None]
    target_parts: NotRequired[PartsBranch]
    actual_parts: NotRequired[PartsBranch]
    nature: str
    unit: str
    weight: Quantity | None
    scored: bool
    rule: Quantity | None
    score: Quantity | None
    reason: NotRequired[str]
    level1: LevelBranch
    level2: NotRequired[LevelBranch]
    level3: NotRequired[LevelBranch]
    heading: NotRequired[str]
    method: NotRequired[str]


class IndicatorBranch(TypedDict):
    name: str
    id: str
    target: Quantity | str | None
    comparator: str
    compared: str
    completion: Quantity | None
    criterion: str
    actual: Quantity | str | None
    target_parts: PartsBranch
    actual_parts: PartsBranch
    nature: str
    unit: str
    weight: Quantity | None
    scored: bool
    rule: Quantity | None
    score: Quantity | None
    reason: str
    level1: LevelBranch
    level2: NotRequired[LevelBranch]
    level3: NotRequired[LevelBranch]
    heading: NotRequired[str]
    method: NotRequired[str]


class WorkingGroupBranch(TypedDict):
    established: str | None
    office: str | None
    size: Quantity
    members: list[MemberBranch]


class MemberBranch(TypedDict):
    role: str
    name: str
    post: str


class SignatureBranch(TypedDict):
    prepared_by: str | None
    date: str | None
    phone: str | None


class AnnexBranch(TypedDict):
    title: str
    number: int


class PictureBranch(TypedDict):
    alt_text: str
    id: str
    image: Image


class KeyWorkDraft(TypedDict):
    title: str
    target: NotRequired[str | None]
    result: NotRequired[str | None]
    id: str
    heading: str
    text: list[Paragraph]


class KeyWorkBranch(TypedDict):
    title: str
    target: str | None
    result: str | None
    id: str
    heading: str
    text: list[Paragraph]


class BaseTableDraft(TypedDict):
    authorised_staff: Quantity
    actual_staff: Quantity
    retired_staff: Quantity | None
    control_rate: Quantity
    costs: list[CostBranch]
    rows: list[CostRowBranch]
    austerity: NotRequired[list[Paragraph]]


class BaseTableBranch(TypedDict):
    authorised_staff: Quantity
    actual_staff: Quantity
    retired_staff: Quantity | None
    control_rate: Quantity
    costs: list[CostBranch]
    rows: list[CostRowBranch]
    austerity: list[Paragraph]


class CostBranch(TypedDict):
    name: str
    id: str
    last_year: Quantity | None
    budget: Quantity | None
    actual: Quantity | None
    items: list[CostBranch]
    including: list[CostBranch]


class SourceRowBranch(TypedDict):
    depth: int
    heading: str
    initial: Quantity | None
    budget: Quantity | None
    actual: Quantity | None
    balance: Quantity | None
    rate: Quantity | None
    initial_budget: Quantity | None


class ItemsTotalBranch(TypedDict):
    initial: Quantity | None
    budget: Quantity | None
    actual: Quantity | None


class PartsBranch(TypedDict):
    comparator: str
    number: Quantity | str | None
    unit: str


class LevelBranch(TypedDict):
    id: str
    name: str
    weight: Quantity | None
    heading: str


class IndicatorTableDraft(TypedDict):
    id: str
    name: str
    rows: list[IndicatorDraft]


class IndicatorTableBranch(TypedDict):
    id: str
    name: str
    rows: list[IndicatorBranch]


class BandBranch(TypedDict):
    result: str
    lowest: str
    highest: str


class ChoiceBranch(TypedDict):
    id: str
    name: str
    mark: str


class ScoreBranch(TypedDict):
    disclosed: bool
    execution_weight: Quantity
    execution: Quantity
    indicators_weight: Quantity
    indicators: Quantity | None
    indicators_met: Word | None
    adjustments: list[AdjustmentBranch]
    total_weight: Quantity
    total: Quantity | None
    lost: Quantity | None
    grade: Word | None


class AdjustmentBranch(TypedDict):
    id: str
    reason: str
    before: Quantity
    after: Quantity


class CostRowBranch(TypedDict):
    depth: int
    heading: str
    last_year: Quantity | None
    budget: Quantity | None
    actual: Quantity | None


class SectionBranch(TypedDict):
    id: str
    level: int
    heading: str
    insert: str
    text: list[Paragraph]


class AccountsIncomeBranch(TypedDict):
    total: Quantity
    sources: list[IncomeSourceBranch]


class AccountsSpendingBranch(TypedDict):
    total: Quantity
    kinds: list[KindBranch]


class AccountsEconomicBranch(TypedDict):
    total: Quantity
    staff: EconomicPartBranch
    public: EconomicPartBranch


class AccountsChangesBranch(TypedDict):
    total: ChangeBranch | None
    grant: ChangeBranch | None
    general: ChangeBranch | None
    three_public: ChangeBranch | None
    operating_cost: ChangeBranch | None


class AccountsSeriesBranch(TypedDict):
    totals: SeriesBranch
    income: SeriesBranch
    spending: SeriesBranch
    grant: SeriesBranch


class AccountsDraft(TypedDict):
    table1: Table1Branch
    table2: Table2Branch
    table3: Table3Branch
    table4: Table4Branch
    table5: Table5Branch
    table6: Table6Branch
    table8: Table8Branch
    table9: Table9Branch
    total: Quantity
    income: AccountsIncomeBranch
    spending: AccountsSpendingBranch
    carry_over: CarryOverBranch
    grant: FundBranch
    general: GeneralFundDraft
    government_fund: FundBranch
    state_capital: FundBranch
    economic: AccountsEconomicBranch
    projects: list[AccountProjectDraft]
    classes: NotRequired[list[ClassDraft]]
    initial_budget: NotRequired[InitialBudgetBranch]
    three_public: NotRequired[ThreePublicDraft]
    table7: NotRequired[Table7Branch]
    operating_cost: NotRequired[Quantity]
    last_year: NotRequired[LastYearBranch]
    changes: NotRequired[AccountsChangesBranch]
    procurement: NotRequired[ProcurementBranch]
    assets: NotRequired[AssetsBranch]
    staff: NotRequired[StaffBranch]
    inquiry_phone: NotRequired[str | None]
    series: NotRequired[AccountsSeriesBranch]
    performance: NotRequired[PerformanceBranch]
    duties: NotRequired[list[Paragraph]]
    composition: NotRequired[list[Paragraph]]
    key_work: NotRequired[list[KeyWorkDraft]]
    annexes: NotRequired[list[AccountAnnexBranch]]


class AccountsBranch(TypedDict):
    table1: Table1Branch
    table2: Table2Branch
    table3: Table3Branch
    table4: Table4Branch
    table5: Table5Branch
    table6: Table6Branch
    table8: Table8Branch
    table9: Table9Branch
    total: Quantity
    income: AccountsIncomeBranch
    spending: AccountsSpendingBranch
    carry_over: CarryOverBranch
    grant: FundBranch
    general: GeneralFundBranch
    government_fund: FundBranch
    state_capital: FundBranch
    economic: AccountsEconomicBranch
    projects: list[AccountProjectBranch]
    classes: list[ClassBranch]
    initial_budget: InitialBudgetBranch
    three_public: ThreePublicBranch
    table7: Table7Branch
    operating_cost: Quantity
    last_year: LastYearBranch
    changes: AccountsChangesBranch
    procurement: ProcurementBranch
    assets: AssetsBranch
    staff: StaffBranch
    inquiry_phone: str | None
    series: AccountsSeriesBranch
    performance: PerformanceBranch
    duties: list[Paragraph]
    composition: list[Paragraph]
    key_work: list[KeyWorkBranch]
    annexes: NotRequired[list[AccountAnnexBranch]]


class AccountProjectDraft(TypedDict):
    id: str
    name: str
    fund: str
    amount: Quantity
    effect: NotRequired[str | None]


class AccountProjectBranch(TypedDict):
    id: str
    name: str
    fund: str
    amount: Quantity
    effect: str | None


class AccountAnnexBranch(TypedDict):
    number: str
    title: str


class FundBranch(TypedDict):
    income: Quantity
    spending: Quantity
    basic: Quantity
    project: Quantity
    opening: Quantity
    closing: Quantity
    total: Quantity


class GeneralFundDraft(TypedDict):
    income: Quantity
    spending: Quantity
    basic: Quantity
    project: Quantity
    opening: Quantity
    closing: Quantity
    total: Quantity
    share: Quantity
    projects: list[AccountProjectDraft]


class GeneralFundBranch(TypedDict):
    income: Quantity
    spending: Quantity
    basic: Quantity
    project: Quantity
    opening: Quantity
    closing: Quantity
    total: Quantity
    share: Quantity
    projects: list[AccountProjectBranch]


class IncomeSourceBranch(TypedDict):
    id: str
    name: str
    amount: Quantity
    share: Quantity


class KindBranch(TypedDict):
    id: str
    name: str
    amount: Quantity
    share: Quantity


class CarryOverBranch(TypedDict):
    opening: Quantity
    surplus_used: Quantity
    distributed: Quantity
    closing: Quantity


class ClassDraft(TypedDict):
    id: str
    name: str
    short: str
    spending: Quantity
    share: Quantity
    initial_budget: Quantity | None
    completion: Quantity | None
    comparison: Word | None
    difference: ChangeBranch | None
    reason: NotRequired[str | None]


class ClassBranch(TypedDict):
    id: str
    name: str
    short: str
    spending: Quantity
    share: Quantity
    initial_budget: Quantity | None
    completion: Quantity | None
    comparison: Word | None
    difference: ChangeBranch | None
    reason: str | None


class ChangeBranch(TypedDict):
    before: Quantity
    amount: Quantity
    rate: Quantity
    direction: Word
    comparison: Word
    reason: NotRequired[str | None]


class InitialBudgetBranch(TypedDict):
    initial_budget: Quantity | None
    completion: Quantity | None
    comparison: Word | None
    difference: ChangeBranch | None
    total: Quantity | None
    classes_total: Quantity | None


class LastYearBranch(TypedDict):
    total: Quantity | None
    grant_total: Quantity | None
    general_spending: Quantity | None
    three_public: Quantity | None
    operating_cost: Quantity | None


class EconomicPartBranch(TypedDict):
    total: Quantity
    items: list[EconomicItemBranch]
    names: Word


class EconomicItemBranch(TypedDict):
    id: str
    name: str
    amount: Quantity


class ThreePublicScopeBranch(TypedDict):
    administrative: Quantity
    reference: Quantity
    full_funded: Quantity


class ThreePublicCountsBranch(TypedDict):
    groups: Quantity
    travellers: Quantity
    vehicles_bought: Quantity
    vehicles_owned: Quantity
    batches: Quantity
    guests: Quantity


class ThreePublicDraft(TypedDict):
    none: bool
    lines: list[ThreePublicLineDraft]
    scope: ThreePublicScopeBranch
    counts: ThreePublicCountsBranch


class ThreePublicBranch(TypedDict):
    none: bool
    lines: list[ThreePublicLineBranch]
    scope: ThreePublicScopeBranch
    counts: ThreePublicCountsBranch


class ThreePublicLineDraft(TypedDict):
    id: str
    name: str
    budget: Quantity
    actual: Quantity
    completion: Quantity
    difference: ChangeBranch | None
    reason: NotRequired[str | None]


class ThreePublicLineBranch(TypedDict):
    id: str
    name: str
    budget: Quantity
    actual: Quantity
    completion: Quantity
    difference: ChangeBranch | None
    reason: str | None


class ProcurementBranch(TypedDict):
    goods: Quantity
    sme_goods: Quantity
    sme_goods_share: Quantity
    works: Quantity
    sme_works: Quantity
    sme_works_share: Quantity
    services: Quantity
    sme_services: Quantity
    sme_services_share: Quantity
    total: Quantity
    sme: Quantity
    sme_share: Quantity
    micro: Quantity
    micro_share: Quantity


class AssetsBranch(TypedDict):
    vehicles: VehiclesBranch
    general_equipment: Quantity
    special_equipment: Quantity


class VehiclesBranch(TypedDict):
    total: Quantity
    deputy_ministers: Quantity
    leaders: Quantity
    confidential: Quantity
    emergency: Quantity
    law_enforcement: Quantity
    special: Quantity
    retired: Quantity
    others: Quantity


class StaffBranch(TypedDict):
    administrative: Quantity
    institutional: Quantity
    reference: Quantity
    veterans: Quantity
    retired: Quantity
    working: Quantity
    left: Quantity


class PerformanceBranch(TypedDict):
    count: Quantity
    amount: Quantity
    share: Quantity
    work: list[Paragraph]
    unit_result: list[Paragraph]
    project_result: list[Paragraph]
    use: list[Paragraph]


class SeriesBranch(TypedDict):
    title: str
    categories: list[str]
    series: list[SeriesColumnBranch]


class SeriesColumnBranch(TypedDict):
    id: str
    name: str
    values: list[Quantity]


class EconomicLineBranch(TypedDict):
    id: NotRequired[str]
    code: str
    name: str
    amount: Quantity | None
    heading: bool


class Table1Branch(TypedDict):
    rows: list[Table1RowBranch]
    totals: list[Table1RowBranch]


class Table1IncomeBranch(TypedDict):
    name: str
    row: int
    amount: Quantity | None


class Table1RowBranch(TypedDict):
    id: str
    income: Table1IncomeBranch
    spending: Table1SpendingBranch


class Table1SpendingBranch(TypedDict):
    name: str
    row: int
    amount: Quantity | None


class Table2Branch(TypedDict):
    total: Table2RowBranch
    rows: list[Table2RowBranch]
    none: bool


class Table2RowBranch(TypedDict):
    id: str
    code: str
    level: str
    name: str
    total: Quantity | None
    grant: Quantity | None
    superior_grant: Quantity | None
    business_income: Quantity | None
    operating_income: Quantity | None
    affiliated_income: Quantity | None
    other_income: Quantity | None


class Table3Branch(TypedDict):
    total: Table3RowBranch
    rows: list[Table3RowBranch]
    none: bool


class Table3RowBranch(TypedDict):
    id: str
    code: str
    level: str
    name: str
    total: Quantity | None
    basic: Quantity | None
    project: Quantity | None
    turned_over: Quantity | None
    operating_spending: Quantity | None
    subsidies: Quantity | None


class Table4Branch(TypedDict):
    rows: list[Table4RowBranch]
    totals: list[Table4RowBranch]


class Table4IncomeBranch(TypedDict):
    name: str
    row: int
    amount: Quantity | None


class Table4RowBranch(TypedDict):
    id: str
    income: Table4IncomeBranch
    spending: Table4SpendingBranch


class Table4SpendingBranch(TypedDict):
    name: str
    row: int
    total: Quantity | None
    general: Quantity | None
    government_fund: Quantity | None
    state_capital: Quantity | None


class Table5Branch(TypedDict):
    total: Table5RowBranch
    rows: list[Table5RowBranch]
    none: bool


class Table5RowBranch(TypedDict):
    id: str
    code: str
    level: str
    name: str
    total: Quantity | None
    basic: Quantity | None
    project: Quantity | None


class Table6Branch(TypedDict):
    rows: list[Table6RowBranch]
    staff: Quantity | None
    public: Quantity | None


class Table6RowBranch(TypedDict):
    left: EconomicLineBranch
    middle: EconomicLineBranch
    right: EconomicLineBranch


class Table7Branch(TypedDict):
    budget: ThreePublicRowBranch
    actual: ThreePublicRowBranch
    none: bool


class Table8Branch(TypedDict):
    total: Table8RowBranch
    rows: list[Table8RowBranch]
    none: bool


class Table8RowBranch(TypedDict):
    id: str
    code: str
    level: str
    name: str
    opening: Quantity | None
    income: Quantity | None
    spending: Quantity | None
    basic: Quantity | None
    project: Quantity | None
    closing: Quantity | None


class Table9Branch(TypedDict):
    total: Table9RowBranch
    rows: list[Table9RowBranch]
    none: bool


class Table9RowBranch(TypedDict):
    id: str
    code: str
    level: str
    name: str
    total: Quantity | None
    basic: Quantity | None
    project: Quantity | None


class ThreePublicRowBranch(TypedDict):
    total: Quantity
    abroad: Quantity
    vehicles: Quantity
    vehicle_purchase: Quantity
    vehicle_running: Quantity
    reception: Quantity


class GlossaryEntryBranch(TypedDict):
    number: str
    term: str
    text: str
    items: list[GlossaryItemBranch]


class GlossaryItemBranch(TypedDict):
    number: str
    path: str
    text: str


class RollupBranch(TypedDict):
    name: str
    units: list[RollupUnitBranch]
    budget: Quantity
    actual: Quantity
    rate: Quantity
    indicators: list[IndicatorBranch]
    score: ScoreBranch


class RollupUnitBranch(TypedDict):
    id: str
    unit: str
    budget: Quantity
    actual: Quantity
    rate: Quantity
    score: Quantity | None
    grade: Word | None


class ReconciliationBranch(TypedDict):
    rows: list[PublishedBranch]
    equal: int
    rounding: int
    different: int


class PublishedBranch(TypedDict):
    id: str
    label: str
    published: str
    computed: str
    difference: str
    kind: str
    where: str
    cause: str


class AcceptanceBranch(TypedDict):
    id: str
    code: str
    at: str
    place: str
    message: str
    reason: str
    by: str
    date: str


class SummaryBranch(TypedDict):
    units: Quantity
    evaluations: Quantity
    scored: Quantity
    failed: Quantity
    has_failed: bool
    has_more: bool
    more: Quantity
    order: str
    budget: Quantity | None
    actual: Quantity | None
    rate: Quantity | None
    rows: list[SummaryRowBranch]
    series: SeriesBranch


class SummaryRowBranch(TypedDict):
    code: str
    unit: str
    evaluation: str
    failed: bool
    counted: bool
    budget: Quantity | None
    actual: Quantity | None
    rate: Quantity | None
    score: Quantity | None
    grade: str
    problems: str
    accepted: str


class ReportPrinted(TypedDict):
    unit: str
    year: int


class ReportTexts(TypedDict):
    pass


class EvaluationPrinted(TypedDict):
    id: str
    type: str
    name: str
    department: str | None
    issued_on: str | None


class EvaluationTexts(TypedDict):
    deviation: str | None
    improvement: str | None


class FundsPrinted(TypedDict):
    document: str | None
    allocated_on: str | None


class FundsTexts(TypedDict):
    reason: str | None


class SourcePrinted(TypedDict):
    name: str


class SourceTexts(TypedDict):
    pass


class ItemPrinted(TypedDict):
    name: str


class ItemTexts(TypedDict):
    pass


class GoalPrinted(TypedDict):
    pass


class GoalTexts(TypedDict):
    expected: str | None
    actual: str | None


class IndicatorPrinted(TypedDict):
    name: str


class IndicatorTexts(TypedDict):
    pass


class WorkingGroupPrinted(TypedDict):
    established: str | None
    office: str | None


class WorkingGroupTexts(TypedDict):
    pass


class MemberPrinted(TypedDict):
    role: str
    name: str
    post: str


class MemberTexts(TypedDict):
    pass


class SignaturePrinted(TypedDict):
    prepared_by: str | None
    date: str | None
    phone: str | None


class SignatureTexts(TypedDict):
    pass


class AnnexPrinted(TypedDict):
    title: str


class AnnexTexts(TypedDict):
    pass


class PicturePrinted(TypedDict):
    alt_text: str


class PictureTexts(TypedDict):
    pass


class KeyWorkPrinted(TypedDict):
    title: str


class KeyWorkTexts(TypedDict):
    target: str | None
    result: str | None


class BaseTablePrinted(TypedDict):
    authorised_staff: Quantity
    actual_staff: Quantity
    retired_staff: Quantity | None


class BaseTableTexts(TypedDict):
    pass


class CostPrinted(TypedDict):
    name: str


class CostTexts(TypedDict):
    pass
