from __future__ import annotations

import re
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from lxml import etree

from generator.namespace import Tree
from generator.opc import serialise
from generator.text.printer import Printer
from generator.word.charts import draw, is_empty, undrawable
from tests.support.charts import COLUMNS, PIE, chart_package, chart_part, series

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
IN_ORDER = {
    "bar": "idx order tx spPr invertIfNegative pictureOptions dPt dLbls trendline errBars cat val shape extLst",
    "line": "idx order tx spPr marker dPt dLbls trendline errBars cat val smooth extLst",
    "area": "idx order tx spPr pictureOptions dPt dLbls trendline errBars cat val extLst",
    "pie": "idx order tx spPr explosion dPt dLbls cat val extLst",
    "radar": "idx order tx spPr marker dPt dLbls cat val extLst",
    "surface": "idx order tx spPr cat val extLst",
}
"""What the series of each kind of plot consist of, in the order of the schema."""
DRAWN = {"idx", "order", "tx", "cat", "val"}


def drawn(printer: Printer, number: int, shown: Tree) -> tuple[etree._Element, list[tuple[object, ...]]]:
    """The chart, and the rows of its workbook."""
    package = chart_package(number)
    chart, workbook = draw(package[chart_part(package)], shown, printer.chart)
    book = openpyxl.load_workbook(BytesIO(workbook))
    assert book.sheetnames == ["Sheet1"]
    return etree.fromstring(chart), [*book["Sheet1"].iter_rows(values_only=True)]


def values(chart: etree._Element, part: str) -> list[list[str]]:
    """For each series the cached points of a part: tx, cat or val."""
    return [[item.text or "" for item in one.iterfind(f"{C}{part}//{C}v")] for one in chart.iter(f"{C}ser")]


def formatted(chart: etree._Element) -> list[int]:
    return [int(str(index.get("val"))) for index in chart.iterfind(f".//{C}dPt/{C}idx")]


def plotted(*content: str) -> bytes:
    """A chart part with these plots and axes."""
    area = "".join(content)
    return (
        f'<c:chartSpace xmlns:c="{C[1:-1]}"><c:chart><c:plotArea>{area}</c:plotArea></c:chart></c:chartSpace>'.encode()
    )


def plot(kind: str, *all_series: str, axes: tuple[int, ...] = ()) -> str:
    on = "".join(f'<c:axId val="{axis}"/>' for axis in axes)
    return f"<c:{kind}Chart>{''.join(all_series)}{on}</c:{kind}Chart>"


def one(idx: int, order: int, content: str = "") -> str:
    return f'<c:ser><c:idx val="{idx}"/><c:order val="{order}"/>{content}</c:ser>'


def pair(first: int, second: int) -> str:
    """The two axes of a plot, each of which names the other."""
    return "".join(
        f'<c:{kind}Ax><c:axId val="{axis}"/><c:crossAx val="{other}"/></c:{kind}Ax>'
        for kind, axis, other in (("cat", first, second), ("val", second, first))
    )


def in_plots(chart: bytes) -> dict[str, list[str]]:
    """For each kind of plot its series as they stand, each by its idx, order and name."""
    return {
        etree.QName(drawn).localname: [
            " ".join(str(number.get("val")) for number in each.iterchildren(f"{C}idx", f"{C}order"))
            + f" {each.findtext(f'{C}tx//{C}v')}"
            for each in drawn.iterchildren(f"{C}ser")
        ]
        for drawn in etree.fromstring(chart).iterfind(f"{C}chart/{C}plotArea/*")
        if str(drawn.tag).endswith("Chart")
    }


def axes(chart: bytes) -> list[str]:
    return [str(axis.get("val")) for axis in etree.fromstring(chart).iterfind(f".//{C}crossAx/../{C}axId")]


def several(count: int) -> Tree:
    return series(["甲", "乙"], *((f"第{number}组", [f"{number}万元", "1万元"]) for number in range(1, count + 1)))


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_chart_takes_as_many_series_as_there_are(printer: Printer, count: int) -> None:
    columns = [(f"{2019 + number}年度", [f"{number}1万元", f"{number}2.5万元"]) for number in range(1, count + 1)]
    chart, rows = drawn(printer, COLUMNS, series(["收入", "支出"], *columns))
    assert values(chart, "tx") == [[f"{2019 + number}年度"] for number in range(1, count + 1)]
    assert values(chart, "cat") == [["收入", "支出"]] * count
    assert values(chart, "val") == [[f"{number}1.00", f"{number}2.50"] for number in range(1, count + 1)]
    orders = [[str(one.find(f"{C}{name}").get("val")) for one in chart.iter(f"{C}ser")] for name in ("idx", "order")]  # type: ignore[union-attr]
    assert orders == [[str(number) for number in range(count)]] * 2
    assert rows == [
        (None, *(name for name, _ in columns)),
        ("收入", *(number * 10 + 1 for number in range(1, count + 1))),
        ("支出", *(number * 10 + 2.5 for number in range(1, count + 1))),
    ]


