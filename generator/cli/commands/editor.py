"""The command that lets editors complete the headings and words of each locality."""

from __future__ import annotations

import sys

import click

from generator.cli.options import ChineseCommand, tell
from generator.faults import status
from generator.reports.workspace import Workspace


@click.command(cls=ChineseCommand)
@click.pass_obj
def editor(workspace: Workspace) -> None:
    """让编辑器认得各地区格式的标题和用词：改了 templates 里的 profile.yaml 以后运行一次。"""
    from generator.reports.new.editor import FOLDER, NAME, write_editor_file

    problems = write_editor_file(workspace)
    tell(problems)
    if not problems:
        click.echo(f"已写入 {FOLDER}/{NAME}：在 VS Code 里写数据时，按 Ctrl+空格选标题和用词。")
    sys.exit(status(problems))


COMMANDS = (editor,)
