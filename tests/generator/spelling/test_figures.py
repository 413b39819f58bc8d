"""One figure with its unit and its rounding words."""

from __future__ import annotations

from fractions import Fraction

import pytest

from generator.spelling.figures import figure
from generator.spelling.refusing import RefusedError, RemarkError


def text_of(typed: str) -> str | None:
    found = figure(typed, 0, len(typed))
    return found.text if found else None


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("近5000名", "近5000名"),
        ("将近5000名", "近5000名"),
        ("大约58.76%", "约58.76%"),
        ("58.76%左右", "58.76%左右"),
        ("800多万元", "800多万元"),
        ("八百余万元", "800余万元"),
        ("800万余元", "800万余元"),
        ("三万多元", "3万多元"),
        ("八十余次", "80余次"),
        ("七成多", "70多%"),
        ("人民币21754元整", "21754元"),
        ("¥21754", "21754元"),
        ("约¥5", "约5元"),
        ("-¥5", "-5元"),
        ("¥-5元", "-5元"),
        ("+5%", "5%"),
        ("-0元", "0元"),
        ("负5.51万元", "-5.51万元"),
        ("21754元5角3分", "21754.53元"),
        ("叁佰元零伍分", "300.05元"),
        ("5角", "0.5元"),
        ("5角3分", "0.53元"),
        ("2万元5角", "20000.5元"),
        ("5分", "5分"),
        ("3‰", "0.3%"),
        ("12‰", "1.2%"),
        ("1922㎡", "1922平方米"),
        ("1922m²", "1922平方米"),
        ("1922m2", "1922平方米"),
        ("11个县(市、区)", "11个县（市、区）"),
        ("1台(套)", "1台（套）"),
        ("500元/人·天", "500元/人·天"),
        ("12台", "12台"),
        ("2.0专项培训", "2.0专项培训"),
        ("200M", "200M"),
    ],
)
def test_a_figure_has_one_canonical_text(typed: str, text: str) -> None:
    assert text_of(typed) == text


@pytest.mark.parametrize(
    "typed",
    [
        "一等奖", "十分满意", "及时", "", "约", "3万%", "12个3", "1,2号楼", "21754元钱财", "21754元5", "5角3", "2.5元5角",
        "2元12角", "(三)班", "—", "三百室", "100%覆盖", "多少", "5元/", "百元",
    ],
)  # fmt: skip
def test_what_is_no_figure(typed: str) -> None:
    assert text_of(typed) is None


@pytest.mark.parametrize(
    ("typed", "at", "forms"),
    [
        ("—5.51万元", "—", ("-5.51万元", "5.51万元")),
        ("——5.51万元", "——", ("-5.51万元", "5.51万元")),
        ("△5.51万元", "△", ("-5.51万元", "5.51万元")),
        ("(5.51)万元", "(5.51)", ("-5.51万元", "5.51万元")),
        ("(5.51万元)", "(5.51万元)", ("-5.51万元", "5.51万元")),
        ("21.754元", "21.754", ("21754元", "21.75元", "2.1754万元")),
        ("0.125元", "0.125", ("0.13元",)),
        ("21.75449元", "21.75449", ("21.75元",)),
        ("3w人", "w", ("3万人",)),
        ("4.5K元", "K", ("4500元",)),
        ("30百元", "30百", ("3000元",)),
        ("三五人", "三五", ()),
        ("800万元余", "余", ("800万余元",)),
        ("21754,元", ",", ("21754元",)),
        ("2.18万元(含税)", "(含税)", ("2.18万元",)),
        ("97%(问卷200份)", "(问卷200份)", ("97%",)),
        ("12次(其中线上3次)", "(其中线上3次)", ("12次",)),
        ("1922所(含教学点)", "(含教学点)", ("1922所",)),
        ("九成(抽样)", "(抽样)", ("90%",)),
    ],
)
def test_a_damaged_figure_is_refused_with_the_forms_to_write(typed: str, at: str, forms: tuple[str, ...]) -> None:
    with pytest.raises(RefusedError) as caught:
        figure(typed, 0, len(typed))
    assert (typed[caught.value.start : caught.value.end], caught.value.forms) == (at, forms)
    assert isinstance(caught.value, RemarkError) == at.startswith(("(含", "(问", "(其", "(抽"))


def test_a_figure_knows_its_value_and_whether_it_is_rounded() -> None:
    rounded, exact = figure("近2.5万人", 0, 6), figure("支出12人", 2, 5)
    assert rounded and exact
    assert (rounded.value, rounded.rounded, rounded.exact) == (Fraction(25000), True, "2.5万人")
    assert (exact.value, exact.rounded, exact.start, exact.end) == (Fraction(12), False, 2, 5)
