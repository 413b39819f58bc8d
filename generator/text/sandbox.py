"""The sandbox in which the programs of templates and texts read figures, within bounds."""

from __future__ import annotations

import operator
import re
import sys
from collections.abc import Callable, Collection, Generator, Iterator
from fractions import Fraction
from functools import cached_property
from types import CodeType, FrameType, FunctionType
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.namespace import Finder, Image, Tree
from generator.problems import MOST_ADVISED
from generator.quantity import Quantity
from generator.text.comparison import compared
from generator.text.faults import Absent, Blank, LimitError, Missing, Void
from generator.text.policy import NARROW, Policy
from generator.text.printer import MAX_CHARACTERS, Printer, listed

if TYPE_CHECKING:
    from generator.text.language.tools import Tools

Pieces = Generator[tuple[str, ...], None, None]
"""The output of a program, a few pieces at a time."""

# The largest volume of the project has 1,400 tags, nests 11 deep, works 23,000 steps in loops and fills 530,000
# characters. The limits leave room for far more, and stop unbounded growth within a second and 100 MB. A document may
# exceed them as its data grow: the first walk through each list of the data is not counted.
MAX_TAGS = 10_000  # compiled by one environment: the texts of a report, or the templates of a locality
MAX_SOURCES = 1_000  # compiled by one environment, for the millisecond that each takes beside its tags
_TOO_MANY_TAGS = f"标记太多，超过 {MAX_TAGS} 个"
_TOO_MANY_SOURCES = f"要计算的文字太多，超过 {MAX_SOURCES} 处"
MAX_WORK = 2_000_000  # elements that filters and operators of a document go through; four characters count as one
WORK = 8  # for each node of a turn in the first walk through a list of the data, in addition
MAX_STEPS = 1_000_000  # of the loops of a document or of the texts of a report: iterations times nodes in the body
BATCH = 64  # pieces of output, or a few more, that are counted together
TURN = 5_000  # characters that a part may have for each iteration of such a walk: a row of the widest table has 4,000
PIECE = 40  # counted for each piece of output in addition to its characters, for its time
MAX_BITS = 2048  # of a figure's numerator and denominator; a typed one has at most 140

# No alternative runs past the next opening of its kind; otherwise each unclosed opening would search the rest of the
# text. No quantifier is possessive (*+) and no group atomic: Python before 3.11.5 finds nothing by them.
PRINTED = r"\{\{[^{}]*(?:[{}](?![{}])[^{}]*)*\}\}"
"""The pattern of a tag that prints: {{ funds.actual|万元 }}."""

RAW = r"\{%[-+]?\s*raw\s*[-+]?%\}[^{]*(?:\{(?!%[-+]?\s*(?:end)?raw\b)[^{]*)*\{%[-+]?\s*endraw\s*[-+]?%\}"
"""The pattern of a stretch whose braces are text, with the tags around it: {% raw %}{{ x }}{% endraw %}."""

TAG = re.compile(
    RAW + "|" + PRINTED + r"|\{%[^{%]*(?:(?:\{(?!%)|%(?!\}))[^{%]*)*%\}|\{#[^{#]*(?:(?:\{(?!#)|#(?!\}))[^{#]*)*#\}"
)
"""A whole tag of a template or text: {{ unit }}, {% if a %}, {# note #}."""

OPENING = re.compile(r"\{[{%#]")
"""The start of a tag: {{, {%, {#."""
HALF_TAG = re.compile(r"\{[{%#]|[}%#]\}")
"""Either end of a tag: {{, %}, #}. Not a single brace."""

PARAGRAPHS = "正文"
"""The filter that the program itself writes into templates, for the paragraphs of a text."""
PICTURE, CODE = "图片", "二维码"
"""The filters that print a picture of the data and a text as a QR code, with a width: 图片(12), 二维码("25毫米")."""
COUNTERS = ("index", "first", "last", "length")
"""What `loop` tells of the loop around it."""
PROGRAM = "<template>"
"""What programs are called in tracebacks."""
_OPERATORS = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}


class Program(NamedTuple):
    """The code that a template, text or formula became, and for each line of it the line of its source."""

    code: CodeType
    lines: tuple[int, ...]

    def line_of(self, error: Exception) -> int:
        """The line of the source at which this program raised an error; 0 if it did not."""
        line = 0
        trace = error.__traceback__
        while trace is not None:
            line = self.lines[trace.tb_lineno - 1] if trace.tb_frame.f_code is self.code else line
            trace = trace.tb_next
        return line


class Loop:
    """A walk through a list, as `loop` gives it: what turn it is at, from 1, and how many there are."""

    __slots__ = ("_turns", "index")

    def __init__(self, turns: list[Any]) -> None:
        self._turns = turns
        self.index = 0

    @property
    def numbered(self) -> Iterator[tuple[int, Any]]:
        """The elements, each with its number from 1."""
        return enumerate(self._turns, 1)

    @property
    def first(self) -> bool:
        """Whether it is at the first element."""
        return self.index == 1

    @property
    def last(self) -> bool:
        """Whether it is at the last element."""
        return self.index == len(self._turns)

    @property
    def length(self) -> int:
        """How many elements there are."""
        return len(self._turns)


