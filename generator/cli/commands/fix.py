"""The command that rewrites what was typed in one of many spellings in the canonical one."""

from __future__ import annotations

import sys

import click

from generator.cli.options import ChineseCommand, demand, tell, unit_option, year_option, yes_option
from generator.data.reader import MAX_BYTES
from generator.data.typed.fixing import Fixed, fixed
from generator.faults import guarded, status
from generator.files import UnfitFileError, contents, holds, write_files
from generator.problems import Place, Problem
from generator.reports.workspace import Workspace

_MOST = 200  # lines that are listed


@click.command(cls=ChineseCommand)
@unit_option
@year_option
@yes_option
@click.pass_obj
def fix(workspace: Workspace, unit: str | None, year: str | None, yes: bool) -> None:
    """把数据文件里数和日期的写法改成统一的：半角、不空格、≥98%、2022-01-25；数值和其余内容不动，先列出改动。"""
    unit, year = demand(workspace, "fix", unit, year)
    path = workspace.report(unit, year)
    name = workspace.name(path)
    found = guarded(lambda: _fixed(workspace, unit, year), name, lambda fault: Fixed(b"", b"", problems=(fault,)))
    if found.problems:
        tell(found.problems)
        click.echo(f"没有改写；{name} 没有改动。", err=True)
        sys.exit(status(found.problems))
    _list(found, name)
    if found.after != found.before and (yes or (sys.stdin.isatty() and click.confirm("写入？", default=False))):
        if not holds(path, name, found.before):
            click.echo(f"{name} 刚才被别的程序改动了，没有写入；再运行一次。", err=True)
            sys.exit(1)
        problems = write_files(path.parent, {path.name: found.after})
        tell(problems)
        if problems:
            sys.exit(1)
        click.echo(f"已写入 {name}；接着运行 make check UNIT={unit} YEAR={year}")
    elif found.after != found.before:
        click.echo(f"还没有写入；同意这些改动，就加上 YES=1：make fix UNIT={unit} YEAR={year} YES=1")
    if found.undecided:
        click.echo(f"有 {len(found.undecided)} 处不止一种读法，或者读不出来，没有改，要您决定：", err=True)
        tell(found.undecided)
    sys.exit(status(found.undecided))


def _fixed(workspace: Workspace, unit: str, year: str) -> Fixed:
    path = workspace.report(unit, year)
    name = workspace.name(path)
    try:
        return fixed(contents(path, name, MAX_BYTES), name)
    except UnfitFileError as unfit:
        return Fixed(b"", b"", problems=(Problem("YAML-FILE", Place(name), str(unfit), unfit.remedy),))


def _list(found: Fixed, name: str) -> None:
    """Prints the lines that change, before and after, what nobody sees in them made visible."""
    if found.after == found.before:
        click.echo(f"{name} 的数和日期已经是统一的写法，没有要改的。")
        return
    click.echo(f"{name} 有 {len(found.lines) + found.marked} 处改动：")
    if found.marked:
        click.echo("  1  删去文件开头看不见的字节顺序标记（BOM）")
    for line in found.lines[:_MOST]:
        number = str(line.number)
        click.echo(f"  {number} - {with_blanks(line.before.strip(' '))}")
        click.echo(f"  {' ' * len(number)} + {with_blanks(line.after.strip(' '))}")
    if len(found.lines) > _MOST:
        click.echo(f"  还有 {len(found.lines) - _MOST} 处")


def with_blanks(text: str) -> str:
    """A text whose blanks other than the usual one are named, 21〔U+00A0〕754; the screen names what has no form."""
    return "".join(f"〔U+{ord(char):04X}〕" if char.isspace() and char != " " else char for char in text)


COMMANDS = (fix,)
