"""Compares a full check of the four published reports with rendering one of them by docxtpl, in one run.

The check reads, validates, derives and checks all four reports (`generator.build.load`). docxtpl, as commonly used,
opens the volume of Qiaokou 2021, renders it with the same figures (with this project's filters and names) and saves it.
Both run interleaved; medians and spread are printed. docxtpl knows neither `{% vm expression %}` nor
`{{p paragraphs }}`: these become its own `{% vm %}` and a plain value, and charts and contents are left as they are,
all of which spares docxtpl work.
"""

from __future__ import annotations

import re
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jinja2
from docxtpl import DocxTemplate

from benchmarks.measuring import PROJECT, REPORTS, finish, require_sound, required, text_of
from generator.namespace import Finder, Tree
from generator.opc import write_package
from generator.reports.load import load
from generator.reports.workspace import Workspace
from generator.text.printer import Printer
from generator.word.names import DOCUMENT
from generator.word.package import read_package
from generator.word.volume import bind

ROUNDS = 9


class _Plain(jinja2.Environment):
    """Jinja as docxtpl's users have it, in which a dot finds an entry of plain data, as it does in this program."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._finder = Finder()

    def getattr(self, obj: Any, attribute: str) -> Any:
        """The entry of a dictionary or a list of this name; else what Jinja finds."""
        try:
            return self._finder.entry(obj, attribute)
        except KeyError:
            return super().getattr(obj, attribute)


def for_docxtpl(unit: str, year: str, name: str, folder: Path) -> tuple[Path, Tree, jinja2.Environment]:
    """A document of a report as a template for docxtpl, with its figures and the project's filters."""
    workspace = Workspace(PROJECT)
    loaded = load(workspace, unit, year)
    required(loaded.ready, f"reports/{year}/{unit}.yaml cannot be built")
    assert loaded.forms and loaded.derived
    document = next(one for one in loaded.forms.profile.documents if one.name == name)
    evaluations = loaded.derived.tree["evaluations"]

    def packages(files: tuple[str, ...]) -> list[tuple[str, dict[str, bytes]]]:
        paths = [loaded.forms.template(file) for file in files if loaded.forms]
        return [(path.name, package) for path in paths if path and (package := read_package(path, path.name)[0])]

    bound, problems = bind(
        packages(document.parts or (document.template or "",)),
        packages(document.evaluation_parts),
        sorted(evaluations[0]),
    )
    required(bound, f"the volume cannot be bound: {problems}")
    assert bound is not None
    xml = re.sub(r"\{% vm [^%]*%\}", "{% vm %}", bound[DOCUMENT].decode())
    xml = re.sub(r"\{\{p (.*?)\}\}", r"{{ \1 }}", xml)
    xml = re.sub(r' descr="[^"]*"', "", xml)
    path = folder / f"{name}.docx"
    path.write_bytes(write_package(bound | {DOCUMENT: xml.encode()}))
    printer = Printer(loaded.forms.profile)
    environment = _Plain(finalize=str)
    environment.filters |= printer.filters()
    context = loaded.derived.context(None if document.each == "report" else evaluations[0]) | {"glossary": []}
    context["accounts"] = context.get("accounts", {}) | {"annexes": []}
    return path, context, environment


def measured(work: Callable[[], None]) -> float:
    """Seconds that a piece of work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Prints the medians, the spread and the ratio."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path, context, environment = for_docxtpl("qiaokou", "2021", "full", folder)

        def render() -> None:
            template = DocxTemplate(path)
            template.render(context, environment)
            template.save(folder / "out.docx")

        def check_all() -> None:
            require_sound(Workspace(PROJECT))

        check_all()
        render()
        report = load(Workspace(PROJECT), *REPORTS[-1]).report
        required(report and report.unit in text_of(folder / "out.docx"), "docxtpl's volume does not tell whose it is")
        times = [(measured(check_all), measured(render)) for _ in range(ROUNDS)]
    for title, column in (("check of four reports", 0), ("docxtpl, one volume", 1)):
        found = sorted(row[column] * 1000 for row in times)
        print(f"{title:24} median {statistics.median(found):7.0f} ms, {found[0]:.0f}-{found[-1]:.0f}")
    ratio = statistics.median(rendered / checked for checked, rendered in times)
    print(f"docxtpl takes {ratio:.2f} times as long")


if __name__ == "__main__":
    finish(main)
