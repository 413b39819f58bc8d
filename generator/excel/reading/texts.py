"""Places the texts of a scoring sheet that stand beside its tables: names, goals, the reason, the conclusion."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from generator.data.edit import Steps
from generator.excel.reading.slots import Figures, Placing, at
from generator.frozen import replace
from generator.namespace import value_at
from generator.quantity import Word
from generator.tables.grid import Cell, Grid
from generator.tables.kinds import label_words
from generator.tables.statements import without_code
from generator.tables.values import Read, text
from generator.tables.wording import compared

_KEYS = ("id", "type", "name", "department", "issued_by", "issued_on")
_GOAL_KEYS = ("expected", "id", "actual", "weight", "indicators")
_LABELS = {"name": "项目名称", "department": "主管部门", "reason": "预算执行率偏差原因"}


def place_texts(grid: Grid, number: int, placing: Placing) -> None:
    """The texts of evaluation `number`: a changed one is put in, one with references in it is told at its cell."""
    evaluation: Steps = ("evaluations", number)
    paths: dict[str, Steps] = {key: (*evaluation, key) for key in ("name", "department")}
    paths["reason"] = (*evaluation, "funds", "reason")
    goals = placing.figures.root.get(*evaluation, "goals")
    count = len(goals.value) if goals is not None and isinstance(goals.value, list) else 0
    for index, row in enumerate(grid.rows):
        cells = [*dict.fromkeys(row)]
        for cell, beside in zip(cells, [*cells[1:], None], strict=True):
            label, colon, rest = compared(cell.text).partition(":")
            key = label_words().get(label)
            given = replace(cell, value=cell.text.replace("：", ":").partition(":")[2]) if colon and rest else beside
            if key in paths and given is not None:
                read = _without_code if key == "department" else text
                keys = () if key == "reason" else _KEYS
                placing.slot(given, read, _LABELS[key], paths[key], at(*paths[key]), keys=keys)
                del paths[key]  # the first one is of the whole sheet
            elif key == "conclusion" and given is not None:
                placing.slot(given, text, "评价结论", None, partial(_grade, evaluation))
        heads = {label_words().get(compared(cell.text)): column for column, cell in reversed([*enumerate(row)])}
        if "expected" in heads and "achieved" in heads:
            _goals(grid.rows[index + 1 : index + 1 + count], heads["expected"], heads["achieved"], evaluation, placing)


def _goals(rows: Sequence[Sequence[Cell]], expected: int, achieved: int, evaluation: Steps, placing: Placing) -> None:
    """The goals below their heading, one a row."""
    for goal, row in enumerate(rows):
        path = (*evaluation, "goals", goal)
        for column, key, what in ((expected, "expected", "预期目标"), (achieved, "actual", "实际完成情况")):
            label = f"年度目标{goal + 1}的{what}"
            placing.slot(row[column], text, label, (*path, key), at(*path, key), keys=_GOAL_KEYS)


def _without_code(cell: Cell) -> Read:
    return text(replace(cell, value=without_code(cell.text)) if isinstance(cell.value, str) else cell)


def _grade(evaluation: Steps, figures: Figures) -> str | None:
    grade: object = value_at(figures.tree, *evaluation, "score", "grade")
    return grade.text if isinstance(grade, Word) else None
