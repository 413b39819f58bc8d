from __future__ import annotations

from pathlib import Path

import pytest

from generator.opc import Link, Package, content_type, links, with_links, write_package
from generator.reports.lint import carry_styles, lint_templates
from generator.reports.workspace import Workspace
from generator.word.names import DOCUMENT, SETTINGS, STYLES
from generator.word.package import read_package
from tests.support.layouts import rest_of, with_other_ids


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


def test_no_template_is_written_if_one_cannot_be_read(workspace: Workspace) -> None:
    drifted, broken = (workspace.templates / "national" / name for name in ("report.docx", "scoring.docx"))
    drifted.write_bytes(write_package(with_other_ids(package(drifted))))
    broken.write_bytes(b"PK\3\4")
    before = drifted.read_bytes()
    changed, (problem,) = carry_styles(workspace.templates)
    assert (changed, problem.code, problem.place.path) == ([], "TEMPLATE-FILE", "templates/national/scoring.docx")
    assert drifted.read_bytes() == before


def test_what_is_shared_is_added_where_it_is_missing(workspace: Workspace) -> None:
    path = workspace.templates / "national" / "report.docx"
    whole = package(path)
    path.write_bytes(write_package(rest_of(whole, STYLES, SETTINGS, "word/fontTable.xml")))
    assert carry_styles(workspace.templates) == ([path], [])
    found = package(path)
    for part in (STYLES, SETTINGS, "word/fontTable.xml"):
        assert found[part] == whole[part]
        assert len([link for link in links(found, DOCUMENT) if link.target == part]) == 1
        assert content_type(found, part) == content_type(whole, part)
    assert carry_styles(workspace.templates) == ([], [])
    assert lint_templates(workspace.templates) == []


def test_other_ids_are_no_drift_and_a_style_of_the_bureau_is_named_once(workspace: Workspace) -> None:
    path = workspace.templates / "national" / "report.docx"
    own = package(path)
    extra = '<w:style w:type="paragraph" w:styleId="x"><w:name w:val="局里的"/></w:style></w:styles>'
    own[STYLES] = own[STYLES].replace(b"</w:styles>", extra.encode())
    own[DOCUMENT] = own[DOCUMENT].replace(b'w:val="BodyCN"', b'w:val="x"', 1)
    path.write_bytes(write_package(with_other_ids(own)))
    for _ in range(2):
        (problem,) = lint_templates(workspace.templates)
        assert (problem.code, problem.message) == ("TEMPLATE-STYLE", "用了 base.docx 里没有的样式「局里的」")
        carry_styles(workspace.templates)
    assert carry_styles(workspace.templates) == ([], [])


def test_settings_that_lead_to_another_template_are_replaced_whole(workspace: Workspace) -> None:
    path = workspace.templates / "national" / "report.docx"
    own = package(path)
    attached = '<w:attachedTemplate r:id="rId1" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/><w:defaultTabStop'
    own[SETTINGS] = own[SETTINGS].replace(b"<w:defaultTabStop", attached.encode())
    link = Link(
        "rId1",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate",
        "file:///C:/Normal.dotm",
        external=True,
    )
    path.write_bytes(write_package(with_links(own, SETTINGS, [link])))
    assert "TEMPLATE-HAZARD" in {problem.code for problem in lint_templates(workspace.templates)}
    assert carry_styles(workspace.templates) == ([path], [])
    assert lint_templates(workspace.templates) == []
