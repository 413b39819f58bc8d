from __future__ import annotations

import pytest
from lxml import etree

from generator.opc import Link, Package, links, with_links, with_part, write_package
from generator.text.printer import Printer
from generator.word.binding.notes import without_comments
from generator.word.names import DOCUMENT, R, W
from tests.support.docx import p, package_of
from tests.support.gate import faults
from tests.support.layouts import document_of, filled, members, moved, shown

WORDS = "application/vnd.openxmlformats-officedocument.wordprocessingml"
NOTES = "word/footnotes.xml"


def noted(text: str, number: int, kind: str = "footnote") -> str:
    return p(text).replace("</w:p>", f'<w:r><w:{kind}Reference w:id="{number}"/></w:r></w:p>')


def with_notes(package: Package, *texts: str, kind: str = "footnote") -> Package:
    """The package with notes from 1, each with a link, and the line above notes."""
    link = '<w:hyperlink r:id="rId1"><w:r><w:t>网</w:t></w:r></w:hyperlink></w:p>'
    notes = "".join(
        f'<w:{kind} w:id="{number}">{p(text).replace("</w:p>", link)}</w:{kind}>'
        for number, text in enumerate(texts, 1)
    )
    line = f'<w:{kind} w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:{kind}>'
    source = f'<w:{kind}s xmlns:w="{W[1:-1]}" xmlns:r="{R[1:-1]}">{line}{notes}</w:{kind}s>'
    part = f"word/{kind}s.xml"
    package = with_part(package, part, source.encode(), f"{WORDS}.{kind}s+xml")
    package = with_links(package, DOCUMENT, [Link("rId80", f"{R[1:-1]}/{kind}s", part, external=False)])
    return with_links(
        package,
        part,
        [Link("rId1", f"{R[1:-1]}/hyperlink", f"https://{texts[0][0].encode().hex()}.example", external=True)],
    )


def referred(package: Package, kind: str = "footnote") -> list[tuple[str, str]]:
    """The text of each note with the address of its link, in the order of the references."""
    root = etree.fromstring(package[f"word/{kind}s.xml"])
    known = {link.id: link.target for link in links(package, f"word/{kind}s.xml")}
    notes = {note.get(f"{W}id"): note for note in root.iter(f"{W}{kind}")}
    found = []
    for use in etree.fromstring(package[DOCUMENT]).iter(f"{W}{kind}Reference"):
        note = notes[use.get(f"{W}id")]
        address = known[str(next(note.iter(f"{W}hyperlink")).get(f"{R}id"))]
        found.append(("".join(map(str, note.itertext(f"{W}t"))).removesuffix("网"), address))
    return found


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_each_part_of_a_volume_keeps_its_notes(kind: str, printer: Printer) -> None:
    parts = {
        "a": package_of(p("封面{{ unit }}")),
        "b": with_notes(package_of(noted("甲", 1, kind) + noted("乙", 2, kind)), "一{{ unit }}", "二", kind=kind),
        "c": with_notes(package_of(noted("丙", 2, kind)), "没有用", "三", kind=kind),
    }
    data, problems = document_of({name: write_package(part) for name, part in parts.items()}, printer, unit="示例站")
    assert (problems, faults(data)) == ([], [])
    found = members(data)
    one, other = (f"https://{text.encode().hex()}.example" for text in "一没")
    assert referred(found, kind) == [("一示例站", one), ("二", one), ("三", other)]
    assert "没有用" not in shown(found)
    root = etree.fromstring(found[f"word/{kind}s.xml"])
    assert [note.get(f"{W}id") for note in root if note.get(f"{W}type")] == ["-1"]


def test_notes_in_a_part_of_another_name_are_filled(printer: Printer) -> None:
    package = moved(with_notes(package_of(noted("甲", 1)), "共{{ amount }}"), NOTES, "word/notes1.xml")
    found = filled(package, printer, amount="2.18万元")
    assert [text for text, _ in referred(found)] == ["共2.18万元"]
    root = etree.fromstring(found[NOTES])
    assert [(note.get(f"{W}id"), note.get(f"{W}type")) for note in root] == [("-1", "separator"), ("1", None)]


def test_comments_of_a_later_part_stay_behind(printer: Printer) -> None:
    commented = p("乙").replace("<w:r>", '<w:commentRangeStart w:id="0"/><w:r>', 1)
    commented = commented.replace(
        "</w:p>", '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r></w:p>'
    )
    source = f'<w:comments xmlns:w="{W[1:-1]}"><w:comment w:id="0" w:author="x">{p("批")}</w:comment></w:comments>'
    second = with_part(package_of(commented), "word/comments.xml", source.encode(), f"{WORDS}.comments+xml")
    second = with_links(second, DOCUMENT, [Link("rId81", f"{R[1:-1]}/comments", "word/comments.xml", external=False)])
    data, problems = document_of(
        {"a": write_package(package_of(p("{{ unit }}"))), "b": write_package(second)}, printer, unit="甲"
    )
    assert (problems, faults(data)) == ([], [])
    assert b"comment" not in members(data)[DOCUMENT]


def test_comments_of_a_template_go_into_no_document(printer: Printer) -> None:
    marked = p("甲{{ unit }}").replace("<w:r>", '<w:commentRangeStart w:id="0"/><w:r>', 1)
    anchor = '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r></w:p>'
    package = package_of(marked.replace("</w:p>", anchor) + p("乙"))
    text = f'<w:comments xmlns:w="{W[1:-1]}"><w:comment w:id="0" w:author="甲">{p("写成 {{ unit }}")}</w:comment></w:comments>'
    package = with_part(package, "word/comments.xml", text.encode(), f"{WORDS}.comments+xml")
    package = with_links(package, DOCUMENT, [Link("rId81", f"{R[1:-1]}/comments", "word/comments.xml", external=False)])
    found = filled(package, printer, unit="站")
    assert "word/comments.xml" not in found
    assert b"comment" not in found[DOCUMENT] and b"/comments" not in found["word/_rels/document.xml.rels"]
    assert b"comments.xml" not in found["[Content_Types].xml"]
    assert "甲站" in shown(found)
    package = package_of(p("甲"))
    assert without_comments(package) is package
