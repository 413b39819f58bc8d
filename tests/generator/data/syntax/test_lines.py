from __future__ import annotations

import pytest

from generator.data.syntax.lines import Layout, closing, opens_block
from tests.support.paths import PROJECT


def parts(text: str) -> list[tuple[str, str]]:
    return [(line.name, line.typed) for line in Layout.of(text).lines]


def test_each_line_is_parted_into_name_and_value() -> None:
    text = """\
# 注
unit: 甲 # 注
- name: "a: #b"  # 注
  - - 乙
'c d': [x, y]
网址: http://甲
"""
    assert parts(text) == [
        ("unit", "甲"),
        ("name", '"a: #b"'),
        ("", "乙"),
        ("c d", "[x, y]"),
        ("网址", "http://甲"),
    ]


def test_texts_of_several_lines_are_no_lines_of_structure() -> None:
    text = """\
a: |
  b: 一

  c: 二
d: "三
  e: 四"
f: "五
  六"
g: [七,
  h: 八]
i:
  - >-
    j: 九
k: 十
"""
    layout = Layout.of(text)
    assert [line.name for line in layout.lines] == ["a", "d", "f", "g", "i", "", "k"]
    assert [line.goes_on for line in layout.lines] == [False, True, True, True, False, False, False]
    assert [([one.strip() for _, one in block.lines], block.column) for block in layout.blocks] == [
        (["b: 一", "c: 二"], 2),
        (["j: 九"], 4),
    ]


def test_blanks_at_the_start_of_a_paragraph_belong_to_it() -> None:
    (block,) = Layout.of("a: |\n  　　一\n  二\n").blocks
    assert block.column == 2


@pytest.mark.parametrize("year_unit", ["2022/hechi", "2021/yiyang", "2023/zhuzhou", "2022/qiaokou"])
def test_the_layout_of_a_report_names_what_the_parser_reads(year_unit: str) -> None:
    path = next((PROJECT / "reports").rglob(f"{year_unit.split('/')[1]}.yaml"))
    text = path.read_text("utf-8")
    for line in Layout.of(text).lines:
        assert text[line.start :].startswith(line.text)
        assert line.colon < 0 or line.name


def test_the_quote_that_closes_is_found() -> None:
    assert [closing(text, 0) for text in ('"a"', '"a\\"b"c', "'a''b'c", '"a', "'a''")] == [2, 5, 5, -1, -1]
    assert [opens_block(text) for text in ("|", ">-", "|2+", "|98%", ">=", "x")] == [
        True,
        True,
        True,
        False,
        False,
        False,
    ]
