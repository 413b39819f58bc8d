"""A cache in a folder of the user's own, for what can be computed again; no file of a repository gets into it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from stat import S_ISREG
from time import time

from generator.files import replace_file

NAME = "budget-self-evaluation"
_KEPT = 90 * 86400  # seconds; what is still in use is then made once more
_DIGEST = 32


@cache
def folder() -> Path | None:
    """The cache folder of this user, or None if there is no folder that only the user can write to."""
    from platformdirs import user_cache_path

    try:
        path = user_cache_path(NAME, appauthor=False)
        if not path.is_absolute():  # no home, or a setting that would lead into the folder one works in
            return None
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = path.stat()
    except (OSError, RuntimeError):
        return None
    own = not hasattr(os, "getuid") or (status.st_uid == os.getuid() and not status.st_mode & 0o022)
    return path if own and os.access(path, os.W_OK) else None


def kept(key: str) -> bytes | None:
    """The cached value of a key; None if there is none or it is damaged."""
    here = folder()
    if here is None:
        return None
    try:
        if not S_ISREG((here / key).lstat().st_mode):
            return None
        data = (here / key).read_bytes()
    except OSError:
        return None
    content = data[_DIGEST:]
    return content if _digest(key, content) == data[:_DIGEST] else None


def keep(key: str, content: bytes) -> None:
    """Caches a value under a key, whole or not at all, and deletes old entries."""
    here = folder()
    if here is None:
        return
    with suppress(OSError):
        for path in here.iterdir():
            with suppress(OSError):
                if path.lstat().st_mtime < time() - _KEPT:
                    path.unlink()
        if (here / key).is_dir():
            os.replace(here / key, here / f"{key}.strange")
        replace_file(here / key, _digest(key, content) + content)


def _digest(key: str, content: bytes) -> bytes:
    """The digest that binds an entry to its key, so that one copied from another key is not used."""
    return sha256(key.encode() + b"\0" + content).digest()


def digest_of(parts: Iterable[tuple[str, bytes]], begin: str = "") -> bytes:
    """The digest of contents with their names, behind what they begin with."""
    digest = sha256(begin.encode())
    for name, data in parts:
        digest.update(name.encode() + b"\0" + sha256(data).digest())
    return digest.digest()
