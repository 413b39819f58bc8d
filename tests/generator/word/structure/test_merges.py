"""Cells that merge while a value stays the same, wherever their table and they themselves stand."""

from __future__ import annotations

import re

import pytest

from generator.text.printer import Printer
from generator.word.names import W
from tests.support.docx import body, p, table
from tests.support.filling import DATA, cell, control, filled, grid, messages, par, pict, refused, row, run, text
from tests.support.parts import cells, faultless, part, told

FOR_ROWS, END = row(p("{%tr for r in rows %}"), p("")), row(p("{%tr endfor %}"), p(""))
VM = row(p("{% vm r.g %}{{ r.g }}"), p("{{ r.name }}"))
ON, OFF = "restart", "continue"


def column(data: bytes, number: int = 0) -> list[tuple[str, str]]:
    """The text and merge of the cells of a column."""
    found = []
    for one in body(data).iter(f"{W}tr"):
        inner = [*one.iter(f"{W}tc")][number]
        merge = inner.find(f"{W}tcPr/{W}vMerge")
        state = "" if merge is None else str(merge.get(f"{W}val"))
        found.append(("".join(part.text or "" for part in inner.iter(f"{W}t")), state))
    return found


WHOLE = [("组一", ON), ("", OFF), ("组二", ON)]


@pytest.mark.parametrize(
    "merged",
    [
        row(control(p("{% vm r.g %}{{ r.g }}")), p("{{ r.name }}")),
        f"<w:tr>{control(cell(p('{% vm r.g %}{{ r.g }}')))}{cell(p('{{ r.name }}'))}</w:tr>",
        control(VM),
        row(par(control(run("<w:t>{% vm r.g %}{{ r.g }}</w:t>"))), p("{{ r.name }}")),
    ],
    ids=["block", "cell", "row", "run"],
)
def test_cells_in_content_controls_merge(printer: Printer, merged: str) -> None:
    assert column(filled(printer, grid(FOR_ROWS, merged, END))) == WHOLE


def test_cells_of_a_table_in_a_text_box_merge(printer: Printer) -> None:
    assert column(filled(printer, par(run(pict(grid(FOR_ROWS, VM, END) + p("")))))) == WHOLE


def test_a_row_without_a_merged_cell_ends_the_merge(printer: Printer) -> None:
    total = row(p("小计"), p("x"))
    data = filled(
        printer, grid(FOR_ROWS, VM, END, total, FOR_ROWS, VM, END), DATA | {"rows": [{"g": "组一", "name": "甲"}]}
    )
    assert column(data) == [("组一", ON), ("小计", ""), ("组一", ON)]
    assert column(filled(printer, grid(FOR_ROWS, VM, row(p("x"), p("")), END))) == [
        pair for label in ("组一", "组一", "组二") for pair in ((label, ON), ("x", ""))
    ]


def test_rows_with_other_merged_cells_end_the_merge_of_the_rest(printer: Printer) -> None:
    other = row(p("x"), p("{% vm r.g %}{{ r.g }}"))
    data = filled(printer, grid(FOR_ROWS, VM, other, END))
    assert column(data) == [pair for label in ("组一", "组一", "组二") for pair in ((label, ON), ("x", ""))]
    assert [state for _, state in column(data, 1)] == ["", ON] * 3


def test_cells_merge_where_they_take_the_same_columns_only(printer: Printer) -> None:
    wide = "<w:tr>" + cell(p("{% vm r.g %}{{ r.g }}"), '<w:gridSpan w:val="2"/>') + "</w:tr>"
    data = filled(printer, grid(FOR_ROWS, VM, wide, END))
    assert column(data) == [(label, ON) for label in ("组一", "组一", "组一", "组一", "组二", "组二")]
    again = filled(printer, grid(FOR_ROWS, VM, VM, END))
    assert [state for _, state in column(again)] == [ON, OFF, OFF, OFF, ON, OFF]


