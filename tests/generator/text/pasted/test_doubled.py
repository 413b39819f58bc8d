from __future__ import annotations

import pytest

from generator.text.pasted.doubled import doubled

PRINTED = {
    "funds.actual": "万元",
    "funds.rate": "%",
    "facts.学校": "120所",
    "facts.师生": "近5000名",
    "facts.投资": "800多万元",
    "facts.说明": "全部完成。",
    "indicators.甲.target": "≥95%",
    "indicators.乙.target": "≤3万元",
    "facts.县": "11个县（市、区）",
    "facts.人": "3人",
    "facts.次": "9人次",
}


def found(text: str) -> list[str]:
    begins = {"人": ("员",), "所": ("在", "有")}
    return [text[one.start : one.end] for one in doubled(text, lambda path: PRINTED.get(path, ""), begins)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("支出{{ funds.actual|万元 }}元。", "{{ funds.actual|万元 }}元"),
        ("支出{{ funds.actual|万元 }}万元。", "{{ funds.actual|万元 }}万元"),
        ("支出**{{ funds.actual|万元 }}**元。", "{{ funds.actual|万元 }}**元"),
        ("支出{{ funds.actual|元 }} 元。", "{{ funds.actual|元 }} 元"),
        ("达{{ funds.rate|百分比 }}　%。", "{{ funds.rate|百分比 }}　%"),
        ("达百分之{{ funds.rate|百分比 }}。", "百分之{{ funds.rate|百分比 }}"),
        ("支出{{ funds.actual }}元。", "{{ funds.actual }}元"),
        ("支出{{ funds.actual|元 }}万元。", "{{ funds.actual|元 }}万元"),
        ("支出{{ funds.actual|万元(0) }}元。", "{{ funds.actual|万元(0) }}元"),
        ("支出{{ funds.actual|万元数('去零') }}元。", "{{ funds.actual|万元数('去零') }}元"),
        ("支出{{ funds.actual|元 }}万。", "{{ funds.actual|元 }}万"),
        ("支出{{ funds.actual|万元数 }}元。", "{{ funds.actual|万元数 }}元"),
        ("支出{{ funds.actual|元数 }}万元。", "{{ funds.actual|元数 }}万元"),
        ("达{{ funds.rate|百分比 }}%。", "{{ funds.rate|百分比 }}%"),
        ("达{{ funds.rate }}％。", "{{ funds.rate }}％"),
        ("达{{ funds.rate|百分比 }}个百分点。", "{{ funds.rate|百分比 }}个百分点"),
        ("得{{ score.total|分 }}分。", "{{ score.total|分 }}分"),
        ("支出¥{{ funds.actual|元 }}。", "¥{{ funds.actual|元 }}"),
        ("共{{ facts.学校 }}所。", "{{ facts.学校 }}所"),
        ("共{{ facts.学校 }}所", "{{ facts.学校 }}所"),
        ("近{{ facts.师生 }}师生", "近{{ facts.师生 }}"),
        ("投资{{ facts.投资 }}元", "{{ facts.投资 }}元"),
        ("{{ facts.说明 }}。", "{{ facts.说明 }}。"),
        ("≥{{ indicators.甲.target }}", "≥{{ indicators.甲.target }}"),
        ("支出{{ funds.actual|万元 }}多。", "{{ funds.actual|万元 }}多"),
        ("支出{{ funds.actual|万元 }}余元", "{{ funds.actual|万元 }}余元"),
        ("{{ facts.县 }}个县。", "{{ facts.县 }}个县"),
        ("{{ facts.人 }}人组成", "{{ facts.人 }}人"),
        ("{{ facts.学校 }}所学校", "{{ facts.学校 }}所"),
        ("{{ facts.次 }}人次参加", "{{ facts.次 }}人次"),
        ("{{ funds.on|日期 }}日下达", "{{ funds.on|日期 }}日"),
        ("不低于{{ indicators.甲.target }}", "不低于{{ indicators.甲.target }}"),
        ("{{ indicators.甲.target }}以上", "{{ indicators.甲.target }}以上"),
        ("不超过{{ indicators.乙.target }}", "不超过{{ indicators.乙.target }}"),
        ("{{ indicators.乙.target }}以内", "{{ indicators.乙.target }}以内"),
        ("支出{{ funds.actual|元 }}亿元。", "{{ funds.actual|元 }}亿元"),
        ("达≥≥95%", "≥≥"),
        ("甲，，乙", "，，"),
        ("甲。。", "。。"),
        ("甲，。", "，。"),
        ("甲。，乙", "。，"),
        ("≤≤3", "≤≤"),
        ("95%%", "%%"),
        ("3万元和2元元", "元元"),
    ],
)
def test_what_is_printed_twice_is_found_where_it_stands(text: str, words: str) -> None:
    assert found(text) == [words]


@pytest.mark.parametrize(
    "text",
    [
        "支出{{ funds.actual|万元 }}，",
        "支出{{ funds.actual|万元数 }}万元。",
        "支出{{ funds.actual|元数 }}元。",
        "支出{{ funds.actual|元 }}元旦发放",
        "得{{ score.total|分 }}分别",
        "得{{ score.total|得分 }}分。",
        "共{{ facts.学校 }}所有学校",
        "共{{ facts.学校 }}学校",
        "共{{ facts.没有 }}所",
        "{{ funds.actual + funds.balance }}元",
        "约{{ facts.师生 }}",
        "“{{ facts.说明 }}”。",
        "{{ facts.人 }}人员",
        "{{ facts.学校 }}所在地",
        "{{ funds.on|日期 }}日常",
        "达到{{ indicators.甲.target }}",
        "控制在{{ indicators.乙.target }}",
        "不低于{{ facts.学校 }}",
        "甲……乙！！",
        "甲：“乙。”，丙",
        "元元",
    ],
)
def test_what_is_said_once_is_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("text", ["{{ funds.actual|元 }}万元", "{{ funds.actual|万元数 }}元"])
def test_of_units_that_contradict_how_far_they_are_apart_is_told(text: str) -> None:
    (one,) = doubled(text, lambda _: "")
    assert "一万倍" in one.message
