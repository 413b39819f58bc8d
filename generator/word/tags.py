"""Reads the tags of a Word template as their authors wrote them, and the texts that messages show for a place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, islice

from lxml import etree

from generator.frozen import Frozen
from generator.opc import Package
from generator.text.sandbox import TAG
from generator.word.names import CHART, DRAWING_PROPERTIES, TEXT_PARTS, W

# A tag and its parts: {%tr for row in rows %}, {{p text }}, {{ unit }}.
_WRITTEN = re.compile(r"\{(?:%(?P<scope>p|tr)?|\{(?P<paragraphs>p(?=\s))?)\s*(?P<inner>.*?)\s*[}%]\}")
# {{ funds.series }} in a chart's alternative text; group 1 is the path.
SERIES = re.compile(r"\{\{\s*([^\s{}|]+)\s*\}\}")
STRAIGHT_QUOTES = str.maketrans("“”‘’\u00a0", "\"\"'' ")
_BLOCKS = {f"{W}{name}" for name in ("p", "tc", "tr", "tbl")}
_MOST_SHOWN = 200
_MOST_PIECES = 300  # paragraphs and texts that are looked through for what is shown


class Written(Frozen):
    """A tag in a part: its source, the text of its paragraph, and its components.

    `scope` is `p`, `tr` or empty. `keyword` is for, endfor, if, elif, else, endif, vm and the like, `chart` for the
    alternative text of a chart, or empty if the tag prints. `container` is the element that a governing tag and its
    partner must both be in: the table of a `tr`, the parent of the paragraph of a `p`.
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
            yield PartTags(member, tuple(tags_of(etree.fromstring(data))))


def tags_of(root: etree._Element) -> Iterator[Written]:
    """The tags of a part, and the alternative texts of its charts, in document order."""
    for element in root.iter(f"{W}p", CHART):
        if element.tag == CHART:
            for drawing in element.iterancestors(f"{W}drawing"):
                source = alternative_text(drawing)
                if match := SERIES.fullmatch(source):
                    yield Written(source, source, "", "chart", match[1], drawing)
            continue
        text = "".join(part.text or "" for part in own_texts(element))
        for tag in TAG.finditer(text):
            source = tag[0].translate(STRAIGHT_QUOTES)
            match = _WRITTEN.fullmatch(source)
            if match is None:
                continue
            governs = match["scope"] or match["paragraphs"] or ""
            table = next(element.iterancestors(f"{W}tbl"), None) if governs == "tr" else None
            container = element.getparent() if table is None else table
            assert container is not None
            keyword, _, expression = match["inner"].partition(" ") if source[1] == "%" else ("", "", match["inner"])
            yield Written(source, text, governs, keyword, expression.strip(), container)


def own_texts(paragraph: etree._Element) -> list[etree._Element]:
    """The texts of a paragraph without those of text boxes within it."""
    return [text for text in paragraph.iter(f"{W}t") if next(text.iterancestors(f"{W}p")) is paragraph]


def alternative_text(drawing: etree._Element) -> str:
    """The alternative text of a drawing, read as a tag: with straight quotes for curly ones."""
    properties = next(drawing.iter(DRAWING_PROPERTIES), None)
    return "" if properties is None else str(properties.get("descr", "")).translate(STRAIGHT_QUOTES).strip()


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
