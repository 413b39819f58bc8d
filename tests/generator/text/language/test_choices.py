"""The tests say what Jinja's say, and the filters by them choose what Jinja's choose."""

from __future__ import annotations

import pytest

from generator.namespace import Tree
from generator.text.printer import Printer
from tests.support.language import by_jinja, free, lenient, of_report, tag
from tests.support.quantities import q


@pytest.mark.parametrize(
    "expression",
    [
        *(
            f"{value} is {test}"
            for value in ("n", "f", "yes", "nothing", "s", "d", "words", "3")
            for test in (
                *("defined", "undefined", "none", "boolean", "true", "false", "integer", "float", "number", "string"),
                *("mapping", "sequence", "iterable"),
            )
        ),
        *("n is odd", "n is even", "n is divisibleby 7", "n is divisibleby(3)", "n is not divisibleby 3"),
        *("n is eq 7", "n is equalto(7)", "n is ne 7", "n is gt 3", "n is ge 7", "n is lt 3", "n is le 7"),
        *("n is greaterthan 3", "n is lessthan 3", "n is in [7]", "'b' is in words", "nothing is sameas none"),
        *("'ABC' is upper", "'aBC' is upper", "'abc' is lower", "'中' is upper"),
        *("lost is defined", "lost is undefined", "lost is not defined", "d.z is defined", "s.nix is defined"),
        *("lost|default('x')", "lost|d('x')", "nothing|default('x')", "nothing|default('x', true)"),
        *("''|default('x', boolean=true)", "0|d('无', true)", "lost|default", "d.z|default('无')"),
        "nums|select('odd')|join",
        "nums|reject('odd')|join",
        "[0, 1, 2]|select|join",
        "nums|select('>', 1)|join",
        "nums|select('divisibleby', 3)|join",
        "rows|selectattr('n', 'eq', 3)|map(attribute='name')|join",
        "rows|selectattr('parts')|map(attribute='name')|join",
        "rows|rejectattr('parts')|map(attribute='name')|join",
        "rows|selectattr('nix', 'defined')|list|length",
        "rows|selectattr('nix', 'equalto', 1)|list|length",
        "rows|rejectattr('nix')|list|length",
        "deep|selectattr('n.k', 'eq', 1)|list|count",
        "rows|selectattr('name', 'in', ['甲', '丙'])|map(attribute='n')|join",
        "words|map('upper')|join",
        "words|map('replace', 'a', 'b')|join",
        "rows|map(attribute='nix', default='-')|join",
        "pairs|map(attribute=0)|join",
        "pairs|map('first')|join",
        "nums|map('default', 'x')|join",
        *("42|round", "2.6|round", "3.5|round", "7|round(2)", "7|round(0, 'ceil')", "2.5|round(0, 'ceil')"),
        *("2.4|round(1, 'floor')", "1234|round(-2)", "1234.5|round(-2)", "3.14159|round(2)", "-3.5|round"),
        *("-3|abs", "-3.5|abs", "1 + -2|abs", "'42.9'|int", "'x'|int(7)", "'0x1A'|int(base=16)", "'1a'|int(0, 16)"),
        *("3.9|int", "-3.9|int", "yes|int", "' 12 '|int", "'１２'|int", "'3.5'|float", "'x'|float(1.5)", "3|float"),
    ],
)
def test_it_is_as_jinja_says(expression: str) -> None:
    assert free(tag(expression)) == by_jinja(tag(expression))


