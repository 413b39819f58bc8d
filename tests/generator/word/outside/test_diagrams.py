"""SmartArt: its texts and the drawing kept beside them are filled alike; a drawing of other texts goes."""

from __future__ import annotations

import pytest

from generator.opc import TYPES
from generator.text.printer import Printer
from generator.word.outside.diagrams import without_stale_drawings
from tests.support.outside import RELS, filled, paragraph, with_diagram

TEXT = paragraph("{{ un", "it }}", "领导")
CONTEXT = {"unit": "A & B"}


@pytest.mark.parametrize("folder", ["diagrams", "graphics"])
def test_texts_and_drawing_are_filled_alike(printer: Printer, folder: str) -> None:
    members, problems = filled(printer, with_diagram(TEXT, paragraph("{{ unit }}", "领导"), folder=folder), CONTEXT)
    assert problems == []
    for part in (f"word/{folder}/d1.xml", f"word/{folder}/drawn.xml"):
        assert "A &amp; B" in members[part].decode() and b"{{" not in members[part]


def test_a_smartart_without_a_drawing_is_filled(printer: Printer) -> None:
    members, problems = filled(printer, with_diagram(TEXT, None), CONTEXT)
    assert problems == [] and b"A &amp; B" in members["word/diagrams/d1.xml"]


@pytest.mark.parametrize("drawn", ["旧单位领导", "{{ unit }}"])
def test_a_drawing_of_other_texts_goes_with_all_that_names_it(printer: Printer, drawn: str) -> None:
    members, problems = filled(printer, with_diagram(TEXT, paragraph(drawn)), CONTEXT)
    assert problems == []
    assert "word/diagrams/drawn.xml" not in members
    assert b"drawn" not in members[TYPES] and b"rDrawn" not in members[RELS]
    assert b"dataModelExt" not in members["word/diagrams/d1.xml"] and b"extLst" not in members["word/diagrams/d1.xml"]
    assert b"A &amp; B" in members["word/diagrams/d1.xml"]


def test_a_smartart_without_tags_keeps_its_drawing() -> None:
    package = with_diagram(paragraph("领导"), paragraph("旧"))
    assert without_stale_drawings(package) is package


@pytest.mark.parametrize("tag", ["{%p for a in b %}", "{% if unit %}", "{{p unit }}"])
def test_a_smartart_holds_values_only(printer: Printer, tag: str) -> None:
    _, (problem, *_more) = filled(printer, with_diagram(paragraph(tag), None), CONTEXT)
    assert (problem.message, problem.place.excerpt) == (f"SmartArt里用不了 {tag}", f"SmartArt：{tag}")
    assert "只能写 {{ 名称" in problem.remedy
