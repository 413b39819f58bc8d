"""Keeps what was computed of past states of reports, so that each is computed once and not at every question."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path

from generator.store import Store


class Answers:
    """Texts by the digest of all they were computed from, in a file beside git's own, which a clone never brings along.

    A file that cannot be read or written costs time, never an answer.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def known(self, keys: Iterable[str]) -> dict[str, str]:
        """The texts that are kept of those asked for."""
        with closing(Store(self._path)) as store:
            return {key: zlib.decompress(data).decode() for key, data in store.known(keys).items()}

    def keep(self, texts: Mapping[str, str]) -> None:
        """Keeps texts by their keys."""
        with closing(Store(self._path)) as store:
            store.keep({key: zlib.compress(text.encode(), 1) for key, text in texts.items()})
