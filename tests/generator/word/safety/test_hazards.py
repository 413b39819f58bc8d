from __future__ import annotations

import gzip
from io import BytesIO
from zipfile import ZipFile

import pytest
from lxml import etree

from generator.opc import Link, Package, with_links, with_part
from generator.word.safety.field_codes import addresses, word_fields
from generator.word.safety.hazards import address_fault, hazards
from tests.support.docx import package_of
from tests.support.paths import PROJECT

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
NAMESPACES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:x="urn:x" '
    f'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="{OFFICE[:-1]}"'
)


def run(inner: str) -> str:
    return f"<w:r>{inner}</w:r>"


def char(kind: str) -> str:
    return run(f'<w:fldChar w:fldCharType="{kind}"/>')


def code(text: str) -> str:
    return run(f'<w:instrText xml:space="preserve">{text}</w:instrText>')


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("\t", "&#9;").replace("\n", "&#10;")


def simple(instruction: str) -> str:
    return f'<w:fldSimple w:instr="{escaped(instruction)}">{run("<w:t>1</w:t>")}</w:fldSimple>'


def complex_(instruction: str) -> str:
    return char("begin") + code(escaped(instruction)) + char("separate") + run("<w:t>1</w:t>") + char("end")


def in_pieces(instruction: str) -> str:
    pieces = "<w:proofErr w:type='gramStart'/>".join(code(escaped(character)) for character in instruction)
    return char("begin") + pieces + char("separate") + run("<w:t>1</w:t>") + char("end")


def package(inner: str) -> Package:
    return package_of(f"<w:p {NAMESPACES}>{inner}</w:p>")


def messages(found: Package) -> list[str]:
    problems = hazards(found, "x.docx")
    assert {problem.code for problem in problems} <= {"TEMPLATE-HAZARD"}
    assert all(problem.remedy for problem in problems)
    return [problem.message for problem in problems]


REFUSED = [
    'INCLUDEPICTURE\\d "http://example.org/x"',
    "DDEAUTO\\x cmd",
    'INCLUDETEXT\\!"D:\\\\x.docx"',
    'INCLUDEPICTURE"http://example.org/x"',
    "includepicture http://example.org/x",
    "DDEAUTO\tcmd",
    "DDEAUTO\ncmd",
    "PAGE\u00a0x",
    "PAGE\u3000x",
    "PAGE(x",
    "\\INCLUDETEXT x",
    '"INCLUDETEXT" x',
    "ＤＤＥ cmd",
    "ıncludetext x",
    "PAGEſ",
    "INCLUDE\u200bTEXT x",
    "",
    " ",
    "FOOBAR",
    *("DDE", "LINK", "INCLUDE", "IMPORT", "RD", "DATABASE", "EMBED", "MACROBUTTON", "GOTOBUTTON", "HTMLCONTROL"),
    *("ADDIN", "CONTROL", "OCX", "PRINT", "ASK", "FILLIN", "SET", "QUOTE", "AUTOTEXT", "AUTOTEXTLIST", "GLOSSARY"),
    *("MERGEFIELD", "NEXT", "DOCVARIABLE", "USERNAME", "USERADDRESS"),
    "FILENAME \\p",
    "合计",
    'HYPERLINK\\h "file:///etc/passwd"',
    'HYPERLINK \\s "file:///etc/passwd"',
    'HYPERLINK "file:///x"',
    "HYPERLINK file:///x",
    "HYPERLINK C:\\\\x.exe",
    'HYPERLINK "\\\\\\\\server\\\\x"',
    'HYPERLINK \\o "a\\" "file:///x"',
    'HYPERLINK \\o "a\\" file:///x "',
    "HYPERLINK \\o “a file:///x”",
    "HYPERLINK “http://example.org”",
    'HYPERLINK "http://example.org" "file:///x"',
    'HYPERLINK \\l "file:///x"',
    "HYPERLINK \\lfile:///x",
    'HYPERLINK "javascript:alert(1)"',
    'HYPERLINK "../x.docx"',
]


