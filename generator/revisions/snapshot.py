"""The state of a report as plain data: its inputs, figures and problems, and the text of its documents.

Revisions are compared by their snapshots. Each revision's snapshot is taken by that revision's own program, in a
process that answers requests line by line (`serve`): requests and answers are a contract between versions.
"""

from __future__ import annotations

import json
import shutil
from base64 import b64encode
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from generator.data.aliases import current
from generator.data.paths import leaves
from generator.data.reader import Node
from generator.faults import guarded
from generator.frozen import EMPTY, Frozen
from generator.namespace import canonical
from generator.problems import Place, Problem, sorted_problems
from generator.quantity import Operation, Quantity, Word
from generator.reports.documents import make_documents
from generator.reports.load import Loaded, compute, load
from generator.reports.workspace import Workspace
from generator.text.printer import Printer
from generator.word.lines import DocumentCell, DocumentLine, read_lines
from generator.word.package import parse_package

PROTOCOL = 1
PROFILE, UNITS = "profile", "units"


class Input(NamedTuple):
    """A value as it is written in the report, under `profile` in its profile or under `units` in a unit's report."""

    text: str
    path: str
    line: int


class Figure(NamedTuple):
    """A figure of the namespace; `exact` is its value in the base unit as a fraction, the text of a word, or "".

    An undefined figure is "". `inputs` are the paths of all inputs that it comes from; a figure is `derived` if it was
    computed.
    """

    label: str
    exact: str
    unit: str
    printed: str
    derived: bool
    inputs: Sequence[str]


class Finding(NamedTuple):
    """A problem by its code and the input at which it was found."""

    code: str
    severity: str
    at: str
    place: str
    message: str


class Snapshot(Frozen):
    """The state of a report. `figures` is None if they cannot be computed, `documents` if none can be made.

    Those that templates compute are among the figures only where there are documents.
    """

    name: str = ""
    inputs: Mapping[str, Input] = EMPTY
    figures: dict[str, Figure] | None = None
    problems: tuple[Finding, ...] = ()
    documents: dict[str, tuple[DocumentLine, ...]] | None = None

    def as_json(self) -> dict[str, Any]:
        """Plain data, from which `from_json` makes an equal snapshot; records become lists of their fields."""
        documents = self.documents
        return {
            "name": self.name,
            "inputs": {**self.inputs},
            "figures": self.figures,
            "problems": self.problems,
            "documents": documents and {name: [_stored(line) for line in lines] for name, lines in documents.items()},
        }

    @staticmethod
    def from_json(data: dict[str, Any]) -> Snapshot:
        """The snapshot from the data of `as_json`, of any version; renamed paths get their current names."""
        documents = data["documents"]
        return Snapshot(
            data["name"],
            {current(name): Input(*fields) for name, fields in data["inputs"].items()},
            data["figures"] and {current(name): _figure(*fields) for name, fields in data["figures"].items()},
            tuple(Finding(code, severity, current(at), *others) for code, severity, at, *others in data["problems"]),
            documents and {name: tuple(_line(*fields) for fields in lines) for name, lines in documents.items()},
        )


def _figure(label: str, exact: str, unit: str, printed: str, derived: bool, inputs: Sequence[str]) -> Figure:
    return Figure(label, exact, unit, printed, derived, tuple(map(current, inputs)))


def _stored(line: DocumentLine) -> tuple[object, ...]:
    cells = [(cell.text, cell.column, cell.span) for cell in line.cells]
    return line.part, cells, line.in_table, line.table, line.level


def _line(part: str, cells: list[list[Any]], in_table: bool, table: int, level: int) -> DocumentLine:
    return DocumentLine(part, tuple(DocumentCell(*cell) for cell in cells), in_table, table, level)


def take(workspace: Workspace, unit: str, year: str, *, whole: bool) -> Snapshot:
    """The snapshot of a report; only a `whole` one has problems and documents. A fault of ours is then all it holds."""
    name = workspace.name(workspace.report(unit, year))
    return guarded(lambda: _taken(workspace, unit, year, whole), name, partial(_fallen, unit))


def _fallen(unit: str, fault: Problem) -> Snapshot:
    return Snapshot(unit, problems=(Finding(fault.code, fault.severity.value, "", str(fault.place), fault.message),))


def _taken(workspace: Workspace, unit: str, year: str, whole: bool) -> Snapshot:
    loaded = load(workspace, unit, year) if whole else compute(workspace, unit, year)
    places = _Inputs()
    if loaded.root is not None:
        places.add(leaves(loaded.root))
    if loaded.forms is not None:
        places.add(leaves(loaded.forms.profile.node, PROFILE))
    for name, root in loaded.units.items():
        places.add(leaves(root, f"{UNITS}.{name}"))
    if loaded.report is not None:
        for picture in loaded.report.pictures.values():
            if data := loaded.pictures.get(picture.file):
                places.add_content(picture.node.at("file").place, data)
    computed: dict[str, Quantity] = {}
    documents = _documents(workspace, loaded, computed) if whole else None
    return Snapshot(
        _unit_name(loaded) or unit,
        places.inputs,
        _figures(loaded, places, computed) if loaded.derived else None,
        tuple(
            Finding(problem.code, problem.severity.value, places.at(problem.place), str(problem.place), problem.message)
            for problem in sorted_problems(loaded.problems)
        ),
        documents,
    )