class Environment:
    """Runs programs, compiled from templates and texts, on plain data: a name finds an entry, never a Python attribute.

    `finalize` prints every value, and escapes it where the output has markup. With `generated` the notation that the
    program itself puts into templates is accepted too; `policy` says how much of the language its authors can use, and
    `optional` gives the names that need not be there. What is parsed, compiled and run is counted, and stays within
    limits.
    """

    def __init__(
        self,
        printer: Printer,
        finalize: Callable[[object], str],
        *,
        generated: bool = False,
        policy: Policy = NARROW,
        optional: Callable[[], Collection[str]] = frozenset,
    ) -> None:
        self.printer = printer
        self.finalize = finalize
        self.filters = _Filters(self, printer.filters()) if policy.whole else printer.filters()
        self.generated = generated
        self.policy = policy
        self.unfilled = policy.unfilled
        self.mixed = policy.mixed
        self.optional = optional
        self.missing: type[Missing] = Blank if policy.lenient else Missing
        self.absent: type[Missing] = Void if policy.lenient else Absent
        self.finder = Finder()
        self.shown: list[Image] = []  # pictures of the part being printed, by the numbers of their marks
        self.computed: dict[int, tuple[Quantity, CodeType, int]] | None = None
        self._work = self._allowed = 0
        self._missed = 0
        self._tags = 0
        self._sources = 0
        self._steps = 0
        self._characters = 0
        self._room = 0
        self._walked: dict[int, list[Any]] = {}
        self._grows = False

    def pieces(self, program: Program, names: Tree) -> Any:
        """What a program gives for these names: its output in pieces, or the value of a formula.

        The code reaches what it is handed here, and nothing of Python.
        """

        def named(name: str) -> Any:
            return names[name] if name in names else self.missing(name, names if self.policy.lenient else None)

        own = (self._counted, self._calculated, Loop, type, dict, self._compared)
        helpers = (named, self.entry, self.finalize, self.filters, *own)
        function = FunctionType(program.code, {"__builtins__": {}})
        return function(*helpers) if program.code.co_argcount == len(helpers) else function(*helpers, self.tools)

    @cached_property
    def tools(self) -> Tools:
        """What programs of the whole language are handed beside the rest."""
        from generator.text.language.tools import Tools

        return Tools(self, self.filters)

    def reckoned(self, figure: Quantity) -> Quantity:
        """A figure that a program has computed; kept in `computed`, if that is wanted, with the code and its line."""
        if self.computed is not None:
            frame = program_frame()
            self.computed[id(figure)] = figure, frame.f_code, frame.f_lineno
        return figure

    def text(self, value: object) -> str:
        """What `{{ value }}` prints, not escaped."""
        return value if type(value) is str else self.printer.text(value)

    def charge(self, units: int) -> None:
        """Counts the work of a filter or operator before it is done.

        Raises:
            LimitError: it is more than a document needs.
        """
        self._work += units
        if self._work > MAX_WORK + self._allowed:
            self._work -= units
            raise LimitError("要处理的数据太多")

    def render(self, program: Program, names: Tree) -> str:
        """The whole output of a program."""
        return self.concat(self.pieces(program, names))

    def in_bounds(self, pieces: Pieces) -> Iterator[str]:
        """The output, collected in batches; where it grows too long, the tag being printed raises the fault."""
        before = self._characters
        batch: list[str] = []
        for some in pieces:
            batch += some
            if len(batch) >= BATCH:
                yield self._joined(batch, pieces, before)
                batch = []
        if batch:
            yield self._joined(batch, pieces, before)

    def _joined(self, batch: list[str], pieces: Pieces, before: int) -> str:
        text = "".join(batch)
        self._characters += len(text) + PIECE * len(batch)
        if self._characters > MAX_CHARACTERS + self._room:
            self._characters = before
            pieces.throw(LimitError(f"印出来的内容超过 {MAX_CHARACTERS + self._room} 个字符"))
        return text

    def concat(self, pieces: Pieces) -> str:
        """The whole output as one text."""
        return "".join(self.in_bounds(pieces))

    def begin(self, *, part: bool = False, grows: bool = True) -> None:
        """Resets the counters: steps and characters for another document, or characters for another part of it.

        A part that `grows` is not held in memory as a whole, so that it may be as long as its data make it.
        """
        self._characters = self._room = 0
        self._walked = {}
        self.shown.clear()
        self._grows = grows
        if not part:
            self._steps = self._work = self._allowed = 0

    def count_tags(self, source: str) -> None:
        """Counts the tags of a source.

        Raises:
            LimitError: there are more than documents have.
        """
        tags = _tags(source)
        if self._tags + tags > MAX_TAGS:
            raise LimitError(_TOO_MANY_TAGS)
        self._tags += tags

    def count_source(self, source: str) -> None:
        """Counts a source that is compiled, and its tags.

        Raises:
            LimitError: there are more than documents have.
        """
        self.count_tags(source)
        self._sources += 1
        if self._sources > MAX_SOURCES:
            raise LimitError(_TOO_MANY_SOURCES)

    def excess(self, source: str) -> str:
        """The limit that compiling this source as well would exceed, in Chinese; empty if none. Compiles nothing."""
        if self._sources >= MAX_SOURCES:
            return _TOO_MANY_SOURCES
        return _TOO_MANY_TAGS if self._tags + _tags(source) > MAX_TAGS else ""

    @property
    def notation(self) -> list[str]:
        """The filters by the names that authors use."""
        return [name for name in self.filters if name != PARAGRAPHS and name[0] != "_"]

    def _counted(self, values: object, size: int, is_data: bool) -> list[Any]:
        """The list that a loop goes through; `size` is the number of nodes that an iteration evaluates.

        `is_data` says that the list is one of the data; only such a list cannot be built again and again.
        """
        turns = listed(values) if type(values) is list or not self.policy.whole else self._turns(values)
        if is_data and id(turns) not in self._walked:
            self._walked[id(turns)] = turns
            self._allowed += len(turns) * size * WORK
            self._room += len(turns) * TURN if self._grows else 0
            return turns
        steps = len(turns) * size
        if self._steps + steps > MAX_STEPS:
            raise LimitError(f"循环太多，超过 {MAX_STEPS} 步")
        self._steps += steps
        return turns

    def _turns(self, values: object) -> list[Any]:
        """What a loop goes through that is no list: the keys of a mapping."""
        if self.policy.lenient and (values is None or isinstance(values, Blank)):
            self.text(values)  # the printer notes that it is not there
            return []
        from generator.text.language.values import elements

        return elements(self, values)

    def _calculated(self, sign: str, left: Any, right: Any) -> Any:
        """Adds and subtracts figures of one unit or whole numbers, multiplies a figure by a rate, divides figures."""
        for value in (left, right):
            if isinstance(value, Blank):
                return value
            if isinstance(value, Missing):
                value.raise_error()
        if isinstance(left, Quantity) and isinstance(right, Quantity):
            return self.reckoned(calculated_figure(sign, left, right))
        if sign in "+-" and type(left) is int and type(right) is int:
            return _OPERATORS[sign](left, right)
        if self.policy.whole:
            return self.tools.calculated(sign, left, right)
        raise TypeError(f"「{sign}」的两边要是数据里的数")

    def _compared(self, sign: str, left: Any, right: Any) -> bool:
        """What a comparison of Jinja says: eq, ne, lt, lteq, gt, gteq, in, notin."""
        return compared(sign, left, right, mixed=self.mixed)

    def entry(self, holder: object, name: object) -> object:
        """The entry of plain data under a name; `Missing` for anything else but a loop's counters.

        What is looked for in something that is not there is not there because of the latter.
        """
        if type(holder) is dict and type(name) is str and name in holder:
            return holder[name]
        if isinstance(holder, dict | list):
            try:
                return self.finder.entry(holder, name)
            except KeyError:
                self._missed += 1
                return self.missing(name, holder if self._missed < MOST_ADVISED else None)
        if type(holder) is Loop and name in COUNTERS:
            return getattr(holder, str(name))
        if self.policy.whole:
            try:
                return self.tools.held(holder, name)
            except KeyError:
                pass
        return holder.again() if isinstance(holder, Missing) else self.missing(name)