@pytest.mark.parametrize("form", [simple, complex_, in_pieces], ids=["simple", "complex", "in pieces"])
@pytest.mark.parametrize("instruction", REFUSED)
def test_a_field_that_is_not_known_to_be_harmless_is_refused(form: object, instruction: str) -> None:
    assert callable(form)
    assert len(messages(package(form(instruction)))) == 1


@pytest.mark.parametrize(
    "instruction",
    [
        " PAGE ",
        "page",
        "PAGE\\* MERGEFORMAT",
        " PAGE   \\* MERGEFORMAT ",
        'TOC \\o "1-3" \\h \\z \\u',
        "= SUM(ABOVE)",
        "=1+1",
        'DATE \\@"yyyy年M月d日"',
        "NUMPAGES",
        "REF _Ref1 \\h",
        'STYLEREF "标题 1"',
        'HYPERLINK \\l "_Toc1"',
        'HYPERLINK "http://www.mof.gov.cn/a?b=c#d" \\t "_blank"',
        'HYPERLINK \\o "“校校通”项目" "https://财政局.example.cn:8080/"',
        'HYPERLINK "mailto:zhang@example.cn?subject=自评"',
    ],
)
def test_a_harmless_field_passes(instruction: str) -> None:
    assert messages(package(simple(instruction) + complex_(instruction) + in_pieces(instruction))) == []


CHOICE = (
    "<mc:AlternateContent><mc:Choice Requires='x'>{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>"
)


@pytest.mark.parametrize(
    "inner",
    [
        # One branch of an alternative reads another instruction than both together.
        char("begin") + CHOICE.format(code("PAGE "), code("DDEAUTO cmd")) + char("separate") + char("end"),
        char("begin") + CHOICE.format(code("PAGE "), "") + code("DDEAUTO cmd") + char("end"),
        char("begin")
        + code("PAGE ")
        + CHOICE.format(char("end") + char("begin"), "")
        + code(" DDEAUTO cmd")
        + char("end"),
        char("begin") + f"<x:y>{code('PAGE ')}</x:y>" + code("DDEAUTO cmd") + char("end"),
        char("begin") + f"<w:ins w:id='1'>{code('PAGE ')}</w:ins>" + code("DDEAUTO cmd") + char("end"),
        char("begin")
        + f"<w:del w:id='1'>{run('<w:delInstrText>PAGE </w:delInstrText>')}</w:del>"
        + code("DDEAUTO cmd")
        + char("end"),
        char("begin")
        + run(f"<w:pict><v:textbox><w:txbxContent><w:p>{code('PAGE ')}</w:p></w:txbxContent></v:textbox></w:pict>")
        + code("DDEAUTO cmd")
        + char("end"),
        # Text where the code stands.
        char("begin") + run("<w:t>PAGE </w:t>") + code("DDEAUTO cmd") + char("end"),
        char("begin") + code("PRINT") + run("<w:br/>") + code("DATE") + char("end"),
        # Pieces without a field, a field without an end.
        code("DDEAUTO cmd"),
        char("end"),
        char("separate"),
        char("begin") + code(" PAGE "),
        char("begin") + char("separate") + code("DDEAUTO cmd") + char("end"),
        # A keyword that another field prints.
        char("begin") + complex_("REF x") + code(" calc.exe") + char("end"),
        char("begin") + code("DDE") + complex_("REF x") + code(" calc.exe") + char("end"),
        char("begin") + simple("REF x") + code(" calc.exe") + char("end"),
        char("begin") + code("HYPERLINK ") + complex_("REF x") + char("end"),
        # A harmless field around one that is not.
        char("begin") + code("IF 1=1 ") + complex_("DDEAUTO cmd") + char("separate") + char("end"),
        # What XML allows within a text.
        char("begin") + code("INCL<!-- -->UDETEXT x") + char("end"),
        char("begin") + code("&#73;NCLUDETEXT x") + char("end"),
        char("begin") + code("<![CDATA[INCLUDETEXT x]]>") + char("end"),
        f"<s:r xmlns:s='{STRICT}'><s:fldSimple s:instr='DDE x'/></s:r>",
        f"<w:r><q:fldSimple xmlns:q='{W}' q:instr='DDE x'/></w:r>",
    ],
)
def test_a_field_is_read_as_any_program_may_read_it(inner: str) -> None:
    assert messages(package(inner))


