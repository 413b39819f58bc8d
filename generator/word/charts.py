"""Draws series of figures into native Word charts: the cached values that Word shows, and the workbook behind them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import deepcopy
from decimal import Decimal
from io import BytesIO
from typing import Any

from lxml import etree
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from generator.namespace import Tree
from generator.opc import CREATED, serialise
from generator.word.names import C

_PARSER = etree.XMLParser(remove_blank_text=True, resolve_entities=False, no_network=True)
_PLOT_AREA = f"{C}chart/{C}plotArea"
_SERIES = f"{C}ser"
_WITHOUT_CATEGORIES = {f"{C}{kind}Chart" for kind in ("bubble", "scatter", "stock")}
_AFTER_VALUES = {f"{C}{name}" for name in ("shape", "smooth", "extLst")}
_SHEET = "Sheet1"
_NUMBER_FORMAT = "0.00"
_NARROW = Decimal("0.02")


def undrawable(chart: bytes) -> str:
    """Why nothing can be drawn into a chart part, in Chinese; empty if it can be drawn into."""
    root = etree.fromstring(chart)
    plots = [plot for plot in root.iterfind(f"{_PLOT_AREA}/*") if plot.find(_SERIES) is not None]
    if not plots:
        return "图表里没有数据系列，不知道照什么样子画"
    if any(plot.tag in _WITHOUT_CATEGORIES for plot in plots):
        return "散点图、气泡图和股价图画不了按项目列出的金额"
    numbered = [(_SERIES, "idx"), (_SERIES, "order"), (f"{C}dPt", "idx"), (f"{C}crossAx/..", "axId")]
    try:
        for path, name in numbered:
            for element in root.iterfind(f".//{path}"):
                _number(element, name)
    except ValueError:
        return "图表里的系列、数据点或者坐标轴没有编号"
    return ""


def is_empty(series: Tree) -> bool:
    """Whether there is nothing to draw: no category, or no amount but zero."""
    return not series["categories"] or not any(
        _worth(value) for column in series["series"] for value in column["values"]
    )


def _worth(value: Any) -> Any:
    """The bare number of a figure, or a plain number itself."""
    return getattr(value, "value", value)


def draw(chart: bytes, series: Tree, digits: Callable[[Any], str]) -> tuple[bytes, bytes]:
    """The chart part with its series replaced, and its workbook: both hold the `digits` that documents print.

    The template's design is kept: series beyond the template's take the format of its last, points beyond the formatted
    ones the colours that Word gives; slices under two per cent have no label. The workbook has the categories in column
    A and a series in each column from B. The series must not be empty (see `is_empty`), nor the chart `undrawable`.
    """
    categories = series["categories"]
    columns = [(column["name"], [Decimal(digits(value)) for value in column["values"]]) for column in series["series"]]
    root = etree.fromstring(chart, _PARSER)
    for number, (drawn, (name, values)) in enumerate(zip(_fitted(root, len(columns)), columns, strict=True), 1):
        _fill(drawn, number, name, categories, values)
    for drawn in root.iter(_SERIES):
        for point in drawn.findall(f"{C}dPt"):
            if _number(point, "idx") >= len(categories):
                drawn.remove(point)
    for labels in root.iterfind(f".//{C}pieChart/{C}ser/{C}dLbls"):
        _leave_out(labels, columns[0][1])
    return serialise(root), _workbook(categories, columns)


def _fitted(root: etree._Element, count: int) -> list[etree._Element]:
    """The elements of `count` series, one or more, in their order: plot by plot, within a plot by their own numbers.

    Missing ones are cloned from the last. Surplus ones are removed from the end, and with them plots left without
    series and axes that only those plots had.
    """
    (area,) = root.iterfind(_PLOT_AREA)
    plots = [plot for plot in area if plot.find(_SERIES) is not None]
    elements = [
        series
        for plot in plots
        for series in sorted(plot.iterchildren(_SERIES), key=lambda series: _number(series, "order"))
    ]
    highest = {name: max(_number(series, name) for series in elements) for name in ("idx", "order")}
    for extra in range(1, count - len(elements) + 1):
        clone = deepcopy(elements[-1])
        for name, number in highest.items():
            _child(clone, name).set("val", str(number + extra))
        elements[-1].addnext(clone)
        elements.append(clone)
    for plot in plots:
        for surplus in elements[count:]:
            if surplus.getparent() is plot:
                plot.remove(surplus)
        if plot.find(_SERIES) is None:
            area.remove(plot)
            _remove_unused_axes(area)
    return elements[:count]


def _remove_unused_axes(area: etree._Element) -> None:
    """Removes the axes of a plot area that no plot is drawn on."""
    axes = area.findall(f"*[{C}crossAx]")
    used = {axis.get("val") for plot in area if plot not in axes for axis in plot.iterchildren(f"{C}axId")}
    for axis in axes:
        if _child(axis, "axId").get("val") not in used:
            area.remove(axis)


def _child(element: etree._Element, name: str) -> etree._Element:
    """The one child of this name that the schema demands.

    Raises:
        ValueError: it is missing, or there are several.
    """
    (child,) = element.iterchildren(f"{C}{name}")
    return child


def _number(element: etree._Element, name: str) -> int:
    """The number that identifies an element: a series by order or by automatic colour, a point, an axis.

    Raises:
        ValueError: it has none.
    """
    return int(str(_child(element, name).get("val")))


def _fill(drawn: etree._Element, number: int, name: str, categories: list[str], values: list[Decimal]) -> None:
    """Writes name, categories and values of a series, kept in column `number` of the workbook, as the schema orders."""
    for part in ("tx", "cat", "val"):
        for old in drawn.findall(f"{C}{part}"):
            drawn.remove(old)
    column = xl_col_to_name(number, col_abs=True)
    _child(drawn, "order").addnext(_cached("tx", "str", f"{column}$1", [name]))
    end = next((position for position, child in enumerate(drawn) if child.tag in _AFTER_VALUES), len(drawn))
    drawn[end:end] = [
        _cached("cat", "str", f"$A$2:$A${len(categories) + 1}", categories),
        _cached("val", "num", f"{column}$2:{column}${len(values) + 1}", [str(value) for value in values]),
    ]


def _cached(part: str, kind: str, cells: str, texts: Sequence[str]) -> etree._Element:
    """A part of a series: the cached texts, and a reference to the workbook's cells; the kind is `str` or `num`."""
    data = etree.Element(f"{C}{part}")
    reference = etree.SubElement(data, f"{C}{kind}Ref")
    etree.SubElement(reference, f"{C}f").text = f"{_SHEET}!{cells}"
    cache = etree.SubElement(reference, f"{C}{kind}Cache")
    if kind == "num":
        etree.SubElement(cache, f"{C}formatCode").text = _NUMBER_FORMAT
    etree.SubElement(cache, f"{C}ptCount").set("val", str(len(texts)))
    for index, text in enumerate(texts):
        point = etree.SubElement(cache, f"{C}pt")
        point.set("idx", str(index))
        etree.SubElement(point, f"{C}v").text = text
    return data


