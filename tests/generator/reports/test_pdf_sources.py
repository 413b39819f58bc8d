"""What PDFs are made from: documents as the data give them now, and no others; what is left out is named."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from generator.files import write_files
from generator.opc import write_package
from generator.problems import Place, Problem, Severity
from generator.reports import pdf_sources
from generator.reports.build import Built
from generator.reports.origin import Origin
from generator.reports.pdf_sources import Sources, add_summaries, foreign_documents, orphans, up_to_date
from generator.reports.summary.files import build_summary
from generator.reports.workspace import Workspace
from generator.word.names import DOCUMENT
from generator.word.package import read_package
from generator.word.properties import provenance
from tests.support.reports import DOCUMENTS, edit
from tests.support.scripted import Scripted

pytestmark = pytest.mark.slow  # whole reports and templates

FOLDER = "build/2022/hechi"
ALL = [f"{FOLDER}/{name}" for name in sorted(DOCUMENTS)]
CHANGED = ("actual: 21754元", "actual: 21763元")
WRONG = ("actual: 21754元", "actual: 12345元")


def sources(workspace: Workspace) -> Sources:
    """The documents of all reports, as a command that runs anew finds them."""
    fresh = Workspace(workspace.root)
    return up_to_date(fresh, Origin(fresh.root), fresh.reports())


def names(workspace: Workspace, found: Sources) -> list[str]:
    return [workspace.name(path) for path in found.paths]


def second(workspace: Workspace, unit: str = "other", year: str = "2022") -> Path:
    """Another unit's report, or that of another year."""
    path = workspace.report(unit, year)
    path.parent.mkdir(exist_ok=True)
    text = workspace.report("hechi", "2022").read_text("utf-8")
    path.write_text(text.replace("year: 2022", f"year: {year}"), "utf-8")
    return path


def written(workspace: Workspace) -> dict[str, int]:
    """When each document was written."""
    return {workspace.name(path): path.stat().st_mtime_ns for path in (workspace.root / "build").rglob("*.docx")}


def by_hand(path: Path) -> None:
    """Changes a figure in a document as Word would, and gives the file its old time and size back."""
    status = path.stat()
    package, _ = read_package(path, path.name)
    assert package is not None and b"72.51" in package[DOCUMENT]
    data = write_package(package | {DOCUMENT: package[DOCUMENT].replace(b"72.51", b"82.51")})
    path.write_bytes(data[: status.st_size].ljust(status.st_size, b"\0"))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def outdated(name: str) -> Problem:
    message = "文档生成不了，没有转；以前的 PDF 没有改动，与现在的数据不符"
    return Problem("PDF", Place(name), message, "照上面列出的问题改正，再运行一次")


def foreign(name: str) -> Problem:
    message, remedy = "现在的数据不生成这份文档，没有转成 PDF", "移走它，连同以前由它转成的 PDF"
    return Problem("PDF", Place(name), message, remedy, severity=Severity.WARNING)


def test_what_is_not_there_is_built_first(workspace: Workspace) -> None:
    found = sources(workspace)
    assert names(workspace, found) == ALL and all(path.is_file() for path in found.paths)
    assert (found.renewed, found.problems) == ([FOLDER], [])
    assert "reports/2022/hechi.yaml" in found.uncommitted


def test_what_is_up_to_date_is_left_alone_and_converted_all_the_same(workspace: Workspace) -> None:
    sources(workspace)
    before = written(workspace)
    found = sources(workspace)
    assert names(workspace, found) == ALL
    assert (found.renewed, found.problems, found.uncommitted) == ([], [], [])
    assert written(workspace) == before


