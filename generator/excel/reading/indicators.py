"""Places the rows of indicator tables in an evaluation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from generator.data.edit import END, Steps, Yaml, scalar
from generator.data.reader import Node
from generator.excel.reading.slots import Figures, Finder, Known, Placing, at, bare_name, empty, ends, proper_name
from generator.excel.reading.targets import actual_of, stated_unit, target_of, unit_of_name
from generator.tables.finding import Row, Table
from generator.tables.grid import Cell
from generator.tables.kinds import total_words
from generator.tables.rows import Total, are_column_numbers, is_blank_of_form, is_example, total
from generator.tables.values import Read, actual_value, is_blank, points, target_value, text
from generator.tables.wording import compared

# 产出指标(50分); groups: name and weight.
_WEIGHTED = re.compile(r"^(.*?)\(([0-9.]+)分\)$")
# The heading of a goal: 年度目标1, 年度绩效目标2; group 1 is its number.
_GOAL = re.compile(r"年度(?:绩效)?目标([0-9]{1,2})")
_KEYS = ("name", "id", "target", "actual", "weight", "result", "score", "reason")
_GROUP_KEYS = ("name", "weight", "groups", "items")
_GOAL_KEYS = ("expected", "id", "actual", "weight", "indicators")
_EVALUATION_KEYS = ("id", "type", "name", "department", "issued_by", "issued_on", "indicator_score")
_VALUED = ("target", "actual")
_TEXTS = {"target": "指标值", "actual": "完成值", "reason": "偏差原因"}


@dataclass(slots=True)
class _Levels:
    """The groups of the report's indicators by name, and the indicators with their positions in the namespace."""

    known: Known
    groups: dict[tuple[Steps, str], Steps] = field(default_factory=dict)
    order: dict[Steps, int] = field(default_factory=dict)
    new: set[tuple[Steps, str]] = field(default_factory=set)

    @property
    def by_goal(self) -> bool:
        """Whether the report lists its indicators below its goals."""
        return any("goals" in path for path in self.order)


def place_indicators(table: Table, number: int, placing: Placing) -> None:
    """The indicators of evaluation `number`, matched by their levels and name; new ones are added to their group."""
    evaluation: Steps = ("evaluations", number)
    levels = _levels(placing.figures.root, evaluation)
    above = _goal_above(table)
    seen = False
    firsts = [next((compared(cell.text) for cell in row if compared(cell.text)), "") for row in table.rows]
    subtotals = sum(total(first) is Total.PART for first in firsts)
    for row in table.rows:
        name = row[table.columns["name"]]
        first = next((compared(cell.text) for cell in row if compared(cell.text)), "")
        if empty(row):
            continue
        values = [cell for cell in (table.cell(row, "target"), table.cell(row, "actual")) if cell and not cell.fault]
        valued = any(compared(cell.text) for cell in values)
        kind = total(first)
        if are_column_numbers(row) or (kind is Total.PART and subtotals > 1 and not valued):
            continue
        if first in total_words("indicators") or (kind and not valued and first not in total_words("score")):
            score, weight = (*evaluation, "score", "indicators"), (*evaluation, "score", "indicators_weight")
            more = {"stage": 6, "follows": True, "keys": _EVALUATION_KEYS}
            cell = table.cell(row, "score")
            placing.slot(cell, points, "指标得分合计", (*evaluation, "indicator_score"), at(*score), **more)
            placing.slot(table.cell(row, "weight"), points, "指标分值合计", None, at(*weight))
            continue
        if first in total_words("score"):
            placing.slot(table.cell(row, "score"), points, "总分", None, at(*evaluation, "score", "total"))
            placing.slot(table.cell(row, "weight"), points, "总分值", None, at(*evaluation, "score", "total_weight"))
            break
        if ends(row, name, [table.cell(row, "target"), table.cell(row, "actual")]) or first.startswith("预算执行率"):
            break
        if is_blank_of_form(name.text) or is_example(name.text):
            if any(not is_blank(cell) for cell in (table.cell(row, "target"), table.cell(row, "actual"))):
                message, remedy = "这一行有指标值，没有三级指标的名称", "写上名称，或者删去这一行"
                told = (
                    ("XLSX-CELL", name, name.fault, name.remedy)
                    if name.fault
                    else ("IMPORT-ROW", name, message, remedy)
                )
                placing.refuse(*told)
            continue
        if total(name.text) and any(char.isdigit() for cell in values for char in cell.text):
            message = f"「{compared(name.text)}」是合计的字，这一行却有指标值"
            placing.refuse("IMPORT-ROW", name, message, "写上指标的名称，或者删去指标值")
            continue
        seen = True
        path = _match(table, row, evaluation, levels, above, placing)
        if path is not None:
            _slots(table, row, evaluation, path, levels, placing)
    _refuse_renamed(table, levels.known, placing)
    if above is None:
        placing.missing(table, levels.known.left() if seen else [])


