"""What may be printed next to what: the blocks of a container, or the rows of a table, under conditions and loops."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from lxml import etree

from generator.word.structure.pieces import SHELL, STATEMENT, Pieces, marks_in

# {% for a in b %}, {% if b %}; group 1 is what is asked: b.
_ASKED = re.compile(r"\{%\s*(?:for \S+ in|if|elif)\s(.+?)\s*%\}")
Before = frozenset[etree._Element | None]
"""What may stand before a place, of which one does; None for nothing at all."""
START: Before = frozenset([None])
See = Callable[[etree._Element, Before], None]


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


def flow(
    nodes: Sequence[Node],
    before: Before,
    see: See | None = None,
    always: Callable[[etree._Element], bool] | None = None,
) -> Before:
    """What may stand last, behind these nodes, if what is `before` stands before them.

    `see` is told each block with what may stand before it. `always` says of the shell of a text whether it leaves a
    paragraph where the text is empty.
    """
    for node in nodes:
        if isinstance(node, Region):
            before = _through(node, before, see, always)
            continue
        if see is not None:
            see(node, before)
        if node.tag == SHELL and not (always is not None and always(node)):
            before = before | {node}
        else:
            before = frozenset([node])
    return before


def _through(
    region: Region, before: Before, see: See | None, always: Callable[[etree._Element], bool] | None
) -> Before:
    if not region.loop:
        after = [flow(branch, before, see, always) for branch in region.branches]
        return frozenset().union(*after, *([] if region.otherwise else [before]))
    body, *empty = region.branches
    again = flow(body, before, None, always)
    after_turn = flow(body, before | again, see, always)
    others = [flow(branch, before, see, always) for branch in empty]
    return after_turn.union(*others, *([] if empty or region.otherwise else [before]))
