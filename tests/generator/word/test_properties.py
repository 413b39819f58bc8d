from __future__ import annotations

import pytest
from lxml import etree

from generator.opc import RELATIONSHIPS, TYPES, serialise
from generator.word.properties import CORE, CUSTOM, properties, with_property_parts
from tests.support.docx import package_of

LANGUAGE = "{http://purl.org/dc/elements/1.1/}language"


def test_property_parts_are_declared_once() -> None:
    package = with_property_parts(package_of("<w:p/>"))
    assert with_property_parts(package) == package
    for part in (CORE, CUSTOM):
        assert package[TYPES].count(f'PartName="/{part}"'.encode()) == 1
        assert package[RELATIONSHIPS].count(f'Target="{part}"'.encode()) == 1
    identifiers = [item.get("Id") for item in etree.fromstring(package[RELATIONSHIPS])]
    assert len(set(identifiers)) == len(identifiers)


@pytest.mark.parametrize("text", ["题<名>& \"'", "&amp; ]]>", "甲\n乙\r\t", "é\x85\u2028😀"])
def test_any_text_is_written_as_a_serialiser_writes_it(text: str) -> None:
    parts = properties(text, text, text, {"unit": text})
    for part in (CORE, CUSTOM):
        root = etree.fromstring(parts[part])
        assert serialise(root) == parts[part]
        assert {"".join(map(str, leaf.itertext())) for leaf in root if leaf.tag != LANGUAGE} == {text}


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


def test_what_is_empty_has_an_element_too() -> None:
    parts = properties("", "", "", {"inputs": ""})
    assert b"<dc:title></dc:title>" in parts[CORE] and b"<vt:lpwstr></vt:lpwstr>" in parts[CUSTOM]
