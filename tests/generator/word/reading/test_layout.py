from __future__ import annotations

import subprocess
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree

from generator.opc import (
    RELATIONSHIPS,
    TYPES,
    Link,
    Package,
    content_types,
    links,
    with_links,
    with_part,
    write_package,
)
from generator.text.printer import Printer
from generator.word.names import DOCUMENT, MAIN_TYPE, SETTINGS, STYLES, R, W
from generator.word.package import parse_template, read_package, read_template
from generator.word.properties import CORE, CUSTOM, provenance
from tests.support.docx import p, package_of
from tests.support.layouts import CLAIMS, document, filled, moved, rest_of, shown
from tests.support.paths import PROJECT

HEADER = "word/header1.xml"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORDS = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def template(text: str = "{{ unit }}的报告") -> Package:
    """A document with a header; both have a tag."""
    body = p(text) + "<w:p/>"
    package = package_of(body)
    package = with_part(
        package, HEADER, f'<w:hdr xmlns:w="{W[1:-1]}">{p("页眉{{ unit }}")}</w:hdr>'.encode(), f"{WORDS}.header+xml"
    )
    package = with_links(package, DOCUMENT, [Link("rId50", f"{RELATED}/header", HEADER, external=False)])
    reference = b'<w:headerReference w:type="default" r:id="rId50"/>'
    return package | {DOCUMENT: package[DOCUMENT].replace(b"<w:sectPr>", b"<w:sectPr>" + reference)}


def edited(part: str, *pairs: tuple[str, str]) -> Callable[[Package], Package]:
    def edit(package: Package) -> Package:
        text = package[part].decode()
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new)
        return package | {part: text.encode()}

    return edit


def chain(*edits: Callable[[Package], Package]) -> Callable[[Package], Package]:
    def edit(package: Package) -> Package:
        for one in edits:
            package = one(package)
        return package

    return edit


def xml_by_default(package: Package) -> Package:
    """The main part has no type of its own: every .xml is said to be one."""
    text = package[TYPES].decode().replace(f'<Override PartName="/{DOCUMENT}" ContentType="{MAIN_TYPE}"/>', "")
    return package | {
        TYPES: text.replace(
            'Extension="xml" ContentType="application/xml"', f'Extension="XML" ContentType="{MAIN_TYPE}"'
        ).encode()
    }


LAYOUTS: dict[str, Callable[[Package], Package]] = {
    "as it is": lambda package: package,
    "Word Online": lambda package: moved(package, DOCUMENT, "word/document22.xml"),
    "another folder": lambda package: moved(package, DOCUMENT, "doc/Text/Main.XML"),
    "root": lambda package: moved(package, DOCUMENT, "document.xml"),
    **{
        name: lambda package, name=name: moved(package, HEADER, name)  # type: ignore[misc]
        for name in (
            "word/hdr9.xml",
            "word/Header9.xml",
            "word/headers/header9.xml",
            "header9.xml",
            "word/header_first.xml",
        )
    },
    "both": lambda package: moved(moved(package, HEADER, "word/header3.xml"), DOCUMENT, "word/document2.xml"),
    "footer": lambda package: moved(package, "word/footer1.xml", "word/ftr.xml"),
    "styles": lambda package: moved(package, STYLES, "word/styles2.xml"),
    "settings": lambda package: moved(package, SETTINGS, "word/Settings.xml"),
    "main type by default": xml_by_default,
    "names in another case": edited(TYPES, ("/word/header1.xml", "/Word/Header1.XML")),
    "targets in another case": edited("word/_rels/document.xml.rels", ("/word/header1.xml", "Header1.xml")),
    "a stale type": edited(TYPES, ("</Types>", '<Override PartName="/word/gone.xml" ContentType="x/y"/></Types>')),
    "two types": edited(
        TYPES, ("</Types>", f'<Override PartName="/word/DOCUMENT.xml" ContentType="{MAIN_TYPE}"/></Types>')
    ),
    "a template": edited(TYPES, ("document.main+xml", "template.main+xml")),
    "no properties": lambda package: rest_of(package, CORE),
    "no settings": lambda package: rest_of(package, SETTINGS),
    "no fonts": lambda package: rest_of(package, "word/fontTable.xml"),
    "no styles": lambda package: rest_of(package, STYLES),
    "none": lambda package: rest_of(package, CORE, SETTINGS, STYLES, "word/fontTable.xml"),
    "two parts of styles": lambda package: with_links(
        with_part(package, "word/more.xml", package[STYLES], f"{WORDS}.styles+xml"),
        DOCUMENT,
        [Link("rId60", f"{RELATED}/styles", "word/more.xml", external=False)],
    ),
    "a name that is taken": lambda package: with_links(
        with_part(moved(package, HEADER, "word/hdr.xml"), HEADER, b"<x/>", "application/xml"),
        DOCUMENT,
        [Link("rId60", f"{RELATED}/customXml", HEADER, external=False)],
    ),
}


