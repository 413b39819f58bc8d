"""Cells get the span and the colour that their tags say, in the order that the format wants."""

from __future__ import annotations

import pytest
from lxml import etree

from generator.text.printer import Printer
from generator.word.names import W
from tests.support.docx import body, p, table
from tests.support.filling import DATA, cell, filled, grid, messages, par, pict, refused, row, run

THREE = ("{%tc for r in rows %}", "{{ r.name }}", "{%tc endfor %}")


def properties(data: bytes, number: int = 0) -> list[tuple[str, str]]:
    """The properties of a cell in their order, each with its value."""
    found = [*body(data).iter(f"{W}tc")][number].find(f"{W}tcPr")
    assert found is not None
    return [(str(item.tag).removeprefix(W), str(item.get(f"{W}fill") or item.get(f"{W}val") or "")) for item in found]


@pytest.mark.parametrize(("tag", "span"), [("colspan 3", "3"), ("colspan rows|length", "3"), ("colspan '2'", "2")])
def test_a_cell_spans_what_its_tag_says(printer: Printer, tag: str, span: str) -> None:
    data = filled(printer, table((f"{{% {tag} %}}标题", "后"), ("a", "b", "c", "d")))
    assert properties(data)[:2] == [("tcW", ""), ("gridSpan", span)]
    assert "".join(text.text or "" for text in next(body(data).iter(f"{W}tc")).iter(f"{W}t")) == "标题"


def test_properties_stand_in_their_order_and_once(printer: Printer) -> None:
    own = '<w:gridSpan w:val="2"/><w:shd w:val="clear" w:fill="00FF00"/><w:vAlign w:val="center"/>'
    tags = p('{% cellbg "ff0000" %}{% vm r.g %}{% colspan 1 %}{{ r.g }}')
    rows = row(p("{%tr for r in rows %}")) + f"<w:tr>{cell(tags, own)}</w:tr>" + row(p("{%tr endfor %}"))
    assert properties(filled(printer, grid(rows))) == [
        ("tcW", ""),
        ("gridSpan", "1"),
        ("vMerge", "restart"),
        ("shd", "FF0000"),
        ("vAlign", "center"),
    ]


@pytest.mark.parametrize("name", ["FF0000", "#ff0000", "red"])
def test_a_cell_has_the_colour_that_its_data_say(printer: Printer, name: str) -> None:
    bare = "<w:tc><w:p><w:r><w:t>{% cellbg name %}红</w:t></w:r></w:p></w:tc>"
    data = filled(printer, grid(f"<w:tr>{bare}</w:tr>", columns=1), {"name": name})
    assert properties(data) == [("shd", "FF0000")]


def test_a_cell_of_a_loop_over_columns_is_as_wide_as_all(printer: Printer) -> None:
    wide = (
        "<w:tr>" + cell(p(THREE[0])) + cell(p("{% hm %}题"), '<w:gridSpan w:val="2"/>') + cell(p(THREE[2])) + "</w:tr>"
    )
    data = filled(printer, grid(wide, columns=4))
    assert properties(data) == [("tcW", ""), ("gridSpan", "6")]
    assert len([*body(data).iter(f"{W}tc")]) == 1
    assert [*body(filled(printer, grid(wide, columns=4) + p("后"), DATA | {"rows": []})).iter(f"{W}tbl")] == []


@pytest.mark.parametrize(
    ("source", "message", "remedy"),
    [
        (p("{% colspan 2 %}"), "{% colspan 2 %} 不在表格的单元格里", "写在要设的单元格里"),
        (table(("{% colspan 2 %}{% colspan 2 %}",)), "一个单元格里有两个 colspan", "只留一个"),
        (table(("{% colspan %}",)), "{% colspan %} 没有写跨几列", "写成 {% colspan 3 %}"),
        (table(("{% cellbg %}",)), "{% cellbg %} 没有写颜色", '写成 {% cellbg "FF0000" %}'),
        (table(("{% hm %}",)), "{% hm %} 不在 {%tc for … %} 的循环里", "跨几列是知道的，写 {% colspan 列数 %}"),
        (table((THREE[0], "{% hm 2 %}", THREE[2])), "{% hm 2 %} 后面不写别的", "写成 {% hm %}"),
        (
            table((THREE[0], "{% hm %}{% colspan 2 %}", THREE[2])),
            "一个单元格里 colspan 和 hm 只能用一个",
            "跨的列随循环定",
        ),
        (
            table(('{% if yes %}{% cellbg "FF0000" %}{% endif %}红',)),
            '{% cellbg "FF0000" %} 在单元格里的条件、循环里',
            "移到条件、循环外面",
        ),
        (table(("x",)) + par(run(pict(p("{% hm %}")))), "{% hm %} 不在表格的单元格里", "写在要设的单元格里"),
    ],
)
def test_a_tag_that_cannot_work_is_refused(printer: Printer, source: str, message: str, remedy: str) -> None:
    ((told, advice, excerpt),) = messages(refused(printer, source))
    assert told == message and advice.startswith(remedy) and excerpt


def test_a_loop_in_a_row_of_tags_in_content_controls_is_known(printer: Printer) -> None:
    """What is wrapped around the cell alone goes with it."""
    inner = "".join(
        f"<w:sdt><w:sdtPr/><w:sdtContent>{cell(p(words))}</w:sdtContent></w:sdt>"
        for words in (THREE[0], "{% hm %}题", THREE[2])
    )
    data = filled(printer, grid(f"<w:tr>{inner}</w:tr>", columns=3))
    assert [str(span.get(f"{W}val")) for span in body(data).iter(f"{W}gridSpan")] == ["3"]
    assert len([*body(data).iter(f"{W}sdt")]) == 1


def test_nothing_is_left_of_the_tags(printer: Printer) -> None:
    data = filled(printer, table(("{% colspan 1 %}甲{% cellbg 'FFFFFF' %}乙",)))
    assert "".join(etree.tostring(body(data), method="text", encoding="unicode").split()) == "甲乙"
