from __future__ import annotations

import pytest

from generator.text.pasted.tags import BRACES, broken_tags

FILTERS, NAMES = ("万元", "百分比"), ("funds", "unit")


def told(text: str) -> list[tuple[str, str]]:
    return [(text[one.start : one.end], one.remedy) for one in broken_tags(text, FILTERS, lambda: NAMES)]


@pytest.mark.parametrize(
    ("text", "words", "right"),
    [
        ("支出｛｛ funds.actual ｝｝。", "｛｛ funds.actual ｝｝", "{{ funds.actual }}"),
        ("支出{ funds.actual|万元 }。", "{ funds.actual|万元 }", "{{ funds.actual|万元 }}"),
        ("支出{{ funds.actual 万元 }}。", "{{ funds.actual 万元 }}", "{{ funds.actual|万元 }}"),
        ("支出${funds.actual}。", "${funds.actual}", "{{ funds.actual }}"),
        ("支出【funds.actual|万元】。", "【funds.actual|万元】", "{{ funds.actual|万元 }}"),
        ("支出{{{ funds.actual }}}。", "{{{ funds.actual }}}", "{{ funds.actual }}"),
        ("支出{{ funds.actual｜万元 }}。", "｜", "{{ funds.actual|万元 }}"),
        ("支出{{ funds．actual }}。", "．", "{{ funds.actual }}"),
        ("支出{{ funds，actual|万元 }}。", "，", "{{ funds.actual|万元 }}"),
        ("支出{{ funds。actual }}。", "。", "{{ funds.actual }}"),
        ("支出{{ funds.actual|万 元 }}。", "{{ funds.actual|万 元 }}", "{{ funds.actual|万元 }}"),
        ("支出{{ funds. actual }}。", "{{ funds. actual }}", "{{ funds.actual }}"),
    ],
)
def test_what_was_meant_stands_beside_what_is_wrong(text: str, words: str, right: str) -> None:
    ((shown, remedy),) = told(text)
    assert (shown, remedy.split("；")[0].split("：")[0]) == (words, f"写成 {right}")


@pytest.mark.parametrize("text", ["{1, 2}", "{略}", "【注】", "【unit】", "{{ unit }}", "{{ funds.actual|万元 }}", "{{ a or b }}"])  # fmt: skip
def test_other_braces_and_whole_tags_are_left_alone(text: str) -> None:
    assert told(text) == []


def test_a_text_of_whole_tags_alone_is_not_searched() -> None:
    assert not BRACES.search("支出{{ funds.actual|万元 }}，{% if unit %}甲{% endif %}。")
