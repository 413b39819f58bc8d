"""The Tab key completes targets, units and years in this project's folder, and leaves other folders alone."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.paths import PROJECT

SCRIPT = PROJECT / "generator" / "completion.bash"


def completed(words: list[str], folder: Path = PROJECT, before: str = "") -> set[str]:
    """What bash offers for the last of the words, which come as bash splits them."""
    script = f"{before}\nsource {shlex.quote(str(SCRIPT))}\nCOMP_WORDS=({' '.join(map(shlex.quote, words))})\n"
    script += f'COMP_CWORD={len(words) - 1}\n_budget_make make\nprintf "%s\\n" "${{COMPREPLY[@]}}"\n'
    done = subprocess.run(["bash", "-c", script], cwd=folder, capture_output=True, check=False, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    return {*done.stdout.split()}


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["make", "rep"], {"report"}),
        (["make", "s"], {"summary", "setup", "styles"}),
        (["make", "report", "UN"], {"UNIT="}),
        (["make", "report", "UNIT", "=", "h"], {"hechi"}),
        (["make", "report", "UNIT="], {"hechi", "qiaokou", "yiyang", "zhuzhou"}),
        (["make", "report", "YEAR", "="], {"2021", "2022", "2024"}),
        (["make", "new", "FROM", "=", "2022"], {"2022"}),
        (["make", "new", "PROFILE", "=", "hunan"], {"hunan-yiyang", "hunan-zhuzhou"}),
        (["make", "new", "TYPE", "=", "w"], {"whole-unit"}),
        (["make", "summary", "SORT", "=", "r"], {"rate"}),
        (["make", "report", "NOBODY", "=", ""], set()),
    ],
)
def test_bash_completes(words: list[str], offered: set[str]) -> None:
    assert completed(words) == offered


def test_elsewhere_make_is_completed_as_before(tmp_path: Path) -> None:
    assert completed(["make", "rep"], tmp_path) == set()
    assert completed(["make", "rep"], tmp_path, "_make() { COMPREPLY=(theirs); }") == {"theirs"}


def test_the_script_is_clean(tool: Callable[[str], str]) -> None:
    done = subprocess.run([tool("shellcheck"), str(SCRIPT)], capture_output=True, check=False, text=True)
    assert done.stdout == ""


def test_make_says_how_to_install_it() -> None:
    done = subprocess.run(["make", "completion"], cwd=PROJECT, capture_output=True, check=True, text=True)
    assert f'source "{SCRIPT}"' in done.stdout