@pytest.mark.parametrize(
    ("expression", "fault"),
    [
        ("lost.x is defined", "没有名为「lost」的数据"),
        ("d.z.y|default('无')", "没有名为「z」的数据"),
        ("lost is none", "没有名为「lost」的数据"),
        ("n is nix", "没有名为「nix」的判断"),
        ("n is callable", "用不了「is callable」"),
        ("n is divisibleby 0", "不能除以零"),
        ("n is divisibleby", "「is divisibleby」后面的括号写得不对"),
        ("s is odd", "「odd」要一个数"),
        ("nums|select('nix')", "没有名为「nix」的判断"),
        ("nums|select(s)", "「select」后面的括号写得不对"),
        ("nums|selectattr", "「selectattr」后面的括号写得不对"),
        ("nums|map", "「map」后面的括号写得不对"),
        ("nums|map(s)", "「map」后面的括号写得不对"),
        ("nums|map('nix')", "没有名为「nix」的印法"),
        ("nums|map('map', 'map', 'upper')", "「map」里用不了「map」"),
        ("words|map(attribute='__class__')|list", "用不了「__class__」"),
        ("words|map('attr', '__class__')|list", "用不了「__class__」"),
        ("s|round", "「round」要一个数"),
        ("2|round(1, 'x')", "「round」的第二项只能是 'common'、'ceil' 或者 'floor'"),
        ("2|round(400)", "「round」里的数太大或者太小"),
        ("2|round(1.5)", "「round」要一个整数"),
        ("'1,234'|int", "「int」前面的不是一个数；没有数时印什么写在括号里，如 |int(0)"),
        ("nothing|float", "「float」前面的不是一个数；没有数时印什么写在括号里，如 |float(0)"),
        ("('x' * 5000)|int", "「int」前面的不是一个数；没有数时印什么写在括号里，如 |int(0)"),
        ("'1e999'|float", "「float」前面的不是一个数；没有数时印什么写在括号里，如 |float(0)"),
        ("'nan'|float", "「float」前面的不是一个数；没有数时印什么写在括号里，如 |float(0)"),
        ("'z'|int(base=37)", "「int」前面的不是一个数；没有数时印什么写在括号里，如 |int(0)"),
    ],
)
def test_what_cannot_be_asked_is_told(expression: str, fault: str) -> None:
    assert free(tag(expression)).startswith(fault)


def test_in_a_report_what_is_not_filled_in_is_not_defined(printer: Printer) -> None:
    data = {"none": None, "money": q("3万元"), "s": "文"}
    assert of_report(printer, "{{ none|default('无') }}{{ 1 if none is defined else 0 }}", data) == "无0"
    assert of_report(printer, "{{ money|default('无') }}{{ s|default('无') }}", data) == "3万元文"
    assert of_report(printer, "{% if money is number and s is string and none is none %}是{% endif %}", data) == "是"


@pytest.mark.parametrize(
    "expression",
    [
        *(
            "lost|default('无')",
            "lost is defined",
            "d.lost|default('无')",
            "rows|map(attribute='lost', default='无')|join",
        ),
        *("rows|selectattr('lost')|list|length", "rows|groupby('lost', default='无')|length"),
    ],
)
def test_in_a_report_only_names_that_are_optional_need_not_be_there(printer: Printer, expression: str) -> None:
    data: Tree = {"rows": [{"id": "a"}], "d": {}}
    source = f"{{% if {expression} %}}{{% endif %}}"
    assert of_report(printer, source, data) == "没有名为「lost」的数据"
    assert of_report(printer, source, data, "lost") == ""


def test_what_the_ends_of_a_list_lack_may_have_a_default_in_a_report_too(printer: Printer) -> None:
    source = "{% for x in l %}{{ loop.previtem|default('首') }}{{ loop.nextitem|default('末') }}{% endfor %}{{ e|first|default('空') }}"
    assert of_report(printer, source, {"l": ["甲"], "e": []}) == "首末空"
    assert of_report(printer, "{{ ('x' if no)|default('无') }}", {"no": False}) == "无"


def test_where_blanks_are_let_pass_nothing_is_asked_in_vain() -> None:
    assert lenient("[{{ lost.x.y|default('无') }}{{ lost is none }}{{ lost|upper }}{{ lost }}]") == "[无False]"


@pytest.mark.parametrize(
    ("expression", "printed"),
    [
        ("1234567|千分位", "1,234,567"),
        ("-1234.50|千分位", "-1,234.5"),
        ("big|千分位", "12,345,678.9"),
        ("999|千分位", "999"),
        ("0|千分位", "0"),
        ("1000|千分位(2)", "1,000.00"),
        ("999.995|千分位(2)", "1,000.00"),
        ("-0.004|千分位(2)", "-0.00"),
        ("2.5|千分位(0)", "3"),
        ("[1234, 5]|map('千分位', 1)|join('/')", "1,234.0/5.0"),
        ("(10 ** 20)|千分位", "100,000,000,000,000,000,000"),
        ("s|千分位", "「千分位」要一个数"),
        ("nothing|千分位", "「千分位」要一个数"),
        ("1|千分位(-1)", "「千分位」里的数太大或者太小"),
        ("1|千分位(1, 2)", "「千分位」后面的括号写得不对"),
    ],
)
def test_thousands_are_told_apart(expression: str, printed: str) -> None:
    assert free(tag(expression), {"big": 12345678.9, "s": "文", "nothing": None}) == printed


def test_no_digit_of_a_figure_is_set_apart(printer: Printer) -> None:
    assert "千分位" in of_report(printer, "{{ a|千分位 }}", {"a": q("30000元")})
