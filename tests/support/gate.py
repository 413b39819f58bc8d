"""A gate for Word documents: the rules of the file format that a program breaks most easily, each fault in one line."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from typing import Any, cast
from urllib.parse import unquote

from lxml import etree

from generator.word.structure.gate import form_faults

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
TYPES = "[Content_Types].xml"
DOCUMENT = "word/document.xml"
STYLES = "word/styles.xml"
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OFFICE_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_PREFIXES = {"r": R[1:-1]}
_STYLE_KINDS = {f"{W}pStyle": "paragraph", f"{W}rStyle": "character", f"{W}tblStyle": "table"}


def faults(data: bytes) -> list[str]:
    """What is wrong with a DOCX by the rules of the format; nothing where it can be handed out."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
            package = {name: archive.read(name) for name in names}
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError) as error:
        return [f"not a whole zip: {error}"]
    found = [f"{name}: twice in the zip" for name, count in Counter(names).items() if count > 1]
    roots: dict[str, etree._Element] = {}
    for name, part in package.items():
        if name.endswith((".xml", ".rels")):
            try:
                roots[name] = etree.fromstring(part)
            except etree.XMLSyntaxError as error:
                found.append(f"{name}: not well-formed: {error}")
    missing = [name for name in (TYPES, "_rels/.rels", DOCUMENT, STYLES) if name not in roots]
    if missing:
        return [*found, *(f"{name}: missing" for name in missing)]
    found += _content_types(package, roots[TYPES])
    found += _relationships(package, roots)
    styles = _styles(package[STYLES])
    for name, root in roots.items():
        if name.startswith("word/") and root.tag.startswith(W):
            # Styles, settings and the like are the same in every document of a template.
            own = _part(package[name], styles) if name != DOCUMENT else _part.__wrapped__(package[name], styles)
            found += [f"{name}: {fault}" for fault in own]
    return found


def _found(element: etree._Element, path: str) -> list[Any]:
    return cast("list[Any]", element.xpath(path, namespaces=_PREFIXES))


def _content_types(package: dict[str, bytes], root: etree._Element) -> Iterator[str]:
    """Every part has one content type, and every type a part."""
    extensions = Counter(str(item.get("Extension")).lower() for item in root if item.get("Extension"))
    parts = Counter(str(item.get("PartName")) for item in root if item.get("PartName"))
    for name, count in (extensions + parts).items():
        if count > 1:
            yield f"{TYPES}: {name} has two content types"
    for name in package:
        if name != TYPES and f"/{name}" not in parts and name.rpartition(".")[2].lower() not in extensions:
            yield f"{name}: has no content type"
    for name in parts:
        if name.removeprefix("/") not in package:
            yield f"{TYPES}: {name} is not there"
    main = [item.get("ContentType") for item in root if item.get("PartName") == f"/{DOCUMENT}"]
    if main != [_MAIN_TYPE]:
        yield f"{DOCUMENT}: is not declared as the main document"


def _relationships(package: dict[str, bytes], roots: dict[str, etree._Element]) -> Iterator[str]:
    """Every relationship leads somewhere, and every id that a part uses is one of its relationships."""
    known: dict[str, set[str]] = {}
    for path in (path for path in roots if path.endswith(".rels")):
        folder, name = posixpath.split(path)
        part = posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))
        if part and part not in package:
            yield f"{path}: relates a part that is not there"
        identifiers = Counter(str(item.get("Id")) for item in roots[path])
        known[part] = {*identifiers}
        yield from (f"{path}: {name} stands twice" for name, count in identifiers.items() if count > 1)
        for item in roots[path]:
            target = unquote(str(item.get("Target")))
            if item.get("TargetMode") != "External":
                inside = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).removeprefix("/")
                if inside not in package:
                    yield f"{path}: {item.get('Id')} leads to {target}, which is not there"
    for part, root in roots.items():
        for value in map(str, _found(root, "//@r:*")):
            if value not in known.get(part, ()):
                yield f"{part}: uses relationship {value}, which is not there"
    if not any(
        item.get("Type") == _OFFICE_DOCUMENT and str(item.get("Target")).lstrip("/") == DOCUMENT
        for item in roots["_rels/.rels"]
    ):
        yield f"_rels/.rels: does not lead to {DOCUMENT}"


@lru_cache
def _styles(data: bytes) -> frozenset[tuple[str, str]]:
    """The kind and identifier of each style."""
    return frozenset((str(style.get(f"{W}type")), str(style.get(f"{W}styleId"))) for style in etree.fromstring(data))


@lru_cache(maxsize=64)
def _part(data: bytes, styles: frozenset[tuple[str, str]]) -> tuple[str, ...]:
    """The faults of one part of the document."""
    root = etree.fromstring(data)
    return (*form_faults(root), *_style_names(root, styles))


def _style_names(root: etree._Element, styles: frozenset[tuple[str, str]]) -> Iterator[str]:
    used = {(_STYLE_KINDS[str(item.tag)], str(item.get(f"{W}val"))) for item in root.iter(*_STYLE_KINDS)}
    yield from (f"{kind} style {name!r} is not there" for kind, name in sorted(used - styles))
    if root.tag != f"{W}styles":
        return
    identifiers = Counter(str(style.get(f"{W}styleId")) for style in root.iter(f"{W}style"))
    yield from (f"style {name!r} stands twice" for name, count in identifiers.items() if count > 1)
    kinds = Counter(style.get(f"{W}type") for style in root.iter(f"{W}style") if style.get(f"{W}default") == "1")
    yield from (f"{count} default styles for {kind}" for kind, count in kinds.items() if count > 1)
    for item in root.iter(f"{W}basedOn", f"{W}next", f"{W}link"):
        if item.get(f"{W}val") not in identifiers:
            yield f"style {item.get(f'{W}val')!r} is not there"