@pytest.mark.parametrize("case", LAYOUTS)
def test_a_package_of_any_layout_is_filled(case: str, printer: Printer) -> None:
    found = filled(LAYOUTS[case](template()), printer, unit="示例站")
    assert "示例站的报告" in shown(found) and "页眉示例站" in shown(found) and "{{" not in shown(found)
    assert content_types(found)[DOCUMENT] == MAIN_TYPE
    assert provenance(found) == CLAIMS


@pytest.mark.parametrize("path", sorted((PROJECT / "templates").rglob("*.docx")), ids=lambda path: path.stem)
def test_the_templates_of_the_project_come_out_as_they_are(path: Path) -> None:
    plain, (usual, problems) = read_package(path, "x")[0], read_template(path, "x")
    assert plain is not None and usual is not None, problems
    assert [*plain.items()] == [*usual.items()]


def test_an_arranged_package_is_left_alone() -> None:
    for case, edit in LAYOUTS.items():
        once, problems = parse_template(write_package(edit(template())), "x")
        assert once is not None, problems
        again, _ = parse_template(write_package(once), "x")
        assert again == once, case


def test_what_no_relationship_leads_to_is_left_out_and_what_is_unfamiliar_is_kept() -> None:
    package = template()
    people = ("word/people.xml", "people", "people+xml")
    package = with_part(package, people[0], b'<p:people xmlns:p="x"/>', f"{WORDS}.{people[2]}")
    package = with_part(package, "customXml/item1.xml", b"<a/>", "application/xml")
    package = with_part(
        package, "docMetadata/LabelInfo.xml", b"<a/>", "application/vnd.ms-office.classificationlabels+xml"
    )
    kept = [
        Link("rId61", "http://schemas.microsoft.com/office/2011/relationships/people", people[0], external=False),
        Link("rId62", f"{RELATED}/customXml", "customXml/item1.xml", external=False),
    ]
    package = with_links(package, DOCUMENT, kept)
    package = with_links(
        package, "", [Link("rId63", "http://x/classificationlabels", "docMetadata/LabelInfo.xml", external=False)]
    )
    litter = {
        "[trash]/0000.dat": b"x",
        "__MACOSX/._document.xml": b"\0\5\x16\7",
        "__MACOSX/word/_rels/._a.rels": b"\0",
        "word/lost.xml": b"<a",
    }
    found, problems = parse_template(write_package(package | litter), "x")
    assert found is not None, problems
    assert found == package
    assert {people[0], "customXml/item1.xml", "docMetadata/LabelInfo.xml"} <= content_types(found).keys()


def test_a_zip_as_tools_write_it_is_read(printer: Printer) -> None:
    """Stored, types last, a name in UTF-8 that the relationship spells in percent signs."""
    picture = "word/media/图1.png"
    body = '<w:p><w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" r:embed="rId70"/></w:drawing></w:r></w:p>'
    package = package_of(body + p("{{ unit }}"))
    package[TYPES] = package[TYPES].replace(
        b"<Override", b'<Default Extension="png" ContentType="image/png"/><Override', 1
    )
    package = with_links(package, DOCUMENT, [Link("rId70", f"{RELATED}/image", "media/%E5%9B%BE1.png", external=False)])
    package["word/_rels/document.xml.rels"] = package["word/_rels/document.xml.rels"].replace(b'"/media', b'"media')
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("word/", "")
        for name, data in [
            *((name, data) for name, data in package.items() if name != TYPES),
            (picture, b"\x89PNG"),
            (TYPES, package[TYPES]),
        ]:
            archive.writestr(name, data)
    found, problems = parse_template(out.getvalue(), "x")
    assert found is not None, problems
    (link,) = [link for link in links(found, DOCUMENT) if link.type.endswith("/image")]
    assert link.target == "word/media/image1.png" and found[link.target] == b"\x89PNG"
    assert "示例站" in shown(filled(found, printer, unit="示例站"))


def test_there_is_one_part_of_core_properties_wherever_it_was(printer: Printer) -> None:
    path = "package/services/metadata/core-properties/a1.psmdcp"
    package = moved(rest_of(template(), CORE), "word/none.xml", "word/none.xml")
    core = template()[CORE]
    kind = "application/vnd.openxmlformats-package.core-properties+xml"
    package[TYPES] = package[TYPES].replace(
        b"<Override", f'<Default Extension="psmdcp" ContentType="{kind}"/><Override'.encode(), 1
    )
    types = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    package = with_links(
        package | {path: core, "docProps/other.xml": core},
        "",
        [Link("rId80", types, path, external=False), Link("rId81", types, "docProps/other.xml", external=False)],
    )
    found = filled(package, printer, unit="示例站")
    assert [link.target for link in links(found, "") if link.type.endswith("/core-properties")] == [CORE]
    assert content_types(found)[CORE] == kind
    assert not [name for name in found if name.endswith((".psmdcp", "other.xml"))]


