"""Places the rows of tables of the final accounts: functional and economic items, initial budget, other figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from generator.data.edit import END, Steps, Yaml, scalar
from generator.data.reader import Node
from generator.excel.account_fields import account_fields, figure_of
from generator.excel.reading.slots import Figures, Finder, Placing, at, bare_name, empty, ends, holds_amount
from generator.figures.accounts.ledger import FISCAL, FUNDS, GENERAL, sum_of
from generator.problems import Problem
from generator.quantity import Quantity
from generator.tables.finding import Row, Table
from generator.tables.grid import Cell
from generator.tables.kinds import LEDGER_COLUMNS
from generator.tables.values import Value, count, is_blank, money, words
from generator.tables.wording import compared

# The code of 类, 款 or 项: 205, 20501, 2050101.
_CODE = re.compile(r"[0-9]{3}|[0-9]{5}|[0-9]{7}")
_TOTAL = "合计"
_FUNCTIONS: Steps = ("accounts", "functions")
_KEYS = ("code", "name", "fund", "opening", "closing", *list(LEDGER_COLUMNS)[1:7], "basic", "projects")
_KEYS += ("turned_over", "operating_spending", "subsidies")
_BY_NAME = {compared(name): fund for fund, name in FUNDS.items()}


def place_functions(table: Table, placing: Placing) -> None:
    """The lines of the functional items; sums over codes, and over projects that are not listed, are only checked."""
    table_fund = _fund_of(table)
    code, seen = "", set[Steps]()
    for row in table.rows:
        cell = row[table.columns["code"]]
        if empty(row):
            continue
        amounts = {key: row[table.columns[key]] for key in LEDGER_COLUMNS if key in table.columns}
        if ends(row, cell, [*amounts.values()]):
            break
        digits = "".join(compared(part.text) for part in dict.fromkeys(_code_cells(table, row)))
        named = compared(row[table.columns.get("name", 0)].text)
        if digits == _TOTAL or (not digits and named == _TOTAL):
            _sums(table, amounts, "", table_fund, placing)
            continue
        if not digits and named in ("栏次", ""):
            projects = code and "project_name" in table.columns
            if projects:
                _projects(table, row, line_of(placing, code, table_fund), placing)
            _without_code(row, cell, [amounts[key] for key in amounts if not projects or key != "project"], placing)
            continue
        if not digits.isdigit():
            continue  # the numbers of the columns (栏次) and the like
        if not _CODE.fullmatch(digits):
            _wrong_code(placing, cell, digits, "3 位（类）、5 位（款）或者 7 位（项）")
            continue
        code = digits
        fund_cell = table.cell(row, "fund")
        fund = table_fund
        if fund_cell is not None and not is_blank(fund_cell):
            fund = _BY_NAME.get(compared(fund_cell.text))
            if fund is None:
                remedy = f"写成{'、'.join(FUNDS.values())}之一"
                placing.refuse("XLSX-CELL", fund_cell, f"没有「{fund_cell.text}」这种资金性质", remedy)
                continue
        path = line_of(placing, digits, fund)
        if len(digits) < 7 and path is None:
            _sums(table, amounts, digits, fund, placing)
        elif path is None and len(_lines(placing.figures, digits, None)) > 1 and fund is None:
            seen |= set(_lines(placing.figures, digits, None))
            _sums(table, amounts, digits, None, placing)
        elif path is None:
            _new_function(placing, digits, fund, amounts)
        else:
            seen.add(path)
            _line(table, row, path, amounts, placing)
    functions = _list(placing.figures.root, _FUNCTIONS)
    whole = table_fund is None
    missing = [
        str(entry.at("code").value) for number, entry in enumerate(functions) if (*_FUNCTIONS, number) not in seen
    ]
    if seen and whole and "basic" in table.columns:
        placing.missing(table, missing)


def _code_cells(table: Table, row: Row) -> Row:
    """The cells of a code, which official forms split into 类, 款 and 项."""
    first = table.columns["code"]
    return row[first : max(table.columns.get("name", 0), first + 1)]


def _fund_of(table: Table) -> str | None:
    """The fiscal fund that a table's title names; None if it names none."""
    title = compared("".join(table.above[:3]))
    return next((fund for fund, name in FISCAL.items() if f"{name}财政拨款" in title and "基本支出" not in title), None)


