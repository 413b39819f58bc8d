"""The status of a document: whether its inputs are those of the trusted branch today, and how its commit got there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.data.classification import LISTS
from generator.data.formats import parse
from generator.data.profile import PROFILE, load_forms
from generator.data.reader import Node
from generator.frozen import Frozen
from generator.git.repository import Repository
from generator.git.trees import BlobIds
from generator.problems import Place
from generator.program import ROOT
from generator.revisions.trust import Standing, Trust


class Stand(Frozen):
    """The status of a commit's document relative to `branch`, which is empty if there is no trusted one.

    `merge` is the commit that merged it into the branch, `superseded` the one since which the branch has other inputs,
    `files` the inputs that differ. `stood` says whether the branch ever had these inputs.
    """

    standing: Standing
    branch: str
    merge: str = ""
    superseded: str = ""
    files: tuple[str, ...] = ()
    stood: bool = False

    @property
    def current(self) -> bool:
        """Whether the inputs are those of the branch today."""
        return self.stood and not self.superseded


def stand(repository: Repository, trust: Trust, commit: str, inputs: BlobIds) -> Stand:
    """The status of a document made by a commit from `inputs`, blobs by path, empty for a file that must not exist."""
    branch = trust.branch
    standing = trust.standing(commit)
    if branch is None:
        return Stand(standing, "")
    merge = trust.merge(commit) if standing is Standing.MERGED else ""
    line = trust.since(merge or commit)
    changed = set(repository.line(branch.tip, [*inputs]))
    relevant = [commit_on_line for number, commit_on_line in enumerate(line) if not number or commit_on_line in changed]
    names = [f"{commit_on_line}:{repository.prefix}{path}" for commit_on_line in relevant for path in inputs]
    ids = iter(repository.objects.ids(names))
    states = [{path: next(ids) for path in inputs} for _ in relevant]
    equal = [state == dict(inputs) for state in states]
    if standing in (Standing.UNMERGED, Standing.UNKNOWN) or equal[-1]:
        return Stand(standing, branch.name, merge, stood=any(equal))
    last = len(equal) - 1 - equal[::-1].index(True) if any(equal) else -1
    differing = tuple(path for path in inputs if states[last + 1][path] != inputs[path])
    return Stand(standing, branch.name, merge, relevant[last + 1], differing, stood=any(equal))


def inputs_of(files: BlobIds, contents: Mapping[str, bytes], report: str, document: str) -> BlobIds:
    """The inputs of a document among the files of a commit, each by path.

    They are the report, its pictures, the units that it rolls up, profiles, templates and lists.

    `contents` are those of reports and profiles. If a template may be in several folders, its path in each folder
    searched before the one that has it counts too, with an empty blob. In case of doubt a file counts as an input.
    """
    root, _ = parse(contents[report], report, "report")
    folder = report.rpartition("/")[0]
    units = {f"{folder}/{unit}.yaml" for unit in _texts(root, "rollup", "units")}
    inputs = {report: files[report]} | {path: files.get(path, "") for path in sorted(units)}
    with TemporaryDirectory(ignore_cleanup_errors=True) as workspace:
        templates = _laid_out(files, contents, Path(workspace))
        inputs |= _forms(files, templates, root, document)
        for path in sorted(units & contents.keys()):
            unit, _ = parse(contents[path], path, "report")
            inputs |= _forms(files, templates, unit, None)
    inputs |= {path: files[path] for path in _pictures(root, report) if path in files}
    if root is None or root.at("accounts") is not root:
        lists = (path.relative_to(ROOT).as_posix() for path in LISTS)
        inputs |= {path: files[path] for path in lists if path in files}
    return inputs


def _texts(root: Node | None, *path: str) -> list[str]:
    """The units that a list of entries names."""
    node = root.at(*path).value if root is not None else None
    entries = [entry.at("unit").value for entry in node] if isinstance(node, list) else []
    return [entry for entry in entries if isinstance(entry, str)]


def _pictures(root: Node | None, report: str) -> list[str]:
    """The paths of the pictures that a report names."""
    named = root.get("pictures") if root is not None else None
    entries = named.value.values() if named is not None and isinstance(named.value, dict) else ()
    files = [entry.at("file").value for entry in entries]
    return [f"{report.removesuffix('.yaml')}/{file}" for file in files if isinstance(file, str)]


def _laid_out(files: BlobIds, contents: Mapping[str, bytes], workspace: Path) -> Path:
    """Writes the folder of the profiles below `workspace`; its templates are empty files. Returns the folder."""
    for path in files:
        if path.startswith("templates/"):
            (workspace / path).parent.mkdir(parents=True, exist_ok=True)
            (workspace / path).write_bytes(contents.get(path, b""))
    return workspace / "templates"


def _forms(files: BlobIds, templates: Path, root: Node | None, document: str | None) -> BlobIds:
    """The profiles of a report and the templates of one of its documents; all, if its profile cannot be read."""
    name = root.at("profile").value if root is not None else None
    forms, _ = load_forms(templates, name if isinstance(name, str) else "", Place(""))
    if forms is None:
        return {path: blob for path, blob in files.items() if path.startswith("templates/")}
    wanted = [PROFILE]
    for document_here in forms.profile.documents if document else ():
        if document == document_here.name or (
            document_here.each == "evaluation" and str(document).startswith(f"{document_here.name}-")
        ):
            wanted += [
                *document_here.parts,
                *document_here.evaluation_parts,
                *((document_here.template,) if document_here.template else ()),
            ]
    blobs: BlobIds = {}
    for file in wanted:
        for place in forms.folders:
            path = f"templates/{place.name}/{file}"
            blobs[path] = files.get(path, "")
            if blobs[path] and file != PROFILE:
                break
    return blobs
