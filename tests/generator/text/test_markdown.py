from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from generator.text import markdown
from generator.text.markdown import _blocks, _parser, paragraphs

NUMBERS = ("1.", "（1）")
PIECES = [
    *"甲乙。，ab1.)-+*_#>`~\\ \n\u3000\u00a0",
    "\n\n",
    "1. ",
    "\\.",
    "\\*",
    "- ",
    "**",
    "12.5%",
    "\n2. ",
    "**甲**",
    "1. 甲\n2. 乙",
    "\ue02a",
    "\\#",
]


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@settings(max_examples=1000, deadline=None)
@example("甲\n\n\n乙\n")
@example("a\nb\n甲")
@example("2022\\.1\n1) 甲")
@example("甲\u3000\n乙")
@example("\n甲\n\n")
@example("1. **甲**：a\nb\n2. 乙\n\n3. 丙\n\n丁\n\n1. 戊")
@example("甲\n1. 乙")
@example("甲\n2. 乙")
@example("2. 甲")
@example("**甲\n乙**丙**丁**")
@example("a**\nb**")
@example("**\\*甲**\\#a\nb")
@example("**\\\\**")
@example("**甲\\\\**\\**乙**")
@example("1. 2. 甲")
@example("1. - 甲")
@example("****甲****")
@example("\ue02a\ue02a甲\ue02a\ue02a")
@example("1. 甲\n   乙\n1. 丙")
def test_a_text_of_the_plainest_markup_reads_as_the_parser_reads_it(source: str) -> None:
    assert paragraphs(source, NUMBERS) == _blocks(_parser().parse(source), NUMBERS)


def test_lines_become_paragraphs() -> None:
    blocks, faults = paragraphs("年度预算30000元，\n支出72\\.51\\%。\n\n第二段，a\nb", NUMBERS)
    assert [block["runs"] for block in blocks] == [
        [{"text": "年度预算30000元，支出72.51%。", "bold": False}],
        [{"text": "第二段，a b", "bold": False}],
    ]
    assert faults == []


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ("有两项：\n1、甲。\n2、乙。", ["有两项：", "1、甲。", "2、乙。"]),
        ("一、甲\n（一）乙。\n（二）丙；\n①丁", ["一、甲（一）乙。", "（二）丙；", "①丁"]),
        ("分为\n（1）甲", ["分为（1）甲"]),
        ("有：\n1、甲*乙*。\n2、乙", ["有：", "1、甲乙。", "2、乙"]),
        ("1. 甲：\n（1）乙", ["1.甲：（1）乙"]),
    ],
)
def test_a_number_typed_at_the_start_of_a_line_begins_a_paragraph(source: str, texts: list[str]) -> None:
    blocks, faults = paragraphs(source, NUMBERS)
    assert ["".join(run["text"] for run in block["runs"]) for block in blocks] == texts
    assert [fault.line for fault in faults] == ([1] if "*" in source else [])


def test_bold_and_numbered_lists_need_no_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    def parser() -> MarkdownIt:
        raise AssertionError("parsed")

    monkeypatch.setattr(markdown, "_parser", parser)
    source = "1. **组长**：审批方案，\n监督实施；\n2. 成员\n\n总分**87\\.25分**，结论为**二等**\n\n1. 甲"
    assert [[(run["text"], run["bold"]) for run in block["runs"]] for block in paragraphs(source, NUMBERS)[0]] == [
        [("1.", False), ("组长", True), ("：审批方案，监督实施；", False)],
        [("2.", False), ("成员", False)],
        [("总分", False), ("87.25分", True), ("，结论为", False), ("二等", True)],
        [("1.", False), ("甲", False)],
    ]


@pytest.mark.parametrize("source", ["2*3=6，4*5=20", "5米*3米*2米", "5*5米，6*6米", "5公里*3公里*2", "**2*3**，4*5"])
def test_a_sign_of_multiplication_is_printed_as_it_was_typed(source: str) -> None:
    blocks, faults = paragraphs(source, NUMBERS)
    assert ["".join(run["text"] for run in block["runs"]) for block in blocks] == [source.replace("**", "")]
    assert faults == []


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("*甲*", 0),
        ("甲\n*乙*丙", 1),
        ("甲\n\n- 乙", 2),
        ("甲\n\n***\n\n乙", 2),
        ("甲\n\n乙\n丙**丁", 3),
        ("*3个*", 0),
        ("2022*甲*", 0),
    ],
)
def test_what_is_not_supported_is_told_with_its_line(source: str, line: int) -> None:
    _, faults = paragraphs(source, NUMBERS)
    assert [fault.line for fault in faults] == [line]
