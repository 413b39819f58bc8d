"""Cells that merge downwards while a value stays the same: {% vm row.level1 %}."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from generator.word.compiled import Tag
from generator.word.names import W
from generator.word.structure.pieces import SHELL, STATEMENT, Pieces, marks_in, properties_of, replace, shell
from generator.word.structure.tables import Column, cells_of, rows_of
from generator.word.tags import own_texts, words_of

# {%vm row.level1 %}; group 1 is the value whose equal cells are merged.
_MERGE = re.compile(r"\{%\s*vm\s(.*?)\s*%\}")
_MOST_MERGED = 30  # merged cells of a row, each of which looks at all to its left
_BEFORE_MERGE = {f"{W}{name}" for name in ("cnfStyle", "tcW", "gridSpan", "hMerge")}

Merge = tuple[etree._Element, Column, str, Tag]
"""A cell that merges, its columns, the values that it compares, and its tag."""


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
        for row in rows_of(table):
            self.rows.append((row, [] if row.tag == SHELL else [*self._merges(row)]))

    def write(self, before: int) -> int:
        """Writes the merges, numbered behind those of other tables by their columns; returns the last number."""
        columns = dict.fromkeys(column for _, merges in self.rows for _, column, _, _ in merges)
        numbers = {column: before + count for count, column in enumerate(columns, 1)}
        loops, begun = 0, False
        for row, merges in self.rows:
            if row.tag == SHELL:
                loops += {"for": 1, "endfor": -1}.get(str(row.get(STATEMENT)), 0)
                continue
            here = {column for _, column, _, _ in merges}
            if (begun or loops) and (ended := [numbers[column] for column in numbers if column not in here]):
                row.addprevious(self._forgetting(ended))
            begun = begun or bool(merges)
            for cell, column, keys, origin in merges:
                self._write(cell, numbers[column], keys, origin)
        if numbers:
            self.table.insert(0, self._forgetting([*numbers.values()]))
        return before + len(numbers)

    def _forgetting(self, numbers: list[int]) -> etree._Element:
        """A shell behind which these columns begin anew."""
        origin = next(origin for _, merges in self.rows for _, _, _, origin in merges)
        source = "".join(f"{{% set _first = _merge({number}, none) %}}" for number in numbers)
        return shell(self.pieces.mark(source, origin), "other")

    def _merges(self, row: etree._Element) -> Iterator[Merge]:
        keys: list[str] = []
        for cell, column in cells_of(row):
            found = [(text, mark) for text in _own_texts(cell) for mark in marks_in(text)]
            tags = [(text, mark, _MERGE.fullmatch(self.pieces.sources[int(mark[1])])) for text, mark in found]
            merging = [(text, mark, match[1]) for text, mark, match in tags if match]
            if not merging:
                continue
            text, mark, key = merging[0]
            origin = self.pieces.origins[int(mark[1])]
            if not key:
                remedy = "写成 {% vm row.level1 %} 这样，值相同的上下格才合并"
                self._refuse(text, f"{origin.source} 没有写按哪个值合并", remedy)
            elif len(merging) > 1:
                self._refuse(text, "一个单元格里有两个 vm", "只留一个")
            elif len(keys) == _MOST_MERGED:
                self._refuse(text, f"一行里用 vm 合并的单元格超过 {_MOST_MERGED} 个", "只合并需要合并的列")
            else:
                keys.append(key)
                yield cell, column, ", ".join(keys), origin
            for text, mark, _ in merging:
                text.text = (text.text or "").replace(mark[0], "")

    def _refuse(self, text: etree._Element, message: str, remedy: str) -> None:
        self.pieces.problem(self.pieces.written(text.text or ""), message, remedy)

    def _write(self, cell: etree._Element, number: int, keys: str, origin: Tag) -> None:
        properties = cell.find(f"{W}tcPr")
        if properties is None:
            properties = etree.Element(f"{W}tcPr")
            cell.insert(0, properties)
        for old in properties.findall(f"{W}vMerge"):
            properties.remove(old)
        place = etree.Element(SHELL)
        properties.insert(sum(child.tag in _BEFORE_MERGE for child in properties), place)
        source = (
            f"{{% set _first = _merge({number}, [{keys}]) %}}"
            '{% if _first %}<w:vMerge w:val="restart"/>{% else %}<w:vMerge w:val="continue"/>{% endif %}'
        )
        replace(place, self.pieces.mark(source, origin), "other")
        empty = properties_of(next(cell.iter(f"{W}p"), None))
        properties.tail = (properties.tail or "") + self.pieces.mark("{% if _first %}", origin)
        last = cell[-1]
        last.tail = (last.tail or "") + self.pieces.mark(f"{{% else %}}<w:p>{empty}</w:p>{{% endif %}}", origin)
        self.pieces.merged[cell] = origin


def _own_texts(cell: etree._Element) -> Iterator[etree._Element]:
    """The texts of a cell without those of tables and text boxes within it."""
    for text in cell.iter(f"{W}t"):
        if next(text.iterancestors(f"{W}tc", f"{W}txbxContent"), None) is cell:
            yield text