def test_a_right_cell_splits_with_the_left(printer: Printer) -> None:
    both = row(p("{% vm r.a %}{{ r.a }}"), p("{% vm r.b %}{{ r.b }}"))
    rows = [{"a": a, "b": b} for a, b in (("甲", "x"), ("甲", "x"), ("乙", "x"), ("乙", ""), ("", ""), (" ", ""))]
    data = filled(printer, grid(FOR_ROWS, both, END), DATA | {"rows": rows})
    assert column(data) == [("甲", ON), ("", OFF), ("乙", ON), ("", OFF), ("", ON), (" ", ON)]
    assert [state for _, state in column(data, 1)] == [ON, OFF, ON, ON, ON, ON]


def test_the_label_of_a_group_stands_in_its_first_printed_row(printer: Printer) -> None:
    only, fi = row(p("{%tr if r.n > 1 %}"), p("")), row(p("{%tr endif %}"), p(""))
    assert column(filled(printer, grid(FOR_ROWS, only, VM, fi, END))) == [("组一", ON), ("组二", ON)]


def test_merges_go_neither_from_table_to_table_nor_into_a_nested_one(printer: Printer) -> None:
    table = grid(FOR_ROWS, VM, END)
    one = DATA | {"rows": [{"g": "组一", "name": "甲"}]}
    assert column(filled(printer, table + p("") + table, one)) == [("组一", ON), ("组一", ON)]
    outer = row(p("{% vm r.g %}{{ r.g }}"), grid(row(p("{% vm r.name %}{{ r.name }}"), p(""))) + p(""))
    data = filled(printer, grid(FOR_ROWS, outer, END))
    tables = [*body(data).iter(f"{W}tbl")]
    outer_cells = [one.find(f"{W}tc/{W}tcPr/{W}vMerge") for one in tables[0].iterchildren(f"{W}tr")]
    assert [item.get(f"{W}val") for item in outer_cells if item is not None] == [ON, OFF, ON]
    assert [item.get(f"{W}val") for table in tables[1:] for item in table.iter(f"{W}vMerge")] == [ON] * 3


def test_a_merge_outside_of_cells_and_two_in_one_are_refused(printer: Printer) -> None:
    assert messages(refused(printer, p("{% vm unit %}甲"))) == [
        ("{% vm unit %} 不在表格的单元格里", "写在要合并的单元格里", "{% vm unit %}甲")
    ]
    (problem,) = refused(printer, grid(row(p("{% vm unit %}{% vm year %}"), p(""))))
    assert (problem.message, problem.remedy) == ("一个单元格里有两个 vm", "只留一个")


MERGED = '{% if _first %}<w:vMerge w:val="restart"/>{% else %}<w:vMerge w:val="continue"/>{% endif %}'
FIRST, LATER = "{% if _first %}", "{% else %}<w:p>¶</w:p>{% endif %}"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            cells((f'<w:tcPr><w:tcW w:w="1"/><w:gridSpan w:val="2"/><w:vMerge/><w:shd/></w:tcPr> {p("{% vm a %}甲")} ', p("{% vm b %}乙"), p("丙"))),
            "<w:tbl>{% set _first = _merge(1, none) %}{% set _first = _merge(2, none) %}<w:tr>"
            f'<w:tc><w:tcPr><w:tcW w:w="1"/><w:gridSpan w:val="2"/>{{% set _first = _merge(1, [a]) %}}{MERGED}<w:shd/></w:tcPr> {FIRST}‹甲› {LATER}</w:tc>'
            f"<w:tc><w:tcPr>{{% set _first = _merge(2, [a, b]) %}}{MERGED}</w:tcPr>{FIRST}‹乙›{LATER}</w:tc><w:tc>‹丙›</w:tc></w:tr></w:tbl>",
        ),
        (
            cells((p("{% vm a %}甲") + p("又"),), (p("乙"), p("{% vm b %}{{ b }}"))),
            "<w:tbl>{% set _first = _merge(1, none) %}{% set _first = _merge(2, none) %}{% set _first = _merge(2, none) %}<w:tr>"
            f"<w:tc><w:tcPr>{{% set _first = _merge(1, [a]) %}}{MERGED}</w:tcPr>{FIRST}‹甲›‹又›{LATER}</w:tc></w:tr>"
            f"{{% set _first = _merge(1, none) %}}<w:tr><w:tc>‹乙›</w:tc><w:tc><w:tcPr>{{% set _first = _merge(2, [b]) %}}{MERGED}</w:tcPr>{FIRST}‹{{{{ b }}}}›{LATER}</w:tc></w:tr></w:tbl>",
        ),
    ],
    ids=["merges nest", "merges by row"],
)  # fmt: skip
def test_a_merge_becomes_jinja_and_all_else_stays(body: str, expected: str) -> None:
    assert faultless(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (cells((p("{% vm %}甲"),)), [("{% vm %}甲", "{% vm %} 没有写按哪个值合并", "写成 {% vm row.level1 %} 这样，值相同的上下格才合并")]),
        (cells(tuple(p(f"{{% vm a{number} %}}") for number in range(31))), [("{% vm a30 %}", "一行里用 vm 合并的单元格超过 30 个", "只合并需要合并的列")]),
        (cells(tuple(p(f"{{% vm a{number} %}}") for number in range(30))), []),
    ],
)  # fmt: skip
def test_a_merge_that_is_not_whole_is_told_with_what_to_do(body: str, expected: list[tuple[str, str, str]]) -> None:
    assert told(body) == expected


