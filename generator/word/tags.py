"""Reads the tags of a Word template as their authors wrote them, and the texts that messages show for a place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate, chain, islice

from lxml import etree

from generator.frozen import Frozen
from generator.opc import Package
from generator.text.notation import plain
from generator.text.sandbox import TAG
from generator.word.names import CHART, TEXT_PARTS, W
from generator.word.outside.slots import binding, slots_of
from generator.word.structure.preparing import prepare

# A tag and its parts: {%tr for row in rows %}, {{p text }}, {{r name }}, {{ unit }}.
_WRITTEN = re.compile(
    r"\{(?:%(?:[-+]|(?P<scope>(?:p|tr|tc|r)(?=\s)))?|\{(?:[-+]|(?P<printed>[pr](?=\s)))?)\s*(?P<inner>.*?)\s*[-+]?[}%]\}",
    re.DOTALL,
)
# {{ funds.series }} in a chart's alternative text; group 1 is the path.
SERIES = re.compile(r"\{\{\s*([^\s{}|]+)\s*\}\}")
ROW_WRAPPERS = {f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "del", "moveFrom", "moveTo")}
"""What may stand between a table and its rows, and a row and its cells."""
_WRAPPER_PROPERTIES = {f"{W}{name}" for name in ("sdtPr", "sdtEndPr", "customXmlPr")}
# A name that an expression reads, not one of its steps, filters or texts: row in row.name|万元.
_READ = re.compile(r"""(?:"[^"]*"|'[^']*')|(?<![\w.|])([^\W\d]\w*)""")
_BLOCKS = {f"{W}{name}" for name in ("p", "tc", "tr", "tbl")}
_MOST_SHOWN = 200
_MOST_PIECES = 300  # paragraphs and texts that are looked through for what is shown


class Written(Frozen):
    """A tag in a part: its source, the text of its paragraph, and its components.

    `scope` is `p`, `tr`, `tc`, `r` or empty. `keyword` is for, endfor, if, elif, else, endif, vm and the like, `chart`
    for the alternative text of a chart, or empty if the tag prints. `container` is the element that a governing tag and
    its partner must both be in: what holds the row of a `tr`, the cell of a `tc`, the paragraph of a `p`, the run of an
    `r`; for a `tr` or `tc` that is in no row, its paragraph.
    """

    source: str
    excerpt: str
    scope: str
    keyword: str
    expression: str
    container: etree._Element

    @property
    def paragraphs(self) -> bool:
        """Whether it prints whole paragraphs."""
        return self.scope == "p" and not self.keyword


class PartTags(Frozen):
    """The tags of one part, in document order."""

    member: str
    tags: tuple[Written, ...]


def written_tags(package: Package) -> Iterator[PartTags]:
    """The tags of every part that can have them."""
    for member, data in package.items():
        if TEXT_PARTS.fullmatch(member):
            root = etree.fromstring(data)
            prepare(root)
            yield PartTags(member, tuple(tags_of(root)))


def tags_of(root: etree._Element) -> Iterator[Written]:
    """The tags of a part, with the bindings of its charts and those in its alternative texts, in document order."""
    beside: dict[etree._Element, list[Written]] = {}
    for slot in slots_of(root):
        excerpt = slot.excerpt
        beside.setdefault(slot.element, []).extend(
            Written(tag, excerpt, "", "", inner, slot.element) for tag, inner in slot.tags() if inner is not None
        )
    for element in root.iter(f"{W}p", CHART, *{element.tag for element in beside}):
        if element.tag == CHART:
            source = alternative_text(element)
            if match := SERIES.fullmatch(source):
                yield Written(source, source, "", "chart", match[1], element)
        elif element.tag == f"{W}p":
            yield from _of_paragraph(element, beside)
        else:
            yield from beside.pop(element, ())


