from __future__ import annotations

from pathlib import Path

import pytest

from generator.opc import Package, write_package
from generator.reports.lint import carry_styles, lint_templates
from generator.reports.workspace import Workspace
from generator.word.names import DOCUMENT
from generator.word.package import read_package


def package(path: Path) -> Package:
    found, problems = read_package(path, path.name)
    assert found is not None, problems
    return found


def test_the_templates_of_the_project_are_clean(workspace: Workspace) -> None:
    assert lint_templates(workspace.templates) == []
    assert carry_styles(workspace.templates) == ([], [])


def test_a_style_that_drifted_is_named_and_carried_back(workspace: Workspace) -> None:
    path = workspace.templates / "national" / "report.docx"
    styles = package(path)["word/styles.xml"]
    drifted = styles.replace(b'w:val="578"', b'w:val="579"').replace("表题".encode(), "别的名".encode())
    drifted = drifted.replace(b'w:line="578"', b'w:line="560"')
    path.write_bytes(write_package(package(path) | {"word/styles.xml": drifted}))
    found = lint_templates(workspace.templates)
    assert {(problem.code, problem.place.path) for problem in found} == {
        ("TEMPLATE-STYLE", "templates/national/report.docx")
    }
    assert [problem.message for problem in found] == ["改动了样式「Normal」", "没有样式「表题」"]
    assert carry_styles(workspace.templates) == ([path], [])
    assert package(path)["word/styles.xml"] == styles
    assert lint_templates(workspace.templates) == []


def test_traces_of_editing_are_no_drift(workspace: Workspace) -> None:
    path = workspace.templates / "national" / "report.docx"
    styles = package(path)["word/styles.xml"]
    assert b"<w:qFormat/>" in styles
    path.write_bytes(
        write_package(
            package(path)
            | {"word/styles.xml": styles.replace(b"<w:qFormat/>", b'<w:qFormat/><w:rsid w:val="00AB12CD"/>')}
        )
    )
    assert lint_templates(workspace.templates) == []


def test_all_faults_are_found_in_one_run(workspace: Workspace) -> None:
    (workspace.templates / "national" / "funds.docx").write_bytes(b"")
    path = workspace.templates / "national" / "report.docx"
    parts = package(path)
    path.write_bytes(
        write_package(parts | {"word/document.xml": parts["word/document.xml"].replace(b"{{ unit }}", b"{{ unit }")})
    )
    profile = workspace.templates / "guangxi-hechi" / "profile.yaml"
    profile.write_text(profile.read_text("utf-8") + "extra: 1\n", "utf-8")
    assert [problem.code for problem in lint_templates(workspace.templates)] == [
        "SCHEMA-UNKNOWN",
        "TEMPLATE-FILE",
        "TEMPLATE-TAG",
    ]


def test_no_profile_and_no_base_are_faults(tmp_path: Path, workspace: Workspace) -> None:
    assert [problem.code for problem in lint_templates(tmp_path)] == ["PROFILE-MISSING"]
    (workspace.templates / "base.docx").unlink()
    assert "TEMPLATE-FILE" in [problem.code for problem in lint_templates(workspace.templates)]
    assert [problem.code for problem in carry_styles(workspace.templates)[1]] == ["TEMPLATE-FILE"]


def test_the_templates_of_a_profile_that_cannot_be_read_are_checked_too(workspace: Workspace) -> None:
    (workspace.templates / "national" / "profile.yaml").write_text("x", "utf-8")
    path = workspace.templates / "national" / "funds.docx"
    parts = package(path)
    path.write_bytes(write_package(parts | {DOCUMENT: parts[DOCUMENT].replace(b"<w:tblHeader/>", b"", 1)}))
    found = [problem for problem in lint_templates(workspace.templates) if problem.code.startswith("TEMPLATE")]
    assert [(problem.code, problem.place.path) for problem in found] == [
        ("TEMPLATE-TABLE", "templates/national/funds.docx!word/document.xml")
    ]


@pytest.mark.parametrize("name", ["~$report.docx", ".~report.docx"])
def test_the_marks_of_templates_that_are_open_are_left_alone(workspace: Workspace, name: str) -> None:
    (workspace.templates / "national" / name).write_bytes(b"open")
    assert lint_templates(workspace.templates) == []
    assert carry_styles(workspace.templates) == ([], [])


def test_the_base_is_a_template_as_well(workspace: Workspace) -> None:
    path = workspace.templates / "base.docx"
    parts = package(path)
    hidden = parts[DOCUMENT].replace(b"<w:r><w:t>", b"<w:r><w:rPr><w:vanish/></w:rPr><w:t>", 1)
    path.write_bytes(write_package(parts | {DOCUMENT: hidden}))
    assert [(problem.code, problem.place.path) for problem in lint_templates(workspace.templates)] == [
        ("TEMPLATE-TRACE", "templates/base.docx!word/document.xml")
    ]
