"""Translates the tree of a template, text or formula into Python code, which the sandbox runs without Jinja."""

from __future__ import annotations

from collections.abc import Sequence
from types import CodeType

from jinja2 import nodes

from generator.text.grammar import Parsed
from generator.text.sandbox import COUNTERS, PARAGRAPHS, PROGRAM, Program

RUN = 32  # pieces of output that are yielded together at most

# What the code is handed, in the order of `Environment.pieces`: it finds a name of the data, and an entry of a value;
# prints a value; has the filters; counts the turns of a loop; calculates; walks a loop; knows a type and a dictionary;
# compares.
_HELPERS = ("named", "entry", "printed", "filters", "counted", "calculated", "walk", "kind", "group", "compared")
_JOINED = {nodes.And: "and", nodes.Or: "or"}
SIGNS: dict[type[nodes.Node], str] = {
    nodes.Add: "+",
    nodes.Sub: "-",
    nodes.Mul: "*",
    nodes.Div: "/",
    nodes.FloorDiv: "//",
    nodes.Mod: "%",
    nodes.Pow: "**",
}
"""The operators of two sides; which of them a tag may use the grammar says."""


def program(parsed: Parsed, writer: Writer | None = None) -> Program:
    """The program of a generator that yields what a template prints; `writer` may write it in another way."""
    writer = writer or _writer(parsed)
    writer.write("if 0: yield ()", 1)  # a generator also where nothing is printed
    writer.block(parsed.tree.body)
    return writer.program()


def formula(parsed: Parsed) -> Program | None:
    """The program of a function that returns the value of a template's only tag; None if it is anything else."""
    match parsed.tree.body:
        case [nodes.Output(nodes=[expression])] if not isinstance(expression, nodes.TemplateData):
            writer = _writer(parsed)
            writer.write(f"return {writer.value(expression)}", 1)
            return writer.program()
    return None


def _writer(parsed: Parsed) -> Writer:
    if not parsed.whole:
        return Writer(parsed)
    from generator.text.language.writing import WholeWriter

    return WholeWriter(parsed)


