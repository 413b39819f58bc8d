"""Reads the styles of a Word file: their names and identifiers, and what each sets or inherits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from lxml import etree

from generator.opc import SAFE
from generator.word.names import STYLES, W
from generator.word.reading.style_names import is_built_in, usual_name

Property = tuple[str, str, str]
"""The location of a property in a style: group, element and attribute, such as ("rPr", "sz", "val")."""

_DEEPEST = 16  # styles based on each other; they may do so in a circle
_CONTAINERS = {"tcBorders", "tblBorders", "pBdr", "tabs"}  # elements that set nothing where they are empty
_UNSET = {"jc": "left"}  # what holds where nothing is said, if it is not zero or off
_SAME = {"false": "0", "off": "0", "true": "1", "on": "1", "start": "left"}
_UNITS = {"type", "lineRule", "hint"}
_POINTERS = (f"{W}basedOn", f"{W}next", f"{W}link")


class Styles:
    """The styles of a package; none if it has no part for them.

    Files refer to styles by identifiers, which editors change on saving; names stay the same, but for those of
    built-in styles, which are given here as Word keeps them (heading 1), whatever the editor and its language. Of two
    styles with one name the last counts, as in Word.
    """

    def __init__(self, package: Mapping[str, bytes]) -> None:
        self._root = etree.fromstring(package.get(STYLES, b"<none/>"), SAFE)
        self._elements = {style.get(f"{W}styleId", ""): style for style in self._root.iter(f"{W}style")}

    @property
    def elements(self) -> Mapping[str, etree._Element]:
        """Each style by its identifier, in their order."""
        return self._elements

    @cached_property
    def kinds(self) -> dict[str, str]:
        """The kind of each style by its identifier: paragraph, character, table or numbering."""
        return {identifier: style.get(f"{W}type", "paragraph") for identifier, style in self._elements.items()}

    @cached_property
    def names(self) -> dict[str, str]:
        """The name of each style by its identifier; empty if it has none.

        A style that is called otherwise but has the name of a built-in style among its aliases is that style, if no
        other is.
        """
        written = {identifier: value_of(style.find(f"{W}name")) for identifier, style in self._elements.items()}
        read = {identifier: usual_name(name, self.kinds[identifier]) for identifier, name in written.items()}
        taken = {(self.kinds[identifier], name) for identifier, (name, proper) in read.items() if proper}
        names = {}
        for identifier, (name, proper) in read.items():
            kind = self.kinds[identifier]
            known = [name, *(usual_name(alias, kind)[0] for alias in self.aliases(identifier))]
            built_in = next((one for one in known if is_built_in(one, kind)), "")
            if proper or not built_in:
                names[identifier] = name
            else:
                names[identifier] = " ".join(written[identifier].split()) if (kind, built_in) in taken else built_in
                taken.add((kind, built_in))
        return names

    @property
    def identifiers(self) -> dict[str, str]:
        """The identifier of each style by its name."""
        return {name: identifier for identifier, name in self.names.items()}

    def aliases(self, identifier: str) -> list[str]:
        """The other names of a style."""
        listed = value_of(self._elements[identifier].find(f"{W}aliases"))
        return [alias.strip() for alias in listed.split(",") if alias.strip()]

    def default(self, kind: str) -> str:
        """The identifier of the style of a kind that is meant where none is named; empty if there is none."""
        default = [
            identifier
            for identifier, style in self._elements.items()
            if self.kinds[identifier] == kind and style.get(f"{W}default") in ("1", "true", "on")
        ]
        return default[-1] if default else ""

    def matched(self, other: Styles) -> dict[str, str]:
        """The identifiers of those styles that another file has too, with their identifiers there.

        They are the same by name, else by an alias that is no other style's name; a default style is the other file's.
        """
        there = {(other.kinds[identifier], name): identifier for identifier, name in other.names.items()}
        own = {(self.kinds[identifier], name) for identifier, name in self.names.items()}
        matched = {}
        for identifier, name in self.names.items():
            kind = self.kinds[identifier]
            also = [usual_name(alias, kind)[0] for alias in self.aliases(identifier)]
            known = [name, *(alias for alias in also if (kind, alias) not in own)]
            found = next((there[kind, one] for one in known if one and (kind, one) in there), "")
            if not found and identifier == self.default(kind):
                found = other.default(kind)
            if found:
                matched[identifier] = found
        return matched

    def names_in(self, other: Styles) -> dict[str, str]:
        """As `names`, those that another file has too as they are called there."""
        return self.names | {here: other.names[there] for here, there in self.matched(other).items()}

    def definitions(self, names: Mapping[str, str] | None = None) -> dict[str, str]:
        """The canonical XML of each style by its name, without the traces that Word's editing sessions leave.

        Names, by default those of the file, stand in it for identifiers.
        """
        names = self.names if names is None else names
        definitions = {}
        for identifier, style in self._elements.items():
            if names[identifier]:
                definitions[names[identifier]] = _definition(style, names)
        return definitions

    @property
    def defaults(self) -> str:
        """The canonical XML of what holds where no style says otherwise."""
        defaults = self._root.find(f"{W}docDefaults")
        return "" if defaults is None else _canonical(defaults)

    def inherited(self, identifier: str, where: Property) -> str:
        """A property of a style: its own, else that of the nearest style it is based on, else the document's default.

        Empty if none of them sets it.
        """
        group, tag, attribute = where
        default = self._root.find(f"{W}docDefaults/{W}{group}Default")
        holders = [*self._with_bases(identifier), *([] if default is None else [default])]
        set_by = (element for holder in holders if (element := holder.find(f"{W}{group}/{W}{tag}")) is not None)
        return next((value for holder in set_by if (value := holder.get(f"{W}{attribute}")) is not None), "")

    def says_already(self, identifier: str, group: str, element: etree._Element) -> bool:
        """Whether a property that is set directly is what the style says, or what holds where nothing is said.

        LibreOffice writes such properties on saving. One whose value stands in other elements is not looked into.
        """
        tag = etree.QName(element).localname
        if len(element) or not element.attrib:
            return tag in _CONTAINERS and not len(element)
        return all(
            _plain(str(value)) == (_plain(self.inherited(identifier, (group, tag, attribute))) or _UNSET.get(tag, "0"))
            for key, value in element.attrib.items()
            if (attribute := etree.QName(key).localname) not in _UNITS
        )

    def _with_bases(self, identifier: str) -> Iterator[etree._Element]:
        """A style and those that it is based on, the nearest first."""
        style = self._elements.get(identifier)
        for _ in range(_DEEPEST):
            if style is None:
                return
            yield style
            style = self._elements.get(value_of(style.find(f"{W}basedOn")))


def _plain(value: str) -> str:
    return _SAME.get(value, value)


def _definition(style: etree._Element, names: Mapping[str, str]) -> str:
    copied = etree.fromstring(etree.tostring(style))
    identifier = copied.get(f"{W}styleId", "")
    for name in (f"{W}styleId", f"{W}customStyle"):  # the second some editors give to built-in styles
        if name in copied.attrib:
            del copied.attrib[name]
    for pointer in copied.iterchildren(f"{W}name", *_POINTERS):
        value = pointer.get(f"{W}val", "")
        pointer.set(f"{W}val", names[identifier] if pointer.tag == f"{W}name" else names.get(value, value))
    return _canonical(copied)


def _canonical(element: etree._Element) -> str:
    text = etree.tostring(element, encoding="unicode", with_tail=False)
    return str(etree.canonicalize(text, strip_text=True, exclude_tags=[f"{W}rsid"]))


def value_of(element: etree._Element | None) -> str:
    """The `w:val` attribute of an element; empty if it has none, or is None."""
    return "" if element is None else element.get(f"{W}val", "")
