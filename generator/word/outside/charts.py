"""The texts that a chart keeps of its workbook's cells: those with tags become its own, as no cell has the value."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from generator.text.sandbox import OPENING
from generator.word.names import A, C
from generator.word.outside.slots import Slot


def unlink_texts(chart: etree._Element) -> None:
    """Has titles, names and categories with tags in them refer to no cell, from which they would be read again."""
    for reference in [*chart.iter(f"{C}strRef")]:
        cache, parent = reference.find(f"{C}strCache"), reference.getparent()
        if cache is None or parent is None or not OPENING.search(text := _text(cache)):
            continue
        owner = parent.getparent()
        if parent.tag == f"{C}tx" and owner is not None and owner.tag == f"{C}ser":
            own = etree.Element(f"{C}v")
            own.text = text
        elif parent.tag == f"{C}tx" and owner is not None and owner.tag == f"{C}title":
            own = _rich(owner, text)
        elif parent.tag == f"{C}cat":
            own = etree.Element(f"{C}strLit")
            own[:] = [*cache]
        else:
            continue
        parent.replace(reference, own)


def cached_slots(chart: etree._Element) -> list[Slot]:
    """The texts with tags that a chart has without formatting: names of series, categories."""
    slots = []
    for value in chart.iter(f"{C}v"):
        if OPENING.search(value.text or ""):
            around = {element.tag for element in value.iterancestors()}
            role = "系列的名称" if f"{C}tx" in around else "类别的名称" if f"{C}cat" in around else "图表里的文字"
            slots.append(Slot(role, value, texts=(value,)))
    return slots


def _text(cache: etree._Element) -> str:
    return "".join(value.text or "" for value in cache.iter(f"{C}v"))


def _rich(title: etree._Element, text: str) -> etree._Element:
    """A title's text with the formatting that the title has for the text of its cell."""
    rich = etree.Element(f"{C}rich")
    format_ = title.find(f"{C}txPr")
    if format_ is not None:
        rich[:] = [deepcopy(child) for child in format_]
        title.remove(format_)
    else:
        etree.SubElement(rich, f"{A}bodyPr")
        etree.SubElement(rich, f"{A}p")
    paragraph = next(rich.iterchildren(f"{A}p"))
    run = etree.Element(f"{A}r")
    etree.SubElement(run, f"{A}t").text = text
    paragraph.insert(
        next((n for n, child in enumerate(paragraph) if child.tag == f"{A}endParaRPr"), len(paragraph)), run
    )
    return rich