def _wrong_code(placing: Placing, cell: Cell, code: str, expected: str) -> None:
    placing.refuse("IMPORT-ROW", cell, f"科目编码「{code}」不是 {expected}数字", "核对编码；编码的单元格设成「文本」")


def _without_code(row: Row, cell: Cell, amounts: Sequence[Cell], placing: Placing) -> None:
    """Refuses amounts in a row that has neither a code nor another word: nobody knows of what they are."""
    if not any(map(holds_amount, amounts)):
        return
    if cell.fault:
        placing.refuse("XLSX-CELL", cell, cell.fault, cell.remedy)
    elif not any(compared(one.text) for one in row if one not in amounts):
        message, remedy = "这一行有金额，没有科目编码，也没有名称", "写上科目编码；是合计的写上「合计」，或者删去这一行"
        placing.refuse("IMPORT-ROW", cell, message, remedy)


def _list(root: Node, path: Steps) -> Sequence[Node]:
    node = root.get(*path)
    return node.value if node is not None and isinstance(node.value, list) else []


def _lines(figures: Figures, code: str, fund: str | None) -> list[Steps]:
    """The lines of a code, of one fund or of any."""
    return [path for held, path in figures.lines(code) if fund in (None, held)]


def line_of(placing: Placing, code: str, fund: str | None) -> Steps | None:
    """The path of the only line of a code and fund; None if there is none, or several."""
    paths = _lines(placing.figures, code, fund)
    return paths[0] if len(paths) == 1 else None


def _new_function(placing: Placing, code: str, fund: str | None, amounts: dict[str, Cell]) -> None:
    if not any(map(holds_amount, amounts.values())):
        return
    entry: dict[str, Yaml] = {"code": code}
    if fund not in (None, GENERAL):
        entry["fund"] = str(fund)
    placing.add((*_FUNCTIONS, END), entry)


def _sum_finder(code: str, fund: str | None, key: str) -> Finder:
    def find(figures: Figures) -> Quantity | None:
        ledger = figures.ledger
        if ledger is None:
            return None
        lines = [
            line for line in ledger.lines if line.record.code.startswith(code) and fund in (None, line.record.fund)
        ]
        return sum_of(line.amounts.get(key) for line in lines)

    return find


def _sums(table: Table, amounts: dict[str, Cell], code: str, fund: str | None, placing: Placing) -> None:
    for key, cell in amounts.items():
        label = f"{code or _TOTAL}的{LEDGER_COLUMNS[key]}"
        find = _sum_finder(code, fund, key)
        placing.slot(cell, partial(money, unit=table.units[key]), label, None, find, zero=True)


def _line(table: Table, row: Row, path: Steps, amounts: dict[str, Cell], placing: Placing) -> None:
    root = placing.figures.root
    entry = root.get(*path)
    assert entry is not None
    code = str(entry.at("code").value)
    fund_node = entry.get("fund")
    fund = str(fund_node.value) if fund_node is not None else GENERAL
    for key, cell in amounts.items():
        label, target = f"科目 {code} 的{LEDGER_COLUMNS[key]}", (*path, key)
        find = _line_finder(int(path[-1]), key)
        read = partial(money, unit=table.units[key])
        if key != "project":
            typed = key != "grant" or fund not in FISCAL or root.get(*target) is not None
            placing.slot(cell, read, label, target if typed else None, find, keys=_KEYS, zero=True)
        elif "project_name" in table.columns:
            _projects(table, row, path, placing)
        else:
            projects = _list(root, (*path, "projects"))
            only: Steps | None = (*path, "projects", 0, "amount") if len(projects) == 1 else None
            placing.slot(cell, read, label, only, find, lenient=True, zero=True)


def _line_finder(number: int, key: str) -> Finder:
    def find(figures: Figures) -> Quantity | None:
        ledger = figures.ledger
        return ledger.lines[number].amounts.get(key) if ledger and number < len(ledger.lines) else None

    return find


