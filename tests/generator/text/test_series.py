"""What a chart shows in words: its title, and each value behind its category."""

from __future__ import annotations

import pytest

from generator.namespace import Tree
from generator.text.series import described

INCOME: Tree = {"name": "收入", "values": [3, 4]}
SPENDING: Tree = {"name": "支出", "values": [2, 5]}


@pytest.mark.parametrize(
    ("columns", "text"),
    [
        ([INCOME], "收支：2022年3元，2023年4元"),
        ([INCOME, SPENDING], "收支：收入2022年3元，收入2023年4元，支出2022年2元，支出2023年5元"),
    ],
)
def test_each_value_stands_behind_its_category(columns: list[Tree], text: str) -> None:
    series: Tree = {"title": "收支", "categories": ["2022年", "2023年"], "series": columns}
    assert described(series, "{}元".format) == text


def test_a_value_without_a_category_is_not_left_out() -> None:
    with pytest.raises(ValueError, match="zip"):
        described({"title": "收支", "categories": ["2022年"], "series": [INCOME]}, str)
