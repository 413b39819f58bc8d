"""Imports the figures of a workbook into a report: finds the entry for each cell, and edits the text of the file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from generator.data.classification import TABLES, load_list
from generator.data.conversion import upgraded
from generator.data.edit import with_values
from generator.data.formats import parse
from generator.data.paths import Change, leaves
from generator.data.reader import MAX_BYTES, Node
from generator.data.report import Report
from generator.data.schema import validate
from generator.excel.reading.accounts import place_classes, place_economic, place_functions, place_other
from generator.excel.reading.funds import place_costs, place_funds, place_staff
from generator.excel.reading.indicators import place_indicators
from generator.excel.reading.opening import read_workbook
from generator.excel.reading.settle import Compute, settle
from generator.excel.reading.slots import Figures, Placing, empty
from generator.excel.reading.texts import place_texts
from generator.namespace import canonical
from generator.problems import Place, Problem, Severity, has_errors, sorted_problems
from generator.quantity import Operation
from generator.reports.load import Loaded, compute
from generator.reports.workspace import Workspace
from generator.tables.finding import Table, find_tables
from generator.tables.grid import Grid
from generator.tables.statements import About
from generator.tables.wording import compared
from generator.text.printer import Printer

MAX_ADDED = 1_000
_EXCERPT = 80
_ROUNDS = 20  # rounds: a new group, and then its rows, need one each
_OF_EVALUATION = {
    "funds": place_funds,
    "indicators": place_indicators,
    "costs": place_costs,
    "staff": place_staff,
}
_OF_ACCOUNTS = {
    "functions": place_functions,
    "economic": place_economic,
    "classes": place_classes,
    "other": place_other,
}


@dataclass(slots=True)
class Imported:
    """The result of an import: the new text of the report, its changes, and the problems.

    `moved` are the computed figures that follow from the changes, as documents print them. If `upgraded`, the file was
    in an older format.
    """

    path: Path
    before: bytes = b""
    after: bytes = b""
    upgraded: bool = False
    changes: list[Change] = field(default_factory=list)
    moved: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def ready(self) -> bool:
        """Whether there is something to write."""
        return bool(self.changes) and not has_errors(self.problems)


def import_workbook(
    workspace: Workspace,
    unit: str,
    year: str,
    file: Path,
    name: str,
    tell: Callable[[str], object] = lambda _: None,
) -> Imported:
    """What the tables of a workbook would change in a report. Nothing is written; with errors nothing may be.

    `tell` is given a line on what is being done.
    """
    result = Imported(workspace.report(unit, year))
    loaded = compute(workspace, unit, year)
    if loaded.report is None or loaded.root is None:
        result.problems = loaded.problems
        return result
    result.before = result.after = loaded.root.file.data
    result.problems = [*load_list(TABLES.stem)[1]]
    if result.problems:
        return result
    grids, result.problems = read_workbook(file, name, tell)
    if result.problems:
        return result
    tables, problems = _tables(grids, loaded.report, name)
    placed, unplaced = _placed(tables, loaded.report)
    problems += unplaced
    if has_errors(problems):
        result.problems = sorted_problems(problems)
        return result

    def figures(text: str) -> tuple[Figures | None, list[Problem]]:
        now = compute(workspace, unit, year, data=text.encode())
        if now.root is None or now.report is None:
            return None, now.problems
        return Figures(now.root, now.report, now.derived.tree if now.derived else None), []

    tell(f"正在和 {workspace.name(result.path)} 比较")
    newest = upgraded(loaded.root.file, "report").text
    result.upgraded = newest != loaded.root.file.text
    text, left = _take(newest, placed, figures)
    problems += left
    root, faults = parse(text.encode(), workspace.name(result.path), "report")
    if len(text.encode()) > MAX_BYTES:
        message = f"导入以后文件超过上限 {MAX_BYTES} 字节（1 MiB）"
        faults = [Problem("YAML-SIZE", Place(workspace.name(result.path)), message, "核对工作簿，只留要导入的表")]
    result.problems = sorted_problems([*problems, *faults, *(validate(root, "report") if root else [])])
    if root is not None and not has_errors(result.problems):
        result.after = text.encode()
        result.changes = [*_changes(loaded.root, root)]
        result.moved = [*_moved(loaded, compute(workspace, unit, year, data=result.after))] if result.changes else []
    return result


def _tables(grids: list[Grid], report: Report, name: str) -> tuple[list[Table], list[Problem]]:
    """The tables of all worksheets; a workbook without any is an error, worksheets without any get a notice."""
    tables: list[Table] = []
    problems: list[Problem] = []
    without = []
    for grid in grids:
        tables_here, faults = ([], []) if _is_rollup(grid) else find_tables(grid, report.year)
        problems += faults
        tables += tables_here
        if not tables_here and not faults and any(not empty(row) for row in grid.rows):
            without.append(grid.name)
        for table in tables_here:
            if all(empty(row) for row in table.rows):
                message = f"{table.kind.title}的表头下面没有数据"
                problems.append(Problem("IMPORT-TABLE", table.place, message, "数据写在表头下面；不要这张表的删去表头"))
    if not tables and not has_errors(problems):
        message = "没有找到能导入的表：资金、指标、基础数据、功能科目、经济科目的表头都没有"
        remedy = "照导出的表（make export）或者官方表式写表头"
        problems.append(Problem("IMPORT-TABLE", Place(name), message, remedy))
    elif without:
        message = f"工作表{'、'.join(f'「{sheet}」' for sheet in without)}没有能导入的表"
        remedy = "由程序计算的表不用导入；应当导入的，核对表头"
        problems.append(Problem("IMPORT-SKIPPED", Place(name), message, remedy, severity=Severity.NOTICE))
    return tables, problems


def _is_rollup(grid: Grid) -> bool:
    """Whether a worksheet is a roll-up, all of whose figures are computed from other units' reports."""
    return any(compared(cell.text).endswith("绩效自评汇总表") for row in grid.rows[:3] for cell in row)


