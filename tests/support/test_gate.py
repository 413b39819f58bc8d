"""The gate of the documents finds every fault that is planted, and lets all documents of all reports pass."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import pytest

from generator.archive import ZipMember, deflate, pack
from generator.opc import Package, write_package
from generator.reports.documents import make_documents
from generator.reports.load import load
from generator.reports.workspace import Workspace
from generator.word import render
from tests.support.gate import DOCUMENT, STYLES, TYPES, faults

CELL = '<w:tc><w:tcPr><w:tcW w:w="1" w:type="dxa"/></w:tcPr><w:p/></w:tc>'
LINKS = "word/_rels/document.xml.rels"

# Name: the member, what stands there (a regular expression), what is put in its place, and what the gate must say.
PLANTED = {
    "element-after-its-place": (DOCUMENT, r'(<w:pStyle w:val="BodyCN"/>)', r'<w:ind w:left="1"/>\1', "pPr: pStyle"),
    "unknown-property": (DOCUMENT, r'<w:pStyle w:val="BodyCN"/>', r"\g<0><w:align/>", "pPr: align cannot"),
    "property-twice": (DOCUMENT, r'<w:pStyle w:val="BodyCN"/>', r"\g<0>\g<0>", "pPr: pStyle stands twice"),
    "properties-after-the-text": (DOCUMENT, r"(<w:pPr>.*?</w:pPr>)(<w:r>.*?</w:r>)", r"\2\1", "p: pPr is not first"),
    "run-properties-last": (DOCUMENT, r"<w:r>(<w:t>.*?</w:t>)", r"<w:r>\1<w:rPr/>", "r: rPr is not first"),
    "run-properties-swapped": (STYLES, r'(<w:sz w:val="32"/>)(<w:szCs w:val="32"/>)', r"\2\1", "rPr: sz stands too"),
    "table-properties-swapped": (DOCUMENT, r"(<w:tblStyle[^>]*>)(<w:tblW[^>]*>)", r"\2\1", "tblPr: tblStyle stands"),
    "row-insertion-first": (DOCUMENT, r"<w:trPr>", r'\g<0><w:ins w:id="9" w:author="x"/>', "trPr: cantSplit stands"),
    "cell-properties-swapped": (DOCUMENT, r"(<w:tcW[^>]*>)(<w:gridSpan[^>]*>)", r"\2\1", "tcPr: tcW stands too late"),
    "cell-properties-last": (DOCUMENT, r"(<w:tcPr>.*?</w:tcPr>)(<w:p>.*?</w:p>)", r"\2\1", "tc: tcPr stands too late"),
    "section-swapped": (DOCUMENT, r"(<w:pgSz[^>]*>)(<w:pgMar[^>]*>)", r"\2\1", "sectPr: pgSz stands too late"),
    "grid-after-rows": (DOCUMENT, r"<w:tblGrid>.*?</w:tblGrid>(.*?)</w:tbl>", r"\1<w:tblGrid/></w:tbl>", "tblGrid"),
    "row-properties-last": (DOCUMENT, r"(<w:trPr>.*?</w:trPr>)(<w:tc>.*?</w:tc>)", r"\2\1", "tr: trPr stands too late"),
    "style-swapped": (STYLES, r"(<w:name[^>]*>)(<w:uiPriority[^>]*>)", r"\2\1", "style: name stands too late"),
    "no-paragraph-in-a-cell": (DOCUMENT, r"(</w:tcPr>)<w:p>.*?</w:p>(</w:tc>)", r"\1\2", "tc: does not end in a"),
    "no-rows": (DOCUMENT, r"(</w:tblGrid>).*?(</w:tbl>)", r"\1\2", "tbl: has no rows"),
    "no-cells": (DOCUMENT, r"(</w:trPr>)(<w:tc>.*?)(</w:tr>)", r"\1\3", "tr: has no cells"),
    "a-cell-too-many": (DOCUMENT, r"</w:tr>", CELL + "</w:tr>", "tr: takes more columns"),
    "a-span-too-wide": (DOCUMENT, r'<w:gridSpan w:val="4"/>', '<w:gridSpan w:val="40"/>', "tr: takes more columns"),
    "a-merge-of-nothing": (DOCUMENT, r'<w:vMerge w:val="restart"/>', "<w:vMerge/>", "tc: vMerge continues nothing"),
    "drawing-id-twice": (DOCUMENT, r'docPr id="2"', 'docPr id="1"', "docPr id 1 stands twice"),
    "bookmark-id-twice": (DOCUMENT, r'<w:bookmarkStart w:id="2"', '<w:bookmarkStart w:id="1"', "bookmark id 1 stands"),
    "bookmark-name-twice": (DOCUMENT, r'(w:id="2" w:name=)"_Toc000002"', r'\1"_Toc000001"', "name _toc000001 stands"),
    "bookmark-without-end": (DOCUMENT, r'<w:bookmarkEnd w:id="2"/>', "", "bookmark 2 has no end"),
    "bookmark-without-start": (DOCUMENT, r"<w:bookmarkStart [^>]*>", "", "bookmark 1 ends without a start"),
    "paragraph-id-twice": (
        DOCUMENT,
        r"<w:body><w:p><w:pPr>(.*?)<w:p><w:pPr>",
        rf'<w:body xmlns:w14="{"http://schemas.microsoft.com/office/word/2010/wordml"}"><w:p w14:paraId="1A"><w:pPr>\1'
        r'<w:p w14:paraId="1A"><w:pPr>',
        "paraId 1A stands twice",
    ),
    "link-to-no-bookmark": (DOCUMENT, r'w:anchor="_Toc000003"', 'w:anchor="_Toc9"', "link to bookmark"),
    "page-of-no-bookmark": (DOCUMENT, r"PAGEREF _Toc000003", "PAGEREF _Toc9", "link to bookmark"),
    "unknown-paragraph-style": (DOCUMENT, r'pStyle w:val="BodyCN"', 'pStyle w:val="Body"', "paragraph style 'Body'"),
    "style-of-another-kind": (DOCUMENT, r'pStyle w:val="BodyCN"', 'pStyle w:val="Strong"', "paragraph style 'Strong'"),
    "base-style-unknown": (STYLES, r'basedOn w:val="Normal"', 'basedOn w:val="None"', "style 'None' is not there"),
    "illegal-character": (DOCUMENT, r"<w:t>", "<w:t>\x0b", f"{DOCUMENT}: not well-formed"),
    "illegal-reference": (DOCUMENT, r"<w:t>", "<w:t>&#xFFFE;", f"{DOCUMENT}: not well-formed"),
    "bare-ampersand": (DOCUMENT, r"<w:t>", "<w:t>A&B", f"{DOCUMENT}: not well-formed"),
    "blanks-not-kept": (DOCUMENT, r"<w:t>", "<w:t> ", "blanks at the ends"),
    "text-between-runs": (DOCUMENT, r"</w:r>", "</w:r>{% if %}", "stray text '{% if %}'"),
    "element-in-text": (DOCUMENT, r"<w:t>", "<w:t><w:b/>", "holds an element"),
    "field-without-begin": (DOCUMENT, r'<w:fldChar w:fldCharType="begin"/>', "", "field: separate without a begin"),
    "field-without-end": (DOCUMENT, r'(?s)(.*)<w:fldChar w:fldCharType="end"/>', r"\1", "field: begins without an end"),
    "no-last-section": (DOCUMENT, r"(?s)(.*)<w:sectPr>.*?</w:sectPr>", r"\1", "body: does not end in sectPr"),
    "section-in-a-cell": (
        DOCUMENT,
        r"(</w:tcPr><w:p><w:pPr>.*?)</w:pPr>",
        r"\1<w:sectPr/></w:pPr>",
        "sectPr: stands in",
    ),
    "part-without-type": (TYPES, r'<Default Extension="rels"[^>]*>', "", "has no content type"),
    "type-without-part": (TYPES, r"/word/footer2.xml", "/word/footer3.xml", "/word/footer3.xml is not there"),
    "other-main-type": (TYPES, r"document\.main\+xml", "template.main+xml", "not declared as the main document"),
    "link-to-no-part": (LINKS, r'Target="footer1.xml"', 'Target="footer9.xml"', "leads to footer9.xml"),
    "relationship-twice": (LINKS, r'Id="rId2"', 'Id="rId1"', "rId1 stands twice"),
    "unknown-relationship": (DOCUMENT, r'r:id="rId6"', 'r:id="rId66"', "uses relationship rId66"),
}


@pytest.fixture(scope="session")
def volume(all_documents: dict[str, bytes]) -> Package:
    """A document with everything: tables, merges, charts, fields, bookmarks, sections."""
    with zipfile.ZipFile(BytesIO(all_documents["example-full.docx"])) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_found(volume: Package, name: str) -> None:
    member, before, after, words = PLANTED[name]
    changed, count = re.subn(before, after, volume[member].decode(), count=1)
    assert count == 1
    found = faults(write_package(volume | {member: changed.encode()}))
    assert any(words in fault for fault in found), found


def test_what_is_no_whole_package_is_refused(volume: Package) -> None:
    data = write_package(volume)
    assert faults(data) == []
    assert "not a whole zip" in faults(data[:-30])[0]
    damaged = bytearray(data)
    damaged[data.index(b"word/document.xml") + 500] ^= 255
    assert "not a whole zip" in faults(bytes(damaged))[0]
    assert faults(write_package({name: part for name, part in volume.items() if name != STYLES})) == [
        f"{STYLES}: missing"
    ]
    twice = BytesIO(data)
    with zipfile.ZipFile(twice, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(DOCUMENT, volume[DOCUMENT])
    assert f"{DOCUMENT}: twice in the zip" in faults(twice.getvalue())


def test_all_documents_of_all_reports_pass(all_documents: dict[str, bytes]) -> None:
    assert len(all_documents) > 40
    assert {name: found for name, data in all_documents.items() if (found := faults(data))} == {}


def test_what_the_tests_render_goes_through_the_gate(all_reports: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a change of the program's imports would leave the gate open unnoticed."""

    def loose(members: dict[str, ZipMember]) -> bytes:
        return pack(members | {"word/loose.bin": deflate([b""])})

    monkeypatch.setattr(render, "pack", loose)
    with pytest.raises(AssertionError, match=r"word/loose\.bin: has no content type"):
        make_documents(all_reports, load(all_reports, "demo", "2023"))
