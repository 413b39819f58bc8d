"""Computes the amounts of a report: funds by source and item, and the base data of a whole unit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar, cast

from generator.data.record import Amount
from generator.data.report import BaseTable, Cost, Funds, Item, Profile, Source
from generator.figures.printed import printed
from generator.problems import Problem
from generator.quantity import MONEY, Comparison, Operation, Quantity, Word, sum_of_known
from generator.text.renderer import Reckoner, Writer

if TYPE_CHECKING:
    from generator.branches import (
        BaseTableDraft,
        BaseTablePrinted,
        CostBranch,
        CostPrinted,
        CostRowBranch,
        FundsDraft,
        FundsPrinted,
        ItemBranch,
        ItemDraft,
        ItemPrinted,
        SourceBranch,
        SourcePrinted,
        SourceRowBranch,
    )

    AnyItem = TypeVar("AnyItem", ItemDraft, ItemBranch)


class _Use:
    """What is known of the amounts of a source or an item, each under its label."""

    def __init__(self, name: str, amounts: Sequence[Quantity | None], parts: Sequence[_Use] = ()) -> None:
        self.name = name
        initial, budget, actual = amounts
        self.initial = initial and initial.named(f"{name}年初预算数")
        self.budget = budget and budget.named(f"{name}预算数")
        self.actual = actual and actual.named(f"{name}支出数")
        self.parts = parts


def funds_branch(funds: Funds, profile: Profile, writer: Writer) -> tuple[FundsDraft, list[Problem]]:
    """Budget, spending, balance and rates in total, by source and by item; what is not stated is added up.

    Amounts are in 元 and exact; a rate is undefined on a zero budget. A budget or spending that is neither stated nor
    can be added up is undefined; an undisclosed initial budget is None.
    """
    reckoner = Reckoner(writer)
    uses = [_use(item, reckoner) for item in funds.items]
    items_initial = sum_of_known([use.initial for use in uses], "明细年初预算合计")
    items_budget = sum_of_known([use.budget for use in uses], "明细预算合计")
    items_actual = sum_of_known([use.actual for use in uses], "明细支出合计")
    initial = reckoner.amount(funds.initial_budget) or items_initial
    initial = initial and initial.named("年初预算数")
    annual = reckoner.amount(funds.annual_budget) or initial or items_budget or _nothing(funds)
    annual = annual.named("全年预算数")
    actual = (reckoner.amount(funds.actual) or items_actual or _nothing(funds)).named("全年执行数")
    known = _completed([_use(source, reckoner) for source in funds.sources], annual, actual)
    sources = _sources(funds.sources, known, reckoner, adjusted=funds.annual_budget is not None)
    carried = reckoner.amount(funds.carry_over)
    balance, rate = (annual - actual).named("结余数"), (actual / annual).named("预算执行率")
    draft: FundsDraft = {
        **cast("FundsPrinted", printed(funds, reckoner)),
        "initial_budget": initial,
        "annual_budget": annual,
        "carry_over": carried and carried.named("上年结转"),
        "adjustment": initial and (annual - (initial + carried if carried else initial)).named("预算调整数"),
        "stated_adjustment": reckoner.amount(funds.adjustment),
        "actual": actual,
        "balance": balance,
        "rate": rate,
        "unspent_rate": (balance / annual).named("结余率"),
        "requirement": _requirement(rate, profile),
        "sources": sources,
        "source_rows": [*_source_rows(sources, 0)],
        "items": [_item(item, use, actual, reckoner) for item, use in zip(funds.items, uses, strict=True)],
        "has_budget": annual.value is None or bool(annual.value),
        "has_item_budgets": items_budget is not None,
        "items_total": {"initial": items_initial, "budget": items_budget, "actual": items_actual},
        "tail": items_actual and _tail(items_actual, actual),
    }
    return draft, reckoner.problems


def _requirement(rate: Quantity, profile: Profile) -> Word | None:
    """Whether a rate is what the profile demands, in its words; None if it demands nothing."""
    if profile.execution_requirement is None:
        return None
    required = Quantity.parse(f"{profile.execution_requirement}%", "执行率要求")
    assert required is not None
    met = rate.value is not None and required.value is not None and rate.value >= required.value
    words = profile.words["met" if met else "unmet"]
    return Word(words, "预算执行率是否达到要求", Operation("比较", (rate, required)))


def _nothing(funds: Funds) -> Quantity:
    """An amount that no one has stated: undefined, so that nothing computed from it is printed as a figure."""
    return Quantity(None, MONEY, origin=funds.node.place)


def every(items: Sequence[AnyItem]) -> Iterator[AnyItem]:
    """All items, each followed by its parts."""
    for item in items:
        yield item
        yield from every(item["items"])


def _amounts(entry: Item | Source, reckoner: Reckoner) -> list[Quantity | None]:
    return [reckoner.amount(amount) for amount in (entry.initial, entry.budget, entry.actual)]


def _use(entry: Item | Source, reckoner: Reckoner) -> _Use:
    """The amounts of an item or a source; one that it does not state is the sum of its parts."""
    parts = [_use(part, reckoner) for part in (entry.items if isinstance(entry, Item) else entry.sources)]
    sums = [[part.initial for part in parts], [part.budget for part in parts], [part.actual for part in parts]]
    stated = zip(_amounts(entry, reckoner), sums, strict=True)
    return _Use(entry.name, [amount or sum_of_known(known, entry.name) for amount, known in stated], parts)


def _balance(use: _Use, name: str) -> Quantity | None:
    return (use.budget - use.actual).named(f"{name}结余数") if use.budget and use.actual else None


def _rate(use: _Use, name: str) -> Quantity | None:
    return (use.actual / use.budget).named(f"{name}执行率") if use.budget and use.actual else None


def _item(item: Item, use: _Use, spent: Quantity, reckoner: Reckoner) -> ItemDraft:
    """An item with its parts; `spent` is the spending of all items."""
    return {
        **cast("ItemPrinted", printed(item, reckoner)),
        "id": item.id or item.name,
        "initial": use.initial,
        "budget": use.budget,
        "actual": use.actual,
        "balance": _balance(use, item.name),
        "rate": _rate(use, item.name),
        "items": [_item(part, below, spent, reckoner) for part, below in zip(item.items, use.parts, strict=True)],
        "share": use.actual and (use.actual / spent).named(f"{item.name}占支出比重"),
    }


def _sources(
    sources: Sequence[Source], uses: Sequence[_Use], reckoner: Reckoner, *, adjusted: bool
) -> list[SourceBranch]:
    """Sources of funds; the budget of one is the initial one too, unless it states that or it was `adjusted`."""
    return [
        {
            **cast("SourcePrinted", printed(source, reckoner)),
            "id": source.id or source.name,
            "initial": use.initial,
            "budget": use.budget,
            "actual": use.actual,
            "balance": _balance(use, source.name),
            "rate": _rate(use, source.name),
            "initial_budget": use.initial or (None if adjusted else use.budget),
            "sources": _sources(source.sources, use.parts, reckoner, adjusted=adjusted),
        }
        for source, use in zip(sources, uses, strict=True)
    ]


def _source_rows(sources: Sequence[SourceBranch], depth: int) -> Iterator[SourceRowBranch]:
    """A row for each source, followed by what it consists of, as a sheet lists them below the total."""
    for number, source in enumerate(sources):
        heading = "　" * depth + ("其中：" if depth and not number else "　　　" if depth else "") + source["name"]
        yield {
            "depth": depth,
            "heading": heading,
            "initial": source["initial"],
            "budget": source["budget"],
            "actual": source["actual"],
            "balance": source["balance"],
            "rate": source["rate"],
            "initial_budget": source["initial_budget"],
        }
        yield from _source_rows(source["sources"], depth + 1)


def _completed(uses: Sequence[_Use], budget: Quantity | None, spent: Quantity | None) -> list[_Use]:
    """The amounts of sources; if one of them states none, it has what the others leave of the budget and spending."""
    uncertain = [use for use in uses if use.budget is None and use.actual is None]
    found: list[_Use] = []
    for use in uses:
        amounts = [use.initial, use.budget, use.actual]
        if uncertain == [use]:
            others = [other for other in uses if other is not use]
            amounts[1] = budget and _remainder(budget, [other.budget for other in others])
            amounts[2] = spent and _remainder(spent, [other.actual for other in others])
        found.append(_Use(use.name, amounts, _completed(use.parts, amounts[1], amounts[2])))
    return found


def _remainder(whole: Quantity, parts: Sequence[Quantity | None]) -> Quantity | None:
    for part in parts:
        if part is None:
            return None
        whole = whole - part
    return whole


def _tail(parts: Quantity, whole: Quantity) -> Quantity | None:
    """The difference of rounded parts from their exact total; None unless it is due to rounding only."""
    if parts.compare(whole) is not Comparison.ROUNDING:
        return None
    higher, lower = (parts, whole) if (parts.value or 0) > (whole.value or 0) else (whole, parts)
    return (higher - lower).named("分项之和与合计的尾差")


def pairs(items: Sequence[Item], entries: Sequence[AnyItem]) -> Iterator[tuple[Item, AnyItem]]:
    """Each item with its branch of the namespace, followed by its parts with theirs."""
    for item, entry in zip(items, entries, strict=True):
        yield item, entry
        yield from pairs(item.items, entry["items"])


def base_table_branch(table: BaseTable, writer: Writer) -> tuple[BaseTableDraft, list[Problem]]:
    """The base data of a whole-unit evaluation: staff with its control rate, and the costs as a tree and as rows."""
    reckoner = Reckoner(writer)
    typed: BaseTablePrinted = printed(table, reckoner)
    costs = [_cost(cost, reckoner) for cost in table.costs]
    draft: BaseTableDraft = {
        **typed,
        "control_rate": (typed["actual_staff"] / typed["authorised_staff"]).named("人员控制率"),
        "costs": costs,
        "rows": [*_cost_rows(costs, 0)],
    }
    return draft, reckoner.problems


def _cost(cost: Cost, reckoner: Reckoner) -> CostBranch:
    """A row of costs; an amount that it does not state is the sum of its parts."""
    parts = [_cost(part, reckoner) for part in cost.items]

    def figure(stated: Amount | None, sums: Sequence[Quantity | None], word: str) -> Quantity | None:
        amount = reckoner.amount(stated) or sum_of_known(sums, cost.name)
        return amount and amount.named(f"{cost.name}{word}")

    return {
        **cast("CostPrinted", printed(cost, reckoner)),
        "id": cost.id or cost.name,
        "last_year": figure(cost.last_year, [part["last_year"] for part in parts], "上年决算数"),
        "budget": figure(cost.budget, [part["budget"] for part in parts], "预算数"),
        "actual": figure(cost.actual, [part["actual"] for part in parts], "决算数"),
        "items": parts,
        "including": [_cost(part, reckoner) for part in cost.including],
    }


def _cost_rows(costs: Sequence[CostBranch], depth: int) -> Iterator[CostRowBranch]:
    """The rows of the cost table from the top, headed as the form heads them: 1、…, then 其中：…."""
    for number, cost in enumerate(costs, 1):
        heading = f"{number}、{cost['name']}" if depth == 1 else cost["name"]
        yield {
            "depth": depth,
            "heading": f"其中：{heading}" if depth == 2 and number == 1 else heading,
            "last_year": cost["last_year"],
            "budget": cost["budget"],
            "actual": cost["actual"],
        }
        yield from _cost_rows(cost["items"], depth + 1)
        yield from _cost_rows(cost["including"], 2)
