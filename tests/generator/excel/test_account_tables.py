"""The worksheets of the accounts: what was typed, then the nine official tables."""

from __future__ import annotations

from typing import Any

import pytest

from generator.data.classification import economic_codes, functional_codes
from generator.data.record import build
from generator.data.report import Report
from generator.excel.account_tables import account_sheets
from generator.excel.sheet import Put, Sheet
from generator.figures.accounts.ledger import ledger_of
from generator.quantity import Quantity
from tests.support.accounts import edited, tree_of
from tests.support.reports import good


@pytest.fixture(scope="module")
def sheets() -> dict[str, Sheet]:
    accounts = build(Report, good(edited("example"))).accounts
    assert accounts is not None
    ledger = ledger_of(accounts, functional_codes(2021), economic_codes(2021))
    people = Quantity.parse("5人")
    assert people is not None
    tree: Any = tree_of("example")
    found = account_sheets(tree, tree["accounts"], accounts, ledger, [("退休人员", people, "人")])
    return {sheet.name: sheet for sheet in found}


def row_of(sheet: Sheet, first: str) -> list[Put]:
    """The cells of the row that begins with a text."""
    row = next(cell.row for cell in sheet.cells if cell.column == 0 and str(cell.value).strip() == first)
    return sorted((cell for cell in sheet.cells if cell.row == row), key=lambda cell: cell.column)


def test_what_was_typed_comes_first_then_the_nine_tables(sheets: dict[str, Sheet]) -> None:
    names = [*sheets]
    assert names[0] == "功能科目收支" and "其他决算数据" in names
    assert names[-9:] == [f"表{number}" for number in range(1, 10)]


def test_the_ledger_has_only_the_columns_that_are_used_and_a_row_for_each_project(sheets: dict[str, Sheet]) -> None:
    sheet = sheets["功能科目收支"]
    heads = [cell.value for cell in sheet.cells if cell.row == 2]
    assert heads[:3] == ["科目编码", "科目名称", "资金性质"]
    assert heads[heads.index("项目支出") - 1] == "项目名称"
    assert len(heads) == len(set(heads)) == len(sheet.widths)
    codes = [cell for cell in sheet.cells if cell.column == 0 and cell.row > 2]
    ends = [(cell.row, cell.row + cell.height) for cell in codes]
    assert [start for start, _ in ends[1:]] == [end for _, end in ends[:-1]]
    assert any(cell.height > 1 for cell in codes)


def test_a_table_by_items_indents_them_by_their_level_and_begins_with_the_total(sheets: dict[str, Sheet]) -> None:
    tree: Any = tree_of("example")
    total = row_of(sheets["表3"], "合计")
    assert [cell.value for cell in total[1:]] == [tree["accounts"]["table3"]["total"][key] for key in (
        "total", "basic", "project", "turned_over", "operating_spending", "subsidies"
    )]  # fmt: skip
    name = {
        code: str(row_of(sheets["表3"], code)[1].value) for code in ("205", "20501", "2050199") if _has(sheets, code)
    }
    assert {code: len(text) - len(text.lstrip("　")) for code, text in name.items()} == {
        code: len(code) // 2 - 1 for code in name
    }


def _has(sheets: dict[str, Sheet], code: str) -> bool:
    return any(cell.value == code for cell in sheets["表3"].cells)


def test_a_two_sided_table_has_income_left_and_spending_right(sheets: dict[str, Sheet]) -> None:
    sheet = sheets["表4"]
    assert [(cell.value, cell.width) for cell in sheet.cells if cell.row == 2] == [("收入", 3), ("支出", 6)]
    tree: Any = tree_of("example")
    first = tree["accounts"]["table4"]["rows"][0]
    cells = [cell.value for cell in sheet.cells if cell.row == 5]
    assert cells[:3] == [first["income"]["name"], str(first["income"]["row"]), first["income"]["amount"]]
    assert cells[5:] == [first["spending"][key] for key in ("total", "general", "government_fund", "state_capital")]


def test_other_figures_stand_with_their_units(sheets: dict[str, Sheet]) -> None:
    name, figure, unit = row_of(sheets["其他决算数据"], "退休人员")
    assert isinstance(figure.value, Quantity)
    assert (name.value, figure.value.written, unit.value) == ("退休人员", "5人", "人")


def test_the_three_public_expenses_stand_by_budget_and_accounts(sheets: dict[str, Sheet]) -> None:
    tree: Any = tree_of("example")
    cells = {cell.column: cell.value for cell in sheets["表7"].cells if cell.row == 5}
    assert (cells[0], cells[6]) == tuple(tree["accounts"]["table7"][side]["total"] for side in ("budget", "actual"))
    assert len(cells) == 12
