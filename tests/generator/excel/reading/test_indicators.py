"""Rows of indicators find theirs by goal, levels and name; a new one brings the groups that it needs."""

from __future__ import annotations

import pytest

from generator.data.edit import END
from generator.excel.reading.indicators import place_indicators
from generator.excel.reading.slots import Figures, Placing
from tests.support.grids import table
from tests.support.reports import good

GROUPS = """\
        - name: 产出指标
          groups:
            - {name: 数量指标, items: [{name: 覆盖率, target: 95%}, {name: 次数, target: 1次}]}
            - {name: 质量指标, items: [{name: 合格率, target: 90%}]}
"""
REPORT = f"evaluations:\n  - id: a\n    indicators:\n{GROUPS}"
GOALS = f"evaluations:\n  - id: a\n    goals:\n    - expected: 甲\n      indicators:\n{GROUPS}"
TOP = ("evaluations", 0, "indicators")
HEAD = "一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分\n"


def placed(rows: str, report: str = REPORT, head: str = HEAD) -> Placing:
    placing = Placing(Figures(good(report)))
    place_indicators(table(head + rows), 0, placing)
    return placing


def paths(placing: Placing) -> dict[str, object]:
    return {slot.label: slot.path for slot in placing.slots}


def told(placing: Placing) -> list[tuple[str, str]]:
    return [(one.code, one.place.path.rpartition("!")[2]) for one in placing.problems if one.code != "IMPORT-LEFT"]


def test_each_cell_of_a_row_is_for_its_entry_of_the_indicator() -> None:
    placing = placed("产出指标 | 数量指标 | 次数 | 1次 | 2次 | 5 | 4")
    own = (*TOP, 0, "groups", 0, "items", 1)
    assert paths(placing) == {
        "「次数」指标值": (*own, "target"),
        "「次数」完成值": (*own, "actual"),
        "「次数」分值": (*own, "weight"),
        "「次数」得分": (*own, "score"),
    }
    assert [slot.value.text for slot in placing.slots] == ["1次", "2次", "5", "4"]
    (left,) = placing.problems
    assert "「覆盖率」、「合格率」（2 项）" in left.message


def test_the_weight_in_the_name_of_a_group_is_compared() -> None:
    (slot, *_) = [one for one in placed("产出指标（50分） | 数量指标 | 次数 | 1次 | | |").slots if one.worded]
    assert (slot.label, slot.path, slot.value.text) == ("「产出指标」分值", (*TOP, 0, "weight"), "50")


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        (" | | | 1次 | 1次 | |", ("IMPORT-ROW", "C2")),
        (" | | 没有一级 | 1次 | 1次 | |", ("IMPORT-ROW", "C2")),
        ("产出指标 | 质量指标 | 合格率 | 1 | 1 | |\n产出指标 | 质量指标 | 合格率 | 1 | 1 | |", ("IMPORT-ROW", "C3")),
        ("年度目标1产出指标 | 数量指标 | 新 | 1 | 1 | |", ("IMPORT-ROW", "C2")),
    ],
)
def test_a_row_that_cannot_be_placed_is_refused_and_the_next_is_read(rows: str, problem: tuple[str, str]) -> None:
    placing = placed(f"{rows}\n产出指标 | 数量指标 | 次数 | 1次 | 2次 | |")
    assert told(placing) == [problem]
    assert "「次数」指标值" in paths(placing)


def test_a_new_indicator_is_added_to_its_group() -> None:
    placing = placed(
        "产出指标 | 质量指标 | 及格率 | 1 | 1 | |\n效益指标 | 社会效益 | 甲 | 1 | 1 | |\n产出指标 | 时效 | 乙 | 1 | 1 | |"
    )
    assert [(one.path, one.entry) for one in placing.added] == [
        ((*TOP, 0, "groups", 1, "items", END), {"name": "及格率"}),
        ((*TOP, END), {"name": "效益指标", "groups": [{"name": "社会效益", "items": [{"name": "甲"}]}]}),
        ((*TOP, 0, "groups", END), {"name": "时效", "items": [{"name": "乙"}]}),
    ]


def test_the_second_row_of_a_new_group_waits_for_the_group() -> None:
    assert len(placed("效益指标 | 社会 | 甲 | 1 | 1 | |\n效益指标 | 社会 | 乙 | 1 | 1 | |").added) == 1


def test_indicators_below_goals_are_told_apart_by_the_goal() -> None:
    head = "年度目标 | " + HEAD
    placing = placed("年度目标1（60分） | 产出指标 | 数量指标 | 次数 | 1次 | 2次 | |", GOALS, head)
    goal = ("evaluations", 0, "goals", 0)
    assert paths(placing)["「次数」指标值"] == (*goal, "indicators", 0, "groups", 0, "items", 1, "target")
    assert paths(placing)["「年度目标1」分值"] == (*goal, "weight")
    assert told(placed("| 产出指标 | 数量指标 | 新 | 1 | 1 | |", GOALS, head)) == [("IMPORT-ROW", "D2")]


def test_sums_are_compared_last_and_a_total_ends_the_rows() -> None:
    placing = placed("指标得分合计 | | | | | 90 | 80\n总分 | | | | | 100 | 87\n产出指标 | 数量指标 | 次数 | 1 | 1 | |")
    assert [(slot.label, slot.path, slot.stage) for slot in placing.slots] == [
        ("指标得分合计", ("evaluations", 0, "indicator_score"), 6),
        ("指标分值合计", None, 0),
        ("总分", None, 0),
        ("总分值", None, 0),
    ]
