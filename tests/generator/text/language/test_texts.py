"""The filters of texts do what Jinja's do, within bounds."""

from __future__ import annotations

import pytest

from tests.support.language import by_jinja, free, tag

MUCH = "要处理的数据太多"


@pytest.mark.parametrize(
    "expression",
    [
        "s|upper",
        "s|lower",
        "s|title",
        "s|capitalize",
        '"it\'s 中文 aBC"|title',
        "'ß'|upper",
        "5|upper",
        "'\u3000甲\u3000'|trim",
        "'xxaxx'|trim('x')",
        "s|replace('o','0')",
        "s|replace('o','0',1)",
        "s|replace('o','0',-1)",
        "s|replace('','-')",
        "s|replace(old='o', new='0', count=2)",
        "marked|replace('&','和')",
        "'ab'|center(7) ~ '|'",
        "'ab'|center",
        "'ab'|center(-1)",
        "lines|indent",
        "lines|indent(2, true)",
        "lines|indent(2, blank=true)",
        "'a\nb'|indent('>>')",
        "''|indent(2, true)",
        "s|wordcount",
        "'a b 中文'|wordcount",
        "s|truncate(9)",
        "s|truncate(9, true)",
        "s|truncate(9, false, '…')",
        "s|truncate(9, leeway=0)",
        "s|truncate(19)",
        "s|truncate",
        "'一二三四五六七八九十甲乙'|truncate(5)",
        "'the quick brown fox jumps'|wordwrap(10)",
        "'the quick brown fox jumps'|wordwrap(3)",
        "'the quick brown fox jumps'|wordwrap(3, false)",
        "'the quick brown fox jumps'|wordwrap(10, wrapstring='/')",
        "'a-b-c d-e'|wordwrap(3, break_on_hyphens=false)",
        "lines|wordwrap(2)",
        "n|string ~ 'a'",
        "'%s-%s'|format(1, 2)",
        "'abc'|safe",
    ],
)
def test_a_filter_gives_what_jinjas_gives(expression: str) -> None:
    assert free(tag(expression)) == by_jinja(tag(expression))


@pytest.mark.parametrize("name", ["e", "escape", "forceescape", "safe"])
def test_escaping_is_left_to_the_program(name: str) -> None:
    assert free(f"{{{{ marked|{name} }}}}") == "A & B < C"


@pytest.mark.parametrize(
    ("expression", "fault"),
    [
        ("nothing|upper", "「upper」前面的数据没有填写"),
        ("rows|upper", "这里引用的是列表，不是一个值；逐项印用 for，连起来印用 |join"),
        ("lost|upper", "没有名为「lost」的数据"),
        ("s|replace('o')", "「replace」后面的括号写得不对"),
        ("s|upper(1)", "「upper」后面的括号写得不对"),
        ("s|upper(nix=1)", "「upper」后面的括号写得不对"),
        ("s|upper(*words)", "「upper」后面的括号写得不对"),
        ("s|truncate(2)", "「truncate」的长度比结尾的文字还短"),
        ("s|center('x')", "「center」要一个数"),
        ("s|center(10**9)", "「center」里的数太大或者太小"),
        ("s|indent(10**9)", "「indent」里的数太大或者太小"),
        ("s|wordwrap(0)", "「wordwrap」里的数太大或者太小"),
        ("s|wordwrap(1.5)", "「wordwrap」要一个整数"),
        ("s|replace('', s * 2000)|replace('o', s * 20000)", MUCH),
        ("('a' * 200000)|wordwrap(1)", MUCH),
        ("('a' * 3000)|replace('', 'a' * 3000)", MUCH),
        ("('\n' * 100000)|indent(9999)", MUCH),
    ],
)
def test_what_a_filter_cannot_do_is_told(expression: str, fault: str) -> None:
    assert free(tag(expression)) == fault
