"""Searches a template for every tag that cannot print some data: a tag that fails is noted, and the next is tried."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from jinja2 import nodes

from generator.frozen import replace
from generator.problems import Problem
from generator.text.faults import FAULTS, LimitError, Missing, NotationError
from generator.text.grammar import Parsed
from generator.text.language.rules import checked
from generator.text.language.tools import Tools
from generator.text.language.writing import WholeWriter
from generator.text.sandbox import Environment
from generator.text.translation import program
from generator.word.compiled import Compiled, Merges
from generator.word.render import fault_at

_MOST = 100  # faults that are told


def faults(
    template: Compiled,
    trees: Iterable[tuple[str, nodes.Template]],
    environment: Environment,
    data: Mapping[str, Any],
) -> list[Problem]:
    """The fault of every tag that cannot print these data, each once, with the number of times.

    What rests on a value that could not be computed is passed over; where a condition fails, so are all its branches.
    """
    found: list[Problem] = []
    names = {**data, "_merge": Merges()}
    for count, (member, tree) in enumerate(trees):
        environment.begin(part=bool(count))
        tools = environment.tools = _Trying(environment)
        try:
            parsed = Parsed(tree, checked(tree, environment, ()), True, True)
        except NotationError:  # a name that only the whole language refuses; the first fault is known
            continue
        code = program(parsed, _Writer(parsed))
        ended = False
        try:
            for _ in environment.in_bounds(environment.pieces(code, names)):
                pass
        except LimitError:
            ended = True
        for (line, _), (error, number) in tools.told.items():
            tag = template.tag(member, code.lines[line - 1])
            found.append(_counted(fault_at(tag, error, lenient=environment.policy.lenient), number))
        if ended:
            break
    return [*dict.fromkeys(found)][:_MOST]


def _counted(problem: Problem, number: int) -> Problem:
    return problem if number == 1 else replace(problem, message=f"{problem.message}（这样的共 {number} 处）")


class _Unknown(Missing):
    """What could not be computed: what is done with it fails without a word, for the cause is told."""

    __slots__ = ()

    def again(self) -> Missing:
        """What is looked for in it, which is not known either."""
        return self

    def _told(self) -> str:
        return ""


class _Trying(Tools):
    """Tools that note in `told` what fails: the first fault of its words at a line of the program, and how many."""

    unknown = _Unknown("")

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment, environment.filters)
        self.told: dict[tuple[int, str], tuple[Exception, int]] = {}

    def tried(self, value: Callable[[], Any], instead: Any) -> Any:
        """A value, or what stands instead where it cannot be computed."""
        try:
            return value()
        except FAULTS as error:
            key = sys._getframe(1).f_lineno, str(error)
            if key[1] and (key in self.told or len(self.told) < _MOST):
                first, number = self.told.get(key, (error.with_traceback(None), 0))
                self.told[key] = first, number + 1
            if isinstance(error, LimitError):
                raise
            return instead


class _Writer(WholeWriter):
    """Writes code that goes on after a fault."""

    def _tried(self, value: str, instead: str) -> str:
        return f"tools.tried(lambda: {value}, {instead})"

    def _asked(self, value: str) -> str:
        return self._tried(f"True if {value} else False", "None")

    def _statement(self, node: nodes.Node) -> None:
        if not isinstance(node, nodes.If):
            super()._statement(node)
            return
        for number, branch in enumerate([node, *node.elif_]):
            asked = self._new()
            test = f"({asked} := {self._asked(self.value(branch.test))})"
            self.write(f"{'elif' if number else 'if'} {test} is None:", branch.lineno)
            self._indented([], branch.lineno)
            self.write(f"elif {asked}:", branch.lineno)
            self._indented(branch.body, branch.lineno)
        if node.else_:
            self.write("else:", node.lineno)
            self._indented(node.else_, node.lineno)
