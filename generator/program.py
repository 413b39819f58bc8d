"""The program itself: its folder, the schemas and lists that ship with it, its files, and the digest of them."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
"""The folder of the running program."""
SCHEMAS = ROOT / "schema"
"""The JSON Schemas, and the shared lists beside them."""
LOCK = "requirements.txt"
"""The file that names the versions of all that a program runs on."""
PROGRAM = ("generator", "schema", LOCK)
"""What makes up a program: its code, the schemas and lists it reads, and the versions it runs on."""


def digest(files: Mapping[str, bytes]) -> str:
    """The digest that names a program, of its files, in 16 hexadecimal digits: the same for a folder and a commit."""
    hasher = sha256()
    for path, data in sorted(files.items()):
        hasher.update(path.encode() + b"\0" + sha256(data).digest())
    return hasher.hexdigest()[:16]


def installed(name: str) -> str:
    """What the folder is called that installing a library has left beside it: jinja2-3.1.6.dist-info.

    That names its version without importing anything. Empty if there is none.
    """
    from importlib.machinery import PathFinder

    found = PathFinder.find_spec(name)
    places = found.submodule_search_locations if found else None
    beside = os.listdir(os.path.dirname(places[0])) if places else ()
    return " ".join(sorted(one for one in beside if one.startswith(f"{name}-") and one.endswith(".dist-info")))


@cache
def running() -> Mapping[str, bytes]:
    """The files of the running program, as they were when they were first asked for."""
    return {name: path.read_bytes() for name, path in files_of(ROOT).items()}


@cache
def running_digest() -> str:
    """The digest of the running program."""
    return digest(running())


def files_of(root: Path, names: Sequence[str] = PROGRAM) -> dict[str, Path]:
    """The files below the folders `names` of `root`, by path, without links, caches and hidden files."""
    found: dict[str, Path] = {}
    for name in names:
        if (root / name).is_file() and not (root / name).is_symlink():
            found[name] = root / name
        for folder, folders, files in os.walk(root / name):
            folders[:] = sorted(one for one in folders if one != "__pycache__" and not one.startswith("."))
            below = Path(folder).relative_to(root).as_posix()
            for file in sorted(files):
                path = f"{folder}/{file}"
                if not file.startswith(".") and os.path.isfile(path) and not os.path.islink(path):
                    found[f"{below}/{file}"] = Path(path)
    return found
