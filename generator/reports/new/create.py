"""Writes the data file of a new year, from last year's or from a profile, and says what is left to do."""

from __future__ import annotations

from generator.data.conversion import upgraded
from generator.data.profile import profile_names
from generator.files import write_files
from generator.frozen import Frozen
from generator.problems import Place, Problem, has_errors
from generator.reports.load import compute
from generator.reports.workspace import Workspace


class Created(Frozen):
    """The problems found while a file was made, and the messages for the user; with errors there is no file."""

    problems: list[Problem]
    told: list[str]


def profiles(workspace: Workspace) -> dict[str, str]:
    """The profiles that can be chosen, each with its Chinese name."""
    titles = {}
    for name in profile_names(workspace.templates):
        forms, _ = workspace.forms(name, Place(name))
        if forms:
            titles[name] = forms.profile.name
    return titles


def from_last_year(workspace: Workspace, unit: str, year: str, since: str) -> Created:
    """Writes the file of a year from an older one of the same unit, which must be readable but may have faults."""
    from generator.reports.new.from_last_year import renew

    last = compute(workspace, unit, since)
    if last.root is None or last.report is None or last.derived is None:
        return Created(last.problems, [])
    newest = upgraded(last.root.file, "report").text
    if newest != last.root.file.text:
        last = compute(workspace, unit, since, data=newest.encode())
    path = workspace.report(unit, year)
    renewed = renew(last, workspace.name(path), int(year))
    problems = _write(workspace, unit, year, renewed.text)
    if has_errors(problems):
        return Created(problems, [])
    told = [f"已新建 {workspace.name(path)}：指标、指标值和文字沿用 {since} 年，有 {renewed.blanks} 处要填写。"]
    told.append(f"沿用的文字讲的是 {since} 年做了什么、结果怎样，逐段改成 {year} 年的；指标值照 {year} 年批复的改。")
    if renewed.comments:
        lines = "、".join(map(str, renewed.comments))
        told.append(f"第 {lines} 行的注释说的是以前年度的数据，核对以后改写或者删去。")
    return Created([*renewed.years], [*told, _next(unit, year)])


def from_profile(workspace: Workspace, unit: str, year: str, profile: str, kind: str) -> Created:
    """Writes the file of a unit that has no file of an earlier year."""
    from generator.reports.new.from_profile import skeleton

    forms, problems = workspace.forms(profile, Place(f"PROFILE={profile}"))
    if forms is None:
        return Created(problems, [])
    problems = _write(workspace, unit, year, skeleton(forms, profile, unit, int(year), kind))
    if has_errors(problems):
        return Created(problems, [])
    name = workspace.name(workspace.report(unit, year))
    return Created(problems, [f"已按「{forms.profile.name}」新建 {name}，每一项都有说明。", _next(unit, year)])


def _next(unit: str, year: str) -> str:
    return f"接着：在编辑器里填写，运行 make check UNIT={unit} YEAR={year} 看还有哪些没填。"


def _write(workspace: Workspace, unit: str, year: str, text: str) -> list[Problem]:
    path = workspace.report(unit, year)
    return write_files(path.parent, {path.name: text.encode()})