@pytest.mark.parametrize("change", ["data", "template", "profile", "missing", "by hand", "link"])
def test_what_is_not_up_to_date_is_built_again(workspace: Workspace, change: str) -> None:
    sources(workspace)
    report = workspace.output("hechi", "2022") / "report.docx"
    if change == "data":
        edit(workspace, CHANGED)
    elif change == "template":
        path = workspace.templates / "national" / "report.docx"
        package, _ = read_package(path, path.name)
        assert package is not None
        path.write_bytes(write_package(package | {DOCUMENT: package[DOCUMENT].replace(b"<w:body>", b"<w:body >")}))
    elif change == "profile":
        path = workspace.templates / "guangxi-hechi" / "profile.yaml"
        path.write_text(path.read_text("utf-8") + "# 附注\n", "utf-8")
    elif change == "missing":
        report.unlink()
    elif change == "by hand":
        by_hand(report)
    elif change == "link":
        report.rename(workspace.root / "elsewhere.docx")
        report.symlink_to(workspace.root / "elsewhere.docx")
    found = sources(workspace)
    assert (names(workspace, found), found.renewed) == (ALL, [FOLDER])
    assert not report.is_symlink()
    package, problems = read_package(report, report.name)
    assert package is not None, problems
    assert (b"72.51" in package[DOCUMENT]) != (change == "data") and b"82.51" not in package[DOCUMENT]


