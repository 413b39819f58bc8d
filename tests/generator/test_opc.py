from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from generator.opc import (
    RELATIONSHIPS,
    TYPES,
    Link,
    content_type,
    content_types,
    links,
    links_path,
    with_links,
    with_part,
    write_package,
    xml_parts,
)
from generator.word.names import DOCUMENT
from tests.support.docx import package_of

HOUSE = package_of("<w:p/>")


def test_the_content_types_come_first_and_no_clock_is_read() -> None:
    with zipfile.ZipFile(BytesIO(write_package({DOCUMENT: b"d", RELATIONSHIPS: b"r", TYPES: b"t"}))) as archive:
        assert archive.namelist() == [TYPES, RELATIONSHIPS, DOCUMENT]
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


RELATED = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="t/chart" Target="charts/chart1.xml"/>
<Relationship Id="rId2" Type="t/image" Target="../media/a.png"/>
<Relationship Id="rId3" Type="t/styles" Target="/word/styles.xml"/>
<Relationship Id="rId4" Type="t/hyperlink" Target="https://example.com/a?b=1&amp;c=2" TargetMode="External"/>
</Relationships>"""


@pytest.mark.parametrize(
    ("part", "path"),
    [
        (DOCUMENT, "word/_rels/document.xml.rels"),
        ("word/charts/chart1.xml", "word/charts/_rels/chart1.xml.rels"),
        ("custom.xml", "_rels/custom.xml.rels"),
    ],
)
def test_the_relationships_of_a_part_stand_beside_it(part: str, path: str) -> None:
    assert links_path(part) == path


def test_targets_are_members_whether_written_relative_or_absolute() -> None:
    package = {links_path(DOCUMENT): RELATED.encode()}
    assert links(package, DOCUMENT) == [
        Link("rId1", "t/chart", "word/charts/chart1.xml", False),
        Link("rId2", "t/image", "media/a.png", False),
        Link("rId3", "t/styles", "word/styles.xml", False),
        Link("rId4", "t/hyperlink", "https://example.com/a?b=1&c=2", True),
    ]
    assert links(package, "word/charts/chart1.xml") == []


ADDED = [
    Link("rId8", "t/chart", "word/charts/图表 1.xml", False),
    Link("rId9", "t/link", "https://例.example/?a&b", True),
]


def test_added_links_read_back_behind_those_there_were() -> None:
    package = {links_path(DOCUMENT): RELATED.encode()}
    before = dict(package)
    more = with_links(package, DOCUMENT, ADDED)
    assert links(more, DOCUMENT) == [*links(package, DOCUMENT), *ADDED]
    assert package == before


def test_a_part_without_links_can_get_some() -> None:
    package = with_links({}, "word/charts/chart1.xml", ADDED)
    assert [*package] == ["word/charts/_rels/chart1.xml.rels"]
    assert b"<Relationships xmlns=" in package["word/charts/_rels/chart1.xml.rels"], "LibreOffice reads no prefix here"
    assert links(package, "word/charts/chart1.xml") == ADDED


def test_the_content_type_of_a_part_goes_before_that_of_its_extension() -> None:
    package = {
        TYPES: b"""<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="xml" ContentType="application/xml"/><Default Extension="xlsx" ContentType="t/sheet"/>
<Override PartName="/word/a.xml" ContentType="t/a"/></Types>"""
    }
    found = [content_type(package, part) for part in ("word/a.xml", "word/b.xml", "word/c.xlsx")]
    assert found == ["t/a", "application/xml", "t/sheet"]
    names = {"Word/A.XML": b"", "word/c.XLSX": b"", "xml": b"", "d.bin": b""}
    types = content_types({**package, **names})
    assert {name: types.get(name) for name in names} == {
        "Word/A.XML": "t/a",
        "word/c.XLSX": "t/sheet",
        "xml": "application/xml",
        "d.bin": None,
    }


def test_parts_that_hold_xml_are_found_whatever_their_name() -> None:
    package = with_part(with_part(HOUSE, "word/x.bin", b"<x/>", "application/x+xml"), "word/y.bin", b"y", "t/y")
    assert {part for part, _ in xml_parts(package)} == {*HOUSE, "word/x.bin"}


def test_an_added_part_is_declared_under_its_own_type() -> None:
    package = package_of("<w:p/>")
    more = with_part(package, "word/charts/chart7.xml", b"<c/>", "t/chart")
    assert more["word/charts/chart7.xml"] == b"<c/>"
    assert content_type(more, "word/charts/chart7.xml") == "t/chart"
    assert content_type(more, DOCUMENT) == content_type(package, DOCUMENT)
    assert "word/charts/chart7.xml" not in package
