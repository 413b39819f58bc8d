"""Computes the final accounts (部门决算): the nine tables, and what the narrative and the charts say about them."""

from __future__ import annotations

from dataclasses import dataclass

from generator.data.accounts import LastYear
from generator.data.classification import economic_codes, functional_codes
from generator.data.record import Measure
from generator.data.report import Report
from generator.figures.accounts.disclosures import assets, procurement, staff, three_public
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
from generator.figures.accounts.tables import statements
from generator.namespace import Tree
from generator.problems import Problem
from generator.quantity import MONEY, Operation, Quantity, Word, total
from generator.text.renderer import Writer

_CHANGES = {
    "total": "收、支总计",
    "grant": "财政拨款收、支总计",
    "general": "一般公共预算财政拨款支出",
    "three_public": "“三公”经费支出",
    "operating_cost": "机关运行经费支出",
}


def accounts_branch(report: Report, writer: Writer) -> tuple[Tree, list[Problem]]:
    """The figures of the accounts: an exact zero for what the unit does not have, None for what is not disclosed.

    Amounts that are formulas see the branch as far as it has been computed: the tables and totals come first.
    """
    accounts = report.accounts
    assert accounts is not None
    ledger = ledger_of(accounts, functional_codes(report.year), economic_codes(report.year))
    branch: Tree = {**statements(ledger), **_totals(ledger)}
    branch["projects"] = [
        {
            "id": project.id or project.name,
            "name": project.name,
            "fund": function.fund,
            "amount": project.amount.named(project.name),
        }
        for function in accounts.functions
        for project in function.projects
    ]
    branch["general"]["projects"] = [project for project in branch["projects"] if project["fund"] == GENERAL]
    figures = _Figures(writer.within(writer.context | {"accounts": branch}), [])
    figures.budget(branch, ledger)
    branch["three_public"] = three_public(accounts.three_public, figures.amount)
    branch["table7"] = {
        side: {line["id"]: line[side] for line in branch["three_public"]["lines"]} for side in ("budget", "actual")
    } | {"none": branch["three_public"]["none"]}
    branch["operating_cost"] = figures.amount(accounts.operating_cost, "机关运行经费")
    figures.changes(branch, accounts.last_year)
    branch["procurement"] = procurement(accounts.procurement, figures.amount)
    branch["assets"] = assets(accounts.assets)
    branch["staff"] = staff(accounts.staff)
    branch["inquiry_phone"] = accounts.inquiry_phone
    branch["series"] = chart_series(branch, report.year)
    return branch, figures.problems


def _totals(ledger: Ledger) -> Tree:
    """What came in, what was spent, what was carried over; in all, by source, by kind, by fund and by class."""
    accounts, lines = ledger.accounts, ledger.lines
    income, income_total = _parts(ledger, "本年收入", INCOME)
    kinds, spent = _parts(ledger, "本年支出", SPENDING)
    carried = {
        "opening": known(sum_of(line.amounts.get("opening") for line in lines), "年初结转和结余"),
        "surplus_used": known(accounts.surplus_used, "使用非财政拨款结余"),
        "distributed": known(accounts.distributed, "结余分配"),
        "closing": known(sum_of(line.amounts.get("closing") for line in lines), "年末结转和结余"),
    }
    brought = [carried[key] for key in ("surplus_used", "opening") if carried[key].value]
    whole = total([income_total, *brought], "收、支总计")
    general = _fund(ledger, "一般公共预算财政拨款", GENERAL)
    general["share"] = (general["spending"] / spent).named("一般公共预算财政拨款支出占本年支出比重")
    return {
        "total": whole,
        "income": {"total": income_total, "sources": income},
        "spending": {"total": spent, "kinds": kinds},
        "carry_over": carried,
        "grant": _fund(ledger, "财政拨款", *FISCAL),
        "general": general,
        "government_fund": _fund(ledger, "政府性基金预算财政拨款", GOVERNMENT_FUND),
        "state_capital": _fund(ledger, "国有资本经营预算财政拨款", STATE_CAPITAL),
        "economic": _economic(ledger),
    }


def _parts(ledger: Ledger, title: str, names: dict[str, str]) -> tuple[list[Tree], Quantity]:
    """The parts, one for each column with its amount and its share of the whole, and the whole; `title` labels it."""
    sums = {key: sum_of(line.amounts.get(key) for line in ledger.lines) for key in names}
    parts = {key: known(sums[key], name) for key, name in names.items()}
    whole = known(sum_of(part for key, part in parts.items() if sums[key]), f"{title}合计")
    shares = {key: (part / whole).named(f"{names[key]}占{title}比重") for key, part in parts.items()}
    return [{"id": key, "name": names[key], "amount": parts[key], "share": shares[key]} for key in parts], whole