@pytest.mark.parametrize("tag", ["{% vm %}", "{%vm  %}"])
def test_a_merge_outside_of_loops_must_name_its_value(tag: str) -> None:
    made = part(table((f"{tag}{{{{ unit }}}}", "乙")))
    made.source()
    (problem,) = made.problems
    assert (problem.code, problem.place.excerpt) == ("TEMPLATE-TAG", f"{tag}{{{{ unit }}}}")
    assert problem.message == f"{tag} 没有写按哪个值合并"


def test_the_columns_of_all_tables_have_numbers_of_their_own() -> None:
    table = cells((p("{% vm a %}"), p("{% vm b %}")))
    source = faultless(table + p("") + table + p("") + cells((p("甲"),)) + table)
    numbers = [int(number) for number in re.findall(r"_merge\((\d+), \[", source)]
    assert numbers == [1, 2, 3, 4, 5, 6]
    assert [int(number) for number in re.findall(r"_merge\((\d+), none\)", source)] == numbers


def rows(*tags: str) -> str:
    """Rows with a tag each."""
    return "".join(row(p(tag), p("")) for tag in tags)


def loops(inner: str, *begins: str) -> str:
    """Rows within loops over rows, the outermost first."""
    return grid(rows(*(f"{{%tr {begin} %}}" for begin in begins)), inner, rows(*["{%tr endfor %}"] * len(begins)))


GROUPS = {
    "gs": [
        {"n": "一", "bs": [{"n": "甲", "a": [1, 2]}, {"n": "乙", "a": [3]}]},
        {"n": "一", "bs": [{"n": "甲", "a": [4]}]},
    ]
}
NESTED = ("for g in gs", "for b in g.bs", "for x in b.a")


def test_a_cell_without_a_value_merges_the_rows_of_its_loop(printer: Printer) -> None:
    """As docxtpl has it: what it holds stands in the first row that is printed."""
    assert column(filled(printer, loops(row(p("{% vm %}类"), p("{{ r.n }}")), "for r in rows"))) == [
        ("类", ON),
        ("", OFF),
        ("", OFF),
    ]
    only = rows("{%tr if r.n > 1 %}") + row(p("{% vm %}类"), p("{{ r.n }}")) + rows("{%tr endif %}")
    assert column(filled(printer, loops(only, "for r in rows"))) == [("类", ON), ("", OFF)]


def test_a_cell_without_a_value_merges_what_it_tells_of(printer: Printer) -> None:
    """To any depth, where docxtpl splits an outer group at each inner one."""
    inner = row(p("{% vm %}{{ g.n }}"), p("{% vm %}{{ b.n }}"))
    data = filled(printer, loops(inner, *NESTED), GROUPS)
    assert column(data) == [("一", ON), ("", OFF), ("", OFF), ("一", ON)]
    assert column(data, 1) == [("甲", ON), ("", OFF), ("乙", ON), ("甲", ON)]
    fixed = filled(printer, loops(row(p("{% vm %}组"), p("{% vm b.n %}{{ b.n }}")), *NESTED), GROUPS)
    assert column(fixed) == [("组", ON), ("", OFF), ("组", ON), ("组", ON)]
    assert column(fixed, 1) == [("甲", ON), ("", OFF), ("乙", ON), ("甲", ON)]


