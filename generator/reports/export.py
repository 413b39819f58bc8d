"""Makes the workbook of a report: every table of its evaluations and of its accounts, with formulas."""

from __future__ import annotations

from generator.data.classification import economic_codes, functional_codes
from generator.excel.account_fields import typed_figures
from generator.excel.account_tables import account_sheets
from generator.excel.evaluation_tables import evaluation_sheets
from generator.excel.rollup_table import rollup_sheet
from generator.excel.sheet import Sheet
from generator.excel.workbook import write_workbook
from generator.figures.accounts.ledger import ledger_of
from generator.reports.load import Loaded

WORKBOOK = "workbook.xlsx"


def export(loaded: Loaded) -> bytes:
    """The bytes of the workbook of a report whose figures could be computed; equal for equal reports."""
    assert loaded.report and loaded.derived
    title = f"{loaded.report.unit}{loaded.report.year}年度绩效自评表格"
    return write_workbook(report_sheets(loaded), title, loaded.report.unit, loaded.derived.printer)


def report_sheets(loaded: Loaded) -> list[Sheet]:
    """The worksheets of a report in their order."""
    report, derived = loaded.report, loaded.derived
    assert report and derived
    tree = derived.tree
    sheets: list[Sheet] = []
    if report.accounts:
        # Figures identify their operands by the place where these were typed, so a second ledger gives the same ones.
        ledger = ledger_of(report.accounts, functional_codes(report.year), economic_codes(report.year))
        figures = [*typed_figures(report.accounts, tree)]
        sheets += account_sheets(tree, tree["accounts"], report.accounts, ledger, figures)
    for evaluation, branch in zip(report.evaluations, tree["evaluations"], strict=True):
        results = [indicator.result for indicator in evaluation.all_indicators()]
        sheets += evaluation_sheets(tree, branch, results)
    if rollup := tree.get("rollup"):
        sheets.append(rollup_sheet(rollup, tree["unit"], tree["year"]))
    return sheets