def test_of_many_reports_documents_and_folders_come_in_order_as_they_finish_in_any(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = [
        Built("b", "2022", ("z.docx", "a.docx"), uncommitted=("y",)),
        Built("c", "2021", ("x.docx",), uncommitted=("x", "y")),
        Built("d", "2020", ("x.docx",), uncommitted=("z",), current=True),
        Built("a", "2022", ("x.docx",), uncommitted=("y",)),
    ]
    monkeypatch.setattr(pdf_sources, "build_all", lambda *_: iter(done))
    found = sources(workspace)
    assert found.renewed == ["build/2021/c", "build/2022/a", "build/2022/b"]
    assert names(workspace, found) == [
        f"build/{name}.docx" for name in ("2020/d/x", "2021/c/x", "2022/a/x", "2022/b/a", "2022/b/z")
    ]
    assert found.uncommitted == ["y", "x"]


def test_only_what_was_chosen_is_built(workspace: Workspace) -> None:
    second(workspace)
    found = up_to_date(workspace, Origin(workspace.root), [("other", "2022")])
    assert found.renewed == ["build/2022/other"] and not workspace.output("hechi", "2022").exists()


def test_each_report_is_counted_once_whether_built_left_alone_or_failed(workspace: Workspace) -> None:
    sources(workspace)
    second(workspace)
    second(workspace, "third").write_text("unit: [", "utf-8")
    counted: list[Built] = []
    up_to_date(workspace, Origin(workspace.root), workspace.reports(), counted.append)
    assert sorted((one.unit, one.current, one.failed) for one in counted) == [
        ("hechi", True, False),
        ("other", False, False),
        ("third", False, True),
    ]


def test_problems_of_the_data_are_told_with_the_documents(workspace: Workspace) -> None:
    edit(workspace, CHANGED)
    found = sources(workspace)
    assert {(one.code, one.severity) for one in found.problems} == {("PUBLISHED-CAUSE", Severity.WARNING)}
    assert names(workspace, found) == ALL and sources(workspace).problems == found.problems


def test_a_report_with_errors_is_left_out_and_its_pdf_called_outdated(workspace: Workspace) -> None:
    second(workspace)
    sources(workspace)
    pdf = workspace.output("hechi", "2022") / "report.pdf"
    pdf.write_bytes(b"earlier")
    (pdf.parent / "old.docx").write_bytes(b"")
    before = written(workspace)
    edit(workspace, WRONG)
    found = sources(workspace)
    assert names(workspace, found) == [f"build/2022/other/{name}" for name in sorted(DOCUMENTS)]
    assert found.renewed == [] and written(workspace) == before and pdf.read_bytes() == b"earlier"
    assert "FUNDS-SUM" in {one.code for one in found.problems[:-1]} and found.problems[-1] == outdated(FOLDER)
    assert [one for one in found.problems if one.code == "PDF"] == [outdated(FOLDER)]


def test_a_report_with_errors_that_has_no_pdf_has_none_that_is_outdated(workspace: Workspace) -> None:
    sources(workspace)
    edit(workspace, WRONG)
    found = sources(workspace)
    assert found.paths == [] and "PDF" not in {one.code for one in found.problems}


def test_what_keeps_the_new_documents_from_naming_a_commit_is_told_once(tmp_path: Path, own_cache: Path) -> None:
    repo = Scripted(tmp_path / "repo")
    (repo.root / ".gitignore").write_text("build/\n")
    workspace = Workspace(repo.root)
    second(workspace)
    repo.commit("初稿")
    assert sources(workspace).uncommitted == []
    profile = "templates/national/profile.yaml"
    with (repo.root / profile).open("a") as file:
        file.write("# x\n")
    found = sources(workspace)
    assert (found.renewed, found.uncommitted) == ([FOLDER, "build/2022/other"], [profile])
    assert sources(workspace).uncommitted == []
    with (repo.root / "reports" / "2022" / "other.yaml").open("a") as file:
        file.write("# x\n")
    found = sources(workspace)
    assert (found.renewed, found.uncommitted) == (["build/2022/other"], ["reports/2022/other.yaml", profile])


def test_documents_that_the_data_do_not_give_are_named_and_left_out(workspace: Workspace) -> None:
    sources(workspace)
    folder = workspace.output("hechi", "2022")
    for name in ("old.docx", "~$report.docx", ".hidden.docx", "old.pdf", "notes.txt"):
        (folder / name).write_bytes(b"x")
    (workspace.root / "secret.docx").write_bytes(b"x")
    (folder / "secret.docx").symlink_to(workspace.root / "secret.docx")
    found = sources(workspace)
    assert found.problems == [foreign(f"{FOLDER}/old.docx"), foreign(f"{FOLDER}/secret.docx")]
    assert names(workspace, found) == ALL and (folder / "old.docx").read_bytes() == b"x"


def test_foreign_documents_are_those_of_other_names_than_a_folders_own(workspace: Workspace) -> None:
    folder = workspace.output("hechi", "2022")
    assert [*foreign_documents(workspace, folder, ())] == []
    folder.mkdir(parents=True)
    for name in ("b.docx", "a.docx", "own.docx"):
        (folder / name).touch()
    assert [*foreign_documents(workspace, folder, {"own.docx"})] == [
        foreign(f"{FOLDER}/a.docx"),
        foreign(f"{FOLDER}/b.docx"),
    ]


def summary(workspace: Workspace, year: str = "2022", order: str = "unit") -> Path:
    """Builds the summary of a year."""
    assert build_summary(workspace, Origin(workspace.root), year, order)[1] == []
    return workspace.root / "build" / year / "summary.docx"


def added(workspace: Workspace, year: str | None = None) -> Sources:
    """The summaries, added to nothing else."""
    found = Sources()
    fresh = Workspace(workspace.root)
    add_summaries(fresh, Origin(fresh.root), year, found)
    return found


def test_a_summary_that_does_not_lie_there_is_not_made(workspace: Workspace) -> None:
    assert added(workspace) == Sources()
    assert not (workspace.root / "build").exists()


def test_a_summary_that_is_up_to_date_is_converted_as_it_lies_there(workspace: Workspace) -> None:
    path = summary(workspace)
    before = path.read_bytes(), path.stat().st_mtime_ns
    assert added(workspace) == Sources(paths=[path])
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


@pytest.mark.parametrize("change", ["data", "by hand"])
def test_a_summary_that_is_not_up_to_date_is_built_again(workspace: Workspace, change: str) -> None:
    path = summary(workspace, order="rate")
    if change == "data":
        edit(workspace, CHANGED)
    else:
        path.write_bytes(b"by hand")
    assert added(workspace) == Sources(paths=[path], renewed=["build/2022/summary.docx"])
    package, _ = read_package(path, path.name)
    assert package is not None
    assert (b"72.54" in package[DOCUMENT], provenance(package)["order"]) == (
        (True, "rate") if change == "data" else (False, "unit")
    )


def test_a_summary_is_of_the_other_units_where_one_cannot_be_read(workspace: Workspace) -> None:
    path = summary(workspace)
    second(workspace).write_text("unit: [", "utf-8")
    assert added(workspace) == Sources(paths=[path], renewed=["build/2022/summary.docx"])


def test_a_summary_that_cannot_be_built_is_left_out_and_its_pdf_called_outdated(workspace: Workspace) -> None:
    path = summary(workspace)
    before = path.read_bytes()
    (workspace.templates / "national" / "summary.docx").write_bytes(b"")
    found = added(workspace)
    assert (found.paths, found.renewed) == ([], [])
    assert [one.code for one in found.problems] == ["TEMPLATE-FILE", "PDF"]
    assert found.problems[-1] == outdated("build/2022/summary.docx") and path.read_bytes() == before


def test_summaries_are_those_of_the_year_and_of_years_with_reports(workspace: Workspace) -> None:
    second(workspace, "abc", "2021")
    paths = {year: summary(workspace, year) for year in ("2022", "2021")}
    (workspace.root / "build" / "2019").mkdir()
    shutil.copy(paths["2022"], workspace.root / "build" / "2019")
    assert added(workspace) == Sources(paths=[paths["2021"], paths["2022"]])
    assert added(workspace, "2022") == Sources(paths=[paths["2022"]])
    assert added(workspace, "2019") == Sources()


def test_summaries_are_added_to_what_was_found_before(workspace: Workspace) -> None:
    path = summary(workspace)
    path.write_bytes(b"by hand")
    found = Sources([Path("a")], ["b"], [foreign("c")], ["d"])
    add_summaries(workspace, Origin(workspace.root), None, found)
    assert found == Sources([Path("a"), path], ["b", "build/2022/summary.docx"], [foreign("c")], ["d"])


@pytest.fixture
def strays(workspace: Workspace) -> Workspace:
    """Documents of a report and of none, in years with and without reports."""
    build = workspace.root / "build"
    for name in (
        *("2022/hechi/report.docx", "2022/hechi/old.docx", "2022/gone/report.docx", "2022/gone/report.pdf"),
        *("2022/summary.docx", "2022/stray.docx", "2022/~$stray.docx", "2022/summary.xlsx"),
        *("2019/hechi/report.docx", "2019/summary.docx", "2022/empty/x.txt", "top.docx"),
    ):
        (build / name).parent.mkdir(parents=True, exist_ok=True)
        (build / name).touch()
    return workspace


@pytest.mark.parametrize(
    ("unit", "year", "found"),
    [
        (None, None, ["2019/hechi/report", "2022/gone/report", "2019/summary", "2022/stray"]),
        (None, "2022", ["2022/gone/report", "2022/stray"]),
        (None, "2019", ["2019/hechi/report", "2019/summary"]),
        (None, "2031", []),
        ("gone", None, ["2022/gone/report"]),
        ("hechi", None, ["2019/hechi/report"]),
        ("hechi", "2022", []),
    ],
)
def test_documents_without_a_report_are_named_for_the_units_and_years_that_were_asked_for(
    strays: Workspace, unit: str | None, year: str | None, found: list[str]
) -> None:
    assert [*orphans(strays, unit, year)] == [foreign(f"build/{name}.docx") for name in found]


def test_where_nothing_was_built_nothing_is_without_a_report(workspace: Workspace) -> None:
    assert [*orphans(workspace, None, None)] == []


def test_annotated_copies_of_templates_are_no_documents(workspace: Workspace) -> None:
    for folder in (workspace.annotated, workspace.annotated / "national"):
        assert write_files(folder, {"base.docx": b"copy"}) == []
    assert [*orphans(workspace, None, None)] == []
