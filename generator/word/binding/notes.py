"""Takes the footnotes and endnotes of a template into a volume; its comments go into no document."""

from __future__ import annotations

import re
from copy import deepcopy

from lxml import etree

from generator.opc import Package, links, serialise, without_part
from generator.word.names import DOCUMENT, TEXT_PARTS, W
from generator.word.reading.layout import with_related
from generator.word.structure.preparing import remove

NOTES = {"footnote": "word/footnotes.xml", "endnote": "word/endnotes.xml"}
Notes = list[tuple[str, etree._Element]]
"""The parts of notes by their names, each with its root."""

# Relationship types of comments, of what newer Words keep of them, and of their authors: …/comments, …/people.
_OF_COMMENTS = re.compile(r".*/(?:comments(?:Extended|Ids|Extensible)?|people)")
_COMMENTS = tuple(f"{W}comment{name}" for name in ("RangeStart", "RangeEnd", "Reference"))


def with_notes(volume: Package, package: Package, body: etree._Element) -> tuple[Package, Notes]:
    """The volume with the notes of a template's body, which refers to them afterwards by their numbers there.

    The notes are still apart from it: what they link to has to be carried before `put_notes` adds them.
    """
    added: Notes = []
    for kind, part in NOTES.items():
        uses = [*body.iter(f"{W}{kind}Reference")]
        if not uses or part not in package:
            continue
        own = etree.fromstring(package[part])
        if part not in volume:
            volume = with_related(volume, part, _separators(own, kind), f"{kind}s")
        taken = [note.get(f"{W}id", "") for note in etree.fromstring(volume[part]).iterchildren(f"{W}{kind}")]
        free = max((int(number) for number in taken if number.lstrip("-").isdecimal()), default=0) + 1
        numbers: dict[str, str] = {}
        for use in uses:
            numbers.setdefault(use.get(f"{W}id", ""), str(free + len(numbers)))
            use.set(f"{W}id", numbers[use.get(f"{W}id", "")])
        for note in [*own.iterchildren(f"{W}{kind}")]:
            if note.get(f"{W}type") is None and (number := numbers.get(note.get(f"{W}id", ""))):
                note.set(f"{W}id", number)
            else:
                own.remove(note)
        added.append((part, own))
    return volume, added


def put_notes(volume: Package, part: str, notes: etree._Element) -> Package:
    """The volume with notes at the end of a part of notes."""
    root = etree.fromstring(volume[part])
    root.extend([*notes])
    return volume | {part: serialise(root)}


def without_comments(package: Package) -> Package:
    """The package as documents are made of it: comments are for those who edit the template.

    A package without comments is returned as it is. `make lint` tells of those left in templates of the house style.
    """
    for member, data in package.items():
        if TEXT_PARTS.fullmatch(member) and b":comment" in data:
            root = etree.fromstring(data)
            for mark in [*root.iter(*_COMMENTS)]:
                remove(mark)
            package = package | {member: serialise(root)}
    for link in links(package, DOCUMENT):
        if _OF_COMMENTS.fullmatch(link.type) and link.target in package:
            package = without_part(package, DOCUMENT, link.id)
    return package


def _separators(own: etree._Element, kind: str) -> bytes:
    """A part of notes with only the lines that stand above notes."""
    copied = deepcopy(own)
    for note in [*copied.iterchildren(f"{W}{kind}")]:
        if note.get(f"{W}type") is None:
            copied.remove(note)
    return serialise(copied)
