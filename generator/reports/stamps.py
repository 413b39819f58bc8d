"""Remembers what each folder of documents was built from, so that a batch skips those that are up to date."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

from generator.data.profile import inputs
from generator.files import MAX_BYTES, UnfitFileError, contents
from generator.frozen import as_dict
from generator.problems import Place, Problem, Severity
from generator.program import ROOT, files_of, installed
from generator.reports.build import Built
from generator.reports.workspace import Workspace
from generator.store import Store, digest_of, user_folder

_MAX_DOCUMENT = 1 << 30  # bytes: one of a table with all the rows that there may be takes a tenth of it


class Stamps:
    """The stamps of the folders that a workspace's documents are built into, in the user's own cache.

    A stamp holds the reports that went in (its own and those it rolls up), the digest of everything that decides the
    documents and of the documents themselves, and the problems that were found. Without a cache nothing is up to date.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        folder = user_folder()
        self._common = digest_of(_read(workspace, inputs(workspace.templates)), program_inputs()).hex()
        self._store = Store(folder and folder / "built.sqlite", self._common)

    def current(
        self,
        unit: str,
        year: str,
        committed: Callable[[Iterable[str]], bool],
        reaches: Callable[[str], bool] = lambda _: True,
    ) -> Built | None:
        """The report as it was built, if its documents are up to date; None if they have to be built.

        Documents built from a commit stay valid as long as their inputs are unchanged and the commit checked out
        `reaches` that commit, and so has these inputs too. Those built from uncommitted files are built again once
        these are committed.
        """
        folder = self._workspace.output(unit, year)
        key = _key(folder)
        kept = self._store.known([key])
        if not kept:
            return None
        stamp = json.loads(kept[key])
        read = _beside_reports(stamp["sources"])
        state = self._state(unit, year, (stamp["units"], read, stamp["files"]), committed(stamp["sources"]))
        if state is None or state != stamp["state"]:
            return None
        problems = tuple(_problem(stored) for stored in stamp["problems"])
        if not reaches(stamp["commit"]):
            return None
        return Built(unit, year, tuple(stamp["files"]), problems, units=tuple(stamp["units"]), current=True)

    def keep(self, built: Built) -> None:
        """Remembers a folder that was built just now."""
        parts = (built.units, _beside_reports(built.sources), built.files)
        state = self._state(built.unit, built.year, parts, built.committed)
        if state is not None:
            stored = [as_dict(problem) | {"severity": problem.severity.name} for problem in built.problems]
            stamp = {
                "state": state,
                "units": built.units,
                "sources": built.sources,
                "commit": built.commit,
                "files": built.files,
                "problems": stored,
            }
            self._store.keep({_key(self._workspace.output(built.unit, built.year)): json.dumps(stamp).encode()})

    def close(self) -> None:
        """Closes the store."""
        self._store.close()

    def _state(
        self, unit: str, year: str, parts: tuple[Iterable[str], Iterable[str], Iterable[str]], committed: bool
    ) -> str | None:
        """The digest of everything: of the reports of these units, the pictures that were read, and the documents."""
        folder = self._workspace.output(unit, year)
        units, pictures, files = parts
        digest = sha256(f"{self._common} {committed}".encode())
        try:
            for name in units:
                path = self._workspace.report(name, year)
                digest.update(sha256(contents(path, self._workspace.name(path), MAX_BYTES)).digest())
            for name in pictures:
                data = contents(self._workspace.root / name, name, MAX_BYTES)
                digest.update(name.encode() + b"\0" + sha256(data).digest())
            for name in files:
                # By content: a document that was edited and given its old time back is not the one that was built.
                data = contents(folder / name, self._workspace.name(folder / name), _MAX_DOCUMENT)
                digest.update(name.encode() + b"\0" + sha256(data).digest())
        except UnfitFileError:
            return None
        return digest.hexdigest()


def _beside_reports(sources: Iterable[str]) -> list[str]:
    """The pictures among the files that documents were made from."""
    return [name for name in sources if name.startswith("reports/") and not name.endswith(".yaml")]


def _read(workspace: Workspace, paths: Iterable[Path]) -> Iterator[tuple[str, bytes]]:
    """The names of files with their contents; for one that cannot be read, with the message about it."""
    for path in paths:
        name = workspace.name(path)
        try:
            yield name, contents(path, name, MAX_BYTES)
        except UnfitFileError as unfit:
            yield name, str(unfit).encode()


@cache
def program_inputs() -> str:
    """The digest of the program as it is on disk, and of the versions of what it runs on."""
    versions = repr((sys.version_info, installed("jinja2"), installed("lxml")))
    return digest_of(((name, path.read_bytes()) for name, path in files_of(ROOT).items()), versions).hex()


def _key(folder: Path) -> str:
    return sha256(os.fsencode(folder)).hexdigest()


def _problem(told: dict[str, str]) -> Problem:
    place = Place(**told["place"])  # type: ignore[arg-type]
    return Problem(**told | {"place": place, "severity": Severity[told["severity"]]})  # type: ignore[arg-type]
