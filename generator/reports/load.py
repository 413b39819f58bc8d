"""The pipeline of one report: read, validate, derive and check."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from generator.data import reader
from generator.data.classification import list_problems
from generator.data.formats import examined, is_whole
from generator.data.profile import Forms, nearest_profiles
from generator.data.reader import Node
from generator.data.record import build
from generator.data.report import Profile, Report, Rollup
from generator.data.schema import validate
from generator.faults import guarded, is_ours, program_fault
from generator.figures.reconciliation import reconcile
from generator.figures.report import Derived, derive
from generator.files import UnfitFileError
from generator.frozen import replace
from generator.problems import Problem, has_errors, nearest, sorted_problems
from generator.reports.workspace import Workspace
from generator.rules.acceptance import accept
from generator.rules.case import Case
from generator.rules.check import check
from generator.text.printer import Printer

if TYPE_CHECKING:
    from generator.branches import EvaluationBranch, PictureBranch, RollupBranch


_BESIDE = ("SCHEMA-REQUIRED", "SCHEMA-UNKNOWN")
"""What is told at a value that is not itself refused, so that more may be wrong with it."""


class Loaded:
    """A report with its figures, as far as it could be read, and all that was found wrong with it.

    `units` are the reports that it rolls up, `pictures` the files of its pictures, by their names. `refused` is a file
    that the schema does not accept, with the offsets of values that are in doubt and the profiles it may mean.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.root: Node | None = None
        self.report: Report | None = None
        self.forms: Forms | None = None
        self.derived: Derived | None = None
        self.problems: list[Problem] = []
        self.units: dict[str, Node] = {}
        self.unit_forms: dict[str, Forms] = {}
        self.pictures: dict[str, bytes] = {}
        self.refused: tuple[Node, frozenset[int], list[str]] | None = None

    @property
    def ready(self) -> bool:
        """Whether documents can be made."""
        return self.derived is not None and not has_errors(self.problems)

    def sources(self, workspace: Workspace) -> set[tuple[str, bytes]]:
        """The name and the bytes of every file that went into the documents, as they were read."""
        assert self.root and self.forms
        files = [self.root.file, *(unit.file for unit in self.units.values())]
        files += [file for forms in (self.forms, *self.unit_forms.values()) for file in forms.files]
        pictures = {
            (f"{self.root.file.path.removesuffix('.yaml')}/{file}", data) for file, data in self.pictures.items()
        }
        return {(file.path, file.data) for file in files} | pictures | workspace.compiled_from(self.forms)

    def fail(self, fault: Problem) -> None:
        """Records a fault of the program, after which no figure can be relied on."""
        self.problems.append(fault)
        self.derived = None


def load(workspace: Workspace, unit: str, year: str, *, rolling_up: bool = False) -> Loaded:
    """Computes and checks one report: read, validate, derive, reconcile, check, and set accepted problems aside.

    What the schema refuses hides nothing of the rest, which is computed and checked all the same; its figures are not
    kept. With `rolling_up` the report is loaded for another's roll-up, and its own is not computed.
    """
    loaded = compute(workspace, unit, year, rolling_up=rolling_up)
    report, derived = loaded.report, loaded.derived
    if loaded.refused:
        name = workspace.name(loaded.path)
        loaded.problems += guarded(partial(_of_the_rest, workspace, loaded, year), name, lambda fault: [fault])
        return _sorted(loaded)
    if report is None or derived is None or loaded.forms is None:
        return loaded
    _judge(workspace, loaded, report, derived, loaded.forms.profile, pictures=not rolling_up)
    return _sorted(loaded)


def _judge(
    workspace: Workspace, loaded: Loaded, report: Report, derived: Derived, profile: Profile, *, pictures: bool
) -> None:
    """Finds what is wrong with a report whose figures are computed; with `pictures`, with their files too."""
    loaded.problems += derived.problems

    def reconciled() -> list[Problem]:
        reconciliation, differences = reconcile(report, derived.tree, Printer(profile))
        loaded.derived = replace(derived, tree={**derived.tree, "reconciliation": reconciliation})
        return differences

    def pictured() -> list[Problem]:
        return _pictured(workspace, loaded, report) if report.pictures and pictures else []

    def accepted() -> None:
        loaded.problems, rows = accept(report, loaded.problems)
        if so_far := loaded.derived:
            loaded.derived = replace(so_far, tree={**so_far.tree, "accepted": rows})

    name = workspace.name(loaded.path)
    for stage in (reconciled, pictured, lambda: check(Case(report, profile, derived.tree, derived.readings))):
        loaded.problems += guarded(stage, name, lambda fault: [fault])
    guarded(accepted, name, loaded.fail)
    if is_ours(loaded.problems):
        loaded.derived = None


