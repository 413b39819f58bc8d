"""Lays out the nine official tables (部门决算表) row by row, as the forms print them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import zip_longest

from generator.data.classification import LEVELS
from generator.figures.accounts.ledger import (
    FISCAL,
    GENERAL,
    GOVERNMENT_FUND,
    INCOME,
    SPENDING,
    STATE_CAPITAL,
    Ledger,
    LedgerLine,
    sum_of,
)
from generator.namespace import Tree
from generator.numerals import ordinal
from generator.quantity import Quantity

TOTAL = "合计"
THREE_PUBLIC = ("total", "abroad", "vehicles", "vehicle_purchase", "vehicle_running", "reception")
COLUMNS = {
    2: ("total", *INCOME),
    3: ("total", *SPENDING),
    5: ("total", "basic", "project"),
    8: ("opening", "income", "spending", "basic", "project", "closing"),
    9: ("total", "basic", "project"),
}
_FUNDS = dict(zip(("general", "government_fund", "state_capital"), FISCAL, strict=True))
_SPENDING_KEYS = {1: ("amount",), 4: ("total", *_FUNDS)}
_TABLE_1_INCOME = (
    "一般公共预算财政拨款收入",
    "政府性基金预算财政拨款收入",
    "国有资本经营预算财政拨款收入",
    *list(INCOME.values())[1:],
)
_TABLE_4_INCOME = ("一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款")
_HEADING = "一、"

Column = Callable[[LedgerLine], Quantity | None]


def statements(ledger: Ledger) -> Tree:
    """Tables 1 to 6, 8 and 9 under `table1` …; table 7 is laid out with the three public expenses.

    Amounts in 元, exact; None if the form stays blank. Rows carry the numbers printed on the form (行次), computed
    from the number of classes that the year's list has. Source: the forms of 部门决算公开 and their notes.
    """
    income = {name: _of(name) for name in INCOME}
    spending = {name: _of(name) for name in SPENDING}
    use: dict[str, Column] = {
        "total": _spent,
        "basic": _of("basic"),
        "project": _of("project"),
    }
    fund = {
        "opening": _of("opening"),
        "income": _of("grant"),
        "spending": use["total"],
        **use,
        "closing": _of("closing"),
    }
    return {
        "table1": _table_1(ledger),
        "table2": _classified(ledger, 2, ledger.lines, {"total": lambda line: line.sum(INCOME), **income}),
        "table3": _classified(ledger, 3, ledger.lines, {"total": use["total"], **spending}),
        "table4": _table_4(ledger),
        "table5": _classified(ledger, 5, ledger.of(GENERAL), use),
        "table6": _table_6(ledger),
        "table8": _classified(ledger, 8, ledger.of(GOVERNMENT_FUND), {name: fund[name] for name in COLUMNS[8]}),
        "table9": _classified(ledger, 9, ledger.of(STATE_CAPITAL), use),
    }


def _of(name: str) -> Column:
    return lambda line: line.amounts.get(name)


def _spent(line: LedgerLine) -> Quantity | None:
    return line.sum(SPENDING)


def _classified(ledger: Ledger, table: int, lines: Sequence[LedgerLine], columns: dict[str, Column]) -> Tree:
    """The total and one row for each class, group and item (类, 款, 项) that has an amount."""

    def row(code: str, name: str) -> Tree:
        matching = [line for line in lines if line.record.code.startswith(code)]
        label = f"表{table}{name}"
        return {
            "id": code or TOTAL,
            "code": code,
            "level": LEVELS.get(len(code), code) if code else TOTAL,
            "name": name,
            **{
                key: (amount := sum_of(column(line) for line in matching)) and amount.named(f"{label}第{number}栏")
                for number, (key, column) in enumerate(columns.items(), 1)
            },
        }

    codes = sorted({line.record.code[:digits] for line in lines for digits in LEVELS})
    rows = [row(code, ledger.functional.name(code) or code) for code in codes]
    rows = [entry for entry in rows if any(entry[key] and entry[key].value for key in columns)]
    return {"total": row("", TOTAL), "rows": rows, "none": not rows}


def _table_1(ledger: Ledger) -> Tree:
    """Income by source on the left, spending by class on the right, then the totals of both."""
    classes = ledger.functional.classes()
    size = len(classes)
    grants = [sum_of(line.amounts.get("grant") for line in ledger.of(fund)) for fund in FISCAL]
    sources = [*grants, *(_sum(ledger, name) for name in list(INCOME)[1:])]
    spent = [sum_of(_spent(line) for line in ledger.lines if line.record.code.startswith(code)) for code in classes]
    accounts = ledger.accounts
    received, used = sum_of(sources), sum_of(spent)
    opening, closing = _sum(ledger, "opening"), _sum(ledger, "closing")
    left = [*_numbered(_TABLE_1_INCOME, sources, size), (f"本年收入{TOTAL}", received)]
    left += [("使用非财政拨款结余", accounts.surplus_used), ("年初结转和结余", opening)]
    left.append(("总计", sum_of([received, accounts.surplus_used, opening])))
    right = [*_numbered(_names(ledger, classes), spent, size), (f"本年支出{TOTAL}", used)]
    right += [("结余分配", accounts.distributed), ("年末结转和结余", closing)]
    right.append(("总计", sum_of([used, accounts.distributed, closing])))
    rows = [
        {
            "id": f"r{number}",
            "income": _cell(1, number, source, 1, amount),
            "spending": _cell(1, number + size + 4, use, 2, spending),
        }
        for number, ((source, amount), (use, spending)) in enumerate(zip(left, right, strict=True), 1)
    ]
    return {"rows": rows[:size], "totals": rows[size:]}


def _table_4(ledger: Ledger) -> Tree:
    """Grants on the left, spending by class and fund on the right, then the totals and what was carried over."""
    classes = ledger.functional.classes()
    size = len(classes)
    lines = {"total": ledger.of(*FISCAL), **{key: ledger.of(fund) for key, fund in _FUNDS.items()}}

    def sums(column: Column, code: str = "") -> dict[str, Quantity | None]:
        return {
            key: sum_of(column(line) for line in fund_lines if line.record.code.startswith(code))
            for key, fund_lines in lines.items()
        }

    grant, opening, closing = (sums(_of(name)) for name in ("grant", "opening", "closing"))
    used, empty = sums(_spent), dict.fromkeys(lines)
    left = [*_numbered(_TABLE_4_INCOME, [grant[key] for key in _FUNDS], size), (f"本年收入{TOTAL}", grant["total"])]
    left.append(("年初财政拨款结转和结余", opening["total"]))
    left += [(name, opening[key]) for name, key in zip(_TABLE_4_INCOME, _FUNDS, strict=True)]
    left.append(("总计", sum_of([grant["total"], opening["total"]])))
    right = [(name, sums(_spent, code)) for name, code in zip(_headed(_names(ledger, classes)), classes, strict=True)]
    right += [(f"本年支出{TOTAL}", used), ("年末财政拨款结转和结余", closing), ("", empty), ("", empty), ("", empty)]
    right.append(("总计", {key: sum_of([used[key], closing[key]]) for key in lines}))
    rows = []
    for number, ((source, amount), (use, amounts)) in enumerate(zip(left, right, strict=True), 1):
        row = number + size + 6
        cells = {
            key: value and value.named(f"表4第{row}行第{column}栏{use}")
            for column, (key, value) in enumerate(amounts.items(), 2)
        }
        rows.append(
            {
                "id": f"r{number}",
                "income": _cell(4, number, source, 1, amount),
                "spending": {"name": use, "row": row, **cells},
            }
        )
    return {"rows": rows[:size], "totals": rows[size:]}


def _table_6(ledger: Ledger) -> Tree:
    """The economic codes of the form in its three double columns, with any further code that has spending, in order."""
    columns = []
    for form in ledger.economic.columns:
        heads = {code[:3] for code in form}
        others = {code for code in ledger.accounts.economic if code[:3] in heads}
        columns.append([_economic(ledger, code) for code in sorted({*form, *others})])
    blank = {"code": "", "name": "", "amount": None, "heading": False}
    rows = [
        {"left": left, "middle": middle, "right": right}
        for left, middle, right in zip_longest(*columns, fillvalue=blank)
    ]
    staff, public = (
        sum_of(ledger.spent(code) for code in codes) for codes in (ledger.economic.staff, ledger.economic.public)
    )
    return {
        "rows": rows,
        "staff": staff and staff.named("表6人员经费合计"),
        "public": public and public.named("表6公用经费合计"),
    }


def _economic(ledger: Ledger, code: str) -> Tree:
    name, amount = ledger.economic.name(code) or code, ledger.spent(code)
    return {
        "id": code,
        "code": code,
        "name": name,
        "amount": amount and amount.named(f"表6{name}"),
        "heading": len(code) == 3,
    }


def _sum(ledger: Ledger, column: str) -> Quantity | None:
    return sum_of(line.amounts.get(column) for line in ledger.lines)


def _names(ledger: Ledger, codes: Sequence[str]) -> list[str]:
    return [ledger.functional.name(code) or code for code in codes]


def _headed(names: Sequence[str]) -> list[str]:
    return [ordinal(_HEADING, number) + name for number, name in enumerate(names, 1)]


def _numbered(names: Sequence[str], amounts: Sequence[Quantity | None], size: int) -> list[tuple[str, Quantity | None]]:
    """Lines 一、 二、 … with their amounts, then blank lines up to the size of the form."""
    lines = [*zip(_headed(names), amounts, strict=True)]
    return [*lines, *[("", None)] * (size - len(lines))]


def _cell(table: int, row: int, name: str, column: int, amount: Quantity | None) -> Tree:
    return {"name": name, "row": row, "amount": amount and amount.named(f"表{table}第{row}行第{column}栏{name}")}


def cells(accounts: Tree) -> dict[tuple[int, str, int], Quantity | None]:
    """Every cell of the nine tables by table, row (the printed number, a code or 合计) and column (栏次).

    None for a cell that the form leaves blank.
    """
    amounts: dict[tuple[int, str, int], Quantity | None] = {}
    for table in (1, 4):
        branch = accounts[f"table{table}"]
        for entry in (*branch["rows"], *branch["totals"]):
            for side, first, keys in (("income", 1, ("amount",)), ("spending", 2, _SPENDING_KEYS[table])):
                if entry[side]["name"]:
                    row = str(entry[side]["row"])
                    amounts |= {(table, row, first + index): entry[side][key] for index, key in enumerate(keys)}
    for table, keys in COLUMNS.items():
        branch = accounts[f"table{table}"]
        for entry in (branch["total"], *branch["rows"]):
            amounts |= {(table, entry["id"], column): entry[key] for column, key in enumerate(keys, 1)}
    six, seven = accounts["table6"], accounts["table7"]
    items = [line[side] for line in six["rows"] for side in ("left", "middle", "right")]
    amounts |= {(6, item["code"], 1): item["amount"] for item in items if item["code"]}
    amounts |= {(6, f"人员经费{TOTAL}", 1): six["staff"], (6, f"公用经费{TOTAL}", 1): six["public"]}
    pairs = [(side, name) for side in ("budget", "actual") for name in THREE_PUBLIC]
    return amounts | {(7, TOTAL, column): seven[side][name] for column, (side, name) in enumerate(pairs, 1)}
