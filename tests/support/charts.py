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
