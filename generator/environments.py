"""The Python environments in which past programs run: one for each lock file, made when it is first needed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from generator.cache import folder

_MARK = "complete.json"  # is written last, so that an environment that was stopped half-way is made anew
_ELSEWHERE = ("PIP_PREFIX", "PIP_REQUIRE_VIRTUALENV", "PIP_ROOT", "PIP_TARGET", "PIP_USER", "VIRTUAL_ENV")
_PATIENCE = 900.0  # seconds for pip to bring some fifteen packages


class UnavailableError(Exception):
    """A program cannot be run here; the message says in Chinese why."""


def python_for(lock: bytes, tell: Callable[[str], None]) -> Path:
    """The Python of an environment that holds what a lock file names, and nothing else.

    The lock is given to pip, so it must be that of a program that may be run. `tell` hears of what takes long.

    Raises:
        UnavailableError: it cannot be had: no network, no such version any more, or no folder to keep it in.
    """
    kept = folder()
    if kept is None:
        raise UnavailableError("没有只属于当前用户的缓存文件夹，放不下当时的依赖")
    made_by = [sys.version, sys.base_prefix, sys.platform]
    name = sha256(json.dumps([sha256(lock).hexdigest(), *made_by]).encode()).hexdigest()[:32]
    place = kept / "environments" / name
    python = place / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _alone(place.with_suffix(".lock")):
            if not (place / _MARK).is_file() or not _runs(python):
                tell("正在准备当时那一版程序的依赖（约半分钟，以后不用再装）……")
                _make(place, python, lock)
                (place / _MARK).write_text(json.dumps(made_by), "utf-8")
    except OSError as error:
        raise UnavailableError(f"当时的依赖放不进缓存文件夹：{error.strerror}") from error
    return python


def _make(place: Path, python: Path, lock: bytes) -> None:
    if place.exists():
        shutil.rmtree(place)
    place.mkdir(mode=0o700)
    (place / "requirements.txt").write_bytes(lock)
    install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    _call("建不起虚拟环境", [sys.executable, "-m", "venv", str(place)])
    _call("装不上当时的依赖", [str(python), *install, "-r", str(place / "requirements.txt")])


def _call(what: str, command: list[str]) -> None:
    """Runs a command to its end.

    Raises:
        UnavailableError: it failed; with the last thing that it said.
    """
    try:
        done = subprocess.run(command, env=clean(), capture_output=True, check=False, timeout=_PATIENCE)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise UnavailableError(f"{what}：过了 {_PATIENCE:g} 秒还没有装完") from None
    if done.returncode:
        lines = (done.stderr or done.stdout).decode("utf-8", "replace").strip().splitlines()
        faults = [line for line in lines if line.startswith("ERROR")] or lines[-1:] or ["没有说原因"]
        raise UnavailableError(f"{what}：{faults[-1].removeprefix('ERROR: ')}")


def clean() -> dict[str, str]:
    """The variables of this process without those that lead Python, pip or git elsewhere."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "GIT_", *_ELSEWHERE))}
    return kept | {"PYTHONUTF8": "1"}


def _runs(python: Path) -> bool:
    """Whether the environment's Python starts, which it does not once that of the system is gone."""
    try:
        command = [str(python), "-c", ""]
        return subprocess.run(command, env=clean(), capture_output=True, check=False).returncode == 0  # noqa: S603
    except OSError:
        return False


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keeps another process from making the same environment at the same time."""
    with path.open("w") as held:
        if sys.platform != "win32":
            import fcntl

            fcntl.flock(held, fcntl.LOCK_EX)
        yield
