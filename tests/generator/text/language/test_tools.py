"""Operators do to plain data what Python's do, charged before it is done; what a figure was is not washed off."""

from __future__ import annotations

import pytest

from generator.namespace import Tree
from generator.quantity import Quantity
from generator.text.faults import LimitError
from generator.text.language.tools import MOST_NESTED, traced
from generator.text.printer import Printer
from tests.support.language import by_jinja, free, of_report, tag
from tests.support.quantities import q

GROWN = " * 999999999999999" * 24
MUCH = "要处理的数据太多"


@pytest.mark.parametrize(
    "expression",
    [
        *(
            "words[1:]|join",
            "words[:-1]|join",
            "words[::-1]|join",
            "words[::2]|join",
            "words[9:]|join",
            "s[2:5]",
            "s[-3:]",
        ),
        *(
            "s[0]",
            "s[-1]",
            "words[-1]",
            "(1, 2)[0]",
            "[n, s][1]",
            "{'a': 1}.a",
            "{'a': n}['a']",
            "rows[1:]|sum(attribute='n')",
        ),
        *("'a' ~ 1 ~ yes", "'a' ~ nothing", "'甲' ~ 1.5", "'a' * 3", "3 * 'ab'", "([1] * 3)|join", "([1] + [2])|join"),
        *(
            "'x' + 'y'",
            "((1,) + (2,))|join",
            "'a' * -1",
            "'-' * 10",
            "(['1'] * 2)|join",
            "range(3)|join",
            "range(5, 0, -2)|join",
            "range(1, 10, 3)|join",
        ),
        *(
            "{% for k, v in d.items() %}{{ k }}{{ v }}{% endfor %}",
            "d.keys()|join",
            "d.values()|join",
            "taken['items']",
            *("d.get('b')", "d.get('z')", "d.get('z', 'x')", "taken.get('items')", "d.get(words[0])", "d.get(1, 0)"),
            *("'第' + '2'", "'2024-05' + '-01'", "'3' + ''"),
        ),
        "{% for k, v in taken.items() %}{{ k }}{{ v }}{% endfor %}",
    ],
)
def test_an_operator_does_what_pythons_does(expression: str) -> None:
    assert free(tag(expression)) == by_jinja(tag(expression))


