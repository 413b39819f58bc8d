"""The Python environments in which past programs run: one for each lock file, made when first needed."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from generator.installation import NOTE, install
from generator.store import user_folder


class UnavailableError(Exception):
    """A program that cannot be run here; the message says in Chinese why."""


class TooOldError(UnavailableError):
    """A past program that does not have this function."""


def python_for(lock: bytes, tell: Callable[[str], None]) -> Path:
    """The Python of an environment that holds what a lock file names, and nothing else.

    The lock is passed to pip, so it must be that of a trusted program. `tell` is called with a message before a step
    that takes long.

    Raises:
        UnavailableError: it cannot be installed: no network, a version no longer published, no folder for it.
    """
    kept = user_folder()
    if kept is None:
        raise UnavailableError("没有只属于当前用户的缓存文件夹，放不下当时的依赖")
    made_by = repr((sys.implementation.cache_tag, sys.base_prefix, sys.platform))
    place = kept / "environments" / sha256(sha256(lock).digest() + made_by.encode()).hexdigest()[:32]
    venv, named = place / "venv", place / "requirements.txt"
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        named.write_bytes(lock)
    except OSError as error:
        raise UnavailableError(f"当时的依赖放不进缓存文件夹：{error.strerror}") from error
    if not (venv / NOTE / named.name).is_file():
        tell("正在准备当时那一版程序的依赖（约半分钟，以后不用再装）……")
    if message := install(str(venv), str(named)):
        raise UnavailableError("装不上当时的依赖：" + "；".join(line.strip() for line in message.splitlines()))
    return venv / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def clean() -> dict[str, str]:
    """The environment variables of this process without those that redirect Python or git."""
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "GIT_", "VIRTUAL_ENV"))
    }
    return inherited | {"PYTHONUTF8": "1"}