def test_harmless_fields_within_fields_and_branches_pass() -> None:
    entry = (
        char("begin") + code(' HYPERLINK \\l "_Toc1" ') + char("separate") + complex_("PAGEREF _Toc1 \\h") + char("end")
    )
    contents = char("begin") + code(' TOC \\o "1-2" ') + char("separate") + entry + char("end")
    box = run(f"<w:pict><v:textbox><w:txbxContent><w:p>{complex_('PAGE')}</w:p></w:txbxContent></v:textbox></w:pict>")
    total = char("begin") + code("= ") + complex_("NUMPAGES") + code(" - 1") + char("separate") + char("end")
    inserted = f"<w:ins w:id='1'>{complex_('PAGE')}</w:ins>"
    assert messages(package(contents + CHOICE.format(box, complex_("PAGE")) + total + inserted)) == []


@pytest.mark.parametrize("part", ["header1", "footnotes", "endnotes", "comments", "glossary/document"])
def test_a_field_is_found_in_every_part_and_the_part_is_named(part: str) -> None:
    xml = f'<w:x xmlns:w="{W}"><w:p>{run("<w:t>近旁</w:t>")}{complex_("DDE x")}</w:p></w:x>'
    found = with_part(package(""), f"word/{part}.xml", xml.encode(), "application/xml")
    (problem,) = hazards(found, "x.docx")
    assert (problem.place.path, problem.place.excerpt) == (f"x.docx!word/{part}.xml", "近旁1")


def test_many_fields_and_pieces_are_read_once_each() -> None:
    count = 20_000
    root = etree.fromstring(
        f'<w:p xmlns:w="{W}">{char("begin") + code("PAGE ") + code("x") * count + char("end")}</w:p>'
    )
    (field,) = word_fields(root)
    assert field.instruction == "PAGE " + "x" * count


@pytest.mark.parametrize(
    "inner",
    [
        '<v:shape href="file:///etc/passwd"/>',
        '<v:shape href="\\\\server\\x"/>',
        '<v:imagedata src="http://example.org/x.png"/>',
        '<v:imagedata SRC="file:///x"/>',
        '<v:imagedata o:href="http://example.org/x.png"/>',
        '<v:fill src="x.png"/>',
        '<v:fill o:althref="http://example.org/x"/>',
        '<v:stroke src="http://example.org/x"/>',
        '<q:image xmlns:q="urn:schemas-microsoft-com:vml" src="x"/>',
        '<w:smartTagType w:url="http://example.org/x"/>',
        '<a:hlinkClick action="ppaction://program"/>',
        '<x:y xml:base="http://example.org/"/>',
        '<x:y x:schemaLocation="http://example.org/x.xsd"/>',
        "<w:mailMerge/>",
        '<w:attachedSchema w:val="urn:x"/>',
        "<w:saveThroughXslt/>",
        "<w:linkStyles/>",
        '<w:ffData><w:entryMacro w:val="x"/></w:ffData>',
        '<x:webVideoPr embeddedHtml="&lt;iframe/&gt;"/>',
        "<?xml-stylesheet href='http://example.org/x.xsl'?>",
    ],
)
@pytest.mark.parametrize("branch", ["{}", CHOICE.format("", "{}")], ids=["plain", "fallback"])
def test_what_fetches_without_a_relationship_is_refused(branch: str, inner: str) -> None:
    assert len(messages(package(run(branch.format(inner))))) == 1


