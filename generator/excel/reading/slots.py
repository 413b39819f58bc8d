"""The result of matching the rows of a workbook with a report: slots for figures, entries to add, and problems."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from generator.data.classification import economic_codes, functional_codes
from generator.data.edit import Steps, Yaml
from generator.data.reader import Node
from generator.data.report import Report
from generator.figures.accounts.ledger import GENERAL, Ledger, ledger_of
from generator.frozen import Frozen
from generator.namespace import value_at
from generator.problems import Problem, Severity
from generator.quantity import Quantity
from generator.tables.finding import Row, Table
from generator.tables.grid import FORMULA_FAULT, UNCOMPUTED, Cell
from generator.tables.rows import is_below
from generator.tables.values import Reader, Value, is_blank, words
from generator.tables.wording import compared

if TYPE_CHECKING:
    from generator.branches import ReportBranch

_NUMBER = "[0-9一二三四五六七八九十]{1,3}"
# What stands before a name in a form: 1、, (2), 三、, 其中:1., 指标1:; possibly nothing. Not the 2. of 2.0.
_ORDINAL = re.compile(
    rf"^(?:其中:)?(?:[(]{_NUMBER}[)]|指标{_NUMBER}[:、.]|[0-9]{{1,3}}(?:、|\.(?![0-9]))|[一二三四五六七八九十]{{1,3}}、)?"
)
_CIRCLED = re.compile(r"^\s*[①-⑳]")
_TYPED_ORDINAL = re.compile(
    rf"^(?:其中\s*[:：]\s*)?(?:(?:[①-⑳]|[(（]\s*{_NUMBER}\s*[)）]|指标\s*{_NUMBER}\s*[:：、.]"
    rf"|[0-9]{{1,3}}\s*(?:、|[.．](?![0-9]))|[一二三四五六七八九十]{{1,3}}、)\s*)?"
)


class Figures(Frozen):
    """A report as read, with its figures if they could be computed."""

    root: Node
    report: Report | None = None
    tree: ReportBranch | None = None

    @cached_property
    def ledger(self) -> Ledger | None:
        """The ledger of the accounts; None if the report has no accounts."""
        if self.report is None or self.report.accounts is None:
            return None
        year = self.report.year
        return ledger_of(self.report.accounts, functional_codes(year), economic_codes(year))

    def lines(self, code: str) -> list[tuple[str, Steps]]:
        """The lines of a functional item as they are in the file, each with its fund."""
        return self._lines.get(code, [])

    @cached_property
    def _lines(self) -> dict[str, list[tuple[str, Steps]]]:
        path: Steps = ("accounts", "functions")
        node = self.root.get(*path)
        lines: dict[str, list[tuple[str, Steps]]] = {}
        for number, entry in enumerate(node.value if node is not None and isinstance(node.value, list) else []):
            fund = entry.get("fund")
            held = str(fund.value) if fund is not None else GENERAL
            lines.setdefault(str(entry.at("code").value), []).append((held, (*path, number)))
        return lines


Finder = Callable[[Figures], "Quantity | str | None"]


class Slot(Frozen):
    """A cell and the entry of the report that it is for.

    `path` is the entry's, None for a figure that is always computed; `figure` looks up the report's value, typed or
    computed. An entry of a later `stage` is compared after those of earlier ones have been put in, since it may follow
    from them. A `lenient` one is left alone if it differs by rounding only. `keys` are the keys of its mapping in the
    order of the schema.
    """

    cell: Cell
    label: str
    value: Value
    path: Steps | None
    figure: Finder
    stage: int = 0
    lenient: bool = False
    keys: tuple[str, ...] = ()
    zero: bool = False
    """Whether an absent entry counts as zero."""
    follows: bool = False
    """Whether an absent entry is computed as soon as it can be, and then never put in."""
    worded: bool = False
    """Whether the figure is part of a text, which does not follow when Excel recomputes."""


class Added(Frozen):
    """An entry of a list that the report does not have yet."""

    path: Steps
    entry: Yaml
    keys: tuple[str, ...] = ()


@dataclass(slots=True)
class Placing:
    """The slots, additions and problems of all tables of a workbook."""

    figures: Figures
    slots: list[Slot] = field(default_factory=list)
    added: list[Added] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    uncomputed: list[tuple[Cell, bool]] = field(default_factory=list)
    """The cells with formulas that were never computed, each with whether the report has the figure."""
    _seen: set[tuple[Steps, str]] = field(default_factory=set)
    _paths: dict[int, Steps] = field(default_factory=dict)
    """The entry that each cell with a figure is for, by the cell's identity."""

    def slot(
        self,
        cell: Cell | None,
        read: Reader,
        label: str,
        path: Steps | None,
        figure: Finder,
        **more: Any,
    ) -> None:
        """A slot for a cell, unless it is blank; a cell that cannot be read is a problem."""
        if cell is None:
            return
        if cell.fault == UNCOMPUTED:
            known = path is None or self.figures.root.get(*path) is not None or figure(self.figures) is not None
            self.uncomputed.append((cell, known))
            return
        if path is None and cell.fault.startswith(FORMULA_FAULT):  # of what the program computes itself
            return
        value, problem = read(cell)
        if problem is not None:
            self.problems.append(problem)
        elif value is not None and path is not None and self._over_rows(cell, value, path):
            message = f"{label}的「{value.text}」合并在几行上，分不清是哪一行的"
            self.refuse("IMPORT-ROW", cell, message, "取消合并，每一行各写各的数")
        elif value is not None:
            self.slots.append(Slot(cell, label, value, path, figure, **more))
        elif path is not None and is_blank(cell) and self.figures.root.get(*path) is not None:
            message = f"{label}在表里是空的，数据里原有的没有改动"
            self.left(cell, message, "应当删去的，直接在数据文件里删")

    def tell_uncomputed(self) -> Iterator[Problem]:
        """One problem for all of them; an error if the report lacks a figure."""
        cells = [*dict.fromkeys(cell for cell, _ in self.uncomputed)]
        if not cells:
            return
        known = all(known for _, known in self.uncomputed)
        first = next((cell for cell, known in self.uncomputed if not known), cells[0])
        message = f"有 {len(cells)} 格的{UNCOMPUTED}，没有导入，也没有核对"
        remedy = "在 Excel 或 WPS 里打开，保存一次，再导入"
        severity = Severity.WARNING if known else Severity.ERROR
        yield Problem("XLSX-CELL", first.place, message, remedy, severity=severity)

    def _over_rows(self, cell: Cell, value: Value, path: Steps) -> bool:
        """Whether a figure is merged over rows that are about different entries."""
        return value.quantity is not None and self._paths.setdefault(id(cell), path) != path

    def left(self, cell: Cell, message: str, remedy: str) -> None:
        """Warns of something in the report that the workbook lacks."""
        self.problems.append(Problem("IMPORT-LEFT", cell.place, message, remedy, severity=Severity.WARNING))

    def refuse(self, code: str, cell: Cell, message: str, remedy: str) -> None:
        """Reports an error at a cell."""
        self.problems.append(Problem(code, cell.place, message, remedy))

    def missing(self, table: Table, names: Sequence[str]) -> None:
        """Warns of entries that have no row in a table."""
        if names:
            message = (
                f"{table.kind.title}里没有{'、'.join(f'「{name}」' for name in names[:8])}{'等' if names[8:] else ''}"
            )
            message += f"（{len(names)} 项），数据里原有的没有改动"
            remedy = "应当删去的，直接在数据文件里删"
            self.problems.append(Problem("IMPORT-LEFT", table.place, message, remedy, severity=Severity.WARNING))

    def add(self, path: Steps, entry: Yaml, keys: tuple[str, ...] = ()) -> None:
        """Records an entry to add, each only once."""
        if (once := (path, str(entry))) not in self._seen:
            self._seen.add(once)
            self.added.append(Added(path, entry, keys))


