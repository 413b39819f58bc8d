from __future__ import annotations

import pytest

from generator.word.names import DOCUMENT
from generator.word.part import Part
from tests.support.docx import p, package_of, table


def part(source: str) -> Part:
    return Part("t.docx!document", package_of(source)[DOCUMENT], "Strong")


def test_each_tag_begins_a_line_of_the_source_that_is_known() -> None:
    made = part(p("甲{{ unit }}乙{{", " year }}"))
    lines = made.source().split("\n")
    assert {lines[number - 1].partition("}}")[0].strip(): tag.source for number, tag in made.lines.items()} == {
        "unit": "{{ unit }}",
        "year": "{{ year }}",
    }
    assert made.problems == []


def test_a_tag_that_governs_paragraphs_takes_the_place_of_its_own() -> None:
    source = part(p("{%p if x %}") + p("甲") + p("{%p endif %}")).source().replace("\n", "")
    begin, text, end = (source.index(piece) for piece in ("{% if x %}<w:p>", "甲", "</w:p>{% endif %}"))
    assert begin < text < end


def test_a_tag_without_its_partner_is_a_problem_at_its_paragraph() -> None:
    made = part(p("甲") + p("{%p for row in rows %}"))
    made.source()
    (problem,) = made.problems
    assert (problem.place.path, problem.place.excerpt) == ("t.docx!document", "{%p for row in rows %}")


@pytest.mark.parametrize(
    "source", [p("甲\U0010fffd0\U0010fffd{{ unit }}"), f'<w:p w:rsidR="\U0010fffd">{p("{{ unit }}")[5:]}']
)
def test_the_character_that_stands_for_a_tag_is_refused(source: str) -> None:
    made = part(source)
    assert made.source() == ""
    (problem,) = made.problems
    assert (problem.code, problem.message) == ("TEMPLATE-TAG", "这里有一个用不了的字符：U+10FFFD")
    assert problem.place.excerpt == ("甲\U0010fffd0\U0010fffd{{ unit }}" if "甲" in source else "")


@pytest.mark.parametrize("tag", ["{% vm %}", "{%vm  %}"])
def test_a_merge_must_name_its_value(tag: str) -> None:
    """docxtpl's own form, of which a merge would go through the groups of an outer loop and lose what they say."""
    made = part(table((f"{tag}{{{{ unit }}}}", "乙")))
    made.source()
    (problem,) = made.problems
    assert (problem.code, problem.place.excerpt) == ("TEMPLATE-TAG", f"{tag}{{{{ unit }}}}")
    assert problem.message == f"{tag} 没有写按哪个值合并"
