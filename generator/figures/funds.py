"""Computes the amounts of a report: funds by source and item, and the base data of a whole unit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.data.report import BaseTable, Cost, Funds, Item, Profile, Source
from generator.namespace import Tree
from generator.problems import Problem
from generator.quantity import MONEY, Comparison, Operation, Quantity, Word, sum_of_known
from generator.text.renderer import Writer

_COLUMNS = ("initial", "budget", "actual")


def funds_branch(funds: Funds, profile: Profile, writer: Writer) -> tuple[Tree, list[Problem]]:
    """Budget, spending, balance and rates in total, by source and by item; what is not stated is added up.

    Amounts are in 元 and exact; a rate is undefined on a zero budget. A budget or spending that is neither stated nor
    can be added up is undefined; an undisclosed initial budget is None.
    """
    problems: list[Problem] = []
    items = [_item(item, writer, problems) for item in funds.items]
    items_initial = sum_of_known([item["initial"] for item in items], "明细年初预算合计")
    items_budget = sum_of_known([item["budget"] for item in items], "明细预算合计")
    items_actual = sum_of_known([item["actual"] for item in items], "明细支出合计")
    initial = writer.amount(funds.initial_budget, problems) or items_initial
    initial = initial and initial.named("年初预算数")
    annual = writer.amount(funds.annual_budget, problems) or initial or items_budget or _nothing(funds)
    annual = annual.named("全年预算数")
    actual = (writer.amount(funds.actual, problems) or items_actual or _nothing(funds)).named("全年执行数")
    sources = [_use(source, *_amounts(source, writer, problems)) for source in funds.sources]
    open_sources = [source for source in sources if source["budget"] is None and source["actual"] is None]
    if len(open_sources) == 1:
        open_sources[0] |= _remaining(open_sources[0], sources, annual, actual)
    for source in sources:
        source["initial_budget"] = source["initial"] or (source["budget"] if funds.annual_budget is None else None)
    for item in _every(items):
        item["share"] = item["actual"] and (item["actual"] / actual).named(f"{item['name']}占支出比重")
    use = _rates("", annual, actual)
    required = Quantity.parse(f"{profile.execution_requirement}%", "执行率要求")
    assert required is not None
    met = use["rate"].value is not None and required.value is not None and use["rate"].value >= required.value
    return {
        "document": funds.document,
        "allocated_on": funds.allocated_on,
        "initial_budget": initial,
        "annual_budget": annual,
        "adjustment": initial and (annual - initial).named("预算调整数"),
        "stated_adjustment": writer.amount(funds.adjustment, problems),
        "actual": actual,
        **use,
        "unspent_rate": (use["balance"] / annual).named("结余率"),
        "requirement": Word(
            profile.words["met" if met else "unmet"],
            "预算执行率是否达到要求",
            Operation("比较", (use["rate"], required)),
        ),
        "sources": sources,
        "items": items,
        "has_item_budgets": items_budget is not None,
        "items_total": {"initial": items_initial, "budget": items_budget, "actual": items_actual},
        "tail": items_actual and _tail(items_actual, actual),
    }, problems


def _nothing(funds: Funds) -> Quantity:
    """An amount that no one has stated: undefined, so that nothing computed from it is printed as a figure."""
    return Quantity(None, MONEY, origin=funds.node.place)


def _every(items: Sequence[Tree]) -> Iterator[Tree]:
    """All items, each followed by its parts."""
    for item in items:
        yield item
        yield from _every(item["items"])


def _rates(label: str, budget: Quantity | None, actual: Quantity | None) -> Tree:
    if budget is None or actual is None:
        return {"balance": None, "rate": None}
    return {
        "balance": (budget - actual).named(f"{label}结余数"),
        "rate": (actual / budget).named(f"{label}执行率" if label else "预算执行率"),
    }


def _use(entry: Item | Source, initial: Quantity | None, budget: Quantity | None, actual: Quantity | None) -> Tree:
    name = entry.name
    initial = initial and initial.named(f"{name}年初预算数")
    budget, actual = budget and budget.named(f"{name}预算数"), actual and actual.named(f"{name}支出数")
    return {
        "id": entry.id or name,
        "name": name,
        "initial": initial,
        "budget": budget,
        "actual": actual,
        **_rates(name, budget, actual),
    }


def _amounts(entry: Item | Source, writer: Writer, problems: list[Problem]) -> list[Quantity | None]:
    return [writer.amount(getattr(entry, key), problems) for key in _COLUMNS]


def _item(item: Item, writer: Writer, problems: list[Problem]) -> Tree:
    """An item's amounts; one that it does not state is the sum of its parts."""
    parts = [_item(part, writer, problems) for part in item.items]
    stated = zip(_COLUMNS, _amounts(item, writer, problems), strict=True)
    amounts = [amount or sum_of_known([part[key] for part in parts], item.name) for key, amount in stated]
    return _use(item, *amounts) | {"items": parts, "use": []}


