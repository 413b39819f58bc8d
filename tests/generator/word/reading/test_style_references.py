from __future__ import annotations

import pytest
from lxml import etree

from generator.opc import Link, Package, with_links, with_part, write_package
from generator.text.printer import Printer
from generator.word.names import DOCUMENT, SETTINGS, STYLES, W
from generator.word.package import parse_template
from generator.word.reading.style_references import with_styles_of
from generator.word.styles import Styles
from tests.support.docx import p, package_of
from tests.support.layouts import filled, style_names, with_other_ids

WORDS = "application/vnd.openxmlformats-officedocument.wordprocessingml"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BASE = package_of("<w:p/>")
BOX = (
    '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>'
    + p("框", style="TableText")
    + "</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
)
LEVELS = "".join(
    f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="decimal"/>{bound}<w:lvlText w:val="%1"/></w:lvl>'
    for level, bound in enumerate(['<w:pStyle w:val="Heading1"/>', ""])
)
NUMBERING = f'<w:numbering xmlns:w="{W[1:-1]}"><w:abstractNum w:abstractNumId="0">{LEVELS}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'


def with_parts(package: Package, **parts: str) -> Package:
    for number, (kind, data) in enumerate(parts.items(), 50):
        part = f"word/{kind}{'1' if kind == 'header' else ''}.xml"
        package = with_part(package, part, data.encode(), f"{WORDS}.{kind}+xml")
        package = with_links(package, DOCUMENT, [Link(f"rId{number}", f"{RELATED}/{kind}", part, external=False)])
    return package


def template() -> Package:
    """Styles are referred to from everywhere: paragraphs, runs, tables, text boxes, headers, notes, numbering."""
    run = '<w:r><w:rPr><w:rStyle w:val="Strong"/></w:rPr><w:t>{{ unit }}</w:t></w:r>'
    heading = f'<w:p><w:pPr><w:pStyle w:val="Heading1"/><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>{run}</w:p>'
    table = '<w:tbl><w:tblPr><w:tblStyle w:val="OfficialTable"/></w:tblPr><w:tblGrid><w:gridCol w:w="9"/></w:tblGrid><w:tr><w:tc><w:tcPr><w:tcW w:w="9" w:type="dxa"/></w:tcPr>{}</w:tc></w:tr></w:tbl>'
    body = heading + BOX + table.format(p("格", style="TableText")) + p("文")
    notes = "".join(
        f'<w:footnote w:id="{number}"{kind}>{p("注", style="TableNote")}</w:footnote>'
        for number, kind in ((-1, ' w:type="separator"'), (1, ""))
    )
    return with_parts(
        package_of(body),
        header=f'<w:hdr xmlns:w="{W[1:-1]}">{p("眉", style="TableInfo")}</w:hdr>',
        footnotes=f'<w:footnotes xmlns:w="{W[1:-1]}">{notes}</w:footnotes>',
        numbering=NUMBERING,
    )


def dangling(package: Package) -> list[str]:
    """Every reference to a style that is not there, in any part."""
    known = {*Styles(package).elements}
    tags = "pStyle rStyle tblStyle basedOn next link styleLink numStyleLink clickAndTypeStyle defaultTableStyle"
    roots = [
        etree.fromstring(data) for name, data in package.items() if name.startswith("word/") and name.endswith(".xml")
    ]
    found = [use.get(f"{W}val", "") for root in roots for use in root.iter(*(f"{W}{tag}" for tag in tags.split()))]
    return [identifier for identifier in found if identifier not in known]


IDS = [*Styles(BASE).elements]
OTHERS = {
    "numbered": {old: f"s{number}" for number, old in enumerate(IDS)},
    "next one's": dict(zip(IDS, [*IDS[1:], IDS[0]], strict=True)),
    "headings exchanged": {
        "Heading1": "Heading2",
        "Heading2": "Heading1",
        "Normal": "OfficialTable",
        "OfficialTable": "Normal",
    },
}


