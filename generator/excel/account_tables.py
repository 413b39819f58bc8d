"""Lays out the final accounts as worksheets: the typed figures, then the nine official tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from generator.data.accounts import Accounts
from generator.excel.sheet import Sheet
from generator.figures.accounts.ledger import FUNDS, INCOME, SPENDING, Ledger
from generator.figures.accounts.tables import COLUMNS, SPENDING_COLUMNS, THREE_PUBLIC, TOTAL, amounts_of
from generator.quantity import Quantity
from generator.tables.kinds import LEDGER_COLUMNS

if TYPE_CHECKING:
    from generator.branches import (
        AccountsBranch,
        ReportBranch,
        Table1Branch,
        Table4Branch,
        Table6Branch,
        Table7Branch,
    )
    from generator.figures.accounts.tables import ClassifiedBranch

_CLASSIFIED = {
    2: ("收入决算表", "本年收入合计", tuple(INCOME.values())),
    3: ("支出决算表", "本年支出合计", tuple(SPENDING.values())),
    5: ("一般公共预算财政拨款支出决算表", "本年支出小计", ("基本支出", "项目支出")),
    8: (
        "政府性基金预算财政拨款收入支出决算表",
        "年初结转和结余",
        ("本年收入", "本年支出小计", "基本支出", "项目支出", "年末结转和结余"),
    ),
    9: ("国有资本经营预算财政拨款支出决算表", "本年支出合计", ("基本支出", "项目支出")),
}
_FOUR = ("合计", "一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款")
_SEVEN = ("合计", "因公出国（境）费", "公务用车购置及运行费小计", "公务用车购置费", "公务用车运行费", "公务接待费")


def account_sheets(
    tree: ReportBranch,
    branch: AccountsBranch,
    accounts: Accounts,
    ledger: Ledger,
    other: Sequence[tuple[str, Quantity, str]],
) -> list[Sheet]:
    """The worksheets of the accounts; `other` are the further typed figures by name, with their units."""
    sheets = [_ledger(tree, ledger)]
    if accounts.initial_budget:
        sheets.append(_initial(tree, branch))
    if other:
        sheets.append(_other(tree, other))
    return [
        *sheets,
        _two_sided(tree, 1, branch["table1"], "收入支出决算总表", ("决算数",)),
        _classified(tree, 2, branch["table2"]),
        _classified(tree, 3, branch["table3"]),
        _two_sided(tree, 4, branch["table4"], "财政拨款收入支出决算总表", _FOUR),
        _classified(tree, 5, branch["table5"]),
        _economic(tree, branch["table6"]),
        _three_public(tree, branch["table7"]),
        _classified(tree, 8, branch["table8"]),
        _classified(tree, 9, branch["table9"]),
    ]


def _headed(tree: ReportBranch, name: str, title: str, widths: tuple[float, ...], heading: tuple[int, int]) -> Sheet:
    sheet = Sheet(name, widths, heading=heading)
    sheet.head(f"{tree['year']}年度{title}", f"部门：{tree['unit']}")
    return sheet


def _ledger(tree: ReportBranch, ledger: Ledger) -> Sheet:
    """One row for each functional item and fund, and one more for each further project."""
    used = {key for line in ledger.lines for key in line.amounts} | {"basic", "project", "grant"}
    columns = {key: name for key, name in LEDGER_COLUMNS.items() if key in used}
    heads = ["科目编码", "科目名称", "资金性质"]
    for key, name in columns.items():
        heads += ["项目名称", name] if key == "project" else [name]
    widths = (11.0, 30.0, 16.0, *(34.0 if name == "项目名称" else 14.0 for name in heads[3:]))
    sheet = _headed(tree, "功能科目收支", "功能科目收支明细表", widths, (2, 2))
    sheet.line(2, heads, "head")
    row = 3
    for line in ledger.lines:
        record = line.record
        height = max(len(record.projects), 1)
        name = ledger.functional.name(record.code) or record.name or record.code
        for column, text in enumerate((record.code, name, FUNDS[record.fund])):
            sheet.put(row, column, text, height=height)
        column = 3
        for key in columns:
            if key != "project":
                sheet.put(row, column, line.amounts.get(key), "blank", height=height)
                column += 1
                continue
            for offset, project in enumerate(record.projects):
                sheet.put(row + offset, column, project.name)
                sheet.put(row + offset, column + 1, project.amount, "blank")
            if not record.projects:
                sheet.line(row, (None, None), "blank", column)
            column += 2
        row += height
    return sheet


def _initial(tree: ReportBranch, accounts: AccountsBranch) -> Sheet:
    sheet = _headed(tree, "年初预算", "一般公共预算财政拨款支出年初预算表", (12, 36, 18, 18, 16), (2, 2))
    sheet.line(2, ("科目编码", "科目名称", "年初预算数", "决算数", "完成年初预算"), "head")
    row = 3
    for entry in accounts["classes"]:
        figures = (entry["initial_budget"], entry["spending"], entry["completion"])
        sheet.line(row, (entry["id"], entry["name"]), "text")
        sheet.line(row, figures, "number", 2)
        row += 1
    whole = accounts["initial_budget"]
    for name, figure in (("各类合计", whole["classes_total"]), (TOTAL, whole["total"])):
        sheet.put(row, 0, name, "total", width=2)
        sheet.line(row, (figure, "", ""), "number", 2)
        row += 1
    return sheet


def _other(tree: ReportBranch, figures: Sequence[tuple[str, Quantity, str]]) -> Sheet:
    sheet = _headed(tree, "其他决算数据", "其他决算数据表", (50, 20, 12), (2, 2))
    sheet.portrait = True
    sheet.line(2, ("数据项", "数值", "计量单位"), "head")
    for row, (name, figure, unit) in enumerate(figures, 3):
        sheet.put(row, 0, name)
        sheet.put(row, 1, figure, "number")
        sheet.put(row, 2, unit, "centre")
    return sheet


def _two_sided(
    tree: ReportBranch, number: int, table: Table1Branch | Table4Branch, title: str, columns: Sequence[str]
) -> Sheet:
    widths = (34.0, 7.0, 16.0, 38.0, 7.0, *(16.0 for _ in columns))
    sheet = _headed(tree, f"表{number}", f"{title}（表{number}）", widths, (2, 4))
    sheet.put(2, 0, "收入", "head", width=3)
    sheet.put(2, 3, "支出", "head", width=2 + len(columns))
    sheet.line(3, ("项目", "行次", "决算数" if number == 1 else "金额", "项目", "行次", *columns), "head")
    sheet.line(4, ("栏次", "", "1", "栏次", "", *map(str, range(2, len(columns) + 2))), "head")
    for row, entry in enumerate((*table["rows"], *table["totals"]), 5):
        left, right = entry["income"], entry["spending"]
        sheet.put(row, 0, left["name"])
        sheet.put(row, 1, str(left["row"]), "centre")
        sheet.put(row, 2, left["amount"], "blank")
        sheet.put(row, 3, right["name"])
        sheet.put(row, 4, str(right["row"]), "centre")
        sheet.line(row, amounts_of(right, SPENDING_COLUMNS[number]), "blank", 5)
    return sheet


def _classified(tree: ReportBranch, number: int, table: ClassifiedBranch) -> Sheet:
    title, first, others = _CLASSIFIED[number]
    heads = (first, *others)
    sheet = _headed(tree, f"表{number}", f"{title}（表{number}）", (14, 40, *(16.0 for _ in heads)), (2, 4))
    sheet.put(2, 0, "项目", "head", width=2)
    sheet.put(3, 0, "功能分类科目编码", "head")
    sheet.put(3, 1, "科目名称", "head")
    for column, name in enumerate(heads, 2):
        sheet.put(2, column, name, "head", height=2)
    sheet.line(4, ("", "栏次", *map(str, range(1, len(heads) + 1))), "head")
    sheet.put(5, 0, TOTAL, "total", width=2)
    keys = COLUMNS[number]
    sheet.line(5, amounts_of(table["total"], keys), "blank", 2)
    row = 6
    for row, entry in enumerate(table["rows"], 6):
        sheet.line(row, (entry["code"], "　" * (len(entry["code"]) // 2 - 1) + entry["name"]), "text")
        sheet.line(row, amounts_of(entry, keys), "blank", 2)
    if table["none"]:
        sheet.put(6, 0, "说明：本单位没有这一类收支，上表各栏为空。", "left", width=len(heads) + 2)
    return sheet


def _economic(tree: ReportBranch, table: Table6Branch) -> Sheet:
    widths = (11.0, 32.0, 13.0) * 3
    sheet = _headed(tree, "表6", "一般公共预算财政拨款基本支出决算明细表（表6）", widths, (2, 3))
    sheet.put(2, 0, "人员经费", "head", width=3)
    sheet.put(2, 3, "公用经费", "head", width=6)
    sheet.line(3, ("经济分类科目编码", "科目名称", "决算数") * 3, "head")
    row = 4
    for row, entry in enumerate(table["rows"], 4):
        for first, cell in zip((0, 3, 6), (entry["left"], entry["middle"], entry["right"]), strict=True):
            sheet.line(row, (cell["code"], cell["name"]), "text", first)
            sheet.put(row, first + 2, cell["amount"], "blank")
    sheet.put(row + 1, 0, "人员经费合计", "total", width=2)
    sheet.put(row + 1, 2, table["staff"], "blank")
    sheet.put(row + 1, 3, "公用经费合计", "total", width=5)
    sheet.put(row + 1, 8, table["public"], "blank")
    return sheet


def _three_public(tree: ReportBranch, table: Table7Branch) -> Sheet:
    sheet = _headed(tree, "表7", "一般公共预算财政拨款“三公”经费支出决算表（表7）", (12.0,) * 12, (2, 4))
    for first, side, name in ((0, table["budget"], "预算数"), (6, table["actual"], "决算数")):
        sheet.put(2, first, name, "head", width=6)
        sheet.line(3, _SEVEN, "head", first)
        sheet.line(5, amounts_of(side, THREE_PUBLIC), "blank", first)
    sheet.line(4, [*map(str, range(1, 13))], "head")
    return sheet
