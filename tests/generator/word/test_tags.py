from __future__ import annotations

import pytest
from lxml import etree

from generator.word.names import DOCUMENT, W
from generator.word.tags import Written, cut, text_around, written_tags
from tests.support.docx import p, package_of, table


def tags(source: str) -> list[Written]:
    return next([*part.tags] for part in written_tags(package_of(source)) if part.member == DOCUMENT)


@pytest.mark.parametrize(
    ("source", "scope", "keyword", "expression"),
    [
        ("{{ funds.actual|万元 }}", "", "", "funds.actual|万元"),
        ("{{p narrative }}", "p", "", "narrative"),
        ("{%p for row in rows %}", "p", "for", "row in rows"),
        ("{% vm row.level1 %}", "", "vm", "row.level1"),
        ("{{ x[“a”] }}", "", "", 'x["a"]'),
    ],
)
def test_a_tag_is_read_however_word_splits_it(source: str, scope: str, keyword: str, expression: str) -> None:
    (tag,) = tags(p("甲", *source, "乙"))
    assert (tag.scope, tag.keyword, tag.expression) == (scope, keyword, expression)
    assert tag.excerpt == f"甲{source}乙"
    assert tag.paragraphs == (source.startswith("{{p"))


def test_a_tag_of_a_row_stays_within_its_table() -> None:
    in_row, beside = tags(table(("{%tr endfor %}",), ("{%p endfor %}",)))
    assert (in_row.container.tag, beside.container.tag) == (f"{W}tbl", f"{W}tc")


def test_the_text_around_an_element_is_that_of_its_paragraph_or_row() -> None:
    root = etree.fromstring(package_of(p("甲", "乙") + table(("丙", "丁")))[DOCUMENT])
    first, row = next(root.iter(f"{W}t")), next(root.iter(f"{W}tr"))
    assert (text_around(first), text_around(row), text_around(root)) == ("甲乙", "丙 │ 丁", "")


def test_a_long_text_is_cut() -> None:
    assert cut("长" * 201) == "长" * 200 + "…"
    assert cut("长" * 200) == "长" * 200
