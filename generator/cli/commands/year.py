"""The commands for a year's beginning and end: new, pdf, summary."""

from __future__ import annotations

import sys

import click

from generator.cli.options import (
    ChineseCommand,
    Misuse,
    chosen_reports,
    demanding,
    existing,
    one_of,
    remind,
    tell,
    unit_option,
    year_option,
)
from generator.data.kinds import KINDS
from generator.faults import status
from generator.identifiers import is_year
from generator.reports.workspace import Workspace


@click.command(cls=ChineseCommand)
@unit_option
@year_option
@click.option(
    "--from",
    "since",
    envvar="FROM",
    metavar="年度",
    callback=demanding(is_year, "FROM=2022（四位年份）"),
    help="沿用这个单位哪一年的数据文件，如 2022。",
)
@click.option("--profile", envvar="PROFILE", metavar="地区格式", help="没有可沿用的，按这个地区格式新建。")
@click.option(
    "--type",
    "kind",
    envvar="TYPE",
    metavar="类型",
    callback=one_of(*KINDS),
    help="新建的自评：project（默认）项目支出，whole-unit 单位整体支出。",
)
@click.pass_obj
def new(
    workspace: Workspace, unit: str | None, year: str | None, since: str | None, profile: str | None, kind: str
) -> None:
    """新建一年的数据文件：沿用上年的，或者按地区格式从头建；已有的文件不改动。"""
    from generator.reports.new.create import Created, from_last_year, from_profile

    if not unit or not year:
        raise Misuse("要写明单位和年度，如 make new UNIT=hechi YEAR=2023 FROM=2022" + existing(workspace))
    path = workspace.report(unit, year)
    if path.exists() or path.is_symlink():
        raise Misuse(f"{workspace.name(path)} 已经有了，不改动；要重做，先把它改名或者移走")
    if since and profile:
        raise Misuse("FROM 和 PROFILE 只写一个：沿用上年的写 FROM，从头建的写 PROFILE")
    created: Created
    if since:
        if not workspace.report(unit, since).is_file():
            raise Misuse(f"没有 reports/{since}/{unit}.yaml" + existing(workspace))
        if since >= year:
            raise Misuse(f"FROM={since} 要早于 YEAR={year}")
        created = from_last_year(workspace, unit, year, since)
    elif profile:
        created = from_profile(workspace, unit, year, profile, kind)
    else:
        raise Misuse(_which(workspace, unit, year))
    from generator.problems import has_errors

    for line in created.told[:-1]:
        click.echo(line)
    tell(created.problems)
    if has_errors(created.problems):
        click.echo(f"没有新建 {workspace.name(path)}。", err=True)
        sys.exit(status(created.problems))
    click.echo(created.told[-1])


def _which(workspace: Workspace, unit: str, year: str) -> str:
    """The message that lists what a new file can be made from, and what to type."""
    from generator.reports.new.create import profiles

    earlier = [when for name, when in workspace.reports() if name == unit and when < year]
    lines = [f"沿用上年的：make new UNIT={unit} YEAR={year} FROM={earlier[-1]}"] if earlier else []
    lines += [f"按地区格式从头建：make new UNIT={unit} YEAR={year} PROFILE=地区格式 [TYPE=whole-unit]", "地区格式有："]
    lines += [f"  PROFILE={name}  {title}" for name, title in profiles(workspace).items()]
    had = "已有以前年度的数据" if earlier else "还没有数据"
    return "\n".join([f"单位 {unit} {had}，要写明由什么新建", *lines])


@click.command(cls=ChineseCommand)
@unit_option
@year_option
@click.pass_obj
def pdf(workspace: Workspace, unit: str | None, year: str | None) -> None:
    """把文档转成 PDF，放在文档旁边；过时的、还没有的先生成。需要 LibreOffice。"""
    from generator.cli.progress import progress
    from generator.office.program import find_office
    from generator.reports.origin import Origin
    from generator.reports.pdf import convert, without_office
    from generator.reports.pdf_sources import add_summaries, orphans, up_to_date

    chosen = chosen_reports(workspace, unit, year)
    if find_office() is None:
        tell([without_office()])
        sys.exit(1)
    origin = Origin(workspace.root)
    with progress(len(chosen), quiet=True) as count:
        sources = up_to_date(workspace, origin, chosen, count)
    if not unit:
        add_summaries(workspace, origin, year, sources)
    if sources.renewed:
        click.echo("这些文档还没有，或者与现在的数据、模板和程序不符，已经先生成：")
        for name in sources.renewed:
            click.echo(f"  {name}")
        remind(origin, sources.uncommitted)
    click.echo(f"正在转换 {len(sources.paths)} 份文档……", err=True)
    done = convert(workspace, sources.paths)
    for path, pages in done.pages.items():
        click.echo(f"{workspace.name(path)}  {pages} 页")
    if done.missing is None:
        click.echo("没有 fontconfig（fc-list），不能核对文档要用的字体这台电脑上有没有。")
    elif done.missing:
        click.echo(
            f"这台电脑没有这些字体：{'、'.join(done.missing)}。PDF 里用了别的字体代替，换行和分页可能与 Word 不同。"
        )
    problems = [*sources.problems, *orphans(workspace, unit, year), *done.problems]
    tell(problems)
    if ended := status(problems):
        sys.exit(ended)


@click.command(cls=ChineseCommand)
@year_option
@click.option(
    "--sort",
    envvar="SORT",
    metavar="顺序",
    callback=one_of("unit", "rate", "score", "budget", "actual", "problems"),
    help="按什么排列：unit（默认）单位代号，rate 执行率，score 得分，budget 预算，actual 支出，problems 问题数。",
)
@click.pass_obj
def summary(workspace: Workspace, year: str | None, sort: str) -> None:
    """一年一览：全部单位的预算、支出、执行率、得分、等级和问题，写成 Word 和 Excel 各一份。"""
    from generator.problems import has_errors
    from generator.reports.origin import Origin
    from generator.reports.strays import strays
    from generator.reports.summary.files import build_summary
    from generator.reports.summary.rows import NAME, repeated_units

    if not year or not workspace.reports(year):
        raise Misuse(("没有这一年的数据" if year else "要写明年度，如 make summary YEAR=2022") + existing(workspace))
    found, problems = build_summary(workspace, Origin(workspace.root), year, sort)
    told = [
        *strays(workspace, year),
        *repeated_units(workspace, year, found),
        *(row.fault for row in found if row.fault),
    ]
    tell([*told, *problems])
    if has_errors(problems):
        sys.exit(status([*told, *problems]))
    failed = [row.code for row in found if row.failed]
    click.echo(f"{year} 年度 {len({row.code for row in found})} 个单位、{len(found)} 行，已生成：")
    for suffix in ("docx", "xlsx"):
        click.echo(f"  build/{year}/{NAME}.{suffix}")
    if failed:
        shown = "、".join(failed[:10]) + (f"等 {len(failed)} 个" if len(failed) > 10 else "")
        click.echo(f"数据有错误、没有列数的单位：{shown}；看问题运行 make check YEAR={year}")
    sys.exit(status(told))


COMMANDS = (new, pdf, summary)
