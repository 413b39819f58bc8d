"""A Word document as its zip members: reading, properties, and writing the same bytes each time."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

from lxml import etree

from generator.problems import Place, Problem

Package = dict[str, bytes]

TYPES = "[Content_Types].xml"
RELATIONSHIPS = "_rels/.rels"
DOCUMENT = "word/document.xml"
CORE = "docProps/core.xml"
CUSTOM = "docProps/custom.xml"

_FIRST = (TYPES, RELATIONSHIPS)
_EPOCH = (1980, 1, 1, 0, 0, 0)
_LEVEL = 6
_TYPES_NS = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONSHIPS_NS = "http://schemas.openxmlformats.org/package/2006/relationships"
_CORE_NS = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC_NS = "http://purl.org/dc/elements/1.1/"
_CUSTOM_NS = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VT_NS = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_USER_PROPERTIES = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_PROPERTY_PARTS = {
    CORE: (
        "application/vnd.openxmlformats-package.core-properties+xml",
        "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
    ),
    CUSTOM: (
        "application/vnd.openxmlformats-officedocument.custom-properties+xml",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties",
    ),
}


def read_package(path: Path, name: str) -> tuple[Package | None, list[Problem]]:
    """The members of a DOCX file in their order; `name` stands in the messages."""
    try:
        with zipfile.ZipFile(path) as archive:
            package = {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}
    except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        return None, [Problem("TEMPLATE-FILE", Place(name), f"模板打不开：{error}", "用 Word 另存为 .docx")]
    if TYPES not in package or RELATIONSHIPS not in package or DOCUMENT not in package:
        return None, [Problem("TEMPLATE-FILE", Place(name), "不是 Word 文档（.docx）", "用 Word 另存为 .docx")]
    return package, []


def write_package(package: Package) -> bytes:
    """The zip of the members, equal bytes for equal members: order, time stamps and compression are fixed."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in [*_FIRST, *(name for name in package if name not in _FIRST)]:
            info = zipfile.ZipInfo(name, _EPOCH)
            info.create_system = 0
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, package[name], compresslevel=_LEVEL)
    return out.getvalue()


def with_property_parts(package: Package) -> Package:
    """The package with core and custom property parts declared, to be filled by `properties`."""
    types = etree.fromstring(package[TYPES])
    links = etree.fromstring(package[RELATIONSHIPS])
    for part, (content_type, relationship) in _PROPERTY_PARTS.items():
        if not any(item.get("PartName") == f"/{part}" for item in types):
            etree.SubElement(types, f"{{{_TYPES_NS}}}Override", PartName=f"/{part}", ContentType=content_type)
        if not any(item.get("Type") == relationship for item in links):
            used = {item.get("Id") for item in links}
            identifier = next(f"rId{number}" for number in range(1, len(used) + 2) if f"rId{number}" not in used)
            link = f"{{{_RELATIONSHIPS_NS}}}Relationship"
            etree.SubElement(links, link, Id=identifier, Type=relationship, Target=part)
    declared = {TYPES: serialise(types), RELATIONSHIPS: serialise(links), CORE: b"", CUSTOM: b""}
    return package | declared


def properties(title: str, author: str, subject: str, provenance: dict[str, str]) -> Package:
    """The property parts of one document: no dates, so that the same inputs give the same bytes."""
    core = etree.Element(f"{{{_CORE_NS}}}coreProperties", nsmap={"cp": _CORE_NS, "dc": _DC_NS})
    for name, value in (("title", title), ("subject", subject), ("creator", author), ("language", "zh-CN")):
        etree.SubElement(core, f"{{{_DC_NS}}}{name}").text = value
    custom = etree.Element(f"{{{_CUSTOM_NS}}}Properties", nsmap={"op": _CUSTOM_NS, "vt": _VT_NS})
    for number, (name, value) in enumerate(provenance.items(), 2):
        entry = etree.SubElement(
            custom, f"{{{_CUSTOM_NS}}}property", fmtid=_USER_PROPERTIES, pid=str(number), name=name
        )
        etree.SubElement(entry, f"{{{_VT_NS}}}lpwstr").text = value
    return {CORE: serialise(core), CUSTOM: serialise(custom)}


def serialise(root: etree._Element) -> bytes:
    """The XML of a part with its declaration."""
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
