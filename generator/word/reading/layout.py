"""Brings the members of a Word file under the names that Word gives them, with relationships and types following."""

from __future__ import annotations

import posixpath
import re
from collections import deque
from collections.abc import Mapping
from urllib.parse import unquote

from lxml import etree

from generator.frozen import Frozen
from generator.opc import (
    RELATIONSHIPS,
    RELATIONSHIPS_NS,
    SAFE,
    TYPES,
    TYPES_NS,
    Link,
    Package,
    free_id,
    links_path,
    member_of,
    serialise,
    with_links,
    with_part,
)
from generator.word.names import DOCUMENT, MAIN_TYPE, SETTINGS, STYLES, W
from generator.word.properties import CORE, CUSTOM, PROPERTY_PARTS

_TEMPLATE_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_XML = "application/xml"
_TYPED = "application/vnd.openxmlformats-officedocument.wordprocessingml"
# By the last word of a relationship's type. Of the package itself:
_OF_PACKAGE = {
    "officeDocument": DOCUMENT,
    "core-properties": CORE,
    "custom-properties": CUSTOM,
    "extended-properties": "docProps/app.xml",
}
# Of the main part, of each of which there is one:
_OF_MAIN = {
    name: f"word/{name}.xml"
    for name in (
        *("styles", "settings", "webSettings", "fontTable", "numbering", "footnotes", "endnotes"),
        *("comments", "commentsExtended", "commentsIds", "commentsExtensible", "people"),
    )
}
# Of any part, numbered:
_NUMBERED = {
    "header": "word/header",
    "footer": "word/footer",
    "theme": "word/theme/theme",
    "chart": "word/charts/chart",
    "diagramData": "word/diagrams/data",
    "diagramLayout": "word/diagrams/layout",
    "diagramQuickStyle": "word/diagrams/quickStyle",
    "diagramColors": "word/diagrams/colors",
    "diagramDrawing": "word/diagrams/drawing",
}
_PLAIN = re.compile(r"[\w./-]+\.\w+", re.ASCII)  # word/media/image1.png
# What systems and editors leave in a zip, which is no part of the document.
_LITTER = ("__macosx/", "[trash]/")
_EMPTY = {
    STYLES: ("styles", f'<w:styles xmlns:w="{W[1:-1]}"/>'),
    SETTINGS: ("settings", f'<w:settings xmlns:w="{W[1:-1]}"/>'),
}


def without_litter(package: Package) -> Package:
    """The package without what is no part of it, its first two members under the case in which they are looked up."""
    usual = {name.casefold(): name for name in (TYPES, RELATIONSHIPS)}
    return {
        usual.get(name.casefold(), name): data
        for name, data in package.items()
        if not name.casefold().startswith(_LITTER)
    }


def arranged(package: Package) -> Package:
    """The package with the members that are related to it, each under its usual name; one arranged so is unchanged.

    The main part becomes word/document.xml, whatever it was called, headers word/header1.xml and so on; what no
    relationship leads to is left out; styles and settings are added where they are missing. A template (.dotx)
    becomes a document. A package without a main part is returned as it is.
    """
    found = _Found(package)
    if not found.main:
        return package
    names = {TYPES: TYPES, **_names(found)}
    moved = {path: links_path(names.get(source, source)) for source, path in found.paths.items()}
    contents = {path: _redirected(found, source, names) for source, path in found.paths.items()}
    kept = names | moved
    contents[TYPES] = _typed(found, kept)
    return _completed({kept[member]: contents.get(member, data) for member, data in package.items() if member in kept})


class _Part(Frozen):
    """A member that a relationship leads to: the last word of its type, and the name that the part must have."""

    kind: str
    name: str


class _Found:
    """What is related to a package, directly or by other parts, in the order in which it is found.

    `parts` are the members; `roots` and `paths` are the relationships of each part that has some, as XML and by the
    member that holds them; the empty part stands for the package. Of what can be there once, more are taken out.
    """

    def __init__(self, package: Package) -> None:
        self.package = package
        self.parts: dict[str, _Part] = {}
        self.roots: dict[str, etree._Element] = {}
        self.paths: dict[str, str] = {}
        self.main = ""
        self._members = {name.casefold(): name for name in package}
        self._walk()

    def member(self, target: str) -> str:
        """The member that a target means, whatever its case and coding: %E5%9B%BE.png; empty if there is none."""
        if target in self.package:
            return target
        return self._members.get(target.casefold()) or self._members.get(unquote(target).casefold(), "")

    def inner(self, source: str) -> list[tuple[etree._Element, str]]:
        """The relationships of a part that lead to members, with these."""
        root = self.roots.get(source)
        items = [] if root is None else root.findall(f"{{{RELATIONSHIPS_NS}}}Relationship")
        inside = (
            (item, member_of(source, str(item.get("Target")))) for item in items if item.get("TargetMode") != "External"
        )
        return [(item, member) for item, target in inside if (member := self.member(target))]

    def _walk(self) -> None:
        waiting, glossary = deque([""]), set[str]()
        while waiting:
            source = waiting.popleft()
            if not (path := self.member(links_path(source))):
                continue
            self.paths[source], self.roots[source] = path, etree.fromstring(self.package[path], SAFE)
            single = _OF_PACKAGE if source == "" else _OF_MAIN if source == self.main else {}
            there: set[str] = set()
            for item, member in self.inner(source):
                kind = str(item.get("Type")).rpartition("/")[2]
                if kind in single and kind in there:
                    self.roots[source].remove(item)
                    continue
                there.add(kind)
                if member not in self.parts:
                    apart = source in glossary or kind == "glossaryDocument"
                    if apart:
                        glossary.add(member)
                    self.parts[member] = _Part("" if apart else kind, single.get(kind, ""))
                    waiting.append(member)
                if source == "" and kind == "officeDocument":
                    self.main = member


