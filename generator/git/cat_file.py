"""Keeps one `git cat-file` running for all that is asked in the same form, where each question was a process before."""

from __future__ import annotations

import subprocess
import weakref
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

BATCH = "--batch"
# Bytes of a question: what any pipe takes at once, so that neither side waits for the other to read.
_MOST = 1 << 13


class CatFile:
    """Processes of `git cat-file`, one for each form of answer, which end with this object.

    `command` is git with all that stands before `cat-file`.
    """

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self._command, self._environment = command, environment
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        weakref.finalize(self, _end, self._running)

    def ask(self, form: str, given: bytes, failed: Callable[[bytes], Exception]) -> bytes:
        """The answers to lines of names, each as git gives it: its head, with `--batch` followed by the content.

        Raises:
            FileNotFoundError: git is not installed.
            Exception: git ended before it had answered; what `failed` makes of its words.
        """
        if form not in self._running:
            self._running[form] = subprocess.Popen(  # noqa: S603
                [*self._command, "cat-file", form],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=self._environment,
            )
        process = self._running[form]
        answers: list[bytes] = []
        try:
            for lines in _chunks(given.splitlines(keepends=True)):
                assert process.stdin
                process.stdin.write(b"".join(lines))
                process.stdin.flush()
                for _ in lines:
                    answers += _answer(process, form)
        except (BrokenPipeError, EOFError):
            del self._running[form]
            raise failed(process.communicate()[1]) from None
        except BaseException:  # stopped within an answer, the rest of which is still to come
            _end({form: self._running.pop(form)})
            raise
        return b"".join(answers)


def _answer(process: subprocess.Popen[bytes], form: str) -> list[bytes]:
    """The head of an answer, and its content.

    Raises:
        EOFError: git has ended.
    """
    assert process.stdout
    head = process.stdout.readline()
    if not head.endswith(b"\n"):
        raise EOFError
    if form != BATCH or head.endswith((b" missing\n", b" ambiguous\n")):
        return [head]
    size = int(head.rsplit(b" ", 1)[1]) + 1
    content = process.stdout.read(size)
    if len(content) < size:
        raise EOFError
    return [head, content]


def _chunks(lines: Sequence[bytes]) -> list[list[bytes]]:
    """The lines in groups that are short enough to be written before anything is read."""
    chunks: list[list[bytes]] = []
    room = 0
    for line in lines:
        if len(line) > room:
            chunks.append([])
            room = _MOST
        chunks[-1].append(line)
        room -= len(line)
    return chunks


def _end(running: dict[str, subprocess.Popen[bytes]]) -> None:
    """Ends processes that only read; one that has a copy of their pipes could keep them waiting."""
    for process in running.values():
        process.terminate()
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream is not None:
                with suppress(OSError):  # what was not flushed is not wanted any more
                    stream.close()
        process.wait()
    running.clear()
