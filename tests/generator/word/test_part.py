from __future__ import annotations

import re

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


def cells(*rows: tuple[str, ...]) -> str:
    """A table of cells, each of them made of whole paragraphs."""
    made = ["".join(f"<w:tc>{cell}</w:tc>" for cell in row) for row in rows]
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in made)}</w:tbl>"


def short(source: str) -> str:
    """The body of a source on one line; a paragraph in the style of `p` is written ‹甲|乙›, with | between its runs."""
    found = re.search(r"<w:body>(.*?)<w:sectPr>", source.replace("\n", ""))
    assert found is not None
    begin, end = '<w:r><w:t xml:space="preserve">', "</w:t></w:r>"
    style = '<w:pPr><w:pStyle w:val="BodyCN"/></w:pPr>'
    return (
        found[1]
        .replace(end + begin, "|")
        .replace(f"<w:p>{style}{begin}", "‹")
        .replace(f"{end}</w:p>", "›")
        .replace(style, "¶")
    )


TEXT = '{% for _run in _block.runs %}<w:r>{% if _run.bold %}<w:rPr><w:rStyle w:val="Strong"/></w:rPr>{% endif %}<w:t xml:space="preserve">{{ _run.text }}</w:t></w:r>{% endfor %}</w:p>'
MERGED = '{% if _first %}<w:vMerge w:val="restart"/>{% else %}<w:vMerge w:val="continue"/>{% endif %}'
FIRST, LATER = "{% if _first %}", "{% else %}<w:p>¶</w:p>{% endif %}"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (p("年度：", "第二段", "{{ year }}", "后"), "‹年度：|第二段|{{ year }}|后›"),
        (p("甲{{ a", "b", " c }}乙{{ d }}丙"), "‹甲{{ ab c }}||乙{{ d }}丙›"),
        (p("{{ a }}{{ b }}", "{{ c }}", "甲{{ d", " }}{{ e }}"), "‹{{ a }}{{ b }}|{{ c }}|甲{{ d }}|{{ e }}›"),
        (p("{{ a[“甲”] }}“乙”"), '‹{{ a["甲"] }}“乙”›'),
        (p("{%p if a %}") + p("甲") + p("{%p elif b %}") + p("乙") + p("{%p else %}") + p("{%p endif %}"), "{% if a %}‹甲›{% elif b %}‹乙›{% else %}{% endif %}"),
        (cells((p("{%tr for a in b %}"),), (p("{{ a }}"),), (p("{%tr endfor %}"),)), "<w:tbl>{% for a in b %}<w:tr><w:tc>‹{{ a }}›</w:tc></w:tr>{% endfor %}</w:tbl>"),
        (p("{{p text }}"), f"{{% for _block in text|正文 %}}<w:p>¶{TEXT}{{% endfor %}}"),
        (cells((p("{{p text }}"),)), f"<w:tbl><w:tr><w:tc>{{% for _block in text|正文 %}}<w:p>¶{TEXT}{{% else %}}<w:p>¶</w:p>{{% endfor %}}</w:tc></w:tr></w:tbl>"),
        (
            cells((f'<w:tcPr><w:tcW w:w="1"/><w:gridSpan w:val="2"/><w:vMerge/><w:shd/></w:tcPr>{p("{% vm a %}甲")}', p("{% vm b %}乙"), p("丙"))),
            "<w:tbl>{% set _first = _merge(1, none) %}{% set _first = _merge(2, none) %}<w:tr>"
            f'<w:tc><w:tcPr><w:tcW w:w="1"/><w:gridSpan w:val="2"/>{{% set _first = _merge(1, [a]) %}}{MERGED}<w:shd/></w:tcPr>{FIRST}‹甲›{LATER}</w:tc>'
            f"<w:tc><w:tcPr>{{% set _first = _merge(2, [a, b]) %}}{MERGED}</w:tcPr>{FIRST}‹乙›{LATER}</w:tc><w:tc>‹丙›</w:tc></w:tr></w:tbl>",
        ),
        (
            cells((p("{% vm a %}甲") + p("又"),), (p("乙"), p("{% vm b %}{{ b }}"))),
            "<w:tbl>{% set _first = _merge(1, none) %}{% set _first = _merge(2, none) %}<w:tr>"
            f"<w:tc><w:tcPr>{{% set _first = _merge(1, [a]) %}}{MERGED}</w:tcPr>{FIRST}‹甲›‹又›{LATER}</w:tc></w:tr>"
            f"{{% set _first = _merge(1, none) %}}<w:tr><w:tc>‹乙›</w:tc><w:tc><w:tcPr>{{% set _first = _merge(2, [b]) %}}{MERGED}</w:tcPr>{FIRST}‹{{{{ b }}}}›{LATER}</w:tc></w:tr></w:tbl>",
        ),
    ],
    ids=["a run before", "over three runs", "next to each other", "curly quotes", "paragraphs", "rows", "a text", "a text in a cell", "merges nest", "merges by row"],
)  # fmt: skip
def test_a_tag_becomes_jinja_and_all_else_stays(body: str, expected: str) -> None:
    made = part(body)
    assert short(made.source()) == expected
    assert made.problems == []


