from __future__ import annotations

from fractions import Fraction

import pytest

from generator.spelling.finding import find
from generator.spelling.idioms import Idioms
from generator.spelling.measured import Units

IDIOMS = Idioms.of(
    ["十分", "一分为二", "八成新"],
    ["每", "至少"],
    {"元": ["旦", "素"], "分": ["钟", "之", "校"], "成": ["立", "不", "绩"], "倍": ["镜"], "个": ["级"]},
)
UNITS = Units.of(["所", "人次", "人", "个", "名", "次", "个县（市、区）"])


def found(text: str) -> list[tuple[str, str, str]]:
    """What is found in a text: as it was typed, its value as a fraction or 不明, its unit."""
    return [
        (
            text[one.start : one.end],
            "不明" if one.quantity is None else str(one.quantity.value),
            one.quantity.unit if one.quantity else "",
        )
        for one in find(text, lambda: UNITS, IDIOMS)
    ]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("21754元", "21754"),
        ("21,754元", "21754"),
        ("21，754.00 元", "21754"),
        ("21 754元", "21754"),
        ("21\u2009754元", "21754"),
        ("２１７５４元", "21754"),
        ("21\u200b754\xad元", "21754"),
        ("2.18 万元", "21800"),
        ("2.18万", "21800"),
        ("2。18万元", "21800"),
        ("2·18万元", "21800"),
        ("2.18萬圓", "21800"),
        ("21.754千元", "21754"),
        ("3百万元", "3000000"),
        ("2万1754元", "21754"),
        ("¥21754", "21754"),
        ("￥21,754.00", "21754"),
        ("人民币贰万壹仟柒佰伍拾肆元整", "21754"),
        ("两万一千七百五十四元", "21754"),
        ("十五元五角三分", "1553/100"),
        ("5元5角3分", "553/100"),
        ("两千块钱", "2000"),
        ("21754块", "21754"),
        ("-5.51万元", "-55100"),
        ("－5.51 万元", "-55100"),
        ("负5.51万元", "-55100"),
    ],
)
def test_an_amount_is_found_whole_with_its_value(written: str, value: str) -> None:
    assert found(f"支出{written}。") == [(written, value, "元")]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("72.51%", "7251/10000"),
        ("72.51 ％", "7251/10000"),
        ("百分之七十二点五一", "7251/10000"),
        ("百分之72.51", "7251/10000"),
        ("百分之百", "1"),
        ("千分之三", "3/1000"),
        ("5‰", "1/200"),
        ("七十二%", "18/25"),
        ("五成", "1/2"),
        ("九成五", "19/20"),
        ("三分之二", "2/3"),
        ("3分之2", "2/3"),
    ],
)
def test_a_rate_is_found_whole_with_its_value(written: str, value: str) -> None:
    assert found(f"占{written}。") == [(written, str(Fraction(value)), "%")]


@pytest.mark.parametrize(
    ("written", "value", "unit"),
    [
        ("87.25分", "349/4", "分"),
        ("八十七点二五分", "349/4", "分"),
        ("二十分", "20", "分"),
        ("1,922 所", "1922", "所"),
        ("一千九百二十二所", "1922", "所"),
        ("4.5万人次", "45000", "人次"),
        ("四万五千人次", "45000", "人次"),
        ("11个县（市、区）", "11", "个县（市、区）"),
        ("0.5个百分点", "1/2", "个百分点"),
        ("3.2个点", "16/5", "个百分点"),
        ("1.5倍", "3/2", "倍"),
        ("500元/人", "500", "元/人"),
    ],
)
def test_scores_and_counted_things_are_found(written: str, value: str, unit: str) -> None:
    assert found(f"为{written}，") == [(written, value, unit)]


@pytest.mark.parametrize(
    "written",
    [
        "800多万元",
        "两万余元",
        "近三万元",
        "约58.76%",
        "5万元左右",
        "七成多",
        "1922多所",
        "2.18～3万元",
        "3万元至5万元",
        "50万–60万元",
        "90%-95%",
        "90%——95%",
        "（5.51）万元",
        "三万一元",
        "1,92所",
        "5百分点",
    ],
)
def test_what_has_no_exact_value_is_found_whole_without_one(written: str) -> None:
    assert found(f"支出{written}。") == [(written, "不明", "")]


@pytest.mark.parametrize(
    "text",
    [
        "十分重要",
        "一分为二",
        "八成新",
        "一元二次方程",
        "元旦",
        "三元素",
        "30分钟",
        "三十分钟",
        "9点30分",
        "9:30分",
        "八点零五分结束",
        "三分之二以上的代表",
        "第3所",
        "每5所",
        "至少10人",
        "2—5所",
        "2022年3所",
        "A5个",
        "3个级别",
        "两所",
        "十名",
        "几十万元",
        "万元",
        "二元结构",
        "按用途分为三块：",
        "更换5块。",
        "三成绩",
        "一成立",
        "十成",
        "两倍",
        "20倍镜",
        "GB/T 9704—2012",
        "提升工程2.0",
        "《关于5万元以下项目的通知》",
        "https://a.cn/5%20元",
        "伍万元同志",
        "3千瓦",
        "5多媒体",
        "得87.25版",
        "87.25",
        "百分制",
    ],
)
def test_what_only_looks_like_a_figure_is_none(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("统一5万元", "5万元"),
        ("唯一30%", "30%"),
        ("2021，120所", "120所"),
        ("2022 120所", "120所"),
        ("附近3所", "3所"),
        ("节约5万元", "5万元"),
        ("5万元整体", "5万元"),
        ("提高到5万元", "5万元"),
        ("担负5万元", "5万元"),
        ("教育-5万元", "-5万元"),
        ("3万人，2万元", "2万元"),
    ],
)
def test_a_figure_begins_and_ends_where_its_words_do(text: str, written: str) -> None:
    assert found(text)[-1][0] == written


def test_a_count_in_words_below_a_hundred_and_a_score_without_unit_are_figures_only_where_there_is_one() -> None:
    assert [one.sure for one in find("十二所，一百所，12所，得87.25。", lambda: UNITS, IDIOMS)] == [
        False,
        True,
        True,
        False,
    ]


def test_figures_side_by_side_are_each_found() -> None:
    assert [one[0] for one in found("21754元/30000元（72.51%）")] == ["21754元", "30000元", "72.51%"]


def test_a_number_of_thousands_of_digits_has_no_value() -> None:
    assert found("9" * 5000 + "元") == [("9" * 5000 + "元", "不明", "")]


def test_the_figures_of_a_list_have_the_unit_of_the_last() -> None:
    assert found("分别是1、0.46和0.5万元") == [("1", "10000", "元"), ("0.46", "4600", "元"), ("0.5万元", "5000", "元")]
    assert found("第1、2条，支出3万元") == [("3万元", "30000", "元")]
    assert found("12、13人") == [("13人", "13", "人")]
