"""`'%.2f'|format(n)` gives what Python's % gives, and reaches into no value."""

from __future__ import annotations

import pytest

from tests.support.language import by_jinja, free, tag

WRONG = "「format」只认 %s、%d、%f、%.2f、%05d、%(名称)s 这样的写法"


@pytest.mark.parametrize(
    "expression",
    [
        "'%s-%s'|format(1, 2)",
        "'%05d|%5.1f|%-5s|'|format(42, 3.14159, 'ab')",
        "'%.2f'|format(3)",
        "'%.2f'|format(f)",
        "'%f'|format(f)",
        "'%.0f'|format(3.7)",
        "'%.f'|format(3.7)",
        "'%+d|% d|%+.1f'|format(3, 3, 0.36)",
        "'%d%%'|format(33.9)",
        "'%i %u'|format(-3, 4)",
        "'%08.2f|%-8.2f|'|format(-3.14159, 3.14159)",
        "'%(a)s %(b)d'|format(a='x', b=3)",
        "'%5.1s|'|format('xyz')",
        "'无'|format",
        "'%.2f' % 3.14159",
        "'%s 和 %s' % ('a', n)",
        "'%(b)s' % d",
    ],
)
def test_a_pattern_is_filled_as_python_does(expression: str) -> None:
    assert free(tag(expression)) == by_jinja(tag(expression))


@pytest.mark.parametrize(
    ("expression", "fault"),
    [
        ("'%r'|format(s)", WRONG),
        ("'%c'|format(s)", WRONG),
        ("'%x'|format(n)", WRONG),
        ("'%*d'|format(9, 1)", WRONG),
        ("'%'|format(n)", WRONG),
        ("'%1000000000d'|format(1)", WRONG),
        ("'%99999d'|format(1)", WRONG),
        ("'%.99f'|format(f)", WRONG),
        ("'%s'|format(1, 2)", "「format」的格子和后面的数据个数不同"),
        ("'{}'|format(1)", "「format」的格子和后面的数据个数不同"),
        ("'%(a)s'|format(b=1)", "「format」里的「a」没有给出"),
        ("'%(a)s %s'|format(a=1)", WRONG),
        ("'%d'|format('x')", "「format」要一个数"),
        ("'%s'|format(nothing)", "「format」前面的数据没有填写"),
        ("'%(__class__)s'|format(a=1)", "「format」里的「__class__」没有给出"),
        ("('x' * 20000)|replace('x', '%999s') % ('a', )", "「format」的格子和后面的数据个数不同"),
    ],
)
def test_a_pattern_that_is_none_is_refused(expression: str, fault: str) -> None:
    assert free(tag(expression)) == fault


def test_widths_are_charged() -> None:
    assert (
        free("{% set p = ('x' * 20000)|replace('x', '%(a)999s') %}{{ (p|format(a='x'))|length }}") == "要处理的数据太多"
    )