def test_a_right_cell_with_a_value_splits_with_one_without(printer: Printer) -> None:
    inner = row(p("{% vm %}{{ g.n }}"), p("{% vm g.n %}{{ g.n }}"))
    data = filled(printer, loops(inner, *NESTED), GROUPS)
    assert [state for _, state in column(data)] == [state for _, state in column(data, 1)] == [ON, OFF, OFF, ON]


def test_rows_between_and_rows_of_other_words_end_a_merge_without_a_value(printer: Printer) -> None:
    total = row(p("{% vm %}{{ b.n }}"), p("{{ x }}")) + rows("{%tr endfor %}") + row(p("小计"), p("x"))
    source = grid(
        rows("{%tr for g in gs %}", "{%tr for b in g.bs %}", "{%tr for x in b.a %}"), total, rows("{%tr endfor %}") * 2
    )
    assert [text for text, _ in column(filled(printer, source, GROUPS))] == [
        "甲",
        "",
        "小计",
        "乙",
        "小计",
        "甲",
        "小计",
    ]
    two = row(p("{% vm %}甲{{ r.n }}"), p("")) + row(p("{% vm %}乙"), p(""))
    assert column(filled(printer, loops(two, "for r in rows"))) == [
        ("甲1", ON),
        ("乙", ON),
        ("甲2", ON),
        ("乙", ON),
        ("甲3", ON),
        ("乙", ON),
    ]
    choice = rows("{%tr if loop.first %}") + row(p("{% vm %}类"), p("首")) + rows("{%tr else %}")
    choice += row(p("{% vm %}类"), p("后")) + rows("{%tr endif %}")
    assert [state for _, state in column(filled(printer, loops(choice, "for r in rows")))] == [ON, OFF, OFF]


@pytest.mark.parametrize("value", ["r.k", ""])
def test_a_cell_behind_columns_merges_where_it_stands_in_the_same_one(printer: Printer, value: str) -> None:
    """What stands in another column would vanish with the text of the cell."""
    tags = ("{%tc for c in r.c %}", "{{ c }}", "{%tc endfor %}")
    source = loops(row(*map(p, tags), p(f"{{% vm {value} %}}尾")), "for r in ragged")
    data = filled(printer, source, {"ragged": [{"c": [1, 2], "k": 1}, {"c": [3, 4], "k": 1}, {"c": [5], "k": 1}]})
    assert [column(data, -1)[number] for number in range(3)] == [("尾", ON), ("", OFF), ("尾", ON)]


@pytest.mark.parametrize(
    ("inner", "message", "remedy"),
    [
        (("{%tc for c in rows %}", "{% vm %}甲", "{%tc endfor %}"), "{% vm %} 在 {%tc … %} 的循环、条件里", "vm 写在"),
        (("{%tc if r.n %}", "{% vm r.g %}甲", "{%tc endif %}"), "{% vm r.g %} 在 {%tc … %} 的循环、条件里", "vm 写在"),
        (
            (
                "{%tc for a in rows %}",
                "{%tc for b in a %}",
                "{{ b }}",
                "{%tc endfor %}",
                "{%tc endfor %}",
                "{% vm r.g %}",
            ),
            "{% vm r.g %} 的左边有几列，随 {%tc … %} 里的内容变，看不出它在第几列",
            "把合并的列放在 {%tc … %} 的左边",
        ),
        (("{% if r.n %}{% vm %}甲{% endif %}",), "{% vm %} 在单元格里的条件、循环里", "移到条件、循环外面"),
    ],
)
def test_a_merge_that_cannot_work_is_refused(
    printer: Printer, inner: tuple[str, ...], message: str, remedy: str
) -> None:
    ((told, advice, excerpt),) = messages(refused(printer, loops(row(*map(p, inner)), "for r in rows")))
    assert told == message and advice.startswith(remedy) and excerpt