@pytest.mark.parametrize(
    ("expression", "fault"),
    [
        ("3 * '1,200.00'", "「1,200.00」是文字，不能乘"),
        ("'１２元' * n", "「１２元」是文字，不能乘"),
        ("'12' * 1.5", "「12」是文字，不能乘"),
        ("'12' + '1,200.00'", "「12」和「1,200.00」是文字，不能相加"),
        ("'3万元' + ' -2 万元'", "「3万元」和「 -2 万元」是文字，不能相加"),
        ("d.get()", "「get」后面的括号写得不对"),
        ("d.get('a', 1, 2)", "「get」后面的括号写得不对"),
        ("d.get('__class__')", "用不了「__class__」"),
        ("d.get(d)", "「get」里的名称要是文字或者数"),
        ("d.get(nix)", "没有名为「nix」的数据"),
        ("words.get(0)", "这个数据没有「get()」，只有成组的数据有 items()、keys()、values()"),
        ("words[::0]", "「[…:…]」的间隔不能是 0"),
        ("words[::n - 7]", "「[…:…]」的间隔不能是 0"),
        ("words['x':]", "「[…:…]」要一个数"),
        ("words[1.5:]", "「[…:…]」要一个整数"),
        ("d[1:]", "只有列表和文字能取出一段"),
        ("words[9]", "列表只有 4 项，没有 [9]"),
        ("s.upper", "没有名为「upper」的数据"),
        ("s.upper()", "用不了「.upper(…)」"),
        ("words.append(1)", "用不了「.append(…)」"),
        ("d.pop('a')", "用不了「.pop(…)」"),
        ("d.items(1)", "「items」后面的括号写得不对"),
        ("words.items()", "这个数据没有「items()」，只有成组的数据有 items()、keys()、values()"),
        ("words.cycle(1)", "这个数据没有「cycle()」，只有成组的数据有 items()、keys()、values()"),
        ("'{0.__class__}'.format(1)", "用不了「.format(…)」"),
        ("('{0}'.format)(1)", "用不了「.format(…)」"),
        ("n()", "用不了「n(…)」"),
        ("words[0]()", "用不了「名称(…)」"),
        ("range()", "「range」后面的括号写得不对"),
        ("range(0, 1, 0)", "「range」的间隔不能是 0"),
        ("range(10 ** 9)|length", MUCH),
        ("range(10 ** 16)|length", "「range」里的数太大或者太小"),
        ("namespace(a=1)", "namespace() 只能写成 {% set 名称 = namespace(…) %}"),
        ("dict(a=1)", "用不了「dict(…)」"),
        ("'a' * 10 ** 9", MUCH),
        ("[0] * 10 ** 9", MUCH),
        ("s.__class__", "没有名为「__class__」的数据"),
        ("s.__class__ is defined", "用不了「__class__」"),
        ("s['__class__'] ~ 1", "用不了「__class__」"),
        ("s['__cl' ~ 'ass__']", "没有名为「__class__」的数据"),
        ("{% set ns = namespace(s='a') %}{% for i in range(64) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}", MUCH),
        ("{% set ns = namespace(l=[1]) %}{% for i in range(64) %}{% set ns.l = ns.l + ns.l %}{% endfor %}", MUCH),
        (
            "{% set ns = namespace(l=nums) %}{% for i in range(9999) %}{% set ns.l = (ns.l * 999)[:99] %}{% endfor %}",
            MUCH,
        ),
        ("{% set d.x = 1 %}", "「名称.名称 = 」只能写给 namespace() 得到的名称"),
        ("{% for a, b in nums %}{% endfor %}", "这一项不能分成 2 个名称"),
        ("{% for a, b, c in pairs %}{% endfor %}", "这一项有 2 个数据，名称却有 3 个"),
    ],
)
def test_what_cannot_be_done_is_told(expression: str, fault: str) -> None:
    assert free(tag(expression)) == fault


def test_a_report_has_no_names_that_only_the_data_tell(printer: Printer) -> None:
    assert of_report(printer, "{{ d.get('a') }}", {"d": {"a": 1}}) == "用不了「.get(…)」"


@pytest.fixture
def figures() -> Tree:
    return {"a": q("3万元"), "b": q("21754元"), "rate": q("5%"), "list": [q("1万元")], "s": "文"}


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ("{{ (a - b)|万元 ~ '整' }}", "0.82万元整"),
        ("{{ a ~ '、' ~ b }}", "3万元、21754元"),
        ("{% set c = a - b %}{{ c|元 }}{% set p = c|元 %}{{ p }}", "8246元8246元"),
        ("{{ '%s元'|format(s) }}{{ '共%s'|format(a|万元) }}", "文元共3.00万元"),
        ("{{ list|map('万元')|join('、') }}", "1.00万元"),
    ],
)
def test_figures_are_printed_by_their_filters(printer: Printer, figures: Tree, source: str, printed: str) -> None:
    assert of_report(printer, source, figures) == printed


