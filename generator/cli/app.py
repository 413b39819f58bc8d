"""The command line: Chinese messages; exit status 1 for errors in the data, 2 for misuse, 3 for a program fault."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from generator import process
from generator.cli.options import (
    ChineseCommand,
    ChineseGroup,
    Misuse,
    chosen_reports,
    demand,
    existing,
    figure_option,
    format_option,
    remind,
    show,
    switch,
    tell,
    unit_option,
    year_option,
)
from generator.cli.terminal import json_text, screen
from generator.data.reader import Node
from generator.faults import TELL, GitError, described, guarded, status
from generator.files import write_files
from generator.identifiers import is_code, is_year
from generator.namespace import figures
from generator.problems import REFERENCE, Problem, has_errors, sorted_problems
from generator.quantity import Quantity, Word
from generator.reports.build import build_report
from generator.reports.load import load
from generator.reports.origin import Origin
from generator.reports.workspace import Workspace
from generator.text.printer import Printer

if TYPE_CHECKING:
    from generator.reports.batch import Work


_ELSEWHERE = {
    "generator.cli.commands.audit": ("diff", "history", "verify", "text", "serve"),
    "generator.cli.commands.year": ("new", "pdf", "summary"),
    "generator.cli.commands.excel": ("import", "export"),
    "generator.cli.commands.fix": ("fix",),
    "generator.cli.commands.upgrade": ("upgrade",),
    "generator.cli.commands.editor": ("editor",),
    "generator.cli.commands.render": ("render",),
}


@click.group(
    cls=ChineseGroup,
    elsewhere=_ELSEWHERE,
    context_settings={"help_option_names": ["-h", "--help"]},
    no_args_is_help=False,
)
@click.option("--root", default=".", type=click.Path(path_type=Path), hidden=True)
@click.pass_context
def program(ctx: click.Context, root: Path) -> None:
    """预算绩效自评文档生成器：一个单位一年一个 YAML 文件，生成全部 Word 文档。"""
    ctx.obj = Workspace(root.resolve())


@program.command(cls=ChineseCommand)
@unit_option
@year_option
@format_option("text", "json", "github")
@click.pass_obj
def report(workspace: Workspace, unit: str | None, year: str | None, form: str) -> None:
    """生成一个单位一年的全部文档，写入 build/年度/单位/。"""
    unit, year = demand(workspace, "report", unit, year)
    origin = Origin(workspace.root)
    built = build_report(workspace, origin, unit, year)
    show(built.problems, form)
    if built.failed:
        if form == "text":
            click.echo("没有生成文档；以前生成的保持不变。", err=True)
        sys.exit(status(built.problems))
    if form == "text":
        click.echo(f"已生成 {len(built.files)} 份文档：")
        for name in built.files:
            click.echo(f"  build/{year}/{unit}/{name}")
        remind(origin, built.uncommitted)


@program.command(cls=ChineseCommand)
@unit_option
@year_option
@click.pass_obj
def watch(workspace: Workspace, unit: str | None, year: str | None) -> None:
    """守着一份数据：每次保存就重新生成，列出问题和变了的数；按 Ctrl-C 结束。"""
    from generator.reports.watch import Saved, Watch

    unit, year = demand(workspace, "watch", unit, year)
    watched = Watch(workspace.root, unit, year)

    def report_on(saved: Saved) -> None:
        tell(saved.built.problems)
        for change in saved.changes:
            click.echo(f"  {change.label}  {change.before or '—'} → {change.after or '—'}")
        done = "没有生成文档，改正后再保存" if saved.built.failed else f"已生成 {len(saved.built.files)} 份文档"
        click.echo(f"{datetime.now():%H:%M:%S} {done}（{saved.seconds:.2f} 秒）")

    report_on(watched.build())
    click.echo(f"守着 reports/{year}/{unit}.yaml 和模板：改完保存就行，按 Ctrl-C 结束")
    for saved in watched.saves():
        report_on(saved)


@program.command("all", cls=ChineseCommand)
@year_option
@click.option("--cluster", envvar="CLUSTER", metavar="地址", help="交给 Dask 集群生成，如 tcp://10.0.0.1:8786。")
@format_option("text", "json", "github")
@click.pass_obj
def all_reports(workspace: Workspace, year: str | None, cluster: str | None, form: str) -> None:
    """生成全部单位的文档：用上全部处理器，没有变化的跳过；一个单位出错不影响其他单位，中断后再运行一次会接着做。"""
    from generator.cli.progress import progress
    from generator.reports.batch import Local, build_all
    from generator.reports.strays import strays

    chosen = chosen_reports(workspace, None, year)
    origin = Origin(workspace.root)
    work: Work = _cluster(cluster, workspace, origin) if cluster else Local(workspace, origin)
    misplaced = strays(workspace, year)
    problems: list[Problem] = [*misplaced]
    failed, current, uncommitted = [], 0, dict[str, None]()
    with progress(len(chosen), quiet=form != "text") as count:
        for built in build_all(workspace, origin, chosen, work):
            count(built)
            problems += built.problems
            current += built.current
            uncommitted |= dict.fromkeys(() if built.failed else built.uncommitted)
            failed += [f"{built.year}/{built.unit}"] if built.failed else []
    show(sorted_problems(problems), form)
    if form == "text":
        done = len(chosen) - len(failed) - current
        click.echo(f"共 {len(chosen)} 份数据，生成 {done} 份，没有变化 {current} 份，失败 {len(failed)} 份")
        remind(origin, [*uncommitted])
    if failed:
        click.echo(f"失败：{'、'.join(sorted(failed))}", err=True)
    sys.exit(status(problems))


@program.command(cls=ChineseCommand)
@click.argument("files", nargs=-1, envvar="FILES", metavar="数据文件")
@unit_option
@year_option
@format_option("text", "json", "github")
@click.pass_obj
def check(workspace: Workspace, files: tuple[str, ...], unit: str | None, year: str | None, form: str) -> None:
    """只检查数据和用到的模板，不生成：指定单位和年度查一份，写出数据文件查这几份，都不指定查全部。"""
    from generator.reports.documents import template_faults
    from generator.reports.strays import repeated, strays

    named = _named(workspace, files)
    problems = [] if named or unit else strays(workspace, year)
    units: list[Node] = []
    of_templates: dict[str, list[Problem]] = {}
    for name, when in named or chosen_reports(workspace, unit, year):
        loaded = load(workspace, name, when)
        problems += loaded.problems
        units += [loaded.root.at("unit")] if loaded.root else []
        if loaded.report and loaded.report.profile not in of_templates:
            of_templates[loaded.report.profile] = guarded(
                partial(template_faults, workspace, loaded), workspace.name(loaded.path), lambda fault: [fault]
            )
    problems += dict.fromkeys(problem for found in of_templates.values() for problem in found)
    _finish([*problems, *repeated(units)], form)


@program.command(cls=ChineseCommand)
@unit_option
@year_option
@figure_option
@format_option("text", "json")
@click.pass_obj
def explain(workspace: Workspace, unit: str | None, year: str | None, figure: str | None, form: str) -> None:
    """说明一个数是怎么算出来的，一直追到填写它的那一行；不指定数据项时列出全部。"""
    from generator.data import aliases
    from generator.figures import explanation as tree
    from generator.reports.documents import computed_figures

    unit, year = demand(workspace, "explain", unit, year)
    loaded = load(workspace, unit, year)
    if loaded.derived is None or loaded.forms is None:
        _finish(loaded.problems, form)
    printer = Printer(loaded.forms.profile)
    if not figure:
        every = [*figures(loaded.derived.tree), *computed_figures(workspace, loaded).items()]
        rows = tree.listing(every, printer)
        click.echo(json_text(rows) if form == "json" else tree.table(rows))
        return
    try:
        name, value = aliases.find(loaded.derived.tree, figure)
    except KeyError:
        name, value = figure, None
        if len(called := aliases.named(loaded.derived.tree, figure)) == 1:
            figure = called[0]
            name, value = aliases.find(loaded.derived.tree, figure)
    if not isinstance(value, Quantity | Word):
        computed = computed_figures(workspace, loaded)
        value = computed.get(figure)
    if not isinstance(value, Quantity | Word):
        known = [*(path for path, _ in figures(loaded.derived.tree)), *computed]
        raise Misuse(aliases.advice(loaded.derived.tree, figure, known, "不写 FIGURE= 列出全部数据项"))
    if told := aliases.hint(figure, name):
        click.echo(told, err=True)
    explained = tree.as_tree(value, printer)
    click.echo(json_text(explained) if form == "json" else tree.explanation_text(explained))


@program.command(cls=ChineseCommand)
@click.option(
    "--annotate",
    envvar="ANNOTATE",
    metavar="1",
    callback=switch("把模板的问题写成批注"),
    help="写 1 表示把模板的问题写成批注：有问题的模板各存一份副本在 build/lint 里，模板不动。",
)
@format_option("text", "json", "github")
@click.pass_obj
def lint(workspace: Workspace, annotate: bool, form: str) -> None:
    """检查全部地区格式、Word 模板和科目表。"""
    from generator.cli.rule_pages import read_rules
    from generator.data.classification import list_problems
    from generator.reports.lint import annotated, lint_templates
    from generator.reports.new.editor import is_stale
    from generator.reports.strays import strays

    problems = lint_templates(workspace.templates)
    written: list[Path] = []
    if annotate:
        written, faults = annotated(workspace, problems)
        problems = [*problems, *faults]
    problems = [*problems, *strays(workspace), *list_problems(), *read_rules(workspace.root)[1]]
    if form == "text" and annotate:
        copies = [f"已写入 {workspace.name(path)}：问题写成了批注" for path in written]
        click.echo("\n".join(copies or ["模板没有问题，没有写批注"]))
    if form == "text" and is_stale(workspace):
        click.echo("编辑器认得的标题和用词不是最新的：运行 make editor", err=True)
    _finish(problems, form)


@program.command(cls=ChineseCommand)
@format_option("text", "json", "github")
@click.pass_obj
def manifest(workspace: Workspace, form: str) -> None:
    """为 build 里的全部文档写校验和 SHA256SUMS 与清单 manifest.json。"""
    from generator.revisions.manifest import manifest as listed

    files, problems = listed(workspace)
    problems += write_files(workspace.root / "build", files) if files else []
    show(problems, form)
    if has_errors(problems):
        sys.exit(status(problems))
    if form == "text":
        click.echo(f"已写入 {'、'.join(f'build/{name}' for name in files)}")


@program.command(cls=ChineseCommand)
@click.pass_obj
def rules(workspace: Workspace) -> None:
    """由 rules 文件夹生成规则说明 docs/rules，一类一页。"""
    from generator.cli.rule_pages import read_rules, reference, write_reference

    all_rules, problems = read_rules(workspace.root)
    deleted: list[str] = []
    if not problems:
        deleted, problems = write_reference(workspace.root, reference(all_rules))
    if problems:
        _finish(problems, "text")
    click.echo(f"已写入 {REFERENCE}：{len(all_rules.by_code)} 条规则，{len(all_rules.families)} 类")
    for name in deleted:
        click.echo(f"已删去 {REFERENCE}/{name}：没有这一类规则了")


@program.command(cls=ChineseCommand)
@click.pass_obj
def styles(workspace: Workspace) -> None:
    """把 templates/base.docx 的样式写进每个模板。"""
    from generator.reports.lint import carry_styles

    changed, problems = carry_styles(workspace.templates)
    for path in changed:
        click.echo(f"已更新样式：{workspace.name(path)}")
    _finish(problems, "text")


def _cluster(address: str, workspace: Workspace, origin: Origin) -> Work:
    try:
        from generator.reports.cluster import Cluster
    except ImportError:
        raise Misuse("要先安装 Dask 才能用集群：.venv/bin/python -m pip install distributed") from None
    try:
        return Cluster.at(address, workspace, origin)
    except (OSError, ValueError) as error:
        raise Misuse(f"连不上集群 {address}：{error}；地址类似 tcp://10.0.0.1:8786") from None


def _named(workspace: Workspace, files: Sequence[str]) -> list[tuple[str, str]]:
    """The reports that are named by the paths of their files, as git lists them."""
    named = []
    for file in files:
        # reports/2022/hechi.yaml; groups: year and unit.
        match = re.fullmatch(r"reports/([^/]+)/([^/]+)\.yaml", file)
        if not match or not (is_year(match[1]) and is_code(match[2])):
            raise Misuse(f"{file} 不是数据文件，应类似 reports/2022/hechi.yaml" + existing(workspace))
        named.append(demand(workspace, "check", match[2], match[1]))
    return named


def _finish(problems: Sequence[Problem], form: str) -> NoReturn:
    show(problems, form)
    if form == "text" and not problems:
        from generator.cli.problems import severity_counts

        click.echo(severity_counts(problems))
    sys.exit(status(problems))


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Runs a command; misuse is answered in Chinese, with exit status 2."""
    with process.standard_streams():
        try:
            with screen():
                ended = _run(arguments)
        except BrokenPipeError:
            ended = process.NO_READER
        except OSError as error:
            ended = process.refused(error)
        process.leave(ended)


def _run(arguments: Sequence[str] | None) -> int:
    """Runs a command and returns its exit status.

    Raises:
        OSError: the system refused something that no report is to blame for.
    """
    try:
        program.main(arguments, prog_name="generator", standalone_mode=False)
    except SystemExit as done:
        return int(done.code or 0)
    except process.NoReaderError:
        return process.NO_READER
    except Misuse as error:
        error.show()
        return 2
    except click.exceptions.Exit as done:
        return done.exit_code
    except GitError as error:
        click.echo(f"git：{error}", err=True)
        return 2
    except click.ClickException as error:
        known = "、".join(program.list_commands(click.Context(program)))
        click.echo(f"用法错误：{error.format_message()}\n可用的命令：{known}；选项见 --help", err=True)
        return 2
    except click.Abort as stop:
        click.echo("已中止", err=True)
        return process.STOPPED if isinstance(stop.__cause__, process.Stopped) else process.INTERRUPTED
    except OSError:
        raise
    except Exception as error:
        if os.environ.get("DEBUG"):
            raise
        click.echo(f"程序出错，不是数据的问题：{described(error)}", err=True)
        click.echo(TELL, err=True)
        return 3
    return 0
