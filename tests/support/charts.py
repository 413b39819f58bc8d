"""Documents with one chart, and the figures that it draws."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from generator.namespace import Tree
from generator.opc import Package, links, serialise
from generator.quantity import Quantity
from generator.word.names import CHART, DOCUMENT, DRAWING_PROPERTIES, R, W
from generator.word.package import read_package
from tests.support.paths import PROJECT

COLUMNS, PIE = 0, 1


def chart_package(number: int = COLUMNS, text: str = "{{ x }}") -> Package:
    """A document with one chart of Wuhan's narrative, columns of two series or a pie, under an alternative text."""
    package, problems = read_package(PROJECT / "templates" / "hubei-wuhan" / "explanation.docx", "explanation.docx")
    assert package is not None, problems
    root = etree.fromstring(package[DOCUMENT])
    paragraph = [item for item in root.iter(f"{W}p") if next(item.iter(CHART), None) is not None][number]
    next(paragraph.iter(DRAWING_PROPERTIES)).set("descr", text)
    root[0][:] = [deepcopy(paragraph), root[0][-1]]
    return package | {DOCUMENT: serialise(root)}


def titled(text: str = "{{ unit }}", *, from_cell: bool = False) -> Package:
    """A document with columns under a title of their own, or of a cell of their workbook."""
    own = f"<c:rich><a:bodyPr/><a:p><a:r><a:t>{text}</a:t></a:r></a:p></c:rich>"
    cache = f'<c:ptCount val="1"/><c:pt idx="0"><c:v>{text}</c:v></c:pt>'
    cell = f"<c:strRef><c:f>Sheet1!$A$1</c:f><c:strCache>{cache}</c:strCache></c:strRef>"
    looks = '<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="900"/></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
    title = f'<c:tx>{cell if from_cell else own}</c:tx><c:overlay val="0"/>{looks if from_cell else ""}'
    package = chart_package(COLUMNS)
    part = chart_part(package)
    chart = package[part].decode().replace("<c:chart>", f"<c:chart><c:title>{title}</c:title>", 1)
    return package | {part: chart.encode()}


def chart_part(package: Package) -> str:
    """The part of the only chart of a document."""
    (identifier,) = [chart.get(f"{R}id") for chart in etree.fromstring(package[DOCUMENT]).iter(CHART)]
    return next(link.target for link in links(package, DOCUMENT) if link.id == identifier)


def series(categories: list[str], *columns: tuple[str, list[str]]) -> Tree:
    return {
        "title": "图",
        "categories": categories,
        "series": [
            {"id": name, "name": name, "values": [Quantity.parse(value) for value in values]}
            for name, values in columns
        ],
    }
