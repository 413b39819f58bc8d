"""The nine tables, checked by the formulas that the official forms print, not by the code that makes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.data.classification import economic_codes, functional_codes
from generator.figures.accounts.tables import cells
from generator.namespace import Tree
from generator.quantity import Quantity
from tests.support.accounts import SOURCES, edited, tree_from, tree_of

Check = tuple[str, Fraction, Fraction]

# One row is the sum of others, for each column: table, row, columns, rows
ROW_SUMS: list[tuple[int, int, Sequence[int], Sequence[int]]] = [
    (1, 27, [1], range(1, 9)),
    (1, 30, [1], [27, 28, 29]),
    (1, 57, [2], range(31, 57)),
    (1, 60, [2], [57, 58, 59]),
    (4, 27, [1], [1, 2, 3]),
    (4, 28, [1], [29, 30, 31]),
    (4, 32, [1], [27, 28]),
    (4, 59, [2, 3, 4, 5], range(33, 59)),
    (4, 64, [2, 3, 4, 5], [59, 60]),
]
# The columns of the tables by code, and which one of them is the sum of which
COLUMNS = {
    2: "total grant superior_grant business_income operating_income affiliated_income other_income",
    3: "total basic project turned_over operating_spending subsidies",
    5: "total basic project",
    8: "opening income spending basic project closing",
    9: "total basic project",
}
COLUMN_SUMS = {
    2: [(1, [2, 3, 4, 5, 6, 7])],
    3: [(1, [2, 3, 4, 5, 6])],
    5: [(1, [2, 3])],
    8: [(3, [4, 5])],
    9: [(1, [2, 3])],
}
LINES_7 = "total abroad vehicles vehicle_purchase vehicle_running reception"
WITHIN = {"30212": "abroad", "31013": "vehicle_purchase", "30231": "vehicle_running", "30217": "reception"}


def value(amount: Quantity | None) -> Fraction:
    """The value of a cell; a blank cell is nothing."""
    return amount.value if amount and amount.value else Fraction(0)


def numbered(branch: Tree) -> dict[tuple[int, int], Fraction]:
    """The cells of table 1 or 4 by row and column."""
    found = {}
    for entry in [*branch["rows"], *branch["totals"]]:
        income, spending = entry["income"], entry["spending"]
        found[income["row"], 1] = value(income["amount"])
        keys = ["amount"] if "amount" in spending else ["total", "general", "government_fund", "state_capital"]
        found |= {(spending["row"], column): value(spending[key]) for column, key in enumerate(keys, 2)}
    return found


def coded(branch: Tree, keys: str) -> dict[tuple[str, int], Fraction]:
    """The cells of a table by code (合计 for the total) and column."""
    rows = [("合计", branch["total"]), *((row["code"], row) for row in branch["rows"])]
    return {(code, column): value(row[key]) for code, row in rows for column, key in enumerate(keys.split(), 1)}


def checks(accounts: Tree) -> Iterator[Check]:
    """Every check of the official forms as what should be equal: its name, one side, the other."""
    by_row = {table: numbered(accounts[f"table{table}"]) for table in (1, 4)}
    by_code = {table: coded(accounts[f"table{table}"], keys) for table, keys in COLUMNS.items()}
    one, four = by_row[1], by_row[4]
    for table, row, columns, rows in ROW_SUMS:
        for column in columns:
            parts = [by_row[table][other, column] for other in rows]
            yield f"表{table} r{row} c{column}", by_row[table][row, column], sum(parts, Fraction(0))
    yield "表1 r30 = r60", one[30, 1], one[60, 2]
    yield "表4 r32 = r64", four[32, 1], four[64, 2]
    for row in [*range(33, 61), 64]:
        yield f"表4 r{row} c2 = c3 + c4 + c5", four[row, 2], four[row, 3] + four[row, 4] + four[row, 5]
    for table, found in by_code.items():
        yield from _levels(table, found)
        for code in {code for code, _ in found}:
            for column, parts_of in COLUMN_SUMS[table]:
                parts = [found[code, other] for other in parts_of]
                yield f"表{table}「{code}」c{column}", found[code, column], sum(parts, Fraction(0))
            if table == 8:
                closing = found[code, 1] + found[code, 2] - found[code, 3]
                yield f"表8「{code}」6 = 1 + 2 − 3", found[code, 6], closing
    two, three, five, eight, nine = by_code.values()
    yield from _basic_table(accounts, five["合计", 2])
    yield "表2合计 = 表1 r27", two["合计", 1], one[27, 1]
    yield "表3合计 = 表1 r57", three["合计", 1], one[57, 2]
    for row in (1, 2, 3):
        yield f"表4 r{row} = 表1 r{row}", four[row, 1], one[row, 1]
    yield "表2 c2 = 表4 r27", two["合计", 2], four[27, 1]
    for column in range(3, 8):
        yield f"表2 c{column} = 表1 r{column + 1}", two["合计", column], one[column + 1, 1]
    yield "表5合计 = 表4 r59 c3", five["合计", 1], four[59, 3]
    yield "表8 c1 = 表4 r30", eight["合计", 1], four[30, 1]
    yield "表8 c2 = 表1 r2", eight["合计", 2], one[2, 1]
    yield "表8 c3 = 表4 r59 c4", eight["合计", 3], four[59, 4]
    yield "表8 c6 = 表4 r60 c4", eight["合计", 6], four[60, 4]
    yield "表9 c1 = 表4 r59 c5", nine["合计", 1], four[59, 5]
    for side in ("budget", "actual"):
        line = {key: value(accounts["table7"][side][key]) for key in LINES_7.split()}
        yield f"表7 {side} 1 = 2 + 3 + 6", line["total"], line["abroad"] + line["vehicles"] + line["reception"]
        yield f"表7 {side} 3 = 4 + 5", line["vehicles"], line["vehicle_purchase"] + line["vehicle_running"]


def _levels(table: int, found: dict[tuple[str, int], Fraction]) -> Iterator[Check]:
    """合计 = Σ 类, each 类 = Σ its 款, each 款 = Σ its 项, in every column."""
    for code, column in found:
        if len(code) == 7:
            continue
        below = 3 if code == "合计" else len(code) + 2
        stem = "" if code == "合计" else code
        parts = [
            amount
            for (other, at), amount in found.items()
            if at == column and other != "合计" and len(other) == below and other.startswith(stem)
        ]
        yield f"表{table}「{code}」各级 c{column}", found[code, column], sum(parts, Fraction(0))


def _basic_table(accounts: Tree, basic: Fraction) -> Iterator[Check]:
    six = accounts["table6"]
    items = [line[side] for line in six["rows"] for side in ("left", "middle", "right") if line[side]["code"]]
    found = {item["code"]: value(item["amount"]) for item in items}
    for code in [code for code in found if len(code) == 3]:
        parts = [amount for other, amount in found.items() if len(other) == 5 and other.startswith(code)]
        yield f"表6「{code}」", found[code], sum(parts, Fraction(0))
    yield "表6人员经费", value(six["staff"]), found["301"] + found["303"]
    public = sum((found[code] for code in ("302", "307", "310", "312", "399")), Fraction(0))
    yield "表6公用经费", value(six["public"]), public
    yield "表6 = 表5 c2", value(six["staff"]) + value(six["public"]), basic


def disagreements(accounts: Tree) -> list[Check]:
    return [check for check in checks(accounts) if check[1] != check[2]]


@pytest.mark.parametrize(("unit", "least"), [("qiaokou", 150), ("example", 400)])
def test_the_nine_tables_agree_within_and_between_each_other(unit: str, least: int) -> None:
    accounts = tree_of(unit)["accounts"]
    assert disagreements(accounts) == []
    assert len([*checks(accounts)]) > least


@pytest.mark.parametrize("unit", SOURCES)
def test_table_6_shows_no_more_of_the_three_public_expenses_than_table_7(unit: str) -> None:
    accounts = tree_of(unit)["accounts"]
    items = {item["code"]: item["amount"] for line in accounts["table6"]["rows"] for item in line.values()}
    for code, key in WITHIN.items():
        assert value(items[code]) <= value(accounts["table7"]["actual"][key]), code


FUNCTIONS = [
    "2010308",
    "2050101",
    "2050199",
    "2050201",
    "2080505",
    "2101102",
    "2101199",
    "2210201",
    "2240109",
    "2299999",
]
ECONOMIC = ["30101", "30107", "30113", "30201", "30213", "30299", "30302", "30702", "31002", "31005", "31201", "39999"]
amounts = st.integers(1, 10**8).map(lambda cents: f"{cents // 100}.{cents % 100:02d}万元")
some = st.none() | amounts


@st.composite
def ledgers(draw: st.DrawFn) -> str:
    """A report with random items in several funds; own income is what its spending asks for."""
    funds = st.sampled_from(["general-budget", "government-fund", "state-capital", "own-income"])
    keys = draw(st.lists(st.tuples(st.sampled_from(FUNCTIONS), funds), min_size=1, max_size=12, unique=True))
    lines = []
    for number, (code, fund) in enumerate(keys):
        own = fund == "own-income"
        columns = ["opening", "closing", *(["turned_over", "operating_spending", "subsidies"] if own else [])]
        # the basic expenditure of the general budget is the economic items' alone, on one line
        columns += [] if fund == "general-budget" else ["basic"]
        row = {name: amount for name in columns if (amount := draw(some))}
        projects = draw(st.lists(amounts, max_size=3))
        if own:
            spent = [amount for name, amount in row.items() if name != "opening"]
            income = _yuan([*spent, *projects]) - _yuan([row.get("opening")])
            other = draw(st.integers(0, 10**6))
            row |= {"business_income": f"{income - other}元", "other_income": f"{other}元"}
        lines.append(f"    - code: {code}\n      fund: {fund}\n")
        lines += [f"      {name}: {amount}\n" for name, amount in row.items()]
        lines += ["      projects:\n"] * bool(projects)
        lines += [f"        - {{name: p{number}-{index}, amount: {amount}}}\n" for index, amount in enumerate(projects)]
    economic = draw(st.dictionaries(st.sampled_from(ECONOMIC), amounts, min_size=1))
    lines.append("    - {code: 2059999, basic: 其余}\n")
    basic = "".join(f"    {code}: {amount}\n" for code, amount in economic.items())
    actual = {key: draw(some) for key in WITHIN.values()}
    public = "".join(f"    {key}: {{actual: {amount}}}\n" for key, amount in actual.items() if amount)
    head = "unit: 单位\nyear: 2021\nprofile: hubei-wuhan\naccounts:\n  functions:\n"
    return f"{head}{''.join(lines)}  economic:\n{basic}" + (f"  three_public:\n{public}" if public else "")


def _yuan(written: Iterable[str | None]) -> int:
    """The sum of amounts in 元."""
    return sum(int(amount.removesuffix("万元").replace(".", "")) * 100 for amount in written if amount)


@settings(max_examples=60, deadline=None)
@given(ledgers())
def test_whatever_a_unit_spends_its_tables_agree(text: str) -> None:
    assert disagreements(tree_from(text)["accounts"]) == []


def test_table_1_heads_its_lines_as_the_form_does() -> None:
    rows: Any = tree_of("qiaokou")["accounts"]["table1"]["rows"]
    assert len(rows) == 26
    assert [rows[0]["income"]["name"], rows[7]["income"]["name"], rows[8]["income"]["name"]] == [
        "一、一般公共预算财政拨款收入", "八、其他收入", ""
    ]  # fmt: skip
    assert [rows[4]["spending"]["name"], rows[25]["spending"]["name"]] == [
        "五、教育支出",
        "二十六、抗疫特别国债安排的支出",
    ]
    assert [(row["income"]["row"], row["spending"]["row"]) for row in rows] == [(n, n + 30) for n in range(1, 27)]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (1, [("本年收入合计", 27, "本年支出合计", 57), ("使用非财政拨款结余", 28, "结余分配", 58), ("年初结转和结余", 29, "年末结转和结余", 59), ("总计", 30, "总计", 60)]),
        (4, [("本年收入合计", 27, "本年支出合计", 59), ("年初财政拨款结转和结余", 28, "年末财政拨款结转和结余", 60), ("一般公共预算财政拨款", 29, "", 61), ("政府性基金预算财政拨款", 30, "", 62), ("国有资本经营预算财政拨款", 31, "", 63), ("总计", 32, "总计", 64)]),
    ],
)  # fmt: skip
def test_the_totals_carry_the_numbers_of_the_form(table: int, expected: list[tuple[str, int, str, int]]) -> None:
    totals: Any = tree_of("qiaokou")["accounts"][f"table{table}"]["totals"]
    sides = [(row["income"], row["spending"]) for row in totals]
    found = [(left["name"].split("、")[-1], left["row"], right["name"], right["row"]) for left, right in sides]
    assert found == expected


def test_the_numbers_of_the_rows_follow_from_the_classes_of_the_year() -> None:
    text = edited("qiaokou", ("year: 2021\n", "year: 2018\n"))
    size = len(functional_codes(2018).classes())
    totals: Any = tree_from(text)["accounts"]["table1"]["totals"]
    assert size < 26
    assert [row["income"]["row"] for row in totals] == [size + 1, size + 2, size + 3, size + 4]
    assert totals[-1]["spending"]["row"] == 2 * size + 8


def test_codes_of_a_table_stand_in_order_with_level_and_name() -> None:
    rows: Any = tree_of("qiaokou")["accounts"]["table3"]["rows"]
    assert [(row["code"], row["level"], row["name"]) for row in rows[3:6]] == [
        ("208", "类", "社会保障和就业支出"),
        ("20805", "款", "行政事业单位养老支出"),
        ("2080505", "项", "机关事业单位基本养老保险缴费支出"),
    ]


def test_one_item_of_two_funds_is_one_row() -> None:
    accounts = tree_of("example")["accounts"]
    for table, key, expected in ((3, "basic", 2561300), (5, "basic", 2261300), (2, "grant", 5324600)):
        (row,) = [row for row in accounts[f"table{table}"]["rows"] if row["code"] == "2050199"]
        assert row[key].value == expected


def test_an_empty_table_says_so_and_keeps_its_total() -> None:
    qiaokou, example = (tree_of(unit)["accounts"] for unit in ("qiaokou", "example"))
    for table in ("table8", "table9"):
        assert (qiaokou[table]["none"], qiaokou[table]["rows"]) == (True, [])
        assert {amount for key, amount in qiaokou[table]["total"].items() if key in COLUMNS[8].split()} == {None}
        assert example[table]["none"] is False


def test_a_row_without_any_amount_is_left_out() -> None:
    rows: Any = tree_of("example", ("{code: 2050803, basic: 2.45万元}", "{code: 2050803, basic: 0元}"))
    assert "20508" not in [row["code"] for row in rows["accounts"]["table3"]["rows"]]


def test_table_6_has_its_three_columns_and_ends_them_blank() -> None:
    rows: Any = tree_of("qiaokou")["accounts"]["table6"]["rows"]
    for side, column in zip(("left", "middle", "right"), economic_codes(2021).columns, strict=True):
        assert [row[side]["code"] for row in rows if row[side]["code"]] == [*column]
        assert rows[0][side]["heading"] is True and rows[1][side]["heading"] is False
    assert rows[-1]["right"] == {"code": "", "name": "", "amount": None, "heading": False}


@pytest.mark.parametrize(
    ("code", "side", "before", "after"),
    [("31005", "right", "31003", "31007"), ("30702", "right", "30701", "30703"), ("39999", "right", "39908", "")],
)
def test_an_economic_code_beyond_the_form_stands_in_its_place(code: str, side: str, before: str, after: str) -> None:
    rows: Any = tree_of("example", ("    31002: 4.75万元\n", f"    {code}: 4.75万元\n"))["accounts"]["table6"]["rows"]
    column = [row[side]["code"] for row in rows] + [""]
    place = column.index(code)
    assert (column[place - 1], column[place + 1]) == (before, after)
    assert rows[place][side]["amount"].value == 47500


@pytest.mark.parametrize("unit", SOURCES)
def test_cells_are_found_by_the_numbers_of_the_form(unit: str) -> None:
    accounts = tree_of(unit)["accounts"]
    found = cells(accounts)
    assert {table for table, _, _ in found} == set(range(1, 10))
    for table in (1, 4):
        for (row, column), amount in numbered(accounts[f"table{table}"]).items():
            assert value(found.get((table, str(row), column))) == amount
    for table, keys in COLUMNS.items():
        for (code, column), amount in coded(accounts[f"table{table}"], keys).items():
            assert value(found[table, code, column]) == amount
    assert value(found[6, "公用经费合计", 1]) == value(accounts["table6"]["public"])
    lines = [value(found[7, "合计", column]) for column in range(1, 13)]
    assert lines == [value(accounts["table7"][side][key]) for side in ("budget", "actual") for key in LINES_7.split()]


def test_a_blank_line_of_the_form_is_no_cell() -> None:
    found = cells(tree_of("qiaokou")["accounts"])
    assert (1, "9", 1) not in found
    assert (4, "61", 2) not in found
    assert (1, "31", 2) in found