class Writer:
    """Writes the code of one function, each line with the line of the source that it stands for.

    Names of the source never become names of Python: they are numbered. `_scopes` holds what each frame from the
    function to the innermost loop calls by a name, as far as it is written.
    """

    helpers: tuple[str, ...] = _HELPERS
    walk = "walk"
    """What the code calls to walk a loop."""
    compares = "compared"
    """What it calls to compare two values."""

    def __init__(self, parsed: Parsed) -> None:
        self._sizes = parsed.sizes
        self._sink = "yield ("
        self._lines: list[str] = []
        self._origins: list[int] = []
        self._indent = 1
        self._scopes: list[dict[str, str]] = [{}]
        self._starts = [(0, self._indent)]
        self._walks: set[str] = set()
        self._variables = 0
        self._named: dict[str, str] = {}
        self._handed: dict[str, str] = {}

    def program(self) -> Program:
        """The compiled function."""
        head = [f"def template({', '.join(self.helpers)}):"]
        head += [f" {variable} = named({name!r})" for name, variable in self._named.items()]
        head += [f" {variable} = {handed}" for handed, variable in self._handed.items()]
        module = compile("\n".join([*head, *self._lines]), PROGRAM, "exec")
        code = next(constant for constant in module.co_consts if isinstance(constant, CodeType))
        return Program(code, (*[1] * len(head), *self._origins))

    def write(self, text: str, line: int) -> None:
        """Adds a line of code."""
        self._lines.append(" " * self._indent + text)
        self._origins.append(line)

    def block(self, body: Sequence[nodes.Node]) -> None:
        """Adds the statements for these nodes."""
        printed: list[tuple[str, int]] = []
        data = ""

        def flush() -> None:
            nonlocal data
            if data:
                printed.append((repr(data), printed[-1][1] if printed else self._origins[-1]))
                data = ""

        def hand_over() -> None:
            flush()
            if printed:
                self.write(self._sink, printed[-1][1])
                for text, line in printed:
                    self.write(f" {text},", line)
                self.write(")", printed[-1][1])
                printed.clear()

        for node in body:
            if isinstance(node, nodes.Output):
                for item in node.nodes:
                    if isinstance(item, nodes.TemplateData):
                        data += self._own(item.data)
                        continue
                    flush()
                    printed.append((self._tried(self._printed(self.value(item)), "''"), item.lineno))
                    if len(printed) >= RUN:
                        hand_over()
            else:
                hand_over()
                self._statement(node)
        hand_over()

    def _own(self, data: str) -> str:
        """A piece of the source's own text, as it is printed."""
        return data

    def _tried(self, value: str, instead: str) -> str:
        """The expression itself; a writer that goes on after a fault gives what stands `instead` where it raises."""
        return value

    def _asked(self, value: str) -> str:
        """The expression of a condition, as it is written after `if`."""
        return value

    def _printed(self, value: str) -> str:
        """The expression that prints a value."""
        return f"printed({value})"

    def _statement(self, node: nodes.Node) -> None:
        if isinstance(node, nodes.For):
            self._loop(node)
        elif isinstance(node, nodes.If):
            for number, branch in enumerate([node, *node.elif_]):
                self.write(f"{'elif' if number else 'if'} {self.value(branch.test)}:", branch.lineno)
                self._indented(branch.body, branch.lineno)
            if node.else_:
                self.write("else:", node.lineno)
                self._indented(node.else_, node.lineno)
        else:
            assert isinstance(node, nodes.Assign) and isinstance(node.target, nodes.Name)
            assigned = self._tried(self._assigned(node.node), "tools.unknown")
            self.write(f"{self._stored(node.target.name)} = {assigned}", node.lineno)

    def _indented(self, body: Sequence[nodes.Node], line: int) -> None:
        self._indent += 1
        self.write("pass", line)
        self.block(body)
        self._indent -= 1

    def _loop(self, node: nodes.For) -> None:
        """A loop and what stands for it if the list is empty, each a scope of its own."""
        assert isinstance(node.target, nodes.Name)
        turns, element = self._new(), self._new()
        size, is_data = self._sizes[node], data_list(node.iter) is not None
        counted = self._tried(f"counted({self.value(node.iter)}, {size}, {is_data})", "[]")
        self.write(f"{turns} = {counted}", node.lineno)
        self._turned(node, turns, element, {node.target.name: element})

    def _turned(self, node: nodes.For, turns: str, element: str, scope: dict[str, str], *first: str) -> None:
        """The turns of a loop, each of which begins with the `first` statements, and what stands for no turn."""
        if any(name.name == "loop" for part in node.body for name in names_in(part)):
            loop = scope["loop"] = self._new()
            self._walks.add(loop)
            self.write(f"{loop} = {self.walk}({turns})", node.lineno)
            self.write(f"for {loop}.index, {element} in {loop}.numbered:", node.lineno)
        else:
            self.write(f"for {element} in {turns}:", node.lineno)
        self._scoped(scope, node.body, node.lineno, *first)
        if node.else_:
            self.write(f"if not {turns}:", node.lineno)
            self._scoped({}, node.else_, node.lineno)

    def _scoped(self, scope: dict[str, str], body: Sequence[nodes.Node], line: int, *first: str) -> None:
        self._scopes.append(scope)
        self._starts.append((len(self._lines), self._indent + 1))
        for statement in first:
            self.write(f" {statement}", line)
        self._indented(body, line)
        self._scopes.pop()
        self._starts.pop()

    def _stored(self, name: str) -> str:
        """The variable that a `set` gives a value to, which lasts as long as the turn of the loop around it."""
        scope = self._scopes[-1]
        if name not in scope:
            outer = self._variable(name)
            scope[name] = self._new()
            # Where the `set` is passed over, the name keeps the meaning that it has around the loop.
            start, indent = self._starts[-1]
            self._lines.insert(start, f"{' ' * indent}{scope[name]} = {outer}")
            self._origins.insert(start, 1)
        return scope[name]

    def _assigned(self, node: nodes.Node) -> str:
        if isinstance(node, nodes.Call):  # the program's own `_merge(number, [keys])`
            return f"{self._of_data('_merge')}({', '.join(map(self.value, node.args))})"
        return self.value(node)

    def value(self, node: nodes.Node) -> str:
        """The expression that gives the value of a node."""
        match node:
            case nodes.Const(value=value):
                return repr(value)
            case nodes.Name(name=name):
                return self._variable(name)
            case nodes.Getattr(node=nodes.Name(name=loop), attr=name) if (
                name in COUNTERS and (variable := self._variable(loop)) in self._walks
            ):
                return f"{variable}.{name}"
            case nodes.Getattr(node=nodes.Name(name=holder), attr=name):
                held = self._variable(holder)  # mostly a dictionary, whose entry is found here without a call
                return (
                    f"({held}[{name!r}] if kind({held}) is group and {name!r} in {held} else entry({held}, {name!r}))"
                )
            case nodes.Getattr(node=holder, attr=name):
                return f"entry({self.value(holder)}, {name!r})"
            case nodes.Getitem(node=holder, arg=argument):
                return f"entry({self.value(holder)}, {self.value(argument)})"
            case nodes.Filter(node=inner, name=name, args=arguments):
                assert inner is not None
                return f"{self._filter(name)}({', '.join(map(self.value, [inner, *arguments]))})"
            case nodes.CondExpr(test=test, expr1=first, expr2=second):
                assert second is not None
                return f"({self.value(first)} if {self.value(test)} else {self.value(second)})"
            case nodes.Compare(expr=first, ops=others):
                return self._compared(first, others)
            case nodes.And() | nodes.Or():
                return f"({self.value(node.left)} {_JOINED[type(node)]} {self.value(node.right)})"
            case nodes.Not(node=inner):
                return f"(not {self.value(inner)})"
            case nodes.Neg(node=inner):
                return f"(-{self.value(inner)})"
            case nodes.Add() | nodes.Sub() | nodes.Mul() | nodes.Div():
                sign = SIGNS[type(node)]
                return f"calculated({sign!r}, {self.value(node.left)}, {self.value(node.right)})"
            case nodes.List(items=items):
                return f"[{', '.join(map(self.value, items))}]"
            case nodes.Tuple(items=items):
                return f"({''.join(f'{self.value(item)}, ' for item in items)})"
        raise AssertionError(f"the grammar lets no {type(node).__name__} through")

    def _compared(self, first: nodes.Expr, others: list[nodes.Operand]) -> str:
        made, left = [], self.value(first)
        for number, other in enumerate(others):
            right = self.value(other.expr)
            if number < len(others) - 1:
                variable = self._new()
                made.append(f"{self.compares}({other.op!r}, {left}, ({variable} := {right}))")
                left = variable
            else:
                made.append(f"{self.compares}({other.op!r}, {left}, {right})")
        return made[0] if len(made) == 1 else f"({' and '.join(made)})"

    def _variable(self, name: str) -> str:
        """The variable that a name means here: that of the innermost scope which has it, or of the data."""
        for scope in reversed(self._scopes):
            if name in scope:
                return scope[name]
        return self._of_data(name)

    def _of_data(self, name: str) -> str:
        return self._named.setdefault(name, f"data{len(self._named)}")

    def _filter(self, name: str) -> str:
        return self._hand(f"filters[{name!r}]")

    def _hand(self, expression: str) -> str:
        """The variable that is given the value of an expression before anything else is done."""
        return self._handed.setdefault(expression, f"handed{len(self._handed)}")

    def _new(self) -> str:
        self._variables += 1
        return f"value{self._variables}"


def names_in(node: nodes.Node) -> list[nodes.Name]:
    """The names within a node, itself included."""
    return [node] if isinstance(node, nodes.Name) else [*node.find_all(nodes.Name)]


def data_list(node: nodes.Node | None) -> nodes.Name | None:
    """The name of the data in which a loop's list stands; only such a list cannot be built again and again."""
    while isinstance(node, nodes.Getattr | nodes.Getitem) or (
        isinstance(node, nodes.Filter) and node.name == PARAGRAPHS
    ):
        node = node.node
    return node if isinstance(node, nodes.Name) else None
