"""What may be printed next to what: the blocks of a container, or the rows of a table, under conditions and loops."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field

from lxml import etree

from generator.word.structure.pieces import SHELL, STATEMENT, Pieces, marks_in

# {% for a in b %}, {% if b %}; group 1 is what is asked: b.
_ASKED = re.compile(r"\{%\s*(?:for \S+ in|if|elif)\s(.+?)\s*%\}")
Kinds = frozenset[Hashable]
"""What may stand at a place, of which one does; None for nothing at all."""
START: Kinds = frozenset([None])


@dataclass(slots=True)
class Region:
    """What a condition or loop governs: its branches, the shell that ends it, and whether one of them always stands.

    `condition` is what its last branch asks, or what the loop goes through.
    """

    loop: bool
    branches: list[list[Node]]
    end: etree._Element | None = None
    otherwise: bool = False
    condition: str = ""


Node = etree._Element | Region


@dataclass(slots=True)
class _Builder:
    lists: list[list[Node]] = field(default_factory=lambda: [[]])
    regions: list[Region] = field(default_factory=list)


def regions(blocks: Iterable[etree._Element], pieces: Pieces) -> list[Node]:
    """The blocks with the shells of governing tags turned into regions; other shells but those of texts are left out.

    A loop within the condition that its list is not empty has at least one turn: {% if x %}{% for y in x %}.
    """
    built = _Builder()
    for block in blocks:
        statement = block.get(STATEMENT) if block.tag == SHELL else None
        if statement in ("for", "if"):
            condition = _condition(block, pieces)
            turning = statement == "for" and any(one.condition == condition for one in built.regions)
            region = Region(statement == "for", [[]], otherwise=turning, condition=condition)
            built.lists[-1].append(region)
            built.regions.append(region)
            built.lists.append(region.branches[0])
        elif statement in ("elif", "else") and built.regions:
            region = built.regions[-1]
            region.branches.append([])
            region.condition = _condition(block, pieces)
            region.otherwise = region.otherwise or statement == "else"
            built.lists[-1] = region.branches[-1]
        elif statement in ("endfor", "endif") and built.regions:
            built.regions.pop().end = block
            built.lists.pop()
        elif statement in (None, "text"):
            built.lists[-1].append(block)
    return built.lists[0]


def _condition(block: etree._Element, pieces: Pieces) -> str:
    source = next((pieces.sources[int(mark[1])] for mark in marks_in(block)), "")
    match = _ASKED.fullmatch(source)
    return match[1] if match else ""


class Flow:
    """Goes through blocks and knows of each what may stand before it.

    `kind` says what counts of a block: few different values, or the work grows with the square of the blocks. `always`
    says of the shell of a text of paragraphs whether it leaves one where the text is empty.
    """

    def __init__(
        self,
        kind: Callable[[etree._Element], Hashable],
        see: Callable[[etree._Element, Kinds], None] | None = None,
        always: Callable[[etree._Element], bool] = lambda _: False,
    ) -> None:
        self._kind, self._see, self._always = kind, see, always
        self._known: dict[int, Kinds] = {}

    def last(self, nodes: Sequence[Node], before: Kinds = START) -> Kinds:
        """What may stand last, behind these nodes, if one of what is `before` stands before them; looks at each."""
        for node in nodes:
            if not isinstance(node, Region):
                if self._see is not None:
                    self._see(node, before)
                before = self._behind(node, before)
            elif node.loop:
                body, *empty = node.branches
                behind = self.last(body, before | (self._lasts(body) - START))
                before = behind.union(*(self.last(one, before) for one in empty), self._skipped(node, before))
            else:
                branches = [self.last(branch, before) for branch in node.branches]
                before = frozenset().union(*branches, self._skipped(node, before))
        return before

    def _lasts(self, nodes: list[Node]) -> Kinds:
        """What may stand last of these nodes, and None if they may print nothing; looks at none."""
        if id(nodes) not in self._known:
            before = START
            for node in nodes:
                if isinstance(node, Region):
                    inner = frozenset().union(*map(self._lasts, node.branches))
                    skipped = None in inner or bool(self._skipped(node, START))
                    before = inner - START | (before if skipped else frozenset())
                else:
                    before = self._behind(node, before)
            self._known[id(nodes)] = before
        return self._known[id(nodes)]

    def _behind(self, block: etree._Element, before: Kinds) -> Kinds:
        here = frozenset([self._kind(block)])
        return before | here if block.tag == SHELL and not self._always(block) else here

    @staticmethod
    def _skipped(region: Region, before: Kinds) -> Kinds:
        """What stands where none of the branches does."""
        none = not region.otherwise and not (region.loop and len(region.branches) > 1)
        return before if none else frozenset()
