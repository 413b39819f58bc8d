"""docxtpl as a second opinion: it fills the same templates with the same data, and python-docx reads both results.

What this program adds to docxtpl's notation is spelled out for it by `spelled_out`; nothing else of a template changes.
Figures are worded by this program's printer in both: compared is how a template is filled. Text boxes and footnotes,
which python-docx does not read, and the drawings of charts, which docxtpl does not touch, have tests of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import chain, product
from pathlib import Path
from typing import Any

import docx
import jinja2
import pytest
from docx.document import Document as DocxDocument
from docx.table import Table, _Cell
from docx.text.hyperlink import Hyperlink
from docx.text.paragraph import Paragraph
from docxtpl import DocxTemplate
from lxml import etree

from generator.data.profile import Forms
from generator.data.report import Document
from generator.namespace import Finder, Tree
from generator.opc import Package, write_package
from generator.reports import documents
from generator.reports.summary import document as summary
from generator.reports.workspace import Workspace
from generator.text.printer import Printer
from generator.text.sandbox import Environment
from generator.word import render as rendering
from generator.word.compiled import Compiled
from generator.word.names import CHART, DOCUMENT, DRAWING_PROPERTIES, W
from generator.word.package import read_package

Format = tuple[str | None, bool | None, bool | None, float | None]
"""The style, bold, italic and size in points of a run."""
Block = tuple[Any, ...]
"""A paragraph: its style, its alignment, its texts by format. A table: its style and rows of cells."""

BOLD = "Strong"
"""The identifier of the style of bold texts in the project's templates."""
# {% vm row.level1 %}, not docxtpl's own {% vm %}; group 1 is the value whose equal cells are merged.
_MERGED = re.compile(r"\{%\s*vm\s+(?!%)(.*?)\s*%\}")
# {{p section.text }} alone in its paragraph; group 1 is the list of paragraphs.
_PARAGRAPHS = re.compile(r"\s*\{\{p\s(.*?)\s*\}\}\s*")
# {{ accounts.series.totals }} as alternative text; group 1 is the series.
_SERIES = re.compile(r"\{\{\s*(.*?)\s*\}\}")
_SAME = "same"
# ⟦3⟧0⟦/⟧, put into a merged cell by `spelled_out`; groups: the cell's number in its template, what it is merged by.
_KEY = re.compile("⟦([0-9]+)⟧(.*?)⟦/⟧")


class Plain(jinja2.Environment):
    """Jinja as docxtpl's users have it, escaping; a dot finds an entry of plain data, as it does in this program."""

    def __init__(self, printer: Printer) -> None:
        super().__init__(autoescape=True, undefined=jinja2.StrictUndefined, finalize=printer.text)
        self.filters |= printer.filters() | {_SAME: self._same}
        self._finder = Finder()
        self._values: list[object] = []

    def getattr(self, obj: Any, attribute: str) -> Any:
        """The entry of a dictionary or a list of this name; else what Jinja finds."""
        try:
            return self._finder.entry(obj, attribute)
        except KeyError:
            return super().getattr(obj, attribute)

    def _same(self, value: object) -> str:
        """The same text for equal values, whatever they are."""
        if value not in self._values:
            self._values.append(value)
        return str(self._values.index(value))


def by_docxtpl(package: Package, context: Tree, environment: jinja2.Environment) -> bytes:
    """The template filled by docxtpl, as its documentation says."""
    template = DocxTemplate(BytesIO(write_package(package)))
    template.render(context, environment, autoescape=True)
    out = BytesIO()
    template.save(out)
    return out.getvalue()


