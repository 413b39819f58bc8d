"""Small templates filled, or refused, in one step; and pieces of XML as editors write them."""

from __future__ import annotations

from generator.namespace import Tree
from generator.opc import Package
from generator.problems import Problem
from generator.text.printer import Printer
from generator.word.compiler import compile_template
from generator.word.render import render, template_environment
from tests.support.docx import p, package_of
from tests.support.gate import faults

ROWS: list[Tree] = [
    {"g": g, "name": name, "n": n} for g, name, n in (("组一", "甲", 1), ("组一", "乙", 2), ("组二", "丙", 3))
]
TEXT: list[Tree] = [{"runs": [{"text": text, "bold": False}]} for text in ("第一段", "第二段")]
DATA: Tree = {
    "unit": "示例站",
    "year": 2023,
    "yes": True,
    "no": False,
    "empty": [],
    "text": TEXT,
    "rows": ROWS,
    "row0": [],
}
"""The data that the cases are filled with."""
FOR, ROF = p("{%p for r in rows %}"), p("{%p endfor %}")
IF_NO, IF_YES, FI = p("{%p if no %}"), p("{%p if yes %}"), p("{%p endif %}")
_VML = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
_WP = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
_WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def filled(printer: Printer, source: str | Package, context: Tree | None = None) -> bytes:
    """The document made of a body, or a package, with the data of the cases; it passes the gate."""
    package = package_of(source) if isinstance(source, str) else source
    environment = template_environment(printer)
    compiled, problems = compile_template(package, "t.docx", environment)
    assert compiled is not None, problems
    data, problems = render(compiled, environment, DATA if context is None else context, "", "", "", {})
    assert data is not None, problems
    assert faults(data) == []
    return data


def refused(printer: Printer, source: str | Package) -> list[Problem]:
    """The problems for which a body, or a package, is not compiled."""
    package = package_of(source) if isinstance(source, str) else source
    compiled, problems = compile_template(package, "t.docx", template_environment(printer))
    assert (compiled is None) == bool(problems)
    return problems


def run(inner: str) -> str:
    """A run that holds this XML."""
    return f"<w:r>{inner}</w:r>"


def text(words: str) -> str:
    """A run with a text."""
    return run(f'<w:t xml:space="preserve">{words}</w:t>')


def par(*inner: str, properties: str = "") -> str:
    """A paragraph that holds this XML."""
    return f'<w:p><w:pPr><w:pStyle w:val="BodyCN"/>{properties}</w:pPr>{"".join(inner)}</w:p>'


def mark(kind: str, name: str, number: int, inner: str = "") -> str:
    """A bookmark, a permission or the like around this XML."""
    named = f' w:name="{name}"' if name else ""
    return f'<w:{kind}Start w:id="{number}"{named}/>{inner}<w:{kind}End w:id="{number}"/>'


def field(instruction: str, result: str = "x") -> tuple[str, str, str]:
    """The three parts of a field: from its beginning to its separator, its result, its end."""
    begin = run('<w:fldChar w:fldCharType="begin"/>') + run(
        f'<w:instrText xml:space="preserve">{instruction}</w:instrText>'
    )
    return begin + run('<w:fldChar w:fldCharType="separate"/>'), text(result), run('<w:fldChar w:fldCharType="end"/>')


def picture(number: int = 7) -> str:
    """A drawing in a line of text, without a relationship."""
    return run(
        f'<w:drawing><wp:inline {_WP} distT="0" distB="0" distL="0" distR="0"><wp:extent cx="9000" cy="9000"/>'
        f'<wp:docPr id="{number}" name="图形 {number}"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{_WPS}">'
        f'<wps:wsp xmlns:wps="{_WPS}"><wps:cNvSpPr/><wps:spPr><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>'
        "<wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>"
    )


def text_box(inner: str, older: str | None = None, number: int = 7) -> str:
    """A text box as Word writes it: for newer programs, and once more for older ones."""
    copy = inner if older is None else older
    return run(
        f'<mc:AlternateContent xmlns:mc="{_MC}"><mc:Choice xmlns:wps="{_WPS}" Requires="wps"><w:drawing>'
        f'<wp:inline {_WP} distT="0" distB="0" distL="0" distR="0"><wp:extent cx="900000" cy="900000"/>'
        f'<wp:docPr id="{number}" name="文本框 {number}"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{_WPS}">'
        '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>'
        f"<wps:txbx><w:txbxContent>{inner}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>"
        f"</wp:inline></w:drawing></mc:Choice><mc:Fallback>{pict(copy, number)}</mc:Fallback></mc:AlternateContent>"
    )


def pict(inner: str, number: int = 7) -> str:
    """A text box as older programs write it, in place of a run's content."""
    return (
        f'<w:pict {_VML}><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"/>'
        f'<v:shape id="文本框 {number}" o:spid="_x0000_s{1020 + number}" type="#_x0000_t202" style="width:70pt;height:70pt">'
        f"<v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></v:shape></w:pict>"
    )


def control(inner: str, properties: str = "") -> str:
    """A content control around this XML."""
    return f'<w:sdt><w:sdtPr><w:id w:val="5"/>{properties}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>'


def row(*cells: str) -> str:
    """A row of a table whose cells hold this XML."""
    return "<w:tr>" + "".join(cell(inner) for inner in cells) + "</w:tr>"


def cell(inner: str, properties: str = "") -> str:
    """A cell that holds this XML."""
    return f'<w:tc><w:tcPr><w:tcW w:w="1000" w:type="dxa"/>{properties}</w:tcPr>{inner}</w:tc>'


def grid(*rows: str, columns: int = 2) -> str:
    """A table of these rows."""
    return f"<w:tbl><w:tblPr/><w:tblGrid>{'<w:gridCol/>' * columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


def messages(problems: list[Problem]) -> list[tuple[str, str, str]]:
    """What problems say: message, advice, and the text of the place."""
    return [(problem.message, problem.remedy, problem.place.excerpt) for problem in problems]
