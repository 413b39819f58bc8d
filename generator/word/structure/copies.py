"""Finds, when a template is compiled, what stands in loops and must be another in each copy."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from lxml import etree

from generator.word.names import CHART, W
from generator.word.safety.field_codes import word_fields
from generator.word.structure.branches import Branch
from generator.word.structure.identifiers import COPY, COPY_END, PARA_IDS, is_identified, reference_of
from generator.word.structure.pieces import SHELL, STATEMENT, Pieces, marks_in
from generator.word.tags import text_around

_NOTE = "把它移到循环外面；每次循环内容不同的，写进正文"
# What cannot be repeated, with what it is called and what to do.
_ONCE = {
    CHART: ("图表", "把图表移到循环外面；要逐项画图的，改成一张图里每项一个类别"),
    f"{W}footnoteReference": ("脚注", _NOTE),
    f"{W}endnoteReference": ("尾注", _NOTE),
}

Placed = Sequence[tuple[etree._Element, Branch]]


def prepare_copies(pieces: Pieces, placed: Placed) -> bool:
    """Whether ids of a part must be settled once it is filled; marks the turns of the loops that this needs.

    Ids that programs give anew where they are missing (of paragraphs, rows and content controls) are left out in loops;
    a figure that a loop would repeat is a problem.
    """
    needed = False
    bookmarks: dict[str, Branch] = {}
    references: list[tuple[str, Branch]] = []
    code: list[str] = []
    for element, branch in placed:
        loops = next(branch.loops, None) is not None
        if loops:
            _unidentify(element)
            needed = needed or is_identified(element)
            if element.tag in _ONCE:
                _refuse(pieces, element, branch, *_ONCE[element.tag])
        if element.tag == f"{W}bookmarkStart":
            bookmarks.setdefault(element.get(f"{W}name", "").casefold(), branch)
        elif element.tag == f"{W}instrText":
            code.append(element.text or "")
        elif element.tag == f"{W}fldChar" and element.get(f"{W}fldCharType") == "begin":
            code.clear()
        elif code and element.tag == f"{W}fldChar":
            references.append((reference_of(element, "".join(code)), branch))
            code.clear()
        elif element.tag in (f"{W}hyperlink", f"{W}fldSimple"):
            references.append((reference_of(element, element.get(f"{W}instr", "")), branch))
    loops_with_references: dict[Branch, None] = {}
    for name, branch in references:
        there = bookmarks.get(name)
        if there is None:
            continue
        needed = needed or not branch.within(there)
        shared = [loop for loop in there.loops if branch.within(loop)]
        loops_with_references |= dict.fromkeys(shared)
    _mark_turns(pieces, placed, loops_with_references.keys())
    return needed


def governed_bookmarks(placed: Placed) -> Iterator[str]:
    """The bookmarks, in small letters, that are printed only under a condition, or in each turn of a loop."""
    for element, branch in placed:
        if element.tag == f"{W}bookmarkStart" and branch.around is not None:
            yield element.get(f"{W}name", "").casefold()


def outdate_captions(root: etree._Element, branches: Mapping[etree._Element, Branch]) -> None:
    """Has Word count captions (SEQ) anew on opening, and read again what refers to them, where tags print some of them.

    Else each copy of a loop would show the number of the template.
    """
    fields = [*word_fields(root)]
    captions = (branches.get(field.start) for field in fields if field.keyword == "SEQ")
    if any(branch is not None and branch.around is not None for branch in captions):
        for field in fields:
            if field.keyword in ("SEQ", "REF"):
                field.start.set(f"{W}dirty", "true")


def _unidentify(element: etree._Element) -> None:
    for name in PARA_IDS:
        if element.get(name) is not None:
            element.attrib.pop(name, "")
    if element.tag == f"{W}sdtPr":
        for identifier in element.findall(f"{W}id"):
            element.remove(identifier)


def _refuse(pieces: Pieces, element: etree._Element, branch: Branch, what: str, remedy: str) -> None:
    loop = next(branch.loops)
    pieces.problem(pieces.shown(text_around(element)) or loop.shown, f"{what}写在循环 {loop.shown} 里", remedy)


def _mark_turns(pieces: Pieces, placed: Placed, loops: Collection[Branch]) -> None:
    """Puts instructions around each turn of these loops, for the pass that settles ids."""
    open_loops: list[bool] = []
    for element, _ in placed if loops else ():
        if element.tag not in (SHELL, f"{W}t"):
            continue
        for mark in marks_in(element):
            number = int(mark[1])
            statement = element.get(STATEMENT) or pieces.sources[number].strip("{}% \n").partition(" ")[0]
            if statement in ("for", "if"):
                marked = any(loop.begun is element and loop.kind == statement for loop in loops)
                open_loops.append(marked)
                if marked:
                    pieces.sources[number] += f"<?{COPY} {number}?>"
            elif statement in ("else", "endfor", "endif") and open_loops:
                # What follows an `else` is no turn of the loop.
                if open_loops[-1]:
                    pieces.sources[number] = f"<?{COPY_END}?>{pieces.sources[number]}"
                    open_loops[-1] = False
                if statement != "else":
                    open_loops.pop()
