"""What stands beside a governing tag is kept on its side, or named."""

from __future__ import annotations

import pytest
from lxml import etree

from generator.text.printer import Printer
from generator.word.names import W
from generator.word.structure.beside import kind_of
from tests.support.docx import body, p, texts
from tests.support.filling import (
    FI,
    FOR,
    ROF,
    cell,
    field,
    filled,
    grid,
    mark,
    messages,
    par,
    pict,
    picture,
    refused,
    row,
    run,
    text,
    text_box,
)

PAGE = run('<w:br w:type="page"/>')
SHOWN = {
    "page break": (PAGE, "分页符"),
    "column break": (run('<w:br w:type="column"/>'), "分栏符"),
    "shape": (picture(), "图形"),
    "text box": (text_box(p("框")), "文本框"),
    "older text box": (run(pict(p("框"))), "文本框"),
    "field": ("".join(field(" PAGE ", "")), "域"),
    "symbol": (run('<w:sym w:font="Symbol" w:char="F0B7"/>'), "符号"),
    "formula": (
        '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r/></m:oMath>',
        "公式",
    ),
}


def shown(data: bytes) -> list[str]:
    """What a document shows, paragraph by paragraph: its words, and for each paragraph without any what it holds."""
    found = []
    for paragraph in body(data).iterchildren(f"{W}p"):
        words = "".join(part.text or "" for part in paragraph.iter(f"{W}t"))
        marks = [kind_of(item) for item in paragraph.iter() if item.tag in (f"{W}br", f"{W}drawing", f"{W}fldChar")]
        found.append(words or "".join(dict.fromkeys(marks)))
    return found


@pytest.mark.parametrize("value", ["yes", "no"])
def test_a_break_before_a_condition_and_behind_its_end_is_printed_whatever_it_says(
    printer: Printer, value: str
) -> None:
    source = p("甲") + par(PAGE, text(f"{{%p if {value} %}}")) + p("乙") + par(text("{%p endif %}"), PAGE) + p("丙")
    between = ["乙"] if value == "yes" else []
    assert shown(filled(printer, source)) == ["甲", "分页符", *between, "分页符", "丙"]


@pytest.mark.parametrize("value", ["yes", "no"])
def test_a_break_within_a_condition_depends_on_it(printer: Printer, value: str) -> None:
    source = (
        par(text(f"{{%p if {value} %}}"), PAGE)
        + p("乙")
        + par(text("{%p else %}"), picture())
        + p("丙")
        + par(PAGE, text("{%p endif %}"))
    )
    assert shown(filled(printer, source)) == (["分页符", "乙"] if value == "yes" else ["图形", "丙", "分页符"])


def test_breaks_outside_of_a_loop_are_printed_once(printer: Printer) -> None:
    source = par(PAGE, text("{%p for r in rows %}")) + p("{{ r.name }}") + par(text("{%p endfor %}"), PAGE)
    assert shown(filled(printer, source)) == ["分页符", "甲", "乙", "丙", "分页符"]


def test_breaks_beside_a_text_of_paragraphs_are_printed_once(printer: Printer) -> None:
    assert shown(filled(printer, par(PAGE, text("{{p text }}"), picture()))) == ["分页符", "第一段", "第二段", "图形"]


@pytest.mark.parametrize(("inner", "what"), SHOWN.values(), ids=SHOWN.keys())
@pytest.mark.parametrize("first", [True, False])
def test_what_may_or_may_not_be_in_a_loop_is_refused(printer: Printer, inner: str, what: str, first: bool) -> None:
    begin = par(text("{%p for r in rows %}"), inner) if first else FOR
    end = ROF if first else par(inner, text("{%p endfor %}"))
    (problem,) = refused(printer, begin + p("甲") + end)
    tag = "{%p for r in rows %}" if first else "{%p endfor %}"
    assert problem.message == f"{tag} 要独占一段，这一段里还有{what}，看不出每次循环要不要重复"
    assert (problem.remedy, problem.place.excerpt) == (f"把{what}另起一段放", tag)


