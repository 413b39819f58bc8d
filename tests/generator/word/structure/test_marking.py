"""Tags that editors cut, with all that they put between the pieces."""

from __future__ import annotations

from xml.sax.saxutils import escape

import pytest

from generator.text.printer import Printer
from generator.word.names import W
from tests.support.docx import body, p, texts
from tests.support.filling import FI, control, filled, grid, mark, messages, par, pict, picture, refused, row, run, text
from tests.support.parts import cells, faultless, part, told

BETWEEN = {
    "tab": run("<w:tab/>"),
    "line break": run("<w:br/>"),
    "carriage return": run("<w:cr/>"),
    "soft hyphen": run("<w:softHyphen/>"),
    "printed page": run("<w:lastRenderedPageBreak/>"),
    "spelling": '<w:proofErr w:type="spellStart"/>',
    "empty run": "<w:r/>",
    "deletion": '<w:del w:id="1" w:author="x"><w:r><w:delText>xx</w:delText></w:r></w:del>',
}
GONE = ("tab", "br", "cr", "softHyphen", "lastRenderedPageBreak", "del")


@pytest.mark.parametrize("between", BETWEEN.values(), ids=BETWEEN.keys())
def test_what_cannot_be_meant_within_a_tag_goes(printer: Printer, between: str) -> None:
    data = filled(printer, par(text("甲{"), between, text("{ un"), between, text("it }}乙")))
    assert texts(data) == ["甲示例站乙"]
    assert [item.tag for item in body(data).iter(*(f"{W}{name}" for name in GONE))] == []


def test_the_same_stays_outside_of_tags(printer: Printer) -> None:
    data = filled(printer, par(text("甲"), run("<w:br/>"), text("{{ unit }}"), run("<w:br/>"), text("乙")))
    assert texts(data) == ["甲\n示例站\n乙"]


def test_in_runs_that_hold_more_than_text_only_what_is_within_the_tag_goes(printer: Printer) -> None:
    first, second = run("<w:br/><w:t>{{ un</w:t><w:tab/>"), run("<w:tab/><w:t>it }}</w:t><w:br/>")
    data = filled(printer, par(text("甲"), first, second, text("乙")))
    assert texts(data) == ["甲\n示例站\n乙"]
    assert [*body(data).iter(f"{W}tab")] == []


def test_a_condition_over_the_edge_of_a_tracked_insertion_is_refused(printer: Printer) -> None:
    inserted = f'<w:ins w:id="1" w:author="x">{text("乙{% endif %}")}</w:ins>'
    ((message, remedy, _),) = messages(refused(printer, par(text("{% if yes %}甲"), inserted)))
    assert message == "{% if yes %} 和 {% endif %} 一个在修订里，一个在外面"
    assert remedy == "把两个标记都写在修订里，或者都写在外面"


@pytest.mark.parametrize(
    ("between", "what"),
    [
        (run("<w:noBreakHyphen/>"), "不间断连字符"),
        (run('<w:sym w:font="Symbol" w:char="F0B7"/>'), "符号"),
        (run("<w:ptab/>"), "对齐的制表位"),
        (run('<w:br w:type="page"/>'), "分页符"),
        (run('<w:br w:type="column"/>'), "分栏符"),
        (run('<w:fldChar w:fldCharType="begin"/>'), "域"),
    ],
)
def test_what_would_be_printed_with_half_a_tag_is_named(printer: Printer, between: str, what: str) -> None:
    found = messages(refused(printer, par(text("{{ un"), between, text("it }}"))))
    assert found == [(f"标记 {{{{ unit }}}} 中间夹着{what}", f"删去标记里的{what}，把标记一次打完", "{{ unit }}")]


def test_bookmarks_and_pictures_within_a_tag_stay(printer: Printer) -> None:
    inner = par(
        text("{{ un"), '<w:bookmarkStart w:id="3" w:name="a"/>', picture(), text("it }}"), '<w:bookmarkEnd w:id="3"/>'
    )
    data = filled(printer, inner)
    assert texts(data) == ["示例站"]
    assert len([*body(data).iter(f"{W}bookmarkStart", f"{W}bookmarkEnd", f"{W}drawing")]) == 3


def test_what_a_text_box_within_a_tag_holds_stays(printer: Printer) -> None:
    inner = par(
        run("<w:tab/>"),
        text("甲"),
        run('<w:br w:type="page"/>'),
        properties='<w:tabs><w:tab w:val="left" w:pos="9"/></w:tabs>',
    )
    data = filled(printer, par(text("{{ un"), run(pict(inner)), text("it }}")))
    assert len([*body(data).iter(f"{W}tab", f"{W}br")]) == 3


