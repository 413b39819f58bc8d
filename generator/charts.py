"""Draws figure series into native Word charts: the cached values that Word shows and the workbook behind them."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.chart.xmlwriter import SeriesXmlRewriterFactory
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml import parse_xml
from xlsxwriter import Workbook

from generator.namespace import Tree
from generator.package import CREATED, serialise
from generator.printer import Printer

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_SHEET = "Sheet1"
_NARROW = Decimal("0.02")


def is_empty(series: Tree) -> bool:
    """Whether there is nothing to draw: no category, or no amount but zero."""
    return not series["categories"] or not any(value.value for column in series["series"] for value in column["values"])


def draw(chart: bytes, series: Tree, printer: Printer) -> tuple[bytes, bytes]:
    """The chart part with its series replaced, and its workbook: both hold the amounts as the documents print them.

    The template's design stays: series beyond the template's take the format of its last, points beyond the formatted
    ones the colours that Word gives; slices under two per cent have no label. The workbook has the categories in column
    A and a series in each column from B.
    """
    columns = [
        (column["name"], [Decimal(printer.chart(value)) for value in column["values"]]) for column in series["series"]
    ]
    data = CategoryChartData(number_format="0.00")
    data.categories = series["categories"]
    for name, values in columns:
        data.add_series(name, values)
    root = parse_xml(chart)
    SeriesXmlRewriterFactory(XL_CHART_TYPE.COLUMN_CLUSTERED, data).replace_series_data(root)
    count = len(series["categories"])
    for index in root.iterfind(f".//{_C}dPt/{_C}idx"):
        point = index.getparent()
        if int(index.get("val")) >= count:
            point.getparent().remove(point)
    for labels in root.iterfind(f".//{_C}pieChart/{_C}ser/{_C}dLbls"):
        _leave_out(labels, columns[0][1])
    return serialise(root), _workbook(series["categories"], columns)


def _leave_out(labels: etree._Element, values: list[Decimal]) -> None:
    """Takes the labels from slices too narrow for one, which would lie over each other; the legend names them."""
    for old in labels.findall(f"{_C}dLbl"):
        labels.remove(old)
    narrow = [index for index, value in enumerate(values) if value < _NARROW * sum(values)]
    for position, index in enumerate(narrow):
        label = etree.Element(f"{_C}dLbl")
        etree.SubElement(label, f"{_C}idx").set("val", str(index))
        etree.SubElement(label, f"{_C}delete").set("val", "1")
        labels.insert(position, label)


def _workbook(categories: list[str], columns: list[tuple[str, list[Decimal]]]) -> bytes:
    """The workbook that Word opens for 编辑数据, equal bytes for equal series."""
    out = BytesIO()
    with Workbook(out, {"in_memory": True}) as workbook:
        workbook.set_properties({"created": CREATED})
        money = workbook.add_format({"num_format": "0.00"})
        sheet = workbook.add_worksheet(_SHEET)
        sheet.set_column(0, len(columns), 22)
        for row, category in enumerate(categories, 1):
            sheet.write_string(row, 0, category)
        for number, (name, values) in enumerate(columns, 1):
            sheet.write_string(0, number, name)
            sheet.write_column(1, number, values, money)
    return out.getvalue()
