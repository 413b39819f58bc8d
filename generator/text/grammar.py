"""Reads the notation of tags: Jinja parses it, and what is not on the list of allowed constructs is refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from typing import Any, NamedTuple

import jinja2
from jinja2 import TemplateSyntaxError, nodes
from jinja2.parser import Parser

from generator.pictures.width import emu
from generator.text.faults import LimitError, NotationError
from generator.text.printer import TRIMMED, WITH_DECIMALS
from generator.text.sandbox import CODE, COUNTERS, PARAGRAPHS, PICTURE, Environment

MAX_DEPTH = 40  # Python itself compiles 90 levels of indentation
MAX_LOOPS = 8  # loops within loops; Python compiles 20
MAX_WHOLE = 10**15  # digits that an amount may have
MAX_DECIMALS = 6

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
_NAMED: dict[type[nodes.Node], str] = {
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
_HANDING_ON = (
    *(nodes.Output, nodes.CondExpr, nodes.And, nodes.Or, nodes.Not, nodes.If),
    *(nodes.Filter, nodes.Assign),
)
"""What only prints what a filter gives, or chooses by it."""
_FINDING = ("length", "first", "last", PARAGRAPHS)
"""Filters that print no figure."""
_JINJA = jinja2.Environment(keep_trailing_newline=True)  # noqa: S701 - it only parses


class Parsed(NamedTuple):
    """The tree of a source, and of each loop in it the number of nodes that an iteration evaluates.

    `whole` says that it needs more of the language than the notation of texts, `markup` that the source is XML.
    """

    tree: nodes.Template
    sizes: dict[nodes.For, int]
    whole: bool = False
    markup: bool = False


def parse(environment: Environment, source: str, unknown: Collection[str] = ()) -> Parsed:
    """The tree of a source that the environment is to run; it counts there.

    Filters that are `unknown` and reported already are passed over.

    Raises:
        NotationError: it is not of the notation, or exceeds the limits.
    """
    try:
        environment.count_source(source)
    except LimitError as excess:
        raise NotationError(str(excess), 1) from None
    if not environment.policy.whole and (raw := _RAW.search(source)):
        raise NotationError("用不了「raw」", source.count("\n", 0, raw.end()) + 1)
    line = 1
    try:
        parser = Parser(_JINJA, source)
        try:
            tree = parser.parse()
        finally:
            line = parser.stream.current.lineno
    except TemplateSyntaxError as error:
        raise NotationError(error.message or "", error.lineno) from None
    except RecursionError:
        raise NotationError("嵌套得太深", line) from None
    except ValueError:  # of Python: a whole number of thousands of digits
        raise NotationError("数太大", line) from None

    def fault(node: nodes.Node) -> str:
        return _fault(node, environment, unknown) if type(node) in _CHECKED else ""

    try:
        sizes = sized(tree, environment, _ALLOWED, fault, children)
        if not environment.policy.whole or not _asks_more(tree):
            return Parsed(tree, sizes)
    except NotationError:
        if not environment.policy.whole:
            raise
    from generator.text.language.rules import checked

    return Parsed(tree, checked(tree, environment, unknown), True, environment.policy.markup)


def _asks_more(tree: nodes.Template) -> bool:
    """Whether a source whose notation is that of texts asks for what only the whole language does.

    That is what `loop` tells beside its counters, and anything done with what a filter has printed.
    """
    for node in tree.find_all(nodes.Node):
        if isinstance(node, nodes.Getattr | nodes.Getitem) and isinstance(node.node, nodes.Name):
            if node.node.name == "loop" and (isinstance(node, nodes.Getitem) or node.attr not in COUNTERS):
                return True
        elif not isinstance(node, _HANDING_ON):
            inner = (child for child in children(node) if isinstance(child, nodes.Filter))
            if any(child.name not in _FINDING for child in inner):
                return True
    return False


def chains(node: nodes.Node) -> Iterator[list[str | int]]:
    """Every dotted name in a tree, as the list of its steps."""
    steps: list[str | int] = []
    here = node
    while isinstance(here, nodes.Getattr | nodes.Getitem):
        if isinstance(here, nodes.Getattr):
            steps.append(here.attr)
        elif isinstance(here.arg, nodes.Const):
            steps.append(here.arg.value)
        else:
            yield from chains(here.arg)
            steps.clear()
        here = here.node
    if isinstance(here, nodes.Name):
        if here.ctx == "load":
            yield [here.name, *reversed(steps)]
        return
    for child in here.iter_child_nodes():
        yield from chains(child)


def given_names(tree: nodes.Template) -> Iterator[tuple[str, int]]:
    """The names that a `set` of an author gives values to, each with its line."""
    node: Any
    for node in tree.find_all((nodes.Assign, nodes.AssignBlock)):
        if not (isinstance(node, nodes.Assign) and is_generated(node)):
            targets = [node.target, *node.target.find_all(nodes.Name)]
            yield from ((target.name, node.lineno) for target in targets if isinstance(target, nodes.Name))


def bound_names(tree: nodes.Template) -> set[str]:
    """The names that a tree gives to the elements of its loops."""
    return {name.name for name in tree.find_all(nodes.Name) if name.ctx == "store"}


def sized(
    tree: nodes.Template,
    environment: Environment,
    allowed: Collection[type[nodes.Node]],
    fault: Callable[[nodes.Node], str],
    evaluated: Callable[[nodes.Node], list[nodes.Node]],
) -> dict[nodes.For, int]:
    """Each loop of a tree with the number of nodes that an iteration evaluates.

    `allowed` are the kinds of nodes that can be used, `fault` says what is wrong with one of them, `evaluated` gives
    the nodes within it. The walk does not recurse: an expression can nest 10,000 deep.

    Raises:
        NotationError: a node is not of the language, or nests too deep.
    """
    sizes: dict[nodes.For, int] = {}
    waiting: list[tuple[nodes.Node, int, tuple[nodes.For, ...], int]] = [(tree, 0, (), 1)]
    while waiting:
        node, depth, loops, line = waiting.pop()
        kind, line = type(node), node.lineno or line
        if loops:
            sizes[loops[-1]] += 1
        if environment.generated and isinstance(node, nodes.Assign) and is_generated(node):
            waiting += [(child, depth + 1, loops, line) for child in generated_keys(node)]
            continue
        if isinstance(node, nodes.For):
            loops = (*loops, node)
            sizes[node] = 1
        if depth > MAX_DEPTH or len(loops) > MAX_LOOPS:
            wrong = "嵌套得太深"
        elif kind not in allowed:
            wrong = f"用不了「{_NAMED.get(kind, kind.__name__.lower())}」"
        else:
            wrong = fault(node)
        if wrong:
            raise NotationError(wrong, line)
        if kind not in _LEAVES:
            waiting += [(child, depth + 1, loops, line) for child in evaluated(node)[::-1]]
    return sizes


def _fault(node: nodes.Node, environment: Environment, unknown: Collection[str]) -> str:
    """What is wrong with a node of a kind that can be used."""
    if isinstance(node, nodes.Const):
        if isinstance(node.value, float) or (isinstance(node.value, int) and node.value >= MAX_WHOLE):
            return f"用不了「{str(node.value)[:20] if isinstance(node.value, float) else '太大的数'}」"
    elif isinstance(node, nodes.For):
        if node.recursive or node.test is not None:
            return "for 只能写成 {% for 甲 in 列表 %}"
        if isinstance(node.target, nodes.Name) and node.target.name == "loop":
            return "can't assign to special loop variable"
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
    elif isinstance(node, nodes.Filter) and node.name not in unknown:
        if node.name not in environment.filters:
            return f"No filter named '{node.name}'."
        if node.kwargs or node.dyn_args or node.dyn_kwargs or not takes(node.name, node.args):
            return f"「{node.name}」后面的括号写得不对"
    return ""


def children(node: nodes.Node) -> list[nodes.Node]:
    """The nodes within a node, in their order."""
    values: list[nodes.Node] = []
    for name in node.fields:
        value = getattr(node, name)
        values += value if type(value) is list else [value]
    return [child for child in values if isinstance(child, nodes.Node)]


def takes(name: str, arguments: list[nodes.Expr]) -> bool:
    """Whether a filter can be called with these arguments: only constants, decimals or a separator."""
    if not arguments:
        return True
    value = arguments[0].value if len(arguments) == 1 and isinstance(arguments[0], nodes.Const) else None
    if name == "join":
        return type(value) is str
    if name in (PICTURE, CODE):
        return emu(value) is not None
    if name not in WITH_DECIMALS:
        return False
    return value == TRIMMED or (type(value) is int and 0 <= value <= MAX_DECIMALS)


def is_generated(node: nodes.Assign) -> bool:
    """Whether a `set` is one that the program writes: `_first = _merge(…)`, or `name = evaluation.name`."""
    target, value = node.target, node.node
    if not isinstance(target, nodes.Name) or target.name == "loop":
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


def generated_keys(node: nodes.Assign) -> Iterator[nodes.Node]:
    """The expressions of an author within a `set` of the program."""
    if isinstance(node.node, nodes.Call) and isinstance(node.node.args[1], nodes.List):
        yield from node.node.args[1].items
