"""An Office file as its zip members: read within bounds, typed, linked, and written the same each time."""

from __future__ import annotations

import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO

from lxml import etree

from generator.archive import deflate, pack
from generator.frozen import Frozen

Package = dict[str, bytes]

TYPES = "[Content_Types].xml"
RELATIONSHIPS = "_rels/.rels"

_FIRST = (TYPES, RELATIONSHIPS)
CREATED = datetime(1980, 1, 1, tzinfo=UTC)
_UNREADABLE = (
    OSError,
    EOFError,
    ValueError,
    RuntimeError,
    NotImplementedError,
    OverflowError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)
SAFE = etree.XMLParser(resolve_entities=False, no_network=True)
"""Parses XML of any origin: nothing is fetched, no entity grows."""
MAX_UNPACKED = 1 << 26
MAX_XML = 1 << 24
MAX_NODES = 500_000
MAX_MEMBERS = 2000
MAX_ATTRIBUTES = 500  # of one element; the parser finds each by walking all before it
_CROWDED = etree.XPath(f"boolean(//*[@*[{MAX_ATTRIBUTES + 1}]])")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY = b"PK\1\2"
_ENCODINGS = {"", "utf-8", "utf-16", "utf-16le", "utf-16be", "ascii", "us-ascii"}
TYPES_NS = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONSHIPS_NS = "http://schemas.openxmlformats.org/package/2006/relationships"


class Format(Frozen):
    """The words for a format in messages: its program, what a file of it is called, its suffix and the old one's.

    `crowded` is the remedy for a file that is too large.
    """

    program: str
    file: str
    suffix: str
    old: str
    crowded: str

    @property
    def whole(self) -> str:
        """A file with its suffix, as the program's dialogue for saving lists it."""
        return f"{self.program} {self.file}（*{self.suffix}）"


WORD = Format("Word", "文档", ".docx", ".doc 或 .wps", "压缩文件里的图片")


class RefusedError(Exception):
    """A file that is not read: what is wrong with it, what to do, and the member at fault; the texts are Chinese."""

    def __init__(self, message: str, part: str = "", remedy: str = "", form: Format = WORD) -> None:
        super().__init__(message)
        self.part, self.remedy = part, remedy or f"用 {form.program} 或 WPS 打开，另存为 {form.suffix}"


class Members(Mapping[str, bytes]):
    """The members of a zip, each unpacked when it is asked for and not kept.

    Entries are counted before the zip is opened, since opening lists them all.

    Raises:
        RefusedError: it is not a zip, or not one that the format's program writes; also when a member is asked for.
    """

    def __init__(self, data: bytes, form: Format = WORD) -> None:
        like = f"不像 {form.program} {form.file}"
        if data.startswith(_OLE):
            if "EncryptedPackage".encode("utf-16-le") in data:
                where = "在「文件」里的「用密码进行加密」（WPS：文档加密）里清空密码，再保存"
                remedy = f"用 {form.program} 或 WPS 打开，{where}"
                raise RefusedError("文件设了打开密码", remedy=remedy)
            remedy = f"用 {form.program} 或 WPS 打开，另存为「{form.whole}」；只改扩展名不行"
            raise RefusedError(f"是旧格式的文件（{form.old}），不是 {form.suffix}", remedy=remedy)
        if data.count(_ENTRY) > MAX_MEMBERS:
            raise RefusedError(f"文件里的部件超过 {MAX_MEMBERS} 个，{like}", form=form)
        self._form = form
        try:
            self._archive = zipfile.ZipFile(BytesIO(data))
            entries = self._archive.infolist()
        except _UNREADABLE as error:
            raise self._unreadable() from error
        for entry in entries:
            _check_entry(entry, form)
        self._entries = {entry.filename: entry for entry in entries if not entry.is_dir()}
        if len({name.casefold() for name in self._entries}) < sum(not entry.is_dir() for entry in entries):
            raise RefusedError("文件里有两个同名的部件", form=form)
        if sum(entry.file_size for entry in self._entries.values()) > MAX_UNPACKED:
            raise RefusedError(f"文件解开后超过 {MAX_UNPACKED >> 20} MB，{like}", remedy=form.crowded)

    def __getitem__(self, name: str) -> bytes:
        entry = self._entries[name]
        try:
            # Reads no more than the announced size, so that a false one cannot unpack to gigabytes.
            with self._archive.open(entry) as member:
                return member.read(entry.file_size)
        except _UNREADABLE as error:
            raise self._unreadable() from error

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def size(self, name: str) -> int:
        """The size that a member announces; no more than that is ever unpacked."""
        return self._entries[name].file_size

    def _unreadable(self) -> RefusedError:
        return RefusedError(f"打不开，文件不完整、有密码或者不是 {self._form.suffix}", form=self._form)


