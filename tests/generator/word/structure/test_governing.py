"""Tags that govern paragraphs and rows, wherever people put them."""

from __future__ import annotations

import pytest

from generator.text.printer import Printer
from generator.word.names import W
from tests.support.docx import body, p, texts
from tests.support.filling import (
    FI,
    FOR,
    IF_NO,
    IF_YES,
    ROF,
    control,
    filled,
    grid,
    messages,
    par,
    pict,
    refused,
    row,
    run,
    text,
    text_box,
)
from tests.support.parts import cells, faultless, told

ROW = row(p("{{ r.name }}"), p("{{ r.n }}"))
TR_FOR, TR_ROF = row(p("{%tr for r in rows %}"), p("")), row(p(""), p("{%tr endfor %}"))


def words(data: bytes) -> list[str]:
    return [text for text in texts(data) if text]


@pytest.mark.parametrize("box", [text_box, lambda inner: run(pict(inner))], ids=["newer", "older"])
@pytest.mark.parametrize(
    ("inner", "shown"),
    [
        (p("{{ unit }}"), ["示例站"]),
        (FOR + p("{{ r.name }}") + ROF, ["甲", "乙", "丙"]),
        (IF_NO + p("甲") + p("{%p else %}") + p("乙") + FI, ["乙"]),
        (p("{{p text }}"), ["第一段", "第二段"]),
        (grid(TR_FOR, ROW, TR_ROF) + p("后"), ["甲", "1", "乙", "2", "丙", "3", "后"]),
    ],
)
def test_a_text_box_may_hold_every_tag(printer: Printer, box: object, inner: str, shown: list[str]) -> None:
    assert callable(box)
    data = filled(printer, p("前") + par(box(inner)) + p("后"))
    boxes = [*body(data).iter(f"{W}txbxContent")]
    assert len(boxes) == (2 if box is text_box else 1)
    for found in boxes:
        assert [str(part.text) for part in found.iter(f"{W}t") if part.text] == shown


def test_a_loop_may_go_through_paragraphs_that_anchor_text_boxes(printer: Printer) -> None:
    data = filled(printer, FOR + par(text("名："), run(pict(p("{{ r.name }}")))) + ROF)
    assert [str(part.text) for box in body(data).iter(f"{W}txbxContent") for part in box.iter(f"{W}t")] == [
        "甲",
        "乙",
        "丙",
    ]


@pytest.mark.parametrize(
    "source",
    [
        control(p("{{ unit }}") + FOR + p("{{ r.name }}") + ROF),
        control(control(p("{{ unit }}")) + FOR + control(p("{{ r.name }}")) + ROF),
        par(control(text("{{ unit }}")))
        + FOR
        + par(control(text("{{ r.n"), ""), text("")).replace("r.n<", "r.name }}<")
        + ROF,
    ],
    ids=["block", "nested", "run"],
)
def test_content_controls_may_hold_every_tag(printer: Printer, source: str) -> None:
    assert words(filled(printer, source)) == ["示例站", "甲", "乙", "丙"]


def test_a_loop_over_the_edge_of_a_content_control_is_refused(printer: Printer) -> None:
    (problem,) = refused(printer, control(p("前") + FOR) + p("甲") + ROF)
    assert problem.message == "{%p for r in rows %} 和 {%p endfor %} 不在同一处"


@pytest.mark.parametrize("wrapped", ["all", "each", "inner"])
def test_rows_may_stand_in_content_controls(printer: Printer, wrapped: str) -> None:
    """As Google Docs writes them: a control around each row."""
    rows = TR_FOR, ROW, TR_ROF
    if wrapped == "all":
        source = control("".join(rows))
    elif wrapped == "each":
        source = "".join(map(control, rows))
    else:
        source = TR_FOR + control(ROW) + TR_ROF
    data = filled(printer, grid(source))
    assert words(data) == ["甲", "1", "乙", "2", "丙", "3"]
    assert len([*body(data).iter(f"{W}sdtContent")]) == {"all": 1, "each": 3, "inner": 3}[wrapped]


def test_a_control_that_holds_only_one_end_of_a_loop_over_rows_is_refused(printer: Printer) -> None:
    (problem,) = refused(printer, grid(control(TR_FOR + ROW) + TR_ROF))
    assert "不在同一处" in problem.message


