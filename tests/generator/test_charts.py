from __future__ import annotations

import re
from copy import deepcopy
from io import BytesIO

import openpyxl
import pytest
from lxml import etree

from generator.charts import draw, is_empty
from generator.namespace import Tree
from generator.package import DOCUMENT, Package, links, read_package, serialise
from generator.printer import Printer
from generator.quantity import Quantity
from generator.template import CHART, DRAWING_PROPERTIES, R, W
from tests.docx import PROJECT

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
COLUMNS, PIE = 0, 1


def chart_package(number: int = COLUMNS, text: str = "{{ x }}") -> Package:
    """A document with one chart of Wuhan's narrative, columns of two series or a pie, under an alternative text."""
    package, problems = read_package(PROJECT / "templates" / "hubei-wuhan" / "explanation.docx", "explanation.docx")
    assert package is not None, problems
    root = etree.fromstring(package[DOCUMENT])
    paragraph = [item for item in root.iter(f"{W}p") if next(item.iter(CHART), None) is not None][number]
    next(paragraph.iter(DRAWING_PROPERTIES)).set("descr", text)
    root[0][:] = [deepcopy(paragraph), root[0][-1]]
    return package | {DOCUMENT: serialise(root)}


def chart_part(package: Package) -> str:
    """The part of the only chart of a document."""
    (identifier,) = [chart.get(f"{R}id") for chart in etree.fromstring(package[DOCUMENT]).iter(CHART)]
    return next(link.target for link in links(package, DOCUMENT) if link.id == identifier)


def series(categories: list[str], *columns: tuple[str, list[str]]) -> Tree:
    return {
        "title": "图",
        "categories": categories,
        "series": [
            {"id": name, "name": name, "values": [Quantity.parse(value) for value in values]}
            for name, values in columns
        ],
    }


def drawn(printer: Printer, number: int, shown: Tree) -> tuple[etree._Element, list[tuple[object, ...]]]:
    """The chart, and the rows of its workbook."""
    package = chart_package(number)
    chart, workbook = draw(package[chart_part(package)], shown, printer)
    book = openpyxl.load_workbook(BytesIO(workbook))
    assert book.sheetnames == ["Sheet1"]
    return etree.fromstring(chart), [*book["Sheet1"].iter_rows(values_only=True)]


def values(chart: etree._Element, part: str) -> list[list[str]]:
    """For each series the cached points of a part: tx, cat or val."""
    return [[item.text or "" for item in one.iterfind(f"{C}{part}//{C}v")] for one in chart.iter(f"{C}ser")]


def formatted(chart: etree._Element) -> list[int]:
    return [int(str(index.get("val"))) for index in chart.iterfind(f".//{C}dPt/{C}idx")]


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
    first, _ = draw(package[chart_part(package)], series(["甲", "乙"], ("金额", ["99万元", "1万元"])), printer)
    second, _ = draw(first, series(["甲", "乙"], ("金额", ["50万元", "50万元"])), printer)
    assert b"<c:dLbl>" in first and b"<c:dLbl>" not in second


def test_names_may_hold_characters_that_xml_reserves(printer: Printer) -> None:
    names = ["A & B < C", "“甲”'乙'\"丙\"", "]]>", "2021"]
    chart, rows = drawn(printer, PIE, series(names, ("收入 & <支出>", ["1万元"] * 4)))
    assert values(chart, "cat") == [names]
    assert values(chart, "tx") == [["收入 & <支出>"]]
    assert [row[0] for row in rows] == [None, *names]
    assert rows[0][1] == "收入 & <支出>"


def test_names_that_look_like_formulas_or_addresses_stay_text_in_the_workbook(printer: Printer) -> None:
    names = ["=1+1", "http://example.com"]
    package = chart_package(PIE)
    _, workbook = draw(package[chart_part(package)], series(names, ("金额", ["1万元"] * 2)), printer)
    cells = [row[0] for row in openpyxl.load_workbook(BytesIO(workbook))["Sheet1"].iter_rows(min_row=2)]
    assert [(cell.value, cell.data_type, cell.hyperlink) for cell in cells] == [(name, "s", None) for name in names]


@pytest.mark.parametrize("number", [COLUMNS, PIE])
def test_equal_series_give_equal_bytes(printer: Printer, number: int) -> None:
    package = chart_package(number)
    shown = series(["甲", "乙"], ("金额", ["21754元", "3万元"]))
    first, second = (draw(package[chart_part(package)], shown, printer) for _ in range(2))
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
        (series(["甲", "乙"], ("金额", ["0元", "0元"])), True),
        (series(["甲"], ("上年", ["0元"]), ("本年", ["1元"])), False),
    ],
)
def test_a_series_without_an_amount_is_empty(shown: Tree, empty: bool) -> None:
    assert is_empty(shown) is empty
