"""Finds the kind of each expression of a template, and refuses one that reads what is not there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jinja2 import nodes

from generator.frozen import Frozen
from generator.problems import nearest
from generator.text.language.lists import BY_PATH
from generator.text.sandbox import CODE, PICTURE
from generator.text.translation import SIGNS
from generator.word.review.comparing import COMPARING, UNKNOWN, Comparisons, Figures, Ordered
from generator.word.review.reckoning import Reckoning

Kind = str | list[Any] | dict[str, Any]
"""The kind of a scalar, the name of a group, a list with the kind of its elements, or a group: kinds by name."""

ANY = UNKNOWN  # the kind of the elements of a wrong loop, so that its fault is reported once
OF_LISTS = ("length", "first", "last", "join")
_KEPT = ("sort", "reverse", "unique", "select", "reject", "selectattr", "rejectattr", "list")
_CHOOSING = ("select", "reject", "selectattr", "rejectattr")
_ELEMENTS = "\0"  # what stands for the elements that a filter compares
_ELEMENT = ("first", "last", "min", "max", "sum")
_COUNTING = ("length", "count", "wordcount", "int", "float", "round", "abs")
_OF_TEXTS = frozenset(
    {
        *("upper", "lower", "capitalize", "title", "trim", "replace", "center", "indent", "truncate", "wordwrap"),
        *("wordcount", "string", "format", "int", "float", "round", "abs", "千分位"),
    }
)
"""Filters that change digits, which no figure lets be done to it."""
LOOP: Kind = {
    **dict.fromkeys(("index", "first", "last", "length", "index0", "revindex", "revindex0"), "number"),
    **dict.fromkeys(("depth", "depth0"), "number"),
    **dict.fromkeys(("first", "last"), "bool"),
    **dict.fromkeys(("previtem", "nextitem"), ANY),
}
"""What a loop tells."""


class WrongError(Exception):
    """A tag that reads what is not there; the message and the remedy are Chinese."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.remedy = remedy


class Vocabulary(Frozen):
    """What the values of a trade are called and how they are printed; that of the reports is one.

    `kinds` are the Chinese words for the kinds of scalars. `filters` are those that print a kind, or a whole group, by
    their names, with an example of such a group in `examples`. A kind of `either` may turn out to be any of others.
    Values can be put in order with those of their kind and of the others in its group of `ordered`.
    `ratio` is the kind that a division gives, `paragraphs` that of texts in paragraphs, `drawn` the group that a chart
    draws, which stands `drawn_from` on in the data.
    `typed` has for each kind of figures a text that writes one, as an example; `reads` says whether a text writes one
    of a kind. Words of the kinds `computed` stand as they are, figures of the kinds `counted` have no decimals.
    """

    kinds: Mapping[str, str]
    filters: Mapping[str, str]
    either: Mapping[str, Collection[str]]
    ordered: Ordered
    ratio: str
    paragraphs: str
    drawn: str
    drawn_from: str
    examples: Mapping[str, str]
    typed: Mapping[str, str]
    reads: Callable[[str, str], bool]
    computed: Collection[str]
    counted: Collection[str]


