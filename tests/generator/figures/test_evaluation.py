"""The figures of an evaluation: amounts, scores, grades, and the groups that its indicators belong to."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from generator.figures.evaluation import levels_of
from generator.namespace import Tree, resolve
from generator.quantity import Word
from generator.reports.load import load
from generator.reports.workspace import Workspace
from tests.support.listing import listed, listing
from tests.support.reports import derived, edit, problems, value

E = "evaluations.xiaoxiaotong"


@pytest.fixture
def tree(workspace: Workspace) -> Tree:
    return derived(workspace)


def test_every_figure_of_an_evaluation_is_what_it_is_called_and_computed_as_is_listed() -> None:
    assert listing("everything") == listed("everything")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (f"{E}.funds.annual_budget", 30000),
        (f"{E}.funds.balance", 8246),
        (f"{E}.funds.rate", Fraction(21754, 30000)),
        (f"{E}.funds.unspent_rate", Fraction(8246, 30000)),
        (f"{E}.funds.items.差旅费.rate", 1),
        (f"{E}.funds.items.培训费.rate", Fraction(46, 100)),
        (f"{E}.funds.items.办公费.rate", Fraction(44, 100)),
        (f"{E}.funds.items.网络维护费.rate", 1),
        (f"{E}.funds.items_total.actual", 21800),
        (f"{E}.funds.tail", 46),
        (f"{E}.funds.sources.市本级财政预算安排.actual", 21754),
        (f"{E}.score.execution", Fraction(725, 100)),
        (f"{E}.score.indicators", 80),
        (f"{E}.score.indicators_weight", 90),
        (f"{E}.score.total", Fraction(8725, 100)),
        (f"{E}.score.lost", Fraction(1275, 100)),
        (f"{E}.working_group.size", 4),
        ("facts.运行年限", 17),
    ],
)
def test_the_figures_of_hechi(tree: Tree, path: str, expected: int | Fraction) -> None:
    assert value(tree, path) == expected


@pytest.mark.parametrize(("typed", "printed"), [("90%-95%", "90%—95%"), ("大约98%", "约98%")])
def test_a_range_and_a_rough_figure_are_printed_and_not_computed_with(
    workspace: Workspace, typed: str, printed: str
) -> None:
    item = "                target: 1922所\n                actual: 1922所\n"
    edit(workspace, (item, f"                target: {typed}\n                actual: 97%\n"))
    edit(workspace, ("facts:\n", f"facts:\n  比率: {typed}\n  差额: =facts.比率 - facts.比率\n"))
    loaded = load(workspace, "hechi", "2022")
    assert loaded.derived is not None
    (row,) = [one for one in loaded.derived.tree["evaluations"][0]["indicators"] if one["target"] == printed]
    assert row["comparator"] in ("—", "约")
    assert loaded.derived.tree["facts"]["比率"] == printed
    assert "FORMULA" in {problem.code for problem in loaded.problems}


@pytest.mark.parametrize("typed", ["2022-12", "2022.12", "２０２２年12月", "二〇二二年十二月"])
def test_when_the_group_was_set_up_is_printed_in_one_form(workspace: Workspace, typed: str) -> None:
    edit(workspace, ("established: 2022年12月", f"established: {typed}"))
    assert resolve(derived(workspace), f"{E}.working_group.established") == "2022年12月"


@pytest.mark.parametrize(
    ("path", "word"), [("score.grade", "二等"), ("funds.requirement", "未达到"), ("score.indicators_met", "未达到")]
)
def test_the_words_of_hechi(tree: Tree, path: str, word: str) -> None:
    found = resolve(tree, f"{E}.{path}")
    assert isinstance(found, Word)
    assert found.text == word


@pytest.mark.parametrize(
    ("indicator_score", "actual", "grade"),
    [
        ("82.75", "21750元", "一等"),
        ("82.74", "21750元", "二等"),
        ("82.745", "21750元", "一等"),
        ("30.00", "0元", "四等"),
    ],
)
def test_the_grade_follows_the_printed_score(
    workspace: Workspace, indicator_score: str, actual: str, grade: str
) -> None:
    edit(
        workspace,
        ("indicator_score: 80.00", f"indicator_score: {indicator_score}"),
        ("actual: 21754元", f"actual: {actual}"),
    )
    found = resolve(derived(workspace), f"{E}.score.grade")
    assert isinstance(found, Word)
    assert found.text == grade


def test_overspending_scores_no_more_than_the_weight(workspace: Workspace) -> None:
    edit(workspace, ("actual: 21754元", "actual: 45000元"))
    assert value(derived(workspace), f"{E}.score.execution") == 10


def test_a_zero_budget_gives_no_rate_and_no_score(workspace: Workspace) -> None:
    edit(workspace, ("initial_budget: 3万元", "initial_budget: 0元"))
    tree = derived(workspace)
    assert value(tree, f"{E}.funds.rate") is None
    assert value(tree, f"{E}.score.total") is None
    assert resolve(tree, f"{E}.score.grade") is None


def test_an_adjusted_budget_is_the_base_of_the_rate(workspace: Workspace) -> None:
    edit(workspace, ("      initial_budget: 3万元\n", "      initial_budget: 3万元\n      annual_budget: 4万元\n"))
    tree = derived(workspace)
    assert value(tree, f"{E}.funds.rate") == Fraction(21754, 40000)
    assert resolve(tree, f"{E}.funds.sources.市本级财政预算安排.initial_budget") is None


def test_the_source_without_amounts_takes_the_rest(workspace: Workspace) -> None:
    own = "        - name: 上年结转资金\n          budget: 1万元\n          actual: 5000元\n"
    edit(workspace, ("        - name: 市本级财政预算安排\n", f"        - name: 市本级财政预算安排\n{own}"))
    tree = derived(workspace)
    assert value(tree, f"{E}.funds.sources.市本级财政预算安排.budget") == 20000
    assert value(tree, f"{E}.funds.sources.市本级财政预算安排.actual") == 16754


def test_disclosed_scores_add_up(workspace: Workspace) -> None:
    path = workspace.report("hechi", "2022")
    text = path.read_text("utf-8").replace("    indicator_score: 80.00\n", "")
    head, tail = text.split("    indicators:\n")
    body, rest = tail.split("    # 公布的总分")
    lines = []
    for line in body.splitlines():
        lines.append(line)
        if line.startswith("              - name:"):
            lines += ["                weight: 9", "                score: 8.5"]
    path.write_text(head + "    indicators:\n" + "\n".join(lines) + "\n    # 公布的总分" + rest, "utf-8")
    assert value(derived(workspace), f"{E}.score.indicators") == 85


def test_without_any_score_there_is_no_total(workspace: Workspace) -> None:
    tree_problems = problems(workspace, ("    indicator_score: 80.00\n", ""))
    assert {problem.code for problem in tree_problems} == {"PUBLISHED-FIGURE"}
    tree = derived(workspace)
    assert resolve(tree, f"{E}.score.total") is None
    assert resolve(tree, f"{E}.score.grade") is None


def test_rows_carry_their_groups_from_the_top(tree: Tree) -> None:
    rows: Any = resolve(tree, f"{E}.indicators")
    assert [(row["level1"]["name"], row["level2"]["name"]) for row in rows][:5] == [("产出指标", "数量指标")] * 4 + [
        ("产出指标", "质量指标")
    ]
    assert rows[-1]["level2"]["id"] == "效益指标/可持续影响指标"


def test_a_group_that_declares_no_weight_has_that_of_its_indicators(demo: Path) -> None:
    text = demo.read_text("utf-8")
    demo.write_text(text.replace("\n        weight: 50\n", "\n").replace("\n        weight: 30\n", "\n"), "utf-8")
    loaded = load(Workspace(demo.parents[2]), "demo", "2023")
    assert loaded.derived is not None
    rows: Any = resolve(loaded.derived.tree, "evaluations.wangluo.indicators")
    levels = {row["level1"]["heading"]: row["level1"]["weight"].value for row in rows}
    assert levels == {"产出指标（50分）": 50, "效益指标（30分）": 30, "满意度指标（10分）": 10}
    assert {row["reason"] for row in rows} == {"", "部分学校应用不多，下年加强培训。"}


def test_an_indicator_knows_its_groups_however_deep_they_are(demo: Path) -> None:
    text = demo.read_text("utf-8")
    lines = "              - name: 故障及时率\n                target: ≥95%\n                actual: 97%\n                weight: 10\n"
    assert f"            items:\n{lines}" in text
    deep = "            groups:\n            - name: 甲\n              groups:\n              - name: 乙\n                items:\n"
    demo.write_text(
        text.replace(
            f"            items:\n{lines}", deep + lines.replace("    ", "      ", 1).replace("\n    ", "\n      ")
        ),
        "utf-8",
    )
    loaded = load(Workspace(demo.parents[2]), "demo", "2023")
    assert loaded.derived is not None, loaded.problems
    rows = {row["name"]: row for row in loaded.derived.tree["evaluations"][0]["indicators"]}
    assert [level["name"] for level in levels_of(rows["故障及时率"])] == ["产出指标", "时效指标", "甲", "乙"]
    assert [level["id"] for level in levels_of(rows["专网可用率"])] == ["产出指标", "产出指标/质量指标"]
