"""The number of a figure, and what is damaged in it."""

from __future__ import annotations

import pytest

from generator.spelling.numbers import known, read_number, refuse_vague
from generator.spelling.refusing import RefusedError


@pytest.mark.parametrize(
    ("text", "number", "end"),
    [
        ("21,754元", "21754", 6),
        ("1,234,567.89元", "1234567.89", 12),
        ("21 754元", "21754", 6),
        ("3点99万元", "3.99万", 5),
        ("3。99万元", "3.99万", 5),
        ("3·99万元", "3.99万", 5),
        ("2.180万元", "2.180万", 6),
        ("2万1754元", "21754", 6),
        ("百分之九十五点二", "95.2%", 8),
        ("百分之1,000", "1000%", 8),
        ("九成五", "95%", 3),
        ("9成", "90%", 2),
        ("5.万元", "5", 1),
        ("21,754,元", "21754", 6),
        ("30千克", "30", 2),
        ("3千5百千米", "3500", 4),
        ("5百分点", "5", 1),
        ("十百", "", 2),
        ("三三两两", "3322", 4),
    ],
)
def test_a_number_ends_where_its_digits_do(text: str, number: str, end: int) -> None:
    assert read_number(text, 0, len(text)) == (number, end)


@pytest.mark.parametrize("text", ["及时", "", "百分之", "¥5", "-5", ".5三", "l个", "O型血", "1,92屏", "2 1号楼"])
def test_what_begins_with_no_number(text: str) -> None:
    assert read_number(text, 0, len(text)) is None


@pytest.mark.parametrize(
    ("text", "at", "forms"),
    [
        ("1,92所", ",", ("192所",)),
        ("21,75元", ",", ("21.75元", "2175元")),
        ("1,234,56元", ",", ("123456元",)),
        ("1.234,56元", ",", ()),
        ("2 1754元", " ", ("21754元",)),
        ("21'754元", "'", ("21754元",)),
        ("21_754元", "_", ("21754元",)),
        ("1.2.3万元", ".", ()),
        (",754元", ",", ()),
        (".5万元", ".", ("0.5万元",)),
        ("2l754元", "l", ("21754元",)),
        ("1OO%", "O", ("100%",)),
        ("l00%", "l", ("100%",)),
        ("一O五所", "O", ("105所",)),
        ("٩٠%", "٩٠", ("90%",)),
        ("2.18×10^4元", "2.18×10^4", ()),
        ("2.1754E+04", "2.1754E+04", ()),
        ("三万一元", "三万一", ("31000元", "30001元")),
    ],
)
def test_a_damaged_number_is_refused_at_its_place(text: str, at: str, forms: tuple[str, ...]) -> None:
    with pytest.raises(RefusedError) as caught:
        read_number(text, 0, len(text))
    refused = caught.value
    assert (text[refused.start : refused.end], refused.forms) == (at, forms)


def test_the_wrong_comma_and_the_second_point_are_the_place() -> None:
    with pytest.raises(RefusedError) as comma:
        read_number("1,234,56元", 0, 9)
    with pytest.raises(RefusedError) as point:
        read_number("1.2.3万元", 0, 7)
    assert (comma.value.start, point.value.start) == (5, 3)


def test_units_that_are_surely_units() -> None:
    assert all(map(known, ["元", "万元", "亿元整", "块", "人民币"[:0] + "元人民币", "所", "万人次", "㎡", "%"]))
    assert not any(map(known, ["", "等奖", "级甲等", "元旦", "分满意"]))


@pytest.mark.parametrize("text", ["几万元", "数十万元", "上万元", "数百名", "十几个", "好几百人", "几十多项"])
def test_words_of_size_say_no_number(text: str) -> None:
    with pytest.raises(RefusedError):
        refuse_vague(text, 0, len(text))


@pytest.mark.parametrize("text", ["几名", "上海市", "数字化", "几何", "数学名师", "十五个", "上千家万户"])
def test_other_words_with_such_beginnings_are_left_alone(text: str) -> None:
    refuse_vague(text, 0, len(text))
