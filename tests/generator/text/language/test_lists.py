"""The filters of lists do what Jinja's do; over figures they give figures."""

from __future__ import annotations

import pytest

from generator.namespace import Tree
from generator.quantity import Operation
from generator.text.language.lists import Lists
from generator.text.language.tools import traced
from generator.text.policy import REPORTS
from generator.text.printer import Printer
from generator.text.sandbox import Environment
from tests.support.language import by_jinja, free, lenient, of_report, tag
from tests.support.quantities import q

MUCH = "要处理的数据太多"


@pytest.mark.parametrize(
    "expression",
    [
        "words|length",
        "words|count",
        "d|length",
        "s|length",
        "words|first",
        "words|last",
        "s|first",
        "s|last",
        "words|join",
        "words|join('、')",
        "rows|join(',', attribute='name')",
        "rows|join(', ', 'name')",
        "words|sort|join",
        "words|sort(reverse=true)|join",
        "words|sort(true)|join",
        "words|sort(case_sensitive=true)|join",
        "rows|sort(attribute='n')|map(attribute='name')|join",
        "rows|sort(attribute='g,n')|map(attribute='name')|join",
        "deep|sort(attribute='n.k')|map(attribute='n.k')|join(',')",
        "pairs|sort(attribute=1, reverse=true)|map('last')|join",
        "d.items()|sort|first|first",
        "words|reverse|join",
        "s|reverse",
        "words|unique|join",
        "words|unique(true)|join",
        "rows|unique(attribute='g')|map(attribute='name')|join",
        "nums|sum",
        "rows|sum(attribute='n')",
        "nums|sum(start=10)",
        "empty|sum",
        "[1.5, 2]|sum",
        "nums|min",
        "nums|max",
        "words|min",
        "words|max(true)",
        "(rows|max(attribute='n')).name",
        "empty|min|default('无')",
        "{% for k, l in rows|groupby('g') %}{{ k }}:{{ l|map(attribute='n')|join(',') }};{% endfor %}",
        "{% for k, l in rows|groupby('g', case_sensitive=true) %}{{ k }}:{{ l|length }};{% endfor %}",
        "{% for g in rows|groupby('nix', default='无') %}{{ g.grouper }}{{ g.list|count }}{{ g[0] }};{% endfor %}",
        "nums|batch(2)|map('join')|join('|')",
        "nums|batch(2, '-')|map('join')|join('|')",
        "empty|batch(2)|list|length",
        "words|slice(3)|map('join')|join('|')",
        "words|slice(3, '-')|map('join')|join('|')",
        "words|slice(9)|map('join')|join('|')",
        "s|list|join('.')",
        "d|list|join('.')",
        "{% for k, v in d|items %}{{ k }}{{ v }}{% endfor %}",
        "{% for k, v in d|dictsort %}{{ k }}{{ v }}{% endfor %}",
        "{% for k, v in d|dictsort(true) %}{{ k }}{{ v }}{% endfor %}",
        "{% for k, v in d|dictsort(false, 'value') %}{{ k }}{{ v }}{% endfor %}",
        "{% for k, v in d|dictsort(by='value', reverse=true) %}{{ k }}{{ v }}{% endfor %}",
    ],
)
def test_a_filter_gives_what_jinjas_gives(expression: str) -> None:
    assert free(tag(expression)) == by_jinja(tag(expression))


