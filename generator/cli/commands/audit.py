"""The commands that read git's history: diff, history, verify, and DOCX as text."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.cli.options import (
    ChineseCommand,
    Misuse,
    demand,
    existing,
    figure_option,
    format_option,
    release_option,
    tell,
    trusted_option,
    unit_option,
    year_option,
)
from generator.data import aliases
from generator.data.paths import leaves
from generator.git.repository import Repository
from generator.opc import MAX_NODES
from generator.reports.load import compute
from generator.reports.workspace import Workspace
from generator.revisions.trust import Trust
from generator.word.package import read_template


@click.command(cls=ChineseCommand)
@click.option("--base", envvar="BASE", metavar="提交", help="从哪里比起，如 origin/main；不写从最近一次提交比起。")
@click.option("--head", envvar="HEAD", metavar="提交", help="比到哪里；不写比到工作区，从与 BASE 的分叉点比起。")
@unit_option
@year_option
@trusted_option
@release_option
@format_option("text", "markdown", "json")
@click.pass_obj
def diff(
    workspace: Workspace,
    base: str | None,
    head: str | None,
    unit: str | None,
    year: str | None,
    trusted: str | None,
    release: str | None,
    form: str,
) -> None:
    """列出两个提交之间，或一个提交和工作区之间，数据、计算结果、问题、文档和模板的变动。"""
    from generator.cli.audit_markdown import changes_markdown
    from generator.cli.audit_text import changes_json, changes_text
    from generator.revisions.diff import changes

    repository = Repository(workspace.root)
    trust = Trust(repository, trusted, release)
    differences = changes(repository, base or "HEAD", head or None, unit, year, trust, _say)
    if unit and not differences.reports and unit not in (name for name, _ in workspace.reports()):
        raise Misuse(f"没有单位 {unit} 的数据文件" + existing(workspace))
    if form == "markdown":
        click.echo(changes_markdown(differences), nl=False)
    else:
        click.echo(
            changes_json(differences) if form == "json" else changes_text(differences, colour=sys.stdout.isatty())
        )
    tell(differences.problems)
    if differences.faulty or differences.problems:
        sys.exit(3 if differences.faulty else 1)


def _say(text: str) -> None:
    """Prints a message on standard error, before a step that takes long."""
    click.echo(text, err=True)


@click.command(cls=ChineseCommand)
@unit_option
@year_option
@figure_option
@trusted_option
@release_option
@format_option("text", "json")
@click.pass_obj
def history(
    workspace: Workspace,
    unit: str | None,
    year: str | None,
    figure: str | None,
    trusted: str | None,
    release: str | None,
    form: str,
) -> None:
    """列出改动过一个数的全部提交；不指定数据项时列出改动过任何一个数的提交。"""
    from generator.cli.audit_text import history_json, history_text
    from generator.revisions import history as walk

    unit, year = demand(workspace, "history", unit, year)
    repository = Repository(workspace.root)
    repository.head()
    name = _canonical(workspace, unit, year, figure) if figure else None
    entries = walk.history(repository, unit, year, name, Trust(repository, trusted, release), _say)
    click.echo(history_json(entries) if form == "json" else history_text(entries, colour=sys.stdout.isatty()))
    if entries.faulty:
        sys.exit(3)


def _canonical(workspace: Workspace, unit: str, year: str, figure: str) -> str:
    """The canonical path of a figure, which may be reachable by several.

    Raises:
        Misuse: the report has neither a figure nor an input of this path.
    """
    from generator.namespace import canonical

    loaded = compute(workspace, unit, year)
    if loaded.derived is None:
        return figure
    paths = canonical(loaded.derived.tree)
    try:
        name, value = aliases.find(loaded.derived.tree, figure)
    except KeyError:
        name, value = figure, None
        if len(called := aliases.named(loaded.derived.tree, figure)) == 1:
            figure = called[0]
            name, value = aliases.find(loaded.derived.tree, figure)
    inputs = [path for path, _ in leaves(loaded.root)] if loaded.root else []
    known = next((path for path, figure_there in paths.items() if figure_there is value), None)
    if known is None:
        known = name = next((path for path in aliases.names(figure) if path in inputs), "")
    if not known:
        raise Misuse(aliases.advice(loaded.derived.tree, figure, [*paths, *inputs], "不写 FIGURE= 列出全部改动"))
    if told := aliases.hint(figure, name):
        _say(told)
    return known


@click.command(cls=ChineseCommand)
@click.option("--file", "path", envvar="FILE", metavar="文档", help="要核实的 .docx 或 .pdf 文件。")
@trusted_option
@release_option
@format_option("text", "json")
@click.pass_obj
def verify(workspace: Workspace, path: str | None, trusted: str | None, release: str | None, form: str) -> None:
    """核实一份文档是不是它所说的那个提交生成的，改动过哪里，现在还作不作数。"""
    from generator.cli.audit_text import verification_json, verification_text
    from generator.revisions.verify import verify as check

    if not path:
        raise Misuse("要写明文档，如 make verify FILE=build/2022/hechi/report.docx")
    if not Path(path).is_file():
        raise Misuse(f"没有文件 {path}")
    repository = Repository(workspace.root)
    verification = check(repository, Path(path), Trust(repository, trusted, release), _say)
    click.echo(
        verification_json(verification)
        if form == "json"
        else verification_text(verification, colour=sys.stdout.isatty())
    )
    sys.exit(0 if verification.stands else 1)


@click.command(cls=ChineseCommand)
@click.argument("path", metavar="文档", required=False)
def text(path: str | None) -> None:
    """把 Word 文档或模板印成文字，供 git diff 使用。"""
    from generator.word.textconv import text_form

    if not path:
        raise Misuse("要写明文档，如 python -m generator text templates/national/report.docx")
    package, problems = read_template(Path(path), path, most=MAX_NODES)
    click.echo(text_form(package) if package else f"{path}：{problems[0].message}")


@click.command(hidden=True)
def serve() -> None:
    """Answers requests for snapshots, one line of JSON each, for another version of this program."""
    from generator.revisions.snapshot import serve as answers

    for line in answers(sys.stdin):
        click.echo(line)


COMMANDS = (diff, history, verify, text, serve)
