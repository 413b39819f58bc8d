"""What stays refused is told with what to write instead."""

from __future__ import annotations

import pytest

from generator.text.faults import NotationError
from generator.text.grammar import parse
from generator.text.language.advice import USABLE, advice
from generator.text.policy import REPORTS
from generator.text.printer import Printer
from generator.text.sandbox import Environment
from tests.support.language import free_environment


@pytest.mark.parametrize(
    ("source", "message", "remedy"),
    [
        ("{% hm %}", "用不了「hm」", "只在 Word 模板的表格里用"),
        ("{%tc for c in a %}", "用不了「tc」", "只在 Word 模板的表格里用"),
        ("{% macro m() %}{% endmacro %}", "用不了「macro」", "宏的内容写在要用的地方"),
        ("{% include 'x' %}", "用不了「include」", "带入一份模板写成 {{p include('附件.docx') }}"),
        ("{{ include('x') }}", "用不了「include(…)」", "带入一份模板写成 {{p include('附件.docx') }}"),
        ("{% import 'x' as y %}", "用不了「import」", "每份模板是一个文件"),
        ("{% with a = 1 %}{% endwith %}", "用不了「with」", "写成 {% set 甲 = … %}"),
        ("{% filter upper %}{% endfilter %}", "用不了「filter」", "写在 {{ … }} 里"),
        ("{% do a.append(1) %}", "用不了「do」", "数据不能改"),
        ("{% iff %}", "用不了「iff」", "是不是「if」"),
        ("{% xyzzy %}", "用不了「xyzzy」", USABLE),
        ("{{ a.upper() }}", "用不了「.upper(…)」", "写成 |upper"),
        ("{{ '{:,}'.format(a) }}", "用不了「.format(…)」", "写成 '%.2f'|format(数)"),
        ("{{ a.nix() }}", "用不了「.nix(…)」", "能调用的只有 items()"),
        ("{{ a|random }}", "用不了「|random」", "每次印出来都不同"),
        ("{{ a|attr('b') }}", "用不了「|attr」", "写成 名称.名称"),
        ("{{ a|万 }}", "没有名为「万」的印法", "是不是「万元」"),
        ("{{ a|uper }}", "没有名为「uper」的印法", "是不是「upper」"),
        ("{{ a|zzzzzzz }}", "没有名为「zzzzzzz」的印法", "可用的有：length、first"),
        ("{{ a is numbr }}", "没有名为「numbr」的判断", "是不是「number」"),
        ("{{ a is callable }}", "用不了「is callable」", "数据都不能调用"),
        ("{{ a|round('x', 1, 2) }}", "「round」后面的括号写得不对", "写成 |round、|round(2)"),
        ("{{ a|title(1) }}", "「title」后面的括号写得不对", "核对括号里的内容"),
        ("{{ a.__class__|upper }}", "用不了「__class__」", "只能引用数据里的名称"),
        ("{{ a b }}", "「a」和「b」之间少了符号", "名称里没有空格：下一级写成 a.b；是一个名称的"),
        ("{{ 万元(a) }}", "用不了「万元(…)」", "印法写在名称后面：名称|万元"),
        ("{{ 年度预算(万元) }}", "用不了「年度预算(…)」", "名称里不能有括号：数据和模板里都改成「年度预算_万元」"),
        ("{{ 年度预算( a + 1 ) }}", "用不了「年度预算(…)」", "名称里不能有括号：数据和模板里都改成「年度预算」"),
        ("{{ {'a': {'b': 1}}", "「}}」在标记里面会当作结束", "里面的两个花括号之间空一格"),
        ("{% endset %}", "引用的写法不对：前面没有与它成对的标记", "if 与 endif"),
        ("{% set a %}甲", "引用的写法不对：标记没有结束", "if 与 endif"),
        ("{% raw %}甲", "引用的写法不对：标记没有结束", "if 与 endif"),
        ("{% set a %}甲<{% endset %}", "set 与 endset 要写在同一段格式相同的文字里", "写成 {% set 甲 = … %}，或者"),
        ("{% set loop = 1 %}", "「loop」已经是循环的名称", "另取一个名称"),
        ("{% if a = 1 %}{% endif %}", "引用的写法不对", "相等写成 =="),
        ("{{ a = 1 }}", "引用的写法不对", "相等写成 =="),
        ("{% if a <> 1 %}{% endif %}", "引用的写法不对", "不等于写成 !="),
        *(
            (f"{{% if {test} %}}{{% endif %}}", "引用的写法不对", "「并且」写成 and，「或者」写成 or，「不」写成 not")
            for test in ("a && b", "a || b", "!a", "！a", "a 且 b", "a 或 b", "a 或者 b")
        ),
        ("{{ a ? b : c }}", "引用的写法不对", "写成 甲 if 条件 else 乙"),
        ("{% if a ≥ 1 %}{% endif %}", "引用的写法不对", "写成 >="),
        ("{% if a ≤ 1 %}{% endif %}", "引用的写法不对", "写成 <="),
        ("{% if a ≠ 1 %}{% endif %}", "引用的写法不对", "写成 !="),
        ("{% for i of items %}{% endfor %}", "引用的写法不对", "写成 {% for 甲 in 列表 %}"),
        ("{{ a.strftime('%Y') }}", "用不了「.strftime(…)」", "日期写成 |日期"),
        ("{{ a？ }}", "引用的写法不对：不认识符号「？」", "用半角符号"),
        ("{% set %}", "引用的写法不对", "写成 {{ 名称|印法 }}，如"),
    ],
)
def test_a_fault_is_told_with_what_to_write(printer: Printer, source: str, message: str, remedy: str) -> None:
    environment = Environment(printer, printer.text, policy=REPORTS)
    with pytest.raises(NotationError) as error:
        parse(environment, source)
    told = advice(error.value.message, environment, source)
    assert told[0] == message
    assert told[1].startswith(remedy)


def test_a_message_of_the_sandbox_is_handed_on(printer: Printer) -> None:
    assert advice("数太大", Environment(printer, printer.text, policy=REPORTS)) == ("数太大", USABLE)


def test_a_filter_that_data_of_anyone_lack_is_not_advised() -> None:
    assert advice("用不了「.strftime(…)」", free_environment())[1] == "数据里的日期是文字：在数据里写成要印的样子"