def _projects(table: Table, row: Row, path: Steps | None, placing: Placing) -> None:
    """The project of a row, found by its name among those of its line."""
    name, amount = row[table.columns["project_name"]], table.cell(row, "project")
    if path is None or amount is None or (is_blank(amount) and is_blank(name)):
        return
    if is_blank(name):
        placing.refuse("IMPORT-ROW", name, "这一行有项目支出，没有项目名称", "写上项目名称，每个项目一行")
        return
    projects = _list(placing.figures.root, (*path, "projects"))
    number = next(
        (n for n, one in enumerate(projects) if bare_name(str(one.at("name").value)) == bare_name(name.text)), None
    )
    if number is None:
        entry: Yaml = {"name": scalar(words(name.text)), "amount": "0元"}
        placing.add((*path, "projects", END), entry, _KEYS)
        return
    target = (*path, "projects", number, "amount")

    def find(figures: Figures) -> Quantity | None:
        ledger = figures.ledger
        projects_now = ledger.lines[int(path[-1])].record.projects if ledger else ()
        return projects_now[number].amount if number < len(projects_now) else None

    placing.slot(amount, partial(money, unit=table.units["project"]), f"项目「{name.text}」的支出", target, find)


def place_economic(table: Table, placing: Placing) -> None:
    """Basic expenditure by economic item; the sums of classes (3 digits) are only checked."""
    economic: Steps = ("accounts", "economic")
    for row in table.rows:
        cell, amount = row[table.columns["code"]], row[table.columns["amount"]]
        code = compared(cell.text)
        if not code.isdigit():
            _without_code(row, cell, [amount], placing)
            continue
        if len(code) not in (3, 5):
            _wrong_code(placing, cell, code, "3 位（类）或者 5 位（款）")
            continue

        def find(figures: Figures, code: str = code) -> Quantity | None:
            ledger = figures.ledger
            return ledger.spent(code) if ledger else None

        path = (*economic, code) if len(code) == 5 else None
        keys = (*sorted({*_mapping(placing.figures.root, economic), code}),)
        read = partial(money, unit=table.units["amount"])
        placing.slot(amount, read, f"经济科目 {code}", path, find, keys=keys, zero=True)


def _mapping(root: Node, path: Steps) -> list[str]:
    node = root.get(*path)
    return [*node.value] if node is not None and isinstance(node.value, dict) else []


def place_classes(table: Table, placing: Placing) -> None:
    """The initial budget by class."""
    budget: Steps = ("accounts", "initial_budget")
    root = placing.figures.root
    classes = _list(root, (*budget, "classes"))
    for row in table.rows:
        cell, amount = row[table.columns["code"]], row[table.columns["amount"]]
        code, read = compared(cell.text), partial(money, unit=table.units["amount"])
        if code == _TOTAL:
            typed = root.get(*budget, "total") is not None
            path = (*budget, "total") if typed else None
            placing.slot(amount, read, "年初预算合计", path, at("accounts", "initial_budget", "total"), lenient=True)
        if not code.isdigit():
            _without_code(row, cell, [amount], placing)
            continue
        number = next((n for n, entry in enumerate(classes) if str(entry.at("code").value) == code), None)
        if number is not None:
            target: Steps = (*budget, "classes", number, "amount")
            placing.slot(amount, read, f"科目 {code} 的年初预算数", target, _class_finder(number))
        elif holds_amount(amount):
            placing.add((*budget, "classes", END), {"code": code, "amount": "0元"})


def _class_finder(number: int) -> Finder:
    def find(figures: Figures) -> Quantity | None:
        accounts = figures.report.accounts if figures.report else None
        classes = accounts.initial_budget.classes if accounts and accounts.initial_budget else ()
        return classes[number].amount if number < len(classes) else None

    return find


def place_other(table: Table, placing: Placing) -> None:
    """The figures that are in no official table, by their names."""
    known = {compared(name): (name, *rest) for name, rest in account_fields().items()}
    for row in table.rows:
        name, amount = row[table.columns["name"]], row[table.columns["amount"]]
        if empty(row) or not compared(name.text):
            continue
        if compared(name.text) not in known:
            placing.refuse(
                "IMPORT-ROW", name, f"没有「{name.text}」这个数据项", "照导出的表（make export）写数据项的名称"
            )
            continue
        label, path, unit = known[compared(name.text)]
        stated = compared(row[table.columns["unit"]].text) or compared(unit)

        def read(cell: Cell, unit: str = unit, stated: str = stated) -> tuple[Value | None, Problem | None]:
            return money(cell, stated) if unit == "万元" else count(cell, unit)

        def find(figures: Figures, path: tuple[str, ...] = path) -> Quantity | None:
            accounts = figures.report.accounts if figures.report else None
            return figure_of(accounts, figures.tree, path) if figures.tree is not None else None

        placing.slot(amount, read, label, ("accounts", *path), find, zero=True)
