"""A cache of bytes by key in an SQLite file; if it is lost, damaged, foreign or busy, values are computed again."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

# One tree and no index beside it, which could be damaged so that rows are written and never found again.
_TABLE = "CREATE TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY, data BLOB NOT NULL) WITHOUT ROWID"
_PATIENCE = 2.0  # seconds to wait for another process, which writes for a millisecond
_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED")
_BESIDE = ("", "-journal", "-wal", "-shm")
_STRANGE = ".strange"
_DIGEST = 32

Found = TypeVar("Found")


class Store:
    """The cache of one `maker`; entries written by another are ignored.

    Each entry carries the digest of its maker, its key and its content, so that a damaged entry is ignored. Therefore
    the file can be written without waiting for the disk: a power failure can lose entries, not forge them. A file of
    another kind is replaced, a folder in its place renamed, a link removed and not followed. If another process locks
    it for seconds, this one does without.
    """

    def __init__(self, path: Path | None, maker: str = "") -> None:
        self._path = path
        self._maker = maker.encode() + b"\0"
        self._connection: sqlite3.Connection | None = None

    def known(self, keys: Iterable[str]) -> dict[str, bytes]:
        """The values of those keys that are in the cache."""
        return self._used(lambda connection: self._rows(connection, [*keys])) or {}

    def keep(self, entries: Mapping[str, bytes]) -> None:
        """Stores values by their keys, if the file can be written."""
        rows = [(key, self._digest(key, data) + data) for key, data in entries.items()]

        def insert(connection: sqlite3.Connection) -> None:
            with connection:
                connection.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?)", rows)

        self._used(insert)

    def close(self) -> None:
        """Closes the file, which is opened again on the next use."""
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None

    def _rows(self, connection: sqlite3.Connection, keys: list[str]) -> dict[str, bytes]:
        found = {}
        for key in keys:
            for (row,) in connection.execute("SELECT data FROM kept WHERE key = ?", (key,)).fetchall():
                if isinstance(row, bytes) and row[:_DIGEST] == self._digest(key, row[_DIGEST:]):
                    found[key] = row[_DIGEST:]
        return found

    def _digest(self, key: str, data: bytes) -> bytes:
        return sha256(self._maker + key.encode() + b"\0" + data).digest()

    def _used(self, action: Callable[[sqlite3.Connection], Found]) -> Found | None:
        """The result of an action; if the file is unusable, of a second try with a new file."""
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
    """Whether the paths of a store's file and of those beside it are free now."""
    for beside in _BESIDE:
        here = Path(f"{path}{beside}")
        with suppress(OSError):
            if here.is_dir() and not here.is_symlink():
                os.replace(here, f"{here}{_STRANGE}")  # not ours, so its content stays
            else:
                here.unlink(missing_ok=True)
    return not os.path.lexists(path)
