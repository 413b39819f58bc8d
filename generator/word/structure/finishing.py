"""Finishes a part that was filled: takes out what is spare, drops what is empty, keeps ids apart, checks the form.

Only parts in which compiling found something that may repeat or be emptied are finished; all others are printed as they
are. That is enough: filling changes the form of a part only by printing a whole stretch of paragraphs, rows or runs
less or more than once, and each rule that this could break is either held by the template alone or found by compiling:

- order and place of elements, and grids: a stretch stands between others of its kind;
- fields, bookmarks and other pairs: both ends are in one branch (`pairs`), else the template is refused;
- ids: none stands in a loop (`copies`), and none is doubled in the template (`identifiers`);
- ends of cells, text boxes and the like, rows of tables, tables beside each other, merges: `provisions`;
- sections: none in a governing paragraph, and none that a condition would halve.

tests/acceptance/test_structures.py fills drawn templates and has the whole gate look at the outcome.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from lxml import etree

from generator.archive import ZipMember, deflate
from generator.opc import Package, serialise
from generator.word.compiled import NOTHING, Finishing
from generator.word.names import TEXT_PARTS, W
from generator.word.shapes.columns import fit_columns
from generator.word.structure.beside import RANGES
from generator.word.structure.blocks import neighbour
from generator.word.structure.gate import form_faults
from generator.word.structure.identifiers import Identifiers, highest_ids, names_in, target_of, targets_in
from generator.word.structure.preparing import remove
from generator.word.structure.provisions import BETWEEN, LOOSE, SPARE
from generator.word.structure.tables import loose_merges, rows_of

_LARGE = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
# What differs between faults of one kind: numbers, names in quotes.
_PARTICULAR = re.compile(r"'[^']*'|[0-9A-Fa-f]*[0-9][0-9A-Fa-f]*")


def finishing(
    package: Package, to_finish: Mapping[str, frozenset[str]], governed: Mapping[str, frozenset[str]]
) -> Finishing:
    """What finishing these parts needs, each with the kinds of faults that it has from its author.

    `governed` are the bookmarks of each part that it may not print, in small letters.
    """
    if not (to_finish or any(governed.values())):
        return NOTHING
    roots = {member: etree.fromstring(data) for member, data in package.items() if TEXT_PARTS.fullmatch(member)}
    highest, names = highest_ids(roots.values())
    members = {member: (frozenset(highest_ids([roots[member]])[1]), faults) for member, faults in to_finish.items()}
    elsewhere: dict[str, dict[str, str]] = {}
    for member, root in roots.items():
        targets = {*targets_in(root)}
        for other, lost in governed.items():
            if other != member and targets & lost:
                elsewhere.setdefault(member, {}).update(dict.fromkeys(sorted(targets & lost), other))
    return Finishing(members, highest, frozenset(names), elsewhere) if members or elsewhere else NOTHING


def with_unique_ids(package: Package) -> Package:
    """The package, with the ids that stand twice in it made unique, as some programs write them."""
    roots = {member: etree.fromstring(data) for member, data in package.items() if TEXT_PARTS.fullmatch(member)}
    identifiers = Identifiers(*highest_ids(roots.values()))
    changed: Package = {}
    for member, root in roots.items():
        identifiers.changed = False
        identifiers.settle(root)
        if identifiers.changed:
            changed[member] = serialise(root)
    return package | changed


def finisher(needed: Finishing) -> Callable[[str, bytes], tuple[bytes, list[str]]]:
    """What finishes the filled parts of one document, by their members: returns a part and what is wrong with it.

    Raises:
        XMLSyntaxError: the part is not well-formed XML.
    """
    identifiers = Identifiers(needed.highest, needed.names)

    def finished(member: str, part: bytes) -> tuple[bytes, list[str]]:
        root = etree.fromstring(part, _LARGE)
        faults = finish(root, identifiers, *needed.members[member])
        return serialise(root), faults

    return finished


def finish(root: etree._Element, identifiers: Identifiers, own: frozenset[str], known: frozenset[str]) -> list[str]:
    """Finishes a filled part; returns what is still wrong with its form, in English, beside what is `known`.

    `own` are the bookmarks of the part in the template, in small letters.
    """
    faults = fit_columns(root)
    for element in [*root.iter(f"{W}sdtContent", f"{W}tbl")][::-1]:
        if element.tag == f"{W}sdtContent":
            _drop_empty(element)
        elif next(rows_of(element), None) is None:
            _leave(element, element.iter(*RANGES))
        else:
            for merge in loose_merges(element):
                if not any(target_of(one) == LOOSE for one in merge):
                    merge.set(f"{W}val", "restart")
    _settle(root)
    identifiers.settle(root, own)
    return faults + [fault for fault in form_faults(root) if kind_of_fault(fault) not in known]


def without_lost(elsewhere: Mapping[str, Mapping[str, str]], members: Mapping[str, ZipMember]) -> dict[str, ZipMember]:
    """The filled parts that lead to bookmarks which another part did not print, with plain text instead."""
    others = {other for led in elsewhere.values() for other in led.values()}
    printed = {other: names_in(etree.fromstring(members[other].data, _LARGE)) for other in others}
    changed = {}
    for member, led in elsewhere.items():
        if lost := {name for name, other in led.items() if name not in printed[other]}:
            root = etree.fromstring(members[member].data, _LARGE)
            Identifiers({}, ()).settle(root, lost)
            changed[member] = deflate([serialise(root)])
    return changed


def kind_of_fault(fault: str) -> str:
    """A fault without the numbers and names that differ from place to place."""
    return _PARTICULAR.sub("…", fault)


def _drop_empty(content: etree._Element) -> None:
    """Takes out a content control that holds nothing any more, but not the ends of ranges in it."""
    left = [child for child in content.iterchildren(etree.Element) if child.tag not in RANGES and not _is_spare(child)]
    control = content.getparent()
    if not left and control is not None:
        _leave(control, content.iterchildren(etree.Element))


def _is_spare(element: etree._Element) -> bool:
    return len(element) > 0 and target_of(element[0]) in (SPARE, BETWEEN)


def _leave(element: etree._Element, kept: Iterable[etree._Element]) -> None:
    """Takes an element out and leaves these of its elements in its place."""
    for one in [*kept]:
        element.addprevious(one)
    remove(element)


def _settle(root: etree._Element) -> None:
    """Takes out what compiling has noted, and the spare paragraphs that are not needed; others become ordinary ones."""
    for instruction, target in [(one, target_of(one)) for one in root.iter(etree.PI)]:
        if target == LOOSE:
            remove(instruction)
            continue
        paragraph = instruction.getparent()
        if paragraph is None or target not in (SPARE, BETWEEN):
            continue
        before = neighbour(paragraph, before=True)
        needed = before is None or before.tag == f"{W}tbl"
        if target == BETWEEN:
            after = neighbour(paragraph, before=False)
            needed = before is not None and needed and after is not None and after.tag == f"{W}tbl"
        if needed:
            remove(instruction)
        else:
            remove(paragraph)