def _names(found: _Found) -> dict[str, str]:
    """The new name of each part."""
    names = {member: part.name for member, part in found.parts.items() if part.name}
    taken = {name.casefold() for name in names.values()}
    rest = []
    for member, part in found.parts.items():
        if member in names:
            continue
        stem = _NUMBERED.get(part.kind)
        fits = _PLAIN.fullmatch(member) and (stem is None or re.fullmatch(rf"{stem}\d*\.xml", member, re.ASCII))
        if fits and member.casefold() not in taken:
            names[member] = member
            taken.add(member.casefold())
        else:
            rest.append(member)
    for member in rest:
        stem, suffix = _NUMBERED.get(found.parts[member].kind), ".xml"
        if stem is None:
            folder, suffix = posixpath.dirname(member), posixpath.splitext(member)[1]
            folder = folder if re.fullmatch(r"[\w./-]+", folder, re.ASCII) else "word/parts"
            suffix = suffix if re.fullmatch(r"\.\w+", suffix, re.ASCII) else ".bin"
            stem = f"{folder}/{found.parts[member].kind or 'part'}"
        numbered = (f"{stem}{number}{suffix}" for number in range(1, len(found.parts) + len(taken) + 2))
        names[member] = next(name for name in numbered if name.casefold() not in taken)
        taken.add(names[member].casefold())
    return names


def _redirected(found: _Found, source: str, names: Mapping[str, str]) -> bytes:
    """The relationships of a part under the new names; the same bytes if none changes."""
    data, root = found.package[found.paths[source]], found.roots[source]
    part = names.get(source, source)
    changed = len(root) != len(etree.fromstring(data, SAFE))
    for item, member in found.inner(source):
        kind = str(item.get("Type")).rpartition("/")[2]
        usual = PROPERTY_PARTS[names[member]][1] if source == "" and names[member] in PROPERTY_PARTS else None
        if usual and item.get("Type") != usual and kind in _OF_PACKAGE:
            item.set("Type", usual)
            changed = True
        if member_of(part, str(item.get("Target"))) != names[member]:
            item.set("Target", posixpath.relpath(names[member], posixpath.dirname(part) or "."))
            changed = True
    return serialise(root) if changed else data


def _typed(found: _Found, names: Mapping[str, str]) -> bytes:
    """The list of content types under the new names; the same bytes if it is right for them."""
    declared = found.package[TYPES]
    root = etree.fromstring(declared, SAFE)
    wanted = {names[member]: kind for member, kind in _kinds(found, root, names).items()}
    main = names[found.main]
    if wanted.get(main) == _TEMPLATE_TYPE:
        wanted[main] = MAIN_TYPE
    changed, listed = False, set()
    for item in [*root]:
        if (name := item.get("PartName")) is None:
            if str(item.get("Extension")).casefold() == "xml" and item.get("ContentType") != _XML:
                item.set("ContentType", _XML)
                changed = True
            continue
        member = found.member(name.removeprefix("/"))
        target = names.get(member, "")
        if not target or target in listed:
            root.remove(item)
            changed = True
        elif (f"/{target}", wanted[target]) != (name, item.get("ContentType")):
            item.set("PartName", f"/{target}")
            item.set("ContentType", wanted[target])
            changed = True
        listed.add(target)
    defaults = {
        str(item.get("Extension")).casefold(): item.get("ContentType") for item in root if item.get("Extension")
    }
    for target, kind in wanted.items():
        plain = defaults.get(target.rpartition(".")[2].casefold()) == kind and target != main
        if target not in listed and not plain:
            etree.SubElement(root, f"{{{TYPES_NS}}}Override", PartName=f"/{target}", ContentType=kind)
            changed = True
    return serialise(root) if changed else declared


def _kinds(found: _Found, root: etree._Element, names: Mapping[str, str]) -> dict[str, str]:
    """The content type of each member that is kept and has one."""
    defaults = {str(item.get("Extension")).casefold(): str(item.get("ContentType")) for item in root}
    suffixes = {member: member.rpartition(".")[2].casefold() for member in names if member != TYPES}
    kinds = {member: defaults[suffix] for member, suffix in suffixes.items() if suffix in defaults}
    for item in root:
        if (name := item.get("PartName")) and (member := found.member(name.removeprefix("/"))) in suffixes:
            kinds[member] = str(item.get("ContentType"))
    return kinds


def _completed(package: Package) -> Package:
    """The package with empty styles and settings if it has none, to be found and filled by others."""
    for part, (kind, source) in _EMPTY.items():
        if part not in package:
            package = with_related(package, part, source.encode(), kind)
    return package


def with_related(package: Package, part: str, data: bytes, kind: str) -> Package:
    """The package with a member of the main part's: its styles, settings or fonts; `kind` is as in its types."""
    if part in package:
        return package | {part: data}
    link = Link(free_id(package, DOCUMENT), f"{_RELATED}/{kind}", part, external=False)
    return with_links(with_part(package, part, data, f"{_TYPED}.{kind}+xml"), DOCUMENT, [link])