def _of_the_rest(workspace: Workspace, loaded: Loaded, year: str) -> list[Problem]:
    """What is wrong with a report that its schema refuses in part, whatever the refused values are to be.

    Nothing is kept of the figures that are computed for it: they are those of no report.
    """
    from generator.data.refusal.versions import versions

    assert loaded.refused
    root, doubtful, profiles = loaded.refused
    several = versions(root, "report", doubtful, {("profile",): profiles} if profiles else {})
    runs: list[list[Problem]] = []
    for version in several.roots:
        trial = Loaded(loaded.path)
        _derive(workspace, trial, version, year, rolling_up=True)
        if trial.report and trial.derived and trial.forms:
            _judge(workspace, trial, trial.report, trial.derived, trial.forms.profile, pictures=True)
        runs.append(trial.problems)
    here = {(one.place.line, one.place.column) for one in loaded.problems if not one.code.startswith(_BESIDE)}
    told = set(loaded.problems)
    common = several.common(runs)
    return [one for one in common if one not in told and (one.place.line, one.place.column) not in here]


def _pictured(workspace: Workspace, loaded: Loaded, report: Report) -> list[Problem]:
    """Reads the pictures of a report into its namespace; each that is unfit is a problem at its file (PICTURE-…)."""
    from generator.pictures.faults import UnfitImageError
    from generator.pictures.folder import Folder
    from generator.pictures.width import emu

    place = loaded.path.with_suffix("")
    folder = Folder(place, workspace.name(place))
    branches: list[PictureBranch] = []
    problems: list[Problem] = []
    for name, picture in report.pictures.items():
        try:
            image = replace(folder.image(picture.file), width=emu(picture.width), alternative=picture.alt_text)
            branches.append({"id": name, "alt_text": picture.alt_text, "image": image})
        except (UnfitFileError, UnfitImageError) as unfit:
            code = "PICTURE-FILE" if isinstance(unfit, UnfitFileError) else "PICTURE-IMAGE"
            at = picture.node.at("file").place
            problems.append(Problem(code, at, f"「{picture.file}」：{unfit}", unfit.remedy))
    loaded.pictures = folder.files
    if loaded.derived:
        loaded.derived = replace(loaded.derived, tree={**loaded.derived.tree, "pictures": branches})
    return problems


def compute(
    workspace: Workspace, unit: str, year: str, *, rolling_up: bool = False, data: bytes | None = None
) -> Loaded:
    """Reads, validates and derives one report without checking it; from `data` in place of its file, if given."""
    loaded = Loaded(workspace.report(unit, year))
    work = partial(_compute, workspace, loaded, year, rolling_up, data)
    guarded(work, workspace.name(loaded.path), loaded.fail)
    return _sorted(loaded)


def _compute(workspace: Workspace, loaded: Loaded, year: str, rolling_up: bool, data: bytes | None) -> None:
    name = workspace.name(loaded.path)
    file = examined(reader.examined(loaded.path, name) if data is None else reader.parsed(data, name), "report")
    loaded.problems = [*file.problems]
    if file.root is None:
        return
    root = file.root
    loaded.root = root if is_whole(file) else None
    if file.doubtful:
        from generator.data.refusal.versions import settled

        root = settled(root, "report", file.doubtful)
    loaded.problems += validate(root, "report")
    profiles = _unknown_profile(workspace, loaded, root)
    if has_errors(loaded.problems):
        loaded.refused = file.root, file.doubtful, profiles
    else:
        loaded.problems += _cut_off(root)
        _derive(workspace, loaded, root, year, rolling_up=rolling_up)


def _cut_off(root: Node) -> list[Problem]:
    """The texts that a comment without a blank behind its sign cuts off; most reports have none."""
    if not any(comment[:1].strip(" \t\r\n#") for comment in root.file.text.split(" #")[1:]):
        return []
    from generator.data.syntax.comments import cut_off

    return [*cut_off(root)]