def test_building_blocks_are_kept_with_their_styles_and_are_not_filled(printer: Printer) -> None:
    part, styles = "word/glossary/document.xml", "word/glossary/styles.xml"
    blocks = f"<w:docParts><w:docPart><w:docPartBody>{p('{{ other.name }}')}</w:docPartBody></w:docPart></w:docParts>"
    source = f'<w:glossaryDocument xmlns:w="{W[1:-1]}">{blocks}</w:glossaryDocument>'
    package = with_part(template(), part, source.encode(), f"{WORDS}.document.glossary+xml")
    package = with_part(package, styles, package[STYLES], f"{WORDS}.styles+xml")
    package = with_links(package, DOCUMENT, [Link("rId60", f"{RELATED}/glossaryDocument", part, external=False)])
    package = with_links(package, part, [Link("rId1", f"{RELATED}/styles", styles, external=False)])
    found = filled(moved(package, DOCUMENT, "word/document2.xml"), printer, unit="示例站")
    assert (found[part], found[styles]) == (package[part], package[styles])
    assert [link.target for link in links(found, part)] == [styles]


def test_sections_in_a_loop_share_their_footers(printer: Printer) -> None:
    section = '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:pgSz w:w="16838" w:h="11906"/></w:sectPr>'
    loop = p("{%p for row in rows %}") + p("{{ row }}") + f"<w:p><w:pPr>{section}</w:pPr></w:p>" + p("{%p endfor %}")
    found = filled(package_of(loop), printer, rows=["甲", "乙", "丙"])
    root = etree.fromstring(found[DOCUMENT])
    assert len([*root.iter(f"{W}sectPr")]) == 4
    known = {link.id for link in links(found, DOCUMENT)}
    assert {reference.get(f"{R}id") for reference in root.iter(f"{W}footerReference")} <= known


CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"


@pytest.mark.parametrize(("where", "numbers"), [(CUSTOM, (2, 3)), (CUSTOM, (2, 7)), ("docProps/wps.xml", (2, 2))])
def test_properties_that_editors_write_are_kept_beside_those_of_the_program(
    where: str, numbers: tuple[int, int], printer: Printer
) -> None:
    entry = '<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{}" name="{}"><vt:lpwstr>{}</vt:lpwstr></property>'
    held = "".join(
        entry.format(*values)
        for values in (
            (numbers[0], "KSOProductBuildVer", "2052-12.1"),
            (numbers[1], "ICV", "A&amp;B"),
            (9, "Unit", "别的"),
        )
    )
    source = f'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{held}</Properties>'
    package = with_part(template(), where, source.encode(), CUSTOM_TYPE)
    package = with_links(package, "", [Link("rId90", f"{RELATED}/custom-properties", where, external=False)])
    found = filled(package, printer, unit="示例站")
    assert provenance(found) == CLAIMS | {"KSOProductBuildVer": "2052-12.1", "ICV": "A&B"}
    pids = [int(item.get("pid", "")) for item in etree.fromstring(found[CUSTOM])]
    assert pids == [2, 3, 4, 5]
    assert [link.target for link in links(found, "") if link.type.endswith("/custom-properties")] == [CUSTOM]


REFUSED = {
    "strict": (edited(DOCUMENT, (W[1:-1], "http://purl.oclc.org/ooxml/wordprocessingml/main")), "Strict"),
    "macros": (
        edited(TYPES, (f"{WORDS}.document.main+xml", "application/vnd.ms-word.document.macroEnabled.main+xml")),
        "启用宏",
    ),
    "xlsx": (edited(TYPES, ("wordprocessingml.document.main", "spreadsheetml.sheet.main")), "Excel"),
    "no body": (lambda package: package | {DOCUMENT: f'<w:document xmlns:w="{W[1:-1]}"/>'.encode()}, "什么也没有"),
    "no main part": (edited(RELATIONSHIPS, ("relationships/officeDocument", "relationships/other")), "不是 Word 文档"),
    "main part missing": (edited(RELATIONSHIPS, ("word/document.xml", "word/gone.xml")), "不是 Word 文档"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_arranged_is_refused_with_advice(case: str) -> None:
    edit, word = REFUSED[case]
    package, (problem,) = parse_template(write_package(edit(template())), "x")
    assert (package, problem.code) == (None, "TEMPLATE-FILE")
    assert word in problem.message and problem.remedy


@pytest.mark.heavy
def test_word_accepts_the_document_of_every_layout(
    printer: Printer, tmp_path: Path, tool: Callable[[str], str]
) -> None:
    validator = tool("ooxml-validator")
    refused = {}
    for number, (case, edit) in enumerate(LAYOUTS.items()):
        data, problems = document(edit(template()), printer, unit="示例站")
        assert problems == []
        path = tmp_path / f"{number}.docx"
        path.write_bytes(data)
        run = subprocess.run([validator, str(path)], capture_output=True, text=True, check=False)
        if run.returncode:
            refused[case] = run.stdout + run.stderr
    assert refused == {}
