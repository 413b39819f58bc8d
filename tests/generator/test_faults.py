"""Faults: an exception becomes a problem that says whose fault it is."""

from __future__ import annotations

import errno

import pytest

from generator.faults import PROGRAM, SYSTEM, GitError, described, fault_of, guarded, kept, refusal, status
from generator.problems import Place, Problem, Severity


def test_what_raises_becomes_the_problem_of_its_file_and_what_does_not_gives_its_result() -> None:
    def leaves() -> Problem:
        raise SystemExit(2)

    assert guarded(lambda: 3, "a.yaml", lambda _: 4) == 3
    problem = guarded(leaves, "a.yaml", lambda found: found)
    assert (problem.code, problem.place) == (PROGRAM, Place("a.yaml"))


def test_an_interrupt_from_outside_ends_the_command() -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        guarded(interrupted, "a.yaml", lambda _: None)


def test_a_rule_that_raises_keeps_what_was_found_and_the_next_rule_runs() -> None:
    first, last = Problem("A", Place("a"), "", ""), Problem("B", Place("a"), "", "")

    def breaks(_: int):  # type: ignore[no-untyped-def]
        yield first
        raise ValueError("odd")

    assert [problem.code for problem in kept([breaks, lambda _: [last]], 1, "a")] == ["A", PROGRAM, "B"]


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (OSError(errno.EROFS, "x", "out/a.docx"), SYSTEM, "文件夹是只读的：out/a.docx"),
        (GitError("没有提交"), SYSTEM, "git：没有提交"),
        (ValueError("a\nb"), PROGRAM, "程序出错，不是数据的问题：ValueError: a⟨U+000A⟩b"),
    ],
    ids=["system", "git", "program"],
)
def test_the_machine_and_the_program_are_told_apart(error: Exception, code: str, words: str) -> None:
    problem = fault_of(error, "a.yaml")
    assert (problem.code, problem.message) == (code, words)
    assert problem.remedy


def test_a_full_disk_without_a_name_may_be_that_of_the_temporary_files() -> None:
    assert "TMPDIR=" in refusal(OSError(errno.ENOSPC, "x"))[1]
    assert "TMPDIR=" not in refusal(OSError(errno.ENOSPC, "x", "a"))[1]


def test_an_exception_is_described_with_the_line_of_the_program_even_if_it_cannot_say_anything() -> None:
    class MuteError(Exception):
        def __str__(self) -> str:
            raise RuntimeError

    assert described(MuteError()) == "MuteError"
    with pytest.raises(TypeError) as raised:
        kept(None, 1, "a")  # type: ignore[arg-type]
    assert "（faults.py:" in described(raised.value)


def test_the_exit_status_tells_faults_of_the_program_errors_and_notices_apart() -> None:
    ours, wrong = Problem(PROGRAM, Place("a"), "", ""), Problem("A", Place("a"), "", "")
    notice = Problem("A", Place("a"), "", "", severity=Severity.NOTICE)
    assert [status(found) for found in ([wrong, ours], [wrong], [notice], [])] == [3, 1, 0, 0]
