from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator.reports.lint import lint_templates
from generator.reports.strays import strays
from generator.reports.summary.rows import repeated_units, rows
from generator.reports.workspace import Workspace
from tests.support.formats import in_the_first, with_earlier_formats
from tests.support.paths import PROJECT


def put(workspace: Workspace, name: str | bytes, *, year: str = "2022") -> Path:
    """A copy of the report under another name in the year's folder."""
    path = workspace.root / "reports" / year / os.fsdecode(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(workspace.report("hechi", "2022"), path)
    return path


def run(workspace: Workspace, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "generator", "--root", str(workspace.root), *arguments]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, check=False, text=True)


@pytest.mark.parametrize(
    "name",
    [
        *("hechi - 副本.yaml", "hechi - 副本 (2).yaml", "hechi 副本.yaml", "hechi (1).yaml", "hechi(1).yaml"),
        *("hechi copy.yaml", "Copy of hechi.yaml", "hechi - Copy.yaml", "hechi(冲突副本).yaml", "hechi-LAPTOP-A1.yaml"),
        *("hechi.sync-conflict-20230101-1.yaml", "hechi_LOCAL_123.yaml", "hechi_1.yaml", "hechi.2.yaml"),
        *("hechi.yaml.yaml", "hechi.yml", "hechi.YAML", "hechi.Yaml", "hechi.YML", "Hechi.yaml", "HECHI.yaml"),
        *(
            "河池.yaml",
            "h\u0435chi.yaml",
            "\uff48echi.yaml",
            " hechi.yaml",
            "hechi .yaml",
            "-hechi.yaml",
            "--help.yaml",
        ),
        *(".yaml", "hechi\u200b.yaml", "hechi.yaml\u200b", "a\nb.yaml", "a\x1b[31m.yaml", b"\xff\xfe.yaml"),
        *("hechi.yaml.txt", "hechi.yaml.docx", "hechi.yaml ", "hechi。yaml", "hechi.yaml　", "２.ｙａｍｌ"),
    ],
)
def test_what_looks_like_data_is_told_and_not_counted(workspace: Workspace, name: str | bytes) -> None:
    put(workspace, name)
    (problem,) = strays(workspace)
    assert (problem.code, problem.place.path.rpartition("/")[0]) == ("FILE-NAME", "reports/2022")
    assert problem.remedy and problem.message
    assert workspace.reports() == [("hechi", "2022")]
    assert [row.code for row in rows(workspace, "2022", processes=1)] == ["hechi"]
    assert strays(workspace, "2022") == [problem] and strays(workspace, "2021") == []


@pytest.mark.parametrize(
    "name",
    [
        *("hechi.yaml~", ".hechi.yaml.swp", ".hechi.yaml.swo", "#hechi.yaml#", ".#hechi.yaml", "~$hechi.yaml"),
        *(".~lock.hechi.yaml#", "._hechi.yaml", ".DS_Store", "Thumbs.db", "desktop.ini", ".gitkeep", "README.md"),
        *("4913", "hechi.yaml.orig", "hechi.yaml.rej", "hechi.yaml.bak", "hechi.yaml.tmp", "hechi.yaml.part"),
        *("预算.xlsx", "~$预算.xlsx", "basis.pdf", "hechi.docx", "hechi.txt", "hechi.json", "hechi"),
    ],
)
def test_what_editors_and_systems_keep_and_other_sources_are_left_alone(workspace: Workspace, name: str) -> None:
    put(workspace, name)
    assert strays(workspace) == []
    assert workspace.reports() == [("hechi", "2022")]


@pytest.fixture
def workspace(small_workspace: Workspace) -> Workspace:
    return small_workspace


def test_a_dangling_link_of_an_editor_is_no_stray(workspace: Workspace) -> None:
    (workspace.root / "reports" / "2022" / ".#hechi.yaml").symlink_to("clerk@machine.123")
    assert strays(workspace) == []


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("reports/2022 - 副本/hechi.yaml", "reports/2022 - 副本"),
        ("reports/2022年/hechi.yaml", "reports/2022年"),
        ("reports/２０２２/hechi.yaml", "reports/２０２２"),
        ("reports/22/deep/hechi.yml", "reports/22"),
        ("reports/hechi.yaml", "reports/hechi.yaml"),
        ("reports/2022/sub/hechi.yaml", "reports/2022/sub"),
    ],
)
def test_data_in_another_folder_is_told_once(workspace: Workspace, place: str, told: str) -> None:
    path = workspace.root / place
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(workspace.report("hechi", "2022"), path)
    shutil.copy(path, path.with_name("other.yaml")) if path.parent.name != "reports" else None
    assert [problem.place.path for problem in strays(workspace)] == [told]
    assert workspace.reports() == [("hechi", "2022")]


