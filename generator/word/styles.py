"""Reads the styles of a Word file: their names and identifiers, and what each sets or inherits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from generator.opc import SAFE
from generator.word.names import STYLES, W

Property = tuple[str, str, str]
"""The location of a property in a style: group, element and attribute, such as ("rPr", "sz", "val")."""

_DEEPEST = 16  # styles based on each other; they may do so in a circle


class Styles:
    """The styles of a package; none if it has no part for them.

    Files refer to styles by identifiers, which Word may change on saving; names stay the same. Of two styles with one
    name the first counts.
    """

    def __init__(self, package: Mapping[str, bytes]) -> None:
        self._root = etree.fromstring(package.get(STYLES, b"<none/>"), SAFE)
        self._elements = {style.get(f"{W}styleId", ""): style for style in self._root.iter(f"{W}style")}

    @property
    def names(self) -> dict[str, str]:
        """The name of each style by its identifier; empty if it has none."""
        return {identifier: value_of(style.find(f"{W}name")) for identifier, style in self._elements.items()}

    @property
    def identifiers(self) -> dict[str, str]:
        """The identifier of each style by its name."""
        return {name: identifier for identifier, name in reversed(self.names.items())}

    @property
    def definitions(self) -> dict[str, str]:
        """The canonical XML of each style by its name, without the traces that Word's editing sessions leave."""
        definitions = {}
        for style in self._root.iter(f"{W}style"):
            name = style.find(f"{W}name")
            if name is not None:
                text = etree.tostring(style, encoding="unicode")
                definitions[value_of(name)] = etree.canonicalize(text, strip_text=True, exclude_tags=[f"{W}rsid"])
        return definitions

    def inherited(self, identifier: str, where: Property) -> str:
        """A property of a style: its own, else that of the nearest style it is based on, else the document's default.

        Empty if none of them sets it.
        """
        group, tag, attribute = where
        default = self._root.find(f"{W}docDefaults/{W}{group}Default")
        holders = [*self._with_bases(identifier), *([] if default is None else [default])]
        set_by = (element for holder in holders if (element := holder.find(f"{W}{group}/{W}{tag}")) is not None)
        return next((value for holder in set_by if (value := holder.get(f"{W}{attribute}")) is not None), "")

    def _with_bases(self, identifier: str) -> Iterator[etree._Element]:
        """A style and those that it is based on, the nearest first."""
        style = self._elements.get(identifier)
        for _ in range(_DEEPEST):
            if style is None:
                return
            yield style
            style = self._elements.get(value_of(style.find(f"{W}basedOn")))


def value_of(element: etree._Element | None) -> str:
    """The `w:val` attribute of an element; empty if it has none, or is None."""
    return "" if element is None else element.get(f"{W}val", "")
