"""Data that no tag reads, and a no in words where a tag asks, are warned of at their places."""

from __future__ import annotations

import pytest

from generator.filling.data import parse_data
from generator.filling.filling import fill
from generator.problems import Severity
from tests.support.anyone import template
from tests.support.charts import chart_package
from tests.support.docx import p, table


def warned(source: str, text: str, kind: str = "YAML") -> list[tuple[str, str]]:
    """Where warnings are, and what they say."""
    data, problems = parse_data(text.encode(), "d", kind)
    assert data is not None, problems
    document, problems = fill(template(source), data)
    assert document is not None, problems
    assert all(problem.severity is Severity.WARNING and problem.remedy for problem in problems)
    return [(str(problem.place), problem.message) for problem in problems]


ROWS = table(("{%tr for r in rows %}",), ("{{ r.a }}",), ("{%tr endfor %}",))


@pytest.mark.parametrize(
    ("source", "text", "place", "unread"),
    [
        (p("{{ a }}"), "a: 1\nb: 2\nc: 3\n", "d:2:1", "「b」、「c」"),
        (p("{{ a }}{{ 备注|default('') }}"), "a: 1\n备柱: x\n", "d:2:1", "「备柱」（是不是「备注」）"),
        (p("{{ d.k }}"), "d: {k: 1, m: 2}\n", "d:1:11", "「d.m」"),
        (ROWS, "rows:\n- {a: 1, b: 2}\n- {a: 1, c: 3, b: 3}\n", "d:2:10", "「rows[].b」、「rows[].c」"),
        (p("{{ a - b }}"), "a: 1\nb: 2\na-b: 1\n年度 预算: 1\n", "d:4:1", "「年度 预算」"),
        (p("{{ a.b }}"), "a: {b: 1}\nd: {b: 1}\n", "d:2:1", "「d」"),
    ],
)
def test_data_that_no_tag_reads_are_told_once(source: str, text: str, place: str, unread: str) -> None:
    assert warned(source, text) == [(place, f"模板没有读的数据：{unread}")]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (p("{% for k, v in d.items() %}{{ k }}{{ v.x }}{% endfor %}"), "d: {甲: {x: 1}}\n"),
        (p("{% for k in d %}{{ d[k] }}{% endfor %}"), "d: {甲: 1}\n"),
        (p("{{ d['甲 乙'] }}{{ l|join }}"), "d: {甲 乙: 1}\nl: [1, 2]\n"),
        (p("{{ rows|map(attribute='a')|join }}{{ rows|sum(attribute='b.c') }}"), "rows: [{a: 1, b: {c: 1}}]\n"),
        (p("{# {{ a }} #}甲"), "{}\n"),
    ],
)
def test_what_is_read_by_names_of_the_data_or_as_a_whole_is_not_told(source: str, text: str) -> None:
    assert warned(source, text) == []


def test_many_are_counted_and_json_has_places_too() -> None:
    text = "{" + ", ".join(f'"b{number}": 1' for number in range(30)) + "}"
    ((place, message),) = warned(p("甲"), text, "JSON")
    assert (
        place == "d:1:2" and message.startswith("模板没有读的数据：「b0」、「b1」") and message.endswith("，共 30 个")
    )


def test_what_a_chart_draws_is_read() -> None:
    package = chart_package(text="{{ sales }}")
    made = template(package)
    data, _ = parse_data(
        '{"sales": {"title": "甲", "categories": ["一"], "series": [{"name": "乙", "values": [1]}]}}'.encode(),
        "d",
        "JSON",
    )
    assert data is not None
    assert fill(made, data)[1] == []


@pytest.mark.parametrize("word", ["否", "无", "'no'", "'0'", "没有", "不是", "'false'", "—"])
def test_a_no_in_words_is_told_where_a_tag_only_asks(word: str) -> None:
    message = f"「{word.strip(chr(39))}」是文字，模板里的条件当作「是」"
    assert warned(p("{% if 公开 %}甲{% endif %}"), f"公开: {word}\n") == [("d:1:5", message)]
    assert warned(p("{% if 公开 %}{{ 公开 }}{% endif %}"), f"公开: {word}\n") == []
    assert warned(p("{% if 公开 == '否' %}甲{% endif %}"), f"公开: {word}\n") == []


def test_other_words_are_no_answer() -> None:
    assert warned(p("{% if 公开 %}甲{% endif %}"), "公开: 无锡\n") == []
    assert warned(p("{% if 公开 %}甲{% endif %}"), "公开: false\n") == []
