"""One report built: its folder whole and new, or as it was, and whatever went wrong in the result."""

from __future__ import annotations

import os
import shutil
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from generator.problems import Place, Problem, Severity
from generator.reports import build
from generator.reports.build import Built, build_report, made, stumbled, written
from generator.reports.load import load
from generator.reports.origin import UNCOMMITTED, Origin
from generator.reports.workspace import Workspace
from generator.word.package import read_package
from generator.word.properties import provenance
from tests.support import reports
from tests.support.paths import DATA, PROJECT
from tests.support.reports import DOCUMENTS, edit
from tests.support.scripted import Scripted

REPORT = "reports/2022/hechi.yaml"
SOURCES = (
    REPORT,
    "templates/guangxi-hechi/profile.yaml",
    "templates/national/funds.docx",
    "templates/national/profile.yaml",
    "templates/national/reconciliation.docx",
    "templates/national/report.docx",
    "templates/national/scoring.docx",
)
UNSHOWN = ("facts:\n", "facts:\n  闲置设备: 12件\n")
CHANGED = ("actual: 21754元", "actual: 21763元")
WRONG = ("actual: 21754元", "actual: 12345元")
FINDINGS = {one: Problem("X", Place("x"), "x", severity=one) for one in Severity}


def built(workspace: Workspace, **options: bool) -> Built:
    """What building Hechi's report gives."""
    return build_report(workspace, Origin(workspace.root), "hechi", "2022", **options)


def there(workspace: Workspace) -> dict[str, bytes]:
    """The files in the report's folder."""
    return {path.name: path.read_bytes() for path in workspace.output("hechi", "2022").glob("*")}


def commit_of(workspace: Workspace, name: str) -> str:
    """The commit that a written document names."""
    package, problems = read_package(workspace.output("hechi", "2022") / name, name)
    assert package is not None, problems
    return provenance(package)["commit"]


def broken(error: BaseException, *_: Any, **__: Any) -> Any:
    raise error


@pytest.fixture
def department(tmp_path: Path) -> Workspace:
    """A department's roll-up of two units."""
    for folder in (PROJECT, DATA / "rollup"):
        shutil.copytree(folder / "templates", tmp_path / "templates", dirs_exist_ok=True)
    shutil.copytree(DATA / "rollup" / "reports", tmp_path / "reports")
    return Workspace(tmp_path)


def test_all_documents_are_written_into_the_folder_of_the_unit_and_year(workspace: Workspace) -> None:
    found = built(workspace)
    assert there(workspace) == reports.made(workspace)
    assert found == Built(
        "hechi",
        "2022",
        files=tuple(DOCUMENTS),
        units=("hechi",),
        sources=SOURCES,
        uncommitted=SOURCES,
    )
    assert not (found.failed or found.ours or found.committed or found.current)


def test_what_is_built_again_replaces_the_documents_and_leaves_other_files(workspace: Workspace) -> None:
    folder = workspace.output("hechi", "2022")
    folder.mkdir(parents=True)
    for name in ("report.docx", "report.pdf", "old.docx"):
        (folder / name).write_bytes(b"before")
    assert not built(workspace).failed
    assert {name for name, data in there(workspace).items() if data == b"before"} == {"report.pdf", "old.docx"}
    assert {*there(workspace)} == {*DOCUMENTS, "report.pdf", "old.docx"}


def test_a_report_with_errors_leaves_its_folder_and_has_no_documents(workspace: Workspace) -> None:
    built(workspace)
    before = there(workspace)
    edit(workspace, WRONG)
    found = built(workspace)
    assert found == Built("hechi", "2022", problems=found.problems, units=("hechi",))
    assert found.failed and not found.ours and "FUNDS-SUM" in {one.code for one in found.problems}
    assert list(found.problems) == load(workspace, "hechi", "2022").problems
    assert there(workspace) == before


def test_a_report_that_cannot_be_read_makes_no_folder(workspace: Workspace) -> None:
    edit(workspace, ("year: 2022", "year: [2022"))
    found = built(workspace)
    assert [(one.code, one.place.path) for one in found.problems] == [("YAML-SYNTAX", REPORT)]
    assert found.failed and not (workspace.root / "build").exists()


def test_a_template_with_faults_leaves_the_folder(workspace: Workspace) -> None:
    built(workspace)
    before = there(workspace)
    (workspace.templates / "national" / "funds.docx").write_bytes(b"broken")
    found = built(Workspace(workspace.root))
    assert [(one.code, one.place.path) for one in found.problems] == [
        ("TEMPLATE-FILE", "templates/national/funds.docx")
    ]
    assert found.failed and found.files == () and there(workspace) == before


def test_what_is_no_error_is_told_with_the_documents_first_of_the_data_then_of_the_documents(
    workspace: Workspace,
) -> None:
    edit(workspace, UNSHOWN, CHANGED)
    data = load(workspace, "hechi", "2022").problems
    found = built(workspace)
    assert data and list(found.problems[:-1]) == data and found.problems[-1].code == "FIGURE-UNSHOWN"
    assert {one.severity for one in data} == {Severity.WARNING}
    assert not found.failed and {*there(workspace)} == {*DOCUMENTS}


def test_made_writes_nothing_and_gives_the_bytes_in_their_order(workspace: Workspace) -> None:
    found = made(workspace, Origin(workspace.root), load(workspace, "hechi", "2022"), "hechi", "2022")
    assert [*found.documents] == [*found.files] == DOCUMENTS
    assert found.documents == reports.made(workspace)
    assert not (workspace.root / "build").exists()


