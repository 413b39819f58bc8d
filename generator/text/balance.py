"""Whether the markup around the tags of a template is whole whatever the data are, so that no output need be parsed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from jinja2 import nodes

# <?xml version="1.0"?> and the line end after it.
_DECLARATION = re.compile(r"<\?xml [^<>]*\?>\s*")
# <w:p w:rsidR="1">, <w:tab/>, </w:p>, <!-- a note -->; groups: the slash of an end, name, attributes, the slash.
_MARKUP = re.compile(r'<(/?)([^\s/<>!?]+)((?:\s+[^\s=<>"]+="[^"<]*")*)\s*(/?)>|<!--(?:(?!--).)*-->', re.DOTALL)
# w:val="1"; groups: its name, its value.
_ATTRIBUTE = re.compile(r'([^\s=<>"]+)="([^"<]*)"')
# What cannot stand in text or an attribute: <, &x;, a control character. Not &amp; or &#10;.
_UNFIT = re.compile("[<>\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]|&(?!(?:amp|lt|gt|quot|apos|#9|#10|#13);)")


class _Element(NamedTuple):
    """An element that is open: its name, and the prefixes of namespaces with what they stand for in it."""

    name: str
    spaces: frozenset[tuple[str, str]]


_Open = tuple[_Element, ...]


class _UnprovenError(Exception):
    """The markup may be whole or not."""


def is_balanced(tree: nodes.Template, within: str) -> bool:
    """Whether all that a template can print is well-formed XML, if values are, in each element of the name `within`.

    So it is where each branch of an `if` leaves the same elements open, a loop those that it found open, and a value
    stands in no other element. False only says that it is not proven, as of a tag in an attribute.
    """
    reader = _Reader(within)
    try:
        return reader.block(tree.body, ()) == () and reader.roots == 1
    except _UnprovenError:
        return False


class _Reader:
    """Follows which elements are open."""

    def __init__(self, within: str) -> None:
        self.within = within
        self.roots = 0

    def block(self, body: Sequence[nodes.Node], opened: _Open) -> _Open:
        """The elements that are open after these nodes."""
        for node in body:
            if isinstance(node, nodes.Output):
                for item in node.nodes:
                    if isinstance(item, nodes.TemplateData):
                        opened = self._markup(item.data, opened)
                    elif not opened or opened[-1].name != self.within:
                        raise _UnprovenError
            elif not opened:
                raise _UnprovenError
            elif isinstance(node, nodes.For):
                if any(self.block(part, opened) != opened for part in (node.body, node.else_)):
                    raise _UnprovenError
            elif isinstance(node, nodes.If):
                ends = {self.block(part.body, opened) for part in (node, *node.elif_)}
                ends.add(self.block(node.else_, opened))
                if len(ends) > 1:
                    raise _UnprovenError
                (opened,) = ends
        return opened

    def _markup(self, text: str, opened: _Open) -> _Open:
        """The elements that are open after a piece of the template's own text."""
        here = 0
        if not opened and not self.roots and (declaration := _DECLARATION.match(text)):
            here = declaration.end()
        for found in _MARKUP.finditer(text, here):
            self._between(text[here : found.start()], opened)
            here = found.end()
            ends, name, attributes, empty = found.groups()
            if name is None:
                continue
            if ends:
                if not opened or opened[-1].name != name or attributes or empty:
                    raise _UnprovenError
                opened = opened[:-1]
                continue
            element = _element(name, attributes, opened[-1].spaces if opened else frozenset())
            self.roots += not opened
            if self.roots > 1:
                raise _UnprovenError
            opened = opened if empty else (*opened, element)
        self._between(text[here:], opened)
        return opened

    def _between(self, text: str, opened: _Open) -> None:
        if _UNFIT.search(text) or (not opened and text.strip()):
            raise _UnprovenError


def _element(name: str, attributes: str, spaces: frozenset[tuple[str, str]]) -> _Element:
    """The element that a tag opens within these namespaces."""
    given = dict(_ATTRIBUTE.findall(attributes))
    if declared := {(one, value) for one, value in given.items() if one.partition(":")[0] == "xmlns"}:
        spaces = frozenset((dict(spaces) | dict(declared)).items())
    known = {"xml", *(one.removeprefix("xmlns:") for one, value in spaces if value)}
    used = {one.partition(":")[0] for one in (name, *given) if ":" in one and not one.startswith("xmlns:")}
    if not used <= known or any(map(_UNFIT.search, given.values())):
        raise _UnprovenError
    return _Element(name, spaces)
