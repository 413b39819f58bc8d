"""Templates of anyone, as small as a test needs, and what they give."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from generator.opc import Package, write_package
from generator.problems import Problem
from generator.word.engine.template import Template
from tests.support.docx import package_of, texts
from tests.support.gate import faults


def template(source: str | Package, filters: Mapping[str, Callable[..., Any]] | None = None) -> Template:
    """The template of a body, or of a package."""
    package = package_of(source) if isinstance(source, str) else source
    made, problems = Template.parse(write_package(package), "t.docx", filters)
    assert made is not None, problems
    return made


def printed(source: str | Package, data: Mapping[str, Any], **filters: Callable[..., Any]) -> list[str]:
    """The paragraphs of the filled template, which passes the gate."""
    document, problems = template(source, filters).fill(data)
    assert document is not None, problems
    assert faults(document) == []
    return texts(document)


def told(problems: list[Problem]) -> list[tuple[str, str]]:
    """Where problems are, and what they say."""
    return [(str(problem.place), problem.message) for problem in problems]
