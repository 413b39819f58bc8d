from __future__ import annotations

import pytest
from lxml import etree

from generator.opc import Package
from generator.word.names import DOCUMENT, SETTINGS, STYLES, W
from generator.word.toc.entries import fill_contents
from tests.support.docx import p, package_of, table


def char(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def field(switches: str = "", *, until: str = "") -> str:
    """A TOC field in one paragraph, or up to another one, as Word leaves it with its entries."""
    start = f"{char('begin')}<w:r><w:instrText> TOC {switches}</w:instrText></w:r>{char('separate')}"
    end = "<w:r><w:t>旧目录</w:t></w:r>"
    close = char("end")
    if until:
        return f"<w:p>{start}{end}</w:p>{until}<w:p>{close}</w:p>"
    return f"<w:p>{start}{end}{close}</w:p>"


HEADINGS = (
    p("第一部分　概况", style="PartTitle")
    + p("一、职能", style="Heading1")
    + p("正文")
    + p("（一）细目", style="Heading2")
    + p("1.小项", style="Heading3")
    + p("第二部分　表", style="PartTitle")
    + p("附件一", style="Annex")
)


def filled(source: str, package: Package | None = None) -> tuple[etree._Element, Package]:
    package = package or package_of(source)
    root = etree.fromstring(package[DOCUMENT])
    return root, fill_contents(root, package)


def entries(root: etree._Element) -> list[tuple[str, str]]:
    """The style and the text of each entry."""
    found = []
    for link in root.iter(f"{W}hyperlink"):
        paragraph = link.getparent()
        assert paragraph is not None
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        assert named is not None
        found.append((str(named.get(f"{W}val")), next(link.iter(f"{W}t")).text or ""))
    return found


def outline(root: etree._Element) -> list[tuple[str, int]]:
    """The text and the level from 1 of each heading."""
    found = []
    for level in root.iter(f"{W}outlineLvl"):
        paragraph = next(level.iterancestors(f"{W}p"))
        found.append((str(paragraph.xpath("string()")), int(str(level.get(f"{W}val"))) + 1))
    return found


def lines(root: etree._Element) -> list[str]:
    return [str(paragraph.xpath("string(.//w:t)", namespaces={"w": W[1:-1]})) for paragraph in root[0].iter(f"{W}p")]


@pytest.mark.parametrize(
    ("switches", "texts"),
    [
        ("", ["第一部分　概况", "一、职能", "第二部分　表"]),
        (r'\o "1-1" \h', ["第一部分　概况", "第二部分　表"]),
        (r'\o "1-2" \h \z \u', ["第一部分　概况", "一、职能", "第二部分　表"]),
        (r'\h \o "1-3"', ["第一部分　概况", "一、职能", "（一）细目", "第二部分　表"]),
        (r'\o "1-9"', ["第一部分　概况", "一、职能", "（一）细目", "1.小项", "第二部分　表"]),
        (r'\o "1-1" \t "附件,1"', ["第一部分　概况", "第二部分　表", "附件一"]),
        (r'\h \t "附件；2；标题 2;1"', ["（一）细目", "附件一"]),
        (r'\t "没有,1"', []),
    ],
)
def test_the_field_names_its_levels_or_has_two(switches: str, texts: list[str]) -> None:
    root, _ = filled(field(switches) + HEADINGS)
    assert [text for _, text in entries(root)] == texts


def test_a_field_whose_styles_are_not_used_stays() -> None:
    root, changed = filled(field(r'\t "没有,1"') + HEADINGS)
    assert len([*root.iter(f"{W}instrText")]) == 1 and SETTINGS in changed


def test_entries_have_the_style_of_their_level() -> None:
    root, _ = filled(field(r'\o "1-3"') + HEADINGS)
    assert [name for name, _ in entries(root)] == ["TOC1", "TOC2", "TOC3", "TOC1"]


def test_every_heading_has_an_outline_level_even_below_the_contents() -> None:
    root, _ = filled(field() + HEADINGS)
    assert [level for _, level in outline(root)] == [1, 2, 3, 4, 1]


def test_a_level_is_the_depth_below_the_headings_around_it() -> None:
    source = (
        p("第一部分", style="PartTitle")
        + p("表一", style="TableTitle")
        + p("报告", style="Title")
        + p("一、", style="Heading1")
        + p("第二部分", style="PartTitle")
        + p("一、", style="Heading1")
    )
    root, _ = filled(field() + source)
    assert [level for _, level in outline(root)] == [1, 2, 2, 3, 1, 2]


def test_without_parts_the_first_headings_are_the_outermost() -> None:
    root, _ = filled(field() + p("一、", style="Heading1") + p("（一）", style="Heading2"))
    assert [level for _, level in outline(root)] == [1, 2]


def test_a_heading_that_is_broken_into_lines_is_one_entry() -> None:
    broken = (
        '<w:p><w:pPr><w:pStyle w:val="PartTitle"/></w:pPr><w:r><w:t>第一部分　单位</w:t></w:r>'
        "<w:r><w:br/><w:t>部门决算表</w:t></w:r></w:p>"
    )
    root, _ = filled(field() + broken)
    assert [text for _, text in entries(root)] == ["第一部分　单位部门决算表"]
    (heading,) = [mark.getparent() for mark in root.iter(f"{W}bookmarkStart")]
    assert heading is not None and heading.find(f".//{W}br") is not None


def test_headings_without_text_are_left_out() -> None:
    root, _ = filled(field() + p("", style="PartTitle") + p("　 ", style="Heading1") + p("一、", style="Heading1"))
    assert entries(root) == [("TOC1", "一、")]
    assert len([*root.iter(f"{W}bookmarkStart")]) == 1


def test_headings_in_tables_count() -> None:
    cell = table(("甲",)).replace('w:val="BodyCN"', 'w:val="Heading1"')
    root, _ = filled(field() + cell)
    assert entries(root) == [("TOC1", "甲")]


@pytest.mark.parametrize("until", ["", p("旧的一", style="TOC1") + p("旧的二", style="TOC2")], ids=["one", "several"])
def test_the_paragraphs_of_the_field_give_way_to_the_entries_and_no_others(until: str) -> None:
    root, _ = filled(p("目录") + field(until=until) + p("一、", style="Heading1") + p("正文"))
    assert lines(root) == ["目录", "一、", "一、", "正文"]
    assert [item.get(f"{W}fldCharType") for item in root.iter(f"{W}fldChar")] == ["begin", "separate", "end"]


def test_a_field_with_links_to_pages_inside_goes_as_a_whole() -> None:
    page = (
        f"{char('begin')}<w:r><w:instrText> PAGEREF _Toc1 </w:instrText></w:r>{char('separate')}<w:r><w:t>7</w:t></w:r>"
    )
    old = f'<w:p><w:hyperlink w:anchor="_Toc1"><w:r><w:t>旧的一</w:t></w:r>{page}{char("end")}</w:hyperlink></w:p>'
    root, _ = filled(field(until=old) + p("一、", style="Heading1"))
    assert lines(root) == ["一、", "一、"]


def test_word_s_own_contents_in_a_control_are_filled_inside_it() -> None:
    source = f"<w:sdt><w:sdtContent>{p('目录')}{field(until=p('旧的'))}</w:sdtContent></w:sdt>"
    root, _ = filled(source + p("一、", style="Heading1"))
    (control,) = root.iter(f"{W}sdtContent")
    assert [str(link.xpath("string()"))[:2] for link in control.iter(f"{W}hyperlink")] == ["一、"]


def test_each_entry_links_to_a_bookmark_around_its_heading_and_asks_for_its_page() -> None:
    root, _ = filled(field() + HEADINGS)
    links = [str(link.get(f"{W}anchor")) for link in root.iter(f"{W}hyperlink")]
    marks = {str(mark.get(f"{W}name")): mark for mark in root.iter(f"{W}bookmarkStart")}
    assert [str(next(marks[link].itersiblings(f"{W}r")).xpath("string()")) for link in links] == [
        text for _, text in entries(root)
    ]
    assert [item.text for item in root.iter(f"{W}instrText")] == [f" PAGEREF {link} \\h " for link in links]
    for mark in marks.values():
        heading = mark.getparent()
        assert heading is not None
        assert [end.get(f"{W}id") for end in heading.iter(f"{W}bookmarkEnd")] == [mark.get(f"{W}id")]
        assert heading[-1].tag == f"{W}bookmarkEnd"


def test_the_outline_level_stands_where_the_schema_wants_it() -> None:
    heading = (
        '<w:p><w:pPr><w:pStyle w:val="Heading1"/><w:jc w:val="center"/><w:outlineLvl w:val="8"/><w:rPr/></w:pPr>'
        "<w:r><w:t>一、</w:t></w:r></w:p>"
    )
    root, _ = filled(field() + heading)
    level = next(root.iter(f"{W}outlineLvl"))
    properties = level.getparent()
    assert properties is not None
    assert [etree.QName(item).localname for item in properties] == ["pStyle", "jc", "outlineLvl", "rPr"]
    assert level.get(f"{W}val") == "0"


def test_word_is_asked_once_to_bring_the_fields_up_to_date() -> None:
    package = package_of(field() + HEADINGS)
    _, changed = filled("", package)
    assert [*changed] == [SETTINGS]
    _, again = filled("", package | changed)
    for settings in (changed[SETTINGS], again[SETTINGS]):
        assert settings.count(b"updateFields") == 1
        names = [etree.QName(item).localname for item in etree.fromstring(settings)]
        assert names.index("updateFields") < names.index("compat")


def test_a_document_without_contents_is_left_alone() -> None:
    other = f"<w:p>{char('begin')}<w:r><w:instrText> PAGE </w:instrText></w:r>{char('end')}</w:p>"
    package = package_of(HEADINGS + other)
    root, changed = filled("", package)
    assert changed == {}
    assert etree.tostring(root) == etree.tostring(etree.fromstring(package[DOCUMENT]))


def test_the_name_of_a_style_decides_where_word_renamed_its_identifier() -> None:
    package = package_of(field() + HEADINGS)
    for old, new in (("Heading1", "1"), ("PartTitle", "a3"), ("TOC1", "TOC10"), ("TOC2", "20")):
        for part in (DOCUMENT, STYLES):
            for name in ("val", "styleId"):
                package[part] = package[part].replace(f'w:{name}="{old}"'.encode(), f'w:{name}="{new}"'.encode())
    root, _ = filled("", package)
    assert entries(root) == [("TOC10", "第一部分　概况"), ("20", "一、职能"), ("TOC10", "第二部分　表")]


def test_contents_without_any_heading_are_empty() -> None:
    root, changed = filled(p("目录") + field() + p("正文"))
    assert lines(root) == ["目录", "正文"]
    assert [*changed] == [SETTINGS]


def test_the_levels_count_where_word_split_the_field_s_instruction() -> None:
    split = field(r'\o "1-</w:instrText></w:r><w:r><w:instrText>3" \h')
    root, _ = filled(split + HEADINGS)
    assert len(entries(root)) == 4


def test_what_stands_before_and_behind_the_field_stays() -> None:
    """Word ends the field of a table of contents in the heading behind it, where it was put in there."""
    begun, ended = (
        field(until=p("旧的一", style="TOC1"))
        .removeprefix("<w:p>")
        .removesuffix("</w:p>")
        .split(p("旧的一", style="TOC1"))
    )
    assert begun.endswith("</w:p>") and ended.startswith("<w:p>")
    heading = (
        '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>'
        + ended.removeprefix("<w:p>")
        + "<w:r><w:t>一、</w:t></w:r></w:p>"
    )
    root, _ = filled("<w:p><w:r><w:t>目录</w:t></w:r>" + begun + p("旧的一", style="TOC1") + heading + p("正文"))
    assert lines(root) == ["目录", "一、", "一、", "正文"]
    assert entries(root) == [("TOC1", "一、")]
    (link,) = root.iter(f"{W}hyperlink")
    assert link.get(f"{W}anchor") in {mark.get(f"{W}name") for mark in root.iter(f"{W}bookmarkStart")}
    one = (
        field()
        .replace("<w:p>", "<w:p><w:r><w:t>目录</w:t></w:r>")
        .replace("</w:p>", "<w:r><w:t>见后</w:t></w:r></w:p>")
    )
    root, _ = filled(one + p("一、", style="Heading1"))
    assert lines(root) == ["目录", "一、", "见后", "一、"]


def test_the_end_of_a_section_and_of_a_bookmark_stay_behind_the_field() -> None:
    section = "<w:pPr><w:sectPr/></w:pPr>"
    start, end = '<w:bookmarkStart w:id="7" w:name="节"/>', '<w:bookmarkEnd w:id="7"/>'
    source = field(until=p("旧的")).replace(f"<w:p>{char('end')}", f"<w:p>{section}{char('end')}")
    root, _ = filled(source.replace("<w:p>", f"<w:p>{start}", 1) + p("一、", style="Heading1") + f"<w:p>{end}</w:p>")
    assert lines(root)[:3] == ["一、", "", "一、"]
    assert len([*root.iter(f"{W}sectPr")]) == 2
    assert {mark.get(f"{W}id") for mark in root.iter(f"{W}bookmarkStart")} == {
        mark.get(f"{W}id") for mark in root.iter(f"{W}bookmarkEnd")
    }


@pytest.mark.parametrize(
    "switches", [r'\h \c "图"', r'\f "A"', r'\o "1-3" \b 节', r'\o "1-3" \n "2-3"', r'\o "1-3" \p " "']
)
def test_lists_of_something_else_stay_for_word(switches: str) -> None:
    root, changed = filled(field(switches) + HEADINGS)
    assert lines(root)[0] == "旧目录" and [*changed] == [SETTINGS]
    root, _ = filled(field(switches) + field() + p("一、", style="Heading1"))
    assert lines(root) == ["旧目录", "一、", "一、"]


def test_a_field_that_ends_elsewhere_stays_for_word() -> None:
    begun, ended = field(until="|").split("|")
    inside = f"<w:sdt><w:sdtContent>{begun}</w:sdtContent></w:sdt>{ended}"
    root, _ = filled(inside + HEADINGS)
    assert len([*root.iter(f"{W}fldChar")]) == 3
    root, _ = filled(begun + "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>" + ended + HEADINGS)
    assert len([*root.iter(f"{W}sectPr")]) == 2


def test_headings_that_word_numbers_stay_for_word() -> None:
    number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{}"/></w:numPr>'
    for identifier, texts in (("3", []), ("0", ["一、"])):
        heading = p("一、", style="Heading1").replace("</w:pPr>", f"{number.format(identifier)}</w:pPr>")
        root, _ = filled(field() + heading)
        assert [text for _, text in entries(root)] == texts


def test_without_parts_levels_are_those_of_word() -> None:
    source = p("报告", style="Title") + p("一、", style="Heading1") + p("1.", style="Heading3")
    root, _ = filled(field(r'\o "1-3"') + source)
    assert entries(root) == [("TOC1", "一、"), ("TOC3", "1.")]


def test_the_field_lists_paragraphs_with_an_outline_level_if_it_says_so() -> None:
    own = p("一、").replace("</w:pPr>", '<w:outlineLvl w:val="1"/></w:pPr>')
    for switches, texts in ((r'\o "1-2" \u', ["一、"]), (r'\o "1-1" \u', []), (r'\o "1-2"', [])):
        root, _ = filled(field(switches) + own)
        assert [text for _, text in entries(root)] == texts


def test_a_heading_in_a_text_box_is_listed_once() -> None:
    from tests.support.filling import par, text_box

    root, _ = filled(field() + par(text_box(p("一、", style="Heading1"))))
    assert [text for _, text in entries(root)] == ["一、"]


def test_an_entry_does_not_say_what_a_text_box_in_its_heading_says() -> None:
    from tests.support.filling import text, text_box

    heading = p("一、", style="Heading1").replace("</w:p>", f"{text_box(p('框里'))}{text('职能')}</w:p>")
    root, _ = filled(field() + heading)
    assert [text for _, text in entries(root)] == ["一、职能"]


def test_bookmarks_are_named_like_no_other() -> None:
    """A template that was generated itself has such names; Word gives their ids anew."""
    old = '<w:p><w:bookmarkStart w:id="0" w:name="_Toc000003"/><w:bookmarkEnd w:id="0"/></w:p>'
    root, _ = filled(field() + HEADINGS + old)
    names = [mark.get(f"{W}name") for mark in root.iter(f"{W}bookmarkStart")]
    assert len(names) == len({*names})


def test_a_cell_with_contents_alone_keeps_a_paragraph() -> None:
    cell = table(("x",)).replace(p("x"), field())
    root, _ = filled(cell + p("正文"))
    assert lines(root) == ["", "正文"]