@pytest.mark.parametrize("inner", [inner for inner, _ in SHOWN.values()], ids=SHOWN.keys())
def test_whatever_stands_outside_of_a_loop_is_kept(printer: Printer, inner: str) -> None:
    data = filled(printer, par(inner, text("{%p for r in rows %}")) + p("{{ r.name }}") + ROF)
    before, *copies = body(data).iterchildren(f"{W}p")
    assert len(copies) == 3
    wanted = etree.fromstring(f'<x xmlns:w="{W[1:-1]}">{inner}</x>')
    found, expected = (
        [item.tag for item in root.iter() if item.tag not in {f"{W}{name}" for name in ("p", "pPr", "pStyle", "t")}]
        for root in (before, wanted)
    )
    assert found[: len(expected) - 1] == expected[1:]


@pytest.mark.parametrize(
    ("inner", "what"),
    [
        (run("<w:footnoteRef/>"), "脚注的号码"),
    ],
)
def test_what_cannot_stand_alone_is_refused(printer: Printer, inner: str, what: str) -> None:
    (problem,) = refused(printer, par(inner, text("{%p if yes %}")) + p("甲") + FI)
    assert problem.message == f"{{%p if yes %}} 要独占一段，这一段里还有{what}"
    assert problem.remedy == f"把{what}移到别的段落里，或者删去"


def test_a_governing_tag_that_an_editor_made_a_link_of_is_refused(printer: Printer) -> None:
    link = f'<w:hyperlink w:anchor="a">{text("{%p if yes %}")}</w:hyperlink>'
    assert [problem.remedy for problem in refused(printer, par(link) + FI)] == ["取消超链接"]


@pytest.mark.parametrize("blank", [" ", "\u00a0", "\u3000", "\u200b", "\ufeff"])
def test_blanks_beside_a_governing_tag_are_nothing(printer: Printer, blank: str) -> None:
    begin = par(
        text(blank),
        run("<w:tab/>"),
        run("<w:br/>"),
        run(""),
        text(f"{{%p if yes %}}{blank}"),
        run("<w:lastRenderedPageBreak/>"),
    )
    assert texts(filled(printer, begin + p("甲") + FI)) == ["甲"]


@pytest.mark.parametrize(
    ("source", "rest"),
    [
        ("说明：{%p if yes %}", "说明："),
        ("{%p if yes %}（完）", "（完）"),
        ("{%p if yes %}{%p for r in rows %}", "{%p for r in rows %}"),
    ],
)
def test_words_and_tags_beside_a_governing_tag_are_quoted(printer: Printer, source: str, rest: str) -> None:
    (problem,) = refused(printer, p(source))[:1]
    assert messages([problem]) == [("{%p if yes %} 要独占一段", f"把「{rest}」移出去", source)]


def test_hidden_words_are_words(printer: Printer) -> None:
    hidden = run("<w:rPr><w:vanish/></w:rPr><w:t>暗</w:t>")
    assert refused(printer, par(hidden, text("{%p if yes %}")) + FI)[0].remedy == "把「暗」移出去"


def test_begin_and_end_in_one_row_are_told_apart(printer: Printer) -> None:
    source = grid(row(p("{%tr for r in rows %}{{ r.name }}"), p("{%tr endfor %}")))
    problems = refused(printer, source)
    assert problems[0].message == "{%tr for r in rows %} 要独占一行"
    assert problems[0].remedy == "开始和结束的标记各占一行：把「{{ r.name }}{%tr endfor %}」移出去"


@pytest.mark.parametrize(
    ("inner", "what"), [(par(picture()), "图形"), (par(PAGE), "分页符"), (par("".join(field(" PAGE ", ""))), "域")]
)
def test_what_a_governing_row_shows_is_named(printer: Printer, inner: str, what: str) -> None:
    (problem,) = refused(
        printer, grid(row(p("{%tr for r in rows %}"), inner), row(p("甲"), p("乙")), row(p("{%tr endfor %}"), p("")))
    )
    assert problem.message == f"{{%tr for r in rows %}} 要独占一行，这一行里还有{what}"


