from __future__ import annotations

import pytest

from generator.text.pasted.characters import as_usual, garbled


@pytest.mark.parametrize(
    ("text", "shown", "remedy"),
    [
        ("甲\u2fa6额", "\u2fa6", "改成 金"),
        ("\u2f08员", "\u2f08", "改成 人"),
        ("粮\u2edd局", "\u2edd", "改成 食"),
        ("\uf90a额", "\uf90a", "改成 金"),
        ("结余\ufe633", "\ufe63", "改成 -"),
        ("\ufb01le", "\ufb01", "改成 fi"),
        ("甲\uf0fe乙", "\uf0fe", "删去，或者改用通常的符号，如 ①、√、●"),
        ("差旅费\u200b", "\u200b", "删去它，或者把这几个字重新输入"),
        ("差\u200d旅费", "\u200d", "删去它，或者把这几个字重新输入"),
        ("差旅\u3164费", "\u3164", "删去它，或者把这几个字重新输入"),
        ("甲\ufffd乙", "\ufffd", "照原文重新输入这几个字"),
        ("甲\ufffc乙", "\ufffc", "照原文重新输入这几个字"),
        ("锟斤拷锟斤拷", "锟斤拷锟斤拷", "照原文重新输入这几个字"),
        ("烫烫烫", "烫烫烫", "照原文重新输入这几个字"),
        ("甲Ã¥乙", "Ã¥", "照原文重新输入这几个字"),
        ("甲å½¢", "å½¢", "照原文重新输入这几个字"),
        ("甲□□乙", "□□", "照原文重新输入这几个字"),
    ],
)
def test_what_is_not_what_it_seems_is_found_where_it_stands(text: str, shown: str, remedy: str) -> None:
    (found,) = garbled(text)
    assert (text[found.start : found.end], found.remedy) == (shown, remedy)


@pytest.mark.parametrize(
    "text",
    [
        "□是 ☑否",
        "□□是□否",
        "☑\ufe0f是",
        "José·Martí",
        "3×·2÷4",
        "拷贝",
        "斤斤计较",
        "烫伤",
        "金额１２，５％（）",
        "①㎡℃Ⅱ",
        "نعم\u200cها",
        "𠮷",
        "é",
    ],
)
def test_usual_characters_are_left_alone(text: str) -> None:
    assert [*garbled(text)] == []


def test_a_text_is_written_in_usual_characters() -> None:
    assert as_usual("\u2fa6额\u2edd品，１２％") == "金额食品，１２％"
