"""Judges each tag of a template by itself, so that one run tells what is wrong with every one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from copy import copy

from generator.problems import Problem
from generator.text.faults import NotationError
from generator.text.grammar import parse
from generator.text.notation import RAW_STRETCH, syntax_advice
from generator.text.sandbox import Environment
from generator.word.compiled import Tag
from generator.word.shapes.literal import LONE

# Jinja's message: No filter named '万'; group 1 is the name.
_NO_FILTER = re.compile(r"No filter named '(.*?)'")
# A tag without its signs; groups: the sign of a statement, what is inside.
_INSIDE = re.compile(
    r"\{(?:(%)(?:[-+]|(?:p|tr|tc|r)(?=\s))?|\{(?:[-+]|(?:p|tr|tc|r)(?=\s))?)(.*?)[-+]?[}%]\}", re.DOTALL
)
_BLOCKS = {
    "if": "{{% {} %}}{{% endif %}}",
    "elif": "{{% if x %}}{{% {} %}}{{% endif %}}",
    "else": "{{% if x %}}{{% {} %}}{{% endif %}}",
    "endif": "{{% if x %}}{{% {} %}}",
    "for": "{{% {} %}}{{% endfor %}}",
    "endfor": "{{% for x in x %}}{{% {} %}}",
    "endset": "{{% set x %}}{{% {} %}}",
}
"""How each statement is whole without the others of its block."""
_OF_CELLS = ("vm", "hm", "colspan", "cellbg")
_OTHER_BLOCKS = ("autoescape", "block", "call", "filter", "macro", "with")
"""Blocks of Jinja, all of which are refused."""


def tag_faults(tags: Iterable[Tag], environment: Environment) -> list[Problem]:
    """TEMPLATE-TAG: what is wrong with the notation of each tag, whatever may be wrong with the others.

    Whether its partner and its place fit is not judged here.
    """
    known: dict[str, list[tuple[str, str]]] = {}
    problems = []
    for tag in tags:
        if tag.source not in known:
            known[tag.source] = _faults(tag.source, environment)
        for message, remedy in known[tag.source]:
            problems.append(Problem("TEMPLATE-TAG", tag.place, f"{tag.source}：{message}", remedy))
    return problems


def _faults(source: str, environment: Environment) -> list[tuple[str, str]]:
    """The message and remedy of every unknown filter of a tag, or of its first fault of any other kind."""
    faults: list[tuple[str, str]] = []
    unknown: set[str] = set()
    whole = _whole(source)
    while whole:
        try:
            parse(copy(environment), whole, unknown)  # what is tried here does not count for the template
        except NotationError as error:
            faults.append(syntax_advice(error.message, environment, source))
            filter_name = _NO_FILTER.match(error.message)
            if filter_name is None:
                break
            unknown.add(filter_name[1])
        else:
            break
    return faults


def _whole(source: str) -> str:
    """A source that is complete with only this tag; empty for one that has no notation, or is told where it is read."""
    match = _INSIDE.fullmatch(source)
    if match is None or RAW_STRETCH.match(source) or LONE.fullmatch(source):
        return ""
    inside = match[2].strip()
    if not match[1]:
        return f"{{{{ {inside} }}}}"
    keyword, _, expression = inside.partition(" ")
    if keyword in _OF_CELLS:
        # Without its value it is told where cells are merged or shaped.
        return f"{{{{ {expression} }}}}" if expression.strip() else ""
    if keyword == "set" and "=" not in expression:
        return f"{{% {inside} %}}{{% endset %}}"
    if keyword.removeprefix("end") in _OTHER_BLOCKS:  # an end is told with its beginning
        return "" if keyword.startswith("end") else f"{{% {inside} %}}{{% end{keyword} %}}"
    return _BLOCKS.get(keyword, "{{% {} %}}").format(inside)
