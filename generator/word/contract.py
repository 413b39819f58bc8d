"""Checks templates against the namespace: what a tag reads must exist, and be of a kind that its filter prints."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment as PlainJinja
from jinja2 import TemplateSyntaxError, nodes

from generator.frozen import Frozen
from generator.opc import Package
from generator.problems import Place, Problem
from generator.text.sandbox import CODE, PICTURE
from generator.word.outside.loops import shared_in_loops
from generator.word.outside.parts import outside_parts
from generator.word.review.kinds import ANY, LOOP, OF_LISTS, Kind, Kinds, Vocabulary, WrongError, some
from generator.word.review.look_alikes import read_as_meant
from generator.word.tags import Written, written_tags

_WORD = re.compile(r"\w+")
_PROBE = PlainJinja(autoescape=True)


class Contract(Frozen):
    """The names that templates can read, by the group they belong to, and the vocabulary of their kinds."""

    groups: Mapping[str, dict[str, Kind]]
    vocabulary: Vocabulary

    @property
    def filters(self) -> tuple[str, ...]:
        """The filters by the names that authors use."""
        return (*self.vocabulary.filters, CODE, *OF_LISTS)

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
            reader = self._reader(scope, _loops(part.tags))
            for tag in part.tags:
                yield from map(as_written, self._wrong(reader, tag, f"{name}!{part.member}"))
        yield from self._outside(package, name, scope)

    def _reader(self, scope: dict[str, Kind], loops: Mapping[str, str]) -> _Reader:
        return _Reader(Kinds(self.groups, self.vocabulary, [dict(scope)], loops))

    def _wrong(self, reader: _Reader, tag: Written, path: str) -> Iterator[Problem]:
        try:
            reader.read(tag)
        except WrongError as wrong:
            remedy = wrong.remedy or "核对标记里的名称和印法"
            yield Problem("TEMPLATE-NAME", Place(path, excerpt=tag.excerpt), f"{tag.source}：{wrong}", remedy)
        except (TemplateSyntaxError, RecursionError):
            return  # compiling the template says so

    def _outside(self, package: Package, name: str, scope: dict[str, Kind]) -> Iterator[Problem]:
        """The faults of the tags outside of paragraphs, in charts, links and properties."""
        parts = [part for part in outside_parts(package, name) if part.slots]
        shared = {(found.member, found.tag) for found in shared_in_loops(package, name, parts)}
        for part in parts:
            for tag in part.tags():
                if (part.owner, tag.source) not in shared:  # of those, compiling the template says more
                    yield from self._wrong(self._reader(scope, {}), tag, part.name)


@dataclass(slots=True)
class _Reader:
    """Reads the tags of one part in their order; each loop opens a scope that its end closes."""

    kinds: Kinds

    def read(self, tag: Written) -> None:
        """Checks one tag.

        Raises:
            WrongError: it reads what does not exist, or prints what its filter cannot.
            TemplateSyntaxError: it is not a valid tag.
        """
        scopes = self.kinds.scopes
        if tag.keyword == "endfor":
            if len(scopes) > 1:
                scopes.pop()
        elif tag.keyword == "for":
            self._loop(tag)
        elif tag.keyword == "set":
            self._set(tag)
        elif tag.keyword in ("if", "elif", "vm", "colspan", "cellbg"):
            self.kinds.of(_expression(f"{{% if {tag.expression} %}}{{% endif %}}", nodes.If).test)
        elif tag.keyword == "chart":
            if self._printable(tag) != self.kinds.groups[self.kinds.words.drawn]:
                raise WrongError("这里引用的不是一组可以画图的数据", f"图表的数据在 {self.kinds.words.drawn_from} 下面")
        elif not tag.keyword:
            self._printed(tag)

    def _loop(self, tag: Written) -> None:
        names = _bound(tag)
        try:
            loop = _expression(f"{{% for {tag.expression} %}}{{% endfor %}}", nodes.For)
            kind = self.kinds.within(self.kinds.of(loop.iter))
        finally:  # also where the loop is wrong, so that its end closes it, and what it binds is known
            bound: dict[str, Kind] = dict.fromkeys(names, ANY)
            self.kinds.scopes.append(bound | {"loop": LOOP})
        if isinstance(kind, list):
            self._give(loop.target, _known(kind[0]))
        elif kind != ANY:
            remedy = (
                "写成 名称.items()，一次取出名称和数据" if isinstance(kind, dict) else f"这里是{self.kinds.word(kind)}"
            )
            raise WrongError("for 只能用在列表上", remedy)
        if loop.test is not None:
            self.kinds.of(loop.test)

    def _set(self, tag: Written) -> None:
        if "=" not in tag.expression:  # one with an end, which is a text
            given = _expression(f"{{% set {tag.expression} %}}{{% endset %}}", nodes.AssignBlock)
            kind: Kind = "text"
        else:
            given = _expression(f"{{% set {tag.expression} %}}", nodes.Assign)
            kind = ANY
        try:
            if isinstance(given, nodes.Assign):
                kind = self.kinds.of(given.node)
        finally:
            self._give(given.target, kind)

    def _give(self, target: nodes.Node, kind: Kind) -> None:
        """Gives the kinds of a value to the names of a loop or a `set`."""
        if isinstance(target, nodes.Name):
            scope = self.kinds.scopes[-1]
            before = scope.get(target.name, ANY)
            scope[target.name] = kind if before == ANY else before if before == kind else ANY
        elif isinstance(target, nodes.Tuple):
            for item, part in zip(target.items, self.kinds.parts(kind, len(target.items)), strict=True):
                self._give(item, part)

    def _printable(self, tag: Written) -> Kind:
        expression = _expression(f"{{{{ {tag.expression} }}}}", nodes.Output).nodes[0]
        return self.kinds.within(self.kinds.of(expression))

    def _printed(self, tag: Written) -> None:
        kind = self._printable(tag)
        if kind == ANY:
            return
        if tag.paragraphs:
            if kind != self.kinds.words.paragraphs:
                raise WrongError("{{p … }} 只能引用正文的段落", "印一个数或一段文字用 {{ … }}")
        elif kind == self.kinds.words.paragraphs:
            raise WrongError("这里引用的是正文的段落", "写成 {{p … }}，独占一段")
        elif kind == self.kinds.groups.get(self.kinds.words.filters.get(PICTURE, "")):
            return
        elif not isinstance(kind, str):
            raise WrongError(f"这里引用的是{self.kinds.word(kind)}，不是一个数", some(kind))


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
