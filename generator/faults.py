"""Catches exceptions at every stage: a fault of the program or the machine becomes a problem of the report at hand."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from generator.problems import Place, Problem, has_errors

PROGRAM, SYSTEM = "PROGRAM-FAULT", "SYSTEM-FAULT"
TELL = "请把数据文件和这段信息交给维护人员；加上 DEBUG=1 再运行可以看到详细位置"

SYSTEM_FAULTS = {
    errno.ENOSPC: ("磁盘满了", "清理磁盘空间，再运行一次"),
    errno.EDQUOT: ("磁盘配额用完了", "清理磁盘空间，再运行一次"),
    errno.EFBIG: ("文件超过了系统允许的大小", "换一个位置，或者请管理员放宽限制（ulimit -f）"),
    errno.EACCES: ("没有权限，或者文件正被打开", "关闭正在打开它的程序，检查文件和文件夹的权限"),
    errno.EPERM: ("没有权限", "检查文件和文件夹的权限"),
    errno.EROFS: ("文件夹是只读的", "换一个可以写的位置"),
    errno.EMFILE: ("系统允许同时打开的文件太少", "先运行 ulimit -n 1024，再运行一次"),
    errno.ENFILE: ("系统打开的文件太多", "关闭一些程序，再运行一次"),
    errno.EAGAIN: ("系统不让再开新的进程", "关闭一些程序，或者请管理员放宽限制（ulimit -u），再运行一次"),
    errno.ENOMEM: ("内存不够用", "关闭一些程序，或者放宽限制（ulimit -v），再运行一次"),
    errno.EIO: ("磁盘读写出错", "检查磁盘，换一个位置再运行一次"),
}
"""What the system refused, by errno: the message and the remedy, in Chinese."""

_OWN = str(Path(__file__).resolve().parent)
_LONGEST = 200

Result = TypeVar("Result")
Case = TypeVar("Case")


class GitError(Exception):
    """Git cannot answer; the message says in Chinese why and what to do."""


def guarded(work: Callable[[], Result], path: str, otherwise: Callable[[Problem], Result]) -> Result:
    """The result of the work or, if it raises, what `otherwise` returns for the problem of the file.

    An interrupt from outside (KeyboardInterrupt) is not caught: it ends the command.
    """
    try:
        return work()
    except (Exception, SystemExit) as error:
        return otherwise(fault_of(error, path))


def kept(rules: Iterable[Callable[[Case], Iterable[Problem]]], case: Case, path: str) -> list[Problem]:
    """The problems that each rule finds; those found before a rule raises are kept, and the other rules still run."""
    problems: list[Problem] = []
    for rule in rules:
        guarded(lambda rule=rule: problems.extend(rule(case)), path, problems.append)  # type: ignore[misc]
    return problems


def fault_of(error: BaseException, path: str) -> Problem:
    """An exception as the problem of a file: of the machine if the system refused something, else of the program."""
    if os.environ.get("DEBUG"):
        sys.excepthook(type(error), error, error.__traceback__)
    if isinstance(error, OSError):
        message, remedy = refusal(error)
        return Problem(SYSTEM, Place(path), message, remedy)
    if isinstance(error, GitError):
        return Problem(SYSTEM, Place(path), f"git：{error}", "照 git 的提示处理，再运行一次")
    return program_fault(Place(path), described(error))


def program_fault(place: Place, what: str) -> Problem:
    """The problem of a program fault in processing what is at a place."""
    return Problem(PROGRAM, place, f"程序出错，不是数据的问题：{what}", TELL)


def is_ours(problems: Iterable[Problem]) -> bool:
    """Whether one of the problems is a fault of the program."""
    return any(problem.code == PROGRAM for problem in problems)


def status(problems: Sequence[Problem]) -> int:
    """The exit status of a command that found problems: 1 for errors in the data, 3 for a fault of the program."""
    return 3 if is_ours(problems) else int(has_errors(problems))


def refusal(error: OSError) -> tuple[str, str]:
    """What the system refused, with the file if the error names one, and what to do; both in Chinese."""
    why, remedy = SYSTEM_FAULTS.get(error.errno or 0, ("", ""))
    why = why or f"系统没有做成：{error.strerror or type(error).__name__}"
    name = error.filename if isinstance(error.filename, str) else ""
    if "temporary directory" in str(error):
        why, name, remedy = "没有可以用的临时文件夹", "", "用 TMPDIR= 指定一个存在、可以写、没有满的文件夹，再运行一次"
    elif error.errno in (errno.ENOSPC, errno.EDQUOT) and not name:
        why, remedy = f"{why}，写不进输出或者临时文件夹", "清理磁盘空间，或者用 TMPDIR= 换一个临时文件夹，再运行一次"
    return f"{why}：{_line(name)}" if name else why, remedy or "检查这个文件、磁盘空间和权限，再运行一次"


def described(error: BaseException) -> str:
    """The type of an exception, its message on one line, and the innermost line of the program in its traceback."""
    if isinstance(error, MemoryError):
        said = "内存不够用"
    else:
        try:
            said = _line(str(error))
        except Exception:  # an exception whose message cannot be formatted must still be shown
            said = ""
    return f"{type(error).__name__}{f': {said}' if said else ''}{_where(error.__traceback__)}"


def _where(traceback: TracebackType | None) -> str:
    """The innermost file and line of the program in a traceback, in brackets; empty if there is none."""
    where = ""
    while traceback is not None:
        name = traceback.tb_frame.f_code.co_filename
        if name.startswith(_OWN):
            where = f"（{os.path.basename(name)}:{traceback.tb_lineno}）"
        traceback = traceback.tb_next
    return where


def _line(text: str) -> str:
    """The beginning of a text on one line, with what is not printable written out."""
    shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return "".join(char if char.isprintable() else f"⟨U+{ord(char):04X}⟩" for char in shown)
