from __future__ import annotations

import pytest

from generator.spelling.idioms import Idioms
from generator.spelling.years import find_years

IDIOMS = Idioms.of(["2035年远景目标"])


def years(text: str) -> list[tuple[str, int, bool]]:
    return [(text[one.start : one.end], one.year, one.short) for one in find_years(text, 2022, IDIOMS)]


@pytest.mark.parametrize(
    ("text", "written", "year"),
    [
        ("于2021年购置", "2021", 2021),
        ("于２０２１ 年购置", "２０２１", 2021),
        ("于20\u200b21年购置", "20\u200b21", 2021),
        ("于二〇二一年购置", "二〇二一", 2021),
        ("于二○二一年购置", "二○二一", 2021),
        ("于一九九八年购置", "一九九八", 1998),
        ("于2021-12-31购置", "2021", 2021),
        ("于2021-1-5购置", "2021", 2021),
        ("于2021.12购置", "2021", 2021),
        ("于2021/12购置", "2021", 2021),
    ],
)
def test_a_year_is_found_in_every_spelling(text: str, written: str, year: int) -> None:
    assert years(text) == [(written, year, False)]


@pytest.mark.parametrize("text", ["21年度支出", "21年3月", "21年底", "21年支出", "培训，21年支出", "培训；21年支出"])
def test_a_year_of_two_digits_is_found_where_it_can_be_nothing_else(text: str) -> None:
    assert years(text) == [("21", 2021, True)]


@pytest.mark.parametrize(
    "text",
    [
        "使用21年",
        "，21年来",
        "近21年",
        "，45年",
        "，21年多",
        "24年度",
        "河教〔2021〕3号",
        "GB/T 22239-2019",
        "HC2022-0115",
        "2021人",
        "2021.35",
        "2035年远景目标",
        "十二〇二一年",
    ],
)
def test_another_number_is_no_year(text: str) -> None:
    assert years(text) == []


def test_years_come_in_the_order_of_the_text() -> None:
    assert [year for _, year, _ in years("二〇二〇年，2021—2023年，22年度")] == [2020, 2021, 2023, 2022]
    assert [year for _, year, _ in years("1998—1999年")] == [1998, 1999]
