"""Values are compared, listed and put in order as in Jinja, and each comparison is charged."""

from __future__ import annotations

import pytest

from generator.text.printer import Printer
from tests.support.language import by_jinja, free, of_report, tag
from tests.support.quantities import q

MUCH = "要处理的数据太多"
GROWN = "{% set ns = namespace(a=[1], b=[1]) %}{% for i in range(40) %}{% set ns.a = [ns.a, ns.a] %}{% set ns.b = [ns.b, ns.b] %}{% endfor %}"
NESTED = "{% set ns = namespace(a=[1]) %}{% for i in range(9999) %}{% set ns.a = [ns.a] %}{% endfor %}"


@pytest.mark.parametrize(
    "expression",
    [
        *("1 < 2 < 3", "1 < n < 3", "3 > 2 >= 2 != 1", "'1' == 1", "1 == 1.0", "0.5 == f - 2", "yes == 1"),
        *("'a' in s", "'zz' not in s", "7 in [1, 7]", "'b' in d", "'z' not in d", "'甲' in '甲乙'", "2 in (1, 2)"),
        *("[1, 2] == [1, 2]", "[1, 2] == (1, 2)", "[1, 2] != [1]", "{'a': 1} == {'a': 1}", "d == d", "rows == rows"),
        *(
            "(1, 2) == (1, 2)",
            "[1, 2] < [1, 3]",
            "'a' < 'b'",
            "nothing == none",
            "words == words|list",
            "[[1]] == [[2]]",
        ),
        *("{'a': 1} == {'b': 1}", "{'a': 1} == {'a': 2}", "s == s ~ ''", "[] == empty", "d == words"),
        "lines == 'x' or n > 3",
    ],
)
def test_values_compare_as_in_jinja(expression: str) -> None:
    assert free(tag(f"{expression} and 1 ~ ''")) == by_jinja(tag(f"{expression} and 1 ~ ''"))


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("{{ 1 in n|string|int }}", "「in」的右边要是列表或者文字"),
        ("{{ 1 in s|upper }}", "「in」的左边要是文字"),
        ("{{ n < s|upper }}", "这两个数据不能比较大小，能比的是两个没有单位的数、两个单位相同的数，或者两段文字"),
        ("{% for x in s %}{% endfor %}", "这里要列表，数据是一段文字"),
        ("{% for x in s|upper %}{{ x }}{% endfor %}", "这里要列表，数据是一段文字"),
        ("{{ lost == s|upper }}", "没有名为「lost」的数据"),
        ("{{ s in lost|list }}", "没有名为「lost」的数据"),
        (f"{GROWN}{{{{ ns.a == ns.b }}}}", "嵌套得太深"),
        (f"{GROWN}{{{{ ns.a in [ns.b] }}}}", "嵌套得太深"),
        (f"{GROWN}{{{{ [ns.a, ns.b]|sort }}}}", "一组数据不能排序，也不能比较大小"),
        (f"{GROWN}{{{{ {{ns.a: 1}} }}}}", "「{…}」里的名称要是文字或者数"),
        (f"{NESTED}{{{{ ns.a == [[1]] }}}}", "这里引用的不是一个数，也不是文字"),
        (f"{NESTED}{{{{ ns.a|join }}}}", "这里引用的是列表，不是一个值；逐项印用 for，连起来印用 |join"),
    ],
)
def test_what_cannot_be_compared_is_told(source: str, fault: str) -> None:
    found = free(source)
    assert found == fault or (fault.startswith("这里引用的不是") and found == "False")


@pytest.mark.heavy
@pytest.mark.parametrize(
    "source",
    [
        "{% set l = range(99999)|list %}{% for i in range(999) %}{% if -1 in l %}{% endif %}{% endfor %}",
        "{% set l = range(99999)|list %}{% for i in range(999) %}{% if l == l|list %}{% endif %}{% endfor %}",
        "{% set l = 'a' * 999999 %}{% for i in range(999) %}{% if 'b' in l %}{% endif %}{% endfor %}",
    ],
)
def test_comparisons_are_counted(source: str) -> None:
    assert free(source) == MUCH


def test_figures_of_one_unit_compare_by_their_value(printer: Printer) -> None:
    data = {"a": q("1万元"), "b": q("10000元"), "c": q("2万元"), "rate": q("5%")}

    def said(test: str) -> str:
        return of_report(printer, f"{{% set x = 1 %}}{{% if {test} %}}是{{% else %}}否{{% endif %}}", data)

    assert [said("a == b"), said("a in [b]"), said("a < c"), said("a > c"), said("a >= b"), said("c <= a")] == [
        *("是", "是", "是", "否", "是", "否")
    ]
    assert of_report(printer, "{% if a < c %}是{% endif %}", data) == "是"
    assert said("a < rate") == said("a < rate and x") == "单位不同的数不能比较大小：元和%"
    assert said("a < 1") == "「1」没有单位，不能和数比较：写成带单位的文字，如 '2万元'"
    printed = "印出来的数不能比较，也不能排序：去掉印法，和带单位的文字比，如 score.total >= '80分'"
    assert {said(f"a|万元 {test}") for test in ("== '1.00万元'", "!= a", "< '2万元'", "in [a]")} == {printed}
