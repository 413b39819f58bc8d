"""A county with rules of its own, by data alone: what its example report earns, and what its documents print."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.reports.documents import make_documents
from generator.reports.export import export
from generator.reports.importing import import_workbook
from generator.reports.load import Loaded, load
from generator.reports.workspace import Workspace
from tests.support.docx import all_text
from tests.support.paths import DATA, PROJECT


@pytest.fixture
def county(tmp_path: Path) -> Workspace:
    shutil.copytree(PROJECT / "templates", tmp_path / "templates")
    shutil.copytree(DATA / "forms" / "templates", tmp_path / "templates", dirs_exist_ok=True)
    shutil.copytree(DATA / "forms" / "reports", tmp_path / "reports")
    return Workspace(tmp_path)


def checked(workspace: Workspace) -> Loaded:
    loaded = load(workspace, "example-county", "2024")
    assert loaded.problems == []
    assert loaded.derived is not None
    return loaded


def test_the_county_scores_by_its_own_rules(county: Workspace) -> None:
    derived = checked(county).derived
    assert derived is not None
    (evaluation,) = derived.tree["evaluations"]
    score = evaluation["score"]
    assert score["execution"].number("", 2) == "9.00"
    assert [row["score"] and row["score"].digits() for row in evaluation["indicators"]] == [
        "20", "10", "10", "8", "18", "—", "10",
    ]  # fmt: skip
    assert [(one["before"].number("", 2), one["after"].number("", 2)) for one in score["adjustments"]] == [
        ("85.00", "94.44"),
        ("94.44", "92.44"),
    ]
    assert score["total"] and score["total"].number("", 2) == "92.44"
    assert evaluation["funds"]["adjustment"] and evaluation["funds"]["adjustment"].value == 20000
    assert [row["heading"] for row in evaluation["funds"]["source_rows"]] == [
        "当年财政拨款", "　其中：中央", "　　　　县级", "上年结转资金",
    ]  # fmt: skip


def test_the_documents_say_what_its_rules_did(county: Workspace) -> None:
    files, problems = make_documents(county, checked(county))
    assert [problem.code for problem in problems] == ["FIGURE-UNSHOWN"]  # what was carried over, which checks others
    text = all_text(files["scoring.docx"])
    for shown in (
        "注：不适用的指标 10 分不考核，其余按百分制折算，总分由85.00分变为94.44分。",
        "注：完成值超过指标值 30% 及以上的指标每项减 2 分：培训期数，总分由94.44分变为92.44分。",
        "不适用",
        "本年没有新建站点",
        "　其中：中央",
        "评价结论：优",
    ):
        assert shown in text, shown
    assert "未披露" not in text.replace("填表人：未披露", "").replace("填报日期：未披露", "").replace(
        "联系电话：未披露", ""
    )


def test_its_workbook_comes_back_unchanged(county: Workspace, tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    book.write_bytes(export(checked(county)))
    before = county.report("example-county", "2024").read_bytes()
    outcome = import_workbook(county, "example-county", "2024", book, "book.xlsx")
    assert (outcome.problems, outcome.changes) == ([], [])
    assert county.report("example-county", "2024").read_bytes() == before


def test_a_zero_budget_is_explained_on_the_page(county: Workspace) -> None:
    path = county.report("example-county", "2024")
    text = path.read_text("utf-8")
    start, end = text.index("      initial_budget"), text.index("    goals:")
    path.write_text(f"{text[:start]}      annual_budget: 0元\n      actual: 0元\n\n{text[end:]}", "utf-8")
    loaded = load(county, "example-county", "2024")
    assert [problem.code for problem in loaded.problems] == ["FUNDS-ZERO"]
    files, _ = make_documents(county, loaded)
    for name in ("scoring.docx", "funds.docx"):
        assert "注：全年预算数为零，预算执行率没有意义" in all_text(files[name])
