"""Tables whose columns are made by their data are whole: grid, widths, rows that are shorter than others."""

from __future__ import annotations

import pytest
from lxml import etree

from generator.text.printer import Printer
from generator.word.compiler import compile_template
from generator.word.names import W
from generator.word.render import render, template_environment
from generator.word.shapes.columns import FITTED, fit_columns
from tests.support.docx import body, p, package_of, table, texts
from tests.support.filling import DATA, cell, filled, grid, messages, refused, row

EACH = ("{%tc for r in rows %}", "{{ r.name }}", "{%tc endfor %}")

EACH_OF_THREE = ("1", "2", "3")


def shape(data: bytes) -> tuple[list[int], list[list[str]]]:
    """The grid of the only table, and the texts of its rows, behind them what is left free."""
    (found,) = body(data).iter(f"{W}tbl")
    rows = []
    for one in found.iter(f"{W}tr"):
        cells = ["".join(text.text or "" for text in inner.iter(f"{W}t")) for inner in one.iter(f"{W}tc")]
        free = one.find(f"{W}trPr/{W}gridAfter")
        rows.append(cells if free is None else [*cells, f">{free.get(f'{W}val')}"])
    return [int(str(column.get(f"{W}w"))) for column in found.iter(f"{W}gridCol")], rows


def test_columns_follow_a_loop(printer: Printer) -> None:
    data = filled(printer, table(("标", *EACH), ("行", "{%tc for r in rows %}", "{{ r.n }}", "{%tc endfor %}")))
    assert shape(data) == ([1000] * 4, [["标", "甲", "乙", "丙"], ["行", "1", "2", "3"]])


@pytest.mark.parametrize(
    ("rows", "made"),
    [
        ((("标", *EACH),), [["标"]]),
        ((EACH, ("a", "b")), [["a", "b"]]),
        ((EACH, EACH), None),
        ((("标", *EACH), ("a", "b", "c")), [["标", ">2"], ["a", "b", "c"]]),
    ],
)
def test_a_loop_over_nothing_leaves_no_row_without_cells(
    printer: Printer, rows: tuple[tuple[str, ...], ...], made: list[list[str]] | None
) -> None:
    data = filled(printer, table(*rows) + p("后"), DATA | {"rows": []})
    if made is None:
        assert texts(data) == ["后"]
    else:
        assert shape(data)[1] == made


def test_rows_of_different_lengths_leave_columns_free(printer: Printer) -> None:
    rows = table(
        ("{%tr for r in ragged %}", "", ""),
        ("{%tc for c in r %}", "{{ loop.index }}:{{ c }}", "{%tc endfor %}"),
        ("{%tr endfor %}", "", ""),
    )
    data = filled(printer, rows, {"ragged": [[1, 2, 3], [4]]})
    assert shape(data) == ([1000] * 3, [["1:1", "2:2", "3:3"], ["1:4", ">2"]])


def test_conditions_and_loops_nest_between_cells(printer: Printer) -> None:
    one = ("{%tc if year == 1 %}", "一", "{%tc elif year == 2023 %}", "二", "{%tc else %}", "三", "{%tc endif %}")
    assert shape(filled(printer, table(one)))[1] == [["二"]]
    nested = ("{%tc for g in gs %}", "{%tc for x in g %}", "{{ x }}", "{%tc endfor %}", "{%tc endfor %}")
    assert shape(filled(printer, table(nested), {"gs": [[1, 2], [], [3]]}))[1] == [["1", "2", "3"]]


def test_a_table_stays_as_wide_as_it_was(printer: Printer) -> None:
    """The widths of cells follow; those of columns that the loop makes are in proportion."""
    cells = [
        cell(p(words)).replace('w:w="1000"', f'w:w="{width}"')
        for words, width in zip(("标", *EACH), (4000, 10, 3000, 10), strict=True)
    ]
    source = grid(f"<w:tr>{''.join(cells)}</w:tr>", columns=1).replace("<w:gridCol/>", '<w:gridCol w:w="9000"/>')
    data = filled(printer, source)
    widths = [int(str(one.get(f"{W}w"))) for one in body(data).iter(f"{W}tcW")]
    assert shape(data)[0] == widths and sum(widths) == 9000
    assert widths[1:] == [widths[1]] * 3 and widths[0] == pytest.approx(widths[1] * 4 / 3, abs=2)


def test_columns_without_widths_get_some(printer: Printer) -> None:
    bare = "".join(f"<w:tc>{p(words)}</w:tc>" for words in EACH)
    assert shape(filled(printer, grid(f"<w:tr>{bare}</w:tr>", columns=3)))[0] == [1000] * 3


