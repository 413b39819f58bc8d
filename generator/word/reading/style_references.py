"""Gives a Word file the styles of another, or one style for each name: every reference follows by name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy

from lxml import etree

from generator.opc import Package, links, serialise
from generator.word.names import DOCUMENT, SETTINGS, STYLES, W
from generator.word.styles import Styles, value_of

_POINTERS = tuple(f"{W}{name}" for name in ("basedOn", "link", "next"))
_USES = tuple(
    f"{W}{name}"
    for name in (
        *("pStyle", "rStyle", "tblStyle", "styleLink", "numStyleLink"),
        *("clickAndTypeStyle", "defaultTableStyle"),
    )
)
_FIELD = (f"{W}fldChar", f"{W}instrText", f"{W}fldSimple")
# A field that names styles:  STYLEREF "标题 1", TOC \t "附件标题,1".
_NAMING = re.compile(r"\s*(?:STYLEREF|TOC)\b")
_NAME = re.compile(r'(?<=")[^"]+(?=")|(?<=STYLEREF )[^\s"\\]+')
_LISTED = re.compile(r"([,;，；])")


def with_styles_of(package: Package, other: Package) -> Package:
    """The package with the styles part of another; what refers to its own styles refers to those of the same name.

    Styles that it uses and the other does not have follow after the other's, under identifiers that are free there.
    """
    own, others = Styles(package), Styles(other)
    ids = own.matched(others)
    kept = _kept(own, ids, {value_of(use) for _, use in _uses(package, but=(STYLES, SETTINGS))})
    taken = {*others.elements}
    for identifier in kept:
        numbered = (f"{identifier}_{number}" for number in range(1, len(taken) + 2))
        ids[identifier] = identifier if identifier not in taken else next(one for one in numbered if one not in taken)
        taken.add(ids[identifier])
    styles = other[STYLES]
    if kept:
        root = etree.fromstring(styles)
        for identifier in kept:
            root.append(_copied(own.elements[identifier], identifier, ids))
        styles = serialise(root)
    written = {
        value_of(own.elements[here].find(f"{W}name")): value_of(others.elements[there].find(f"{W}name"))
        for here, there in ids.items()
        if there in others.elements
    }
    renamed = {old: new for old, new in written.items() if old and old.casefold() != new.casefold()}
    return _referring(package, ids, renamed) | {STYLES: styles}


def with_single_styles(package: Package) -> Package:
    """The package without styles that have the name of a later one, which counts for Word; unchanged if none has."""
    styles = Styles(package)
    last = {(styles.kinds[identifier], name): identifier for identifier, name in styles.names.items() if name}
    ids = {
        identifier: later
        for identifier, name in styles.names.items()
        if name and (later := last[styles.kinds[identifier], name]) != identifier
    }
    if not ids:
        return package
    root = etree.fromstring(package[STYLES])
    for style in root.findall(f"{W}style"):
        if style.get(f"{W}styleId") in ids:
            root.remove(style)
    for pointer in root.iter(*_POINTERS):
        pointer.set(f"{W}val", ids.get(value_of(pointer), value_of(pointer)))
    return _referring(package, ids, {}) | {STYLES: serialise(root)}


def _copied(style: etree._Element, identifier: str, ids: Mapping[str, str]) -> etree._Element:
    """A style for another file, where it is no default; what it points to that is not there is left out."""
    copied = deepcopy(style)
    copied.tail = None
    copied.set(f"{W}styleId", ids[identifier])
    if f"{W}default" in copied.attrib:
        del copied.attrib[f"{W}default"]
    for pointer in copied.findall("*"):
        if pointer.tag in _POINTERS and value_of(pointer) not in ids:
            copied.remove(pointer)
        elif pointer.tag in _POINTERS:
            pointer.set(f"{W}val", ids[value_of(pointer)])
    return copied


def _kept(own: Styles, ids: Mapping[str, str], used: set[str]) -> list[str]:
    """The styles that are used, by others too, and are not matched, in their order."""
    wanted, waiting = set[str](), [*used]
    while waiting:
        identifier = waiting.pop()
        if identifier in own.elements and identifier not in ids and identifier not in wanted:
            wanted.add(identifier)
            waiting += [value_of(own.elements[identifier].find(pointer)) for pointer in _POINTERS[:2]]
    return [identifier for identifier in own.elements if identifier in wanted]


def word_parts(package: Package) -> Iterator[tuple[str, etree._Element]]:
    """The main part and those of Word's that it leads to; building blocks (glossaries) have styles of their own."""
    led = [
        link.target
        for link in links(package, DOCUMENT)
        if not link.external and not link.type.endswith("glossaryDocument")
    ]
    for part in dict.fromkeys((DOCUMENT, *led)):
        if part in package and W[1:-1].encode() in package[part]:
            yield part, etree.fromstring(package[part])


def _uses(package: Package, but: tuple[str, ...] = ()) -> Iterator[tuple[str, etree._Element]]:
    """Each element that refers to a style, with its part."""
    for part, root in word_parts(package):
        if part not in but:
            for use in root.iter(*_USES):
                yield part, use


def _referring(package: Package, ids: Mapping[str, str], names: Mapping[str, str]) -> Package:
    """The package with other identifiers and names where its parts refer to styles, except in the styles themselves."""
    changed = dict(package)
    for part, root in word_parts(package):
        if part == STYLES:
            continue
        uses = [use for use in root.iter(*_USES) if ids.get(value_of(use), value_of(use)) != value_of(use)]
        for use in uses:
            use.set(f"{W}val", ids[value_of(use)])
        if (names and _renamed_in_fields(root, names)) or uses:
            changed[part] = serialise(root)
    return changed


def _renamed_in_fields(root: etree._Element, names: Mapping[str, str]) -> bool:
    """Changes the names of styles in the instructions of fields; whether there were any."""
    found = False
    codes: list[list[etree._Element]] = []
    for element in root.iter(*_FIELD):
        if element.tag == f"{W}fldSimple":
            instruction = element.get(f"{W}instr", "")
            element.set(f"{W}instr", _renamed(instruction, names))
            found |= element.get(f"{W}instr") != instruction
        elif element.tag == f"{W}instrText":
            if codes:
                codes[-1].append(element)
        elif element.get(f"{W}fldCharType") == "begin":
            codes.append([])
        elif codes and (code := codes[-1]):
            instruction = "".join(piece.text or "" for piece in code)
            if (renamed := _renamed(instruction, names)) != instruction:
                for piece in code:
                    piece.text = ""
                code[0].text, found = renamed, True
            code.clear()
        if element.get(f"{W}fldCharType") == "end" and codes:
            codes.pop()
    return found


def _renamed(instruction: str, names: Mapping[str, str]) -> str:
    if not _NAMING.match(instruction):
        return instruction

    def rename(match: re.Match[str]) -> str:
        renamed = "".join(names.get(piece.strip(), piece) for piece in _LISTED.split(match[0]))
        quoted = instruction[match.start() - 1] == '"' or renamed == match[0]
        return renamed if quoted else f'"{renamed}"'

    return _NAME.sub(rename, instruction)