@pytest.mark.parametrize("rows", ["rows", "row0"])
def test_a_bookmark_from_the_begin_to_the_end_of_a_loop_is_kept_once(printer: Printer, rows: str) -> None:
    """PA-06: the pair stands around the copies, also around none."""
    begin = par('<w:bookmarkStart w:id="9" w:name="清单"/>', text(f"{{%p for r in {rows} %}}"))
    end = par(text("{%p endfor %}"), '<w:bookmarkEnd w:id="9"/>')
    data = filled(printer, p("前") + begin + p("{{ r.name }}") + end + p("后"))
    inner = [str(item.tag).removeprefix(W) for item in body(data)][:-1]
    copies = ["p"] * (3 if rows == "rows" else 0)
    assert inner == ["p", "bookmarkStart", *copies, "bookmarkEnd", "p"]


def test_a_bookmark_around_a_text_reaches_over_all_its_paragraphs(printer: Printer) -> None:
    data = filled(printer, par(mark("bookmark", "正文", 4, text("{{p text }}"))))
    assert [str(item.tag).removeprefix(W) for item in body(data)] == [
        "bookmarkStart",
        "p",
        "p",
        "bookmarkEnd",
        "sectPr",
    ]


def test_a_bookmark_over_governing_rows_is_kept_once(printer: Printer) -> None:
    begin = row(par('<w:bookmarkStart w:id="9" w:name="行"/>', text("{%tr for r in rows %}")), p(""))
    end = row(par(text("{%tr endfor %}"), '<w:bookmarkEnd w:id="9"/>'), p(""))
    data = filled(printer, grid(begin, row(p("{{ r.name }}"), p("x")), end))
    (table,) = body(data).iter(f"{W}tbl")
    inner = [str(item.tag).removeprefix(W) for item in table]
    assert inner == ["tblPr", "tblGrid", "bookmarkStart", "tr", "tr", "tr", "bookmarkEnd"]


def test_a_page_break_that_the_governing_paragraph_is_set_to_is_not_lost(printer: Printer) -> None:
    (problem,) = refused(printer, par(text("{%p if yes %}"), properties="<w:pageBreakBefore/>") + p("甲") + FI)
    assert "段前分页" in problem.message
    off = par(text("{%p if yes %}"), properties='<w:pageBreakBefore w:val="0"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    assert texts(filled(printer, off + p("甲") + FI)) == ["甲"]
    data = filled(printer, par(text("{{p text }}"), properties="<w:pageBreakBefore/>"))
    assert [item.find(f"{W}pPr/{W}pageBreakBefore") is not None for item in body(data).iter(f"{W}p")] == [True, False]


def test_cells_of_governing_rows_may_be_formatted(printer: Printer) -> None:
    begin = (
        "<w:tr><w:trPr><w:tblHeader/></w:trPr>"
        + cell(p("{%tr for r in rows %}"), '<w:shd w:val="clear" w:fill="FF0000"/>')
        + cell(p(""))
        + "</w:tr>"
    )
    data = filled(printer, grid(begin, row(p("{{ r.name }}"), p("x")), row(p(""), p("{%tr endfor %}"))))
    assert len([*body(data).iter(f"{W}tr")]) == 3


def test_what_is_kept_on_both_sides_is_no_tracked_change(printer: Printer) -> None:
    """Its id would stand twice."""
    inserted = '<w:rPr><w:ins w:id="3" w:author="x"/></w:rPr>'
    tag = text("{%p if yes %}").replace(
        "<w:t ", '<w:rPr><w:rPrChange w:id="4" w:author="x"><w:rPr/></w:rPrChange></w:rPr><w:t '
    )
    data = filled(printer, par(PAGE, tag, PAGE, properties=inserted) + p("甲") + FI)
    assert len([*body(data).iter(f"{W}br")]) == 2
    assert [*body(data).iter(f"{W}ins", f"{W}rPrChange")] == []
