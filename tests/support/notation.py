"""Small Word templates, drawn at random, in the notation that this program shares with docxtpl, and data for them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from random import Random
from typing import TypeVar
from xml.sax.saxutils import escape

from lxml import etree

from generator.namespace import Tree
from generator.opc import Link, Package, serialise, with_links, with_part
from generator.word.names import DOCUMENT, STYLES, W
from tests.support.docx import package_of

T = TypeVar("T")
Names = tuple[str, ...]
"""What can be named at a place beside the data: the kinds of the loops around it, the innermost last."""

HEADER, FOOTER = "word/header1.xml", "word/footer1.xml"
_EDGES = {HEADER: "hdr", FOOTER: "ftr"}
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEADER_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
_TABLE = "OfficialTable"
_STYLES = ("BodyCN", "Title", "Heading1", "TableText")
_PLAIN = (*"甲A&<>\"'%#𠮷é👍 ", "乙方", "b1", "0.5", "  ", "“丙”", "&lt;", "<w:t>")
# No tab, which is refused in data.
_PRINTED = (*_PLAIN, "\n", "{{ x }}", "{% x %}", "]]>", "{", "}")
_FORMATS = ("", "<w:b/>", '<w:b w:val="0"/>', "<w:i/>", '<w:b/><w:i/><w:sz w:val="24"/>', '<w:sz w:val="32"/>')
_CONDITIONS = """yes; no; not yes; year > 2015; year < 2015; funds.n >= 2; nothing; rows; blank; unit == "甲"; unit != “甲”;
"甲" in words; yes and not no; no or funds.n == 1; words|length > 1""".replace("\n", " ").split("; ")
_LOOPS = {"row": "rows", "part": "row.parts", "word": "words", "void": "nothing"}
"""What a loop goes through, by the name it gives."""
# What no document may hold, or has not been given a meaning yet.
_NO_TEXT = ("Cc", "Cn", "Cs")
# The tags of a source, split from the texts between them.
_TAGS = re.compile(r"(\{[{%#].*?[}%#]\})")


@dataclass(frozen=True, slots=True)
class Small:
    """A template and the data that fill it; `forms` are the forms of the notation that occur in its `parts`."""

    parts: tuple[str, ...]
    package: Package = field(repr=False)
    context: Tree
    forms: frozenset[str]


def _one(draw: Random, options: Sequence[T]) -> T:
    return draw.choice(options)


def _chance(draw: Random) -> bool:
    return draw.random() < 0.5


def _text(draw: Random, pieces: Sequence[str]) -> str:
    """Some of these pieces, one after the other, or any characters that XML can hold."""
    if _one(draw, (False, False, False, False, True)):
        return "".join(_character(draw) for _ in range(draw.randint(1, 5)))
    return "".join(_one(draw, pieces) for _ in range(_one(draw, (1, 2, 3))))


def _character(draw: Random) -> str:
    """Any character but { and }, of which tags are made, and what docxtpl takes for a line or page of its own."""
    while True:
        character = chr(draw.randrange(draw.choice((0x80, 0x3000, 0x110000))))
        if character not in "{}" and unicodedata.category(character) not in _NO_TEXT:
            return character


def _context(draw: Random) -> Tree:
    """Data with texts of any characters, whole numbers, conditions and lists within lists; no list but one is empty."""

    def text() -> str:
        return _text(draw, _PRINTED)

    def entries(least: int) -> list[Tree]:
        return [{"name": text(), "n": _one(draw, range(4))} for _ in range(_one(draw, range(least, 4)))]

    return {
        "unit": text(),
        "year": _one(draw, (2010, 2015, 2022)),
        "yes": True,
        "no": False,
        "blank": "",
        "funds": {"name": text(), "n": _one(draw, range(4))},
        "words": [text() for _ in range(_one(draw, (1, 2, 3)))],
        "rows": [entry | {"parts": entries(0)} for entry in entries(1)],
        "nothing": [],
    }


def _name(draw: Random, around: Names) -> str:
    """A text or a number of the data, or of a loop around."""
    known = ["unit", "year", "blank", "funds.name", "funds.n", 'funds["name"]', "rows[0].name", "rows[-1].n"]
    for loop in around:
        known += {"row": ["row.name", "row.n"], "part": ["part.name", "part.n"], "word": ["word"]}.get(loop, [])
    return _one(draw, known[-4:] if around and _chance(draw) else known)


def _condition(draw: Random, around: Names) -> str:
    known = [*_CONDITIONS]
    if around:
        known += ["loop.first", "loop.last", "not loop.last", "loop.index > 1", "loop.index == loop.length"]
    if "row" in around:
        known += ["row.n", "row.parts", "row.parts|length < 2"]
    return _one(draw, known)


def _value(draw: Random, around: Names) -> str:
    """A tag that prints."""
    name = _name(draw, around)
    known = ["{name}", "{name}", "{name}", "words|join('、')", "words|first", "rows|length", "year - 1", "'文字'"]
    known += ["{name} if {condition} else unit"]
    if around:
        known += ["loop.index", "loop.index", "loop.length"]
    inner = _one(draw, known)
    if "{condition}" in inner:
        inner = inner.replace("{condition}", _condition(draw, around))
    space = _one(draw, (" ", " ", ""))
    return f"{{{{{space}{inner.replace('{name}', name)}{space}}}}}"


def _loop(draw: Random, around: Names) -> tuple[str, str]:
    """The name that a loop gives and what it goes through."""
    known = [name for name in _LOOPS if name not in around and (name != "part" or "row" in around)]
    name = _one(draw, known or ["other"])
    return name, _LOOPS.get(name, "rows")


def _inline(draw: Random, around: Names, depth: int = 2) -> str:
    """The source of a paragraph: texts, tabs, line breaks and tags."""
    source = ""
    for _ in range(_one(draw, (1, 2, 3, 4))):
        kind = _one(draw, ("text", "text", "value", "value", "value", "tab", "break", "if", "for", "note"))
        if kind == "value":
            source += _value(draw, around)
        elif kind == "if" and depth:
            source += f"{{% if {_condition(draw, around)} %}}{_inline(draw, around, depth - 1)}"
            if _chance(draw):
                source += f"{{% elif {_condition(draw, around)} %}}{_inline(draw, around, depth - 1)}"
            if _chance(draw):
                source += f"{{% else %}}{_inline(draw, around, depth - 1)}"
            source += "{% endif %}"
        elif kind == "for" and depth:
            name, values = _loop(draw, around)
            source += f"{{% for {name} in {values} %}}{_inline(draw, (*around, name), depth - 1)}{{% endfor %}}"
        elif kind in ("tab", "break"):
            source += {"tab": "\t", "break": "\n"}[kind]
        elif kind == "note":
            source += "{# 说明 #}"
        else:
            source += _text(draw, _PLAIN)
    return source


def _runs(draw: Random, source: str) -> str:
    """The runs of a paragraph with this source, cut anywhere, tags too.

    Where they have several formats, a cut tag ends its last run: see `test_what_follows_a_cut_tag_keeps_its_format`.
    """
    cuts = {draw.randint(1, max(len(source) - 1, 1)) for _ in range(draw.randrange(6))}
    formats = _FORMATS if _chance(draw) else (_one(draw, _FORMATS),)
    if len(formats) > 1:
        tags = [match.span() for match in _TAGS.finditer(source)]
        cuts |= {last for first, last in tags for cut in cuts if first < cut < last}
    made, begin = "", 0
    for end in sorted(cuts | {len(source)}):
        inner = escape(source[begin:end])
        for character, element in (("\t", "<w:tab/>"), ("\n", "<w:br/>")):
            inner = inner.replace(character, f'</w:t>{element}<w:t xml:space="preserve">')
        kind = _one(draw, formats)
        properties = f"<w:rPr>{kind}</w:rPr>" if kind else ""
        made += f'<w:r>{properties}<w:t xml:space="preserve">{inner}</w:t></w:r>'
        begin = end
    return made


def _paragraph(draw: Random, source: str) -> str:
    style = _one(draw, _STYLES)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{_runs(draw, source)}</w:p>'


def _blocks(draw: Random, around: Names, depth: int = 2, *, tables: bool = True) -> str:
    """Paragraphs and tables, some of them within conditions and loops that stand in paragraphs of their own."""
    made = ""
    for _ in range(_one(draw, (1, 2, 3))):
        kind = _one(
            draw, ("text", "text", "if", "for", "table", "table", "runs", "lines", "note", "columns", "columns")
        )
        if kind == "runs":
            made += _ruled(draw, around)
        elif kind == "lines" and depth:
            made += _lines(draw, around, depth, tables=tables)
        elif kind == "note":
            made += _paragraph(draw, "{#p 说明 #}")
        elif kind == "columns" and tables:
            made += _columns(draw, around) + _paragraph(draw, _inline(draw, around))
        elif kind == "if" and depth:
            made += _paragraph(draw, f"{{%p if {_condition(draw, around)} %}}") + _blocks(
                draw, around, depth - 1, tables=tables
            )
            if _chance(draw):
                made += _paragraph(draw, f"{{%p elif {_condition(draw, around)} %}}") + _blocks(
                    draw, around, depth - 1, tables=tables
                )
            if _chance(draw):
                made += _paragraph(draw, "{%p else %}") + _blocks(draw, around, depth - 1, tables=tables)
            made += _paragraph(draw, "{%p endif %}")
        elif kind == "for" and depth:
            name, values = _loop(draw, around)
            made += _paragraph(draw, f"{{%p for {name} in {values} %}}")
            made += _blocks(draw, (*around, name), depth - 1, tables=tables) + _paragraph(draw, "{%p endfor %}")
        elif kind == "table" and tables:
            # Word takes two tables without a paragraph between for one; this program puts one there, docxtpl does not.
            made += _table(draw, around) + _paragraph(draw, _inline(draw, around))
        else:
            made += _paragraph(draw, _inline(draw, around))
    return made


def _ruled(draw: Random, around: Names) -> str:
    """A paragraph with runs under a condition or in a loop. Each tag has a run of its own, as docxtpl wants it."""

    def run(source: str) -> str:
        kind = _one(draw, _FORMATS)
        properties = f"<w:rPr>{kind}</w:rPr>" if kind else ""
        return f'<w:r>{properties}<w:t xml:space="preserve">{escape(source)}</w:t></w:r>'

    if _chance(draw):
        name, values = _loop(draw, around)
        tags, inside = (f"{{%r for {name} in {values} %}}", "{%r endfor %}"), (*around, name)
    else:
        tags, inside = (f"{{%r if {_condition(draw, around)} %}}", "{%r endif %}"), around
    middle = run(_value(draw, inside)) + run(_text(draw, _PLAIN))
    if tags[0].startswith("{%r if") and _chance(draw):
        middle += run("{%r else %}") + run(_value(draw, inside))
    inner = run(_text(draw, _PLAIN)) + run(tags[0]) + middle + run(tags[1]) + run(_text(draw, _PLAIN))
    return f'<w:p><w:pPr><w:pStyle w:val="{_one(draw, _STYLES)}"/></w:pPr>{inner}</w:p>'


def _lines(draw: Random, around: Names, depth: int, *, tables: bool) -> str:
    """A block within a text that begins in one paragraph and ends in a later one.

    Its tags are not cut: what follows one has its format even in the paragraph of another turn.
    """
    name, values = _loop(draw, around)
    begin, end, inside = f"{{% for {name} in {values} %}}", "{% endfor %}", (*around, name)
    if _chance(draw):
        begin, end, inside = f"{{% if {_condition(draw, around)} %}}", "{% endif %}", around
    first = _plain_paragraph(draw, _text(draw, _PLAIN) + begin + _value(draw, inside))
    between = _blocks(draw, inside, depth - 1, tables=tables) if _chance(draw) else ""
    if begin.startswith("{% if") and _chance(draw):
        between += _plain_paragraph(draw, f"甲{{% else %}}{_value(draw, inside)}")
    return first + between + _plain_paragraph(draw, _value(draw, inside) + end + _text(draw, _PLAIN))


def _columns(draw: Random, around: Names) -> str:
    """A table with columns made by a loop or under a condition, below a heading that spans them."""
    name, values = _loop(draw, around)
    begin, end, inside = f"for {name} in {values}", "endfor", (*around, name)
    if loop := _chance(draw):
        heading = _one(draw, (f"{{% colspan {values}|length + 1 %}}题", "{% hm %}"))
    else:
        begin, end, inside, heading = f"if {_condition(draw, around)}", "endif", around, '{% cellbg "00FF00" %}题'

    def cell(source: str) -> str:
        return f'<w:tc><w:tcPr><w:tcW w:w="1500" w:type="dxa"/></w:tcPr>{_plain_paragraph(draw, source)}</w:tc>'

    def row(*cells: str) -> str:
        return f"<w:tr>{''.join(map(cell, cells))}</w:tr>"

    tags = f"{{%tc {begin} %}}", f"{{%tc {end} %}}"
    if heading == "{% hm %}":
        rows = row("标", tags[0], "{% hm %}题", tags[1])
    else:
        rows = row(heading) if loop else row("标", heading)
    body = row(_value(draw, around), tags[0], _value(draw, inside), tags[1])
    if "word" not in around and _one(draw, (True, True, False)):
        group = _one(draw, ("{% vm %}组", "{% vm %}{{ word }}"))
        body = row(group, tags[0], _value(draw, inside), tags[1])
        body = _tag_row(draw, "{%tr for word in words %}") + body + _tag_row(draw, "{%tr endfor %}")
    if _chance(draw):
        rows += row("{#tr 说明 #}", "不印")
    if _chance(draw):
        rows += row("末", "{#tc 说明 #}")
    grid = '<w:gridCol w:w="1500"/>' * 4
    return f'<w:tbl><w:tblPr><w:tblStyle w:val="{_TABLE}"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}{body}</w:tbl>'


def _plain_paragraph(draw: Random, source: str) -> str:
    """A paragraph of one run: docxtpl empties that of a merged cell, no other."""
    style = _one(draw, _STYLES)
    text = f'<w:r><w:t xml:space="preserve">{escape(source)}</w:t></w:r>'
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{text}</w:p>'


def _table(draw: Random, around: Names) -> str:
    """A table of two columns with a row that always stands, and rows within conditions and loops."""
    rows = _row(draw, around)
    for _ in range(_one(draw, (0, 1, 2))):
        rows += _governed(draw, around)
    grid = '<w:gridCol w:w="2000"/><w:gridCol w:w="2000"/>'
    return f'<w:tbl><w:tblPr><w:tblStyle w:val="{_TABLE}"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'


def _governed(draw: Random, around: Names, depth: int = 2) -> str:
    """Rows between tags that stand in rows of their own."""
    if not depth or _one(draw, (True, False, False, False)):
        return _row(draw, around)
    if _chance(draw):
        name, values = _loop(draw, around)
        inner = _governed(draw, (*around, name), depth - 1)
        return _tag_row(draw, f"{{%tr for {name} in {values} %}}") + inner + _tag_row(draw, "{%tr endfor %}")
    made = _tag_row(draw, f"{{%tr if {_condition(draw, around)} %}}") + _governed(draw, around, depth - 1)
    if _chance(draw):
        made += _tag_row(draw, "{%tr else %}") + _governed(draw, around, depth - 1)
    return made + _tag_row(draw, "{%tr endif %}")


def _row(draw: Random, around: Names) -> str:
    """Two cells, or one as wide as both; a cell ends in a paragraph, and governing paragraphs can stand before it."""
    widths = _one(draw, ((1, 1), (2,)))
    cells = ""
    for width in widths:
        before = _blocks(draw, around, 1, tables=False) if _one(draw, (False, False, False, True)) else ""
        span = f'<w:gridSpan w:val="{width}"/>' if width > 1 else ""
        last = _paragraph(draw, _inline(draw, around, 1))
        cells += f'<w:tc><w:tcPr><w:tcW w:w="{width * 2000}" w:type="dxa"/>{span}</w:tcPr>{before}{last}</w:tc>'
    return f"<w:tr>{cells}</w:tr>"


def _tag_row(draw: Random, tag: str) -> str:
    cell = f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>{_paragraph(draw, tag)}</w:tc>'
    return f"<w:tr>{cell}<w:tc><w:p/></w:tc></w:tr>"


@cache
def _empty() -> Package:
    """The house template with a header, which it has not."""
    package = with_part(package_of(""), HEADER, b"", _HEADER_TYPE)
    package = with_links(package, DOCUMENT, [Link("rIdHeader", f"{_OFFICE}/header", HEADER, external=False)])
    reference = b'<w:sectPr><w:headerReference w:type="default" r:id="rIdHeader"/>'
    return _few_styles(package) | {DOCUMENT: package[DOCUMENT].replace(b"<w:sectPr>", reference)}


def _few_styles(package: Package) -> Package:
    """The package with the default styles and those that are used here, which spares reading the others each time."""
    root = etree.fromstring(package[STYLES])
    for style in root.findall(f"{W}style"):
        if not style.get(f"{W}default") and style.get(f"{W}styleId") not in (*_STYLES, "PageNumberEven", _TABLE):
            root.remove(style)
    return package | {STYLES: serialise(root)}


def drawn_template(number: int) -> Small:
    """The template of this number, with a body, a header and a footer, and its data."""
    draw = Random(number)
    body = _blocks(draw, ())
    edges = [_paragraph(draw, _inline(draw, (), 1)) for _ in _EDGES]
    parts = (body, *edges)
    return Small(parts, with_edges(*parts), _context(draw), _forms(parts))


def with_edges(body: str, header: str = "", footer: str = "") -> Package:
    """A template of little more than these, each the XML of paragraphs and tables."""
    package = _empty()
    text = package[DOCUMENT].decode().replace("<w:body>", f"<w:body>{body}")
    for (member, root), inside in zip(_EDGES.items(), (header, footer), strict=True):
        package = package | {member: f'<w:{root} xmlns:w="{W[1:-1]}">{inside}</w:{root}>'.encode()}
    return package | {DOCUMENT: text.encode()}


# Where each form of the notation can be told from the XML of a part.
FORMS = {
    "a tag cut into runs": r"\{[{%][^}]*</w:t></w:r>",
    "a run before a tag in its paragraph": r"</w:r><w:r>(?:(?!</w:p>).)*\{[{%] ?\w",
    "if within a paragraph": r"\{% ?if ",
    "for within a paragraph": r"\{% ?for ",
    "elif": r"\{%p? elif ",
    "else": r"\{%p? else ",
    "paragraphs if": r"\{%p if ",
    "paragraphs for": r"\{%p for ",
    "rows if": r"\{%tr if ",
    "rows for": r"\{%tr for ",
    "columns if": r"\{%tc if ",
    "columns for": r"\{%tc for ",
    "runs if": r"\{%r if ",
    "runs for": r"\{%r for ",
    "a block over paragraphs": r"\{% ?(?:if|for) (?:(?!\{% ?end(?:if|for)).)*</w:p>",
    "a heading over columns": r"\{% (?:hm|colspan)",
    "a colour": r"\{% cellbg",
    "cells that merge in a loop": r"\{% vm %\}",
    "a note instead of something": r"\{#(?:p|tr|tc) ",
    "the counter of a loop": r"\bloop\.",
    "a filter": r"\|(?:join|first|length)",
    "an entry in brackets": r"\w\[",
    "a choice within a tag": r"\{\{[^}]* if ",
    "a sum": "year - 1",
    "a note": r"\{#",
    "a tab": "<w:tab/>",
    "a line break": "<w:br/>",
    "a table": "<w:tbl>",
    "a cell over two columns": "<w:gridSpan",
    "markup as text": "&lt;w:t&gt;",
}


def _forms(parts: Sequence[str]) -> frozenset[str]:
    xml = "\n".join(parts)
    whole = "\n".join(
        re.sub(r'</w:t></w:r><w:r>(?:<w:rPr>.*?</w:rPr>)?<w:t xml:space="preserve">', "", p) for p in parts
    )
    cut = ("a tag cut into runs", "a run before a tag in its paragraph")
    return frozenset(form for form, pattern in FORMS.items() if re.search(pattern, xml if form in cut else whole))
