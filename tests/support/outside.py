"""Templates with tags outside of paragraphs: in charts, SmartArt, links, alternative texts, properties and data."""

from __future__ import annotations

import zipfile
from io import BytesIO

from lxml import etree

from generator.namespace import Tree
from generator.opc import Link, Package, with_links, with_part
from generator.problems import Problem
from generator.text.printer import Printer
from generator.word.compiler import compile_template
from generator.word.names import DOCUMENT
from generator.word.properties import with_property_parts
from generator.word.render import render, template_environment
from tests.support.docx import p, package_of
from tests.support.gate import faults

RELS = "word/_rels/document.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_R = OFFICE
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_DGM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
_DSP = "http://schemas.microsoft.com/office/drawing/2008/diagram"
_DRAWN = "http://schemas.microsoft.com/office/2007/relationships/diagramDrawing"
_DIAGRAM_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.diagram{}+xml"
_POINT = "{6C3C8BC8-F283-45AE-878A-BAB729192401}"
# How a SmartArt is laid out: the element of each part, and what it must hold.
_LOOKS = {
    "Layout": ("layoutDef", "<dgm:layoutNode/>"),
    "Style": ("styleDef", '<dgm:styleLbl name="node0"/>'),
    "Colors": ("colorsDef", ""),
}
_DRAWING_TYPE = "application/vnd.ms-office.drawingml.diagramDrawing+xml"


def filled(
    printer: Printer, package: Package, context: Tree, *, sound: bool = True
) -> tuple[dict[str, bytes], list[Problem]]:
    """The members of the document that a template gives, `sound` by the gate, or the problems of the template."""
    environment = template_environment(printer)
    compiled, problems = compile_template(with_property_parts(package), "t.docx", environment)
    if compiled is None:
        return {}, problems
    data, problems = render(compiled, environment, context, "题", "单位", "主题", {"unit": "hechi", "commit": "c"})
    if data is None:
        return {}, problems
    assert not sound or (found := faults(data)) == [], found
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}, problems


def with_link(
    address: str, body: str = "", *, text: str = "通知", package: Package | None = None, part: str = DOCUMENT
) -> Package:
    """A template with a link to an address; a `body` of its own refers to it by the id rLink."""
    link = f'<w:p><w:hyperlink r:id="rLink"><w:r><w:t>{text}</w:t></w:r></w:hyperlink></w:p>'
    made = package_of(body or link) if package is None else package
    return with_links(made, part, [Link("rLink", f"{OFFICE}/hyperlink", address, external=True)])


def address(members: Package, rels: str = RELS) -> str:
    """The address of the only link in a document."""
    (link,) = [item for item in etree.fromstring(members[rels]) if item.get("TargetMode") == "External"]
    return str(link.get("Target"))


def picture(attributes: str, inside: str = "", number: int = 1) -> str:
    """A paragraph with a drawing that shows nothing: what is looked at is what describes it."""
    return (
        f'<w:p><w:r><w:drawing><wp:inline xmlns:wp="{_WP}" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="900000" cy="900000"/><wp:docPr id="{number}" {attributes}>{inside}</wp:docPr>'
        f'<a:graphic xmlns:a="{_A}"><a:graphicData uri="urn:x"/></a:graphic></wp:inline></w:drawing></w:r></w:p>'
    )


def paragraph(*runs: str) -> str:
    """A paragraph of a drawing whose text is cut over runs."""
    return f"<a:p>{''.join(f'<a:r><a:t>{run}</a:t></a:r>' for run in runs)}</a:p>"


def with_diagram(
    data: str, drawn: str | None, *, around: tuple[str, str] = ("", ""), folder: str = "diagrams"
) -> Package:
    """A template with a SmartArt of one text; `drawn` is that of the drawing kept beside it, None if there is none."""
    extension = (
        f'<dgm:extLst><a:ext uri="http://schemas.microsoft.com/office/drawing/2008/diagram">'
        f'<dsp:dataModelExt xmlns:dsp="{_DSP}" relId="rDrawn" minVer="http://x"/></a:ext></dgm:extLst>'
    )
    spaces = f'xmlns:dgm="{_DGM}" xmlns:a="{_A}" xmlns:r="{_R}"'
    model = (
        f'<dgm:dataModel {spaces}><dgm:ptLst><dgm:pt modelId="{_POINT}"><dgm:prSet/><dgm:spPr/><dgm:t><a:bodyPr/>{data}</dgm:t>'
        f"</dgm:pt></dgm:ptLst><dgm:cxnLst/><dgm:bg/><dgm:whole/>{'' if drawn is None else extension}</dgm:dataModel>"
    )
    body = (
        f'{around[0]}<w:p><w:r><w:drawing><wp:inline xmlns:wp="{_WP}" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="900000" cy="900000"/><wp:docPr id="1" name="图示 1" descr="流程"/><a:graphic xmlns:a="{_A}">'
        f'<a:graphicData uri="{_DGM}"><dgm:relIds xmlns:dgm="{_DGM}" r:dm="rData" r:lo="rLayout" r:qs="rStyle" r:cs="rColors"/></a:graphicData></a:graphic>'
        f"</wp:inline></w:drawing></w:r></w:p>{around[1]}"
    )
    package = with_part(package_of(body), f"word/{folder}/d1.xml", model.encode(), _DIAGRAM_TYPE.format("Data"))
    found = [Link("rData", f"{OFFICE}/diagramData", f"word/{folder}/d1.xml", external=False)]
    for name, (element, content) in _LOOKS.items():
        part, xml = f"word/{folder}/{name.casefold()}.xml", f"<dgm:{element} {spaces}>{content}</dgm:{element}>"
        package = with_part(package, part, xml.encode(), _DIAGRAM_TYPE.format(name))
        kind = f"{OFFICE}/diagram{name.replace('Style', 'QuickStyle')}"
        found.append(Link(f"r{name}", kind, part, external=False))
    if drawn is not None:
        named = '<dsp:cNvPr id="0" name=""/>'
        shape = (
            f'<dsp:nvGrpSpPr>{named}<dsp:cNvGrpSpPr/></dsp:nvGrpSpPr><dsp:grpSpPr/><dsp:sp modelId="{_POINT}">'
            f"<dsp:nvSpPr>{named}<dsp:cNvSpPr/></dsp:nvSpPr><dsp:spPr/><dsp:txBody><a:bodyPr/>{drawn}</dsp:txBody></dsp:sp>"
        )
        drawing = f'<dsp:drawing xmlns:dsp="{_DSP}" xmlns:a="{_A}"><dsp:spTree>{shape}</dsp:spTree></dsp:drawing>'
        package = with_part(package, f"word/{folder}/drawn.xml", drawing.encode(), _DRAWING_TYPE)
        found.append(Link("rDrawn", _DRAWN, f"word/{folder}/drawn.xml", external=False))
    return with_links(package, DOCUMENT, found)


def with_property(part: str, kind: str, relationship: str, xml: str) -> Package:
    """A template with a part of properties in place of its own."""
    package = package_of(p("正文"))
    if part in package:
        return package | {part: xml.encode()}
    return with_links(
        with_part(package, part, xml.encode(), kind), "", [Link("rP", relationship, part, external=False)]
    )
