"""Renders with docxtpl, or with this project, what the controller asks for, a line of JSON at a time."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Render = Callable[[dict[str, Any]], bytes]


def with_docxtpl(template: str) -> Render:
    """As it is commonly used: opened, rendered and saved for each document."""
    from io import BytesIO

    from docxtpl import DocxTemplate

    def render(data: dict[str, Any]) -> bytes:
        document, out = DocxTemplate(template), BytesIO()
        document.render(data)
        document.save(out)
        return out.getvalue()

    return render


def with_this(template: str) -> Render:
    """Compiled once; each document is printed, checked and packed."""
    from generator.data.profile import load_forms
    from generator.problems import Place
    from generator.text.printer import Printer
    from generator.word.compiler import compile_template
    from generator.word.package import read_package
    from generator.word.properties import with_property_parts
    from generator.word.render import render as made
    from generator.word.render import template_environment

    project = Path(__file__).resolve().parents[2]
    forms, problems = load_forms(project / "templates", "national", Place("benchmark"))
    assert forms is not None, problems
    printer = Printer(forms.profile)
    package, problems = read_package(Path(template), "template")
    assert package is not None, problems
    compiled, problems = compile_template(with_property_parts(package), "template", template_environment(printer))
    assert compiled is not None, problems

    def render(data: dict[str, Any]) -> bytes:
        document, faults = made(compiled, template_environment(printer), data, "", "", "", {})
        assert document is not None, faults
        return document

    return render


def main() -> None:
    """Answers each line with the seconds that one document took and the most memory so far, in bytes."""
    kind, template = sys.argv[1:]
    render = {"docxtpl": with_docxtpl, "this": with_this}[kind](template)
    for line in sys.stdin:
        asked = json.loads(line)
        data = json.loads(Path(asked["data"]).read_text("utf-8"))
        begun = time.perf_counter()
        for _ in range(asked["times"]):
            document = render(data)
        seconds = (time.perf_counter() - begun) / asked["times"]
        Path(asked["out"]).write_bytes(document)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        print(json.dumps({"seconds": seconds, "memory": memory}), flush=True)


if __name__ == "__main__":
    main()
