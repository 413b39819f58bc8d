"""Small templates in a notation of lines, and what docxtpl and this program make of them.

A line is a paragraph. One that begins with │ is a row of a table, whose cells end in │; ¶ begins a further paragraph of
a cell, and ⟨span 2⟩ or ⟨shade FF0000⟩ at its beginning are properties of the cell. `页眉` and `页脚` at the beginning
of a line, with │ behind, say that it stands in the header or the footer. Within paragraphs the notation is that of
tests/support/word_cases.py: ¦ cuts a run, ⟨b …⟩ is one in bold, ⟨tab⟩ and ⟨line⟩ are what Word has for these.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from typing import Any

import jinja2

from generator.filling.data import parse_data
from generator.filling.filling import fill
from generator.opc import TYPES, Package, write_package
from generator.problems import Problem
from generator.word.engine.template import Template
from generator.word.names import DOCUMENT, STYLES
from tests.support.layouts import rest_of
from tests.support.notation import with_edges
from tests.support.oracle import by_docxtpl
from tests.support.word_cases import blocks

_PROPERTY = re.compile(r"⟨(span|shade) (\w+)⟩")
_XML = {
    "span": '<w:gridSpan w:val="{}"/>',
    "shade": '<w:shd w:val="clear" w:color="auto" w:fill="{}"/>',
}
_JINJA = jinja2.Environment(autoescape=True)


@cache
def package(source: str) -> Package:
    """The template of these lines."""
    parts: dict[str, list[str]] = {"": [], "页眉": [], "页脚": []}
    for line in source.rstrip("\n").split("\n"):
        edge, _, rest = line.partition("│")
        if edge and edge in parts:
            parts[edge].append(rest)
        else:
            parts[""].append(line)
    content, *edges = ("".join(_blocks(lines or [""])) for lines in parts.values())
    if parts["页眉"] or parts["页脚"]:
        return with_edges(content, *edges)
    bare = _bare()
    return bare | {DOCUMENT: bare[DOCUMENT].replace(b"<w:body>", f"<w:body>{content}".encode())}


@cache
def _bare() -> Package:
    """A template of nothing but a body and its styles: each part more is read, filled and written twice."""
    made = with_edges("")
    made = rest_of(made, *(name for name in made if name.endswith(".xml") and name not in (TYPES, DOCUMENT, STYLES)))
    return made | {DOCUMENT: re.sub(rb"<w:(?:header|footer)Reference [^>]*>", b"", made[DOCUMENT])}


def _blocks(lines: list[str]) -> Iterator[str]:
    for is_table, group in groupby(lines, lambda line: line.startswith("│")):
        if is_table:
            rows = [[*map(_cell, line[1:-1].split("│"))] for line in group]
            columns = max(sum(cell["columns"] for cell in row) for row in rows)
            # docxtpl shares the widths of the columns out anew and needs them.
            yield blocks([{"table": rows, "columns": columns}]).replace("<w:gridCol/>", '<w:gridCol w:w="1000"/>')
        else:
            yield blocks([*group])


def _cell(source: str) -> dict[str, Any]:
    known = _PROPERTY.findall(source)
    properties = "".join(_XML[kind].format(value) for kind, value in known)
    columns = int(dict(known).get("span", 1))
    return {"cell": _PROPERTY.sub("", source).split("¶"), "properties": properties, "columns": columns}


def by_render(made: Package, data: dict[str, Any]) -> tuple[bytes | None, list[Problem]]:
    """What the command `render` makes of a template and the same data in JSON."""
    template, problems = Template.parse(write_package(made), "t.docx")
    if template is None:
        return None, problems
    read, problems = parse_data(json.dumps(data, ensure_ascii=False).encode(), "d.json", "JSON")
    return fill(template, read) if read else (None, problems)


def theirs(made: Package, data: dict[str, Any]) -> bytes:
    """What docxtpl makes of them, escaping as its documentation advises."""
    return by_docxtpl(made, data, _JINJA)
