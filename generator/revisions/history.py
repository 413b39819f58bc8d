"""The commits that changed the figures of a report: from what to what, and by which inputs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from generator.data.paths import Change
from generator.faults import GitError
from generator.frozen import Frozen, replace
from generator.git.repository import Commit, Repository
from generator.git.trees import BlobIds
from generator.program import PROGRAM
from generator.revisions.compare import Passage, changed_inputs, compare_documents, moved_figures
from generator.revisions.snapshot import Snapshot
from generator.revisions.states import Revisions, State, is_picture, renamed, revisions
from generator.revisions.trust import Trust

_FORMS = ("templates", *PROGRAM)
_NOTHING = Snapshot(figures={})


class HistoryEntry(Frozen):
    """A commit that moved figures of a report, or changed its pictures.

    `report` is what the report's file was called in it, `causes` are the other files that it changed, `pictures` those
    of the report, which move no figure. If a merge moved a figure, `before` of the change holds its values on all
    sides. `broken` means that no figure can be computed from the report as committed, `first` that the report was added
    here.
    """

    commit: Commit
    report: str
    inputs: tuple[Change, ...]
    figures: tuple[Change, ...]
    causes: tuple[str, ...]
    documents: Mapping[str, tuple[Passage, ...]]
    broken: bool = False
    first: bool = False
    pictures: tuple[str, ...] = ()


class History(Frozen):
    """The entries, newest first, notes on what could not be determined, and whether the program failed on a report."""

    entries: tuple[HistoryEntry, ...]
    notes: tuple[str, ...]
    faulty: bool = False


class _Moment(Frozen):
    """A commit with the report's file in it."""

    commit: Commit
    path: str
    files: BlobIds
    parents: tuple[str, ...]


