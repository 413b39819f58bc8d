from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.files import write_files
from generator.problems import Severity
from generator.reports.documents import make_documents
from generator.reports.load import load
from generator.reports.origin import UNCOMMITTED
from generator.reports.workspace import Workspace
from generator.revisions.manifest import LISTING, SUMS, manifest
from tests.support.reports import DOCUMENTS, edit

COMMIT = "0123456789abcdef0123456789abcdef01234567"


def make(workspace: Workspace, commit: str = COMMIT) -> Path:
    files, problems = make_documents(workspace, load(workspace, "hechi", "2022"), commit)
    folder = workspace.output("hechi", "2022")
    assert problems == [] and write_files(folder, files) == []
    return folder


def listed(workspace: Workspace) -> tuple[str, dict[str, Any]]:
    files, problems = manifest(workspace)
    assert problems == []
    return files[SUMS].decode(), json.loads(files[LISTING])


def found(workspace: Workspace) -> list[tuple[str, str]]:
    """The path and message of each error; there are no files then."""
    files, problems = manifest(Workspace(workspace.root))
    assert files == {} and {problem.severity for problem in problems} == {Severity.ERROR}
    assert all(problem.remedy for problem in problems)
    return [(problem.place.path, problem.message) for problem in problems]


def test_sha256sum_accepts_the_sums_until_a_document_changes(workspace: Workspace, tool: Callable[[str], str]) -> None:
    folder = make(workspace)
    files, _ = manifest(workspace)
    write_files(workspace.root / "build", files)
    command = [tool("sha256sum"), "--check", "--strict", SUMS]
    assert subprocess.run(command, cwd=workspace.root / "build", check=False, capture_output=True).returncode == 0
    (folder / "funds.docx").write_bytes(b"")
    assert subprocess.run(command, cwd=workspace.root / "build", check=False, capture_output=True).returncode == 1


def test_documents_are_listed_in_order_with_what_they_say_of_themselves(workspace: Workspace) -> None:
    make(workspace)
    sums, listing = listed(workspace)
    paths = sorted(f"2022/hechi/{name}" for name in DOCUMENTS)
    assert [line.split("  ")[1] for line in sums.splitlines()] == paths
    assert [document["path"] for document in listing["documents"]] == paths
    first = listing["documents"][0]
    assert sums.startswith(f"{first['sha256']}  {first['path']}\n")
    assert {key: first[key] for key in ("unit", "year", "document", "commit", "generator")} == {
        "unit": "hechi",
        "year": "2022",
        "document": "full",
        "commit": COMMIT,
        "generator": "0.1.0",
    }
    assert len(first["inputs"]) == 64


def test_figures_are_listed_as_explain_prints_them(workspace: Workspace) -> None:
    make(workspace)
    _, listing = listed(workspace)
    (report,) = listing["reports"]
    assert (report["unit"], report["year"]) == ("hechi", "2022")
    figures = {figure["figure"]: figure for figure in report["figures"]}
    assert figures["evaluations.xiaoxiaotong.funds.rate"] == {
        "figure": "evaluations.xiaoxiaotong.funds.rate",
        "label": "预算执行率",
        "printed": "72.51%",
        "exact": "10877/150%",
    }
    assert figures["evaluations.xiaoxiaotong.score.grade"]["exact"] == "二等"


def test_the_same_documents_give_the_same_manifest_and_it_does_not_list_itself(workspace: Workspace) -> None:
    make(workspace)
    files, _ = manifest(workspace)
    write_files(workspace.root / "build", files)
    (workspace.root / "build" / ".DS_Store").touch()
    assert manifest(workspace) == (files, [])


def test_nothing_built_is_a_problem(workspace: Workspace) -> None:
    assert found(workspace) == [("build", "还没有生成文档")]


def test_a_damaged_document_is_a_problem(workspace: Workspace) -> None:
    path = make(workspace) / "report.docx"
    path.write_bytes(path.read_bytes()[:-100])
    assert found(workspace) == [("build/2022/hechi/report.docx", "文件不完整，后面的部分没有了")]


