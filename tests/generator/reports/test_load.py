from __future__ import annotations

from generator.reports.documents import make_documents
from generator.reports.load import load
from generator.reports.workspace import Workspace
from tests.support.reports import DOCUMENTS, edit, made


def test_a_report_gives_all_documents_of_its_profile(workspace: Workspace) -> None:
    assert [*made(workspace)] == DOCUMENTS


def test_two_evaluations_give_two_sets_and_one_reconciliation(workspace: Workspace) -> None:
    text = workspace.report("hechi", "2022").read_text("utf-8")
    start, end = text.index("  - id: xiaoxiaotong"), text.index("# 已公开的自评报告")
    second = text[start:end].replace("- id: xiaoxiaotong", "- id: second")
    edit(workspace, (text[start:end], text[start:end] + second))
    assert [*made(workspace)][:3] == ["report-xiaoxiaotong.docx", "report-second.docx", "funds-xiaoxiaotong.docx"]
    assert "reconciliation.docx" in made(workspace)


def test_faults_of_templates_come_back_as_problems_without_documents(workspace: Workspace) -> None:
    (workspace.templates / "national" / "funds.docx").write_bytes(b"broken")
    files, problems = make_documents(workspace, load(workspace, "hechi", "2022"))
    assert files == {}
    assert {(problem.code, problem.place.path) for problem in problems} == {
        ("TEMPLATE-FILE", "templates/national/funds.docx")
    }


def test_the_provenance_changes_with_every_input(workspace: Workspace) -> None:
    before = all_text_of_properties(made(workspace)["report.docx"])
    edit(workspace, ("# 原文没有公布", "# 原文未公布"))
    after = all_text_of_properties(made(workspace)["report.docx"])
    assert before != after
    assert before[:3] == after[:3] == ["hechi", "2022", "report"]


def all_text_of_properties(data: bytes) -> list[str]:
    import zipfile
    from io import BytesIO

    from lxml import etree

    with zipfile.ZipFile(BytesIO(data)) as archive:
        return [entry[0].text or "" for entry in etree.fromstring(archive.read("docProps/custom.xml"))]


def test_no_later_stage_runs_on_a_file_that_an_earlier_one_refused(workspace: Workspace) -> None:
    edit(workspace, ("year: 2022", "year: 2022\nx: 1"))
    loaded = load(workspace, "hechi", "2022")
    assert loaded.report is None and not loaded.ready
