"""How far a batch is, where no terminal shows a bar: a line for each report; and on a terminal, what takes its time."""

from __future__ import annotations

import io
import sys
from functools import partial

import pytest
from tqdm import tqdm

from generator.cli.progress import progress, status_line
from generator.problems import Place, Problem
from generator.reports.build import Built

FAULT = Problem("CHOICE", Place("a.yaml"), "错", "改")


def test_only_what_was_made_has_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    with progress(3, quiet=False) as tell:
        tell(Built("a", "2022"))
        tell(Built("b", "2022", current=True))
        tell(Built("c", "2022", problems=(FAULT,)))
    assert capsys.readouterr() == ("已生成 build/2022/a\n", "")


def test_a_quiet_batch_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with progress(1, quiet=True) as tell:
        tell(Built("a", "2022"))
    assert capsys.readouterr() == ("", "")


def test_a_reader_that_has_gone_does_not_end_the_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_: str) -> int:
        raise BrokenPipeError

    monkeypatch.setattr(sys.stdout, "write", gone)
    with progress(1, quiet=False) as tell:
        tell(Built("a", "2022"))


def test_a_terminal_shows_the_problems_so_far(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setattr("generator.cli.progress.tqdm", partial(tqdm, mininterval=0))
    with progress(2, quiet=False) as tell:
        for unit in "ab":
            tell(Built(unit, "2022", problems=(FAULT, FAULT)))
    out, err = capsys.readouterr()
    assert out == "" and "2/2" in err and "问题 4 个" in err


class Terminal(io.StringIO):
    """A terminal that keeps what is shown on it."""

    def isatty(self) -> bool:
        return True


def test_on_a_terminal_a_line_says_what_is_being_done_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    with status_line() as show:
        show("正在读工作表「甲」")
        show("正在读\n\x1b[31m「乙」")
    shown = terminal.getvalue()
    assert "\r正在读工作表「甲」" in shown and "正在读␊⟨U+001B⟩[31m「乙」" in shown and "\n" not in shown
    assert shown.endswith("\r") and not shown.split("\r")[-2].strip()


def test_elsewhere_it_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with status_line() as show:
        show("正在读工作表「甲」")
    assert capsys.readouterr() == ("", "")
