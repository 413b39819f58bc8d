"""Prints values outside the paragraphs of a document, in one line or within an address, and checks filled addresses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import quote

from generator.archive import ZipMember
from generator.problems import Place, Problem

ONE_LINE = "_line"
"""The filter that prints a value in one line, without line breaks and tabs."""
WHOLE, HOST, PIECE = "_address", "_host", "_piece"
"""The filters that print a value as a whole address, as a host or mailbox, and as a piece of an address."""
_RESERVED = ":/?#[]@!$&'()*+,;=%~"
_BARE_PERCENT = re.compile(r"%(?![0-9a-fA-F]{2})")


def outside_filters(text: Callable[[object], str]) -> dict[str, Callable[[object], str]]:
    """The filters for tags outside of paragraphs, which the program writes behind what their authors wrote.

    `text` is what a value is printed as.
    """

    def through(encode: Callable[[str], str]) -> Callable[[object], str]:
        return lambda value: encode(value if type(value) is str else text(value))

    return {
        ONE_LINE: through(in_one_line),
        WHOLE: through(_address),
        HOST: through(_host),
        PIECE: through(_piece),
    }


def in_one_line(text: str) -> str:
    """A text with blanks for line breaks and tabs, which only paragraphs can show."""
    return " ".join(text.replace("\t", " ").splitlines()) if any(sign in text for sign in "\n\r\t") else text


def _address(text: str) -> str:
    """A whole address with what no address can hold encoded: 中文, blanks, quotes, braces."""
    return quote(_BARE_PERCENT.sub("%25", text.strip()), safe=_RESERVED)


def _host(text: str) -> str:
    """A host or mailbox within an address."""
    return quote(text.strip(), safe="@:")


def _piece(text: str) -> str:
    """A value within an address, with everything encoded that means something there."""
    return quote(text, safe="")


def unfit_addresses(name: str, kept: Mapping[str, ZipMember], filled: Mapping[str, ZipMember]) -> Iterator[Problem]:
    """TEMPLATE-HAZARD: each address with tags that is not one of a web page or a mailbox once it is filled in.

    `kept` are the members as the template has them, `filled` those of relationships that were rendered.
    """
    from lxml import etree

    from generator.word.outside import links
    from generator.word.safety.hazards import address_fault

    for member, rendered in filled.items():
        written = {str(link.get("Id")): link for link in links.link_elements(etree.fromstring(kept[member].data))}
        for link in links.link_elements(etree.fromstring(rendered.data)):
            identifier = str(link.get("Id"))
            address = str(written[identifier].get("Target"))
            if links.has_tags(address) and (fault := address_fault(str(link.get("Target")))):
                owner = links.owner(member)
                texts = links.texts_by_link(etree.fromstring(kept[owner].data)) if owner in kept else {}
                excerpt = f"{links.shown(texts, identifier)}：{links.plain(address)}"
                yield Problem("TEMPLATE-HAZARD", Place(f"{name}!{owner}", excerpt=excerpt), *fault)
