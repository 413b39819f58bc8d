"""Jinja as a second opinion on what tags print: it compiles and runs the same sources itself, on the same data.

Its environment gives it what the sandbox gives to programs: the filters, how a value is printed, that a name finds an
entry of plain data, how figures are added. Everything else is Jinja's own: scopes, loops, conditions, comparisons.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import jinja2
from hypothesis import strategies as st
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from generator.namespace import Tree, names_in
from generator.problems import nearest
from generator.text.faults import FAULTS, Missing, in_chinese
from generator.text.grammar import parse
from generator.text.printer import Printer
from generator.text.sandbox import COUNTERS, Environment
from generator.text.translation import program
from generator.word.compiled import Merges

Outcome = tuple[str, int | None]
"""What was printed, and None; or the fault in Chinese, and the line that it is told of."""


class _Undefined(jinja2.StrictUndefined):
    """A name that leads nowhere, reported as the sandbox does."""

    @property
    def _undefined_message(self) -> str:
        holder = self._undefined_obj if isinstance(self._undefined_obj, dict | list) else None
        near = nearest(str(self._undefined_name), names_in(holder), cutoff=0.5)
        return f"没有名为「{self._undefined_name}」的数据" + (f"，{near}" if near else "")


class _Jinja(ImmutableSandboxedEnvironment):
    """Jinja's own environment, over the plain data and with the filters of the sandbox."""

    intercepted_binops = frozenset({"+", "-", "*", "/"})

    def __init__(self, ours: Environment) -> None:
        super().__init__(undefined=_Undefined, finalize=self._printed, keep_trailing_newline=True, optimized=False)
        self._ours = ours
        self.filters = {name: self._handed(function) for name, function in ours.filters.items()}

    def _printed(self, value: object) -> str:
        return self._ours.finalize(_theirs(value))

    def _handed(self, function: Callable[..., Any]) -> Callable[..., Any]:
        return lambda value, *arguments: function(_theirs(value), *arguments)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        return self._ours._calculated(operator, _theirs(left), _theirs(right))

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, LoopContext) and argument in COUNTERS:
            return getattr(obj, argument)
        if isinstance(obj, jinja2.Undefined):  # missing for the same reason
            return self.undefined(obj=obj._undefined_obj, name=obj._undefined_name)
        if isinstance(obj, dict | list):
            try:
                return self._ours.finder.entry(obj, argument)
            except KeyError:
                pass
        return self.undefined(obj=obj, name=argument)

    getattr = getitem  # type: ignore[assignment]


def _theirs(value: object) -> object:
    """The value, with what is missing for Jinja as what is missing for the sandbox."""
    if not isinstance(value, jinja2.Undefined):
        return value
    holder = value._undefined_obj
    return Missing(value._undefined_name, holder if isinstance(holder, dict | list) else None)


def by_jinja(printer: Printer, source: str, context: Tree) -> Outcome:
    """What Jinja prints for a source of the notation, or its fault."""
    environment = _Jinja(_environment(printer))
    template = environment.from_string(source)
    return _outcome(lambda: template.render(context | {"_merge": Merges()}), _line_of)


def by_this_program(printer: Printer, source: str, context: Tree) -> Outcome:
    """What this program prints for a source of the notation, or its fault."""
    environment = _environment(printer)
    own = program(parse(environment, source))
    return _outcome(lambda: environment.render(own, context | {"_merge": Merges()}), own.line_of)


def _environment(printer: Printer) -> Environment:
    return Environment(printer, printer.text, generated=True)


def _line_of(error: Exception) -> int:
    """The line of its source at which a template of Jinja raised an error."""
    frames = traceback.extract_tb(error.__traceback__)
    return [frame.lineno or 0 for frame in frames if frame.filename == "<template>"][-1]


def _outcome(render: Callable[[], str], line_of: Callable[[Exception], int]) -> Outcome:
    try:
        return render(), None
    except (jinja2.TemplateError, *FAULTS) as error:
        return in_chinese(error), line_of(error)


# Expressions by the kind of their value; each can be used where the loops around it give the name that it begins with.
_LISTS = ("rows", "words", "empty", "row.parts", "[1, 2]", "deep.list", "rows[0].parts", "(rows if yes else words)")
_NUMBERS = ("n", "year", "loop.index", "loop.length", "words|length", "row.n", "rows[0].n", "2", "year - n", "(-1)")
_TEXTS = ("s", "word", "row.name", "rows.b.name", 'deep["文"].s', '"甲"', 'words|join("、")', "words|first", "name")
_FIGURES = ("money", "row.money|万元", "rate|百分比(1)", "money / total", "money + total", "rate", "nothing|元")
_CONDITIONS = ("yes", "no", "loop.first", "loop.last", "(not yes)", "nothing", "_first", "rows", "row.yes")
_WRONG = (
    *("lost", "row", "row.lost", "deep.lost", "word.upper", "s.x", "loop", "loop.lost", "deep", "rows|join"),
    *("money + n", "s < n", "1 in n", "money|分", '(-"甲")', "empty|first"),
)
_GIVEN = re.compile(r"\b(row|word|loop|_first)\b")
Given = frozenset[str]
"""Names that a place has beside those of the data."""
FORMS = {
    "a loop": "{% for",
    "what stands for an empty list": "{% else %}",
    "a counter": "loop.",
    "elif": "{% elif",
    "a choice": " if yes else",
    "a comparison": " < ",
    "a chain of comparisons": " <= ",
    "in": " in words",
    "and": " and ",
    "or": " or ",
    "not": "(not ",
    "a filter": "|",
    "a merged cell": "_merge(",
    "the name of an evaluation": "{% set name",
    "a line break": "\n",
}


