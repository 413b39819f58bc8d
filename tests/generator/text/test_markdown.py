from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.text.markdown import _blocks, _parser, paragraphs

NUMBERS = ("1.", "（1）")
PIECES = [*"甲乙。，ab1.)-+*_#>`~\\ \n\u3000\u00a0", "\n\n", "1. ", "\\.", "\\*", "- ", "**", "12.5%"]


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@settings(max_examples=1500, deadline=None)
@example("甲\n\n\n乙\n")
@example("a\nb\n甲")
@example("2022\\.1\n1) 甲")
@example("甲\u3000\n乙")
@example("\n甲\n\n")
def test_a_text_without_markup_reads_as_the_parser_reads_it(source: str) -> None:
    assert paragraphs(source, NUMBERS) == _blocks(_parser().parse(source), NUMBERS)


def test_lines_become_paragraphs() -> None:
    blocks, faults = paragraphs("年度预算30000元，\n支出72\\.51\\%。\n\n第二段，a\nb", NUMBERS)
    assert [block["runs"] for block in blocks] == [
        [{"text": "年度预算30000元，支出72.51%。", "bold": False}],
        [{"text": "第二段，a b", "bold": False}],
    ]
    assert faults == []