def test_a_note_takes_its_cell_along(printer: Printer) -> None:
    data = filled(printer, table(("{#tr 整行 #}", "不印"), ("a", "{#tc 说明 #}")))
    assert shape(data) == ([2000], [["a"]])


def test_a_row_that_is_short_keeps_its_own_properties(printer: Printer) -> None:
    own = '<w:trPr><w:cnfStyle w:val="000000000000"/><w:gridAfter w:val="1"/><w:tblHeader/></w:trPr>'
    short = row(p("a")).replace("<w:tr>", f'<w:tr><w:tblPrEx><w:jc w:val="center"/></w:tblPrEx>{own}')
    bare = row(p("b")).replace("<w:tr>", '<w:tr><w:tblPrEx><w:jc w:val="center"/></w:tblPrEx>')
    data = filled(printer, grid(short, bare, row(*map(p, EACH)), columns=2))
    names = [[str(item.tag).removeprefix(W) for item in one] for one in body(data).iter(f"{W}trPr")]
    assert names == [["cnfStyle", "gridAfter", "wAfter", "tblHeader"], ["gridAfter", "wAfter"]]


def test_more_columns_than_word_opens_are_refused(printer: Printer) -> None:
    compiled, _ = compile_template(package_of(table(EACH)), "t.docx", template_environment(printer))
    assert compiled is not None
    rows = [{"name": "甲"}] * 64
    data, (problem,) = render(compiled, template_environment(printer), {"rows": rows}, "", "", "", {})
    assert data is None and problem.place.excerpt == "{%tc for r in rows %}"
    assert problem.message == "{%tc for r in rows %}：表有 64 列，Word 最多打开 63 列" and "{%tr for" in problem.remedy


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([("{% colspan 2 %}A", "B", "C"), EACH_OF_THREE], "「A B C」这一行有 4 列，表只有 3 列"),
        ([("{% colspan year - 2018 %}A", "B"), EACH_OF_THREE], "「A B」这一行有 5 列，表只有 3 列"),
        ([("{% colspan 2 %}A", "B"), EACH_OF_THREE], ""),
        ([("{% colspan 3 %}A",), EACH_OF_THREE], ""),
        ([("{% colspan 4 %}A",), ("{%tc for r in rows %}", "a", "{%tc endfor %}")], ""),
    ],
)
def test_a_row_that_spans_more_columns_than_its_table_has_is_refused(
    printer: Printer, rows: list[tuple[str, ...]], fault: str
) -> None:
    compiled, _ = compile_template(package_of(table(*rows)), "t.docx", template_environment(printer))
    assert compiled is not None
    data, problems = render(compiled, template_environment(printer), {"year": 2022, "rows": [1]}, "", "", "", {})
    assert [problem.message.partition("：")[2] for problem in problems] == ([fault] if fault else [])
    assert (data is None) == bool(fault)
    assert all(problem.place.excerpt.startswith("{% colspan") for problem in problems)


def test_other_tables_are_left_as_they_are() -> None:
    source = grid(row(p("a")), columns=3)
    root = etree.fromstring(package_of(source)["word/document.xml"])
    before = etree.tostring(root)
    assert fit_columns(root) == [] and etree.tostring(root) == before
    assert FITTED not in before.decode()


@pytest.mark.parametrize(
    ("source", "message", "remedy"),
    [
        (p("{%tc if yes %}"), "{%tc if yes %} 不在表格的单元格里", "表格以外用 {%p … %}"),
        (table(("{%tc if yes %}", "x")), "{%tc if yes %} 没有结束", "在同一行后面另用一格写 {%tc endif %}"),
        (table(("{%tc if yes %}甲", "{%tc endif %}")), "{%tc if yes %} 要独占一格", "把「甲」移出去"),
        (
            table(("{%tc if yes %}",), ("{%tc endif %}",)),
            "{%tc if yes %} 和 {%tc endif %} 不在同一处",
            "{%tc … %} 成对的标记放在同一行的格里",
        ),
        (table(("{{tc unit }}",)), "{{tc unit }} 不能印成表格的格", "印在一格里的写 {{ unit }}"),
        (table(("{{tr unit }}",)), "{{tr unit }} 不能印成表格的行", "印在一格里的写 {{ unit }}"),
    ],
)
def test_a_tag_that_cannot_work_is_refused(printer: Printer, source: str, message: str, remedy: str) -> None:
    (told, advice, excerpt), *_ = messages(refused(printer, source))
    assert told == message and advice.startswith(remedy) and excerpt
