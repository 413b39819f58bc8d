from __future__ import annotations

from lxml import etree

from generator.opc import Link, Package, content_type, links, with_links, with_part, write_package
from generator.text.printer import Printer
from generator.word.binding.numbering import NUMBERING, with_styles_and_lists_of
from generator.word.names import DOCUMENT, STYLES, W
from tests.support.docx import p, package_of
from tests.support.gate import faults
from tests.support.layouts import document_of, members, with_other_ids

WORDS = "application/vnd.openxmlformats-officedocument.wordprocessingml"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def listed(text: str, number: str) -> str:
    return p(text).replace("</w:pPr>", f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr></w:pPr>')


def with_lists(package: Package, *lists: tuple[str, str, str]) -> Package:
    """The package with lists: number, text of the first level, what stands in that level besides."""
    described = "".join(
        f'<w:abstractNum w:abstractNumId="{number}"><w:nsid w:val="0A0B0C0D"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>{more}<w:lvlText w:val="{text}"/></w:lvl></w:abstractNum>'
        for number, text, more in lists
    )
    numbers = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>' for number, _, _ in lists
    )
    source = f'<w:numbering xmlns:w="{W[1:-1]}">{described}{numbers}</w:numbering>'
    package = with_part(package, NUMBERING, source.encode(), f"{WORDS}.numbering+xml")
    return with_links(package, DOCUMENT, [Link("rId70", f"{RELATED}/numbering", NUMBERING, external=False)])


def texts_of_lists(package: Package) -> list[str]:
    """For each paragraph in a list, the text of its level."""
    root, numbering = etree.fromstring(package[DOCUMENT]), etree.fromstring(package[NUMBERING])
    described = {item.get(f"{W}abstractNumId"): item for item in numbering.iter(f"{W}abstractNum")}
    numbers = {item.get(f"{W}numId"): item[0].get(f"{W}val") for item in numbering.iter(f"{W}num")}
    found = []
    for use in root.iter(f"{W}numId"):
        text = described[numbers[use.get(f"{W}val")]].find(f".//{W}lvlText")
        assert text is not None
        found.append(text.get(f"{W}val", ""))
    return found


def test_each_part_of_a_volume_keeps_its_lists(printer: Printer) -> None:
    parts = {
        "a": with_lists(package_of(listed("甲{{ unit }}", "1")), ("1", "%1.", "")),
        "b": with_lists(
            package_of(listed("乙", "1") + listed("丙", "2")),
            ("1", "（%1）", ""),
            ("2", "第%1条", '<w:lvlPicBulletId w:val="0"/>'),
        ),
        "c": package_of(p("丁")),
        "d": with_lists(package_of(listed("戊", "0") + listed("己", "2")), ("2", "%1、", "")),
    }
    data, problems = document_of({name: write_package(part) for name, part in parts.items()}, printer, unit="示例站")
    assert problems == []
    assert faults(data) == []
    found = members(data)
    found[DOCUMENT] = found[DOCUMENT].replace(b'<w:numId w:val="0"/>', b"")
    assert texts_of_lists(found) == ["%1.", "（%1）", "第%1条", "%1、"]
    root = etree.fromstring(found[NUMBERING])
    marks = [mark.get(f"{W}val") for mark in root.iter(f"{W}nsid")]
    assert len({*marks}) == len(marks) == 4
    assert [etree.QName(child).localname for child in root] == ["abstractNum"] * 4 + ["num"] * 4


def test_a_volume_whose_first_part_has_no_list_gets_a_part_for_them(printer: Printer) -> None:
    second = with_lists(package_of(listed("乙", "7")), ("7", "（%1）", ""))
    data, problems = document_of(
        {"a": write_package(package_of(p("{{ unit }}"))), "b": write_package(second)}, printer, unit="甲"
    )
    assert (problems, faults(data)) == ([], [])
    found = members(data)
    assert texts_of_lists(found) == ["（%1）"]
    assert [link.target for link in links(found, DOCUMENT) if link.type.endswith("/numbering")] == [NUMBERING]
    assert content_type(found, NUMBERING) == f"{WORDS}.numbering+xml"


def bound_to_heading(package: Package, number: str) -> Package:
    """The package whose first headings are numbered by a list."""
    heading = (
        package[STYLES]
        .decode()
        .replace(
            '<w:outlineLvl w:val="0"/>', f'<w:numPr><w:numId w:val="{number}"/></w:numPr><w:outlineLvl w:val="0"/>', 1
        )
    )
    return package | {STYLES: heading.encode()}


def test_headings_are_numbered_as_in_the_house_style_and_a_template_keeps_its_own_lists() -> None:
    bound = '<w:pStyle w:val="Heading1"/>'
    base = with_lists(bound_to_heading(package_of(""), "1"), ("1", "第%1章", bound))
    template = with_other_ids(
        with_lists(
            bound_to_heading(package_of(p("章", style="Heading1") + listed("甲", "1") + listed("乙", "2")), "3"),
            ("1", "（%1）", ""),
            ("2", "%1）", ""),
            ("3", "Chapter %1", bound),
        )
    )
    found, shared = with_styles_and_lists_of(template, base)
    found |= {NUMBERING: shared[NUMBERING]}
    assert found[STYLES] == base[STYLES]
    root = etree.fromstring(found[NUMBERING])
    assert texts_of_lists(found) == ["（%1）", "%1）"]
    assert texts_of_lists(found | {DOCUMENT: found[STYLES]}) == ["第%1章"]
    assert [style.get(f"{W}val") for style in root.iter(f"{W}pStyle")] == ["Heading1"]
    again, shared = with_styles_and_lists_of(found, base)
    assert again | {NUMBERING: shared[NUMBERING]} == found
