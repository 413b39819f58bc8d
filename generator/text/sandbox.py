"""The sandboxed Jinja environment in which templates and prose read figures, within bounds."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator
from fractions import Fraction
from itertools import islice
from typing import Any

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, Undefined, nodes
from jinja2.parser import Parser
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from generator.namespace import Finder, names_in
from generator.problems import MOST_ADVISED, nearest
from generator.quantity import Quantity, UnitError
from generator.text.printer import MAX_CHARACTERS, LimitError, Printer, listed

FAULTS = (TemplateError, TypeError, ValueError, ArithmeticError, RecursionError)
"""Everything that printing a tag can raise; `in_chinese` words it."""

# The largest volume of the project has 1,400 tags, nests 11 deep, works 23,000 steps in loops and fills 530,000
# characters. The limits leave room for far more, and stop unbounded growth within a second and 100 MB. A document may
# exceed them as its data grow: the first walk through each list of the data is not counted.
MAX_TAGS = 10_000  # compiled by one environment: the texts of a report, or the templates of a locality
MAX_SOURCES = 1_000  # compiled by one environment, for the millisecond that each takes beside its tags
_TOO_MANY_TAGS = f"标记太多，超过 {MAX_TAGS} 个"
_TOO_MANY_SOURCES = f"要计算的文字太多，超过 {MAX_SOURCES} 处"
MAX_DEPTH = 40  # Python itself compiles 90 levels of indentation
MAX_LOOPS = 8  # loops within loops; Python compiles 20
MAX_STEPS = 1_000_000  # of the loops of a document or of the texts of a report: iterations times nodes in the body
BATCH = 64  # pieces of output that are counted together
TURN = 5_000  # characters that a part may have for each iteration of such a walk: a row of the widest table has 4,000
PIECE = 40  # counted for each piece of output in addition to its characters, for its time
MAX_WHOLE = 10**15  # digits that an amount may have
MAX_BITS = 2048  # of a figure's numerator and denominator; a typed one has at most 140
MAX_DECIMALS = 6

# No alternative runs past the next opening of its kind; otherwise each unclosed opening would search the rest of the
# text. No quantifier is possessive (*+) and no group atomic: Python before 3.11.5 finds nothing by them.
PRINTED = r"\{\{[^{}]*(?:[{}](?![{}])[^{}]*)*\}\}"
"""The pattern of a tag that prints: {{ funds.actual|万元 }}."""

TAG = re.compile(PRINTED + r"|\{%[^{%]*(?:(?:\{(?!%)|%(?!\}))[^{%]*)*%\}|\{#[^{#]*(?:(?:\{(?!#)|#(?!\}))[^{#]*)*#\}")
"""A whole tag of a template or text: {{ unit }}, {% if a %}, {# note #}."""

_CHINESE = re.compile("[\u4e00-\u9fff]")  # a message of our own: 太; not one of Python or Jinja
# {% raw %}, {%- raw -%}. Not {% rawest %}.
_RAW = re.compile(r"\{%[-+]?\s*raw\b")
_LEAVES = frozenset({nodes.TemplateData, nodes.Name, nodes.Const})
_CHECKED = frozenset(
    {nodes.Const, nodes.For, nodes.If, nodes.CondExpr, nodes.Tuple, nodes.List, nodes.Neg, nodes.Filter}
)
_ALLOWED = (
    _LEAVES
    | _CHECKED
    | {nodes.Template, nodes.Output, nodes.Getattr, nodes.Getitem, nodes.Compare, nodes.Operand, nodes.And, nodes.Or}
    | {nodes.Not, nodes.Add, nodes.Sub, nodes.Mul, nodes.Div}
)
_NAMED = {
    nodes.Assign: "set",
    nodes.AssignBlock: "set",
    nodes.Macro: "macro",
    nodes.CallBlock: "call",
    nodes.Block: "block",
    nodes.Include: "include",
    nodes.Import: "import",
    nodes.FromImport: "import",
    nodes.Extends: "extends",
    nodes.FilterBlock: "filter",
    nodes.With: "with",
    nodes.Scope: "autoescape",
    nodes.Call: "名称(…)",
    nodes.Slice: "[…:…]",
    nodes.Test: "is",
    nodes.Concat: "~",
    nodes.Mod: "%",
    nodes.Pow: "**",
    nodes.FloorDiv: "//",
    nodes.Pos: "+数",
    nodes.Dict: "{…}",
}
_IN_CHINESE = (
    ("not supported between", "这两个数据不能比较大小"),
    ("not iterable", "「in」的右边要是列表或者文字"),
    ("requires string as left operand", "「in」的左边要是文字"),
)
_COUNTED = "逐项"


class Missing(StrictUndefined):
    """An undefined name, reported in Chinese with the nearest known name."""

    @property
    def _undefined_message(self) -> str:
        near = nearest(str(self._undefined_name), names_in(self._undefined_obj), cutoff=0.5)
        return f"没有名为「{self._undefined_name}」的数据" + (f"，{near}" if near else "")


class Environment(ImmutableSandboxedEnvironment):
    """Reads plain data only: a dot or bracket finds an entry by name, never a Python attribute.

    `finalize` prints every value, and escapes it where the output has markup.

    Parsing refuses every construct that is not on the list of allowed ones; what it accepts runs within limits. With
    `generated` the notation that the program itself puts into templates is accepted too.
    """

    intercepted_binops = frozenset({"+", "-", "*", "/"})

    def __init__(
        self,
        printer: Printer,
        finalize: Callable[[object], object],
        *,
        generated: bool = False,
    ) -> None:
        # Constants are not folded at compile time: one that cannot be computed is a fault of its tag when it is
        # printed.
        super().__init__(undefined=Missing, finalize=finalize, keep_trailing_newline=True, optimized=False)
        self.printer = printer
        self.filters = {**printer.filters(), _COUNTED: self._counted}
        self._own = frozenset(self.filters)
        self.globals = {}
        self.tests = {}
        self.generated = generated
        self.finder = Finder()
        self._missed = 0
        self._tags = 0
        self._sources = 0
        self._steps = 0
        self._characters = 0
        self._room = 0
        self._walked: dict[int, list[Any]] = {}
        self._grows = False

    def in_bounds(self, pieces: Generator[str, None, None]) -> Iterator[str]:
        """The output, collected in pieces; where it grows too long, the tag being printed raises the fault."""
        before = self._characters
        while batch := [*islice(pieces, BATCH)]:
            text = "".join(batch)
            self._characters += len(text) + PIECE * len(batch)
            if self._characters > MAX_CHARACTERS + self._room:
                self._characters = before
                pieces.throw(LimitError(f"印出来的内容超过 {MAX_CHARACTERS + self._room} 个字符"))
            yield text

    def concat(self, pieces: Generator[str, None, None]) -> str:  # type: ignore[override]
        """The whole output as one text."""
        return "".join(self.in_bounds(pieces))

    def begin(self, *, part: bool = False, grows: bool = True) -> None:
        """Resets the counters: steps and characters for another document, or characters for another part of it.

        A part that `grows` is not held in memory as a whole, so that it may be as long as its data make it.
        """
        self._characters = self._room = 0
        self._walked = {}
        self._grows = grows
        self._steps = self._steps if part else 0

    def count_tags(self, source: str) -> None:
        """Counts the tags of a source.

        Raises:
            TemplateSyntaxError: there are more than documents have.
        """
        tags = _tags(source)
        if self._tags + tags > MAX_TAGS:
            raise TemplateSyntaxError(_TOO_MANY_TAGS, 1)
        self._tags += tags

    def excess(self, source: str) -> str:
        """The limit that compiling this source as well would exceed, in Chinese; empty if none. Compiles nothing."""
        if self._sources >= MAX_SOURCES:
            return _TOO_MANY_SOURCES
        return _TOO_MANY_TAGS if self._tags + _tags(source) > MAX_TAGS else ""

    @property
    def notation(self) -> list[str]:
        """The filters by the names that authors use."""
        return [name for name in self.filters if name not in (_COUNTED, "正文")]

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        self.count_tags(source)
        self._sources += 1
        if self._sources > MAX_SOURCES:
            raise TemplateSyntaxError(_TOO_MANY_SOURCES, 1)
        if raw := _RAW.search(source):
            raise TemplateSyntaxError("用不了「raw」", source.count("\n", 0, raw.end()) + 1)
        parser = Parser(self, source, name, filename)
        try:
            tree = parser.parse()
        except RecursionError:
            raise TemplateSyntaxError("嵌套得太深", parser.stream.current.lineno) from None
        except ValueError:  # of Python: a whole number of thousands of digits
            raise TemplateSyntaxError("数太大", parser.stream.current.lineno) from None
        sizes = self._refuse(tree)
        for loop, size in sizes.items():
            position = {"lineno": loop.iter.lineno, "environment": self}
            arguments = [nodes.Const(size), nodes.Const(_is_data(loop.iter))]
            loop.iter = nodes.Filter(loop.iter, _COUNTED, arguments, [], None, None, **position)
        return tree

    def _refuse(self, tree: nodes.Template) -> dict[nodes.For, int]:
        """Refuses what is not allowed; returns each loop with the number of nodes that an iteration evaluates.

        The walk does not recurse: an expression can nest 10,000 deep.
        """
        sizes: dict[nodes.For, int] = {}
        waiting: list[tuple[nodes.Node, int, tuple[nodes.For, ...], int]] = [(tree, 0, (), 1)]
        while waiting:
            node, depth, loops, line = waiting.pop()
            kind, line = type(node), node.lineno or line
            if loops:
                sizes[loops[-1]] += 1
            if self.generated and isinstance(node, nodes.Assign) and _is_generated(node):
                waiting += [(child, depth + 1, loops, line) for child in _keys(node)]
                continue
            if isinstance(node, nodes.For):
                loops = (*loops, node)
                sizes[node] = 1
            fault = self._fault(node) if kind in _CHECKED else ""
            if depth > MAX_DEPTH or len(loops) > MAX_LOOPS:
                fault = "嵌套得太深"
            elif kind not in _ALLOWED:
                fault = f"用不了「{_NAMED.get(kind, kind.__name__.lower())}」"
            if fault:
                raise TemplateSyntaxError(fault, line)
            if kind not in _LEAVES:
                waiting += [(child, depth + 1, loops, line) for child in _children(node)[::-1]]
        return sizes

    def _fault(self, node: nodes.Node) -> str:
        """What is wrong with a node of a kind that can be used."""
        if isinstance(node, nodes.Const):
            if isinstance(node.value, float) or (isinstance(node.value, int) and node.value >= MAX_WHOLE):
                return f"用不了「{str(node.value)[:20] if isinstance(node.value, float) else '太大的数'}」"
        elif isinstance(node, nodes.For):
            if node.recursive or node.test is not None:
                return "for 只能写成 {% for 甲 in 列表 %}"
        elif isinstance(node, nodes.If):
            if len(node.elif_) > MAX_DEPTH:
                return "elif 太多"
        elif isinstance(node, nodes.CondExpr):
            if node.expr2 is None:
                return "if 后面缺 else"
        elif isinstance(node, nodes.Tuple | nodes.List):
            if not all(isinstance(item, nodes.Const) for item in node.items):
                return "括号里只能列出文字或者数"
        elif isinstance(node, nodes.Neg):
            if not isinstance(node.node, nodes.Const):
                return "负号只能写在数的前面"
        elif isinstance(node, nodes.Filter):
            if node.name not in self.filters or node.name == _COUNTED:
                return f"No filter named '{node.name}'."
            # A template that is searched for further faults has stand-ins for unknown filters.
            built_in = node.name in self._own
            if built_in and (node.kwargs or node.dyn_args or node.dyn_kwargs or not _takes(node.name, node.args)):
                return f"「{node.name}」后面的括号写得不对"
        return ""

    def _counted(self, values: object, size: int, is_data: bool) -> list[Any]:
        turns = listed(values)
        if is_data and id(turns) not in self._walked:
            self._walked[id(turns)] = turns
            self._room += len(turns) * TURN if self._grows else 0
            return turns
        steps = len(turns) * size
        if self._steps + steps > MAX_STEPS:
            raise LimitError(f"循环太多，超过 {MAX_STEPS} 步")
        self._steps += steps
        return turns

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Adds and subtracts figures of one unit or whole numbers, multiplies a figure by a rate, divides figures."""
        for value in (left, right):
            if isinstance(value, Undefined):
                str(value)  # raises, naming what is missing
        if isinstance(left, Quantity) and isinstance(right, Quantity):
            return bounded(self.binop_table[operator](left, right))
        if operator in "+-" and type(left) is int and type(right) is int:
            return self.binop_table[operator](left, right)
        raise TypeError(f"「{operator}」的两边要是数据里的数")

    def getitem(self, obj: Any, argument: Any) -> Any:
        """The entry of plain data under a name; undefined for anything else but a loop's counters."""
        if type(obj) is dict and type(argument) is str and argument in obj:
            return obj[argument]
        if isinstance(obj, dict | list):
            try:
                return self.finder.entry(obj, argument)
            except KeyError:
                self._missed += 1
                return self.undefined(obj=obj if self._missed < MOST_ADVISED else {}, name=argument)
        if type(obj).__name__ == "LoopContext" and argument in ("index", "first", "last", "length"):
            return getattr(obj, argument)
        return self.undefined(obj=obj, name=argument)

    getattr = getitem  # type: ignore[assignment]


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


def in_chinese(error: Exception) -> str:
    """The Chinese wording of a fault in printing a tag that Python or Jinja words in English."""
    message = (error.message or "") if isinstance(error, TemplateError) else str(error)
    if isinstance(error, UnitError):
        return "单位不同的数不能相加减或相除，乘数只能是比率"
    if _CHINESE.search(message):
        return message
    if isinstance(error, RecursionError):
        return "嵌套得太深"
    return next((words for part, words in _IN_CHINESE if part in message), "这个数据不能这样印")


def _tags(source: str) -> int:
    return source.count("{{") + source.count("{%") + source.count("{#")


def _is_data(node: nodes.Node | None) -> bool:
    """Whether a loop iterates over a list of the data; only such a list cannot be built again and again."""
    while isinstance(node, nodes.Getattr | nodes.Getitem) or (isinstance(node, nodes.Filter) and node.name == "正文"):
        node = node.node
    return isinstance(node, nodes.Name)


def _children(node: nodes.Node) -> list[nodes.Node]:
    values: list[nodes.Node] = []
    for name in node.fields:
        value = getattr(node, name)
        values += value if type(value) is list else [value]
    return [child for child in values if isinstance(child, nodes.Node)]


def _takes(name: str, arguments: list[nodes.Expr]) -> bool:
    """Whether a filter can be called with these arguments: only constants, a number of decimals or a separator."""
    if not arguments:
        return True
    value = arguments[0].value if len(arguments) == 1 and isinstance(arguments[0], nodes.Const) else None
    if name == "join":
        return type(value) is str
    return name == "百分比" and type(value) is int and 0 <= value <= MAX_DECIMALS


def _is_generated(node: nodes.Assign) -> bool:
    """Whether a `set` is one that the program writes: `_first = _merge(…)`, or `name = evaluation.name`."""
    target, value = node.target, node.node
    if not isinstance(target, nodes.Name):
        return False
    if isinstance(value, nodes.Getattr) and isinstance(value.node, nodes.Name):
        return (value.node.name, value.attr) == ("evaluation", target.name)
    return (
        target.name == "_first"
        and isinstance(value, nodes.Call)
        and isinstance(value.node, nodes.Name)
        and value.node.name == "_merge"
        and [type(argument) for argument in value.args] in ([nodes.Const, nodes.Const], [nodes.Const, nodes.List])
        and not (value.kwargs or value.dyn_args or value.dyn_kwargs)
    )


def _keys(node: nodes.Assign) -> Iterator[nodes.Node]:
    """The expressions of an author within a `set` of the program."""
    if isinstance(node.node, nodes.Call) and isinstance(node.node.args[1], nodes.List):
        yield from node.node.args[1].items
