"""Programs of this and other revisions, each run in a process of its own with its own dependencies."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from generator.process import end_group
from generator.program import LOCK, ROOT
from generator.revisions.environments import TooOldError, UnavailableError, clean, python_for
from generator.revisions.snapshot import PROTOCOL

_START, _EACH = 300.0, 30.0  # seconds: a program that takes longer for a report is stuck

Answer = dict[str, Any]


class Program:
    """A program in a folder, with the dependencies of its lock file; without one, with those of this program."""

    def __init__(self, folder: Path, tell: Callable[[str], None] = lambda _: None) -> None:
        self.folder = folder
        self._tell = tell

    def answers(self, requests: Sequence[Sequence[Answer]]) -> list[list[Answer]]:
        """Its answers to several sequences of requests, each sequence in a process of its own.

        Raises:
            UnavailableError: it cannot be run, does not know this protocol, or timed out.
        """
        python = self._python()
        started: list[subprocess.Popen[bytes]] = []
        with ThreadPoolExecutor(max(len(requests), 1)) as pool:
            try:
                return [*pool.map(lambda row: self._answers(python, row, started), requests)]
            finally:  # also when the user stops: the pool would wait for what is started
                for process in started:
                    end_group(process)

    def _python(self) -> str:
        if self.folder == ROOT:
            return sys.executable
        try:
            lock = (self.folder / LOCK).read_bytes()
        except FileNotFoundError:
            return sys.executable
        our_lock = ROOT / LOCK
        if our_lock.is_file() and our_lock.read_bytes() == lock:
            return sys.executable
        return str(python_for(lock, self._tell))

    def _answers(self, python: str, requests: Sequence[Answer], started: list[subprocess.Popen[bytes]]) -> list[Answer]:
        if not requests:
            return []
        # Our own folder may hold anything beside the program; that of a past one holds nothing else.
        start = (
            ["-I", "-X", "utf8", str(ROOT / "generator" / "__main__.py")]
            if self.folder == ROOT
            else ["-m", "generator"]
        )
        lines = "".join(json.dumps(request, ensure_ascii=False) + "\n" for request in requests)
        process = subprocess.Popen(  # noqa: S603  # the program was found to be one that may be run
            [python, *start, "serve"],
            cwd=self.folder,
            env=clean(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        started.append(process)
        try:
            out, errors = process.communicate(lines.encode(), timeout=_START + _EACH * len(requests))
        except subprocess.TimeoutExpired:
            end_group(process)
            raise UnavailableError("当时的程序很久没有结束，已经停止") from None
        answers = _parsed(out)
        if process.returncode or answers[:1] != [{"protocol": PROTOCOL}] or len(answers) != len(requests) + 1:
            words = errors.decode("utf-8", "replace").strip() or "the program ended without a word"
            if self.folder == ROOT:
                raise RuntimeError(words.splitlines()[-1])
            if not answers:
                raise TooOldError("当时的程序太旧，还没有这项功能")
            raise UnavailableError("当时的程序出了错")
        return answers[1:]


def _parsed(out: bytes) -> list[Answer]:
    try:
        return [json.loads(line) for line in out.splitlines() if line.startswith(b"{")]
    except ValueError:
        return []
