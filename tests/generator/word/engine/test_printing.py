"""Plain values are printed as they are: escaped once, numbers as they were typed, nothing of Python's."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from generator.namespace import Typed
from generator.opc import write_package
from generator.problems import Severity
from generator.word.engine.printing import PlainPrinter, undrawable
from generator.word.engine.template import Template
from tests.support.anyone import printed, template, told
from tests.support.charts import chart_package, chart_part
from tests.support.docx import body, p, package_of, texts
from tests.support.gate import faults
from tests.support.outside import picture

SALES = {"title": "销量", "categories": ["甲", "乙"], "series": [{"name": "台", "values": [3, Typed("1.50")]}]}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("A & B <w:p/> \"'", "A & B <w:p/> \"'"),
        ("{{ 7 }} {% raw %}", "{{ 7 }} {% raw %}"),
        ("  a  b  ", "  a  b  "),
        ("一\n二\r\n三\r四", "一\n二\n三\n四"),
        ("𠮷😀", "𠮷😀"),
        (5, "5"),
        (10**60, str(10**60)),
        (Typed("1.10"), "1.10"),
        (Typed("12345678901234567890.12"), "12345678901234567890.12"),
        (Typed("+5"), "+5"),
        (Decimal("0.3"), "0.3"),
        (Decimal(3), "3.0"),
        (1.5, "1.5"),
        (True, "True"),
        (False, "False"),
        (None, "None"),
    ],
)
def test_a_plain_value_is_printed_as_it_is(value: object, text: str) -> None:
    assert printed(p("{{ x }}"), {"x": value}) == [text]


def test_a_tab_becomes_one_of_words() -> None:
    document, _ = template(p("{{ x }}")).fill({"x": "a\tb"})
    assert document is not None
    assert b"<w:tab/>" not in document  # deflated
    assert printed(p("{{ x }}"), {"x": "a\tb"}) == ["ab"]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([1], "这里引用的是列表，不是一个值；逐项印用 for，连起来印用 |join"),
        ({"a": 1, "b": 2}, "这里引用的是一组数据，不是一个值；写到下一级，下面有：a、b"),
        (object(), "这里引用的不是一个数，也不是文字"),
        (float("nan"), "算出来的不是一个数"),
        ("a\x07b", "文字里有 Word 文档容不下的控制字符 U+0007；分段用 {{p … }}，一段一行"),
        ("a\x0bb", "文字里有 Word 文档容不下的控制字符 U+000B"),
        ("a\ud800b", "文字里有 Word 文档容不下的控制字符 U+D800"),
    ],
)
def test_what_is_no_plain_value_is_told_at_its_tag(value: object, message: str) -> None:
    document, problems = template(p("{{ x }}")).fill({"x": value})
    assert document is None
    assert told(problems) == [("t.docx!word/document.xml", f"{{{{ x }}}}：{message}")]


def test_paragraphs_are_those_of_a_text_of_small_markdown() -> None:
    assert printed(p("{{p x }}"), {"x": "一\n\n**二** <三>\n\n1. 甲\n1. 乙"}) == ["一", "二 <三>", "1.甲", "2.乙"]
    for value, message in ((["一"], "{{p … }} 只能印一段文字"), ("# 一", "{{p … }} 的文字不支持「#」标题")):
        _, (problem,) = template(p("{{p x }}")).fill({"x": value})
        assert message in problem.message


def test_filters_of_the_caller_are_applied_and_what_they_give_is_escaped() -> None:
    assert printed(p("{{ x|hi }}{{ 3|half }}"), {"x": "甲"}, hi=lambda text: f"<{text}>", half=lambda n: n / 2) == [
        "<甲>1.5"
    ]


def between(text: str, left: str, right: str = ")") -> str:
    return f"{left}{text}{right}"


def test_filters_of_the_caller_are_given_what_tags_write_in_brackets() -> None:
    """As docxtpl's users know it from Jinja."""
    source = "{{ x|between('&lt;') }}{{ x|between(x, right=x) }}{{ 1.5|plus(2) }}{{ words|map('between', '(')|join }}"
    data = {"x": "甲", "words": ["a", "b"]}
    assert printed(p(source), data, between=between, plus=lambda number, other: number + other) == [
        "<甲)甲甲甲3.5(a)(b)"
    ]
    assert printed(p("{{ x|int_of }}"), {"x": "12"}, int_of=int) == ["12"]


def fails(_: object) -> str:
    raise KeyError("no")


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("{{ x|fails }}", "{{ x|fails }}：印法「fails」出错：KeyError 'no'"),
        ("{{ y|fails }}", "{{ y|fails }}：没有名为「y」的数据"),
        ("{{ x|fails(1) }}", "{{ x|fails(1) }}：「fails」后面的括号写得不对"),
        ("{{ x|between(y) }}", "{{ x|between(y) }}：没有名为「y」的数据"),
        ("{{ x|make }}", "{{ x|make }}：这里引用的不是一个数，也不是文字"),
    ],
)
def test_a_filter_that_fails_is_told_at_its_tag(source: str, message: str) -> None:
    filters: dict[str, Callable[..., Any]] = {"fails": fails, "between": between, "make": lambda _: object()}
    made, problems = Template.parse(write_package(package_of(p(source))), "t.docx", filters)
    document: bytes | None = None
    if made is not None:
        document, problems = made.fill({"x": "甲"})
    assert (document, [problem.message for problem in problems]) == (None, [message])


