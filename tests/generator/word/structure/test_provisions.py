"""What a condition empties keeps the form that Word needs."""

from __future__ import annotations

import pytest

from generator.text.printer import Printer
from generator.word.compiler import compile_template
from generator.word.names import W
from generator.word.render import template_environment
from tests.support.anyone import template
from tests.support.docx import body, p, package_of, texts
from tests.support.filling import (
    DATA,
    FI,
    FOR,
    IF_NO,
    IF_YES,
    ROF,
    cell,
    control,
    filled,
    grid,
    mark,
    messages,
    par,
    refused,
    row,
    text_box,
)

OVER_NOTHING = p("{%p for r in row0 %}")
TR_FOR, TR_NO, TR_NOTHING = (
    row(p(tag), p("")) for tag in ("{%tr for r in rows %}", "{%tr if no %}", "{%tr for r in row0 %}")
)
TR_ROF, TR_FI = (row(p(tag), p("")) for tag in ("{%tr endfor %}", "{%tr endif %}"))
ONE = row(p("x"), p("y"))
EMPTY = "<w:p/>"


def tags(data: bytes, path: str = f"{W}tbl/{W}tr/{W}tc") -> list[list[str]]:
    """The blocks of each cell, or of whatever this path leads to."""
    found = []
    for container in body(data).findall(f".//{path}" if not path.startswith(f"{W}tbl") else path):
        found.append([str(item.tag).removeprefix(W) for item in container if not str(item.tag).endswith("Pr")])
    return found


def finished(printer: Printer, source: str) -> bool:
    """Whether a document of this template is looked through once it is filled."""
    compiled, problems = compile_template(package_of(source), "t.docx", template_environment(printer))
    assert compiled is not None, problems
    return bool(compiled.finishing.members)


@pytest.mark.parametrize(
    ("inner", "needs"),
    [
        (IF_NO + p("x", style="TableText") + FI, False),
        (IF_NO + p("x") + p("{%p elif no %}") + p("y", style="TableText") + FI, False),
        (OVER_NOTHING + p("x", style="TableText") + ROF, False),
        (p("{{p empty }}", style="TableText"), False),
        (IF_NO + p("x") + FI + IF_NO + p("x", style="TableText") + FI, True),
        (OVER_NOTHING + IF_YES + p("x", style="TableText") + FI + ROF, True),
        (IF_NO + p("x", style="TableText") + FI + OVER_NOTHING + ROF, True),
        (control(IF_NO + p("x", style="TableText") + FI), True),
        (control(p("{{p empty }}", style="TableText")), True),
        (IF_YES + IF_NO + p("x", style="TableText") + FI + FI, True),
    ],
)
def test_an_emptied_cell_keeps_one_paragraph_of_its_style(printer: Printer, inner: str, needs: bool) -> None:
    source = grid(row(inner, p("y")))
    data = filled(printer, source)
    first, _ = tags(data)
    assert [name for name in first if name not in ("sdt",)] in (["p"], [])
    paragraph = next(body(data).iter(f"{W}p"))
    assert ("".join(texts(data)), paragraph.find(f"{W}pPr/{W}pStyle").get(f"{W}val")) == ("y", "TableText")  # type: ignore[union-attr]
    assert finished(printer, source) is needs


@pytest.mark.parametrize(
    "inner",
    [
        p("x") + IF_NO + p("y") + FI,
        IF_NO + p("x") + p("{%p else %}") + p("y") + FI,
        p("x") + p("{{p empty }}"),
        IF_NO + p("x") + FI + p("y"),
        p("x") + FOR + p("{{ r.name }}") + ROF,
    ],
)
def test_a_cell_that_surely_ends_in_a_paragraph_needs_nothing(printer: Printer, inner: str) -> None:
    assert not finished(printer, grid(row(inner, p("y"))))
    filled(printer, grid(row(inner, p("y"))))


def test_a_cell_never_ends_in_a_table(printer: Printer) -> None:
    inner = IF_YES + p("说明") + FI + grid(ONE) + IF_NO + p("x") + FI
    data = filled(printer, grid(row(inner, p("y"))))
    assert tags(data)[0] == ["p", "tbl", "p"]


