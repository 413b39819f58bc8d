"""Refuses what is not of the whole language, in the tree of a source; Jinja has parsed it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from inspect import signature
from typing import Any

from jinja2 import nodes

from generator.text.grammar import MAX_DEPTH, MAX_WHOLE, children, sized, takes
from generator.text.language.lists import BY_PATH
from generator.text.language.tools import FUNCTIONS, GET, LOOP_METHODS, METHODS
from generator.text.sandbox import Environment

_ALLOWED: frozenset[Any] = frozenset(
    {
        *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If, nodes.Assign, nodes.AssignBlock),
        *(nodes.Name, nodes.NSRef, nodes.Const, nodes.List, nodes.Tuple, nodes.Dict, nodes.Pair, nodes.Keyword),
        *(nodes.Getattr, nodes.Getitem, nodes.Slice, nodes.Filter, nodes.Test, nodes.Call, nodes.CondExpr),
        *(nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Concat, nodes.Neg, nodes.Pos),
        *(nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow),
    }
)
_BY_ATTRIBUTE = {"map", "select", "reject", *BY_PATH}
"""Filters that read an entry of each element by its name, or may."""
_SMALLEST = 1e-15  # number with decimals, but for 0


def checked(tree: nodes.Template, environment: Environment, unknown: Collection[str]) -> dict[nodes.For, int]:
    """Each loop of a tree with the number of nodes that an iteration evaluates; `unknown` filters are passed over.

    Raises:
        NotationError: something is not of the language.
    """
    return sized(tree, environment, _ALLOWED, _Rules(environment, unknown).fault, _evaluated)


def _evaluated(node: nodes.Node) -> list[nodes.Node]:
    """The nodes within a node, but for the name of what it calls."""
    if isinstance(node, nodes.Call):
        called = [] if isinstance(node.node, nodes.Name) else children(node.node)
        return [*called, *node.args, *node.kwargs, *([node.dyn_args] if node.dyn_args else [])]
    return children(node)


class _Rules:
    """What is wrong with a node of a kind that can be used, in Chinese; empty if nothing is."""

    def __init__(self, environment: Environment, unknown: Collection[str]) -> None:
        self._environment = environment
        self._unknown = unknown
        self._kinds: dict[Any, Callable[[Any], str]] = {
            nodes.Const: self._const,
            nodes.For: self._for,
            nodes.If: lambda node: "elif 太多" if len(node.elif_) > MAX_DEPTH else "",
            nodes.Assign: self._assign,
            nodes.AssignBlock: self._block,
            nodes.Filter: self._filter,
            nodes.Test: self._test,
            nodes.Call: self._call,
            nodes.Getattr: lambda node: self._of_python(node.attr),
            nodes.NSRef: lambda node: self._of_python(node.attr),
            nodes.Getitem: lambda node: self._of_python(_text(node.arg)),
            nodes.Slice: lambda node: "「[…:…]」的间隔不能是 0" if _is_zero(node.step) else "",
        }
        self._spaces: set[int] = set()

    def fault(self, node: Any) -> str:
        """What is wrong with this node."""
        kind: Any = type(node)
        check = self._kinds.get(kind)
        return check(node) if check else ""

    def _const(self, node: nodes.Const) -> str:
        if isinstance(node.value, float):
            fits = not node.value or _SMALLEST < node.value < MAX_WHOLE
            return "" if fits else "用不了「太大的数」"
        return "用不了「太大的数」" if isinstance(node.value, int) and node.value >= MAX_WHOLE else ""

    def _for(self, node: nodes.For) -> str:
        if node.recursive:
            return "用不了「recursive」"
        if node.test is not None and any(name.name == "loop" for name in _names(node.test)):
            return "for 的条件里用不了「loop」"
        return self._target(node.target, "_block", "_run")

    def _assign(self, node: nodes.Assign) -> str:
        if isinstance(node.node, nodes.Call):
            self._spaces.add(id(node.node))
        return self._target(node.target)

    def _of_python(self, name: str) -> str:
        """What is wrong with the name of an entry: those between two underscores are Python's, never the data's."""
        return f"用不了「{name[:40]}」" if "__" in name else ""

    def _target(self, target: nodes.Node, *own: str) -> str:
        for name in _names(target):
            if name.name == "loop":
                return "can't assign to special loop variable"
            if name.name[0] == "_" and name.name != "_" and not (self._environment.generated and name.name in own):
                return f"名称不能以「_」开头：{name.name}"
        return ""

    def _block(self, node: nodes.AssignBlock) -> str:
        if not isinstance(node.target, nodes.Name):
            return "set 与 endset 之间的内容只能给一个名称"
        inner = [*node.find_all((nodes.Assign, nodes.AssignBlock))]
        if inner:
            return "set 与 endset 之间不能再有 set"
        if self._environment.policy.markup and any("<" in data.data for data in node.find_all(nodes.TemplateData)):
            return "set 与 endset 要写在同一段格式相同的文字里"
        return self._target(node.target)

    def _filter(self, node: nodes.Filter) -> str:
        if node.name in self._unknown:
            return ""
        paths = [*node.args, *(keyword.value for keyword in node.kwargs)]
        if node.name in _BY_ATTRIBUTE and (fault := next(filter(None, map(self._of_python, map(_text, paths))), "")):
            return fault
        own = self._environment.tools.filters.get(node.name)
        wrong = f"「{node.name}」后面的括号写得不对"
        if own is None:
            if node.name not in self._environment.filters or (node.name[0] == "_" and not self._environment.generated):
                return f"No filter named '{node.name}'."
            return "" if self._of_printer(node.name, node, node.args) else wrong
        if node.name == "map" and node.args:
            return self._mapped(node, wrong)
        if node.name in ("select", "reject", "selectattr", "rejectattr"):
            return self._chosen(node, wrong)
        if node.name == "map":
            names = {keyword.key for keyword in node.kwargs}
            return "" if _plain(node) and "attribute" in names <= {"attribute", "default"} else wrong
        return "" if _fits(own, node, node.args) else wrong

    def _of_printer(self, name: str, node: nodes.Filter, arguments: list[nodes.Expr]) -> bool:
        """Whether a filter that is none of the language can be called so: what a caller has given as it says itself."""
        function = self._environment.filters[name]
        if hasattr(function, "__wrapped__"):
            return _fits(function, node, arguments)
        return not node.kwargs and _plain(node) and takes(name, arguments)

    def _mapped(self, node: nodes.Filter, wrong: str) -> str:
        """What is wrong with map('upper'), which names a filter."""
        name = _text(node.args[0])
        if name in self._unknown:
            return ""
        own = self._environment.tools.filters.get(name)
        if own is None:
            if name not in self._environment.filters or name[:1] == "_":
                return f"No filter named '{name}'." if name else wrong
            return "" if self._of_printer(name, node, node.args[1:]) else wrong
        if name in ("map", "select", "reject", "selectattr", "rejectattr"):
            return f"「map」里用不了「{name}」"
        return "" if _fits(own, node, node.args[1:]) else wrong

    def _chosen(self, node: nodes.Filter, wrong: str) -> str:
        """What is wrong with select('odd') or selectattr('name', 'eq', 'a'), which may name a test."""
        arguments = node.args[1:] if node.name.endswith("attr") else node.args
        if node.kwargs or not _plain(node) or (node.name.endswith("attr") and not node.args):
            return wrong
        if not arguments:
            return ""
        test = self._environment.tools.tests.get(name := _text(arguments[0]))
        if test is None:
            return f"No test named '{name}'." if name else wrong
        return "" if _fits(test, node, arguments[1:]) else wrong

    def _test(self, node: nodes.Test) -> str:
        test = self._environment.tools.tests.get(node.name)
        if test is None:
            return f"No test named '{node.name}'."
        return "" if _fits(test, node, node.args) else f"「is {node.name}」后面的括号写得不对"

    def _call(self, node: nodes.Call) -> str:
        called = node.node
        plain = not (node.dyn_args or node.dyn_kwargs)
        if isinstance(called, nodes.Name) and called.name in FUNCTIONS:
            counts = called.name == "range"
            fits = not node.kwargs and 1 <= len(node.args) <= 3 if counts else not node.args
            if not counts and id(node) not in self._spaces:
                return "namespace() 只能写成 {% set 名称 = namespace(…) %}"
            return "" if plain and fits else f"「{called.name}」后面的括号写得不对"
        if isinstance(called, nodes.Getattr):
            if called.attr in METHODS:
                empty = plain and not (node.args or node.kwargs)
                return "" if empty else f"「{called.attr}」后面的括号写得不对"
            if called.attr == GET and self._environment.policy.mixed:
                fits = plain and not node.kwargs and 1 <= len(node.args) <= 2
                return self._of_python(_text(node.args[0])) if fits else f"「{GET}」后面的括号写得不对"
            if called.attr in LOOP_METHODS and not (node.kwargs or node.dyn_kwargs):
                return ""
            return f"用不了「.{called.attr}(…)」"
        return f"用不了「{called.name}(…)」" if isinstance(called, nodes.Name) else "用不了「名称(…)」"


def _names(node: nodes.Node) -> Iterator[Any]:
    if isinstance(node, nodes.Name | nodes.NSRef):
        yield node
    yield from node.find_all((nodes.Name, nodes.NSRef))


def _plain(node: Any) -> bool:
    return not (node.dyn_args or node.dyn_kwargs)


def _text(node: nodes.Node) -> str:
    return node.value if isinstance(node, nodes.Const) and isinstance(node.value, str) else ""


def _is_zero(node: nodes.Node | None) -> bool:
    return isinstance(node, nodes.Const) and not node.value


def _fits(function: Callable[..., Any], node: Any, arguments: Sequence[nodes.Expr]) -> bool:
    """Whether a filter or test can be called with these arguments and the keywords of a node, after the value."""
    if not _plain(node):
        return False
    keywords = [keyword.key for keyword in node.kwargs]
    if len({*keywords}) < len(keywords):
        return False
    try:
        signature(function).bind(None, *arguments, **dict.fromkeys(keywords))
    except TypeError:
        return False
    except ValueError:  # of Python: some of its own functions do not tell what they take
        return True
    return True
