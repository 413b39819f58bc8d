"""The trees of a commit, read as untrusted bytes: a name becomes part of a path here, or is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple
from unicodedata import normalize

from generator.frozen import Frozen
from generator.identifiers import unusable

MAX_PATH = 1000  # bytes of a path below the workspace
MAX_DEPTH = 12  # folders in each other; reports, templates and the program need four
MAX_FILES = 50_000  # files of one folder, with all that is below it

BlobIds = dict[str, str]
"""The blob of each file by its path below the workspace."""

_TREE, _FILE, _LINK = "tree", "file", "link"
_KINDS = {"40000": _TREE, "040000": _TREE, "120000": _LINK, "160000": "commit"}
_ODD_KINDS = {_LINK: "是符号链接，指向别处", "commit": "是子模块"}


class Refusal(NamedTuple):
    """A path of a tree that was refused, and in Chinese why."""

    path: str
    why: str


class TreeEntry(NamedTuple):
    """The entry of a name in a tree: a file, or a subtree."""

    name: str
    kind: str
    id: str


class Tree(Frozen):
    """One tree object: the entries whose names can be used, and those that were refused."""

    entries: tuple[TreeEntry, ...]
    refused: tuple[Refusal, ...]


class Listing:
    """The files below a tree by their paths, and what was not read."""

    def __init__(self, files: BlobIds, refused: list[Refusal]) -> None:
        self.files = files
        self.refused = refused


def parse_tree(data: bytes, id_bytes: int) -> Tree:
    """The entries of a tree object, each mode, name and the `id_bytes` of its id.

    Names that cannot be told apart everywhere (by case or by the form of an accent) are refused, all of them.
    """
    entries: dict[str, list[TreeEntry]] = {}
    refused = []
    for mode, name, identifier in _raw(data, id_bytes):
        shown = name.decode("utf-8", "backslashreplace")
        if why := unusable(name):
            refused.append(Refusal(shown, why))
        else:
            entry = TreeEntry(shown, _KINDS.get(mode, _FILE), identifier)
            entries.setdefault(normalize("NFC", shown).casefold(), []).append(entry)
    kept = []
    for alike in entries.values():
        if len(alike) > 1:
            refused += [Refusal(entry.name, "有两个名字一样，或者只有大小写不同") for entry in alike]
        elif why := _ODD_KINDS.get(alike[0].kind, ""):
            refused.append(Refusal(alike[0].name, why))
        else:
            kept.append(alike[0])
    return Tree(tuple(kept), tuple(refused))


def _raw(data: bytes, id_bytes: int) -> Iterator[tuple[str, bytes, str]]:
    start = 0
    while start < len(data):
        space, end = data.find(b" ", start), data.find(b"\0", start)
        if not start < space < end:
            return
        yield (
            data[start:space].decode("ascii", "replace"),
            data[space + 1 : end],
            data[end + 1 : end + 1 + id_bytes].hex(),
        )
        start = end + 1 + id_bytes


class Flattener:
    """Lists whole folders from trees that were read; their files are counted before they are listed."""

    def __init__(self, trees: Mapping[str, Tree], refuse: Callable[[str], str]) -> None:
        self._trees = trees
        self._refuse = refuse
        self._sizes: dict[tuple[str, int], int] = {}

    def listing(self, tree: str, folder: str) -> Listing:
        """The files below a tree under the path of a folder; one that holds too many has none."""
        if self._size(tree, 1) > MAX_FILES:
            return Listing({}, [Refusal(folder, f"文件超过 {MAX_FILES} 个")])
        result = Listing({}, [])
        self._add(result, tree, folder, 1)
        return result

    def _size(self, tree: str, depth: int) -> int:
        """How many files are below a tree at a depth."""
        key = tree, depth
        if key not in self._sizes:
            entries = self._trees[tree].entries if tree in self._trees and depth <= MAX_DEPTH else ()
            self._sizes[key] = sum(self._size(entry.id, depth + 1) if entry.kind == _TREE else 1 for entry in entries)
        return self._sizes[key]

    def _add(self, listing: Listing, tree: str, folder: str, depth: int) -> None:
        if tree not in self._trees or depth > MAX_DEPTH:
            why = f"文件夹套了 {MAX_DEPTH} 层以上" if depth > MAX_DEPTH else "应该是文件夹，却不是，或者读不出来"
            listing.refused.append(Refusal(folder, why))
            return
        listing.refused += [Refusal(f"{folder}/{path}", why) for path, why in self._trees[tree].refused]
        for entry in self._trees[tree].entries:
            path = f"{folder}/{entry.name}"
            if len(path.encode()) > MAX_PATH:
                listing.refused.append(Refusal(path, f"路径超过 {MAX_PATH} 字节"))
            elif entry.kind == _TREE:
                self._add(listing, entry.id, path, depth + 1)
            elif why := self._refuse(entry.id):
                listing.refused.append(Refusal(path, why))
            else:
                listing.files[path] = entry.id
