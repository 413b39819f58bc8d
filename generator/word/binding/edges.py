"""What stands at the edges of pages: a volume prints the headers and footers of its first template, and no others."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from generator.frozen import Frozen
from generator.opc import Package, links
from generator.word.names import DOCUMENT, SETTINGS, VML, A, R, W

_KINDS = {f"{W}headerReference": "页眉", f"{W}footerReference": "页脚"}
_TEXT_PATH = f"{VML}textpath"
# Where pictures are named: the content of a drawing, and that of an old one.
_PICTURES = (f"{A}blip", f"{VML}imagedata")


class Edge(Frozen):
    """A header (页眉) or footer (页脚) that is printed: its words without results of fields, and its pictures."""

    kind: str
    words: str
    pictures: frozenset[bytes]


def edges(package: Package) -> Iterator[Edge]:
    """The headers and footers that pages of a template show, in document order, each once."""
    root = etree.fromstring(package[DOCUMENT])
    targets = {link.id: link.target for link in links(package, DOCUMENT) if not link.external}
    shown = {"default"} | ({"first"} if next(root.iter(f"{W}titlePg"), None) is not None else set())
    if b"evenAndOddHeaders" in package.get(SETTINGS, b""):
        shown.add("even")
    seen: set[str] = set()
    for reference in root.iter(*_KINDS):
        member = targets.get(str(reference.get(f"{R}id")), "")
        if member in package and member not in seen and reference.get(f"{W}type", "default") in shown:
            seen.add(member)
            part = etree.fromstring(package[member])
            yield Edge(kind=_KINDS[str(reference.tag)], words=_words(part), pictures=_pictures(package, member, part))


def lost_edges(package: Package, first: Package) -> Iterator[Edge]:
    """What a template's pages show at their edges and those of the first template do not; page numbers do not count."""
    words: set[tuple[str, str]] = set()
    pictures: set[bytes] = set()
    for edge in edges(first):
        words.add((edge.kind, edge.words))
        pictures |= edge.pictures
    for edge in edges(package):
        says = any(character.isalnum() for character in edge.words)
        if (says and (edge.kind, edge.words) not in words) or not edge.pictures <= pictures:
            yield edge


def _words(part: etree._Element) -> str:
    """The words of a header or footer, a watermark's among them; what fields compute is different on each page."""
    found: list[str] = []
    depth = 0
    for element in part.iter(f"{W}t", f"{W}fldChar", _TEXT_PATH):
        if element.tag == f"{W}fldChar":
            depth += {"begin": 1, "end": -1}.get(str(element.get(f"{W}fldCharType")), 0)
        elif element.tag == _TEXT_PATH:
            found.append(str(element.get("string", "")))
        elif not depth and next(element.iterancestors(f"{W}fldSimple"), None) is None:
            found.append(element.text or "")
    return "".join("".join(found).split())


def _pictures(package: Package, member: str, part: etree._Element) -> frozenset[bytes]:
    """The contents of the pictures in a header or footer."""
    targets = {link.id: link.target for link in links(package, member)}
    used = (targets.get(str(element.get(key))) for element in part.iter(*_PICTURES) for key in (f"{R}embed", f"{R}id"))
    return frozenset(package[target] for target in used if target in package)
