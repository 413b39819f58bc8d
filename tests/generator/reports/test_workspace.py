from __future__ import annotations

from pathlib import Path

import pytest

from generator.problems import Place
from generator.reports.documents import make_documents
from generator.reports.load import load
from generator.reports.workspace import Workspace

ASKED = Place("reports/2022/hechi.yaml", 4, 1)


def test_a_report_its_documents_and_the_profiles_have_their_folders() -> None:
    workspace = Workspace(Path("/data"))
    assert workspace.report("hechi", "2022") == Path("/data/reports/2022/hechi.yaml")
    assert workspace.output("hechi", "2022") == Path("/data/build/2022/hechi")
    assert workspace.templates == Path("/data/templates")
    assert workspace.name(workspace.report("hechi", "2022")) == "reports/2022/hechi.yaml"


def test_reports_are_listed_by_year_and_unit_without_what_only_looks_like_one(tmp_path: Path) -> None:
    for name in (
        "2022/b.yaml",
        "2022/a-1.yaml",
        "2021/b.yaml",
        "2022/A.yaml",
        "2022/b 副本.yaml",
        "22/c.yaml",
        "2022/c.yml",
    ):
        path = tmp_path / "reports" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    workspace = Workspace(tmp_path)
    assert workspace.reports() == [("b", "2021"), ("a-1", "2022"), ("b", "2022")]
    assert workspace.reports("2022") == [("a-1", "2022"), ("b", "2022")]
    assert workspace.reports("2020") == []


def test_a_profile_is_read_once(workspace: Workspace) -> None:
    first, problems = workspace.forms("guangxi-hechi", ASKED)
    (workspace.templates / "guangxi-hechi" / "profile.yaml").write_text("{", "utf-8")
    assert first is not None and problems == []
    assert workspace.forms("guangxi-hechi", ASKED) == (first, [])


def test_a_profile_that_cannot_be_read_is_told_each_time_it_is_asked_for(workspace: Workspace) -> None:
    for _ in range(2):
        forms, problems = workspace.forms("none", ASKED)
        assert forms is None and [problem.place for problem in problems] == [ASKED]


@pytest.mark.parametrize("made", [False, True])
def test_the_templates_that_were_compiled_are_known_with_their_bytes(workspace: Workspace, made: bool) -> None:
    loaded = load(workspace, "hechi", "2022")
    assert loaded.forms is not None
    if made:
        make_documents(workspace, loaded)
    found = dict(workspace.compiled_from(loaded.forms))
    assert bool(found) == made
    assert all(name.endswith(".docx") and (workspace.root / name).read_bytes() == data for name, data in found.items())
    assert {name for name, _ in loaded.sources(workspace)} >= {"reports/2022/hechi.yaml", *found}