def _remaining(source: Tree, sources: Sequence[Tree], annual: Quantity, actual: Quantity) -> Tree:
    """The amounts of the one source that states none: what the others leave of the totals."""
    others = [other for other in sources if other is not source]
    budget = _remainder(annual, [other["budget"] for other in others])
    spent = _remainder(actual, [other["actual"] for other in others])
    name = source["name"]
    budget, spent = budget and budget.named(f"{name}预算数"), spent and spent.named(f"{name}支出数")
    return {"budget": budget, "actual": spent, **_rates(name, budget, spent)}


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


def pairs(items: Sequence[Item], entries: Sequence[Tree]) -> Iterator[tuple[Item, Tree]]:
    """Each item with its branch of the namespace, followed by its parts with theirs."""
    for item, entry in zip(items, entries, strict=True):
        yield item, entry
        yield from pairs(item.items, entry["items"])


def base_table_branch(table: BaseTable, writer: Writer) -> tuple[Tree, list[Problem]]:
    """The base data of a whole-unit evaluation: staff with its control rate, and the costs as a tree and as rows."""
    authorised = table.authorised_staff.named("编制数")
    staff = table.actual_staff.named("实际在职人数")
    problems: list[Problem] = []
    costs = [_cost(cost, writer, problems) for cost in table.costs]
    return {
        "authorised_staff": authorised,
        "actual_staff": staff,
        "retired_staff": table.retired_staff and table.retired_staff.named("退休人数"),
        "control_rate": (staff / authorised).named("人员控制率"),
        "costs": costs,
        "rows": [*_cost_rows(costs, 0)],
    }, problems


def _cost(cost: Cost, writer: Writer, problems: list[Problem]) -> Tree:
    """A row of costs; an amount that it does not state is the sum of its parts."""
    parts = [_cost(part, writer, problems) for part in cost.items]
    entry: Tree = {"id": cost.id or cost.name, "name": cost.name}
    for key, word in (("last_year", "上年决算数"), ("budget", "预算数"), ("actual", "决算数")):
        figure = writer.amount(getattr(cost, key), problems)
        figure = figure or sum_of_known([part[key] for part in parts], cost.name)
        entry[key] = figure and figure.named(f"{cost.name}{word}")
    return entry | {"items": parts, "including": [_cost(part, writer, problems) for part in cost.including]}


def _cost_rows(costs: Sequence[Tree], depth: int) -> Iterator[Tree]:
    """The rows of the cost table from the top, headed as the form heads them: 1、…, then 其中：…."""
    for number, cost in enumerate(costs, 1):
        heading = f"{number}、{cost['name']}" if depth == 1 else cost["name"]
        yield {"depth": depth, "heading": f"其中：{heading}" if depth == 2 and number == 1 else heading} | {
            key: cost[key] for key in ("last_year", "budget", "actual")
        }
        yield from _cost_rows(cost["items"], depth + 1)
        yield from _cost_rows(cost["including"], 2)