@dataclass(slots=True)
class Kinds:
    """The kinds of expressions where `scopes` hold what the names around mean, the innermost last.

    `groups` are those of the contract by name, `words` its vocabulary; `loops` are the names that loops of the part
    bind, each with its tag.
    """

    groups: Mapping[str, dict[str, Kind]]
    words: Vocabulary
    scopes: list[dict[str, Kind]] = field(default_factory=list)
    loops: Mapping[str, str] = field(default_factory=dict)

    def within(self, kind: Kind) -> Kind:
        """The kinds in a group if `kind` is the name of one; any other kind unchanged."""
        return self.groups.get(kind, kind) if isinstance(kind, str) else kind

    def word(self, kind: Kind) -> str:
        """What a kind is called in Chinese."""
        if isinstance(kind, list):
            return "列表"
        return "一组数据" if isinstance(kind, dict) else self.words.kinds.get(kind, kind)

    def of(self, node: nodes.Node) -> Kind:
        """The kind that an expression evaluates to.

        Raises:
            WrongError: it reads what does not exist, or prints what its filter cannot.
        """
        match node:
            case nodes.Name(name=name):
                return self._named(name)
            case nodes.Getattr(node=holder, attr=name):
                return self.step(self.of(holder), name)
            case nodes.Getitem(node=holder, arg=argument):
                return self._item(self.within(self.of(holder)), argument)
            case nodes.Filter():
                return self._filtered(node)
            case nodes.CondExpr(test=test, expr1=first, expr2=second):
                self.of(test)
                if second is not None:
                    self.of(second)
                return self.of(first)
            case nodes.BinExpr() if type(node) in SIGNS:
                return self._reckoned(node)
            case nodes.Neg(node=inner) | nodes.Pos(node=inner):
                kind = self.of(inner)
                if fault := self._reckoning.negative(kind):
                    raise WrongError(*fault)
                return kind
            case nodes.Const(value=int() | float()):
                return "number"
            case nodes.List(items=items) | nodes.Tuple(items=items):
                return [_same([self.of(item) for item in items])]
            case nodes.Dict():
                return {str(getattr(pair.key, "value", "*")): self.of(pair.value) for pair in node.items}
            case nodes.Call():
                return self._called(node)
            case nodes.Compare():
                return self._compared(node)
            case nodes.Test(node=inner, name=name, args=[other]) if name in COMPARING:
                return self._compared(nodes.Compare(inner, [nodes.Operand(COMPARING[name], other)]))
        for child in node.iter_child_nodes():
            self.of(child)
        return "text"

    def step(self, kind: Kind, name: object) -> Kind:
        """The kind of an entry.

        Raises:
            WrongError: there is no such entry.
        """
        kind = self.within(kind)
        if kind == ANY:
            return kind
        if isinstance(kind, list):
            return _known(kind[0])
        if not isinstance(kind, dict):
            raise WrongError(f"「{name}」的上一级是{self.word(kind)}，下面没有数据", "删去多写的一级")
        if "*" in kind:
            return _known(kind["*"])
        if str(name) not in kind:
            raise WrongError(f"没有名为「{name}」的数据", nearest(str(name), kind, some(kind), cutoff=0.5))
        return _known(kind[str(name)])

    def parts(self, kind: Kind, count: int) -> list[Kind]:
        """The kinds of the parts of an element that is given to so many names."""
        kind = self.within(kind)
        if isinstance(kind, dict) and {*map(str, range(count))} <= kind.keys():
            return [_known(kind[str(number)]) for number in range(count)]
        return [_known(kind[0]) if isinstance(kind, list) else ANY] * count

    def _named(self, name: str) -> Kind:
        for scope in reversed(self.scopes):
            if name in scope:
                return scope[name]
        if loop := self.loops.get(name):
            raise WrongError(f"没有名为「{name}」的数据，它只在 {loop} 的循环里面有", "把标记移到循环里面")
        known = [name for scope in self.scopes for name in scope]
        raise WrongError(f"没有名为「{name}」的数据", nearest(name, known, cutoff=0.5))

    def _item(self, kind: Kind, argument: nodes.Node) -> Kind:
        if isinstance(argument, nodes.Slice):
            for child in argument.iter_child_nodes():
                self.of(child)
            return kind
        if kind in ("text", "date"):
            self.of(argument)
            return "text"
        value = argument.value if isinstance(argument, nodes.Const) else None
        if value is None and not (isinstance(kind, list) or (isinstance(kind, dict) and "*" in kind)) and kind != ANY:
            self.of(argument)
        return self.step(kind, value)

    def _called(self, node: nodes.Call) -> Kind:
        for argument in [*node.args, *(keyword.value for keyword in node.kwargs)]:
            self.of(argument)
        if isinstance(node.node, nodes.Name):
            if node.node.name == "include":  # compiling the template says how it is written
                return ANY
            return ["number"] if node.node.name == "range" else {"*": ANY}
        if not isinstance(node.node, nodes.Getattr):
            return ANY
        kind, name = self.within(self.of(node.node.node)), node.node.attr
        if name in ("items", "keys", "values"):
            pairs = self._pairs(kind, f"{name}()")
            return pairs if name == "items" else ["text"] if name == "keys" else [pairs[0]["1"]]
        return "bool" if name == "changed" else ANY

    def _compared(self, node: nodes.Compare) -> Kind:
        for child in node.iter_child_nodes():
            self.of(child)
        if fault := self._comparisons.fault(node):
            raise WrongError(*fault)
        return "text"

    def _reckoned(self, node: nodes.BinExpr) -> Kind:
        left, right = self.within(self.of(node.left)), self.within(self.of(node.right))
        if fault := self._reckoning.fault(node, left, right):
            raise WrongError(*fault)
        if isinstance(node, nodes.FloorDiv | nodes.Mod | nodes.Pow):
            return "text"
        return _known(self._reckoning.kind(node, left, right))

    @property
    def _comparisons(self) -> Comparisons:
        words = self.words
        known = {kind: word for kind, word in words.kinds.items() if kind not in (*words.either, "bool")}
        printing = [name for name, kind in words.filters.items() if kind in words.typed]
        figures = Figures(words.typed, words.either, words.reads, printing)
        return Comparisons(lambda side: self.within(self.of(side)), self.word, known, words.ordered, figures)

    @property
    def _reckoning(self) -> Reckoning:
        words = self.words
        return Reckoning(self._comparisons, words.ratio, frozenset(words.computed), frozenset(words.counted))

    def _pairs(self, kind: Kind, what: str) -> list[Any]:
        if kind == ANY:
            return [{"0": ANY, "1": ANY}]
        if not isinstance(kind, dict):
            raise WrongError(f"「{what}」只能用在一组有名称的数据上", f"这里是{self.word(kind)}")
        return [{"0": "text", "1": _same([*kind.values()])}]

    def _filtered(self, node: nodes.Filter) -> Kind:
        assert node.node is not None
        kind = self.within(self.of(node.node))
        for argument in [*node.args, *(keyword.value for keyword in node.kwargs)]:
            self.of(argument)
        return kind if kind == ANY else self._by(node.name, kind, node.args, node.kwargs)

    def _by(self, name: str, kind: Kind, arguments: Sequence[nodes.Node], named: Sequence[Any]) -> Kind:
        """What a filter makes of a kind."""
        if name == CODE and (kind in (self.words.paragraphs, "image") or not isinstance(kind, str)):
            raise WrongError(f"「{CODE}」只能印一段文字或者一个数", f"这里是{self.word(kind)}")
        if name == PICTURE and kind == "image":
            return "text"
        if name in self.words.filters:
            return self._printed(name, kind)
        if name in _OF_TEXTS and (not isinstance(kind, str) or kind in self._figures):
            fit = self._fitting(kind) if isinstance(kind, str) else some(kind)
            said = f"计算得出的{self.word(kind)}" if kind in self.words.computed else self.word(kind)
            raise WrongError(f"「{name}」不能用在{said}上", fit or "直接写名称")
        if name in ("items", "dictsort"):
            return self._pairs(kind, name)
        element = self._element(name, kind)
        path = _argument(named, "attribute", arguments, BY_PATH.get(name))
        read = self._path(element, path)
        if name in _CHOOSING:
            self._chosen(read, arguments[name.endswith("attr") :])
        if name in _KEPT:
            return [element]
        if name in ("batch", "slice"):
            return [[element]]
        if name == "groupby":
            return [{"0": read, "1": [element], "grouper": read, "list": [element]}]
        if name == "map":
            return [self._mapped(element, arguments, named)]
        if name in _ELEMENT:
            return read if name == "sum" else element
        return "number" if name in _COUNTING else kind if name in ("default", "d", "e", "escape", "safe") else "text"

    def _element(self, name: str, kind: Kind) -> Kind:
        """The kind of what a filter goes through."""
        if isinstance(kind, list):
            return _known(kind[0])
        if name not in (*OF_LISTS, *_KEPT, *_ELEMENT, "map", "groupby", "batch", "slice", "count"):
            return ANY
        if kind == "text" and name not in ("join", "sum"):
            return "text"
        raise WrongError(f"「{name}」只能用在列表上", f"这里是{self.word(kind)}")

    def _chosen(self, kind: Kind, test: Sequence[nodes.Node]) -> None:
        """Checks what is compared with the elements in select('eq', value), or with an entry in selectattr."""
        if len(test) == 2 and (name := getattr(test[0], "value", None)) in COMPARING:
            self.scopes.append({_ELEMENTS: kind})
            try:
                self._compared(nodes.Compare(nodes.Name(_ELEMENTS, "load"), [nodes.Operand(COMPARING[name], test[1])]))
            finally:
                self.scopes.pop()

    def _mapped(self, element: Kind, arguments: Sequence[nodes.Node], named: Sequence[Any]) -> Kind:
        if not arguments:
            return self._path(element, _argument(named, "attribute", (), None))
        name = getattr(arguments[0], "value", "")
        inner = self.within(element)
        return inner if inner == ANY else self._by(str(name), inner, arguments[1:], named)

    def _path(self, kind: Kind, node: nodes.Node | None) -> Kind:
        """The kind of an entry that a filter reads in each element, by a path such as `funds.actual`."""
        if not isinstance(node, nodes.Const) or node.value is None:
            return kind if node is None or isinstance(node, nodes.Const) else ANY
        kinds = []
        for path in str(node.value).split(","):
            here = kind
            for step in path.split("."):
                here = self.step(here, step)
            kinds.append(here)
        return kinds[0] if len(kinds) == 1 else ANY

    @property
    def _figures(self) -> set[str]:
        """The kinds of figures, and of words that are computed as they are."""
        either = (kind for kinds in self.words.either.values() for kind in kinds)
        return {self.words.ratio, *either, *self.words.computed}

    def _printed(self, name: str, kind: Kind) -> Kind:
        wanted = self.words.filters[name]
        whole = self.groups.get(wanted)
        if whole is not None and kind is not whole and kind != whole:
            raise WrongError(f"「{name}」不能印{self.word(kind)}", f"核对名称，如 {self.words.examples[wanted]}")
        either = isinstance(kind, str) and wanted in self.words.either.get(kind, ())
        if whole is None and kind != wanted and not either:
            message = f"这里是{self.word(kind)}，不能按「{name}」印出"
            raise WrongError(message, self._fitting(kind) or "不用印法，直接写名称")
        return "text"

    def _fitting(self, kind: Kind) -> str:
        fit = [name for name, printed in self.words.filters.items() if printed == kind]
        return f"可以用：{'、'.join(fit)}" if fit else ""


def some(kind: Kind) -> str:
    """Some of the names of a group."""
    return f"这里有：{'、'.join([*kind][:8])}" if isinstance(kind, dict) else ""


def _argument(named: Sequence[Any], name: str, arguments: Sequence[nodes.Node], place: int | None) -> nodes.Node | None:
    given: dict[str, nodes.Node] = {keyword.key: keyword.value for keyword in named}
    if name in given:
        return given[name]
    return arguments[place] if place is not None and len(arguments) > place else None


def _same(kinds: Sequence[Kind]) -> Kind:
    return kinds[0] if kinds and all(kind == kinds[0] for kind in kinds) else ANY


def _known(kind: Any) -> Kind:
    known: Kind = kind
    return known
