"""The worksheet of a roll-up: units with their results, then the indicators as they are rolled up."""

from __future__ import annotations

from typing import Any

from generator.excel.rollup_table import rollup_sheet
from generator.figures.rollup import LEFT_OUT, SCORED
from generator.namespace import Tree
from generator.quantity import Operation, Quantity, Word
from tests.support.quantities import q


def indicator(name: str, method: str, **more: object) -> Tree:
    own = {
        "name": name,
        "method": method,
        "target": q("95%"),
        "actual": q("98%"),
        "weight": q("5分"),
        "score": q("4分"),
    }
    return own | {"level1": {"name": "产出指标"}, "level2": {"name": "数量指标"}} | more


def rows(*indicators: Tree, grade: Word | None = None) -> dict[str, list[Any]]:
    """The values of each row, by the first of them."""
    unit = {
        "unit": "甲站",
        "budget": q("3万元"),
        "actual": q("2万元"),
        "rate": None,
        "score": q("90分"),
        "grade": grade,
    }
    score = {
        "total": q("88分"),
        "grade": grade,
        "execution_weight": q("10分"),
        "execution": q("7分"),
        "total_weight": q("100分"),
    }
    rollup: Any = {"name": "校校通", "units": [unit, unit], "score": score, "budget": q("6万元"), "actual": q("4万元")}
    sheet = rollup_sheet(rollup | {"rate": None, "indicators": indicators}, "汇总", 2022)
    found: dict[int, list[Any]] = {}
    for cell in sorted(sheet.cells, key=lambda one: (one.row, one.column)):
        found.setdefault(cell.row, []).append(cell.value.written if isinstance(cell.value, Quantity) else cell.value)
    return {str(texts[0]): texts[1:] for texts in found.values()}


def test_each_unit_has_a_row_and_the_total_follows() -> None:
    found = rows(grade=Word("良", "", Operation("评定", ())))
    assert [*found][2:6] == ["序号", "1", "2", "合计"]
    assert found["2"] == ["甲站", "3万元", "2万元", None, "90分", "良"]
    assert found["合计"] == ["6万元", "4万元", None, "88分", "良"]
    assert found["预算执行率"] == ["10分", "7分"] and found["总分"] == ["100分", "88分"]


def test_a_unit_without_a_grade_has_a_dash() -> None:
    found = rows()
    assert found["1"][-1] == found["合计"][-1] == "—"


def test_what_is_left_out_shows_no_figure_and_what_is_scored_no_actual_value() -> None:
    def of(method: str) -> list[Any]:
        return rows(indicator("覆盖率", method))["产出指标"]

    assert of("加权平均") == ["数量指标", "覆盖率", "加权平均", "95%", "98%", "5分", "4分"]
    assert of(SCORED)[3:] == ["95%", "—", "5分", "4分"]
    assert of(LEFT_OUT)[3:] == ["—", "—", "—", "—"]
