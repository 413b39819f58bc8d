"""Computes the final accounts (部门决算): the nine tables, and what the narrative and the charts say about them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from generator.data.accounts import Assets, InitialBudget, LastYear, Procurement, Staff, ThreePublic
from generator.data.classification import economic_codes, functional_codes
from generator.data.record import Amount, Measure
from generator.data.report import Report
from generator.figures.accounts.disclosures import assets, procurement, staff, table_7, three_public
from generator.figures.accounts.ledger import (
    FISCAL,
    GENERAL,
    GOVERNMENT_FUND,
    INCOME,
    SPENDING,
    STATE_CAPITAL,
    Ledger,
    change,
    known,
    ledger_of,
    sum_of,
)
from generator.figures.accounts.series import chart_series
from generator.figures.accounts.tables import table_1, table_2, table_3, table_4, table_5, table_6, table_8, table_9
from generator.problems import Problem
from generator.quantity import MONEY, Operation, Quantity, Word, total
from generator.text.renderer import Reckoner, Writer

if TYPE_CHECKING:
    from generator.branches import (
        AccountProjectDraft,
        AccountsDraft,
        CarryOverBranch,
        ClassDraft,
        EconomicItemBranch,
        EconomicPartBranch,
        FundBranch,
        InitialBudgetBranch,
        KindBranch,
        LastYearBranch,
    )


_COMPARED = {
    "total": "收、支总计",
    "grant_total": "财政拨款收、支总计",
    "general_spending": "一般公共预算财政拨款支出",
    "three_public": "“三公”经费支出",
    "operating_cost": "机关运行经费支出",
}


def accounts_branch(report: Report, writer: Writer) -> tuple[AccountsDraft, list[Problem]]:
    """The figures of the accounts: an exact zero for what the unit does not have, None for what is not disclosed.

    Amounts that are formulas see the draft as far as it has been computed: the tables and totals come first.
    """
    accounts = report.accounts
    assert accounts is not None
    ledger = ledger_of(accounts, functional_codes(report.year), economic_codes(report.year))
    draft = _tables_and_totals(ledger)
    reckoner = Reckoner(writer.within({**writer.context, "accounts": draft}))
    amount = partial(_amount, reckoner)
    draft["classes"] = _classes(ledger, draft["general"]["spending"])
    draft["initial_budget"] = _initial_budget(accounts.initial_budget, draft["general"]["spending"])
    expenses = accounts.three_public or ThreePublic(node=accounts.node)
    table = table_7(expenses, amount)
    draft["three_public"] = three_public(expenses, table)
    draft["table7"] = table
    draft["operating_cost"] = amount(accounts.operating_cost, "机关运行经费")
    last_year = _last_year(accounts.last_year or LastYear(node=accounts.node), draft, reckoner)
    draft["last_year"] = last_year
    draft["changes"] = {
        "total": change(draft["total"], last_year["total"], _COMPARED["total"]),
        "grant": change(draft["grant"]["total"], last_year["grant_total"], _COMPARED["grant_total"]),
        "general": change(draft["general"]["spending"], last_year["general_spending"], _COMPARED["general_spending"]),
        "three_public": change(table["actual"]["total"], last_year["three_public"], _COMPARED["three_public"]),
        "operating_cost": change(draft["operating_cost"], last_year["operating_cost"], _COMPARED["operating_cost"]),
    }
    draft["procurement"] = procurement(accounts.procurement or Procurement(node=accounts.node), amount)
    draft["assets"] = assets(accounts.assets or Assets(node=accounts.node))
    draft["staff"] = staff(accounts.staff or Staff(node=accounts.node))
    draft["inquiry_phone"] = accounts.inquiry_phone
    draft["series"] = chart_series(draft, report.year)
    return draft, reckoner.problems


def _tables_and_totals(ledger: Ledger) -> AccountsDraft:
    """What came in, what was spent, what was carried over; in all, by source, by kind, by fund and by class."""
    accounts, lines = ledger.accounts, ledger.lines
    income, income_total = _parts(ledger, "本年收入", INCOME)
    kinds, spent = _parts(ledger, "本年支出", SPENDING)
    carried: CarryOverBranch = {
        "opening": known(sum_of(line.amounts.get("opening") for line in lines), "年初结转和结余"),
        "surplus_used": known(accounts.surplus_used, "使用非财政拨款结余"),
        "distributed": known(accounts.distributed, "结余分配"),
        "closing": known(sum_of(line.amounts.get("closing") for line in lines), "年末结转和结余"),
    }
    brought = [amount for amount in (carried["surplus_used"], carried["opening"]) if amount.value]
    general = _fund(ledger, "一般公共预算财政拨款", GENERAL)
    projects: list[AccountProjectDraft] = [
        {
            "id": project.id or project.name,
            "name": project.name,
            "fund": function.fund,
            "amount": project.amount.named(project.name),
        }
        for function in accounts.functions
        for project in function.projects
    ]
    return {
        "table1": table_1(ledger),
        "table2": table_2(ledger),
        "table3": table_3(ledger),
        "table4": table_4(ledger),
        "table5": table_5(ledger),
        "table6": table_6(ledger),
        "table8": table_8(ledger),
        "table9": table_9(ledger),
        "total": total([income_total, *brought], "收、支总计"),
        "income": {"total": income_total, "sources": income},
        "spending": {"total": spent, "kinds": kinds},
        "carry_over": carried,
        "grant": _fund(ledger, "财政拨款", *FISCAL),
        "general": {
            **general,
            "share": (general["spending"] / spent).named("一般公共预算财政拨款支出占本年支出比重"),
            "projects": [project for project in projects if project["fund"] == GENERAL],
        },
        "government_fund": _fund(ledger, "政府性基金预算财政拨款", GOVERNMENT_FUND),
        "state_capital": _fund(ledger, "国有资本经营预算财政拨款", STATE_CAPITAL),
        "economic": {
            "total": known(sum_of(accounts.economic.values()), "基本支出经济科目合计"),
            "staff": _economic(ledger, "人员经费", ledger.economic.staff),
            "public": _economic(ledger, "公用经费", ledger.economic.public),
        },
        "projects": projects,
    }


def _parts(ledger: Ledger, title: str, names: dict[str, str]) -> tuple[list[KindBranch], Quantity]:
    """The parts, one for each column with its amount and its share of the whole, and the whole; `title` labels it."""
    sums = {key: sum_of(line.amounts.get(key) for line in ledger.lines) for key in names}
    parts = {key: known(sums[key], name) for key, name in names.items()}
    whole = known(sum_of(part for key, part in parts.items() if sums[key]), f"{title}合计")
    shares = {key: (part / whole).named(f"{names[key]}占{title}比重") for key, part in parts.items()}
    return [{"id": key, "name": names[key], "amount": parts[key], "share": shares[key]} for key in parts], whole


def _fund(ledger: Ledger, name: str, *funds: str) -> FundBranch:
    lines = ledger.of(*funds)

    def amount(label: str, *columns: str) -> Quantity:
        return known(sum_of(line.sum(columns) for line in lines), f"{name}{label}")

    income, opening = amount("本年收入", "grant"), amount("年初结转和结余", "opening")
    return {
        "income": income,
        "spending": amount("本年支出", *SPENDING),
        "basic": amount("基本支出", "basic"),
        "project": amount("项目支出", "project"),
        "opening": opening,
        "closing": amount("年末结转和结余", "closing"),
        "total": (income + opening).named(f"{name}收、支总计"),
    }


def _economic(ledger: Ledger, label: str, classes: Sequence[str]) -> EconomicPartBranch:
    """The basic expenditure of some economic classes, staff or public costs, with the items that have spending."""
    spent = ledger.accounts.economic
    items: list[EconomicItemBranch] = []
    for code in sorted(code for code, amount in spent.items() if code[:3] in classes and amount.value):
        name = ledger.economic.name(code) or code
        items.append({"id": code, "name": name, "amount": spent[code].named(name)})
    amounts = tuple(item["amount"] for item in items)
    names = "、".join(item["name"] for item in items) or "无"
    return {
        "total": known(sum_of(amounts), label),
        "items": items,
        "names": Word(names, f"{label}有支出的科目", Operation("列举", amounts)),
    }


def _amount(reckoner: Reckoner, measure: Measure | None, label: str) -> Quantity:
    """The typed amount, or what its formula gives; zero for None, undefined if the formula failed."""
    figure = reckoner.amount(measure)
    if measure is not None and figure is None:
        return Quantity(None, MONEY, label=label)  # a formula that failed, which is a problem already
    return known(figure, label)


def _last_year(record: LastYear, draft: AccountsDraft, reckoner: Reckoner) -> LastYearBranch:
    """Last year's figures as far as they are disclosed; the formula of each may refer to those before it."""
    found: dict[str, Quantity | None] = {}
    within = reckoner.within({**reckoner.writer.context, "accounts": {**draft, "last_year": found}})

    def figure(name: str, measure: Amount | None) -> Quantity | None:
        amount = within.amount(measure)
        found[name] = amount and amount.named(f"上年度{_COMPARED[name]}")
        return found[name]

    return {
        "total": figure("total", record.total),
        "grant_total": figure("grant_total", record.grant_total),
        "general_spending": figure("general_spending", record.general_spending),
        "three_public": figure("three_public", record.three_public),
        "operating_cost": figure("operating_cost", record.operating_cost),
    }


