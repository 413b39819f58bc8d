"""Words compare as texts, figures exactly with figures and typed ones; what would silently never be equal is refused."""

from __future__ import annotations

import pytest

from generator.namespace import Tree
from generator.quantity import Operation, Quantity, Word
from generator.text.comparison import typed_figure
from generator.text.faults import FAULTS, in_chinese
from generator.text.grammar import parse
from generator.text.printer import Printer
from generator.text.sandbox import Environment
from generator.text.translation import program
from tests.support.language import free, of_report
from tests.support.quantities import q

DATA: Tree = {
    "grade": Word("二等", "评级", Operation("比较", ())),
    "total": q("87.25分"),
    "rate": q("100%"),
    "actual": q("21754元"),
    "budget": q("30000元"),
    "same": q("2.1754万元"),
    "undefined": Quantity(None, "%"),
    "nothing": None,
    "times": q("6次"),
    "bare": q("12"),
    "said": "提升",
    "year": 2022,
    "by_grade": {"二等": 1},
}
UNFILLED = "没有填写的不能比较大小：先判断有没有，如 {% if score.total and score.total >= '80分' %}"
MIXED = "2022 是数，「2022」是文字，两者不会相等：数不加引号，文字加引号"
PRINTED = "印出来的数不能比较，也不能排序：去掉印法，和带单位的文字比，如 score.total >= '80分'"
NOT_IN = "「in」的右边要是列表，数才能在里面"


def bare(written: str, example: str) -> str:
    return f"「{written}」没有单位，不能和数比较：写成带单位的文字，如 '{example}'"


def said(printer: Printer, test: str) -> str:
    """What a condition of a template says: 是, 否 or its fault, whether or not the rest of it asks for more."""
    source = f"{{% if {test} %}}是{{% else %}}否{{% endif %}}"
    simple, whole = (of_report(printer, before + source, DATA) for before in ("", "{% set x = 1 %}"))
    assert simple == whole
    return simple


@pytest.mark.parametrize(
    "test",
    [
        *("grade == '二等'", "'二等' == grade", "grade in ['一等', '二等']", "'二等' in [grade]", "grade == grade"),
        *("grade not in ['一等']", "grade in by_grade", "'二' in grade", "grade in '一等、二等'", "grade > '一等'"),
        *("total == '87.25分'", "total >= '80分'", "'80分' <= total < '90分'", "total in ['87.25分']"),
        *("rate == '100%'", "rate >= '100％'", "rate != '99.99%'", "bare == '12'", "bare < '13'"),
        *("actual == '2.1754万元'", "actual == same", "actual < budget", "actual >= ' 2万元 '", "actual != '2.18万元'"),
        *("times == '6次'", "times != '95%'", "times in ['95%', '提升', '6次']", "times != '提升'", "said == '提升'"),
        *("undefined != '100%'", "undefined != rate", "undefined == undefined", "nothing != '80分'", "total != none"),
        *("year == 2022", "actual != rate", "times != total", "nothing == none"),
    ],
)
def test_words_are_texts_and_figures_exact(printer: Printer, test: str) -> None:
    assert said(printer, test) == "是"
    assert said(printer, f"not ({test})") == "否"


@pytest.mark.parametrize(
    ("test", "fault"),
    [
        *((f"total {sign} 87.25", bare("87.25", "80分")) for sign in ("==", "!=", "<", ">=")),
        *((f"total {sign} '87.25'", bare("87.25", "80分")) for sign in ("==", "!=", "<", ">=")),
        ("rate == 100", bare("100", "100%")),
        ("100 <= rate", bare("100", "100%")),
        ("actual in [21754]", bare("21754", "2万元")),
        ("21754 not in [actual]", bare("21754", "2万元")),
        ("times == 6", bare("6", "80次")),
        ("total == true", bare("True", "80分")),
        ("actual == '21,754元'", "「21,754元」不是一个数，不能和数比较：写成 '2万元' 这样，中间没有空格和逗号"),
        ("actual >= '很多'", "「很多」不是一个数，不能和数比较：写成 '2万元' 这样，中间没有空格和逗号"),
        ("total >= '80%'", "单位不同的数不能比较大小：分和%"),
        ("actual < rate", "单位不同的数不能比较大小：元和%"),
        ("undefined < '100%'", "有的数没有值，不能比较大小"),
        ("nothing >= '80分'", UNFILLED),
        ("total > nothing", UNFILLED),
        ("total < by_grade", "有的不是数，不能比较大小"),
        ("year == '2022'", MIXED),
        ("'2022' in [year]", MIXED),
        ("total|分 == '87.25分'", PRINTED),
        ("total|分 < '90分'", PRINTED),
        ("total|分 in ['87.25分']", PRINTED),
        ("lost == grade", "没有名为「lost」的数据"),
        ("actual != lost", "没有名为「lost」的数据"),
        ("actual >= lost", "没有名为「lost」的数据"),
        ("grade in [lost]", "没有名为「lost」的数据"),
    ],
)
def test_what_would_never_be_equal_is_refused(printer: Printer, test: str, fault: str) -> None:
    assert said(printer, test) == fault


def test_a_figure_is_in_no_text_and_no_group(printer: Printer) -> None:
    assert of_report(printer, "{% if actual in by_grade %}{% endif %}", DATA) == NOT_IN
    assert of_report(printer, "{% if actual in '2万元' %}{% endif %}", DATA) == NOT_IN


@pytest.mark.parametrize(
    ("test", "told"),
    [
        ("grade == '二等'", "是"),
        ("total >= '80分'", "是"),
        ("total == 87", bare("87", "80分")),
        ("year == '2022'", MIXED),
    ],
)
def test_texts_of_a_report_compare_in_the_same_way(printer: Printer, test: str, told: str) -> None:
    narrow = Environment(printer, printer.text)
    try:
        found = narrow.render(program(parse(narrow, f"{{% if {test} %}}是{{% endif %}}")), DATA)
    except FAULTS as error:
        found = in_chinese(error)
    assert found == told


def test_any_other_data_compare_as_in_jinja() -> None:
    assert free("{% if n == '7' %}是{% else %}否{% endif %}") == "否"
    assert free("{% if n in ['7', 'x'] %}是{% else %}否{% endif %}{{ words[:1]|length }}") == "否1"


def test_a_typed_figure_is_read_as_everywhere() -> None:
    assert typed_figure(" 100％ ") == q("100%")
    assert [typed_figure(text) for text in ("", "≥95%", "2 万元", "1,000元", "nan", "９９分", "1" * 99 + "元")] == [
        None
    ] * 7
