"""Finds the hazards in a Word file for its reader: macros, embedded objects, remote parts, fields that fetch."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice

from lxml import etree

from generator.opc import (
    TYPES,
    Link,
    Package,
    RefusedError,
    check_xml,
    content_types,
    links,
    links_path,
    unpacked,
    xml_parts,
)
from generator.problems import Place, Problem
from generator.word.names import R
from generator.word.outside.links import sample
from generator.word.safety.field_codes import HARMLESS, WordField, addresses, word_fields
from generator.word.safety.svg import DRAWING, acting
from generator.word.tags import cut, text_around

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
# By the last word of their type: what Word writes of itself, of which nothing runs and nothing is fetched.
_KNOWN = re.compile(
    "officeDocument|core-properties|extended-properties|custom-properties|thumbnail|styles|stylesWithEffects"
    "|settings|webSettings|fontTable|font|theme|themeOverride|numbering|footnotes|endnotes|comments"
    "|commentsExtended|commentsIds|commentsExtensible|people|header|footer|image|hdphoto|hyperlink|chart"
    "|chartEx|chartUserShapes|chartStyle|chartColorStyle|diagramData|diagramLayout|diagramQuickStyle"
    "|diagramColors|diagramDrawing|customXml|customXmlProps|glossaryDocument|classificationlabels"
    "|printerSettings|documenttasks"
)
_KNOWN_IN_WORKBOOK = re.compile(
    "officeDocument|core-properties|extended-properties|custom-properties|thumbnail|worksheet|styles|theme"
    "|sharedStrings|calcChain|table"
)
# Content types that carry programs: …macroEnabled.main+xml, …vbaProject, …activeX+xml, …oleObject.
_KINDS = re.compile(r"macroEnabled|vba|activeX|oleObject", re.IGNORECASE)
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Content types of charts: …drawingml.chart+xml.
_CHART = re.compile(r"drawingml\.chart\+xml|ms-office\.chartex\+xml")
_MERGE = ("连着邮件合并的数据源", "在「邮件—开始邮件合并」里选「普通 Word 文档」，再保存")
_SCHEMA = ("连着别处的 XML 架构或者转换", "用 Word 打开，另存为一份新的 .docx")
_FORM = ("窗体域进出时运行宏", "在窗体域的「属性」里，把「运行宏」的「插入点移入时」「移出时」清空")
_ELEMENTS = {
    "frameset": ("是网页框架，打开时会去读别的文件", "把内容复制到一份新的文档里"),
    "mailMerge": _MERGE,
    "attachedSchema": _SCHEMA,
    "saveThroughXslt": _SCHEMA,
    "entryMacro": _FORM,
    "exitMacro": _FORM,
    "linkStyles": ("打开时会按读者电脑上的模板改掉样式", "在「开发工具—文档模板」里去掉「自动更新文档样式」，再保存"),
}
# Attributes in which an address is read when the document is opened, in whatever namespace and case.
_READ = re.compile("src|althref|(?:download)?url|(?:nonamespace)?schemalocation|manifestlocation|embeddedhtml|action")
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_HOST = r"[\w.-]+(?::[0-9]{1,5})?"
_TAIL = r"[^\s\\\"<>\u0000-\u001f]*"
# https://www.gov.cn/a?b=1, mailto:a@b.cn?subject=c. Not file:, nor an address with a user's name or a backslash.
_PUBLIC = re.compile(
    rf"https?://{_HOST}(?:[/?#]{_TAIL})?|mailto:[^\s\\\"<>:/?&]+@{_HOST}(?:\?(?:subject|body|cc|bcc)={_TAIL})?",
    re.IGNORECASE,
)
# Line ends and controls in an address, and files that a mail would take along: %0d, ?attach=.
_UNFIT = re.compile(r"%(?:[01][0-9a-f]|7f)|[?&]attach", re.IGNORECASE)
_PICTURES = (
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"GIF8",
    b"BM",
    b"II*\0",
    b"MM\0*",
    b"\xd7\xcd\xc6\x9a",
    b"\1\0\t\0",
)
_EMF = slice(40, 44), b" EMF"

Fault = tuple[str, str]
"""What is wrong, and what to do."""


def hazards(package: Package, name: str) -> list[Problem]:
    """TEMPLATE-HAZARD: everything in a package that runs, embeds or fetches something; `name` is for the messages.

    A chart keeps its workbook, and a hyperlink may lead to a web page or a mail address. Of fields, relationships and
    elements of drawings, only kinds known to be harmless are accepted.
    """
    types = content_types(package)
    roots = dict(xml_parts(package))
    problems: list[Problem] = []

    def report(part: str, excerpt: str, fault: Fault) -> None:
        problems.append(Problem("TEMPLATE-HAZARD", Place(f"{name}!{part}" if part else name, excerpt=excerpt), *fault))

    reported: set[str] = set()
    for part in ("", *package):
        uses = _uses(roots.get(part)) if links_path(part) in package else {}
        for link in links(package, part) if links_path(part) in package else ():
            chart = bool(_CHART.search(types.get(part, "")))
            fault = _link_fault(link, types, chart=chart) or _content_fault(package, link, types, roots)
            if fault:
                reported |= {link.target, *(below.target for below in links(package, link.target))}
                report(part, text_around(uses[link.id]) if link.id in uses else "", fault)
    for part, kind in types.items():
        if _KINDS.search(kind) and part not in reported:
            report(part, "", _MACRO)
    kept = [link for part in ("", *package) if links_path(part) in package for link in links(package, part)]
    # Data that other programs keep in the file; nothing shows it.
    data = {link.target for link in kept if link.type.endswith("/customXml")}
    for part, root in roots.items():
        if part in data:
            continue
        if root.tag == DRAWING:
            for what in islice(acting(root), 1):
                report(part, "", (f"SVG 图片里有「{what}」，打开时会运行或者读取别处的内容", "另存为 PNG，重新插入"))
        elif not part.endswith(".rels") and part != TYPES:
            for element, fault in _part_faults(root):
                report(part, text_around(element), fault)
    return problems


def broken_links(package: Package, name: str) -> Iterator[Problem]:
    """TEMPLATE-FILE: each use of a relationship that its part does not have, which Word takes for a damaged file."""
    for part, root in xml_parts(package):
        if part.endswith(".rels"):
            continue
        there = {"", *(link.id for link in links(package, part))}
        for element in root.iter("*"):
            for key, value in _attributes(element):
                if key.startswith(R) and value not in there:
                    place = Place(f"{name}!{part}", excerpt=text_around(element))
                    message = f"用了关系 {value}，而 {links_path(part)} 里没有它"
                    remedy = "在 Word 里删去这里显示不出来的图片、图表或者链接，重做"
                    yield Problem("TEMPLATE-FILE", place, message, remedy)


def _link_fault(link: Link, types: dict[str, str], *, chart: bool) -> Fault | None:
    kind = link.type.rpartition("/")[2]
    if kind == "hyperlink" and (link.external or _elsewhere(link.target, types)):
        return address_fault(sample(link.target))
    if chart and not link.external and types.get(link.target) == _WORKBOOK:
        return None
    if kind in _LINKS:
        return _LINKS[kind]
    if link.external:
        return f"打开时会从外部读取「{cut(link.target)}」", "把图片、数据嵌入文档，或者删去它"
    remedy = "用 Word 打开，删去用到它的对象，另存为一份新的 .docx"
    return None if _KNOWN.fullmatch(kind) else (f"带有来历不明的部件（关系的类型是「{cut(kind)}」）", remedy)


def _content_fault(
    package: Package, link: Link, types: dict[str, str], roots: dict[str, etree._Element]
) -> Fault | None:
    """A part whose content type does not fit the relationship to it."""
    data = package.get(link.target, b"")
    if link.external or not data:
        return None
    root = roots.get(link.target)
    picture = _is_picture(data) if root is None else root.tag == DRAWING
    if link.type.endswith("/image") and not picture:
        return f"「{link.target}」不是图片，内容是别的文件", "删去它，重新插入 PNG 或者 JPEG 图片"
    if link.type.endswith("/package") and types.get(link.target) == _WORKBOOK and (fault := _workbook_fault(data)):
        return fault, "在图表上「编辑数据」，把数据粘贴为数值；或者重新插入图表"
    return None


def _is_picture(data: bytes) -> bool:
    place, mark = _EMF
    return data.startswith(_PICTURES) or data[place] == mark or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")


def _workbook_fault(data: bytes) -> str:
    """What a chart's workbook holds besides its figures."""
    try:
        workbook = unpacked(data)
        check_xml(workbook)
    except RefusedError as refusal:
        return f"图表的数据表打不开：{refusal}"
    kinds = {
        link.type.rpartition("/")[2]: link.external
        for part in ("", *workbook)
        for link in (links(workbook, part) if links_path(part) in workbook else ())
    }
    more = sorted(kind for kind, external in kinds.items() if external or not _KNOWN_IN_WORKBOOK.fullmatch(kind))
    return f"图表的数据表里有数据以外的内容（{'、'.join(map(cut, more))}）" if more else ""


