"""Finds the tables of a workbook by their headings, wherever they are and however their headings are merged."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import chain

from generator.problems import Place, Problem, Severity
from generator.tables.grid import Cell, Grid
from generator.tables.kinds import AMOUNTS, MONEY_KINDS, Kind, kinds
from generator.tables.statements import About, Statement, money_unit, statements, title_statements, without_unit
from generator.tables.wording import compared

# The year that begins a heading: 2022年度决算数, 2022年.
_YEAR = re.compile(r"(20[0-9]{2})年度?")
_DEEPEST = 3  # rows of a heading
_MOST = 50  # headings on one worksheet

Row = tuple[Cell, ...]
Heads = dict[str, list[int]]


@dataclass(slots=True)
class Table:
    """A table that was found: its columns' numbers, the unit of its amounts, and the rows below its heading.

    `above` holds all texts above it on its sheet, the sheet's name first; `stated` what the rows at the top of the
    sheet and those directly above it state, its own last.
    """

    kind: Kind
    grid: Grid
    place: Place
    above: list[str]
    columns: dict[str, int]
    rows: list[Row]
    stated: list[Statement] = field(default_factory=list)
    units: dict[str, str] = field(default_factory=dict)

    def cell(self, row: Row, column: str) -> Cell | None:
        """The cell of a row in a column; None if the table has no such column."""
        return row[self.columns[column]] if column in self.columns else None


@dataclass(slots=True)
class _Rows:
    """An index of the rows of a worksheet, built once, so that the search looks at few cells."""

    heads: list[list[tuple[Cell, int, dict[str, str]]]]
    """By row, the cells that can head a column, each with the column and, by kind of table, what that would hold."""
    figures: list[bool]
    """By row, whether it has a number."""
    lines: list[list[str]]
    """By row, its texts, each once."""
    stated: list[list[Statement]]
    """By row, what its cells state."""


def find_tables(grid: Grid, year: int) -> tuple[list[Table], list[Problem]]:
    """The tables of a worksheet in their order; what keeps one from being read is a problem."""
    rows = _read_rows(grid, year)
    headings = []
    number = 0
    while number < len(grid.rows):
        heading = _heading(rows, number)
        if heading:
            headings.append((number, *heading))
        number += heading[1] if heading else 1
    if len(headings) > _MOST:
        message = f"工作表「{grid.name}」有 {len(headings)} 个表头，超过上限 {_MOST} 个"
        return [], [Problem("IMPORT-TABLE", grid.place, message, "一张工作表放一张表，再导入")]
    tables: list[Table] = []
    problems: list[Problem] = []
    ends = [*(start for start, *_ in headings[1:]), len(grid.rows)][: len(headings)]
    for (start, kind, depth, heads), end in zip(headings, ends, strict=True):
        body = [*grid.rows[start + depth : end]]
        stated = [one for row in _above(rows, start, headings[0][0]) for one in rows.stated[row]]
        tables_here, faults = _tables(grid, rows, kind, start, depth, heads, stated)
        for table in tables_here:
            table.rows, table.stated = body, [*title_statements(_tab(grid), compared(grid.name)), *stated]
        tables += tables_here
        problems += faults
        problems += _other_columns(grid, kind, start, depth, heads, year)
    return tables, problems


def _tab(grid: Grid) -> Cell:
    return Cell(grid.name, grid.place, 0, 0)


def _above(rows: _Rows, start: int, first: int) -> list[int]:
    """The rows at the top of a sheet, and those directly above a heading up to the figures of the table before it."""
    nearest = start
    while nearest and not rows.figures[nearest - 1]:
        nearest -= 1
    return [*range(min(first, start)), *range(max(nearest, first), start)]


def _read_rows(grid: Grid, year: int) -> _Rows:
    index = _Rows([], [], [], [])
    for row in grid.rows:
        filled = [(cell, column, cell.value) for column, cell in enumerate(row) if cell.value is not None]
        texts = [(cell, column, value) for cell, column, value in filled if isinstance(value, str)]
        index.heads.append([(cell, column, keys) for cell, column, text in texts if (keys := _keys(text, year))])
        index.figures.append(len(texts) < len(filled))
        index.lines.append([*dict.fromkeys(str(value) for *_, value in filled)])
        index.stated.append([*statements(row)])
    return index


def _heading(rows: _Rows, start: int) -> tuple[Kind, int, Heads] | None:
    """The kind of table whose heading begins in a row, with the rows it takes; the one that fits most columns."""
    best: tuple[int, Kind, int, Heads] | None = None
    for kind in kinds():
        if not any(kind.name in keys for *_, keys in rows.heads[start]):
            continue
        for depth in range(1, min(_DEEPEST, len(rows.heads) - start) + 1):
            if depth > 1 and rows.figures[start + depth - 1]:
                break  # figures begin here
            heads = _heads(rows, kind, start, depth)
            if (
                kind.name in ("funds", "costs")
                and "name" not in heads
                and min(map(min, heads.values()), default=0) == 0
            ):
                continue  # figures from the first column on, of which nothing says what they are of
            score = sum(1 for key in kind.anchors if key in heads)
            if score >= kind.enough and (best is None or len(heads) > best[0]):
                best = (len(heads), kind, depth, heads)
    return best[1:] if best else None


def _heads(rows: _Rows, kind: Kind, start: int, depth: int) -> Heads:
    """The columns of a heading by what they hold; the lowest word that is known heads a column."""
    lowest: dict[int, tuple[Cell, str]] = {}
    for row in rows.heads[start : start + depth]:
        lowest.update((column, (cell, keys[kind.name])) for cell, column, keys in row if kind.name in keys)
    heads: Heads = {}
    seen: set[tuple[int, int]] = set()
    for column in sorted(lowest):
        cell, key = lowest[column]
        if (cell.row, cell.column) not in seen:  # a merged heading is over its first column only
            heads.setdefault(key, []).append(column)
        seen.add((cell.row, cell.column))
    return heads


@lru_cache(4096)
def _keys(text: str, year: int) -> dict[str, str]:
    """What a column under this heading holds, by the name of the kind of table; empty for most texts."""
    words = _words(text, year)
    keys = ((kind.name, next((known[word] for word in words if word in known), None)) for kind, known in _known())
    return {name: key for name, key in keys if key}


@cache
def _known() -> list[tuple[Kind, dict[str, str]]]:
    """Each kind of table with its columns by the words that head them."""
    return [
        (kind, {compared(word): key for key, words in reversed(kind.columns.items()) for word in words})
        for kind in kinds()
    ]


def _words(text: str, year: int) -> list[str]:
    """The words that a heading may be known by: without brackets, the number of this or last year as a word."""
    word = without_unit(text)
    match = _YEAR.match(word)
    if match is None:
        return [word]
    rest = word[match.end() :]
    return {year: [rest, f"本年{rest}"], year - 1: [f"上年{rest}"]}.get(int(match[1]), [])


def _tables(
    grid: Grid, rows: _Rows, kind: Kind, start: int, depth: int, heads: Heads, stated: Sequence[Statement]
) -> tuple[list[Table], list[Problem]]:
    """A table for each group of columns; a second column of one kind is a problem unless it states another unit."""
    place = next(cell.place for cell in grid.rows[start] if cell.text)
    above = [grid.name, *chain.from_iterable(rows.lines[:start])]
    problems: list[Problem] = []
    window = grid.rows[start : start + depth]
    groups: list[dict[str, int]] = []
    repeated = len(heads.get("code", ())) if kind.name == "economic" else 1
    for group in range(repeated):
        columns = {}
        for key, numbers in heads.items():
            candidates = numbers[group : group + 1] if repeated > 1 else numbers
            if len(candidates) > 1:
                finest = [column for column in candidates if _unit_in([row[column] for row in window]) == "元"]
                if len(finest) != 1:
                    cell = next(row[candidates[1]] for row in reversed(window) if row[candidates[1]].text)
                    message = f"{kind.title}有两栏「{compared(cell.text)}」，分不清用哪一栏"
                    problems.append(Problem("IMPORT-COLUMN", cell.place, message, "只留一栏，或者改正表头"))
                candidates = finest or candidates
            if candidates:
                columns[key] = candidates[0]
        first = min((column for key, column in columns.items() if key in AMOUNTS), default=0)
        if "name" in kind.needed and "name" not in columns and first and kind.name in ("funds", "costs"):
            columns["name"] = first - 1
        groups.append(columns)
    lacking = [kind.columns[key][0] for key in kind.needed if any(key not in columns for columns in groups)]
    if lacking and not problems:
        message = f"{kind.title}缺少「{'」「'.join(lacking)}」一栏"
        problems.append(Problem("IMPORT-COLUMN", place, message, "照导出的表（make export）或者官方表式补上表头"))
    if problems:
        return [], problems
    tables = [Table(kind, grid, place, above, columns, []) for columns in groups]
    if kind.name in MONEY_KINDS:
        for table in tables:
            problems += _set_units(table, window, [one for one in stated if one.about is About.MONEY])
    return tables, problems


def _unit_in(cells: Sequence[Cell]) -> str | None:
    return next((unit for cell in cells if (unit := money_unit(cell.text))), None)


def _set_units(table: Table, window: Sequence[Row], above: Sequence[Statement]) -> Iterator[Problem]:
    """Sets the unit of each column of amounts: its own, else the heading's, else the last one stated above it."""
    stated = above[-1] if above else None
    if stated and not stated.value:
        yield Problem("IMPORT-UNIT", stated.cell.place, "表的金额不是人民币", "折合成人民币，写明「单位：万元」")
        return
    nearest = {one.value for one in above if stated and one.cell.row == stated.cell.row}
    if stated and len(nearest) > 1:
        message = f"这里写了{'、'.join(sorted(nearest))}几种金额单位"
        yield Problem("IMPORT-UNIT", stated.cell.place, message, "核对以后只留一种单位")
        return
    heading_unit = _unit_in([cell for row in window for cell in row])
    for key, column in table.columns.items():
        if key not in AMOUNTS:
            continue
        column_unit = _unit_in([row[column] for row in window])
        unit = column_unit or heading_unit or (stated.value if stated else None)
        if unit is None:
            remedy = "在表头上方写明「单位：万元」，或者在栏名后面写（万元）"
            yield Problem("IMPORT-UNIT", table.place, f"{table.kind.title}没有写明金额的单位", remedy)
            return
        if column_unit is None and stated and unit != stated.value:
            message = f"表头写的是{unit}，上方写的单位却是{stated.value}"
            yield Problem("IMPORT-UNIT", stated.cell.place, message, "核对以后只留一种单位")
            return
        table.units[key] = unit


def _other_columns(grid: Grid, kind: Kind, start: int, depth: int, heads: Heads, year: int) -> Iterator[Problem]:
    """A notice for each column that is not read, and an error for each of another year."""
    used = {column for columns in heads.values() for column in columns}
    seen: set[str] = set()
    for column in range(len(grid.rows[start])):
        if column in used:
            continue
        cells = [row[column] for row in grid.rows[start : start + depth] if row[column].text]
        if not cells or any(kind.name in _keys(cell.text, year) for cell in cells):
            continue
        cell = cells[-1]
        word = without_unit(cell.text)
        dated = _YEAR.match(word)
        if dated and int(dated[1]) not in (year, year - 1):
            message = f"「{word}」是 {dated[1]} 年的，这份数据是 {year} 年的"
            yield Problem("IMPORT-WHICH", cell.place, message, "核对年度；导入到那一年的数据文件里，或者改正表头")
        elif word not in map(compared, kind.computed) and not word.isdigit() and word not in seen:
            seen.add(word)
            message, remedy = f"{kind.title}的「{word}」一栏没有导入", "不是要导入的数，可以不管；栏名写错了的改正"
            yield Problem("IMPORT-SKIPPED", cell.place, message, remedy, severity=Severity.NOTICE)
