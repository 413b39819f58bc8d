from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest

from generator.reports.documents import make_documents
from generator.reports.load import load
from generator.reports.workspace import Workspace
from tests.support.formats import in_the_first, profile_in_the_first, with_earlier_formats
from tests.support.reports import edit


def test_no_later_stage_runs_on_a_file_that_an_earlier_one_refused(workspace: Workspace) -> None:
    edit(workspace, ("year: 2022", "year: 2022\nx: 1"))
    loaded = load(workspace, "hechi", "2022")
    assert loaded.report is None and not loaded.ready


def differing(one: bytes, other: bytes) -> set[str]:
    """The members of two documents that are not the same."""
    parts = [ZipFile(BytesIO(data)) for data in (one, other)]
    members = [{name: part.read(name) for name in part.namelist()} for part in parts]
    return {name for name in {*members[0], *members[1]} if members[0].get(name) != members[1].get(name)}


def test_a_report_and_a_profile_in_older_formats_make_the_documents_of_new_ones(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = edit(workspace, ("profile: guangxi-hechi\n", "profile: guangxi-hechi\nother_years: [2021]\n"))
    expected, problems = make_documents(workspace, load(workspace, "hechi", "2022"))
    assert expected, problems
    with_earlier_formats(monkeypatch)
    path.write_text(in_the_first(path.read_text("utf-8").replace("other_years: [2021]\n", "")), "utf-8")
    profile = workspace.templates / "guangxi-hechi" / "profile.yaml"
    profile.write_text(profile_in_the_first(profile.read_text("utf-8")), "utf-8")
    older = Workspace(workspace.root)
    loaded = load(older, "hechi", "2022")
    assert loaded.ready, loaded.problems
    found, again = make_documents(older, loaded)
    assert (found.keys(), again) == (expected.keys(), problems)
    for name, data in found.items():
        assert differing(data, expected[name]) == {"docProps/custom.xml"}, name  # the digest of the inputs


def test_problems_of_a_report_in_an_older_format_stand_in_its_own_lines(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_earlier_formats(monkeypatch)
    path = edit(workspace, ("actual: 21754元", "actual: 22754元"))
    path.write_text(in_the_first(path.read_text("utf-8")), "utf-8")
    problem = next(one for one in load(workspace, "hechi", "2022").problems if one.code == "FUNDS-SUM")
    assert problem.place.excerpt == path.read_text("utf-8").splitlines()[problem.place.line - 1]
    assert problem.place.excerpt.strip() == "actual: 22754元"


def test_a_report_in_a_newer_format_is_not_read(workspace: Workspace) -> None:
    edit(workspace, ("year: 2022", "year: 2022\nformat: 2\nx: 1"))
    loaded = load(workspace, "hechi", "2022")
    assert [(one.code, one.place.line) for one in loaded.problems] == [("SCHEMA-NEWER", 5)]
    assert (loaded.root, loaded.report, loaded.derived) == (None, None, None)
