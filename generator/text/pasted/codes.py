"""Finds codes of Word, of web pages and of other kinds of Markdown, which documents would print letter by letter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.text.pasted.characters import Blemish

_MOST_SHOWN = 40
_FIELDS = "PAGEREF|HYPERLINK|NOTEREF|STYLEREF|MERGEFIELD|MERGEFORMAT|SEQ|REF|TOC|INCLUDEPICTURE|FORMTEXT|DOCPROPERTY"
_ELEMENTS = (
    "br|hr|p|b|i|u|s|em|strong|span|div|font|sup|sub|del|ins|img|a|table|tbody|thead|tr|td|th|ul|ol|li|h[1-6]|pre|code"
    "|center|strike|o:p|w:[a-z]+"
)
_ENTITIES = "nbsp|lt|gt|amp|quot|apos|[lr][ds]quo|[mn]dash|hellip|middot|times|divide|[ent][nmh][a-z]*sp|yen|copy|ge|le"
_PATHS = ("funds.", "facts.", "score.", "indicators.", "evaluations.")
# For each kind: signs without which there is none, its pattern, what it is, and what to do about it.
_KINDS = (
    (
        # PAGEREF _Toc25831 \h 3, HYPERLINK "http://x", TOC \o, \* MERGEFORMAT. Not TOC 认证.
        tuple(_FIELDS.split("|")),
        rf"(?<![A-Za-z])(?:\\\*\s*)?(?:(?:{_FIELDS})\s+(?:[\"“\\][^\s。；，]*|_[A-Za-z]+[0-9]*)(?:\s*\\[a-z*@#]|\s+[hnprw]\b|\s+[0-9]+)*"
        r"|MERGEFORMAT)",
        " Word 的域代码",
        "删去它，照原文写上页码、标题或网址",
    ),
    (
        ("PAGE", "DATE", "TIME", "SEQ", "EMBED"),
        r"\{ ?(?:NUM)?(?:PAGES?|DATE|TIME|SEQ)(?: [^{}\n]{0,60})?\}|(?<![A-Za-z])EMBED [A-Za-z]+\.[A-Za-z.0-9]+"
        r"|(?<![A-Za-z])(?:SEQ|DATE|TIME|PAGE|NUMPAGES)\b[^。；，\n]{0,30}"
        r"\\[*@#] ?(?:\"[^\"\n]*\"|“[^”\n]*”|[A-Za-z]+)",
        " Word 的域代码",
        "删去它，照原文写上页码、标题或日期",
    ),
    (
        ("#",),
        r"#(?:REF|DIV/0|VALUE|NUM|NULL)!|#NAME\?|#N/A(?![A-Za-z])|#{4,}",
        " Excel 显示的错误",
        "回到 Excel 里改好，再写上数",
    ),
    (
        ("单击", "点击此处"),
        r"单?击(?:或点击)?此处[^。；，\n]{0,10}|点击此处(?:输入|添加|选择)[^。；，\n]{0,8}",
        " Word 模板的提示",
        "删去它，写上内容",
    ),
    (
        ("年",),
        r"(?:[0-9]{2,4}|[×xX_＿ \u3000]{1,8})年[×xX_＿ \u3000]{1,8}月(?:[×xX_＿ \u3000]{1,8}日)?",
        "没有填完的日期",
        "写上年、月、日",
    ),
    (
        _PATHS,
        r"(?<![A-Za-z0-9_./{|=｛【（(<])(?<![{｛【] )(?:funds|facts|score|indicators|evaluations)(?:\.\w+)+(?!\.?\w*/)",
        "数据项的名称，没有写成引用",
        "引用的写成 {{ 名称 }}，如 {{ funds.actual|万元 }}；算式的在最前面加 =",
    ),
    (
        ("错误!", "错误！", "Error!"),
        r"错误\s*[!！]\s*(?:未找到引用源|未定义书签|文档中没有指定样式的文字|未指定书签|超级?链接引用无效)[.。]?"
        r"|Error!\s*[^。；，\n]{0,40}(?:not found|not defined)\.?",
        " Word 域的错误文字，引用的地方已经丢失",
        "照原文写上所引用的内容",
    ),
    (
        ("&",),
        rf"&(?:{_ENTITIES}|#[0-9]{{1,7}}|#x[0-9a-fA-F]{{1,6}});",
        "网页的字符代码",
        "改成它代表的字符；空格直接删去",
    ),
    (
        ("<",),
        rf"(?i:</?(?:{_ELEMENTS})(?:\s[^<>\n]*)?/?>|<!--|<!\[)",
        "网页的标记",
        "删去它；换段空一行，加粗写成 **文字**",
    ),
    (
        ("«", "‹", "${", "[[", "{"),
        r"«[^«»\n]{1,40}»|‹[^‹›\n]{1,40}›|\$\{(?!(?:unit|year|goals|funds|facts|score|indicators|evaluations)\b)[^{}\n]{1,40}\}|\[\[[^\[\]\n]{1,40}\]\]"
        r"|(?<![{$])\{[\u4e00-\u9fff][\u4e00-\u9fffA-Za-z0-9_.]{0,20}\}(?!\})",
        "别的软件的占位",
        "引用的写成 {{ 名称 }}，如 {{ funds.actual|万元 }}；不是引用的直接写内容",
    ),
    (("＊＊",), r"＊＊[^＊\n]+＊＊", "全角的加粗符号", "写成 **文字**"),
    (("\\u",), r"\\u[0-9a-fA-F]{4}", "没有还原的字符代码", "照原文写上这个字"),
    (("file:", ":\\"), r"file:/{2,3}\S+|(?<![A-Za-z])[A-Za-z]:\\[^\s，。；]+", "电脑里的文件地址", "删去它"),
    (
        ("SUM(", "IF(", "ROUND(", "VLOOKUP("),
        r"=(?:SUM|IF|ROUND|VLOOKUP)\([^()\n]*\)",
        " Excel 的公式",
        "写上公式算出的数",
    ),
    (("＃",), r"[ \u3000]＃[^\n]*", "用全角 ＃ 写的注释", "注释用半角的 #，前面空一格"),
    (("***",), r"\*{3,}[^*\n]+\*{3,}", " Markdown 的加粗斜体", "写成 **文字**"),
    (("==",), r"(?<![=!<>])==[^=\s][^=\n]{0,60}==(?!=)", " Markdown 的高亮", "删去两边的 =="),
    (("](",), r"!\[[^\[\]\n]*\]\([^()\s]*\)", " Markdown 的图片", "删去它；图片放进 pictures，由模板印出"),
    (("](",), r"(?<!!)\[[^\[\]\n]+\]\([^()\s]*\)", " Markdown 的链接", "只写文字，网址写在后面的括号里"),
    (("[^",), r"\[\^[^\[\]\s]{1,20}\]", " Markdown 的脚注", "删去它，说明写进正文"),
    (("~~",), r"~~[^~\n]+~~", " Markdown 的删除线", "删去这几个字和两边的 ~~"),
    (("`",), r"`[^`\n]+`", " Markdown 的代码", "删去两边的 `"),
    (
        ("__",),
        r"(?<![A-Za-z0-9_{.])__[^\s_](?:[^_\n]*[^\s_])?__(?![A-Za-z0-9_}.])",
        "用下划线的加粗",
        "写成 **文字**",
    ),
    (("|",), r"(?m:^[ \t]*\|[^\n|]*\|[^\n]*$)", " Markdown 的表格", "改成句子或「1. 」编号的列表；表格由模板印出"),
    (("===",), r"(?m:^[ \t]*={3,}[ \t]*$)", " Markdown 的标题线", "删去这一行；标题由提纲决定"),
)


def foreign_codes(text: str) -> Iterator[Blemish]:
    """Each code in a text whose tags are masked by null characters, in the order of their kinds.

    One behind a backslash, which asks for it, is left alone, and so are a < b, R&D and 5*5米, which are no codes.
    """
    formula = text.startswith(("=", "＝"))
    for signs, pattern, what, remedy in _KINDS:
        if not any(sign in text for sign in signs) or (formula and signs is _PATHS):
            continue
        for match in re.finditer(pattern, text):
            if text[match.start() - 1 : match.start()] != "\\":
                shown = re.sub("\0+", "…", match[0].strip())
                shown = shown if len(shown) <= _MOST_SHOWN else f"{shown[:_MOST_SHOWN]}…"
                yield Blemish(*match.span(), f"「{shown}」是{what}，文档里不该有", remedy)
