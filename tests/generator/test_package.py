from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree

from generator.package import (
    CORE,
    CUSTOM,
    DOCUMENT,
    RELATIONSHIPS,
    TYPES,
    Link,
    content_type,
    links,
    links_path,
    properties,
    read_package,
    with_links,
    with_part,
    with_property_parts,
    write_package,
)
from tests.docx import package_of


def zipped(members: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_writing_is_reproducible_and_reads_back(tmp_path: Path) -> None:
    package = package_of("<w:p/>")
    data = write_package(package)
    assert data == write_package(dict(package))
    path = tmp_path / "x.docx"
    path.write_bytes(data)
    again, problems = read_package(path, "x.docx")
    assert (again, problems) == (package, [])


def test_the_content_types_come_first_and_no_clock_is_read() -> None:
    with zipfile.ZipFile(BytesIO(write_package({DOCUMENT: b"d", RELATIONSHIPS: b"r", TYPES: b"t"}))) as archive:
        assert archive.namelist() == [TYPES, RELATIONSHIPS, DOCUMENT]
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize(
    "data", [b"", b"not a zip", zipped({"a.txt": b"x"}), zipped({TYPES: b"", RELATIONSHIPS: b""})], ids=range(4)
)
def test_what_is_no_word_document_is_a_problem(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.docx"
    path.write_bytes(data)
    package, (problem,) = read_package(path, "t/x.docx")
    assert (package, problem.code, problem.place.path) == (None, "TEMPLATE-FILE", "t/x.docx")


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    assert read_package(tmp_path / "x.docx", "x.docx")[1][0].code == "TEMPLATE-FILE"


def test_property_parts_are_declared_once() -> None:
    package = with_property_parts(package_of("<w:p/>"))
    assert with_property_parts(package) == package
    for part in (CORE, CUSTOM):
        assert package[TYPES].count(f'PartName="/{part}"'.encode()) == 1
        assert package[RELATIONSHIPS].count(f'Target="{part}"'.encode()) == 1
    identifiers = [item.get("Id") for item in etree.fromstring(package[RELATIONSHIPS])]
    assert len(set(identifiers)) == len(identifiers)


def test_properties_hold_title_author_and_provenance_but_no_date() -> None:
    parts = properties("题<名>&", "单位", "主题", {"unit": "hechi", "year": "2022"})
    core = etree.fromstring(parts[CORE])
    assert [item.text for item in core] == ["题<名>&", "主题", "单位", "zh-CN"]
    assert b"created" not in parts[CORE] and b"modified" not in parts[CORE]
    custom = etree.fromstring(parts[CUSTOM])
    assert [(item.get("name"), item.get("pid"), item[0].text) for item in custom] == [
        ("unit", "2", "hechi"),
        ("year", "3", "2022"),
    ]


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
    assert links(package, "word/charts/chart1.xml") == ADDED


def test_the_content_type_of_a_part_goes_before_that_of_its_extension() -> None:
    package = {
        TYPES: b"""<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="xml" ContentType="application/xml"/><Default Extension="xlsx" ContentType="t/sheet"/>
<Override PartName="/word/a.xml" ContentType="t/a"/></Types>"""
    }
    found = [content_type(package, part) for part in ("word/a.xml", "word/b.xml", "word/c.xlsx")]
    assert found == ["t/a", "application/xml", "t/sheet"]


def test_an_added_part_is_declared_under_its_own_type() -> None:
    package = package_of("<w:p/>")
    more = with_part(package, "word/charts/chart7.xml", b"<c/>", "t/chart")
    assert more["word/charts/chart7.xml"] == b"<c/>"
    assert content_type(more, "word/charts/chart7.xml") == "t/chart"
    assert content_type(more, DOCUMENT) == content_type(package, DOCUMENT)
    assert "word/charts/chart7.xml" not in package
