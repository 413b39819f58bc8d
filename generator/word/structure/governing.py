"""Replaces paragraphs, rows and cells by tags that govern them: {%p if a %}, {%tr for row in rows %}, {{p text }}."""

from __future__ import annotations

import re

from lxml import etree

from generator.word.compiled import Tag
from generator.word.names import W
from generator.word.structure.beside import BLANKS, RANGES, halves, kind_of, ranges_in, tied, visible
from generator.word.structure.pieces import MARKED, Pieces, marks_in, properties_of, replace
from generator.word.tags import governed, own_texts, words_of

# {%p if a %}, {%tr for row in rows %}, {{p text }}, {#p note #}; groups: the scope of each kind, what is inside.
_STRUCTURE = re.compile(r"\{(?:%(p|tr|tc)|\{(p|tr|tc)|#(p|tr|tc))\s(.*?)\s*[}%#]\}", re.DOTALL)
# The paragraph of a text that begins a page does so once: <w:pageBreakBefore/>.
_PAGE_BREAK = re.compile(r'<w:pageBreakBefore(?: w:val="(?:1|true|on)")?\s*/>')
_STATEMENTS = ("for", "if", "elif", "else", "endfor", "endif")
_OPENING, _CLOSING = ("for", "if"), ("endfor", "endif")
_LOOPS = ("for", "endfor")
_OWN_PARAGRAPH = "另起一段放"
_UNITS = {"p": "段", "tr": "行", "tc": "格"}
_HOLDERS = {"tr": "表格的行", "tc": "表格的单元格"}


def restructure(pieces: Pieces, paragraph: etree._Element, bold: str) -> None:
    """Replaces a paragraph or row that holds a tag governing it by that tag, or says what stands in the way.

    `bold` is the style of bold texts. Breaks, pictures and the like beside the tag become a paragraph of their own on
    their side of it; the ends of bookmarks move out of the governed stretch.
    """
    found = [(text, mark) for text in own_texts(paragraph) for mark in marks_in(text)]
    for text, mark in found:
        number = int(mark[1])
        match = _STRUCTURE.fullmatch(pieces.sources[number])
        if match is None:
            continue
        scope = match[1] or match[2] or match[3]
        origin = pieces.origins[number]
        target = governed(paragraph, scope)
        if match[2] and scope != "p":
            content = pieces.written(words_of(own_texts(paragraph)))
            remedy = f"印在一格里的写 {{{{ {match[4]} }}}}；成{_UNITS[scope]}印出的用 {{%{scope} for 甲 in 列表 %}}"
            pieces.problem(content, f"{origin.source} 不能印成表格的{_UNITS[scope]}", remedy)
        elif target is None:
            content = pieces.written(words_of(own_texts(paragraph)))
            pieces.problem(content, f"{origin.source} 不在{_HOLDERS[scope]}里", "表格以外用 {%p … %}")
        elif match[3] and target.find(f".//{W}sectPr") is None:
            _leave_out(pieces, target, scope, origin)
        elif match[2] and not pieces.is_one_tag(match[4], origin, text):
            return
        elif _alone(pieces, paragraph, target, text, mark[0], origin, scope):
            _govern(pieces, paragraph, target, text, match, origin, bold)
        return


def _alone(
    pieces: Pieces,
    paragraph: etree._Element,
    target: etree._Element,
    text: etree._Element,
    mark: str,
    origin: Tag,
    scope: str,
) -> bool:
    """Whether a tag has its paragraph, row or cell for itself, but for what can be moved out; a problem if not."""
    row = target is not paragraph
    unit = _UNITS[scope]
    excerpt = pieces.written(words_of(own_texts(paragraph)))
    content = words_of(target.iter(f"{W}t") if row else own_texts(paragraph))
    rest = content.replace(mark, "", 1).strip().strip(BLANKS)
    if rest:
        others = (_STRUCTURE.fullmatch(pieces.sources[int(other[1])]) for other in MARKED.finditer(rest))
        more = f"开始和结束的标记各占一{unit}：" if row and any(others) else ""
        remedy = f"{more}把「{pieces.shown(rest)}」移出去"
        pieces.problem(excerpt, f"{origin.source} 要独占一{unit}", remedy)
        return False
    if target.find(f".//{W}sectPr") is not None:
        pieces.problem(excerpt, f"{origin.source} 所在的段落带有分节符", "在后面另起一段放分节符")
        return False
    shown = visible(target)
    if row and shown:
        what = kind_of(shown[0])
        pieces.problem(excerpt, f"{origin.source} 要独占一{unit}，这一{unit}里还有{what}", f"把{what}移到别的{unit}里")
        return False
    bound = next(filter(tied, shown), None)
    if bound is not None:
        what = kind_of(bound)
        remedy = "取消超链接" if bound.tag == f"{W}hyperlink" else f"把{what}移到别的段落里，或者删去"
        pieces.problem(excerpt, f"{origin.source} 要独占一段，这一段里还有{what}", remedy)
        return False
    breaking = paragraph.find(f"{W}pPr/{W}pageBreakBefore")
    if not row and breaking is not None and origin.source[1] == "%" and _on(breaking):
        remedy = "在「段落—换行和分页」里去掉，设在要另起一页的那一段上"
        pieces.problem(excerpt, f"{origin.source} 所在的段落设了「段前分页」，标记不印出来，分页就没有了", remedy)
        return False
    return True


