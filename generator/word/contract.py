"""Checks templates against the namespace: what a tag reads must exist, and be of a kind that its filter prints."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from jinja2 import Environment as PlainJinja
from jinja2 import TemplateSyntaxError, nodes

from generator.frozen import Frozen
from generator.opc import Package
from generator.problems import Place, Problem, nearest
from generator.text.sandbox import CODE, PICTURE
from generator.word.outside.loops import shared_in_loops
from generator.word.outside.parts import outside_parts
from generator.word.review.look_alikes import read_as_meant
from generator.word.tags import Written, written_tags

Kind = str | list[Any] | dict[str, Any]
"""The kind of a scalar, the name of a group, a list with the kind of its elements, or a group: kinds by name."""

_OF_LISTS = ("length", "first", "last", "join")
_ANY = "any"  # the kind of the elements of a wrong loop, so that its fault is reported once
_LOOP: Kind = dict.fromkeys(("first", "last"), "bool") | dict.fromkeys(("index", "length"), "number")
_WORD = re.compile(r"\w+")
_PROBE = PlainJinja(autoescape=True)


class _WrongError(Exception):
    """A tag that reads what is not there; the message and the remedy are Chinese."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.remedy = remedy


class Vocabulary(Frozen):
    """What the values of a trade are called and how they are printed; that of the reports is one.

    `kinds` are the Chinese words for the kinds of scalars. `filters` are those that print a kind, or a whole group, by
    their names, with an example of such a group in `examples`. A kind of `either` may turn out to be any of others.
    `ratio` is the kind that a division gives, `paragraphs` that of texts in paragraphs, `drawn` the group that a chart
    draws, which stands `drawn_from` on in the data.
    """

    kinds: Mapping[str, str]
    filters: Mapping[str, str]
    either: Mapping[str, Collection[str]]
    ratio: str
    paragraphs: str
    drawn: str
    drawn_from: str
    examples: Mapping[str, str]


class Contract(Frozen):
    """The names that templates can read, by the group they belong to, and the vocabulary of their kinds."""

    groups: Mapping[str, dict[str, Kind]]
    vocabulary: Vocabulary

    @property
    def filters(self) -> tuple[str, ...]:
        """The filters by the names that authors use."""
        return (*self.vocabulary.filters, CODE, *_OF_LISTS)

    def within(self, kind: Kind) -> Kind:
        """The kinds in a group if `kind` is the name of one; any other kind unchanged."""
        return self.groups.get(kind, kind) if isinstance(kind, str) else kind

    def faults(self, package: Package, name: str, scope: dict[str, Kind]) -> Iterator[Problem]:
        """TEMPLATE-NAME: every tag that reads a name which is not there, or whose filter does not fit the kind.

        `scope` holds the names that the document can use without a path. What was only meant to be a tag is read as
        one, so that the loops are known; that it is none is told where the template is compiled.
        """
        package, as_written = read_as_meant(package, name, self.filters, lambda: scope)
        for part in written_tags(package):
            reader = _Reader(self, [dict(scope)], _loops(part.tags))
            for tag in part.tags:
                yield from map(as_written, self._wrong(reader, tag, f"{name}!{part.member}"))
        yield from self._outside(package, name, scope)

    def _wrong(self, reader: _Reader, tag: Written, path: str) -> Iterator[Problem]:
        try:
            reader.read(tag)
        except _WrongError as wrong:
            remedy = wrong.remedy or "核对标记里的名称和印法"
            yield Problem("TEMPLATE-NAME", Place(path, excerpt=tag.excerpt), f"{tag.source}：{wrong}", remedy)
        except TemplateSyntaxError:
            return  # compiling the template says so

    def _outside(self, package: Package, name: str, scope: dict[str, Kind]) -> Iterator[Problem]:
        """The faults of the tags outside of paragraphs, in charts, links and properties."""
        parts = [part for part in outside_parts(package, name) if part.slots]
        shared = {(found.member, found.tag) for found in shared_in_loops(package, name, parts)}
        for part in parts:
            for tag in part.tags():
                if (part.owner, tag.source) not in shared:  # of those, compiling the template says more
                    yield from self._wrong(_Reader(self, [scope]), tag, part.name)


