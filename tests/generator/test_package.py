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
    properties,
    read_package,
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