def spelled_out(package: Package) -> Package:
    """The template with this program's additions to the notation written in docxtpl's own.

    - `{{p text }}`, a text of paragraphs, becomes loops over its paragraphs and runs: `{%p for %}`, `{%r for %}`.
    - `{% vm value %}`, a cell merged while the value stays, becomes a mark with the value, from which `merged` says
      what must be merged. docxtpl's own `{% vm %}` knows one loop only.
    - A chart's alternative text, which names what it shows, prints the description that this program puts there.
    """
    root = etree.fromstring(package[DOCUMENT])
    for paragraph in [*root.iter(f"{W}p")]:
        joined = "".join(str(part.text or "") for part in paragraph.iter(f"{W}t"))
        if match := _PARAGRAPHS.fullmatch(joined):
            _spell_paragraphs(paragraph, match[1])
    number = 0
    for text in root.iter(f"{W}t"):
        while match := _MERGED.search(text.text or ""):
            number += 1
            text.text = (text.text or "").replace(match[0], f"⟦{number}⟧{{{{ ({match[1]})|{_SAME} }}}}⟦/⟧", 1)
    for drawing in root.iter(f"{W}drawing"):
        properties = next(drawing.iter(DRAWING_PROPERTIES))
        if next(drawing.iter(CHART), None) is not None:
            properties.set("descr", _SERIES.sub(r"{{ \1|图说 }}", str(properties.get("descr"))))
    return package | {DOCUMENT: etree.tostring(root, encoding="UTF-8", standalone=True)}


def _spell_paragraphs(paragraph: etree._Element, expression: str) -> None:
    """Loops over the paragraphs of a text and their runs; a cell keeps an empty paragraph where there are none."""
    properties = paragraph.find(f"{W}pPr")
    parent = paragraph.getparent()
    assert parent is not None

    def made(*runs: tuple[str, str]) -> etree._Element:
        made = etree.Element(f"{W}p")
        made.extend([] if properties is None else [deepcopy(properties)])
        for text, style in runs:
            run = etree.SubElement(made, f"{W}r")
            if style:
                etree.SubElement(etree.SubElement(run, f"{W}rPr"), f"{W}rStyle").set(f"{W}val", style)
            etree.SubElement(run, f"{W}t").text = text
        return made

    def tag(source: str) -> etree._Element:
        return made((source, ""))

    run = "{{ _run.text }}"
    runs = [("{%r for _run in _block.runs %}", ""), ("{%r if _run.bold %}", ""), (run, BOLD), ("{%r else %}", "")]
    runs += [(run, ""), ("{%r endif %}", ""), ("{%r endfor %}", "")]
    new = [tag(f"{{%p for _block in {expression} %}}"), made(*runs), tag("{%p endfor %}")]
    if parent.tag == f"{W}tc":
        new[2:2] = [tag("{%p else %}"), made()]
    for one in new:
        paragraph.addprevious(one)
    parent.remove(paragraph)


def merged(blocks: Sequence[Block]) -> list[Block]:
    """What docxtpl made of `spelled_out`, with the cells merged that have equal marks below each other.

    A cell begins a new merge where its value differs from that of the row before, or one to its left does.
    """
    return [_merged_table(block) if block[0] == "table" else block for block in blocks]


def _merged_table(table: Block) -> Block:
    kind, style, *rows = table
    above: dict[str, tuple[str, ...]] = {}
    made = []
    for row in rows:
        keys: tuple[str, ...] = ()
        cells = []
        for span, merge, *inside in row:
            inside, found = _unmarked(inside)
            if found:
                keys = (*keys, found[2])
                merge = "continue" if above.get(found[1]) == keys else "restart"
                above[found[1]] = keys
                if merge == "continue":
                    inside = [inside[0][:3]]
            cells.append((span, merge, *merged(inside)))
        made.append(tuple(cells))
    return (kind, style, *made)


def _unmarked(inside: list[Block]) -> tuple[list[Block], re.Match[str] | None]:
    """The blocks of a cell without the mark in its first paragraph, and the mark."""
    kind, style, alignment, *texts = inside[0]
    for number, (text, form) in enumerate(texts if kind == "paragraph" else ()):
        if found := _KEY.search(text):
            rest = text.replace(found[0], "")
            texts[number : number + 1] = [(rest, form)] if rest else []
            return [(kind, style, alignment, *texts), *inside[1:]], found
    return inside, None


@dataclass(frozen=True, slots=True)
class Whole:
    """What python-docx reads of a document: its body, its headers and footers, alternative texts of its drawings.

    `grids` are the number of columns of each table of the body, and the colours of its cells, in their order.
    """

    body: list[Block]
    around: list[Block]
    described: list[str]
    grids: list[str]


def read_back(data: bytes) -> Whole:
    """A document as python-docx reads it."""
    return _Reader(docx.Document(BytesIO(data))).whole()


