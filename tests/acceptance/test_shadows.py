"""Files in the project's folder that are called like libraries never run, in none of the processes of any command."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.scripted import Scripted

SHADOWS = (
    "click",
    "yaml",
    "jinja2",
    "json",
    "lxml",
    "pip",
    "venv",
    "ensurepip",
    "pypdf",
    "sitecustomize",
    "subprocess",
)
REPORT = ("--unit", "hechi", "--year", "2022")


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> Scripted:
    repo = Scripted(tmp_path_factory.mktemp("影子") / "仓库", program=True)
    (repo.root / ".gitignore").write_text("build/\n*.py\n!generator/*.py\n__pycache__/\ncanary*\n")
    repo.commit("初稿")
    (repo.root / "requirements.txt").write_text(f"nothing-of-this-name==1.0 --hash=sha256:{'0' * 64}\n")
    repo.commit("别的依赖", ("target: 6次", "target: 8次"))
    for name in SHADOWS:
        (repo.root / f"{name}.py").write_text(f"open({str(repo.root)!r} + '/canary-{name}', 'w').close()\n")
    return repo


@pytest.mark.parametrize(
    "command",
    [
        ("check",),
        ("report", *REPORT),
        ("all",),
        ("diff", "--base", "HEAD~1"),
        ("diff", "--base", "HEAD~1", "--head", "HEAD"),
        ("history", *REPORT),
        ("verify", "--file", "build/2022/hechi/report.docx"),
        ("verify", "--file", "foreign.pdf"),
        ("summary", "--year", "2022"),
    ],
    ids=" ".join,
)
def test_no_file_in_the_root_takes_the_place_of_a_library(repo: Scripted, command: tuple[str, ...]) -> None:
    (repo.root / "foreign.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
    environment = os.environ | {"PIP_NO_INDEX": "1", "PYTHONPATH": str(repo.root)}
    for before in [("report", *REPORT)] if "verify" in command else []:
        run(repo.root, before, environment)
    done = run(repo.root, command, environment)
    assert done.returncode in (0, 1), done.stderr.decode()
    assert [path.name for path in repo.root.glob("canary-*")] == []


def run(root: Path, command: tuple[str, ...], environment: dict[str, str]) -> subprocess.CompletedProcess[bytes]:
    given = [sys.executable, "-I", "generator/__main__.py", *command]
    return subprocess.run(given, cwd=root, env=environment, capture_output=True, check=False)
