"""One part of a template as it becomes a Jinja source, for what is told of it and what the source looks like."""

from __future__ import annotations

import re

from generator.word.names import DOCUMENT
from generator.word.part import Part
from tests.support.docx import package_of


def part(source: str) -> Part:
    """The main part of a template with this body."""
    return Part("t.docx!document", package_of(source)[DOCUMENT], "Strong")


def told(body: str) -> list[tuple[str, str, str]]:
    """The place, message and remedy of each problem of a part with this body."""
    made = part(body)
    made.source()
    assert {(one.code, one.place.path) for one in made.problems} <= {("TEMPLATE-TAG", "t.docx!document")}
    return [(one.place.excerpt, one.message, one.remedy) for one in made.problems]


def faultless(body: str) -> str:
    """The body of the source of a part without problems, as `short` writes it."""
    made = part(body)
    source = short(made.source())
    assert made.problems == []
    return source


def cells(*rows: tuple[str, ...]) -> str:
    """A table of cells, each of them made of whole paragraphs."""
    made = ["".join(f"<w:tc>{cell}</w:tc>" for cell in row) for row in rows]
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in made)}</w:tbl>"


def short(source: str) -> str:
    """The body of a source on one line; a paragraph in the style of `p` is written ‹甲|乙›, with | between its runs."""
    found = re.search(r"<w:body>(.*?)<w:sectPr>", source.replace("\n", ""))
    assert found is not None
    begin, end = '<w:r><w:t xml:space="preserve">', "</w:t></w:r>"
    style = '<w:pPr><w:pStyle w:val="BodyCN"/></w:pPr>'
    return (
        found[1]
        .replace(end + begin, "|")
        .replace(f"<w:p>{style}{begin}", "‹")
        .replace(f"{end}</w:p>", "›")
        .replace(style, "¶")
    )
