"""Cells that merge downwards while a value stays the same: {% vm row.level1 %}."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from generator.word.compiled import Tag
from generator.word.names import W
from generator.word.shapes.cells import SHAPE, put_property
from generator.word.structure.branches import governed_within
from generator.word.structure.pieces import SHELL, STATEMENT, Pieces, marks_in, properties_of, shell
from generator.word.structure.tables import Column, Governed, cells_of, rows_of
from generator.word.tags import names_read, own_texts, unwrapped, words_of

# {% vm row.level1 %}, {% vm %}; group 1 is the value whose equal cells are merged.
_MERGE = re.compile(r"\{%\s*vm\b\s*(.*?)\s*%\}")
# {% for row in rows %}, {% if row.n %}; groups: the names that a loop binds, what it goes through; what is asked.
_GOVERNS = re.compile(r"\{%\s*(?:for\s+(.+?)\s+in\s(.+)|(?:if|elif)\s(.+))%\}", re.DOTALL)
_MOST_MERGED = 30  # merged cells of a row, each of which looks at all to its left


class Merge(NamedTuple):
    """A cell that merges: its columns, the values that it compares, its tag, and without a value what it goes by.

    That is the loop with which it begins anew.
    """

    cell: etree._Element
    column: Column
    keys: str
    origin: Tag
    loop: etree._Element | None = None


class _Loop(NamedTuple):
    """A loop over rows: its shell, and the names that it binds."""

    shell: etree._Element
    names: frozenset[str]


def merge_cells(pieces: Pieces, root: etree._Element) -> None:
    """Gives each `{% vm expression %}` cell a vertical merge that restarts when its expression changes.

    A cell also restarts wherever a merged cell to its left does, so that groups nest to any depth, and behind a row
    that has no merged cell in its columns.
    """
    numbers = 0
    for table in [*root.iter(f"{W}tbl")]:
        merged = _Table(pieces, table)
        numbers = merged.write(numbers)
    for text in root.iter(f"{W}t"):
        for mark in marks_in(text):
            if _MERGE.fullmatch(pieces.sources[int(mark[1])]):
                source = pieces.origins[int(mark[1])].source
                message = f"{source} 不在表格的单元格里"
                content = words_of(own_texts(next(text.iterancestors(f"{W}p"))))
                pieces.problem(pieces.written(content), message, "写在要合并的单元格里")


class _Table:
    """The merges of one table, row by row."""

    def __init__(self, pieces: Pieces, table: etree._Element) -> None:
        self.pieces, self.table = pieces, table
        self.rows: list[tuple[etree._Element, list[Merge]]] = []
        self.governed = Governed()
        self.loops: list[_Loop] = []
        self.branches: list[object] = [None]  # that are open at a row, each by the tag that begins it
        self.bare: list[tuple[object, Column, str]] = []  # cells without a value: branch, columns, what they hold
        for row in rows_of(table):
            if row.tag != SHELL:
                self.rows.append((row, [*self._merges(row)]))
                continue
            statement = str(row.get(STATEMENT))
            if statement == "for":
                self.loops.append(_Loop(row, frozenset(_bound(pieces, row))))
            elif statement == "endfor":
                self.loops[-1:] = []
            if statement in ("elif", "else", "endfor", "endif"):
                self.branches = self.branches[:-1] or [None]
            if statement in ("for", "if", "elif", "else"):
                self.branches.append(row)

    def write(self, before: int) -> int:
        """Writes the merges, numbered behind those of other tables by their columns; returns the last number."""
        columns = dict.fromkeys(merge.column for _, merges in self.rows for merge in merges)
        numbers = {column: before + count for count, column in enumerate(columns, 1)}
        for row, merges in self.rows:
            here = {merge.column for merge in merges}
            if ended := [numbers[column] for column in numbers if column not in here]:
                row.addprevious(self._forgetting(ended))
            for number, merge in enumerate(merges):
                self._write(merge, numbers[merge.column])
                if merge.loop is not None:
                    right = [other.column for other in merges[number + 1 :] if other.loop is None]
                    merge.loop.addprevious(self._forgetting([numbers[column] for column in (merge.column, *right)]))
        if numbers:
            self.table.insert(0, self._forgetting([*numbers.values()]))
        return before + len(numbers)

    def _forgetting(self, numbers: list[int]) -> etree._Element:
        """A shell behind which these columns begin anew."""
        origin = next(merge.origin for _, merges in self.rows for merge in merges)
        source = "".join(f"{{% set _first = _merge({number}, none) %}}" for number in numbers)
        return shell(self.pieces.mark(source, origin))

    def _merges(self, row: etree._Element) -> Iterator[Merge]:
        keys: list[str] = []
        spans: list[str] = []
        count, known = 0, True
        for cell, column in cells_of(row):
            found = [(text, mark) for text in _own_texts(cell) for mark in marks_in(text)]
            tags = [(text, mark, _MERGE.fullmatch(self.pieces.sources[int(mark[1])])) for text, mark in found]
            merging = [(text, mark, match[1]) for text, mark, match in tags if match]
            whole = unwrapped(cell)
            if own := [match[2] for _, mark in found if (match := self._shape(mark)) and match[1] == "colspan"]:
                spans += own
                known = known and not self.governed.open_at(whole)[0]
            if not merging:
                continue
            text, mark, key = merging[0]
            origin = self.pieces.origins[int(mark[1])]
            widths = _widths(self.pieces, whole) if known else None
            content = self.pieces.written(words_of(_own_texts(cell)))
            if not key and not self.loops:
                remedy = "写成 {% vm row.level1 %} 这样，值相同的上下格才合并"
                self._refuse(text, f"{origin.source} 没有写按哪个值合并", remedy)
            elif len(merging) > 1:
                self._refuse(text, "一个单元格里有两个 vm", "只留一个")
            elif self.governed.open_at(whole)[0]:
                remedy = "vm 写在 {%tc … %} 的循环、条件外面的格里"
                self._refuse(text, f"{origin.source} 在 {{%tc … %}} 的循环、条件里", remedy)
            elif widths is None:
                remedy = "把合并的列放在 {%tc … %} 的左边"
                self._refuse(text, f"{origin.source} 的左边有几列，随 {{%tc … %}} 里的内容变，看不出它在第几列", remedy)
            elif not key and governed_within(self.pieces, cell, text, mark.start()):
                self._refuse(text, f"{origin.source} 在单元格里的条件、循环里", "移到条件、循环外面")
            elif (self.branches[-1], column, content) in self.bare:
                remedy = f"按值合并：写成 {{% vm {self._named()} %}} 这样"
                self._refuse(text, f"一次循环里有两行写了同样的 {origin.source}，后一行的内容会没有", remedy)
            elif count == _MOST_MERGED:
                self._refuse(text, f"一行里用 vm 合并的单元格超过 {_MOST_MERGED} 个", "只合并需要合并的列")
            else:
                count += 1
                if key:
                    keys.append(key)
                    yield Merge(cell, column, ", ".join([*widths, *spans, *keys]), origin)
                else:
                    self.bare.append((self.branches[-1], column, content))
                    first = next(at for at, one in enumerate(self.bare) if one[1:] == (column, content))
                    same = f'"\\0{first}"'  # no value of a cell above or below holds this character
                    loop = self._turned({name for tag, _ in found for name in self._reads(tag)})
                    yield Merge(cell, column, ", ".join([same, *widths, *spans]), origin, loop)
            for text, mark, _ in merging:
                text.text = (text.text or "").replace(mark[0], "")

    def _named(self) -> str:
        """A name that the innermost loop binds, with a step below it."""
        return f"{next(iter(sorted(self.loops[-1].names)), '甲')}.名称"

    def _shape(self, mark: re.Match[str]) -> re.Match[str] | None:
        return SHAPE.fullmatch(self.pieces.sources[int(mark[1])])

    def _reads(self, text: etree._Element) -> Iterator[str]:
        """The names that the tags of a text read."""
        for mark in marks_in(text):
            yield from names_read(self.pieces.sources[int(mark[1])])

    def _turned(self, read: set[str]) -> etree._Element:
        """The loop whose rows a cell without a value merges: the one within that of which the cell tells something.

        A cell that reads no loop, or the innermost one, merges the rows of the innermost, as it does for docxtpl.
        """
        levels = [level for level, loop in enumerate(self.loops) if loop.names & read]
        innermost = len(self.loops) - 1
        return self.loops[min(levels[-1] + 1, innermost) if levels else innermost].shell

    def _refuse(self, text: etree._Element, message: str, remedy: str) -> None:
        self.pieces.problem(self.pieces.written(text.text or ""), message, remedy)

    def _write(self, merge: Merge, number: int) -> None:
        cell, origin = merge.cell, merge.origin
        source = (
            f"{{% set _first = _merge({number}, [{merge.keys}]) %}}"
            '{% if _first %}<w:vMerge w:val="restart"/>{% else %}<w:vMerge w:val="continue"/>{% endif %}'
        )
        properties = put_property(self.pieces, cell, "vMerge", source, origin)
        empty = properties_of(next(cell.iter(f"{W}p"), None))
        properties.tail = (properties.tail or "") + self.pieces.mark("{% if _first %}", origin)
        last = cell[-1]
        last.tail = (last.tail or "") + self.pieces.mark(f"{{% else %}}<w:p>{empty}</w:p>{{% endif %}}", origin)
        self.pieces.merged[cell] = origin


def _bound(pieces: Pieces, loop: etree._Element) -> Iterator[str]:
    """The names that the tag of a loop binds."""
    for mark in marks_in(loop):
        if match := _GOVERNS.fullmatch(pieces.sources[int(mark[1])]):
            yield from names_read(match[1])


def _widths(pieces: Pieces, cell: etree._Element) -> list[str] | None:
    """What says how many columns the tags to the left of a cell make; None where that cannot be said."""
    asked: list[str] = []
    depth = 0
    for before in [*cell.itersiblings(SHELL, preceding=True)][::-1]:
        statement = str(before.get(STATEMENT))
        depth += {"for": 1, "if": 1, "endfor": -1, "endif": -1}.get(statement, 0)
        if depth > 1:
            return None
        for mark in marks_in(before):
            if match := _GOVERNS.fullmatch(pieces.sources[int(mark[1])]):
                if match[2] and " if " in match[2]:
                    return None
                asked.append(f"({match[2]})|length" if match[2] else f"({match[3]})")
    return asked


def _own_texts(cell: etree._Element) -> Iterator[etree._Element]:
    """The texts of a cell without those of tables and text boxes within it."""
    for text in cell.iter(f"{W}t"):
        if next(text.iterancestors(f"{W}tc", f"{W}txbxContent"), None) is cell:
            yield text