def _unit_name(loaded: Loaded) -> str:
    """The name of a report's unit, also of a report with errors; empty if it has none."""
    named = loaded.root.get("unit") if loaded.root else None
    return named.value if named and isinstance(named.value, str) else ""


class _Inputs:
    """The inputs of a report by their paths, and by their places."""

    def __init__(self) -> None:
        self.inputs: dict[str, Input] = {}
        self._starts: dict[str, list[tuple[int, int, str]]] = {}
        self._names: dict[tuple[str, int, int], str] = {}

    def add(self, named: Iterable[tuple[str, Node]]) -> None:
        for name, node in named:
            place = node.place
            self.inputs[name] = Input(_text(node), place.path, place.line)
            self._starts.setdefault(place.path, []).append((place.line, place.column, name))
            self._names[place.path, place.line, place.column] = name
        for starts in self._starts.values():
            starts.sort()

    def add_content(self, place: Place, data: bytes) -> None:
        """Adds to the input at a place, the name of a file, what tells one content of it from another."""
        path = self.of(place)
        if path:
            named = self.inputs[path]
            self.inputs[path] = named._replace(text=f"{named.text}（内容 {sha256(data).hexdigest()[:8]}）")

    def of(self, place: Place) -> str:
        """The path of the input exactly at a place; empty if none, as for a figure that counts a list."""
        return self._names.get((place.path, place.line, place.column), "")

    def at(self, place: Place) -> str:
        """The path of the input nearest to a place: at it or last before it, else the next on its line."""
        starts = self._starts.get(place.path, [])
        index = bisect_right(starts, (place.line, place.column, "\U0010ffff"))
        if index < len(starts) and starts[index][0] == place.line and (not index or starts[index - 1][0] < place.line):
            return starts[index][2]
        return starts[index - 1][2] if index and place.line else ""


def _text(node: Node) -> str:
    value = node.value
    if value is None:
        return ""
    return str(value) if not isinstance(value, bool) else str(value).lower()


def _figures(loaded: Loaded, places: _Inputs, computed: Mapping[str, Quantity]) -> dict[str, Figure]:
    assert loaded.derived and loaded.forms
    printer = Printer(loaded.forms.profile)
    memo: dict[int, tuple[str, ...]] = {}

    def sources(figure: Quantity | Word) -> tuple[str, ...]:
        if id(figure) not in memo:
            if isinstance(figure.origin, Operation):
                names = [name for operand in figure.origin.operands for name in sources(operand)]
            else:
                names = [places.of(figure.origin)] if figure.origin else []
            memo[id(figure)] = tuple(dict.fromkeys(name for name in names if name))
        return memo[id(figure)]

    def described(figure: Quantity | Word) -> Figure:
        derived = isinstance(figure.origin, Operation)
        if isinstance(figure, Word):
            return Figure(figure.label, figure.text, "", figure.text, derived, sources(figure))
        exact = "" if figure.value is None else str(figure.value)
        return Figure(figure.label, exact, figure.unit, printer.figure(figure), derived, sources(figure))

    return {path: described(figure) for path, figure in {**canonical(loaded.derived.tree), **computed}.items()}


def _documents(
    workspace: Workspace, loaded: Loaded, computed: dict[str, Quantity]
) -> dict[str, tuple[DocumentLine, ...]] | None:
    if not loaded.ready:
        return None
    files, _ = make_documents(workspace, loaded, computed=computed)
    documents = {}
    for name, data in files.items():
        package, _ = parse_package(data, name)
        assert package is not None
        documents[name] = tuple(read_lines(package))
    return documents or None


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """The answer to one request: a snapshot, or with `want: files` the documents of a report as Base64.

    A request has the `folder` of the workspace, `unit`, `year`, `want` (figures, whole or files), and for files the
    `commit` that the documents are to name. Its `reports`, as Latin-1, replace those in the folder; `pictures` are the
    files that hold theirs.
    """
    workspace = _workspace(request["folder"])
    shutil.rmtree(workspace.root / "reports", ignore_errors=True)
    for name, text in request["reports"].items():
        (workspace.root / name).parent.mkdir(parents=True, exist_ok=True)
        (workspace.root / name).write_bytes(text.encode("latin-1"))
    for name, path in request.get("pictures", {}).items():
        (workspace.root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, workspace.root / name)
    unit, year, want = request["unit"], request["year"], request["want"]
    if want != "files":
        return take(workspace, unit, year, whole=want == "whole").as_json()
    name = workspace.name(workspace.report(unit, year))
    files, problems = guarded(
        lambda: _made(workspace, unit, year, request["commit"]), name, lambda fault: ({}, [fault])
    )
    return {
        "files": {name: b64encode(data).decode() for name, data in files.items()},
        "problems": [f"{problem.place} {problem.message}" for problem in problems],
    }


def _made(workspace: Workspace, unit: str, year: str, commit: str) -> tuple[dict[str, bytes], list[Problem]]:
    loaded = load(workspace, unit, year)
    return make_documents(workspace, loaded, commit) if loaded.ready else ({}, loaded.problems)


@cache
def _workspace(folder: str) -> Workspace:
    return Workspace(Path(folder))


def serve(requests: Iterable[str]) -> Iterable[str]:
    """One line of JSON for each line of JSON; the first line names the protocol."""
    yield json.dumps({"protocol": PROTOCOL})
    for line in requests:
        yield json.dumps(answer(json.loads(line)))  # in ASCII, which passes any screen unchanged