def test_what_stays_within_the_document_passes() -> None:
    inner = '<v:shape href="#anchor"/><v:shape href="http://example.org/"/><v:imagedata src=""/><a:ext uri="{x}"/>'
    assert messages(package(run(inner))) == []


@pytest.mark.parametrize(
    ("kind", "target", "external"),
    [
        ("hyperlink", "file:///D:/x", False),
        ("hyperlink", "\\\\server\\x", False),
        ("hyperlink", "ms-word:ofe|u|http://example.org/x", True),
        ("hyperlink", "search-ms:query=x", True),
        ("image", "http://example.org/x.png", True),
        ("unknown", "https://example.org/x", True),
        ("recipientData", "word/x.xml", False),
        ("keyMapCustomizations", "word/x.xml", False),
        ("attachedToolbars", "word/x.xml", False),
        ("HYPERLINK", "http://example.org/", True),
    ],
)
def test_a_relationship_of_another_kind_or_to_elsewhere_is_refused(kind: str, target: str, external: bool) -> None:
    found = with_part(package(""), "word/x.xml", b"<x/>", "application/xml")
    assert len(messages(with_links(found, "word/document.xml", [Link("rId90", OFFICE + kind, target, external)]))) == 1


@pytest.mark.parametrize(
    "address",
    [
        *("file:///x", "FILE:///x", " file:///x", "fi\tle:///x", "\\\\host\\share", "//host/share", "C:\\x.exe"),
        *("javascript:x", "vbscript:x", "data:text/html,x", "ms-msdt:/id", "smb://host/x", "../x.docx", "x", ""),
        *("http://", "http:\\\\host", "http://user@host/", "http://host/\\x", "http://host/%00", "https://host/%0d%0a"),
        *("http://host/\u202ex", "http://host/\u200bx", "http://host/a b", "http://host/\x85", "httpx://host"),
        *("mailto:", "mailto:x", "mailto:a@b?attach=c:\\x", "mailto:a@b?subject=x&attach=y", "mailto:a@b%0a"),
    ],
)
def test_an_address_that_is_no_plain_one_is_refused(address: str) -> None:
    assert address_fault(address) is not None


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'


def pictured(data: bytes, kind: str = "image/svg+xml", name: str = "word/media/x.svg") -> Package:
    found = with_part(package(""), name, data, kind)
    return with_links(found, "word/document.xml", [Link("rId90", f"{OFFICE}image", name, False)])


@pytest.mark.parametrize(
    "inner",
    [
        "<script>x</script>",
        '<rect onload="x"/>',
        '<rect ONCLICK="x"/>',
        '<image href="file:///etc/passwd"/>',
        '<image xlink:href="http://example.org/x"/>',
        '<image href="&#102;ile:///x"/>',
        '<a href="java&#9;script:x"/>',
        '<a href="https://example.org"/>',
        '<use href="http://example.org/x#y"/>',
        "<foreignObject/>",
        '<iframe xmlns="http://www.w3.org/1999/xhtml"/>',
        '<rect style="fill:url(http://example.org/x)"/>',
        '<rect style="fill:u/**/rl(http://example.org/x)"/>',
        '<rect fill="url( &quot;http://example.org/x&quot; )"/>',
        "<style>@import 'http://example.org/x';</style>",
        "<style>rect{fill:\\75rl(http://example.org/x)}</style>",
        "<style>rect{fill:u<!-- -->rl(http://example.org/x)}</style>",
        "<style>rect{background:image-set('http://example.org/x')}</style>",
        '<set attributeName="href" to="http://example.org/x"/>',
        '<animate attributeName="href" values="http://example.org/x"/>',
        '<feImage href="http://example.org/x"/>',
        '<image href="data:image/svg+xml;base64,PHN2Zy8+"/>',
        '<g xml:base="http://example.org/"/>',
        "<?xml-stylesheet href='http://example.org/x'?>",
        '<q:script xmlns:q="http://www.w3.org/2000/svg"/>',
    ],
)
def test_a_drawing_that_acts_is_refused(inner: str) -> None:
    assert len(messages(pictured(SVG.format(inner).encode()))) == 1


