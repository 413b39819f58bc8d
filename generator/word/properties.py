"""The properties of a document: its title and author, and its provenance, by which `verify` finds its commit."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.opc import Package

CORE = "docProps/core.xml"
CUSTOM = "docProps/custom.xml"
_CORE_NS = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC_NS = "http://purl.org/dc/elements/1.1/"
_CUSTOM_NS = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VT_NS = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_FIRST = 2  # the number of the first custom property; those below have another meaning
_USER_PROPERTIES = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
PROPERTY_PARTS = {
    CORE: (
        "application/vnd.openxmlformats-package.core-properties+xml",
        "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
    ),
    CUSTOM: (
        "application/vnd.openxmlformats-officedocument.custom-properties+xml",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties",
    ),
}
"""The content type of each part of properties, and the type of the relationship to it."""


def with_property_parts(package: Package) -> Package:
    """The package with core and custom property parts declared, to be filled by `properties`.

    The custom properties that it has (editors write some), and the core properties with tags, stay in it until then.
    """
    from lxml import etree

    from generator.opc import RELATIONSHIPS, RELATIONSHIPS_NS, TYPES, TYPES_NS, serialise

    types = etree.fromstring(package[TYPES])
    links = etree.fromstring(package[RELATIONSHIPS])
    for part, (content_type, relationship) in PROPERTY_PARTS.items():
        if not any(item.get("PartName") == f"/{part}" for item in types):
            etree.SubElement(types, f"{{{TYPES_NS}}}Override", PartName=f"/{part}", ContentType=content_type)
        if not any(item.get("Type") == relationship for item in links):
            used = {item.get("Id") for item in links}
            identifier = next(f"rId{number}" for number in range(1, len(used) + 2) if f"rId{number}" not in used)
            link = f"{{{RELATIONSHIPS_NS}}}Relationship"
            etree.SubElement(links, link, Id=identifier, Type=relationship, Target=part)
    held = {CORE: _with_tags(package.get(CORE, b"")), CUSTOM: package.get(CUSTOM, b"")}
    return package | {TYPES: serialise(types), RELATIONSHIPS: serialise(links)} | held


def _with_tags(core: bytes) -> bytes:
    """The core properties of a template that are to be filled in; empty if there are none."""
    from lxml import etree

    from generator.opc import serialise
    from generator.text.sandbox import OPENING
    from generator.word.outside.parts import CORE_NAMES

    root = etree.fromstring(core) if core else etree.Element("none")
    for entry in [*root]:
        if not OPENING.search(entry.text or "") or etree.QName(entry).localname not in CORE_NAMES:
            root.remove(entry)
    return serialise(root) if len(root) else b""


def properties(
    title: str, author: str, subject: str, provenance: dict[str, str], held: bytes = b"", filled: bytes = b""
) -> Package:
    """The property parts of one document: no dates, so that the same inputs give the same bytes.

    The names of the provenance are the program's own; any text may stand for the rest. `held` is the template's part
    of custom properties: they follow those of the provenance, except one under a name of these. `filled` is its part
    of core properties that had tags, which count more than the program's own.
    """
    described = {"dc:title": title, "dc:subject": subject, "dc:creator": author, "dc:language": "zh-CN"}
    described |= _described(filled) if filled else {}
    core = "".join(f"<{name}>{_escaped(value)}</{name}>" for name, value in described.items())
    custom = "".join(
        f'<op:property fmtid="{_USER_PROPERTIES}" pid="{number}" name="{name}">'
        f"<vt:lpwstr>{_escaped(value)}</vt:lpwstr></op:property>"
        for number, (name, value) in enumerate(provenance.items(), _FIRST)
    )
    custom += _others(held, provenance) if held else ""
    return {
        CORE: _part(f'<cp:coreProperties xmlns:cp="{_CORE_NS}" xmlns:dc="{_DC_NS}">{core}</cp:coreProperties>'),
        CUSTOM: _part(f'<op:Properties xmlns:op="{_CUSTOM_NS}" xmlns:vt="{_VT_NS}">{custom}</op:Properties>'),
    }


def _described(filled: bytes) -> dict[str, str]:
    """The core properties of a template that were filled in, by their names with the usual prefixes."""
    from lxml import etree

    entries = etree.fromstring(filled)
    prefixes = {_DC_NS: "dc", _CORE_NS: "cp"}
    names = [etree.QName(entry) for entry in entries]
    return {
        f"{prefixes[str(name.namespace)]}:{name.localname}": str(entry.xpath("string()"))
        for name, entry in zip(names, entries, strict=True)
        if name.namespace in prefixes
    }


def _others(held: bytes, provenance: dict[str, str]) -> str:
    """The custom properties of a template under names and numbers that those of the provenance do not have."""
    from lxml import etree

    entries: list[str] = []
    taken = {name.casefold() for name in provenance}
    for entry in etree.fromstring(held):
        if (name := entry.get("name", "").casefold()) and name not in taken:
            taken.add(name)
            entry.set("pid", str(len(provenance) + len(entries) + _FIRST))
            entries.append(etree.tostring(entry, encoding="unicode", with_tail=False))
    return "".join(entries)


def _part(root: str) -> bytes:
    return f"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n{root}".encode()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def provenance(package: Package) -> dict[str, str]:
    """The custom properties of a document by name: what `properties` wrote into it, or whatever else is there."""
    from lxml import etree

    if CUSTOM not in package:
        return {}
    return {str(entry.get("name")): "".join(map(str, entry.itertext())) for entry in etree.fromstring(package[CUSTOM])}
