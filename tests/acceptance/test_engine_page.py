"""What docs/engine.md shows runs as it stands there."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from generator.cli.app import main
from generator.opc import write_package
from tests.support.docx import p, package_of, table, texts
from tests.support.paths import PROJECT

PAGE = (PROJECT / "docs" / "engine.md").read_text("utf-8")
SOURCE = (
    p("{{ party|shout }}")
    + table(("{%tr for item in items %}", ""), ("{{ item.name }}", "{{ item.price }}"), ("{%tr endfor %}", ""))
    + p("{{ total }}")
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "contract.docx").write_bytes(write_package(package_of(SOURCE)))
    return tmp_path


def test_the_code_runs_and_is_of_ten_lines(folder: Path) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert len(code.splitlines()) <= 10
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.append({str(PROJECT)!r})\n{code}"],
        cwd=folder,
        capture_output=True,
        check=False,
        text=True,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "party items total\n", "")
    assert texts((folder / "out.docx").read_bytes()) == ["A & B", "paper", "12", "12"]


def test_the_command_runs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = SOURCE.replace("|shout", "")
    (folder / "contract.docx").write_bytes(write_package(package_of(source)))
    (folder / "contract.yaml").write_text("party: A & B\nitems: [{name: paper, price: 12.50}]\ntotal: 12.50\n")
    monkeypatch.chdir(folder)
    (command,) = re.findall(r"`python -m generator (render .* -o .*?)`", PAGE)
    with pytest.raises(SystemExit) as stop:
        main(shlex.split(command))
    assert not stop.value.code
    assert texts((folder / "out.docx").read_bytes()) == ["A & B", "paper", "12.50", "12.50"]


def test_what_it_names_is_there() -> None:
    for name in re.findall(r"`(generator/[\w/]+(?:\.py|/))`", PAGE):
        assert (PROJECT / name).exists(), name