@pytest.mark.parametrize(
    ("begin", "end", "what"),
    [
        ('<w:hyperlink w:anchor="a">', "</w:hyperlink>", "超链接"),
        ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>", "内容控件"),
        ('<w:fldSimple w:instr="AUTHOR">', "</w:fldSimple>", "域"),
        ("<w:r><w:ruby><w:rubyPr/><w:rubyBase>", "</w:rubyBase></w:ruby></w:r>", "拼音"),
    ],
)
def test_a_tag_over_the_edge_of_a_link_control_or_field_is_refused(
    printer: Printer, begin: str, end: str, what: str
) -> None:
    found = messages(refused(printer, par(text("甲{{ un"), begin, text("it }}乙"), end)))
    assert found == [
        (
            f"标记 {{{{ unit }}}} 一半在{what}里，一半在外面",
            f"把标记整个写在{what}里，或者整个写在外面",
            "甲{{ unit }}乙",
        )
    ]
    whole = par(mark("bookmark", "a", 1), text("{{ un"), text("it }}"), begin, text("{{ ye"), text("ar }}"), end)
    assert texts(filled(printer, whole)) == ["示例站2023"]


@pytest.mark.parametrize("wrapper", ["smartTag", "bdo", "dir", "ins"])
def test_a_tag_may_reach_into_wrappers_that_print_what_they_hold(printer: Printer, wrapper: str) -> None:
    attributes = ' w:id="1" w:author="x"' if wrapper == "ins" else ' w:element="x"' if wrapper == "smartTag" else ""
    source = par(text("{{ un"), f"<w:{wrapper}{attributes}>{text('it }}乙')}</w:{wrapper}>", text("丙"))
    assert texts(filled(printer, source)) == ["示例站乙丙"]


@pytest.mark.parametrize("source", [("{% if yes %}", "甲{% endif %}"), ("{% if yes %}甲{% else %}", "{% endif %}")])
def test_an_inline_condition_over_the_edge_of_a_link_is_refused(printer: Printer, source: tuple[str, str]) -> None:
    begin, end = source
    (problem,) = refused(printer, par(text(begin), f'<w:hyperlink w:anchor="a">{text(end)}</w:hyperlink>'))
    assert problem.message.endswith("一个在超链接里，一个在外面")
    assert problem.place.excerpt == begin + end


@pytest.mark.parametrize(
    "cut",
    [
        ("年度：", "第二段", "{{ year }}", "后"),
        ("年度：", "第二段", "{{ ye", "ar }}后"),
        ("年度：第二段{", "{ year }}", "后"),
    ],
)
def test_what_lies_before_a_tag_is_printed_once(printer: Printer, cut: tuple[str, ...]) -> None:
    assert texts(filled(printer, p(*cut))) == ["年度：第二段2023后"]
    assert texts(filled(printer, par(picture(), *map(text, cut)))) == ["年度：第二段2023后"]


def test_tags_that_share_a_run_are_printed_once_each(printer: Printer) -> None:
    assert texts(filled(printer, p("{{ unit }}和{{ ye", "ar }}"))) == ["示例站和2023"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (p("年度：", "第二段", "{{ year }}", "后"), "‹年度：|第二段|{{ year }}|后›"),
        (p("甲{{ a", "b", " c }}乙{{ d }}丙"), "‹甲{{ ab c }}||乙{{ d }}丙›"),
        (p("{{ a }}{{ b }}", "{{ c }}", "甲{{ d", " }}{{ e }}"), "‹{{ a }}{{ b }}|{{ c }}|甲{{ d }}|{{ e }}›"),
        (p("{{ a[“甲”] }}“乙”"), '‹{{ a["甲"] }}“乙”›'),
    ],
    ids=["a run before", "over three runs", "next to each other", "curly quotes"],
)  # fmt: skip
def test_a_tag_is_one_piece_and_all_else_stays(body: str, expected: str) -> None:
    assert faultless(body) == expected