class _Reader:
    """Reads one document; the names of its styles are looked up once, of which python-docx makes a search each."""

    def __init__(self, document: DocxDocument) -> None:
        self.document = document
        self.styles = {style.style_id: style.name for style in document.styles}

    def whole(self) -> Whole:
        """All that is read."""
        root = self.document.element.body
        described = [*map(str, root.xpath(".//wp:docPr/@descr"))]
        return Whole([*self.blocks(self.document)], [*self.around()], described, [*self.grids(root)])

    def grids(self, root: Any) -> Iterator[str]:
        for found in root.xpath(".//w:tblGrid | .//w:tcPr/w:shd"):
            yield str(len(found) if found.tag == f"{W}tblGrid" else found.get(f"{W}fill"))

    def around(self) -> Iterator[Block]:
        for number, section in enumerate(self.document.sections):
            for kind in product(("", "first_page_", "even_page_"), ("header", "footer")):
                part = getattr(section, "".join(kind))
                if not part.is_linked_to_previous:
                    yield (number, *kind, *self.blocks(part))

    def blocks(self, container: Any) -> Iterator[Block]:
        for item in container.iter_inner_content():
            yield self.table(item) if isinstance(item, Table) else self.paragraph(item)

    def paragraph(self, paragraph: Paragraph) -> Block:
        texts: list[tuple[str, Format]] = []
        inner = (item.runs if isinstance(item, Hyperlink) else [item] for item in paragraph.iter_inner_content())
        for run in chain.from_iterable(inner):
            size = run.font.size
            form = (self.styles.get(run._r.style), run.bold, run.italic, None if size is None else size.pt)
            # python-docx gives Word's line breaks as newlines; one within a text, which Word prints as a blank, is none.
            unbroken = "".join(text.text or "" for text in run._r.findall(f"{W}t")).count("\n")
            written = run.text + unbroken * "␊"
            if texts and texts[-1][1] == form:
                texts[-1] = (texts[-1][0] + written, form)
            elif written:
                texts.append((written, form))
        return ("paragraph", self.styles.get(paragraph._p.style), paragraph.alignment, *texts)

    def table(self, table: Table) -> Block:
        rows = (
            tuple((cell.grid_span, cell.vMerge, *self.blocks(_Cell(cell, table))) for cell in row._tr.tc_lst)
            for row in table.rows
        )
        return ("table", self.styles.get(table._tblPr.style), *rows)


@dataclass(frozen=True, slots=True)
class Made:
    """A document as this program made it, and what it made it of.

    The `repeated` templates follow the others once for each evaluation.
    """

    name: str
    files: list[str]
    repeated: list[str]
    context: Tree
    printer: Printer
    data: bytes


@contextmanager
def watched() -> Iterator[list[Made]]:
    """Collects each document of a report or a year that is made meanwhile."""
    found: list[Made] = []
    sources: dict[int, tuple[Forms, Document, Compiled]] = {}
    compiled, render = Workspace.compiled, rendering.render

    def remembered(workspace: Workspace, forms: Forms, document: Document, *arguments: Any) -> Any:
        template, problems = compiled(workspace, forms, document, *arguments)
        if template is not None:
            sources[id(template)] = (forms, document, template)
        return template, problems

    def noted(template: Compiled, environment: Environment, context: Tree, *arguments: Any) -> Any:
        data, problems = render(template, environment, context, *arguments)
        forms, document, _ = sources[id(template)]
        files = [str(forms.template(file)) for file in document.parts or (document.template or "",)]
        repeated = [str(forms.template(file)) for file in document.evaluation_parts]
        if data is not None:
            found.append(Made(document.name, files, repeated, context, environment.printer, data))
        return data, problems

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Workspace, "compiled", remembered)
        for module in (documents, summary):
            patch.setattr(module, "render", noted)
        yield found


def parts_by_docxtpl(made: Made) -> list[Whole]:
    """Each template of a document filled by docxtpl alone, in their order."""
    tree = made.context
    evaluations = [tree | evaluation | {"evaluation": evaluation} for evaluation in tree.get("evaluations", ())]
    asked = [(path, tree) for path in made.files]
    asked += [(path, context) for context in evaluations for path in made.repeated]
    return [read_back(by_docxtpl(spelled_out(_package(path)), context, Plain(made.printer))) for path, context in asked]


@cache
def _package(path: str) -> Package:
    package, problems = read_package(Path(path), path)
    assert package is not None, problems
    return package