def _of_paragraph(paragraph: etree._Element, beside: dict[etree._Element, list[Written]]) -> Iterator[Written]:
    """The tags of a paragraph; those beside its text, which are taken out of `beside`, stand between them."""
    texts = own_texts(paragraph)
    text = words_of(texts)
    waiting: list[tuple[int, Written]] = []
    if beside:
        own, position = {*texts}, 0
        for element in paragraph.iter(etree.Element):
            if element in own:
                position += len(element.text or "")
            elif element in beside and next(element.iterancestors(f"{W}p"), None) is paragraph:
                waiting += [(position, written) for written in beside.pop(element)]
    passed = 0
    ends = [*accumulate(len(piece.text or "") for piece in texts)]
    for tag in TAG.finditer(text):
        while passed < len(waiting) and waiting[passed][0] <= tag.start():
            yield waiting[passed][1]
            passed += 1
        source = plain(tag[0])
        match = _WRITTEN.fullmatch(source)
        if match is None:
            continue
        governs = match["scope"] or match["printed"] or ""
        target = _run_of(texts[bisect_right(ends, tag.start())]) if governs == "r" else governed(paragraph, governs)
        container = paragraph if target is None else target.getparent()
        assert container is not None
        keyword, _, expression = match["inner"].partition(" ") if source[1] == "%" else ("", "", match["inner"])
        yield Written(source, text, governs, keyword, expression.strip(), container)
    yield from (written for _, written in waiting[passed:])


def governed(paragraph: etree._Element, scope: str) -> etree._Element | None:
    """What a tag governs by the place it is in: its paragraph, or its row or cell with what is wrapped around it alone.

    None for a tag of a row or cell that is in none.
    """
    if scope not in ("tr", "tc"):
        return paragraph
    for around in paragraph.iterancestors(f"{W}{scope}", f"{W}txbxContent"):
        return unwrapped(around) if around.tag == f"{W}{scope}" else None
    return None


def unwrapped(element: etree._Element) -> etree._Element:
    """A row or cell with what is wrapped around it alone."""
    target, parent = element, element.getparent()
    while parent is not None and parent.tag in ROW_WRAPPERS and not _beside(target):
        target, parent = parent, parent.getparent()
    return target


def _run_of(text: etree._Element) -> etree._Element | None:
    """The run that a text is in; None if it is in none."""
    run = text.getparent()
    return run if run is not None and run.tag == f"{W}r" else None


def _beside(element: etree._Element) -> bool:
    """Whether anything but properties stands beside an element in its wrapper."""
    parent = element.getparent()
    return parent is not None and any(child is not element and child.tag not in _WRAPPER_PROPERTIES for child in parent)


def names_read(expression: str) -> dict[str, None]:
    """The names that an expression reads, or that a whole tag does; words of the notation among them."""
    return dict.fromkeys(word for word in _READ.findall(expression) if word)


def own_texts(paragraph: etree._Element) -> list[etree._Element]:
    """The texts of a paragraph without those of text boxes within it."""
    return [text for text in paragraph.iter(f"{W}t") if next(text.iterancestors(f"{W}p")) is paragraph]


def words_of(texts: Iterable[etree._Element]) -> str:
    """The words of texts as one, however Word has cut them."""
    return "".join(text.text or "" for text in texts)


def alternative_text(chart: etree._Element) -> str:
    """The alternative text of a chart, read as a tag."""
    slot = binding(chart)
    return "" if slot is None else slot.text.strip()


def cut(text: str) -> str:
    """A text as messages show it, cut if it is long."""
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"


def text_around(element: etree._Element) -> str:
    """The text of the nearest paragraph, cell or row, the element itself included; of a table its first paragraph.

    A long text is cut: there may be thousands of problems in one paragraph, and each shows it.
    """
    around = next(
        (candidate for candidate in chain([element], element.iterancestors()) if candidate.tag in _BLOCKS), None
    )
    if around is None:
        return ""
    texts: list[str] = []
    size = 0
    for element in islice(around.iter(f"{W}p", f"{W}t"), _MOST_PIECES):
        if element.tag == f"{W}p":
            if texts and texts[-1] and around.tag == f"{W}tbl":
                break
            texts.append("")
        elif texts and element.text:
            texts[-1] += element.text
            size += len(element.text)
            if size > _MOST_SHOWN:
                break
    return cut(" │ ".join(filter(None, texts)))
