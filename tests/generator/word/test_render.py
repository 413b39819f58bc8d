"""Rendering: a compiled template with a namespace becomes a document, or a problem at the tag."""

from __future__ import annotations

import pytest

from generator.namespace import Tree
from generator.problems import Problem
from generator.text.printer import Printer
from generator.word.compiler import compile_template
from generator.word.render import render, template_environment, text_of
from tests.support.docx import p, package_of, table, texts


def rendered(printer: Printer, source: str, context: Tree) -> tuple[bytes | None, list[Problem], str]:
    """The document, the problems, and the text, of a template of this body."""
    environment = template_environment(printer)
    compiled, problems = compile_template(package_of(source), "a.docx", environment)
    assert compiled and not problems, problems
    data, problems = render(compiled, environment, context, "title", "author", "subject", {})
    return data, problems, text_of(compiled, environment, context)[0]


def test_what_is_printed_is_escaped_and_the_same_each_time(printer: Printer) -> None:
    data, problems, text = rendered(printer, p("{{ a }}。"), {"a": "1 < 2 & 3\n4"})
    assert data and not problems
    assert texts(data)[0] == "1 < 2 & 3\n4。"
    assert "1 &lt; 2" in text or "1 < 2" in text
    assert rendered(printer, p("{{ a }}。"), {"a": "1 < 2 & 3\n4"})[0] == data


@pytest.mark.parametrize("source", ["{{ a.b }}", "{{ b }}"])
def test_a_name_that_the_report_does_not_have_is_a_problem_at_its_tag(printer: Printer, source: str) -> None:
    data, (problem,), text = rendered(printer, p("x ", source), {"a": {}})
    assert (data, text, problem.code) == (None, "", "TEMPLATE-NAME")
    assert source in problem.message and problem.place.path.startswith("a.docx")


def test_only_a_text_becomes_paragraphs(printer: Printer) -> None:
    data, (problem,), _ = rendered(printer, p("{{p a }}"), {"a": "x"})
    assert data is None and "只能引用正文的段落" in problem.message


# An instruction, of which it is not proven that what stands around it is whole.
UNPROVEN = f"<?note x?>{p('{% if yes %}甲{% endif %}')}"
BROKEN = ("RENDER-XML", "填好的内容不是完整的 XML", "a.docx!word/document.xml")


def told(problem: Problem) -> tuple[str, str, str]:
    return problem.code, problem.message, problem.place.path


def test_output_that_may_be_no_xml_is_looked_at(printer: Printer, monkeypatch: pytest.MonkeyPatch) -> None:
    data, problems, _ = rendered(printer, UNPROVEN, {"yes": True})
    assert data and not problems and texts(data)[0] == "甲"
    monkeypatch.setattr("generator.word.render._chunks", lambda *_: iter([b"<a>", b"</b>"]))
    data, (problem,), _ = rendered(printer, UNPROVEN, {"yes": False})
    assert data is None and told(problem) == BROKEN


def test_output_that_is_xml_by_its_template_is_not_looked_at(printer: Printer, monkeypatch: pytest.MonkeyPatch) -> None:
    def parsed(_: object) -> None:
        raise AssertionError("it was parsed")

    monkeypatch.setattr("generator.word.render._well_formed", parsed)
    merged = table(("{%tr for r in rows %}", ""), ("{% vm r %}{{ r }}", "{{p text }}"), ("{%tr endfor %}", ""))
    data, problems, _ = rendered(
        printer, p("{% if yes %}甲", "{% endif %}") + merged, {"yes": 1, "rows": [1], "text": []}
    )
    assert data and not problems
    with pytest.raises(AssertionError):
        rendered(printer, UNPROVEN, {"yes": True})


@pytest.mark.parametrize("source", [p("{{ a }}"), UNPROVEN + p("{{ a }}")])
@pytest.mark.parametrize("character", ["\0", "\x08", "\x0b", "\x0c", "\x1f", "\ufffe", "\uffff"])
def test_a_character_that_xml_cannot_hold_is_a_problem(printer: Printer, source: str, character: str) -> None:
    data, (problem,), text = rendered(printer, source, {"yes": True, "a": f"甲{character}&乙"})
    assert (data, text, told(problem)) == (None, "", BROKEN)


def test_lines_are_broken_in_any_template(printer: Printer) -> None:
    for source in (
        p("{{ a }}"),
        p("{% if yes %}{{ a }}", "后{% endif %}"),
        UNPROVEN.replace("甲", "{{ a }}") + p("乙"),
    ):
        data, problems, text = rendered(printer, source, {"yes": True, "a": "甲\n乙"})
        assert data and not problems and text.startswith("甲乙"), text


@pytest.mark.parametrize("character", ["\t", "\x7f", "\x85", "\ufffd", "\U0001fffe"])
def test_any_other_character_is_printed(printer: Printer, character: str) -> None:
    data, problems, text = rendered(printer, p("{{ a }}"), {"a": f"甲{character}乙"})
    assert data and not problems and text == f"甲{character}乙"
