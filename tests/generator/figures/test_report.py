from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from generator.data.report import Profile
from generator.figures.report import derive
from generator.namespace import Tree, figures, resolve
from generator.quantity import Word
from generator.reports.load import load
from generator.reports.workspace import Workspace
from tests.support.paths import PROJECT
from tests.support.reports import derived, edit, problems, value

E = "evaluations.xiaoxiaotong"


@pytest.fixture
def tree(workspace: Workspace) -> Tree:
    return derived(workspace)


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


@pytest.mark.parametrize(
    ("path", "word"), [("score.grade", "二等"), ("funds.requirement", "未达到"), ("score.indicators_met", "未达到")]
)
def test_the_words_of_hechi(tree: Tree, path: str, word: str) -> None:
    found = resolve(tree, f"{E}.{path}")
    assert isinstance(found, Word)
    assert found.text == word


def test_every_figure_has_a_label_and_an_origin(tree: Tree) -> None:
    found = [*figures(tree)]
    assert len(found) > 50
    for path, figure in found:
        assert figure.label, path
        assert figure.origin is not None or "weight" in path, path


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


def test_texts_may_refer_to_figures(tree: Tree) -> None:
    row: Any = resolve(tree, f"{E}.indicators.项目支出")
    assert (row["target"], row["actual"]) == ("≤3.00万元", "2.18万元")
    reason: Any = resolve(tree, f"{E}.funds.reason")
    assert "8246元" in reason


def test_the_outline_is_numbered_without_gaps(tree: Tree) -> None:
    outline: Any = resolve(tree, f"{E}.outline")
    headings = [section["heading"] for section in outline]
    assert [heading for heading in headings if heading[1] == "、"] == [
        "一、项目基本情况",
        "二、项目评价工作开展情况",
        "三、项目绩效情况",
        "四、经验总结、存在的问题和原因分析",
        "五、工作改进建议",
    ]
    assert headings[1:4] == ["（一）项目立项情况", "1.项目立项背景", "2.资金用途及目的"]


def test_an_optional_section_without_text_leaves_no_gap(workspace: Workspace) -> None:
    profile = workspace.templates / "guangxi-hechi" / "profile.yaml"
    text = profile.read_text("utf-8")
    profile.write_text(
        text.replace("          - title: 产出质量\n", "          - title: 产出质量\n            text: optional\n"),
        "utf-8",
    )
    report = workspace.report("hechi", "2022").read_text("utf-8")
    start, end = report.index("      产出质量: |"), report.index("      产出时效: |")
    assert problems(workspace, (report[start:end], "")) == []
    outline: Any = resolve(derived(workspace), f"{E}.outline")
    assert "2.产出时效" in [section["heading"] for section in outline]


def test_a_group_that_declares_no_weight_has_that_of_its_indicators(demo: Path) -> None:
    text = demo.read_text("utf-8")
    demo.write_text(text.replace("\n        weight: 50\n", "\n").replace("\n        weight: 30\n", "\n"), "utf-8")
    loaded = load(Workspace(demo.parents[2]), "demo", "2023")
    assert loaded.derived is not None
    rows: Any = resolve(loaded.derived.tree, "evaluations.wangluo.indicators")
    levels = {row["level1"]["heading"]: row["level1"]["weight"].value for row in rows}
    assert levels == {"产出指标（50分）": 50, "效益指标（30分）": 30, "满意度指标（10分）": 10}
    assert {row["reason"] for row in rows} == {"", "部分学校应用不多，下年加强培训。"}


def test_a_list_in_a_section_is_numbered_one_level_below_its_heading(workspace: Workspace) -> None:
    edit(workspace, ("      资金用途及目的: |\n", "\n        1. 甲\n           1. 乙\n      资金用途及目的: |\n"))
    outline: Any = resolve(derived(workspace), f"{E}.outline")
    (section,) = [section for section in outline if section["id"] == "项目立项背景"]
    lines = ["".join(run["text"] for run in block["runs"]) for block in section["text"]]
    assert lines[-2:] == ["（1）甲", "（1）乙"]  # no numbers stand below these


def test_a_list_in_a_table_is_numbered_from_the_third_level() -> None:
    loaded = load(Workspace(PROJECT), "zhuzhou", "2024")
    assert loaded.derived is not None
    evaluation: Any = resolve(loaded.derived.tree, "evaluations.zhengti")
    blocks = evaluation["base_table"]["austerity"]
    assert ["".join(run["text"] for run in block["runs"])[:4] for block in blocks] == [
        "1.办公",
        "2.推行",
        "3.管好",
        "4.出差",
    ]


def test_a_list_in_a_table_takes_the_levels_that_there_are() -> None:
    loaded = load(Workspace(PROJECT), "zhuzhou", "2024")
    assert loaded.report is not None and loaded.forms is not None
    profile = Profile(**vars(loaded.forms.profile) | {"numbering": ("一、", "（一）")})
    evaluation: Any = resolve(derive(loaded.report, profile).tree, "evaluations.zhengti")
    blocks = evaluation["base_table"]["austerity"]
    assert ["".join(run["text"] for run in block["runs"])[:2] for block in blocks] == ["一、", "二、", "三、", "四、"]
