"""Yiyang 2021 and Zhuzhou 2024: the figures that must come out, and the documents that show them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from generator.namespace import Tree, resolve
from generator.quantity import Quantity, Word
from generator.reports.documents import make_documents
from generator.reports.load import load
from generator.reports.workspace import Workspace
from generator.word.names import W
from tests.support.docx import all_text, body
from tests.support.paths import PROJECT

REPORTS = {"yiyang": "2021", "zhuzhou": "2024"}


@pytest.fixture(scope="module")
def trees() -> dict[str, Tree]:
    found: dict[str, Tree] = {}
    for unit, year in REPORTS.items():
        loaded = load(Workspace(PROJECT), unit, year)
        assert loaded.derived is not None, loaded.problems
        assert loaded.problems == []
        found[unit] = {**loaded.derived.tree}
    return found


@pytest.fixture(scope="module")
def documents() -> dict[str, dict[str, bytes]]:
    found = {}
    for unit, year in REPORTS.items():
        files, problems = make_documents(Workspace(PROJECT), load(Workspace(PROJECT), unit, year))
        assert problems == []
        found[unit] = files
    return found


@pytest.mark.parametrize(
    ("unit", "path", "expected"),
    [
        ("yiyang", "funds.actual", 245000),
        ("yiyang", "funds.rate", Fraction(49, 100)),
        ("yiyang", "score.execution", Fraction(49, 10)),
        ("yiyang", "score.indicators", 84),
        ("yiyang", "score.total", Fraction(889, 10)),
        ("zhuzhou", "funds.items.基本支出.actual", 3344500),
        ("zhuzhou", "funds.items.项目支出.actual", 1844900),
        ("zhuzhou", "funds.actual", 5189400),
        ("zhuzhou", "funds.rate", Fraction(51894, 52083)),
        ("zhuzhou", "score.execution", Fraction(996, 100)),
        ("zhuzhou", "score.total", Fraction(9996, 100)),
        ("zhuzhou", "base_table.control_rate", Fraction(12, 13)),
        ("zhuzhou", "base_table.costs.三公经费.actual", 10000),
        ("zhuzhou", "base_table.costs.三公经费.last_year", 16000),
        ("zhuzhou", "annexes_count", 2),
    ],
)
def test_the_figures_that_must_come_out(trees: dict[str, Tree], unit: str, path: str, expected: int | Fraction) -> None:
    figure = resolve(trees[unit]["evaluations"][0], path)
    assert isinstance(figure, Quantity)
    assert figure.value == expected


@pytest.mark.parametrize(("unit", "grade"), [("yiyang", "良好"), ("zhuzhou", "优")])
def test_the_grade_follows_the_bands(trees: dict[str, Tree], unit: str, grade: str) -> None:
    word = resolve(trees[unit]["evaluations"][0], "score.grade")
    assert isinstance(word, Word)
    assert word.text == grade


@pytest.mark.parametrize(
    ("unit", "weights"),
    [
        ("yiyang", {"产出指标": 50, "效益指标": 40}),
        ("zhuzhou", {"产出指标": 40, "效益指标": 20, "满意度指标": 10, "成本指标": 20}),
    ],
)
def test_group_weights_add_up_from_their_items(trees: dict[str, Tree], unit: str, weights: dict[str, int]) -> None:
    rows: Any = trees[unit]["evaluations"][0]["indicators"]
    found: dict[str, Fraction] = {}
    for row in rows:
        found[row["level1"]["name"]] = found.get(row["level1"]["name"], Fraction(0)) + row["weight"].value
    assert found == weights


def test_what_the_source_prints_otherwise_is_reconciled(trees: dict[str, Tree]) -> None:
    for unit, published in (("yiyang", ["94分", "优秀"]), ("zhuzhou", ["193.39万元", "92.30%", "3件"])):
        rows: Any = trees[unit]["reconciliation"]["rows"]
        different = {row["published"]: row["cause"] for row in rows if row["kind"] == "不符"}
        for value in published:
            assert different.get(value), (unit, value)


@pytest.mark.parametrize("unit", REPORTS)
def test_every_indicator_stands_in_the_sheet(
    trees: dict[str, Tree], documents: dict[str, dict[str, bytes]], unit: str
) -> None:
    text = all_text(documents[unit]["scoring.docx"])
    rows: Any = trees[unit]["evaluations"][0]["indicators"]
    assert len(rows) == {"yiyang": 15, "zhuzhou": 23}[unit]
    for row in rows:
        assert row["name"] in text


@pytest.mark.parametrize("unit", REPORTS)
def test_rows_stay_whole_and_merges_start_before_they_continue(
    documents: dict[str, dict[str, bytes]], unit: str
) -> None:
    for name, data in documents[unit].items():
        for table in body(data).iter(f"{W}tbl"):
            started: set[int] = set()
            for row in table.iterchildren(f"{W}tr"):
                assert row.find(f"{W}trPr/{W}cantSplit") is not None, name
                column = 0
                for cell in row.iterchildren(f"{W}tc"):
                    span = cell.find(f"{W}tcPr/{W}gridSpan")
                    merge = cell.find(f"{W}tcPr/{W}vMerge")
                    if merge is None:
                        started.discard(column)
                    elif merge.get(f"{W}val") == "restart":
                        started.add(column)
                    else:
                        assert column in started, name
                    column += int(str(span.get(f"{W}val"))) if span is not None else 1


def test_a_private_phone_number_is_not_carried_over(documents: dict[str, dict[str, bytes]]) -> None:
    for data in documents["zhuzhou"].values():
        assert "1887330" not in all_text(data)
    assert "未公开" in all_text(documents["zhuzhou"]["scoring.docx"])
