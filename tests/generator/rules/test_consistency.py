from __future__ import annotations

from pathlib import Path

import pytest

from generator.reports.load import load
from generator.reports.workspace import Workspace
from tests.support.rules import demo_problems


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "    allocated_on: 2023-02-01",
            "    allocated_on: 2022-02-01",
            "下达日期 2022-02-01 与第 21 行的文号 示财预〔2023〕8号 不在同一年",
        ),
        (
            "  联网学校: 120所",
            "  联网学校: 120所\n  专网覆盖学校: 118所",
            "事实「专网覆盖学校」是 118所，同名指标的完成值是 120所",
        ),
        ("  联网学校: 120所", "  联网学校: 120所\n  上年专网覆盖学校: 118所", None),
        (
            "  联网学校: 120所",
            "  联网学校: 120所\n  自评得分: 98.5分",
            "事实「自评得分」在资金或者得分里已有，是 96.8分",
        ),
        (
            "  联网学校: 120所",
            "  联网学校: 120所\n  年初预算: 3万元",
            "事实「年初预算」在资金或者得分里已有，是 40万元",
        ),
        ("  联网学校: 120所", "  联网学校: 120所\n  合计: 98.5分", None),
    ],
)
def test_what_is_stated_twice_agrees(demo: Path, old: str, new: str, message: str | None) -> None:
    text = demo.read_text("utf-8")
    assert old in text
    demo.write_text(text.replace(old, new, 1), "utf-8")
    found = load(Workspace(demo.parents[2]), "demo", "2023").problems
    assert [problem.message for problem in found] == ([message] if message else [])


MEASURED = "target: 明显提升\n                actual: 有所提升\n"
FULL = ("score: 27\n                reason: 部分学校应用不多，下年加强培训。\n", "score: 30\n")


@pytest.mark.parametrize(
    ("target", "actual", "late"),
    [
        ("{{ year }}年12月31日前", "{{ year + 1 }}年3月完成", True),
        ("{{ year }}年12月31日前", "次年3月才全部完成", True),
        ("12月31日前", "{{ year + 1 }}年3月", True),
        ("{{ year }}-12-31前", "{{ year + 1 }}-03-15", True),
        ("{{ year }}年底前", "{{ year + 1 }}年2月完成", True),
        ("{{ year }}/12/31前", "{{ year }}/12/30完成", False),
        ("{{ year }}年1月至12月", "{{ year + 1 }}年1月10日完成", True),
        ("{{ year }}年6月30日前", "{{ year }}年7月1日完成", True),
        ("{{ year }}年6月30日前", "{{ year }}年6月30日完成", False),
        ("{{ year }}年12月31日前", "{{ year }}年12月完成", False),
        ("{{ year }}年12月31日前", "12月31日", False),
        ("{{ year }}年12月31日前", "年底完成", False),
        ("{{ year }}年12月31日前", "提前完成", False),
        ("{{ year }}年12月前", "{{ year }}年12月完成，{{ year + 1 }}年1月验收", False),
        ("{{ year }}年12月前", "{{ year - 1 }}年3月开工，{{ year + 1 }}年1月启用", False),
        ("3个月", "{{ year + 1 }}年3月完成", False),
        ("按期完成", "{{ year + 1 }}年3月完成", False),
    ],
)
def test_what_was_done_after_its_day_has_not_all_its_points(demo: Path, target: str, actual: str, late: bool) -> None:
    measured = (MEASURED, f'target: "{target}"\n                actual: "{actual}"\n')
    found = [one for one in demo_problems(demo, measured, FULL) if one.code == "DATE-LATE"]
    assert len(found) == late
    assert all("却得了满分" in one.message and one.place.excerpt.strip().startswith("actual:") for one in found)
    explained = [one.code for one in demo_problems(demo, measured)]
    assert "DATE-LATE" not in explained


def test_what_was_late_is_explained_even_where_no_points_are_disclosed(demo: Path) -> None:
    measured = (MEASURED, 'target: "{{ year }}年12月前"\n                actual: 次年3月完成\n')
    unscored = ("                weight: 30\n                result: 达成预期\n                score: 27\n", "")
    reason = ("                reason: 部分学校应用不多，下年加强培训。\n", "")
    (problem,) = (one for one in demo_problems(demo, measured, unscored, reason) if one.code == "DATE-LATE")
    assert problem.message == "完成值「次年3月完成」晚于指标值「2023年12月前」，没有写原因"
    assert "DATE-LATE" not in [one.code for one in demo_problems(demo, measured, unscored)]