def _placed(tables: list[Table], report: Report) -> tuple[list[tuple[Table, int]], list[Problem]]:
    """Each table with the index of its evaluation, -1 for accounts; a table of another unit or year is an error."""
    placed: list[tuple[Table, int]] = []
    problems: list[Problem] = []
    for table in tables:
        foreign = [*_belongs(table, report)]
        problems += [one for one in foreign if one not in problems]
        if has_errors(foreign):
            continue
        if table.kind.name in _OF_ACCOUNTS:
            if report.accounts is None:
                message = f"{table.kind.title}是部门决算的表，这份数据没有部门决算（accounts）"
                problems.append(
                    Problem("IMPORT-WHICH", table.place, message, "删去这张表，或者先在数据文件里写 accounts")
                )
            placed.append((table, -1))
        else:
            number, problem = _evaluation(table, report)
            problems += [problem] if problem else []
            placed.append((table, number))
    return placed, problems


def _belongs(table: Table, report: Report) -> Iterator[Problem]:
    """IMPORT-WHICH: what is stated above a table is of the report's unit and year."""
    own = compared(report.unit)
    kin = {compared(name) for one in report.evaluations for name in (one.department, one.issued_by) if name}
    units = {one.value: one for one in table.stated if one.about is About.OWNER}
    for name, stated in units.items():
        if name == own or name.endswith(own):  # 广西 before it
            continue
        message = f"这张表是「{name[:_EXCERPT]}」的，数据文件是「{report.unit}」的"
        if name in kin:
            remedy = "核对这张表的数是不是本单位的"
            yield Problem("IMPORT-WHICH", stated.cell.place, message, remedy, severity=Severity.WARNING)
        else:
            yield Problem("IMPORT-WHICH", stated.cell.place, message, "核对 UNIT=，或者改正表里的单位名称")
    years = {one.value: one for one in table.stated if one.about is About.YEAR}
    for year, stated in years.items():
        if year and year != str(report.year):
            message = f"这张表是 {year} 年度的，数据文件是 {report.year} 年度的"
            yield Problem("IMPORT-WHICH", stated.cell.place, message, "核对 YEAR=，或者改正表里的年度")
        elif not year:
            message = f"「{stated.cell.text.strip()[:_EXCERPT]}」不是一个整年，数据文件是 {report.year} 年度的"
            remedy = f"导入 {report.year} 年度全年的表；确是这一年的，把标题改成 {report.year}年度"
            yield Problem("IMPORT-WHICH", stated.cell.place, message, remedy)


