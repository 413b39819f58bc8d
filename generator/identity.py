"""What the running program is: its files, and the name that follows from them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path

from generator.repository import PROGRAM, tracked

ROOT = Path(__file__).resolve().parent.parent
"""The folder of the running program."""


def digest(files: Mapping[str, bytes]) -> str:
    """The name of a program by its files, in 16 hexadecimal digits: the same for a folder and for a commit."""
    found = sha256()
    for path, data in sorted(files.items()):
        found.update(path.encode() + b"\0" + sha256(data).digest())
    return found.hexdigest()[:16]


@cache
def running() -> Mapping[str, bytes]:
    """The files of the running program, as they were when they were first asked for."""
    return {name: path.read_bytes() for name, path in tracked(ROOT, PROGRAM).items()}


@cache
def running_digest() -> str:
    """The name of the running program."""
    return digest(running())