ACROSS = "跨段落用 {%p … %}，跨表格的行用 {%tr … %}，跨单元格用 {%tc … %}"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (p("甲{{ a"), [("甲{{ a", "「{{」没有成对", "标记写在同一段里，{{ 与 }}、{% 与 %} 成对")]),
        (p("{{ a }}乙}}"), [("{{ a }}乙}}", "「}}」没有成对", "标记写在同一段里，{{ 与 }}、{% 与 %} 成对")]),
        (p("甲{% if a %}") + p("{% endif %}"), []),
        (p("甲{% if a %}") + cells((p("{% endif %}"),)), [
            ("{% endif %}", "{% endif %} 没有在同一段里成对", ACROSS),
            ("甲{% if a %}", "{% if a %} 没有在同一段里成对", ACROSS),
        ]),
        (cells((p("{% if a %}"), p("{% endif %}"))), [
            ("{% endif %}", "{% endif %} 没有在同一段里成对", ACROSS),
            ("{% if a %}", "{% if a %} 没有在同一段里成对", ACROSS),
        ]),
        (p("{%p if a %}") + p("甲{% endif %}"), [("甲{% endif %}", "{%p if a %} 和 {% endif %} 不是一类标记", "{%p if a %} 要用 {%p endif %}")]),
        (p("甲{% endfor %}"), [("甲{% endfor %}", "{% endfor %} 没有在同一段里成对", ACROSS)]),
        (par(control(text("{% if a %}"))) + p("{% endif %}"), [("{% if a %}", "{% if a %} 没有在同一段里成对", ACROSS)]),
        (p("{% if a %}甲{% endif %}{% for b in c %}"), [("{% if a %}甲{% endif %}{% for b in c %}", "{% for b in c %} 没有在同一段里成对", ACROSS)]),
    ],
)  # fmt: skip
def test_a_tag_that_is_not_whole_in_its_paragraph_is_told_with_what_to_do(
    body: str, expected: list[tuple[str, str, str]]
) -> None:
    assert told(body) == expected


def test_a_line_of_the_source_leads_to_the_tag_and_the_text_of_its_paragraph() -> None:
    made = part(p("甲{{ a }}{{ b }}") + p("乙", "{{ c }}"))
    assert [line.partition("}}")[0].strip() for line in made.source().split("\n")[2:]] == ["a", "b", "c"]
    assert {line: (tag.source, tag.place.excerpt) for line, tag in made.lines.items()} == {
        3: ("{{ a }}", "甲{{ a }}{{ b }}"),
        4: ("{{ b }}", "甲{{ a }}{{ b }}"),
        5: ("{{ c }}", "乙{{ c }}"),
    }


def test_the_text_around_a_tag_keeps_its_blanks_and_an_empty_one_stays() -> None:
    made = faultless(par(run("<w:t> 甲 {{ a }}</w:t>"), run("<w:t/>"), run("<w:t>乙</w:t>")))
    assert made == "‹ 甲 {{ a }}</w:t></w:r><w:r><w:t/></w:r><w:r><w:t>乙›"


SYMBOL = run('<w:sym w:font="Symbol" w:char="F0B7"/>')
LINK, KNIL = '<w:hyperlink w:anchor="a">', "</w:hyperlink>"
HALVED = (
    "{% if yes %} 和 {% endif %} 一个在超链接里，一个在外面",
    "把两个标记都写在超链接里，或者都写在外面",
)


@pytest.mark.parametrize(
    ("body", "excerpt", "words", "remedy"),
    [
        (
            par(text("{{ un"), SYMBOL, text("it }}{{ ye"), SYMBOL, text("ar }}")),
            "{{ unit }}{{ year }}",
            "标记 {{ unit }} 中间夹着符号",
            "删去标记里的符号，把标记一次打完",
        ),
        (
            par(text("{{ un"), SYMBOL, text("it }}甲{%p if no %}")) + FI,
            "{{ unit }}甲{%p if no %}",
            "标记 {{ unit }} 中间夹着符号",
            "删去标记里的符号，把标记一次打完",
        ),
        (
            par(text("{{ unit }}{% if yes %}"), LINK, text("甲{% endif %}"), KNIL, text("{%p if no %}")) + FI,
            "{{ unit }}{% if yes %}甲{% endif %}{%p if no %}",
            *HALVED,
        ),
        (
            par(text("{% if yes %}甲{% endif %}{{ unit }}{% if yes %}"), LINK, text("{% endif %}"), KNIL),
            "{% if yes %}甲{% endif %}{{ unit }}{% if yes %}{% endif %}",
            *HALVED,
        ),
        (
            par(text("{% if yes %}{% for r in rows %}甲{% endfor %}"), LINK, text("乙{% endif %}"), KNIL),
            "{% if yes %}{% for r in rows %}甲{% endfor %}乙{% endif %}",
            *HALVED,
        ),
        (
            par(text("{% if yes %}甲"), LINK, text("{% else %}乙"), KNIL, text("{% endif %}")),
            "{% if yes %}甲{% else %}乙{% endif %}",
            "{% if yes %} 和 {% else %} 一个在超链接里，一个在外面",
            HALVED[1],
        ),
    ],
    ids=["both tags", "beside one that governs", "behind another", "the second of two", "around a loop", "else"],
)
def test_of_a_paragraph_with_faults_the_first_is_told_and_no_other(
    body: str, excerpt: str, words: str, remedy: str
) -> None:
    assert told(body) == [(excerpt, words, remedy)]