def _part_faults(root: etree._Element) -> Iterator[tuple[etree._Element, Fault]]:
    """The elements, attributes and fields of a part that act, each at its place."""
    if root.getroottree().xpath("boolean(//processing-instruction('xml-stylesheet'))"):
        yield root, ("打开时会读别处的样式表（xml-stylesheet）", "用 Word 打开，另存为一份新的 .docx")
    for element in root.iter(*(f"{{*}}{name}" for name in _ELEMENTS)):
        yield element, _ELEMENTS[str(element.tag).rpartition("}")[2]]
    for element in root.iter(etree.Element):
        for key, value in _attributes(element):
            namespace, _, name = key.casefold().rpartition("}")
            if not value:
                continue
            if _READ.fullmatch(name) or key == _BASE or (name == "href" and namespace):
                remedy = "删去这个对象；图片重新插入，智能标记和 XML 架构用 Word 另存一份新的 .docx 去掉"
                yield element, (f"打开时会从外部读取「{cut(value)}」（{name}）", remedy)
            elif name == "href" and not value.startswith("#") and (fault := address_fault(sample(value))):
                yield element, fault
    for field in word_fields(root):
        if fault := _field_fault(field):
            yield field.start, fault


def _field_fault(field: WordField) -> Fault | None:
    if not field.whole:
        message = f"域「{cut(field.shown)}」的开头、代码、结尾没有配成一对，或者代码里夹着别的内容，各个程序读得不一样"
        return message, "选中它所在的段落，按 Ctrl+Shift+F9 变成文字，再重新插入需要的域"
    if not HARMLESS.fullmatch(field.keyword):
        message = "会读取别的文件或者运行程序，至少不是已知无害的（页码、目录、交叉引用、日期等）"
        return f"域「{cut(field.shown)}」{message}", "选中它，按 Ctrl+Shift+F9 变成文字，或者删去"
    if field.keyword != "HYPERLINK":
        return None
    leading = addresses(field.instruction)
    if leading is None:
        message = f"看不出超链接「{cut(field.shown)}」指向哪里"
        return message, "取消超链接，用「插入—链接」重做"
    return next(filter(None, map(address_fault, map(sample, leading))), None)


def address_fault(address: str) -> Fault | None:
    """The fault of an address that is not plainly that of a web page or a mailbox; None if it is."""
    if _PUBLIC.fullmatch(address) and address.isprintable() and not _UNFIT.search(address):
        return None
    message = f"超链接指向「{cut(address)}」，不是网址或者邮箱"
    return message, "改成 http、https、mailto 开头的地址，或者取消超链接"


def _elsewhere(target: str, types: Mapping[str, str]) -> bool:
    """Whether a hyperlink not marked as external leads outside all the same: neither to a member nor into one."""
    member, _, _ = target.partition("#")
    return ":" in target or "\\" in target or (not member.endswith("/") and member != "" and member not in types)


def _attributes(element: etree._Element) -> Iterator[tuple[str, str]]:
    return ((str(key), str(value)) for key, value in element.attrib.items())


def _uses(root: etree._Element | None) -> dict[str, etree._Element]:
    """The first element that uses each relationship of a part."""
    uses: dict[str, etree._Element] = {}
    for element in root.iter(etree.Element) if root is not None else ():
        for key, value in _attributes(element):
            if key.startswith(R):
                uses.setdefault(value, element)
    return uses
