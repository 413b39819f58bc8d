"""What is said of a notation that cannot be read, and what to write instead."""

from __future__ import annotations

import pytest

from generator.text.faults import NotationError
from generator.text.grammar import parse
from generator.text.notation import syntax_advice
from generator.text.printer import Printer
from generator.text.sandbox import Environment

PAIRS = "if 与 endif、for 与 endfor 成对"
USABLE = "只能用 {{ 名称|印法 }}、{% if %}、{% for 甲 in 列表 %}、比较、and、or、not 和 + - * /"


@pytest.mark.parametrize(
    ("source", "message", "remedy"),
    [
        ("{{ a|万 }}", "没有名为「万」的印法", "是不是「万元」"),
        ("{{ a|zzzzz }}", "没有名为「zzzzz」的印法", "可用的有：length、first"),
        ("{{ a }", "引用没有写完整", "写成 {{ 名称|印法 }}，两边各两个花括号"),
        ("{{ a b }}", "引用没有写完整", "写成 {{ 名称|印法 }}，两边各两个花括号"),
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