def test_behind_the_end_of_an_earlier_paragraph_tags_are_held_to_their_place() -> None:
    later = par(text("乙{% endif %}{% if yes %}"), LINK, text("丙{% endif %}"), KNIL)
    assert (HALVED[0], HALVED[1]) in [(message, remedy) for _, message, remedy in told(p("{% if yes %}甲") + later)]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("{% if a %}{% for b in c %}", "{% if a %} 没有在同一段里成对"),
        ("{% raw %}{% if a %}", "{% raw %} 没有成对"),
        ("{% if a %}{{ b", "「{{」没有成对"),
    ],
)
def test_of_several_faults_in_a_control_the_first_is_told(words: str, message: str) -> None:
    assert [told for _, told, _ in told(par(control(text(words))))] == [message]


def test_an_inline_tag_in_a_link_may_be_followed_by_one_outside() -> None:
    inner = par(LINK, text("{% if yes %}甲{% else %}乙{% endif %}"), KNIL, text("{% for r in rows %}丙{% endfor %}"))
    assert told(inner) == []


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (("甲{% if yes %}", "乙", "丙{% endif %}丁"), ["甲", "乙", "丙丁"]),
        (("甲{% if no %}", "乙", "丙{% endif %}丁"), ["甲丁"]),
        (("甲{% for r in rows %}{{ r.n }}", "乙{% endfor %}丁"), ["甲1", "乙2", "乙3", "乙丁"]),
        (("A{% if no %}甲", "乙{% else %}丙", "丁{% endif %}B"), ["A丙", "丁B"]),
        (("前", "{% if no %}", "甲", "{% endif %}", "后"), ["前", "", "后"]),
        (
            (
                "{% for r in rows %}",
                "{%p if r.n > 2 %}",
                "{% if yes %}{{ r.n }}",
                "{% endif %}",
                "{%p endif %}",
                "{% endfor %}",
            ),
            ["", "", "", "3", "", ""],
        ),
    ],
)
def test_a_block_within_a_text_may_end_in_a_later_paragraph(
    printer: Printer, source: tuple[str, ...], shown: list[str]
) -> None:
    """What is printed of the first paragraph and what is printed of the last are one where nothing stands between."""
    assert texts(filled(printer, "".join(map(p, source)))) == shown


def test_a_block_over_paragraphs_takes_tables_along_and_keeps_a_cell_whole(printer: Printer) -> None:
    inner = p("甲{% if no %}") + grid(row(p("x"), p("y"))) + p("{% endif %}")
    assert texts(filled(printer, grid(row(inner, p("乙"))))) == ["甲", "乙"]
    assert texts(filled(printer, grid(row(inner.replace("no", "yes"), p("乙"))))) == ["甲", "x", "y", "", "乙"]


def test_a_block_over_paragraphs_halves_no_bookmark_and_no_section(printer: Printer) -> None:
    marked = (
        p("甲{% if yes %}") + '<w:bookmarkStart w:id="3" w:name="标"/>' + p("{% endif %}") + '<w:bookmarkEnd w:id="3"/>'
    )
    (problem,) = refused(printer, marked)
    assert problem.message.startswith("书签「标」被 {% if yes %} 截成两半")
    section = par(text("乙"), properties='<w:sectPr><w:pgSz w:w="9000" w:h="9000"/></w:sectPr>')
    (problem,) = refused(printer, p("甲{% if yes %}") + section + p("{% endif %}"))
    assert problem.message.startswith("分节符在 {% if yes %} 里，这一节的开头在外面")


def test_what_is_printed_as_it_is_holds_no_tags_and_no_markup(printer: Printer) -> None:
    raw = "甲{% raw %}{{ nobody }} {% if %} <w:p/> & “引号”{% endraw %}乙{{ unit }}"
    cut = raw.index("nobody")
    data = filled(printer, par(text(escape(raw[:cut])), text(escape(raw[cut:]))))
    assert texts(data) == ["甲{{ nobody }} {% if %} <w:p/> & “引号”乙示例站"]


@pytest.mark.parametrize("source", ["{% raw %}{{ unit }}", "甲{% endraw %}", "{% raw %}甲{% raw %}乙"])
def test_what_is_printed_as_it_is_has_an_end(printer: Printer, source: str) -> None:
    found = messages(refused(printer, p(source) + p("{% raw %}甲{% endraw %}")))
    assert any("没有成对" in message for message, *_ in found), found


def test_a_hyphen_takes_blanks_away_on_its_side(printer: Printer) -> None:
    assert texts(filled(printer, p("甲 {{- unit -}} 乙 {%- if unit -%} 丙 {%- endif +%} 丁"))) == ["甲示例站乙丙 丁"]