@pytest.mark.parametrize("case", OTHERS)
def test_every_reference_follows_its_style_by_name(case: str) -> None:
    other = with_other_ids(template(), OTHERS[case])
    assert dangling(other) == [] and other[STYLES] != BASE[STYLES]
    found = with_styles_of(other, BASE)
    assert {
        part: etree.canonicalize(etree.fromstring(data)) for part, data in found.items() if part.endswith("xml")
    } == {part: etree.canonicalize(etree.fromstring(data)) for part, data in template().items() if part.endswith("xml")}
    assert found[STYLES] == BASE[STYLES]
    assert with_styles_of(found, BASE) == found


def renamed(package: Package, **names: str) -> Package:
    """The package with some styles called otherwise, with the ids LibreOffice would give them."""
    text = package[STYLES].decode()
    for identifier, name in names.items():
        old = Styles(package).names[identifier]
        text = text.replace(f'<w:name w:val="{old}"/>', name if name.startswith("<") else f'<w:name w:val="{name}"/>')
    return with_other_ids(package | {STYLES: text.encode()}, {"Heading1": "Style26", "TableText": "a5"})


@pytest.mark.parametrize(
    "names",
    [
        {"Heading1": "Heading 1", "Title": "title"},
        {"Heading1": "标题 1", "Normal": "正文"},
        {"Heading1": "标题1", "Strong": "要点"},
        {"Heading1": '<w:name w:val="一级标题"/><w:aliases w:val="H1,heading 1"/>'},
        {"TableText": '<w:name w:val="格子"/><w:aliases w:val="表格文字"/>'},
        {"Normal": "Standard"},
        {"Normal": "随便"},
    ],
)
def test_a_style_is_known_in_other_words(names: dict[str, str]) -> None:
    found = with_styles_of(renamed(template(), **names), BASE)
    assert style_names(found) == style_names(template()) and "?" not in style_names(found)
    assert dangling(found) == []


def with_own(package: Package, *styles: str) -> Package:
    return package | {STYLES: package[STYLES].replace(b"</w:styles>", "".join(styles).encode() + b"</w:styles>")}


OWN = '<w:style w:type="paragraph" w:styleId="{0}"><w:name w:val="{1}"/><w:basedOn w:val="{2}"/><w:next w:val="none"/>{3}</w:style>'


def test_a_style_that_the_base_lacks_is_kept_with_what_it_is_based_on(printer: Printer) -> None:
    body = p("甲{{ unit }}", style="Heading1") + p("乙", style="x")
    unused = OWN.format("z", "没有用", "Normal", "")
    own = with_own(package_of(body), OWN.format("b", "底子", "Normal", ""), OWN.format("x", "局里的", "b", ""), unused)
    # The editor has given its own style the identifier that the base has for another.
    other = with_other_ids(own, {"x": "BodyCN", "BodyCN": "q"})
    found = with_styles_of(other, BASE)
    assert style_names(found)[:2] == ["heading 1", "局里的"]
    assert dangling(found) == []
    assert {*Styles(found).identifiers} - {*Styles(BASE).identifiers} == {"局里的", "底子"}
    assert with_styles_of(found, BASE) == found
    assert style_names(filled(found, printer, unit="示例站"))[:2] == ["heading 1", "局里的"]


def test_paragraph_and_character_styles_of_one_name_are_not_mixed() -> None:
    both = (
        OWN.format("e", "着重", "Normal", ""),
        '<w:style w:type="character" w:styleId="f"><w:name w:val="着重"/></w:style>',
    )
    run = '<w:p><w:pPr><w:pStyle w:val="e"/></w:pPr><w:r><w:rPr><w:rStyle w:val="f"/></w:rPr><w:t>甲</w:t></w:r></w:p>'
    base = with_own(BASE, both[1].replace('"f"', '"Em"'))
    found = with_styles_of(with_own(package_of(run), *both), base)
    kinds = Styles(found).kinds
    root = etree.fromstring(found[DOCUMENT])
    assert [kinds[use.get(f"{W}val", "")] for use in root.iter(f"{W}pStyle", f"{W}rStyle")] == [
        "paragraph",
        "character",
    ]
    assert next(root.iter(f"{W}rStyle")).get(f"{W}val") == "Em"


