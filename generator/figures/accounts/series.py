"""Lays out the figures that the charts of the accounts draw."""

from __future__ import annotations

from collections.abc import Sequence

from generator.namespace import Tree
from generator.quantity import Quantity


def chart_series(branch: Tree, year: int) -> Tree:
    """The data of the four charts: totals beside last year's, and the structure of income and spending.

    The values are exact; templates print them in 万元. A part without an amount is left out.
    """

    def totals(key: str, title: str) -> Tree:
        now = branch["total"] if key == "total" else branch[key]["total"]
        change = branch["changes"][key]
        columns = [(f"{year - 1}年度", change["before"])] if change else []
        columns.append((f"{year}年度", now))
        return _chart(title, ["收入总计", "支出总计"], [(name, [value, value]) for name, value in columns])

    def structure(parts: Sequence[Tree], title: str) -> Tree:
        nonzero = [part for part in parts if part["amount"].value]
        return _chart(title, [part["name"] for part in nonzero], [("金额", [part["amount"] for part in nonzero])])

    return {
        "totals": totals("total", "收、支决算总计变动情况"),
        "income": structure(branch["income"]["sources"], "收入决算结构"),
        "spending": structure(branch["spending"]["kinds"], "支出决算结构"),
        "grant": totals("grant", "财政拨款收、支决算总计变动情况"),
    }


def _chart(title: str, categories: Sequence[str], series: Sequence[tuple[str, Sequence[Quantity]]]) -> Tree:
    columns = [{"id": name, "name": name, "values": [*values]} for name, values in series]
    return {"title": title, "categories": [*categories], "series": columns}
