from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from generator.excel.reading.targets import actual_of, stated_unit, target_of, unit_of_name
from generator.problems import Place
from generator.tables.grid import Cell
from generator.tables.values import actual_value, target_value
from tests.support.workbook_cases import CASES


def cell(value: Any, *, percent: bool = False) -> Cell:
    held = value if isinstance(value, str) else Decimal(str(value))
    return Cell(held or None, Place("x"), 1, 1, percent)


@pytest.mark.parametrize("case", CASES["targets"], ids=lambda case: f"{case['nature']}{case['value']}{case['unit']}")
def test_three_cells_are_one_target(case: dict[str, Any]) -> None:
    read = target_of(cell(case["nature"]), stated_unit(cell(case["unit"])), target_value)
    value, problem = read(cell(case["value"]))
    assert ("refused" if problem else value.text if value else "") == case["target"]


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (cell("95"), "%", "95%"),
        (cell(Decimal("0.95"), percent=True), "%", "95%"),
        (cell("95%"), "%", "95%"),
        (cell("1,922"), "所", "1922所"),
        (cell("按时完成"), "%", "按时完成"),
        (cell("5人"), "次", None),
        (cell("4.5万"), "人次", "4.5万人次"),
    ],
)
def test_the_unit_holds_for_the_actual_value_too(value: Cell, unit: str, text: str | None) -> None:
    read, problem = actual_of(unit, actual_value)(value)
    assert (read.text if read else None) == text and bool(problem) is (text is None)


@pytest.mark.parametrize(
    ("name", "bare", "unit"),
    [
        ("覆盖率（%）", "覆盖率", "%"),
        ("覆盖率(％)：", "覆盖率", "%"),
        ("中小学校（所）", "中小学校", "所"),
        ("培训（万人次）", "培训", "万人次"),
        ("项目（二期工程）", "项目（二期工程）", ""),
        ("覆盖率", "覆盖率", ""),
    ],
)
def test_a_unit_in_brackets_behind_a_name_is_the_unit_of_its_figures(name: str, bare: str, unit: str) -> None:
    assert unit_of_name(name) == (bare, unit)