def _classes(ledger: Ledger, whole: Quantity) -> list[ClassDraft]:
    """The general budget's accounts against its initial budget by class; `whole` is all that was spent."""
    record = ledger.accounts.initial_budget
    budgets = {entry.code: entry.amount for entry in record.classes} if record else {}
    lines = ledger.of(GENERAL)
    classes: list[ClassDraft] = []
    for code in sorted({line.record.code[:3] for line in lines} | set(budgets)):
        name = ledger.functional.name(code) or code
        spent = sum_of(line.sum(SPENDING) for line in lines if line.record.code.startswith(code))
        spending = known(spent, f"{name}决算数")
        initial = known(budgets.get(code), f"{name}年初预算数") if record else None
        difference = change(spending, initial, name)
        classes.append(
            {
                "id": code,
                "name": name,
                "short": name.removesuffix("支出"),
                "spending": spending,
                "share": (spending / whole).named(f"{name}占一般公共预算财政拨款支出比重"),
                "initial_budget": initial,
                "completion": initial and (spending / initial).named(f"{name}完成年初预算"),
                "comparison": difference["comparison"] if difference else None,
                "difference": difference,
            }
        )
    return classes


def _initial_budget(record: InitialBudget | None, spending: Quantity) -> InitialBudgetBranch:
    """The initial budget of the general budget against its accounts, in all."""
    name = "一般公共预算财政拨款支出"
    parts = sum_of({entry.code: entry.amount for entry in record.classes}.values()) if record else None
    stated = record.total or parts if record else None
    whole = stated and stated.named(f"{name}年初预算数")
    difference = change(spending, whole, name)
    return {
        "initial_budget": whole,
        "completion": whole and (spending / whole).named(f"{name}完成年初预算"),
        "comparison": difference["comparison"] if difference else None,
        "difference": difference,
        "total": whole,
        "classes_total": parts and parts.named("各类年初预算合计"),
    }