@dataclass(slots=True)
class _Reader:
    """Reads the tags of one part in their order; each loop opens a scope that its end closes."""

    contract: Contract
    scopes: list[dict[str, Kind]] = field(default_factory=list)
    loops: Mapping[str, str] = field(default_factory=dict)
    """The names that loops of the part bind, each with the tag of its loop."""

    @property
    def words(self) -> Vocabulary:
        """The vocabulary of the contract."""
        return self.contract.vocabulary

    def read(self, tag: Written) -> None:
        """Checks one tag.

        Raises:
            _WrongError: it reads what does not exist, or prints what its filter cannot.
            TemplateSyntaxError: it is not a valid tag.
        """
        if tag.keyword == "endfor":
            if len(self.scopes) > 1:
                self.scopes.pop()
        elif tag.keyword == "for":
            names = _bound(tag)
            try:
                loop = _expression(f"{{% for {tag.expression} %}}{{% endfor %}}", nodes.For)
                kind = self.contract.within(self.kind(loop.iter))
            finally:  # also where the loop is wrong, so that its end closes it, and what it binds is known
                self.scopes.append(dict.fromkeys(names, _ANY) | {"loop": _LOOP})
            if kind == _ANY or len(names) > 1:  # several names at once are refused as such
                return
            if not isinstance(kind, list):
                raise _WrongError("for 只能用在列表上", f"这里是{self.word(kind)}")
            self.scopes[-1] |= {name: _known(kind[0]) for name in names}
        elif tag.keyword == "set":  # is refused as such
            self.scopes[-1] |= dict.fromkeys(_WORD.findall(tag.expression.partition("=")[0]), _ANY)
        elif tag.keyword in ("if", "elif", "vm", "colspan", "cellbg"):
            self.kind(_expression(f"{{% if {tag.expression} %}}{{% endif %}}", nodes.If).test)
        elif tag.keyword == "chart":
            if (
                self.contract.within(self.kind(_expression(f"{{{{ {tag.expression} }}}}", nodes.Output).nodes[0]))
                != (self.contract.groups[self.words.drawn])
            ):
                raise _WrongError("这里引用的不是一组可以画图的数据", f"图表的数据在 {self.words.drawn_from} 下面")
        elif not tag.keyword:
            self._printed(tag)

    def _printed(self, tag: Written) -> None:
        kind = self.contract.within(self.kind(_expression(f"{{{{ {tag.expression} }}}}", nodes.Output).nodes[0]))
        if kind == _ANY:
            return
        if tag.paragraphs:
            if kind != self.words.paragraphs:
                raise _WrongError("{{p … }} 只能引用正文的段落", "印一个数或一段文字用 {{ … }}")
        elif kind == self.words.paragraphs:
            raise _WrongError("这里引用的是正文的段落", "写成 {{p … }}，独占一段")
        elif kind == self.contract.groups.get(self.words.filters.get(PICTURE, "")):
            return
        elif not isinstance(kind, str):
            raise _WrongError(f"这里引用的是{self.word(kind)}，不是一个数", _some(kind))

    def word(self, kind: Kind) -> str:
        """What a kind is called in Chinese."""
        return (
            "列表"
            if isinstance(kind, list)
            else "一组数据"
            if isinstance(kind, dict)
            else self.words.kinds.get(kind, kind)
        )

    def kind(self, node: nodes.Node) -> Kind:
        """The kind that an expression evaluates to."""
        if isinstance(node, nodes.Name):
            for scope in reversed(self.scopes):
                if node.name in scope:
                    return scope[node.name]
            if loop := self.loops.get(node.name):
                raise _WrongError(f"没有名为「{node.name}」的数据，它只在 {loop} 的循环里面有", "把标记移到循环里面")
            known = [name for scope in self.scopes for name in scope]
            raise _WrongError(f"没有名为「{node.name}」的数据", nearest(node.name, known, cutoff=0.5))
        if isinstance(node, nodes.Getattr):
            return self._step(self.kind(node.node), node.attr)
        if isinstance(node, nodes.Getitem):
            return self._step(self.kind(node.node), getattr(node.arg, "value", None))
        if isinstance(node, nodes.Filter):
            return self._filtered(node)
        if isinstance(node, nodes.CondExpr):
            self.kind(node.test)
            if node.expr2 is not None:
                self.kind(node.expr2)
            return self.kind(node.expr1)
        if isinstance(node, nodes.Add | nodes.Sub | nodes.Mul):
            self.kind(node.right)
            return self.kind(node.left)
        for child in node.iter_child_nodes():
            self.kind(child)
        return self.words.ratio if isinstance(node, nodes.Div) else "text"

    def _step(self, kind: Kind, name: object) -> Kind:
        kind = self.contract.within(kind)
        if kind == _ANY:
            return kind
        if isinstance(kind, list):
            return _known(kind[0])
        if not isinstance(kind, dict):
            raise _WrongError(f"「{name}」的上一级是{self.word(kind)}，下面没有数据", "删去多写的一级")
        if "*" in kind:
            return _known(kind["*"])
        if name not in kind:
            raise _WrongError(f"没有名为「{name}」的数据", nearest(str(name), kind, _some(kind), cutoff=0.5))
        return _known(kind[str(name)])

    def _filtered(self, node: nodes.Filter) -> Kind:
        assert node.node is not None
        kind = self.contract.within(self.kind(node.node))
        if kind == _ANY:
            return kind
        if node.name in _OF_LISTS:
            if not isinstance(kind, list) and not (kind == "text" and node.name == "length"):
                raise _WrongError(f"「{node.name}」只能用在列表上", f"这里是{self.word(kind)}")
            element = _known(kind[0]) if isinstance(kind, list) else "text"
            return {"length": "number", "join": "text"}.get(node.name, element)
        if node.name == CODE and (kind in (self.words.paragraphs, "image") or not isinstance(kind, str)):
            raise _WrongError(f"「{CODE}」只能印一段文字或者一个数", f"这里是{self.word(kind)}")
        if node.name not in self.words.filters:
            return "text"  # compiling the template says so
        wanted = self.words.filters[node.name]
        whole = self.contract.groups.get(wanted)
        if node.name == PICTURE and kind == "image":
            return "text"
        if whole is not None and kind is not whole and kind != whole:
            raise _WrongError(f"「{node.name}」不能印{self.word(kind)}", f"核对名称，如 {self.words.examples[wanted]}")
        if (
            whole is None
            and kind != wanted
            and not (isinstance(kind, str) and wanted in self.words.either.get(kind, ()))
        ):
            fit = [name for name, printed in self.words.filters.items() if printed == kind]
            remedy = f"可以用：{'、'.join(fit)}" if fit else "不用印法，直接写名称"
            raise _WrongError(f"这里是{self.word(kind)}，不能按「{node.name}」印出", remedy)
        return "text"


def _loops(tags: Iterable[Written]) -> dict[str, str]:
    """The names that loops bind, each with the tag of the first loop that does."""
    loops: dict[str, str] = {}
    for tag in tags:
        if tag.keyword == "for":
            loops = dict.fromkeys(_bound(tag), tag.source) | loops
    return loops


def _bound(tag: Written) -> list[str]:
    """The names that a loop binds."""
    return _WORD.findall(tag.expression.partition(" in ")[0])


def _expression(source: str, wanted: type[Any]) -> Any:
    return next(_PROBE.parse(source).find_all(wanted))


def _known(kind: Any) -> Kind:
    known: Kind = kind
    return known


def _some(kind: Kind) -> str:
    return f"这里有：{'、'.join([*kind][:8])}" if isinstance(kind, dict) else ""
