from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from queue import Queue

import pytest

from generator.data.paths import Change
from generator.reports.watch import Saved, Watch
from generator.reports.workspace import Workspace

LONGER = Change("facts.运行年限", "运行年限", "17年", "18年")


@pytest.fixture
def watched(workspace: Workspace) -> Watch:
    return Watch(workspace.root, "hechi", "2022")


def edit(workspace: Workspace, old: str, new: str) -> None:
    report = workspace.report("hechi", "2022")
    text = report.read_text("utf-8")
    assert old in text
    report.write_text(text.replace(old, new), "utf-8")


def test_a_save_tells_the_figures_that_changed(workspace: Workspace, watched: Watch) -> None:
    first = watched.build()
    assert (first.changes, len(first.built.files)) == ([], 5)
    edit(workspace, "运行年限: 17年", "运行年限: 18年")
    saved = watched.build()
    assert saved.changes == [LONGER]
    assert watched.build().changes == []


def test_a_computed_figure_is_told_too(workspace: Workspace, watched: Watch) -> None:
    watched.build()
    edit(workspace, "actual: 21754元", "actual: 21764元")
    found = {change.label: (change.before, change.after) for change in watched.build().changes}
    assert found["预算执行率"] == ("72.51%", "72.55%")


def test_errors_leave_the_documents_and_the_next_good_save_is_told_against_the_last(
    workspace: Workspace, watched: Watch
) -> None:
    watched.build()
    document = workspace.output("hechi", "2022") / "report.docx"
    before = document.read_bytes()
    edit(workspace, "year: 2022", "year: [2022")
    saved = watched.build()
    assert saved.built.failed and saved.changes == []
    assert document.read_bytes() == before
    edit(workspace, "year: [2022", "year: 2022")
    edit(workspace, "运行年限: 17年", "运行年限: 18年")
    assert watched.build().changes == [LONGER]
    assert document.read_bytes() != before


def test_saving_is_noticed(workspace: Workspace, watched: Watch) -> None:
    watched.build()
    told: Queue[Saved] = Queue()

    def follow(saves: Iterator[Saved]) -> None:
        told.put(next(saves))

    threading.Thread(target=follow, args=(watched.saves(),), daemon=True).start()
    deadline = time.monotonic() + 30
    while told.empty() and time.monotonic() < deadline:
        workspace.report("hechi", "2022").touch()
        time.sleep(0.2)
    assert not told.get(timeout=5).built.failed