PAIR = "for 与 endfor、if 与 endif 一一成对，先开始的后结束"
END = p("{%p endif %}")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (p("甲{{ a"), [("甲{{ a", "「{{」没有成对", "标记写在同一段里，{{ 与 }}、{% 与 %} 成对")]),
        (p("{{ a }}乙}}"), [("{{ a }}乙}}", "「}}」没有成对", "标记写在同一段里，{{ 与 }}、{% 与 %} 成对")]),
        (p("甲{% if a %}") + p("{% endif %}"), [
            ("甲{% if a %}", "{% if a %} 没有在同一段里成对", "跨段落用 {%p … %}，跨表格的行用 {%tr … %}"),
            ("{% endif %}", "{% endif %} 没有在同一段里成对", "跨段落用 {%p … %}，跨表格的行用 {%tr … %}"),
        ]),
        (p("{% if a %}甲{% endif %}{% for b in c %}"), [("{% if a %}甲{% endif %}{% for b in c %}", "{% for b in c %} 没有在同一段里成对", "跨段落用 {%p … %}，跨表格的行用 {%tr … %}")]),
        (p("{%tr for a in b %}"), [("{%tr for a in b %}", "{%tr for a in b %} 不在表格的行里", "表格以外用 {%p … %}")]),
        (cells((p("{%tr if a %}"), p("甲")), (p("{%tr endif %}"),)), [("{%tr if a %}", "{%tr if a %} 要独占一行", "把「甲」移出去")]),
        (cells((p("{%tr if a %}"), p("{{ a }}")), (p("{%tr endif %}"),)), [("{%tr if a %}", "{%tr if a %} 要独占一行", "把「{{ a }}」移出去")]),
        (p("甲{%p if a %}{{ b }}") + END, [("甲{%p if a %}{{ b }}", "{%p if a %} 要独占一段", "把「甲{{ b }}」移出去")]),
        (p("{%p if a %}").replace("</w:pPr>", "<w:sectPr/></w:pPr>") + END, [("{%p if a %}", "{%p if a %} 所在的段落带有分节符", "在后面另起一段放分节符")]),
        (p("{%p if a %}"), [("{%p if a %}", "{%p if a %} 没有结束", "在后面另起一段写 {%p endif %}")]),
        (cells((p("{%tr for a in b %}"),)), [("{%tr for a in b %}", "{%tr for a in b %} 没有结束", "在后面另起一行写 {%tr endfor %}")]),
        (END, [("{%p endif %}", "{%p endif %} 前面没有与它成对的 if", PAIR)]),
        (p("{%p endfor %}"), [("{%p endfor %}", "{%p endfor %} 前面没有与它成对的 for", PAIR)]),
        (p("{%p else %}"), [("{%p else %}", "{%p else %} 前面没有与它成对的 if", PAIR)]),
        (p("{%p for a in b %}") + END + p("{%p endfor %}"), [("{%p endif %}", "{%p endif %} 前面没有与它成对的 if", PAIR)]),
        (p("{%p if a %}") + p("{%p endfor %}"), [("{%p endfor %}", "{%p endfor %} 前面没有与它成对的 for", PAIR)]),
        (p("{%p for a in b %}") + p("{%p if c %}") + p("{%p endfor %}") + END, [
            ("{%p endfor %}", "{%p endfor %} 前面没有与它成对的 for", PAIR),
            ("{%p for a in b %}", "{%p for a in b %} 没有结束", "在后面另起一段写 {%p endfor %}"),
        ]),
        (p("{%p if a %}") + cells((END,)), [("{%p endif %}", "{%p if a %} 和 {%p endif %} 不在同一处", "成对的标记都放在正文里，或都放在同一个单元格里，或都放在同一个表格的行里")]),
        ("<w:p><w:r><w:instrText>甲 {{ a }} 乙</w:instrText></w:r></w:p>", [("域代码：甲 {{ a }} 乙", "「{{ a }}」写在域代码里", "域代码里不能有标记：选中它按 Ctrl+Shift+F9 变成文字，再写标记")]),
        (cells((p("{% vm %}甲"),)), [("{% vm %}甲", "{% vm %} 没有写按哪个值合并", "写成 {% vm row.level1 %} 这样，值相同的上下格才合并")]),
        (cells(tuple(p(f"{{% vm a{number} %}}") for number in range(31))), [("{% vm a30 %}", "一行里用 vm 合并的单元格超过 30 个", "只合并需要合并的列")]),
        (cells(tuple(p(f"{{% vm a{number} %}}") for number in range(30))), []),
    ],
)  # fmt: skip
def test_a_tag_that_cannot_stand_where_it_does_is_told_with_what_to_do(
    body: str, expected: list[tuple[str, str, str]]
) -> None:
    made = part(body)
    made.source()
    assert [(one.place.excerpt, one.message, one.remedy) for one in made.problems] == expected
    assert {(one.code, one.place.path) for one in made.problems} <= {("TEMPLATE-TAG", "t.docx!document")}


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
    assert problem.remedy.startswith("把替代文字写成 {{ accounts.series.totals }} 这样的引用；不画数、只作装饰的图")
    assert made.charts == {}


def test_a_line_of_the_source_leads_to_the_tag_and_the_text_of_its_paragraph() -> None:
    made = part(p("甲{{ a }}{{ b }}") + p("乙", "{{ c }}"))
    assert [line.partition("}}")[0].strip() for line in made.source().split("\n")[2:]] == ["a", "b", "c"]
    assert {line: (tag.source, tag.place.excerpt) for line, tag in made.lines.items()} == {
        3: ("{{ a }}", "甲{{ a }}{{ b }}"),
        4: ("{{ b }}", "甲{{ a }}{{ b }}"),
        5: ("{{ c }}", "乙{{ c }}"),
    }


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
