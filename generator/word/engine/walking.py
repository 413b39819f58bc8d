"""Walks through the trees of a template and notes which names it reads, and what its tags tell of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from jinja2 import nodes

from generator.text.language.lists import BY_PATH
from generator.text.sandbox import PARAGRAPHS
from generator.word.engine.naming import BOOL, LIST, MAPPING, NUMBER, PICTURE, TEXT, Naming, Read

_OF_TEXTS = frozenset(
    {
        *("upper", "lower", "title", "capitalize", "trim", "replace", "center", "indent", "truncate", "wordwrap"),
        *("striptags", "urlencode", "wordcount", PARAGRAPHS),
    }
)
_OF_NUMBERS = frozenset({"round", "abs", "filesizeformat", "千分位"})
_OF_LISTS = frozenset({"join", "sum", "map", "batch", "slice", "groupby"})
_SAME = frozenset({"sort", "select", "reject", "selectattr", "rejectattr", "unique", "reverse", "list", "slice"})
_ELEMENT = frozenset({"first", "last", "min", "max", "random"})
_OF_ELEMENTS = (_OF_LISTS | _SAME | frozenset({"min", "max"})) - {"reverse", "list", "slice"}
_TESTS = {
    **dict.fromkeys(("odd", "even", "divisibleby", "number", "integer", "float"), NUMBER),
    **dict.fromkeys(("string", "lower", "upper"), TEXT),
    **dict.fromkeys(("true", "false", "boolean"), BOOL),
    "mapping": MAPPING,
}
_CHART = {"title": TEXT, "categories": [TEXT], "series": [{"name": TEXT, "values": [NUMBER]}]}
_METHODS = frozenset({"items", "keys", "values", "get"})


def naming_of(trees: Iterable[tuple[str, nodes.Template]]) -> Naming:
    """The names that the trees of some members read; those that begin with _ are the engine's own."""
    naming = Naming()
    for member, tree in trees:
        _Walk(naming, member).block(tree.body)
    naming.names = {name: read for name, read in naming.names.items() if name[0] != "_"}
    return naming


