"""What comes along with a body that is carried into another file."""

from __future__ import annotations

import pytest
from lxml import etree

from generator.opc import Link, Package, links, with_links, with_part
from generator.word.binding.carrying import Carrier, move_before
from generator.word.names import DOCUMENT, W
from tests.support.docx import p, package_of
from tests.support.growth import assert_linear
from tests.support.pictures import png

_TO = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_BLIP = (
    '<w:p><w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" r:embed="rIdP"/>'
    "</w:drawing></w:r></w:p>"
)


def pictured(data: bytes) -> Package:
    """A template with a picture."""
    package = with_part(dict(package_of(_BLIP)), "word/media/image1.png", data, "image/png")
    return with_links(package, DOCUMENT, [Link("rIdP", _TO, "word/media/image1.png", external=False)])


@pytest.mark.parametrize(
    ("shared", "copies"), [({}, ["image1.png", "image2.png"]), (None, ["image1.png", *["image2.png", "image3.png"]])]
)
def test_a_picture_comes_along_each_time_or_once(
    shared: dict[tuple[str, bytes], str] | None, copies: list[str]
) -> None:
    carrier = Carrier(pictured(png(2, 2)), shared=shared)
    for _ in range(2):
        package, part = carrier.opened(pictured(png()))
        carrier.carry("t.docx", package, part)
        assert carrier.problems == []
        shown = [link.target for link in links(carrier.package, DOCUMENT) if link.type == _TO]
    assert [name.rpartition("/")[2] for name in carrier.package if "media" in name] == copies
    assert shown[-1] == f"word/media/{copies[-1]}"


def test_what_leads_nowhere_is_told() -> None:
    carrier = Carrier(package_of(p("甲")))
    package, part = carrier.opened(package_of(_BLIP))
    carrier.carry("t.docx", package, part)
    assert [(problem.code, problem.place.path) for problem in carrier.problems] == [("TEMPLATE-FILE", "t.docx")]


def test_a_long_table_is_moved_in_time() -> None:
    row = f"<w:tr xmlns:w='{W[1:-1]}'>{'<w:tc><w:p/></w:tc>' * 3}</w:tr>"

    def moved(size: int) -> None:
        place = etree.SubElement(etree.Element(f"{W}body"), f"{W}p")
        move_before(etree.fromstring(f"<w:tbl xmlns:w='{W[1:-1]}'>{row * size}</w:tbl>"), place)
        assert len(place.getprevious()) == size  # type: ignore[arg-type]

    assert_linear(moved, lambda size: size, 4000)
