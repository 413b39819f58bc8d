"""Figures printed by the rules of a profile, and what is said where there is none or another kind."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from generator.namespace import Tree
from generator.quantity import Operation, Word
from generator.text.printer import Printer, decimal_text
from tests.support.quantities import q

RATE = q("21754元") / q("3万元")
NONE = q("1元") / q("0元")
NOTHING = Operation("比较", ())


def change(direction: str) -> Tree:
    return {"direction": Word(direction, "", NOTHING), "amount": q("15.99万元"), "rate": q("1元") / q("8元")}


@pytest.mark.parametrize(
    ("name", "figure", "shown"),
    [
        ("万元", q("21754元"), "2.18万元"),
        ("万元", None, "未披露"),
        ("万元数", q("21754元"), "2.18"),
        ("元数", q("21754元"), "21754"),
        ("百分比", RATE, "72.51%"),
        ("百分比", NONE, "—"),
        ("得分", q("7.25分"), "7.25"),
        ("分值", q("10.50分"), "10.5"),
        ("万元空", q("21754元"), "2.18"),
        ("万元空", q("0元"), ""),
        ("万元空", None, ""),
        ("日期", "2022-01-05", "2022年1月5日"),
        ("日期", "2022-05", "2022年5月"),
        ("日期", None, "未披露"),
        ("增减", change("增加"), "增加15.99万元，增长12.50%"),
        ("增减", change("减少"), "减少15.99万元，下降12.50%"),
        ("增减", change("持平"), "持平"),
        ("增减", None, "未披露"),
        ("length", "甲乙", "2"),
        ("first", ["甲", "乙"], "甲"),
        ("last", ["甲", "乙"], "乙"),
    ],
)
def test_each_filter_prints_what_its_name_says(printer: Printer, name: str, figure: object, shown: str) -> None:
    assert str(printer.filters()[name](figure)) == shown


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("万元", q("5人"), "这个数据单位是「人」，不能按「万元」印出"),
        ("万元数", "甲", "这个数据不是一个数，不能按「元」印出"),
        ("得分", RATE, "这个数据单位是「%」，不能按「分」印出"),
        ("日期", "2022-13-01", "「日期」只能印一个日期"),
        ("日期", 5, "「日期」只能印一个日期"),
        ("增减", q("1元"), "「增减」只能印一项变动，如 accounts.changes.total"),
        ("图说", {"a": 1}, "这里引用的不是一组可以画图的数据"),
        ("first", [], "这个列表是空的"),
        ("join", "甲", "这里引用的不是列表"),
    ],
)
def test_a_filter_refuses_what_it_cannot_print(printer: Printer, name: str, value: Any, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        printer.filters()[name](value)


def test_a_figure_is_printed_as_written_and_a_computed_one_by_its_unit(printer: Printer) -> None:
    assert printer.text(q("2.1754万元")) == "2.1754万元"
    assert printer.text(q("1万元") + q("2元")) == "1.00万元"
    assert printer.text(RATE) == "72.51%"
    assert printer.text(q("1分") + q("2分")) == "3.00分"
    assert printer.text(q("1人") + q("2人")) == "3人"


@pytest.mark.parametrize(
    ("value", "words"),
    [({"甲": 1}, "一组数据，不是一个数：甲"), (["甲"], "不是一个数；逐项印用 for"), (True, "不是一个数，也不是文字")],
)
def test_a_group_or_a_truth_value_is_no_text(printer: Printer, value: object, words: str) -> None:
    with pytest.raises(TypeError, match=words):
        printer.text(value)


def test_what_was_printed_is_kept_each_once(profile: Any) -> None:
    printer, amount, word = Printer(profile), q("3万元"), Word("良", "", NOTHING)
    for value in (amount, word, amount):
        printer.text(value)
    printer.rate(RATE)
    assert [*printer.printed.values()] == [amount, word, RATE]


def test_a_chart_in_words_names_its_columns_where_there_are_several(printer: Printer) -> None:
    columns = [{"name": name, "values": [q(value)]} for name, value in (("上年", "1万元"), ("本年", "2万元"))]
    series = {"title": "图", "categories": ["收入"], "series": columns}
    assert printer.chart_text(series) == "图：上年收入1.00万元，本年收入2.00万元"
    assert printer.chart_text(series | {"series": columns[:1]}) == "图：收入1.00万元"


def test_decimals_are_those_of_the_unit_and_scale(printer: Printer) -> None:
    assert [printer.places(*names) for names in (("元", "万"), ("元",), ("%",), ("人",))] == [2, 0, 2, 0]


@pytest.mark.parametrize(
    ("name", "figure", "arguments", "text"),
    [
        ("万元", "432000元", (), "43.20万元"),
        ("万元", "432000元", (0,), "43万元"),
        ("万元", "432000元", ("去零",), "43.2万元"),
        ("万元数", "2390000元", ("去零",), "239"),
        ("万元数", "2390000元", (3,), "239.000"),
        ("万元空", "0元", (1,), ""),
        ("万元空", "54000元", (1,), "5.4"),
        ("元", "21754.5元", (1,), "21754.5元"),
        ("元数", "21754元", (2,), "21754.00"),
        ("百分比", "72.513%", (), "72.51%"),
        ("百分比", "72.5%", ("去零",), "72.5%"),
        ("分", "7.5分", (1,), "7.5分"),
        ("得分", "7.5分", ("去零",), "7.5"),
        ("得分", "8分", ("去零",), "8"),
    ],
)
def test_decimals_may_be_asked_for_in_a_place(
    printer: Printer, name: str, figure: str, arguments: tuple[object, ...], text: str
) -> None:
    assert printer.filters()[name](q(figure), *arguments) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        *(("1.10", "1.10"), ("2", "2.0"), ("1E+3", "1000.0"), ("-0.5", "-0.5"), ("0", "0.0")),
        *(("0.3333333333333333333333", "0.3333333333333333"), ("12345678901234567890.12", "12345678901234567890.12")),
    ],
)
def test_a_decimal_is_printed_as_typed_or_as_a_float(printer: Printer, value: str, text: str) -> None:
    assert decimal_text(Decimal(value)) == printer.text(Decimal(value)) == text
