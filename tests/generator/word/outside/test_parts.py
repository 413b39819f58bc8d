"""Parts without paragraphs: SmartArt, properties and bound data are filled; any other place with a tag is told."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from generator.opc import Link, Package, with_links, with_part, write_package
from generator.text.printer import Printer
from generator.word.names import DOCUMENT, SETTINGS, W
from generator.word.outside.parts import all_tags, bound_stores
from generator.word.properties import CORE, CUSTOM, provenance
from tests.support.charts import series, titled
from tests.support.docx import p, package_of
from tests.support.outside import OFFICE, filled, paragraph, picture, with_diagram, with_link, with_property

ODF = "http://schemas.openxmlformats.org/officeDocument/2006"
CORE_XML = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">{}</cp:coreProperties>'
)
STORE = "16BB3F27-6769-43F1-94EF-38FF097B8F79"
CONTEXT = {"unit": "A & B <站>", "year": 2023}
APP, APP_TYPE = "docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml"
CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
CUSTOM_XML = (
    f'<Properties xmlns="{ODF}/custom-properties" xmlns:vt="{ODF}/docPropsVTypes">'
    '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="%s"><vt:lpwstr>%s</vt:lpwstr></property>'
    "</Properties>"
)


def core(printer: Printer, *entries: str) -> dict[str, str]:
    """The core properties of the document of a template with these, by name."""
    package = package_of(p("正文")) | {CORE: CORE_XML.format("".join(entries)).encode()}
    members, problems = filled(printer, package, CONTEXT)
    assert problems == []
    return {etree.QName(entry).localname: str(entry.text) for entry in etree.fromstring(members[CORE])}


def test_core_properties_with_tags_are_filled_and_the_others_are_the_program_s(printer: Printer) -> None:
    found = core(
        printer,
        "<dc:title><![CDATA[{{ unit }}]]>报告</dc:title>",
        "<dc:subject>旧主题</dc:subject>",
        "<dc:creator>某人</dc:creator><cp:lastModifiedBy>某人</cp:lastModifiedBy>",
        "<cp:keywords>绩效;{{ year }}</cp:keywords>",
        "<dc:description>{{ unit }}</dc:description><cp:category>{{ year }}</cp:category>",
        "<dcterms:created>2020-01-01T00:00:00Z</dcterms:created>",
    )
    assert found == {
        "title": "A & B <站>报告",
        "subject": "主题",
        "creator": "单位",
        "language": "zh-CN",
        "keywords": "绩效;2023",
        "description": "A & B <站>",
        "category": "2023",
    }


def test_core_properties_without_tags_are_the_program_s(printer: Printer) -> None:
    entries = core(printer, "<dc:title>旧</dc:title><cp:keywords>旧</cp:keywords>")
    assert entries == {"title": "题", "subject": "主题", "creator": "单位", "language": "zh-CN"}


def test_the_unit_and_the_manager_are_filled_and_copies_of_addresses_go(printer: Printer) -> None:
    xml = (
        f'<Properties xmlns="{ODF}/extended-properties" xmlns:vt="{ODF}/docPropsVTypes"><Company>{{{{ unit }}}}</Company>'
        "<Manager>{{ year }}</Manager><HLinks><vt:vector size='1' baseType='variant'><vt:variant><vt:lpwstr>"
        "https://a/%7b%7b%20year%20%7d%7d</vt:lpwstr></vt:variant></vt:vector></HLinks></Properties>"
    )
    members, problems = filled(printer, with_property(APP, APP_TYPE, f"{ODF}/extended", xml), CONTEXT)
    assert problems == []
    entries = {etree.QName(entry).localname: entry.text for entry in etree.fromstring(members[APP])}
    assert entries == {"Company": "A & B <站>", "Manager": "2023"}


@pytest.mark.parametrize(("name", "kept"), [("密级", "A & B <站>年"), ("Unit", None), ("commit", None)])
def test_a_property_of_the_template_s_own_is_filled_beside_the_provenance(
    printer: Printer, name: str, kept: str | None
) -> None:
    package = with_property(CUSTOM, CUSTOM_TYPE, f"{OFFICE}/custom-properties", CUSTOM_XML % (name, "{{ unit }}年"))
    members, problems = filled(printer, package, CONTEXT)
    assert problems == []
    found = provenance(members)
    assert (found["unit"], found["commit"]) == ("hechi", "c")
    assert found.get(name) == (kept or {"commit": "c"}.get(name))
    numbers = [entry.get("pid") for entry in etree.fromstring(members[CUSTOM])]
    assert numbers == [str(number) for number in range(2, 2 + len(numbers))]


@pytest.mark.parametrize(
    ("package", "place", "excerpt"),
    [
        (
            package_of(p("")) | {CORE: CORE_XML.format("<dc:title>{{ nuit }}</dc:title>").encode()},
            CORE,
            "文档属性「标题」",
        ),
        (
            with_property(CUSTOM, CUSTOM_TYPE, f"{OFFICE}/custom-properties", CUSTOM_XML % ("密级", "{{ nuit }}")),
            CUSTOM,
            "文档属性「密级」",
        ),
        (with_diagram(paragraph("{{ nu", "it }}"), None), "word/diagrams/d1.xml", "SmartArt"),
        (with_link("https://a.cn/{{ nuit }}"), DOCUMENT, "链接「通知」"),
    ],
)
def test_a_name_that_is_not_there_is_told_with_its_place(
    printer: Printer, package: Package, place: str, excerpt: str
) -> None:
    _, (problem,) = filled(printer, package, CONTEXT)
    assert (problem.code, problem.message) == ("TEMPLATE-NAME", "{{ nuit }}：没有名为「nuit」的数据")
    assert problem.place.path == f"t.docx!{place}" and problem.place.excerpt.startswith(f"{excerpt}：")


def with_data(value: str, bound: str = f"{{{STORE}}}", content: str = "正文") -> Package:
    """A template with a content control bound to data kept in the file."""
    control = (
        f'<w:sdt><w:sdtPr><w:id w:val="5"/><w:dataBinding w:xpath="/d" w:storeItemID="{bound}"/><w:text/></w:sdtPr>'
        f"<w:sdtContent>{p(content)}</w:sdtContent></w:sdt>"
    )
    package = with_part(package_of(control), "customXml/item1.xml", f"<d>{value}</d>".encode(), "application/xml")
    properties = f'<ds:datastoreItem xmlns:ds="{ODF}/customXml" ds:itemID="{{{STORE}}}"/>'
    kind = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
    package = with_part(package, "customXml/itemProps1.xml", properties.encode(), kind)
    package = with_links(package, DOCUMENT, [Link("rX", f"{OFFICE}/customXml", "customXml/item1.xml", external=False)])
    below = [Link("rId1", f"{OFFICE}/customXmlProps", "customXml/itemProps1.xml", external=False)]
    return with_links(package, "customXml/item1.xml", below)


def test_data_that_a_content_control_shows_are_filled(printer: Printer) -> None:
    package = with_data("{{ unit }}")
    assert bound_stores(package) == {"customXml/item1.xml"}
    members, problems = filled(printer, package, CONTEXT)
    assert (problems, etree.fromstring(members["customXml/item1.xml"]).text) == ([], "A & B <站>")


def test_data_of_other_programs_are_none_of_ours(printer: Printer) -> None:
    package = with_data('{"a": {"b": "{{ x }}"}}', "{00000000-0000-0000-0000-000000000000}")
    members, problems = filled(printer, package, CONTEXT)
    assert (problems, members["customXml/item1.xml"]) == ([], package["customXml/item1.xml"])


def other(name: str, xml: str) -> Package:
    body = f'<w:{name} xmlns:w="{W[1:-1]}">{xml}</w:{name}>'
    if name == "settings":
        return package_of(p("")) | {SETTINGS: body.encode()}
    kind = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{name}+xml"
    package = with_part(package_of(p("")), f"word/{name}.xml", body.encode(), kind)
    return with_links(package, DOCUMENT, [Link("rX", f"{OFFICE}/{name}", f"word/{name}.xml", external=False)])


LEVEL = '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:lvlText w:val="%s"/></w:lvl></w:abstractNum>'


@pytest.mark.parametrize(
    ("package", "message", "remedy"),
    [
        (other("numbering", LEVEL % "{{ unit }}第%1条"), "「{{ unit }}」写在编号的格式里", "段落的文字"),
        (
            other("settings", '<w:docVars><w:docVar w:name="a" w:val="{{ unit }}"/></w:docVars>'),
            "「{{ unit }}」写在文档变量里",
            "删去",
        ),
    ],
)
def test_a_tag_where_nothing_is_filled_in_is_told(
    printer: Printer, package: Package, message: str, remedy: str
) -> None:
    _, (problem,) = filled(printer, package, CONTEXT)
    assert (problem.code, problem.message) == ("TEMPLATE-TAG", message)
    assert remedy in problem.remedy and problem.place.excerpt


@pytest.mark.parametrize(
    "package",
    [
        other("numbering", LEVEL % "{%1}"),
        other("settings", '<w:docVars><w:docVar w:name="a" w:val="{&quot;b&quot;:{&quot;c&quot;:{}}}"/></w:docVars>'),
        with_part(
            package_of(p("")),
            "word/glossary/document.xml",
            f'<w:p xmlns:w="{W[1:-1]}">{{{{ x }}}}</w:p>'.encode(),
            "a/b",
        ),
    ],
)
def test_braces_that_are_no_tags_and_building_blocks_stay(printer: Printer, package: Package) -> None:
    assert filled(printer, package, CONTEXT, sound=False)[1] == []


def test_all_tags_of_a_template_are_those_of_its_charts_and_links_too() -> None:
    package = with_link("https://a/{{ b }}", p("{{ a }}"))
    assert [tag.expression for tag in all_tags(package)] == ["a", "b"]


def test_the_sign_that_stands_for_a_tag_is_refused(printer: Printer) -> None:
    _, (problem,) = filled(printer, with_diagram(paragraph("\U0010fffd0\U0010fffd{{ unit }}"), None), CONTEXT)
    assert "U+10FFFD" in problem.message


@pytest.mark.heavy
@pytest.mark.parametrize(
    "package",
    [
        with_diagram(paragraph("{{ un", "it }}"), paragraph("{{ unit }}")),
        with_diagram(paragraph("{{ unit }}"), paragraph("旧")),
        with_link("https://a.cn/?a=1&b={{ unit }}"),
        package_of(picture('name="{{ unit }}" descr="{{ unit }}"')),
        package_of(p("")) | {CORE: CORE_XML.format("<dc:title>{{ unit }}</dc:title>").encode()},
        with_property(CUSTOM, CUSTOM_TYPE, f"{OFFICE}/custom-properties", CUSTOM_XML % ("密级", "{{ unit }}")),
        with_data("{{ unit }}"),
        titled(),
        titled(from_cell=True),
    ],
)
def test_word_accepts_what_is_filled(
    printer: Printer, package: Package, tmp_path: Path, tool: Callable[[str], str]
) -> None:
    context = CONTEXT | {"x": series(["甲"], ("金额", ["1万元"]))}
    members, problems = filled(printer, package, context)
    assert problems == []
    path = tmp_path / "a.docx"
    path.write_bytes(write_package(members))
    done = subprocess.run([tool("ooxml-validator"), str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