def unpacked(data: bytes, form: Format = WORD) -> Package:
    """The members of a zip.

    Raises:
        RefusedError: as for `Members`.
    """
    return dict(Members(data, form))


def _check_entry(entry: zipfile.ZipInfo, form: Format) -> None:
    name, shown = entry.filename.removesuffix("/"), "".join(c if c.isprintable() else "�" for c in entry.orig_filename)
    inside = posixpath.normpath(name) == name and not name.startswith(("/", "../")) and name != ".."
    if not inside or entry.filename != entry.orig_filename or "\\" in name or ":" in name or not name.isprintable():
        raise RefusedError(f"部件的名称「{shown[:80]}」不是文件里的位置，{form.program} 不会这样写", form=form)
    if entry.flag_bits & 1:
        remedy = f"用解压软件去掉密码，或者请原来的人用 {form.program} 另存一份 {form.suffix}"
        raise RefusedError("文件当作压缩包加了密码", remedy=remedy)
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise RefusedError(f"部件「{shown[:80]}」用了 {form.program} 不用的压缩方法", form=form)


def check_xml(package: Package, form: Format = WORD, *, most: int = MAX_NODES) -> None:
    """Parses every XML member, in bounded time and memory.

    Raises:
        RefusedError: one is too large, declares a document type, or is not XML.
    """
    if TYPES not in package or RELATIONSHIPS not in package:
        raise RefusedError(f"不是 {form.program} {form.file}（{form.suffix}）", form=form)
    nodes = 0
    types: dict[str, str] = {}
    # The types come first: they say which of the others are XML.
    for member in (TYPES, *(name for name in package if name != TYPES)):
        part = package[member]
        if not _is_xml(member, types.get(member, "")):
            continue
        nodes += part.count(b"<") - part.count(b"</") + part.count(b"=")
        if len(part) > MAX_XML or nodes > most:
            message = f"这个部件太大，不像 {form.program} {form.file}"
            raise RefusedError(message, member, f"把{form.file}分成几份")
        if b"<!DOCTYPE" in part.replace(b"\0", b""):
            raise RefusedError(f"这个部件带有 DOCTYPE 声明，{form.program} {form.file}里不会有", member, form=form)
        try:
            root = etree.fromstring(part, SAFE)
        except etree.XMLSyntaxError as error:
            deep = "depth" in str(error)
            message = "这个部件的 XML 嵌套太深" if deep else "这个部件不是完整的 XML，或者编码不是 UTF-8、UTF-16"
            raise RefusedError(message, member, form=form) from error
        if _CROWDED(root):
            message = f"这个部件有超过 {MAX_ATTRIBUTES} 个属性的元素，不像 {form.program} {form.file}"
            raise RefusedError(message, member, form=form)
        if (encoding := (root.getroottree().docinfo.encoding or "").casefold()) not in _ENCODINGS:
            message = f"这个部件的编码是 {encoding.upper()}，{form.program} {form.file}里只有 UTF-8、UTF-16"
            raise RefusedError(message, member, form=form)
        if member == TYPES:
            types = content_types(package)


def _is_xml(member: str, kind: str) -> bool:
    return member.casefold().endswith((".xml", ".rels")) or kind.endswith(("+xml", "/xml"))


def write_package(package: Package) -> bytes:
    """The zip of a package, equal bytes for equal members."""
    return pack({name: deflate([package[name]]) for name in member_order(package)})


def member_order(members: Iterable[str]) -> list[str]:
    """The order in which a package's members are written: the list of content types comes first."""
    return [*_FIRST, *(name for name in members if name not in _FIRST)]


