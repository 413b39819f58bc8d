"""Writes worksheets as an Excel workbook (.xlsx): real numbers, formulas with their values, always the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any

from generator.excel.sheet import Formulas, Put, Sheet, decimal, number
from generator.opc import CREATED
from generator.quantity import MONEY, PERCENT, POINTS, Quantity
from generator.text.printer import Printer

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""Options of a workbook in which texts stay texts, whatever they begin with."""

_BODY, _HEAD, _TITLE = "仿宋", "黑体", "方正小标宋简体"
_LONGEST = 32_000  # Excel holds 32767 characters in a cell
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
_BORDERED = {"border": 1, "valign": "vcenter", "text_wrap": True}
_STYLES: dict[str, dict[str, Any]] = {
    "title": {"font_name": _TITLE, "font_size": 16, "align": "center", "valign": "vcenter", "text_wrap": True},
    "left": {"align": "left", "valign": "vcenter"},
    "right": {"align": "right", "valign": "vcenter"},
    "note": {"align": "left", "valign": "top", "text_wrap": True},
    "head": {**_BORDERED, "font_name": _HEAD, "align": "center", "bg_color": "#F2F2F2"},
    "text": {**_BORDERED, "align": "left"},
    "centre": {**_BORDERED, "align": "center"},
    "number": {**_BORDERED, "align": "right"},
    "weight": {**_BORDERED, "align": "right"},
    "total": {**_BORDERED, "font_name": _HEAD, "align": "center"},
    "blank": {**_BORDERED, "align": "right"},
}
_A4 = 9
_FROZEN = 6  # a heading further down would leave no room on the screen


def write_workbook(sheets: Sequence[Sheet], title: str, author: str, printer: Printer) -> bytes:
    """The workbook; a figure that is undefined or not disclosed is written as the profile's word for it.

    Texts are written as texts whatever they begin with, so that none of them becomes a formula.
    """
    import xlsxwriter

    out = BytesIO()
    book = xlsxwriter.Workbook(out, OPTIONS)
    book.set_properties({"title": title, "author": author, "created": CREATED})
    writer = _Writer(book, Formulas(sheets), printer)
    for sheet in sheets:
        writer.sheet(sheet)
    book.close()
    return out.getvalue()


class _Writer:
    def __init__(self, book: Any, formulas: Formulas, printer: Printer) -> None:
        self.book, self.formulas, self.printer = book, formulas, printer
        self._made: dict[tuple[str, str, bool], Any] = {}

    def sheet(self, sheet: Sheet) -> None:
        page = self.book.add_worksheet(sheet.name)
        if not sheet.portrait:
            page.set_landscape()
        page.set_paper(_A4)
        page.set_margins(left=0.8, right=0.8, top=0.9, bottom=0.9)
        page.fit_to_pages(1, 0)
        page.set_footer("&C— &P —")
        page.center_horizontally()
        for column, width in enumerate(sheet.widths):
            page.set_column(column, column, width)
        page.set_row(0, 36)
        if sheet.heading:
            page.repeat_rows(*sheet.heading)
            if sheet.heading[1] < _FROZEN:
                page.freeze_panes(sheet.heading[1] + 1, 0)
        for row, height in _heights(sheet).items():
            page.set_row(row, height)
        for cell in sheet.cells:
            self.cell(page, sheet, cell)

    def cell(self, page: Any, sheet: Sheet, cell: Put) -> None:
        value = cell.value
        form = self.form(cell.style, self.pattern(value, cell.style), text=value if isinstance(value, str) else "")
        if cell.height > 1 or cell.width > 1:
            last = cell.row + cell.height - 1, cell.column + cell.width - 1
            page.merge_range(cell.row, cell.column, *last, "", form)
        if isinstance(value, int):
            page.write_number(cell.row, cell.column, value, form)
            return
        held = number(value) if isinstance(value, Quantity) else None
        if held is None:
            if isinstance(value, Quantity):
                text = self.printer.figure(value)
            else:
                text = value if value is not None else "" if cell.style == "blank" else self.printer.text(None)
            if text:
                page.write_string(cell.row, cell.column, text[:_LONGEST], form)
            else:
                page.write_blank(cell.row, cell.column, None, form)
            return
        formula = self.formulas.of(sheet, cell)
        exact = decimal(held)
        if formula is not None:
            page.write_formula(cell.row, cell.column, formula, form, float(held))
        elif exact is not None and Decimal(repr(float(held))) == exact:
            page.write_number(cell.row, cell.column, float(held), form)
        else:  # more digits than Excel keeps in a number
            page.write_string(cell.row, cell.column, format(exact or Decimal(repr(float(held))), "f"), form)

    def pattern(self, value: object, style: str) -> str:
        """The number format that shows a figure with the profile's decimals; the cell holds the exact value."""
        if not isinstance(value, Quantity) or style == "weight":
            return ""
        places = self.printer.places(value.unit, "万" if value.unit == MONEY else "")
        decimals = "." + "0" * places if places else ""
        if value.unit == PERCENT:
            return f"0{decimals}%"
        amount = f"#,##0{decimals}" if value.unit == MONEY else f"0{decimals}"
        if value.unit not in (MONEY, POINTS):
            return ""
        return f"{amount};-{amount};" if style == "blank" else amount  # the official tables leave zeros blank

    def form(self, style: str, pattern: str, text: str) -> Any:
        quoted = text.startswith(_DANGEROUS)
        key = (style, pattern, quoted)
        if key not in self._made:
            properties = {"font_name": _BODY, "font_size": 11, **_STYLES[style]}
            if pattern:
                properties |= {"num_format": pattern, "align": "right"}
            if quoted:
                properties["quote_prefix"] = True
            self._made[key] = self.book.add_format(properties)
        return self._made[key]


def _heights(sheet: Sheet) -> dict[int, float]:
    """The heights of rows, in points, by the lines their texts take; Excel does not fit merged cells by itself."""
    from generator.text.width import width

    lines: dict[int, int] = {}
    for cell in sheet.cells:
        if not isinstance(cell.value, str) or cell.style in ("title", "left", "right") or cell.height > 1:
            continue
        room = sum(sheet.widths[cell.column : cell.column + cell.width]) - 1
        needed = sum(max(-(-width(part) // max(int(room), 1)), 1) for part in cell.value.split("\n"))
        lines[cell.row] = max(lines.get(cell.row, 1), needed)
    return {row: min(max(15.0 * count + 4, 20.0), 400.0) for row, count in lines.items()}
