"""A cache of what was computed for past states of reports, each of which is computed only once."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path

from generator.store import Store


class Answers:
    """Cached texts; the key is the digest of everything that a text was computed from.

    The file is in the git directory, so cloning does not copy it. If it is missing, or cannot be read or written, texts
    are computed again.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def known(self, keys: Iterable[str]) -> dict[str, str]:
        """The cached texts among these keys."""
        with closing(Store(self._path)) as store:
            return {key: zlib.decompress(data).decode() for key, data in store.known(keys).items()}

    def keep(self, texts: Mapping[str, str]) -> None:
        """Caches texts under their keys."""
        with closing(Store(self._path)) as store:
            store.keep({key: zlib.compress(text.encode(), 1) for key, text in texts.items()})
