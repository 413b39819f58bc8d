"""The drawing of a picture that stands in a line of text like a character."""

from __future__ import annotations

from lxml import etree

from generator.namespace import Image
from generator.pictures.width import EMU
from generator.word.names import W

_INCH = 2.54 * EMU
_USUAL = 96  # pixels per inch of a picture that does not say, as screens and Word have it
_DRAWING = """\
<wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"\
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"\
 xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"\
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"\
 distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{cx}" cy="{cy}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>\
<wp:docPr id="{id}" name="图片 {id}"/>\
<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>\
<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>\
<pic:nvPicPr><pic:cNvPr id="{id}" name="图片 {id}"/>\
<pic:cNvPicPr><a:picLocks noChangeAspect="1"/></pic:cNvPicPr></pic:nvPicPr>\
<pic:blipFill><a:blip r:embed="{link}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>\
<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm>\
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>"""


def extent(image: Image, width: int, height: int) -> tuple[int, int]:
    """The width and height at which a picture is printed in a place of this width and height, all in EMU.

    It keeps its ratio: as wide as was asked for, else as its file says, and never larger than the place.
    """
    wide = image.width or round(image.columns / (image.density or _USUAL) * _INCH)
    wide = max(1, min(wide, width, height * image.columns // image.rows))
    return wide, max(1, wide * image.rows // image.columns)


def drawing(image: Image, link: str, number: int, size: tuple[int, int]) -> etree._Element:
    """The drawing of a picture that a relationship leads to, with an id and its size in EMU."""
    cx, cy = size
    inline = etree.fromstring(_DRAWING.format(cx=cx, cy=cy, id=number, link=link))
    inline[2].set("descr", image.alternative)
    element = etree.Element(f"{W}drawing")
    element.append(inline)
    return element
