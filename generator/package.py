"""A Word document as its zip members: reading, properties, and writing the same bytes each time."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from lzma import LZMAError
from pathlib import Path

from lxml import etree

from generator.problems import Place, Problem

Package = dict[str, bytes]

TYPES = "[Content_Types].xml"
RELATIONSHIPS = "_rels/.rels"
DOCUMENT = "word/document.xml"
STYLES = "word/styles.xml"
CORE = "docProps/core.xml"
CUSTOM = "docProps/custom.xml"

_FIRST = (TYPES, RELATIONSHIPS)
CREATED = datetime(1980, 1, 1, tzinfo=UTC)
_LEVEL = 6
_UNREADABLE = (
    OSError,
    EOFError,
    ValueError,
    RuntimeError,
    NotImplementedError,
    zipfile.BadZipFile,
    zlib.error,
    LZMAError,
)
_SAFE = etree.XMLParser(resolve_entities=False, no_network=True)
MAX_BYTES = 1 << 25
MAX_UNPACKED = 1 << 27
MAX_MEMBERS = 2000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
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
        size = path.stat().st_size
        data = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        message = f"文件读不出来：{error.strerror}"
        return None, [Problem("TEMPLATE-FILE", Place(name), message, "检查文件是否存在、是否有权限")]
    if size > MAX_BYTES:
        message = f"文件有 {size} 字节，超过上限 {MAX_BYTES} 字节"
        return None, [Problem("TEMPLATE-FILE", Place(name), message, "压缩文件里的图片")]
    return parse_package(data, name)


def parse_package(data: bytes, name: str) -> tuple[Package | None, list[Problem]]:
    """As `read_package`, from bytes; what unpacks to more than can be in a document is refused before it is read."""

    def refused(message: str, remedy: str = "用 Word 另存为 .docx", part: str = "") -> tuple[None, list[Problem]]:
        return None, [Problem("TEMPLATE-FILE", Place(name + part), message, remedy)]

    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = [info for info in archive.infolist() if not info.is_dir()]
            if len({info.filename for info in members}) < len(members):
                return refused("文件里有两个同名的部件")
            if len(members) > MAX_MEMBERS or sum(info.file_size for info in members) > MAX_UNPACKED:
                return refused("文件解开后太大，不像 Word 文档")
            package = {info.filename: archive.read(info) for info in members}
    except _UNREADABLE:
        return refused("打不开，文件不完整、有密码或者不是 .docx")
    if TYPES not in package or RELATIONSHIPS not in package or DOCUMENT not in package:
        return refused("不是 Word 文档（.docx）")
    for member, part in package.items():
        if member.endswith((".xml", ".rels")):
            try:
                root = etree.fromstring(part, _SAFE)
            except etree.XMLSyntaxError:
                return refused("这个部件不是完整的 XML", part=f"!{member}")
            if root.getroottree().docinfo.internalDTD is not None:
                return refused("这个部件带有 DOCTYPE 声明，Word 文档里不会有", part=f"!{member}")
    return package, []


def style_definitions(package: Package) -> dict[str, str]:
    """Each style's definition by name, without the traces that Word's editing sessions leave."""
    found = {}
    for style in etree.fromstring(package[STYLES]).iter(f"{_W}style"):
        name = style.find(f"{_W}name")
        if name is not None:
            text = etree.tostring(style, encoding="unicode")
            found[str(name.get(f"{_W}val"))] = etree.canonicalize(text, strip_text=True, exclude_tags=[f"{_W}rsid"])
    return found


def write_package(package: Package) -> bytes:
    """The zip of the members, equal bytes for equal members: order, time stamps and compression are fixed."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in [*_FIRST, *(name for name in package if name not in _FIRST)]:
            info = zipfile.ZipInfo(name, CREATED.timetuple()[:6])
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


@dataclass(frozen=True, slots=True)
class Link:
    """One relationship of a part: its id, its type, and the member it leads to, or the address where it is external."""

    id: str
    type: str
    target: str
    external: bool


def links_path(part: str) -> str:
    """The member that holds a part's relationships."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def links(package: Package, part: str) -> list[Link]:
    """The relationships of a part."""
    if links_path(part) not in package:
        return []
    found = []
    for item in etree.fromstring(package[links_path(part)]):
        external = item.get("TargetMode") == "External"
        target = str(item.get("Target"))
        if not external:
            target = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).removeprefix("/")
        found.append(Link(str(item.get("Id")), str(item.get("Type")), target, external))
    return found


def with_links(package: Package, part: str, added: Sequence[Link]) -> Package:
    """The package with relationships added to a part."""
    path = links_path(part)
    root = (
        etree.fromstring(package[path]) if path in package else etree.Element(f"{{{_RELATIONSHIPS_NS}}}Relationships")
    )
    for link in added:
        target = link.target if link.external else f"/{link.target}"
        item = etree.SubElement(root, f"{{{_RELATIONSHIPS_NS}}}Relationship", Id=link.id, Type=link.type, Target=target)
        if link.external:
            item.set("TargetMode", "External")
    return package | {path: serialise(root)}


def content_type(package: Package, part: str) -> str:
    """The declared content type of a part."""
    types = etree.fromstring(package[TYPES])
    own = [item.get("ContentType") for item in types if item.get("PartName") == f"/{part}"]
    extension = posixpath.splitext(part)[1].removeprefix(".")
    return str((own + [item.get("ContentType") for item in types if item.get("Extension") == extension])[0])


def with_part(package: Package, part: str, data: bytes, kind: str) -> Package:
    """The package with a part added under its content type."""
    types = etree.fromstring(package[TYPES])
    etree.SubElement(types, f"{{{_TYPES_NS}}}Override", PartName=f"/{part}", ContentType=kind)
    return package | {part: data, TYPES: serialise(types)}


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


def provenance(package: Package) -> dict[str, str]:
    """The custom properties of a document by name: what `properties` wrote into it, or whatever else is there."""
    if CUSTOM not in package:
        return {}
    return {str(entry.get("name")): "".join(map(str, entry.itertext())) for entry in etree.fromstring(package[CUSTOM])}


def serialise(root: etree._Element) -> bytes:
    """The XML of a part with its declaration."""
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
