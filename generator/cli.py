"""The command line: Chinese messages; exit status 1 for errors in the data, 2 for misuse, 3 for a fault of ours."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

import click

from generator import formats
from generator.build import Workspace, load, make_documents, write
from generator.environment import Printer, figures, resolve
from generator.problems import Problem, has_errors, nearest
from generator.quantity import Quantity, Word

UNIT = re.compile(r"[a-z][a-z0-9-]{0,63}")
YEAR = re.compile(r"20[0-9]{2}")


class Misuse(click.ClickException):
    """A command that was called wrongly."""

    exit_code = 2

    def show(self, file: object = None) -> None:
        """Says in Chinese what was wrong."""
        click.echo(f"用法错误：{self.message}", err=True)


class _Chinese(click.Group):
    """A group whose help has Chinese headings."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_text("用法：python -m generator 命令 [选项]")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [(name, command.get_short_help_str(80)) for name, command in self.commands.items()]
        with formatter.section("命令"):
            formatter.write_dl(rows)


class _Command(click.Command):
    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示这份说明。"
        return option

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_text(f"用法：python -m generator {ctx.info_name} [选项]")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("选项"):
            formatter.write_dl([record for param in self.get_params(ctx) if (record := param.get_help_record(ctx))])


def _matching(pattern: re.Pattern[str], example: str) -> Callable[..., str | None]:
    def check(_ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
        if not value:
            return None
        if not pattern.fullmatch(value):
            raise Misuse(f"{str(param.name).upper()}={value!r} 不合要求，应类似 {example}")
        return value

    return check


_unit = click.option(
    "--unit",
    envvar="UNIT",
    metavar="单位",
    callback=_matching(UNIT, "UNIT=hechi（小写字母、数字和连字符）"),
    help="单位代号，即数据文件名，如 hechi。",
)
_year = click.option(
    "--year", envvar="YEAR", metavar="年度", callback=_matching(YEAR, "YEAR=2022（四位年份）"), help="年度，如 2022。"
)
_format = click.option(
    "--format",
    "form",
    envvar="FORMAT",
    metavar="格式",
    default="text",
    callback=lambda _ctx, _param, value: _choice(value),
    help="问题的输出格式：text（默认）、json、github。",
)


def _choice(value: str) -> str:
    if value not in ("", "text", "json", "github"):
        raise Misuse(f"FORMAT={value!r} 不合要求，可用 text、json、github")
    return value or "text"


@click.group(cls=_Chinese, context_settings={"help_option_names": ["-h", "--help"]}, no_args_is_help=False)
@click.option("--root", default=".", type=click.Path(path_type=Path), hidden=True)
@click.pass_context
def program(ctx: click.Context, root: Path) -> None:
    """预算绩效自评文档生成器：一个单位一年一个 YAML 文件，生成全部 Word 文档。"""
    ctx.obj = Workspace(root.resolve())


@program.command(cls=_Command)
@_unit
@_year
@_format
@click.pass_obj
def report(workspace: Workspace, unit: str | None, year: str | None, form: str) -> None:
    """生成一个单位一年的全部文档，写入 build/年度/单位/。"""
    if not unit or not year:
        raise Misuse("要写明单位和年度，如 make report UNIT=hechi YEAR=2022" + _existing(workspace))
    _found(workspace, unit, year)
    files, problems = _build(workspace, unit, year)
    _show(problems, form)
    if has_errors(problems):
        if form == "text":
            click.echo("没有生成文档；以前生成的保持不变。", err=True)
        sys.exit(1)
    if form == "text":
        click.echo(f"已生成 {len(files)} 份文档：")
        for file in files:
            click.echo(f"  {workspace.name(file)}")


@program.command("all", cls=_Command)
@_year
@_format
@click.pass_obj
def all_reports(workspace: Workspace, year: str | None, form: str) -> None:
    """生成全部单位的文档；一个单位出错不影响其他单位。"""
    chosen = _chosen(workspace, None, year)
    problems: list[Problem] = []
    failed = []
    for unit, when in chosen:
        _, found = _build(workspace, unit, when)
        problems += found
        if has_errors(found):
            failed.append(f"{when}/{unit}")
        elif form == "text":
            click.echo(f"已生成 build/{when}/{unit}")
    _show(problems, form)
    if form == "text":
        click.echo(f"共 {len(chosen)} 份数据，成功 {len(chosen) - len(failed)} 份，失败 {len(failed)} 份")
    if failed:
        click.echo(f"失败：{'、'.join(failed)}", err=True)
        sys.exit(1)


@program.command(cls=_Command)
@_unit
@_year
@_format
@click.pass_obj
def check(workspace: Workspace, unit: str | None, year: str | None, form: str) -> None:
    """只检查不生成：指定单位和年度查一份，不指定查全部。"""
    problems = []
    for name, when in _chosen(workspace, unit, year):
        problems += load(workspace, name, when).problems
    _finish(problems, form)


@program.command(cls=_Command)
@_unit
@_year
@click.option(
    "--figure",
    envvar="FIGURE",
    metavar="数据项",
    help="数据项的路径，如 evaluations.标识.score.total；不写列出全部。",
)
@_format
@click.pass_obj
def explain(workspace: Workspace, unit: str | None, year: str | None, figure: str | None, form: str) -> None:
    """说明一个数是怎么算出来的，一直追到填写它的那一行；不指定数据项时列出全部。"""
    from generator import explain as tree

    if not unit or not year:
        raise Misuse("要写明单位和年度，如 make explain UNIT=hechi YEAR=2022" + _existing(workspace))
    _found(workspace, unit, year)
    loaded = load(workspace, unit, year)
    if loaded.derived is None or loaded.forms is None:
        _finish(loaded.problems, form)
    printer = Printer(loaded.forms.profile)
    if not figure:
        rows = tree.listing(loaded.derived.tree, printer)
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2) if form == "json" else tree.table(rows))
        return
    try:
        found = resolve(loaded.derived.tree, figure)
    except KeyError:
        found = None
    if not isinstance(found, Quantity | Word):
        known = [path for path, _ in figures(loaded.derived.tree)]
        near = nearest(figure, known, "不写 FIGURE= 列出全部数据项")
        raise Misuse(f"没有数据项「{figure}」，{near}")
    explained = tree.as_tree(found, printer)
    click.echo(json.dumps(explained, ensure_ascii=False, indent=2) if form == "json" else tree.as_text(explained))


