"""Pictures through the whole program: read, printed, part of the inputs, and compared between revisions."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from generator.git.repository import Repository
from generator.opc import write_package
from generator.problems import Problem
from generator.reports.batch import Local, build_all
from generator.reports.build import Built
from generator.reports.documents import make_documents
from generator.reports.load import load
from generator.reports.new.from_last_year import renew
from generator.reports.origin import Origin
from generator.reports.strays import strays
from generator.reports.workspace import Workspace
from generator.revisions.diff import changes
from generator.revisions.history import history
from generator.revisions.verify import Verdict, verify
from generator.word.names import DOCUMENT
from generator.word.package import read_package
from generator.word.properties import provenance
from tests.support.pictures import jpeg, png, printing
from tests.support.scripted import Scripted

FUNDS = "build/2022/hechi/funds.docx"
PICTURE = "reports/2022/hechi/站房.png"
NAMED = """
pictures:
  站房: {file: 站房.png, alt_text: 站房的正面, width: 6厘米}
  会场: {file: 会场.jpg, alt_text: 培训的会场}
"""
OTHER = png(5, 5)


def with_pictures(root: Path) -> None:
    """Adds two pictures to Hechi's report, and to its table of funds what prints them."""
    folder = root / "reports" / "2022" / "hechi"
    folder.mkdir()
    (folder / "站房.png").write_bytes(png())
    (folder / "会场.jpg").write_bytes(jpeg(40, 30))
    report = folder.with_suffix(".yaml")
    report.write_text(report.read_text("utf-8").rstrip() + "\n" + NAMED, "utf-8")
    loop = ("{%p for photo in pictures %}", "{{ photo }}{{ photo.alt_text }}", "{%p endfor %}")
    printing(root / "templates" / "national" / "funds.docx", "{{ pictures.站房|图片 }}", *loop)


@pytest.fixture
def pictured(workspace: Workspace) -> Workspace:
    with_pictures(workspace.root)
    return workspace


def problems(workspace: Workspace) -> list[Problem]:
    return load(workspace, "hechi", "2022").problems


def documents(workspace: Workspace) -> dict[str, bytes]:
    files, found = make_documents(workspace, load(workspace, "hechi", "2022"))
    assert found == []
    return files


def inputs(data: bytes) -> str:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return provenance({name: archive.read(name) for name in archive.namelist()})["inputs"]


def test_pictures_are_printed_where_a_template_names_or_lists_them(pictured: Workspace) -> None:
    files = documents(pictured)
    for name, count in (("funds", 3), ("full", 3), ("report", 0)):
        with zipfile.ZipFile(BytesIO(files[f"{name}.docx"])) as archive:
            assert archive.read(DOCUMENT).count(b"<w:drawing>") == count
            assert len([one for one in archive.namelist() if "media" in one]) == min(count, 2)
    assert strays(pictured) == []
    assert documents(pictured) == files


def test_the_bytes_of_a_picture_are_an_input_of_every_document(pictured: Workspace) -> None:
    before = documents(pictured)
    (pictured.root / PICTURE).write_bytes(OTHER)
    after = documents(pictured)
    assert all(inputs(before[name]) != inputs(after[name]) for name in before)
    (pictured.root / PICTURE).write_bytes(png(tail=b"more"))  # prints the same
    assert inputs(documents(pictured)["funds.docx"]) not in {inputs(before["funds.docx"]), inputs(after["funds.docx"])}


def test_every_picture_that_is_unfit_is_told_at_its_file_at_once(pictured: Workspace) -> None:
    (pictured.root / PICTURE).unlink()
    (pictured.root / "reports/2022/hechi/会场.jpg").write_bytes(png())
    missing, wrong = problems(pictured)
    assert [missing.code, wrong.code] == ["PICTURE-FILE", "PICTURE-IMAGE"]
    assert "站房: {file: 站房.png" in missing.place.excerpt and "file: 会场.jpg" in wrong.place.excerpt
    assert missing.remedy == "把图片放进 reports/2022/hechi"
    assert wrong.remedy == "把文件名的结尾改成 .png，这里也照着改"


@pytest.mark.parametrize(
    "more", ["", ", alt_text: ''", ", alt_text: ' '", ", alt_text: 甲, width: 6", ", alt_text: 甲, width: 0厘米"]
)
def test_an_alternative_text_and_a_width_with_its_unit_are_demanded(pictured: Workspace, more: str) -> None:
    path = pictured.report("hechi", "2022")
    old = ", alt_text: 站房的正面, width: 6厘米"
    path.write_text(path.read_text("utf-8").replace(old, more), "utf-8")
    (problem,) = problems(pictured)
    assert problem.code.startswith("SCHEMA-") and problem.place.line > 200 and problem.remedy