def _govern(
    pieces: Pieces,
    paragraph: etree._Element,
    target: etree._Element,
    text: etree._Element,
    match: re.Match[str],
    origin: Tag,
    bold: str,
) -> None:
    expression = match[4]
    keyword = "text" if match[2] else expression.partition(" ")[0]
    if target is paragraph and visible(target):
        before, after = halves(paragraph, text)
        unclear = (
            (after if keyword == "for" else None) if keyword in _OPENING else before if keyword in _LOOPS else None
        )
        if unclear is not None:
            what = kind_of(visible(unclear)[0])
            message = f"{origin.source} 要独占一段，这一段里还有{what}，看不出每次循环要不要重复"
            pieces.problem(pieces.written(words_of(own_texts(paragraph))), message, f"把{what}{_OWN_PARAGRAPH}")
            return
        if before is not None:
            target.addprevious(before)
        if after is not None:
            target.addnext(after)
    if match[1] == "tc":
        pieces.fit(target)
    move_ranges(target, keyword)
    if match[2]:
        pieces.texts[paragraph] = properties_of(paragraph)
        replace(paragraph, pieces.mark(_paragraphs(paragraph, expression, bold), origin), "text")
    else:
        statement = keyword if keyword in _STATEMENTS else "other"
        replace(target, pieces.mark(f"{{% {expression} %}}", origin), statement)


def _leave_out(pieces: Pieces, target: etree._Element, scope: str, origin: Tag) -> None:
    """Replaces what a note governs, whatever else stands in it, but for the ends of ranges."""
    if scope == "tc":
        pieces.fit(target)
    move_ranges(target, "note")
    replace(target, pieces.mark("{# #}", origin), "note")


def move_ranges(target: etree._Element, keyword: str) -> None:
    """Moves the ends of ranges out of what a tag replaces, to the outer side of what it governs."""
    for mark in ranges_in(target):
        behind = keyword in _CLOSING or (keyword == "text" and str(mark.tag).endswith("End"))
        parent = mark.getparent()
        assert parent is not None
        parent.remove(mark)
        if behind:
            _last_of(target).addnext(mark)
        else:
            target.addprevious(mark)


def _last_of(target: etree._Element) -> etree._Element:
    """The last of the ends of ranges that follow an element at once, or the element itself."""
    last = target
    while (following := last.getnext()) is not None and following.tag in RANGES:
        last = following
    return last


def _paragraphs(paragraph: etree._Element, expression: str, bold: str) -> str:
    """The Jinja loop that prints the paragraphs of a text, each with this paragraph's properties."""
    empty, after = properties_of(paragraph), ""
    parent = paragraph.getparent()
    if parent is not None and parent.tag == f"{W}tc":
        after = f"{{% else %}}<w:p>{empty}</w:p>"
    before = _PAGE_BREAK.sub("{% if loop.first %}<w:pageBreakBefore/>{% endif %}", empty)
    return (
        f"{{% for _block in {expression}|正文 %}}<w:p>{before}{{% for _run in _block.runs %}}<w:r>"
        f'{{% if _run.bold %}}<w:rPr><w:rStyle w:val="{bold}"/></w:rPr>{{% endif %}}'
        f'<w:t xml:space="preserve">{{{{ _run.text }}}}</w:t></w:r>{{% endfor %}}</w:p>{after}{{% endfor %}}'
    )


def _on(setting: etree._Element) -> bool:
    return setting.get(f"{W}val", "1") not in ("0", "false", "off")