@dataclass(frozen=True, slots=True)
class Small:
    """A source of the notation and data for it."""

    source: str
    context: Tree = field(repr=False)


@st.composite
def sources(draw: st.DrawFn, figures: Callable[[str], object]) -> Small:
    """A source, and data with every name that it can use; `figures` makes a figure of what is written."""
    return Small(draw(_bodies(3, frozenset())), _context(draw, figures))


def _context(draw: st.DrawFn, figures: Callable[[str], object]) -> Tree:
    def row(number: int) -> Tree:
        return {
            "id": "abc"[number],
            "name": draw(st.sampled_from(["甲", "乙", "<&>", ""])),
            "n": draw(st.integers(0, 3)),
            "yes": draw(st.booleans()),
            "money": figures("3万元"),
            "parts": draw(st.lists(st.sampled_from(["a", "b"]), max_size=2)),
        }

    rows = [row(number) for number in range(draw(st.integers(2, 3)))]
    return {
        "rows": rows,
        "evaluations": rows[: draw(st.integers(0, 2))],
        "words": draw(st.lists(st.sampled_from(["甲", "乙"]), min_size=1, max_size=3)),
        "empty": [],
        "deep": {"list": [{"x": 1}], "文": {"s": "深"}},
        "n": draw(st.integers(0, 3)),
        "year": 2022,
        "s": draw(st.sampled_from(["甲", "", "b\n"])),
        "yes": draw(st.booleans()),
        "no": False,
        "nothing": None,
        "name": "总",
        "money": figures("21754元"),
        "total": figures("3万元"),
        "rate": figures("72.51%"),
    }


def _of(expressions: Sequence[str], given: Given) -> st.SearchStrategy[str]:
    """One of the expressions that only use names which are there."""
    return st.sampled_from([one for one in expressions if given.issuperset(_GIVEN.findall(one))])


@cache
def _joined(depth: int, given: Given) -> st.SearchStrategy[str]:
    """An expression of any kind."""
    numbers, texts = _of(_NUMBERS, given), _of(_TEXTS, given)
    simple = st.one_of(numbers, texts, _of(_CONDITIONS, given))
    if not depth:
        return simple
    inner = _joined(depth - 1, given)
    return st.one_of(
        simple,
        st.builds("({} {} {})".format, inner, st.sampled_from(["and", "or", "or", "==", "!="]), inner),
        st.builds("(not {})".format, inner),
        st.builds("({} if {} else {})".format, inner, inner, inner),
        st.builds("({} {} {})".format, numbers, st.sampled_from(["<", ">=", ">"]), numbers),
        st.builds("(0 <= {} < {})".format, numbers, numbers),
        st.builds("({} {} words)".format, texts, st.sampled_from(["in", "not in"])),
    )


def _printed(given: Given) -> st.SearchStrategy[str]:
    choice = st.builds("{} if {} else {}".format, _of(_TEXTS, given), _joined(2, given), _of(_FIGURES, given))
    known = st.one_of(_of(_NUMBERS, given), _of(_TEXTS, given), _of(_FIGURES, given), choice)
    return st.one_of(*[known] * 20, _joined(2, given), _of(_WRONG, given), st.sampled_from(_WRONG))


@cache
def _bodies(depth: int, given: Given) -> st.SearchStrategy[str]:
    """Some text, tags, conditions and loops, one after the other."""
    printed = _printed(given)
    pieces: list[st.SearchStrategy[str]] = [
        st.sampled_from(["文", "{ ", "\n", "a\nb", "{# 注 #}"]),
        st.builds("{{{{ {} }}}}".format, printed),
        st.builds("{{{{\n{} }}}}".format, printed),
    ]
    if depth:
        inner, test = _bodies(depth - 1, given), _joined(2, given)
        end = st.one_of(st.just(""), st.builds("{{% else %}}{}".format, inner))
        lists = _of(_LISTS, given)
        texts = st.one_of(_of([*_TEXTS, *_NUMBERS], given), st.just("name, n"))

        def loop(name: str, lists: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
            body = _bodies(depth - 1, given | {name, "loop"})
            return st.builds(f"{{{{% for {name} in {{}} %}}}}{{}}{{}}{{{{% endfor %}}}}".format, lists, body, end)

        merging = _bodies(depth - 1, given | {"_first"})
        pieces += [
            st.builds("{{% if {} %}}{}{}{{% endif %}}".format, test, inner, end),
            st.builds("{{% if {} %}}{}{{% elif {} %}}{}{}{{% endif %}}".format, test, inner, test, inner, end),
            *[loop("row", st.just("rows"))] * 3,
            *[loop("word", lists)] * 2,
            *[loop(name, lists) for name in ("name", "s")],
            st.builds(
                "{{% for evaluation in evaluations %}}{{% set name = evaluation.name %}}{}{{% endfor %}}".format, inner
            ),
            st.builds(
                "{{% set _first = _merge({}, [{}]) %}}{{{{ '始' if _first else '续' }}}}{}".format,
                st.integers(1, 3),
                texts,
                merging,
            ),
            st.builds("{{% set _first = _merge(0, none) %}}{}".format, merging),
        ]
    return st.lists(st.one_of(pieces), max_size=3).map("".join)
