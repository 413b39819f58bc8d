"""Where the program makes problems, and which of these places are reached."""

from __future__ import annotations

import ast
import sys
from typing import Any, NamedTuple

import pytest

from generator.problems import Problem
from tests.support.paths import PROJECT

_PROGRAM = PROJECT / "generator"


class Site(NamedTuple):
    """A call that names the code of a problem, at its first line in a module such as rules/indicators/scores."""

    module: str
    line: int
    code: str

    @property
    def room(self) -> str:
        """The package of the module, empty on the ground floor."""
        return self.module.rpartition("/")[0].partition("/")[0]


def sites_of_problems(codes: set[str]) -> dict[tuple[str, int], list[Site]]:
    """The calls of the program whose first argument is one of the codes, by file and each of their lines.

    `data/schema` gives its codes without their family.
    """
    sites: dict[tuple[str, int], list[Site]] = {}
    for path in sorted(_PROGRAM.rglob("*.py")):
        module = path.relative_to(_PROGRAM).with_suffix("").as_posix()
        family = "SCHEMA-" if module == "data/schema" else ""
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(args=[ast.Constant(value=str(word)), *_]) if {word, family + word} & codes:
                    site = Site(module, node.lineno, family + word if family + word in codes else word)
                    for line in range(node.lineno, (node.end_lineno or node.lineno) + 1):
                        sites.setdefault((str(path), line), []).append(site)
                case _:
                    pass
    return sites


def record(patch: pytest.MonkeyPatch, sites: dict[tuple[str, int], list[Site]]) -> set[Site]:
    """Notes from now on which of the calls are running when a problem with their code is made."""
    reached: set[Site] = set()
    make = Problem.__init__

    def noted(self: Problem, code: str, *others: Any, **named: Any) -> None:
        frame = sys._getframe(1)
        while frame.f_back:
            here = sites.get((frame.f_code.co_filename, frame.f_lineno), ())
            reached.update(site for site in here if site.code == code)
            frame = frame.f_back
        make(self, code, *others, **named)

    patch.setattr(Problem, "__init__", noted)
    return reached
