from __future__ import annotations

import pytest

from generator.word.names import STYLES
from generator.word.styles import Property, Styles

SIZE, BOLD = ("rPr", "sz", "val"), ("rPr", "b", "val")


def styles(inner: str) -> Styles:
    source = f'<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{inner}</w:styles>'
    return Styles({STYLES: source.encode()})


def style(identifier: str, name: str = "", based_on: str = "", inner: str = "") -> str:
    named = f'<w:name w:val="{name}"/>' if name else ""
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return f'<w:style w:styleId="{identifier}">{named}{base}{inner}</w:style>'


def size(value: str) -> str:
    return f'<w:rPr><w:sz w:val="{value}"/></w:rPr>'


def test_styles_are_known_by_name_and_by_identifier() -> None:
    found = styles(style("a", "正文") + style("b") + style("c", "题") + style("d", "题"))
    assert found.names == {"a": "正文", "b": "", "c": "题", "d": "题"}
    assert found.identifiers == {"正文": "a", "": "b", "题": "c"}


@pytest.mark.parametrize(
    ("identifier", "where", "value"),
    [
        ("own", SIZE, "44"),
        ("child", SIZE, "44"),
        ("grandchild", SIZE, "44"),
        ("other", SIZE, "32"),
        ("circle", SIZE, "32"),
        ("unknown", SIZE, "32"),
        ("own", BOLD, ""),
    ],
)
def test_a_property_is_the_nearest_that_is_set(identifier: str, where: Property, value: str) -> None:
    default = f"<w:docDefaults><w:rPrDefault>{size('32')}</w:rPrDefault></w:docDefaults>"
    found = styles(
        default
        + style("own", inner=size("44"))
        + style("child", based_on="own", inner="<w:rPr><w:sz/></w:rPr>")
        + style("grandchild", based_on="child")
        + style("other", based_on="missing")
        + style("circle", based_on="circle")
    )
    assert found.inherited(identifier, where) == value


def test_a_definition_has_no_traces_of_editing() -> None:
    one, same, other = (
        styles(style("a", "正文", inner=inner)).definitions
        for inner in (size("32"), f'<w:rsid w:val="00AB"/> {size("32")}', size("44"))
    )
    assert one == same != other
    assert [*one] == ["正文"]


def test_a_file_without_styles_has_none() -> None:
    none = Styles({})
    assert (none.names, none.definitions, none.inherited("a", SIZE)) == ({}, {}, "")