def _fund(ledger: Ledger, name: str, *funds: str) -> Tree:
    lines = ledger.of(*funds)

    def amount(label: str, *columns: str) -> Quantity:
        return known(sum_of(line.sum(columns) for line in lines), f"{name}{label}")

    branch = {
        "income": amount("本年收入", "grant"),
        "spending": amount("本年支出", *SPENDING),
        "basic": amount("基本支出", "basic"),
        "project": amount("项目支出", "project"),
        "opening": amount("年初结转和结余", "opening"),
        "closing": amount("年末结转和结余", "closing"),
    }
    return branch | {"total": (branch["income"] + branch["opening"]).named(f"{name}收、支总计")}


def _economic(ledger: Ledger) -> Tree:
    """The basic expenditure by economic item: staff costs and public costs, each with the items that have spending."""
    branch: Tree = {"total": known(sum_of(ledger.accounts.economic.values()), "基本支出经济科目合计")}
    for key, label, classes in (
        ("staff", "人员经费", ledger.economic.staff),
        ("public", "公用经费", ledger.economic.public),
    ):
        codes = sorted(
            code for code, amount in ledger.accounts.economic.items() if code[:3] in classes and amount.value
        )
        items: list[Tree] = []
        for code in codes:
            name = ledger.economic.name(code) or code
            items.append({"id": code, "name": name, "amount": ledger.accounts.economic[code].named(name)})
        amounts = tuple(item["amount"] for item in items)
        names = Word(
            "、".join(item["name"] for item in items) or "无", f"{label}有支出的科目", Operation("列举", amounts)
        )
        branch[key] = {"total": known(sum_of(amounts), label), "items": items, "names": names}
    return branch


@dataclass(frozen=True, slots=True)
class _Figures:
    """Computes the parts of the branch whose amounts may be formulas; collects what is wrong with those."""

    writer: Writer
    problems: list[Problem]

    def amount(self, measure: Measure | None, label: str) -> Quantity:
        """The typed amount, or what its formula gives; zero for None, undefined if the formula failed."""
        figure = self.writer.amount(measure, self.problems)
        if measure is not None and figure is None:
            return Quantity(None, MONEY, label=label)  # a formula that failed, which is a problem already
        return known(figure, label)

    def budget(self, branch: Tree, ledger: Ledger) -> None:
        """The initial budget of the general budget against its accounts, in all and by class."""
        record = ledger.accounts.initial_budget
        budgets = {entry.code: entry for entry in record.classes} if record else {}
        lines = ledger.of(GENERAL)
        codes = sorted({line.record.code[:3] for line in lines} | set(budgets))
        general = branch["general"]
        branch["classes"] = []
        for code in codes:
            name = ledger.functional.name(code) or code
            spent = sum_of(line.sum(SPENDING) for line in lines if line.record.code.startswith(code))
            entry = budgets.get(code)
            spending = known(spent, f"{name}决算数")
            initial = known(entry.amount if entry else None, f"{name}年初预算数") if record else None
            branch["classes"].append(
                {
                    "id": code,
                    "name": name,
                    "short": name.removesuffix("支出"),
                    "spending": spending,
                    "share": (spending / general["spending"]).named(f"{name}占一般公共预算财政拨款支出比重"),
                    **_against(spending, initial, name),
                    "reason": None,
                }
            )
        parts = sum_of(entry.amount for entry in budgets.values())
        stated = record.total or parts if record else None
        whole = stated and stated.named("一般公共预算财政拨款支出年初预算数")
        against = _against(general["spending"], whole, "一般公共预算财政拨款支出")
        branch["initial_budget"] = against | {
            "total": whole,
            "classes_total": parts and parts.named("各类年初预算合计"),
        }

    def changes(self, branch: Tree, record: LastYear | None) -> None:
        """Last year's figures as far as they are disclosed, and this year's changes against them."""
        keys = {"total": "total", "grant": "grant_total", "general": "general_spending"}
        now = {
            "total": branch["total"],
            "grant": branch["grant"]["total"],
            "general": branch["general"]["spending"],
            "three_public": branch["three_public"]["lines"][0]["actual"],
            "operating_cost": branch["operating_cost"],
        }
        branch["last_year"], branch["changes"] = {}, {}
        for key, label in _CHANGES.items():
            field = keys.get(key, key)
            before = self.writer.amount(getattr(record, field, None), self.problems)
            before = before and before.named(f"上年度{label}")
            branch["last_year"][field] = before
            branch["changes"][key] = change(now[key], before, label)


def _against(spending: Quantity, initial: Quantity | None, name: str) -> Tree:
    """An amount's completion of its initial budget, and how it compares."""
    difference = change(spending, initial, name)
    return {
        "initial_budget": initial,
        "completion": initial and (spending / initial).named(f"{name}完成年初预算"),
        "comparison": difference and difference["comparison"],
        "difference": difference,
    }