def test_written_writes_what_was_made_and_lets_the_bytes_go(workspace: Workspace) -> None:
    notice = FINDINGS[Severity.NOTICE]
    one = Built("hechi", "2022", ("a.docx",), (notice,), units=("hechi",), documents={"a.docx": b"a"})
    assert written(workspace, one) == Built("hechi", "2022", ("a.docx",), (notice,), units=("hechi",))
    assert there(workspace) == {"a.docx": b"a"}


def test_what_cannot_be_written_fails_with_the_problems_of_before(workspace: Workspace) -> None:
    edit(workspace, UNSHOWN)
    (workspace.root / "build").write_bytes(b"")
    found = built(workspace)
    assert [one.code for one in found.problems] == ["FIGURE-UNSHOWN", "BUILD-WRITE"]
    assert found.failed and not found.ours and found.documents == {}
    assert (workspace.root / "build").read_bytes() == b""


@pytest.mark.parametrize(("options", "synced"), [({}, 5), ({"durable": True}, 5), ({"durable": False}, 0)])
def test_documents_are_on_the_disk_before_they_are_moved_into_place_unless_told_otherwise(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, options: dict[str, bool], synced: int
) -> None:
    calls: list[int] = []
    monkeypatch.setattr(os, "fsync", calls.append)
    assert not built(workspace, **options).failed
    assert len(calls) == synced


@pytest.mark.parametrize("durable", [True, False])
def test_written_is_durable_unless_told_otherwise(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, durable: bool
) -> None:
    calls: list[int] = []
    monkeypatch.setattr(os, "fsync", calls.append)
    one = Built("hechi", "2022", ("a.docx",), documents={"a.docx": b"a"})
    written(workspace, one, **({} if durable else {"durable": False}))
    assert bool(calls) is durable


@pytest.mark.parametrize("stage", ["load", "make_documents", "write_files"])
def test_a_fault_of_the_program_at_any_stage_is_in_the_result_at_the_report(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    built(workspace)
    before = there(workspace)
    monkeypatch.setattr(build, stage, partial(broken, ZeroDivisionError("x")))
    found = built(workspace)
    (problem,) = found.problems
    assert (problem.code, problem.place) == ("PROGRAM-FAULT", Place(REPORT))
    assert problem.message.startswith("程序出错，不是数据的问题：ZeroDivisionError: x（build.py:")
    assert found.ours and found.failed and found.files == () and there(workspace) == before


def test_a_fault_in_making_documents_is_told_after_what_was_found_in_the_data(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(workspace, CHANGED)
    data = load(workspace, "hechi", "2022").problems
    monkeypatch.setattr(build, "make_documents", partial(broken, ZeroDivisionError("x")))
    found = built(workspace)
    assert data and list(found.problems[:-1]) == data and found.problems[-1].code == "PROGRAM-FAULT"
    assert (found.commit, found.sources, found.units) == (UNCOMMITTED, (), ("hechi",))


def test_what_the_system_refuses_is_no_fault_of_the_program(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "write_files", partial(broken, OSError(24, "Too many open files")))
    found = built(workspace)
    assert [one.code for one in found.problems] == ["SYSTEM-FAULT"]
    assert found.failed and not found.ours


def test_an_interrupt_from_outside_ends_the_build(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "make_documents", partial(broken, KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        built(workspace)


def test_documents_name_the_commit_that_has_all_their_sources(tmp_path: Path) -> None:
    repo = Scripted(tmp_path / "repo")
    commit = repo.commit("初稿")
    workspace = Workspace(repo.root)
    found = built(workspace)
    assert (found.commit, found.uncommitted, found.sources) == (commit, (), SOURCES)
    assert found.committed and {commit_of(workspace, name) for name in found.files} == {commit}
    repo.edit(("target: 6次", "target: 8次"))
    found = built(workspace)
    assert (found.commit, found.uncommitted, found.sources) == (UNCOMMITTED, (REPORT,), SOURCES)
    assert not found.committed and {commit_of(workspace, name) for name in found.files} == {UNCOMMITTED}


def test_a_roll_up_is_built_from_the_units_that_it_names(department: Workspace) -> None:
    found = build_report(department, Origin(department.root), "example-department", "2023")
    assert found.files == ("reconciliation.docx", "rollup.docx")
    assert found.units == ("example-department", "example-east", "example-west")
    assert [name for name in found.sources if name.startswith("reports/")] == [
        f"reports/2023/{unit}.yaml" for unit in found.units
    ]
    assert [*(department.root / "build").glob("*/*")] == [department.output("example-department", "2023")]


def test_a_roll_up_that_fails_knows_the_units_that_went_in(department: Workspace) -> None:
    west = department.report("example-west", "2023")
    west.write_text("unit: [", "utf-8")
    found = build_report(department, Origin(department.root), "example-department", "2023")
    assert [one.code for one in found.problems] == ["ROLLUP-UNIT"]
    assert found.units == ("example-department", "example-east")


@pytest.mark.parametrize(
    ("severities", "failed"),
    [
        ((), False),
        ((Severity.NOTICE, Severity.WARNING), False),
        ((Severity.WARNING, Severity.ERROR), True),
    ],
)
def test_only_errors_make_a_build_fail(severities: tuple[Severity, ...], failed: bool) -> None:
    assert Built("a", "2022", problems=tuple(FINDINGS[one] for one in severities)).failed is failed


def test_a_report_that_stumbled_has_its_fault_and_nothing_else() -> None:
    fault = FINDINGS[Severity.ERROR]
    assert stumbled("a", "2022", fault) == Built("a", "2022", problems=(fault,))
    assert stumbled("a", "2022", fault).commit == UNCOMMITTED