class Link(Frozen):
    """One relationship of a part: its id, its type, and the member it leads to, or the address if it is external."""

    id: str
    type: str
    target: str
    external: bool


def links_path(part: str) -> str:
    """The path of the member that holds a part's relationships: word/_rels/document.xml.rels for word/document.xml."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def member_of(part: str, target: str) -> str:
    """The member that the target of a part's inner relationship means: word/media/a.png for media/a.png."""
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).removeprefix("/")


def links(package: Mapping[str, bytes], part: str) -> list[Link]:
    """The relationships of a part; `part` is empty for those of the package itself."""
    if links_path(part) not in package:
        return []
    relationships = []
    for item in etree.fromstring(package[links_path(part)]).iterchildren(f"{{{RELATIONSHIPS_NS}}}Relationship"):
        external = item.get("TargetMode") == "External"
        target = str(item.get("Target"))
        if not external:
            target = member_of(part, target)
        relationships.append(Link(str(item.get("Id")), str(item.get("Type")), target, external))
    return relationships


def free_id(package: Package, part: str) -> str:
    """An id that no relationship of a part has: rId7."""
    taken = {link.id for link in links(package, part)}
    return next(f"rId{number}" for number in range(1, len(taken) + 2) if f"rId{number}" not in taken)


def with_links(package: Package, part: str, added: Sequence[Link]) -> Package:
    """The package with relationships added to a part."""
    path = links_path(part)
    # Without a prefix, which LibreOffice would not read.
    root = etree.fromstring(package.get(path, f'<Relationships xmlns="{RELATIONSHIPS_NS}"/>'.encode()))
    for link in added:
        target = link.target if link.external else f"/{link.target}"
        item = etree.SubElement(root, f"{{{RELATIONSHIPS_NS}}}Relationship", Id=link.id, Type=link.type, Target=target)
        if link.external:
            item.set("TargetMode", "External")
    return package | {path: serialise(root)}


def content_types(package: Mapping[str, bytes], parts: Iterable[str] = ()) -> dict[str, str]:
    """The declared content types of the parts, by default of all members; parts without one are left out."""
    declared = {}
    for item in etree.fromstring(package[TYPES]):
        key = item.get("PartName") or f".{item.get('Extension')}"
        declared[key.casefold()] = str(item.get("ContentType"))
    types = {}
    for part in parts or package:
        for key in (f"/{part}", f".{part.rpartition('.')[2]}"):
            if (kind := declared.get(key.casefold())) and part not in types:
                types[part] = kind
    return types


def content_type(package: Package, part: str) -> str:
    """The declared content type of a part."""
    return content_types(package, [part])[part]


def xml_members(package: Package) -> list[str]:
    """The members that hold XML, whatever their names end in."""
    types = content_types(package)
    return [part for part in package if _is_xml(part, types.get(part, ""))]


def xml_parts(package: Package) -> Iterator[tuple[str, etree._Element]]:
    """Each member that holds XML with its root."""
    return ((part, etree.fromstring(package[part])) for part in xml_members(package))


def with_part(package: Package, part: str, data: bytes, kind: str) -> Package:
    """The package with a part added under its content type."""
    types = etree.fromstring(package[TYPES])
    etree.SubElement(types, f"{{{TYPES_NS}}}Override", PartName=f"/{part}", ContentType=kind)
    return package | {part: data, TYPES: serialise(types)}


def without_part(package: Package, owner: str, identifier: str) -> Package:
    """The package without the part that a relationship of `owner` leads to, its content type and the relationship."""
    relationships = etree.fromstring(package[links_path(owner)])
    part = next(link.target for link in links(package, owner) if link.id == identifier)
    for item in relationships.findall(f"{{{RELATIONSHIPS_NS}}}Relationship"):
        if item.get("Id") == identifier:
            relationships.remove(item)
    types = etree.fromstring(package[TYPES])
    for item in [*types]:
        if item.get("PartName", "").casefold() == f"/{part}".casefold():
            types.remove(item)
    changed = package | {links_path(owner): serialise(relationships), TYPES: serialise(types)}
    return {name: data for name, data in changed.items() if name not in (part, links_path(part))}


def serialise(root: etree._Element) -> bytes:
    """The XML of a part with its declaration."""
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