def _leave_out(labels: etree._Element, values: list[Decimal]) -> None:
    """Removes the labels of slices too narrow for one, which would overlap; the legend names them."""
    for old in labels.findall(f"{C}dLbl"):
        labels.remove(old)
    narrow = [index for index, value in enumerate(values) if value < _NARROW * sum(values)]
    for position, index in enumerate(narrow):
        label = etree.Element(f"{C}dLbl")
        etree.SubElement(label, f"{C}idx").set("val", str(index))
        etree.SubElement(label, f"{C}delete").set("val", "1")
        labels.insert(position, label)


def _workbook(categories: list[str], columns: list[tuple[str, list[Decimal]]]) -> bytes:
    """The workbook that Word opens for 编辑数据, equal bytes for equal series."""
    out = BytesIO()
    with Workbook(out, {"in_memory": True}) as workbook:
        workbook.set_properties({"created": CREATED})
        money = workbook.add_format({"num_format": _NUMBER_FORMAT})
        sheet = workbook.add_worksheet(_SHEET)
        sheet.set_column(0, len(columns), 22)
        for row, category in enumerate(categories, 1):
            sheet.write_string(row, 0, category)
        for number, (name, values) in enumerate(columns, 1):
            sheet.write_string(0, number, name)
            sheet.write_column(1, number, values, money)
    return out.getvalue()
