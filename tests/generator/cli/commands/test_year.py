"""The commands of a year: new and summary."""

from __future__ import annotations

import pytest

from generator.reports.workspace import Workspace
from tests.support.cli import Run

pytestmark = pytest.mark.usefixtures("_plain")


@pytest.fixture
def run(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(workspace, capsys)


@pytest.fixture
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("UNIT", "YEAR", "FROM", "PROFILE", "TYPE", "SORT", "FORMAT"):
        monkeypatch.delenv(name, raising=False)


def test_new_makes_a_file_that_check_lists_as_work_to_do(run: Run, workspace: Workspace) -> None:
    status, out, err = run("new", "--unit", "hechi", "--year", "2023", "--from", "2022")
    assert status == 0
    assert "已新建 reports/2023/hechi.yaml" in out and "有 29 处要填写" in out and "的注释说的是以前年度的数据" in out
    assert "提示 PROSE-YEAR  reports/2023/hechi.yaml:124:79" in err
    status, _, err = run("check", "--unit", "hechi", "--year", "2023")
    assert status == 1
    assert "还有 29 处没有填写：\n    9:9   事实数据（项目总投资）\n" in err
    assert "   32:18  「差旅费」的支出数（actual）\n" in err and err.count("改正：") == 2
    assert err.endswith("错误 30 个\n")


def test_new_never_overwrites(run: Run, workspace: Workspace) -> None:
    before = workspace.report("hechi", "2022").read_bytes()
    status, out, err = run("new", "--unit", "hechi", "--year", "2022", "--profile", "national")
    assert (status, out) == (2, "") and "reports/2022/hechi.yaml 已经有了，不改动" in err
    assert workspace.report("hechi", "2022").read_bytes() == before


def test_new_from_a_profile(run: Run, workspace: Workspace) -> None:
    status, out, _ = run("new", "--unit", "abc", "--year", "2023", "--profile", "hunan-zhuzhou", "--type", "whole-unit")
    assert status == 0 and "已按「湖南株洲市部门（单位）整体支出绩效自评」新建 reports/2023/abc.yaml" in out
    assert "type: whole-unit" in workspace.report("abc", "2023").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "要写明单位和年度，如 make new UNIT=hechi YEAR=2023 FROM=2022"),
        (["--unit", "abc", "--year", "2023"], "PROFILE=guangxi-hechi  广西河池市项目支出绩效自评"),
        (["--unit", "abc", "--year", "2023"], "单位 abc 还没有数据"),
        (["--unit", "hechi", "--year", "2023"], "沿用上年的：make new UNIT=hechi YEAR=2023 FROM=2022"),
        (["--unit", "hechi", "--year", "2023", "--from", "2021"], "没有 reports/2021/hechi.yaml"),
        (["--unit", "hechi", "--year", "2021", "--from", "2022"], "FROM=2022 要早于 YEAR=2021"),
        (["--unit", "hechi", "--year", "2023", "--from", "22"], "FROM（四位年份）"),
        (["--unit", "hechi", "--year", "2023", "--from", "2022", "--profile", "national"], "只写一个"),
        (["--unit", "abc", "--year", "2023", "--profile", "national", "--type", "other"], "TYPE"),
    ],
)
def test_misuse_of_new_is_explained(run: Run, workspace: Workspace, arguments: list[str], words: str) -> None:
    status, out, err = run("new", *arguments)
    assert (status, out) == (2, "") and words.replace("FROM（四位年份）", "FROM=2022（四位年份）") in err
    assert not workspace.report("abc", "2023").exists() and not workspace.report("hechi", "2023").exists()


def test_a_profile_that_does_not_exist_is_a_located_problem(run: Run, workspace: Workspace) -> None:
    status, _, err = run("new", "--unit", "abc", "--year", "2023", "--profile", "../guangxi")
    assert status == 1 and "没有名为「../guangxi」的地区格式" in err and "没有新建 reports/2023/abc.yaml" in err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "要写明年度，如 make summary YEAR=2022"),
        (["--year", "2031"], "没有这一年的数据"),
        (["--year", "2022", "--sort", "name"], "SORT='name' 不合要求，可用 unit、rate"),
    ],
)
def test_misuse_of_summary_is_explained(run: Run, arguments: list[str], words: str) -> None:
    status, out, err = run("summary", *arguments)
    assert (status, out) == (2, "") and words in err
