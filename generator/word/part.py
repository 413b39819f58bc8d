"""Turns a part of a Word template into a Jinja source: tags, rows, paragraphs and merges become statements of Jinja."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from generator.problems import Place, Problem
from generator.text.sandbox import TAG
from generator.word.compiled import Tag
from generator.word.names import CHART, DRAWING_PROPERTIES, XML_SPACE, R, W
from generator.word.tags import SERIES, STRAIGHT_QUOTES, Written, alternative_text, own_texts, tags_of, text_around

# Either end of a tag: {{, %}.
_HALF_TAG = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
# {%p if a %}, {%tr for row in rows %}, {{p text }}; groups: p or tr, p, what is inside.
_STRUCTURE = re.compile(r"\{(?:%(p|tr)|\{(p))\s(.*?)\s*[}%]\}")
# {%vm row.level1 %}; group 1 is the value whose equal cells are merged.
_MERGE = re.compile(r"\{%\s*vm\s(.*?)\s*%\}")
# The start of {% if …, {% for … and, with group 1, of {% endif %}, {% endfor %}.
_BLOCK = re.compile(r"\{%\s*(end)?(?:if|for)\b")
_MARK = "\U0010fffd"
# The mark of piece 12: the sign, 12, the sign; group 1 is the number.
_MARKED = re.compile(f"{_MARK}([0-9]+){_MARK}")
_REPLACED = "replaced"
# Either tag of the element around a piece: <replaced>, </replaced>.
_SHELL = re.compile(f"</?{_REPLACED}(?: [^>]*)?>")
_MOST_MERGED = 30  # merged cells of a row, each of which looks at all to its left
# The start of a tag, behind which a line is broken: {{, {%.
_LINE = re.compile(r"\{[{%#]")
# A text, in which a half tag is told with its paragraph: <w:t>{{ unit</w:t>.
_TEXT = re.compile(r"<w:t(?: [^>]*)?>[^<]*")
# A declaration of a namespace:  xmlns:w="http://…".
_NAMESPACES = re.compile(r' xmlns(?::\w+)?="[^"]*"')
_BEFORE_MERGE = {f"{W}{name}" for name in ("cnfStyle", "tcW", "gridSpan", "hMerge")}


@dataclass(slots=True)
class Part:
    """One XML part on its way to a Jinja source.

    While the tags are worked on, each is replaced in the XML by a numbered mark, so that no tag is ever escaped, split
    or taken for markup; the marks become Jinja when the part is serialised.
    """

    name: str
    data: bytes
    bold: str
    problems: list[Problem] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    origins: list[Tag] = field(default_factory=list)
    lines: dict[int, Tag] = field(default_factory=dict)
    charts: dict[str, Tag] = field(default_factory=dict)

    def source(self) -> str:
        """The Jinja source of the part."""
        root = etree.fromstring(self.data)
        if _MARK in etree.tostring(root, encoding="unicode"):
            held = next((text for text in root.iter(f"{W}t") if _MARK in (text.text or "")), root)
            self._problem(text_around(held), "这里有一个用不了的字符：U+10FFFD", "在 Word 里删去这个字符")
            return ""
        written = [*tags_of(root)]
        for paragraph in [*root.iter(f"{W}p")]:
            self._mark(paragraph)
        whole = not self.pieces or root.nsmap.get("w") == W[1:-1]  # what is put in for a tag is written with it
        if not whole:
            self._problem("", "这个部件的 XML 不是 Word 写的：没有前缀「w」", "用 Word 打开，另存为 .docx")
        else:
            for paragraph in [*root.iter(f"{W}p")]:
                self._restructure(paragraph)
            for table in [*root.iter(f"{W}tbl")]:
                self._merge_cells(table)
            for drawing in root.iter(f"{W}drawing"):
                self._bind_chart(drawing)
        if whole:
            self._nesting(written)
        text = _SHELL.sub("", etree.tostring(root, encoding="unicode"))
        if left := _HALF_TAG.search(_TEXT.sub("", text) if self.problems else text):
            around = text[max(left.start() - 30, 0) : left.end() + 30]
            self._problem(around, f"「{left[0]}」写在文字以外的地方（域代码、替代文字等）", "标记只能写在正文文字里")
        return self._assembled('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text)

    def _assembled(self, text: str) -> str:
        """The text with every mark replaced, each tag on its own line, so that Jinja's line numbers identify it."""
        source = []
        line = 1
        for position, piece in enumerate(_MARKED.split(text)):
            if position % 2:
                piece = _LINE.sub(r"\g<0>\n", self.pieces[int(number := piece)], count=1)
                self.lines[line + 1] = self.origins[int(number)]
            line += piece.count("\n")
            source.append(piece)
        return "".join(source)

    def _problem(self, excerpt: str, message: str, remedy: str) -> None:
        self.problems.append(Problem("TEMPLATE-TAG", Place(self.name, excerpt=excerpt), message, remedy))

    def _nesting(self, tags: Sequence[Written]) -> None:
        """Reports each tag that governs paragraphs or rows and has no partner in the same place."""
        waiting: list[Written] = []
        later: dict[etree._Element, Counter[str]] = {}
        for tag in tags:
            later.setdefault(tag.container, Counter())[tag.keyword] += 1
        for tag in tags:
            later[tag.container][tag.keyword] -= 1
            begun = waiting[-1] if waiting else None
            if tag.scope == "tr" and tag.container.tag != f"{W}tbl":
                continue  # a fault that is reported already
            if tag.scope and tag.keyword in ("for", "if"):
                waiting.append(tag)
            elif tag.scope and tag.keyword in ("elif", "else", "endif", "endfor"):
                ends = tag.keyword.startswith("end")
                right = begun is not None and tag.keyword in (f"end{begun.keyword}", "elif", "else")
                if begun is None or not right:
                    message = f"{tag.source} 前面没有与它成对的 {'for' if tag.keyword == 'endfor' else 'if'}"
                    self._problem(tag.excerpt, message, "for 与 endfor、if 与 endif 一一成对，先开始的后结束")
                elif (tag.scope, tag.container) != (begun.scope, begun.container):
                    message = f"{begun.source} 和 {tag.source} 不在同一处"
                    remedy = "成对的标记都放在正文里，或都放在同一个单元格里，或都放在同一个表格的行里"
                    self._problem(tag.excerpt, message, remedy)
                if ends and begun is not None and (right or not _ends_later(begun, later[begun.container])):
                    waiting.pop()
        for tag in waiting:
            remedy = f"在后面另起一{'行' if tag.scope == 'tr' else '段'}写 {{%{tag.scope} end{tag.keyword} %}}"
            self._problem(tag.excerpt, f"{tag.source} 没有结束", remedy)

    def _piece(self, jinja: str, origin: Tag) -> str:
        """The mark that stands for a piece of Jinja source (with any XML in it) until serialisation."""
        self.pieces.append(jinja)
        self.origins.append(origin)
        return f"{_MARK}{len(self.pieces) - 1}{_MARK}"

    def _mark(self, paragraph: etree._Element) -> None:
        """Replaces each tag of a paragraph, whole even where Word split it over runs, by its mark."""
        texts = own_texts(paragraph)
        joined = "".join(text.text or "" for text in texts)
        if half := _HALF_TAG.search(TAG.sub("", joined)):
            self._problem(joined, f"「{half[0]}」没有成对", "标记写在同一段里，{{ 与 }}、{% 与 %} 成对")
            return
        if open_tag := _left_open(TAG.findall(joined)):
            self._problem(joined, f"{open_tag} 没有在同一段里成对", "跨段落用 {%p … %}，跨表格的行用 {%tr … %}")
            return
        place = Place(self.name, excerpt=joined)
        tags = [(match.start(), match.end(), match[0].translate(STRAIGHT_QUOTES)) for match in TAG.finditer(joined)]
        marks = [self._piece(source, Tag(source, place)) for _, _, source in reversed(tags)][::-1]
        begin, number = 0, 0
        for text in texts:
            end = begin + len(text.text or "")
            kept, here = [], begin
            while number < len(tags) and tags[number][0] < end:
                first, last, _ = tags[number]
                kept += [joined[here:first], marks[number] if begin <= first else ""]
                here = min(last, end)
                if last > end:
                    break
                number += 1
            if kept:
                text.text = "".join([*kept, joined[here:end]])
                text.set(XML_SPACE, "preserve")
            begin = end

    def _restructure(self, paragraph: etree._Element) -> None:
        """Replaces a paragraph or row that holds a tag governing it by that tag."""
        content = _content(paragraph)
        for mark in _MARKED.finditer(content):
            source, origin = self.pieces[int(mark[1])], self.origins[int(mark[1])]
            match = _STRUCTURE.fullmatch(source)
            if match is None:
                continue
            scope, text, expression = match.groups()
            target = next(paragraph.iterancestors(f"{W}tr"), None) if scope == "tr" else paragraph
            if target is None:
                self._problem(self._shown(content), f"{source} 不在表格的行里", "表格以外用 {%p … %}")
                return
            if (rest := _MARKED.sub("", _content(target)).strip()) or len(_MARKED.findall(_content(target))) > 1:
                self._problem(
                    self._shown(content),
                    f"{source} 要独占一{'行' if scope == 'tr' else '段'}",
                    f"把「{self._shown(rest)}」移出去",
                )
                return
            if target.find(f".//{W}sectPr") is not None:
                self._problem(self._shown(content), f"{source} 所在的段落带有分节符", "在后面另起一段放分节符")
                return
            if text:
                _replace(paragraph, self._piece(self._paragraphs(paragraph, expression), origin))
            else:
                _replace(target, self._piece(f"{{% {expression} %}}", origin))

    def _paragraphs(self, paragraph: etree._Element, expression: str) -> str:
        """The Jinja loop that prints the paragraphs of a text, each with this paragraph's properties."""
        before, after = _properties(paragraph), ""
        parent = paragraph.getparent()
        if parent is not None and parent.tag == f"{W}tc":
            after = f"{{% else %}}<w:p>{before}</w:p>"
        return (
            f"{{% for _block in {expression}|正文 %}}<w:p>{before}{{% for _run in _block.runs %}}<w:r>"
            f'{{% if _run.bold %}}<w:rPr><w:rStyle w:val="{self.bold}"/></w:rPr>{{% endif %}}'
            f'<w:t xml:space="preserve">{{{{ _run.text }}}}</w:t></w:r>{{% endfor %}}</w:p>{after}{{% endfor %}}'
        )

    def _merge_cells(self, table: etree._Element) -> None:
        """Gives each `{% vm expression %}` cell a vertical merge that restarts when its expression changes.

        A cell also restarts wherever a merged cell to its left does, so that groups nest to any depth.
        """
        origin: Tag | None = None
        for row in table.iterchildren(f"{W}tr"):
            keys: list[str] = []
            for cell in row.iterchildren(f"{W}tc"):
                for paragraph in cell.iterchildren(f"{W}p"):
                    for text in paragraph.iter(f"{W}t"):
                        for mark in _MARKED.finditer(text.text or ""):
                            match = _MERGE.fullmatch(self.pieces[int(mark[1])])
                            if match is None:
                                continue
                            if not match[1]:
                                message = f"{self._shown(mark[0])} 没有写按哪个值合并"
                                remedy = "写成 {% vm row.level1 %} 这样，值相同的上下格才合并"
                                self._problem(self._shown(text.text or ""), message, remedy)
                                return
                            keys.append(match[1])
                            if len(keys) > _MOST_MERGED:
                                message = f"一行里用 vm 合并的单元格超过 {_MOST_MERGED} 个"
                                self._problem(self._shown(text.text or ""), message, "只合并需要合并的列")
                                return
                            text.text = (text.text or "").replace(mark[0], "")
                            origin = self.origins[int(mark[1])]
                            self._merge_cell(cell, keys, origin)
        if origin is not None:
            table.insert(0, etree.Element("start"))
            _replace(table[0], self._piece("{% set _first = _merge(0, none) %}", origin))

    def _merge_cell(self, cell: etree._Element, keys: list[str], origin: Tag) -> None:
        properties = cell.find(f"{W}tcPr")
        if properties is None:
            properties = etree.Element(f"{W}tcPr")
            cell.insert(0, properties)
        for old in properties.findall(f"{W}vMerge"):
            properties.remove(old)
        index = sum(child.tag in _BEFORE_MERGE for child in properties)
        place = etree.Element("merge")
        properties.insert(index, place)
        _replace(
            place,
            self._piece(
                f"{{% set _first = _merge({len(self.pieces)}, [{', '.join(keys)}]) %}}"
                '{% if _first %}<w:vMerge w:val="restart"/>{% else %}<w:vMerge w:val="continue"/>{% endif %}',
                origin,
            ),
        )
        empty = _properties(next(cell.iterchildren(f"{W}p")))
        properties.tail = (properties.tail or "") + self._piece("{% if _first %}", origin)
        last = cell[-1]
        last.tail = (last.tail or "") + self._piece(f"{{% else %}}<w:p>{empty}</w:p>{{% endif %}}", origin)

    def _bind_chart(self, drawing: etree._Element) -> None:
        """Reads from a chart's alternative text which series it shows, and has the text describe that series."""
        chart, properties = next(drawing.iter(CHART), None), next(drawing.iter(DRAWING_PROPERTIES), None)
        if chart is None or properties is None:
            return
        source = alternative_text(drawing)
        match = SERIES.fullmatch(source)
        if match is None:
            message = f"图表「{properties.get('name')}」的替代文字没有写明画哪组数据"
            self._problem(source, message, "把替代文字写成 {{ accounts.series.totals }} 这样的引用")
            properties.set("descr", "")
            return
        tag = Tag(source, Place(self.name, excerpt=source))
        self.charts[str(chart.get(f"{R}id"))] = tag
        properties.set("descr", self._piece(f"{{{{ {match[1]}|图说 }}}}", tag))

    def _shown(self, text: str) -> str:
        return _MARKED.sub(lambda mark: self.pieces[int(mark[1])], text)


