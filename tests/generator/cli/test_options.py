"""Options that every command shares: what they take, what they say of misuse, and how help shows them."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import click
import pytest
from click.testing import CliRunner

from generator.cli.options import (
    ChineseCommand,
    ChineseGroup,
    Misuse,
    chosen_reports,
    demand,
    existing,
    format_option,
    one_of,
    remind,
    unit_option,
    year_option,
)
from generator.reports.workspace import Workspace


@click.command(cls=ChineseCommand, name="check")
@unit_option
@year_option
@format_option("text", "json")
@click.option("--order", envvar="ORDER", callback=one_of("unit", "score"))
def command(unit: str | None, year: str | None, form: str, order: str) -> None:
    """检查。"""
    click.echo(f"{unit} {year} {form} {order}")


def said(*arguments: str, **environment: str) -> tuple[int, str]:
    given: dict[str, str | None] = {**dict.fromkeys(("UNIT", "YEAR", "FORMAT", "ORDER"), ""), **environment}
    found = CliRunner().invoke(command, arguments, env=given)
    return found.exit_code, found.output.strip()


def test_an_option_comes_from_the_line_or_the_environment_and_has_a_default() -> None:
    assert said() == (0, "None None text unit")
    assert said("--unit", "hechi", YEAR="2022", FORMAT="json", ORDER="score") == (0, "hechi 2022 json score")


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({"UNIT": "../x"}, "UNIT='../x' 不合要求，应类似 UNIT=hechi（小写字母、数字和连字符）"),
        ({"UNIT": "a" * 65}, f"UNIT='{'a' * 65}' 不合要求，应类似 UNIT=hechi（小写字母、数字和连字符）"),
        ({"YEAR": "20222"}, "YEAR='20222' 不合要求，应类似 YEAR=2022（四位年份）"),
        ({"FORMAT": "xml"}, "FORMAT='xml' 不合要求，可用 text、json"),
        ({"ORDER": "name"}, "ORDER='name' 不合要求，可用 unit、score"),
    ],
)
def test_a_value_that_does_not_fit_is_a_misuse(environment: dict[str, str], message: str) -> None:
    assert said(**environment) == (2, f"用法错误：{message}")


def test_help_is_chinese_and_names_the_variables_of_make_and_examples() -> None:
    status, text = said("--help")
    assert status == 0 and text.startswith("用法：python -m generator check [选项]")
    for part in ("选项:", "（make 里写 UNIT=）", "输出格式：text（默认）、json。", "显示这份说明。", "例子:"):
        assert part in text


def test_the_commands_stand_in_the_order_of_a_year_and_hidden_ones_do_not() -> None:
    names = ("zzz", "check", "new", "secret")
    commands = [click.Command(name, help=f"做 {name}。", hidden=name == "secret") for name in names]
    text = CliRunner().invoke(ChineseGroup(commands=commands), ["--help"]).output
    assert text.startswith("用法：python -m generator 命令 [选项]") and "secret" not in text
    assert text.index("做 new") < text.index("做 check") < text.index("做 zzz")


@pytest.fixture
def reports(tmp_path: Path) -> Workspace:
    for name in ("2021/a", "2022/a", "2022/b"):
        path = tmp_path / "reports" / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return Workspace(tmp_path)


@pytest.mark.parametrize(
    ("unit", "year", "chosen"),
    [
        (None, None, [("a", "2021"), ("a", "2022"), ("b", "2022")]),
        ("a", None, [("a", "2021"), ("a", "2022")]),
        (None, "2022", [("a", "2022"), ("b", "2022")]),
        ("b", "2022", [("b", "2022")]),
    ],
)
def test_the_reports_of_a_unit_or_year_are_chosen(
    reports: Workspace, unit: str | None, year: str | None, chosen: list[tuple[str, str]]
) -> None:
    assert sorted(chosen_reports(reports, unit, year)) == chosen


def test_no_report_at_all_is_a_misuse_that_lists_what_there_is(reports: Workspace, tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="没有符合条件的数据文件\n现有：\n  UNIT=a YEAR=2021"):
        chosen_reports(reports, "c", None)
    assert existing(Workspace(tmp_path / "none")) == "\nreports 文件夹里还没有数据文件"


@pytest.mark.parametrize(
    ("unit", "year", "message"),
    [(None, "2022", "要写明单位和年度，如 make pdf"), ("a", "2023", "没有 reports/2023/a.yaml")],
)
def test_a_report_that_is_demanded_must_be_named_and_exist(
    reports: Workspace, unit: str | None, year: str, message: str
) -> None:
    with pytest.raises(Misuse, match=message):
        demand(reports, "pdf", unit, year)
    assert demand(reports, "pdf", "a", "2022") == ("a", "2022")


@pytest.mark.parametrize(
    ("files", "shown"),
    [(["a"], "a 与最近"), (["a", "b", "c"], "a、b、c 与最近"), ([*"abcd"], "a、b、c 等 4 个文件 与最近"), ([], "")],
)
def test_what_is_not_committed_is_named_up_to_three_files(
    capsys: pytest.CaptureFixture[str], files: list[str], shown: str
) -> None:
    origin: Any = SimpleNamespace(trouble="", in_repository=True)
    remind(origin, files)
    out = capsys.readouterr().out
    assert (f"提示：{shown}" in out) if shown else out == ""


def test_a_folder_outside_git_is_not_reminded_of_commits_but_told_of_trouble(
    capsys: pytest.CaptureFixture[str],
) -> None:
    outside: Any = SimpleNamespace(trouble="没有安装 git", in_repository=False)
    remind(outside, ["a"])
    out = capsys.readouterr().out
    assert "git 用不了" in out and "没有安装 git" in out and "与最近" not in out
