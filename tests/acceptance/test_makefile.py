"""The Makefile passes what was typed on to the program, and runs none of it."""

from __future__ import annotations

import os
import re
import subprocess

import pytest

from tests.support.paths import PROJECT


def make(*arguments: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    return subprocess.run(["make", *arguments], cwd=PROJECT, env=inherited, capture_output=True, check=False, text=True)


def test_help_names_every_target() -> None:
    done = make("help")
    assert done.returncode == 0
    for target in (
        "new",
        "report",
        "all",
        "watch",
        "fuzz",
        "pdf",
        "summary",
        "completion",
        "check",
        "explain",
        "diff",
        "history",
        "verify",
        "import",
        "fix",
        "export",
        "setup",
        "manifest",
        "lint",
        "test",
        "quick",
        "clean",
    ):
        assert f"  make {target:<8} " in done.stdout, target


@pytest.mark.parametrize(
    "unit",
    ["../x", "a; touch canary", "$(shell touch canary)", "`touch canary`", "$$(touch canary)", "${HOME}", "a'b\"c"],
)
def test_a_hostile_unit_is_refused_and_nothing_is_run(unit: str) -> None:
    done = make("report", f"UNIT={unit}", "YEAR=2022")
    assert done.returncode == 2
    assert "用法错误：UNIT=" in done.stderr
    assert not (PROJECT / "canary").exists()


@pytest.mark.parametrize("name", ["FROM", "PROFILE", "TYPE", "SORT"])
def test_hostile_values_of_the_years_commands_are_refused_and_nothing_is_run(name: str) -> None:
    command = "summary" if name == "SORT" else "new"
    done = make(command, "UNIT=canary", "YEAR=2022", "PROFILE=national", f"{name}=$(shell touch canary); touch canary")
    assert done.returncode == 2
    assert not (PROJECT / "canary").exists() and not (PROJECT / "reports" / "2022" / "canary.yaml").exists()


def test_a_short_year_is_refused() -> None:
    done = make("report", "UNIT=hechi", "YEAR=22")
    assert done.returncode == 2
    assert "YEAR='22' 不合要求，应类似 YEAR=2022（四位年份）" in done.stderr


def test_a_missing_report_lists_those_that_exist() -> None:
    done = make("report", "UNIT=nobody", "YEAR=2022")
    assert done.returncode == 2
    assert "UNIT=hechi YEAR=2022" in done.stderr


def test_every_module_of_this_repository_that_a_command_runs_is_there() -> None:
    modules = re.findall(r"-m ((?:tests|benchmarks)\.[\w.]+)", (PROJECT / "Makefile").read_text("utf-8"))
    assert "tests.support.fuzz" in modules
    assert [one for one in modules if not (PROJECT / one.replace(".", "/")).with_suffix(".py").is_file()] == []
