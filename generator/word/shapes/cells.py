"""Tags that shape the cell they stand in: {% colspan n %}, {% hm %}, {% cellbg colour %}."""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml import etree

from generator.word.compiled import Tag
from generator.word.names import MOST_COLUMNS, W
from generator.word.shapes.printing import COLOUR, SPAN
from generator.word.structure.branches import governed_within
from generator.word.structure.gate import ORDER
from generator.word.structure.pieces import MARKED, SHELL, STATEMENT, Pieces, marks_in, replace, shell
from generator.word.structure.tables import Governed, number_of
from generator.word.tags import unwrapped

SHAPE = re.compile(r"\{%\s*(colspan|hm|cellbg)\b\s*(.*?)\s*%\}", re.DOTALL)
"""A tag that shapes its cell: {% colspan labels|length %}, {% hm %}; groups: the keyword, the expression."""
_ORDER = [name for place in ORDER["tcPr"].split() for name in place.split("|")]
_WANTED = {"colspan": "跨几列", "cellbg": "颜色"}
_EXAMPLES = {"colspan": "{% colspan 3 %} 或者 {% colspan 列表|length %}", "cellbg": '{% cellbg "FF0000" %}'}


class _Shape(NamedTuple):
    """A tag that shapes its cell: its keyword and expression, itself, and where it stands in which text."""

    keyword: str
    expression: str
    origin: Tag
    text: etree._Element
    position: int


def shape_cells(pieces: Pieces, root: etree._Element) -> None:
    """Gives cells the span and the colour that their tags say, or tells what stands in the way."""
    if not any(map(SHAPE.fullmatch, pieces.sources)):
        return
    shaped: set[tuple[etree._Element, str]] = set()
    governed = Governed()
    for text in root.iter(f"{W}t"):
        for mark in marks_in(text):
            if not (match := SHAPE.fullmatch(pieces.sources[int(mark[1])])):
                continue
            keyword, expression = match.groups()
            shape = _Shape(keyword, expression, pieces.origins[int(mark[1])], text, mark.start())
            cell = next(text.iterancestors(f"{W}tc", f"{W}txbxContent"), None)
            if cell is None or cell.tag != f"{W}tc":
                fault: tuple[str, str] | None = (f"{shape.origin.source} 不在表格的单元格里", "写在要设的单元格里")
            else:
                fault = _fault(pieces, shape, cell, shaped, governed)
            if fault is None and cell is not None and pieces.is_one_tag(expression, shape.origin, text):
                shaped.add((cell, keyword))
                _shape(pieces, cell, shape)
            elif fault is not None:
                pieces.problem(pieces.around(text), *fault)
        if text.text:
            text.text = MARKED.sub(
                lambda mark: "" if SHAPE.fullmatch(pieces.sources[int(mark[1])]) else mark[0], text.text
            )


def _fault(
    pieces: Pieces,
    shape: _Shape,
    cell: etree._Element,
    shaped: set[tuple[etree._Element, str]],
    governed: Governed,
) -> tuple[str, str] | None:
    """What is wrong with a tag in its cell, and the remedy."""
    keyword, expression, origin = shape[:3]
    if (cell, keyword) in shaped:
        return f"一个单元格里有两个 {keyword}", "只留一个"
    if keyword != "cellbg" and shaped & {(cell, "hm"), (cell, "colspan")}:
        return "一个单元格里 colspan 和 hm 只能用一个", "跨的列随循环定的只写 hm，跨几列是知道的只写 colspan"
    if governed_within(pieces, cell, shape.text, shape.position):
        remedy = "移到条件、循环外面；随条件变的写成 {% cellbg 甲 if 条件 else 乙 %} 这样"
        return f"{origin.source} 在单元格里的条件、循环里", remedy
    if keyword != "hm":
        wanted = f"{origin.source} 没有写{_WANTED[keyword]}", f"写成 {_EXAMPLES[keyword]}"
        return None if expression else wanted
    if expression:
        return f"{origin.source} 后面不写别的", "写成 {% hm %}，跨几列由 {%tc for … %} 的循环定"
    if not governed.open_at(unwrapped(cell))[1]:
        return f"{origin.source} 不在 {{%tc for … %}} 的循环里", "跨几列是知道的，写 {% colspan 列数 %}"
    return None


def _shape(pieces: Pieces, cell: etree._Element, shape: _Shape) -> None:
    keyword, expression, origin = shape[:3]
    if keyword == "cellbg":
        source = f'<w:shd w:val="clear" w:color="auto" w:fill="{{{{ ({expression})|{COLOUR} }}}}"/>'
        put_property(pieces, cell, "shd", source, origin)
        return
    pieces.fit(cell, grows=keyword == "hm")
    if keyword == "hm":
        spanned = min(max(number_of(cell.find(f"{W}tcPr/{W}gridSpan"), 1), 1), MOST_COLUMNS)
        expression = " + ".join(["loop.length"] * spanned)
        whole = unwrapped(cell)
        whole.addprevious(shell(pieces.mark("{% if loop.first %}", origin), "if"))
        whole.addnext(shell(pieces.mark("{% endif %}", origin), "endif"))
    put_property(pieces, cell, "gridSpan", f'<w:gridSpan w:val="{{{{ ({expression})|{SPAN} }}}}"/>', origin)


def put_property(pieces: Pieces, cell: etree._Element, name: str, source: str, origin: Tag) -> etree._Element:
    """Puts what is generated for a property of a cell, of this name, where the format wants it; returns them all."""
    properties = cell.find(f"{W}tcPr")
    if properties is None:
        properties = etree.Element(f"{W}tcPr")
        cell.insert(0, properties)
    for old in properties.findall(f"{W}{name}"):
        properties.remove(old)
    before = _ORDER[: _ORDER.index(name)]
    place = etree.Element(SHELL)
    properties.insert(sum(_name(child) in before for child in properties), place)
    replace(place, pieces.mark(source, origin), name)
    return properties


def _name(item: etree._Element) -> str:
    """The name of a property, be it generated."""
    return str(item.get(STATEMENT)) if item.tag == SHELL else str(item.tag).removeprefix(W)