def _ends_later(begun: Written, later: Mapping[str, int]) -> bool:
    """Whether the end of a block is still to come, so that a wrong end before it closes nothing.

    `later` counts the keywords to come in the same place.
    """
    return later.get(f"end{begun.keyword}", 0) > later.get(begun.keyword, 0)


def _left_open(tags: Sequence[str]) -> str:
    """The first inline `if` or `for`, or end of one, that has no partner among the tags of its paragraph."""
    waiting: list[str] = []
    for tag in tags:
        if keyword := _BLOCK.match(tag):
            if not keyword[1]:
                waiting.append(tag)
            elif not waiting:
                return tag
            else:
                waiting.pop()
    return waiting[0] if waiting else ""


def _content(element: etree._Element) -> str:
    return "".join(_texts(element))


def _texts(element: etree._Element) -> Iterator[str]:
    for text in element.iter(f"{W}t"):
        yield text.text or ""


def _properties(paragraph: etree._Element) -> str:
    properties = paragraph.find(f"{W}pPr")
    return (
        ""
        if properties is None
        else _NAMESPACES.sub("", etree.tostring(properties, encoding="unicode", with_tail=False))
    )


def _replace(element: etree._Element, text: str) -> None:
    """Turns an element into a shell that holds only a text, which takes its place when the part is serialised.

    Joining the texts at once would copy, for each of thousands in a row, all those before it.
    """
    tail = element.tail
    element.clear()
    element.tag = _REPLACED
    element.text, element.tail = text, tail
