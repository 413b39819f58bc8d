"""Pairs are never halved by a condition or a loop."""

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
    field,
    filled,
    grid,
    mark,
    messages,
    par,
    refused,
    row,
    text,
)

BEGIN, RESULT, END = field(" REF tbl_a ", "见表")
START, STOP = '<w:bookmarkStart w:id="9" w:name="清单"/>', '<w:bookmarkEnd w:id="9"/>'


@pytest.mark.parametrize(
    ("source", "place"),
    [
        (IF_NO + par(text("前"), BEGIN) + FI + par(RESULT, END), "前"),
        (par(text("前"), BEGIN) + IF_NO + par(RESULT, END) + FI, "前"),
        (
            par(text("前"), BEGIN[: BEGIN.rindex("<w:r>")])
            + IF_NO
            + par(BEGIN[BEGIN.rindex("<w:r>") :], RESULT)
            + FI
            + par(END),
            "前",
        ),
        (par(text("前"), BEGIN) + FOR + par(RESULT, END) + ROF, "前"),
        (par(text("{% if no %}前"), BEGIN, text("{% endif %}"), RESULT, END), "{% if no %}前{% endif %}见表"),
    ],
    ids=["begin", "end", "separator", "loop", "inline"],
)
def test_a_field_is_in_a_branch_as_a_whole(printer: Printer, source: str, place: str) -> None:
    problems = messages(refused(printer, source))
    assert len(problems) == 1
    message, remedy, excerpt = problems[0]
    assert message.startswith("域「REF tbl_a」被 {%") and "截成两半" in message
    assert "把整个域都放在条件、循环里面，或者都放在外面" in remedy
    assert excerpt == place


def test_a_pair_without_words_around_is_told_at_its_tag(printer: Printer) -> None:
    ((message, _, excerpt),) = messages(refused(printer, IF_NO + par(START) + FI + par(STOP)))
    assert (message, excerpt) == ("书签「清单」被 {%p if no %} 截成两半", "{%p if no %}")


def test_a_whole_field_may_stand_in_a_branch_and_around_one(printer: Printer) -> None:
    whole = par(mark("bookmark", "tbl_a", 1), BEGIN, RESULT, END)
    assert texts(filled(printer, IF_NO + p("甲") + FI + whole)) == ["见表"]
    around = par(BEGIN, text("前")) + IF_YES + p("甲") + FI + par(END)
    assert texts(filled(printer, par(mark("bookmark", "tbl_a", 1)) + around)) == ["", "前", "甲", ""]


@pytest.mark.parametrize(
    "source",
    [
        IF_NO + par(START, text("前")) + FI + par(text("后"), STOP),
        par(START, text("前")) + IF_NO + par(text("后"), STOP) + FI,
        FOR + par(START, text("前")) + ROF + par(text("后"), STOP),
        IF_NO + START + p("前") + FI + p("后") + STOP,
        grid(
            row(p("{%tr if no %}"), p("")),
            row(par(START, text("前")), p("")),
            row(p("{%tr endif %}"), p("")),
            row(par(text("后"), STOP), p("")),
        ),
    ],
)
def test_a_bookmark_is_in_a_branch_as_a_whole(printer: Printer, source: str) -> None:
    ((message, remedy, place),) = messages(refused(printer, source))
    assert message.startswith("书签「清单」被 {%") and "开头在「前」" in message
    assert remedy == "把整个书签都放在条件、循环里面，或者都放在外面；不要的就删去"
    assert place == "前"


@pytest.mark.parametrize("name", ["_GoBack", "_Hlk123", "OLE_LINK1", "_Toc1"])
def test_a_bookmark_that_no_one_made_is_dropped_instead(printer: Printer, name: str) -> None:
    start = START.replace("清单", name)
    data = filled(printer, IF_YES + par(start, text("前")) + FI + par(text("后"), STOP))
    assert [*body(data).iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")] == []
    linked = par(f'<w:hyperlink w:anchor="{name}">{text("见")}</w:hyperlink>')
    assert len(refused(printer, IF_YES + par(start, text("前")) + FI + par(text("后"), STOP) + linked)) == 1


@pytest.mark.parametrize("kind", ["perm", "moveFromRange", "customXmlInsRange"])
def test_other_ranges_are_in_a_branch_as_a_whole(printer: Printer, kind: str) -> None:
    start, stop = f'<w:{kind}Start w:id="9"/>', f'<w:{kind}End w:id="9"/>'
    ((message, _, place),) = messages(refused(printer, IF_NO + par(start, text("前")) + FI + par(text("后"), stop)))
    assert "截成两半" in message and place == "前"


def test_half_a_mark_of_the_spelling_is_nothing(printer: Printer) -> None:
    source = (
        IF_NO
        + par('<w:proofErr w:type="spellStart"/>', text("前"))
        + FI
        + par(text("后"), '<w:proofErr w:type="spellEnd"/>')
    )
    assert texts(filled(printer, source)) == ["后"]


def test_a_merged_cell_shows_pairs_as_a_whole_too(printer: Printer) -> None:
    merged = row(par(START, text("{% vm r.g %}{{ r.g }}")), par(text("{{ r.name }}"), STOP))
    source = grid(row(p("{%tr for r in rows %}"), p("")), merged, row(p("{%tr endfor %}"), p("")))
    assert "被 {% vm r.g %} 截成两半" in refused(printer, source)[0].message
