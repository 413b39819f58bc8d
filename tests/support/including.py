"""Templates that include others, in memory."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.opc import Package, write_package
from generator.problems import Problem
from generator.word.binding.including import Folder, Found
from generator.word.engine.template import Template
from tests.support.docx import package_of, texts
from tests.support.gate import faults

Files = Mapping[str, str | Package]
"""Templates by the names of their files: the body of each, or its package."""


def folder_of(files: Files) -> Folder:
    """A folder of these templates, which is called f."""
    written = {name: write_package(package_of(it) if isinstance(it, str) else dict(it)) for name, it in files.items()}

    def found(file: str) -> Found:
        return Found(f"f/{file}", written.get(file), *(() if file in written else (f"没有模板「{file}」", "放进 f")))

    return found


def including(files: Files, name: str = "main.docx") -> tuple[Template | None, list[Problem]]:
    """The template of a folder that is called main.docx, or the problems."""
    folder = folder_of(files)
    found = folder(name)
    assert found.data is not None
    return Template.parse(found.data, found.name, folder=folder)


def filled(files: Files, data: Mapping[str, Any] | None = None) -> bytes:
    """The document of main.docx, which passes the gate."""
    template, problems = including(files)
    assert template is not None, problems
    document, problems = template.fill(data or {})
    assert document is not None, problems
    assert faults(document) == []
    return document


def shown(files: Files, data: Mapping[str, Any] | None = None) -> list[str]:
    """The paragraphs of that document."""
    return texts(filled(files, data))


def refused(files: Files) -> list[tuple[str, str]]:
    """Where main.docx and what it includes are wrong, and what is said."""
    template, problems = including(files)
    assert template is None
    return [(problem.place.path.partition("!")[0], problem.message) for problem in problems]
