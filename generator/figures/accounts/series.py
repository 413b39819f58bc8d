"""Lays out the figures that the charts of the accounts draw."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from generator.quantity import Quantity

if TYPE_CHECKING:
    from generator.branches import (
        AccountsDraft,
        AccountsSeriesBranch,
        ChangeBranch,
        IncomeSourceBranch,
        KindBranch,
        SeriesBranch,
    )


def chart_series(accounts: AccountsDraft, year: int) -> AccountsSeriesBranch:
    """The data of the four charts: totals beside last year's, and the structure of income and spending.

    The values are exact; templates print them in 万元. A part without an amount is left out.
    """

    def totals(now: Quantity, change: ChangeBranch | None, title: str) -> SeriesBranch:
        columns = [(f"{year - 1}年度", change["before"])] if change else []
        columns.append((f"{year}年度", now))
        return _chart(title, ["收入总计", "支出总计"], [(name, [value, value]) for name, value in columns])

    def structure(parts: Sequence[IncomeSourceBranch] | Sequence[KindBranch], title: str) -> SeriesBranch:
        nonzero = [part for part in parts if part["amount"].value]
        return _chart(title, [part["name"] for part in nonzero], [("金额", [part["amount"] for part in nonzero])])

    changes = accounts["changes"]
    return {
        "totals": totals(accounts["total"], changes["total"], "收、支决算总计变动情况"),
        "income": structure(accounts["income"]["sources"], "收入决算结构"),
        "spending": structure(accounts["spending"]["kinds"], "支出决算结构"),
        "grant": totals(accounts["grant"]["total"], changes["grant"], "财政拨款收、支决算总计变动情况"),
    }


def _chart(title: str, categories: Sequence[str], series: Sequence[tuple[str, Sequence[Quantity]]]) -> SeriesBranch:
    return {
        "title": title,
        "categories": [*categories],
        "series": [{"id": name, "name": name, "values": [*values]} for name, values in series],
    }
