"""Amounts and points are exact, or refused at what is not."""

from __future__ import annotations

import pytest

from generator.spelling.amounts import amount, points
from generator.spelling.refusing import RefusedError


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("21,754元", "21754元"),
        ("2.18万", "2.18万元"),
        ("2万3千", "23000元"),
        ("五百", "500元"),
        ("-5.51万元", "-5.51万元"),
        ("999999999999999元", "999999999999999元"),
        ("-999999999999999元", "-999999999999999元"),
        ("0.000001万元", "0.000001万元"),
    ],
)
def test_an_amount_has_one_canonical_text(typed: str, text: str) -> None:
    assert amount(typed, 0, len(typed)) == text


@pytest.mark.parametrize(
    ("typed", "at", "forms"),
    [
        ("无", "无", ("0元",)),
        ("4,0万元", ",", ("4.0万元", "40万元")),
        ("2 1754万元", " ", ("21754万元",)),
        ("0", "0", ("0元",)),
        ("21754", "21754", ("21754元", "21754万元")),
        ("三", "三", ("3元", "3万元")),
        ("两千五", "两千五", ("2500元", "2005元")),
        ("$100", "$", ()),
        ("100美元", "美元", ()),
        ("5.51-万元", "-", ("-5.51万元", "5.51万元")),
        ("5.51万元-", "-", ("-5.51万元", "5.51万元")),
        ("约2万元", "约", ("2万元",)),
        ("2万元左右", "左右", ("2万元",)),
        ("2万余元", "余", ()),
        ("800多万元", "多", ()),
        ("不超过3万元", "不超过", ("3万元",)),
        ("3万元以内", "以内", ("3万元",)),
        ("支出3万元", "支出", ("3万元",)),
        ("支出两万元", "支出", ("2万元",)),
        ("12园", "园", ("12元",)),
        ("12万员", "员", ("12万元",)),
        ("3k", "k", ("3000元",)),
        ("3W", "W", ("3万元",)),
        ("12所", "12所", ()),
        ("几万元", "几万", ()),
        ("#####", "#####", ()),
        ("#REF!", "#REF!", ()),
        ("见附件", "见附件", ()),
        ("购置12台", "购置12台", ()),
        ("支出约3万元", "支出约", ("3万元",)),
        ("1000000000000000元", "1000000000000000元", ()),
        ("0.0000001万元", "0.0000001万元", ()),
    ],
)
def test_what_is_no_exact_amount_is_refused_at_its_place(typed: str, at: str, forms: tuple[str, ...]) -> None:
    with pytest.raises(RefusedError) as caught:
        amount(typed, 0, len(typed))
    assert (typed[caught.value.start : caught.value.end], caught.value.forms) == (at, forms)
    assert caught.value.remedy


def test_a_range_is_told_as_one() -> None:
    with pytest.raises(RefusedError, match="范围"):
        amount("2.18-2.2万元", 0, len("2.18-2.2万元"))


@pytest.mark.parametrize(
    ("typed", "text"), [("5分", "5"), ("五", "5"), ("4.94分", "4.94"), ("-2", "-2"), ("十分", "10")]
)
def test_points_are_a_number(typed: str, text: str) -> None:
    assert points(typed, 0, len(typed)) == text


@pytest.mark.parametrize("typed", ["满分", "5/5", "5%", "约5分", "5万分", "5元", "优", "5分左右"])
def test_what_is_no_number_of_points_is_refused(typed: str) -> None:
    with pytest.raises(RefusedError):
        points(typed, 0, len(typed))


@pytest.mark.parametrize(
    ("typed", "message", "remedy"),
    [
        ("无", "这里要写金额", "没有的整行删去；金额为零的，写成「0元」"),
        ("0", "这里要写金额", "没有的整行删去；金额为零的，写成「0元」"),
        ("0.00", "缺少单位", "没有的整行删去；金额为零的，写成「0元」"),
        ("##", "列宽不够", "回到 Excel 里改好"),
        ("#N/A", "Excel 公式的错误", "回到 Excel 里改好"),
        ("12园", "「元」写成了「园」", "写成「12元」"),
        ("3k", "「k」不是公文用的单位", "写成「3000元」"),
        ("12所", "不是「所」", "写成数和单位"),
        ("约2万元", "金额要准确", "按账面核对，写成「2万元」"),
        ("2万元上下", "金额要准确", "按账面核对，写成「2万元」"),
        ("2万余元", "金额要准确", "按账面写准确的数"),
        ("≤2万元", "不写上下限", "写成「2万元」"),
        ("支出2万元", "前面有别的文字", "只写数和单位，写成「2万元」"),
        ("5.51万元-", "负号写在后面", "核对是哪一个"),
        ("1" * 16 + "元", "位数太多", "核对数字"),
    ],
)
def test_the_message_says_what_is_wrong_and_what_to_do(typed: str, message: str, remedy: str) -> None:
    with pytest.raises(RefusedError) as caught:
        amount(typed, 0, len(typed))
    assert message in caught.value.message
    assert remedy in caught.value.remedy


def test_full_marks_are_asked_for_as_a_number() -> None:
    with pytest.raises(RefusedError) as caught:
        points("满分", 0, 2)
    assert "满分是几分" in caught.value.remedy
