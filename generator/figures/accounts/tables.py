"""Lays out the official tables (部门决算表) row by row, as the forms print them; table 7 is in `disclosures`.

Amounts are in 元 and exact; None if the form stays blank. Rows carry the numbers printed on the form (行次), computed
from the number of classes that the year's list has. Source: the forms of 部门决算公开 and their notes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final, cast

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
from generator.quantity import Quantity
from generator.text.numerals import ordinal

if TYPE_CHECKING:
    from generator.branches import (
        AccountsBranch,
        EconomicLineBranch,
        Table1Branch,
        Table1IncomeBranch,
        Table1RowBranch,
        Table2Branch,
        Table3Branch,
        Table4Branch,
        Table4RowBranch,
        Table4SpendingBranch,
        Table5Branch,
        Table6Branch,
        Table8Branch,
        Table9Branch,
    )

    ClassifiedBranch = Table2Branch | Table3Branch | Table5Branch | Table8Branch | Table9Branch

TOTAL = "合计"
THREE_PUBLIC: Final = ("total", "abroad", "vehicles", "vehicle_purchase", "vehicle_running", "reception")
COLUMNS = {
    2: ("total", *INCOME),
    3: ("total", *SPENDING),
    5: ("total", "basic", "project"),
    8: ("opening", "income", "spending", "basic", "project", "closing"),
    9: ("total", "basic", "project"),
}
_FUNDS = dict(zip(("general", "government_fund", "state_capital"), FISCAL, strict=True))
SPENDING_COLUMNS = {1: ("amount",), 4: ("total", *_FUNDS)}
_TABLE_1_INCOME = (
    "一般公共预算财政拨款收入",
    "政府性基金预算财政拨款收入",
    "国有资本经营预算财政拨款收入",
    *list(INCOME.values())[1:],
)
_TABLE_4_INCOME = ("一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款")
_HEADING = "一、"

Column = Callable[[LedgerLine], Quantity | None]


def table_2(ledger: Ledger) -> Table2Branch:
    """Income by functional item and source."""
    columns = {"total": lambda line: line.sum(INCOME), **_each(INCOME)}
    return cast("Table2Branch", _classified(ledger, 2, ledger.lines, columns))


def table_3(ledger: Ledger) -> Table3Branch:
    """Spending by functional item and kind."""
    return cast("Table3Branch", _classified(ledger, 3, ledger.lines, {"total": _spent, **_each(SPENDING)}))


def table_5(ledger: Ledger) -> Table5Branch:
    """Spending of the general budget by functional item."""
    return cast("Table5Branch", _classified(ledger, 5, ledger.of(GENERAL), _USE))


def table_8(ledger: Ledger) -> Table8Branch:
    """What came into the government fund budget, was spent and is carried over, by functional item."""
    carried = {"opening": _of("opening"), "income": _of("grant"), "spending": _spent}
    columns = {**carried, **_each(("basic", "project", "closing"))}
    return cast("Table8Branch", _classified(ledger, 8, ledger.of(GOVERNMENT_FUND), columns))


def table_9(ledger: Ledger) -> Table9Branch:
    """Spending of the state capital budget by functional item."""
    return cast("Table9Branch", _classified(ledger, 9, ledger.of(STATE_CAPITAL), _USE))


def _of(name: str) -> Column:
    return lambda line: line.amounts.get(name)


def _each(names: Iterable[str]) -> dict[str, Column]:
    return {name: _of(name) for name in names}


def _spent(line: LedgerLine) -> Quantity | None:
    return line.sum(SPENDING)


_USE: dict[str, Column] = {"total": _spent, **_each(("basic", "project"))}


def _classified(
    ledger: Ledger, table: int, lines: Sequence[LedgerLine], columns: Mapping[str, Column]
) -> dict[str, Any]:
    """The total and one row for each class, group and item (类, 款, 项) that has an amount, with the given columns."""

    def row(code: str, name: str) -> dict[str, Any]:
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


def table_1(ledger: Ledger) -> Table1Branch:
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
    rows: list[Table1RowBranch] = [
        {
            "id": f"r{number}",
            "income": _cell(1, number, source, 1, amount),
            "spending": _cell(1, number + size + 4, use, 2, spending),
        }
        for number, ((source, amount), (use, spending)) in enumerate(zip(left, right, strict=True), 1)
    ]
    return {"rows": rows[:size], "totals": rows[size:]}


def table_4(ledger: Ledger) -> Table4Branch:
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
    rows: list[Table4RowBranch] = [
        {
            "id": f"r{number}",
            "income": _cell(4, number, source, 1, amount),
            "spending": _by_fund(number + size + 6, use, amounts),
        }
        for number, ((source, amount), (use, amounts)) in enumerate(zip(left, right, strict=True), 1)
    ]
    return {"rows": rows[:size], "totals": rows[size:]}


def _by_fund(row: int, use: str, amounts: Mapping[str, Quantity | None]) -> Table4SpendingBranch:
    """The right side of a row of table 4: spending in all and by fund."""
    cells = {
        key: value and value.named(f"表4第{row}行第{column}栏{use}")
        for column, (key, value) in enumerate(amounts.items(), 2)
    }
    return {
        "name": use,
        "row": row,
        "total": cells["total"],
        "general": cells["general"],
        "government_fund": cells["government_fund"],
        "state_capital": cells["state_capital"],
    }


def table_6(ledger: Ledger) -> Table6Branch:
    """The economic codes of the form in its three double columns, with any further code that has spending, in order."""
    columns = []
    for form in ledger.economic.columns:
        heads = {code[:3] for code in form}
        others = {code for code in ledger.accounts.economic if code[:3] in heads}
        columns.append([_economic(ledger, code) for code in sorted({*form, *others})])
    blank: EconomicLineBranch = {"code": "", "name": "", "amount": None, "heading": False}
    staff, public = (
        sum_of(ledger.spent(code) for code in codes) for codes in (ledger.economic.staff, ledger.economic.public)
    )
    return {
        "rows": [
            {"left": left, "middle": middle, "right": right}
            for left, middle, right in zip_longest(*columns, fillvalue=blank)
        ],
        "staff": staff and staff.named("表6人员经费合计"),
        "public": public and public.named("表6公用经费合计"),
    }


def _economic(ledger: Ledger, code: str) -> EconomicLineBranch:
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


def _cell(table: int, row: int, name: str, column: int, amount: Quantity | None) -> Table1IncomeBranch:
    return {"name": name, "row": row, "amount": amount and amount.named(f"表{table}第{row}行第{column}栏{name}")}


def amounts_of(row: Mapping[str, object], columns: Iterable[str]) -> list[Quantity | None]:
    """The amounts of a row of a table in the order of its columns, as `COLUMNS` and `SPENDING_COLUMNS` name them."""
    return [cast("Quantity | None", row[column]) for column in columns]


def classified(accounts: AccountsBranch) -> dict[int, ClassifiedBranch]:
    """The tables by functional item, by their numbers; `COLUMNS` names the columns of each."""
    return {
        2: accounts["table2"],
        3: accounts["table3"],
        5: accounts["table5"],
        8: accounts["table8"],
        9: accounts["table9"],
    }


def cells(accounts: AccountsBranch) -> dict[tuple[int, str, int], Quantity | None]:
    """Every cell of the nine tables by table, row (the printed number, a code or 合计) and column (栏次).

    None for a cell that the form leaves blank.
    """
    amounts: dict[tuple[int, str, int], Quantity | None] = {}
    one, four, six, seven = accounts["table1"], accounts["table4"], accounts["table6"], accounts["table7"]
    for table, rows in ((1, [*one["rows"], *one["totals"]]), (4, [*four["rows"], *four["totals"]])):
        for entry in rows:
            left, right = entry["income"], entry["spending"]
            if left["name"]:
                amounts[table, str(left["row"]), 1] = left["amount"]
            if right["name"]:
                used = enumerate(amounts_of(right, SPENDING_COLUMNS[table]), 2)
                amounts |= {(table, str(right["row"]), column): amount for column, amount in used}
    for table, branch in classified(accounts).items():
        for entry in (branch["total"], *branch["rows"]):
            found = enumerate(amounts_of(entry, COLUMNS[table]), 1)
            amounts |= {(table, entry["id"], column): amount for column, amount in found}
    items = [line for row in six["rows"] for line in (row["left"], row["middle"], row["right"])]
    amounts |= {(6, item["code"], 1): item["amount"] for item in items if item["code"]}
    amounts |= {(6, f"人员经费{TOTAL}", 1): six["staff"], (6, f"公用经费{TOTAL}", 1): six["public"]}
    sides = [*amounts_of(seven["budget"], THREE_PUBLIC), *amounts_of(seven["actual"], THREE_PUBLIC)]
    return amounts | {(7, TOTAL, column): amount for column, amount in enumerate(sides, 1)}
