"""Tags that govern runs, or print some: {%r if a %}, {%r for name in names %}, {{r name }}."""

from __future__ import annotations

import re
from copy import deepcopy
from itertools import islice

from lxml import etree

from generator.word.compiled import Tag
from generator.word.names import XML_SPACE, W
from generator.word.shapes.printing import RICH
from generator.word.structure.pieces import Pieces, marks_in, shell
from generator.word.structure.preparing import remove

# {%r if a %}, {{r name }}; groups: the statement, the expression that is printed.
_OF_RUNS = re.compile(r"\{(?:%r\s+(.*?)\s*%|\{r\s+(.*?)\s*\})\}", re.DOTALL)
_STATEMENTS = ("for", "if", "elif", "else", "endfor", "endif")


def split_runs(pieces: Pieces, root: etree._Element) -> None:
    """Cuts runs where a tag that governs runs, or prints some, stands in them; it stands between them then.

    What is before and behind it in its run keeps the format of the run.
    """
    if not any(map(_OF_RUNS.fullmatch, pieces.sources)):
        return
    for text in [*root.iter(f"{W}t")][::-1]:  # from the end, so that all is moved once
        words = text.text or ""
        end = len(words)
        for mark in [*marks_in(text)][::-1]:
            number = int(mark[1])
            match = _OF_RUNS.fullmatch(pieces.sources[number])
            if match is None:
                continue
            origin, run = pieces.origins[number], text.getparent()
            if run is None or run.tag != f"{W}r":
                remedy = f"写成 {{{{ {match[2]} }}}}" if match[2] else "用 {% … %}"
                pieces.problem(pieces.around(text), f"{origin.source} 不能写在这里", remedy)
            elif match[2] is None or pieces.is_one_tag(match[2], origin, text):
                _move_behind(run, text, words[mark.end() : end])
                run.addnext(_piece(pieces, match, origin))
                end = mark.start()
        text.text = words[:end]
        run = text.getparent()
        if not text.text and run is not None and run.tag == f"{W}r":
            remove(text)
            if all(child.tag == f"{W}rPr" for child in islice(run, 2)):
                remove(run)


def _move_behind(run: etree._Element, text: etree._Element, words: str) -> None:
    """Moves words of a text, and what stands behind it, into a run of its own in the same format."""
    properties = next((child for child in islice(run, 1) if child.tag == f"{W}rPr"), None)
    rest = etree.Element(f"{W}r", {str(key): str(value) for key, value in run.attrib.items()})
    rest.extend([] if properties is None else [deepcopy(properties)])
    if words:
        behind = etree.SubElement(rest, f"{W}t", {XML_SPACE: "preserve"})
        behind.text = words
    rest.extend([*text.itersiblings()])
    if len(rest) > (properties is not None):
        run.addnext(rest)


def _piece(pieces: Pieces, match: re.Match[str], origin: Tag) -> etree._Element:
    statement, expression = match.groups()
    if statement is not None:
        keyword = statement.partition(" ")[0]
        kind = keyword if keyword in _STATEMENTS else "other"
        return shell(pieces.mark(f"{{% {statement} %}}", origin), kind)
    return shell(pieces.mark(_runs(expression), origin), "text")


def _runs(expression: str) -> str:
    """The Jinja loop that prints the runs of a text, without any format but their own, as docxtpl does."""
    size = "".join(f'<w:{name} w:val="{{{{ _run.size }}}}"/>' for name in ("sz", "szCs"))
    return (
        f"{{% for _run in ({expression})|{RICH} %}}<w:r><w:rPr>{{% if _run.bold %}}<w:b/><w:bCs/>{{% endif %}}"
        f'{{% if _run.color %}}<w:color w:val="{{{{ _run.color }}}}"/>{{% endif %}}'
        f"{{% if _run.size %}}{size}{{% endif %}}</w:rPr>"
        '<w:t xml:space="preserve">{{ _run.text }}</w:t></w:r>{% endfor %}'
    )
