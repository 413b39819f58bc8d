from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from lxml import etree

from generator.opc import Link, Package, with_links, with_part, write_package
from generator.text.printer import Printer
from generator.word.names import DOCUMENT, MC, SETTINGS, R, W
from generator.word.package import parse_template
from generator.word.reading.prefixes import IGNORABLE, USUAL
from tests.support.docx import p, package_of
from tests.support.layouts import filled, shown

LINK = f"{R[1:-1]}/hyperlink"
W14 = USUAL["w14"]
WPS = "http://www.wps.cn/officeDocument/2013/wpsCustomData"
BODY = (
    p("{{ unit }}")
    + '<w:p w14:paraId="11111111"><w:hyperlink r:id="rId50"><w:r><w:t>链接</w:t></w:r></w:hyperlink></w:p>'
    + '<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wpsCustomData"><w:t>甲</w:t></mc:Choice>'
    + "<mc:Fallback><w:t>乙</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>"
)


def template(*, root: str = "", body: str = BODY) -> Package:
    package = package_of(body)
    spaces = (
        f'xmlns:mc="{MC[1:-1]}" xmlns:w14="{W14}" xmlns:wpsCustomData="{WPS}" mc:Ignorable="w14 wpsCustomData" {root}'
    )
    text = package[DOCUMENT].decode().replace("<w:document ", f"<w:document {spaces} ", 1)
    return with_links(
        package | {DOCUMENT: text.encode()}, DOCUMENT, [Link("rId50", LINK, "https://a.example", external=True)]
    )


def renamed(**prefixes: str) -> Callable[[str], str]:
    """The text of a part with other prefixes; one that is empty becomes the default namespace."""

    def rename(text: str) -> str:
        for old, new in prefixes.items():
            text = re.sub(rf"(</?){old}:", rf"\1{new}:" if new else r"\1", text)
            text = re.sub(rf"(\s){old}:(?=\w+=)", rf"\1{new}:" if new else r"\1q:", text)
            declared = f"xmlns:{new}=" if new else f'xmlns:q="{USUAL[old]}" xmlns='
            text = text.replace(f"xmlns:{old}=", declared)
            text = re.sub(rf'((?:Ignorable|Requires)="[^"]*)\b{old}\b', rf"\1{new}", text)
        return text

    return rename


def bound_elsewhere(text: str) -> str:
    """Within one paragraph, w: means something else and its elements are written with another prefix."""
    paragraph = f'<k:p xmlns:k="{W[1:-1]}" xmlns:w="urn:x"><k:r><k:t>{{{{ unit }}}}</k:t></k:r></k:p>'
    return text.replace("<w:body>", f"<w:body>{paragraph}")


SPELLINGS: dict[str, Callable[[str], str]] = {
    "numbered": renamed(w="ns0", r="ns1", mc="ns2", w14="ns3"),
    "default": renamed(w=""),
    "relationships": renamed(r="rel"),
    "ignorable": renamed(w14="word2010"),
    "not ours": renamed(wpsCustomData="kso"),
    "taken": renamed(wpsCustomData="wps", r="rel"),
    "bound elsewhere": bound_elsewhere,
}


@pytest.mark.parametrize("case", SPELLINGS)
def test_a_part_with_other_prefixes_is_filled_and_what_names_them_follows(case: str, printer: Printer) -> None:
    text = SPELLINGS[case](template()[DOCUMENT].decode())
    found = filled(template() | {DOCUMENT: text.encode()}, printer, unit="示例站")
    root = etree.fromstring(found[DOCUMENT])
    assert "示例站" in shown(found) and "{{" not in shown(found)
    assert root.nsmap["w"] == W[1:-1] and root.prefix == "w"
    assert {root.nsmap[prefix] for prefix in root.get(IGNORABLE, "").split()} == {W14, WPS}
    (choice,) = root.iter(f"{MC}Choice")
    assert choice.nsmap[choice.get("Requires")] == WPS
    (link,) = root.iter(f"{W}hyperlink")
    assert link.get(f"{R}id") == "rId50"


def test_what_is_kept_is_the_same_document() -> None:
    """Only prefixes change: as trees, with their texts and comments, the parts are equal."""
    body = BODY + '<!--甲--><w:p><?x y?><w:r><w:t xml:space="preserve"> a &amp; b </w:t></w:r>尾</w:p>'
    plain = template(body=body)
    other = plain | {DOCUMENT: SPELLINGS["numbered"](plain[DOCUMENT].decode()).encode()}
    found, problems = parse_template(write_package(other), "x")
    assert found is not None, problems
    texts = (
        etree.canonicalize(etree.fromstring(data), with_comments=True, rewrite_prefixes=True)
        for data in (plain[DOCUMENT], found[DOCUMENT])
    )
    before, after = (re.sub(r'Ignorable="[^"]*"|Requires="[^"]*"', "", text) for text in texts)
    assert after == before


def test_a_prefix_that_is_ignorable_but_not_declared_is_left_out() -> None:
    text = template(root='xmlns:k="urn:k"')[DOCUMENT].decode().replace('"w14 wps', '"w14 nowhere wps')
    package, problems = parse_template(write_package(template() | {DOCUMENT: renamed(r="rel")(text).encode()}), "x")
    assert package is not None, problems
    assert etree.fromstring(package[DOCUMENT]).get(IGNORABLE) == "w14 wpsCustomData"


ENCODINGS: dict[str, Callable[[str], bytes]] = {
    "utf-16": lambda text: text.replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16"),
    "marked": lambda text: text.encode("utf-8-sig"),
    "undeclared": lambda text: text[text.index("?>") + 2 :].encode(),
    "single quotes": lambda text: re.sub(
        'version="1.0" encoding="UTF-8" standalone="yes"', "version='1.0'", text
    ).encode(),
}


@pytest.mark.parametrize("case", ENCODINGS)
def test_a_part_in_another_encoding_is_filled(case: str, printer: Printer) -> None:
    package = template()
    header = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:hdr xmlns:w="{W[1:-1]}">{p("页眉{{ unit }}")}</w:hdr>'
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
    package = with_part(package, "word/header1.xml", header.encode(), kind)
    package = with_links(package, DOCUMENT, [Link("rId51", f"{R[1:-1]}/header", "word/header1.xml", external=False)])
    for part in (DOCUMENT, "word/header1.xml", SETTINGS):
        package[part] = ENCODINGS[case](package[part].decode())
    read, problems = parse_template(write_package(package), "x")
    assert read is not None, problems
    assert all(
        read[part].lstrip().startswith(b"<") and b"w:" in read[part]
        for part in (DOCUMENT, "word/header1.xml", SETTINGS)
    )
    found = filled(package, printer, unit="示例站")
    assert shown(found).count("示例站") == 2 and "{{" not in shown(found)


def test_data_of_other_programs_and_parts_with_the_usual_prefixes_keep_their_bytes() -> None:
    item = b'<x:d xmlns:x="urn:x" xmlns:w="urn:other"/>'
    package = with_part(template(), "customXml/item1.xml", item, "application/xml")
    package = with_links(
        package, DOCUMENT, [Link("rId52", f"{R[1:-1]}/customXml", "customXml/item1.xml", external=False)]
    )
    assert parse_template(write_package(package), "x") == (package, [])
