from __future__ import annotations

import pytest

from generator.data.formats import parse
from generator.excel.reading.slots import Figures, Placing
from generator.excel.reading.texts import place_texts
from tests.support.grids import grid

REPORT = """
evaluations:
  - id: a
    name: 甲项目
    department: 乙局
    funds: {reason: 没有用完}
    goals:
      - {expected: 一, actual: 二}
      - {expected: 三, actual: 四}
"""


def placed(text: str) -> dict[str, str]:
    """The texts that are placed, by the last names of their paths."""
    root, _ = parse(REPORT.encode(), "x.yaml", "report")
    assert root is not None
    placing = Placing(Figures(root))
    place_texts(grid(text), 0, placing)
    return {".".join(map(str, slot.path[2:])) if slot.path else "": slot.value.text for slot in placing.slots}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("项目名称 | 甲工程", {"name": "甲工程"}),
        ("项目名称：甲工程", {"name": "甲工程"}),
        ("主管部门 | 100-乙局 | 实施单位 | 丙站", {"department": "乙局"}),
        ("主管部门及代码 | [100]乙局", {"department": "乙局"}),
        ("预算执行率偏差原因 | 延期", {"funds.reason": "延期"}),
        ("评价结论：优", {"": "优"}),
        ("项目名称 | 甲\n项目名称 | 乙", {"name": "甲"}),
        ("项目负责人 | 甲", {}),
        (
            "预期目标 | 实际完成情况\n一 | 五\n六 | 四\n七 | 八",
            {"goals.0.expected": "一", "goals.0.actual": "五", "goals.1.expected": "六", "goals.1.actual": "四"},
        ),
    ],
)
def test_the_texts_beside_the_tables_are_found_by_their_labels(text: str, expected: dict[str, str]) -> None:
    assert placed(text) == expected
