from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from generator.cli import app
from generator.cli.app import main
from generator.opc import write_package
from generator.reports.workspace import Workspace
from generator.word.names import DOCUMENT
from generator.word.package import read_package
from tests.support.cli import Run
from tests.support.paths import PROJECT
from tests.support.reports import DOCUMENTS, edit


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("UNIT", "YEAR", "FORMAT"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def run(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(workspace, capsys)


def built(workspace: Workspace) -> dict[str, bytes]:
    folder = workspace.output("hechi", "2022")
    return {path.name: path.read_bytes() for path in folder.iterdir()} if folder.exists() else {}


def test_report_writes_the_documents_and_names_them(run: Run, workspace: Workspace) -> None:
    status, out, err = run("report", "--unit", "hechi", "--year", "2022")
    assert (status, err) == (0, "")
    assert "已生成 5 份文档" in out and "build/2022/hechi/report.docx" in out
    assert set(built(workspace)) == set(DOCUMENTS)


def test_unit_and_year_come_from_the_environment(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNIT", "hechi")
    monkeypatch.setenv("YEAR", "2022")
    assert run("report")[0] == 0


def test_errors_are_shown_with_status_1_and_leave_the_documents_alone(run: Run, workspace: Workspace) -> None:
    run("report", "--unit", "hechi", "--year", "2022")
    before = built(workspace)
    edit(workspace, ("actual: 21754元", "actual: 12345元"))
    status, _, err = run("report", "--unit", "hechi", "--year", "2022")
    assert status == 1
    assert "错误 FUNDS-SUM  reports/2022/hechi.yaml:25:15" in err and "以前生成的保持不变" in err
    assert built(workspace) == before


def test_warnings_are_shown_and_do_not_stop_the_build(run: Run, workspace: Workspace) -> None:
    edit(workspace, ("    cause: 原文称均达到相关指标要求，而总分 87.25 分，指标部分失 10.00 分\n", ""))
    status, out, err = run("report", "--unit", "hechi", "--year", "2022")
    assert status == 0
    assert "警告 PUBLISHED-CAUSE" in err and "已生成" in out


@pytest.mark.parametrize(
    "arguments",
    [
        ["report", "--unit", "../x", "--year", "2022"],
        ["report", "--unit", "a; id", "--year", "2022"],
        ["report", "--unit", "hechi\n", "--year", "2022"],
        ["report", "--unit", "HECHI", "--year", "2022"],
        ["report", "--unit", "hechi", "--year", "22"],
        ["report", "--unit", "hechi", "--year", "２０２２"],
        ["report", "--unit", "hechi", "--year", "2022/.."],
        ["report", "--unit", "hechi"],
        ["report"],
        ["check", "--unit", "hechi", "--year", "2021"],
        ["check", "--unit", "nobody"],
        ["all", "--year", "2001"],
        ["check", "--format", "xml"],
        ["reprot"],
        ["report", "--nuit", "x"],
        [],
    ],
)
def test_misuse_is_refused_with_status_2_and_writes_nothing(
    run: Run, workspace: Workspace, arguments: list[str]
) -> None:
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert err.startswith("用法错误：")
    assert not (workspace.root / "build").exists()


def test_a_missing_report_lists_those_there_are(run: Run) -> None:
    status, _, err = run("report", "--unit", "hechi", "--year", "2021")
    assert status == 2
    assert "没有 reports/2021/hechi.yaml" in err and "UNIT=hechi YEAR=2022" in err


def test_a_workspace_without_reports_says_so(run: Run, workspace: Workspace) -> None:
    workspace.report("hechi", "2022").unlink()
    status, _, err = run("check")
    assert status == 2 and "还没有数据文件" in err


def test_check_reads_all_reports_or_one(run: Run, workspace: Workspace) -> None:
    assert run("check")[:2] == (0, "没有发现问题\n")
    edit(workspace, ("actual: 21754元", "actual: 12345元"))
    assert run("check")[0] == run("check", "--unit", "hechi", "--year", "2022")[0] == 1
    assert not (workspace.root / "build").exists()


def test_problems_as_json_and_as_annotations(run: Run, workspace: Workspace) -> None:
    assert run("check", "--format", "json")[:2] == (0, "[]\n")
    assert run("check", "--format", "github")[:2] == (0, "")
    edit(workspace, ("actual: 21754元", "actual: 2"))
    status, out, err = run("check", "--format", "json")
    assert (status, err, json.loads(out)[0]["code"]) == (1, "", "FIGURE-SPELLING")
    status, out, _ = run("report", "--unit", "hechi", "--year", "2022", "--format", "github")
    assert (status, out.split(",")[0]) == (1, "::error file=reports/2022/hechi.yaml")


def test_all_builds_every_report_although_one_fails(run: Run, workspace: Workspace) -> None:
    good = workspace.report("hechi", "2022").read_text("utf-8")
    workspace.report("abad", "2022").write_text(good.replace("actual: 21754元", "actual: 2"), "utf-8")
    status, out, err = run("all")
    assert status == 1
    assert "已生成 build/2022/hechi" in out and "共 2 份数据，生成 1 份，没有变化 0 份，失败 1 份" in out
    assert "失败：2022/abad" in err
    assert not workspace.output("abad", "2022").exists()
    workspace.report("abad", "2022").unlink()
    assert run("all")[0] == 0


def test_a_broken_template_stops_the_build_with_its_problem(run: Run, workspace: Workspace) -> None:
    (workspace.templates / "national" / "funds.docx").write_bytes(b"")
    status, _, err = run("report", "--unit", "hechi", "--year", "2022")
    assert status == 1 and "TEMPLATE-FILE  templates/national/funds.docx" in err
    assert run("lint")[0] == 1


@pytest.mark.heavy
def test_lint_writes_the_faults_into_copies_of_the_templates(run: Run, workspace: Workspace) -> None:
    assert run("lint", "--annotate", "1")[:2] == (0, "模板没有问题，没有写批注\n没有发现问题\n")
    path = workspace.templates / "national" / "report.docx"
    package, _ = read_package(path, path.name)
    assert package is not None
    wide = package[DOCUMENT].replace(b"{{ unit }}", "｛｛ unit ｝｝".encode())
    path.write_bytes(write_package(package | {DOCUMENT: wide}))
    for command in (("lint", "--annotate", "1"), ("check",), ("report", "--unit", "hechi", "--year", "2022")):
        status, out, err = run(*command)
        assert (status, err.count("「｛｛ unit ｝｝」用了全角符号，不是标记")) == (1, 1), command
        assert "位置：正文第 " in err and "改正：写成 {{ unit }}" in err
        assert "已写入 build/lint/national/report.docx：问题写成了批注" in out or command[0] != "lint"
    assert "ANNOTATE='yes' 不合要求" in run("lint", "--annotate", "yes")[2]


def test_check_tells_the_faults_of_templates_beside_those_of_data(run: Run, workspace: Workspace) -> None:
    (workspace.templates / "national" / "funds.docx").write_bytes(b"")
    edit(workspace, ("actual: 21754元", "actual: 12345元"))
    err = run("check")[2]
    assert "TEMPLATE-FILE  templates/national/funds.docx" in err and "错误 FUNDS-SUM" in err


def test_lint_and_styles_answer_on_clean_templates(run: Run) -> None:
    assert run("lint")[:2] == (0, "没有发现问题\n")
    assert run("styles")[:2] == (0, "没有发现问题\n")


def test_styles_names_what_it_changed(run: Run, workspace: Workspace) -> None:
    base = workspace.templates / "base.docx"
    (workspace.templates / "national" / "funds.docx").write_bytes(base.read_bytes())
    from generator.opc import write_package
    from generator.word.package import read_package

    package, _ = read_package(base, "base")
    assert package is not None
    base.write_bytes(write_package(package | {"word/settings.xml": package["word/settings.xml"] + b"\n"}))
    out = run("styles")[1]
    assert "已更新样式：templates/national/report.docx" in out


def test_an_output_that_cannot_be_written_is_a_problem(run: Run, workspace: Workspace) -> None:
    (workspace.root / "build").write_text("in the way")
    status, _, err = run("report", "--unit", "hechi", "--year", "2022")
    assert status == 1 and "BUILD-WRITE" in err


@pytest.mark.parametrize("arguments", [["--help"], ["report", "--help"], ["check", "-h"]])
def test_help_is_chinese(run: Run, arguments: list[str]) -> None:
    status, out, _ = run(*arguments)
    assert status == 0
    assert "用法：" in out
    assert "Usage" not in out and "Options" not in out and "Show this" not in out


def test_interrupting_is_no_traceback(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("generator.cli.app.load", stop)
    status, _, err = run("check")
    assert status == 130 and "已中止" in err


def test_a_fault_of_the_program_is_no_traceback_unless_asked_for(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("x")

    monkeypatch.setattr("generator.cli.app.load", fail)
    status, _, err = run("check")
    assert status == 3 and "程序出错，不是数据的问题：ZeroDivisionError" in err
    monkeypatch.setenv("DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        main(["--root", str(run.workspace.root), "check"])


def test_the_workspace_is_the_current_folder_by_default(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(workspace.root)
    with pytest.raises(SystemExit) as stop:
        main(["check"])
    assert stop.value.code == 0
    assert "没有发现问题" in capsys.readouterr().out
    assert Path.cwd() == workspace.root


def test_a_file_in_the_root_takes_the_place_of_no_library(tmp_path: Path) -> None:
    for folder in ("generator", "schema", "templates", "reports"):
        shutil.copytree(PROJECT / folder, tmp_path / folder)
    canary = tmp_path / "canary"
    beside = tmp_path / "beside"
    beside.mkdir()
    for name in ("click", "yaml", "jinja2", "json", "sitecustomize", "usercustomize", "generator/yaml"):
        (tmp_path / f"{name}.py").write_text(f"open({str(canary)!r}, 'w')")
    (beside / "yaml.py").write_text(f"open({str(canary)!r}, 'w')")
    (line,) = re.findall(r"(?m)^RUN := \$\(VENV\)/bin/python (.*)$", (PROJECT / "Makefile").read_text("utf-8"))
    command = [sys.executable, *line.split(), "check", "--unit", "hechi", "--year", "2022"]
    environment = os.environ | {"PYTHONPATH": str(beside)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False, text=True)
    assert (done.returncode, canary.exists()) == (0, False), done.stderr


def test_the_modules_of_further_commands_hold_those_that_are_named() -> None:
    names = {name: [command.name for command in import_module(name).COMMANDS] for name in app._ELSEWHERE}
    assert names == {name: [*commands] for name, commands in app._ELSEWHERE.items()}


def test_a_command_is_called_without_the_modules_of_the_others() -> None:
    code = "import sys; from generator.cli.app import program; program.get_command(None, 'new'); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    loaded = {name for name in done.stdout.split() if name.startswith("generator.cli.commands.")}
    assert loaded == {"generator.cli.commands.year"}