class _Walk:
    """Walks through the tree of a member; `scopes` are the names that tags give, `safe` what is known to be there."""

    def __init__(self, naming: Naming, member: str) -> None:
        self.naming, self.member = naming, member
        self.scopes: list[dict[str, Read]] = [{}]
        self.safe: list[Read] = []
        self.choices = self.loops = 0  # that are open

    def block(self, body: Sequence[nodes.Node]) -> None:
        for node in body:
            self.statement(node)

    def statement(self, node: nodes.Node) -> None:
        if isinstance(node, nodes.Output):
            for item in node.nodes:
                if not isinstance(item, nodes.TemplateData):
                    self.print(item)
        elif isinstance(node, nodes.For):
            self.loop(node)
        elif isinstance(node, nodes.If):
            before = [*self.safe]
            self.safe += self.ask(node.test)
            self.choices += 1
            self.block(node.body)
            self.safe = before
            self.block([*node.elif_, *node.else_])
            self.choices -= 1
        elif isinstance(node, nodes.Assign):
            read = self.value(node.node)
            read.asked += 1  # what becomes of it, the uses of its new name tell
            self.give(node.target, read)
        elif isinstance(node, nodes.AssignBlock):
            self.block(node.body)
            self.give(node.target, Read())
        elif isinstance(node, nodes.With):
            values = [self.value(value) for value in node.values]
            self.scopes.append({})
            for target, value in zip(node.targets, values, strict=True):
                self.give(target, value)
            self.block(node.body)
            self.scopes.pop()
        elif isinstance(node, nodes.Expr):
            self.value(node)
        else:
            self.block([*node.iter_child_nodes()])

    def print(self, node: nodes.Node) -> None:
        """A value that is printed, under whatever the engine itself writes behind it."""
        while isinstance(node, nodes.Filter) and node.name[0] == "_" and node.node is not None:
            node = node.node
        if isinstance(node, nodes.CondExpr):
            self.ask(node.test)
            self.choices += 1
            for branch in (node.expr1, node.expr2):
                if branch is not None:
                    self.print(branch)
            self.choices -= 1
            return
        self.value(node)

    def loop(self, node: nodes.For) -> None:
        over = node.iter
        pairs = self.pairs(over) if isinstance(node.target, nodes.Tuple) else None
        self.scopes.append({})
        if pairs is not None and isinstance(node.target, nodes.Tuple) and len(node.target.items) == 2:
            for target, value in zip(node.target.items, pairs, strict=True):
                self.give(target, value)
            element = Read()
        else:
            element = self.value(over).each()
            self.give(node.target, element)
        self.scopes[-1]["loop"] = Read(entries={"previtem": element, "nextitem": element})
        if node.test is not None:
            self.ask(node.test)
        self.loops += 1
        self.choices += int(node.test is not None)
        self.block(node.body)
        self.choices -= int(node.test is not None)
        self.scopes.pop()
        self.scopes.append({})
        self.block(node.else_)
        self.scopes.pop()
        self.loops -= 1

    def pairs(self, node: nodes.Node) -> tuple[Read, Read] | None:
        """The keys and values that a loop over pairs goes through; None for other loops."""
        if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Getattr) and node.node.attr == "items":
            return Read(told={TEXT}), self.value(node.node.node).each(listed=False)
        if isinstance(node, nodes.Filter) and node.node is not None:
            if node.name in ("items", "dictsort"):
                return Read(told={TEXT}), self.value(node.node).each(listed=False)
            if node.name == "groupby":
                whole = self.value(node.node)
                return self.below(whole.each(), _path(node, 0), node.lineno), whole
        return None

    def give(self, target: nodes.Node, value: Read) -> None:
        if isinstance(target, nodes.Name):
            self.scopes[-1][target.name] = value
        elif isinstance(target, nodes.Tuple):
            for item in target.items:
                self.give(item, value.each() if value.path else Read())

    def ask(self, node: nodes.Node) -> list[Read]:
        """A condition; returns what is there where it holds."""
        if isinstance(node, nodes.And):
            return [*self.ask(node.left), *self.ask(node.right)]
        if isinstance(node, nodes.Or | nodes.Not):
            for child in node.iter_child_nodes():
                self.ask(child)
            return []
        if isinstance(node, nodes.Test) and node.name in ("defined", "undefined"):
            read = self.found(node.node)
            return [read] if node.name == "defined" else []
        self.value(node).asked += 1
        return []

    def guard(self, node: nodes.Node) -> Read:
        """A value that may be missing."""
        self.choices += 1
        read = self.value(node)
        self.choices -= 1
        read.guarded += int(read not in self.safe)
        return read

    def found(self, node: nodes.Node) -> Read:
        """A value of which only is asked whether it is there."""
        read = self.guard(node)
        read.asked += 1
        return read

    def value(self, node: nodes.Node) -> Read:
        """What an expression gives: what is known of it, if it is data."""
        match node:
            case nodes.Name(name=name):
                found = next((scope[name] for scope in reversed(self.scopes) if name in scope), None)
                return self.used(self.naming.root(name) if found is None else found, node.lineno)
            case nodes.Getattr(node=holder, attr=name):
                return self.used(self.value(holder).entry(name), node.lineno)
            case nodes.Getitem(node=holder, arg=nodes.Const(value=str(name))):
                return self.used(self.value(holder).entry(name), node.lineno)
            case nodes.Getitem(node=holder, arg=nodes.Const(value=int())):
                return self.used(self.value(holder).each(), node.lineno)
            case nodes.Getitem(node=holder, arg=nodes.Slice() as part):
                self.values(part)
                return self.value(holder)
            case nodes.Getitem(node=holder, arg=argument):
                key, read = self.value(argument), self.value(holder)
                if key is read.element:  # {% for key in d %}{{ d[key] }}
                    read.told.discard(LIST)
                return read.each(listed=LIST in read.told)
            case nodes.Filter():
                return self.filtered(node)
            case nodes.Test(node=tested, name=name, args=arguments):
                for argument in arguments:
                    self.value(argument)
                read = self.found(tested) if name in ("defined", "undefined") else self.value(tested)
                read.told |= {_TESTS[name]} if name in _TESTS else set()
                return Read()
            case nodes.Call():
                return self.called(node)
            case nodes.Compare(expr=first, ops=others):
                self.compared([first, *(other.expr for other in others)], [other.op for other in others])
                return Read()
            case nodes.CondExpr(test=test, expr1=one, expr2=other):
                self.ask(test)
                self.choices += 1
                read = self.value(one)
                if other is not None:
                    self.value(other)
                self.choices -= 1
                return read
            case nodes.Not(node=inner):
                self.ask(inner)
                return Read()
            case nodes.Sub() | nodes.Mul() | nodes.Div() | nodes.FloorDiv() | nodes.Pow() | nodes.Neg() | nodes.Pos():
                self.tell(node, NUMBER)
                return Read()
            case nodes.Add(left=left, right=right):
                texts = any(isinstance(side, nodes.Const) and isinstance(side.value, str) for side in (left, right))
                lists = any(isinstance(side, nodes.List) for side in (left, right))
                self.tell(node, TEXT if texts else LIST if lists else NUMBER)
                return Read()
            case _:
                self.values(node)
                return Read()

    def used(self, read: Read, line: int) -> Read:
        read.uses += 1
        read.guarded += int(read in self.safe)
        if read.path:
            at = self.member, line
            self.naming.at.setdefault(at, []).append(read)
            if not self.choices and (not self.loops or None in read.path):
                read.demanded = read.demanded or at
        return read

    def values(self, node: nodes.Node) -> None:
        for child in node.iter_child_nodes():
            self.value(child)

    def tell(self, node: nodes.Node, kind: str) -> None:
        """Tells all that an operator works on of a kind."""
        self.tell_all(node.iter_child_nodes(), kind)

    def tell_all(self, children: Iterable[nodes.Node], kind: str) -> None:
        for child in children:
            self.value(child).told.add(kind)

    def compared(self, sides: Sequence[nodes.Node], signs: Sequence[str]) -> None:
        constants = [side.value for side in sides if isinstance(side, nodes.Const)]
        reads = [self.value(side) for side in sides]
        if "in" in signs or "notin" in signs:
            kinds = {
                _constant(item)
                for side in sides[1:]
                if isinstance(side, nodes.List | nodes.Tuple)
                for item in side.items
            }
            reads[0].told |= kinds - {""} if len(kinds) == 1 else set()
            return
        for read in reads:
            read.told |= {kind for constant in constants if (kind := _kind_of(constant))}

    def filtered(self, node: nodes.Filter) -> Read:
        assert node.node is not None
        name = node.name
        read = self.guard(node.node) if name in ("default", "d") else self.value(node.node)
        for argument in [*node.args, *(keyword.value for keyword in node.kwargs)]:
            if name in ("default", "d") and (kind := _constant(argument)) and read.path:
                read.told |= {kind} if kind != TEXT else set()
            self.value(argument)
        path = _path(node, BY_PATH[name]) if name in BY_PATH else _path(node)
        if name == "map" and node.args and not path:
            inner = _constant_text(node.args[0])
            element = read.each()
            element.told |= _told_by(inner)
            return Read(element=Read() if inner else None, told={LIST})
        if name in _OF_ELEMENTS:
            element = self.below(read.each(), path, node.lineno)
            element.told |= {NUMBER} if name == "sum" else set()
            if name == "map":
                return Read(element=element, told={LIST})
            if name == "groupby":
                return Read(element=Read(entries={"grouper": element, "list": read}), told={LIST})
            if name in ("batch", "slice"):
                return Read(element=read, told={LIST})
            if name in ("min", "max"):
                return read.each()
            return read if name in _SAME else Read()
        read.told |= _told_by(name)
        if name == "图说":
            _draw(read)
        if name in _SAME or name in ("default", "d"):
            return read
        if name in ("first", "last"):
            return read.each() if read.path else read
        if name in ("items", "dictsort"):
            read.each(listed=False)
        if name == PARAGRAPHS:
            return Read(element=Read(), told={LIST})
        return Read()

    def below(self, read: Read, path: str, line: int) -> Read:
        """What a path such as `n.k` leads to from the elements of a list."""
        for step in path.split(".") if path else ():
            read = self.used(read.entry(step), line)
        return read

    def called(self, node: nodes.Call) -> Read:
        arguments = [*node.args, *(keyword.value for keyword in node.kwargs)]
        if isinstance(node.node, nodes.Name) and node.node.name == "range":
            self.tell_all(arguments, NUMBER)
            return Read(element=Read(told={NUMBER}), told={LIST})
        for argument in arguments:
            self.value(argument)
        if isinstance(node.node, nodes.Getattr):
            held = self.value(node.node.node)
            if node.node.attr in _METHODS:
                held.told |= {MAPPING} if held.path else set()
                if node.node.attr == "get" and node.args and (name := _constant_text(node.args[0])):
                    read = held.entry(name)
                    read.uses, read.guarded = read.uses + 1, read.guarded + 1
                    return read
                return Read(element=held.each(listed=False) if node.node.attr == "values" else Read(), told={LIST})
        return Read()


