from __future__ import annotations

from generator.reports.load import load
from generator.reports.workspace import Workspace
from tests.support.reports import edit


def test_no_later_stage_runs_on_a_file_that_an_earlier_one_refused(workspace: Workspace) -> None:
    edit(workspace, ("year: 2022", "year: 2022\nx: 1"))
    loaded = load(workspace, "hechi", "2022")
    assert loaded.report is None and not loaded.ready
