"""What is said of a notation that cannot be read, and what to write instead."""

from __future__ import annotations

import pytest

from generator.text.faults import NotationError
from generator.text.grammar import parse
from generator.text.notation import foreign_form, plain, syntax_advice
from generator.text.policy import REPORTS
from generator.text.printer import Printer
from generator.text.sandbox import TAG, Environment

PAIRS = "if 与 endif、for 与 endfor 成对"
USABLE = "只能用 {{ 名称|印法 }}、{% if %}、{% for 甲 in 列表 %}、比较、and、or、not 和 + - * /"


@pytest.mark.parametrize(
    ("tag", "message", "remedy"),
    [
        ("{% hm %}", "用不了「hm」", "只在 Word 模板的表格里用"),
        ("{%tc for c in a %}", "用不了「tc」", "只在 Word 模板的表格里用"),
        ("{% colspn 2 %}", "用不了「colspn」", "是不是「colspan」"),
        ("{% set x = a %}", "用不了「set」", "不另取名称"),
        ("{% raw %}{% endraw %}", "用不了「raw」", "花括号不能原样印出"),
        ("{{ a|default('无') }}", "用不了「|default」", "写成 {% if 名称 %}"),
        ("{{ a|e }}", "用不了「|e」", "去掉它"),
        ("{{ a|list }}", "用不了「|list」", "去掉它"),
        ("{{ a|count }}", "用不了「|count」", "写成 |length"),
        ("{{ a|groupby }}", "没有名为「groupby」的印法", "可用的有：length"),
        ("{% for k, v in a.items() %}{% endfor %}", "for 一次只能取一个名称", "写成 for 甲 in 列表"),
        ("{% for r in a if r.n %}{% endfor %}", "for 只能写成 {% for 甲 in 列表 %}", "条件另写在循环里面"),
        ("{% if a is defined %}{% endif %}", "用不了「is」", "不用 is：直接写 {% if 名称 %}"),
        ("{{ a.items() }}", "用不了「名称(…)」", "数据都有名称"),
        ("{% iff %}", "用不了「iff」", "是不是「if」"),
    ],
)
def test_what_other_programs_have_is_named_with_what_to_use(
    printer: Printer, tag: str, message: str, remedy: str
) -> None:
    environment = Environment(printer, printer.text)
    with pytest.raises(NotationError) as error:
        parse(environment, tag)
    found = syntax_advice(error.value.message, environment, tag)
    assert found[0] == message
    assert found[1].startswith(remedy)


@pytest.mark.parametrize(
    ("tag", "message", "meant"),
    [
        ("{%tr- for r in a %}", "这里用不了去掉空白的「-」", "{%tr for r in a %}"),
        ("{%-p if a %}", "这里用不了去掉空白的「-」", "{%p if a %}"),
    ],
)
def test_what_would_be_taken_for_something_else_is_named(tag: str, message: str, meant: str) -> None:
    form = foreign_form(tag)
    assert form is not None
    assert (form.message.startswith(message), form.meant) == (True, meant)


@pytest.mark.parametrize(
    "tag",
    [
        "{{ a }}",
        "{{ a - b }}",
        "{{ -1 }}",
        "{{- a -}}",
        "{#- 注 -#}",
        "{%- if a -%}",
        "{{ loop.index0 }}",
        "{%tr for r in a %}",
    ],
)
def test_the_notation_itself_is_no_foreign_form(tag: str) -> None:
    assert foreign_form(tag) is None


def test_what_is_printed_as_it_is_keeps_its_characters() -> None:
    raw = "{% raw %}{{ “甲” }}　{% endraw %}"
    assert plain(raw) == raw
    assert [match[0] for match in TAG.finditer(f"甲{raw}{{{{ a }}}}{{% raw %}}{{{{ b }}}}")] == [
        *(raw, "{{ a }}", "{% raw %}", "{{ b }}")
    ]


def test_where_the_whole_language_can_be_used_its_own_advice_is_given(printer: Printer) -> None:
    environment = Environment(printer, printer.text, policy=REPORTS)
    assert syntax_advice("No filter named 'random'.", environment)[1].startswith("每次印出来都不同")


@pytest.mark.parametrize(
    ("source", "message", "remedy"),
    [
        ("{{ a|万 }}", "没有名为「万」的印法", "是不是「万元」"),
        ("{{ a|zzzzz }}", "没有名为「zzzzz」的印法", "可用的有：length、first"),
        ("{{ a }", "引用没有写完整", "写成 {{ 名称|印法 }}，两边各两个花括号"),
        ("{{ a b }}", "「b」前面少了符号", "下一级写成 甲.乙，印法写成 甲|乙，计算写成 甲 + 乙"),
        ("{% endfor %}", "引用的写法不对：前面没有与它成对的 if 或 for", PAIRS),
        ("{% if a %}甲", "引用的写法不对：if 或 for 没有结束", PAIRS),
        ("{% includ %}", "用不了「includ」", USABLE),
        ("{{ a？ }}", "引用的写法不对：不认识符号「？」", "用半角符号，写成 {{ 名称|印法 }}"),
        ("{% if %}", "引用的写法不对", "写成 {{ 名称|印法 }}，如 {{ funds.actual|万元 }}"),
    ],
)
def test_a_fault_is_named_with_what_to_write(printer: Printer, source: str, message: str, remedy: str) -> None:
    environment = Environment(printer, printer.text)
    with pytest.raises(NotationError) as error:
        parse(environment, source)
    found = syntax_advice(error.value.message, environment)
    assert found[0] == message
    assert found[1].startswith(remedy)


def test_a_message_of_the_sandbox_is_handed_on_with_what_can_be_used(printer: Printer) -> None:
    environment = Environment(printer, printer.text)
    assert syntax_advice("不能调用函数", environment) == ("不能调用函数", USABLE)
