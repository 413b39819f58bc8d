"""The house form of templates: what is at fault in a template, and in the styles that all share."""

from __future__ import annotations

import pytest

from generator.word.house_style import FONT, SIZE, HouseStyle, form_faults, style_faults
from tests.support.docx import p, package_of


def codes(body: str, house: HouseStyle | None = None) -> list[str]:
    package = package_of(body)
    return [problem.code for problem in form_faults(package, "a.docx", package, house or HouseStyle())]


BOLD = p("x").replace("<w:r>", "<w:r><w:rPr><w:b/></w:rPr>")
HIDDEN = p("x").replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>")
INSERTED = p("x").replace("<w:r>", '<w:ins w:id="1" w:author="x"><w:r>').replace("</w:r>", "</w:r></w:ins>")


@pytest.mark.parametrize(
    ("inner", "code"),
    [(BOLD, "TEMPLATE-FORMAT"), (INSERTED, "TEMPLATE-TRACE"), (HIDDEN, "TEMPLATE-TRACE")],
    ids=["bold", "insertion", "hidden"],
)
def test_a_fault_of_the_form_is_found_beside_what_the_house_template_has(inner: str, code: str) -> None:
    before = codes(p("x"))
    assert code not in before
    assert code in codes(inner)


def test_a_style_of_the_template_s_own_is_named() -> None:
    assert "TEMPLATE-STYLE" not in codes(p("x"))
    assert "TEMPLATE-STYLE" in codes(p("x", style="NoSuchStyle"))


def test_shared_styles_are_held_to_the_house_style() -> None:
    asked = HouseStyle(styles={"没有的样式": {FONT: ["宋体"]}, "公文正文": {SIZE: ["2", "4"]}})
    missing, wrong = style_faults(package_of(""), "base.docx", asked)
    assert missing.message == "没有样式「没有的样式」"
    assert "样式「公文正文」的字号" in wrong.message and wrong.message.endswith("应为「1 磅 到 2 磅」")
    assert [*style_faults(package_of(""), "base.docx", HouseStyle())] == []


def cell(properties: str) -> str:
    grid = '<w:tblGrid><w:gridCol w:w="9"/></w:tblGrid>'
    row = f"<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr>{properties}</w:tcPr>{p('格', style='TableText')}</w:tc></w:tr>"
    return f'<w:tbl><w:tblPr><w:tblStyle w:val="OfficialTable"/></w:tblPr>{grid}{row}</w:tbl><w:p/>'


DIAGONAL = (
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    '<mc:Choice Requires="k" xmlns:k="http://www.wps.cn/officeDocument/2013/wpsCustomData"><k:diagonals/></mc:Choice>'
    "</mc:AlternateContent>"
)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (cell(""), []),
        (cell(DIAGONAL), []),
        (cell("<w:tcBorders/>"), []),
        (cell('<w:shd w:val="clear" w:fill="FF0000"/>'), ["TEMPLATE-FORMAT"]),
        (p("甲").replace("</w:pPr>", '<w:widowControl w:val="false"/><w:rPr><w:kern w:val="0"/></w:rPr></w:pPr>'), []),
        (p("甲").replace("</w:pPr>", '<w:widowControl w:val="true"/></w:pPr>'), ["TEMPLATE-FORMAT"]),
    ],
)
def test_what_editors_write_beside_the_style_is_no_formatting_by_hand(body: str, found: list[str]) -> None:
    assert codes(body) == found
