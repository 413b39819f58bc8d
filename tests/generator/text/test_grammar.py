from __future__ import annotations

from copy import copy

import pytest

from generator.text.faults import NotationError
from generator.text.grammar import MAX_DEPTH, MAX_LOOPS, bound_names, chains, parse
from generator.text.printer import Printer
from generator.text.sandbox import MAX_SOURCES, MAX_TAGS, Environment


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("{% set a = 1 %}", "用不了「set」"),
        ("{% set a %}甲{% endset %}", "用不了「set」"),
        ("{% set _first = _merge(1, [a]) %}", "用不了「set」"),
        ("{% macro a() %}{% endmacro %}", "用不了「macro」"),
        ("{% call a() %}{% endcall %}", "用不了「call」"),
        ("{% block a %}{% endblock %}", "用不了「block」"),
        ("{% include 'a' %}", "用不了「include」"),
        ("{% import 'a' as b %}", "用不了「import」"),
        ("{% from 'a' import b %}", "用不了「import」"),
        ("{% extends 'a' %}", "用不了「extends」"),
        ("{% filter length %}甲{% endfilter %}", "用不了「filter」"),
        ("{% with a = 1 %}{% endwith %}", "用不了「with」"),
        ("{% raw %}{{ a }}{% endraw %}", "用不了「raw」"),
        ("{{ a() }}", "用不了「名称(…)」"),
        ("{{ a[1:2] }}", "用不了「[…:…]」"),
        ("{{ a is defined }}", "用不了「is」"),
        ("{{ a ~ b }}", "用不了「~」"),
        ("{{ a % b }}", "用不了「%」"),
        ("{{ a ** b }}", "用不了「**」"),
        ("{{ a // b }}", "用不了「//」"),
        ("{{ +a }}", "用不了「+数」"),
        ("{{ {'a': 1} }}", "用不了「{…}」"),
        ("{{ 1.5 }}", "用不了「1.5」"),
        ("{{ 1000000000000000 }}", "用不了「太大的数」"),
        ("{{ -a }}", "负号只能写在数的前面"),
        ("{{ [a] }}", "括号里只能列出文字或者数"),
        ("{{ (1, a) }}", "括号里只能列出文字或者数"),
        ("{{ a if b }}", "if 后面缺 else"),
        ("{% for a in b if a %}{% endfor %}", "for 只能写成 {% for 甲 in 列表 %}"),
        ("{% for a in b recursive %}{% endfor %}", "for 只能写成 {% for 甲 in 列表 %}"),
        ("{% for a, b in c %}{% endfor %}", "括号里只能列出文字或者数"),
        ("{% for loop in a %}{% endfor %}", "can't assign to special loop variable"),
        ("{{ a|upper }}", "No filter named 'upper'."),
        ("{{ a|正文 }}", "No filter named '正文'."),
        ("{{ a|分值(1) }}", "「分值」后面的括号写得不对"),
        ("{{ a|万元(unit='元') }}", "「万元」后面的括号写得不对"),
        ("{{ a|join(b) }}", "「join」后面的括号写得不对"),
        ("{{ a|join(*b) }}", "「join」后面的括号写得不对"),
        ("{{ a|百分比(7) }}", "「百分比」后面的括号写得不对"),
        ("{{ a|百分比(true) }}", "「百分比」后面的括号写得不对"),
        ("{{ a|万元(7) }}", "「万元」后面的括号写得不对"),
        ("{{ a|万元('补零') }}", "「万元」后面的括号写得不对"),
        ("{{ a" + ".b" * MAX_DEPTH + " }}", "嵌套得太深"),
        ("{% for a in b %}" * (MAX_LOOPS + 1) + "{% endfor %}" * (MAX_LOOPS + 1), "嵌套得太深"),
        ("{{ " + "(" * 5_000 + "a" + ")" * 5_000 + " }}", "嵌套得太深"),
        ("{% if a %}" + "{% elif a %}" * (MAX_DEPTH + 1) + "{% endif %}", "elif 太多"),
        ("{{ " + "9" * 5_000 + " }}", "数太大"),
        ("{{ a }}" * (MAX_TAGS + 1), "标记太多，超过 10000 个"),
    ],
)
def test_what_is_not_of_the_notation_is_refused_at_its_line(printer: Printer, source: str, message: str) -> None:
    for generated in (False, "_first" not in source):
        with pytest.raises(NotationError) as error:
            parse(Environment(printer, printer.text, generated=generated), f"\n\n{source}")
        assert error.value.message == message
        assert error.value.line == (1 if "标记" in message else 3)


@pytest.mark.parametrize(
    "source",
    [
        "{% set _first = _merge(0, none) %}",
        "{% set _first = _merge(3, [a, b.c]) %}",
        "{% set name = evaluation.name %}",
    ],
)
def test_what_the_program_puts_into_templates_is_read_there_only(printer: Printer, source: str) -> None:
    parse(Environment(printer, printer.text, generated=True), source)
    with pytest.raises(NotationError, match="用不了「set」"):
        parse(Environment(printer, printer.text), source)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("{% set _first = _merge(1, [a()]) %}", "用不了「名称(…)」"),
        ("{% set _first = other(1, [a]) %}", "用不了「set」"),
        ("{% set other = _merge(1, [a]) %}", "用不了「set」"),
        ("{% set _first = _merge(1, a) %}", "用不了「set」"),
        ("{% set _first = _merge(1, none, x=1) %}", "用不了「set」"),
        ("{% set other = evaluation.name %}", "用不了「set」"),
        ("{% set name = other.name %}", "用不了「set」"),
        ("{% set loop = evaluation.loop %}", "用不了「set」"),
    ],
)
def test_nothing_else_passes_for_what_the_program_writes(printer: Printer, source: str, message: str) -> None:
    with pytest.raises(NotationError, match=message.replace("(…)", ".*")):
        parse(Environment(printer, printer.text, generated=True), source)


def test_filters_that_are_reported_already_are_passed_over(printer: Printer) -> None:
    environment = Environment(printer, printer.text)
    with pytest.raises(NotationError, match="'b'"):
        parse(environment, "{{ x|a(1) }}{{ x|b }}", {"a"})
    parse(environment, "{{ x|a(1) }}{{ x|b }}", {"a", "b"})


def test_sources_and_tags_are_counted_by_the_environment_that_runs_them(printer: Printer) -> None:
    environment = Environment(printer, printer.text)
    for _ in range(MAX_SOURCES):
        parse(environment, "甲")
    other = copy(Environment(printer, printer.text))
    with pytest.raises(NotationError, match="超过 1000 处"):
        parse(environment, "甲")
    parse(other, "{{ a }}" * MAX_TAGS)
    with pytest.raises(NotationError, match="超过 10000 个"):
        parse(other, "{{ a }}")


def test_the_size_of_a_loop_is_what_a_turn_evaluates(printer: Printer) -> None:
    parsed = parse(
        Environment(printer, printer.text), "{% for a in b %}{{ a }}{% for c in a %}{{ c }}{% endfor %}{% endfor %}"
    )
    assert sorted(parsed.sizes.values()) == [5, 6]


def test_dotted_names_are_listed_with_what_is_within_their_brackets(printer: Printer) -> None:
    source = "{% for a in b.c %}{{ a.d[0]['e'] }}{{ f[g.h].i }}{{ (j.k|length) + 1 }}{% endfor %}"
    tree = parse(Environment(printer, printer.text), source).tree
    assert [*chains(tree)] == [["b", "c"], ["a", "d", 0, "e"], ["g", "h"], ["f"], ["j", "k"]]
    assert bound_names(tree) == {"a"}
