"""Sources of the whole language by this program and by Jinja, over plain data."""

from __future__ import annotations

from typing import Any

import jinja2

from generator.namespace import Tree, Typed
from generator.text.faults import FAULTS, NotationError, in_chinese
from generator.text.grammar import parse
from generator.text.language.advice import advice
from generator.text.policy import FREE, LENIENT, REPORTS, Policy
from generator.text.printer import Printer
from generator.text.sandbox import Environment
from generator.text.translation import program
from generator.word.engine.printing import PlainPrinter

DATA: Tree = {
    "rows": [
        {"id": "a", "name": "甲", "n": 3, "g": "y", "parts": ["x", "y"]},
        {"id": "b", "name": "乙", "n": 1, "g": "X", "parts": []},
        {"id": "c", "name": "丙", "n": 2, "g": "x", "parts": ["z"]},
    ],
    "pairs": [[1, 2], [3, 4]],
    "deep": [{"n": {"k": 2}}, {"n": {"k": 1}}],
    "d": {"b": 1, "a": 2, "C": 3},
    "taken": {"items": 5, "keys": 6},
    "s": "Hello wörld foo-bar",
    "lines": "a\nb\n\nc",
    "marked": "A & B < C",
    "n": 7,
    "f": 2.5,
    "yes": True,
    "no": False,
    "nothing": None,
    "words": ["b", "A", "c", "a"],
    "nums": [3, 1, 2],
    "empty": [],
}
"""Plain data of every kind."""


def exact(value: Any) -> Any:
    """Data with decimals for floats, as `render` reads them."""
    if isinstance(value, dict):
        return {name: exact(one) for name, one in value.items()}
    if isinstance(value, list):
        return [exact(one) for one in value]
    return Typed(repr(value)) if isinstance(value, float) else value


def free_environment(policy: Policy = FREE) -> Environment:
    """The environment of a template that is filled with any data, whose output is not escaped."""
    printer: Any = PlainPrinter({}, lenient=policy.lenient)
    return Environment(printer, printer.text, generated=policy.markup, policy=policy)


def run(environment: Environment, source: str, data: Tree) -> str:
    """What a source prints, or its fault in Chinese."""
    try:
        return environment.render(program(parse(environment, source)), data)
    except NotationError as error:
        return advice(error.message, environment)[0]
    except FAULTS as error:
        return in_chinese(error)


def free(source: str, data: Tree = DATA, *, policy: Policy = FREE) -> str:
    """What a template of any data prints, or its fault."""
    return run(free_environment(policy), source, exact(data))


def lenient(source: str) -> str:
    """The same where what is not there prints nothing."""
    return free(source, policy=LENIENT)


def of_report(printer: Printer, source: str, data: Tree, *optional: str) -> str:
    """What a template of a report prints, or its fault; the `optional` names need not be there."""
    environment = Environment(printer, printer.text, policy=REPORTS, optional=lambda: optional)
    return run(environment, source, data)


def by_jinja(source: str, data: Tree = DATA) -> str:
    """What Jinja prints."""
    return jinja2.Environment(keep_trailing_newline=True).from_string(source).render(**data)


def tag(expression: str) -> str:
    """A source: the expression as a tag that prints, unless it has tags itself."""
    return expression if "{%" in expression or "{{" in expression else f"{{{{ {expression} }}}}"
