"""The commit that documents are made from: the one checked out, if it holds every byte that went in."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from generator.faults import GitError
from generator.files import UnfitFileError, contents
from generator.git.objects import MAX_BLOB
from generator.git.repository import Repository, blob_id
from generator.program import PROGRAM, running

UNCOMMITTED = "未提交"


class Origin:
    """The commit checked out in a workspace, asked of git once for many documents.

    What counts is the content of each file that was read and of the program that read it, compared with that in the
    commit: neither the index nor ignore rules nor attributes matter. `trouble` says why git, though installed, cannot
    be used.
    """

    def __init__(self, root: Path) -> None:
        self.trouble = ""
        found = None
        try:
            found = Repository.around(root)
        except GitError as error:
            self.trouble = str(error)
        self.in_repository = found is not None
        self._root = root
        self._head, self._files, self._format = UNCOMMITTED, {}, "sha1"
        if found:
            repository, self._head = found
            self._files, self._format = repository.files(self._head), repository.object_format
        self._read: dict[tuple[str, int, int], str] = {}
        self._reached: dict[str, bool] = {}
        committed = {
            path: blob
            for path, blob in self._files.items()
            if path.partition("/")[0] in PROGRAM and "/." not in path and "__pycache__" not in path
        }
        here = {path: blob_id(data, self._format) for path, data in running().items()} if committed else {}
        self._program = tuple(
            sorted(path for path in committed.keys() | here.keys() if committed.get(path) != here.get(path))
        )

    def differing(self, sources: Iterable[tuple[str, bytes]]) -> tuple[str, ...]:
        """The files among those read that differ from the commit, then those of the program."""
        return self._differing((name, blob_id(data, self._format)) for name, data in sources)

    def changed(self, names: Iterable[str]) -> tuple[str, ...]:
        """As `differing`, for files of the workspace as they are now; one that cannot be read differs."""
        return self._differing((name, self._blob(name)) for name in names)

    def commit(self, differing: Iterable[str]) -> str:
        """The commit that documents name; 未提交 if anything that they are made from differs from it."""
        return UNCOMMITTED if any(differing) else self._head

    def reaches(self, commit: str) -> bool:
        """Whether the commit checked out is the given one or a descendant of it; True for 未提交."""
        if commit in (self._head, UNCOMMITTED):
            return True
        if commit not in self._reached:
            try:
                self._reached[commit] = Repository(self._root).contains(self._head, commit)
            except GitError:
                self._reached[commit] = False
        return self._reached[commit]

    def _differing(self, blobs: Iterable[tuple[str, str]]) -> tuple[str, ...]:
        return (*sorted({name for name, blob in blobs if self._files.get(name) != blob}), *self._program)

    def _blob(self, name: str) -> str:
        path = self._root / name
        try:
            status = path.stat()
            key = name, status.st_size, status.st_mtime_ns
            if key not in self._read:
                self._read[key] = blob_id(contents(path, name, MAX_BLOB), self._format)
        except (OSError, UnfitFileError):
            return ""
        return self._read[key]
