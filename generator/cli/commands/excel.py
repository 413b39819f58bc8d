"""The commands that import figures from Excel workbooks and export tables to them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.options import ChineseCommand, Misuse, demand, tell, unit_option, year_option, yes_option
from generator.faults import guarded, status
from generator.files import holds, write_files
from generator.problems import has_errors
from generator.reports.load import load
from generator.reports.workspace import Workspace

if TYPE_CHECKING:
    from generator.reports.importing import Imported

_MOST = 200  # changes that are listed


@click.command(cls=ChineseCommand)
@unit_option
@year_option
@click.pass_obj
def export(workspace: Workspace, unit: str | None, year: str | None) -> None:
    """把一个单位一年的全部表格写成 Excel 工作簿，合计、执行率、得分都是公式。"""
    from generator.reports.export import WORKBOOK
    from generator.reports.export import export as workbook

    unit, year = demand(workspace, "export", unit, year)
    loaded = load(workspace, unit, year)
    if loaded.derived is None:
        tell(loaded.problems)
        sys.exit(status(loaded.problems))
    folder = workspace.output(unit, year)
    problems = guarded(
        lambda: write_files(folder, {WORKBOOK: workbook(loaded)}), workspace.name(loaded.path), lambda fault: [fault]
    )
    tell(problems)
    if problems:
        sys.exit(status(problems))
    click.echo(f"已写入 {workspace.name(folder / WORKBOOK)}")
    if has_errors(loaded.problems):
        click.echo(f"提示：数据还有错误，表里的数不能作准；先运行 make check UNIT={unit} YEAR={year}", err=True)


@click.command("import", cls=ChineseCommand)
@click.option(
    "--file",
    "path",
    envvar="FILE",
    metavar="工作簿",
    help="要导入的 .xlsx 或 .csv 文件；装有 LibreOffice 的，还有 .xls、.et、.ods。",
)
@unit_option
@year_option
@yes_option
@click.pass_obj
def import_(workspace: Workspace, path: str | None, unit: str | None, year: str | None, yes: bool) -> None:
    """把 Excel 工作簿里的资金、指标、科目表导入数据文件；先列出改动，同意了才写。"""
    from generator.cli.progress import status_line
    from generator.reports.importing import import_workbook

    unit, year = demand(workspace, "import", unit, year)
    if not path:
        raise Misuse(f"要写明工作簿，如 make import FILE=预算.xlsx UNIT={unit} YEAR={year}")
    if not Path(path).is_file():
        raise Misuse(f"没有文件 {path}")
    with status_line() as show:
        imported = import_workbook(workspace, unit, year, Path(path), Path(path).name, show)
    tell(imported.problems)
    name = workspace.name(imported.path)
    if has_errors(imported.problems):
        click.echo(f"没有导入；{name} 没有改动。", err=True)
        sys.exit(status(imported.problems))
    if not imported.changes:
        click.echo(f"表里的数和 {name} 一致，没有要改的。")
        return
    _list(imported, name)
    if imported.upgraded:
        click.echo("写入时数据文件同时换成最新的格式版本")
    if not yes and not (sys.stdin.isatty() and click.confirm("写入？", default=False)):
        click.echo(f"还没有写入；同意这些改动，就加上 YES=1：make import FILE={path} UNIT={unit} YEAR={year} YES=1")
        return
    if not holds(imported.path, name, imported.before):
        click.echo(f"{name} 刚才被别的程序改动了，没有写入；再运行一次。", err=True)
        sys.exit(1)
    problems = write_files(imported.path.parent, {imported.path.name: imported.after})
    tell(problems)
    if problems:
        sys.exit(1)
    click.echo(f"已写入 {name}；接着运行 make check UNIT={unit} YEAR={year}")


def _list(imported: Imported, name: str) -> None:
    """Prints the values that change and the figures that move with them, before and after."""
    for heading, changes in (
        (f"{name} 有 {len(imported.changes)} 处改动：", imported.changes),
        (f"跟着变的数有 {len(imported.moved)} 个：", imported.moved),
    ):
        if changes:
            click.echo(heading)
        for change in changes[:_MOST]:
            click.echo(f"  {change.name}：{change.before or '（没有）'} → {change.after or '（没有）'}")
        if len(changes) > _MOST:
            click.echo(f"  还有 {len(changes) - _MOST} 处")


COMMANDS = (import_, export)
