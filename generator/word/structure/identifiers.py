"""Keeps what Word tells things apart by unique: ids of drawings, shapes, bookmarks, controls, paragraphs.

One pass over a part in document order. Whatever stands for the first time keeps its id; what stands again gets another,
and what refers to it from the same turn of a loop follows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from generator.word.names import DRAWING_PROPERTIES, MC, VML, W14, R, W
from generator.word.structure.preparing import remove

COPY, COPY_END = "copy", "copied"
"""Processing instructions around each turn of a loop with bookmarks that something in the same turn refers to.

The first says which loop it is.
"""
PARA_IDS = (f"{W14}paraId", f"{W14}textId")
"""The ids that newer programs give to paragraphs and rows; a program gives them anew where they are missing."""
_OFFICE = "{urn:schemas-microsoft-com:office:office}"
_LONGEST_NAME = 40
_RANGES = ("bookmark", "perm", "moveFromRange", "moveToRange")
_STARTS = {f"{W}{kind}Start": kind for kind in _RANGES}
_ENDS = {f"{W}{kind}End": kind for kind in _RANGES}
CHANGES = {
    f"{W}{name}"
    for name in (
        *("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge", "numberingChange", "tblGridChange"),
        *(f"{part}Change" for part in ("rPr", "pPr", "sectPr", "tblPr", "tblPrEx", "trPr", "tcPr")),
    )
}
"""The tracked changes, each of which has an id."""
# _x0000_s1026; group 1 is the number.
_SHAPE = re.compile(r"_x0000_[si]([0-9]+)")
# The bookmark that a field leads to: REF a \h, PAGEREF "a", HYPERLINK \l "a"; the group that is there holds it. That of
# HYPERLINK "b.docx" \l "a" is in another file.
_HERE = r'HYPERLINK(?:\s+\\(?:[hmn]|[ot]\s+(?:"[^"]*"|[^\s"\\]+)))*\s+\\l'
_TARGET = re.compile(
    rf'\s*(?:(?:REF|PAGEREF|NOTEREF)\s+"?([^\s"\\]+)|{_HERE}\s+"?([^\s"\\]+)|TOC\b.*?\\b\s+"?([^\s"\\]+))',
    re.IGNORECASE | re.DOTALL,
)
_LAST_PLACE = re.compile(r"_GoBack", re.IGNORECASE)


@dataclass(slots=True)
class _Copies:
    """The copies of a bookmark within one turn: the name of the first, the loops they are in, whether it is alone."""

    first: str
    loops: frozenset[str]
    alone: bool = True


@dataclass(slots=True)
class _Scope:
    """One turn of a loop: the bookmarks in it, deeper loops included, by their names in the template in small letters.

    `loops` are the numbers of this loop and of those around it.
    """

    loop: str = ""
    around: _Scope | None = None
    loops: frozenset[str] = frozenset()
    names: dict[str, _Copies] = field(default_factory=dict)

    def turn(self, loop: str) -> _Scope:
        """A turn of a loop in this one."""
        return _Scope(loop, self, self.loops | {loop})

    def add(self, name: str, new_name: str) -> None:
        """Notes a bookmark; of two of one name, Word keeps the first."""
        scope: _Scope | None = self
        while scope is not None:
            if (known := scope.names.get(name.casefold())) is None:
                scope.names[name.casefold()] = _Copies(new_name, self.loops)
            else:
                known.alone = False
            scope = scope.around

    def renamed(self, name: str) -> str | None:
        """What a bookmark is called here, looked for outwards; None if there is none of this name.

        Empty if only other turns have it, and more than one of them.
        """
        passed: set[str] = set()
        scope: _Scope | None = self
        while scope is not None:
            if (found := scope.names.get(name.casefold())) is not None:
                return found.first if found.alone or not passed & found.loops else ""
            passed.add(scope.loop)
            scope = scope.around
        return None


@dataclass(slots=True)
class _Reference:
    """A link or a field that leads to a bookmark, with its pieces of instruction and its characters."""

    element: etree._Element
    scope: _Scope
    codes: list[etree._Element] = field(default_factory=list)
    characters: list[etree._Element] = field(default_factory=list)

    @property
    def instruction(self) -> str:
        """The instruction, whole however it is cut."""
        return "".join(code.text or "" for code in self.codes) or str(self.element.get(f"{W}instr", ""))


class Identifiers:
    """The ids of one document, part after part.

    `highest` are the highest numbers of the template by kind, `names` all its bookmarks in small letters: new ones are
    beyond. `changed` says whether anything was.
    """

    def __init__(self, highest: Mapping[str, int], names: Iterable[str]) -> None:
        self._highest = Counter(highest)
        self._taken = {*names}
        self._seen: set[tuple[str, str]] = set()
        self._counts: Counter[str] = Counter()
        self._shapes: dict[str, str] = {}
        self._types: dict[str, str] = {}
        self._gone: list[etree._Element] = []  # taken out last, as nothing may go while a part is walked through
        self.changed = False

    def extend(self, root: etree._Element) -> None:
        """Has new ids be beyond those of another part too."""
        highest, names = highest_ids([root])
        self._highest |= Counter(highest)
        self._taken |= names

    def settle(self, root: etree._Element, own: Collection[str] = ()) -> None:
        """Makes the ids of a part unique, within it and against the parts before.

        What leads to one of its `own` bookmarks (in small letters) that is not there any more becomes plain text.
        """
        open_ranges: dict[tuple[str, str], list[str | None]] = {}
        newer: dict[tuple[etree._Element, str, str], list[tuple[str, str]]] = {}
        twice: dict[etree._Element, set[str]] = {}
        drawn_twice = next(root.iter(f"{MC}Fallback"), None) is not None
        scope = _Scope()
        fields: list[_Reference] = []
        references: list[_Reference] = []
        for element in root.iter():
            tag = element.tag
            if not isinstance(tag, str):
                target = target_of(element)
                if target in (COPY, COPY_END):
                    self._gone.append(element)
                    scope = scope.turn(element.text or "") if target == COPY else scope.around or scope
            elif tag in _STARTS:
                form, older = _form(element) if drawn_twice else (None, False)
                self._start(element, _STARTS[tag], scope, open_ranges, newer, form, older=older)
            elif tag in _ENDS:
                self._end(element, _ENDS[tag], open_ranges)
            elif tag == f"{W}fldChar":
                _field(element, scope, fields, references)
            elif tag == f"{W}instrText":
                if fields:
                    fields[-1].codes.append(element)
            elif tag == f"{W}fldSimple" or (tag == f"{W}hyperlink" and _leads_here(element)):
                references.append(_Reference(element, scope))
            else:
                if (identifier := element.get(PARA_IDS[0])) is not None:
                    form, older = _form(element) if drawn_twice else (None, False)
                    self._paragraph(
                        element, identifier, set() if form is None else twice.setdefault(form, set()), older=older
                    )
                self._number(element, tag)
        for reference in references:
            self._follow(reference, own)
        for element in self._gone:
            _remove_mark(element)
        self._gone.clear()

    def _paragraph(self, element: etree._Element, identifier: str, twice: set[str], *, older: bool) -> None:
        """Keeps the id of a paragraph or row, or leaves it out; `twice` are those the other form of a drawing keeps."""
        if older and identifier in twice:
            twice.remove(identifier)
        elif self._again("para", identifier):
            for name in PARA_IDS:
                element.attrib.pop(name, "")
        elif not older:
            twice.add(identifier)

    def _number(self, element: etree._Element, tag: str) -> None:
        if tag == DRAWING_PROPERTIES:
            if self._again("drawing", element.get("id", "")):
                element.set("id", self._next("drawing"))
        elif tag == f"{W}sdtPr":
            controls = element.findall(f"{W}id")
            self._gone += [control for control in controls if self._again("control", control.get(f"{W}val", ""))]
        elif tag in CHANGES:
            if element.get(f"{W}id") is not None and self._again("change", element.get(f"{W}id", "")):
                element.set(f"{W}id", self._next("change"))
        elif tag == f"{VML}shapetype":
            if identifier := element.get("id", ""):
                again = self._again("shape id", identifier)
                self._types[identifier] = self._copy_of(identifier) if again else identifier
                element.set("id", self._types[identifier])
        elif tag.startswith(VML):
            self._shape(element)
        elif tag == f"{_OFFICE}OLEObject" and (new := self._shapes.get(element.get("ShapeID", ""))):
            element.set("ShapeID", new)

    def _shape(self, element: etree._Element) -> None:
        identifier, number = element.get("id"), element.get(f"{_OFFICE}spid")
        kind = element.get("type", "").removeprefix("#")
        if self._types.get(kind, kind) != kind:
            element.set("type", f"#{self._types[kind]}")
        if identifier is not None:
            new = identifier
            if self._again("shape id", identifier):
                new = f"_x0000_s{self._next('shape')}" if _SHAPE.fullmatch(identifier) else self._copy_of(identifier)
                element.set("id", new)
            self._shapes[identifier] = new
        if number is not None and self._again("shape", number):
            element.set(f"{_OFFICE}spid", f"_x0000_s{self._next('shape')}")

    def _copy_of(self, identifier: str) -> str:
        while True:
            self._counts[f"shape {identifier}"] += 1
            new = f"{identifier}_{self._counts[f'shape {identifier}'] + 1}"
            if ("shape id", new) not in self._seen:
                self._seen.add(("shape id", new))
                return new

    def _start(
        self,
        element: etree._Element,
        kind: str,
        scope: _Scope,
        open_ranges: dict[tuple[str, str], list[str | None]],
        newer: dict[tuple[etree._Element, str, str], list[tuple[str, str]]],
        form: etree._Element | None,
        *,
        older: bool,
    ) -> None:
        identifier, name = element.get(f"{W}id", ""), element.get(f"{W}name", "")
        opened = open_ranges.setdefault((kind, identifier), [])
        if form is not None and older and (copies := newer.get((form, kind, identifier))):
            copied, copied_name = copies.pop(0)
            element.set(f"{W}id", copied)
            if name:
                element.set(f"{W}name", copied_name)
            opened.append(copied)
            return
        new_name = name
        if kind == "bookmark" and self._again("name", name.casefold()):
            if _LAST_PLACE.fullmatch(name):
                opened.append(None)
                self._gone.append(element)
                return
            new_name = self._named(name)
        elif kind != "bookmark" and name:
            self._counts[f"{kind} {name}"] += 1
            if self._counts[f"{kind} {name}"] > 1:
                new_name = f"{name}_{self._counts[f'{kind} {name}']}"
        new = self._next(kind) if self._again(kind, identifier) else identifier
        if new != identifier:
            element.set(f"{W}id", new)
        if new_name != name:
            element.set(f"{W}name", new_name)
            self.changed = True
        opened.append(new)
        if kind == "bookmark":
            scope.add(name, new_name)
        if form is not None and not older:
            newer.setdefault((form, kind, identifier), []).append((new, new_name))

    def _end(self, element: etree._Element, kind: str, open_ranges: dict[tuple[str, str], list[str | None]]) -> None:
        if opened := open_ranges.get((kind, element.get(f"{W}id", ""))):
            new = opened.pop()
            if new is None:
                self._gone.append(element)
            else:
                element.set(f"{W}id", new)

    def _named(self, name: str) -> str:
        """Another name for a bookmark, short enough and like no other in any case."""
        while True:
            self._counts[f"name {name.casefold()}"] += 1
            suffix = f"_{self._counts[f'name {name.casefold()}'] + 1}"
            new = f"{name[: _LONGEST_NAME - len(suffix)]}{suffix}"
            if new.casefold() not in self._taken:
                self._taken.add(new.casefold())
                self._seen.add(("name", new.casefold()))
                return new

    def _again(self, kind: str, identifier: str) -> bool:
        """Whether something of this kind has stood under this id before."""
        if (kind, identifier) in self._seen:
            self.changed = True
            return True
        self._seen.add((kind, identifier))
        return False

    def _next(self, kind: str) -> str:
        self._highest[kind] += 1
        self._seen.add((kind, str(self._highest[kind])))
        return str(self._highest[kind])

    def _follow(self, reference: _Reference, own: Collection[str]) -> None:
        """Has a reference lead to the bookmark of its own turn, else to the first beside its loop.

        What leads to none, or only to those of other turns, becomes plain text.
        """
        anchor = reference.element.get(f"{W}anchor")
        match = None if anchor is not None else _TARGET.match(reference.instruction)
        if anchor is None and match is None:
            return
        name = anchor if anchor is not None else next(filter(None, match.groups())) if match else ""
        new = reference.scope.renamed(name)
        if not new:
            if new == "" or (name.casefold() in own and ("name", name.casefold()) not in self._seen):
                _forget(reference)
        elif new.casefold() != name.casefold():
            if anchor is not None:
                reference.element.set(f"{W}anchor", new)
            elif match is not None:
                start = match.start(match.lastindex or 0)
                _rewrite(reference, f"{reference.instruction[:start]}{new}{reference.instruction[start + len(name) :]}")


def highest_ids(roots: Iterable[etree._Element]) -> tuple[dict[str, int], set[str]]:
    """The highest number of each kind in some parts, and the names of their bookmarks in small letters."""
    highest = dict.fromkeys(("drawing", "bookmark", "perm", "moveFromRange", "moveToRange", "change", "shape"), 0)
    names: set[str] = set()

    def count(kind: str, value: str | None) -> None:
        if value and value.isdecimal() and len(value) < 10:
            highest[kind] = max(highest[kind], int(value))

    for root in roots:
        for element in root.iter(etree.Element):
            tag = str(element.tag)
            if tag == DRAWING_PROPERTIES:
                count("drawing", element.get("id"))
            elif tag in _STARTS:
                count(_STARTS[tag], element.get(f"{W}id"))
                names.add(element.get(f"{W}name", "").casefold())
            elif tag in CHANGES:
                count("change", element.get(f"{W}id"))
            elif tag.startswith(VML):
                for value in (element.get("id", ""), element.get(f"{_OFFICE}spid", "")):
                    if match := _SHAPE.fullmatch(value):
                        count("shape", match[1])
    return highest, names


def target_of(node: etree._Element) -> str:
    """What a processing instruction is for; empty for any other node."""
    return str(node.target) if isinstance(node, etree._ProcessingInstruction) else ""


def reference_of(element: etree._Element, instruction: str) -> str:
    """The bookmark, in small letters, that a link or a field with this instruction leads to; empty if to none."""
    match = _TARGET.match(instruction)
    anchor = (element.get(f"{W}anchor") if _leads_here(element) else "") or (
        next(filter(None, match.groups()), "") if match else ""
    )
    return str(anchor).casefold()


def names_in(root: etree._Element) -> set[str]:
    """The names of the bookmarks of a part, in small letters."""
    return {mark.get(f"{W}name", "").casefold() for mark in root.iter(f"{W}bookmarkStart")}


def targets_in(root: etree._Element) -> Iterator[str]:
    """The bookmarks, in small letters, that the links and fields of a part lead to."""
    code: list[str] = []
    for element in root.iter(f"{W}hyperlink", f"{W}fldSimple", f"{W}instrText", f"{W}fldChar"):
        if element.tag == f"{W}instrText":
            code.append(element.text or "")
        else:
            if name := reference_of(element, element.get(f"{W}instr") or "".join(code)):
                yield name
            code.clear()


def _leads_here(element: etree._Element) -> bool:
    """Whether a link leads to a bookmark of this document; the anchor of one with a target is in another file."""
    return element.get(f"{W}anchor") is not None and element.get(f"{R}id") is None


def is_identified(element: etree._Element) -> bool:
    """Whether an element has an id that must be another in each copy, or may stand in one copy only."""
    tag = element.tag
    if not isinstance(tag, str):
        return False
    if tag.startswith(VML):
        return (element.get("id") or element.get(f"{_OFFICE}spid")) is not None
    return tag == DRAWING_PROPERTIES or tag in _STARTS or tag in CHANGES


def _form(element: etree._Element) -> tuple[etree._Element | None, bool]:
    """The drawing kept twice that an element is in, and whether it is in the form for older programs."""
    for around in element.iterancestors(f"{MC}Choice", f"{MC}Fallback"):
        return around.getparent(), around.tag == f"{MC}Fallback"
    return None, False


def _field(character: etree._Element, scope: _Scope, fields: list[_Reference], references: list[_Reference]) -> None:
    kind = character.get(f"{W}fldCharType")
    if kind == "begin":
        fields.append(_Reference(character, scope))
    if fields:
        fields[-1].characters.append(character)
        if kind == "end":
            references.append(fields.pop())


def _rewrite(reference: _Reference, instruction: str) -> None:
    if not reference.codes:
        reference.element.set(f"{W}instr", instruction)
        return
    for number, code in enumerate(reference.codes):
        code.text = "" if number else instruction


def _forget(reference: _Reference) -> None:
    """Leaves only the text of a link or field."""
    if reference.element.tag == f"{W}hyperlink":
        reference.element.attrib.pop(f"{W}anchor", "")
    elif reference.element.tag == f"{W}fldSimple":
        for child in [*reference.element]:
            reference.element.addprevious(child)
        remove(reference.element)
    else:
        for part in [*reference.characters, *reference.codes]:
            remove(part)


def _remove_mark(element: etree._Element) -> None:
    """Takes out one end of a range, or an instruction; its run too, if that shows nothing else."""
    parent = element.getparent()
    remove(element)
    if parent is not None and parent.tag == f"{W}r" and all(child.tag == f"{W}rPr" for child in parent):
        remove(parent)