@pytest.mark.parametrize(
    "name", ["2022/hechi/other.docx", "2022/yiyang/report.docx", "2023/hechi/report.docx", "report.docx"]
)
def test_a_document_out_of_place_is_a_problem(workspace: Workspace, name: str) -> None:
    path = workspace.root / "build" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes((make(workspace) / "report.docx").read_bytes())
    assert found(workspace) == [(f"build/{name}", "不是本项目为这个位置生成的文档")]


def test_a_document_of_another_program_is_a_problem(workspace: Workspace) -> None:
    template = workspace.templates / "national" / "report.docx"
    (make(workspace) / "report.docx").write_bytes(template.read_bytes())
    assert found(workspace) == [("build/2022/hechi/report.docx", "不是本项目为这个位置生成的文档")]


def test_another_file_is_left_out_with_a_warning(workspace: Workspace) -> None:
    (make(workspace) / "notes.pdf").touch()
    files, problems = manifest(workspace)
    assert "notes.pdf" not in files[SUMS].decode()
    (warning,) = problems
    assert (warning.place.path, warning.severity) == ("build/2022/hechi/notes.pdf", Severity.WARNING)


def test_an_exported_workbook_is_left_out_without_a_word(workspace: Workspace) -> None:
    (make(workspace) / "workbook.xlsx").touch()
    sums, _ = listed(workspace)
    assert "workbook" not in sums


def test_annotated_copies_of_templates_are_left_out_without_a_word(workspace: Workspace) -> None:
    make(workspace)
    before = listed(workspace)
    write_files(workspace.annotated / "national", {"report.docx": b"copy"})
    assert listed(workspace) == before


def test_documents_older_than_the_data_are_problems(workspace: Workspace) -> None:
    make(workspace)
    edit(workspace, ("# 原文没有公布", "# 原文未公布"))
    assert found(workspace) == [
        (f"build/2022/hechi/{name}", "与现在的数据、模板和程序生成的不同") for name in sorted(DOCUMENTS)
    ]


def test_a_document_that_the_data_no_longer_give_is_a_problem(workspace: Workspace) -> None:
    make(workspace)
    profile = workspace.templates / "national" / "profile.yaml"
    text = profile.read_text("utf-8")
    start = text.index("  - name: funds")
    end = text.index("  - name:", start + 1)
    profile.write_text(text[:start] + text[end:], "utf-8")
    assert ("build/2022/hechi/funds.docx", "现在的数据不生成这份文档") in found(workspace)


def test_documents_without_their_report_are_a_problem(workspace: Workspace) -> None:
    make(workspace)
    workspace.report("hechi", "2022").unlink()
    assert found(workspace) == [("build/2022/hechi", "没有 reports/2022/hechi.yaml，这里的文档失去了来源")]


def test_documents_of_a_report_with_errors_are_a_problem(workspace: Workspace) -> None:
    make(workspace)
    edit(workspace, ("actual: 21754元", "actual: 25754元"))
    assert found(workspace) == [("reports/2022/hechi.yaml", "数据有错误，算不出清单里的数")]


def test_faults_of_templates_are_problems(workspace: Workspace) -> None:
    make(workspace)
    (workspace.templates / "national" / "funds.docx").write_bytes(b"broken")
    assert [path for path, _ in found(workspace)] == ["templates/national/funds.docx"]


def test_documents_of_uncommitted_data_are_listed_with_a_warning_that_names_them(workspace: Workspace) -> None:
    make(workspace, UNCOMMITTED)
    files, (warning,) = manifest(workspace)
    assert set(files) == {SUMS, LISTING}
    assert warning.severity is Severity.WARNING
    assert "没有提交" in warning.message and "2022/hechi/report.docx" in warning.message


def test_documents_of_several_commits_are_listed_with_a_warning_that_names_them(workspace: Workspace) -> None:
    data = (make(workspace, "f" * 40) / "report.docx").read_bytes()
    (make(workspace) / "report.docx").write_bytes(data)
    files, (warning,) = manifest(workspace)
    assert set(files) == {SUMS, LISTING}
    assert warning.severity is Severity.WARNING
    assert "来自 2 个提交" in warning.message and "ffffffffff 生成 2022/hechi/report.docx" in warning.message