def test_an_unfit_picture_cannot_be_accepted(pictured: Workspace) -> None:
    (pictured.root / PICTURE).unlink()
    path = pictured.report("hechi", "2022")
    accepted = "\naccepted:\n  - {code: PICTURE-FILE, at: pictures.站房, reason: 以后补, by: 王五, date: 2024-03-20}\n"
    path.write_text(path.read_text("utf-8") + accepted, "utf-8")
    assert {problem.code for problem in problems(pictured)} == {"PICTURE-FILE", "ACCEPT-CODE"}


def test_pictures_of_last_year_are_left_out_of_a_new_file(pictured: Workspace) -> None:
    text = renew(load(pictured, "hechi", "2022"), "new.yaml", 2023).text
    assert "pictures" not in text and "站房.png" not in text


def test_a_name_that_is_no_picture_is_a_problem_of_the_template(pictured: Workspace) -> None:
    path = pictured.report("hechi", "2022")
    path.write_text(path.read_text("utf-8").replace("  站房:", "  站舍:"), "utf-8")
    files, (problem, *_) = make_documents(pictured, load(pictured, "hechi", "2022"))
    assert files == {} and problem.code == "TEMPLATE-NAME" and "pictures.站房|图片" in problem.message


@pytest.fixture
def repo(tmp_path: Path, own_cache: Path) -> Scripted:
    """A repository whose report has pictures; its documents were built from its first commit."""
    made = Scripted(tmp_path / "repo")
    (made.root / ".gitignore").write_text("build/\n")
    with_pictures(made.root)
    made.commit("初稿")
    assert batch(made).committed
    return made


def batch(repo: Scripted) -> Built:
    workspace, origin = Workspace(repo.root), Origin(repo.root)
    (found,) = build_all(workspace, origin, workspace.reports(), Local(workspace, origin))
    assert not found.failed, found.problems
    return found


def test_a_changed_picture_makes_documents_anew_and_is_not_committed(repo: Scripted) -> None:
    assert batch(repo).current
    (repo.root / PICTURE).write_bytes(OTHER)
    built = batch(repo)
    assert not built.current and built.uncommitted == (PICTURE,)
    repo.commit("新照片")
    assert batch(repo).committed and batch(repo).current
    (repo.root / PICTURE).unlink()
    workspace, origin = Workspace(repo.root), Origin(repo.root)
    (found,) = build_all(workspace, origin, workspace.reports(), Local(workspace, origin))
    assert [problem.code for problem in found.problems] == ["PICTURE-FILE"]


def test_a_document_with_pictures_is_verified_and_superseded_by_a_new_one(repo: Scripted) -> None:
    found = verify(Repository(repo.root), repo.root / FUNDS)
    assert (found.verdict, found.stand and found.stand.current) == (Verdict.GENUINE, True)
    (repo.root / PICTURE).write_bytes(OTHER)
    repo.commit("新照片")
    found = verify(Repository(repo.root), repo.root / FUNDS)
    assert found.verdict is Verdict.GENUINE and found.stand is not None
    assert not found.stand.current and found.stand.files == (PICTURE,)


def test_another_picture_in_a_document_is_an_alteration(repo: Scripted) -> None:
    package, _ = read_package(repo.root / FUNDS, "funds.docx")
    assert package is not None
    (name,) = [one for one in package if one.endswith("picture1.png")]
    (repo.root / "x.docx").write_bytes(write_package(package | {name: OTHER}))
    found = verify(Repository(repo.root), repo.root / "x.docx")
    assert (found.verdict, found.parts) == (Verdict.ALTERED, (name,))


def test_a_changed_picture_is_told_by_diff_committed_or_not(repo: Scripted) -> None:
    (repo.root / PICTURE).write_bytes(OTHER)
    in_worktree = changes(Repository(repo.root), "main", None)
    repo.commit("新照片")
    committed = changes(Repository(repo.root), repo.ids["初稿"], "main")
    for found in (in_worktree, committed):
        (report,) = found.reports
        (change,) = report.difference.inputs
        assert change.name == "pictures.站房.file"
        assert [side and side[:10] for side in (change.before, change.after)] == ["站房.png（内容 "] * 2
        assert change.before != change.after


def test_a_changed_picture_is_in_the_history_of_the_report(repo: Scripted) -> None:
    (repo.root / PICTURE).write_bytes(OTHER)
    repo.commit("新照片")
    (repo.root / "reports" / "2022" / "hechi" / "说明.txt").write_text("不是图片")
    repo.commit("与图片无关")
    found = history(Repository(repo.root), "hechi", "2022")
    assert [(entry.commit.subject, entry.pictures) for entry in found.entries] == [("新照片", (PICTURE,)), ("初稿", ())]
    assert [entry.commit.subject for entry in history(Repository(repo.root), "hechi", "2022", "facts.x").entries] == []
