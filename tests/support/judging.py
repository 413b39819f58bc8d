"""Fills templates that were drawn, and judges what becomes of them: a whole document with all its words, or a refusal."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from xml.sax.saxutils import escape

from lxml import etree

from generator.opc import Link, Package, serialise, with_links, with_part, write_package
from generator.problems import Problem
from generator.text.printer import Printer
from generator.word.compiler import compile_template
from generator.word.names import DOCUMENT, STYLES, W
from generator.word.package import parse_template
from generator.word.properties import with_property_parts
from generator.word.render import render, template_environment
from generator.word.safety.hazards import broken_links, hazards
from generator.word.volume import bind
from tests.support.docx import package_of
from tests.support.gate import faults
from tests.support.shown import Shown, read, words
from tests.support.structures import DATA, Template

HEADER, FOOTER, NOTES, COMMENTS = (f"word/{name}.xml" for name in ("header1", "footer1", "footnotes", "comments"))
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
_USED = ("BodyCN", "PageNumberOdd", "PageNumberEven", "Strong", "分节")
_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{_OFFICE}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14"'
)
_REMNANT = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|<\?(?!xml )|\U0010fffd")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a template: its document if it was filled, and what is wrong with that or with its refusal."""

    document: bytes | None
    wrong: str


@cache
def _empty() -> Package:
    """The house template with a header, a part of footnotes, a comment and a link; of its styles those used here."""
    package = package_of("")
    root = etree.fromstring(package[STYLES])
    for style in root.findall(f"{W}style"):
        name = style.find(f"{W}name")
        names = (style.get(f"{W}styleId"), None if name is None else name.get(f"{W}val"))
        if not style.get(f"{W}default") and not {*names} & {*_USED}:
            root.remove(style)
    package = package | {STYLES: serialise(root)}
    found = [Link("rLink", f"{_OFFICE}/hyperlink", "https://example.org/", external=True)]
    for part, kind in ((HEADER, "header"), (NOTES, "footnotes"), (COMMENTS, "comments")):
        package = with_part(package, part, b"", _TYPE.format(kind))
        found.append(Link(f"r{kind}", f"{_OFFICE}/{kind}", part, external=False))
    return with_links(package, DOCUMENT, found)


def package_for(template: Template) -> Package:
    """The package of a template."""
    package = _empty()
    section = re.sub(r"^.*?(<w:sectPr.*?</w:sectPr>)</w:body>.*$", r"\1", package[DOCUMENT].decode(), flags=re.DOTALL)
    section = section.replace("<w:sectPr>", '<w:sectPr><w:headerReference w:type="default" r:id="rheader"/>')
    lines = ("separator", "continuationSeparator")
    notes = [
        f'<w:footnote w:type="{line}" w:id="{n}"><w:p><w:r><w:{line}/></w:r></w:p></w:footnote>'
        for n, line in enumerate(lines, -1)
    ]
    notes += [f'<w:footnote w:id="{n}">{_note(text)}</w:footnote>' for n, text in enumerate(template.notes, 1)]
    remark = _note("批注")
    comment = f'<w:comment w:id="1" w:author="甲">{remark}</w:comment>'
    parts = {
        DOCUMENT: ("document", f"<w:body>{template.body.xml}{section}</w:body>"),
        HEADER: ("hdr", template.header.xml),
        FOOTER: ("ftr", template.footer.xml),
        NOTES: ("footnotes", "".join(notes)),
        COMMENTS: ("comments", comment),
    }
    return package | {part: f"<w:{root} {_SPACES}>{inner}</w:{root}>".encode() for part, (root, inner) in parts.items()}


def _note(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def judged(printer: Printer, templates: Sequence[Template]) -> Verdict:
    """What becomes of a volume of templates, of which most have one."""
    document, problems = _filled(printer, templates)
    expected = {fault for template in templates for fault in template.faults}
    if document is None:
        return Verdict(
            None,
            "\n".join(str(problem) for problem in problems if not _fair(problem, expected))
            if problems
            else "nothing said",
        )
    wrong = [*faults(document), *_lost(document, templates)]
    return Verdict(document, "\n".join(wrong))


def _filled(printer: Printer, templates: Sequence[Template]) -> tuple[bytes | None, list[Problem]]:
    """The document, or all problems; as `make report` has it, from the bytes of the templates."""
    parts: list[tuple[str, Package]] = []
    for number, template in enumerate(templates):
        package, problems = parse_template(write_package(package_for(template)), name := f"t{number}.docx")
        if package is None:
            return None, problems
        if problems := [*hazards(package, name), *broken_links(package, name)]:
            return None, problems
        parts.append((name, package))
    volume, problems = bind(parts)
    if volume is None:
        return None, problems
    environment = template_environment(printer)
    compiled, problems = compile_template(with_property_parts(volume), "t.docx", environment)
    return (None, problems) if compiled is None else render(compiled, environment, DATA, "", "", "", {})


def _fair(problem: Problem, expected: set[str]) -> bool:
    """Whether a problem has a place, an advice and a cause that was drawn."""
    return bool(problem.place.excerpt and problem.remedy) and any(fault in problem.message for fault in expected)


def _lost(document: bytes, templates: Sequence[Template]) -> list[str]:
    """What the parts of a document show that they should not, or not show that they should."""
    first = templates[0]
    expected: dict[str, Shown] = {
        DOCUMENT: tuple(one for template in templates for one in template.body.shown),
        HEADER: first.header.shown,
        FOOTER: first.footer.shown,
        NOTES: tuple(note for template in templates for note in template.notes),
    }
    with zipfile.ZipFile(BytesIO(document)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    found = []
    for part, shown in expected.items():
        should = "".join(words(shown, DATA))
        for older in (False, True):
            if part in parts and (printed := read(parts[part], older=older)) != should:
                found.append(f"{part}: {printed!r} instead of {should!r}")
        if part not in parts and should:
            found.append(f"{part}: is not there")
    for part, data in parts.items():
        if part.endswith((".xml", ".rels")) and (remnant := _REMNANT.search(data.decode())):
            found.append(f"{part}: {data.decode()[max(remnant.start() - 60, 0) : remnant.end() + 60]} is left")
    return found
