"""What is said to differ between two snapshots: inputs, figures, problems, acceptances, sentences and rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.data.paths import Change
from generator.revisions.compare import (
    Passage,
    changed_inputs,
    compare,
    compare_documents,
    compare_lines,
    compare_texts,
    difference,
    moved_figures,
    pieces,
)
from generator.revisions.snapshot import Figure, Finding, Input, Snapshot
from generator.word.lines import DocumentCell, DocumentLine

TEXTS = st.text(st.sampled_from("甲乙丙。，12.5万元% \nab_"), max_size=30)


def inputs(**texts: str) -> dict[str, Input]:
    """Inputs in a file, each on the line after the one before; `__` in a name stands for a dot."""
    named = enumerate(texts.items(), start=1)
    return {name.replace("__", "."): Input(text, "reports/2022/a.yaml", line) for line, (name, text) in named}


def figure(exact: str, unit: str, printed: str, *by: str, derived: bool = True) -> Figure:
    return Figure("数", exact, unit, printed, derived, by)


def finding(code: str, at: str, line: int, message: str = "") -> Finding:
    return Finding(code, "警告", at, f"reports/2022/a.yaml:{line}:1", message)


def sides(change: Change) -> tuple[str, str | None, str | None]:
    return change.name, change.before, change.after


def inputs_changed(before: dict[str, Input], after: dict[str, Input]) -> list[tuple[str, str | None, str | None]]:
    return [sides(change) for change in changed_inputs(before, after)]


def text(line: str, level: int = 0) -> DocumentLine:
    return DocumentLine("word/document.xml", (DocumentCell(line, 0, 1),), in_table=False, table=0, level=level)


def row(*cells: str) -> DocumentLine:
    found = tuple(DocumentCell(cell, column, 1) for column, cell in enumerate(cells))
    return DocumentLine("word/document.xml", found, in_table=True, table=1, level=0)


def passages(before: Sequence[DocumentLine], after: Sequence[DocumentLine]) -> list[tuple[str | None, str | None]]:
    """What stood in each place and what stands there now."""
    found = compare_lines(before, after)
    return [(one.before.text if one.before else None, one.after.text if one.after else None) for one in found]


@pytest.mark.parametrize(
    ("before", "after", "more"),
    [
        (("21754", "元", "2.18万元"), ("22754", "元", "2.28万元"), "+0.10万元"),
        (("22754", "元", "2.28万元"), ("21754", "元", "2.18万元"), "-0.10万元"),
        (("100000000", "元", "1.00亿元"), ("250000000", "元", "2.50亿元"), "+1.50亿元"),
        (("100", "元", "100元"), ("98", "元", "98元"), "-2元"),
        (("9999", "元", "9999元"), ("20000", "元", "2.00万元"), "+1.00万元"),
        (("10877/15000", "%", "72.51%"), ("11377/15000", "%", "75.85%"), "+3.33个百分点"),
        (("29/4", "分", "7.25分"), ("7", "分", "7分"), "-0.25分"),
        (("10", "个", "10个"), ("11", "个", "11个"), "+1个"),
        (("45000", "人次", "4.5万人次"), ("46000", "人次", "4.6万人次"), "+0.1万人次"),
        (("9200", "元", "0.92万元"), ("9163", "元", "0.92万元"), "-0.004万元"),
        (("1/3", "元", "0.33元"), ("100001/300000", "元", "0.33元"), "+0.000003元"),
        (("3", "元", "3.00元"), ("3", "元", "3.0元"), ""),
        (("3", "元", "3元"), ("3", "个", "3个"), ""),
        (("", "元", "—"), ("3", "元", "3元"), ""),
        (("甲", "", "甲"), ("乙", "", "乙"), ""),
    ],
)
def test_the_difference_of_figures_is_told_in_the_scale_they_are_printed_in(
    before: tuple[str, str, str], after: tuple[str, str, str], more: str
) -> None:
    assert difference(figure(*before), figure(*after)) == more


def test_a_figure_that_came_or_went_has_no_difference() -> None:
    assert difference(None, figure("1", "元", "1元")) == difference(figure("1", "元", "1元"), None) == ""


@pytest.mark.parametrize(
    ("before", "after", "more"),
    [
        ("3万元", "3.2万元", "+0.2万元"),
        ("3万元", "32000元", "+0.2万元"),
        ("21754元", "22754元", "+1000元"),
        ("3万元", "30000元", ""),
        ("72.5%", "75%", "+2.5个百分点"),
        ("80.00", "81.50", "+1.5"),
        ("6次", "8次", "+2次"),
        ("≥90%", "≥95%", "+5个百分点"),
        ("≤3万元", "≤2.9999万元", "-0.0001万元"),
        ("3元", "3次", ""),
        ("提高", "稳步提高", ""),
        ("2022-01-25", "2022-01-26", ""),
    ],
)
def test_the_difference_of_inputs_is_told_where_both_are_quantities(before: str, after: str, more: str) -> None:
    [change] = changed_inputs(inputs(x=before), inputs(x=after))
    assert change.difference == more


def test_inputs_that_changed_came_and_went_are_told_in_the_order_of_the_file() -> None:
    before = inputs(a="1", gone="2", b="3", c="4", last="5")
    after = inputs(new="0", a="1", b="30", c="4")
    assert inputs_changed(before, after) == [
        ("new", None, "0"),
        ("gone", "2", None),
        ("b", "3", "30"),
        ("last", "5", None),
    ]


def test_inputs_in_another_order_have_not_changed() -> None:
    assert inputs_changed(inputs(a="1", b="2", c="3"), inputs(c="3", a="1", b="2")) == []


def test_an_input_is_where_it_stands_now_or_where_it_stood() -> None:
    before, after = inputs(gone="1", a="2"), inputs(new="0", x="0", a="3")
    places = {change.name: change.place for change in changed_inputs(before, after)}
    assert places | {"x": ""} == {
        "gone": "reports/2022/a.yaml:1",
        "new": "reports/2022/a.yaml:1",
        "x": "",
        "a": "reports/2022/a.yaml:3",
    }


def test_the_name_of_an_entry_that_came_or_went_is_not_told_beside_its_values() -> None:
    entry = inputs(items__差旅费__name="差旅费", items__差旅费__budget="1元")
    assert inputs_changed({}, entry) == [("items.差旅费.budget", None, "1元")]
    assert inputs_changed(entry, {}) == [("items.差旅费.budget", "1元", None)]


def test_the_name_of_a_report_or_another_title_is_told() -> None:
    assert inputs_changed(inputs(evaluation__name="甲"), inputs(evaluation__name="乙")) == [
        ("evaluation.name", "甲", "乙")
    ]
    assert inputs_changed({}, inputs(annex__title="附表")) == [("annex.title", None, "附表")]


def test_a_figure_moved_where_its_value_unit_or_print_did() -> None:
    old = {name: figure("1", "元", "1元") for name in ("same", "value", "unit", "print")}
    new = old | {
        "value": figure("2", "元", "1元"),
        "unit": figure("1", "个", "1元"),
        "print": figure("1", "元", "1.0元"),
    }
    found = moved_figures(Snapshot(figures=old), Snapshot(figures=new), [])
    assert [change.name for change in found] == ["value", "unit", "print"]


def test_a_figure_is_moved_by_those_of_its_inputs_that_changed() -> None:
    old = Snapshot(inputs=inputs(a="1元", b="2元"), figures={"sum": figure("3", "元", "3元", "a", "b")})
    new = Snapshot(inputs=inputs(a="1元", b="3元", c="1元"), figures={"sum": figure("5", "元", "5元", "a", "b", "c")})
    [change] = compare(old, new).figures
    assert change.by == ("b", "c")


def test_a_figure_that_is_nothing_but_an_input_is_not_told_twice() -> None:
    old, new = (
        Snapshot(inputs=inputs(a=text), figures={"a": figure(text[0], "元", text, "a", derived=False)})
        for text in ("1元", "2元")
    )
    found = compare(old, new)
    assert ([change.name for change in found.inputs], found.figures) == (["a"], ())
    [change] = moved_figures(old, new, found.inputs)
    assert change.typed


def test_a_typed_figure_that_moved_without_its_input_is_told() -> None:
    old, new = (Snapshot(figures={"a": figure("1", "元", text, "a", derived=False)}) for text in ("1.00元", "1.0元"))
    assert [change.name for change in compare(old, new).figures] == ["a"]


def test_where_no_figures_can_be_computed_none_has_moved() -> None:
    some = Snapshot(inputs=inputs(a="1"), figures={"a": figure("1", "元", "1元")})
    none = Snapshot(inputs=inputs(a="x"))
    for before, after in ((some, none), (none, some)):
        found = compare(before, after)
        assert (len(found.inputs), found.figures) == (1, ())


def test_problems_are_matched_by_code_and_input_though_lines_shift() -> None:
    old = Snapshot(problems=(finding("A", "x", 3, "差 1 元"), finding("A", "y", 4), finding("B", "x", 3)))
    new = Snapshot(problems=(finding("A", "x", 9, "差 2 元"), finding("A", "z", 4), finding("B", "x", 10)))
    found = compare(old, new)
    assert [(one.code, one.at) for one in found.new_problems] == [("A", "z")]
    assert [(one.code, one.at) for one in found.gone_problems] == [("A", "y")]


def test_a_second_problem_of_the_same_kind_at_the_same_input_is_new() -> None:
    old, new = (Snapshot(problems=tuple(finding("A", "x", line) for line in range(count))) for count in (1, 3))
    assert len(compare(old, new).new_problems) == 2 and compare(old, new).gone_problems == ()


def test_acceptances_that_came_went_or_changed_are_told_whole_and_not_as_inputs() -> None:
    def accepted(code: str, reason: str) -> dict[str, Input]:
        fields = {"code": code, "reason": reason, "by": "黄燕", "date": "2023-01-29"}
        return {f"accepted.{code}（甲）.{key}": Input(value, "a.yaml", 1) for key, value in fields.items()}

    old = Snapshot(inputs=accepted("A", "一") | accepted("B", "二") | accepted("S", "同"))
    new = Snapshot(inputs=accepted("A", "三") | accepted("C", "四") | accepted("S", "同"))
    found = compare(old, new)
    assert found.inputs == ()
    assert [sides(change) for change in found.accepted] == [
        ("A（甲）", "一（黄燕，2023-01-29）", "三（黄燕，2023-01-29）"),
        ("B（甲）", "二（黄燕，2023-01-29）", None),
        ("C（甲）", None, "四（黄燕，2023-01-29）"),
    ]


def test_what_units_typed_is_no_input_of_the_report_that_rolls_them_up() -> None:
    old, new = (
        Snapshot(inputs=inputs(units__east__a=text), figures={"sum": figure(text[0], "元", text, "units.east.a")})
        for text in ("1元", "2元")
    )
    found = compare(old, new)
    assert (found.inputs, found.figures[0].by) == ((), ("units.east.a",))


def test_a_report_that_is_new_or_gone_is_not_taken_apart() -> None:
    one = Snapshot(inputs=inputs(a="1"))
    for found in (compare(None, one), compare(one, None)):
        assert found and found.inputs == ()
    assert not compare(None, None)


def test_a_snapshot_does_not_differ_from_itself() -> None:
    whole = Snapshot(
        "某站",
        inputs(a="1元", accepted__A__reason="一"),
        {"a": figure("1", "元", "1元", "a")},
        (finding("A", "x", 1),),
        {"report.docx": (text("一。二。"), row("甲", "1"))},
    )
    assert not compare(whole, whole)


def test_documents_that_cannot_be_made_are_not_compared() -> None:
    made = Snapshot(documents={"report.docx": (text("一。"),)})
    assert not compare(made, Snapshot()).documents and not compare(Snapshot(), made).documents


def test_only_documents_that_changed_are_told() -> None:
    before = {"same.docx": [text("一。")], "a.docx": [text("一。")], "gone.docx": [text("三。")]}
    after = {"same.docx": [text("一。")], "a.docx": [text("二。")], "new.docx": [text("四。")]}
    assert [*compare_documents(before, after)] == ["a.docx", "gone.docx", "new.docx"]


def test_of_a_paragraph_only_the_sentences_that_changed_are_told() -> None:
    before = "支出2元。执行率72.51%！结余1元；下年再用？完。"
    after = "支出2元。执行率75.85%！结余1元；下年再用？完。"
    assert passages([text(before)], [text(after)]) == [("执行率72.51%！", "执行率75.85%！")]
    [passage] = compare_texts(before, after)
    assert passage.cells == ((("=", "执行率"), ("-", "72.51"), ("+", "75.85"), ("=", "%！")),)


def test_sentences_that_are_split_over_other_paragraphs_are_the_same() -> None:
    assert passages([text("一。二。"), text("三")], [text("一。"), text("二。\n三")]) == []


def test_sentences_are_paired_with_those_that_took_their_place() -> None:
    before = [text("全年支出2元。删去的话语。保留。")]
    after = [text("另外新添一段文字。全年支出3元。保留。")]
    assert passages(before, after) == [
        (None, "另外新添一段文字。"),
        ("全年支出2元。", "全年支出3元。"),
        ("删去的话语。", None),
    ]


def test_a_row_is_compared_cell_by_cell_with_the_one_of_the_same_name() -> None:
    before = [row("费", "1.00", "旧" * 20), row("办公费", "2.00", "旧")]
    after = [row("费", "9", "新" * 20), row("办公费", "2.00", "旧")]
    [found] = compare_lines(before, after)
    assert found.cells == (
        (("=", "费"),),
        (("-", "1.00"), ("+", "9")),
        (("-", "旧" * 20), ("+", "新" * 20)),
    )
    assert found.in_table


def test_a_new_row_before_a_changed_one_is_not_taken_for_it() -> None:
    before = [row("差旅费", "1.00", "旧")]
    after = [row("培训费", "7.00", "新"), row("差旅费", "9.99", "新")]
    assert passages(before, after) == [(None, "培训费 │ 7.00 │ 新"), ("差旅费 │ 1.00 │ 旧", "差旅费 │ 9.99 │ 新")]


def test_an_input_that_says_the_same_in_another_unit_moves_no_figure() -> None:
    old, new = (
        Snapshot(inputs=inputs(a=a, b=b), figures={"sum": figure(total, "元", f"{total}元", "a", "b")})
        for a, b, total in (("3.2万元", "1元", "32001"), ("32000元", "2元", "32002"))
    )
    found = compare(old, new)
    assert ([change.name for change in found.inputs], found.figures[0].by) == (["a", "b"], ("b",))


def test_another_upper_end_of_a_range_is_another_input() -> None:
    old, new = (
        Snapshot(inputs=inputs(a=a, b=b), figures={"sum": figure(total, "分", f"{total}分", "a", "b")})
        for a, b, total in (("90%—95%", "3.2万元", "4"), ("90%—96%", "32000元", "5"))
    )
    assert compare(old, new).figures[0].by == ("a",)


def test_a_moved_row_is_taken_out_and_put_in() -> None:
    rows = [row(name, "1") for name in ("差旅费", "培训费", "办公费", "维护费")]
    found = passages(rows, [rows[3], *rows[:3]])
    assert found == [(None, "维护费 │ 1"), ("维护费 │ 1", None)]


def test_a_sentence_is_no_row_and_a_row_of_other_cells_another_row() -> None:
    assert passages([text("差旅费1元")], [row("差旅费", "1元")]) == [(None, "差旅费 │ 1元"), ("差旅费1元", None)]
    assert passages([row("差旅费", "1")], [row("差旅费", "1", "2")]) == [
        (None, "差旅费 │ 1 │ 2"),
        ("差旅费 │ 1", None),
    ]


def test_a_passage_stands_under_its_heading() -> None:
    def document(one: str, other: str) -> list[DocumentLine]:
        return [text("开头的话"), text("一、情况", 1), text(one), text("（一）资金", 2), row("费", other)]

    found = [*compare_lines(document("甲。", "1"), document("乙。", "2"))]
    assert [(passage.heading, passage.in_table) for passage in found] == [
        ("一、情况", False),
        ("（一）资金", True),
    ]
    [passage] = compare_lines(document("甲。", "1"), [text("开始的话"), *document("甲。", "1")[1:]])
    assert passage.heading == ""


def test_a_heading_that_changed_does_not_stand_under_itself() -> None:
    [passage] = compare_lines([text("一、总体情况", 1), text("甲。")], [text("一、基本情况", 1), text("甲。")])
    assert (passage.heading, passage.cells[0][-1]) == ("", ("=", "情况"))


def test_what_was_taken_out_of_an_emptied_document_stands_under_its_own_heading() -> None:
    found = [*compare_lines([text("一、情况", 1), text("甲。")], [])]
    assert [passage.heading for passage in found] == ["", "一、情况"]


def test_figures_are_replaced_whole_and_words_character_by_character() -> None:
    assert [*pieces("支出21754元，较好", "支出22754元，更好")] == [
        ("=", "支出"),
        ("-", "21754"),
        ("+", "22754"),
        ("=", "元，"),
        ("-", "较"),
        ("+", "更"),
        ("=", "好"),
    ]


@given(TEXTS, TEXTS)
def test_the_pieces_make_up_both_texts(before: str, after: str) -> None:
    found = [*pieces(before, after)]
    assert "".join(text for kind, text in found if kind in "=-") == before
    assert "".join(text for kind, text in found if kind in "=+") == after
    assert all(text for _, text in found)


@given(st.lists(TEXTS, max_size=6), st.lists(TEXTS, max_size=6))
def test_every_sentence_that_differs_is_told_on_its_side(before: list[str], after: list[str]) -> None:
    found: list[Passage] = [*compare_lines([*map(text, before)], [*map(text, after)])]
    old, new = (
        [cell.text for line in lines for passage in compare_lines([], [text(line)]) for cell in passage.after.cells]  # type: ignore[union-attr]
        for lines in (before, after)
    )
    gone = Counter(passage.before.text for passage in found if passage.before)
    come = Counter(passage.after.text for passage in found if passage.after)
    assert gone <= Counter(old) and come <= Counter(new)
    assert Counter(old) - gone == Counter(new) - come
    assert all(passage.before != passage.after for passage in found)


def test_a_changed_heading_stands_under_the_one_before_it() -> None:
    before = [text("一、情况", 1), text("甲。"), text("二、资金", 1)]
    after = [*before[:2], text("二、资金情况", 1)]
    assert [passage.heading for passage in compare_lines(before, after)] == ["一、情况"]
