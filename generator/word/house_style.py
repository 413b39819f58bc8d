"""Checks a template against the house style before it is rendered: styles, pages, tables, pictures, editing traces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from lxml import etree

from generator.frozen import EMPTY, Frozen
from generator.opc import Package, links, xml_parts
from generator.problems import Place, Problem
from generator.word.names import (
    CHART,
    DOCUMENT,
    DRAWING_PROPERTIES,
    MC,
    PICTURES,
    SETTINGS,
    STYLES,
    TEXT_PARTS,
    VML,
    R,
    W,
)
from generator.word.safety.field_codes import word_fields
from generator.word.styles import Property, Styles, value_of
from generator.word.tags import text_around

# The start of {%tr for row in rows %}.
_ROW_LOOP = re.compile(r"\{%tr\s+for\b")
_MOST_NUMBERS = 20  # numbers of a page that are looked at in one footer

# Direct formatting that a template may have: what says how a table is built, and what Word adds without being asked.
_BUILT = {
    "pPr": {"pStyle", "sectPr", "rPr", "cnfStyle"},
    "rPr": {"rStyle", "lang", "noProof", "webHidden"},
    "tblPr": {"tblStyle", "tblW", "tblLayout", "tblCellMar", "tblLook", "tblCaption", "tblDescription"},
    "trPr": {"cantSplit", "tblHeader", "trHeight", "gridBefore", "gridAfter", "wBefore", "wAfter", "cnfStyle"},
    "tcPr": {"tcW", "gridSpan", "vMerge", "hMerge", "vAlign", "tcMar", "hideMark", "cnfStyle"},
}
_WORDS = {
    "jc": "对齐方式",
    "ind": "缩进",
    "spacing": "间距",
    "tabs": "制表位",
    "numPr": "自动编号",
    "outlineLvl": "大纲级别",
    "keepNext": "与下段同页",
    "keepLines": "段中不分页",
    "pageBreakBefore": "段前分页",
    "pBdr": "边框",
    "rFonts": "字体",
    "sz": "字号",
    "szCs": "字号",
    "b": "加粗",
    "bCs": "加粗",
    "i": "倾斜",
    "iCs": "倾斜",
    "u": "下划线",
    "color": "颜色",
    "highlight": "突出显示",
    "shd": "底纹",
    "tblBorders": "边框",
    "tcBorders": "边框",
    "tblInd": "缩进",
    "tblpPr": "文字环绕",
    "noWrap": "不换行",
    "textDirection": "文字方向",
}
_INSTEAD = {
    "加粗": "要加粗的用「Strong」样式",
    "对齐方式": "表格里用「表格居中」「表格数字」样式",
    "缩进": "正文用「公文正文」样式，表格里用「表格文字缩进一」样式",
    "自动编号": "编号由程序写",
}
_TRACES = {
    f"{W}{name}": word
    for word, names in {
        "插入": "ins cellIns",
        "删除": "del cellDel",
        "移动": "moveFrom moveTo",
        "格式": "pPrChange rPrChange tblPrChange tblPrExChange trPrChange tcPrChange sectPrChange numberingChange"
        " tblGridChange cellMerge",
    }.items()
    for name in names.split()
}
_WRAPPED = (f"{MC}AlternateContent",)  # the diagonals of WPS
_HIDDEN = (f"{W}vanish", f"{W}specVanish")
_OFF = ("0", "false", "off", "none")
_SHAPE = f"{VML}shape"
_FALLBACK = f"{MC}Fallback"

MILLIMETRE = 56.7
"""Twips (twentieths of a point, the unit of length of WordprocessingML) in a millimetre."""
_A4 = (11906, 16838)
_MARGIN_WORDS = {"top": "上", "bottom": "下", "left": "左", "right": "右"}
_COVER = {"封面标题", "封面文字", "模板标记", "分节"}
_HEADS = {"表格标题", "文中表格标题", "报表标题"}
_PAGE_NUMBERS = {"default": ("页码奇", "奇数页"), "even": ("页码偶", "偶数页"), "first": ("页码奇", "首页")}
# The page number in a footer: — 1 —, or — — where a field is.
_PAGE_NUMBER = re.compile(r"—\s*\d*\s*—")
FONT: Property = ("rPr", "rFonts", "eastAsia")
SIZE: Property = ("rPr", "sz", "val")
ALIGNED: Property = ("pPr", "jc", "val")
INDENT: Property = ("pPr", "ind", "firstLineChars")
LINE: Property = ("pPr", "spacing", "line")
RULE: Property = ("pPr", "spacing", "lineRule")
# What each is called in Word, what one of its units there is in the format, and that unit.
_PROPERTY_WORDS = {
    FONT: ("字体", 1, ""),
    SIZE: ("字号", 2, " 磅"),
    ALIGNED: ("对齐方式", 1, ""),
    INDENT: ("首行缩进", 100, " 字"),
    LINE: ("行距", 20, " 磅"),
    RULE: ("行距的种类", 1, ""),
}
_VALUE_WORDS = {
    "": "没有设",
    "exact": "固定值",
    "auto": "多倍行距",
    "atLeast": "最小值",
    "center": "居中",
    "left": "左对齐",
    "right": "右对齐",
    "both": "两端对齐",
}


class HouseStyle(Frozen):
    """What templates are held to: the margins of upright paper by side, and by style what its properties may be.

    Both in the units of WordprocessingML; an empty one demands nothing.
    """

    margins: Mapping[str, int] = EMPTY
    styles: Mapping[str, Mapping[Property, Sequence[str]]] = EMPTY


def form_faults(package: Package, name: str, base: Package | None, house: HouseStyle) -> list[Problem]:
    """Every departure of a template from the house style; it may use the styles of `base`; `name` is for messages."""
    own, shared = Styles(package), Styles(base) if base else None
    names = own.names_in(shared) if shared else own.names
    form = _Form(package, name, own, names, {*shared.identifiers} if shared else None, house)
    roots = dict(xml_parts(package))
    problems = [*form.settings(roots.get(SETTINGS)), *form.comments(roots)]
    for part, root in roots.items():
        if TEXT_PARTS.fullmatch(part):
            for rule in (form.traces, form.unknown_styles, form.direct_formatting, form.tables, form.pictures):
                problems += rule(part, root)
    return [*problems, *form.pages(roots)]


def trace_faults(package: Package, name: str) -> list[Problem]:
    """What readers of the documents would find in a template of any style: what editing left, pictures without words.

    `name` is for messages.
    """
    own = Styles(package)
    form = _Form(package, name, own, own.names, None, HouseStyle())
    problems: list[Problem] = []
    for part, root in xml_parts(package):
        if part == SETTINGS:
            problems += form.tracking(root)
        elif TEXT_PARTS.fullmatch(part):
            problems += [*form.traces(part, root), *form.pictures(part, root)]
    return problems


def style_faults(base: Package, name: str, house: HouseStyle) -> Iterator[Problem]:
    """Where the styles that all templates share are not those of the house style."""
    styles = Styles(base)
    identifiers = styles.identifiers
    place = Place(f"{name}!{STYLES}")
    for style, wanted in house.styles.items():
        if style not in identifiers:
            yield _style_fault(place, style, f"没有样式「{style}」")
            continue
        for path, values in wanted.items():
            if (value := styles.inherited(identifiers[style], path)) not in values:
                expected = " 到 ".join(_shown(path, bound) for bound in dict.fromkeys((values[0], values[-1])))
                message = f"样式「{style}」的{_PROPERTY_WORDS[path][0]}是「{_shown(path, value)}」，应为「{expected}」"
                yield _style_fault(place, style, message)


def _shown(path: Property, value: str) -> str:
    _, units, unit = _PROPERTY_WORDS[path]
    return f"{int(value) / units:g}{unit}" if value.isdecimal() else _VALUE_WORDS.get(value, value)


def _style_fault(place: Place, style: str, message: str) -> Problem:
    remedy = "按《党政机关公文格式》（GB/T 9704—2012）改这个样式，再运行 make styles"
    return Problem("TEMPLATE-STYLE", Place(place.path, excerpt=style), message, remedy)


class _Form(Frozen):
    """A template under inspection: its styles, their names, the names of those that the base has, the house style."""

    package: Package
    name: str
    own: Styles
    styles: Mapping[str, str]
    shared: set[str] | None
    house: HouseStyle

    def problem(self, code: str, part: str, excerpt: str, message: str, remedy: str) -> Problem:
        return Problem(code, Place(f"{self.name}!{part}", excerpt=excerpt), message, remedy)

    def style(self, paragraph: etree._Element) -> str:
        """The name of a paragraph's style."""
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        return "" if style is None else self.styles.get(style.get(f"{W}val", ""), "")

    def settings(self, root: etree._Element | None) -> Iterator[Problem]:
        """What the settings of the document turn on or leave off."""
        yield from self.tracking(root)
        if not _on(root, "evenAndOddHeaders"):
            message, remedy = "没有设奇偶页不同，页码不能单页居右、双页居左", "运行 make styles"
            yield self.problem("TEMPLATE-PAGE", SETTINGS, "", message, remedy)

    def tracking(self, root: etree._Element | None) -> Iterator[Problem]:
        """Tracking that is still on."""
        if _on(root, "trackRevisions"):
            message, remedy = "「修订」还开着", "在「审阅」里关掉修订"
            yield self.problem("TEMPLATE-TRACE", SETTINGS, "", message, remedy)

    def comments(self, roots: Mapping[str, etree._Element]) -> Iterator[Problem]:
        """Each comment, at the paragraph that it is about."""
        anchors = {
            mark.get(f"{W}id"): (part, text_around(mark))
            for part, root in roots.items()
            for mark in root.iter(f"{W}commentReference")
        }
        for part, root in roots.items():
            for comment in root.iter(f"{W}comment"):
                where, excerpt = anchors.get(comment.get(f"{W}id"), (part, ""))
                text = "".join(map(str, comment.itertext(f"{W}t")))
                remedy = "处理后在「审阅—删除」里删去批注"
                yield self.problem("TEMPLATE-TRACE", where, excerpt, f"留有批注「{text}」", remedy)

    def traces(self, part: str, root: etree._Element) -> Iterator[Problem]:
        """Tracked changes and hidden text."""
        for element in root.iter(*_TRACES):
            message, remedy = f"留有修订（{_TRACES[str(element.tag)]}）", "在「审阅」里接受或者拒绝全部修订"
            yield self.problem("TEMPLATE-TRACE", part, text_around(element), message, remedy)
        for element in root.iter(*_HIDDEN):
            if element.get(f"{W}val") not in _OFF:
                message, remedy = "有隐藏的文字", "按 Ctrl+Shift+8 显示编辑标记，删去隐藏的文字"
                yield self.problem("TEMPLATE-TRACE", part, text_around(element), message, remedy)

    def unknown_styles(self, part: str, root: etree._Element) -> Iterator[Problem]:
        """Elements with a style that is not defined or not in the base, and tables without a style."""
        for element in root.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle"):
            identifier = element.get(f"{W}val", "")
            style = self.styles.get(identifier)
            if style is None:
                message = f"用了没有定义的样式「{identifier}」"
            elif self.shared is not None and style not in self.shared:
                message = f"用了 base.docx 里没有的样式「{style}」"
            else:
                continue
            remedy = "在样式库里换一个样式，或者先在 base.docx 里加上它，再运行 make styles"
            yield self.problem("TEMPLATE-STYLE", part, text_around(element), message, remedy)
        for table in root.iter(f"{W}tbl"):
            if table.find(f"{W}tblPr/{W}tblStyle") is None:
                message, remedy = "表格没有样式", "选中表格，在「表格样式」里选「公文表格」"
                yield self.problem("TEMPLATE-STYLE", part, text_around(table), message, remedy)

    def direct_formatting(self, part: str, root: etree._Element) -> Iterator[Problem]:
        """Direct formatting: reported once for a paragraph's layout, once for its characters, once for a table."""
        properties = _owned(root, "p", "pPr", "rPr")
        for paragraph in root.iter(f"{W}p"):
            paragraph_groups = properties.get(paragraph, [])
            for group, what in (("pPr", "段落"), ("rPr", "文字")):
                style = value_of(paragraph.find(f"{W}pPr/{W}pStyle")) or self.own.default("paragraph")
                words = self._set(
                    group,
                    style,
                    (group_element for group_element in paragraph_groups if group_element.tag == f"{W}{group}"),
                )
                yield from self._formatted(part, text_around(paragraph), what, words)
        groups = (("tblPr", "tblPr"), ("tblPr", "tblPrEx"), ("trPr", "trPr"), ("tcPr", "tcPr"))
        of_tables = [(group, tag, _owned(root, "tbl", tag)) for group, tag in groups]
        for table in root.iter(f"{W}tbl"):
            words, excerpt = [], ""
            style = value_of(table.find(f"{W}tblPr/{W}tblStyle")) or self.own.default("table")
            for group, tag, owned in of_tables:
                for group_element in owned.get(table, []):
                    set_here = self._set(group, style, [group_element])
                    excerpt = excerpt or (text_around(group_element) if set_here and tag == "tcPr" else "")
                    words += set_here
            excerpt = excerpt or text_around(table)
            yield from self._formatted(part, excerpt, "表格", [*dict.fromkeys(words)])

    def _formatted(self, part: str, excerpt: str, what: str, words: list[str]) -> Iterator[Problem]:
        if words:
            message = f"{what}直接设了{'、'.join(words)}，没有用样式"
            remedy = "选中它，点「开始」里的「清除格式」，再选样式库里的样式"
            if what == "表格":
                remedy = "选中表格，去掉这些设置，用表格样式「公文表格」"
            instead = [_INSTEAD[word] for word in words if word in _INSTEAD and what != "表格"]
            yield self.problem("TEMPLATE-FORMAT", part, excerpt, message, "；".join([remedy, *instead]))

    def _set(self, group: str, style: str, properties: Iterable[etree._Element]) -> list[str]:
        """The words for what is set directly, each once: what the style says otherwise or not at all."""
        words = []
        for group_element in properties:
            old = (parent := group_element.getparent()) is not None and str(parent.tag).endswith("Change")
            for child in () if old else group_element.iterchildren("*"):
                name = etree.QName(child).localname
                hint = name == "rFonts" and {etree.QName(key).localname for key in child.attrib} <= {"hint"}
                known = name in _BUILT[group] or child.tag in _TRACES or child.tag in _HIDDEN or child.tag in _WRAPPED
                if not known and not hint and not self.own.says_already(style, group, child):
                    words.append(_WORDS.get(name, name))
        return [*dict.fromkeys(words)]

    def tables(self, part: str, root: etree._Element) -> Iterator[Problem]:
        """Rows that break across pages, and tables that grow without a header that repeats."""
        of_tables, paragraphs = _owned(root, "tbl", "tr"), _owned(root, "tr", "p")
        for table in root.iter(f"{W}tbl"):
            rows = of_tables.get(table, [])
            loose = [row for row in rows if not _on(row.find(f"{W}trPr"), "cantSplit")]
            if loose:
                message = f"表格有 {len(loose)} 行会跨页断开"
                remedy = "选中表格，在「表格属性—行」里去掉「允许跨页断行」"
                yield self.problem("TEMPLATE-TABLE", part, text_around(loose[0]), message, remedy)
            repeated = [_on(row.find(f"{W}trPr"), "tblHeader") for row in rows]
            remedy = "从第一行起选中全部标题行，在「表格属性—行」里勾选「在各页顶端以标题行形式重复出现」"
            if True in repeated and repeated != sorted(repeated, reverse=True):
                row = rows[repeated.index(True, repeated.index(False))]
                message = "重复的标题行不是从表格第一行连着的，不起作用"
                yield self.problem("TEMPLATE-TABLE", part, text_around(row), message, remedy)
            elif rows and not repeated[0] and self._headed([paragraphs.get(row, []) for row in rows]):
                message = "表格的行数随数据增加，标题行却不在各页重复"
                yield self.problem("TEMPLATE-TABLE", part, text_around(rows[0]), message, remedy)

    def _headed(self, rows: list[list[etree._Element]]) -> bool:
        """Whether rows, each with its own paragraphs, repeat below a header that begins the table.

        A form whose blocks have headers of their own, or that begins with the name of what it is about, has none to
        repeat on each page.
        """
        texts = [[*map(text_around, row)] for row in rows]
        loop = next((number for number, row in enumerate(texts) if _ROW_LOOP.search(" ".join(row))), 0)
        heads = [self._is_head(*row) for row in zip(rows[:loop], texts[:loop], strict=True)]
        return bool(heads) and heads[0] and heads == sorted(heads, reverse=True)

    def _is_head(self, row: list[etree._Element], texts: list[str]) -> bool:
        """Whether a row is a heading: by its styles, or because nothing in it is printed from data."""
        filled = [paragraph for paragraph, text in zip(row, texts, strict=True) if text]
        fixed = len(filled) > 1 and not any("{" in text for text in texts)
        return fixed or (bool(filled) and all(self.style(paragraph) in _HEADS for paragraph in filled))

    def pictures(self, part: str, root: etree._Element) -> Iterator[Problem]:
        """Pictures without alternative text; that of charts is checked when the template is compiled."""
        for picture in root.iter(f"{W}drawing", f"{W}pict"):
            if next(picture.iter(*PICTURES), None) is None or next(picture.iterancestors(_FALLBACK), None) is not None:
                continue
            properties = [*picture.iter(DRAWING_PROPERTIES)]
            described = [element.get("descr") for element in properties] + [
                element.get("alt") for element in picture.iter(_SHAPE)
            ]
            is_chart = properties and next(picture.iter(CHART), None) is not None
            if not is_chart and not any(text and text.strip() for text in described):
                name = next((element.get("name", "") for element in properties), "")
                message, remedy = f"图片「{name}」没有替代文字", "右击图片，在「编辑替代文字」里写一句它画的是什么"
                yield self.problem("TEMPLATE-PICTURE", part, text_around(picture), message, remedy)

    def pages(self, roots: Mapping[str, etree._Element]) -> Iterator[Problem]:
        """The paper, margins and page numbers of each section.

        A section that is only a cover may have other margins, and has no page numbers.
        """
        targets = {link.id: link.target for link in links(self.package, DOCUMENT)}
        footers: dict[str, str] = {}
        numbers: dict[str, list[etree._Element]] = {}
        for paragraphs, section in _sections(roots[DOCUMENT]):
            for reference in section.iterchildren(f"{W}footerReference"):
                footers[reference.get(f"{W}type", "")] = targets.get(reference.get(f"{R}id", ""), "")
            texts = [
                text
                for paragraph in paragraphs
                if self.style(paragraph) not in _COVER and (text := text_around(paragraph))
            ]
            excerpt = texts[0] if texts else next(filter(None, map(text_around, paragraphs)), "")
            width, height = (_twips(section.find(f"{W}pgSz"), side) for side in ("w", "h"))
            if not _near(sorted((width, height)), _A4):
                message = f"纸张是 {_mm(width)}×{_mm(height)} 毫米，应为 A4（210×297 毫米）"
                yield self.problem("TEMPLATE-PAGE", DOCUMENT, excerpt, message, "在「布局—纸张大小」里选 A4")
            if texts and self.house.margins:
                yield from self._margins(section, excerpt, turned=width > height)
            if texts:
                kinds = ["default", "even", *(["first"] if _on(section, "titlePg") else [])]
                for kind in kinds:
                    footer = footers.get(kind, "")
                    if footer not in numbers:
                        numbers[footer] = _page_numbers(roots.get(footer))
                    yield from self._page_number(footer, numbers[footer], kind, excerpt)

    def _margins(self, section: etree._Element, excerpt: str, *, turned: bool) -> Iterator[Problem]:
        wanted = margins = self.house.margins
        actual = {side: _twips(section.find(f"{W}pgMar"), side) for side in margins}
        if turned:
            # Paper may be turned either way, so opposite margins may change places.
            pairs = (("top", "bottom", "left", "right"), ("left", "right", "top", "bottom"))
            wanted = {}
            for first, second, upright, opposite in pairs:
                sides = sorted((margins[upright], margins[opposite]), reverse=actual[first] >= actual[second])
                wanted |= {first: sides[0], second: sides[1]}
        if not _near(actual.values(), (wanted[side] for side in actual)):
            message = f"页边距是{_margin_words(actual)}毫米，应为{_margin_words(wanted)}毫米"
            remedy = "在「布局—页边距—自定义边距」里改"
            yield self.problem("TEMPLATE-PAGE", DOCUMENT, excerpt, message, remedy)

    def _page_number(self, footer: str, numbers: list[etree._Element], kind: str, excerpt: str) -> Iterator[Problem]:
        style, word = _PAGE_NUMBERS[kind]
        remedy = f"照 base.docx 在页脚里写「— 页码 —」，用样式「{style}」"
        if not numbers:
            yield self.problem("TEMPLATE-PAGE", DOCUMENT, excerpt, f"{word}的页脚里没有页码", remedy)
        for paragraph in numbers[:_MOST_NUMBERS]:
            if self.style(paragraph) != style or not _PAGE_NUMBER.fullmatch(text_around(paragraph).strip()):
                message = f"{word}的页码应写成「— 1 —」，用样式「{style}」"
                yield self.problem("TEMPLATE-PAGE", footer, text_around(paragraph), message, remedy)