@pytest.mark.parametrize(
    "source",
    [
        *(
            f"{{{{ a|{name} }}}}"
            for name in ("round(2)", "int", "float", "abs", "string", "replace('2', '3')", "format", "truncate")
        ),
        *(f"{{{{ a|{name} }}}}" for name in ("upper", "center", "indent", "wordwrap", "title", "trim")),
        "{{ a|万元|replace('3', '4') }}",
        "{{ (a|万元)[1:] }}",
        "{{ (a|万元)[0] }}",
        "{{ (a ~ '')|replace('3', '4') }}",
        "{% set s = a|万元 %}{{ s|replace('3', '4') }}",
        "{% set s %}共{{ a|万元 }}{% endset %}{{ s|replace('3', '4') }}",
        "{% set s %}共{{ a }}{% endset %}{{ s|upper }}",
        "{{ [a|万元]|join|replace('3', '4') }}",
        "{{ [a]|join|list|join }}",
        "{{ '%s'|format(a|万元)|replace('3', '4') }}",
        "{{ '%.1s'|format(a|万元) }}",
        "{{ list|map('万元')|map('replace', '1', '2')|join }}",
        "{% set ns = namespace(s='') %}{% for x in list %}{% set ns.s = ns.s ~ x|万元 %}{% endfor %}{{ ns.s|replace('1', '2') }}",
        "{{ ([a|万元]|batch(1)|first|first)|replace('3', '4') }}",
        "{{ {'a': a|万元}.a|replace('3', '4') }}",
        "{% for c in a|万元 %}{{ c if loop.index0 < 9 }}{% endfor %}",
        "{{ (a|万元) * 2 }}",
        "{{ a|万元数|int }}",
        "{{ 'x' if '3' in a|万元 ~ '' else 'y' }}",
        "{% set x, y = a|万元数 %}",
    ],
)
def test_the_digits_of_a_figure_stay_those_of_its_filter(printer: Printer, figures: Tree, source: str) -> None:
    assert "不能用在数据里的数上，它只由印法印出" in of_report(printer, source, figures)


@pytest.mark.parametrize(
    ("expression", "fault"),
    [
        ("a + 1", "「+」的两边要是数据里的数"),
        ("a ** 2", "「**」的两边要是数据里的数"),
        ("a // b", "「//」的两边要是数据里的数"),
        ("a % b", "「%」的两边要是数据里的数"),
        ("a - b|万元", "「-」的两边要是数据里的数；先算后印的加括号，如 (甲 - 乙)|万元"),
        ("a + rate", "单位不同的数不能相加减或相除，乘数只能是比率，金额还能乘数量"),
        ("a * 0.5", "「*」的两边要是数据里的数"),
        ("a * (1 == 1)", "「*」的两边要是数据里的数"),
        ("2 / a", "「/」的两边要是数据里的数"),
        (f"{{% set x = a{GROWN} %}}{{{{ x{GROWN} }}}}", "算出来的数太大"),
    ],
)
def test_figures_are_reckoned_by_their_units(printer: Printer, figures: Tree, expression: str, fault: str) -> None:
    assert of_report(printer, tag(expression), figures) == fault


def test_a_figure_is_taken_so_many_times_or_shared(printer: Printer) -> None:
    data = {"a": q("21754元"), "seats": q("7所"), "bad": Quantity(None, "元")}
    reckoned = ("(a * 2)|元", "(2 * a)|元", "(a / 2)|元", "(a * -1)|元", "seats * 2", "a / 0", "bad * 2", "bad / 2")
    assert [of_report(printer, tag(one), data) for one in reckoned] == [
        *("43508元", "43508元", "10877元", "-21754元", "14所", "—", "—", "—")
    ]
    assert of_report(printer, tag("seats / 2"), data) == "只有金额、比率和分值能除以整数，数量印出来没有小数"


def test_computed_figures_do_not_nest_without_end(printer: Printer) -> None:
    data = {"a": q("1元"), "many": [1] * 99}
    source = "{% set ns = namespace(x=a) %}{% for i in many %}{% set ns.x = ns.x + a %}{% endfor %}{{ ns.x }}"
    assert of_report(printer, source, data) == "算式里套着的算式太多"
    summed = source.replace("ns.x + a", "[ns.x, a]|sum")
    assert of_report(printer, summed, data) == "算式里套着的算式太多"
    doubled = q("1元")
    for _ in range(MOST_NESTED):
        doubled = traced(doubled + q("1元"))
    with pytest.raises(LimitError):
        traced(doubled + q("1元"))
