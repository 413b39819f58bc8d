from __future__ import annotations

import pytest

from generator.text.typed.unmarked import unmarked


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ("支出2.18万元", "支出2.18万元"),
        ("支出2**.18**万元", "支出2.18万元"),
        ("支出2\\.18万元", "支出2.18万元"),
        ("支出`2.18`万元", "支出2.18万元"),
        ("支出[2.18]{color=red}万元", "支出2.18万元"),
        ("支出&#50;.18&nbsp;万元", "支出2.18\xa0万元"),
        ("支出2.18\n  万元", "支出2.18万元"),
        ("支出217\n54元", "支出21754元"),
        ("use\nof", "use of"),
        ("支出\n\n21元", "支出\n21元"),
        ("支出\n2. 万元", "支出\n\0万元"),
        ("1. 支出", "\0支出"),
        ("{{ unit }}支出", "\0支出"),
        ("{% if a %}支出{% endif %}", "\0支出\0"),
        ("{{ 2.18 }}万元", "2.18万元"),
        ("{{ '2.18' }}万元", "2.18万元"),
        ("{{ 21754|元 }}", "21754元"),
        ("{{ 3 + 1 }}所", "1所"),
        ('{{ a|default("5元") }}', "\x005元\0"),
        ('{{ facts["5元套餐"] }}', "\0"),
        ("{{ a|百分比(0) }}", "\0"),
        ("{{ year - 1 }}年", "\0年"),
        ("R&D; 2*3", "R&D; 2*3"),
    ],
)
def test_the_reader_sees_no_markup(source: str, seen: str) -> None:
    assert unmarked(source).text == seen


@pytest.mark.parametrize(
    ("source", "written"),
    [
        ("支出2**.18**万元", "2**.18**万元"),
        ("支出**2.18**万元", "2.18**万元"),
        ("支出2\\.18万元", "2\\.18万元"),
        ("支出2.18\n 万元", "2.18\n 万元"),
        ("支出{{ 2.18 }}万元", "{{ 2.18 }}万元"),
        ("支出2{{ '.18' }}万元", "2{{ '.18' }}万元"),
        ("支出2.18{{ '万元' }}", "2.18{{ '万元' }}"),
        ('支出{{ "2.18万元" }}', "2.18万元"),
    ],
)
def test_the_way_back_takes_in_what_stands_between(source: str, written: str) -> None:
    seen = unmarked(source)
    plain = seen.text.replace("\0", "")
    assert plain == "支出2.18万元"
    start = seen.text.index("2")
    first, last = seen.span(start, seen.text.index("元") + 1)
    assert source[first:last] == written
