"""Binds templates that share one set of styles into one volume, before anything is rendered."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from generator.package import DOCUMENT, Package, serialise
from generator.problems import Place, Problem
from generator.template import W

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_BREAK_STYLE = "SectionBreak"


def bind(packages: Sequence[tuple[str, Package]]) -> tuple[Package | None, list[Problem]]:
    """One package with the bodies of all, each in its own section with its own page set-up.

    Headers and footers are those of the first template, so that page numbers run through. The others must have the
    same styles, and no images or links of their own.
    """
    (_, first), *others = packages
    root = etree.fromstring(first[DOCUMENT])
    body = root[0]
    problems: list[Problem] = []
    for name, package in others:
        if package["word/styles.xml"] != first["word/styles.xml"]:
            problems.append(Problem("BIND-STYLE", Place(name), "样式与合订本其他部分不同", "运行 make styles 统一样式"))
        part = etree.fromstring(package[DOCUMENT])[0]
        _end_section(body)
        for element in [*part]:
            if element.tag == f"{W}sectPr":
                for reference in [*element.iterchildren(f"{W}headerReference", f"{W}footerReference")]:
                    element.remove(reference)
            elif any(key.startswith(_R) for child in element.iter() for key in child.attrib):
                problems.append(
                    Problem("BIND-LINK", Place(name), "含有图片或链接，不能合订", "把它移到合订本的第一部分")
                )
            body.append(element)
    return (None if problems else first | {DOCUMENT: serialise(root)}), problems


def _end_section(body: etree._Element) -> None:
    """Moves the properties of the last section into a paragraph of its own, so that another section can follow."""
    section = body[-1]
    paragraph = etree.SubElement(body, f"{W}p")
    properties = etree.SubElement(paragraph, f"{W}pPr")
    etree.SubElement(properties, f"{W}pStyle").set(f"{W}val", _BREAK_STYLE)
    properties.append(section)
