"""Writes a year at a glance as an Excel workbook: real numbers, totals and counts as formulas, a native chart."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from generator.data.kinds import KINDS
from generator.excel.workbook import OPTIONS
from generator.opc import CREATED
from generator.reports.summary.rows import FAILED, ORDERS, RANGES, Row, execution_rate, grand_totals, range_counts

_TITLE = "{year}年度预算绩效自评一览表"
_HEADS = (
    ("序号", 6),
    ("单位代号", 16),
    ("单位", 34),
    ("自评", 30),
    ("类型", 10),
    ("全年预算数（万元）", 18),
    ("全年执行数（万元）", 18),
    ("预算执行率", 12),
    ("自评得分", 10),
    ("等级", 8),
    ("错误", 7),
    ("警告", 7),
    ("接受的问题和差异", 12),
    ("计入合计", 10),
)
_FORMATS: dict[str, dict[str, Any]] = {
    "head": {"bold": True, "align": "center", "text_wrap": True, "bg_color": "#DDE5EE"},
    "text": {"text_wrap": True},
    "centre": {"align": "center"},
    "money": {"num_format": "#,##0.00"},
    "rate": {"num_format": "0.00%"},
    "score": {"num_format": "0.00"},
    "count": {"num_format": "0"},
    "total": {"bold": True, "align": "center"},
    "total money": {"bold": True, "num_format": "#,##0.00"},
    "total rate": {"bold": True, "num_format": "0.00%"},
}
_FIRST = 3  # the row of the first entry, below the title and the heads


def excel(found: Sequence[Row], year: str, order: str) -> bytes:
    """The workbook: numbers as numbers, totals and counts as formulas with cached values, texts never as formulas."""
    out = BytesIO()
    with Workbook(out, OPTIONS) as book:
        book.set_properties({"title": _TITLE.format(year=year), "created": CREATED})
        _list(book, found, year, order)
        _distribution(book, found)
    return out.getvalue()


def _list(book: Any, found: Sequence[Row], year: str, order: str) -> None:
    """The sheet with a row for each evaluation and the totals below."""
    formats = {name: book.add_format({"border": 1, "valign": "vcenter"} | more) for name, more in _FORMATS.items()}
    sheet = book.add_worksheet("一览表")
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.freeze_panes(_FIRST, 3)
    sheet.repeat_rows(_FIRST - 1)
    sheet.set_footer("&C— &P —")
    last = _FIRST + len(found) - 1
    sheet.write_string(0, 0, _TITLE.format(year=year), book.add_format({"bold": True, "font_size": 16}))
    sheet.write_string(1, 0, f"按{ORDERS[order][0]}排列；合计里每个单位只算一次：有整体支出自评的，不再加它的项目。")
    for column, (head, width) in enumerate(_HEADS):
        sheet.set_column(column, column, width)
        sheet.write_string(_FIRST - 1, column, head, formats["head"])
    for number, row in enumerate(found, 1):
        _write(sheet, _FIRST + number - 1, number, row, formats)
    sheet.autofilter(_FIRST - 1, 0, last, len(_HEADS) - 1)
    below = last + 1
    for column in range(len(_HEADS)):
        sheet.write_blank(below, column, None, formats["total"])
    sheet.write_string(below, 2, "合计", formats["total"])
    for letter, value in zip("FG", grand_totals(found), strict=True):
        formula = f'=SUMIF(N{_FIRST + 1}:N{last + 1},"是",{letter}{_FIRST + 1}:{letter}{last + 1})'
        sheet.write_formula(f"{letter}{below + 1}", formula, formats["total money"], float(value / 10_000))
    _rate(sheet, below, execution_rate(*grand_totals(found)), formats["total rate"])


def _write(sheet: Any, line: int, number: int, row: Row, formats: dict[str, Any]) -> None:
    sheet.write_number(line, 0, number, formats["count"])
    texts = (row.code, row.unit, FAILED if row.failed else row.evaluation, KINDS.get(row.kind, ""))
    for column, text in enumerate(texts, 1):
        sheet.write_string(line, column, text, formats["centre" if column == len(texts) else "text"])
    for column, value in ((5, row.budget), (6, row.actual)):
        _number(sheet, line, column, None if value is None else value / 10_000, formats["money"])
    if row.budget is not None and row.actual is not None:
        _rate(sheet, line, row.rate, formats["rate"])
    else:
        sheet.write_blank(line, 7, None, formats["rate"])
    _number(sheet, line, 8, row.score, formats["score"])
    sheet.write_string(line, 9, row.grade, formats["centre"])
    for column, count in ((10, row.errors), (11, row.warnings), (12, row.accepted)):
        sheet.write_number(line, column, count, formats["count"])
    sheet.write_string(line, 13, "是" if row.counted else "否", formats["centre"])


def _number(sheet: Any, line: int, column: int, value: Fraction | None, form: Any) -> None:
    """Writes a number, or a blank for None, which formulas do not take for zero."""
    if value is None:
        sheet.write_blank(line, column, None, form)
    else:
        sheet.write_number(line, column, float(value), form)


def _rate(sheet: Any, line: int, value: Fraction | None, form: Any) -> None:
    formula = f'=IF(F{line + 1}=0,"—",ROUND(G{line + 1}/F{line + 1},4))'
    sheet.write_formula(line, 7, formula, form, "—" if value is None else float(value))


def _distribution(book: Any, found: Sequence[Row]) -> None:
    """The sheet that counts evaluations by score and by rate, and draws them; it stays readable for any number."""
    sheet = book.add_worksheet("分布")
    head = book.add_format({"bold": True, "border": 1, "align": "center", "bg_color": "#DDE5EE"})
    cell = book.add_format({"border": 1, "num_format": "0"})
    listed = range_counts(found)
    sheet.set_column(0, 2, 18)
    for column, text in enumerate(("分段", "自评得分（分）", "预算执行率（%）")):
        sheet.write_string(0, column, text, head)
    last = _FIRST + len(found)
    for line, (title, *values) in enumerate(listed, 1):
        sheet.write_string(line, 0, title, cell)
        for column, (letter, scale, value) in enumerate(zip("IH", (1, 100), values, strict=True), 1):
            area = f"'一览表'!${letter}${_FIRST + 1}:${letter}${last}"
            if line <= len(RANGES):
                band = RANGES[line - 1]
                lowest = f',{area},">={band.lowest / scale:g}"' if line < len(RANGES) else ""
                highest = f',{area},"<{band.highest / scale:g}"' if band.highest is not None else ""
                formula = f"=COUNTIFS({(lowest + highest)[1:]})"
            else:
                counts_column = "BC"[column - 1]
                formula = f"=ROWS({area})-SUM({counts_column}2:{counts_column}{line})"
            sheet.write_formula(line, column, formula, cell, value)
    chart = book.add_chart({"type": "column"})
    for column, colour in ((1, "#1F4E79"), (2, "#C9D3DE")):
        chart.add_series(
            {
                "name": ["分布", 0, column],
                "categories": ["分布", 1, 0, len(listed), 0],
                "values": ["分布", 1, column, len(listed), column],
                "data_labels": {"value": True},
                "fill": {"color": colour},
                "border": {"color": "#262626"},
            }
        )
    chart.set_title({"name": "得分和预算执行率的分布（项）"})
    chart.set_legend({"position": "bottom"})
    chart.set_y_axis({"min": 0, "visible": False, "major_gridlines": {"visible": False}})
    chart.set_size({"width": 760, "height": 380})
    sheet.insert_chart("E2", chart, {"description": "各分段里自评得分和预算执行率各有多少项"})
