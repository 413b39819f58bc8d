"""Finds what the copies of a loop share (the address of a link, a SmartArt) and still reads names of that loop."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from lxml import etree

from generator.frozen import Frozen
from generator.opc import Link, Package, links
from generator.problems import Place, Problem
from generator.text.sandbox import TAG
from generator.word.names import CHART, TEXT_PARTS, R, W
from generator.word.outside.parts import OutsidePart
from generator.word.outside.slots import attributes
from generator.word.tags import Written, names_read, own_texts, words_of

# A tag that gives names, or takes them back; groups: the scope, for or endfor or set, the rest.
_GIVING = re.compile(r"\{%((?:p|tr|tc|r)(?=\s))?\s*(for|endfor|set)\b(.*?)%\}", re.DOTALL)
_NAME = re.compile(r"[^\W\d]\w*")
_DEEPEST = 50  # loops within loops, more than compiling accepts
_LINK_REMEDY = "循环里的超链接共用一个地址，地址里只用循环以外的名称；各行不同的地址，印成文字"
_DIAGRAM_REMEDY = "循环里的 SmartArt 是同一份，只能用循环以外的名称；各行不同的，移到循环外分别做"


class Shared(Frozen):
    """A tag that all copies of a loop share, the member that messages name for it, and the problem."""

    member: str
    tag: str
    problem: Problem


def shared_in_loops(package: Package, name: str, parts: Sequence[OutsidePart]) -> Iterator[Shared]:
    """TEMPLATE-TAG: each tag of a link or SmartArt within a loop that reads a name of the loop.

    All copies would show what the name is outside the loop, or nothing at all. No chart stands in a loop.
    """
    tags: dict[tuple[str, str], list[Written]] = {}  # by part, and for links by relationship
    for outside in parts:
        linked = outside.member != outside.owner
        for tag in outside.tags():
            tags.setdefault((outside.owner, tag.container.get("Id", "") if linked else ""), []).append(tag)
    for member, data in package.items():
        if not TEXT_PARTS.fullmatch(member):
            continue
        targets = {link.id: link for link in links(package, member)}
        read: dict[str, dict[str, tuple[str, Written]]] = {}
        for element, loops in _in_loops(etree.fromstring(data)):
            for key, value in attributes(element):
                link = targets.get(value) if key.startswith(R) else None
                if link is not None and value not in read:
                    read[value] = {
                        word: (part, tag)
                        for part, tag in _tags_of(package, member, link, tags)
                        for word in names_read(tag.expression)
                    }
                for word in _given(read[value], loops) if link is not None else ():
                    part, tag = read[value][word]
                    remedy = _LINK_REMEDY if link and link.external else _DIAGRAM_REMEDY
                    yield _shared(name, part, tag.source, tag.excerpt, word, remedy)


def _given(read: Iterable[str], loops: Sequence[set[str]]) -> list[str]:
    """Those names that a loop gives; `loops` are the names of each loop around."""
    return [word for word in read if any(word in names for names in loops)]


def _shared(name: str, member: str, source: str, excerpt: str, word: str, remedy: str) -> Shared:
    message = f"{source}：{excerpt.partition('：')[0]}在循环里，用不了循环里的「{word}」"
    return Shared(member, source, Problem("TEMPLATE-TAG", Place(f"{name}!{member}", excerpt=excerpt), message, remedy))


def _in_loops(root: etree._Element) -> Iterator[tuple[etree._Element, list[set[str]]]]:
    """Each element that refers to another part from within a loop, with the names that each loop around it gives."""
    open_loops: list[set[str]] = []
    inline: dict[etree._Element, set[str]] = {}
    for element in root.iter(etree.Element):
        if element.tag == f"{W}p":
            text = words_of(own_texts(element))
            within: list[set[str]] = []
            for tag in TAG.findall(text):
                if giving := _GIVING.fullmatch(tag):
                    scope, keyword, rest = giving.groups()
                    names = set(_NAME.findall(rest.partition("=" if keyword == "set" else " in ")[0]))
                    if scope in (None, "r") and (keyword != "endfor" or within):
                        inline.setdefault(element, set()).update(names)
                        if keyword == "for":
                            within.append(names)
                        elif keyword == "endfor":
                            within.pop()
                    elif keyword == "for":
                        open_loops.append(names if len(open_loops) < _DEEPEST else set())
                    elif keyword == "set" and open_loops:
                        open_loops[-1] |= names
                    elif keyword == "endfor":
                        open_loops[-1:] = []
            open_loops += within  # of loops that end in a later paragraph
        elif element.tag != CHART and any(str(key).startswith(R) for key in element.attrib):
            around = [inline[paragraph] for paragraph in element.iterancestors(f"{W}p") if paragraph in inline]
            if loops := [*open_loops[:_DEEPEST], *around]:
                yield element, loops


def _tags_of(
    package: Package, member: str, link: Link, tags: Mapping[tuple[str, str], list[Written]]
) -> Iterator[tuple[str, Written]]:
    """The tags of what a relationship leads to, in its address or in the parts below it, with the part of each."""
    if link.external:
        yield from ((member, tag) for tag in tags.get((member, link.id), ()))
        return
    waiting, seen = [link.target], {link.target}
    while waiting:
        part = waiting.pop()
        yield from ((part, tag) for tag in tags.get((part, ""), ()))
        below = {inner.target for inner in links(package, part) if not inner.external} - seen
        waiting += sorted(below)
        seen |= below
