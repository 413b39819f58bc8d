"""Finds where in a document each problem of a template is: its order in the text, its place in words, its element."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree

from generator.frozen import Frozen, replace
from generator.opc import SAFE, Package, content_types, links
from generator.problems import Problem, sorted_problems
from generator.text.notation import STRAIGHT_QUOTES
from generator.word.lines import text_parts
from generator.word.names import R, W
from generator.word.outside.parts import outside_parts
from generator.word.shapes.joining import join_lines
from generator.word.shapes.literal import spread_raw
from generator.word.shapes.notes import close_notes
from generator.word.tags import own_texts, text_around, words_of

_OF_TAGS = ("TEMPLATE-TAG", "TEMPLATE-NAME", "TEMPLATE-CHART")
"""The codes of problems that show the text of their paragraph alone; others show that of a cell, row or table."""
_BLOCKS = tuple(f"{W}{name}" for name in ("p", "tbl", "tr", "tc"))
# What a message quotes of a text: {{ unit|万 }}, {%p if a %}, ｛｛ unit ｝｝, {{ unit.
_QUOTED = re.compile(r"[{｛﹛][^「」：]*[}｝﹜]|[{｛﹛][^「」：]*|[^「」：]+\}\}")
_DESCRIBED = ("descr", "title", "alt", "string")
# By a piece of the content type of a part that is no text.
_KINDS = {
    "drawingml.chart": "图表",
    "chartex": "图表",
    "diagram": "SmartArt",
    "core-properties": "文档属性",
    "extended-properties": "文档属性",
    "custom-properties": "文档属性",
    "comments": "批注",
    "styles": "样式",
    "settings": "设置",
}


class Spot(Frozen):
    """A place in a document: the rank of its part and of the element within it, in words, and the element.

    `element` is None where the part holds no text, or where the text of the problem is not found in it.
    """

    part: int
    position: int
    words: str
    element: etree._Element | None = None


@dataclass(slots=True)
class Spots:
    """The places of one template; the parts are read as they are asked for."""

    package: Package
    _parts: dict[str, int] = field(init=False)
    _words: dict[str, str] = field(init=False)
    _known: dict[str, tuple[dict[str, Spot], dict[str, Spot]]] = field(default_factory=dict)
    _roots: dict[str, etree._Element] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._words = {member: word or "正文" for member, word in text_parts(self.package).items()}
        others = [member for member in self.package if member not in self._words]
        others.sort(key=lambda member: (not member.startswith("word/"), member.startswith("docProps/")))
        self._parts = {member: rank for rank, member in enumerate([*self._words, *others], 1)}

    def of(self, problem: Problem) -> Spot:
        """The place of a problem; that of the file itself if it names no part."""
        member = problem.place.path.partition("!")[2]
        if member not in self._parts:
            return Spot(0, 0, "")
        if member not in self._words:
            return Spot(self._parts[member], 0, self._kind(member))
        if member not in self._known:
            self._known[member] = self._read(member)
        written, around = self._known[member]
        excerpt = problem.place.excerpt
        first, second = (written, around) if problem.code in _OF_TAGS else (around, written)
        nowhere = Spot(self._parts[member], sys.maxsize, self._words[member])
        return first.get(excerpt) or second.get(excerpt) or nowhere

    def root(self, member: str) -> etree._Element:
        """The root of a part, the same each time."""
        if member not in self._roots:
            self._roots[member] = etree.fromstring(self.package[member], SAFE)
        return self._roots[member]

    def _kind(self, member: str) -> str:
        kind = content_types(self.package, [member]).get(member, "")
        return next((word for piece, word in _KINDS.items() if piece in kind), "")

    def _read(self, member: str) -> tuple[dict[str, Spot], dict[str, Spot]]:
        """The first place of each text of a part: as a paragraph or description has it, and as is shown for a block."""
        written: dict[str, Spot] = {}
        around: dict[str, Spot] = {}
        targets = {link.id: unquote(link.target) for link in links(self.package, member) if link.external}
        counter = _Counter()
        placed: dict[etree._Element, Spot] = {}
        words = ""
        for position, element in enumerate(self.root(member).iter(etree.Element)):
            if element.tag in _BLOCKS:
                words = self._words[member] + counter.words(element)
                around.setdefault(text_around(element), Spot(self._parts[member], position, words, element))
            texts = [element.get(key, "") for key in _DESCRIBED] if element.attrib else []
            texts += [targets.get(element.get(f"{R}id", ""), "")]
            texts += [words_of(own_texts(element))] if element.tag == f"{W}p" else []
            for text in filter(None, texts):
                spot = placed[element] = Spot(self._parts[member], position, words, element)
                for form in (text, text.translate(STRAIGHT_QUOTES).strip()):
                    written.setdefault(form, spot)
        for paragraph, text in _joined(self.root(member)):
            if paragraph in placed:
                written.setdefault(text, placed[paragraph])
        return written, around


def _joined(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """The paragraphs that are read otherwise: others are joined to them by hyphens or notes, or raw goes on in them."""
    words = words_of(root.iter(f"{W}t"))
    if not any(sign in words for sign in ("-", "raw", "{#")):
        return
    copy = deepcopy(root)
    copies = [*copy.iter(f"{W}p")]
    before = len(copies)
    join_lines(copy)
    spread_raw(copy)
    close_notes(copy)
    if "raw" in words or sum(1 for _ in copy.iter(f"{W}p")) < before:
        for paragraph, joined in zip(root.iter(f"{W}p"), copies, strict=True):
            yield paragraph, words_of(own_texts(joined))


def in_order(package: Package, problems: Iterable[Problem]) -> list[Problem]:
    """The problems of a template, each once, in the order of its text, with their places in words."""
    spots = Spots(package)
    found = []
    for problem in dict.fromkeys(problems):
        spot = spots.of(problem)
        placed = replace(problem, place=replace(problem.place, where=spot.words))
        found.append(((spot.part, spot.position, _offset(problem), problem.code, problem.message), placed))
    return [placed for _, placed in sorted(found, key=lambda entry: entry[0])]


def by_file(problems: Iterable[Problem]) -> dict[str, list[Problem]]:
    """The problems by the file that they are about."""
    of_files: dict[str, list[Problem]] = {}
    for problem in problems:
        of_files.setdefault(problem.place.path.partition("!")[0], []).append(problem)
    return of_files


def file_by_file(packages: Mapping[str, Package], problems: Iterable[Problem]) -> list[Problem]:
    """The problems of many files: those of a template, by whose name its package is known, in the order of its text."""
    of_files = by_file(sorted_problems(problems))
    ordered = (in_order(packages[file], found) if file in packages else found for file, found in of_files.items())
    return [problem for found in ordered for problem in found]


def at_their_parts(packages: Sequence[tuple[str, Package]], problems: Iterable[Problem]) -> list[Problem]:
    """The problems of a volume, each at the template that its text is from; unchanged if no text says which that is."""
    parts = [_VolumePart(name, package) for name, package in packages]
    return [
        next((told for part in parts if problem.place.excerpt and (told := part.told(problem))), problem)
        for problem in problems
    ]


class _VolumePart:
    """A template of a volume, in which texts are looked for."""

    def __init__(self, name: str, package: Package) -> None:
        self._spots = Spots(package)
        self._members = [f"{name}!{member}" for member in text_parts(package)]
        self._beside = {tag.excerpt: part.name for part in outside_parts(package, name) for tag in part.tags()}

    def told(self, problem: Problem) -> Problem | None:
        """The problem at the part of the package that has its text; None if none has."""
        for path in self._members:
            told = replace(problem, place=replace(problem.place, path=path))
            if self._spots.of(told).element is not None:
                return told
        path = self._beside.get(problem.place.excerpt, "")
        return replace(problem, place=replace(problem.place, path=path)) if path else None


def _offset(problem: Problem) -> int:
    """Where in the text of its paragraph stands what a message quotes; 0 if it quotes nothing of it."""
    excerpt = problem.place.excerpt
    return next((at for piece in _QUOTED.findall(problem.message) if (at := excerpt.find(piece)) >= 0), 0)


class _Counter:
    """Counts paragraphs, and tables with their rows and cells, in the order in which they begin."""

    def __init__(self) -> None:
        self._paragraphs = self._tables = 0
        self._inside: dict[etree._Element, int] = {}
        self._words: dict[etree._Element, str] = {}

    def words(self, block: etree._Element) -> str:
        """The place of the next block: 第 3 段, 表 2, 表 2 第 1 行第 4 格."""
        if block.tag == f"{W}p":
            around = next(block.iterancestors(f"{W}tc", f"{W}txbxContent"), None)
            if around is not None:
                return self._words.get(around, "的文本框")
            self._paragraphs += 1
            return f"第 {self._paragraphs} 段"
        if block.tag == f"{W}tbl":
            self._tables += 1
            words = f"表 {self._tables}"
        else:
            row = block.tag == f"{W}tr"
            holder = next(block.iterancestors(f"{W}tbl" if row else f"{W}tr"), None)
            if holder is None:
                return ""
            self._inside[holder] = number = self._inside.get(holder, 0) + 1
            words = f"{self._words.get(holder, '')}{' ' if row else ''}第 {number} {'行' if row else '格'}"
        self._words[block] = words
        return words
