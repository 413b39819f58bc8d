"""What stands beside a tag that governs its paragraph or row: kept on its side, or named so that it can be moved."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from generator.word.names import CHART, VML, W14, W
from generator.word.structure.pieces import MARKED, drop_changes

BLANKS = "\u200b\u2060\ufeff\u00ad"
"""Signs that show nothing, beside those that Python knows as blanks."""
RANGES = {
    f"{W}{name}{end}"
    for name in (
        *("bookmark", "perm", "moveFromRange", "moveToRange", "customXmlInsRange"),
        *("customXmlDelRange", "customXmlMoveFromRange", "customXmlMoveToRange"),
    )
    for end in ("Start", "End")
}
"""The ends of what reaches over a stretch of text; they may stand between paragraphs and between rows too."""
_NAMES = {
    "br": "分页符",
    "pict": "图片",
    "object": "嵌入的对象",
    "footnoteReference": "脚注",
    "endnoteReference": "尾注",
    "footnoteRef": "脚注的号码",
    "endnoteRef": "尾注的号码",
    "annotationRef": "批注的标记",
    "sym": "符号",
    "ptab": "对齐的制表位",
    "fldChar": "域",
    "instrText": "域",
    "fldSimple": "域",
    "oMath": "公式",
    "oMathPara": "公式",
    "ruby": "拼音",
    "sdt": "内容控件",
    "hyperlink": "超链接",
    "noBreakHyphen": "不间断连字符",
    "softHyphen": "可选连字符",
    "contentPart": "墨迹",
    "pgNum": "页码",
    "separator": "分隔线",
    "continuationSeparator": "分隔线",
    "tbl": "表格",
}
_UNSEEN = {f"{W}{name}" for name in ("tab", "cr", "softHyphen", "lastRenderedPageBreak", "proofErr", "t", "delText")}
# What is looked into, rather than at.
_OPEN = {
    f"{W}{name}" for name in ("r", "ins", "del", "moveFrom", "moveTo", "smartTag", "customXml", "bdo", "dir", "p")
} | {f"{W}{name}" for name in ("tc", "tr", "sdtContent")}
_PROPERTIES = {
    f"{W}{name}"
    for name in (
        *("pPr", "rPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr"),
        *("tcPr", "trPr", "tblPrEx", "tblPr", "tblGrid", "rubyPr"),
    )
}
_TIED = {f"{W}{name}" for name in ("footnoteRef", "endnoteRef", "annotationRef", "hyperlink")}


def kind_of(element: etree._Element) -> str:
    """What an element is called where people use it: 分页符, 图片, 脚注."""
    name = str(element.tag).rpartition("}")[2]
    if name == "br" and element.get(f"{W}type") == "column":
        return "分栏符"
    if name in ("drawing", "pict", "AlternateContent", "object"):
        if next(element.iter(f"{W}txbxContent"), None) is not None:
            return "文本框"
        if next(element.iter(CHART), None) is not None:
            return "图表"
        pictures = ("{http://schemas.openxmlformats.org/drawingml/2006/picture}pic", f"{VML}imagedata")
        if next(element.iter(*pictures), None) is None:
            return "图形" if name != "object" else _NAMES[name]
        return "图片"
    return _NAMES.get(name, f"「{name}」")


def visible(element: etree._Element) -> list[etree._Element]:
    """What an element shows beside words and blanks: breaks, pictures, notes, fields, and whatever is not known."""
    found: list[etree._Element] = []
    waiting = [element]
    while waiting:
        for child in reversed([*waiting.pop().iterchildren(etree.Element)]):
            if child.tag in _PROPERTIES or child.tag in _UNSEEN or child.tag in RANGES:
                continue
            if child.tag in _OPEN or (child.tag in (f"{W}sdt", f"{W}hyperlink", f"{W}tbl") and _hollow(child)):
                waiting.append(child)
            elif child.tag != f"{W}br" or child.get(f"{W}type", "textWrapping") != "textWrapping":
                found.append(child)
    return found


def _hollow(element: etree._Element) -> bool:
    """Whether a wrapper has no words of its own, or only the governing tag in a content control."""
    words = MARKED.sub("", "".join(text.text or "" for text in element.iter(f"{W}t")))
    return element.tag != f"{W}hyperlink" and not words.strip().strip(BLANKS)


def tied(element: etree._Element) -> bool:
    """Whether something cannot stand in a paragraph of its own: such as the number of a note."""
    return element.tag in _TIED


def ranges_in(element: etree._Element) -> list[etree._Element]:
    """The ends of ranges in a paragraph or row, but not those in text boxes within it."""
    return [mark for mark in element.iter(*RANGES) if not _in_box(mark, element)]


def _in_box(mark: etree._Element, top: etree._Element) -> bool:
    return _within(mark, f"{W}txbxContent", top)


def halves(paragraph: etree._Element, text: etree._Element) -> tuple[etree._Element | None, etree._Element | None]:
    """Copies of a paragraph with what it shows before and behind a text, without words; None where nothing is shown."""
    marker = "position"
    text.set(marker, "")
    copies = deepcopy(paragraph), deepcopy(paragraph)
    del text.attrib[marker]
    for copy, behind in zip(copies, (False, True), strict=True):
        place = next(one for one in copy.iter(f"{W}t") if one.get(marker) is not None)
        kept = {place, *place.iterancestors()}
        passed = False
        for element in [*copy.iter(etree.Element)]:
            if element is place:
                passed = True
            elif passed is not behind and element not in kept and not _is_property(element, copy):
                _take_out(element)
        _bare(copy)
    before, after = (copy if visible(copy) else None for copy in copies)
    return before, after


def _is_property(element: etree._Element, top: etree._Element) -> bool:
    """Whether an element is the properties of a paragraph or run, or one of them."""
    properties = (f"{W}pPr", f"{W}rPr")
    return element.tag in properties or any(_within(element, tag, top) for tag in properties)


def _take_out(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _within(element: etree._Element, tag: str, top: etree._Element) -> bool:
    for around in element.iterancestors():
        if around is top:
            return False
        if around.tag == tag:
            return True
    return False


def _bare(copy: etree._Element) -> None:
    """Leaves a copy of a governing paragraph without words, ends of ranges, id, tracked changes, number and frame."""
    copy.attrib.pop(f"{W14}paraId", "")
    for properties in [*copy.iter(f"{W}pPr", f"{W}rPr")]:
        if not _in_box(properties, copy):
            drop_changes(properties)
    for element in [*copy.iter(f"{W}t", *RANGES)]:
        if not _in_box(element, copy):
            _take_out(element)
    for name in ("numPr", "framePr"):
        for old in copy.findall(f"{W}pPr/{W}{name}"):
            _take_out(old)
