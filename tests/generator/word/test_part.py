from __future__ import annotations

import pytest

from generator.word.names import DOCUMENT
from generator.word.part import Part
from tests.support.docx import p, package_of
from tests.support.parts import part, told


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


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<w:p><w:r><w:instrText>甲 {{ a }} 乙</w:instrText></w:r></w:p>", [("域代码：甲 {{ a }} 乙", "「{{ a }}」写在域代码里", "域代码里不能有标记：选中它按 Ctrl+Shift+F9 变成文字，再写标记")]),
    ],
)  # fmt: skip
def test_a_tag_within_the_code_of_a_field_is_told_with_what_to_do(
    body: str, expected: list[tuple[str, str, str]]
) -> None:
    assert told(body) == expected


CHART = (
    '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<wp:docPr id="1" name="图表 1" descr="{}"/><c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId9"/></wp:inline></w:drawing></w:r></w:p>'
)


def test_a_chart_is_bound_to_the_series_that_its_alternative_text_names() -> None:
    made = part(CHART.format("{{ accounts.series.totals }}"))
    assert 'descr="{{ accounts.series.totals|图说 }}"' in made.source().replace("\n", "")
    assert {identifier: (tag.source, tag.place.excerpt) for identifier, tag in made.charts.items()} == {
        "rId9": ("{{ accounts.series.totals }}", "{{ accounts.series.totals }}")
    }
    assert made.problems == []


def test_a_chart_that_names_no_series_is_told_by_its_name() -> None:
    made = part(CHART.format("两年对比"))
    made.source()
    (problem,) = made.problems
    assert (problem.place.excerpt, problem.message) == ("两年对比", "图表「图表 1」的替代文字没有写明画哪组数据")
    assert problem.remedy.startswith("把替代文字写成 {{ 名称 }} 这样的引用；不画数、只作装饰的图")
    assert made.charts == {}


def test_a_part_whose_elements_have_another_prefix_is_refused_only_where_tags_are_put_in() -> None:
    source = (
        package_of(p("{{ a }}"))[DOCUMENT]
        .replace(b"<w:", b"<x:")
        .replace(b"</w:", b"</x:")
        .replace(b"xmlns:w=", b"xmlns:x=")
        .replace(b" w:", b" x:")
    )
    made = Part("t.docx!document", source, "Strong")
    made.source()
    (problem,) = made.problems
    assert (problem.message, problem.remedy) == (
        "这个部件的 XML 不是 Word 写的：没有前缀「w」",
        "用 Word 打开，另存为 .docx",
    )
    plain = Part("t.docx!document", source.replace(b"{{ a }}", b"a"), "Strong")
    plain.source()
    assert plain.problems == []
