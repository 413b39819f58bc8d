"""Turns a part of a Word template into a Jinja source: tags, rows, paragraphs and merges become statements of Jinja."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from generator.problems import Problem
from generator.text.sandbox import OPENING
from generator.word.compiled import Tag
from generator.word.names import W
from generator.word.outside.binding import bind_charts
from generator.word.outside.filling import fill_slots, leftovers
from generator.word.outside.slots import slots_of
from generator.word.shapes.cells import shape_cells
from generator.word.shapes.columns import mark_fitted
from generator.word.shapes.runs import split_runs
from generator.word.structure.branches import branches, check_nesting
from generator.word.structure.copies import governed_bookmarks, outdate_captions, prepare_copies
from generator.word.structure.finishing import kind_of_fault
from generator.word.structure.gate import form_faults
from generator.word.structure.governing import restructure
from generator.word.structure.marking import mark_tags
from generator.word.structure.merges import merge_cells
from generator.word.structure.pairs import check_pairs
from generator.word.structure.pieces import MARK, Pieces, serialised
from generator.word.structure.preparing import prepare
from generator.word.structure.provisions import note_loose_merges, provide
from generator.word.structure.sections import check_sections
from generator.word.tags import tags_of, text_around


@dataclass(slots=True)
class Part:
    """One XML part on its way to a Jinja source.

    `drawn` is the path of something that a chart can draw, as an example. `lines` are the tags by the lines of that
    source; `charts` those that name what a chart shows, by its relationship; `faults` are the kinds of faults that its
    form has from its author, None if it need not be finished once filled; `settled` says whether old tags were taken
    out, so that the source is not the part even if it has no tags; `governed` are the bookmarks in loops and
    conditions, in small letters.
    """

    name: str
    data: bytes
    bold: str
    drawn: str = "名称"
    lines: dict[int, Tag] = field(default_factory=dict)
    charts: dict[str, Tag] = field(default_factory=dict)
    faults: frozenset[str] | None = None
    settled: bool = False
    governed: frozenset[str] = frozenset()
    _pieces: Pieces = field(init=False)

    def __post_init__(self) -> None:
        self._pieces = Pieces(self.name)

    @property
    def problems(self) -> list[Problem]:
        """What is wrong with the tags of the part."""
        return self._pieces.problems

    def source(self) -> str:
        """The Jinja source of the part."""
        pieces = self._pieces
        root = etree.fromstring(self.data)
        if MARK in etree.tostring(root, encoding="unicode"):
            held = next((text for text in root.iter(f"{W}t") if MARK in (text.text or "")), root)
            pieces.problem(text_around(held), "这里有一个用不了的字符：U+10FFFD", "在 Word 里删去这个字符")
            return ""
        self.settled = prepare(root)
        written = [*tags_of(root)]
        for paragraph in [*root.iter(f"{W}p")]:
            mark_tags(pieces, paragraph)
        self.charts |= bind_charts(pieces, root, self.drawn)
        fill_slots(pieces, slots_of(root))
        leftovers(pieces, root, paragraphs=True)
        whole = not pieces.sources or root.nsmap.get("w") == W[1:-1]  # what is put in for a tag is written with it
        if not whole:
            pieces.problem("", "这个部件的 XML 不是 Word 写的：没有前缀「w」", "用 Word 打开，另存为 .docx")
        else:
            for paragraph in [*root.iter(f"{W}p")]:
                restructure(pieces, paragraph, self.bold)
            merge_cells(pieces, root)
            shape_cells(pieces, root)
            check_nesting(pieces, written)
            split_runs(pieces, root)
        if not pieces.problems:
            placed = [*branches(root, pieces)]
            self.governed = frozenset(governed_bookmarks(placed))
            check_pairs(pieces, placed)
            check_sections(pieces, placed)
            copies = prepare_copies(pieces, placed)
            if b"SEQ" in self.data:
                outdate_captions(root, dict(placed))
            fitted = mark_fitted(pieces)
            if provide(pieces, root, dict(placed)) or copies or fitted:
                self.faults = frozenset(map(kind_of_fault, form_faults(etree.fromstring(self.data))))
                note_loose_merges(root)
        text = serialised(root)
        if not pieces.problems and (left := OPENING.search(text)):
            pieces.problem(text[max(left.start() - 30, 0) : left.end() + 30], f"「{left[0]}」不是标记", "删去它")
        source, self.lines = pieces.assembled('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text)
        return source
