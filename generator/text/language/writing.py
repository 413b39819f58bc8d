"""Translates a source of the whole language into Python code: what costs work or reaches into values, tools do."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape

from jinja2 import nodes

from generator.text.grammar import Parsed
from generator.text.language.tools import FUNCTIONS, Tools
from generator.text.language.turns import TOLD
from generator.text.sandbox import PARAGRAPHS
from generator.text.translation import SIGNS, Writer, data_list

_KEPT = frozenset({"first", "last", PARAGRAPHS})
"""Filters that give what the data hold, and make nothing anew."""
_FOUND = (nodes.Name, nodes.Getattr, nodes.Getitem, nodes.CondExpr, nodes.And, nodes.Or, nodes.Not, nodes.Const)
"""Expressions whose value is one of the data."""


class WholeWriter(Writer):
    """Writes the code of one function that is handed tools beside the rest.

    Of the names that a `set` or a loop binds, `_made` are the variables that may hold what was made anew, of which
    each walk counts.
    """

    helpers = (*Writer.helpers, "tools")
    walk = "tools.walk"
    compares = "tools.compare"

    def __init__(self, parsed: Parsed) -> None:
        super().__init__(parsed)
        self._markup = parsed.markup
        self._captures = False
        self._made: set[str] = set()

    def value(self, node: nodes.Node) -> str:
        """The expression that gives the value of a node."""
        match node:
            case nodes.Const(value=float(value)):
                return self._hand(f"tools.decimal('{value!r}')")
            case nodes.Getattr(node=nodes.Name(name=loop), attr=name) if (
                name in TOLD and self._variable(loop) in self._walks
            ):
                return f"{self._variable(loop)}.{name}"
            case nodes.Getitem(node=holder, arg=nodes.Slice(start=start, stop=stop, step=step)):
                ends = ", ".join("None" if end is None else self.value(end) for end in (start, stop, step))
                return f"tools.sliced({self.value(holder)}, {ends})"
            case nodes.Filter(node=inner, name=name):
                assert inner is not None
                return self._filtered(node, self.value(inner))
            case nodes.Test(node=inner, name=name):
                return f"{self._hand(f'tools.tests[{name!r}]')}({self._arguments(node, self.value(inner))})"
            case nodes.Call():
                return self._called(node)
            case nodes.CondExpr(test=test, expr1=first, expr2=None):
                return f"({self.value(first)} if {self.value(test)} else tools.nothing)"
            case nodes.Concat(nodes=parts):
                return f"tools.concat({', '.join(map(self.value, parts))})"
            case nodes.Neg(node=inner) if not (isinstance(inner, nodes.Const) and type(inner.value) is int):
                return f"tools.negative({self.value(inner)})"
            case nodes.Pos(node=inner):
                return f"tools.positive({self.value(inner)})"
            case nodes.BinExpr() if type(node) in SIGNS:
                return f"tools.calculated({SIGNS[type(node)]!r}, {self.value(node.left)}, {self.value(node.right)})"
            case nodes.Dict(items=items):
                pairs = (f"({self.value(pair.key)}, {self.value(pair.value)})" for pair in items)
                return f"tools.mapping({', '.join(pairs)})"
        return super().value(node)

    def _filtered(self, node: nodes.Filter, value: str) -> str:
        handed = f"tools.named({node.name!r})"
        return f"{self._hand(handed)}({self._arguments(node, value)})"

    def _arguments(self, node: nodes.Filter | nodes.Test | nodes.Call, *values: str) -> str:
        named = ", ".join(f"{keyword.key!r}: {self.value(keyword.value)}" for keyword in node.kwargs)
        return ", ".join([*values, *map(self.value, node.args), *([f"**{{{named}}}"] if named else [])])

    def _called(self, node: nodes.Call) -> str:
        if isinstance(node.node, nodes.Name):
            return f"tools.{FUNCTIONS[node.node.name]}({self._arguments(node)})"
        assert isinstance(node.node, nodes.Getattr)
        given = [self._arguments(node, self.value(node.node.node), repr(node.node.attr))]
        given += [f"*tools.given_arguments({self.value(node.dyn_args)})"] if node.dyn_args else []
        return f"tools.called({', '.join(given)})"

    def _own(self, data: str) -> str:
        return unescape(data) if self._captures and self._markup else data

    def _printed(self, value: str) -> str:
        return f"tools.concat({value})" if self._captures else super()._printed(value)

    def _statement(self, node: nodes.Node) -> None:
        if isinstance(node, nodes.AssignBlock):
            self._capture(node)
        elif isinstance(node, nodes.Assign) and not isinstance(node.target, nodes.Name):
            value = self._new()
            self.write(f"{value} = {self._tried(self.value(node.node), 'tools.unknown')}", node.lineno)
            for statement in self._given(node.target, value):
                self.write(statement, node.lineno)
        else:
            super()._statement(node)

    def _assigned(self, node: nodes.Node) -> str:
        if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name == "_merge":
            number, keys = node.args
            told = [f"tools.key({self.value(key)})" for key in keys.items] if isinstance(keys, nodes.List) else None
            listed = "None" if told is None else f"[{', '.join(told)}]"
            return f"{self._of_data('_merge')}({self.value(number)}, {listed})"
        return self.value(node)

    def _stored(self, name: str) -> str:
        variable = super()._stored(name)
        self._made.add(variable)
        return variable

    def _given(self, target: nodes.Node, value: str) -> Iterator[str]:
        """The statements that give a value to the names of a `set`."""
        if isinstance(target, nodes.Name):
            yield f"{self._stored(target.name)} = {value}"
        elif isinstance(target, nodes.NSRef):
            yield self._tried(f"tools.given({self._variable(target.name)}, {target.attr!r}, {value})", "None")
        elif isinstance(target, nodes.Tuple):
            parts = [self._new() for _ in target.items]
            yield f"[{', '.join(parts)}] = {self._unpacked(value, len(parts))}"
            for part, variable in zip(target.items, parts, strict=True):
                yield from self._given(part, variable)

    def _unpacked(self, value: str, count: int) -> str:
        return self._tried(f"tools.unpacked({value}, {count})", f"[tools.unknown] * {count}")

    def _capture(self, node: nodes.AssignBlock) -> None:
        """A `set` with an end: what stands before it becomes a text, not escaped."""
        pieces, before = self._new(), (self._sink, self._captures)
        self.write(f"{pieces} = []", node.lineno)
        self._sink, self._captures = f"{pieces} += (", True
        self.block(node.body)
        self._sink, self._captures = before
        made = f"tools.captured({pieces})"
        chain: list[nodes.Filter] = []
        outer = node.filter
        while isinstance(outer, nodes.Filter):
            chain.append(outer)
            outer = outer.node  # type: ignore[assignment]
        for one in reversed(chain):
            made = self._filtered(one, made)
        assert isinstance(node.target, nodes.Name)
        self.write(f"{self._stored(node.target.name)} = {self._tried(made, 'tools.unknown')}", node.lineno)

    def _loop(self, node: nodes.For) -> None:
        turns, element = self._new(), self._new()
        size, is_data = self._sizes[node], self._is_data(node.iter)
        counted = self._tried(f"counted({self.value(node.iter)}, {size}, {is_data})", "[]")
        self.write(f"{turns} = {counted}", node.lineno)
        scope: dict[str, str] = {}
        taken = [*self._taken(node.target, element, scope)]
        if self._makes(node.iter):
            self._made.update(scope.values())
        if node.test is not None:
            self._kept(node, scope, taken, turns, element)
        self._turned(node, turns, element, dict(scope), *taken)

    def _kept(self, node: nodes.For, scope: dict[str, str], taken: list[str], turns: str, element: str) -> None:
        """Leaves of a list only the elements that the condition of a loop holds for."""
        kept = self._new()
        self.write(f"{kept} = []", node.lineno)
        self.write(f"for {element} in {turns}:", node.lineno)
        for statement in taken:
            self.write(f" {statement}", node.lineno)
        self._scopes.append(scope)
        assert node.test is not None
        self.write(f" if {self._asked(self.value(node.test))}: {kept} += ({element},)", node.lineno)
        self._scopes.pop()
        self.write(f"{turns} = {kept}", node.lineno)

    def _taken(self, target: nodes.Node, value: str, scope: dict[str, str]) -> Iterator[str]:
        """The statements that give the parts of an element to the names of a loop, which the scope then has."""
        if isinstance(target, nodes.Name):
            scope[target.name] = value
        elif isinstance(target, nodes.Tuple):
            parts = [self._new() for _ in target.items]
            yield f"[{', '.join(parts)}] = {self._unpacked(value, len(parts))}"
            for part, variable in zip(target.items, parts, strict=True):
                yield from self._taken(part, variable, scope)

    def _is_data(self, node: nodes.Node | None) -> bool:
        """Whether a loop iterates over a list of the data; only such a list cannot be built again and again."""
        name = data_list(node)
        return name is not None and self._variable(name.name) not in self._made

    def _makes(self, node: nodes.Node) -> bool:
        """Whether the lists within the value of an expression may have been made anew."""
        if isinstance(node, nodes.Name):
            return self._variable(node.name) in self._made
        if isinstance(node, nodes.Filter) and node.name in _KEPT and node.node is not None:
            return self._makes(node.node)
        if not isinstance(node, _FOUND) or (isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Slice)):
            return True
        return any(self._makes(child) for child in node.iter_child_nodes())


HANDED = frozenset(name for name in vars(Tools) if name[0] != "_")
"""What the code may ask of the tools."""
