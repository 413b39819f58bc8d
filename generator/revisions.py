"""Takes snapshots of reports as they stood at any revision, each by the program of that revision."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from generator.answers import Answers
from generator.repository import Files, Repository, blob_id, tracked
from generator.snapshot import PROTOCOL, Snapshot

PROGRAM = Path(__file__).resolve().parent.parent
_PROGRAM_FOLDERS = ("generator/", "schema/")
_ROLLUP = re.compile(rb"^[\"']?rollup[\"']?\s*:", re.MULTILINE)
_BATCH = 25
_RENAMED = 0.5

Answer = dict[str, Any]
Contents = tuple[tuple[str, str], ...]
"""Paths with their blobs, in order, so that equal contents are equal values."""
_ABSENT = ""
"""Stands for the blob of a template that only has to be there."""


@dataclass(frozen=True, slots=True)
class State:
    """All that a report is made from: its file and those it rolls up, profiles and templates, and the program."""

    unit: str
    year: str
    reports: Contents
    forms: Contents
    program: Contents


class Revisions:
    """The states of reports in a repository; equal states are computed once."""

    def __init__(self, repository: Repository, folder: Path) -> None:
        self._repository = repository
        self._folder = folder
        self._blobs: dict[str, bytes] = {_ABSENT: b""}
        self._written: dict[tuple[Contents, int], Path] = {}
        self._known: dict[tuple[State, str], Snapshot] = {}
        self._kept = Answers(repository.own_folder / "budget-self-evaluation.sqlite")
        self._running = _program(self._hashed(PROGRAM))
        self._trusted = {self._running}
        self._refused: set[tuple[Contents, str]] = set()
        self.notes: list[str] = []

    def _hashed(self, root: Path) -> Files:
        files = {}
        for name, path in tracked(root).items():
            data = path.read_bytes()
            files[name] = blob_id(data, self._repository.object_format)
            self._blobs[files[name]] = data
        return files

    def worktree(self) -> Files:
        """The files as they stand in the working tree, committed or not."""
        return self._hashed(self._repository.root)

    def fetch(self, blobs: Iterable[str]) -> None:
        """Reads many blobs at once that will be asked for."""
        self._blobs |= self._repository.blobs(set(blobs) - set(self._blobs))

    def content(self, blob: str) -> bytes:
        """The contents of a blob."""
        if blob not in self._blobs:
            self.fetch([blob])
        return self._blobs[blob]

    def rolls_up(self, blob: str) -> bool:
        """Whether a report reads those of other units of its year."""
        return _ROLLUP.search(self.content(blob)) is not None

    def state(self, files: Files, report: str, commit: str | None, *, whole: bool) -> State:
        """The state of a report among the files of a commit, or of the working tree; `whole` with its templates.

        The program is that of the commit where it may be trusted, else the one that is running.
        """
        _, year, name = report.split("/")
        reports = {report: files[report]}
        if self.rolls_up(files[report]):
            reports |= {path: blob for path, blob in files.items() if path.startswith(f"reports/{year}/")}
        forms = {
            path: blob if whole or path.endswith("/profile.yaml") else _ABSENT
            for path, blob in files.items()
            if path.startswith("templates/")
        }
        program = self.admitted(files, commit) if commit else self._running
        return State(name.removesuffix(".yaml"), year, _contents(reports), _contents(forms), program)

    def admitted(self, files: Files, commit: str) -> Contents:
        """The program of a commit if it may be run, which one commit that is trusted decides for all; else our own."""
        program = _program(files)
        if program and program not in self._trusted and (program, commit) not in self._refused:
            if self._repository.trusts(commit):
                self._trusted.add(program)
            else:
                self._refused.add((program, commit))
        if program in self._trusted:
            return program
        if program:
            self._note(f"提交 {commit[:10]} 的程序不在当前分支和标签的历史里，没有运行它，用现在的程序计算")
        return self._running

    def snapshots(self, states: Iterable[State], *, whole: bool) -> dict[State, Snapshot]:
        """The snapshot of each state; only `whole` ones have problems and documents."""
        want = "whole" if whole else "figures"
        wanted = [*dict.fromkeys(states)]
        missing = {_digest(state, want): state for state in wanted if (state, want) not in self._known}
        kept = self._kept.known(missing)
        asked = {key: state for key, state in missing.items() if key not in kept}
        answers = self.answers([*asked.values()], want)
        found = {key: json.dumps(answer, ensure_ascii=False) for key, answer in zip(asked, answers, strict=True)}
        self._kept.keep(found)
        for key, text in (kept | found).items():
            self._known[missing[key], want] = Snapshot.from_json(json.loads(text))
        return {state: self._known[state, want] for state in wanted}

    def answers(self, states: Sequence[State], want: str, commit: str = "") -> list[Answer]:
        """What each state's program answers, in the order of the states."""
        self.fetch(blob for state in states for _, blob in (*state.reports, *state.forms, *state.program))
        found: list[Answer] = [{}] * len(states)
        for program in dict.fromkeys(state.program for state in states):
            numbers = [number for number, state in enumerate(states) if state.program == program]
            asked = [(states[number], {"want": want, "commit": commit}) for number in numbers]
            for number, answer in zip(numbers, self._answers(program, asked), strict=True):
                found[number] = answer
        return found

    def _answers(self, program: Contents, asked: Sequence[tuple[State, Answer]]) -> list[Answer]:
        """What one program answers, in several processes at once where it is asked for much."""
        jobs = max(1, min(os.cpu_count() or 1, len(asked) // _BATCH))
        folder = PROGRAM if program == self._running else self._write(program, 0)
        parts = [[self._request(state, more, job) for state, more in asked[job::jobs]] for job in range(jobs)]
        with ThreadPoolExecutor(jobs) as pool:
            answered = [*pool.map(lambda requests: _ask(folder, requests), parts)]
        if None in answered:
            self._note("有的提交里的程序太旧，还没有这项功能；那些提交用现在的程序计算")
            return self._answers(self._running, asked)
        found: list[Answer] = [{}] * len(asked)
        for job, answers in enumerate(answered):
            found[job::jobs] = answers or []
        return found

    def _request(self, state: State, more: Answer, job: int) -> Answer:
        reports = {path: self._blobs[blob].decode("latin-1") for path, blob in state.reports}
        folder = self._write(state.forms, job)
        return {"folder": str(folder), "unit": state.unit, "year": state.year, "reports": reports} | more

    def _write(self, contents: Contents, job: int) -> Path:
        """A folder with some files, of which each process has its own, for it writes the reports into it."""
        if (contents, job) not in self._written:
            folder = self._written[contents, job] = self._folder / str(len(self._written))
            folder.mkdir()
            for path, blob in contents:
                target = folder / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(self._blobs[blob])
        return self._written[contents, job]

    def _note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)


def renamed(revisions: Revisions, before: Files, after: Files, report: str) -> str | None:
    """What a report of `after` was called before: of the files that went, the one most like it, at least by half."""
    folder = report.rpartition("/")[0]
    lines = revisions.content(after[report]).splitlines()
    best, found = _RENAMED, None
    for path in sorted(before.keys() - after.keys()):
        if path.rpartition("/")[0] == folder:
            ratio = SequenceMatcher(None, revisions.content(before[path]).splitlines(), lines, autojunk=False).ratio()
            if ratio >= best:
                best, found = ratio, path
    return found


@contextmanager
def revisions(repository: Repository) -> Iterator[Revisions]:
    """The revisions of a repository, with a folder of their own outside the working tree while they are needed."""
    with TemporaryDirectory() as folder:
        yield Revisions(repository, Path(folder))


def _digest(state: State, want: str) -> str:
    return sha256(repr((PROTOCOL, want, state)).encode("utf-8", "surrogateescape")).hexdigest()


def _contents(files: Files) -> Contents:
    return tuple(sorted(files.items()))


def _program(files: Files) -> Contents:
    return _contents({path: blob for path, blob in files.items() if path.startswith(_PROGRAM_FOLDERS)})


def _ask(program: Path, requests: Sequence[Answer]) -> list[Answer] | None:
    """What a program in a folder answers; None where it does not know this protocol."""
    if not requests:
        return []
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    lines = "".join(json.dumps(request, ensure_ascii=False) + "\n" for request in requests)
    done = subprocess.run(
        [sys.executable, "-m", "generator", "serve"],
        cwd=program,
        env=environment | {"PYTHONUTF8": "1"},
        input=lines.encode(),
        capture_output=True,
        check=False,
    )
    answers = [json.loads(line) for line in done.stdout.splitlines() if line.startswith(b"{")]
    if done.returncode or answers[:1] != [{"protocol": PROTOCOL}]:
        return None if program != PROGRAM else _failed(done.stderr)
    return answers[1:]


def _failed(errors: bytes) -> list[Answer]:
    words = errors.decode("utf-8", "replace").strip() or "the program ended without a word"
    raise RuntimeError(words.splitlines()[-1])
