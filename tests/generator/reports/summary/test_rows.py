"""A year at a glance: the rows, their order, and what they add up to."""

from __future__ import annotations

from fractions import Fraction

import pytest

from generator import pool
from generator.frozen import replace
from generator.reports.summary import rows as summary
from generator.reports.summary.rows import ORDERS, grand_totals, range_counts, ranked, rows
from generator.reports.workspace import Workspace
from tests.support.reports import edit
from tests.support.summaries import ROW, WIDE


def test_each_evaluation_is_a_row_and_a_unit_counts_once(all_reports: Workspace) -> None:
    found = {(row.code, row.evaluation): row for row in rows(all_reports, "2021")}
    whole, project = found["qiaokou", "单位整体支出"], found["qiaokou", "信息化运行维护项目"]
    assert (whole.counted, project.counted) == (True, False)
    assert (whole.unit, whole.budget, whole.score, whole.grade) == (
        "武汉市硚口区教育局信息技术中心",
        Fraction(1_571_100),
        Fraction("96.8"),
        "优",
    )
    assert whole.accepted == 6 + 17 and whole.errors == 0
    yiyang = found["yiyang", "实验与信息素养提升专项资金"]
    assert (yiyang.rate, yiyang.counted) == (Fraction("0.49"), True)


def test_a_unit_with_errors_is_listed_without_figures(workspace: Workspace) -> None:
    edit(workspace, ("actual: 21754元", "actual: 12345元"))
    (row,) = rows(workspace, "2022")
    assert (row.code, row.unit, row.failed, row.errors) == ("hechi", "河池市电化教育站", True, 1)
    assert (row.budget, row.score, row.rate, row.counted) == (None, None, None, False)


@pytest.mark.parametrize("text", ["unit: [甲\n", "- 甲\n", "unit: 1\n", ""])
def test_a_file_that_cannot_be_read_is_a_row_too(workspace: Workspace, text: str) -> None:
    workspace.report("hechi", "2022").write_text(text, "utf-8")
    (row,) = rows(workspace, "2022")
    assert (row.code, row.unit, row.failed) == ("hechi", "", True) and row.errors


def test_a_roll_up_is_a_row_that_does_not_count(all_reports: Workspace) -> None:
    row = next(row for row in rows(all_reports, "2023") if row.code == "example-department")
    assert (row.counted, row.budget, row.kind) == (False, None, "") and row.evaluation


def test_several_processes_give_the_same_rows(all_reports: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(summary, "MANY", 1)
    alone = rows(all_reports, "2021", processes=1)
    assert rows(all_reports, "2021", processes=2) == alone

    def refuse(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr(pool, "ProcessPoolExecutor", refuse)
    assert rows(all_reports, "2021", processes=2) == alone


@pytest.mark.parametrize(
    ("order", "codes"),
    [
        ("unit", "abcd"),
        ("rate", "acbd"),
        ("score", "abcd"),
        ("budget", "cabd"),
        ("actual", "cabd"),
        ("problems", "dbac"),
    ],
)
def test_rows_are_sorted_with_those_without_figures_last(order: str, codes: str) -> None:
    assert "".join(row.code for row in ranked(WIDE, order)) == codes
    assert order in ORDERS


def test_scores_and_rates_are_counted_by_bands() -> None:
    assert range_counts(WIDE) == [
        ("90及以上", 1, 1),
        ("80至90", 1, 0),
        ("60至80", 0, 0),
        ("不到60", 0, 1),
        ("没有数", 2, 2),
    ]


def test_a_rate_that_prints_as_90_stands_in_the_band_of_90() -> None:
    row = replace(ROW, budget=Fraction(100_000), actual=Fraction(89_996))
    assert range_counts([row])[0] == ("90及以上", 0, 1)


def test_totals_leave_out_what_does_not_count() -> None:
    assert (
        grand_totals([*WIDE, replace(WIDE[0], counted=False)])
        == grand_totals(WIDE)
        == (Fraction(400_000), Fraction(195_000))
    )
