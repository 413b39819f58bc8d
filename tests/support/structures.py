"""Draws whole templates of any structure, with what each of their parts must print."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from generator.namespace import Tree
from tests.support.drawn_texts import BREAK, Here, Texts
from tests.support.filling import cell, control, grid, par, pict, picture, row, run, text_box
from tests.support.shown import PICTURE, Choice, Repeat, Row, Shown, Table, Value

_PARTS: list[Tree] = [
    {"name": "部一", "g": "一", "odd": True, "parts": []},
    {"name": "部&二", "g": "二", "odd": False, "parts": []},
]
_ENTRIES: list[Tree] = [
    {"name": "名 & <甲>", "g": "同", "odd": True, "parts": _PARTS},
    {"name": "名\n乙", "g": "同", "odd": False, "parts": []},
    {"name": "", "g": "异", "odd": True, "parts": _PARTS[:1]},
]
DATA: Tree = {
    "yes": True,
    "no": False,
    "unit": "单位",
    "year": 2023,
    "rich": "“富” & <w:t>\n次行 ",
    "two": _ENTRIES,
    "one": _ENTRIES[:1],
    "zero": [],
    "texts": [{"runs": [{"text": word, "bold": bold}]} for word, bold in (("文 & 壹", False), ("文贰", True))],
    "empty": [],
}
"""What the templates are filled with."""
_RSIDS = ' w:rsidR="00A1B2C3" w:rsidRDefault="00A1B2C3"'
_PROPERTIES = ("", "", "<w:keepNext/>", "<w:pageBreakBefore/>", '<w:jc w:val="center"/>', "<w:rPr><w:b/></w:rPr>")
_INSERTED = '<w:rPr><w:ins w:id="3" w:author="甲" w:date="2023-01-01T00:00:00Z"/></w:rPr>'
_PAGES = '<w:pgSz w:w="{}" w:h="11906"/><w:pgMar w:top="1000" w:right="1000" w:bottom="1000" w:left="1000" w:header="851" w:footer="851" w:gutter="0"/>'
_UNSEEN = ("", "", "", "", run("<w:tab/>"), run("<w:br/>"), run("<w:lastRenderedPageBreak/>"))
_ENDS_IN_TABLE = re.compile(r"</w:tbl>(?:</w:sdtContent></w:sdt>|</w:customXml>|<w:\w+End [^>]*/>)*$")
_BEGINS_WITH_TABLE = re.compile(
    r"(?:<w:sdt><w:sdtPr>(?:(?!</w:sdtPr>).)*</w:sdtPr><w:sdtContent>|<w:customXml [^>]*>|<w:\w+Start [^>]*/>)*<w:tbl>"
)

FORMS = {
    "a tag cut into runs": r"\{[{%][^{}<]*</w:t></w:r>",
    "a tag cut by what is no text": r"\{[{%][^{}<]*</w:t><w:(?:tab|br|cr|softHyphen|lastRenderedPageBreak)/>",
    "old text in a tag": r"\{[{%][^{}<]*</w:t></w:r><w:(?:del|moveFrom) ",
    "a bookmark in a tag": r"\{[{%][^{}<]*</w:t></w:r><w:bookmarkStart",
    "a text box kept twice": "<mc:AlternateContent",
    "a text box of older programs": "<w:r><w:pict",
    "a control in a line": r"</w:pPr><w:sdt>|</w:r><w:sdt>",
    "a control around paragraphs": r"<w:sdtContent><w:p[ >]",
    "a control around rows": r"<w:sdtContent><w:tr[ >]",
    "a control around a cell": r"<w:sdtContent><w:tc>",
    "a link": "<w:hyperlink",
    "a simple field": "<w:fldSimple",
    "a field": "<w:instrText",
    "a field over paragraphs": r'"separate"/></w:r></w:p>',
    "a bookmark around paragraphs": r"(?:</w:p>|</w:tbl>|</w:tcPr>)<w:bookmarkStart",
    "a bookmark around rows": r"(?:</w:tr>|</w:tblGrid>)<w:bookmarkStart",
    "a permission": "<w:permStart",
    "a comment": "<w:commentReference",
    "a footnote": "<w:footnoteReference",
    "an insertion": r"<w:ins w:id=\"\d\" [^/>]*>",
    "a move": "<w:moveTo ",
    "the id of a paragraph": "w14:paraId",
    "a section": "<w:sectPr>",
    "a page break beside a tag": r'w:type="page"/></w:r><w:r[^>]*>(?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?<w:t xml:space="preserve">\{%',
    "a drawing": "<wp:docPr",
    "a table in a cell": r"<w:tc>(?:(?!</w:tc>).)*<w:tbl>",
    "cells that the author merged": "<w:vMerge/>",
}
"""How structures can be told from the XML of the parts."""
TAGS = {
    "cells that merge by their values": r"\{% vm",
    "a choice": r"\{%p else",
    "a loop over nothing": r"in zero %",
    "rows under a condition": r"\{%tr if",
    "rows in a loop": r"\{%tr for",
    "a loop in a line": r"\{% for",
    "a condition in a line": r"\{% if",
    "a text of paragraphs": r"\{\{p ",
}
"""How tags can be told from the text of the parts."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A stretch of a template, and what it prints."""

    xml: str
    shown: Shown

    def __add__(self, other: Drawn) -> Drawn:
        return Drawn(self.xml + other.xml, self.shown + other.shown)


