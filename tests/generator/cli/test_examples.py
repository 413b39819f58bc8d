"""The help of every command is Chinese and has examples that can be typed."""

from __future__ import annotations

import re

import click
import pytest

from generator.cli.app import main, program
from generator.cli.examples import EXAMPLES
from generator.cli.options import ChineseCommand
from tests.support.paths import PROJECT

CONTEXT = click.Context(program)


def command_of(name: str) -> click.Command:
    command = program.get_command(CONTEXT, name)
    assert command is not None
    return command


COMMANDS = [name for name in program.list_commands(CONTEXT) if not command_of(name).hidden]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_in_chinese_with_examples(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    command = command_of(name)
    assert isinstance(command, ChineseCommand)
    with pytest.raises(SystemExit) as stop:
        main([name, "--help"])
    shown = capsys.readouterr().out
    assert stop.value.code == 0
    assert shown.startswith(f"用法：python -m generator {name} [选项]") and "\n例子:\n" in shown
    for typed, meaning in EXAMPLES[name]:
        assert f"  {typed}\n" in shown and f"      {meaning}\n" in shown
    assert not re.search(r"^(Usage|Options|Commands)", shown, re.MULTILINE)


def test_an_example_gives_what_the_command_takes() -> None:
    targets = set(re.findall(r"^([a-z]+):.*##", (PROJECT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for name, examples in EXAMPLES.items():
        taken = {option.envvar for option in command_of(name).params}
        for typed, _ in examples:
            words = typed.split()
            if words[0] == "make":
                assert words[1] == name and name in targets
                assert {word.split("=")[0] for word in words[2:]} <= taken, typed


def test_there_are_no_examples_of_commands_that_are_not_there() -> None:
    assert EXAMPLES.keys() == {*COMMANDS}


def test_options_say_what_make_calls_them(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["new", "--help"])
    assert "（make 里写 FROM=）" in "".join(line.strip() for line in capsys.readouterr().out.splitlines())


def test_commands_are_listed_in_the_order_of_a_year(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    listed = re.findall(r"^  ([a-z]+) ", capsys.readouterr().out, re.MULTILINE)
    assert listed[:3] == ["new", "report", "all"] and {*listed} == {*COMMANDS}