def history(
    repository: Repository,
    unit: str,
    year: str,
    figure: str | None = None,
    trust: Trust | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> History:
    """Every commit up to the one checked out that moved a figure of a report, or that one figure or input.

    A merge counts only if a figure differs from its value on every side. If a commit's report has errors, the next one
    is compared with the last that had none. `tell` is called with a message before a step that takes long.

    Raises:
        GitError: the report was never committed.
    """
    with revisions(repository, trust or Trust(repository), tell) as found:
        moments = _moments(repository, found, f"reports/{year}/{unit}.yaml")
        states = {key: found.state(moment.files, moment.path, key, whole=False) for key, moment in moments.items()}
        taken = found.snapshots(states.values(), whole=False)
        walk = _Walk(found, moments, states, taken)
        entries = [entry for key in moments if (entry := walk.entry(key, figure))]
        notes = [*found.notes]
        if repository.shallow:
            notes.append("这是浅克隆，更早的提交不在里面：运行 git fetch --unshallow 以后再看")
        return History(tuple(entries), tuple(notes), found.faulty)


def _moments(repository: Repository, found: Revisions, path: str) -> dict[str, _Moment]:
    """The commits that have the report, newest first, each with the parents that have it; renames are followed."""
    log = repository.log(repository.head(), [*_FORMS, "reports"])
    forms = dict(zip((commit.id for commit in log), repository.listings([one.id for one in log], _FORMS), strict=True))
    names = {log[0].id: path} if log else {}
    blobs: dict[tuple[str, str], str] = {}

    def blob(commit: str, name: str) -> str:
        if (commit, name) not in blobs:
            ids = repository.objects.ids([f"{one.id}:{repository.prefix}{name}" for one in log])
            blobs.update(((one.id, name), found) for one, found in zip(log, ids, strict=True))
        return blobs[commit, name]

    moments: dict[str, _Moment] = {}
    for commit in log:
        name = names.get(commit.id, "")
        if not name or not blob(commit.id, name):
            continue
        parents = []
        for parent in commit.parents:
            was: str | None = name
            if not blob(parent, name):
                was = renamed(found, repository.files(parent), repository.files(commit.id), name)
            if was:
                names.setdefault(parent, was)
                parents.append(parent)
        files = forms[commit.id] | {name: blob(commit.id, name)}
        moments[commit.id] = _Moment(commit, name, files, tuple(parents))
    if not moments:
        raise GitError(f"{path} 还没有提交过：先 git add 再 git commit")
    found.fetch(one.files[one.path] for one in moments.values())
    for key, one in moments.items():
        if found.rolls_up(one.files[one.path]):
            moments[key] = replace(one, files=one.files | repository.files(key, [one.path.split("/")[0]]))
        elif found.names_pictures(one.files[one.path]):
            files = repository.files(key, [one.path.split("/")[0]])
            moments[key] = replace(one, files=one.files | found.pictures(files, one.path))
    return moments


class _Walk:
    """Compares each commit with its parents."""

    def __init__(
        self,
        found: Revisions,
        moments: dict[str, _Moment],
        states: dict[str, State],
        taken: dict[State, Snapshot],
    ) -> None:
        self._found = found
        self._moments = moments
        self._states = states
        self._taken = taken

    def entry(self, key: str, figure: str | None) -> HistoryEntry | None:
        """What a commit moved; None if it moved nothing that was asked for."""
        moment, state = self._moments[key], self._states[key]
        after = self._taken[state]
        if after.figures is None:
            same = moment.parents and all(self._states[parent] == state for parent in moment.parents)
            return None if same else HistoryEntry(moment.commit, moment.path, (), (), (), {}, broken=True)
        parents = [sound for parent in moment.parents if (sound := self._sound(parent))]
        inputs, figures = _moved([self._taken[self._states[parent]] for parent in parents] or [_NOTHING], after)
        if figure:
            figures = [change for change in figures if change.name == figure]
            wanted = {figure, *(name for change in figures for name in change.by)}
            inputs = [change for change in inputs if change.name in wanted]
            figures = [change for change in figures if not (change.typed and change.name in wanted and inputs)]
        else:
            figures = [change for change in figures if not change.typed]
        causes = self._causes(moment, parents)
        documents = {} if figure else self._printed(moment, parents, causes)
        pictures = () if figure else self._changed(moment, parents, is_picture)
        if not (inputs or figures or documents or pictures):
            return None
        changes = tuple(inputs), tuple(figures), causes, documents
        return HistoryEntry(moment.commit, moment.path, *changes, first=not parents, pictures=pictures)

    def _sound(self, key: str) -> str | None:
        """The commit, or its nearest ancestor from whose report figures can be computed."""
        while self._taken[self._states[key]].figures is None:
            parents = self._moments[key].parents
            if not parents:
                return None
            key = parents[0]
        return key

    def _causes(self, moment: _Moment, parents: Sequence[str]) -> tuple[str, ...]:
        """The files beside the reports in which a commit differs from all its parents."""
        return self._changed(moment, parents, lambda path: not path.startswith("reports/"))

    def _changed(self, moment: _Moment, parents: Sequence[str], wanted: Callable[[str], bool]) -> tuple[str, ...]:
        """The files of a kind in which a commit differs from all its parents."""
        files = moment.files
        olds = [self._moments[parent].files for parent in parents]
        paths = {path for old in olds for path in files.keys() | old.keys() if wanted(path)}
        return tuple(sorted(path for path in paths if all(old.get(path) != files.get(path) for old in olds)))

    def _printed(
        self, moment: _Moment, parents: Sequence[str], causes: Sequence[str]
    ) -> dict[str, tuple[Passage, ...]]:
        """The passages in which documents print other figures after a commit that changed their templates."""
        if not any(path.endswith(".docx") for path in causes):
            return {}
        states = [
            self._found.state(one.files, one.path, one.commit.id, whole=True)
            for one in (self._moments[parents[0]], moment)
        ]
        taken = self._found.snapshots(states, whole=True)
        before, after = (taken[state].documents for state in states)
        changed = compare_documents(before, after) if before and after else {}
        printed = {name: tuple(one for one in passages if _has_figures(one)) for name, passages in changed.items()}
        return {name: passages for name, passages in printed.items() if passages}


def _has_figures(passage: Passage) -> bool:
    return any(kind != "=" and any(map(str.isdigit, text)) for cell in passage.cells for kind, text in cell)


def _moved(befores: Sequence[Snapshot], after: Snapshot) -> tuple[list[Change], list[Change]]:
    """The inputs that figures come from, and the figures, in which a snapshot differs from all those before it."""
    sides: list[tuple[list[Change], list[Change]]] = []
    for before in befores:
        used = {
            name
            for snapshot in (before, after)
            for figure in (snapshot.figures or {}).values()
            for name in figure.inputs
        }
        inputs = [*changed_inputs(before.inputs, after.inputs)]
        figures = moved_figures(before, after, inputs)
        sides.append(([change for change in inputs if change.name in used], [*figures]))
    return _common([side[0] for side in sides]), _common([side[1] for side in sides])


def _common(sides: Sequence[Sequence[Change]]) -> list[Change]:
    """The changes that all sides have, each with the value before on every side."""
    other_sides = [{change.name: change for change in side} for side in sides[1:]]
    common = []
    for change in sides[0]:
        if all(change.name in changes_there for changes_there in other_sides):
            same = [change, *(changes_there[change.name] for changes_there in other_sides)]
            befores = dict.fromkeys(change_on_side.before or "—" for change_on_side in same)
            by = tuple(dict.fromkeys(name for change_on_side in same for name in change_on_side.by))
            before = " / ".join(befores) if len(befores) > 1 else change.before
            difference = change.difference if len(befores) == 1 else ""
            common.append(replace(change, before=before, by=by, difference=difference))
    return common
