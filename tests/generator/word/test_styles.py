from __future__ import annotations

import pytest
from lxml import etree

from generator.word.names import STYLES, W
from generator.word.styles import Property, Styles

SIZE, BOLD = ("rPr", "sz", "val"), ("rPr", "b", "val")


def styles(inner: str) -> Styles:
    source = f'<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{inner}</w:styles>'
    return Styles({STYLES: source.encode()})


def style(
    identifier: str, name: str = "", based_on: str = "", inner: str = "", kind: str = "", aliases: str = ""
) -> str:
    named = f'<w:name w:val="{name}"/>' if name else ""
    named += f'<w:aliases w:val="{aliases}"/>' if aliases else ""
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    typed = f' w:type="{kind}"' if kind else ""
    return f'<w:style{typed} w:styleId="{identifier}">{named}{base}{inner}</w:style>'


def size(value: str) -> str:
    return f'<w:rPr><w:sz w:val="{value}"/></w:rPr>'


def test_styles_are_known_by_name_and_by_identifier() -> None:
    found = styles(style("a", "公文正文") + style("b") + style("c", "题") + style("d", "题"))
    assert found.names == {"a": "公文正文", "b": "", "c": "题", "d": "题"}
    assert found.identifiers == {"公文正文": "a", "": "b", "题": "d"}


@pytest.mark.parametrize(
    ("file", "names"),
    [
        (style("1", "heading 1") + style("a", "Normal"), ["heading 1", "Normal"]),
        (style("1", "Heading 1") + style("2", "HEADER"), ["heading 1", "header"]),
        (style("1", "标题 1") + style("2", "标题2") + style("3", "正文"), ["heading 1", "heading 2", "Normal"]),
        (style("1", "标题 1") + style("2", "heading 1"), ["标题 1", "heading 1"]),
        (style("1", "heading 1", aliases="一级标题,H1") + style("2", "一级标题"), ["heading 1", "一级标题"]),
        (style("1", "一级标题", aliases="H1, heading 1"), ["heading 1"]),
        (style("1", "一级标题", aliases="heading 1") + style("2", "heading 1"), ["一级标题", "heading 1"]),
        (style("1", "要点", kind="character") + style("2", "要点"), ["Strong", "要点"]),
        (style("1", "强调") + style("2", "强调", kind="character"), ["强调", "Emphasis"]),
        (style("1", "Titre 1") + style("2", "Überschrift 1"), ["heading 1", "Überschrift 1"]),
        (style("1", " 公文  正文 "), ["公文 正文"]),
        (style("1", "网格型", kind="table") + style("2", "Table Normal", kind="table"), ["Table Grid", "Normal Table"]),
    ],
)
def test_built_in_styles_have_their_own_names_whatever_the_editor(file: str, names: list[str]) -> None:
    assert [*styles(file).names.values()] == names


HOUSE = styles(
    style("Normal", "Normal", inner="<w:qFormat/>").replace("<w:style ", '<w:style w:default="1" ')
    + style("H1", "heading 1")
    + style("BodyCN", "公文正文")
    + style("Em", "强调", kind="character")
)


@pytest.mark.parametrize(
    ("file", "matched"),
    [
        (style("1", "标题 1") + style("H1", "公文正文"), {"1": "H1", "H1": "BodyCN"}),
        (style("1", "正文文字", aliases="x,公文正文"), {"1": "BodyCN"}),
        (style("1", "正文文字", aliases="公文正文") + style("2", "公文正文"), {"2": "BodyCN"}),
        (style("1", "强调") + style("2", "别的"), {}),
        (style("9", "Vorgabe").replace("<w:style ", '<w:style w:default="1" '), {"9": "Normal"}),
        (style("9", "Standard"), {"9": "Normal"}),
        (style("9"), {}),
    ],
)
def test_styles_of_two_files_are_the_same_by_name(file: str, matched: dict[str, str]) -> None:
    found = styles(file)
    assert found.matched(HOUSE) == matched
    assert all(found.names_in(HOUSE)[here] == HOUSE.names[there] for here, there in matched.items())


def test_identifiers_are_no_part_of_a_definition() -> None:
    one = styles(style("a", "heading 1") + style("b", "题", based_on="a"))
    other = styles(style("1", "Heading 1") + style("2", "题", based_on="1"))
    assert one.definitions() == other.definitions()
    assert one.definitions() != styles(style("1", "Heading 1") + style("2", "题", based_on="2")).definitions()


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
        styles(style("a", "公文正文", inner=inner)).definitions()
        for inner in (size("32"), f'<w:rsid w:val="00AB"/> {size("32")}', size("44"))
    )
    assert one == same != other
    assert [*one] == ["公文正文"]


def test_a_file_without_styles_has_none() -> None:
    none = Styles({})
    assert (none.names, none.definitions(), none.inherited("a", SIZE)) == ({}, {}, "")


@pytest.mark.parametrize(
    ("group", "element", "says"),
    [
        ("rPr", '<w:sz w:val="44"/>', True),
        ("rPr", '<w:sz w:val="42"/>', False),
        ("rPr", '<w:kern w:val="0"/>', True),
        ("rPr", '<w:kern w:val="2"/>', False),
        ("rPr", "<w:b/>", False),
        ("rPr", '<w:b w:val="false"/>', True),
        ("pPr", '<w:widowControl w:val="false"/>', True),
        ("pPr", '<w:widowControl w:val="1"/>', False),
        ("pPr", '<w:jc w:val="start"/>', True),
        ("pPr", '<w:jc w:val="center"/>', False),
        ("pPr", '<w:ind w:left="0" w:firstLine="0"/>', True),
        ("pPr", '<w:ind w:left="0" w:firstLine="640"/>', False),
        ("pPr", "<w:tabs/>", True),
        ("pPr", "<w:keepNext/>", False),
        ("pPr", '<w:tabs><w:tab w:val="left" w:pos="1"/></w:tabs>', False),
        ("tblPr", '<w:tblInd w:w="0" w:type="dxa"/>', True),
    ],
)
def test_what_the_style_says_is_not_set_by_hand(group: str, element: str, says: bool) -> None:
    inner = f'<w:pPr><w:widowControl w:val="0"/></w:pPr>{size("44")}'
    found = styles(style("a", "题", inner=inner) + style("b", "表", based_on="a"))
    child = etree.fromstring(f'<w:{group} xmlns:w="{W[1:-1]}">{element}</w:{group}>')[0]
    assert found.says_already("b", group, child) is says
