"""Small Word templates and readers for the tests."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from lxml import etree

from generator.opc import Package
from generator.word.names import DOCUMENT, W
from generator.word.package import read_package
from tests.support.paths import PROJECT


def package_of(body: str) -> Package:
    """The house template with another body; `p(…)`-made paragraphs and any other XML go in."""
    package, problems = read_package(PROJECT / "templates" / "base.docx", "base.docx")
    assert package is not None, problems
    text = package[DOCUMENT].decode()
    start, end = text.index("<w:body>") + len("<w:body>"), text.index("<w:sectPr>")
    return package | {DOCUMENT: (text[:start] + body + text[end:]).encode()}


def p(*runs: str, style: str = "BodyCN") -> str:
    """A paragraph whose text is split over runs as given."""
    inner = "".join(f'<w:r><w:t xml:space="preserve">{run}</w:t></w:r>' for run in runs)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{inner}</w:p>'


def table(*rows: tuple[str, ...]) -> str:
    """A table of cells, each one paragraph of text."""
    cells = "".join(
        "<w:tr>"
        + "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="1000" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{p(cell)}</w:tc>'
            for cell in row
        )
        + "</w:tr>"
        for row in rows
    )
    grid = '<w:gridCol w:w="1000"/>' * max(len(row) for row in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{cells}</w:tbl>"


def body(data: bytes) -> etree._Element:
    """The body of a document."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        found = etree.fromstring(archive.read(DOCUMENT)).find(f"{W}body")
    assert found is not None
    return found


def texts(data: bytes) -> list[str]:
    """The text of each paragraph of a document, tables included; a line break is a newline."""
    found = []
    for paragraph in body(data).iter(f"{W}p"):
        parts = [("\n" if item.tag == f"{W}br" else item.text or "") for item in paragraph.iter(f"{W}t", f"{W}br")]
        found.append("".join(parts))
    return found


def all_text(data: bytes) -> str:
    """Every character of text in any part of a document."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = [archive.read(name) for name in archive.namelist() if re.fullmatch(r"word/\w+\.xml", name)]
    return "\n".join(str(etree.fromstring(part).xpath("string()")) for part in parts)
