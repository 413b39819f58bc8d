"""SVG: a drawing is let through, and what runs or reads from elsewhere is named."""

from __future__ import annotations

import pytest
from lxml import etree

from generator.word.safety.svg import acting


def found(inner: str) -> list[str]:
    head = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
    return [*acting(etree.fromstring(f"{head}{inner}</svg>"))]


@pytest.mark.parametrize(
    "inner",
    [
        '<g id="a"><path d="M0 0" transform="rotate(3)"/></g><use xlink:href="#a"/>',
        '<image href="data:image/png;base64,AAAA"/>',
        "<style>.a { fill: url(#b); stroke: rgb(1, 2, 3) }</style><rect style=\"fill: URL('#b')\"/>",
    ],
    ids=["references", "picture", "styles"],
)
def test_a_drawing_is_nothing_but_a_drawing(inner: str) -> None:
    assert found(inner) == []


@pytest.mark.parametrize(
    ("inner", "named"),
    [
        ("<script/>", "<script>"),
        ('<g xmlns="urn:other"/>', "<g>"),
        ("<?xml-stylesheet href='x'?>", "<?…?>"),
        ('<g onClick="x"/>', "onclick='x'"),
        ('<image xlink:href="https://example.org/a.png"/>', "href='https://example.org/a.png'"),
        ('<image href="data:image/svg+xml;base64,AAAA"/>', "href='data:image/svg+xml;base64,AAAA'"),
        ('<g xml:base="x"/>', "base='x'"),
        ('<rect fill="url(x.svg#a)"/>', "fill='url(x.svg#a)'"),
        ("<style>@import 'x';</style>", "<style>"),
        ("<style>a { fill: u\\72l(x) }</style>", "<style>"),
    ],
)
def test_what_runs_or_is_read_from_elsewhere_is_named(inner: str, named: str) -> None:
    assert found(inner) == [named]
