"""What all commands share: Chinese help, options, and messages about misuse."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any

import click

from generator.identifiers import is_code, is_year
from generator.problems import Problem
from generator.process import NoReaderError
from generator.reports.origin import Origin
from generator.reports.workspace import Workspace


class Misuse(click.ClickException):
    """A command that was called wrongly."""

    exit_code = 2

    def show(self, file: object = None) -> None:
        """Prints in Chinese what was wrong."""
        click.echo(f"用法错误：{self.message}", err=True)


class ChineseGroup(click.Group):
    """A group whose help has Chinese headings, and whose modules of further commands are read when one is called.

    `elsewhere` gives the names of the commands that each of these modules lists as its `COMMANDS`.
    """

    def __init__(
        self, *arguments: Any, elsewhere: Mapping[str, Sequence[str]] | None = None, **attributes: Any
    ) -> None:
        super().__init__(*arguments, **attributes)
        self._elsewhere = {name: module for module, names in (elsewhere or {}).items() for name in names}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, those that have been read first."""
        return [*dict.fromkeys([*self.commands, *self._elsewhere])]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, whose module is read if need be."""
        if cmd_name not in self.commands and (module := self._elsewhere.get(cmd_name)):
            for command in import_module(module).COMMANDS:
                self.add_command(command)
        return super().get_command(ctx, cmd_name)

    def invoke(self, ctx: click.Context) -> object:
        """Runs a command.

        Raises:
            NoReaderError: the reader of the output has gone, which Click would treat as a failure.
        """
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise NoReaderError from error

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """How the program is called."""
        formatter.write_text("用法：python -m generator 命令 [选项]")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands with a line on each, in the order of a year."""
        from generator.cli.examples import EXAMPLES

        order = [*EXAMPLES]
        names = sorted(self.list_commands(ctx), key=lambda name: order.index(name) if name in order else len(order))
        commands = ((name, self.get_command(ctx, name)) for name in names)
        rows = [(name, command.get_short_help_str(80)) for name, command in commands if command and not command.hidden]
        with formatter.section("命令"):
            formatter.write_dl(rows)
        formatter.write_paragraph()
        formatter.write_text("一条命令怎么用：python -m generator 命令 --help")


class ChineseCommand(click.Command):
    """A command whose help is Chinese."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Reads what was typed.

        Raises:
            Misuse: there is more than the command takes.
        """
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            if more := re.match(r"Got unexpected extra arguments? \((.*)\)", error.message, re.DOTALL):
                raise Misuse(f"多写了 {more[1]}，用法见 python -m generator {ctx.info_name} --help") from None
            raise

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option --help, worded in Chinese."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示这份说明。"
        return option

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """How the command is called."""
        arguments = [
            f" {param.metavar}" for param in self.params if isinstance(param, click.Argument) and param.metavar
        ]
        formatter.write_text(f"用法：python -m generator {ctx.info_name} [选项]{''.join(arguments)}")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options with a line on each."""
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        with formatter.section("选项"):
            formatter.write_dl([record for option in options if (record := _described(option, ctx))])

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Examples of the command."""
        from generator.cli.examples import EXAMPLES

        if examples := EXAMPLES.get(self.name or ""):
            with formatter.section("例子"):
                for typed, meaning in examples:
                    formatter.write(f"{'':{formatter.current_indent}}{typed}\n")
                    formatter.write(f"{'':{formatter.current_indent + 4}}{meaning}\n")


def _described(param: click.Parameter, ctx: click.Context) -> tuple[str, str] | None:
    """The help record of an option, with the name of its make variable."""
    record = param.get_help_record(ctx)
    if record is None or not isinstance(param.envvar, str) or not isinstance(param, click.Option):
        return record
    return record[0], f"{record[1]}（make 里写 {param.envvar}=）"