def test_of_two_styles_with_one_name_the_last_counts(printer: Printer) -> None:
    twice = OWN.format("old", "Heading 1", "Normal", '<w:rPr><w:sz w:val="10"/></w:rPr>')
    text = BASE[STYLES].decode().replace("<w:style ", twice + "<w:style ", 1)
    package = package_of(p("甲{{ unit }}", style="old") + p("乙", style="Heading1")) | {STYLES: text.encode()}
    found, problems = parse_template(write_package(package), "x")
    assert found is not None, problems
    assert [*Styles(found).names.values()].count("heading 1") == 1
    assert dangling(found) == []
    assert style_names(filled(package, printer, unit="示例站"))[:2] == ["heading 1", "heading 1"]


def field(*pieces: str) -> str:
    codes = "".join(f'<w:r><w:instrText xml:space="preserve">{piece}</w:instrText></w:r>' for piece in pieces)
    begin, middle, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    return f"<w:p>{begin}{codes}{middle}<w:r><w:t>旧</w:t></w:r>{end}</w:p>"


@pytest.mark.parametrize(
    ("pieces", "instruction"),
    [
        ([' STYLEREF "一级标题" \\n '], ' STYLEREF "heading 1" \\n '),
        ([' STYLEREF "一级', '标题" '], ' STYLEREF "heading 1" '),
        ([" STYLEREF 一级标题 "], ' STYLEREF "heading 1" '),
        ([" STYLEREF 1 "], " STYLEREF 1 "),
        ([' TOC \\t "一级标题,1,附件,2" \\h '], ' TOC \\t "heading 1,1,附件,2" \\h '),
        ([' TOC \\t "附件;1;一级标题;2" '], ' TOC \\t "附件;1;heading 1;2" '),
        ([' REF "一级标题" '], ' REF "一级标题" '),
    ],
)
def test_fields_that_name_styles_follow(pieces: list[str], instruction: str) -> None:
    named = '<w:name w:val="一级标题"/><w:aliases w:val="heading 1"/>'
    simple = f'<w:p><w:fldSimple w:instr="{"".join(pieces).replace(chr(34), "&quot;")}"/></w:p>'
    found = with_styles_of(renamed(package_of(field(*pieces) + simple), Heading1=named), BASE)
    root = etree.fromstring(found[DOCUMENT])
    assert "".join(map(str, root.itertext(f"{W}instrText"))) == instruction
    assert next(root.iter(f"{W}fldSimple")).get(f"{W}instr") == instruction


def test_settings_name_styles_too() -> None:
    twice = OWN.format("old", "Heading 1", "Normal", "")
    text = BASE[STYLES].decode().replace("<w:style ", twice + "<w:style ", 1)
    settings = BASE[SETTINGS].replace(b"<w:defaultTabStop", b'<w:clickAndTypeStyle w:val="old"/><w:defaultTabStop')
    found, problems = parse_template(
        write_package(package_of("<w:p/>") | {STYLES: text.encode(), SETTINGS: settings}), "x"
    )
    assert found is not None, problems
    assert b'clickAndTypeStyle w:val="Heading1"' in found[SETTINGS]


def test_building_blocks_keep_their_own_styles() -> None:
    glossary = f'<w:glossaryDocument xmlns:w="{W[1:-1]}"><w:docParts><w:docPart><w:docPartBody>{p("块", style="Heading1")}</w:docPartBody></w:docPart></w:docParts></w:glossaryDocument>'
    package = with_part(template(), "word/glossary/document.xml", glossary.encode(), f"{WORDS}.document.glossary+xml")
    package = with_links(
        package, DOCUMENT, [Link("rId60", f"{RELATED}/glossaryDocument", "word/glossary/document.xml", external=False)]
    )
    found = with_styles_of(with_other_ids(package) | {"word/glossary/document.xml": glossary.encode()}, BASE)
    assert found["word/glossary/document.xml"] == glossary.encode()
