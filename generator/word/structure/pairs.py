"""Pairs that a template may not halve: the ends of fields, bookmarks, permissions and moves.

Both ends of a pair must be in the same branch, so that each is printed as often as the other, in turn.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lxml import etree

from generator.word.names import MC, W
from generator.word.structure.beside import RANGES
from generator.word.structure.branches import Branch
from generator.word.structure.pieces import MARKED, Pieces
from generator.word.structure.preparing import remove
from generator.word.tags import cut, own_texts, words_of

Placed = tuple[etree._Element, Branch]
"""An element and the branch it is in."""

# The names that programs give to bookmarks which nobody sees: _GoBack, _Hlk123, OLE_LINK1.
_AUTOMATIC = re.compile(r"_|OLE_LINK[0-9]")
_WORD = re.compile(r"\w+")
_NAMES = {
    "bookmark": "书签",
    "perm": "可编辑的区域",
    "moveFromRange": "移动的修订",
    "moveToRange": "移动的修订",
}
# What has a text of its own, in which fields begin and end.
_STORIES = {f"{W}{name}" for name in ("txbxContent", "footnote", "endnote", "comment", "docPart")} | {
    f"{MC}Choice",
    f"{MC}Fallback",
}
_FIELD_PARTS = (f"{W}fldChar", f"{W}instrText")


@dataclass(slots=True)
class _Field:
    """A field that has begun, with its instruction as far as it is read."""

    begun: Placed
    instruction: str = ""
    branches: set[Branch] = field(default_factory=set)


def check_pairs(pieces: Pieces, placed: Sequence[Placed]) -> None:
    """Reports each pair with ends in different branches; drops it where nobody would miss it."""
    _check_fields(pieces, [(element, branch) for element, branch in placed if element.tag in _FIELD_PARTS])
    marks = [(element, branch) for element, branch in placed if element.tag in RANGES]
    if not marks:
        return
    words = _referred(element for element, _ in placed)
    begun: dict[tuple[str, str | None, object], Placed] = {}
    for mark, branch in marks:
        kind, end = _kind(mark)
        key = (kind, mark.get(f"{W}id"), _story(mark))
        if not end:
            begun[key] = (mark, branch)
            continue
        start = begun.pop(key, None)
        if start is None:
            continue
        if start[1] is branch:
            continue
        name = str(start[0].get(f"{W}name", ""))
        if kind == "bookmark" and _AUTOMATIC.match(name) and name.casefold() not in words:
            remove(start[0])
            remove(mark)
        else:
            what = _NAMES.get(kind, "XML 标记") + (f"「{cut(name)}」" if name and kind == "bookmark" else "")
            _refuse(pieces, what, start, (mark, branch))


def _check_fields(pieces: Pieces, placed: Sequence[Placed]) -> None:
    stories: dict[object, list[_Field]] = {}
    for element, branch in placed:
        opened = stories.setdefault(_story(element), [])
        if element.tag == f"{W}instrText":
            if opened:
                opened[-1].instruction += element.text or ""
            continue
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            opened.append(_Field((element, branch)))
        elif opened:
            now = opened[-1]
            if branch is not now.begun[1] and not now.branches:
                now.branches.add(branch)
                words = " ".join(now.instruction.split())
                _refuse(pieces, f"域「{cut(words)}」", now.begun, (element, branch))
            if kind == "end":
                opened.pop()


def _refuse(pieces: Pieces, what: str, one: Placed, other: Placed) -> None:
    """Reports a halved pair at its first end, with the words around the other and the tag between them."""
    inner = other[1] if not one[1].within(other[1]) else one[1]
    around = one[1] if inner is other[1] else other[1]
    governing = inner.shown if not around.within(inner) else around.shown
    texts = [_around(pieces, element) for element, _ in (one, other)]
    where = (
        f"开头在「{cut(texts[0])}」，结尾在「{cut(texts[1])}」" if texts[0] != texts[1] else f"在「{cut(texts[0])}」"
    )
    message = f"{what}被 {governing} 截成两半" + (f"：{where}" if any(texts) else "")
    name = what.partition("「")[0]
    pieces.problem(texts[0] or governing, message, f"把整个{name}都放在条件、循环里面，或者都放在外面；不要的就删去")


def _around(pieces: Pieces, element: etree._Element) -> str:
    """The text of the paragraph of an element, or of the next one that has any, with its tags."""
    paragraph = next(element.iterancestors(f"{W}p"), None)
    if paragraph is None:
        following: Iterable[etree._Element] = element.itersiblings()
        paragraph = next((one for one in following if one.tag == f"{W}p"), None)
    if paragraph is None:
        return ""
    return pieces.written(words_of(own_texts(paragraph)))


def _kind(mark: etree._Element) -> tuple[str, bool]:
    """The kind of a range, bookmark, and whether this is its end."""
    name = str(mark.tag).removeprefix(W)
    return (name.removesuffix("End"), True) if name.endswith("End") else (name.removesuffix("Start"), False)


def _story(element: etree._Element) -> object:
    return next((around for around in element.iterancestors(*_STORIES)), None)


def _referred(elements: Iterable[etree._Element]) -> set[str]:
    """The words of the instructions of fields and the targets of links within the document, in small letters."""
    words: set[str] = set()
    code = ""
    for element in elements:
        if element.tag == f"{W}instrText":
            code += element.text or ""
        elif element.tag == f"{W}fldChar":
            code += " "
        elif element.tag == f"{W}fldSimple":
            code += f" {element.get(f'{W}instr', '')} "
        elif element.tag == f"{W}hyperlink":
            words.add(str(element.get(f"{W}anchor", "")).casefold())
    return words | {word.casefold() for word in _WORD.findall(MARKED.sub(" ", code))}
