"""Gives every part of a package the usual prefixes of its XML namespaces, and UTF-8."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import copy
from io import BytesIO

from lxml import etree

from generator.opc import SAFE, Package, serialise, xml_members
from generator.word.names import MC

_OFFICE = "http://schemas.openxmlformats.org"
_WORD = "http://schemas.microsoft.com/office/word"
USUAL = {
    "w": f"{_OFFICE}/wordprocessingml/2006/main",
    "r": f"{_OFFICE}/officeDocument/2006/relationships",
    "m": f"{_OFFICE}/officeDocument/2006/math",
    "mc": f"{_OFFICE}/markup-compatibility/2006",
    "wp": f"{_OFFICE}/drawingml/2006/wordprocessingDrawing",
    "a": f"{_OFFICE}/drawingml/2006/main",
    "pic": f"{_OFFICE}/drawingml/2006/picture",
    "c": f"{_OFFICE}/drawingml/2006/chart",
    "dgm": f"{_OFFICE}/drawingml/2006/diagram",
    "dsp": "http://schemas.microsoft.com/office/drawing/2008/diagram",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "w10": "urn:schemas-microsoft-com:office:word",
    "w14": f"{_WORD}/2010/wordml",
    "w15": f"{_WORD}/2012/wordml",
    "w16": f"{_WORD}/2018/wordml",
    "w16cex": f"{_WORD}/2018/wordml/cex",
    "w16cid": f"{_WORD}/2016/wordml/cid",
    "w16se": f"{_WORD}/2015/wordml/symex",
    "wp14": f"{_WORD}/2010/wordprocessingDrawing",
    "wps": f"{_WORD}/2010/wordprocessingShape",
    "wpg": f"{_WORD}/2010/wordprocessingGroup",
    "wpc": f"{_WORD}/2010/wordprocessingCanvas",
    "wpi": f"{_WORD}/2010/wordprocessingInk",
    "wne": f"{_WORD}/2006/wordml",
}
"""The namespace of each prefix as Word writes it; what is put into a part is written with these."""

_BY_NAMESPACE = {uri: prefix for prefix, uri in USUAL.items()}
_UTF8 = ("", "utf-8", "ascii", "us-ascii")
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
IGNORABLE = f"{MC}Ignorable"
CHOICE = f"{MC}Choice"
_LISTS = {IGNORABLE, *(f"{MC}{name}" for name in ("ProcessContent", "PreserveElements", "PreserveAttributes"))}
_LISTS.add(f"{MC}MustUnderstand")


def with_usual_prefixes(package: Package) -> Package:
    """The package with each part of Word's own in UTF-8 and with the usual prefixes; one that has them is unchanged.

    What `mc:Ignorable`, `Requires` and the like name by prefix goes with its namespace, which stays declared.
    """
    return package | {
        part: changed for part in xml_members(package) if (changed := _usual(package[part])) is not package[part]
    }


def _usual(data: bytes) -> bytes:
    root = etree.fromstring(data, SAFE)
    if etree.QName(root).namespace not in _BY_NAMESPACE:
        return data
    declared = _declared(data)
    if any(_BY_NAMESPACE.get(uri, prefix) != prefix or USUAL.get(prefix, uri) != uri for prefix, uri in declared):
        return serialise(with_prefixes(root, _chosen(declared)))
    if data.startswith(_MARKS) or (root.getroottree().docinfo.encoding or "").casefold() not in _UTF8:
        return serialise(root)
    return data


def _declared(data: bytes) -> list[tuple[str, str]]:
    """Every declaration of a namespace in a part: prefix, which may be empty, and URI."""
    events = etree.iterparse(BytesIO(data), events=("start-ns",), resolve_entities=False, no_network=True)
    return [(str(declaration[0] or ""), str(declaration[1] or "")) for _, declaration in events]


def _chosen(declared: list[tuple[str, str]]) -> dict[str, str]:
    """A prefix for each namespace: the usual one, else the first that it had, else one of our own."""
    chosen: dict[str, str] = {}
    for prefix, uri in declared:
        if uri and uri not in chosen:
            wanted = _BY_NAMESPACE.get(uri, prefix)
            free = wanted and wanted not in chosen.values() and USUAL.get(wanted, uri) == uri
            chosen[uri] = wanted if free else next(_free(chosen))
    return chosen


def _free(chosen: Mapping[str, str]) -> Iterator[str]:
    return (f"x{number}" for number in range(1, len(chosen) + 2) if f"x{number}" not in chosen.values())


def with_prefixes(root: etree._Element, chosen: Mapping[str, str]) -> etree._Element:
    """A copy of an element with all namespaces declared on it, each under the prefix that `chosen` has for its URI."""
    whole = etree.Element(root.tag, nsmap={prefix: uri for uri, prefix in chosen.items()})
    waiting = [(root, whole)]
    while waiting:
        old, new = waiting.pop()
        new.text = old.text
        for key, value in old.attrib.items():
            listed = key in _LISTS or (key == "Requires" and old.tag == CHOICE)
            new.set(key, _translated(str(value), old, chosen, strict=key != IGNORABLE) if listed else value)
        for child in old:
            if isinstance(child.tag, str):
                below = etree.SubElement(new, child.tag)
                waiting.append((child, below))
            else:
                below = copy(child)
                new.append(below)
            below.tail = child.tail
    return whole


def _translated(listed: str, element: etree._Element, chosen: Mapping[str, str], *, strict: bool) -> str:
    """Prefixes, or names with them (wps:txbx), under the prefixes chosen.

    One that was not declared is left out, or with `strict` left as it is.
    """
    words = []
    for word in listed.split():
        prefix, colon, name = word.partition(":")
        uri = element.nsmap.get(prefix)
        if uri in chosen:
            words.append(f"{chosen[str(uri)]}{colon}{name}")
        elif strict:
            words.append(word)
    return " ".join(words)
