"""Word files as other editors lay them out, and the way from a template's bytes to its document."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import Any

from lxml import etree

from generator.opc import TYPES, Package, links_path, serialise, write_package
from generator.problems import Problem
from generator.text.printer import Printer
from generator.word.compiler import compile_template
from generator.word.names import DOCUMENT, SETTINGS, STYLES, W
from generator.word.package import parse_template
from generator.word.properties import with_property_parts
from generator.word.render import render, template_environment
from generator.word.volume import bind
from tests.support.gate import faults

CLAIMS = {"unit": "demo", "year": "2023"}
REFERENCES = "pStyle rStyle tblStyle basedOn next link styleLink numStyleLink clickAndTypeStyle defaultTableStyle"


def moved(package: Package, old: str, new: str) -> Package:
    """The package with a member elsewhere; its relationships go with it, those to it and its type follow."""
    at = re.escape(old.removeprefix("word/"))
    names = {old: new, links_path(old): links_path(new)}
    found = {names.get(name, name): data for name, data in package.items()}
    if (own := links_path(new)) in found:
        found[own] = re.sub(rb'Target="(?!/|\w+:)', b'Target="/word/', found[own])
    for name in found:
        if name.endswith(".rels"):
            found[name] = re.sub(rb'Target="(/?word/)?%s"' % at.encode(), f'Target="/{new}"'.encode(), found[name])
    found[TYPES] = found[TYPES].replace(f'"/{old}"'.encode(), f'"/{new}"'.encode())
    return found


def rest_of(package: Package, *gone: str) -> Package:
    """The package without some members, and without relationships to them and types for them."""
    found = {name: data for name, data in package.items() if name not in gone}
    for name in gone:
        end = name.rpartition("/")[2].encode()
        for path in [path for path in found if path.endswith(".rels") or path == TYPES]:
            found[path] = re.sub(rb'<(?:Relationship|Override) [^>]*"[^"]*\b%s"[^>]*/>' % end, b"", found[path])
    return found


def with_other_ids(package: Package, ids: dict[str, str] | None = None) -> Package:
    """The package with every style's id changed as an editor does, all references following; names stay.

    `ids` maps the old ids to the new ones; by default all are numbered.
    """
    styles = etree.fromstring(package[STYLES])
    known = [style.get(f"{W}styleId", "") for style in styles.iter(f"{W}style")]
    ids = ids if ids is not None else {old: f"s{number}" for number, old in enumerate(known, 1)}
    found = dict(package)
    for name, data in package.items():
        if not name.startswith("word/") or not name.endswith(".xml"):
            continue
        root = etree.fromstring(data)
        for style in root.iter(f"{W}style"):
            style.set(f"{W}styleId", ids.get(style.get(f"{W}styleId", ""), style.get(f"{W}styleId", "")))
        for element in root.iter(*(f"{W}{tag}" for tag in REFERENCES.split())):
            value = element.get(f"{W}val", "")
            element.set(f"{W}val", ids.get(value, value))
        found[name] = serialise(root)
    return found


def document(package: Package, printer: Printer, **data: Any) -> tuple[bytes, list[Problem]]:
    """The document of a template as its bytes are read, bound, compiled and filled; empty with the problems."""
    return document_of({"t.docx": write_package(package)}, printer, **data)


def document_of(files: dict[str, bytes], printer: Printer, **data: Any) -> tuple[bytes, list[Problem]]:
    """As `document`, for the parts of a volume by their names."""
    parts: list[tuple[str, Package]] = []
    for name, content in files.items():
        package, problems = parse_template(content, name)
        if package is None:
            return b"", problems
        parts.append((name, package))
    bound, problems = bind(parts)
    if bound is None:
        return b"", problems
    environment = template_environment(printer)
    compiled, problems = compile_template(with_property_parts(bound), "t.docx", environment)
    if compiled is None:
        return b"", problems
    made, problems = render(compiled, environment, data, "题", "单位", "", CLAIMS)
    return made or b"", problems


def filled(package: Package, printer: Printer, **data: Any) -> Package:
    """The members of the document of a template, which is valid."""
    made, problems = document(package, printer, **data)
    assert problems == []
    found = members(made)
    unstyled = STYLES not in package or b"<w:style " not in found[STYLES]
    assert [fault for fault in faults(made) if not (unstyled and "style" in fault)] == []
    return found


def members(data: bytes) -> Package:
    """The members of a document."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def shown(package: Package) -> str:
    """All text of a document's parts of text, in their order."""
    parts = [data for name, data in package.items() if re.fullmatch(r"word/[a-z]+\d*\.xml", name)]
    roots = [etree.fromstring(part) for part in parts]
    return "\n".join("".join(map(str, root.itertext(f"{W}t"))) for root in roots)


def style_names(package: Package) -> list[str]:
    """The name of the style of each paragraph with text, run and table that has one, part by part; ? for none.

    Parts other than the main one that are alike in this count once.
    """
    root = etree.fromstring(package[STYLES])
    names = {
        style.get(f"{W}styleId", ""): name.get(f"{W}val", "")
        for style in root.iter(f"{W}style")
        if (name := style.find(f"{W}name")) is not None
    }
    used = {
        part: [
            names.get(element.get(f"{W}val", ""), "?")
            for element in etree.fromstring(data).iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")
            if _has_text(element)
        ]
        for part, data in package.items()
        if re.fullmatch(r"word/[a-z]+\d*\.xml", part) and part not in (STYLES, SETTINGS)
    }
    # Editors write a header again for each section, under numbers of their own.
    beside = sorted({tuple(found) for part, found in used.items() if part != DOCUMENT})
    return used[DOCUMENT] + [name for found in beside for name in found]


def _has_text(element: etree._Element) -> bool:
    paragraph = next(element.iterancestors(f"{W}p"), None)
    return element.tag != f"{W}pStyle" or paragraph is None or any(paragraph.itertext(f"{W}t"))