@dataclass(slots=True)
class Known:
    """The entries of a report that the rows of one table are matched with; each can be taken by one row."""

    entries: list[tuple[tuple[str, ...], Steps]]
    taken: dict[Steps, Cell] = field(default_factory=dict)
    fresh: list[Row] = field(default_factory=list)
    """The rows that name none of them, and are to be added."""
    _by_name: dict[str, list[tuple[tuple[str, ...], Steps]]] = field(default_factory=dict)

    def match(self, *names: str) -> Steps | None:
        """The first entry of these names that no row has taken."""
        wanted = tuple(map(bare_name, names))
        return next((path for entry_names, path in self.named(names[-1]) if entry_names == wanted), None)

    def named(self, name: str) -> list[tuple[tuple[str, ...], Steps]]:
        """The entries whose last name is this and which no row has taken."""
        return [(entry_names, path) for entry_names, path in self._all(name) if path not in self.taken]

    def entries_of(self, name: str) -> list[tuple[tuple[str, ...], Steps]]:
        """The entries whose last name is this, taken or not."""
        return self._all(name)

    def row_of(self, name: str) -> Cell | None:
        """The row that has already taken an entry of this name."""
        return next((self.taken[path] for _, path in self._all(name) if path in self.taken), None)

    def _all(self, name: str) -> list[tuple[tuple[str, ...], Steps]]:
        if not self._by_name:
            for entry_names, path in self.entries:
                self._by_name.setdefault(entry_names[-1], []).append((entry_names, path))
        return self._by_name.get(bare_name(name), [])

    def left(self) -> list[str]:
        """The names of the entries that no row has taken."""
        return [entry_names[-1] for entry_names, path in self.entries if path not in self.taken]


@lru_cache(4096)
def bare_name(name: str) -> str:
    """A name normalised for comparison: without blanks, 其中, the number before it and the colon behind."""
    word = compared(_CIRCLED.sub("", name))
    return _ORDINAL.sub("", word).rstrip(":") or word


def proper_name(name: str) -> str:
    """A name as it is written into a report: without the number before it and the colon behind."""
    word = words(name)
    return _TYPED_ORDINAL.sub("", word).rstrip(":：") or word


def at(*path: str | int) -> Finder:
    """A finder for the figure at a path in the namespace."""
    return lambda figures: value_at(figures.tree, *path)


def holds_amount(cell: Cell) -> bool:
    """Whether a cell holds something other than zero or a mark for no figure."""
    return not is_blank(cell) and compared(cell.text) != "0"


def empty(row: Row) -> bool:
    """Whether all cells of a row are blank."""
    return all(cell.value is None and not cell.fault for cell in row)


def ends(row: Row, name: Cell, others: Sequence[Cell | None]) -> bool:
    """Whether a row ends the rows of a table: a note, or a text merged across its columns."""
    first = next((cell.text for cell in row if compared(cell.text)), "")
    if is_below(name.text) or is_below(first):
        return True
    merged = [id(cell) for cell in (name, *others) if cell is not None]
    return len(set(merged)) < len(merged)
