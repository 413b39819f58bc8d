"""Paths that figures had in earlier versions of the program lead to them under their names of today."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.data import aliases, classification
from generator.data.reader import parse
from generator.data.schema import validate
from generator.namespace import Finder
from generator.reports.load import load
from generator.reports.workspace import Workspace
from tests.support.cli import Run
from tests.support.paths import PROJECT
from tests.support.reports import ACCEPTED, LOST
from tests.support.scripted import Scripted

REPORT = ("--unit", "hechi", "--year", "2022")
E = "evaluations.xiaoxiaotong"
RENAMED = {
    "evaluations.*.money": "evaluations.*.finances",
    "evaluations.*.finances": "evaluations.*.funds",
    "evaluations.*.costs.*.spent": "evaluations.*.funds.items.*.actual",
}
Rename = Callable[[dict[str, str]], None]


@pytest.fixture
def rename(monkeypatch: pytest.MonkeyPatch) -> Rename:
    """Puts a table in the place of the list beside the schemas."""
    return lambda renamed: monkeypatch.setattr(aliases, "_renamings", lambda: aliases.compiled(renamed))


@pytest.mark.parametrize(
    ("path", "known_as"),
    [
        (f"{E}.money.rate", [f"{E}.finances.rate", f"{E}.funds.rate"]),
        (f"{E}.finances", [f"{E}.funds"]),
        ("evaluations.a.b.costs.第1.5批.spent", ["evaluations.a.b.funds.items.第1.5批.actual"]),
        (f"{E}.moneyless.rate", []),
        (f"{E}.funds.rate", []),
        (f"facts.{E}.money.rate", []),
        ("evaluations..money", []),
        (f"{E}.money" + ".甲" * 19, []),
        (f"{E}.money." + "甲" * 300, []),
    ],
)
def test_a_path_has_the_names_that_it_became(rename: Rename, path: str, known_as: list[str]) -> None:
    rename(RENAMED)
    assert [*aliases.names(path)] == [path, *known_as]
    assert aliases.current(path) == [path, *known_as][-1]


def test_the_parts_of_a_name_are_no_patterns(rename: Rename) -> None:
    rename({r"facts.\1": r"facts.\2"})
    assert [*aliases.names(r"facts.\1")] == [r"facts.\1", r"facts.\2"]
    assert [*aliases.names("factsx1")] == ["factsx1"]


def test_what_stands_under_a_path_itself_comes_first(rename: Rename) -> None:
    rename({"facts.甲": "facts.乙"})
    tree = {"facts": {"甲": 1, "乙": 2}}
    assert aliases.find(tree, "facts.甲") == ("facts.甲", 1)
    assert aliases.find({"facts": {"乙": 2}}, "facts.甲", Finder()) == ("facts.乙", 2)
    with pytest.raises(KeyError, match=r"facts\.丙"):
        aliases.find(tree, "facts.丙")


def test_explain_understands_an_old_name_and_tells_the_new_one(
    rename: Rename, workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    run = Run(workspace, capsys)
    assert run("explain", *REPORT, "--figure", f"{E}.money.rate")[0] == 2
    rename(RENAMED)
    old = run("explain", *REPORT, "--figure", f"{E}.money.rate")
    new = run("explain", *REPORT, "--figure", f"{E}.funds.rate")
    assert old[:2] == new[:2]
    assert old[2] == f"提示：数据项「{E}.money.rate」现在叫「{E}.funds.rate」，以后请写新名称\n"
    assert new[2] == ""


def test_a_published_figure_keeps_its_old_name(rename: Rename, workspace: Workspace) -> None:
    path = workspace.report("hechi", "2022")
    text = path.read_text("utf-8")
    assert f"figure: {E}.funds.rate" in text
    path.write_text(text.replace(f"figure: {E}.funds.", f"figure: {E}.money."), "utf-8")
    assert {problem.code for problem in load(workspace, "hechi", "2022").problems} == {"PUBLISHED-FIGURE"}
    rename(RENAMED)
    assert load(workspace, "hechi", "2022").problems == []


def test_an_accepted_problem_keeps_its_old_place(rename: Rename, demo: Path) -> None:
    old = "evaluations.wangluo.measures.教学应用水平"
    assert codes(demo, ACCEPTED.format(code="SCORE-REASON", at=old)) == ["SCORE-REASON", "ACCEPT-PATH"]
    rename({"evaluations.*.measures": "evaluations.*.indicators"})
    assert codes(demo, "") == []


def codes(demo: Path, added: str) -> list[str]:
    """The problems of the invented report without the reason for a lost point, with more text at its end."""
    text = demo.read_text("utf-8").replace(LOST[0], "") + added
    demo.write_text(text, "utf-8")
    return [problem.code for problem in load(Workspace(demo.parents[2]), "demo", "2023").problems]


def test_history_goes_on_before_a_renaming(
    rename: Rename, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    repo = Scripted(tmp_path_factory.mktemp("仓库"))
    repo.commit("初稿")
    repo.commit("补记", ("actual: 21754元", "actual: 21763元"), ("actual: 0.46万元", "actual: 0.4609万元"))
    run = Run(Workspace(repo.root), capsys)
    new = run("history", *REPORT, "--figure", f"{E}.funds.rate")
    rename(RENAMED)
    old = run("history", *REPORT, "--figure", f"{E}.finances.rate")
    assert (old[0], old[1]) == (new[0], new[1])
    assert "补记" in old[1] and "初稿" in old[1]
    assert "现在叫" in old[2] and "现在叫" not in new[2]


def test_the_list_is_checked_with_the_others() -> None:
    assert classification.list_problems() == []
    content, _ = classification.load_list("renamed_figures")
    for old, new in content["renamed"].items():
        assert old.count("*") == new.count("*")
        assert not f"{new}.".startswith(f"{old}."), "names of today would be taken for old ones"
    for path, codes in {
        "a.*.*.*": [],
        "a.*.*.*.*": ["SCHEMA-FORMAT"],
        "a b": ["SCHEMA-FORMAT"],
        "*.a": ["SCHEMA-FORMAT"],
    }.items():
        node, _ = parse(f'renamed: {{funds.rate: "{path}"}}'.encode(), "renamed_figures.yaml")
        assert node is not None
        assert [problem.code for problem in validate(node, "renamed_figures")] == codes


HECHI = "evaluations.xiaoxiaotong"


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("自评总分", f"{HECHI}.score.total"),
        ("预算执行率", f"{HECHI}.funds.rate"),
        ("培训费执行数", f"{HECHI}.funds.items.培训费.actual"),
        ("培训费.全年执行数", f"{HECHI}.funds.items.培训费.actual"),
        ("funds.items.培训费.actual", f"{HECHI}.funds.items.培训费.actual"),
    ],
)
def test_a_figure_is_explained_by_its_chinese_name(
    workspace: Workspace, capsys: pytest.CaptureFixture[str], name: str, path: str
) -> None:
    run = Run(workspace, capsys)
    report = ("--unit", "hechi", "--year", "2022")
    assert run("explain", *report, "--figure", name) == run("explain", *report, "--figure", path)


@pytest.mark.parametrize(
    ("unit", "year", "name", "words"),
    [
        ("hechi", "2022", "总分", ("「自评总分」", "score.total")),
        ("hechi", "2022", "自评得分", ("「自评总分」", "score.total")),
        ("hechi", "2022", "执行律", ("「预算执行率」", "funds.rate")),
        ("qiaokou", "2021", "预算执行率", ("写明是哪一个", ".funds.rate、evaluations.")),
    ],
)
def test_a_name_of_no_figure_or_of_several_lists_what_it_may_mean(
    capsys: pytest.CaptureFixture[str], unit: str, year: str, name: str, words: tuple[str, str]
) -> None:
    status, _, told = Run(Workspace(PROJECT), capsys)("explain", "--unit", unit, "--year", year, "--figure", name)
    assert status == 2
    assert all(word in told for word in words)
