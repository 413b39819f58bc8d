"""The command that fills any template with any data."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.options import ChineseCommand, Flag, Misuse, format_option, show, switch
from generator.cli.terminal import json_text, unwrapped
from generator.faults import guarded, status
from generator.files import write_file
from generator.filling.data import MAX_BYTES, SUFFIXES, parse_data, read_data
from generator.problems import Place, Problem

if TYPE_CHECKING:
    from generator.filling.data import Data
    from generator.word.engine.naming import Naming

_STREAM = "-"
_USAGE = "python -m generator render 模板.docx 数据.yaml -o 文档.docx"


@click.command(cls=ChineseCommand)
@click.argument("template", envvar="TEMPLATE", metavar="模板", required=False)
@click.argument("data", envvar="DATA", metavar="数据", required=False)
@click.option("--out", "-o", envvar="OUT", metavar="文档", help="写成的 .docx 文件，已有的换成新的；- 写到标准输出。")
@click.option(
    "--names",
    cls=Flag,
    envvar="NAMES",
    callback=switch("只列出模板要的数据"),
    help="只列出模板要的数据和种类，不填；--format json 给别的程序用。",
)
@click.option(
    "--lenient",
    cls=Flag,
    envvar="LENIENT",
    callback=switch("没有的数据印成空白"),
    help="没有的数据、空的数据印成空白，不算错误。",
)
@format_option("text", "json", "github")
def render(template: str | None, data: str | None, out: str | None, names: bool, lenient: bool, form: str) -> None:
    """用一份数据（YAML 或 JSON）填好任何一个 Word 模板，写法同 docxtpl；与报告、地区格式无关。"""
    path = _template(template)
    if names:
        _list(path, form)
        return
    source, target = _data(data), _target(out, path, data or "")
    if target is None and form != "text":
        raise Misuse("文档写到标准输出时，问题只能用文字列出；去掉 --format，或者写成 -o 文档.docx")
    document, problems = guarded(lambda: _filled(path, source, lenient), path.as_posix(), lambda fault: (None, [fault]))
    if document is not None and target is not None:
        problems = [*problems, *write_file(target, str(out), document)]
    _end(problems, form)
    assert document is not None
    if target is None:
        unwrapped(sys.stdout).buffer.write(document)
    elif form == "text":
        click.echo(f"已写入 {out}")


def _template(name: str | None) -> Path:
    if not name:
        raise Misuse(f"要写明模板，如 {_USAGE}")
    if not Path(name).exists():
        raise Misuse(f"没有模板 {name}")
    return Path(name)


def _data(name: str | None) -> Path | None:
    """The file of the data; None for standard input."""
    if not name:
        raise Misuse(f"要写明数据文件，如 {_USAGE}；只看模板要哪些数据，加 --names")
    if name == _STREAM:
        return None
    path = Path(name)
    if path.suffix.lower() not in SUFFIXES:
        raise Misuse(f"{name} 不是数据文件：只收 {'、'.join(SUFFIXES)}；Excel、CSV 先另存为其中一种")
    if not path.exists():
        raise Misuse(f"没有数据文件 {name}")
    return path


def _target(name: str | None, *inputs: str | Path) -> Path | None:
    """The file to write; None for standard output.

    Raises:
        Misuse: it is none of Word's, or one of the inputs.
    """
    if not name:
        raise Misuse(f"要写明写到哪里，如 {_USAGE}")
    if name == _STREAM:
        if sys.stdout.isatty():
            raise Misuse("标准输出是终端，显示不了 Word 文档；写成 -o 文档.docx，或者用 > 存进文件")
        return None
    path = Path(name)
    if path.suffix.lower() != ".docx":
        raise Misuse(f"{name} 不以 .docx 结尾；只生成 Word 文档（.docx）")
    for other in inputs:
        if path.exists() and Path(other).exists() and os.path.samefile(path, other):
            raise Misuse(f"{name} 就是要读的 {other}，写进去它就没有了；换一个文件名")
    return path


def _filled(path: Path, source: Path | None, lenient: bool) -> tuple[bytes | None, list[Problem]]:
    from generator.filling.filling import fill
    from generator.word.engine.template import Template

    template, problems = Template.read(path, lenient=lenient, cached=True)
    data, faults = _read(source)
    folder = Path() if source is None else source.parent
    document, told = fill(template, data, folder) if template and data else (None, [])
    return document, [*problems, *faults, *told]


def _read(source: Path | None) -> tuple[Data | None, list[Problem]]:
    if source is not None:
        return read_data(source, source.as_posix())
    name = "标准输入"
    data = sys.stdin.buffer.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        return None, [Problem("YAML-SIZE", Place(name), f"超过上限 {MAX_BYTES} 字节", "检查是不是接错了内容")]
    return parse_data(data, name, "JSON" if data.lstrip()[:1] in (b"{", b"[") else "YAML")


def _list(path: Path, form: str) -> None:
    from generator.filling.listing import as_data, table
    from generator.word.engine.template import Template

    def named() -> tuple[Naming | None, list[Problem]]:
        template, problems = Template.read(path, cached=True)
        return (template.naming() if template else None), problems

    naming, problems = guarded(named, path.as_posix(), lambda fault: (None, [fault]))
    if naming is None:
        _end(problems, form)
    elif form == "json":
        click.echo(json_text(as_data(naming)))
    else:
        click.echo(table(naming) if naming.names else "模板里没有标记，不要数据")


def _end(problems: list[Problem], form: str) -> None:
    """Tells the problems, and ends the command if there are errors."""
    show(problems, form)
    if failed := status(problems):
        if form == "text":
            click.echo("没有生成文档；原有的文件没有改动。", err=True)
        sys.exit(failed)


COMMANDS = (render,)
