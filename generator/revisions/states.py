"""Takes snapshots of reports at any revision, each by the program of that revision."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.faults import PROGRAM as PROGRAM_FAULT
from generator.faults import SYSTEM as SYSTEM_FAULT
from generator.files import UnfitFileError, contents
from generator.frozen import Frozen
from generator.git.objects import MAX_BLOB
from generator.git.repository import TRACKED, Repository, blob_id
from generator.git.trees import BlobIds
from generator.pictures.image import SUFFIXES
from generator.program import PROGRAM, ROOT, files_of, running
from generator.revisions.answers import Answers
from generator.revisions.environments import TooOldError, UnavailableError
from generator.revisions.programs import Answer, Program
from generator.revisions.snapshot import PROTOCOL, Snapshot
from generator.revisions.trust import Trust

# The key of a roll-up, or of pictures, at the top level of a report: rollup:, "rollup" :.
_ROLLUP = re.compile(rb"^[\"']?rollup[\"']?\s*:", re.MULTILINE)
_PICTURES = rb"(?m)^[\"']?pictures[\"']?\s*:"
_BATCH = 25  # requests, for each of which another process is worth its start
_RENAMED = 0.5  # the similarity from which a file counts as renamed
_MOST_RENAMED = 200  # removed and added files; more are not compared for renames

Contents = tuple[tuple[str, str], ...]
"""Paths with their blobs, in order, so that equal contents are equal values."""
_ABSENT = ""
"""Stands for the blob of a template that only has to exist."""


class State(Frozen):
    """All inputs of a report: its file and those it rolls up, profiles and templates, and the program."""

    unit: str
    year: str
    reports: Contents
    forms: Contents
    program: Contents


class Revisions:
    """The states of reports in a repository; equal states are computed once.

    A past program is run only if it is trusted; `notes` say which was not, and why. `tell` is called with a message
    before a step that takes long. `faulty` says whether the program failed on a report.
    """

    def __init__(self, repository: Repository, trust: Trust, folder: Path, tell: Callable[[str], None]) -> None:
        self._repository = repository
        self._trust = trust
        self._folder = folder
        self._tell = tell
        self._blobs: dict[str, bytes] = {_ABSENT: b""}
        self._pictures: dict[str, tuple[Path, str]] = {}
        self._lines: dict[str, Counter[bytes]] = {}
        self._written: dict[tuple[Contents, int], Path] = {}
        self._known: dict[tuple[State, str], Snapshot] = {}
        self._kept = Answers(repository.own_folder / "budget-self-evaluation.sqlite")
        self.running = _program(self._hashed(running()))
        self._trusted = {self.running}
        self._refused: set[tuple[Contents, str]] = set()
        self._unavailable: set[Contents] = set()
        self.notes: list[str] = []
        self.faulty = False

    def _hashed(self, contents: Mapping[str, bytes]) -> BlobIds:
        files = {}
        for name, data in contents.items():
            files[name] = blob_id(data, self._repository.object_format)
            self._blobs[files[name]] = data
        return files

    def worktree(self) -> BlobIds:
        """The files in the working tree, committed or not; pictures are read again where they are needed."""
        files: BlobIds = {}
        for name, path in files_of(self._repository.root, TRACKED).items():
            try:
                read = self._hashed({name: contents(path, name, MAX_BLOB)})
            except UnfitFileError as unfit:
                self._note(f"没有读 {name}：{unfit}")
                continue
            if is_picture(name):
                self._pictures[read[name]] = path, name
                del self._blobs[read[name]]
            files |= read
        return files

    def fetch(self, blobs: Iterable[str]) -> None:
        """Reads many blobs ahead in one batch."""
        blobs = {*blobs}
        for blob in blobs & self._pictures.keys() - self._blobs.keys():
            path, name = self._pictures[blob]
            with suppress(UnfitFileError):  # it was there a moment ago; without it git is asked
                self._blobs[blob] = contents(path, name, MAX_BLOB)
        self._blobs |= self._repository.objects.blobs(set(blobs) - set(self._blobs))

    def content(self, blob: str) -> bytes:
        """The contents of a blob, read at most once."""
        if blob not in self._blobs:
            self.fetch([blob])
        return self._blobs[blob]

    def lines(self, blob: str) -> Counter[bytes]:
        """The lines of a blob with their counts, in any order."""
        if blob not in self._lines:
            self._lines[blob] = Counter(self.content(blob).splitlines())
        return self._lines[blob]

    def rolls_up(self, blob: str) -> bool:
        """Whether a report reads those of other units of its year."""
        return _ROLLUP.search(self.content(blob)) is not None

    def names_pictures(self, blob: str) -> bool:
        """Whether a report names pictures in its own folder."""
        return re.search(_PICTURES, self.content(blob)) is not None

    def pictures(self, files: BlobIds, report: str) -> BlobIds:
        """The files among these that can be pictures of a report, if it names any."""
        if not self.names_pictures(files[report]):
            return {}
        folder = report.removesuffix(".yaml") + "/"
        return {path: blob for path, blob in files.items() if path.startswith(folder) and is_picture(path)}

    def state(self, files: BlobIds, report: str, commit: str | None, *, whole: bool) -> State:
        """The state of a report among the files of a commit, or of the working tree.

        A `whole` one has its templates and pictures too, which no figure depends on.

        The program is the commit's if it is trusted, else the one that is running.
        """
        _, year, name = report.split("/")
        reports = {report: files[report]}
        if self.rolls_up(files[report]):
            folder = f"reports/{year}/"
            reports |= {path: blob for path, blob in files.items() if path.startswith(folder) and not is_picture(path)}
        if whole:
            reports |= self.pictures(files, report)
        forms = {
            path: blob if whole or path.endswith("/profile.yaml") else _ABSENT
            for path, blob in files.items()
            if path.startswith("templates/")
        }
        program = self.admitted(files, commit) if commit else self.running
        return State(name.removesuffix(".yaml"), year, _contents(reports), _contents(forms), program)

    def program(self, files: BlobIds) -> Contents:
        """The program among the files of a commit; empty if there is none."""
        return _program(files)

    def admitted(self, files: BlobIds, commit: str) -> Contents:
        """The program of a commit if it may be run, else our own; a program trusted at one commit is trusted at all."""
        program = _program(files)
        if program and not self.may_run(program, commit):
            self._note(f"提交 {commit[:10]} 的程序不可信：{self._trust.where}；没有运行它，用现在的程序计算")
            return self.running
        return program or self.running

    def may_run(self, program: Contents, commit: str) -> bool:
        """Whether the program of a commit is the running one or a trusted one."""
        if program not in self._trusted and (program, commit) not in self._refused:
            if self._trust.trusts(commit):
                self._trusted.add(program)
            else:
                self._refused.add((program, commit))
        return program in self._trusted

    def snapshots(self, states: Iterable[State], *, whole: bool) -> dict[State, Snapshot]:
        """The snapshot of each state; only `whole` ones have problems and documents."""
        want = "whole" if whole else "figures"
        wanted = [*dict.fromkeys(states)]
        missing = {_digest(state, want): state for state in wanted if (state, want) not in self._known}
        kept = self._kept.known(missing)
        asked = {key: state for key, state in missing.items() if key not in kept}
        answers = self.answers([*asked.values()], want)
        computed = {key: json.dumps(answer, ensure_ascii=False) for key, answer in zip(asked, answers, strict=True)}
        for key, text in (kept | computed).items():
            answer = json.loads(text)
            if "note" in answer:
                self._note(answer["note"])
            snapshot = self._known[missing[key], want] = Snapshot.from_json(answer)
            codes = {problem.code for problem in snapshot.problems}
            self.faulty |= PROGRAM_FAULT in codes
            if missing[key].program in self._unavailable or codes & {PROGRAM_FAULT, SYSTEM_FAULT}:
                computed.pop(key, None)  # the next attempt may succeed
        self._kept.keep(computed)
        return {state: self._known[state, want] for state in wanted}

    def answers(self, states: Sequence[State], want: str, commit: str = "") -> list[Answer]:
        """The answer of each state's program, or of ours if that is unavailable, in the order of the states."""
        self.fetch(blob for state in states for blob in _texts(state))
        results: list[Answer] = [{}] * len(states)
        for program in dict.fromkeys(state.program for state in states):
            numbers = [number for number, state in enumerate(states) if state.program == program]
            asked = [(states[number], {"want": want, "commit": commit}) for number in numbers]
            try:
                answers = self._answers(program, asked)
            except UnavailableError as error:
                note = f"有的提交里的程序运行不了：{error}；那些提交用现在的程序计算"
                self._note(note)
                answers = [answer | {"note": note} for answer in self._answers(self.running, asked)]
                if not isinstance(error, TooOldError):
                    self._unavailable.add(program)
            for number, answer in zip(numbers, answers, strict=True):
                results[number] = answer
        return results

    def documents(self, state: State, commit: str) -> Answer:
        """The documents of a state, made by its own program and no other.

        Raises:
            UnavailableError: that program cannot be run.
        """
        self.fetch(_texts(state))
        return self._answers(state.program, [(state, {"want": "files", "commit": commit})])[0]

    def _answers(self, contents: Contents, asked: Sequence[tuple[State, Answer]]) -> list[Answer]:
        """The answers of one program; many requests are spread over several processes."""
        jobs = max(1, min(os.cpu_count() or 1, len(asked) // _BATCH))
        program = Program(ROOT if contents == self.running else self._write(contents, 0), self._tell)
        results: list[Answer] = [{}] * len(asked)
        parts = [[self._request(state, more, job) for state, more in asked[job::jobs]] for job in range(jobs)]
        for job, answers in enumerate(program.answers(parts)):
            results[job::jobs] = answers
        return results

    def _request(self, state: State, more: Answer, job: int) -> Answer:
        reports, pictures = {}, {}
        for path, blob in state.reports:
            if is_picture(path):
                pictures[path] = str(self._written_picture(blob))
            else:
                reports[path] = self._blobs[blob].decode("latin-1")
        files = {"folder": str(self._write(state.forms, job)), "reports": reports, "pictures": pictures}
        return files | {"unit": state.unit, "year": state.year} | more

    def _written_picture(self, blob: str) -> Path:
        """A file with a picture, which is not kept in memory."""
        target = self._folder / f"{blob}.picture"
        if not target.exists():
            target.write_bytes(self.content(blob))
            del self._blobs[blob]
        return target

    def _write(self, contents: Contents, job: int) -> Path:
        """A folder with these files; each process (`job`) has its own, for it writes the reports into it."""
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


def _texts(state: State) -> Iterator[str]:
    """The blobs of a state that are read ahead: not those of pictures, of which there may be many."""
    for path, blob in (*state.reports, *state.forms, *state.program):
        if not is_picture(path):
            yield blob


def is_picture(path: str) -> bool:
    """Whether a path below the reports is that of a picture, by how its name ends."""
    return path.startswith("reports/") and os.path.splitext(path)[1].casefold() in SUFFIXES


def renamed(revisions: Revisions, before: BlobIds, after: BlobIds, report: str) -> str | None:
    """The old path of a report of `after`: the most similar of the removed files, if at least half of it is the same.

    Similarity is the share of common lines, in any order. If many files were removed and added at once, only one with
    equal contents counts.
    """
    folder = report.rpartition("/")[0] + "/"
    gone, come = (
        sorted(path for path in side.keys() - opposite.keys() if path.startswith(folder))
        for side, opposite in ((before, after), (after, before))
    )
    equal = [path for path in gone if before[path] == after[report]]
    if equal or len(gone) * len(come) > _MOST_RENAMED**2:
        return equal[-1] if equal else None
    lines = revisions.lines(after[report])
    best_ratio, best_path = _RENAMED, None
    for path in gone:
        old_lines = revisions.lines(before[path])
        ratio = 2 * (lines & old_lines).total() / ((lines.total() + old_lines.total()) or 1)
        if ratio >= best_ratio:
            best_ratio, best_path = ratio, path
    return best_path


@contextmanager
def revisions(
    repository: Repository, trust: Trust, tell: Callable[[str], None] = lambda _: None
) -> Iterator[Revisions]:
    """The revisions of a repository, with a temporary folder of their own outside the working tree."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        yield Revisions(repository, trust, Path(folder), tell)


def _digest(state: State, want: str) -> str:
    return sha256(repr((PROTOCOL, want, state)).encode("utf-8", "surrogateescape")).hexdigest()


def _contents(files: BlobIds) -> Contents:
    return tuple(sorted(files.items()))


def _program(files: BlobIds) -> Contents:
    """The files of the program; empty if there is no code among them."""
    program_files = {
        path: blob for path, blob in files.items() if path.partition("/")[0] in PROGRAM and "/." not in path
    }
    return _contents(program_files) if any(path.startswith("generator/") for path in program_files) else ()
