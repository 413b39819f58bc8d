"""What is told of a table with more columns than it can have."""

from __future__ import annotations

from generator.word.shapes.widths import too_wide

SPAN, OTHER, LOOP = ("{% colspan n %}", "甲"), ("{% colspan 2 %}", "乙"), ("{%tc for x in a %}", "丙")
WORDS = "tbl: has 4 columns, not 3: A B"


def test_the_first_tag_that_makes_columns_is_named() -> None:
    told = too_wide("tbl: has 64 columns, of which Word takes 63", [("{{ x }}", ""), LOOP, SPAN])
    assert told is not None and told[:2] == ("{%tc for x in a %}：表有 64 列，Word 最多打开 63 列", "丙")


def test_the_tag_that_spans_is_named_where_there_is_but_one() -> None:
    assert too_wide(WORDS, [LOOP, SPAN]) == (
        "{% colspan n %}：「A B」这一行有 4 列，表只有 3 列",
        "甲",
        "删去后面多出的单元格，或者少跨几列",
    )
    told = too_wide(WORDS, [SPAN, OTHER])
    assert told is not None and told[:2] == ("{% colspan … %}：「A B」这一行有 4 列，表只有 3 列", "")


def test_other_faults_are_not_worded() -> None:
    assert too_wide("tr: has no cell", [SPAN]) is None