@dataclass(frozen=True, slots=True)
class Template:
    """The XML of the parts of a template, with what each prints; `notes` are the texts of its footnotes.

    `faults` are pieces of the messages with which it may be refused; without any it may not.
    """

    body: Drawn
    header: Drawn
    footer: Drawn
    notes: tuple[str, ...]
    faults: frozenset[str]

    @property
    def forms(self) -> set[str]:
        """What of `FORMS` and `TAGS` is in the template."""
        xml = self.body.xml + self.header.xml + self.footer.xml
        text = "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)", xml))
        found = {form for form, pattern in FORMS.items() if re.search(pattern, xml)}
        return found | {form for form, pattern in TAGS.items() if re.search(pattern, text)}


@dataclass(slots=True)
class Structures(Texts):
    """Draws stretches of templates, with paragraphs and rows under conditions and in loops."""

    depth: int = 3

    def template(self) -> Template:
        """A whole template."""
        self.wild, self.depth = self.rarely(0.3), self.one(1, 1, 2, 3)
        body = self.blocks(Here()) + self.paragraph(Here())
        edges: dict[str, Drawn] = {}
        for part in ("header", "footer"):
            self.names.clear()
            edges[part] = self._ended(self.blocks(Here(part=part, depth=2, free=False)))
        return Template(body, edges["header"], edges["footer"], tuple(self.notes), frozenset(self.faults))

    def blocks(self, here: Here) -> Drawn:
        """Some blocks, one after the other."""
        found = Drawn("", ())
        for _ in range(self.one(1, 1, 1, 2) if here.depth else self.one(1, 1, 2, 3)):
            one = self._block(here)
            # Tables that the author has touch are one table in Word.
            apart = _ENDS_IN_TABLE.search(found.xml) and _BEGINS_WITH_TABLE.match(one.xml)
            found += Drawn(p_empty(), ()) + one if apart else one
        return found

    def _block(self, here: Here) -> Drawn:
        kinds: list[Callable[[Here], Drawn]] = [self.paragraph, self.paragraph, self._texts]
        if here.depth < self.depth:
            kinds += [self._if, self._for, self._if, self._for, self._table, self._table]
            kinds += [self._wrapped, self._box, self._ranged, self._field]
        if here.free:
            kinds.append(self._section)
        return self.one(*kinds)(here)

    def paragraph(self, here: Here) -> Drawn:
        """A paragraph of text."""
        inner, shown = self.text(here)
        return Drawn(self._par(inner, self.one(*_PROPERTIES)), shown)

    def _par(self, inner: str, properties: str = "") -> str:
        """A paragraph as editors write it, with an id that others have too."""
        properties = properties if "<w:rPr>" in properties or not self.rarely(0.1) else properties + _INSERTED
        xml = par(inner, properties=properties)
        identified = f'{_RSIDS} w14:paraId="0000000{self.number()}" w14:textId="77777777"'
        return xml.replace("<w:p>", f"<w:p{self.one('', _RSIDS, identified)}>", 1)

    def _texts(self, here: Here) -> Drawn:
        name, shown = self.one(("texts", ("文 & 壹", "文贰")), ("empty", ()))
        before, after = self._beside(), self._beside()
        tag = Drawn(self._tag_paragraph(f"{{{{p {name} }}}}", before.xml, after.xml, _PROPERTIES), shown)
        return Drawn(tag.xml, before.shown + shown + after.shown)

    def _tag_paragraph(
        self, tag: str, before: str, after: str, properties: tuple[str, ...] = ("", "<w:keepNext/>")
    ) -> str:
        inner = self._cut(tag)
        match self.chance.randrange(12):
            case 0:
                inner = control(inner)
            case 1:
                inner = self.ranged("bookmark", inner)
            case 2:
                inner = self.ranged("perm", inner)
            case 3 if not before + after:
                inner = self.one(*_UNSEEN) + inner + self.one(*_UNSEEN)
        return self._par(before + inner + after, self.one(*properties))

    def _beside(self) -> Drawn:
        """What stands beside a governing tag and is kept on its side."""
        if not self.rarely(0.12):
            return Drawn("", ())
        return self.one(
            Drawn(BREAK, ("\f",)), Drawn(picture(self.number()), (PICTURE,)), Drawn(self.complex_field("PAGE"), ())
        )

    def _tag(self, inner: str, scope: str) -> tuple[Shown, str, Shown]:
        """A governing tag in its paragraph or row, between what is shown on its sides."""
        if scope == "tr":
            return (), self._tag_row(inner), ()
        before, after = self._beside(), self._beside()
        nothing = Drawn("", ())
        if inner.startswith("for") and after.xml and not self.spoilt("看不出每次循环", 0.5):
            after = nothing
        if inner == "endfor" and before.xml and not self.spoilt("看不出每次循环", 0.5):
            before = nothing
        if self.spoilt("要独占一", 0.03):
            after = Drawn(self._cut("旁"), ("旁",))
        properties = ("<w:pageBreakBefore/>",) if self.spoilt("段前分页", 0.04) else ("", "<w:keepNext/>")
        if self.spoilt("分节符", 0.03):
            properties = (f"<w:sectPr>{_PAGES.format(20000)}</w:sectPr>",)
        return before.shown, self._tag_paragraph(f"{{%p {inner} %}}", before.xml, after.xml, properties), after.shown

    def _tag_row(self, inner: str) -> str:
        empty = self.one(p_empty(), self._par(self.one(*_UNSEEN)))
        cells = [self._tag_paragraph(f"{{%tr {inner} %}}", "", ""), empty]
        xml = row(*(cells if self.rarely(0.8) else cells[::-1]))
        return control(xml) if self.rarely(0.05) else xml

    def _if(self, here: Here, scope: str = "p") -> Drawn:
        condition = self.condition(here)
        before, xml, after = self._tag(f"if {condition}", scope)
        branches = [(condition, after)]
        tags = [*(["elif"] if self.rarely(0.2) else []), *(["else"] if self.rarely(0.3) else []), "endif"]
        found: list[tuple[str, Shown]] = []
        for tag in tags:
            inner = self._inside(replace(here, free=here.free and self.spoilt("分节符在", 0.5)), scope)
            asked = self.condition(here) if tag == "elif" else ""
            ends, tag_xml, begins = self._tag(f"elif {asked}" if asked else tag, scope)
            xml += inner.xml + tag_xml
            found.append((branches[-1][0], branches[-1][1] + inner.shown + ends))
            branches.append((asked, begins))
        shown: Shown = ()
        for asked, inner_shown in reversed(found):
            shown = (Choice(asked, inner_shown, shown),) if asked else inner_shown
        return Drawn(xml, before + shown + branches[-1][1])

    def _for(self, here: Here, scope: str = "p") -> Drawn:
        name, values, there = self.loop(here)
        before, xml, begins = self._tag(f"for {name} in {values}", scope)
        inner = self._inside(replace(there, depth=here.depth), scope)
        otherwise: Shown = ()
        shown, xml = begins + inner.shown, xml + inner.xml
        if self.rarely():
            ends, tag_xml, begins = self._tag("else", scope)
            other = self._inside(replace(here, free=False), scope)
            shown, otherwise, xml = shown + ends, begins + other.shown, xml + tag_xml + other.xml
        ends, tag_xml, after = self._tag("endfor", scope)
        if otherwise:
            otherwise += ends
        else:
            shown += ends
        return Drawn(xml + tag_xml, (*before, Repeat(name, values, shown, otherwise), *after))

    def _inside(self, here: Here, scope: str) -> Drawn:
        there = replace(here, depth=here.depth + 1)
        return self._rows(there) if scope == "tr" else self.blocks(there)

    def _rows(self, here: Here) -> Drawn:
        found = Drawn("", ())
        for _ in range(self.one(1, 1, 2)):
            if self.rarely(0.4) and here.depth < self.depth + 1:
                one = self.one(self._if, self._for)(here, "tr")
            else:
                one = self._row(here)
            if self.rarely(0.2):
                xml = control(one.xml) if self.rarely(0.5) else self.ranged("bookmark", one.xml)
                one = Drawn(xml, one.shown)
            found += one
        return found

    def _row(self, here: Here) -> Drawn:
        if self.rarely(0.1):
            return self._drawn_merge(here)
        cells = [self._cell(here), self._cell(here)]
        properties = self.one("", "", "<w:trPr><w:cantSplit/></w:trPr>", "<w:trPr><w:tblHeader/></w:trPr>")
        inner = "".join(xml for _, xml, _ in cells)
        identified = self.one("", f' w14:paraId="0000000{self.number()}" w14:textId="77777777"')
        return Drawn(
            f"<w:tr{identified}>{properties}{inner}</w:tr>", (Row(tuple((key, shown) for key, _, shown in cells)),)
        )

    def _cell(self, here: Here) -> tuple[str, str, Shown]:
        """A cell with the value by which it merges, if it does."""
        inner = self._ended(self.blocks(here.inside("cell")))
        key = ""
        if here.around and self.rarely(0.4):
            key = f"{self.one(*here.around)}.g"
            value = f"{{% vm {key} %}}{{{{ {key} }}}}"
            inner = Drawn(self._par(self._cut(value)), (Value(key),)) + inner
        xml = cell(inner.xml)
        return key, control(xml) if self.rarely(0.1) else xml, inner.shown

    def _drawn_merge(self, here: Here) -> Drawn:
        """Two rows with cells that the template itself merges."""
        left, right = self.word(), self.word()
        begins, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
        first = f"<w:tr>{cell(self._par(self._cut(left)), begins)}{cell(p_empty())}</w:tr>"
        second = Drawn(f"<w:tr>{cell(p_empty(), goes_on)}{cell(self._par(self._cut(right)))}</w:tr>", (right,))
        if self.rarely(0.4):
            condition = self.condition(here)
            tags = self._tag_row(f"if {condition}"), self._tag_row("endif")
            second = Drawn(second.xml.join(tags), (Choice(condition, second.shown),))
        return Drawn(first + second.xml, (Row((("", (left,)), ("", ()))), *second.shown))

    def _table(self, here: Here) -> Drawn:
        drawn = self._rows(replace(here, depth=here.depth + 1, free=False))
        return Drawn(grid(drawn.xml), (Table(drawn.shown),))

    def _wrapped(self, here: Here) -> Drawn:
        kind = self.one("control", "custom")
        drawn = self.blocks(here.inside(*(() if kind == "custom" else ("control",))))
        if kind == "custom":
            return Drawn(f'<w:customXml w:element="y">{drawn.xml}</w:customXml>', drawn.shown)
        return Drawn(control(drawn.xml, self.one("", '<w:dataBinding w:xpath="/a" w:storeItemID="{1}"/>')), drawn.shown)

    def _box(self, here: Here) -> Drawn:
        """A text box in a paragraph, as Word keeps it twice or as older programs write it."""
        if "box" in here.within:
            return self.paragraph(here)
        drawn = self._ended(self.blocks(replace(here.inside("box"), depth=max(here.depth + 1, self.depth))))
        number = self.number()
        box = text_box(drawn.xml, number=number) if self.one(True, False) else run(pict(drawn.xml, number))
        word = self.word()
        return Drawn(self._par(self._cut(word) + box), (word, *drawn.shown))

    def _ranged(self, here: Here) -> Drawn:
        """Blocks in a bookmark or a permission that begins and ends between them."""
        halved = self.spoilt("截成两半")  # by a condition, in which no section may end
        drawn = self.blocks(replace(here, depth=here.depth + 1, free=here.free and not halved))
        if halved:
            condition = self.condition(here)
            tags = self._tag_paragraph(f"{{%p if {condition} %}}", "", ""), self._tag_paragraph("{%p endif %}", "", "")
            begin, end = self.ranged("bookmark", "|").split("|")
            return Drawn(tags[0] + begin + drawn.xml + tags[1] + end, (Choice(condition, drawn.shown),))
        return Drawn(self.ranged(self.one("bookmark", "perm"), drawn.xml), drawn.shown)

    def _field(self, here: Here) -> Drawn:
        """A field whose result goes over several paragraphs."""
        begin, end = self.complex_field("REF", "|").split("|")
        first, last, drawn = self.word(), self.word(), self.blocks(replace(here.inside("field"), depth=here.depth + 1))
        if self.spoilt("截成两半"):
            condition = self.condition(here)
            tags = self._tag_paragraph(f"{{%p if {condition} %}}", "", ""), self._tag_paragraph("{%p endif %}", "", "")
            xml = tags[0] + self._par(begin + self._cut(first)) + tags[1] + self._par(self._cut(last) + end)
            return Drawn(xml, (Choice(condition, (first,)), last))
        xml = self._par(self._cut(first) + begin) + drawn.xml + self._par(end + self._cut(last))
        return Drawn(xml, (first, *drawn.shown, last))

    def _section(self, here: Here) -> Drawn:
        """A paragraph that ends a section."""
        word, width = self.word(), self.one(11906, 16838)
        section = f"<w:sectPr>{_PAGES.format(width)}</w:sectPr>"
        return Drawn(self._par(self._cut(word), section), (word,))

    def _ended(self, drawn: Drawn) -> Drawn:
        """Blocks that end as a cell must, in the template: in a paragraph, be it one with a tag."""
        return drawn if drawn.xml.endswith("</w:p>") else drawn + Drawn(p_empty(), ())


def p_empty() -> str:
    """A paragraph without text."""
    return par()