def _page_numbers(footer: etree._Element | None) -> list[etree._Element]:
    """The paragraphs of a footer that show the number of the page."""
    paragraphs = (
        [_owner(field.start, "p") for field in word_fields(footer) if field.keyword == "PAGE"]
        if footer is not None
        else []
    )
    return [paragraph for paragraph in paragraphs if paragraph is not None]


def _on(parent: etree._Element | None, name: str) -> bool:
    """Whether an on/off element is present and not switched off."""
    element = None if parent is None else parent.find(f"{W}{name}")
    return element is not None and element.get(f"{W}val") not in _OFF


def _owner(element: etree._Element, tag: str) -> etree._Element | None:
    return next(element.iterancestors(f"{W}{tag}"), None)


def _owned(root: etree._Element, owner: str, *names: str) -> dict[etree._Element, list[etree._Element]]:
    """For each element of a kind its descendants without those of nested ones: the rows of each table, for example."""
    contents: dict[etree._Element, list[etree._Element]] = {}
    for element in root.iter(*(f"{W}{name}" for name in names)):
        if (around := _owner(element, owner)) is not None:
            contents.setdefault(around, []).append(element)
    return contents


def _sections(document: etree._Element) -> Iterator[tuple[list[etree._Element], etree._Element]]:
    """The paragraphs of each section, tables included, and its properties."""
    paragraphs: list[etree._Element] = []
    for element in document.iter(f"{W}p", f"{W}sectPr"):
        if element.tag == f"{W}p":
            paragraphs.append(element)
        elif _owner(element, "sectPrChange") is None:
            yield paragraphs, element
            paragraphs = []


def _twips(element: etree._Element | None, side: str) -> int:
    value = "" if element is None else element.get(f"{W}{side}", "")
    return int(value) if value.isdecimal() and len(value) < 8 else 0


def _near(lengths: Iterable[int], wanted: Iterable[int]) -> bool:
    return all(abs(length - wanted_length) <= MILLIMETRE for length, wanted_length in zip(lengths, wanted, strict=True))


def _mm(twips: int) -> str:
    return f"{twips / MILLIMETRE:.0f}"


def _margin_words(margins: Mapping[str, int]) -> str:
    return "、".join(f"{word} {_mm(margins[side])}" for side, word in _MARGIN_WORDS.items()) + " "