@pytest.mark.parametrize(
    ("expression", "fault"),
    [
        *(
            (f"s|{name}", "这里要列表，数据是一段文字")
            for name in ("join", "sort", "batch(2)|list", "map('upper')|list")
        ),
        ("n|length", "「length」只能用在列表和文字上"),
        ("empty|first", "这个列表是空的"),
        ("empty|max", "这个列表是空的"),
        ("n|sort", "这里引用的不是列表"),
        ("[1, 'x']|sort", "这两个数据不能比较大小"),
        ("[1, none]|sort", "这两个数据不能比较大小"),
        ("rows|sort", "一组数据不能排序，也不能比较大小"),
        ("rows|sort(attribute='nix')", "没有名为「nix」的数据"),
        ("rows|groupby('nix')", "没有名为「nix」的数据"),
        ("rows|sum(attribute='name')", "「+」要一个数；连接文字用 ~"),
        ("[nothing]|sum", "「+」要一个数；连接文字用 ~"),
        ("[1, none]|join", "「join」的列表里有没有填写的"),
        ("nums|batch(0)", "「batch」里的数太大或者太小"),
        ("nums|batch('x')", "「batch」要一个数"),
        ("nums|slice(0)", "「slice」里的数太大或者太小"),
        ("nums|slice(10**12)", "「slice」里的数太大或者太小"),
        ("words|items", "「items」只能用在一组有名称的数据上"),
        ("d|dictsort(by='x')", "「dictsort」的 by 只能是 'key' 或者 'value'"),
        ("rows|sort(attribute=[1])", "attribute 要一个名称，如 attribute='name'"),
        ("rows|sort(attribute='__class__')", "用不了「__class__」"),
        ("range(1000)|join(s * 1000)", MUCH),
        ("([s * 1000] * 100000)|sort", MUCH),
        ("{% for i in range(1000) %}{% set x = range(10000)|sort|length %}{% endfor %}", MUCH),
        ("{% for i in range(1000) %}{% set x = range(10000)|reverse|length %}{% endfor %}", MUCH),
    ],
)
def test_what_a_filter_cannot_do_is_told(expression: str, fault: str) -> None:
    assert free(tag(expression)).startswith(fault)


def test_nothing_of_nothing_is_let_pass_where_that_is_asked_for() -> None:
    assert lenient("[{{ empty|first }}{{ empty|min }}{{ lost|join }}{{ lost|length }}{{ lost|sum }}]") == "[00]"


@pytest.fixture
def figures() -> Tree:
    amounts = [("甲", "1万元", "x"), ("乙", "9000元", "y"), ("丙", "10000元", "x")]
    rows = [
        {"id": name, "name": name, "actual": q(amount), "g": q(amount), "kind": kind} for name, amount, kind in amounts
    ]
    return {"rows": rows, "void": [], "lost": [{"actual": q("1万元")}, {"actual": None}], "rate": q("5%")}


@pytest.mark.parametrize(
    ("expression", "printed"),
    [
        ("rows|sum(attribute='actual')", "2.90万元"),
        ("(rows|sum(attribute='actual'))|元", "29000元"),
        ("(rows|map(attribute='actual')|sum)|万元", "2.90万元"),
        ("rows|sort(attribute='actual')|map(attribute='name')|join", "乙甲丙"),
        ("rows|sort(attribute='actual', reverse=true)|map(attribute='name')|join", "甲丙乙"),
        ("(rows|max(attribute='actual')).actual", "1万元"),
        ("rows|map(attribute='actual')|min", "9000元"),
        ("{% for k, l in rows|groupby('actual') %}{{ k }}{{ l|length }};{% endfor %}", "9000元1;1万元2;"),
        ("rows|unique(attribute='actual')|map(attribute='name')|join", "甲乙"),
        ("rows|selectattr('actual', 'gt', rows[1].actual)|list|length", "2"),
        ("void|sum(attribute='actual')", "未披露"),
        ("lost|sum(attribute='actual')", "未披露"),
        ("lost|sort(attribute='actual')|length", "有的不是数，不能比较大小"),
        ("[rows[0].actual, rate]|sum", "单位不同的数不能相加减或相除，乘数只能是比率，金额还能乘数量"),
        ("[rows[0].actual, rate]|max", "单位不同的数不能相加减或相除，乘数只能是比率，金额还能乘数量"),
        ("[rows[0].actual, 1]|sum", "「sum」里有的是数据里的数，有的不是"),
    ],
)
def test_over_figures_a_filter_gives_figures(printer: Printer, figures: Tree, expression: str, printed: str) -> None:
    assert of_report(printer, tag(expression), figures) == printed


def test_a_sum_of_figures_says_what_it_is_made_of(printer: Printer, figures: Tree) -> None:
    environment = Environment(printer, printer.text, policy=REPORTS)
    made = Lists(environment, traced).filters()["sum"](figures["rows"], "actual")
    assert isinstance(made.origin, Operation)
    assert made.origin.operands == tuple(row["actual"] for row in figures["rows"])
