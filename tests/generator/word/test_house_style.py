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