def _evaluation(table: Table, report: Report) -> tuple[int, Problem | None]:
    """The index of the evaluation that a table names, in its sheet's name or above it; else of the only one."""
    evaluations = [*enumerate(report.evaluations)]
    if table.kind.name in ("costs", "staff"):
        evaluations = [entry for entry in evaluations if entry[1].base_table is not None]
        if not evaluations:
            message = f"{table.kind.title}是基础数据表的内容，这份数据没有基础数据（base_table）"
            return -1, Problem("IMPORT-WHICH", table.place, message, "删去这张表，或者先在数据文件里写 base_table")
    if len(evaluations) == 1:
        return evaluations[0][0], None
    above = [compared(line) for line in table.above]
    named = [
        (len(name), number)
        for number, evaluation in evaluations
        for name in (compared(evaluation.name), evaluation.id)
        if _names(above, name)
    ]
    best = {number for length, number in named if length == max(named)[0]}
    if len(best) == 1:
        return best.pop(), None
    names = "、".join(f"{evaluation.id}（{evaluation.name}）" for _, evaluation in evaluations)
    message = f"这份数据有 {len(evaluations)} 项自评，看不出{table.kind.title}是哪一项的：{names}"
    return -1, Problem("IMPORT-WHICH", table.place, message, "把自评的名称或者标识写进工作表的名称，或者表上方的标题")


def _names(above: list[str], name: str) -> bool:
    """Whether the sheet's name or a line above a table names an evaluation; an id must be a whole word."""
    if not name.isascii():
        return any(name in line for line in above)
    return any(re.search(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])", line) for line in above[:1])


def _take(text: str, tables: list[tuple[Table, int]], figures: Compute) -> tuple[str, list[Problem]]:
    """The text of the report with the entries and figures of the tables put in, and the problems of those left out."""
    for _ in range(_ROUNDS):
        now, faults = figures(text)
        if now is None:
            return text, faults
        placing, read = Placing(now), list[Grid]()
        for table, number in tables:
            if number >= 0:
                _OF_EVALUATION[table.kind.name](table, number, placing)
            else:
                _OF_ACCOUNTS[table.kind.name](table, placing)
            if table.kind.name == "indicators" and table.grid not in read:
                read.append(table.grid)
                place_texts(table.grid, number, placing)
            if len(placing.added) > MAX_ADDED:
                message = f"到这张表为止，要新增的项超过 {MAX_ADDED} 项，不像一个单位一年的数"
                remedy = "核对工作簿和 UNIT=、YEAR=；确有这么多项的，分几次导入"
                return text, [Problem("IMPORT-TABLE", table.place, message, remedy)]
        if has_errors(placing.problems):
            return text, placing.problems
        if not placing.added:
            text, problems = settle(text, placing.slots, figures)
            return text, [*placing.problems, *placing.tell_uncomputed(), *problems]
        text = with_values(text, [(added.path, added.entry, added.keys) for added in placing.added])
    return text, []


def _changes(before: Node, after: Node) -> Iterator[Change]:
    """The values that differ, in the order of the file."""
    old = {name: _shown(node) for name, node in leaves(before)}
    new = {name: _shown(node) for name, node in leaves(after)}
    for name in dict.fromkeys([*new, *old]):
        if old.get(name) != new.get(name):
            yield Change(name, "", old.get(name), new.get(name))


def _moved(before: Loaded, after: Loaded) -> Iterator[Change]:
    """The computed figures that are now printed differently; typed ones are changes themselves."""
    old, new = (_printed(loaded) for loaded in (before, after))
    for name in (name for name in new if name in old):
        if old[name] != new[name]:
            yield Change(name, "", old[name], new[name])


def _printed(loaded: Loaded) -> dict[str, str]:
    if loaded.derived is None or loaded.forms is None:
        return {}
    printer = Printer(loaded.forms.profile)
    figures_by_path = canonical(loaded.derived.tree).items()
    return {name: printer.text(figure) for name, figure in figures_by_path if isinstance(figure.origin, Operation)}


def _shown(node: Node) -> str:
    return str(node.value)