def _refuse_renamed(table: Table, known: Known, placing: Placing) -> None:
    """Refuses a new row whose group lacks one other, of the same target and actual value: it may be that one."""
    root = placing.figures.root
    for row in known.fresh:
        group = bare_name(_name(table.cell(row, "level2") or table.cell(row, "level1"))[0])
        given = [
            compared(cell.text) if (cell := table.cell(row, key)) and not is_blank(cell) else "" for key in _VALUED
        ]
        left = [(names, path) for names, path in known.entries if path not in known.taken and names[-2] == group]
        alike = [names for names, path in left if [_typed(root, path, key) for key in _VALUED] == given]
        if any(given) and len(left) == len(alike) == 1:
            cell = row[table.columns["name"]]
            message = (
                f"数据里没有「{bare_name(cell.text)}」，指标值、完成值与表里没有的「{alike[0][-1]}」一样，像是改了名称"
            )
            remedy = "改了名称的，在数据文件里改名称和引用它的正文；是另一项的，先在数据文件里加上"
            placing.refuse("IMPORT-ROW", cell, message, remedy)


def _typed(root: Node, path: Steps, key: str) -> str:
    node = root.get(*path, key)
    return compared(str(node.value)) if node is not None else ""


def _levels(root: Node, own: Steps) -> _Levels:
    levels = _Levels(Known([]))

    def walk(path: Steps, names: tuple[str, ...]) -> None:
        for index, group in _listed(root, path):
            name = bare_name(str(group.at("name").value))
            levels.groups[path, name] = (*path, index)
            for below, indicator in _listed(root, (*path, index, "items")):
                leaf = (*path, index, "items", below)
                levels.order[leaf] = len(levels.order)
                levels.known.entries.append(((*names, name, bare_name(str(indicator.at("name").value))), leaf))
            walk((*path, index, "groups"), (*names, name))

    for goal, _ in _listed(root, (*own, "goals")):
        walk((*own, "goals", goal, "indicators"), (str(goal + 1),))
    walk((*own, "indicators"), ("",))
    return levels


def _listed(root: Node, path: Steps) -> Iterator[tuple[int, Node]]:
    node = root.get(*path)
    return enumerate(node.value if node is not None and isinstance(node.value, list) else [])


def _goal_above(table: Table) -> str | None:
    """The number of the goal that a table belongs to, if it stands above the heading."""
    numbers = [match[1] for line in table.above for match in _GOAL.finditer(compared(line))]
    return numbers[-1] if numbers and "goal" not in table.columns else None


def _name(cell: Cell | None) -> tuple[str, str]:
    """The name of a group and the weight in brackets behind it."""
    word = compared(cell.text) if cell is not None else ""
    match = _WEIGHTED.match(word)
    return (match[1], match[2]) if match else (word, "")


def _called(name: str, known: Known) -> str:
    """What an indicator is called in the report: by its name in the table, or by that without its unit, 覆盖率（%）."""
    bare, unit = unit_of_name(name)
    return name if not unit or known.entries_of(name) else bare


def _match(table: Table, row: Row, own: Steps, levels: _Levels, above: str | None, placing: Placing) -> Steps | None:
    name = row[table.columns["name"]]
    cell = table.cell(row, "goal") or row[max(table.columns["level1"] - 1, 0)]
    match = _GOAL.search(compared(cell.text))
    goal = match[1] if match else above or ""
    first, second = (_name(table.cell(row, key))[0] for key in ("level1", "level2"))
    names = tuple(word for word in (first, second) if word)
    called = _called(name.text, levels.known)
    exact = levels.known.match(goal, *names, called)
    candidates = [path for names_there, path in levels.known.named(called) if not goal or names_there[0] in (goal, "")]
    path = exact or (candidates[0] if len(candidates) == 1 else None)
    if path is not None:
        levels.known.taken[path] = name
        return path
    if len(candidates) > 1:
        message = f"数据里有 {len(candidates)} 个指标叫「{bare_name(name.text)}」，一级、二级指标和这一行都不同"
        placing.refuse("IMPORT-ROW", name, message, "核对一级指标、二级指标的名称")
    elif levels.known.row_of(called) is not None:
        placing.refuse("IMPORT-ROW", name, f"指标「{bare_name(name.text)}」重复", "删去重复的一行，或者改正名称")
    elif not first:
        placing.refuse("IMPORT-ROW", name, f"新指标「{bare_name(name.text)}」没有写一级指标", "写上一级指标和二级指标")
    elif not goal and levels.by_goal:
        message = f"数据里的指标按年度目标分列，新指标「{bare_name(name.text)}」没有写是哪个目标的"
        placing.refuse("IMPORT-ROW", name, message, "加上「年度目标」一栏，写年度目标1、年度目标2")
    else:
        levels.known.fresh.append(row)
        _add(
            name,
            (first, second),
            (*own, "goals", int(goal) - 1, "indicators") if goal else (*own, "indicators"),
            levels,
            placing,
        )
    return None