def demanding(fits: Callable[[str], bool], example: str) -> Callable[..., str | None]:
    """A callback that rejects a value which does not fit, before it becomes part of a path."""

    def check(_ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
        if not value:
            return None
        if not fits(value):
            raise Misuse(f"{param.envvar}={value!r} 不合要求，应类似 {example}")
        return value

    return check


def switch(meaning: str) -> Callable[..., bool]:
    """A callback for an option that is on if it is 1; `meaning` says in Chinese what that does."""

    def turn(_ctx: click.Context, param: click.Parameter, value: str | None) -> bool:
        if value and value not in ("1", "0"):
            raise Misuse(f"{param.envvar}={value!r} 不合要求，写 {param.envvar}=1 表示{meaning}")
        return value == "1"

    return turn


class Flag(click.Option):
    """An option that is on where it is written, or where its variable of make is 1; a `switch` judges the variable."""

    def __init__(self, *arguments: Any, **attributes: Any) -> None:
        flag: dict[str, Any] = {"is_flag": True, "flag_value": "1", "type": str}
        super().__init__(*arguments, **flag | attributes)

    def value_from_envvar(self, ctx: click.Context) -> str | None:
        """The variable as it was written."""
        return self.resolve_envvar_value(ctx)


def one_of(*choices: str) -> Callable[..., str]:
    """A callback for an option with a few possible values; the first is the default."""

    def choose(_ctx: click.Context, param: click.Parameter, value: str | None) -> str:
        if value and value not in choices:
            raise Misuse(f"{param.envvar}={value!r} 不合要求，可用 {'、'.join(choices)}")
        return value or choices[0]

    return choose


unit_option = click.option(
    "--unit",
    envvar="UNIT",
    metavar="单位",
    callback=demanding(is_code, "UNIT=hechi（小写字母、数字和连字符）"),
    help="单位代号，即数据文件名，如 hechi。",
)
year_option = click.option(
    "--year",
    envvar="YEAR",
    metavar="年度",
    callback=demanding(is_year, "YEAR=2022（四位年份）"),
    help="年度，如 2022。",
)
yes_option = click.option(
    "--yes",
    envvar="YES",
    metavar="1",
    callback=switch("不再询问，直接写入"),
    help="写 1 表示不再询问，直接写入；不写先看改动。",
)
figure_option = click.option(
    "--figure",
    envvar="FIGURE",
    metavar="数据项",
    help="数据项的路径，如 evaluations.标识.score.total；不写列出全部。",
)


trusted_option = click.option(
    "--trusted-branch",
    "trusted",
    envvar="TRUST",
    metavar="分支",
    help="只运行这个分支主线上有过的旧程序；不写依次看本仓库的 git 设置、origin/HEAD 和 main。",
)
release_option = click.option(
    "--release", envvar="RELEASE", metavar="标签", help="另外信任一个已发布版本的程序，如 v2023.1。"
)


def format_option(*forms: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The option FORMAT for a command with these output formats; the first is the default."""

    def choose(_ctx: click.Context, _param: click.Parameter, value: str) -> str:
        if value and value not in forms:
            raise Misuse(f"FORMAT={value!r} 不合要求，可用 {'、'.join(forms)}")
        return value or forms[0]

    shown = "、".join([f"{forms[0]}（默认）", *forms[1:]])
    return click.option(
        "--format", "form", envvar="FORMAT", metavar="格式", default="", callback=choose, help=f"输出格式：{shown}。"
    )


def existing(workspace: Workspace) -> str:
    """The existing reports, for the end of a message."""
    listed = "".join(f"\n  UNIT={unit} YEAR={year}" for unit, year in workspace.reports())
    return f"\n现有：{listed}" if listed else "\nreports 文件夹里还没有数据文件"


def tell(problems: Sequence[Problem]) -> None:
    """Prints problems, if there are any, on standard error."""
    if problems:
        from generator.cli.problems import terminal

        click.echo(terminal(problems, colour=sys.stderr.isatty()), err=True)


def show(problems: Sequence[Problem], form: str) -> None:
    """Prints problems in a format: as text on standard error, as JSON or annotations of GitHub on standard output."""
    if form == "text":
        tell(problems)
        return
    from generator.cli.problems import as_json, github

    if form == "json":
        click.echo(as_json(problems))
    elif problems:
        click.echo(github(problems))


def demand(workspace: Workspace, command: str, unit: str | None, year: str | None) -> tuple[str, str]:
    """Unit and year of a report that exists.

    Raises:
        Misuse: one is not given, or there is no such report.
    """
    if not unit or not year:
        raise Misuse(f"要写明单位和年度，如 make {command} UNIT=hechi YEAR=2022" + existing(workspace))
    if not workspace.report(unit, year).is_file():
        from generator.reports.strays import like

        raise Misuse(f"没有 reports/{year}/{unit}.yaml{like(workspace, unit, year)}" + existing(workspace))
    return unit, year


def chosen_reports(workspace: Workspace, unit: str | None, year: str | None) -> list[tuple[str, str]]:
    """The unit and year of each report that a command is about.

    Raises:
        Misuse: there is none; never a silent success.
    """
    if unit and year:
        return [demand(workspace, "check", unit, year)]
    chosen = [(name, when) for name, when in workspace.reports(year or "*") if not unit or name == unit]
    if not chosen:
        from generator.reports.strays import strays

        if misplaced := strays(workspace, year):
            tell(misplaced)
            sys.exit(1)
        raise Misuse("没有符合条件的数据文件" + existing(workspace))
    return chosen


def remind(origin: Origin, uncommitted: Sequence[str]) -> None:
    """Warns that documents cannot be verified, and why, if the user can do something about it."""
    if origin.trouble:
        click.echo(f"提示：git 用不了，文档里记作「未提交」，不能核实；{origin.trouble}")
    if origin.in_repository and uncommitted:
        named = "、".join(uncommitted[:3]) + (f" 等 {len(uncommitted)} 个文件" if len(uncommitted) > 3 else "")
        click.echo(
            f"提示：{named} 与最近一次提交的内容不同，文档里记作「未提交」，不能核实；发布以前先提交，再生成一次"
        )
