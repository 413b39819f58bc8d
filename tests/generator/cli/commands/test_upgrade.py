"""The command upgrade: which files it takes, and what it says of each."""

from __future__ import annotations

import pytest

from generator.reports.workspace import Workspace
from tests.support.cli import Run
from tests.support.formats import in_the_first, profile_in_the_first, with_earlier_formats

REPORT = "reports/2022/hechi.yaml"
PROFILES = ["guangxi-hechi", "national"]


@pytest.fixture
def run(workspace: Workspace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    for name in ("UNIT", "YEAR"):
        monkeypatch.delenv(name, raising=False)
    return Run(workspace, capsys)


@pytest.fixture
def _older(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Puts a report and two profiles into an older format."""
    with_earlier_formats(monkeypatch)
    path = workspace.root / REPORT
    path.write_text(in_the_first(path.read_text("utf-8")), "utf-8")
    for name in PROFILES:
        path = workspace.templates / name / "profile.yaml"
        path.write_text(profile_in_the_first(path.read_text("utf-8")), "utf-8")


def texts(workspace: Workspace) -> dict[str, str]:
    paths = [*workspace.root.glob("reports/*/*"), *workspace.root.glob("templates/*/profile.yaml")]
    return {workspace.name(path): path.read_text("utf-8") for path in paths}


def test_where_nothing_is_to_do_it_says_so(run: Run, workspace: Workspace) -> None:
    before = texts(workspace)
    assert run("upgrade") == (0, "共 6 个文件，已经是最新的格式版本，没有要改的。\n", "")
    assert texts(workspace) == before


@pytest.mark.usefixtures("_older")
def test_each_change_is_told_and_done_once(run: Run, workspace: Workspace) -> None:
    before = texts(workspace)
    status, out, err = run("upgrade", "--unit", "hechi", "--year", "2022")
    assert (status, err) == (0, "")
    lines = out.splitlines()
    assert lines[:2] == [f"{REPORT}：第 1 版格式 → 第 3 版，改了 6 处", "  3:1  office → unit"]
    assert "  3:1  （没有） → format: 3" in lines and "  5:23  （没有） → other_years: - 2021" in lines
    assert lines[-1] == "已把 1 个文件换成最新的格式版本；接着运行 make check"
    after = texts(workspace)
    assert [name for name in after if after[name] != before[name]] == [REPORT]
    assert "format: 3\nunit: 河池市电化教育站\n" in after[REPORT]
    assert run("upgrade", "--unit", "hechi") == (0, "共 1 个文件，已经是最新的格式版本，没有要改的。\n", "")


@pytest.mark.usefixtures("_older")
def test_reports_and_profiles_are_upgraded_together(run: Run, workspace: Workspace) -> None:
    for path in workspace.templates.glob("*/profile.yaml"):
        if path.parent.name not in PROFILES:
            path.write_text(f"format: 2\n{path.read_text('utf-8')}", "utf-8")
    status, out, err = run("upgrade")
    assert (status, err) == (0, "")
    assert [line.partition("：")[0] for line in out.splitlines() if "版格式 →" in line] == [
        REPORT,
        *(f"templates/{name}/profile.yaml" for name in PROFILES),
    ]
    assert "已把 3 个文件换成最新的格式版本" in out
    assert run("check", "--unit", "hechi", "--year", "2022")[0] == 0


@pytest.mark.usefixtures("_older")
def test_a_file_with_errors_stops_no_other(run: Run, workspace: Workspace) -> None:
    path = workspace.root / REPORT
    path.write_text(path.read_text("utf-8").replace("year: 2022", "year: 二〇二二", 1), "utf-8")
    broken = path.read_text("utf-8")
    status, out, err = run("upgrade")
    assert status == 1
    assert f"错误 SCHEMA-TYPE  {REPORT}:4:7" in err
    assert err.endswith("有 1 个文件没有改动：先改正上面的问题，再运行一次\n")
    assert "templates/national/profile.yaml：第 1 版格式 → 第 2 版" in out
    assert path.read_text("utf-8") == broken


@pytest.mark.usefixtures("_older")
def test_of_very_many_changes_some_are_counted_only(
    run: Run, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.cli.commands.upgrade._MOST", 2)
    monkeypatch.setattr("generator.cli.commands.upgrade._WIDEST", 5)
    _, out, _ = run("upgrade", "--unit", "hechi")
    assert out.splitlines()[1:4] == ["  3:1  offic… → unit", "  19:5  title → name", "  还有 4 处"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--unit", "nobody"], "没有符合条件的数据文件"),
        (["--unit", "hechi", "--year", "2019"], "没有 reports/2019/hechi.yaml"),
        (["--unit", "../x"], "UNIT="),
    ],
)
def test_misuse_is_told(run: Run, arguments: list[str], words: str) -> None:
    status, out, err = run("upgrade", *arguments)
    assert (status, out) == (2, "") and words in err


def test_an_empty_folder_is_told(tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = Run(Workspace(tmp_path_factory.mktemp("空")), capsys)("upgrade")
    assert (status, out) == (2, "") and "没有可换的文件" in err
