"""Builds reports on a running Dask cluster; the documents come back and are written here.

Its workers need the same version of this program, but neither the reports nor the templates: these are sent.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from contextlib import suppress
from functools import cache, partial
from pathlib import Path

from distributed import Client, get_worker
from distributed.diagnostics.plugin import WorkerPlugin

from generator.data.formats import read
from generator.data.profile import inputs
from generator.faults import guarded, program_fault
from generator.files import MAX_BYTES, UnfitFileError, contents, replace_file
from generator.frozen import Frozen
from generator.identifiers import is_code, unusable
from generator.problems import Place, Problem
from generator.reports.build import Built, made, stumbled, written
from generator.reports.load import load
from generator.reports.origin import Origin
from generator.reports.stamps import program_inputs
from generator.reports.workspace import Workspace
from generator.store import digest_of

_TIMEOUT = 15  # seconds to reach a scheduler
_RETRIES = 3  # of a report whose worker is lost

FileBytes = dict[str, bytes]


class Templates(WorkerPlugin):
    """Writes the templates on each worker, including those that join later."""

    def __init__(self, files: FileBytes) -> None:
        self.files = files
        self.name = f"budget-self-evaluation-{digest_of(sorted(files.items())).hex()[:16]}"

    def setup(self, worker: object) -> None:
        """Writes them below the worker's own folder."""
        for name, data in self.files.items():
            _put(_root(worker, self.name) / name, data)


class Cluster(Frozen):
    """Gives reports to the workers of a cluster."""

    workspace: Workspace
    origin: Origin
    client: Client
    templates: str

    @staticmethod
    def at(address: str, workspace: Workspace, origin: Origin) -> Cluster:
        """The cluster whose scheduler has this address.

        Raises:
            OSError: nothing answers there.
            ValueError: it is not an address.
        """
        client = Client(address, timeout=_TIMEOUT)
        plugin = Templates(_read(workspace, inputs(workspace.templates)))
        client.register_plugin(plugin)
        return Cluster(workspace, origin, client, plugin.name)

    @property
    def room(self) -> int:
        """Enough to keep every worker busy."""
        return 4 * max(sum(map(int, self.client.ncores().values())), 1)

    def start(self) -> Executor:
        """The executor of the cluster; a report whose worker is lost goes to another."""
        executor: Executor = self.client.get_executor(pure=False, retries=_RETRIES)
        return executor

    def task(self, unit: str, year: str) -> Callable[[], Built]:
        """Builds a report and sends the documents back."""
        name = self.workspace.name(self.workspace.report(unit, year))
        work: Callable[[], Callable[[], Built]] = partial(self._task, unit, year)

        def failed(fault: Problem) -> Callable[[], Built]:
            return partial(stumbled, unit, year, fault)

        return guarded(work, name, failed)

    def _task(self, unit: str, year: str) -> Callable[[], Built]:
        units, pictures = _beside(self.workspace, unit, year)
        reports = _read(self.workspace, [*(self.workspace.report(name, year) for name in units), *pictures])
        return partial(_one, self.templates, program_inputs(), reports, self.origin, unit, year)

    def finish(self, built: Built) -> Built:
        """Writes the documents that came back."""
        return written(self.workspace, built, durable=False)


def _read(workspace: Workspace, paths: Iterable[Path]) -> dict[str, bytes]:
    """The contents of files by name, without those that cannot be read."""
    data_by_name = {}
    for path in paths:
        with suppress(UnfitFileError):
            data_by_name[workspace.name(path)] = contents(path, workspace.name(path), MAX_BYTES)
    return data_by_name


def _beside(workspace: Workspace, unit: str, year: str) -> tuple[list[str], list[Path]]:
    """A unit and those whose reports it rolls up, and the files of its pictures."""
    path = workspace.report(unit, year)
    root, _ = read(path, workspace.name(path), "report")
    units = root.at("rollup", "units").value if root else None
    names = [entry.at("unit").value for entry in units] if isinstance(units, list) else []
    pictures = root.get("pictures") if root else None
    entries = pictures.value.values() if pictures and isinstance(pictures.value, dict) else ()
    files = [entry.at("file").value for entry in entries]
    folder = path.with_suffix("")
    return (
        [unit, *(name for name in names if isinstance(name, str) and is_code(name))],
        [folder / file for file in files if isinstance(file, str) and not unusable(file.encode())],
    )


def _one(templates: str, program: str, reports: FileBytes, origin: Origin, unit: str, year: str) -> Built:
    name = f"reports/{year}/{unit}.yaml"
    if program_inputs() != program:
        fault = program_fault(Place(name), "集群上的程序和这里的版本不同，先更新集群上的程序")
        return stumbled(unit, year, fault)
    return guarded(partial(_made, templates, reports, origin, unit, year), name, partial(stumbled, unit, year))


def _made(templates: str, reports: FileBytes, origin: Origin, unit: str, year: str) -> Built:
    workspace = _workspace(_root(get_worker(), templates))
    shutil.rmtree(workspace.report(unit, year).with_suffix(""), ignore_errors=True)  # pictures of an earlier batch
    for name, data in reports.items():
        _put(workspace.root / name, data)
    return made(workspace, origin, load(workspace, unit, year), unit, year)


@cache
def _workspace(root: Path) -> Workspace:
    return Workspace(root)


def _root(worker: object, name: str) -> Path:
    return Path(str(getattr(worker, "local_directory"))) / name  # noqa: B009 - it has no type


def _put(path: Path, data: bytes) -> None:
    """Writes a file below folders that may be missing; another thread may read it at this moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, data)
