"""The names of Word's built-in styles as Word keeps them, from what other editors and languages call them."""

from __future__ import annotations

import re

PARAGRAPH, CHARACTER, TABLE = "paragraph", "character", "table"
# As Word keeps them in a file, by kind of style. Those with a number stand below.
_BUILT_IN = {
    PARAGRAPH: """Normal|Title|Subtitle|header|footer|caption|footnote text|endnote text|annotation text|Balloon Text
|List Paragraph|Body Text|Body Text Indent|Normal Indent|No Spacing|Quote|Intense Quote|Plain Text|Normal (Web)
|TOC Heading|table of figures|Date|Signature|Salutation|Closing|Document Map|List|index heading|macro""",
    CHARACTER: """Default Paragraph Font|Strong|Emphasis|Hyperlink|FollowedHyperlink|page number|footnote reference
|endnote reference|annotation reference|line number|Placeholder Text|Subtle Emphasis|Intense Emphasis""",
    TABLE: "Normal Table|Table Grid",
    "numbering": "No List",
}
_PROPER = {
    (kind, name.casefold()): name
    for kind, names in _BUILT_IN.items()
    for name in (one.strip() for one in names.split("|"))
}
# What Chinese Word and WPS show, and what LibreOffice writes in some languages, where it is no built-in name already.
_LOCAL = {
    PARAGRAPH: {
        "正文": "Normal",
        "标准": "Normal",
        "默认样式": "Normal",
        "默认段落样式": "Normal",
        "standard": "Normal",
        "default style": "Normal",
        "default paragraph style": "Normal",
        "标题": "Title",
        "副标题": "Subtitle",
        "页眉": "header",
        "页脚": "footer",
        "题注": "caption",
        "脚注文本": "footnote text",
        "尾注文本": "endnote text",
        "批注文字": "annotation text",
        "批注框文本": "Balloon Text",
        "列出段落": "List Paragraph",
        "列表段落": "List Paragraph",
        "正文文本": "Body Text",
        "正文文本缩进": "Body Text Indent",
        "正文缩进": "Normal Indent",
        "无间隔": "No Spacing",
        "引用": "Quote",
        "明显引用": "Intense Quote",
        "纯文本": "Plain Text",
        "普通(网站)": "Normal (Web)",
        "toc 标题": "TOC Heading",
        "图表目录": "table of figures",
        "日期": "Date",
        "称呼": "Salutation",
    },
    CHARACTER: {
        "默认段落字体": "Default Paragraph Font",
        "要点": "Strong",
        "强调": "Emphasis",
        "超链接": "Hyperlink",
        "已访问的超链接": "FollowedHyperlink",
        "页码": "page number",
        "脚注引用": "footnote reference",
        "尾注引用": "endnote reference",
        "批注引用": "annotation reference",
        "占位符文本": "Placeholder Text",
    },
    TABLE: {"普通表格": "Normal Table", "table normal": "Normal Table", "网格型": "Table Grid"},
    "numbering": {"无列表": "No List"},
}
# heading 1, Heading 1, 标题1, Titre 1, Überschrift 1; groups: what it is, the level.
_LEVEL = (
    r"(heading|标题|標題|見出し|제목|titre|überschrift|título|titolo|заголовок"
    r"|toc|目录|目錄|contents|index|索引)\s*([1-9])"
)
_NUMBERED = r"(?:heading|toc|index) [1-9]"
_LEVELS = {"toc": "toc", "目录": "toc", "目錄": "toc", "contents": "toc", "index": "index", "索引": "index"}


def usual_name(written: str, kind: str) -> tuple[str, bool]:
    """The name of a style as Word keeps it, and whether it says so itself: in its letters, if not in their case.

    `kind` is paragraph, character, table or numbering. A local name (标题 1) is that of a built-in style only where
    no other style has the name. A style that is not built in keeps its name, without blanks around it.
    """
    name = " ".join(written.split())
    folded = name.casefold().replace("（", "(").replace("）", ")")
    if (proper := _PROPER.get((kind, folded))) is not None:
        return proper, True
    if kind == PARAGRAPH and (match := re.fullmatch(_LEVEL, folded)):
        stem = _LEVELS.get(match[1], "heading")
        return f"{stem} {match[2]}", match[1] == stem
    return _LOCAL.get(kind, {}).get(folded, name), False


def is_built_in(name: str, kind: str) -> bool:
    """Whether a name is one that Word keeps a built-in style under."""
    numbered = kind == PARAGRAPH and re.fullmatch(_NUMBERED, name)
    return bool(numbered) or (kind, name.casefold()) in _PROPER
