"""Turns a part of a Word template into a Jinja source: tags, rows, paragraphs and merges become statements of Jinja."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from generator.problems import Place, Problem
from generator.word.compiled import Tag
from generator.word.names import CHART, DRAWING_PROPERTIES, MATH, R, W
from generator.word.structure.branches import branches, check_nesting
from generator.word.structure.copies import prepare_copies
from generator.word.structure.finishing import kind_of_fault
from generator.word.structure.gate import form_faults
from generator.word.structure.governing import restructure
from generator.word.structure.marking import HALF_TAG, mark_tags
from generator.word.structure.merges import merge_cells
from generator.word.structure.pairs import check_pairs
from generator.word.structure.pieces import MARK, MARKED, Pieces, serialised
from generator.word.structure.preparing import prepare
from generator.word.structure.provisions import provide
from generator.word.structure.sections import check_sections
from generator.word.tags import SERIES, alternative_text, tags_of, text_around

# The start of a tag, behind which a line is broken: {{, {%.
_LINE = re.compile(r"\{[{%#]")
# What a tag outside of text is in, by the element that holds it; `""` for an attribute of any other.
_HELD_IN = {
    f"{W}instrText": "域代码",
    f"{W}delInstrText": "域代码",
    f"{W}fldSimple": "域代码",
    f"{W}delText": "修订",
    f"{W}listItem": "下拉列表",
    f"{W}default": "窗体域",
    f"{W}statusText": "窗体域",
    f"{W}helpText": "窗体域",
    f"{MATH}t": "公式",
    "{urn:schemas-microsoft-com:vml}textpath": "水印或者艺术字",
    DRAWING_PROPERTIES: "替代文字",
}


@dataclass(slots=True)
class Part:
    """One XML part on its way to a Jinja source.

    `lines` are the tags by the lines of that source; `charts` those that name what a chart shows, by its relationship;
    `faults` are the kinds of faults that its form has from its author, None if it need not be finished once filled.
    """

    name: str
    data: bytes
    bold: str
    lines: dict[int, Tag] = field(default_factory=dict)
    charts: dict[str, Tag] = field(default_factory=dict)
    faults: frozenset[str] | None = None
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
        prepare(root)
        written = [*tags_of(root)]
        for paragraph in [*root.iter(f"{W}p")]:
            mark_tags(pieces, paragraph)
        whole = not pieces.sources or root.nsmap.get("w") == W[1:-1]  # what is put in for a tag is written with it
        if not whole:
            pieces.problem("", "这个部件的 XML 不是 Word 写的：没有前缀「w」", "用 Word 打开，另存为 .docx")
        else:
            for paragraph in [*root.iter(f"{W}p")]:
                restructure(pieces, paragraph, self.bold)
            merge_cells(pieces, root)
            for drawing in root.iter(f"{W}drawing"):
                self._bind_chart(drawing)
            check_nesting(pieces, written)
        if not pieces.problems:
            placed = [*branches(root, pieces)]
            check_pairs(pieces, placed)
            check_sections(pieces, placed)
            copies = prepare_copies(pieces, placed)
            if provide(pieces, root, dict(placed)) or copies:
                self.faults = frozenset(map(kind_of_fault, form_faults(etree.fromstring(self.data))))
        self._all_read(root)
        return self._assembled('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + serialised(root))

    def _all_read(self, root: etree._Element) -> None:
        """Reports a tag that stands where none is read; a half one in a text is told with its paragraph already."""
        for element in root.iter():
            told = self._pieces.problems and element.tag == f"{W}t"
            texts = ["" if told else element.text or "", element.tail or "", *map(str, element.attrib.values())]
            if half := next(filter(None, map(HALF_TAG.search, texts)), None):
                what = _HELD_IN.get(str(element.tag), "文字以外的地方（域代码、替代文字等）")
                excerpt = self._pieces.written(text_around(element)) or half.string.strip()
                self._pieces.problem(excerpt, f"「{half[0]}」写在{what}里", "标记只能写在正文文字里")
                return

    def _assembled(self, text: str) -> str:
        """The text with every mark replaced, each tag on its own line, so that Jinja's line numbers identify it."""
        source = []
        line = 1
        for position, piece in enumerate(MARKED.split(text)):
            if position % 2:
                piece = _LINE.sub(r"\g<0>\n", self._pieces.sources[int(number := piece)], count=1)
                self.lines[line + 1] = self._pieces.origins[int(number)]
            line += piece.count("\n")
            source.append(piece)
        return "".join(source)

    def _bind_chart(self, drawing: etree._Element) -> None:
        """Reads from a chart's alternative text which series it shows, and has the text describe that series."""
        chart, properties = next(drawing.iter(CHART), None), next(drawing.iter(DRAWING_PROPERTIES), None)
        if chart is None or properties is None:
            return
        source = alternative_text(drawing)
        match = SERIES.fullmatch(source)
        if match is None:
            message = f"图表「{properties.get('name')}」的替代文字没有写明画哪组数据"
            self._pieces.problem(source, message, "把替代文字写成 {{ accounts.series.totals }} 这样的引用")
            properties.set("descr", "")
            return
        tag = Tag(source, Place(self.name, excerpt=source))
        self.charts[str(chart.get(f"{R}id"))] = tag
        properties.set("descr", self._pieces.mark(f"{{{{ {match[1]}|图说 }}}}", tag))
