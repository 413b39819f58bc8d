"""Ids stay unique in loops, and what refers to them follows."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from generator.text.printer import Printer
from generator.word.names import DOCUMENT, DRAWING_PROPERTIES, VML, R, W
from generator.word.structure.identifiers import Identifiers, highest_ids
from tests.support.docx import body, p, package_of, texts
from tests.support.filling import (
    FI,
    FOR,
    IF_NO,
    ROF,
    control,
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

TR_FOR, TR_ROF = row(p("{%tr for r in rows %}"), p("")), row(p("{%tr endfor %}"), p(""))
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"


def loops(inner: str) -> list[str]:
    """This in a loop over paragraphs, in one over rows, and in one within another."""
    rows = grid(TR_FOR, row(inner, p("{{ r.name }}")), TR_ROF)
    return [FOR + inner + ROF, rows, FOR + p("{{ r.name }}") + rows + ROF]


@pytest.mark.parametrize("inner", [par(picture()), par(text_box(p("{{ unit }}"))), par(run(pict(p("{{ unit }}"))))])
def test_drawings_and_shapes_in_loops_have_ids_of_their_own(printer: Printer, inner: str) -> None:
    for source, count in zip(loops(inner), (3, 3, 9), strict=True):
        data = body(filled(printer, par(picture(40)) + source))
        drawings = [item.get("id") for item in data.iter(DRAWING_PROPERTIES)]
        shapes = [*data.iter(f"{VML}shape")]
        assert len(drawings) == len({*drawings}) and len(drawings) + len(shapes) >= count + 1
        spids = [item.get("{urn:schemas-microsoft-com:office:office}spid") for item in shapes]
        assert len(spids) == len({*spids}) == len({item.get("id") for item in shapes})
        types = {item.get("id") for item in data.iter(f"{VML}shapetype")}
        assert {str(item.get("type"))[1:] for item in shapes} <= types
        assert all(re.fullmatch(r"_x0000_s[0-9]+", str(spid)) for spid in spids)


def test_an_object_follows_its_shape(printer: Printer) -> None:
    office = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    inner = (
        f'<w:object {office}><v:shape id="_x0000_i1025"/><o:OLEObject ShapeID="_x0000_i1025" Type="Embed"/></w:object>'
    )
    data = body(filled(printer, FOR + par(run(inner)) + ROF))
    shapes = [item.get("id") for item in data.iter(f"{VML}shape")]
    assert shapes == [item.get("ShapeID") for item in data.iter("{*}OLEObject")] and len({*shapes}) == 3


def references(name: str) -> str:
    parts = "".join(
        "".join(field(f" {code} ")) for code in (f"REF {name} \\h", f'PAGEREF "{name}"', f'HYPERLINK \\l "{name}"')
    )
    return f'{parts}<w:hyperlink w:anchor="{name}">{text("见")}</w:hyperlink><w:fldSimple w:instr=" NOTEREF {name} ">{text("x")}</w:fldSimple>'


def named(data: bytes) -> tuple[list[str], list[str]]:
    """The names of the bookmarks, and what links and fields lead to."""
    names = [str(item.get(f"{W}name")) for item in body(data).iter(f"{W}bookmarkStart")]
    targets = []
    for item in body(data).iter(f"{W}instrText", f"{W}hyperlink", f"{W}fldSimple"):
        source = (
            (item.text or "") if item.tag == f"{W}instrText" else str(item.get(f"{W}anchor", item.get(f"{W}instr")))
        )
        targets += re.findall(r'(?:REF|\\l) "?(\w+)', source) or [source]
    return names, targets


def test_bookmarks_in_loops_are_named_apart_and_references_follow_their_copy(printer: Printer) -> None:
    inner = par(mark("bookmark", "tbl_a", 7, text("{{ r.name }}")), references("tbl_a"))
    names, targets = named(filled(printer, FOR + inner + ROF + par(references("tbl_a"))))
    assert names == ["tbl_a", "tbl_a_2", "tbl_a_3"]
    assert targets == [name for name in names for _ in range(5)] + ["tbl_a"] * 5


def test_of_two_bookmarks_of_one_name_references_lead_to_the_first(printer: Printer) -> None:
    twice = par(mark("bookmark", "tbl_a", 7)) + par(mark("bookmark", "tbl_a", 8))
    names, targets = named(filled(printer, twice + par(references("tbl_a"))))
    assert (names, targets) == (["tbl_a", "tbl_a_2"], ["tbl_a"] * 5)
    names, targets = named(filled(printer, FOR + twice + par(references("tbl_a")) + ROF))
    assert targets == [name for name in names[::2] for _ in range(5)]


def test_what_leads_into_another_file_does_not_follow_a_bookmark_of_this_one(printer: Printer) -> None:
    inner = par(
        mark("bookmark", "tbl_a", 7),
        "".join(field(' HYPERLINK "b.docx" \\l "tbl_a" ')),
        "".join(field(' HYPERLINK \\o "见 \\l" \\h \\l "tbl_a" ')),
    )
    codes = [item.text for item in body(filled(printer, FOR + inner + ROF)).iter(f"{W}instrText")]
    assert [code for code in codes if code and "b.docx" in code] == [' HYPERLINK "b.docx" \\l "tbl_a" '] * 3
    assert [code for code in codes if code and "见" in code] == [
        f' HYPERLINK \\o "见 \\l" \\h \\l "{name}" ' for name in ("tbl_a", "tbl_a_2", "tbl_a_3")
    ]


def test_the_anchor_of_a_link_with_a_target_is_in_another_file(printer: Printer) -> None:
    link = f'<w:hyperlink xmlns:r="{R[1:-1]}" r:id="rId1" w:anchor="tbl_a">{text("见")}</w:hyperlink>'
    data = body(filled(printer, FOR + par(mark("bookmark", "tbl_a", 7), link) + ROF))
    assert [item.get(f"{W}anchor") for item in data.iter(f"{W}hyperlink")] == ["tbl_a"] * 3


def test_a_reference_before_its_bookmark_and_one_in_an_inner_loop_follow_too(printer: Printer) -> None:
    inner = (
        par(references("tbl_a"))
        + FOR.replace(" r ", " s ")
        + par(references("TBL_A"))
        + ROF
        + par(mark("bookmark", "tbl_a", 7))
    )
    names, targets = named(filled(printer, FOR + inner + ROF))
    assert [target.casefold() for target in targets] == [name for name in names for _ in range(20)]


@pytest.mark.parametrize("within", ["", references("tbl_a")])
def test_a_reference_around_an_inner_loop_leads_into_its_own_turn(printer: Printer, within: str) -> None:
    inner = FOR.replace(" r ", " s ") + par(mark("bookmark", "tbl_a", 7), within) + ROF
    outer = FOR + par(references("tbl_a")) + inner + par(references("tbl_a")) + ROF
    names, targets = named(filled(printer, outer + par(references("tbl_a"))))
    assert names == ["tbl_a", *(f"tbl_a_{number}" for number in range(2, 10))]
    turns = [(names[turn], *(names[turn : turn + 3] if within else ()), names[turn]) for turn in (0, 3, 6)]
    assert targets == [name for turn in (*turns, ("tbl_a",)) for name in turn for _ in range(5)]


def test_a_reference_leads_into_another_turn_only_where_one_alone_has_the_bookmark(printer: Printer) -> None:
    def source(condition: str) -> str:
        printed = p(f"{{%p if {condition} %}}") + par(mark("bookmark", "tbl_a", 7)) + FI
        return FOR + printed + par(references("tbl_a")) + ROF + par(references("tbl_a"))

    assert named(filled(printer, source("loop.first"))) == (["tbl_a"], ["tbl_a"] * 20)
    data = filled(printer, source("not loop.first"))
    names = ["tbl_a", "tbl_a_2", "tbl_a"]
    assert named(data) == (names[:2], ["None", *(name for name in names for _ in range(5))])
    assert texts(data)[0] == "xxx见x"


@pytest.mark.parametrize(
    ("name", "others"),
    [("长" * 40, []), ("x" * 39, []), ("Tbl", ["tbl_2"]), ("tbl", ["TBL_2", "tbl_3"])],
)
def test_new_names_are_short_and_like_no_other(printer: Printer, name: str, others: list[str]) -> None:
    more = "".join(par(mark("bookmark", other, 20 + number)) for number, other in enumerate(others))
    names, targets = named(filled(printer, more + FOR + par(mark("bookmark", name, 7), references(name)) + ROF))
    assert len({one.casefold() for one in names}) == len(names) == 3 + len(others)
    assert max(map(len, names)) <= 40
    assert targets == [one for one in names[len(others) :] for _ in range(5)]


def test_an_instruction_that_is_cut_follows_too(printer: Printer) -> None:
    codes = "".join(
        run(f'<w:instrText xml:space="preserve">{piece}</w:instrText>') for piece in (" RE", "F tb", "l_a \\h ")
    )
    whole = run('<w:fldChar w:fldCharType="begin"/>') + codes + run('<w:fldChar w:fldCharType="separate"/>') + text("x")
    inner = par(mark("bookmark", "tbl_a", 7), whole, run('<w:fldChar w:fldCharType="end"/>'))
    data = filled(printer, FOR + inner + ROF)
    codes_found = ["".join(item.text or "" for item in one.iter(f"{W}instrText")) for one in body(data).iter(f"{W}p")]
    assert codes_found == [f" REF {name} \\h " for name in ("tbl_a", "tbl_a_2", "tbl_a_3")]


def test_the_place_of_the_last_edit_stands_once(printer: Printer) -> None:
    data = filled(
        printer, FOR + par(mark("bookmark", "_GoBack", 0, text("{{ r.name }}")), mark("bookmark", "_Toc1", 1)) + ROF
    )
    assert named(data)[0] == ["_GoBack", "_Toc1", "_Toc1_2", "_Toc1_3"]


def test_what_leads_to_a_bookmark_that_is_not_printed_becomes_text(printer: Printer) -> None:
    data = filled(printer, IF_NO + par(mark("bookmark", "tbl_a", 7)) + FI + par(references("tbl_a"), text("后")))
    assert named(data) == ([], ["None"])  # a link that leads nowhere
    assert texts(data) == ["xxx见x后"]
    assert [*body(data).iter(f"{W}fldChar", f"{W}instrText", f"{W}fldSimple")] == []


def test_ids_of_paragraphs_rows_and_controls_are_left_out_in_loops(printer: Printer) -> None:
    ided = p("{{ r.name }}").replace(
        "<w:p>", f'<w:p xmlns:w14="{W14[1:-1]}" w14:paraId="7FFFFFFF" w14:textId="77777777">'
    )
    data = body(
        filled(printer, ided.replace("r.name", "unit").replace("7FFFFFFF", "7FFFFFFE") + FOR + control(ided) + ROF)
    )
    assert [item.get(f"{W14}paraId") for item in data.iter(f"{W}p")] == ["7FFFFFFE", None, None, None]
    assert [*data.iter(f"{W}id")] == [] and len([*data.iter(f"{W}sdt")]) == 3


@pytest.mark.parametrize("kind", ["perm", "moveFromRange"])
def test_other_ranges_keep_together(printer: Printer, kind: str) -> None:
    name = "移" if kind == "moveFromRange" else ""
    data = body(filled(printer, FOR + par(mark(kind, name, 4, text("{{ r.name }}"))) + ROF))
    starts, ends = ([item.get(f"{W}id") for item in data.iter(f"{W}{kind}{end}")] for end in ("Start", "End"))
    assert starts == ends and len({*starts}) == 3
    if name:
        assert [item.get(f"{W}name") for item in data.iter(f"{W}{kind}Start")] == ["移", "移_2", "移_3"]


def test_tracked_changes_have_ids_of_their_own(printer: Printer) -> None:
    data = body(filled(printer, FOR + par(f'<w:ins w:id="4" w:author="x">{text("{{ r.name }}")}</w:ins>') + ROF))
    assert [item.get(f"{W}id") for item in data.iter(f"{W}ins")] == ["4", "5", "6"]


def test_a_chart_in_a_loop_is_refused(printer: Printer) -> None:
    from tests.support.charts import PIE, chart_package

    package = chart_package(PIE, "{{ accounts.series.income }}")
    source = package[DOCUMENT].decode()
    package[DOCUMENT] = source.replace("<w:body>", "<w:body>" + FOR).replace("<w:sectPr", ROF + "<w:sectPr", 1).encode()
    found = [message for message, _, _ in messages(refused(printer, package))]
    assert found == ["图表写在循环 {%p for r in rows %} 里"]


def test_ids_that_a_program_wrote_twice_are_settled_outside_of_loops_too(printer: Printer) -> None:
    twice = par(picture(1), mark("bookmark", "a", 0, text("甲"))) + par(
        picture(1), mark("bookmark", "A", 0, text("乙"))
    )
    ided = p("丙").replace("<w:p>", f'<w:p xmlns:w14="{W14[1:-1]}" w14:paraId="0A">') * 2
    data = filled(printer, twice + ided + control(p("丁")) * 2)
    assert [item.get("id") for item in body(data).iter(DRAWING_PROPERTIES)] == ["1", "2"]
    assert named(data)[0] == ["a", "A_2"]
    assert texts(data) == ["甲", "乙", "丙", "丙", "丁", "丁"]


def test_ids_are_settled_in_linear_time_and_the_same_each_time() -> None:
    source = package_of((par(picture(1), mark("bookmark", "a", 0), references("a"))) * 2000)[DOCUMENT]

    def settled() -> bytes:
        root = etree.fromstring(source)
        Identifiers(*highest_ids([root])).settle(root)
        return etree.tostring(root)

    assert settled() == settled()


def test_both_forms_of_a_drawing_keep_the_same_ids(printer: Printer) -> None:
    data = body(filled(printer, FOR + par(text_box(par(mark("bookmark", "框", 3, text("{{ r.name }}"))))) + ROF))
    names = [item.get(f"{W}name") for item in data.iter(f"{W}bookmarkStart")]
    assert names == ["框", "框", "框_2", "框_2", "框_3", "框_3"]
    assert [item.get(f"{W}id") for item in data.iter(f"{W}bookmarkStart")] == [
        item.get(f"{W}id") for item in data.iter(f"{W}bookmarkEnd")
    ]


def test_a_paragraph_drawn_twice_loses_an_id_in_both_forms(printer: Printer) -> None:
    """The older form is read beside the paragraphs around it, as the newer one is."""

    def ided(words: str) -> str:
        return p(words).replace("<w:p>", f'<w:p xmlns:w14="{W14[1:-1]}" w14:paraId="0A">')

    data = body(filled(printer, par(text_box(ided("甲"))) + ided("乙") + par(text_box(ided("丙")))))
    found = [(one.findtext(f"{W}r/{W}t"), one.get(f"{W14}paraId")) for one in data.iter(f"{W}p")]
    assert [one for one in found if one[0]] == [("甲", "0A"), ("甲", "0A"), ("乙", None), ("丙", None), ("丙", None)]
