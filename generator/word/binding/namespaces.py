"""Keeps the prefixes that the markup of a part names (`mc:Ignorable`, `Requires`) declared in a volume."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from typing import Any

from lxml import etree

from generator.word.names import MC
from generator.word.reading.prefixes import CHOICE, IGNORABLE, with_prefixes


def fitting(document: etree._Element, volume: etree._Element) -> etree._Element:
    """A part's document in which no prefix that it names means something else in the volume."""
    there: dict[Any, str] = dict(volume.nsmap)
    named = _named(document)
    if all(there.get(prefix, uri) == uri for prefix, uri in named.items()):
        return document
    chosen: dict[str, str] = {}
    for element in document.iter(etree.Element):
        for prefix, uri in element.nsmap.items():
            taken = {**there, **{prefix: uri for uri, prefix in chosen.items()}}
            if uri not in chosen:
                free = (f"x{number}" for number in count(1) if f"x{number}" not in taken)
                chosen[uri] = prefix if prefix and taken.get(prefix, uri) == uri else next(free)
    return with_prefixes(document, chosen)


def missing(document: etree._Element, volume: etree._Element) -> dict[str, str]:
    """The prefixes that a part's document names and the volume does not declare, with their namespaces."""
    named = {**_named(document), **({"mc": MC[1:-1]} if document.get(IGNORABLE) else {})}
    return {prefix: uri for prefix, uri in named.items() if prefix not in volume.nsmap}


def ignorable(document: etree._Element, volume: etree._Element) -> str:
    """What readers may ignore in the volume once the part is in it."""
    words = f"{volume.get(IGNORABLE, '')} {document.get(IGNORABLE, '')}".split()
    return " ".join(dict.fromkeys(words))


def _named(document: etree._Element) -> Mapping[str, str]:
    """The prefixes that a document names, with their namespaces; one that is not declared is left out."""
    spaces: dict[Any, str] = dict(document.nsmap)
    named = {prefix: spaces[prefix] for prefix in document.get(IGNORABLE, "").split() if prefix in spaces}
    for choice in document.iter(CHOICE):
        here: dict[Any, str] = dict(choice.nsmap)
        named |= {prefix: here[prefix] for prefix in choice.get("Requires", "").split() if prefix in here}
    return named
