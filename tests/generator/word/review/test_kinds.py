"""What the contract says of expressions of the whole language, statements among them."""

from __future__ import annotations

import pytest

from generator.reports.template_names import VOCABULARY
from generator.word.contract import Contract
from generator.word.review.kinds import ANY, Kind, Kinds
from tests.support.docx import p, package_of

LIBRARY = Contract(
    {
        "book": {"title": "text", "price": "money", "day": "date", "marks": ["points"]},
        "shelf": {"books": ["book"], "by_name": {"*": "book"}},
    },
    VOCABULARY,
)
SCOPE: dict[str, Kind] = {"shelf": "shelf", "year": "number", "book": "book"}


def faults(source: str) -> list[str]:
    return [f"{one.message}；{one.remedy}" for one in LIBRARY.faults(package_of(p(source)), "t.docx", SCOPE)]


@pytest.mark.parametrize(
    "source",
    [
        "{% set x = book.price - book.price %}{{ x|万元 }}",
        "{% set x, y = year, book.title %}{{ x }}{{ y|upper }}",
        "{% set x %}甲{{ book.title }}{% endset %}{{ x|upper }}",
        "{% set ns = namespace(x=0) %}{% set ns.x = ns.x + 1 %}{{ ns.x }}",
        "{{ (shelf.books|sum(attribute='price'))|万元 }}",
        "{{ (shelf.books|map(attribute='price')|sum)|万元 }}{{ (shelf.books|map(attribute='price')|max)|万元 }}",
        "{{ shelf.books|map(attribute='price')|map('万元')|join('、') }}",
        "{{ (shelf.books|sort(attribute='price')|first).title|truncate(5) }}",
        "{{ (shelf.books|max(attribute='price')).price|万元 }}",
        "{% for one in shelf.books|selectattr('price', 'gt', book.price) %}{{ one.title }}{% endfor %}",
        "{% for one in shelf.books if one.title %}{{ loop.index0 }}{{ loop.previtem.title }}{% endfor %}",
        "{% for title, books in shelf.books|groupby('title') %}{{ title|upper }}{{ books[0].price|万元 }}{% endfor %}",
        "{% for group in shelf.books|groupby('title') %}{{ group.grouper }}{{ group.list|length }}{% endfor %}",
        "{% for row in shelf.books|batch(2) %}{% for one in row %}{{ one.price|万元 }}{% endfor %}{% endfor %}",
        "{% for name, one in shelf.by_name.items() %}{{ name }}{{ one.price|万元 }}{% endfor %}",
        "{% for name, one in shelf.by_name|dictsort %}{{ name|upper }}{{ one.title }}{% endfor %}",
        "{% for name in shelf.by_name.keys() %}{{ name }}{% endfor %}{{ (shelf.by_name.values()|first).title }}",
        "{% for number in range(3) %}{{ number + 1 }}{{ loop.cycle('甲', '乙') }}{{ loop.changed(number) }}{% endfor %}",
        "{{ book.title[1:]|lower }}{{ book.title[0] }}{{ book.day[:4] }}{{ shelf.books[1:]|length }}{{ shelf.books[-1].title }}",
        "{{ book.title|default('无') }}{{ book.price|default(none)|万元 }}{% if book.title is defined %}甲{% endif %}",
        "{{ {'a': year}.a }}{{ [year, 2]|sum }}{{ -year }}{{ year // 2 }}{{ year ~ '年' }}{{ year / 2 }}",
        "{{ (book.price if year else book.price)|万元 }}{{ '甲' if year }}",
        "{{ book.marks|map('分')|join }}{{ (book.marks|sum)|分 }}{{ book.marks|length }}",
        "{% set x = 1 %}{% set x = book.title %}{{ x.y }}",
        "{% raw %}{{ nobody }}{% endraw %}{{- year -}}{%- if year -%}甲{% endif %}",
    ],
)
def test_what_can_be_printed_is_let_pass(source: str) -> None:
    assert faults(f"甲{source}乙") == []


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("{{ titel|default('无') }}", "没有名为「titel」的数据"),
        ("{% if book.titel is defined %}{% endif %}", "没有名为「titel」的数据；是不是「title」"),
        ("{{ book.title|default(nobody) }}", "没有名为「nobody」的数据"),
        ("{% set x = nobody %}", "没有名为「nobody」的数据"),
        ("{% for one in shelf.books if one.titel %}{% endfor %}", "没有名为「titel」的数据；是不是「title」"),
        ("{% for one in shelf.books %}{{ z }}{% set z = 1 %}{% endfor %}", "没有名为「z」的数据"),
        ("{% for one in shelf.books %}{% set z = 1 %}{% endfor %}{{ z }}", "没有名为「z」的数据"),
        ("{% for one in shelf.books %}{{ loop.indx }}{% endfor %}", "没有名为「indx」的数据；是不是「index」"),
        ("{% for one in shelf.by_name %}{% endfor %}", "for 只能用在列表上；写成 名称.items()，一次取出名称和数据"),
        ("{{ shelf.books|sum(attribute='prise') }}", "没有名为「prise」的数据；是不是「price」"),
        ("{{ shelf.books|sort(attribute='price,titel')|length }}", "没有名为「titel」的数据；是不是「title」"),
        ("{{ shelf.books|map(attribute='marks.x.y')|list|length }}", "「y」的上一级是分值，下面没有数据"),
        ("{{ shelf.books|selectattr('titel')|list|length }}", "没有名为「titel」的数据；是不是「title」"),
        ("{{ book.price|round(2) }}", "「round」不能用在金额上；可以用：万元、元、万元数、万元空、元数"),
        ("{{ book.price|replace('1', '2') }}", "「replace」不能用在金额上"),
        ("{{ shelf.books|map(attribute='price')|map('int')|list|length }}", "「int」不能用在金额上"),
        ("{{ (shelf.books|sum(attribute='price'))|分 }}", "这里是金额，不能按「分」印出"),
        ("{{ shelf.books|upper }}", "「upper」不能用在列表上"),
        ("{{ year|sort }}", "「sort」只能用在列表上；这里是序号"),
        ("{{ shelf.books|batch(2) }}", "这里引用的是列表，不是一个数"),
        ("{{ book.title.items() }}", "「items()」只能用在一组有名称的数据上；这里是文字"),
        ("{{ shelf.books|items }}", "「items」只能用在一组有名称的数据上；这里是列表"),
        ("{{ book.title.x[1:] }}", "「x」的上一级是文字，下面没有数据"),
    ],
)
def test_what_reads_nothing_or_changes_a_figure_is_told(source: str, fault: str) -> None:
    (told,) = faults(f"甲{source}乙")
    assert told.partition("：")[2].startswith(fault)


