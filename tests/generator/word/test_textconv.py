from __future__ import annotations

from generator.text.width import width
from generator.word.lines import DocumentCell, DocumentLine
from generator.word.names import DOCUMENT
from generator.word.textconv import lay_out, text_form
from tests.support.docx import p, package_of, table


def rows_of(*rows: tuple[str, ...]) -> list[DocumentLine]:
    """Rows of single-column cells."""
    return [
        DocumentLine(DOCUMENT, tuple(DocumentCell(text, i, 1) for i, text in enumerate(texts)), True, 1, 0)
        for texts in rows
    ]


def flat(rows: list[DocumentLine]) -> list[str]:
    return [line for block in lay_out(rows) for line in block]


def test_columns_are_aligned_across_merged_cells() -> None:
    rows = [
        DocumentLine(DOCUMENT, (DocumentCell("项目", 0, 3), DocumentCell("金额", 3, 1)), True, 1, 0),
        DocumentLine(
            DOCUMENT,
            (
                DocumentCell("类", 0, 1),
                DocumentCell("款", 1, 1),
                DocumentCell("名称名称名", 2, 1),
                DocumentCell("1", 3, 1),
            ),
            True,
            1,
            0,
        ),
        DocumentLine(
            DOCUMENT, (DocumentCell("", 0, 1), DocumentCell("教育支出", 1, 2), DocumentCell("2", 3, 1)), True, 1, 0
        ),
        DocumentLine(DOCUMENT, (DocumentCell("注", 2, 1), DocumentCell("3", 3, 1)), True, 1, 0),
    ]
    assert flat(rows) == [
        "项目                                   │ 金额",
        "类       │ 款       │ 名称名称名       │ 1",
        "         │ 教育支出                    │ 2",
        "                      注               │ 3",
    ]


def test_rows_that_all_span_the_same_columns_take_the_width_of_their_texts() -> None:
    rows = [
        DocumentLine(DOCUMENT, (DocumentCell(text, 0, 3), DocumentCell("乙", 3, 2)), True, 1, 0)
        for text in ("甲", "甲甲甲甲甲")
    ]
    assert flat(rows) == ["甲               │ 乙", "甲甲甲甲甲       │ 乙"]


def test_long_cells_wrap_within_their_column() -> None:
    long = "一二三四五六七八九十" * 2
    assert flat(rows_of((f"{long}，尾", "甲\n乙丙", "丁"))) == [
        f"{long[:-1]}   │ 甲       │ 丁",
        "十，尾                                   │ 乙丙     │",
    ]
    blocks = lay_out(rows_of(("短",), (long * 3,)))
    assert [len(block) for block in blocks] == [1, 3]
    assert max(width(line) for block in blocks for line in block) == 40


def test_figures_and_words_stay_whole_where_they_fit() -> None:
    assert flat(rows_of(("一二三四五六七八九十一二三四五六七八21754.00元", ""))) == [
        "一二三四五六七八九十一二三四五六七八     │",
        "21754.00元                               │",
    ]
    assert flat(rows_of(("x" * 50,))) == ["x" * 40, "x" * 10]
    assert flat(rows_of(("x" * 40 + " y",))) == ["x" * 40, "y"]
    assert flat(rows_of(("一" * 19 + "（二）",))) == ["一" * 19, "（二）"]


def test_a_cell_that_grows_by_a_character_does_not_move_the_others() -> None:
    before = flat(rows_of(("培训费", "1.00"), ("差旅费", "0.46")))
    after = flat(rows_of(("培训费", "1.00"), ("差旅费用", "0.46")))
    assert before[0] == after[0] and before[1] != after[1]


def test_rows_without_cells_give_nothing_to_lay_out() -> None:
    assert lay_out([]) == []
    assert lay_out([DocumentLine(DOCUMENT, (), True, 1, 0), *rows_of(("甲",))]) == [[], ["甲"]]


def test_sentences_stand_on_lines_of_their_own_and_tables_apart() -> None:
    package = package_of(p("甲。乙：“丙。”丁；") + table(("一", "二"), ("三", "四")) + p("戊"))
    assert text_form(package).split("\n\n")[:3] == [
        "甲。\n  乙：“丙。”丁；",
        "一       │ 二\n三       │ 四",
        "戊",
    ]
