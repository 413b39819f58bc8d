"""Puts other templates in the place of {{p include('x.docx') }}, before anything is compiled."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from lxml import etree

from generator.identifiers import unusable
from generator.opc import MAX_UNPACKED, Package, serialise
from generator.problems import Place, Problem
from generator.text.notation import plain
from generator.text.sandbox import TAG
from generator.word.binding.carrying import Carrier, move_before
from generator.word.binding.edges import lost_edges
from generator.word.names import DOCUMENT, W
from generator.word.package import MAX_TEMPLATE_NODES, parse_template
from generator.word.safety.hazards import broken_links, hazards
from generator.word.structure.beside import RANGES, kind_of, visible
from generator.word.structure.governing import move_ranges
from generator.word.structure.preparing import prepare
from generator.word.tags import cut, own_texts, words_of

# {{p include('x.docx') }}; group 2 is the name of the file.
_INCLUDING = re.compile(r"""\{\{p\s+include\(\s*(["'])([^"']*)\1\s*\)\s*\}\}""")
# 附件.docx. Not ~$附件.docx, %2e.docx.
_FILE = re.compile(r"(?![.~ ])[^%]{1,100}\.docx")
_MARKUP = re.compile(rb"<[^>]*>")
_EXAMPLE = "{{p include('附件.docx') }}"
_MOST_DEEP = 10
_MOST_TIMES = 100  # each takes some milliseconds
_FEWER = "少带入几次；同样的内容放进循环，或者分成几份文档"


class Found(NamedTuple):
    """A file that was looked for by its name: what messages call it, its bytes, or the problem and what to do."""

    name: str
    data: bytes | None
    fault: str = ""
    remedy: str = ""


Folder = Callable[[str], Found]
"""Gives the template of this file name."""


class Own(NamedTuple):
    """A template by its name in messages: as it was read, and without what it includes."""

    name: str
    package: Package
    alone: Package


class Whole(NamedTuple):
    """A template with everything that it includes, the template itself and these by themselves, and their files."""

    package: Package
    parts: list[Own]
    files: dict[str, Found]


def nowhere(file: str) -> Found:
    """The folder of a template that is in none."""
    return Found(file, None, "这份模板不在文件夹里，不能带入别的模板", "把内容直接写在这份模板里")


def with_included(name: str, package: Package, folder: Folder = nowhere) -> tuple[Whole, list[Problem]]:
    """A template in which the body of another stands for each paragraph that asks for it, and what stood in the way.

    Styles go by their names, as this template defines them; lists, notes and what is linked come along. What includes
    nothing is returned as it is.
    """
    inclusions = _Inclusions(folder)
    whole = inclusions.whole(name, package, (name,))
    if not inclusions.parts:
        inclusions.parts.append(Own(name, package, package))
    return Whole(whole, inclusions.parts[::-1], inclusions.files), inclusions.problems


@dataclass(slots=True)
class _Inclusions:
    """What one template includes: each file is read, and filled with what it includes itself, once."""

    folder: Folder
    parts: list[Own] = field(default_factory=list)
    files: dict[str, Found] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    _wholes: dict[str, Package | None] = field(default_factory=dict)
    _nodes: int = 0
    _times: int = 0
    _size: int = 0
    _full: bool = False

    def whole(self, name: str, package: Package, chain: tuple[str, ...]) -> Package:
        """A template with what it includes; `chain` are the names of those around it and its own."""
        alone = package
        if b"include" in _MARKUP.sub(b"", package[DOCUMENT]):  # which most templates do not, and need not be parsed
            root = etree.fromstring(package[DOCUMENT])
            prepare(root)
            prepared = package | {DOCUMENT: serialise(root)}
            carrier = Carrier(prepared, shared={})
            asked = [*_asked(carrier.root)]
            if asked:
                alone = prepared | {DOCUMENT: _emptied(prepared[DOCUMENT])}
                for paragraph, tag, file in asked:
                    place = Place(f"{name}!{DOCUMENT}", excerpt=words_of(own_texts(paragraph)))
                    if fault := _unfit_place(paragraph, tag) or self._put(carrier, chain, paragraph, file):
                        message, remedy = fault
                        self.problems.append(Problem("TEMPLATE-TAG", place, f"{plain(tag)}：{message}", remedy))
                    if paragraph.getparent() is not None:
                        _empty(paragraph)
                self.problems += carrier.problems
                self.parts.append(Own(name, package, alone))
                return carrier.bound()
        if len(chain) > 1:
            self.parts.append(Own(name, package, alone))
        return package

    def _put(
        self, carrier: Carrier, chain: tuple[str, ...], paragraph: etree._Element, file: str
    ) -> tuple[str, str] | None:
        """Puts a template in the place of a paragraph; returns what is wrong, and the remedy, if it cannot be."""
        if not _FILE.fullmatch(file) or unusable(file.encode()):
            return "include 只能写模板所在文件夹里的文件名", f"写成 {_EXAMPLE}，直接写文件名，不写文件夹"
        if self._full:
            return None
        self._times += 1
        if self._times > _MOST_TIMES:
            self._full = True
            return f"一份模板带入别的模板超过 {_MOST_TIMES} 次", _FEWER
        if file not in self.files:
            self.files[file] = self.folder(file)
        found = self.files[file]
        if found.data is None:
            return found.fault, found.remedy
        if found.name in chain:
            names = [one.rpartition("/")[2] for one in (*chain[chain.index(found.name) :], found.name)]
            return f"模板互相带入，绕成一圈：{' → '.join(names)}", "去掉其中一处 include"
        if len(chain) > _MOST_DEEP:
            return f"带入的模板套得太深，超过 {_MOST_DEEP} 层", "把内容并到一份模板里"
        if found.name not in self._wholes:
            self._wholes[found.name] = self._read(found.name, found.data, chain)
        package = self._wholes[found.name]
        if package is None:
            return None  # told at its own file
        if fault := _unfit(package, carrier, paragraph, file):
            return fault
        return None if self._full else self._bring(carrier, found.name, package, paragraph)

    def _bring(
        self, carrier: Carrier, name: str, package: Package, paragraph: etree._Element
    ) -> tuple[str, str] | None:
        """Brings a template in, unless it is too much: after that no other is."""
        package, part = carrier.opened(package)
        self._nodes += sum(1 for _ in part.iter())
        self._full = self._nodes > MAX_TEMPLATE_NODES
        if not self._full:
            carrier.carry(name, package, part)
            self._full = sum(map(len, carrier.package.values())) > MAX_UNPACKED
        if self._full:
            return "带入的内容太多", _FEWER
        _replace(paragraph, part)
        return None

    def _read(self, name: str, data: bytes, chain: tuple[str, ...]) -> Package | None:
        package, faults = parse_template(data, name)
        if package is not None:
            self._size += sum(map(len, package.values()))
            faults = [*hazards(package, name), *broken_links(package, name)]
        if self._size > MAX_UNPACKED:
            self._full = True
            message = f"带入的模板解开后一共超过 {MAX_UNPACKED >> 20} MB"
            faults.append(Problem("TEMPLATE-FILE", Place(name), message, "压缩图片，少带入几份"))
        self.problems += faults
        if package is None or faults:
            return None
        return self.whole(name, package, (*chain, name))


def _asked(root: etree._Element) -> Iterator[tuple[etree._Element, str, str]]:
    """The paragraphs of a prepared part that ask for a template, each with the tag as written and the file's name."""
    for paragraph in [*root.iter(f"{W}p")]:
        text = words_of(own_texts(paragraph))
        for tag in TAG.findall(text) if "include" in text else ():
            if asked := _INCLUDING.fullmatch(plain(tag)):
                yield paragraph, tag, asked[2]
                break


def _emptied(document: bytes) -> bytes:
    """The main part of a prepared template without the tags that ask for others."""
    root = etree.fromstring(document)
    for paragraph, _, _ in _asked(root):
        _empty(paragraph)
    return serialise(root)


def _empty(paragraph: etree._Element) -> None:
    for text in own_texts(paragraph):
        text.text = ""


def _unfit_place(paragraph: etree._Element, tag: str) -> tuple[str, str] | None:
    """What is wrong with the paragraph of a tag that asks for a template."""
    if rest := words_of(own_texts(paragraph)).replace(tag, "", 1).strip():
        return "include 要独占一段", f"把「{cut(rest)}」移出去"
    if shown := visible(paragraph):
        what = kind_of(shown[0])
        return f"include 要独占一段，这一段里还有{what}", f"把{what}移到别的段落里"
    if paragraph.find(f".//{W}sectPr") is not None:
        return "include 所在的段落带有分节符", "在后面另起一段放分节符"
    if next(paragraph.iterancestors(f"{W}txbxContent"), None) is not None:
        return "文本框里不能带入别的模板", "移到文本框外面，写在正文或者表格里"
    return None


def _unfit(package: Package, carrier: Carrier, paragraph: etree._Element, file: str) -> tuple[str, str] | None:
    """What of a template would be lost in another: all that belongs to its pages but their size."""
    for edge in lost_edges(package, carrier.package):
        what = f"{edge.kind}「{cut(edge.words)}」" if edge.words else f"{edge.kind}里的图片"
        return f"{file} 的{what}带不进来", f"从 {file} 里删去；要印的写在它的正文里，或者写在这份模板的{edge.kind}里"
    body = etree.fromstring(package[DOCUMENT]).find(f"{W}body")
    assert body is not None
    if any(section.getparent() is not body for section in body.iter(f"{W}sectPr")):
        return f"{file} 里有分节符，节的纸张和页眉带不进来", f"删去 {file} 里的分节符，或者换成分页符"
    own, around = body.find(f"{W}sectPr"), next(_following(paragraph), None)
    if own is not None and around is not None and _across(own) != _across(around):
        ways = {True: "横向", False: "纵向"}
        message = f"{file} 是{ways[_across(own)]}的纸，这里是{ways[_across(around)]}的"
        return message, f"把 {file} 的纸张方向改成一样；要换方向的，在这份模板里分节"
    return None


def _following(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The page set-ups behind a paragraph."""
    found: Any = paragraph.xpath("following::w:sectPr", namespaces={"w": W[1:-1]})
    yield from found


def _across(section: etree._Element) -> bool:
    """Whether the pages of a section are broader than high."""
    size = section.find(f"{W}pgSz")
    width, height = ((size.get(f"{W}{key}", "") if size is not None else "") for key in ("w", "h"))
    return width.isdecimal() and height.isdecimal() and int(width) > int(height)


def _replace(paragraph: etree._Element, part: etree._Element) -> None:
    """Puts the content of a body in the place of a paragraph, of which an empty one stays where there must be one.

    That is between two tables, and at the end of a cell or the text.
    """
    move_ranges(paragraph, "text")
    blocks = [child for child in part.iterchildren(etree.Element) if child.tag != f"{W}sectPr"]
    for child in [*paragraph]:
        if child.tag != f"{W}pPr":
            paragraph.remove(child)
    first = next((block.tag for block in blocks if block.tag not in RANGES), None)
    if first == _beside(paragraph, preceding=True) == f"{W}tbl":
        paragraph.addprevious(deepcopy(paragraph))
    for block in blocks:
        move_before(block, paragraph)
    before, after = (_beside(paragraph, preceding=preceding) for preceding in (True, False))
    parent = paragraph.getparent()
    assert parent is not None
    last = after in (None, f"{W}sectPr") and parent.tag in (f"{W}tc", f"{W}body")
    if not (before != f"{W}p" if last else before == after == f"{W}tbl"):
        parent.remove(paragraph)


def _beside(paragraph: etree._Element, *, preceding: bool) -> Any:
    """What stands before or behind a paragraph, but for the ends of ranges: its tag, None if nothing does."""
    others = paragraph.itersiblings(etree.Element, preceding=preceding)
    return next((other.tag for other in others if other.tag not in RANGES), None)


def at_their_files(parts: Sequence[Own], own: Iterable[Problem], of_whole: Iterable[Problem]) -> list[Problem]:
    """The problems of templates, in the order of their texts: their `own`, and those of the whole they make up."""
    from generator.word.review.spots import by_file, in_order

    known = {part.name: part.package for part in parts}
    of_files = by_file([*own, *attributed(parts, of_whole)])
    ordered = [problem for name in known for problem in in_order(known[name], of_files.pop(name, ()))]
    return [*ordered, *(problem for found in of_files.values() for problem in found)]


def attributed(parts: Sequence[Own], problems: Iterable[Problem]) -> list[Problem]:
    """The problems of a whole template, which name the first of its parts, each at the first that has its text."""
    from generator.word.review.spots import Spots, at_their_parts

    spots = Spots(parts[0].package)
    others = [(part.name, part.package) for part in parts[1:]]
    told: list[Problem] = []
    for problem in problems:
        here = problem.place.path.partition("!")[0] != parts[0].name or spots.of(problem).element is not None
        told += [problem] if here else at_their_parts(others, [problem])
    return told