def _add(name: Cell, names: tuple[str, str], top: Steps, levels: _Levels, placing: Placing) -> None:
    """Adds a new indicator to its group; a group that is new as well is added with it, once for all its rows."""
    first_name, second_name = names
    root = placing.figures.root
    if top[2] == "goals" and root.get(*top[:-1]) is None:
        placing.refuse("IMPORT-ROW", name, f"数据里没有第 {int(top[3]) + 1} 个年度目标", "先在数据文件里写上这个目标")
        return
    entry: Yaml = {"name": scalar(proper_name(_called(name.text, levels.known)))}
    made: Yaml
    first = levels.groups.get((top, bare_name(first_name)))
    if first is None:
        below: dict[str, Yaml] = (
            {"groups": [{"name": scalar(second_name), "items": [entry]}]} if second_name else {"items": [entry]}
        )
        target, made = (*top, END), {"name": scalar(first_name), **below}
    else:
        second = levels.groups.get(((*first, "groups"), bare_name(second_name))) if second_name else first
        if second is None:
            target, made = (*first, "groups", END), {"name": scalar(second_name), "items": [entry]}
        else:
            placing.add((*second, "items", END), entry)
            return
    group = (target, bare_name(first_name if first is None else second_name))
    if group not in levels.new:  # the other rows of a new group follow in the next round
        levels.new.add(group)
        placing.add(target, made)


def _slots(table: Table, row: Row, own: Steps, path: Steps, levels: _Levels, placing: Placing) -> None:
    label = f"「{bare_name(row[table.columns['name']].text)}」"
    place = (*own, "indicators", levels.order[path])
    name, in_name = unit_of_name(row[table.columns["name"]].text)
    unit = stated_unit(table.cell(row, "unit")) or (in_name if bare_name(name) == _named(levels, path) else "")
    readers = {
        "target": target_of(table.cell(row, "nature"), unit, target_value),
        "actual": actual_of(unit, actual_value),
    }
    for key, word in _TEXTS.items():
        read = readers.get(key, text)
        placing.slot(table.cell(row, key), read, label + word, (*path, key), at(*place, key), keys=_KEYS)
    placing.slot(table.cell(row, "weight"), points, f"{label}分值", (*path, "weight"), at(*place, "weight"), keys=_KEYS)
    more = {"stage": 5, "keys": _KEYS, "follows": True}
    placing.slot(table.cell(row, "score"), points, f"{label}得分", (*path, "score"), at(*place, "score"), **more)
    find = _result_finder(int(own[1]), levels.order[path])
    placing.slot(table.cell(row, "result"), text, f"{label}达成情况", (*path, "result"), find, keys=_KEYS)
    _group_weights(table, row, path, place, placing)


def _named(levels: _Levels, path: Steps) -> str:
    return next(names[-1] for names, known in levels.known.entries if known == path)


def _result_finder(evaluation: int, indicator: int) -> Finder:
    def find(figures: Figures) -> str | None:
        report = figures.report
        indicators = [*report.evaluations[evaluation].all_indicators()] if report else []
        return indicators[indicator].result if indicator < len(indicators) else None

    return find


def _bracketed(given: Cell, _: Cell) -> Read:
    return points(given)


def _group_weights(table: Table, row: Row, path: Steps, place: Steps, placing: Placing) -> None:
    """The weights in the names of the first level and of the goal."""
    goal = ("goals" in path and path[: path.index("goals") + 2]) or None
    top = path[: path.index("indicators") + 2]
    for key, target, figure, keys in (
        ("level1", top, (*place, "level1", "weight"), _GROUP_KEYS),
        ("goal", goal, (*goal, "weight") if goal else (), _GOAL_KEYS),
    ):
        cell = table.cell(row, key)
        name, weight = _name(cell)
        if cell is None or target is None or not weight:
            continue
        read = partial(_bracketed, Cell(weight, cell.place, cell.row, cell.column))
        more = {"stage": 1, "keys": keys, "follows": True, "worded": True}
        placing.slot(cell, read, f"「{name}」分值", (*target, "weight"), at(*figure), **more)
