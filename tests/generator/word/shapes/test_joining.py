"""Lines that the hyphens of tags join are one text; where they cannot be joined, the hyphen is refused."""

from __future__ import annotations

import pytest

from generator.text.printer import Printer
from generator.word.names import W
from generator.word.review.spots import in_order
from tests.support.docx import body, p, package_of, table, texts
from tests.support.filling import DATA, filled, par, picture, refused, row, run, text
from tests.support.growth import assert_linear

HOUSE = ("我家在", "{%- if yes -%}", "城里", "{%- else -%}", "乡下", "{%- endif -%}", "，好。")


@pytest.mark.parametrize(("yes", "shown"), [(True, "我家在城里，好。"), (False, "我家在乡下，好。")])
def test_paragraphs_are_joined(printer: Printer, yes: bool, shown: str) -> None:
    assert texts(filled(printer, p("前") + "".join(map(p, HOUSE)), DATA | {"yes": yes})) == ["前", shown]


def test_lines_of_a_paragraph_are_joined(printer: Printer) -> None:
    breaks = run("<w:br/>").join(map(text, HOUSE))
    assert texts(filled(printer, p("前") + par(breaks))) == ["前", "我家在城里，好。"]


def test_a_loop_goes_on_in_the_line(printer: Printer) -> None:
    lines = ("有：", "{%- for r in rows -%}", "{{ r.name }}、", "{%- endfor -%}", "等。")
    assert texts(filled(printer, "".join(map(p, lines)))) == ["有：甲、乙、丙、等。"]


@pytest.mark.parametrize(
    ("lines", "shown"),
    [
        (("A ", "{%- if yes %}", "B", "{%- endif %}", "C"), ["A ", "B", "C"]),
        (("A{% if yes -%}", "{%- endif %}C"), ["AC"]),
        (("A", "  {%- if yes -%}  ", "\xa0B\xa0", "{%- endif -%}", "C"), ["A\xa0B\xa0C"]),
    ],
)
def test_only_the_side_of_the_hyphen_is_joined(printer: Printer, lines: tuple[str, ...], shown: list[str]) -> None:
    assert texts(filled(printer, "".join(map(p, lines)))) == shown


def test_the_words_go_on_in_the_format_before_and_nothing_else_is_lost(printer: Printer) -> None:
    first = par("<w:r><w:rPr><w:b/></w:rPr><w:t>甲</w:t></w:r>", properties='<w:jc w:val="center"/>')
    empty, marked = "<w:p><w:pPr/></w:p>", '<w:bookmarkStart w:id="4" w:name="标"/><w:bookmarkEnd w:id="4"/>'
    last = par("<w:r><w:t>乙</w:t></w:r><w:r><w:rPr><w:i/></w:rPr><w:t>丙</w:t></w:r>")
    data = filled(printer, first + p("{%- if yes -%}") + empty + marked + last + p("{%- endif %}"))
    runs = [
        (
            "".join(part.text or "" for part in one.iter(f"{W}t")),
            [str(item.tag).removeprefix(W) for item in one.iterfind(f"{W}rPr/*")],
        )
        for one in body(data).iter(f"{W}r")
    ]
    assert [one for one in runs if one[0]] == [("甲乙", ["b"]), ("丙", ["i"])]
    assert [*body(data).iter(f"{W}bookmarkStart")] and len([*body(data).iter(f"{W}p")]) == 1


@pytest.mark.parametrize(
    "source",
    [
        p("甲{% if yes -%}") + table(("x",)) + p("乙{% endif %}"),
        p("{%- if yes %}乙{% endif %}"),
        p("甲{% if yes -%}") + par(picture(), text("乙{% endif %}")),
        par(text("甲{% if yes -%}"), properties='<w:sectPr><w:pgSz w:w="9000" w:h="9000"/></w:sectPr>')
        + p("乙{% endif %}"),
    ],
    ids=["table", "nothing", "picture", "section"],
)
def test_lines_that_cannot_be_joined_are_refused(printer: Printer, source: str) -> None:
    assert any("「-」" in problem.message for problem in refused(printer, source))


@pytest.mark.parametrize("scope", ["p", "tr", "tc", "r"])
def test_a_tag_that_governs_joins_nothing(printer: Printer, scope: str) -> None:
    problems = refused(printer, p("甲") + table(("乙",), (f"{{%-{scope} if yes %}}",)))
    assert any(problem.place.excerpt == f"{{%-{scope} if yes %}}" for problem in problems)


@pytest.mark.parametrize("scope", ["p", "tr", "tc", "r"])
def test_a_hyphen_at_the_end_of_a_tag_that_governs_is_told_as_the_cause(printer: Printer, scope: str) -> None:
    problems = refused(printer, p(f"{{%{scope} for x in many -%}}") + p("{{ x }}") + p(f"{{%{scope} endfor %}}"))
    assert any(problem.message.endswith("用不了连到前后一段的「-」") for problem in problems)
    assert not any("移出去" in problem.remedy for problem in problems)


def test_a_fault_in_joined_lines_is_found_where_they_begin(printer: Printer) -> None:
    package = package_of(p("前") + p("甲") + p("{%- if yes -%}") + p("{{ unit|无 }}") + p("{%- endif -%}") + p("乙"))
    (problem,) = in_order(package, refused(printer, package))
    assert problem.place.where == "正文第 2 段" and problem.place.excerpt.startswith("甲{% if yes %}{{ unit|无 }}")


@pytest.mark.heavy
def test_many_lines_take_time_in_proportion(printer: Printer) -> None:
    def lines(count: int) -> str:
        return p("甲") + "".join(p("{%- if yes -%}") + p("乙") + p("{%- endif -%}") + p("丙") for _ in range(count))

    assert_linear(lambda source: refused(printer, source), lines, 300)


def test_a_row_of_tags_stays_a_row(printer: Printer) -> None:
    cells = row(p("{{ unit }} - {{ year }}"))
    assert texts(filled(printer, f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid>{cells}</w:tbl>" + p("x")))[
        0
    ] == ("示例站 - 2023")