@pytest.mark.parametrize("begin", [TR_NOTHING, TR_NO])
def test_a_table_without_rows_goes_with_its_frame(printer: Printer, begin: str) -> None:
    end = TR_ROF if begin is TR_NOTHING else TR_FI
    table = grid(begin, ONE, end)
    assert tags(filled(printer, p("前") + table + p("后")), "tbl") == []
    assert [*body(filled(printer, p("前") + table + p("后"))).iter(f"{W}tbl")] == []
    nested = filled(printer, grid(row(table + p("后"), p("y"))))
    assert tags(nested)[0] == ["p"]
    alone = filled(printer, grid(row(IF_NO + p("x") + FI + table + IF_NO + p("x") + FI, p("y"))))
    assert tags(alone)[0] == ["p"]
    boxed = filled(printer, par(text_box(table + p("后"))))
    assert [[str(item.tag) for item in box] for box in body(boxed).iter(f"{W}txbxContent")] == [[f"{W}p"]] * 2


@pytest.mark.parametrize(
    ("rows", "left"),
    [
        (row(p("题"), p("头")) + TR_NOTHING + ONE + TR_ROF, 1),
        (row(p("题"), p("头")) + TR_NOTHING + ONE + TR_ROF + row(p("合计"), p("")), 2),
        (TR_FOR + ONE + TR_ROF, 3),
    ],
)
def test_other_rows_stay(printer: Printer, rows: str, left: int) -> None:
    assert len([*body(filled(printer, grid(rows))).iter(f"{W}tr")]) == left


def test_ends_of_ranges_in_an_emptied_table_stay(printer: Printer) -> None:
    table = grid('<w:bookmarkStart w:id="3" w:name="表"/>' + TR_NOTHING + ONE + TR_ROF + '<w:bookmarkEnd w:id="3"/>')
    data = filled(printer, p("前") + table)
    assert [str(item.tag).removeprefix(W) for item in body(data)] == ["p", "bookmarkStart", "bookmarkEnd", "sectPr"]


@pytest.mark.parametrize("level", ["block", "row"])
def test_an_emptied_content_control_goes(printer: Printer, level: str) -> None:
    block = p("前") + control(IF_NO + p("x") + FI)
    rows = grid(ONE, control(TR_NOTHING + ONE + TR_ROF))
    data = filled(printer, block if level == "block" else rows)
    assert [*body(data).iter(f"{W}sdt")] == []


@pytest.mark.parametrize(
    ("between", "count"),
    [
        (IF_NO + p("间隔") + FI, 1),
        (IF_YES + p("间隔") + FI, 1),
        (p("{{p empty }}"), 1),
        (IF_NO + p("x") + p("{%p elif no %}") + p("y") + FI, 1),
        (p("间隔") + IF_NO + p("x") + FI, 1),
        (IF_NO + p("x") + FI + mark("bookmark", "a", 1) + IF_NO + p("y") + FI, 1),
    ],
)
def test_tables_do_not_come_to_touch(printer: Printer, between: str, count: int) -> None:
    data = filled(printer, grid(ONE) + between + grid(ONE))
    found = [str(item.tag).removeprefix(W) for item in body(data) if "bookmark" not in str(item.tag)]
    assert found == ["tbl", *["p"] * count, "tbl", "sectPr"]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        (FOR + grid(ONE) + ROF, "tbl p tbl p tbl"),
        (FOR + grid(ONE) + p("x") + ROF, "tbl p tbl p tbl p"),
        (FOR + grid(ONE) + p("x") + grid(ONE) + ROF, "tbl p tbl p tbl p tbl p tbl p tbl"),
        (grid(ONE) + OVER_NOTHING + p("x") + ROF + IF_NO + grid(ONE) + FI + grid(ONE), "tbl p tbl"),
        (grid(ONE) + IF_YES + grid(ONE) + FI, "tbl p tbl"),
    ],
)
def test_copies_of_tables_do_not_touch(printer: Printer, source: str, found: str) -> None:
    data = filled(printer, source)
    assert " ".join(str(item.tag).removeprefix(W) for item in body(data)) == f"{found} sectPr"


