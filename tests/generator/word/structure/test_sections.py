"""Sections under conditions: whole, or refused."""

from __future__ import annotations

import pytest

from generator.text.printer import Printer
from generator.word.names import W
from tests.support.docx import body, p
from tests.support.filling import FI, FOR, IF_NO, IF_YES, ROF, filled, par, refused, text

WIDE = '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/></w:sectPr>'
HIGH = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
END, END_HIGH = par(text("尾"), properties=WIDE), par(text("尾"), properties=HIGH)


def orientations(data: bytes) -> list[str]:
    return [str(item.get(f"{W}orient", "portrait")) for item in body(data).iter(f"{W}pgSz")]


def test_a_whole_section_may_go(printer: Printer) -> None:
    whole = END_HIGH + IF_NO + p("横表") + END + FI + p("后")
    assert orientations(filled(printer, whole)) == ["portrait", "portrait"]
    assert orientations(filled(printer, whole.replace("if no", "if yes"))) == ["portrait", "landscape", "portrait"]
    assert orientations(filled(printer, IF_NO + p("横表") + END + FI + p("后"))) == ["portrait"]


def test_the_end_of_a_section_does_not_go_alone(printer: Printer) -> None:
    (problem,) = refused(printer, p("横表") + IF_NO + END + FI + p("后"))
    assert problem.message == "分节符在 {%p if no %} 里，这一节的开头在外面，条件不成立时页面会按后一节的设置"
    assert (problem.remedy, problem.place.excerpt) == ("把整个一节连同分节符都放在条件里，或者把分节符放在外面", "尾")


def test_a_condition_may_choose_between_pages(printer: Printer) -> None:
    source = p("甲") + IF_YES + END + p("{%p else %}") + END_HIGH + FI + p("后")
    assert orientations(filled(printer, source)) == ["landscape", "portrait"]


def test_a_section_may_be_repeated(printer: Printer) -> None:
    assert orientations(filled(printer, FOR + p("{{ r.name }}") + END + ROF + p("后"))) == ["landscape"] * 3 + [
        "portrait"
    ]


@pytest.mark.parametrize("tag", ["{%p endfor %}", "{%p if yes %}", "{{p text }}"])
def test_a_section_s_end_in_a_governing_paragraph_is_refused(printer: Printer, tag: str) -> None:
    begin = FOR if tag.startswith("{%p end") else ""
    problems = refused(printer, begin + par(text(tag), properties=WIDE) + (FI if "if" in tag else ""))
    assert problems[0].message == f"{tag} 所在的段落带有分节符"
