"""Finds, when a template is compiled, what filling may empty, and provides for it.

A cell, text box, note, header or footer must end in a paragraph, a table needs rows, and two tables must not touch.
Where one condition alone decides, the paragraph is put into its other branch, and the template needs nothing more; else
a spare paragraph is put in, which is taken out again once the part is filled if it is not needed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lxml import etree

from generator.word.names import W
from generator.word.structure.blocks import CONTAINERS, blocks_of
from generator.word.structure.branches import Branch
from generator.word.structure.flow import START, Flow, Kinds, Region, regions
from generator.word.structure.pieces import SHELL, Pieces, marks_in, properties_of, shell
from generator.word.structure.tables import Column, cells_of, loose_merges, rows_of
from generator.word.tags import text_around

SPARE, BETWEEN = "spare", "between"
"""Processing instructions in a paragraph that stands only at the end of what would have none, or between two tables."""
LOOSE = "loose"
"""One in a merge that continues nothing already as its author drew it: other programs are off by a column at times."""
_END = "{% endfor %}"
_BAD = START | {f"{W}tbl"}  # what a cell may not end in: nothing, a table

Branches = Mapping[etree._Element, Branch]


def provide(pieces: Pieces, root: etree._Element, branches: Branches) -> bool:
    """Whether a part must be looked through once it is filled; puts in the paragraphs that may be missing then."""
    needed = False
    for container in [*root.iter(*CONTAINERS, f"{W}body")]:
        blocks = [*blocks_of(container)]
        if any(block.tag == SHELL for block in blocks):
            needed |= _Container(pieces, container, blocks).provided()
    for content in root.iter(f"{W}sdtContent"):
        children = [*content.iterchildren(etree.Element)]
        needed |= any(child.tag == SHELL for child in children) and None in Flow(_any).last(regions(children, pieces))
    for table in root.iter(f"{W}tbl"):
        rows = [*rows_of(table)]
        if any(row.tag == SHELL for row in rows):
            needed |= None in Flow(_any).last(regions(rows, pieces)) or _merges_may_break(pieces, rows, branches)
    return needed


def note_loose_merges(root: etree._Element) -> None:
    """Notes the merges that stay as they are, whatever they continue."""
    for table in root.iter(f"{W}tbl"):
        for merge in [*loose_merges(table)]:
            merge.append(etree.ProcessingInstruction(LOOSE))


class _Container:
    """What holds blocks, with the tags that govern them."""

    def __init__(self, pieces: Pieces, container: etree._Element, blocks: Sequence[etree._Element]) -> None:
        self.pieces, self.container, self.blocks = pieces, container, blocks
        self.nodes = regions(blocks, pieces)
        self.touching: dict[etree._Element, None] = {}

    def provided(self) -> bool:
        """Puts in what may be missing; whether that must be looked at once the part is filled."""
        last = Flow(_tag, self._see, self._always).last(self.nodes)
        for table in self.touching:
            table.addprevious(_spare(self.pieces, BETWEEN, ""))
        if self.container.tag == f"{W}body" or not last & _BAD:
            return bool(self.touching)
        if not self._otherwise():
            self._end()
            return True
        return bool(self.touching)

    def _see(self, block: etree._Element, before: Kinds) -> None:
        """Notes a table that may stand behind another; of tables that touch in the template, the author decides."""
        if block.tag == f"{W}tbl" and f"{W}tbl" in before:
            previous = block.getprevious()
            if previous is None or previous.tag != f"{W}tbl":
                self.touching[block] = None

    def _always(self, text: etree._Element) -> bool:
        """Whether a text of paragraphs leaves one where it is empty, as it does in a cell."""
        return text.getparent() is self.container and self.container.tag == f"{W}tc"

    def _otherwise(self) -> bool:
        """Puts a paragraph into the missing branch of the one condition, loop or text that the container holds."""
        if len(self.nodes) != 1:
            return False
        (node,) = self.nodes
        if not isinstance(node, Region):
            if node.tag == SHELL:
                number = next(int(mark[1]) for mark in marks_in(node))
                source = self.pieces.sources[number].removesuffix(_END)
                self.pieces.sources[number] = f"{source}{{% else %}}<w:p>{self.pieces.texts[node]}</w:p>{_END}"
            return node.tag == SHELL
        if node.end is None or node.otherwise or (node.loop and len(node.branches) > 1):
            return False
        if any(Flow(_tag, None, self._always).last(branch) & _BAD for branch in node.branches):
            return False
        number = next(int(mark[1]) for mark in marks_in(node.end))
        self.pieces.sources[number] = f"{{% else %}}<w:p>{self._properties()}</w:p>{self.pieces.sources[number]}"
        return True

    def _end(self) -> None:
        """Puts a spare paragraph at the end."""
        spare, last = _spare(self.pieces, SPARE, self._properties()), self.container[-1]
        self.container.append(spare)
        if self.container in self.pieces.merged:
            # What follows a merged cell's content follows the spare paragraph.
            last.tail, spare.tail = None, last.tail

    def _properties(self) -> str:
        """The properties of the last paragraph, or text of paragraphs, that the container may have."""
        for block in reversed(self.blocks):
            if block.tag == f"{W}p":
                return properties_of(block)
            if block in self.pieces.texts:
                return self.pieces.texts[block]
        return ""


def _spare(pieces: Pieces, kind: str, properties: str) -> etree._Element:
    """A paragraph with an instruction that says when it is needed."""
    return shell(pieces.mark(f"<w:p><?{kind}?>{properties}</w:p>", pieces.origins[0]))


def _merges_may_break(pieces: Pieces, rows: Sequence[etree._Element], branches: Branches) -> bool:
    """Whether a merge that the template draws itself may lose a row within it; a problem if it may lose its text."""
    merged: dict[etree._Element, dict[Column, bool]] = {}
    chains: dict[Column, tuple[etree._Element, Branch]] = {}
    for row in rows:
        merged[row] = {}
        for cell, column in cells_of(row) if row.tag != SHELL else ():
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            if cell in pieces.merged:
                merged[row][column] = True
            if merge is None:
                chains.pop(column, None)
                continue
            begins = merge.get(f"{W}val") == "restart"
            merged[row][column] = begins
            if begins:
                chains[column] = (cell, branches[row])
            elif (chain := chains.get(column)) is not None and not branches[row].within(chain[1]):
                message = f"合并的单元格第一格在 {chain[1].shown} 里，下面的格在外面"
                remedy = "合并的各行都放在条件、循环里面，或者都放在外面；按值合并的写 {% vm 值 %}"
                pieces.problem(pieces.shown(text_around(chain[0])), message, remedy)
    broken = False

    def see(row: etree._Element, before: Kinds) -> None:
        nonlocal broken
        for column, begins in merged[row].items():
            broken |= not begins and any(not isinstance(above, frozenset) or column not in above for above in before)

    if any(not begins for columns in merged.values() for begins in columns.values()):
        Flow(lambda row: frozenset(merged[row]), see).last(regions(rows, pieces))
    return broken


def _any(_: etree._Element) -> bool:
    return True


def _tag(block: etree._Element) -> str:
    return str(block.tag)
