"""Texts outside of paragraphs in which tags are filled: alternative texts, names, hints, text of drawings."""

from __future__ import annotations

import pytest
from lxml import etree

from generator.text.notation import marked
from generator.text.printer import Printer
from generator.word.names import DOCUMENT, W
from generator.word.outside.slots import slots_of
from tests.support.docx import p, package_of, table
from tests.support.outside import filled, picture, with_link

V = "urn:schemas-microsoft-com:vml"
SHAPE = f'<w:p><w:r><w:pict><v:shape xmlns:v="{V}" id="s1" {{}}>{{}}</v:shape></w:pict></w:r></w:p>'
MARK = '<w:p><w:bookmarkStart w:id="1" w:name="a"/><w:bookmarkEnd w:id="1"/></w:p>'
VALUE = "A & B <\"'>\n第二行"
SHOWN = "A & B <\"'> 第二行"
CONTROL = '<w:sdt><w:sdtPr><w:alias w:val="{{ x }}"/><w:id w:val="5"/></w:sdtPr><w:sdtContent>%s</w:sdtContent></w:sdt>'
HINT = '<a:hlinkClick xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" r:id="rLink" tooltip="{{ x }}"/>'


@pytest.mark.parametrize(
    ("body", "path"),
    [
        (picture('name="图 1" descr="{{ x }}"'), "//@descr"),
        (picture('name="图 1" descr="徽" title="{{ x }}"'), "//*[@descr]/@title"),
        (picture('name="{{ x }}" descr="徽"'), "//*[@descr]/@name"),
        (picture('name="图 1" descr="徽"', HINT), "//@tooltip"),
        (SHAPE.format('alt="{{ x }}"', ""), "//@alt"),
        (SHAPE.format('alt="水印"', '<v:textpath string="{{ x }}"/>'), "//@string"),
        (CONTROL % p("正文"), "//*[local-name()='alias']/@*"),
        (
            table(("甲",)).replace("<w:tblPr/>", '<w:tblPr><w:tblCaption w:val="{{ x }}"/></w:tblPr>'),
            "//*[local-name()='tblCaption']/@*",
        ),
        (
            table(("甲",)).replace("<w:tblPr/>", '<w:tblPr><w:tblDescription w:val="{{ x }}"/></w:tblPr>'),
            "//*[local-name()='tblDescription']/@*",
        ),
        (
            '<w:p><w:hyperlink w:anchor="a" w:tooltip="{{ x }}"><w:r><w:t>甲</w:t></w:r></w:hyperlink></w:p>',
            "//*[local-name()='hyperlink']/@*[local-name()='tooltip']",
        ),
    ],
)
def test_a_tag_in_an_attribute_is_filled_and_escaped(printer: Printer, body: str, path: str) -> None:
    members, problems = filled(printer, with_link("https://a.cn", MARK + body), {"x": VALUE})
    assert problems == []
    assert etree.fromstring(members[DOCUMENT]).xpath(path) == [SHOWN]


def test_both_forms_of_a_drawing_are_filled_and_each_copy_of_a_loop_by_itself(printer: Printer) -> None:
    inner = picture('name="图" descr="{{ r.name }}"')
    run = inner.removeprefix("<w:p><w:r>").removesuffix("</w:r></w:p>")
    older = SHAPE.format('alt="{{ r.name }}"', "").removeprefix("<w:p><w:r>").removesuffix("</w:r></w:p>")
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    both = (
        f'<w:p><w:r><mc:AlternateContent {mc}><mc:Choice Requires="wp14">{run}</mc:Choice>'
        f"<mc:Fallback>{older}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    source = p("{%p for r in rows %}") + both + p("{%p endfor %}")
    members, problems = filled(printer, package_of(source), {"rows": [{"name": "甲"}, {"name": "乙"}]})
    root = etree.fromstring(members[DOCUMENT])
    assert (problems, root.xpath("//@descr"), root.xpath("//@alt")) == ([], ["甲", "乙"], ["甲", "乙"])


@pytest.mark.parametrize(
    ("tag", "message"),
    [
        ("{% if x %}甲{% endif %}", "替代文字里用不了 {% if x %}"),
        ("{{p x }}", "替代文字里用不了 {{p x }}"),
        ("{{ x", "「{{」没有成对"),
        ("{{ x|万圆 }}", "{{ x|万圆 }}：没有名为「万圆」的印法"),
        ("{{ y }}", "{{ y }}：没有名为「y」的数据"),
    ],
)
def test_what_cannot_be_filled_in_is_told_at_its_place(printer: Printer, tag: str, message: str) -> None:
    _, (problem,) = filled(printer, package_of(picture(f'name="图" descr="图：{tag}"')), {"x": "甲"})
    assert (problem.message, problem.place.excerpt) == (message, f"替代文字：图：{tag}")
    assert problem.place.path == "t.docx!word/document.xml"


def test_closing_braces_of_a_formula_in_an_alternative_text_are_no_tag(printer: Printer) -> None:
    members, problems = filled(printer, package_of(picture('name="式" descr="x_{a_{b}}"')), {})
    assert problems == [] and b'descr="x_{a_{b}}"' in members[DOCUMENT]


@pytest.mark.parametrize("cut", range(12))
def test_a_tag_goes_where_it_begins_however_a_text_is_cut(cut: int) -> None:
    whole = "甲{{ x }}乙{{ y }}"
    first, second = marked([whole[:cut], whole[cut:]], [(1, 8), (9, 16)], ["1", "2"])
    assert first + second == "甲1乙2"
    assert first == whole[:cut] if cut <= 1 else first.startswith("甲1")


def test_the_texts_of_a_part_come_in_their_order() -> None:
    body = picture('name="{{ a }}" title="{{ b }}"') + SHAPE.format('alt="{{ c }}"', "")
    root = etree.fromstring(package_of(body)[DOCUMENT])
    assert [(slot.role, slot.text) for slot in slots_of(root)] == [
        ("图形的名称", "{{ a }}"),
        ("替代文字", "{{ b }}"),
        ("替代文字", "{{ c }}"),
    ]
    assert root.nsmap["w"] == W[1:-1]
