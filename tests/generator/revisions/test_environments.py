"""The environments of past programs: made once for a lock, made anew where broken, refused where they cannot be had."""

from __future__ import annotations

import subprocess
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest

from generator.revisions import environments
from generator.revisions.environments import UnavailableError, python_for
from generator.store import user_folder

CODE = "VALUE = 7\n"


@pytest.fixture
def lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """A lock of one package that lies in a folder, from which alone pip installs."""
    wheel = tmp_path / "tiny-1.0-py3-none-any.whl"
    with ZipFile(wheel, "w") as archive:
        archive.writestr("tiny.py", CODE)
        archive.writestr("tiny-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n")
        archive.writestr("tiny-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr("tiny-1.0.dist-info/RECORD", f"tiny.py,,{len(CODE)}\n")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    return f"tiny==1.0 --hash=sha256:{sha256(wheel.read_bytes()).hexdigest()}\n".encode()


def value(python: Path) -> str:
    command = [str(python), "-c", "import tiny; print(tiny.VALUE)"]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout.strip()


def test_an_environment_is_made_once_and_made_anew_where_it_was_left_half_made(
    lock: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, elsewhere in (("PIP_TARGET", tmp_path / "x"), ("PYTHONPATH", tmp_path), ("GIT_DIR", tmp_path)):
        monkeypatch.setenv(name, str(elsewhere))
    told: list[str] = []
    python = python_for(lock, told.append)
    assert value(python) == "7" and len(told) == 1
    assert python_for(lock, told.append) == python and len(told) == 1
    (python.parent.parent / "installed" / "requirements.txt").unlink()
    for path in python.parent.parent.rglob("tiny.py"):
        path.unlink()
    assert value(python_for(lock, told.append)) == "7" and len(told) == 2
    python.unlink()
    assert value(python_for(lock, told.append)) == "7"


@pytest.mark.parametrize(
    "wrong",
    [
        b"nothing-of-this-name==1.0 --hash=sha256:" + b"0" * 64,
        b"tiny==1.0 --hash=sha256:" + b"0" * 64,
        b"tiny==1.0",
        b"tiny",
    ],
)
def test_what_cannot_be_had_says_what_pip_said(lock: bytes, wrong: bytes) -> None:
    with pytest.raises(UnavailableError, match=r"^装不上当时的依赖：.+") as refused:
        python_for(wrong + b"\n", lambda _: None)
    assert "\n" not in str(refused.value)


def test_without_a_folder_of_ones_own_there_is_none(lock: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environments, "user_folder", lambda: None)
    with pytest.raises(UnavailableError, match="缓存文件夹"):
        python_for(lock, lambda _: None)
    monkeypatch.undo()
    own = user_folder()
    assert own is not None
