"""Rendering: a compiled template with a namespace becomes a document, or a problem at the tag."""

from __future__ import annotations

import pytest

from generator.namespace import Tree
from generator.problems import Problem
from generator.text.printer import Printer
from generator.word.compiler import compile_template
from generator.word.render import render, template_environment, text_of
from tests.support.docx import p, package_of, texts


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
