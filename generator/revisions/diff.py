"""What differs between two revisions, or a revision and the working tree: reports, profiles, templates, program."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from generator.data.paths import Change, leaves
from generator.data.reader import parse
from generator.frozen import Frozen
from generator.git.repository import Repository
from generator.git.trees import BlobIds, Refusal
from generator.opc import Package
from generator.problems import Place, Problem
from generator.program import PROGRAM
from generator.revisions.compare import Difference, Passage, changed_inputs, compare, compare_lines
from generator.revisions.snapshot import Input
from generator.revisions.states import Revisions, is_picture, renamed, revisions
from generator.revisions.trust import Trust
from generator.word.lines import read_lines
from generator.word.package import parse_package, parse_template
from generator.word.styles import Styles

WORKTREE = "工作区"
_SHOWN = 20
# reports/2022/hechi.yaml; groups: year and unit.
_REPORT = re.compile(r"reports/([^/]+)/([^/]+)\.yaml")


class ReportChange(Frozen):
    """What differs in one report; `was` is the path of its file before, if that was renamed."""

    path: str
    was: str | None
    difference: Difference

    @property
    def year(self) -> str:
        """The year of the report."""
        return self.path.split("/")[1]


class FileChange(Frozen):
    """What differs in a profile (as values), or in a template (as passages, else as names of styles and parts)."""

    path: str
    kind: str
    values: tuple[Change, ...] = ()
    passages: tuple[Passage, ...] = ()
    parts: tuple[str, ...] = ()


class RevisionChanges(Frozen):
    """All that differs between two revisions; `program` names the changed files of rules, schemas and program.

    `problems` are paths of a revision that were not read; `faulty` says whether the program failed on a report.
    """

    before: str
    after: str
    reports: tuple[ReportChange, ...]
    forms: tuple[FileChange, ...]
    program: tuple[str, ...]
    notes: tuple[str, ...]
    problems: tuple[Problem, ...] = ()
    faulty: bool = False

    def __bool__(self) -> bool:
        return bool(self.reports or self.forms or self.program)


def changes(
    repository: Repository,
    base: str,
    head: str | None,
    unit: str | None = None,
    year: str | None = None,
    trust: Trust | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> RevisionChanges:
    """What changed from `base` to `head`, or, without it, from the merge base with `base` to the working tree.

    A unit or a year limits the reports to those of it. `tell` is called with a message before a step that takes long.

    Raises:
        GitError: a revision does not exist, or this clone does not hold the common ancestor.
    """
    first = repository.commit(base)
    if head:
        last: str | None = repository.commit(head)
        names = _named(first, base), _named(str(last), head)
    else:
        fork, last = repository.fork(first, repository.head()), None
        names = _named(fork, base if fork == first else f"与 {base} 的分叉点"), WORKTREE
        first = fork
    refused = [(commit, refusal) for commit in (first, last) if commit for refusal in repository.refused(commit)]
    with revisions(repository, trust or Trust(repository), tell) as found:
        old = repository.files(first)
        new = repository.files(last) if last else found.worktree()
        differing = {path for path in old.keys() | new.keys() if old.get(path) != new.get(path)}
        text = [path for path in differing if not is_picture(path)]  # pictures are read where a report names them
        found.fetch(files[path] for files in (old, new) for path in text if path in files)
        return RevisionChanges(
            *names,
            tuple(_reports(found, (old, new), (first, last), lambda path: _is_report(path, unit, year))),
            tuple(change for path in sorted(differing) if (change := _form(found, old, new, path))),
            tuple(sorted(path for path in differing if path.partition("/")[0] in PROGRAM)),
            tuple(found.notes),
            tuple(_refusals(refused)),
            found.faulty,
        )


def _refusals(refused: Sequence[tuple[str, Refusal]]) -> Iterator[Problem]:
    """A problem for each path of a commit that was not read; beyond the first, one for the rest together."""
    remedy = "在那个分支里改名或删去，重新提交；不是自己单位的分支，不要合并"
    for commit, (path, why) in refused[:_SHOWN]:
        yield Problem("GIT-PATH", Place(f"{commit[:10]}:{path}"), f"没有读这个文件：{why}", remedy)
    if len(refused) > _SHOWN:
        place = Place(refused[_SHOWN][0][:10])
        yield Problem("GIT-PATH", place, f"另有 {len(refused) - _SHOWN} 个文件没有读，原因同上", remedy)


def _named(commit: str, name: str) -> str:
    return commit[:10] if commit.startswith(name) else f"{commit[:10]}（{name}）"


def _reports(
    found: Revisions,
    sides: tuple[BlobIds, BlobIds],
    commits: tuple[str, str | None],
    wanted: Callable[[str], bool],
) -> list[ReportChange]:
    """The reports that differ; all are compared if templates or the program do, for these may change any figure."""
    old, new = sides
    pairs: list[tuple[str | None, str | None]] = []
    renames = {}
    for path in sorted(new):
        if wanted(path):
            was = path if path in old else renamed(found, old, new, path)
            renames[was] = path
            pairs.append((was, path))
    pairs += [(path, None) for path in sorted(old) if wanted(path) and path not in renames]
    states = [
        tuple(
            found.state(files, path, commit, whole=True) if path else None
            for files, path, commit in zip(sides, pair, commits, strict=True)
        )
        for pair in pairs
    ]
    unequal = [(pair, both) for pair, both in zip(pairs, states, strict=True) if both[0] != both[1]]
    taken = found.snapshots((state for _, both in unequal for state in both if state), whole=True)
    changed = []
    for (was, now), both in unequal:
        difference = compare(*(taken[state] if state else None for state in both))
        if difference or was != now:
            changed.append(ReportChange(now or was or "", was if was != now and now else None, difference))
    return changed


def _is_report(path: str, unit: str | None, year: str | None) -> bool:
    match = _REPORT.fullmatch(path)
    return match is not None and year in (None, match[1]) and unit in (None, match[2])


def _form(found: Revisions, old: BlobIds, new: BlobIds, path: str) -> FileChange | None:
    """What differs in a file of the templates folder."""
    if not path.startswith("templates/"):
        return None
    before, after = (found.content(files[path]) if path in files else None for files in (old, new))
    kind = "新增" if before is None else "删去" if after is None else "改动"
    if path.endswith(".yaml"):
        values = changed_inputs(_values(before, path), _values(after, path))
        return FileChange(path, kind, values=tuple(values))
    if not path.endswith(".docx"):
        return FileChange(path, kind)
    package_before, package_after = (
        (parse_package(data, path)[0] or parse_template(data, path)[0] or {}) if data else {}
        for data in (before, after)
    )
    passages = tuple(
        compare_lines(*(read_lines(package) if package else [] for package in (package_before, package_after)))
    )
    return FileChange(
        path, kind, passages=passages, parts=() if passages else tuple(_parts(package_before, package_after))
    )


def _values(data: bytes | None, path: str) -> dict[str, Input]:
    root = parse(data, path)[0] if data else None
    if root is None:
        return {}
    return {name: Input(str(leaf.value), path, leaf.place.line) for name, leaf in leaves(root)}


def _parts(before: Package, after: Package) -> list[str]:
    """The styles that differ, then the members of the package that do."""
    old, new = (Styles(package).definitions() for package in (before, after))
    styles = [f"样式「{name}」" for name in dict.fromkeys([*old, *new]) if old.get(name) != new.get(name)]
    return styles + [name for name in dict.fromkeys([*before, *after]) if before.get(name) != after.get(name)]
