"""Keeps what was computed of past states of reports, so that each is computed once and not at every question."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from pathlib import Path

_TABLE = "CREATE TABLE IF NOT EXISTS answer (key TEXT PRIMARY KEY, data BLOB NOT NULL)"


class Answers:
    """Texts by the digest of all they were computed from, in a file beside git's own, which a clone never brings along.

    A file that cannot be read or written costs time, never an answer.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def known(self, keys: Iterable[str]) -> dict[str, str]:
        """The texts that are kept of those asked for."""
        try:
            with closing(sqlite3.connect(self._path)) as store:
                store.execute(_TABLE)
                query = "SELECT data FROM answer WHERE key = ?"
                rows = ((key, store.execute(query, (key,)).fetchone()) for key in keys)
                return {key: zlib.decompress(row[0]).decode() for key, row in rows if row}
        except (sqlite3.Error, zlib.error, OSError, UnicodeDecodeError) as error:
            if getattr(error, "sqlite_errorname", "") not in ("SQLITE_BUSY", "SQLITE_LOCKED"):
                with suppress(OSError):
                    self._path.unlink()
            return {}

    def keep(self, texts: Mapping[str, str]) -> None:
        """Keeps texts by their keys."""
        try:
            with closing(sqlite3.connect(self._path)) as store, store:
                store.execute(_TABLE)
                rows = ((key, zlib.compress(text.encode(), 1)) for key, text in texts.items())
                store.executemany("INSERT OR REPLACE INTO answer VALUES (?, ?)", rows)
        except (sqlite3.Error, OSError):
            return
