"""The worked example in tests/data/rollup: two invented units and the department that rolls them up."""

from __future__ import annotations

import shutil
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from generator.problems import Problem
from generator.quantity import Quantity
from generator.reports.documents import make_documents
from generator.reports.load import load
from generator.reports.workspace import Workspace
from tests.support.docx import all_text
from tests.support.paths import PROJECT

EXAMPLE = PROJECT / "tests" / "data" / "rollup"


@pytest.fixture
def example(tmp_path: Path) -> Workspace:
    shutil.copytree(PROJECT / "templates", tmp_path / "templates")
    shutil.copytree(EXAMPLE / "templates", tmp_path / "templates", dirs_exist_ok=True)
    shutil.copytree(EXAMPLE / "reports", tmp_path / "reports")
    return Workspace(tmp_path)


def rollup(workspace: Workspace) -> Any:
    loaded = load(workspace, "example-department", "2023")
    assert loaded.ready and loaded.derived, loaded.problems
    return loaded.derived.tree["rollup"]


def faults(workspace: Workspace, file: str, old: str, new: str) -> list[Problem]:
    path = workspace.report(file, "2023")
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    return load(workspace, "example-department", "2023").problems


def value(figure: Quantity) -> Any:
    return figure.value


def test_money_adds_and_gives_the_execution_rate(example: Workspace) -> None:
    found = rollup(example)
    assert (value(found["budget"]), value(found["actual"])) == (1000000, 900000)
    assert value(found["rate"]) == Fraction(9, 10)
    assert value(found["score"]["execution"]) == 18
    assert [unit["unit"] for unit in found["units"]] == ["示例东部中心（虚构）", "示例西部中心（虚构）"]


@pytest.mark.parametrize(
    ("name", "method", "target", "actual", "score"),
    [
        ("培训教师", "累加", 500, 480, Fraction(1920, 100)),
        ("培训合格率", "按资金加权平均", Fraction(90, 100), Fraction(90, 100), 20),
        ("信息素养", "得分按资金加权平均", None, None, 24),
        ("教师满意度", "不汇总", None, None, None),
    ],
)
def test_completion_is_aggregated_first_and_scored_after(
    example: Workspace, name: str, method: str, target: Any, actual: Any, score: Any
) -> None:
    row = next(row for row in rollup(example)["indicators"] if row["name"] == name)
    assert row["method"] == method
    if target is not None:
        assert (value(row["target"]), value(row["actual"])) == (target, actual)
    assert (row["score"] and value(row["score"])) == score


def test_what_is_left_out_counts_neither_weight_nor_score(example: Workspace) -> None:
    score = rollup(example)["score"]
    assert value(score["indicators_weight"]) == 70
    assert value(score["indicators"]) == Fraction(6320, 100)
    assert (value(score["total"]), value(score["total_weight"])) == (Fraction(8120, 100), 90)
    assert (score["grade"], score["disclosed"]) == (None, True)


def test_with_satisfaction_the_whole_is_graded(example: Workspace) -> None:
    path = example.report("example-department", "2023")
    text = path.read_text("utf-8")
    path.write_text(text[: text.index("  leave_out:")], "utf-8")
    score = rollup(example)["score"]
    assert (value(score["total"]), value(score["total_weight"])) == (Fraction(9120, 100), 100)
    assert score["grade"].text == "优"


def test_the_document_shows_units_methods_and_totals(example: Workspace) -> None:
    loaded = load(example, "example-department", "2023")
    files, problems = make_documents(example, loaded)
    assert problems == []
    assert set(files) == {"rollup.docx", "reconciliation.docx"}
    text = all_text(files["rollup.docx"])
    for shown in (
        "示例教育局（虚构）2023年度",
        "示例西部中心（虚构）",
        "得分按资金加权平均",
        "480人",
        "19.20",
        "81.20",
        "90.00%",
    ):
        assert shown in text, shown


def test_a_unit_without_indicator_scores_gives_no_total(example: Workspace) -> None:
    path = example.report("example-west", "2023")
    path.write_text(path.read_text("utf-8").replace("                score: 18\n", ""), "utf-8")
    score = rollup(example)["score"]
    assert (score["total"], score["disclosed"]) == (None, False)


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "message"),
    [
        (
            "example-department",
            "unit: example-west",
            "unit: example-north",
            "ROLLUP-UNIT",
            "没有可汇总的 reports/2023/example-north.yaml",
        ),
        (
            "example-department",
            "unit: example-west",
            "unit: example-department",
            "ROLLUP-UNIT",
            "里没有自评「network」",
        ),
        ("example-department", "evaluation: network", "evaluation: net", "ROLLUP-UNIT", "里没有自评「net」"),
        ("example-west", "year: 2023", "year: 2022", "ROLLUP-UNIT", "reports/2023/example-west.yaml 有错误，不能汇总"),
        ("example-west", "name: 培训教师", "name: 培训老师", "ROLLUP-INDICATOR", "没有指标「培训老师」，不能汇总"),
    ],
)
def test_what_cannot_be_rolled_up_is_a_problem(
    example: Workspace, file: str, old: str, new: str, code: str, message: str
) -> None:
    found = faults(example, file, old, new)
    assert any(problem.code == code and message in problem.message for problem in found), found


def test_weights_must_agree_between_units(example: Workspace) -> None:
    path = example.report("example-west", "2023")
    text = path.read_text("utf-8").replace("weight: 30", "weight: 25").replace("weight: 20", "weight: 25", 1)
    path.write_text(text, "utf-8")
    found = load(example, "example-department", "2023").problems
    assert [(problem.code, problem.message) for problem in found] == [
        ("ROLLUP-WEIGHT", "指标「信息素养」在各单位的分值不同"),
        ("ROLLUP-WEIGHT", "指标「培训教师」在各单位的分值不同"),
    ]


def test_two_evaluations_of_one_unit_both_count(example: Workspace) -> None:
    east = example.report("example-east", "2023")
    text = east.read_text("utf-8")
    second = text[text.index("  - id: network") :].replace("- id: network", "- id: second")
    east.write_text(text + second, "utf-8")
    path = example.report("example-department", "2023")
    entry = "    - unit: example-east\n      evaluation: network\n"
    text = path.read_text("utf-8")
    assert entry in text
    path.write_text(text.replace(entry, entry + entry.replace("network", "second")), "utf-8")
    assert value(rollup(example)["budget"]) == 1600000


@pytest.mark.parametrize("between", ["", "    - unit: example-west\n      evaluation: network\n"])
def test_an_evaluation_that_is_listed_twice_is_a_problem_at_the_second(example: Workspace, between: str) -> None:
    path = example.report("example-department", "2023")
    first = "    - unit: example-east\n      evaluation: network\n"
    text = path.read_text("utf-8").replace("    - unit: example-west\n      evaluation: network\n", "")
    path.write_text(text.replace(first, first + between + first), "utf-8")
    loaded = load(example, "example-department", "2023")
    (problem,) = loaded.problems
    assert (problem.code, problem.place.line) == ("DUPLICATE-NAME", 14 if between else 12)
    assert loaded.derived is not None and loaded.derived.tree["rollup"] is None