@pytest.mark.parametrize("count", [1, 8])
def test_a_chart_takes_as_many_categories_as_there_are(printer: Printer, count: int) -> None:
    names = [f"第{number}项" for number in range(count)]
    chart, rows = drawn(printer, PIE, series(names, ("金额", ["1万元"] * count)))
    assert values(chart, "cat") == [names]
    assert {str(item.get("val")) for item in chart.iterfind(f".//{C}cat//{C}ptCount")} == {str(count)}
    assert [item.text for item in chart.iter(f"{C}f")] == [
        "Sheet1!$B$1",
        f"Sheet1!$A$2:$A${count + 1}",
        f"Sheet1!$B$2:$B${count + 1}",
    ]
    assert [row[0] for row in rows] == [None, *names]


def test_series_beyond_the_template_s_look_like_its_last_but_have_their_own_name(printer: Printer) -> None:
    chart, _ = drawn(printer, COLUMNS, series(["甲"], *((name, ["1万元"]) for name in ("子", "丑", "寅"))))
    looks = [etree.tostring(look) for one in chart.iter(f"{C}ser") if (look := one.find(f"{C}spPr")) is not None]
    assert looks[2] == looks[1] != looks[0]


@pytest.mark.parametrize(("count", "last"), [(1, "B"), (25, "Z"), (26, "AA"), (30, "AE"), (702, "AAA")])
@pytest.mark.parametrize("number", [COLUMNS, PIE])
def test_every_formula_leads_to_the_cells_that_hold_what_is_shown(
    printer: Printer, number: int, count: int, last: str
) -> None:
    package = chart_package(number)
    part, workbook = draw(package[chart_part(package)], several(count), printer.chart)
    sheet = openpyxl.load_workbook(BytesIO(workbook))["Sheet1"]
    formulas = etree.fromstring(part).findall(f".//{C}ser//{C}f")
    assert len(formulas) == 3 * count
    assert formulas[-1].text == f"Sheet1!${last}$2:${last}$3"
    for formula in formulas:
        name, cells = str(formula.text).split("!")
        assert (name, cells.count("$")) == ("Sheet1", 4 if ":" in cells else 2)
        block = sheet[cells]
        held = [cell.value for (cell,) in block] if isinstance(block, tuple) else [block.value]
        (cache,) = formula.itersiblings(f"{C}strCache", f"{C}numCache")
        texts = [str(value.text) for value in cache.iter(f"{C}v")]
        shown = [*map(Decimal, texts)] if cache.tag == f"{C}numCache" else texts
        assert shown == held
        assert [str(point.get("idx")) for point in cache.iter(f"{C}pt")] == [*map(str, range(len(held)))]
        assert [points.get("val") for points in cache.iter(f"{C}ptCount")] == [str(len(held))]


def test_a_series_is_written_as_word_writes_it(printer: Printer) -> None:
    old = '<c:tx><c:v>旧</c:v></c:tx><c:cat/><c:val/><c:smooth val="0"/>'
    chart, _ = draw(plotted(plot("line", one(3, 5, old))), series(["甲"], ("金额", ["2.5万元"])), printer.chart)
    assert re.search("<c:ser>.*</c:ser>", chart.decode())[0] == (  # type: ignore[index]
        '<c:ser><c:idx val="3"/><c:order val="5"/>'
        '<c:tx><c:strRef><c:f>Sheet1!$B$1</c:f><c:strCache><c:ptCount val="1"/>'
        '<c:pt idx="0"><c:v>金额</c:v></c:pt></c:strCache></c:strRef></c:tx>'
        '<c:cat><c:strRef><c:f>Sheet1!$A$2:$A$2</c:f><c:strCache><c:ptCount val="1"/>'
        '<c:pt idx="0"><c:v>甲</c:v></c:pt></c:strCache></c:strRef></c:cat>'
        "<c:val><c:numRef><c:f>Sheet1!$B$2:$B$2</c:f><c:numCache><c:formatCode>0.00</c:formatCode>"
        '<c:ptCount val="1"/><c:pt idx="0"><c:v>2.50</c:v></c:pt></c:numCache></c:numRef></c:val>'
        '<c:smooth val="0"/></c:ser>'
    )