def test_a_stylesheet_before_the_drawing_is_found_too() -> None:
    svg = "<?xml-stylesheet href='http://example.org/x'?>" + SVG.format("")
    assert len(messages(pictured(svg.encode()))) == 1
    assert len(messages(pictured(svg.encode("utf-16")))) == 1


def test_a_drawing_of_shapes_passes() -> None:
    inner = (
        '<defs><linearGradient id="g"><stop offset="0"/></linearGradient></defs><style>.a{fill:#000}</style>'
        '<path class="a" d="M0 0" transform="rotate(5) translate(1,2)" fill="url(#g)" style="stroke:url(\'#g\')"/>'
        '<use xlink:href="#a"/><image href="data:image/png;base64,iVBORw0KGgo="/><text>（一）项目 (1)</text>'
    )
    assert messages(pictured(SVG.format(inner).encode())) == []


@pytest.mark.parametrize(
    "data",
    [
        SVG.format("<script/>").encode(),
        SVG.format("").encode("utf-16"),
        gzip.compress(SVG.format("").encode(), mtime=0),
        b"%!PS-Adobe",
        b"<html/>",
        b"PK\3\4",
        b"MZ",
    ],
)
def test_what_is_no_picture_does_not_pass_for_one(data: bytes) -> None:
    assert len(messages(pictured(data, "image/png", "word/media/x.png"))) == 1
    assert messages(pictured(b"\x89PNG\r\n\x1a\n" + data, "image/png", "word/media/x.png")) == []


def test_a_chart_s_workbook_brings_figures_only() -> None:
    path = PROJECT / "templates" / "hubei-wuhan" / "explanation.docx"
    with ZipFile(path) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    assert messages(found) == []
    workbook = next(name for name in found if name.endswith(".xlsx"))
    with ZipFile(BytesIO(found[workbook])) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    rels = "xl/_rels/workbook.xml.rels"
    for kind, mode in (("externalLink", "External"), ("connections", "Internal"), ("worksheet", "External")):
        link = f'<Relationship Id="rId90" Type="{OFFICE}{kind}" Target="x" TargetMode="{mode}"/></Relationships>'
        out = BytesIO()
        with ZipFile(out, "w") as archive:
            for name, data in members.items():
                added = data.replace(b"</Relationships>", link.encode()) if name == rels else data
                archive.writestr(name, added)
        (message,) = messages(found | {workbook: out.getvalue()})
        assert kind in message
    (message,) = messages(found | {workbook: b"x"})
    assert "打不开" in message


@pytest.mark.parametrize(
    "instruction",
    [
        r'HYPERLINK \l \t "file:///etc/passwd"',
        r'HYPERLINK \* "file:///etc/passwd"',
        r'HYPERLINK \# "file:///etc/passwd"',
        r'HYPERLINK \@ "file:///etc/passwd"',
        r'HYPERLINK \t "file:///etc/passwd"',
        r'HYPERLINK \o "a" \* "file:///etc/passwd"',
        r'HYPERLINK "#a" \l',
    ],
)
def test_a_switch_hides_no_address(instruction: str) -> None:
    """What LibreOffice takes for the address, wherever it stands."""
    found = addresses(instruction)
    assert found is None or any("file:" in address for address in found)


def test_what_a_hyperlink_may_say_beside_its_address_passes() -> None:
    assert addresses(r'HYPERLINK \l "_Toc1" \o "见 http://example.org" \t "_blank" \* MERGEFORMAT') == []