def merged(state: str, words: str) -> str:
    value = ' w:val="restart"' if state == "restart" else ""
    return f"<w:tr>{cell(p(words), f'<w:vMerge{value}/>')}{cell(p('y'))}</w:tr>"


def test_a_merge_over_rows_of_which_none_is_printed_stays_whole(printer: Printer) -> None:
    rows = merged("restart", "题"), TR_NOTHING, merged("", ""), TR_ROF, merged("", "")
    data = filled(printer, grid(*rows))
    assert [item.get(f"{W}val") for item in body(data).iter(f"{W}vMerge")] == ["restart", None]
    assert not finished(printer, grid(*rows))


def test_a_merge_that_lost_a_row_between_begins_again(printer: Printer) -> None:
    rows = merged("restart", "题"), TR_FOR, ONE, TR_ROF, TR_NO, merged("", ""), TR_FI, IF_ROW, merged("", "z"), TR_FI
    data = filled(printer, grid(*rows), DATA | {"rows": []})
    assert [item.get(f"{W}val") for item in body(data).iter(f"{W}vMerge")] == ["restart", None]
    data = filled(printer, grid(*rows))
    assert [item.get(f"{W}val") for item in body(data).iter(f"{W}vMerge")] == ["restart", "restart"]


IF_ROW = row(p("{%tr if yes %}"), p(""))


def test_a_merge_that_its_author_drew_beside_its_beginning_stays() -> None:
    """As LibreOffice writes tables whose rows are not quite aligned; what goes with a row that is dropped does not."""
    span, begin = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>'
    drawn = f"<w:tr>{cell(p('甲'), span)}{cell(p('乙'), begin)}</w:tr>"
    drawn += f"<w:tr>{cell(p('a'))}{cell(p(''), span + '<w:vMerge/>')}</w:tr>"
    broken = merged("restart", "题"), TR_FOR, ONE, TR_ROF, TR_NO, merged("", ""), TR_FI, IF_ROW, merged("", "z"), TR_FI
    source = grid(drawn, columns=3) + p("之间") + grid(*broken)
    data, problems = template(source).fill(DATA)
    assert data is not None, problems
    assert [item.get(f"{W}val") for item in body(data).iter(f"{W}vMerge")] == ["restart", None, "restart", "restart"]
    assert body(data).xpath("//processing-instruction()") == []


def test_a_merge_whose_first_cell_may_go_without_the_others_is_refused(printer: Printer) -> None:
    rows = TR_NOTHING, merged("restart", "题"), TR_ROF, merged("", "")
    assert messages(refused(printer, grid(*rows))) == [
        (
            "合并的单元格第一格在 {%tr for r in row0 %} 里，下面的格在外面",
            "合并的各行都放在条件、循环里面，或者都放在外面；按值合并的写 {% vm 值 %}",
            "题",
        )
    ]


def test_a_merged_cell_that_is_emptied_keeps_a_paragraph(printer: Printer) -> None:
    inner = p("{% vm r.g %}") + IF_NO + p("x") + FI
    source = TR_FOR + row(IF_NO + p("{% vm r.g %}") + FI, p("{{ r.name }}")) + TR_ROF
    for rows in (source, TR_FOR + row(inner, p("y")) + TR_ROF):
        data = filled(printer, grid(rows))
        assert [item.get(f"{W}val") for item in body(data).iter(f"{W}vMerge")] == ["restart", "continue", "restart"]
        assert [cells[0] for cells in zip(tags(data)[::2], strict=True)] == [["p"]] * 3


def test_text_boxes_headers_and_notes_keep_a_paragraph(printer: Printer) -> None:
    data = filled(printer, par(text_box(IF_NO + p("x") + FI)))
    assert [[str(item.tag) for item in box] for box in body(data).iter(f"{W}txbxContent")] == [[f"{W}p"]] * 2