def test_a_folder_of_sources_is_no_stray(workspace: Workspace) -> None:
    for place in ("reports/凭证/1.pdf", "reports/2022/凭证/1.pdf"):
        (workspace.root / place).parent.mkdir()
        (workspace.root / place).touch()
    assert strays(workspace) == []


@pytest.mark.parametrize(
    ("name", "beside", "remedy"),
    [
        ("hechi.yml", False, "改名为 hechi.yaml"),
        ("hechi.yml", True, "已有 hechi.yaml"),
        ("Hechi.yaml", True, "不分大小写"),
        ("hechi - 副本.yaml", True, "多余的副本删去"),
    ],
)
def test_the_advice_says_what_the_file_is_to_be_called(
    workspace: Workspace, name: str, beside: bool, remedy: str
) -> None:
    put(workspace, name)
    if not beside:
        workspace.report("hechi", "2022").unlink()
    (problem,) = strays(workspace)
    assert remedy in problem.remedy


@pytest.mark.heavy
def test_the_commands_tell_strays_and_do_what_they_can(workspace: Workspace) -> None:
    put(workspace, "hechi - 副本.yaml")
    put(workspace, b"\xff\x1b.yml")
    told = {"check": run(workspace, "check"), "all": run(workspace, "all"), "lint": run(workspace, "lint")}
    told["summary"] = run(workspace, "summary", "--year", "2022")
    for done in told.values():
        assert (done.returncode, done.stderr.count("FILE-NAME")) == (1, 2), done.stderr
        assert "hechi - 副本.yaml" in done.stderr and "\x1b" not in done.stderr + done.stdout
    assert (workspace.root / "build" / "2022" / "hechi" / "report.docx").exists()
    assert "1 个单位" in told["summary"].stdout
    for arguments in (["report", "--unit", "hechi", "--year", "2022"], ["check", "--unit", "hechi", "--year", "2022"]):
        assert run(workspace, *arguments).returncode == 0
    assert run(workspace, "check", "--format", "github").stdout.count("FILE-NAME") == 2


def test_a_unit_whose_file_has_another_name_is_found_by_it(workspace: Workspace) -> None:
    workspace.report("hechi", "2022").rename(workspace.root / "reports" / "2022" / "hechi.yml")
    done = run(workspace, "report", "--unit", "hechi", "--year", "2022")
    assert (done.returncode, "有「hechi.yml」，把它改名为 hechi.yaml" in done.stderr) == (2, True)
    done = run(workspace, "check")
    assert (done.returncode, "FILE-NAME" in done.stderr) == (1, True)


def test_two_files_of_one_unit_and_year_name_each_other(workspace: Workspace) -> None:
    put(workspace, "hechi-copy.yaml")
    found = repeated_units(workspace, "2022", rows(workspace, "2022", processes=1))
    assert sorted((problem.place.path, problem.place.line) for problem in found) == [
        ("reports/2022/hechi-copy.yaml", 3),
        ("reports/2022/hechi.yaml", 3),
    ]
    for command in (["check"], ["summary", "--year", "2022"]):
        done = run(workspace, *command)
        assert (done.returncode, done.stderr.count("REPORT-TWICE")) == (0, 2), done.stderr


def test_a_repetition_is_found_in_an_older_format_too(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    with_earlier_formats(monkeypatch)
    path = put(workspace, "hechi-copy.yaml")
    path.write_text(in_the_first(path.read_text("utf-8")), "utf-8")
    found = repeated_units(workspace, "2022", rows(workspace, "2022", processes=1))
    assert [problem.place.excerpt.partition(":")[0] for problem in found] == ["unit", "office"]


def test_one_unit_in_two_years_is_no_repetition(workspace: Workspace) -> None:
    path = put(workspace, "hechi.yaml", year="2021")
    path.write_text(path.read_text("utf-8").replace("year: 2022", "year: 2021"), "utf-8")
    assert "REPORT-TWICE" not in run(workspace, "check").stderr


@pytest.mark.parametrize("name", ["profile.yml", "Profile.yaml", "profile - 副本.yaml", "national.yaml"])
def test_what_looks_like_a_profile_is_told_by_lint(workspace: Workspace, name: str) -> None:
    shutil.copy(workspace.templates / "national" / "profile.yaml", workspace.templates / "national" / name)
    assert [(problem.code, problem.place.path) for problem in lint_templates(workspace.templates)] == [
        ("FILE-NAME", f"templates/national/{name}")
    ]
