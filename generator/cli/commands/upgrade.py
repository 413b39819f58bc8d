"""The command that brings what an office has to the newest format."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from generator.cli.options import ChineseCommand, Misuse, chosen_reports, existing, tell, unit_option, year_option
from generator.faults import status
from generator.problems import sorted_problems
from generator.reports.workspace import Workspace

if TYPE_CHECKING:
    from generator.data.upgrade import Rewritten

_MOST = 200  # changes of a file that are listed
_WIDEST = 60  # characters of a text that are shown


@click.command(cls=ChineseCommand)
@unit_option
@year_option
@click.pass_obj
def upgrade(workspace: Workspace, unit: str | None, year: str | None) -> None:
    """把数据文件和地区格式换成最新的格式版本；注释、次序和其余内容不动，有错误的文件不改。"""
    from generator.data.profile import PROFILE, profile_names
    from generator.data.upgrade import upgrade_profile, upgrade_report

    profiles: list[str] = []
    if unit or year:
        chosen = chosen_reports(workspace, unit, year)
    else:
        chosen, profiles = workspace.reports(), profile_names(workspace.templates)
    if not chosen and not profiles:
        raise Misuse("没有可换的文件" + existing(workspace))
    found = [upgrade_report(path, workspace.name(path)) for path in (workspace.report(*one) for one in chosen)]
    paths = [workspace.templates / name / PROFILE for name in profiles]
    found += [upgrade_profile(path, workspace.name(path)) for path in paths]
    problems = [problem for done in found if done for problem in done.problems]
    failed = sum(bool(done and done.problems) for done in found)
    changed = [done for done in found if done and not done.problems]
    for done in changed:
        _list(done)
    tell(sorted_problems(problems))
    if failed:
        click.echo(f"有 {failed} 个文件没有改动：先改正上面的问题，再运行一次", err=True)
    elif not changed:
        click.echo(f"共 {len(found)} 个文件，已经是最新的格式版本，没有要改的。")
    if changed:
        click.echo(f"已把 {len(changed)} 个文件换成最新的格式版本；接着运行 make check")
    sys.exit(status(problems))


def _list(done: Rewritten) -> None:
    """Prints what was changed in a file, each change with its place in the file as it was."""
    click.echo(f"{done.name}：第 {done.before} 版格式 → 第 {done.after} 版，改了 {len(done.changes)} 处")
    for change in done.changes[:_MOST]:
        place = f"{change.place.line}:{change.place.column}"
        click.echo(f"  {place}  {_shown(change.before)} → {_shown(change.after)}")
    if len(done.changes) > _MOST:
        click.echo(f"  还有 {len(done.changes) - _MOST} 处")


def _shown(text: str) -> str:
    line = " ".join(text.split())
    return (line if len(line) <= _WIDEST else line[:_WIDEST] + "…") or "（没有）"


COMMANDS = (upgrade,)