def program_frame() -> FrameType:
    """The frame of the program that is running, in what it has called."""
    frame = sys._getframe(1)
    while frame.f_back is not None and frame.f_code.co_filename != PROGRAM:
        frame = frame.f_back
    return frame


class _Filters(dict[str, Callable[..., Any]]):
    """The filters of a printer, and those of the language, which are loaded where one is used."""

    def __init__(self, environment: Environment, printing: dict[str, Callable[..., Any]]) -> None:
        super().__init__(printing)
        self._environment = environment

    def __missing__(self, name: str) -> Callable[..., Any]:
        return self._environment.tools.filters[name]


def calculated_figure(sign: str, left: Quantity, right: Quantity | int) -> Quantity:
    """The sum, difference, product or ratio of two figures, or of a figure and a whole number."""
    return bounded(_OPERATORS[sign](left, right))


def bounded(figure: Quantity) -> Quantity:
    """The figure itself.

    Raises:
        OverflowError: it has more digits than figures of money have, as a product of products of products can.
    """
    for part in (figure.value, figure.slack):
        if part is not None and _bits(part) > MAX_BITS:
            raise OverflowError("算出来的数太大")
    return figure


def _bits(part: Fraction) -> int:
    return max(part.numerator.bit_length(), part.denominator.bit_length())


def _tags(source: str) -> int:
    return source.count("{{") + source.count("{%") + source.count("{#")