def _path(node: nodes.Filter, position: int | None = None) -> str:
    """The path that a filter follows into each element, if it names one as a text."""
    for keyword in node.kwargs:
        if keyword.key == "attribute":
            return _constant_text(keyword.value)
    if position is not None and position < len(node.args):
        return _constant_text(node.args[position])
    return ""


def _constant_text(node: nodes.Node) -> str:
    return node.value if isinstance(node, nodes.Const) and isinstance(node.value, str) else ""


def _constant(node: nodes.Node) -> str:
    return _kind_of(node.value) if isinstance(node, nodes.Const) else ""


def _kind_of(value: object) -> str:
    if isinstance(value, bool):
        return BOOL
    return NUMBER if isinstance(value, int | float) else TEXT if isinstance(value, str) else ""


def _told_by(name: str) -> set[str]:
    """The kind of what a filter works on."""
    if name in _OF_TEXTS:
        return {TEXT}
    if name == "图片":
        return {PICTURE}
    return {NUMBER} if name in _OF_NUMBERS else {MAPPING} if name in ("items", "dictsort") else set()


def _draw(read: Read, shape: object = None) -> None:
    """What a chart draws."""
    shape = _CHART if shape is None else shape
    if isinstance(shape, dict):
        for name, inner in shape.items():
            entry = read.entry(name)
            entry.uses += 1
            _draw(entry, inner)
    elif isinstance(shape, list):
        _draw(read.each(), shape[0])
    else:
        read.told.add(str(shape))