def _unknown_profile(workspace: Workspace, loaded: Loaded, root: Node) -> list[str]:
    """Tells that a report names no profile that there is; the names of those that there are, the nearest first."""
    named = root.get("profile")
    name = named.value if named and isinstance(named.value, str) else ""
    known = nearest_profiles(workspace.templates, name)
    if name in known:
        return []
    advice = f"现有：{'、'.join(known) or '无'}"
    told = [problem for problem in loaded.problems if re.search("[「（]profile[」）]", problem.message)]
    loaded.problems = [
        replace(problem, remedy=f"写成 profile: 名称；{advice}") if problem in told else problem
        for problem in loaded.problems
    ]
    if named and named.place.path and not told:
        loaded.problems += workspace.forms(name, named.place)[1]
    return known[:1] if nearest(name, known[:1]) else known


def _derive(workspace: Workspace, loaded: Loaded, root: Node, year: str, *, rolling_up: bool) -> None:
    """Computes the figures of a report that its schema has accepted, with the profile that it names."""
    report = loaded.report = build(Report, root)
    if str(report.year) != year:
        message = f"年度是 {report.year}，文件却在 {year} 年的文件夹里"
        loaded.problems.append(
            Problem("REPORT-YEAR", root.at("year").place, message, f"改正年度，或者把文件移到 reports/{report.year}")
        )
    loaded.forms, problems = workspace.forms(report.profile, root.at("profile").place)
    loaded.problems += problems
    if report.accounts:
        loaded.problems += (faults := list_problems())
    if loaded.forms is None or (report.accounts and faults):
        return
    profile = loaded.forms.profile
    loaded.derived = derived = derive(report, profile)
    if report.rollup and not rolling_up:
        rollup, problems = _roll_up(workspace, loaded, report.rollup, year, profile)
        loaded.derived = replace(derived, tree={**derived.tree, "rollup": rollup})
        loaded.problems += problems


def _roll_up(
    workspace: Workspace, whole: Loaded, rollup: Rollup, year: str, profile: Profile
) -> tuple[RollupBranch | None, list[Problem]]:
    """The roll-up over the units' own reports of the same year; None if one of them has errors."""
    branches: dict[str, tuple[str, EvaluationBranch]] = {}
    problems: list[Problem] = []
    named: dict[tuple[str, str], int] = {}
    reports: dict[str, Loaded] = {}
    for entry in rollup.units:
        if first := named.get((entry.unit, entry.evaluation)):
            message = f"汇总里第 {first} 行已经列了 {entry.unit} 的「{entry.evaluation}」"
            problems.append(Problem("DUPLICATE-NAME", entry.node.place, message, "每项自评只列一次，删去多列的"))
            continue
        named[entry.unit, entry.evaluation] = entry.node.place.line
        name = f"reports/{year}/{entry.unit}.yaml"
        if not workspace.report(entry.unit, year).is_file():
            problems.append(Problem("ROLLUP-UNIT", entry.node.at("unit").place, f"没有可汇总的 {name}", "核对单位代号"))
            continue
        if entry.unit not in reports:
            reports[entry.unit] = load(workspace, entry.unit, year, rolling_up=True)
        loaded = reports[entry.unit]
        if is_ours(loaded.problems):
            problems.append(program_fault(entry.node.at("unit").place, f"处理 {name} 时出错，不能汇总"))
        elif not loaded.ready or loaded.report is None or loaded.derived is None:
            problems.append(Problem("ROLLUP-UNIT", entry.node.at("unit").place, f"{name} 有错误，不能汇总", "先改正它"))
        else:
            assert loaded.root is not None
            whole.units[entry.unit] = loaded.root
            if loaded.forms is not None:
                whole.unit_forms[entry.unit] = loaded.forms
            matching = [
                evaluation for evaluation in loaded.derived.tree["evaluations"] if evaluation["id"] == entry.evaluation
            ]
            if matching:
                branches[f"{entry.unit}.{entry.evaluation}"] = (loaded.report.unit, matching[0])
            else:
                ids = "、".join(evaluation["id"] for evaluation in loaded.derived.tree["evaluations"])
                place = entry.node.at("evaluation").place
                problems.append(Problem("ROLLUP-UNIT", place, f"{name} 里没有自评「{entry.evaluation}」", f"有：{ids}"))
    if problems:
        return None, problems
    from generator.figures.rollup import roll_up

    return roll_up(rollup, branches, profile)


def _sorted(loaded: Loaded) -> Loaded:
    loaded.problems = sorted_problems(loaded.problems)
    return loaded