def test_a_governing_row_may_be_an_inserted_one(printer: Printer) -> None:
    inserted = TR_FOR.replace("<w:tr>", '<w:tr><w:trPr><w:ins w:id="1" w:author="x"/></w:trPr>')
    assert words(filled(printer, grid(inserted, ROW, TR_ROF))) == ["甲", "1", "乙", "2", "丙", "3"]


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (p("甲") + p("{#p 注 #}") + p("乙"), ["甲", "乙"]),
        (p("甲") + p("{#", "p 注", " #}") + p("乙"), ["甲", "乙"]),
        (grid(row(p("甲"), p("")), row(p("{#tr 注 #}"), p("")), row(p("乙"), p(""))), ["甲", "", "乙", ""]),
        (p("甲{# 注 #}乙"), ["甲乙"]),
    ],
)
def test_a_note_takes_its_paragraph_or_row_with_it(printer: Printer, source: str, shown: list[str]) -> None:
    assert texts(filled(printer, source)) == shown


@pytest.mark.parametrize("source", [p("甲") + p("{#p 注") + p("#}"), p("甲{# 注") + p("#}")])
def test_a_note_over_paragraphs_goes(printer: Printer, source: str) -> None:
    assert texts(filled(printer, source)) == ["甲"]


def test_a_tag_of_rows_in_a_text_box_does_not_govern_the_row_around(printer: Printer) -> None:
    source = grid(row(par(run(pict(p("{%tr for r in rows %}")))), p("")))
    assert messages(refused(printer, source))[0] == (
        "{%tr for r in rows %} 不在表格的行里",
        "表格以外用 {%p … %}",
        "{%tr for r in rows %}",
    )


def test_numbering_and_style_are_those_of_the_place_of_a_text(printer: Printer) -> None:
    data = filled(printer, par(text("{{p text }}"), properties="<w:keepNext/>"))
    assert len([*body(data).iter(f"{W}keepNext")]) == 2


def test_conditions_hold_in_tracked_insertions(printer: Printer) -> None:
    inserted = par(f'<w:ins w:id="1" w:author="x">{text("{{ unit }}")}</w:ins>')
    tag = par(f'<w:ins w:id="2" w:author="x">{text("{%p if yes %}")}</w:ins>')
    assert texts(filled(printer, tag + inserted + FI)) == ["示例站"]
    assert texts(filled(printer, IF_YES + inserted + FI)) == ["示例站"]


TEXT = '{% for _run in _block.runs %}<w:r>{% if _run.bold %}<w:rPr><w:rStyle w:val="Strong"/></w:rPr>{% endif %}<w:t xml:space="preserve">{{ _run.text }}</w:t></w:r>{% endfor %}</w:p>'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (p("{%p if a %}") + p("甲") + p("{%p elif b %}") + p("乙") + p("{%p else %}") + p("{%p endif %}"), "{% if a %}‹甲›{% elif b %}‹乙›{% else %}{% endif %}"),
        (cells((p("{%tr for a in b %}"),), (p("{{ a }}"),), (p("{%tr endfor %}"),)), "<w:tbl>{% for a in b %}<w:tr><w:tc>‹{{ a }}›</w:tc></w:tr>{% endfor %}</w:tbl>"),
        (p("{{p text }}"), f"{{% for _block in text|正文 %}}<w:p>¶{TEXT}{{% endfor %}}"),
        (cells((p("{{p text }}"),)), f"<w:tbl><w:tr><w:tc>{{% for _block in text|正文 %}}<w:p>¶{TEXT}{{% else %}}<w:p>¶</w:p>{{% endfor %}}</w:tc></w:tr></w:tbl>"),
    ],
    ids=["paragraphs", "rows", "a text", "a text in a cell"],
)  # fmt: skip
def test_a_tag_that_governs_takes_the_place_of_its_own_paragraph_or_row(body: str, expected: str) -> None:
    assert faultless(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (p("{%tr for a in b %}"), [("{%tr for a in b %}", "{%tr for a in b %} 不在表格的行里", "表格以外用 {%p … %}")]),
        (cells((p("{%tr if a %}"), p("甲")), (p("{%tr endif %}"),)), [("{%tr if a %}", "{%tr if a %} 要独占一行", "把「甲」移出去")]),
        (cells((p("{%tr if a %}"), p("{{ a }}")), (p("{%tr endif %}"),)), [("{%tr if a %}", "{%tr if a %} 要独占一行", "把「{{ a }}」移出去")]),
        (p("甲{%p if a %}{{ b }}") + FI, [("甲{%p if a %}{{ b }}", "{%p if a %} 要独占一段", "把「甲{{ b }}」移出去")]),
        (p("{%p if a %}").replace("</w:pPr>", "<w:sectPr/></w:pPr>") + FI, [("{%p if a %}", "{%p if a %} 所在的段落带有分节符", "在后面另起一段放分节符")]),
    ],
)  # fmt: skip
def test_a_tag_that_cannot_govern_where_it_stands_is_told_with_what_to_do(
    body: str, expected: list[tuple[str, str, str]]
) -> None:
    assert told(body) == expected
