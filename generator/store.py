"""Caches of bytes by key; what is lost, damaged, foreign or locked is computed again.

`Store` keeps many small values in one SQLite file. `FolderStore` keeps a few large ones, each in a file, for commands
that must not wait for SQLite to be imported. No file of a repository gets into a cache.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from time import time
from typing import TYPE_CHECKING, TypeVar

from generator.files import replace_file

if TYPE_CHECKING:
    import sqlite3

NAME = "budget-self-evaluation"
_KEPT = 90 * 86400  # seconds; a value still in use is then computed once more
# One tree and no index beside it, which could be damaged so that rows are written and never found again.
_TABLE = "CREATE TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY, data BLOB NOT NULL) WITHOUT ROWID"
_PATIENCE = 2.0  # seconds to wait for another process, which writes for a millisecond
_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED")
_BESIDE = ("", "-journal", "-wal", "-shm")
_STRANGE = ".strange"
_DIGEST = 32

Found = TypeVar("Found")


@cache
def user_folder() -> Path | None:
    """The cache folder of this user, or None if there is no folder that only the user can write to."""
    try:
        path = _cache_path()
        if not path.is_absolute():  # no home, or a setting that would lead into the folder one works in
            return None
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = path.stat()
    except (OSError, RuntimeError):
        return None
    is_private = not hasattr(os, "getuid") or (status.st_uid == os.getuid() and not status.st_mode & 0o022)
    return path if is_private and os.access(path, os.W_OK) else None


def _cache_path() -> Path:
    """Where the system wants the program's caches to be; on Linux one line, which need not wait for platformdirs."""
    if sys.platform == "linux":
        named = os.environ.get("XDG_CACHE_HOME", "")
        return Path(named if os.path.isabs(named) else os.path.expanduser("~/.cache"), NAME)
    from platformdirs import user_cache_path

    return user_cache_path(NAME, appauthor=False)


class FolderStore:
    """A cache in a folder, with a file for each key; without a folder nothing is cached."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def known(self, keys: Iterable[str]) -> dict[str, bytes]:
        """The values of those keys that are in the cache."""
        if self._folder is None:
            return {}
        values = {}
        for key in keys:
            path = self._folder / key
            with suppress(OSError):
                data = _unsealed("", key, path.read_bytes()) if stat.S_ISREG(path.lstat().st_mode) else None
                if data is not None:
                    values[key] = data
        return values

    def keep(self, entries: Mapping[str, bytes]) -> None:
        """Stores values by their keys, each whole or not at all, and deletes old files."""
        if self._folder is None:
            return
        with suppress(OSError):
            for path in self._folder.iterdir():
                with suppress(OSError):
                    if path.lstat().st_mtime < time() - _KEPT:
                        path.unlink()
            for key, data in entries.items():
                path = self._folder / key
                if path.is_dir():
                    _clear(path)
                replace_file(path, _sealed("", key, data))


class Store:
    """The cache of one `maker`; entries written by another are ignored.

    Each entry carries the digest of its maker, its key and its content, so that a damaged entry is ignored. Therefore
    the file can be written without waiting for the disk: a power failure can lose entries, not forge them. A file of
    another kind is replaced, a folder in its place renamed, a link removed and not followed. If another process locks
    it for seconds, this one does without.
    """

    def __init__(self, path: Path | None, maker: str = "") -> None:
        self._path = path
        self._maker = maker
        self._connection: sqlite3.Connection | None = None

    def known(self, keys: Iterable[str]) -> dict[str, bytes]:
        """The values of those keys that are in the cache."""
        return self._used(lambda connection: self._rows(connection, [*keys])) or {}

    def keep(self, entries: Mapping[str, bytes]) -> None:
        """Stores values by their keys, if the file can be written."""
        rows = [(key, _sealed(self._maker, key, data)) for key, data in entries.items()]

        def insert(connection: sqlite3.Connection) -> None:
            with connection:
                connection.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?)", rows)

        self._used(insert)

    def close(self) -> None:
        """Closes the file, which is opened again on the next use."""
        import sqlite3

        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None

    def _rows(self, connection: sqlite3.Connection, keys: list[str]) -> dict[str, bytes]:
        values = {}
        for key in keys:
            for (row,) in connection.execute("SELECT data FROM kept WHERE key = ?", (key,)).fetchall():
                data = _unsealed(self._maker, key, row) if isinstance(row, bytes) else None
                if data is not None:
                    values[key] = data
        return values

    def _used(self, action: Callable[[sqlite3.Connection], Found]) -> Found | None:
        """The result of an action; if the file is unusable, of a second try with a new file."""
        import sqlite3

        for _ in range(2):
            if self._path is None:
                return None
            try:
                return action(self._opened(self._path))
            except (sqlite3.Error, sqlite3.Warning, OSError, MemoryError, OverflowError) as error:
                self.close()
                if getattr(error, "sqlite_errorname", "").startswith(_BUSY):
                    self._path = None
                elif not _removed(self._path):
                    return None
        return None

    def _opened(self, path: Path) -> sqlite3.Connection:
        import sqlite3

        if self._connection is None:
            with suppress(FileNotFoundError):
                if not stat.S_ISREG(path.lstat().st_mode):  # of a link or a pipe SQLite would wait or write elsewhere
                    _removed(path)
            self._connection = sqlite3.connect(path, timeout=_PATIENCE)
            self._connection.execute("PRAGMA synchronous = OFF")
            self._connection.execute("PRAGMA trusted_schema = OFF")
            self._connection.execute(_TABLE)
        return self._connection


def _removed(path: Path) -> bool:
    """Removes a store's file and those beside it; whether the path is free now."""
    for beside in _BESIDE:
        with suppress(OSError):
            _clear(Path(f"{path}{beside}"))
    return not os.path.lexists(path)


def _clear(path: Path) -> None:
    """Deletes a file or a link; a folder is not ours, so it is renamed and its content stays."""
    if path.is_dir() and not path.is_symlink():
        os.replace(path, f"{path}{_STRANGE}")
    else:
        path.unlink(missing_ok=True)


def _sealed(maker: str, key: str, data: bytes) -> bytes:
    """A value preceded by a digest that binds it to its maker and key, so that one copied from another is not used."""
    return sha256(f"{maker}\0{key}\0".encode() + data).digest() + data


def _unsealed(maker: str, key: str, sealed: bytes) -> bytes | None:
    """The value that was sealed; None if it is damaged or of another maker or key."""
    data = sealed[_DIGEST:]
    return data if _sealed(maker, key, data)[:_DIGEST] == sealed[:_DIGEST] else None


def digest_of(parts: Iterable[tuple[str, bytes]], begin: str = "") -> bytes:
    """The digest of named contents, in their order; `begin` is hashed before them."""
    digest = sha256(begin.encode())
    for name, data in parts:
        digest.update(name.encode() + b"\0" + sha256(data).digest())
    return digest.digest()
