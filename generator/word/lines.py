"""Reads the text that a Word document shows, line by line: a paragraph, or a row of a table with its cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import unescape

from lxml import etree

from generator.frozen import Frozen, replace
from generator.opc import SAFE, Package, links
from generator.word.names import CHART, DOCUMENT, DRAWING_PROPERTIES, MC, MOST_COLUMNS, PICTURES, VML, A, C, R, W
from generator.word.styles import Styles, value_of

_ALTERNATIVES = f"{MC}AlternateContent"
_TEXTS = {f"{W}t", "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"}
_MARKS = {f"{W}tab": " ", f"{W}ptab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "\u2011"}
_UNSEEN = {f"{W}{name}" for name in ("pPr", "rPr", "del", "moveFrom")}
# The instruction of a field that changes by itself: PAGE, NUMPAGES \* Arabic. Not PAGES or REF.
_VOLATILE = re.compile(r"\s*(?:PAGE|PAGEREF|NUMPAGES|SECTIONPAGES|DATE|TIME)\b", re.IGNORECASE)
_OTHER_PARTS = {"header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注"}
_TITLES = ("Title", "题")
_OUTLINE = ("pPr", "outlineLvl", "val")

SEPARATOR = " │ "
"""Stands between the cells of a row."""


class DocumentCell(Frozen):
    """The text of a cell; `column` is its first grid column from 0, `span` how many it takes."""

    text: str
    column: int
    span: int


class DocumentLine(Frozen):
    """A paragraph, as one cell, or a row of a table.

    `part` is the member that it is in; `table` numbers the tables of a part from 1 and is 0 outside them; `level` is
    the outline level of a heading from 1, else 0.
    """

    part: str
    cells: tuple[DocumentCell, ...]
    in_table: bool
    table: int
    level: int

    @property
    def text(self) -> str:
        """The texts of its cells; a cell that continues a vertical merge has none."""
        return SEPARATOR.join(cell.text for cell in self.cells)


def read_lines(package: Package) -> list[DocumentLine]:
    """The text of the document, then of its headers, footers, footnotes and endnotes.

    The values of a chart follow the paragraph or table that shows it. What programs change on their own when they save
    a document is left out: empty paragraphs, results of fields for pages, dates and times, copies of a footer.
    """
    levels = _style_levels(package)
    all_lines: list[DocumentLine] = []
    seen = set()
    for part in text_parts(package):
        lines = [*_Part(package, part, levels).lines(etree.fromstring(package[part], SAFE))]
        cells = tuple(line.cells for line in lines)
        all_lines += lines if cells not in seen else []
        seen.add(cells)
    return all_lines


def text_parts(package: Package) -> dict[str, str]:
    """The members that hold text, in order, with the Chinese word for each but the document."""
    parts = {DOCUMENT: ""}
    related = [(link.type.rpartition("/")[2], link.target) for link in links(package, DOCUMENT)]
    for kind, word in _OTHER_PARTS.items():
        members = {target for name, target in related if name == kind and target in package}
        parts |= dict.fromkeys(sorted(members, key=lambda member: (len(member), member)), word)
    return parts


def _style_levels(package: Package) -> dict[str, int]:
    """The outline level of each style, its own or that of the style it is based on; titles count as the first."""
    styles = Styles(package)
    return {
        identifier: _level(styles.inherited(identifier, _OUTLINE)) or int(name.endswith(_TITLES))
        for identifier, name in styles.names.items()
    }


def _level(value: str) -> int:
    """The outline level from 1 of a value from 0; body text, which has the value 9, is 0."""
    level = _number(value, 9)
    return level + 1 if level < 9 else 0


def _number(value: str, default: int) -> int:
    """A value of at most three digits as a number, else the default."""
    return int(value) if value.isdecimal() and len(value) < 4 else default


def _children(element: etree._Element) -> Iterable[etree._Element]:
    """The children of an element that are shown: the first of alternatives, none of what is deleted."""
    if element.tag in _UNSEEN:
        return ()
    return [*element][:1] if element.tag == _ALTERNATIVES else element


def _inside(element: etree._Element, *tags: str) -> Iterator[etree._Element]:
    """The outermost elements with these tags, whatever content controls and the like they are wrapped in."""
    for child in _children(element):
        if child.tag in tags:
            yield child
        else:
            yield from _inside(child, *tags)


class _Part:
    """Reads one member in order, since a field may begin and end in different paragraphs.

    `fields` are the open fields: the instruction, if it hides what follows; empty if the result is shown.
    `anchored` are the charts and text boxes of the paragraph being read.
    """

    def __init__(self, package: Package, part: str, levels: dict[str, int]) -> None:
        self.package, self.part, self.levels = package, part, levels
        self.targets = {link.id: link.target for link in links(package, part) if link.target in package}
        self.tables = 0
        self.fields: list[str] = []
        self.anchored: list[etree._Element] = []

    def lines(self, element: etree._Element) -> Iterator[DocumentLine]:
        for block in _inside(element, f"{W}p", f"{W}tbl"):
            if block.tag == f"{W}tbl":
                yield from self._rows(block)
                continue
            self.anchored = []
            text, anchored = "".join(self._texts(block)).strip(), self.anchored
            # A field that is never ended must not hide the paragraphs below.
            self.fields = [""] * len(self.fields)
            if text:
                outline, style = block.find(f"{W}pPr/{W}outlineLvl"), block.find(f"{W}pPr/{W}pStyle")
                inherited = 0 if style is None else self.levels.get(value_of(style), 0)
                level = inherited if outline is None else _level(value_of(outline))
                yield DocumentLine(self.part, (DocumentCell(text, 0, 1),), in_table=False, table=0, level=level)
            for item in anchored:
                target = self.targets.get(item.get(f"{R}id", ""), "")
                if item.tag != CHART:
                    yield from self.lines(item)
                elif target.endswith(".xml"):
                    yield from _chart(target, etree.fromstring(self.package[target], SAFE))

    def _rows(self, table: etree._Element) -> Iterator[DocumentLine]:
        self.tables += 1
        number = self.tables
        charts: list[DocumentLine] = []
        above: set[int] = set()
        for row in _inside(table, f"{W}tr"):
            if row.find(f"{W}trPr/{W}del") is not None:
                continue
            cells: list[DocumentCell] = []
            merged = set()
            column = min(_number(value_of(row.find(f"{W}trPr/{W}gridBefore")), 0), MOST_COLUMNS)
            for cell in _inside(row, f"{W}tc"):
                down, across = (cell.find(f"{W}tcPr/{W}{name}") for name in ("vMerge", "hMerge"))
                span = min(max(_number(value_of(cell.find(f"{W}tcPr/{W}gridSpan")), 1), 1), MOST_COLUMNS)
                if cells and across is not None and across.get(f"{W}val") != "restart":
                    cells[-1] = replace(cells[-1], span=cells[-1].span + span)
                else:
                    hidden = down is not None and down.get(f"{W}val") != "restart" and column in above
                    cells.append(DocumentCell("" if hidden else self._cell(cell, charts), column, span))
                if down is not None:
                    merged.add(column)
                column += span
            above = merged
            if cells:
                yield DocumentLine(self.part, tuple(cells), in_table=True, table=number, level=0)
        yield from charts

    def _cell(self, cell: etree._Element, charts: list[DocumentLine]) -> str:
        """The text of a cell and of tables in it; the values of its charts are added to `charts`."""
        texts = []
        for line in self.lines(cell):
            if line.part == self.part:
                texts.append(" / ".join(inner.text for inner in line.cells if inner.text))
            else:
                charts.append(line)
        return "\n".join(filter(None, texts))

    def _texts(self, element: etree._Element) -> Iterator[str]:
        for child in _children(element):
            tag, text = child.tag, ""
            if tag in _TEXTS:
                text = child.text or ""
            elif tag in _MARKS:
                text = _MARKS[tag]
            elif tag == f"{W}sym":
                text = unescape(f"&#x{child.get(f'{W}char')};")
            elif tag == f"{VML}textpath":
                text = child.get("string", "")
            elif tag in PICTURES:
                text = f"[图：{_alternative(child)}]"
                self.anchored += [child] if tag == CHART else []
            elif tag == f"{W}txbxContent":
                self.anchored.append(child)
            elif tag == f"{W}fldChar":
                self._field(child.get(f"{W}fldCharType", ""))
            elif tag == f"{W}instrText":
                self.fields[-1:] = [field and field + (child.text or "") for field in self.fields[-1:]]
            elif tag != f"{W}fldSimple" or not _VOLATILE.match(child.get(f"{W}instr", "")):
                yield from self._texts(child)
            if text and not any(self.fields):
                yield text

    def _field(self, character: str) -> None:
        if character == "begin":
            self.fields.append(" ")
        elif character == "end":
            self.fields[-1:] = []
        elif self.fields and not _VOLATILE.match(self.fields[-1]):
            self.fields[-1] = ""


def _alternative(figure: etree._Element) -> str:
    """The alternative text of a figure, else its name."""
    for drawing in figure.iterancestors(f"{W}drawing"):
        for properties in drawing.iter(DRAWING_PROPERTIES):
            return properties.get("descr", "") or properties.get("name", "")
    parent = figure.getparent()
    return "" if parent is None else parent.get("alt", "")


def _chart(part: str, root: etree._Element) -> Iterator[DocumentLine]:
    """The values that a chart shows: a row with its title and the names of its series, then one for each category."""
    title = "".join(text.text or "" for text in root.iterfind(f"{C}chart/{C}title//{A}t"))
    series = [*root.iter(f"{C}ser")]
    names = ["".join(name.text or "" for name in series_element.iterfind(f"{C}tx//{C}v")) for series_element in series]
    categories = _points(series[:1], "cat", "xVal")
    columns = [categories, *(_points([series_element], "val", "yVal") for series_element in series)]
    indices = dict.fromkeys(index for column in columns for index in column)
    rows = [[title, *names], *([column.get(index, "") for column in columns] for index in indices)]
    for row in rows if title or series else []:
        cells = tuple(DocumentCell(text, column, 1) for column, text in enumerate(row))
        yield DocumentLine(part, cells, in_table=True, table=1, level=0)


def _points(series: Sequence[etree._Element], *names: str) -> dict[str, str]:
    """The cached points of a series by index; a category of several levels begins with the outermost."""
    points: dict[str, str] = {}
    for point in (
        point for series_element in series for name in names for point in series_element.iterfind(f"{C}{name}//{C}pt")
    ):
        index, text = point.get("idx", ""), point.findtext(f"{C}v", "")
        if next(point.iterancestors(f"{C}numCache", f"{C}numLit"), None) is not None:
            text = _plain(text)
        points[index] = f"{text} / {points[index]}" if index in points else text
    return points


def _plain(number: str) -> str:
    """A cached number without the zeros and the binary noise that programs add or drop."""
    try:
        return f"{float(number):.15g}"
    except ValueError:
        return number