def test_a_merge_with_a_value_may_stand_in_a_condition_of_its_cell(printer: Printer) -> None:
    inner = row(p("{% if r.n %}{% vm r.g %}{{ r.g }}{% endif %}"), p(""))
    assert column(filled(printer, loops(inner, "for r in rows"))) == WHOLE


def test_two_rows_of_a_turn_with_the_same_words_are_refused(printer: Printer) -> None:
    """The words of the second turn would vanish in the merge."""
    both = row(p("{% vm %}{{ r.g }}"), p("1")) + row(p("{% vm %}{{ r.g }}"), p("2"))
    ((message, remedy, _),) = messages(refused(printer, loops(both, "for r in rows")))
    assert message == "一次循环里有两行写了同样的 {% vm %}，后一行的内容会没有"
    assert remedy == "按值合并：写成 {% vm r.名称 %} 这样"


BETWEEN = [
    ("{%tr if r.n %}", "{%tr endif %}"),
    ("{%tr if r.n %}", "{%tr elif r.g %}", "{%tr endif %}"),
    ("{%tr if r.n %}", "{%tr else %}", "{%tr endif %}"),
    ("{%tr for x in r %}", "{%tr endfor %}"),
    ("{%tr for x in r %}", "{%tr if x %}", "{%tr endif %}", "{%tr endfor %}"),
]


@pytest.mark.parametrize("tags", BETWEEN)
def test_rows_before_and_behind_a_condition_or_loop_are_of_one_turn(printer: Printer, tags: tuple[str, ...]) -> None:
    same = row(p("{% vm %}类"), p("1"))
    between = "".join(rows(tag) + row(p("x"), p("")) for tag in tags[:-1]) + rows(tags[-1])
    ((message, *_),) = messages(refused(printer, loops(same + between + same, "for r in rows")))
    assert message == "一次循环里有两行写了同样的 {% vm %}，后一行的内容会没有"


def test_rows_of_which_only_one_is_printed_may_have_the_same_words(printer: Printer) -> None:
    same = row(p("{% vm %}类"), p("{{ r.n }}"))
    choice = rows("{%tr if r.n == 1 %}") + same + rows("{%tr elif r.n == 2 %}") + same + rows("{%tr else %}") + same
    data = filled(printer, loops(choice + rows("{%tr endif %}"), "for r in rows"))
    assert column(data) == [("类", ON), ("", OFF), ("", OFF)]


def test_a_row_behind_an_inner_loop_merges_the_rows_of_the_outer(printer: Printer) -> None:
    inner = rows("{%tr for x in g.xs %}") + row(p("x"), p("")) + rows("{%tr endfor %}")
    source = loops(inner + row(p("{% vm %}类"), p("{{ g.n }}")), "for g in gs")
    data = {"gs": [{"n": 1, "xs": []}, {"n": 2, "xs": []}, {"n": 3, "xs": [1]}, {"n": 4, "xs": []}]}
    assert column(filled(printer, source, data)) == [("类", ON), ("", OFF), ("x", ""), ("类", ON), ("", OFF)]


def test_behind_all_loops_a_merge_must_name_its_value(printer: Printer) -> None:
    source = grid(FOR_ROWS, row(p("甲"), p("")), END, row(p("{% vm %}乙"), p("")))
    assert [message for message, *_ in messages(refused(printer, source))] == ["{% vm %} 没有写按哪个值合并"]


def test_ends_without_a_beginning_are_told_beside_a_merge(printer: Printer) -> None:
    source = loops(rows("{%tr endif %}", "{%tr endif %}") + row(p("{% vm %}类"), p("")), "for r in rows")
    assert {excerpt for *_, excerpt in messages(refused(printer, source))} >= {"{%tr endif %}"}


@pytest.mark.parametrize("value", [0, 1, "0", "1"])
def test_a_value_is_not_taken_for_the_words_of_a_cell_without_one(printer: Printer, value: object) -> None:
    both = row(p("{% vm %}类"), p("")) + row(p("{% vm r.v %}{{ r.v }}"), p(""))
    data = filled(printer, loops(both, "for r in vs"), {"vs": [{"v": value}, {"v": value}]})
    assert column(data) == [("类", ON), (str(value), ON)] * 2


