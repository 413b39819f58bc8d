"""Dates, and why a text is none."""

from __future__ import annotations

import pytest

from generator.spelling.dates import date
from generator.spelling.refusing import RefusedError


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("2022-1-25", "2022-01-25"),
        ("2022·1·25", "2022-01-25"),
        ("2022—01—25", "2022-01-25"),
        ("20220125", "2022-01-25"),
        ("2022年1月25号", "2022-01-25"),
        ("2022年1月25", "2022-01-25"),
        ("2022年元月二十五日", "2022-01-25"),
        ("二〇二二年十一月廿五日", "2022-11-25"),
        ("2022-01-25 00:00:00", "2022-01-25"),
        ("2022-01-25T9:30", "2022-01-25"),
        ("2022年12月", "2022-12"),
        ("2022.10", "2022-10"),
        ("2022.1", "2022-01"),
        ("2022/9", "2022-09"),
    ],
)
def test_a_date_has_one_canonical_text(typed: str, text: str) -> None:
    assert date(typed, 0, len(typed)) == text


@pytest.mark.parametrize(
    ("typed", "forms"),
    [
        ("2022-02-30", ()),
        ("2022-13-01", ()),
        ("2022.0", ()),
        ("2022-011-25", ()),
        ("0022-01-25", ()),
        ("2100-01-25", ()),
        ("20221301", ()),
        ("22-1-25", ()),
        ("1/25/2022", ("2022-01-25",)),
        ("25-1-2022", ("2022-01-25",)),
        ("1/2/2022", ("2022-01-02", "2022-02-01")),
        ("2/2/2022", ("2022-02-02",)),
        ("44586", ("2022-01-25",)),
        ("44586.5", ("2022-01-25",)),
        ("2O22-0l-25", ("2022-01-25",)),
        ("2022年12月底", ()),
        ("年初", ()),
        ("2022", ()),
        ("2022年", ()),
        ("2022年三三月", ()),
        ("20220125元", ()),
    ],
)
def test_what_is_no_date_is_refused(typed: str, forms: tuple[str, ...]) -> None:
    with pytest.raises(RefusedError) as caught:
        date(typed, 0, len(typed))
    assert caught.value.forms == forms
    assert caught.value.remedy


def test_a_day_that_does_not_exist_is_not_called_a_month() -> None:
    said = []
    for typed in ("2022-02-30", "2022-13-01", "2022-13"):
        with pytest.raises(RefusedError) as caught:
            date(typed, 0, len(typed))
        said.append(caught.value.message)
    assert said == ["没有这一天", "没有这个月", "没有这个月"]


@pytest.mark.parametrize(
    ("typed", "message", "remedy"),
    [
        ("2O22-01-25", "字母 O，不是数字 0", "写成「2022-01-25」"),
        ("2022-0l-25", "字母 l，不是数字 1", "写成「2022-01-25」"),
        ("0022-01-25", "年份不对", "核对日期"),
        ("2022-02-30", "没有这一天", "核对日期"),
        ("1/25/2022", "先写年", "写成「2022-01-25」"),
        ("31/31/2022", "先写年", "写成年-月-日"),
        ("22.1.25", "年份要写四位", "写成年-月-日"),
        ("22年1月25日", "年份要写四位", "写成年-月-日"),
        ("44586", "Excel 的日期序号", "核对是不是这一天，写成「2022-01-25」"),
        ("年初", "不是一个日期", "写成年-月-日"),
    ],
)
def test_the_message_says_what_is_wrong_and_what_to_do(typed: str, message: str, remedy: str) -> None:
    with pytest.raises(RefusedError) as caught:
        date(typed, 0, len(typed))
    assert message in caught.value.message
    assert remedy in caught.value.remedy