@pytest.mark.parametrize("kind", IN_ORDER)
@pytest.mark.parametrize("there", [DRAWN, {"idx", "order"}], ids=["filled", "bare"])
def test_the_parts_of_a_series_stand_in_the_order_of_the_schema(printer: Printer, kind: str, there: set[str]) -> None:
    names = IN_ORDER[kind].split()
    point = '<c:idx val="0"/>'
    full = "".join(f"<c:{name}>{point if name == 'dPt' else ''}</c:{name}>" for name in names if name not in DRAWN)
    for content in ("", full):
        wanted = [name for name in names if name in DRAWN or content]
        root = etree.fromstring(plotted(plot(kind, one(0, 0, content))))
        for new in there - {"idx", "order"}:
            next(root.iter(f"{C}ser")).insert(wanted.index(new), etree.Element(f"{C}{new}"))
        chart, _ = draw(serialise(root), several(2), printer.chart)
        for each in etree.fromstring(chart).iter(f"{C}ser"):
            assert [etree.QName(child).localname for child in each] == wanted


@pytest.mark.parametrize(
    ("count", "plots", "left"),
    [
        (1, {"barChart": ["0 0 第1组"]}, "12"),
        (2, {"barChart": ["0 0 第1组", "1 1 第2组"]}, "12"),
        (3, {"barChart": ["0 0 第1组", "1 1 第2组"], "lineChart": ["2 2 第3组"]}, "1234"),
        (
            5,
            {"barChart": ["0 0 第1组", "1 1 第2组"], "lineChart": ["2 2 第3组", "3 3 第4组", "4 4 第5组"]},
            "1234",
        ),
    ],
)
def test_of_two_plots_the_last_takes_more_series_and_goes_with_its_axes_where_there_are_fewer(
    printer: Printer, count: int, plots: dict[str, list[str]], left: str
) -> None:
    bars, line = plot("bar", one(0, 0), one(1, 1), axes=(1, 2)), plot("line", one(2, 2), axes=(3, 4))
    chart, _ = draw(
        plotted("<c:layout/>", bars, line, pair(1, 2), pair(3, 4), "<c:spPr/>"), several(count), printer.chart
    )
    assert (in_plots(chart), axes(chart)) == (plots, [*left])


def test_axes_that_another_plot_is_drawn_on_stay(printer: Printer) -> None:
    bars, line = plot("bar", one(0, 0), axes=(1, 2)), plot("line", one(1, 1), axes=(1, 2))
    chart, _ = draw(plotted(bars, line, pair(1, 2)), several(1), printer.chart)
    assert (in_plots(chart), axes(chart)) == ({"barChart": ["0 0 第1组"]}, ["1", "2"])


def test_series_are_filled_by_their_order_and_new_ones_take_the_next_numbers(printer: Printer) -> None:
    template = plotted(plot("line", one(1, 6), one(4, 2)), plot("area"))
    chart, _ = draw(template, several(4), printer.chart)
    lines = ["1 6 第2组", "5 7 第3组", "6 8 第4组", "4 2 第1组"]
    assert in_plots(chart) == {"lineChart": lines, "areaChart": []}
    chart, _ = draw(template, several(1), printer.chart)
    assert in_plots(chart) == {"lineChart": ["4 2 第1组"], "areaChart": []}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ([plot("bar", one(0, 0)), plot("line"), pair(1, 2)], ""),
        ([plot("pie"), pair(1, 2)], "图表里没有数据系列，不知道照什么样子画"),
        ([], "图表里没有数据系列，不知道照什么样子画"),
        ([plot("bar", one(0, 0)), plot("scatter", one(1, 1))], "散点图、气泡图和股价图画不了按项目列出的金额"),
        ([plot("bubble", one(0, 0))], "散点图、气泡图和股价图画不了按项目列出的金额"),
        ([plot("stock", one(0, 0), one(1, 1), one(2, 2))], "散点图、气泡图和股价图画不了按项目列出的金额"),
        ([plot("bar", '<c:ser><c:idx val="0"/></c:ser>')], "图表里的系列、数据点或者坐标轴没有编号"),
        ([plot("bar", '<c:ser><c:idx/><c:order val="0"/></c:ser>')], "图表里的系列、数据点或者坐标轴没有编号"),
        ([plot("pie", one(0, 0, "<c:dPt/>"))], "图表里的系列、数据点或者坐标轴没有编号"),
        ([plot("bar", one(0, 0)), '<c:catAx><c:crossAx val="1"/></c:catAx>'], "图表里的系列、数据点或者坐标轴没有编号"),
    ],
)
def test_a_chart_that_amounts_by_category_cannot_be_drawn_into_says_why(content: list[str], reason: str) -> None:
    assert undrawable(plotted(*content)) == reason


@pytest.mark.parametrize("number", [COLUMNS, PIE])
def test_the_charts_of_the_templates_can_be_drawn_into(number: int) -> None:
    package = chart_package(number)
    assert undrawable(package[chart_part(package)]) == ""


