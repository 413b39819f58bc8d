"""What is not of the language is refused where it stands."""

from __future__ import annotations

import pytest

from generator.text.faults import NotationError
from generator.text.grammar import MAX_DEPTH, MAX_LOOPS, parse
from generator.text.printer import Printer
from generator.text.sandbox import Environment
from tests.support.language import free_environment


@pytest.mark.parametrize(
    ("source", "message"),
    [
        *((f"{{% {name} x %}}{{% end{name} %}}", f"用不了「{name}」") for name in ("block", "filter")),
        ("{% macro m() %}{% endmacro %}", "用不了「macro」"),
        ("{% call m() %}{% endcall %}", "用不了「call」"),
        ("{% with a = 1 %}{% endwith %}", "用不了「with」"),
        ("{% include 'a' %}", "用不了「include」"),
        ("{% import 'a' as b %}", "用不了「import」"),
        ("{% from 'a' import b %}", "用不了「import」"),
        ("{% extends 'a' %}", "用不了「extends」"),
        ("{% for a in b recursive %}{% endfor %}", "用不了「recursive」"),
        ("{% for a in b if loop.index %}{% endfor %}", "for 的条件里用不了「loop」"),
        ("{% for loop in b %}{% endfor %}", "can't assign to special loop variable"),
        ("{% for a, loop in b %}{% endfor %}", "can't assign to special loop variable"),
        ("{% set loop = 1 %}", "can't assign to special loop variable"),
        ("{% set _first = 1 %}", "名称不能以「_」开头：_first"),
        ("{% set _merge = a|upper %}", "名称不能以「_」开头：_merge"),
        ("{% for _merge, a in b %}{% endfor %}", "名称不能以「_」开头：_merge"),
        ("{% set ns.__class__ = 1 %}", "用不了「__class__」"),
        ("{% set a %}甲<w:t>{% endset %}", "set 与 endset 要写在同一段格式相同的文字里"),
        ("{% set a %}{% set b = 1 %}{% endset %}", "set 与 endset 之间不能再有 set"),
        ("{{ [1.5] + [" + "9" * 16 + "] }}", "用不了「太大的数」"),
        ("{{ [1e999] }}", "用不了「太大的数」"),
        ("{{ a|upper|nix }}", "No filter named 'nix'."),
        ("{{ a|upper|_merge }}", "No filter named '_merge'."),
        ("{{ a is nix }}", "No test named 'nix'."),
        ("{{ a|map('nix') }}", "No filter named 'nix'."),
        ("{{ a|map('正文') }}", "No filter named '正文'."),
        ("{{ a|万元(2)|upper }}", "No filter named '万元'."),
        ("{{ a|default(1, 2, 3) }}", "「default」后面的括号写得不对"),
        ("{{ a|default('x', default_value='y') }}", "「default」后面的括号写得不对"),
        ("{{ a|sort(**b) }}", "「sort」后面的括号写得不对"),
        ("{{ a is gt }}", "「is gt」后面的括号写得不对"),
        ("{{ (a|upper)" + ".b" * MAX_DEPTH + " }}", "嵌套得太深"),
        ("{{ " + "(" * 300 + "1" + ")" * 300 + "|upper }}", "嵌套得太深"),
        ("{{ a" + "|upper" * 3_000 + " }}", "嵌套得太深"),
        ("{{ 1.5" + " + 1" * 3_000 + " }}", "嵌套得太深"),
        ("{% for a in b|list %}" * (MAX_LOOPS + 1) + "{% endfor %}" * (MAX_LOOPS + 1), "嵌套得太深"),
    ],
)
def test_what_is_not_of_the_language_is_refused_at_its_line(source: str, message: str) -> None:
    with pytest.raises(NotationError) as error:
        parse(free_environment(), f"\n\n{source}")
    assert (error.value.message, error.value.line) == (message, 3)


def test_filters_that_are_reported_already_are_passed_over() -> None:
    environment = free_environment()
    parse(environment, "{{ x|a(1)|upper }}{{ x|map('b') }}", {"a", "b"})


def test_the_notation_of_texts_stays_what_it_is(printer: Printer) -> None:
    for source in (
        "{{ a|upper }}",
        "{% set a = 1 %}",
        "{{ a[1:] }}",
        "{{ a is defined }}",
        "{{ loop.index }}{{ 1.5 }}",
    ):
        with pytest.raises(NotationError):
            parse(Environment(printer, printer.text), source)


def test_what_a_text_can_say_is_translated_as_before() -> None:
    old = parse(free_environment(), "{% for a in b %}{{ loop.index }}{{ a.b[0] }}{% endfor %}")
    new = parse(free_environment(), "{% for a in b %}{{ loop.index0 }}{% endfor %}")
    assert (old.whole, new.whole) == (False, True)
