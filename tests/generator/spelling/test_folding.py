"""One form for each character, and the way back to where it was typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.spelling.folding import fold


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("２１，７５４元", "21,754元"),
        ("２．１８萬圓", "2.18万圆"),
        ("100％ 100﹪ 100٪", "100% 100% 100%"),
        ("－5 −5 –5 ﹣5", "-5 -5 -5 -5"),
        ("—5 ─5 ―5", "—5 —5 —5"),
        ("≧98 ⩾98 ≦3", "≥98 ≥98 ≤3"),
        ("＞＝98", ">=98"),
        ("90～95 90〜95", "90~95 90~95"),
        ("￥1 ¥1", "¥1 ¥1"),
        ("贰貳贰弍 兩 ○◯〇", "贰贰贰贰 两 〇〇〇"),
        ("1：25 1∶25", "1:25 1:25"),
        ("⾦额 ⼈员", "金额 人员"),
        ("a\u00a0b\u3000c\u2009d\te", "a b c d e"),
        ("a\r\nb\u2028c\u000bd", "a\n\nb\nc\nd"),
        ("2\u200b1\u00ad7\u2060\ufeff5\u202d4\u202c\ufe0f", "21754"),
        ("① ² ½ Ⅲ ٩ l O", "① ² ½ Ⅲ ٩ l O"),
        ("及时，100所（含）", "及时,100所(含)"),
        ("95%￪", "95%↑"),
        ("陸萬 3輛 12條 2層 5種", "陆万 3辆 12条 2层 5种"),
    ],
)
def test_a_character_has_one_form(typed: str, folded: str) -> None:
    assert fold(typed).text == folded


def test_the_way_back_leads_to_the_typed_characters() -> None:
    folded = fold("支出\u200b２１\u3000７５４元。")
    start = folded.text.index("21")
    end = folded.text.index("元") + 1
    assert folded.typed[folded.start(start) : folded.end(end)] == "２１\u3000７５４元"
    assert folded.span(start, end) == (3, 10)


def test_the_ends_lead_back_to_the_ends() -> None:
    folded = fold("\u200b元\u200b")
    assert (folded.start(0), folded.end(1), folded.start(1), folded.end(0)) == (1, 2, 3, 0)
    assert fold("").span(0, 0) == (0, 0)


@given(st.text())
def test_every_folded_character_comes_from_a_typed_one_in_order(typed: str) -> None:
    folded = fold(typed)
    assert len(folded.offsets) == len(folded.text)
    assert list(folded.offsets) == sorted(folded.offsets)
    assert all(fold(typed[offset]).text for offset in folded.offsets)


@given(st.text())
def test_what_is_folded_stays_so(typed: str) -> None:
    folded = fold(typed).text
    assert fold(folded).text == folded
