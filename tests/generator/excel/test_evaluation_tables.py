"""The worksheets of an evaluation: which rows they have, what stands in them, what is merged."""

from __future__ import annotations

from typing import Any

import pytest

from generator.excel.evaluation_tables import evaluation_sheets
from generator.excel.sheet import Sheet
from generator.namespace import Tree
from generator.quantity import Quantity
from generator.reports.load import load
from generator.reports.workspace import Workspace
from tests.support.paths import PROJECT


def tree_of(unit: str, year: str) -> Tree:
    loaded = load(Workspace(PROJECT), unit, year)
    assert loaded.derived is not None, loaded.problems
    return {**loaded.derived.tree}


@pytest.fixture(scope="module")
def hechi() -> Tree:
    return tree_of("hechi", "2022")


def sheets(tree: Tree) -> dict[str, Sheet]:
    report: Any = tree
    evaluation: Any = tree["evaluations"][0]
    return {one.name: one for one in evaluation_sheets(report, evaluation, ["达成"] * len(evaluation["indicators"]))}


def rows(sheet: Sheet) -> dict[str, list[object]]:
    """What stands beside the first text of each row, by that text."""
    found: dict[int, list[object]] = {}
    for cell in sorted(sheet.cells, key=lambda one: (one.row, one.column)):
        value = cell.value
        found.setdefault(cell.row, []).append(value.number("", 2) if isinstance(value, Quantity) else value)
    return {str(texts[0]): texts[1:] for texts in found.values()}


def test_an_evaluation_has_its_sheets_and_one_of_several_carries_its_id(hechi: Tree) -> None:
    assert [*sheets(hechi)] == ["自评表", "资金"]
    several = hechi | {"evaluations": [*hechi["evaluations"]] * 2}
    assert [*sheets(several)] == ["自评表-xiaoxiaotong", "资金-xiaoxiaotong"]


def test_the_table_of_funds_lists_sources_and_items_and_adds_up(hechi: Tree) -> None:
    found = rows(sheets(hechi)["资金"])
    assert [*found][2:5] == ["序号", "一、按资金来源", "1"]
    assert found["支出内容合计"][2] == "21800.00"
    assert found["合计"][:3] == ["30000.00", "30000.00", "21754.00"]


def test_the_scoring_sheet_ends_in_the_total_and_the_grade(hechi: Tree) -> None:
    sheet = sheets(hechi)["自评表"]
    found = rows(sheet)
    assert found["总分"] == ["评价结论：二等", "100.00", "", "87.25", ""]
    assert found["指标得分合计"][0] == "90.00" and "80.00" in found["指标得分合计"]
    assert [cell.value for cell in sheet.cells].count("达成") == len(hechi["evaluations"][0]["indicators"])


def test_a_first_level_is_one_cell_over_all_its_indicators(hechi: Tree) -> None:
    sheet = sheets(hechi)["自评表"]
    assert sheet.heading is not None
    below = [
        cell for cell in sheet.cells if cell.column == 1 and cell.row > sheet.heading[0] and cell.style == "centre"
    ]
    assert sum(cell.height for cell in below) == len(hechi["evaluations"][0]["indicators"])
    assert len({cell.value for cell in below}) == len(below)


def test_whole_units_have_base_data_with_numbered_costs() -> None:
    tree = tree_of("zhuzhou", "2024")
    found = sheets(tree)
    base = next(sheet for name, sheet in found.items() if name.startswith("基础数据表"))
    numbers = [str(cell.value) for cell in base.cells if cell.column == 0 and cell.row > 4]
    assert numbers[0] == "1" and any(number.startswith("1.") for number in numbers)
    indents = {cell.row: str(cell.value) for cell in base.cells if cell.column == 1 and cell.row > 4}
    depth = [len(text) - len(text.lstrip("　")) for text in indents.values()]
    assert depth == [number.count(".") for number in numbers]
