"""What can be broken in a module: every edit of one of the operators below, as source text at its place.

    comparison      < becomes <= or >=, == becomes !=, `in` becomes `not in`, `is` becomes `is not`, and so on
    arithmetic      + and -, * and / change places, // becomes *, % becomes +, ** becomes *
    and, or, not    and and or change places, one of their operands is dropped, `not` is dropped
    constant        a number grows by one, True and False change places, a text or an f-string becomes empty
    loop            `continue` becomes `break` and `break` becomes `continue`
    statement       a call, an assignment that changes something, a yield or a bare `return` is dropped
    argument        a named argument is dropped; what a problem says beyond code and place becomes empty

Left out by rule, because no test could notice or because every test would: imports, annotations, docstrings, decorators,
`if TYPE_CHECKING`, `__all__`, assertions and what exceptions say (both tell developers only), the type named in `cast`,
`strict` of `zip`, the keys of dictionaries, and what stands within an f-string (Python 3.11 does not know its place).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass

_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Add,
    ast.Pow: ast.Mult,
}
_JOINED = (ast.JoinedStr, ast.List, ast.Tuple, ast.ListComp)
"""What + joins but - does not subtract: each test that comes by would notice."""
_TOLD = 2
"""Arguments of a problem before its message: the code and the place."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One edit of a module: the bytes from `start` to `end` become `new`; `line` is where it begins, from 1."""

    module: str
    line: int
    start: int
    end: int
    new: str
    written: str
    """The lines that are edited as they are written, as one: they stay the same when lines move."""
    becomes: str
    """The same lines with the edit made."""

    def applied(self, source: bytes) -> bytes:
        """The source with the edit made."""
        return source[: self.start] + self.new.encode() + source[self.end :]


def mutants_of(module: str, source: bytes) -> list[Mutant]:
    """Every mutant of a module, in the order of its source."""
    lines = source.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    found = []
    for node, new in _edits(ast.parse(source)):
        assert node.end_lineno is not None and node.end_col_offset is not None
        first, last = starts[node.lineno - 1], starts[node.end_lineno]
        start, end = first + node.col_offset, starts[node.end_lineno - 1] + node.end_col_offset
        becomes = source[first:start] + new.encode() + source[end:last]
        found.append(Mutant(module, node.lineno, start, end, new, _one_line(source[first:last]), _one_line(becomes)))
    return sorted(found, key=lambda mutant: (mutant.start, mutant.end, mutant.new))


def _one_line(source: bytes) -> str:
    return " ".join(source.decode().split())


Edit = tuple[ast.expr | ast.stmt, str]
"""A node and the source that takes its place."""


def _edits(node: ast.AST) -> Iterator[Edit]:
    """The edits of a node and of all within it, but for what is left out by rule."""
    if isinstance(node, ast.stmt):
        yield from _statement(node)
    elif isinstance(node, ast.expr):
        yield from _expression(node)
    if isinstance(node, ast.FunctionDef):
        yield from _reassigned(node)
    for child in _within(node):
        yield from _edits(child)


def _within(node: ast.AST) -> Iterator[ast.AST]:
    """What of a node may be broken."""
    match node:
        case ast.Import() | ast.ImportFrom() | ast.Assert() | ast.Raise() | ast.JoinedStr():
            return
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            yield from node.orelse
        case ast.Expr(value=ast.Constant()):  # a docstring
            return
        case ast.Assign(targets=[ast.Name(id="__all__")]):
            return
        case ast.AnnAssign():
            yield from [node.value] if node.value else []
        case ast.FunctionDef():
            yield from (default for default in [*node.args.defaults, *node.args.kw_defaults] if default)
            yield from node.body
        case ast.ClassDef():
            yield from node.body
        case ast.Call(func=ast.Name(id="cast" | "TypeVar")):
            yield from node.args[1:]
        case ast.Dict():
            yield from (key for key in node.keys if key and not isinstance(key, ast.Constant))
            yield from node.values
        case ast.Subscript(slice=ast.Constant(value=str())):
            yield node.value
        case ast.keyword(arg="strict"):
            return
        case _:
            yield from ast.iter_child_nodes(node)


def _expression(node: ast.expr) -> Iterator[Edit]:
    match node:
        case ast.Compare():
            for number, operator in enumerate(node.ops):
                for other in _COMPARISONS[type(operator)]:
                    yield node, _changed(node, ops=[*node.ops[:number], other(), *node.ops[number + 1 :]])
        case ast.BoolOp():
            yield node, _changed(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
            for number in range(len(node.values)):
                kept = [*node.values[:number], *node.values[number + 1 :]]
                yield node, _changed(node, values=kept) if len(kept) > 1 else f"({ast.unparse(kept[0])})"
        case ast.UnaryOp(op=ast.Not()):
            yield node, f"({ast.unparse(node.operand)})"
        case ast.BinOp() if type(node.op) in _ARITHMETIC and not any(map(_is_joined, (node.left, node.right))):
            yield node, _changed(node, op=_ARITHMETIC[type(node.op)]())
        case ast.Constant(value=bool()):
            yield node, repr(not node.value)
        case ast.Constant(value=int() | float() as number):
            yield node, repr(number + 1)
        case ast.JoinedStr() | ast.Constant(value=str()) if not (isinstance(node, ast.Constant) and not node.value):
            yield node, '""'
        case ast.Call():
            yield from _call(node)


def _is_joined(node: ast.expr) -> bool:
    return isinstance(node, _JOINED) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def _call(node: ast.Call) -> Iterator[Edit]:
    for number, keyword in enumerate(node.keywords):
        if keyword.arg not in (None, "strict"):
            yield node, ast.unparse(_copy(node, keywords=[*node.keywords[:number], *node.keywords[number + 1 :]]))
    if isinstance(node.func, ast.Name) and node.func.id in ("Problem", "problem"):
        for told in node.args[_TOLD:]:
            if not isinstance(told, ast.Constant | ast.JoinedStr | ast.Starred):  # those are constants, above
                yield told, '""'


def _statement(node: ast.stmt) -> Iterator[Edit]:
    match node:
        case ast.Continue():
            yield node, "break"
        case ast.Break():
            yield node, "continue"
        case ast.Expr(value=ast.Yield() | ast.YieldFrom()):
            yield node, "yield from ()"
        case ast.Expr(value=ast.Constant()):
            return
        case ast.Expr() | ast.AugAssign() | ast.Return(value=None):
            yield node, "pass"
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield node, "pass"


def _reassigned(function: ast.FunctionDef) -> Iterator[Edit]:
    """The assignments of a function to a name that has a value already, which can go without a NameError."""
    known = {argument.arg for argument in [*function.args.args, *function.args.kwonlyargs]}
    for node in _in_order(function.body):
        if isinstance(node, ast.Assign) and all(isinstance(target, ast.Name) for target in node.targets):
            names = {target.id for target in node.targets if isinstance(target, ast.Name)}
            if names <= known:
                yield node, "pass"
            known |= names
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            known.add(node.target.id)


def _in_order(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a function and of its blocks, in the order of the source."""
    for node in body:
        yield node
        if not isinstance(node, ast.FunctionDef):
            for name in ("body", "orelse", "finalbody"):
                yield from _in_order(getattr(node, name, []))


def _changed(node: ast.expr, **fields: object) -> str:
    return f"({ast.unparse(_copy(node, **fields))})"


def _copy(node: ast.expr, **fields: object) -> ast.expr:
    other = copy(node)
    for name, value in fields.items():
        setattr(other, name, value)
    return other
