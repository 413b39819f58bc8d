"""Puts marks for the tags outside the paragraphs of a part, and says what cannot be filled in there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote

from lxml import etree

from generator.problems import Place
from generator.text.sandbox import HALF_TAG, OPENING, TAG
from generator.word.compiled import Tag
from generator.word.names import MATH, VML, A, W
from generator.word.outside import links
from generator.word.outside.printing import ONE_LINE
from generator.word.outside.slots import Slot, attribute_role, attributes
from generator.word.structure.pieces import Pieces
from generator.word.tags import cut, text_around

# The start of a tag that prints, or of a whole one of another kind. Not {%1}, as in the numbers of lists.
_WHOLE = re.compile(r"\{\{|\{%(?=[^{}]*%\})|\{#(?=[^{}]*#\})")
_VALUES_ONLY = "这里只能写 {{ 名称|印法 }}，不能写循环、条件和段落"
_PROPERTIES = re.compile(r"-properties\}(?:core)?Properties$")
_FILLED = {f"{W}t", f"{A}t"}
_LINK_FIELD = re.compile(r"\s*HYPERLINK", re.IGNORECASE)
_MOVE = "标记只能写在文字、图表的标题、SmartArt、链接的地址、替代文字和文档属性里"
_CHANGES = "在「审阅」里接受或者拒绝这处修订，再保存"
_LINK = "取消这个超链接，用「插入—链接」重做，标记写在地址里"
# What an element is for its reader, and what to do about a tag there; by the element's name in Word's namespace.
_ELEMENTS = {
    "instrText": ("域代码里", "域代码里不能有标记：选中它按 Ctrl+Shift+F9 变成文字，再写标记"),
    "fldSimple": ("域代码里", "域代码里不能有标记：选中它按 Ctrl+Shift+F9 变成文字，再写标记"),
    "delText": ("修订里删去的文字里", _CHANGES),
    "delInstrText": ("修订里删去的域代码里", _CHANGES),
    "bookmarkStart": ("书签的名称里", "书签的名称里不能有标记：给书签另起名称"),
    "hyperlink": ("链接指向的书签里", "改成文档里有的书签"),
    "listItem": ("下拉列表的选项里", "选项里不能有标记：改成文字，或者换成纯文本控件"),
    "name": ("样式的名称里", "样式的名称里不能有标记：给样式改名"),
    "docVar": ("文档变量里", "删去这个文档变量"),
    "lvlText": ("编号的格式里", "编号的格式里不能有标记：把它写在段落的文字里"),
    "default": ("窗体域里", "窗体域里不能有标记：换成文字"),
    "statusText": ("窗体域里", "窗体域里不能有标记：换成文字"),
    "helpText": ("窗体域里", "窗体域里不能有标记：换成文字"),
    "tag": ("内容控件的标记名里", "在内容控件的「属性」里改掉「标记」"),
}
_FORMULA = ("公式里", "公式里不能有标记：把它写在公式外的文字里")
_SHAPE_LINK = ("图形的链接地址里", "取消图形的链接，用「插入—链接」重做")


def fill_slots(pieces: Pieces, slots: Iterable[Slot]) -> None:
    """Puts a mark for each tag of these texts; half tags, and those that do not print one value, are problems."""
    for slot in slots:
        filters = links.filters_of(slot.text) if slot.element.tag == links.RELATIONSHIP else []
        tags = [*slot.tags()]
        if fault := _fault(slot):
            pieces.problem(slot.excerpt, *fault)
        else:
            place = Place(pieces.name, excerpt=slot.excerpt)
            origins = [Tag(tag, place) for tag, _ in tags]
            names = filters or [ONE_LINE] * len(tags)
            slot.replace(
                [
                    pieces.mark(f"{{{{ ({inner})|{name} }}}}", origin)
                    for (_, inner), name, origin in zip(tags, names, origins, strict=True)
                ]
            )


def _fault(slot: Slot) -> tuple[str, str] | None:
    """What is wrong with the tags of a text as such, and what to do."""
    rest = TAG.sub("", slot.text)
    if half := OPENING.search(rest):
        return f"「{half[0]}」没有成对", "标记写完整：{{ 与 }} 成对"
    others = [tag for tag, inner in slot.tags() if inner is None]
    if slot.element.tag == links.RELATIONSHIP and not others and links.has_tags(rest):
        others = [unquote(rest)]
    return (f"{slot.role}里用不了 {others[0]}", _VALUES_ONLY) if others else None


def leftovers(pieces: Pieces, root: etree._Element, *, paragraphs: bool) -> None:
    """Reports each tag of a part that stands where nothing is filled in, with what that place is called.

    In a part with `paragraphs` to be filled their texts are none of these places, and half a tag is one too.
    """
    if not HALF_TAG.search(etree.tostring(root, encoding="unicode")):
        return
    braces = HALF_TAG if paragraphs else _WHOLE
    seen: set[tuple[str, str]] = set()
    for element in root.iter(etree.Element):
        texts = [] if paragraphs and element.tag in _FILLED else [element.text]
        texts += [child.tail for child in element]
        found = [("", half, str(text)) for text in texts if text and (half := braces.search(str(text)))]
        for key, value in attributes(element):
            if (half := _WHOLE.search(value)) and not attribute_role(element, key):
                found.append((key, half, value))
        for key, half, text in found:
            tag = match[0] if (match := TAG.search(text)) else half[0]
            role, remedy = _place(element, key, text)
            around = pieces.written(text_around(element))
            excerpt = around if tag in around else f"{role.removesuffix('里')}：{cut(text.strip())}"
            if (tag, excerpt) not in seen:
                seen.add((tag, excerpt))
                pieces.problem(excerpt, f"「{tag}」写在{role}", remedy)


def _place(element: etree._Element, key: str, text: str) -> tuple[str, str]:
    """What the place of a text is called, and what to do about a tag in it."""
    tag = str(element.tag)
    if tag.startswith(W):
        role, remedy = _ELEMENTS.get(tag.removeprefix(W), ("", ""))
        if tag == f"{W}name" and (parent := element.getparent()) is not None and parent.tag == f"{W}ffData":
            return _ELEMENTS["default"]
        if role == "域代码里" and _LINK_FIELD.match(text):
            return "超链接的域代码里", _LINK
        if role:
            return role, remedy
    if tag.startswith(MATH):
        return _FORMULA
    if tag.startswith(VML) and key == "href":
        return _SHAPE_LINK
    if _PROPERTIES.search(str(element.getroottree().getroot().tag)):
        return "文档属性里", "在「文件—信息—属性」里删去它"
    if next(element.iterancestors(f"{W}del"), None) is not None:
        return _ELEMENTS["delText"]
    return "文字以外的地方", _MOVE
