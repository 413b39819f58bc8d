"""Finds what is more than a drawing in an SVG picture: scripts, and anything read from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

_SVG = "{http://www.w3.org/2000/svg}"
DRAWING = f"{_SVG}svg"
_ELEMENTS = re.compile(
    re.escape(_SVG) + "(?:"
    "svg|g|defs|symbol|use|switch|a|title|desc|metadata|style|path|rect|circle|ellipse|line|polyline|polygon"
    "|text|tspan|textPath|image|linearGradient|radialGradient|stop|clipPath|mask|pattern|marker|filter"
    "|feBlend|feColorMatrix|feComponentTransfer|feComposite|feConvolveMatrix|feDiffuseLighting"
    "|feDisplacementMap|feDistantLight|feDropShadow|feFlood|feFuncA|feFuncB|feFuncG|feFuncR|feGaussianBlur"
    "|feMerge|feMergeNode|feMorphology|feOffset|fePointLight|feSpecularLighting|feSpotLight|feTile"
    "|feTurbulence"
    ")"
)
# An address within the picture itself: #a, data:image/png;base64,….
_WITHIN = re.compile(r"#[^\s]+|data:image/(?:png|jpeg|gif);base64,[A-Za-z0-9+/=\s]*")
# A function of a style: matrix(, url(#; groups: the name, and # where the argument is within the picture.
_FUNCTION = re.compile(r"([\w-]*)\s*\(\s*([\"']?#)?")
_FUNCTIONS = re.compile("rgba?|hsla?|matrix|translate|scale|rotate|skew[xy]|calc|var", re.IGNORECASE)
_UNSEEN = re.compile(r"[\\@]")  # escapes and rules of style sheets, under which names and addresses hide


def acting(root: etree._Element) -> Iterator[str]:
    """Each element or attribute of a picture that is not part of a drawing, as messages show it."""
    if root.getroottree().xpath("boolean(//processing-instruction())"):
        yield "<?…?>"
    for element in root.iter(etree.Element):
        name = str(element.tag).rpartition("}")[2]
        if not _ELEMENTS.fullmatch(str(element.tag)):
            yield f"<{name}>"
        elif name == "style" and not _plain_style(str(element.xpath("string()")), ""):
            yield "<style>"
        for key, text in element.attrib.items():
            value = str(text)
            namespace, _, attribute = str(key).rpartition("}")
            attribute = attribute.casefold()
            if (
                attribute.startswith("on")
                or (attribute in ("href", "src") and value and not _WITHIN.fullmatch(value.strip()))
                or (attribute == "base" and namespace)
                or not (namespace or _plain_style(value, attribute))
            ):
                yield f"{attribute}={value[:80]!r}"


def _plain_style(text: str, attribute: str) -> bool:
    """Whether a style uses only colours, transformations and what the picture itself defines."""
    if attribute in ("", "style") and _UNSEEN.search(text):
        return False
    return all(
        _FUNCTIONS.fullmatch(match[1]) or (match[1].casefold() == "url" and match[2])
        for match in _FUNCTION.finditer(text)
    )
