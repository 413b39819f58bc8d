from __future__ import annotations

import pytest

from generator.tables.wording import compared


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("预算数（万元）", "预算数(万元)"),
        ("合\u3000计", "合计"),
        ("合\n计", "合计"),
        ("差旅\u200b费\ufeff", "差旅费"),
        ("２０２２年度", "2022年度"),
        (" 单 位：１２（元）\n", "单位:12(元)"),
        ("差旅费", "差旅费"),
    ],
)
def test_a_word_has_one_form(text: str, word: str) -> None:
    assert compared(text) == word