def test_what_is_only_coloured_by_its_row_splits_no_merge(printer: Printer) -> None:
    coloured = p('{% cellbg "FF0000" if r.n > 1 else "00FF00" %}甲')
    data = filled(printer, loops(row(coloured, p("{% vm r.g %}{{ r.g }}")), "for r in rows"))
    assert column(data, 1) == WHOLE


@pytest.mark.parametrize(
    ("condition", "states"),
    [
        (("{%tc if r.n == 1 %}", "甲", "{%tc endif %}"), [ON, ON, ON]),
        (("{%tc if r.n > 1 %}", "甲", "{%tc elif r.n == 2 %}", "乙", "{%tc endif %}"), [ON, ON, ON]),
        (("{%tc if r.n > 0 %}", "甲", "{%tc else %}", "乙", "{%tc endif %}"), [ON, OFF, ON]),
        (("{%tc if r.g %}", "甲", "{%tc endif %}", "{%tc for x in r.xs %}", "甲", "{%tc endfor %}"), [ON, OFF, ON]),
    ],
)
def test_a_cell_behind_conditions_merges_while_these_come_out_the_same(
    printer: Printer, condition: tuple[str, ...], states: list[str]
) -> None:
    data = {"rows": [{"g": g, "n": n, "xs": [1]} for g, n in (("组一", 1), ("组一", 2), ("组二", 2))]}
    source = loops(row(*map(p, condition), p("{% vm r.g %}{{ r.g }}")), "for r in rows")
    assert [state for _, state in column(filled(printer, source, data), -1)] == states


LEFT = "{% vm r.g %} 的左边有几列，随 {%tc … %} 里的内容变，看不出它在第几列"
NO_END = ("{%tc endfor %}", "{%tc endfor %}")


@pytest.mark.parametrize(
    "left",
    [
        ("{%tc for a in rows %}", "{{ a }}", "{%tc endfor %}", "{%tc for a in rows %}", "{%tc for b in a %}", "{{ b }}", *NO_END),
        ("{%tc if r.n %}", "甲", "{%tc endif %}", "{%tc for a in rows %}", "{%tc if a %}", "{{ a }}", "{%tc endif %}", "{%tc endfor %}"),
        ("{%tc for a in rows if a.n %}", "{{ a }}", "{%tc endfor %}"),
        ("{%tc for a in rows %}", "{% colspan a.n %}甲", "{%tc endfor %}"),
        ("{%tc if r.n %}", "{% colspan r.n %}甲", "{%tc endif %}"),
        ("{%tc for a in rows %}", "{% colspan a.n %}甲", "{%tc endfor %}", "{% colspan 2 %}乙"),
    ],
)  # fmt: skip
def test_a_cell_of_which_no_one_can_say_in_which_column_it_stands_is_refused(
    printer: Printer, left: tuple[str, ...]
) -> None:
    ((message, remedy, excerpt),) = messages(
        refused(printer, loops(row(*map(p, (*left, "{% vm r.g %}"))), "for r in rows"))
    )
    assert (message, remedy, excerpt) == (LEFT, "把合并的列放在 {%tc … %} 的左边", "{% vm r.g %}")


def test_a_left_cell_with_a_value_goes_on_where_a_right_one_without_begins_anew(printer: Printer) -> None:
    inner = row(p("{% vm g.n %}{{ g.n }}"), p("{% vm %}{{ b.n }}"))
    data = filled(printer, loops(inner, *NESTED), GROUPS)
    assert [state for _, state in column(data)] == [ON, OFF, OFF, OFF]
    assert [state for _, state in column(data, 1)] == [ON, OFF, ON, ON]


def test_what_begins_in_a_cell_that_may_be_merged_away_ends_in_it(printer: Printer) -> None:
    begin, end = '<w:bookmarkStart w:id="3" w:name="标"/>', '<w:bookmarkEnd w:id="3"/>'
    source = loops(row(par(begin, text("{% vm r.g %}甲")), par(text("乙"), end)), "for r in rows")
    ((message, *_),) = messages(refused(printer, source))
    assert message.startswith("书签「标」")
