"""Finds what in a Word file acts on the machine of its reader: macros, objects, remote parts, fields that fetch."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

from generator.package import Link, Package, content_types, links, links_path, xml_parts
from generator.problems import Place, Problem
from generator.template import R, W

_MACRO = ("带有宏或者控件", "用 Word 打开，另存为「Word 文档（*.docx）」，宏会去掉；控件要删去")
_OBJECT = ("嵌有别的程序的对象或者文件", "删去它，要的内容改成文字、表格、图片，或者用「插入—图表」重做")
# By the last word of a relationship's type.
_LINKS = {
    "vbaProject": _MACRO,
    "control": _MACRO,
    "extensibility": ("改动了 Word 的功能区（customUI）", "用 Word 打开，另存为一份新的 .docx"),
    "webextensiontaskpanes": ("带有 Office 加载项", "在「插入—加载项」里去掉，再另存为 .docx"),
    "oleObject": _OBJECT,
    "package": _OBJECT,
    "aFChunk": ("插有整份别的文件（altChunk）", "用 Word 打开，另存为 .docx，它就成为正文"),
    "subDocument": ("是主控文档，正文在子文档里", "在大纲视图里取消子文档的链接，再保存"),
    "attachedTemplate": ("附着在别的模板上，打开时会去读它", "在「开发工具—文档模板」里改回 Normal，再保存"),
    "frame": ("是网页框架，打开时会去读别的文件", "把内容复制到一份新的文档里"),
}
_KINDS = re.compile(r"macroEnabled|vba|activeX|oleObject", re.IGNORECASE)
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CHART = re.compile(r"drawingml\.chart\+xml|ms-office\.chartex\+xml")
_ELEMENTS = {
    f"{W}frameset": ("是网页框架，打开时会去读别的文件", "把内容复制到一份新的文档里"),
    f"{W}mailMerge": ("连着邮件合并的数据源", "在「邮件—开始邮件合并」里选「普通 Word 文档」，再保存"),
}
_FIELDS = re.compile(
    "DDE|DDEAUTO|INCLUDE|INCLUDETEXT|INCLUDEPICTURE|LINK|IMPORT|EMBED|CONTROL|HTMLCONTROL|DATABASE|RD|PRINT|"
    "AUTOTEXT|AUTOTEXTLIST|GLOSSARY|MACROBUTTON"
)
_SWITCHES = re.compile(r"(?<!\S)\\(?:[lost]\s*(?:\"[^\"]*\"|\S+)|\w(?!\S))", re.IGNORECASE)
_PUBLIC = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_NESTED = "{"
_BLOCKS = {f"{W}{name}" for name in ("p", "tc", "tr", "tbl")}
_FIELD_PARTS = [f"{W}{name}" for name in ("fldSimple", "fldChar", "instrText", "delInstrText")]


def hazards(package: Package, name: str) -> list[Problem]:
    """TEMPLATE-HAZARD: everything in a package that runs, embeds or fetches something; `name` stands in the messages.

    A chart keeps its workbook, and a hyperlink may lead to a web page or a mail address.
    """
    types = content_types(package)
    roots = dict(xml_parts(package))
    found: list[Problem] = []

    def report(part: str, excerpt: str, message: str, remedy: str) -> None:
        place = Place(f"{name}!{part}" if part else name, excerpt=excerpt)
        found.append(Problem("TEMPLATE-HAZARD", place, message, remedy))

    told: set[str] = set()
    for part in ("", *package):
        for link in links(package, part) if links_path(part) in package else ():
            fault = _link_fault(link, types, chart=bool(_CHART.search(types.get(part, ""))))
            if fault:
                told |= {link.target, *(below.target for below in links(package, link.target))}
                report(part, _excerpt(roots.get(part), link.id), *fault)
    for part, kind in types.items():
        if _KINDS.search(kind) and part not in told:
            report(part, "", *_MACRO)
    for part, root in roots.items():
        for element in root.iter(*_ELEMENTS):
            report(part, "", *_ELEMENTS[str(element.tag)])
        for element, instruction in fields(root):
            if fault := _field_fault(instruction):
                report(part, text_around(element), *fault)
    return found


def broken_links(package: Package, name: str) -> Iterator[Problem]:
    """TEMPLATE-FILE: what names a relationship that its part does not have, which Word takes for a damaged file."""
    for part, root in xml_parts(package):
        if part.endswith(".rels"):
            continue
        there = {"", *(link.id for link in links(package, part))}
        for element in root.iter("*"):
            for key, value in element.attrib.items():
                if str(key).startswith(R) and value not in there:
                    place = Place(f"{name}!{part}", excerpt=text_around(element))
                    message = f"用了关系 {value!s}，而 {links_path(part)} 里没有它"
                    remedy = "在 Word 里删去这里显示不出来的图片、图表或者链接，重做"
                    yield Problem("TEMPLATE-FILE", place, message, remedy)


def _link_fault(link: Link, types: dict[str, str], *, chart: bool) -> tuple[str, str] | None:
    kind = link.type.rpartition("/")[2]
    if link.external and kind == "hyperlink":
        return _address_fault(link.target)
    if chart and not link.external and types.get(link.target) == _WORKBOOK:
        return None
    if kind in _LINKS:
        return _LINKS[kind]
    message = f"打开时会从外部读取「{link.target}」"
    return (message, "把图片、数据嵌入文档，或者删去它") if link.external else None


def _field_fault(instruction: str) -> tuple[str, str] | None:
    shown = " ".join(instruction.split())
    word, _, rest = shown.partition(" ")
    word = word.partition('"')[0].upper()
    if _FIELDS.fullmatch(word) or _NESTED in word:
        return f"域「{shown}」会读取别的文件或者运行程序", "选中它，按 Ctrl+Shift+F9 变成文字，或者删去"
    address = _SWITCHES.sub("", rest).strip(' "') if word == "HYPERLINK" else ""
    return _address_fault(address) if address else None


def _address_fault(address: str) -> tuple[str, str] | None:
    message = f"超链接指向「{address}」，不是网址或者邮箱"
    return None if _PUBLIC.match(address) else (message, "改成 http、https、mailto 开头的地址，或者取消超链接")


def fields(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Each field of a part with its instruction, also one that is never ended; a field within it shows as `{`."""
    begun: list[tuple[etree._Element, str]] = []
    for element in root.iter(*_FIELD_PARTS):
        kind = element.get(f"{W}fldCharType")
        if element.tag == f"{W}fldSimple":
            yield element, element.get(f"{W}instr", "")
        elif kind == "begin":
            begun[-1:] = [(start, text + _NESTED) for start, text in begun[-1:]]
            begun.append((element, ""))
        elif kind == "end":
            yield from begun[-1:]
            begun[-1:] = []
        elif kind is None:
            begun[-1:] = [(start, text + (element.text or "")) for start, text in begun[-1:]]
    yield from begun


def text_around(element: etree._Element) -> str:
    """The text of the paragraph, cell or row that an element stands in or is, or of a table's first paragraph."""
    around = next((one for one in (element, *element.iterancestors()) if one.tag in _BLOCKS), None)
    return "" if around is None else _text_of(around)


@lru_cache(maxsize=1)
def _text_of(around: etree._Element) -> str:
    """The text of a block; what is found in one paragraph after the other asks for the same again and again."""
    texts = ["".join(map(str, one.itertext(f"{W}t"))) for one in around.iter(f"{W}p")]
    shown = [text for text in texts if text]
    return " │ ".join(shown[:1] if around.tag == f"{W}tbl" else shown)


def _excerpt(root: etree._Element | None, identifier: str) -> str:
    """The text of the paragraph that uses a relationship."""
    for element in root.iter("*") if root is not None else ():
        if any(str(key).startswith(R) and value == identifier for key, value in element.attrib.items()):
            return text_around(element)
    return ""