def test_what_a_filter_gives_counts_for_the_bounds() -> None:
    _, (problem,) = template(p("{{ x|much }}"), {"much": lambda _: "甲" * 9_000_000}).fill({"x": 1})
    assert "印出来的内容超过" in problem.message


def test_a_chart_draws_plain_numbers() -> None:
    made = template(chart_package(text="{{ 销量 }}"))
    document, problems = made.fill({"销量": SALES})
    assert document is not None, problems
    assert chart_part(chart_package()).encode() != b""
    for wrong, message in (
        (5, "图表要的数据是 title（文字）"),
        (SALES | {"categories": ["甲"]}, "图表的「台」有 2 个数，categories 有 1 项，要一样多"),
        (SALES | {"series": [{"name": "台", "values": [1, "2"]}]}, "图表的「台」里有的不是数"),
        (SALES | {"series": []}, "图表要的数据是"),
        (SALES | {"series": [1]}, "图表要的数据是"),
    ):
        document, (problem,) = made.fill({"销量": wrong})
        assert document is None and message in problem.message
    _, (problem,) = made.fill({})
    assert "没有名为「销量」的数据" in problem.message
    assert undrawable(SALES) == ""


@pytest.mark.parametrize("sign", ["\n", "\r\n", "\t"])
def test_what_is_no_paragraph_shows_a_blank_for_a_line_break_or_a_tab(sign: str) -> None:
    """An attribute of XML cannot hold the elements that Word has for these."""
    series = SALES | {"title": f"销{sign}量", "categories": [f"甲{sign}", "乙"]}
    for source, data in (
        (chart_package(text="{{ x }}"), series),
        (package_of(picture('descr="{{ x }}"')), f"甲{sign}乙"),
    ):
        document, problems = template(source).fill({"x": data})
        assert document is not None, problems
        assert faults(document) == []
        expected = "销 量：甲 3，乙1.50" if data is series else "甲 乙"
        assert body(document).xpath("string(.//@descr)") == expected


def test_a_chart_that_has_nothing_to_draw_is_told() -> None:
    nothing: Any = SALES | {"series": [{"name": "台", "values": [0, 0]}]}
    _, (problem,) = template(chart_package(text="{{ 销量 }}")).fill({"销量": nothing})
    assert problem.code == "CHART-EMPTY"


def test_a_lenient_printer_prints_nothing_for_none() -> None:
    assert PlainPrinter({}, lenient=True).text(None) == ""
    assert PlainPrinter({}, lenient=True).settings != PlainPrinter({}).settings


def test_filters_of_lists_print_plain_values() -> None:
    data = {"a": ["甲", 1, True], "e": [], "s": "甲乙", "d": {"k": 1}, "n": 3}
    assert printed(
        p("{{ a|join('、') }}|{{ a|first }}{{ s|last }}{{ a|length }}{{ s|length }}{{ d|length }}"), data
    ) == ["甲、1、True|甲乙321"]
    for source, message in (
        ("{{ e|first }}", "这个列表是空的"),
        ("{{ n|join }}", "这里引用的不是列表"),
        ("{{ nix|join }}", "没有名为「nix」的数据"),
    ):
        _, (problem,) = template(p(source)).fill(data)
        assert problem.message == f"{source}：{message}"
    _, (problem,) = template(p("{{ a|join('、') }}")).fill({"a": ["甲" * 1_000_000] * 9})
    assert "要处理的数据太多" in problem.message


def test_the_whole_language_works_on_plain_values_and_computes_exactly() -> None:
    data: dict[str, Any] = {"p": Typed("1.10"), "rows": [{"n": Typed("0.1")}, {"n": Typed("0.2")}], "e": []}
    for source, text in (
        ("{{ p }} {{ p + 1 }} {{ -p }} {{ 6/2 }} {{ '%05.2f'|format(p) }}", "1.10 2.1 -1.1 3.0 01.10"),
        ("{{ rows|sum(attribute='n') }} {{ rows|map(attribute='n')|join('、') }}", "0.3 0.1、0.2"),
        ("{{ [p, 2]|min }} {{ p == 1.1 }} {{ p is float }}", "1.10 True True"),
        ("{{ nix|default('无') }} {{ nix is defined }} {{ e|length }}", "无 False 0"),
    ):
        assert printed(p(source), data) == [text]
    _, (problem,) = template(p("{{ e|first }}")).fill(data)
    assert problem.message.startswith("{{ e|first }}：")


def test_a_lenient_template_leaves_blank_what_is_not_there_and_nothing_else() -> None:
    source = "[{{ nix }}{{ d.z }}{{ nix.a.b }}{{ n }}{{ e|first }}{{ e|max }}{% for x in nix %}x{% endfor %}{% for x in n %}x{% endfor %}]"
    data: dict[str, Any] = {"d": {}, "n": None, "e": [], "a": [1]}
    made, _ = Template.parse(write_package(package_of(p(source))), "t.docx", lenient=True)
    assert made is not None
    document, problems = made.fill(data)
    assert document is not None and texts(document) == ["[]"]
    assert [(problem.severity, problem.message) for problem in problems] == [
        (Severity.NOTICE, "数据里没有、印成空白的：「nix」、「z」")
    ]
    for wrong in ("{{ a }}", "{{ d + 1 }}", "{{ nix > 1 }}"):
        made, _ = Template.parse(write_package(package_of(p(wrong))), "t.docx", lenient=True)
        assert made is not None and made.fill(data)[0] is None