def test_the_parts_of_an_element_are_known_where_they_are_numbered() -> None:
    kinds = Kinds(LIBRARY.groups, VOCABULARY)
    assert kinds.parts({"0": "text", "1": "book", "list": "text"}, 2) == ["text", "book"]
    assert kinds.parts(["money"], 2) == ["money", "money"]
    assert kinds.parts("book", 2) == [ANY, ANY]


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("{% if book.price is eq 5 %}{% endif %}", "金额和 5 不能比较"),
        ("{% if book.price is gt(5) %}{% endif %}", "金额和 5 不能比较大小"),
        ("{% if year is equalto '2022' %}{% endif %}", "序号和 '2022' 不能比较"),
        ("{% if not book.title is ne 3 %}{% endif %}", "文字和 3 不能比较"),
        ("{% if year is in ['2022', '2023'] %}{% endif %}", "序号和 '2022' 不能比较"),
        ("{{ shelf.books|selectattr('price', 'gt', 5)|list|length }}", "金额和 5 不能比较大小"),
        ("{{ shelf.books|rejectattr('title', 'eq', 3)|list|length }}", "文字和 3 不能比较"),
        ("{{ shelf.books|map(attribute='price')|select('==', 3)|list|length }}", "金额和 3 不能比较"),
        ("{{ book.marks|reject('lt', '5元')|list|length }}", "分值和 '5元' 不能比较大小"),
        ("{{ shelf.books|selectattr('price', 'gt', nobody)|list|length }}", "没有名为「nobody」的数据"),
    ],
)
def test_comparisons_by_tests_and_selections_are_read_like_others(source: str, fault: str) -> None:
    told = faults(source)
    assert len(told) == 1 and fault in told[0], told


@pytest.mark.parametrize(
    "source",
    [
        "{% if book.price is gt '5元' %}{% endif %}{% if year is eq 2022 %}{% endif %}{% if year is odd %}{% endif %}",
        "{{ shelf.books|selectattr('price', 'ge', '5元')|selectattr('title', 'in', ['甲'])|list|length }}",
        "{{ shelf.books|selectattr('title')|rejectattr('title', 'defined')|list|length }}",
        "{{ book.marks|select('gt', '5分')|list|length }}{{ shelf.books|selectattr('title', 'none')|list|length }}",
    ],
)
def test_selections_that_compare_what_can_be_are_let_pass(source: str) -> None:
    assert faults(source) == []