@program.command(cls=_Command)
@_format
@click.pass_obj
def lint(workspace: Workspace, form: str) -> None:
    """检查全部地区格式、Word 模板和科目表。"""
    from generator.classification import list_problems
    from generator.lint import lint_templates

    _finish([*lint_templates(workspace.templates), *list_problems()], form)


@program.command(cls=_Command)
@click.pass_obj
def rules(workspace: Workspace) -> None:
    """由 rules 文件夹生成规则说明 docs/rules.md。"""
    from generator.reference import PAGE, read_rules, reference

    found, problems = read_rules(workspace.root)
    if not problems:
        (workspace.root / PAGE).write_text(reference(found), "utf-8", newline="\n")
        click.echo(f"已写入 {PAGE.as_posix()}：{len(found)} 条规则")
    _finish(problems, "text") if problems else None


@program.command(cls=_Command)
@click.pass_obj
def styles(workspace: Workspace) -> None:
    """把 templates/base.docx 的样式写进每个模板。"""
    from generator.lint import carry_styles

    changed, problems = carry_styles(workspace.templates)
    for path in changed:
        click.echo(f"已更新样式：{workspace.name(path)}")
    _finish(problems, "text")


def _build(workspace: Workspace, unit: str, year: str) -> tuple[list[Path], list[Problem]]:
    """Builds one report whole or leaves its folder as it was."""
    loaded = load(workspace, unit, year)
    if not loaded.ready:
        return [], loaded.problems
    files, problems = make_documents(workspace, loaded)
    folder = workspace.output(unit, year)
    if not problems:
        problems = write(folder, files)
    return [folder / name for name in files], loaded.problems + problems


def _chosen(workspace: Workspace, unit: str | None, year: str | None) -> list[tuple[str, str]]:
    """The reports a command is about; none at all is a misuse, never a silent success."""
    if unit and year:
        _found(workspace, unit, year)
        return [(unit, year)]
    chosen = [(name, when) for name, when in workspace.reports(year or "*") if not unit or name == unit]
    if not chosen:
        raise Misuse("没有符合条件的数据文件" + _existing(workspace))
    return chosen


def _found(workspace: Workspace, unit: str, year: str) -> None:
    if not workspace.report(unit, year).is_file():
        raise Misuse(f"没有 reports/{year}/{unit}.yaml" + _existing(workspace))


def _existing(workspace: Workspace) -> str:
    listed = "".join(f"\n  UNIT={unit} YEAR={year}" for unit, year in workspace.reports())
    return f"\n现有：{listed}" if listed else "\nreports 文件夹里还没有数据文件"


def _show(problems: Sequence[Problem], form: str) -> None:
    if form == "json":
        click.echo(formats.as_json(problems))
    elif form == "github":
        if problems:
            click.echo(formats.github(problems))
    elif problems:
        click.echo(formats.terminal(problems, colour=sys.stderr.isatty()), err=True)


def _finish(problems: Sequence[Problem], form: str) -> NoReturn:
    _show(problems, form)
    if form == "text" and not problems:
        click.echo(formats.summary(problems))
    sys.exit(1 if has_errors(problems) else 0)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Runs a command; whatever was typed wrongly is answered in Chinese with exit status 2."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    try:
        program.main(arguments, prog_name="generator", standalone_mode=False)
    except Misuse as error:
        error.show()
        sys.exit(2)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.ClickException as error:
        known = "、".join(program.commands)
        click.echo(f"用法错误：{error.format_message()}\n可用的命令：{known}；选项见 --help", err=True)
        sys.exit(2)
    except click.Abort:
        click.echo("已中止", err=True)
        sys.exit(130)
    except Exception as error:
        if os.environ.get("DEBUG"):
            raise
        click.echo(f"程序出错，不是数据的问题：{type(error).__name__}: {error}", err=True)
        click.echo("请把数据文件和这段信息交给维护人员；加上 DEBUG=1 再运行可以看到详细位置", err=True)
        sys.exit(3)
    sys.exit(0)
