"""What the charts of the accounts draw."""

from __future__ import annotations

from typing import Any

import pytest

from generator.figures.accounts.series import chart_series
from generator.namespace import Tree
from tests.support.quantities import q


def branch(moved: Tree | None) -> Any:
    parts = [{"name": "财政拨款收入", "amount": q("5万元")}, {"name": "其他收入", "amount": q("0元")}]
    return {
        "total": q("5万元"),
        "grant": {"total": q("4万元")},
        "changes": {"total": moved, "grant": None},
        "income": {"sources": parts},
        "spending": {"kinds": parts[::-1]},
    }


def test_totals_stand_beside_last_years_where_those_are_known() -> None:
    charts: Any = chart_series(branch({"before": q("3万元")}), 2021)
    assert charts["totals"]["categories"] == ["收入总计", "支出总计"]
    columns = [(one["name"], [value.value for value in one["values"]]) for one in charts["totals"]["series"]]
    assert columns == [("2020年度", [30000, 30000]), ("2021年度", [50000, 50000])]
    assert [one["name"] for one in charts["grant"]["series"]] == ["2021年度"]
    assert charts["grant"]["series"][0]["values"][0].value == 40000


@pytest.mark.parametrize("name", ["income", "spending"])
def test_a_structure_leaves_out_what_is_zero(name: str) -> None:
    charts: Any = chart_series(branch(None), 2021)
    chart = charts[name]
    assert chart["categories"] == ["财政拨款收入"]
    assert [value.value for value in chart["series"][0]["values"]] == [50000]
