"""The rule of stated totals: a cell of the approved accounts equals what the formulas of the tables give for it."""

from __future__ import annotations

from collections.abc import Iterator

from generator.figures.accounts.ledger import nothing
from generator.figures.accounts.tables import TOTAL, cells
from generator.problems import Problem
from generator.quantity import Comparison
from generator.rules.case import AccountsCase, of_accounts

# For a column of table 7 those that add up to it; then, by table and column, how a row of another table does.
_THREE_SUMS = {1: "2、3、6", 3: "4、5", 7: "8、9、12", 9: "10、11"}
_ROW_SUMS = {
    (2, 1): "2至7栏相加",
    (3, 1): "2至6栏相加",
    (5, 1): "2、3栏相加",
    (8, 3): "4、5栏相加",
    (8, 6): "1、2栏相加再减第3栏",
    (9, 1): "2、3栏相加",
}


@of_accounts
def stated_cells_agree(case: AccountsCase) -> Iterator[Problem]:
    """ACCOUNTS-STATED: a total of the approved accounts equals the computed cell, but for rounding."""
    computed_cells = cells(case.branch)
    size = len(case.ledger.functional.classes())
    for stated in case.accounts.stated:
        key = (stated.table, stated.row, stated.column)
        name = f"表{stated.table}{_row(stated.row)}第{stated.column}栏"
        if key not in computed_cells:
            message = f"没有{name}"
            remedy = "表1、表4的行写行次，其余各表写科目编码或「合计」；栏次照表上印的写"
            yield Problem("ACCOUNTS-CELL", stated.node.at("row").place, message, remedy)
            continue
        computed = computed_cells[key] or nothing()
        if stated.amount.compare(computed) is Comparison.DIFFERENT:
            yield Problem(
                "ACCOUNTS-STATED",
                stated.node.at("amount").place,
                f"{name}核定为 {stated.amount.in_wan()}，{_basis(*key, size)}计算为 {computed.in_wan()}，"
                f"相差 {stated.amount.apart_in_wan(computed)}",
                "核对核定数；核定数无误的，核对各科目的金额",
            )


def _row(row: str) -> str:
    if not row.isdigit():
        return f"{row}行"
    return f"第{row}行" if len(row) < 3 else f"「{row}」行"


def _basis(table: int, row: str, column: int, size: int) -> str:
    """From which cells the form computes a cell, in Chinese. Source: the formulas printed under the tables.

    `size` is the number of classes (类) of the year, on which the row numbers of tables 1 and 4 depend.
    """
    number = int(row) if row.isdigit() else 0
    if table == 1:
        if number <= 3:
            return f"按表4第{number}行第1栏"
        if number <= 8:
            return f"按表2合计行第{number - 1}栏"
        sums = {
            size + 1: "按表1第1至8行第1栏（表2合计行第1栏）相加",
            size + 4: f"按表1第{size + 1}、{size + 2}、{size + 3}行第1栏相加",
            2 * size + 5: f"按表1第{size + 5}至{2 * size + 4}行第2栏（表3合计行第1栏）相加",
            2 * size + 8: f"按表1第{2 * size + 5}、{2 * size + 6}、{2 * size + 7}行第2栏相加",
        }
        return sums.get(number, "按表3同类科目行第1栏" if number > size + 4 else "按填写的数据")
    if table == 4:
        sums = {
            size + 1: "按表4第1至3行第1栏（表1第1至3行第1栏）相加",
            size + 2: f"按表4第{size + 3}至{size + 5}行第1栏相加",
            size + 6: f"按表4第{size + 1}、{size + 2}行第1栏相加",
            2 * size + 7: f"按表4第{size + 7}至{2 * size + 6}行第{column}栏相加",
            2 * size + 12: f"按表4第{2 * size + 7}、{2 * size + 8}行第{column}栏相加",
        }
        return sums.get(number, "按表5、表8、表9同类科目行" if number > size + 6 else "按各科目的支出和结转")
    if table == 7:
        return f"按表7合计行第{_THREE_SUMS[column]}栏相加" if column in _THREE_SUMS else "按填写的数据"
    if row == TOTAL:
        return f"按表{table}各类第{column}栏相加"
    if not number:
        return "按表6各科目第1栏相加"
    if below := {3: "款", 5: "项"}.get(len(row)) if table != 6 else {3: "款"}.get(len(row)):
        return f"按表{table}「{row}」下各{below}第{column}栏相加"
    across = _ROW_SUMS.get((table, column))
    return f"按表{table}「{row}」行第{across}" if across else "按填写的数据"