def test_formats_of_points_that_are_gone_go_with_them(printer: Printer) -> None:
    package = chart_package(PIE)
    template = etree.fromstring(package[chart_part(package)])
    assert formatted(template) == [0, 1, 2, 3, 4, 5]
    two, _ = drawn(printer, PIE, series(["甲", "乙"], ("金额", ["1万元", "2万元"])))
    eight, _ = drawn(printer, PIE, series([*"甲乙丙丁戊己庚辛"], ("金额", ["1万元"] * 8)))
    assert (formatted(two), formatted(eight)) == ([0, 1], [0, 1, 2, 3, 4, 5])


@pytest.mark.parametrize(
    ("amounts", "without"),
    [
        (["98万元", "2万元"], []),
        (["98.01万元", "1.99万元"], [1]),
        (["1万元", "97万元", "2万元", "0元"], [0, 3]),
        (["5万元"], []),
    ],
)
def test_slices_under_two_per_cent_have_no_label(printer: Printer, amounts: list[str], without: list[int]) -> None:
    chart, _ = drawn(printer, PIE, series([f"第{n}项" for n in range(len(amounts))], ("金额", amounts)))
    (labels,) = chart.iterfind(f".//{C}ser/{C}dLbls")
    deleted = list(labels.iterchildren(f"{C}dLbl"))
    assert [int(str(label.find(f"{C}idx").get("val"))) for label in deleted] == without  # type: ignore[union-attr]
    assert [label.find(f"{C}delete").get("val") for label in deleted] == ["1"] * len(without)  # type: ignore[union-attr]
    assert [*labels][: len(deleted)] == deleted


def test_columns_keep_all_their_labels(printer: Printer) -> None:
    chart, _ = drawn(printer, COLUMNS, series(["收入", "支出"], ("金额", ["99万元", "1万元"])))
    assert [*chart.iter(f"{C}dLbl")] == []


def test_labels_of_an_earlier_drawing_do_not_stay(printer: Printer) -> None:
    package = chart_package(PIE)
    first, _ = draw(package[chart_part(package)], series(["甲", "乙"], ("金额", ["99万元", "1万元"])), printer.chart)
    second, _ = draw(first, series(["甲", "乙"], ("金额", ["50万元", "50万元"])), printer.chart)
    assert b"<c:dLbl>" in first and b"<c:dLbl>" not in second


def test_names_may_hold_characters_that_xml_reserves(printer: Printer) -> None:
    names = ["A & B < C", "“甲”'乙'\"丙\"", "]]>", "2021", "&amp;", " 𠮷é\u3000\u2028"]
    chart, rows = drawn(printer, PIE, series(names, ("收入 & <支出>", ["1万元"] * 6)))
    assert values(chart, "cat") == [names]
    assert values(chart, "tx") == [["收入 & <支出>"]]
    assert [row[0] for row in rows] == [None, *names]
    assert rows[0][1] == "收入 & <支出>"


def test_names_that_look_like_formulas_or_addresses_stay_text_in_the_workbook(printer: Printer) -> None:
    names = ["=1+1", "http://example.com"]
    package = chart_package(PIE)
    _, workbook = draw(package[chart_part(package)], series(names, ("金额", ["1万元"] * 2)), printer.chart)
    cells = [row[0] for row in openpyxl.load_workbook(BytesIO(workbook))["Sheet1"].iter_rows(min_row=2)]
    assert [(cell.value, cell.data_type, cell.hyperlink) for cell in cells] == [(name, "s", None) for name in names]


@pytest.mark.parametrize("number", [COLUMNS, PIE])
def test_equal_series_give_equal_bytes(printer: Printer, number: int) -> None:
    package = chart_package(number)
    shown = series(["甲", "乙"], ("金额", ["21754元", "3万元"]))
    first, second = (draw(package[chart_part(package)], shown, printer.chart) for _ in range(2))
    assert first == second
    assert re.search(rb"20\d\d-\d\d-\d\dT", first[1]) is None


def test_amounts_are_rounded_as_the_documents_print_them(printer: Printer) -> None:
    chart, rows = drawn(printer, PIE, series(["甲", "乙"], ("金额", ["21754元", "1.005万元"])))
    assert values(chart, "val") == [["2.18", "1.01"]]
    assert [row[1] for row in rows[1:]] == [2.18, 1.01]


@pytest.mark.parametrize(
    ("shown", "empty"),
    [
        (series([], ("金额", [])), True),
        (series(["甲", "乙"]), True),
        (series(["甲", "乙"], ("金额", ["0元", "0元"])), True),
        (series(["甲"], ("上年", ["0元"]), ("本年", ["1元"])), False),
    ],
)
def test_a_series_without_an_amount_is_empty(shown: Tree, empty: bool) -> None:
    assert is_empty(shown) is empty
