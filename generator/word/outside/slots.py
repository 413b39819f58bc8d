"""Finds the texts outside Word's paragraphs in which tags can be written, each with its name for messages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from lxml import etree

from generator.frozen import Frozen
from generator.text.notation import marked, plain
from generator.text.sandbox import OPENING, TAG
from generator.word.names import CHART, VML, A, C, W

NEWER_CHART = "{http://schemas.microsoft.com/office/drawing/2014/chartex}chart"
"""A chart of a kind that older programs do not know, such as a waterfall."""
_BRACED: Callable[[etree._Element], list[etree._Element]]
_BRACED = etree.XPath("//*[@*[contains(., '{')]]")  # type: ignore[assignment]
DECORATES = re.compile(r"\s*装饰")
"""The start of the alternative text of a chart that shows no figures."""
# The expression of a tag that prints a value: {{ funds.actual|万元 }}. Not {{p text }}, {%p if a %}.
_PRINTS = re.compile(r"\{\{(?!p\s)\s*(.*?)\s*\}\}", re.DOTALL)
_FRAME = re.compile(r"\{http://schemas\.microsoft\.com/office/word/2010/wordprocessing(?:Group|Canvas)\}graphicFrame")
_DESCRIBED = {"docPr", "cNvPr"}
_SHAPE_TEXTS = {"descr": "替代文字", "title": "替代文字", "name": "图形的名称"}
# By the tag of their element and their own name.
_ATTRIBUTES = {
    (f"{W}tblCaption", f"{W}val"): "表格的替代文字",
    (f"{W}tblDescription", f"{W}val"): "表格的替代文字",
    (f"{W}alias", f"{W}val"): "内容控件的标题",
    (f"{W}hyperlink", f"{W}tooltip"): "链接的提示",
    (f"{A}hlinkClick", "tooltip"): "链接的提示",
    (f"{A}hlinkHover", "tooltip"): "链接的提示",
    (f"{VML}textpath", "string"): "艺术字（水印）",
}
# By an element around a text of a drawing.
_TEXTS = {
    f"{C}dLbls": "数据标签",
    f"{C}dLbl": "数据标签",
    f"{C}userShapes": "图表里的文本框",
    "{http://schemas.openxmlformats.org/drawingml/2006/diagram}dataModel": "SmartArt",
    "{http://schemas.microsoft.com/office/drawing/2008/diagram}drawing": "SmartArt",
}


class Slot(Frozen):
    """A text outside the paragraphs of a document: its Chinese name, and its element.

    It is that of the elements `texts` together, however Word cut it, or, if there are none, an attribute.
    """

    role: str
    element: etree._Element
    attribute: str = ""
    texts: tuple[etree._Element, ...] = ()

    @property
    def text(self) -> str:
        """The whole text, with the quotes and blanks in its tags that Jinja knows."""
        text = self.element.get(self.attribute, "") if not self.texts else "".join(t.text or "" for t in self.texts)
        return TAG.sub(lambda tag: plain(tag[0]), text)

    @property
    def excerpt(self) -> str:
        """The text as messages show it, with the name of its place."""
        text = self.text
        return f"{self.role}：{text if len(text) <= 200 else f'{text[:200]}…'}"

    def tags(self) -> Iterator[tuple[str, str | None]]:
        """Each tag with its expression; None if it does not print one value."""
        for tag in TAG.findall(self.text):
            match = _PRINTS.fullmatch(tag)
            yield tag, match[1] if match else None

    def replace(self, marks: Sequence[str]) -> None:
        """Puts a mark for each tag, in the piece of the text where the tag begins."""
        if not self.texts:
            waiting = iter(marks)
            self.element.set(self.attribute, TAG.sub(lambda _: next(waiting), self.element.get(self.attribute, "")))
            return
        pieces = [text.text or "" for text in self.texts]
        spans = [match.span() for match in TAG.finditer("".join(pieces))]
        for text, new in zip(self.texts, marked(pieces, spans, marks), strict=True):
            text.text = new


def slots_of(root: etree._Element) -> list[Slot]:
    """The texts of a part's drawings, and the attributes of any element, in which a tag begins; in document order.

    The binding of a chart is none of them.
    """
    bindings = {
        (slot.element, slot.attribute)
        for chart in root.iter(CHART, NEWER_CHART)
        if (slot := binding(chart)) is not None and not DECORATES.match(slot.text)
    }
    found: dict[etree._Element, list[Slot]] = {}
    for element in _BRACED(root):
        for key, value in attributes(element):
            role = attribute_role(element, key)
            if role and OPENING.search(value) and (element, key) not in bindings:
                found.setdefault(element, []).append(Slot(role, element, key))
    for paragraph in root.iter(f"{A}p"):
        texts = tuple(text for text in paragraph.iter(f"{A}t"))
        if OPENING.search("".join(text.text or "" for text in texts)):
            found.setdefault(paragraph, []).append(Slot(_text_role(paragraph), paragraph, texts=texts))
    if not found:
        return []
    return [slot for element in root.iter(*{element.tag for element in found}) for slot in found.get(element, ())]


def attributes(element: etree._Element) -> Iterator[tuple[str, str]]:
    """The attributes of an element."""
    return ((str(key), str(value)) for key, value in element.attrib.items())


def attribute_role(element: etree._Element, key: str) -> str:
    """What an attribute is for its reader, in Chinese; empty if no tag can be filled in there."""
    namespace, _, name = str(element.tag).rpartition("}")
    if name in _DESCRIBED:
        return _SHAPE_TEXTS.get(key, "")
    if f"{namespace}}}" == VML and key in ("alt", "title"):
        return "替代文字"
    return _ATTRIBUTES.get((str(element.tag), key), "")


def _text_role(paragraph: etree._Element) -> str:
    for around in paragraph.iterancestors():
        name = str(around.tag).rpartition("}")[2]
        if around.tag in _TEXTS:
            return _TEXTS[str(around.tag)]
        if name == "title":
            parent = around.getparent()
            return "图表标题" if parent is not None and str(parent.tag).endswith("}chart") else "坐标轴标题"
        if name == "chartSpace":
            return "图表里的文字"
    return "图形里的文字"


def binding(chart: etree._Element) -> Slot | None:
    """Where the alternative text of a chart stands, by which it is bound: of its own frame, or of its drawing.

    Its title holds it where the description is empty: some editors write it there.
    """
    found = None
    for properties in _properties(chart):
        for attribute in ("descr", "title"):
            slot = Slot("图表的替代文字", properties, attribute)
            if slot.text.strip():
                return slot
        found = found or Slot("图表的替代文字", properties, "descr")
    return found


def _properties(chart: etree._Element) -> Iterator[etree._Element]:
    """The properties that describe a chart, nearest first; those of a drawing of several charts describe none."""
    for around in chart.iterancestors():
        if _FRAME.fullmatch(str(around.tag)):
            yield from around.iterchildren("{*}cNvPr")
        elif around.tag == f"{W}drawing":
            if len([*islice(around.iter(CHART, NEWER_CHART), 2)]) == 1:
                yield from around.iterfind("*/{*}docPr")
            return
